"""How AXIS OS versions differ in their behaviour and their responses.

Comments state whether each entry of a profile comes from a recording or from the specification, or was chosen by us.
docs/reference/oracle-device.md has a table of the profiles.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from vapix_proto._value import Value
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import KW_ONLY


class ListingForm(Value):
    """The format in which ``pwdgrp.cgi`` answers ``action=get``.

    Attributes:
        rows: The groups in order, each with its members on a device without accounts.
        line_end: The text between lines.
        last: The text after the last line.
        root_last: Whether access groups list ``root`` last.
    """

    rows: tuple[tuple[str, str], ...] = tuple(
        (group, "") for group in ("admin", "operator", "viewer", "ptz", "digusers")
    )
    line_end: str = "\n"
    last: str = "\n"
    root_last: bool = False


# The groups with members, and debugar, were recorded on 10.12, which lists about 170 groups. We chose the others.
_LONG = (
    ("root", ""),
    ("bin", "bin,daemon,root"),
    ("daemon", ""),
    ("sys", ""),
    ("adm", ""),
    ("tty", "scheduled,imaged,ptzadm"),
    ("disk", ""),
    ("lp", ""),
    ("mem", ""),
    ("kmem", ""),
    ("mail", ""),
    ("gpio", "led,ptzadm,"),
    ("users", ""),
    ("admin", "wwwaop,wwwaov,wwwavp,wwwav,wwwa,debugar,wwwao,wwwap,wwwaovp"),
    ("operator", "wwwov,wwwovp,wwwaop,wwwaov,wwwop,vdo,wwwo,wwwao,sdk,wwwaovp,ptzadm"),
    ("viewer", "wwwovp,wwwaov,wwwv,wwwov,wwwavp,sdk,wwwav,wwwaovp,debugar,wwwvp"),
    ("ptz", "wwwovp,wwwaop,wwwp,wwwop,wwwap,wwwavp,wwwaovp,wwwvp"),
    ("anonymous", "anonymous,wwwanon"),
    ("snmp-persist", "snmpd,axis-video-mib,snmp-confd"),
    ("debugar", ""),
    ("nogroup", ""),
    ("digusers", ""),
)


class Profile(Value):
    """How some AXIS OS versions differ from others.

    Attributes:
        name: The version on which the profile is based.
        since: The first version to which the profile applies; later versions use it until the next profile starts.
        listing: The format in which ``pwdgrp.cgi`` answers ``action=get``.
        defaults: The recorded default values of parameters; they override the specified ones.
        html: Whether ``pwdgrp.cgi`` wraps its text in HTML (recorded from 10.12 on).
        initial_name: The required name of the initial admin, who can't have a comment or be removed; None from 11.5 on.
        comment_required: Whether adding an account requires ``comment`` (may be empty), as it did until autumn 2019.
        new_logs: Whether log lines have the format of 9.80 rather than that of 5.51.
        reads_query_of_post: Whether ``pwdgrp.cgi`` and ``param.cgi`` read the query of a POST; in 12.9 they do not.
        any_password: Whether passwords may contain any characters if ``strict_pwd`` is not 1, as the newer
            specification states.
    """

    name: str
    since: tuple[int, ...]
    listing: ListingForm
    defaults: Mapping[str, str] = MappingProxyType({})
    _: KW_ONLY
    html: bool = True
    initial_name: str | None = None
    comment_required: bool = False
    new_logs: bool = True
    reads_query_of_post: bool = True
    any_password: bool = False

    def _check(self) -> None:
        AxisOs(self.since)
        if type(self.listing) is not ListingForm:
            raise TypeError(f"listing must be a ListingForm, not {type(self.listing).__name__}")
        self._set(defaults=MappingProxyType(dict(self.defaults)))

    def _astuple(self) -> tuple[object, ...]:
        name, since, listing, defaults, *rest = super()._astuple()
        return name, since, listing, tuple(sorted(defaults.items())), *rest


_FREE = "0.0.0.0"  # noqa: S104 - recorded
_DST_ON = {"Time.DST.Enabled": "yes"}
_UTC = {"Time.POSIXTimeZone": "UTC0", "Time.DST.Enabled": "yes", "Time.NTP.VolatileServer": _FREE}
_CRLF = ListingForm(line_end="\r\n", last="\r\n")  # observed in or before 2024-01: five lines ending in CRLF
_ROOT_LAST = ListingForm(root_last=True)  # recorded: 12.11

#: The profiles, oldest first. The time zones of 9.80 and 12.11 were recorded on devices that were already set up.
PROFILES: tuple[Profile, ...] = (
    Profile(
        "5.51",
        (5,),
        ListingForm(_LONG, line_end="\r\n", last="\r\n"),
        {"Time.NTP.VolatileServer": "172.16.3.1 "},
        html=False,
        initial_name="root",
        comment_required=True,
        new_logs=False,
    ),
    Profile(
        "9.80",
        (9, 40),
        ListingForm(tuple(sorted(_LONG))),
        _DST_ON | {"Time.NTP.VolatileServer": "172.16.6.1"},
        html=False,
        initial_name="root",
    ),
    Profile("10.12", (10,), ListingForm(_LONG, last="\n\n"), _DST_ON, initial_name="root"),
    Profile("11.8", (11, 5), _CRLF, _UTC),
    Profile("11.11", (11, 11), _CRLF, _UTC),
    Profile("12.9", (12,), _CRLF, _UTC, reads_query_of_post=False),
    Profile("12.11", (12, 11), _ROOT_LAST, _UTC | {"Time.ObtainFromDHCP": "no"}, reads_query_of_post=False),
    Profile(
        "13.0", (13,), _ROOT_LAST, {"Time.NTP.VolatileServer": _FREE}, reads_query_of_post=False, any_password=True
    ),
)


@lru_cache(maxsize=64)
def profile_of(version: AxisOs) -> Profile:
    """The profile that applies to a version: the newest profile that starts at or before that version.

    Raises:
        ValueError: The version is before 5.00, the first that the specification covers.
    """
    for profile in reversed(PROFILES):
        if version >= AxisOs(profile.since):
            return profile
    raise ValueError(f"the specification covers firmware 5.00 and later, not {version}")
