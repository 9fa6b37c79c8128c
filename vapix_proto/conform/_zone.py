"""Reads a device's time zone through ``time.cgi`` or ``time/v2``, and builds the request that sets it."""

from __future__ import annotations

import json

from vapix_proto._value import Value
from vapix_proto.conform._guard import TIME, TREE
from vapix_proto.oracle.device import Device
from vapix_proto.oracle.profiles import PROFILES
from vapix_proto.oracle.time_zone import DHCP, DST, IANA, LEASE, POSIX, by_hand, by_name
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpRequest
from vapix_proto.vapix.time.requests import GetDateTimeInfo
from vapix_proto.vapix.time.responses import DateTimeInfo
from vapix_proto.vapix.time.settings import GetTimeSettings, TimeSettings

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from vapix_proto.conform._connection import Line

#: For each API, the first version of AXIS OS that has it.
SINCE = {TIME: AxisOs((9, 30)), TREE: AxisOs((12, 4))}
#: Parameters of ``param.cgi`` that also contain the time zone.
ZONE_PARAMETERS = (POSIX, DST)
#: From this version on, ``time.cgi`` 1.1 reports the zone that DHCP provided, and certainly supports ``resetTimeZone``.
TELLS_DHCP = AxisOs((11, 5))
_JSON = (("Content-Type", "application/json"),)
#: How a device may show a zone that nobody has set.
_DEFAULTS = frozenset({"UTC", *(Device(profile.name).time_zone.default for profile in PROFILES)})


class Zone(Value):
    """A device's time zone.

    Attributes:
        settings: The settings that give a reference device this time zone.
        active: The zone in force; None if the device does not report it.
        unsure: True if the device does not show whether the zone was set by hand, or is from DHCP or the
            default.
    """

    settings: tuple[tuple[str, str], ...]
    active: str | None
    unsure: bool = False

    @property
    def kind(self) -> str:
        """The kind of zone: an IANA name, a POSIX string, or DHCP, which also stands for the default."""
        given = dict(self.settings)
        return IANA if IANA in given else POSIX if POSIX in given else DHCP

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The settings that somebody chose: all except the zone from DHCP, which may change at any time."""
        return tuple(row for row in self.settings if row[0] != LEASE)

    def __str__(self) -> str:
        given = ", ".join(f"{name} {value!r}" for name, value in self.chosen if name != DHCP or not self.unsure)
        return f"from DHCP or the default ({given})" if self.kind == DHCP else given

    def apply(self, device: Device, settings: Mapping[str, str]) -> Device | None:
        """A copy of the device with these settings and this zone; None if no reference device can have this zone."""
        others = {name: value for name, value in settings.items() if name not in (POSIX, DST)}
        try:
            after = device.replace(settings=others | dict(self.settings))
        except ValueError:
            return None
        # A product's default zone may differ from the reference device's.
        return after if self.kind != DHCP or self.active in (None, after.time_zone.active) else None


def json_request(method: str, path: str, document: object) -> HttpRequest:
    """A request with a JSON body."""
    return HttpRequest(method, path, "", _JSON, json.dumps(document).encode())


def read_zone(line: Line, version: AxisOs, shown: str | None) -> Zone | None:
    """A device's time zone; None if this version of AXIS OS has no API for time zones, or the API shows no zone.

    ``shown`` is the value of ``Time.POSIXTimeZone`` in ``param.cgi``.
    """
    if version >= SINCE[TREE]:
        settings = GetTimeSettings()
        found = settings.read(line.send(settings.to_http(), line.login, "read the state"))
        return _of_tree(found) if isinstance(found, TimeSettings) else None
    if version >= SINCE[TIME]:
        info = GetDateTimeInfo()
        told = info.read(line.send(info.to_http(), line.login, "read the state"))
        return _of_info(told, version, shown) if isinstance(told, DateTimeInfo) else None
    return None


def _of_tree(tree: TimeSettings) -> Zone | None:
    iana, posix, lease = (tree.get(f"/timeZone/{kind}/timeZone") for kind in ("iana", "posix", "dhcp"))
    dst, dhcp = tree.get("/timeZone/posix/dstEnabled"), tree.get("/timeZone/dhcp/enabled")
    if not isinstance(dst, bool) or not isinstance(dhcp, bool):
        return None
    settings = {LEASE: lease} if isinstance(lease, str) else {}
    if isinstance(iana, str):
        settings |= by_name(iana)
    elif isinstance(posix, str):
        settings |= by_hand(posix, dst=dst)
    elif dhcp:
        settings |= {DST: "yes" if dst else "no"}
    else:
        return None
    return Zone(tuple(sorted(settings.items())), tree.active_time_zone)


def _of_info(info: DateTimeInfo, version: AxisOs, shown: str | None) -> Zone | None:
    """The zone as ``time.cgi`` shows it; if the response does not show who set the zone, it counts as set by hand."""
    lease, active = info.dhcp_time_zone, info.time_zone or info.posix_time_zone
    used = info.dhcp_time_zone_utilized is True
    unsure = not lease and not used and not _DEFAULTS.isdisjoint((info.time_zone, info.posix_time_zone))
    if version < TELLS_DHCP and (info.time_zone or info.posix_time_zone != shown):
        unsure = True
        # Setting a string by hand sets the parameter, too, so another string is probably from DHCP.
        if not info.time_zone and shown is not None:
            lease, used = info.posix_time_zone, True
    settings = {LEASE: lease} if lease else {}
    dst = {DST: "no" if info.dst_enabled is False else "yes"}
    if used:
        settings |= dst
    elif info.time_zone:
        settings |= by_name(info.time_zone)
    elif info.posix_time_zone:
        settings |= by_hand(info.posix_time_zone, dst=dst[DST] == "yes")
    else:
        return None
    return Zone(tuple(sorted(settings.items())), active, unsure)


def setting(zone: Zone, version: AxisOs, *, by_tree: bool, by_hand: bool = False) -> HttpRequest:
    """The request that sets a zone, through ``time/v2`` if ``by_tree`` is true and the version has it.

    Otherwise, the request goes to ``time.cgi``. In that case, if ``by_hand`` is true, the request sets a zone from DHCP
    explicitly instead of by a reset, because not every device can reset its zone.
    """
    given = dict(zone.settings)
    name, text, dst = given.get(IANA), given.get(POSIX), given[DST] == "yes"
    if by_tree and version >= SINCE[TREE]:
        data: object
        below, data = ("iana/timeZone", name) if name else ("posix", {"timeZone": text, "dstEnabled": dst})
        below, data = (below, data) if name or text else ("dhcp/enabled", True)
        return json_request("PATCH", f"{TREE}/timeZone/{below}", {"data": data})
    if by_hand and not name:
        text = text or zone.active
    document: dict[str, object] = {"apiVersion": "1.0", "method": "resetTimeZone"}
    if name:
        document |= {"method": "setTimeZone", "params": {"timeZone": name}}
    elif text:
        document |= {"method": "setPosixTimeZone", "params": {"posixTimeZone": text, "enableDst": dst}}
    elif version >= TELLS_DHCP:
        document["apiVersion"] = "1.1"
    return json_request("POST", TIME, document)
