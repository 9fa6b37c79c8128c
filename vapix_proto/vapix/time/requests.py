"""Requests to ``time.cgi`` (VAPIX Time API, AXIS OS 9.30 and later)."""

from __future__ import annotations

from vapix_proto.vapix.arguments import checked
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.json_api.requests import MethodRequest
from vapix_proto.vapix.json_api.responses import ApiError, read_json, typed
from vapix_proto.vapix.time.responses import (
    DateTimeInfo,
    DateTimeSet,
    PosixTimeZoneSet,
    TimeZoneReset,
    TimeZoneSet,
    read_info,
)
from vapix_proto.vapix.time.values import date_time_problems, iana_name_problems, posix_problems, utc_text, zone_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime

    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse

_CGI = CGIS["time.cgi"]
_ENVELOPE = MethodRequest.__match_args__


class GetDateTimeInfo(MethodRequest, init=False):
    """Asks for the UTC time, the local time and the time zone; requires viewer rights."""

    def read(self, response: HttpResponse) -> DateTimeInfo | ApiError | Failure:
        """The time on the device's clock and its time zone."""
        return read_json(response, self, read_info)


class GetAllTimeInfo(MethodRequest, init=False):
    """Asks for everything that ``GetDateTimeInfo`` returns, plus all IANA zone names that the device supports."""

    def read(self, response: HttpResponse) -> DateTimeInfo | ApiError | Failure:
        """The time on the device's clock, its time zone and, in ``time_zones``, all zone names the device supports."""
        return read_json(response, self, read_info)


class ResetTimeZone(MethodRequest, init=False):
    """Clears the IANA name and the POSIX string. The device then uses the zone from DHCP, or else its default.

    A zone from DHCP remains in use after the lease ends, until another one arrives or somebody sets one. In the
    documentation's samples, only version 1.1 of the API has this method.
    """

    def read(self, response: HttpResponse) -> TimeZoneReset | ApiError | Failure:
        """Whether the zone was reset."""
        return read_json(response, self, lambda data: TimeZoneReset() if data["status"] == "success" else None)


class SetDateTime(MethodRequest):
    """Sets the time; requires operator rights.

    Attributes:
        date_time: The time in UTC as ``YYYY-MM-DDThh:mm:ssZ``, from 1970 to the end of the last year that the
            device supports (``DateTimeInfo.max_year_supported``). Pass a str, or a datetime with a UTC offset.

    Raises:
        ParseError: ``date_time`` is a str in a different format, or the time is out of range.
        TypeError: ``date_time`` is neither a str nor a datetime with a UTC offset.
    """

    __match_args__ = ("date_time", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("date_time", "dateTime"))
    _rules = (*MethodRequest._rules, ("dateTime", date_time_problems))
    date_time: str

    def __init__(
        self, date_time: datetime | str, *, context: str | None = None, api_version: str | None = None
    ) -> None:
        self._set(date_time=checked(_CGI, "dateTime", utc_text(date_time), date_time_problems))
        super().__init__(context=context, api_version=api_version)

    def read(self, response: HttpResponse) -> DateTimeSet | ApiError | Failure:
        """Whether the time was set."""
        return read_json(response, self, lambda data: DateTimeSet(typed(data["dateTime"], str)))


class SetTimeZone(MethodRequest):
    """Sets the time zone by its IANA name; requires operator rights.

    The request clears the POSIX string, and DHCP no longer sets the zone.

    Attributes:
        time_zone: The name. Only its syntax is checked; ``GetAllTimeInfo`` lists the names that a device supports.

    Raises:
        ParseError: ``time_zone`` can't be a zone name.
        TypeError: ``time_zone`` is not a str.
    """

    __match_args__ = ("time_zone", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("time_zone", "timeZone"))
    _rules = (*MethodRequest._rules, ("timeZone", iana_name_problems))
    time_zone: str

    def __init__(self, time_zone: str, *, context: str | None = None, api_version: str | None = None) -> None:
        self._set(time_zone=checked(_CGI, "timeZone", time_zone, iana_name_problems))
        super().__init__(context=context, api_version=api_version)

    def read(self, response: HttpResponse) -> TimeZoneSet | ApiError | Failure:
        """Whether the zone was set."""
        return read_json(response, self, lambda data: TimeZoneSet(typed(data["timeZone"], str)))


class SetPosixTimeZone(MethodRequest):
    """Sets the time zone by its POSIX string; requires operator rights.

    The request clears the IANA name, and DHCP no longer sets the zone.

    Attributes:
        posix_time_zone: The string, passed as a str or a ``PosixTimeZone``. Every string that ``Time.POSIXTimeZone``
            accepts is valid; whether this method also accepts other strings is unknown.
        enable_dst: Whether the device should apply the string's daylight saving time; if False, it ignores that part.

    Raises:
        ParseError: ``posix_time_zone`` is not a TZ string in the VAPIX dialect.
        TypeError: A field has the wrong type.
    """

    __match_args__ = ("posix_time_zone", "enable_dst", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("posix_time_zone", "posixTimeZone"), ("enable_dst", "enableDst"))
    _rules = (*MethodRequest._rules, ("posixTimeZone", posix_problems))
    posix_time_zone: str
    enable_dst: bool

    def __init__(
        self,
        posix_time_zone: PosixTimeZone | str,
        enable_dst: bool = True,
        *,
        context: str | None = None,
        api_version: str | None = None,
    ) -> None:
        if type(enable_dst) is not bool:
            raise TypeError(f"enable_dst must be a bool, not {type(enable_dst).__name__}")
        text = checked(_CGI, "posixTimeZone", zone_text(posix_time_zone), posix_problems)
        self._set(posix_time_zone=text, enable_dst=enable_dst)
        super().__init__(context=context, api_version=api_version)

    def read(self, response: HttpResponse) -> PosixTimeZoneSet | ApiError | Failure:
        """Whether the zone was set."""
        # The response has dstEnabled instead of enableDst.
        return read_json(
            response,
            self,
            lambda data: PosixTimeZoneSet(typed(data["posixTimeZone"], str), typed(data["dstEnabled"], bool)),
        )
