"""Setting back what a run has changed: its accounts leave, parameters get their values, all else stays as it is."""

from __future__ import annotations

import traceback
from itertools import islice

from vapix_proto._value import Value
from vapix_proto.conform._connection import arguments_request
from vapix_proto.conform._guard import MARK, PARAM, PWDGRP, TIME, TREE, WRITABLE
from vapix_proto.conform._json_steps import ZONE_PARAMETERS
from vapix_proto.conform._steps import PREFIX_SIZE
from vapix_proto.conform._zone import SINCE, read_zone, setting
from vapix_proto.conform.inventory import Unusable, read_accounts, read_values
from vapix_proto.conform.transports import Forbidden, Unreachable

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.conform._connection import Line
    from vapix_proto.conform._zone import Zone
    from vapix_proto.conform.inventory import Survey
    from vapix_proto.oracle.device import Device
    from vapix_proto.oracle.state import Account

__all__ = ["Before", "described", "may_be_left", "restore", "some"]

_TEXT_MAX = 200
#: So many sentences of a kind: a device may list hundreds of thousands of accounts.
_SENTENCES_MAX = 100
_FULL = "admin:operator:viewer:ptz"
#: How each try sets a parameter: what a device at fault does not take in one way it may take in another.
_WAYS = (("", "POST"), ("root.", "POST"), ("", "GET"))


class Before(Value):
    """The device before the run.

    Attributes:
        device: Its accounts and parameters.
        names: The parameters to look at; not those of a zone that they do not show.
        zone: Its time zone; None where nothing but parameters tells it.
    """

    device: Device
    names: tuple[str, ...]
    zone: Zone | None

    @classmethod
    def of(cls, survey: Survey) -> Before:
        """What has to be there again."""
        kept = tuple(name for name in survey.names if not survey.device.parameters[name].free)
        if survey.zone is not None and not survey.device.time_zone.mirrored:
            kept = tuple(name for name in kept if name not in ZONE_PARAMETERS)
        return cls(survey.device, kept, survey.zone)


def restore(line: Line, before: Before) -> tuple[Device | None, tuple[str, ...]]:
    """Sets back what was changed.

    Returns:
        The device as it is then, by what it says, or None where it says nothing; and what could not be set back.
    """
    problems: list[str] = []
    limit, line.limit = line.limit, None
    try:
        for way in _WAYS:
            problems = []
            try:
                device = _restore(line, before, problems, *way)
            except Exception as error:  # a fault of ours, too, must not keep it from the next try
                problems.append(f"the state of the device can't be read: {described(error, line)}")
                if isinstance(error, Unreachable):
                    line.wait()
                _rescue(line, before)
                continue
            if not problems or way == _WAYS[-1]:
                return device, tuple(problems)
    finally:
        line.limit = limit
    return None, (*problems, *may_be_left(line))


def may_be_left(line: Line) -> tuple[str, ...]:
    """What was written since the device was last known to be as before, one sentence each."""
    users = sorted(user for user in line.users if user.startswith(MARK))
    names = sorted(line.parameters)
    return (
        *([f"accounts that may still be there: {', '.join(users)}"] if users else []),
        *([f"the account {line.guard.admin!a} may be gone"] if line.guard.admin in line.users else []),
        *([f"parameters that may still be changed: {', '.join(names)}"] if names else []),
    )


def some(sentences: Iterable[str], most: int = _SENTENCES_MAX) -> tuple[str, ...]:
    """The first of them, and how many more there are."""
    rows = tuple(sentences)
    return rows if len(rows) <= most else (*rows[:most], f"and {len(rows) - most} more of this kind")


def described(error: Exception, line: Line) -> str:
    """Why something ended early, without passwords; a fault of ours with its type and place."""
    text = line.redact(str(error))
    if isinstance(error, (Unreachable, Unusable)):
        return text
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" (in {frame.name}, line {frame.lineno})" for frame in place)
    return f"internal error: {type(error).__name__}: {text[:_TEXT_MAX]}{where}"


def _restore(line: Line, before: Before, problems: list[str], root: str, method: str) -> Device:
    """One try; reads again what it has changed."""
    accounts = read_accounts(line.read_users(), line)
    known = {account.user for account in before.device.accounts}
    ours = [account.user for account in accounts if account.user not in known and _is_ours(line, account.user)]
    # A device that lists a name in another case may know it in the case in which it was sent.
    lower = {name.lower() for name in ours}
    sent = [user for user in sorted(line.users) if _is_ours(line, user) and user.lower() in lower]
    # There are no more than were asked for, whatever is listed.
    for user in islice(dict.fromkeys([*sent, *ours]), len(line.users)):
        _write(line, PWDGRP, (("action", "remove"), ("user", user)), method)
    if ours:
        accounts = read_accounts(line.read_users(), line)
    listed = {account.user for account in accounts}
    new = sorted(listed - known, key=lambda user: (user not in line.users, user))
    problems += some(
        (f"the account {user!a} can't be removed" for user in new if _is_ours(line, user)),
        len(line.users) + _SENTENCES_MAX,
    )
    problems += some(
        f"the account {user!a} is new, and its name is not one of this run: left alone"
        for user in new
        if not _is_ours(line, user)
    )
    problems += some(f"the account {user!a} is gone" for user in sorted(known - listed))
    zone_changed = _set_zone_back(line, before, TIME if (root, method) == _WAYS[1] else TREE)
    values = _values(line, before)
    wanted = before.device.values
    changed = [name for name in before.names if values.get(name) != wanted[name]]
    for name in changed:
        if name in WRITABLE and line.guard.writes:
            _write(line, PARAM, (("action", "update"), (f"{root}{name}", wanted[name])), method)
    if changed:
        values = _values(line, before)
    zone = read_zone(line, before.device.axis_os) if zone_changed else before.zone
    if before.zone is not None and (zone is None or zone.chosen != before.zone.chosen):
        problems.append(f"the time zone is {zone}, and was {before.zone} before")
    for name in before.names:
        if values.get(name) != wanted[name]:
            problems.append(f"{name} is {values.get(name, 'missing')!a}, and was {wanted[name]!a} before")
    settings = {name: text for name, text in values.items() if name in before.names}
    try:
        device = before.device.replace(accounts=_merged(before, accounts), settings=settings)
    except ValueError as error:
        raise Unusable(str(error)) from None
    return (zone.apply(device, settings) if zone is not None else None) or device


def _set_zone_back(line: Line, before: Before, path: str) -> bool:
    """Sets the time zone if it is another; whether it was."""
    version = before.device.axis_os
    if before.zone is None or not line.parameters:
        return False
    zone = read_zone(line, version)
    if zone is not None and zone.chosen == before.zone.chosen:
        return False
    line.send(setting(before.zone, path if version >= SINCE[path] else TIME), line.login, "set back")
    return True


def _merged(before: Before, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """The accounts as they are listed; those that were there before keep what is known of them."""
    known = {account.user: account for account in before.device.accounts}
    return tuple(known.get(account.user, account).replace(groups=account.groups) for account in accounts)


def _values(line: Line, before: Before) -> dict[str, str]:
    return read_values(line.read_parameters(before.names), line) if before.names else {}


def _is_ours(line: Line, user: str) -> bool:
    return user[:PREFIX_SIZE] in line.prefixes


def _write(line: Line, path: str, pairs: tuple[tuple[str, str], ...], method: str) -> None:
    """A refusal shows when the state is read again."""
    line.send(arguments_request(path, pairs, method), line.login, "set back")


def _rescue(line: Line, before: Before) -> None:
    """Creates the initial admin again, where the run may remove it and a device has let it go."""
    user = line.guard.admin
    if user is None or user != line.login.user or before.device.account(user) is None:
        return
    pairs = (("action", "add"), ("user", user), ("pwd", line.login.password), ("grp", "root"), ("sgrp", _FULL))
    for login in (None, *line.own_admins):
        try:
            line.send(arguments_request(PWDGRP, pairs), login, "create the initial admin again")
        except (Unreachable, Forbidden):
            return
