"""The parameters: their valid values and factory defaults, who may read them, and which AXIS OS versions have them."""

from __future__ import annotations

from functools import lru_cache

from vapix_proto._value import Value
from vapix_proto.oracle.identity import IDENTITY
from vapix_proto.oracle.profiles import profile_of
from vapix_proto.oracle.rules.allowed import (
    address,
    any_text,
    host,
    number,
    of_other_specification,
    product_words,
    read_only,
    tz_string,
    words,
)
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.oracle.rules.allowed import Allowed


class Parameter(Value):
    """A device parameter.

    Attributes:
        name: The name without ``root.``.
        default: The value on a factory-new device: the specified one, or one that we chose (``source`` then says so).
        allowed: A function that judges whether a value is valid.
        readers: The account levels that may read it; only administrators may write it.
        until: The first version without it, or None.
        doubt: Two versions, if no source settles whether the versions between them have the parameter; otherwise None.
        free: Whether its value is unpredictable because it comes from outside the device.
        product: Whether it depends on the product: some products may lack it, and no source settles who may read it.
        source: The source of this information.
    """

    name: str
    default: str
    allowed: Allowed
    readers: tuple[str, ...] = ("admin",)
    until: tuple[int, ...] | None = None
    doubt: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    free: bool = False
    product: bool = False
    source: str = "specification"


_YES_NO = words("yes", "no")
_LEVELS = words("off", "on", "detailed")
_BOTH = ("admin", "operator")
_LOGS_END = (5, 60)  # according to the specification
_MAIL_END = (9, 80)  # recordings of 5.51.7 have the mail parameters; those of 9.80 do not
_MAIL_DOUBT = ((5, 51, 7), _MAIL_END)
_OLD_TIME_END = (13,)
_SERVER_TIME_END = (11,)  # chosen by us: recordings of 9.80.2.2 have the parameter; those of 11.11 do not
_SERVER_TIME_DOUBT = ((9, 80, 2, 2), (11, 11))
_OTHER = "another specification; our choice here"
_ADDRESS = of_other_specification(address)
_BOOT = of_other_specification(words("dhcp", "none"))
_FIXED = of_other_specification(read_only)
#: The ``source`` of some parameters: a version has them only if ``IDENTITY`` lists them for the version's profile.
OF_IDENTITY = "recording of one product"
# The specification calls PC, NTP and None "product/release dependent".
_SYNC = product_words("NTP", "PC", "None")


def _log(group: str) -> tuple[Parameter, ...]:
    levels = (("Critical", "detailed"), ("Warning", "detailed"), ("Informational", "off"))
    return (
        Parameter(f"Log.{group}.MaxSize", "40000", number(1000, 100000), until=_LOGS_END),
        *(Parameter(f"Log.{group}.{level}", default, _LEVELS, until=_LOGS_END) for level, default in levels),
    )


def _server(word: str) -> Parameter:
    until, doubt = _SERVER_TIME_END, _SERVER_TIME_DOUBT
    return Parameter(f"Time.Server{word}", "", read_only, until=until, doubt=doubt, free=True, source="recording")


def _network(name: str, default: str, allowed: Allowed = _ADDRESS) -> Parameter:
    return Parameter(f"Network.{name}", default, allowed, product=True, source=_OTHER)


def _identity(group: str, *names: str) -> Iterator[Parameter]:
    return (Parameter(f"{group}.{name}", "", _FIXED, product=True, source=OF_IDENTITY) for name in names)


#: All parameters, in the order of 5.51 listings: a group's own parameters come before its subgroups. From 9.80 on,
#: listings are sorted. A version has the ``IDENTITY`` parameters that its profile lists.
PARAMETERS: tuple[Parameter, ...] = (
    *_identity("Brand", "Brand", "ProdFullName", "ProdNbr", "ProdShortName", "ProdType", "ProdVariant", "WebURL"),
    *_log("Access"),
    *_log("System"),
    Parameter("MailLogd.LogSendLevel", "0", number(0, 3), until=_MAIL_END, doubt=_MAIL_DOUBT),
    Parameter("MailLogd.ToEmail", "", any_text, until=_MAIL_END, doubt=_MAIL_DOUBT),
    _network("BootProto", "dhcp", _BOOT),
    _network("Broadcast", "192.168.0.255"),
    _network("DefaultRouter", "192.168.0.1"),
    _network("IPAddress", "192.168.0.90"),
    _network("SubnetMask", "255.255.255.0"),
    *_identity("Properties.API.Browser", "Language", "RootPwdSetValue", "UserGroup"),
    Parameter("Properties.API.HTTP.Version", "3", read_only, source="specification, Property"),
    *_identity("Properties.API", "HTTP.AdminPath", "Metadata.Metadata", "Metadata.Version"),
    *_identity("Properties", "ApiDiscovery.ApiDiscovery", "BasicDeviceInfo.BasicDeviceInfo"),
    *_identity("Properties.Firmware", "BuildNumber", "BuildDate"),
    Parameter("Properties.Firmware.Version", "", read_only, source="recording"),
    *_identity("Properties.FirmwareManagement", "Version"),
    *_identity("Properties.System", "Language", "LanguageType", "HardwareID", "SerialNumber", "Architecture", "Soc"),
    Parameter("Time.ObtainFromDHCP", "yes", _YES_NO),
    Parameter("Time.POSIXTimeZone", "GMT0BST,M3.5.0/1,M10.5.0", tz_string, _BOTH, until=_OLD_TIME_END),
    _server("Date"),
    _server("Time"),
    Parameter("Time.SyncSource", "NTP", _SYNC),
    Parameter("Time.DST.Enabled", "no", _YES_NO, _BOTH, until=_OLD_TIME_END),
    Parameter("Time.NTP.Server", "0.0.0.0", host),  # noqa: S104 - the specification's default
    Parameter("Time.NTP.VolatileServer", "", read_only, free=True),
)

#: The parameters that ``factorydefault.cgi`` does not reset. It does not reset the system time or the IEEE 802.1X
#: settings either, but the reference device has no parameters for these.
KEPT = frozenset(
    {"Network.BootProto", "Network.IPAddress", "Network.DefaultRouter", "Network.SubnetMask", "Network.Broadcast"}
)

#: The password policy from 12.9 on: a setting that is not a parameter.
POLICY = "user-management.passphraseComplexity.policy"
POLICIES = ("none", "length", "complex")

_FIRMWARE = "Properties.Firmware.Version"
#: According to recordings, the first version that sorts parameter listings by name.
_SORTED = AxisOs((9, 80))
#: The first version with a password policy.
_POLICY_SINCE = AxisOs((12, 9))


@lru_cache(maxsize=64)
def parameters_of(version: AxisOs) -> dict[str, Parameter]:
    """A version's parameters, keyed by name, in listing order."""
    identity = IDENTITY[profile_of(version).name]
    rows = {
        row.name: row
        for row in PARAMETERS
        if row.until is None or version < AxisOs(row.until)
        if row.name in identity or row.source != OF_IDENTITY
    }
    return rows if version < _SORTED else {name: rows[name] for name in sorted(rows, key=_place)}


def _place(name: str) -> tuple[tuple[bool, str], ...]:
    """A sort key that puts a group's own parameters before its subgroups."""
    *groups, last = name.split(".")
    return (*((True, group) for group in groups), (False, last))


@lru_cache(maxsize=64)
def doubtful_of(version: AxisOs) -> frozenset[str]:
    """The parameters that this version may or may not have: no source settles whether it does."""
    return frozenset(
        row.name for row in PARAMETERS if row.doubt and AxisOs(row.doubt[0]) < version < AxisOs(row.doubt[1])
    )


@lru_cache(maxsize=64)
def defaults_of(version: AxisOs) -> dict[str, str]:
    """A factory-new device's parameters, as recorded or else as specified.

    From AXIS OS 12.9 on, the result also contains ``POLICY``, the password policy.
    """
    recorded = profile_of(version).defaults
    known = {**IDENTITY[profile_of(version).name], _FIRMWARE: str(version), **recorded}
    values = {name: known.get(name, row.default) for name, row in parameters_of(version).items()}
    return values if version < _POLICY_SINCE else {**values, POLICY: POLICIES[0]}
