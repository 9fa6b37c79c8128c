"""The state of the reference device as an immutable value: accounts, settings and logs."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

from vapix_proto._places import quote
from vapix_proto._value import Value, discreet, setters
from vapix_proto.oracle.logs import HEAD_SIZE, Event, line
from vapix_proto.oracle.parameters import POLICIES, POLICY, defaults_of, doubtful_of, parameters_of
from vapix_proto.oracle.profiles import profile_of
from vapix_proto.oracle.rules.allowed import LOOSE_NUMBER, Verdict, any_text, judged, read_only
from vapix_proto.oracle.rules.tz_strings import WIDE, zone_of
from vapix_proto.oracle.time_zone import DHCP, DST, IANA, LEASE, POSIX, TimeZone, settings_of
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.pwdgrp.users import Password

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    from vapix_proto.oracle.parameters import Parameter
    from vapix_proto.oracle.profiles import Profile

#: The access groups: three levels, highest first, and ptz, which is independent of them.
ACCESS_GROUPS = ("admin", "operator", "viewer", "ptz")
#: The roles, as the specification writes them (sgrp).
ROLES = tuple(f"{role}{ptz}" for role in ("viewer", "operator:viewer", "admin:operator:viewer") for ptz in ("", ":ptz"))
#: The maximum number of events in each log; Log.*.MaxSize may lower it.
EVENTS_MAX = 100
_FORMAT = 1
#: Characters that separate names in a listing of accounts.
_NO_NAME = re.compile(r'[,"\r\n]')
_SERIAL = "Properties.System.SerialNumber"
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+/-]{1,64}\Z")


def in_clear(password: Password | str) -> str:
    """The plain text of a password, which may contain undecodable bytes as surrogate escapes.

    Raises:
        TypeError: ``password`` is neither a str nor a ``Password``.
        ValueError: The password contains a surrogate other than an escape that represents a byte.
    """
    text = password.reveal() if isinstance(password, Password) else password
    if type(text) is not str:
        raise TypeError("a password must be a str or a Password")
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise ValueError("the password contains half of a surrogate pair, which UTF-8 can't encode") from None
    return text


class Account(Value):
    """An account on the device. Neither its repr nor any error reveals the password; a pickle has it in clear text.

    Attributes:
        user: The user name.
        password: The password in plain text, because the server has to check digests. The constructor also accepts a
            ``Password``, and stores any string unchanged, even ``********``: a client can set such a password.
        grp: The primary group.
        groups: The access groups, in the order admin, operator, viewer, ptz.
        comment: The purpose of the account.
    """

    user: str
    password: str
    grp: str
    groups: tuple[str, ...]
    comment: str

    @discreet
    def __init__(self, user: str, password: Password | str, grp: str, groups: Iterable[str], comment: str = "") -> None:
        given = set(groups)
        for name, value in (("user", user), ("grp", grp), ("comment", comment)):
            if type(value) is not str:
                raise TypeError(f"{name} must be a str, not {type(value).__name__}")
        if not user or _NO_NAME.search(user):
            raise ValueError("a user name must have at least one character, and no comma, quotation mark or line break")
        if not given <= set(ACCESS_GROUPS):
            raise ValueError(f"unknown access group: the groups are {', '.join(ACCESS_GROUPS)}")
        kept = tuple(group for group in ACCESS_GROUPS if group in given)
        self._set(user=user, password=in_clear(password), grp=grp, groups=kept, comment=comment)

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    @property
    def level(self) -> str:
        """The account's highest group among admin, operator and viewer, or ``"none"``."""
        return next((group for group in ACCESS_GROUPS[:3] if group in self.groups), "none")

    def __repr__(self) -> str:
        return f"<Account {self.user!r} {':'.join(self.groups)}>"


class State(Value):
    """Everything that the device remembers.

    Attributes:
        axis_os: The version of AXIS OS.
        accounts: The accounts, in order of creation.
        settings: The settings that differ from a factory-new device's, sorted by name: parameters and, from AXIS OS
            9.30 on, Time API settings that are not parameters, such as ``timeZone.iana.timeZone``.
        log: The events of the access log and the system log, oldest first.
    """

    axis_os: AxisOs
    accounts: tuple[Account, ...]
    settings: tuple[tuple[str, str], ...]
    log: tuple[Event, ...]

    @discreet
    def __init__(
        self,
        axis_os: AxisOs | str = "11.11",
        accounts: Iterable[Account] = (),
        settings: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        log: Iterable[Event] = (),
    ) -> None:
        version = axis_os if isinstance(axis_os, AxisOs) else AxisOs.parse(axis_os)
        profile_of(version)
        people, events = tuple(accounts), tuple(log)
        if not {*map(type, people)} <= {Account} or not {*map(type, events)} <= {Event}:
            raise TypeError("accounts must contain only Account values, and log must contain only Event values")
        if len({account.user for account in people}) != len(people):
            raise ValueError("two accounts have the same name")
        given = dict(settings)
        defaults, parameters = _defaults(version), parameters_of(version)
        for name, value in given.items():
            if type(value) is not str:
                raise TypeError(f"a setting must be a str, not {type(value).__name__}")
            if name not in defaults:
                raise ValueError(f"AXIS OS {version} has no parameter {name!r}")
            if name in _ZONES:
                if not (WIDE.match(value) or (name != POSIX and (not value or _ZONE_NAME.match(value)))):
                    raise ValueError(f"the value of {name} is not a {'TZ string' if name == POSIX else 'time zone'}")
            elif name == DHCP or (name == DST and name not in parameters):
                if value not in ("yes", "no"):
                    raise ValueError(f"{name} can't be {quote(value, 40)}: write yes or no")
            elif name == POLICY:
                if value not in POLICIES:
                    raise ValueError(f"the password policy must be {' or '.join(POLICIES)}")
            elif name.endswith(".MaxSize"):
                if not LOOSE_NUMBER.match(value):
                    raise ValueError(f"the value of {name} is not a number")
            elif name in parameters:
                allowed = parameters[name].allowed
                # A value that only the device sets may be any single line.
                if judged(any_text if allowed is read_only else allowed, value) is Verdict.REFUSED:
                    raise ValueError(f"{name} can't be {quote(value, 40)}")
        differing = {name: value for name, value in sorted(given.items()) if value != defaults[name]}
        if not differing.keys().isdisjoint((IANA, POSIX)):
            differing.pop(DHCP, None)  # setting a zone switched DHCP off
        if len(events) > EVENTS_MAX:
            for name in {event.log for event in events}:
                events = _fitting(events, name)
        self._set(axis_os=version, accounts=people, settings=tuple(differing.items()), log=events)

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    @property
    def profile(self) -> Profile:
        """The profile that applies to the device's version."""
        return profile_of(self.axis_os)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The device's parameters, keyed by name, in listing order."""
        return parameters_of(self.axis_os)

    @property
    def doubtful(self) -> frozenset[str]:
        """The parameters that this version may or may not have; ``parameters`` contains some of them."""
        return doubtful_of(self.axis_os)

    @property
    def values(self) -> dict[str, str]:
        """The value of every parameter, in listing order, and of ``POLICY`` if the version has it."""
        defaults = defaults_of(self.axis_os)
        return {**defaults, **{name: value for name, value in self.settings if name in defaults}}

    @property
    def time_zone(self) -> TimeZone:
        """The device's time zones, and which of them is in force."""
        defaults = _defaults(self.axis_os)
        return TimeZone.of(defaults | dict(self.settings), defaults[POSIX])

    @property
    def essence(self) -> tuple[object, ...]:
        """Everything but the log. Devices with equal essences give the same responses, except for logs and reports."""
        return self.axis_os, self.accounts, self.settings

    @property
    def is_like_new(self) -> bool:
        """Whether there are accounts, but no administrator.

        In that case, no source settles whether the device is like a new one.
        """
        return bool(self.accounts) and not self.has_admin

    @property
    def has_admin(self) -> bool:
        """Whether there is an administrator. Until there is one, clients can do nothing but create one."""
        return any("admin" in account.groups for account in self.accounts)

    def account(self, user: str | None) -> Account | None:
        """The account with this user name, or None."""
        return next((account for account in self.accounts if account.user == user), None)

    def logged(self, at: int, log: str, level: str, text: str) -> Self:
        """The state after an event. A log ignores events at disabled levels, and drops its oldest events when full."""
        values = self.values
        kept_levels = values.get(f"Log.{log}.{level}", "detailed")
        # At the level "on", the access log omits warnings (denied requests) and repetitions of the last event.
        is_detail = log == "Access" and (
            level == "Warning" or next((e.text for e in reversed(self.log) if e.log == log), None) == text
        )
        if kept_levels == "off" or (kept_levels == "on" and is_detail):
            return self
        events = (*self.log, Event(at, log, level, text))
        room = int(values.get(f"Log.{log}.MaxSize", _SIZE_MAX))
        sizes = [HEAD_SIZE + len(event.text) + 1 for event in events if event.log == log]
        if sum(sizes) > room or len(sizes) > EVENTS_MAX:
            events = _fitting(events, log, room)
        after = object.__new__(type(self))
        # Skip the constructor's checks, for speed: every field is valid, and each request logs several events.
        for put, field in zip(_PUT, (self.axis_os, self.accounts, self.settings, events), strict=True):
            put(after, field)
        return after

    def lines(self, log: str) -> list[str]:
        """The lines of a log, in the local time of the POSIX zone in force, or in UTC if an IANA zone is in force."""
        zone = zone_of(self.time_zone.rule or "UTC0")
        clock = zone.clock() if self.time_zone.dst else None
        host, is_old = f"axis-{self.values[_SERIAL].lower()}", not self.profile.new_logs
        return [
            line(event, host, (clock.at(event.at) if clock else zone.std).utoff, is_old=is_old)
            for event in self.log
            if event.log == log
        ]

    def to_dict(self) -> dict[str, Any]:
        """The state as a dict for JSON, with passwords in plain text; ``from_dict`` reverses it."""
        return {
            "format": _FORMAT,
            "axis_os": str(self.axis_os),
            "accounts": [
                {name: getattr(account, name) for name in account.__match_args__} | {"groups": list(account.groups)}
                for account in self.accounts
            ],
            "settings": dict(self.settings),
            "log": [list(event._astuple()) for event in self.log],
        }

    @classmethod
    @discreet
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The state from the result of ``to_dict``.

        Raises:
            ValueError: The format is unknown, a part of the state is missing, or the constructor rejects a value.
        """
        if not hasattr(data, "get") or data.get("format") != _FORMAT:
            raise ValueError(f"the state is not in format {_FORMAT}")
        try:
            accounts = [Account(**account) for account in data["accounts"]]
            log = [Event(*event) for event in data["log"]]
            return cls(data["axis_os"], accounts, data["settings"], log)
        except (KeyError, TypeError, AttributeError):
            raise ValueError("a part of the state is missing or has the wrong type") from None


_PUT = setters(State, "axis_os", "accounts", "settings", "log")
#: Settings that contain a zone.
_ZONES = frozenset({POSIX, IANA, LEASE})
#: The default of Log.*.MaxSize, for versions without that parameter.
_SIZE_MAX = 40000


@lru_cache(maxsize=64)
def _defaults(version: AxisOs) -> dict[str, str]:
    """The defaults of all settings: the parameters, and the Time API settings that are not parameters."""
    return settings_of(version) | defaults_of(version)


def _fitting(events: tuple[Event, ...], log: str, room: float = inf) -> tuple[Event, ...]:
    """Drops the oldest events of ``log`` until it has at most ``EVENTS_MAX`` events and ``room`` characters."""
    kept: list[Event] = []
    left = EVENTS_MAX
    for event in reversed(events):
        if event.log == log:
            room, left = room - HEAD_SIZE - len(event.text) - 1, left - 1
        if event.log != log or (room >= 0 and left >= 0):
            kept.append(event)
    return tuple(reversed(kept))
