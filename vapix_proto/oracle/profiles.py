"""Versions of AXIS OS as data: parameters with defaults and access, and the forms of responses.

The source of each is beside it: recorded, specified or our choice. docs/oracle-device.md lists them as a table.
"""

from __future__ import annotations

from types import MappingProxyType

from vapix_proto._value import Value
from vapix_proto.oracle.rules.allowed import (
    Address,
    Email,
    Host,
    Number,
    OfOtherSpecification,
    ProductWords,
    ReadOnly,
    TzString,
    Words,
)
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import KW_ONLY

    from vapix_proto.oracle.rules.allowed import Allowed

__all__ = ["KEPT", "PARAMETERS", "PROFILES", "ListingForm", "Parameter", "Profile", "profile_of"]


class Parameter(Value):
    """A parameter of the device.

    Attributes:
        name: Without ``root.``.
        default: As specified; as chosen by us where the source is marked so.
        allowed: What it may hold.
        readers: The levels of accounts that may read it; writing is for administrators.
        since: The first version that has it.
        until: The first version without it, or None.
        doubt: Two versions, between which no source settles whether it exists; None where there is no doubt.
        free: Whether its value comes from outside, so that nobody can say what it is.
        source: Where this is written.
    """

    name: str
    default: str
    allowed: Allowed
    readers: tuple[str, ...] = ("admin",)
    since: tuple[int, ...] = (5,)
    until: tuple[int, ...] | None = None
    doubt: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    free: bool = False
    source: str = "specification"


_YES_NO = Words(("yes", "no"))
_LEVELS = Words(("off", "on", "detailed"))
_BOTH = ("admin", "operator")
_LOGS_END = (5, 60)  # the specification
_MAIL_END = (9, 80)  # gone by then; recorded in 5.51.7
_MAIL_DOUBT = ((5, 51, 7), _MAIL_END)
_OLD_TIME_END = (13,)
_SERVER_TIME_END = (11,)  # recorded in 9.80.2.2, and gone in 11.11: our choice is between
_SERVER_TIME_DOUBT = ((9, 80, 2, 2), (11, 11))
_OTHER = "another specification; our choice here"
_ADDRESS = OfOtherSpecification(Address())
_BOOT = OfOtherSpecification(Words(("dhcp", "none")))
# PC, NTP and None are "product/release dependent".
_SYNC = ProductWords("NTP", ("PC", "None"))


def _log(group: str) -> tuple[Parameter, ...]:
    return (
        Parameter(f"Log.{group}.MaxSize", "40000", Number(1000, 100000), until=_LOGS_END),
        Parameter(f"Log.{group}.Critical", "detailed", _LEVELS, until=_LOGS_END),
        Parameter(f"Log.{group}.Warning", "detailed", _LEVELS, until=_LOGS_END),
        Parameter(f"Log.{group}.Informational", "off", _LEVELS, until=_LOGS_END),
    )


def _server(word: str) -> Parameter:
    until, doubt = _SERVER_TIME_END, _SERVER_TIME_DOUBT
    return Parameter(f"Time.Server{word}", "", ReadOnly(), until=until, doubt=doubt, free=True, source="recording")


#: All parameters, in the order in which a listing has them: a group's own ones before its subgroups (recorded).
PARAMETERS: tuple[Parameter, ...] = (
    *_log("Access"),
    *_log("System"),
    Parameter("MailLogd.LogSendLevel", "0", Number(0, 3), until=_MAIL_END, doubt=_MAIL_DOUBT),
    Parameter("MailLogd.ToEmail", "", Email(), until=_MAIL_END, doubt=_MAIL_DOUBT),
    Parameter("Network.BootProto", "dhcp", _BOOT, source=_OTHER),
    Parameter("Network.Broadcast", "192.168.0.255", _ADDRESS, source=_OTHER),
    Parameter("Network.DefaultRouter", "192.168.0.1", _ADDRESS, source=_OTHER),
    Parameter("Network.IPAddress", "192.168.0.90", _ADDRESS, source=_OTHER),
    Parameter("Network.SubnetMask", "255.255.255.0", _ADDRESS, source=_OTHER),
    Parameter("Properties.API.HTTP.Version", "3", ReadOnly(), source="specification, Property"),
    Parameter("Properties.Firmware.Version", "", ReadOnly(), source=_OTHER),
    Parameter("Time.ObtainFromDHCP", "yes", _YES_NO),
    Parameter("Time.POSIXTimeZone", "GMT0BST,M3.5.0/1,M10.5.0", TzString(), _BOTH, until=_OLD_TIME_END),
    _server("Date"),
    _server("Time"),
    Parameter("Time.SyncSource", "NTP", _SYNC),
    Parameter("Time.DST.Enabled", "no", _YES_NO, _BOTH, until=_OLD_TIME_END),
    Parameter("Time.NTP.Server", "0.0.0.0", Host()),  # noqa: S104 - the default of the specification
    Parameter("Time.NTP.VolatileServer", "", ReadOnly(), free=True),
)

#: What ``factorydefault.cgi`` does not reset; the system time and IEEE 802.1X, which no parameter here is, aside.
KEPT = frozenset(
    {
        "Network.BootProto",
        "Network.IPAddress",
        "Network.DefaultRouter",
        "Network.SubnetMask",
        "Network.Broadcast",
    }
)


class ListingForm(Value):
    """How ``action=get`` is written.

    Attributes:
        unix: The Unix groups that are listed too, with their members.
        system: System accounts inside the access groups.
        ordered: ``"file"``, Unix groups first, or ``"sorted"`` by name.
        line_end: Between lines.
        last: After the last line.
        root_last: Whether ``root`` is last in ``admin``.
    """

    unix: tuple[tuple[str, str], ...] = ()
    system: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    ordered: str = "file"
    line_end: str = "\n"
    last: str = "\n"
    root_last: bool = False

    def _check(self) -> None:
        if self.ordered not in {"file", "sorted"}:
            raise ValueError(f"ordered must be 'file' or 'sorted', not {self.ordered!r}")
        self._set(system=MappingProxyType(dict(self.system)))

    def _astuple(self) -> tuple[object, ...]:
        # Pairs hash and pickle, and the constructor accepts them.
        unix, system, *rest = super()._astuple()
        return unix, tuple(sorted(system.items())), *rest


# Some of the Unix groups in recordings; a device has 120 to 170.
_UNIX = (
    ("root", ""),
    ("bin", ""),
    ("daemon", ""),
    ("sys", ""),
    ("adm", ""),
    ("tty", ""),
    ("disk", ""),
    ("lp", ""),
    ("mem", ""),
    ("kmem", ""),
    ("wheel", ""),
    ("floppy", ""),
    ("mail", ""),
    ("users", ""),
    ("gpio", "led,ptzadm,"),
    ("ptzadm", ""),
    ("www-data", "wwwa,wwwaovp,sdk"),
    ("image", "vdo"),
    ("event_users", "sdk,vdo"),
    ("nogroup", ""),
)
_SYSTEM = {
    "admin": ("wwwa", "wwwaovp", "sdk"),
    "operator": ("wwwa", "wwwaovp", "sdk"),
    "viewer": ("wwwa", "wwwaovp", "sdk", "vdo"),
    "ptz": ("wwwa", "wwwaovp", "sdk"),
}


class Profile(Value):
    """What a version does in its own way.

    Attributes:
        name: The version it is known from.
        since: From which version on it holds, up to the next profile.
        listing: The form of ``action=get``.
        defaults: Defaults that were recorded, beside those of the specification.
        html: Whether ``pwdgrp.cgi`` wraps its text (recorded from 10.12 on).
        initial_name: The one name of the initial admin, who then has no comment and stays; None from 11.5 on.
        comment_required: Whether ``add`` needs ``comment``, possibly empty: before autumn 2019.
        any_password: Whether a password without ``strict_pwd`` may have any characters: the newer text.
    """

    name: str
    since: tuple[int, ...]
    listing: ListingForm
    defaults: Mapping[str, str] = MappingProxyType({})
    _: KW_ONLY
    html: bool = True
    initial_name: str | None = None
    comment_required: bool = False
    any_password: bool = False

    def _check(self) -> None:
        AxisOs(self.since)
        if type(self.listing) is not ListingForm:
            raise TypeError(f"listing must be a ListingForm, not {type(self.listing).__name__}")
        self._set(defaults=MappingProxyType(dict(self.defaults)))

    def _astuple(self) -> tuple[object, ...]:
        name, since, listing, defaults, *rest = super()._astuple()
        return name, since, listing, tuple(sorted(defaults.items())), *rest


_DST_ON = {"Time.DST.Enabled": "yes"}
_UTC = {"Time.POSIXTimeZone": "UTC0", "Time.DST.Enabled": "yes"}
_FIVE_LINES = ListingForm(last="", root_last=True)  # recorded: 12.11; the missing last line end is our choice

#: By version, the oldest first. The time zones recorded from 9.80 and 12.11 are of devices that somebody had set up.
PROFILES: tuple[Profile, ...] = (
    Profile(
        "5.51",
        (5,),
        ListingForm(_UNIX, _SYSTEM, line_end="\r\n", last="\r\n"),
        html=False,
        initial_name="root",
        comment_required=True,
    ),
    Profile("9.80", (9, 40), ListingForm(_UNIX, _SYSTEM), _DST_ON, html=False, initial_name="root"),
    Profile("10.12", (10,), ListingForm(_UNIX, _SYSTEM, "sorted", last="\n\n"), _DST_ON, initial_name="root"),
    Profile("11.11", (11, 5), ListingForm(), _UTC),
    Profile("12.11", (12,), _FIVE_LINES, _UTC),
    Profile("13.0", (13,), _FIVE_LINES, {}, any_password=True),
)


def profile_of(version: AxisOs) -> Profile:
    """The profile of a version: the newest that is not newer.

    Raises:
        ValueError: A version before 5.00, which the specification is not for.
    """
    for profile in reversed(PROFILES):
        if version >= AxisOs(profile.since):
            return profile
    raise ValueError(f"the specification is for firmware 5.00 and later, not {version}")
