"""Responses of ``time.cgi``: the time and time zone, and confirmations that they were set."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.vapix.json_api.responses import maybe, texts, typed

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


class DateTimeInfo(Value):
    """The response to ``getDateTimeInfo`` and ``getAll``.

    According to the documentation, the time zone is reported in one of six ways: as an IANA name, a POSIX string, or
    both, each with or without the two DHCP values. In recordings, AXIS OS 12.11.77 reports only a POSIX string.

    Attributes:
        date_time: The time in UTC, such as ``"2018-11-19T13:26:53Z"``.
        local_date_time: The local time with its UTC offset, such as ``"2018-11-19T14:26:53+01:00"``.
        max_year_supported: The last year that can be set.
        time_zone: The IANA name; None if none is set.
        posix_time_zone: The POSIX string; None if there is none. If an IANA name is set, this is that zone's string,
            provided that the device's database has one.
        dst_enabled: Whether the device applies the string's daylight saving time. None if there is no string;
            otherwise, always true if an IANA name is set.
        dhcp_time_zone: The zone from DHCP (an IANA name or a POSIX string); None if DHCP sent none, or if the API is
            older than version 1.1.
        dhcp_time_zone_utilized: Whether the clock follows the zone from DHCP; None without such a zone.
        time_zones: The IANA names that the device supports, in the response to ``getAll``; otherwise None.
    """

    date_time: str
    local_date_time: str
    max_year_supported: int
    time_zone: str | None = None
    posix_time_zone: str | None = None
    dst_enabled: bool | None = None
    dhcp_time_zone: str | None = None
    dhcp_time_zone_utilized: bool | None = None
    time_zones: tuple[str, ...] | None = None


class DateTimeSet(Value):
    """The time was set."""

    date_time: str


class TimeZoneSet(Value):
    """The IANA name was set: the POSIX string is cleared, and DHCP no longer sets the zone."""

    time_zone: str


class PosixTimeZoneSet(Value):
    """The POSIX string was set: the IANA name is cleared, and DHCP no longer sets the zone."""

    posix_time_zone: str
    dst_enabled: bool


class TimeZoneReset(Value):
    """The IANA name and the POSIX string were cleared: the device uses the zone from DHCP, or else its default."""


def read_info(data: Any) -> DateTimeInfo:  # noqa: ANN401 - any JSON value
    """The time and time zone in the ``data`` of a response to ``getDateTimeInfo`` or ``getAll``."""
    return DateTimeInfo(
        typed(data["dateTime"], str),
        typed(data["localDateTime"], str),
        typed(data["maxYearSupported"], int),
        maybe(data.get("timeZone"), str),
        maybe(data.get("posixTimeZone"), str),
        maybe(data.get("dstEnabled"), bool),
        maybe(data.get("dhcpTimeZone"), str),
        maybe(data.get("dhcpTimeZoneUtilized"), bool),
        None if "timeZones" not in data else texts(data["timeZones"]),
    )
