"""A device's identity and time zone, read through every interface that shows them."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.conform._challenges import why_no_login
from vapix_proto.errors import escape
from vapix_proto.tz.parser import is_valid
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.discovery.requests import GetAllUnrestrictedProperties, GetApiList, GetReadiness
from vapix_proto.vapix.discovery.responses import ApiList, DeviceProperties, Readiness
from vapix_proto.vapix.failures import Failed, NotAuthenticated, UnknownResponse
from vapix_proto.vapix.json_api.responses import ApiError
from vapix_proto.vapix.param.requests import ListParameters
from vapix_proto.vapix.param.responses import ParameterListing
from vapix_proto.vapix.pwdgrp.responses import Reason, Refused
from vapix_proto.vapix.pwdgrp.usergroup import OwnAccount, UserGroup
from vapix_proto.vapix.time.requests import GetDateTimeInfo
from vapix_proto.vapix.time.responses import DateTimeInfo
from vapix_proto.vapix.time.settings import GetTimeSettings, TimeSettings

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.conform.transports import Login, Transport
    from vapix_proto.vapix.protocol import Request

_ZONE, _DST = "Time.POSIXTimeZone", "Time.DST.Enabled"
#: The product, version and serial number, each as a parameter and as a ``basicdeviceinfo.cgi`` property.
_IDENTITY = (
    ("Brand.ProdFullName", "ProdFullName"),
    ("Properties.Firmware.Version", "Version"),
    ("Properties.System.SerialNumber", "SerialNumber"),
)
_NUMBERS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,6}){1,4}")


class NoAccess(Exception):  # noqa: N818 - the name states the condition
    """Nothing can be read: no administrator exists, the login is not accepted, or this is not an Axis device."""


class ZoneSetting(Value):
    """A device's time zone as one interface shows it.

    Attributes:
        interface: The interface, such as ``"time.cgi"``.
        name: The IANA name that the clock follows; None if it follows a string.
        string: The TZ string that the clock follows or, if it follows a name, the string shown for that name, if any.
        dst_enabled: Whether the clock follows the daylight saving time of the string; None if not shown.
        dhcp: Whether the time zone comes from DHCP; None if not shown.
        utc: The time in UTC, as the device writes it; None if not shown.
        local: The local time with its UTC offset; None if not shown.
    """

    interface: str
    name: str | None = None
    string: str | None = None
    dst_enabled: bool | None = None
    dhcp: bool | None = None
    utc: str | None = None
    local: str | None = None


class Unread(Value):
    """An interface that did not show its settings.

    Attributes:
        interface: The interface.
        reason: Why it did not show its settings, as a clause.
        denied: Whether the account lacks the right to read it; if not, the device may lack the interface.
    """

    interface: str
    reason: str
    denied: bool = False


class Overview(Value):
    """What an account can read about a device.

    Attributes:
        product: The full product name; None if no interface shows it.
        axis_os: The version of AXIS OS; None if no interface shows it.
        serial: The serial number; None if no interface shows it.
        account: The account, with its groups; None if the device does not show them.
        zones: The time zone as each interface shows it, newest interface first.
        unread: The interfaces that did not show the time zone.
        time_api: The version of the Time API according to ``apidiscovery.cgi``; None if not shown.
    """

    product: str | None
    axis_os: AxisOs | None
    serial: str | None
    account: OwnAccount | None
    zones: tuple[ZoneSetting, ...]
    unread: tuple[Unread, ...]
    time_api: str | None

    @property
    def zone(self) -> ZoneSetting | None:
        """The time zone according to the newest interface that shows it; None if no interface does."""
        return next(iter(self.zones), None)


def read_overview(transport: Transport, login: Login) -> Overview:
    """Reads a device without writing anything. A login that the device refuses is sent only once.

    Raises:
        NoAccess: Nothing can be read.
        Unreachable: No response came.
    """

    def ask(request: Request, who: Login | None = login) -> object:
        return request.read(transport.send(request.to_http(), who))

    ready = ask(GetReadiness(), None)
    if isinstance(ready, Readiness) and ready.needs_setup:
        raise NoAccess(_WITHOUT_ADMIN)
    group = ask(UserGroup())
    _check_login(group, transport)
    if isinstance(group, Failed) and group.status == 403:  # any account may send this request
        raise NoAccess("the device answers with the status code 403: it may have locked out this computer or account")
    account = group if isinstance(group, OwnAccount) else None
    listing = ask(ListParameters([*(name for name, _ in _IDENTITY), "Time"]))
    if account is None:
        _check_login(listing, transport)
    zones: list[ZoneSetting] = []
    unread: list[Unread] = []
    for request in (GetTimeSettings(), GetDateTimeInfo()):
        found = ask(request)
        zone = _zone(found)
        if zone is None:
            unread.append(_unread(request, found))
        else:
            zones.append(zone)
    parameters = dict(listing.values) if isinstance(listing, ParameterListing) else {}
    if _ZONE in parameters:
        dst = parameters.get(_DST)
        zones.append(ZoneSetting("param.cgi", None, parameters[_ZONE], None if dst is None else dst == "yes"))
    elif parameters:
        unread.append(Unread("param.cgi", f"the device has no parameter {_ZONE}"))
    elif isinstance(listing, ParameterListing):  # a listing omits what the account may not read
        unread.append(Unread("param.cgi", "it shows no parameters to this account, which must be an operator", True))
    else:
        unread.append(_unread(ListParameters(), listing))
    properties: object = None
    if any(name not in parameters for name, _ in _IDENTITY):
        properties = ask(GetAllUnrestrictedProperties())
    denied = any(each.denied for each in unread)
    if not (zones or account or parameters or denied or isinstance(properties, DeviceProperties)):
        raise NoAccess(f"it does not answer like an Axis device ({unread[-1].interface}: {unread[-1].reason})")
    product, version, serial = (
        parameters.get(name) or (properties.get(other) if isinstance(properties, DeviceProperties) else None)
        for name, other in _IDENTITY
    )
    apis = ask(GetApiList())
    versions = apis.versions("time-service") if isinstance(apis, ApiList) else ()
    return Overview(
        product,
        version_of(version or ""),
        serial,
        account,
        tuple(zones),
        tuple(unread),
        versions[-1] if versions else None,
    )


_WITHOUT_ADMIN = "the device has no administrator yet: create its first account, then try again"


def _check_login(answer: object, transport: Transport) -> None:
    """Gives up at the first response that refuses the login: devices lock out clients that keep trying."""
    first = isinstance(answer, Refused) and answer.reason is Reason.INITIAL_ADMIN_FIRST
    if first or (isinstance(answer, NotAuthenticated) and answer.without_admin):
        raise NoAccess(_WITHOUT_ADMIN)
    if isinstance(answer, NotAuthenticated):
        refused = "the device does not accept the user name and the password"
        unsent = getattr(transport, "login_sent", None) is False
        raise NoAccess((unsent and why_no_login(answer.challenges)) or refused)


def _unread(request: Request, answer: object) -> Unread:
    denied = isinstance(answer, NotAuthenticated) or (isinstance(answer, Failed) and answer.status == 403)
    return Unread(request.cgi.name, refusal(request, answer), denied)


def refusal(request: Request, answer: object) -> str:
    """Why a request failed, as a clause."""
    if isinstance(answer, NotAuthenticated) or (isinstance(answer, Failed) and answer.status == 403):
        level = request.action.access or "viewer"
        return f"the account lacks the rights of {'an' if level[0] in 'ao' else 'a'} {level}"
    if isinstance(answer, Failed) and answer.status == 404:
        return "the device does not have it"
    if isinstance(answer, UnknownResponse) and 300 <= answer.status < 400:
        return f"it answers with the status code {answer.status}, a redirect, which is not followed: try https"
    if isinstance(answer, (Failed, UnknownResponse)):
        text = "an unexpected text" if answer.body else "no text"
        return f"the device answers with the status code {answer.status} and {text}"
    if isinstance(answer, ApiError):
        meaning = "" if answer.meaning is None else f" ({answer.meaning})"
        return f"the device answers with the error {answer.code}{meaning}: {escape(answer.message[:200])}"
    if isinstance(answer, Refused):
        return f"the device answers: {answer.text}"
    return f"the device answers with {type(answer).__name__}"


def version_of(text: str) -> AxisOs | None:
    """The AXIS OS version at the start of a string; None if the string does not start with one."""
    found = _NUMBERS.match(text)
    return AxisOs.parse(found[0]) if found else None


def _zone(found: object) -> ZoneSetting | None:
    if isinstance(found, TimeSettings):
        return _of_settings(found)
    return _of_info(found) if isinstance(found, DateTimeInfo) else None


def _of_info(info: DateTimeInfo) -> ZoneSetting:
    name, string = info.time_zone, info.posix_time_zone
    if name is None and string is None:  # the zone from DHCP may be a name or a string
        name, string = _sorted(info.dhcp_time_zone if info.dhcp_time_zone_utilized else None)
    return ZoneSetting(
        "time.cgi", name, string, info.dst_enabled, info.dhcp_time_zone_utilized, info.date_time, info.local_date_time
    )


def _of_settings(found: TimeSettings) -> ZoneSetting:
    def text(path: str) -> str | None:
        value = found.get(path)
        return value if isinstance(value, str) else None

    def flag(path: str) -> bool | None:
        value = found.get(path)
        return value if isinstance(value, bool) else None

    name = text("/timeZone/iana/timeZone")
    string = text("/timeZone/iana/posixTimeZone")
    if name is None:
        name, string = _sorted(found.active_time_zone)
    return ZoneSetting(
        "time/v2",
        name,
        string,
        flag("/timeZone/posix/dstEnabled"),
        flag("/timeZone/dhcp/enabled"),
        text("/time/dateTime"),
        text("/time/localDateTime"),
    )


def _sorted(zone: str | None) -> tuple[str | None, str | None]:
    """A zone as a name and as a TZ string; None for what it is not. If it could be either, it counts as a string."""
    if zone is None:
        return None, None
    return (None, zone) if is_valid(zone) else (zone, None)
