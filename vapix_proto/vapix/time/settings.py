"""The ``time/v2`` API, a part of the Device Configuration API: requests for its settings, and their responses.

Recordings show that AXIS OS 12.9.57 and 12.11.77 have this API, and that 11.11.192 lacks it. According to the
documentation, it succeeds ``time.cgi`` from AXIS OS 12.4 on. No recording contains a request that changes a setting, or
an error response.
"""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.arguments import checked
from vapix_proto.vapix.cgis import CGIS, TIME_PLACES
from vapix_proto.vapix.json_api.responses import ApiError, read_json, typed
from vapix_proto.vapix.protocol import Request
from vapix_proto.vapix.texts import need_text
from vapix_proto.vapix.time.values import (
    date_time_problems,
    dhcp_problems,
    iana_name_problems,
    posix_problems,
    utc_text,
    zone_text,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any, Self, TypeAlias

    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.vapix.arguments import Given
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse

    #: The value of a property.
    Property: TypeAlias = str | int | bool | None

_CGI = CGIS["time/v2"]
#: The type of each property, and whether it may be null.
_TYPES: dict[str, tuple[type, bool]] = {
    "/time/dateTime": (str, False),
    "/time/localDateTime": (str, False),
    "/time/maxSupportedYear": (int, False),
    "/timeZone/activeTimeZone": (str, False),
    "/timeZone/dhcp/enabled": (bool, False),
    "/timeZone/dhcp/timeZone": (str, True),
    "/timeZone/iana/timeZone": (str, True),
    "/timeZone/iana/posixTimeZone": (str, True),
    "/timeZone/posix/timeZone": (str, True),
    "/timeZone/posix/dstEnabled": (bool, False),
}


class TimeSettings(Value):
    """The properties in the tree of settings, or in the part of it that was requested.

    Attributes:
        values: Paths and values, such as ``("/timeZone/dhcp/enabled", False)``; None stands for null. Unknown
            properties are dropped.
    """

    values: tuple[tuple[str, Property], ...]

    def get(self, path: str) -> Property:
        """The value of a property; None if it is null or missing."""
        return dict(self.values).get(path)

    @property
    def active_time_zone(self) -> str | None:
        """The zone that the clock follows: an IANA name or a POSIX string."""
        found = self.get("/timeZone/activeTimeZone")
        return found if isinstance(found, str) else None


class TimeZoneList(Value):
    """The IANA zone names that the device lists. Whether it accepts others, such as links, is unknown."""

    names: tuple[str, ...]


class Patched(Value):
    """The property was set."""


class GetTimeSettings(Request):
    """Asks for the tree of settings, or for an entity or property in it; requires viewer rights.

    Attributes:
        place: A path from ``TIME_PLACES``, such as ``"/timeZone/posix"``; ``"/"`` asks for the whole tree.

    Raises:
        ParseError: The tree has no such path.
        TypeError: ``place`` is not a str.
    """

    place: str = "/"

    def _check(self) -> None:
        need_text("place", self.place)
        if self.place not in TIME_PLACES:
            message, hint = f"time/v2 has no {quote(self.place)}", f"write one of {', '.join(TIME_PLACES)}"
            span = Span(0, len(self.place))
            raise ParseError(Problem(Code.PATH_WRONG, message, span, hint, _CGI.source), self.place)

    def _row(self) -> tuple[Cgi, Action]:
        return _row(f"GET {self.place}")

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.values["action"].partition(" ")[2])

    def read(self, response: HttpResponse) -> TimeSettings | ApiError | Failure:
        """The settings.

        The documentation is inconsistent, so ``data`` in the response may be either the entity itself or
        ``{name: entity}``.
        """
        return read_json(response, self, lambda data: _settings(self.place, data))


def _settings(place: str, data: object) -> TimeSettings | None:
    last = place.rpartition("/")[2]
    if place not in _TYPES and isinstance(data, dict) and list(data) == [last]:
        data = data[last]
    if place not in _TYPES and not isinstance(data, dict):
        return None
    found = tuple(_properties("" if place == "/" else place, data))
    for path, value in found:
        kind, nullable = _TYPES[path]
        if type(value) is not kind and not (nullable and value is None):
            return None
    return TimeSettings(found)


def _properties(place: str, data: Any) -> Iterator[tuple[str, Property]]:  # noqa: ANN401 - any JSON value
    if place in _TYPES:
        yield place, data
    elif (place or "/") in TIME_PLACES and isinstance(data, dict):
        for name, value in data.items():
            yield from _properties(f"{place}/{name}", value)


class GetTimeZoneList(Request):
    """Asks for the IANA zone names that the device lists; requires operator rights."""

    def read(self, response: HttpResponse) -> TimeZoneList | ApiError | Failure:
        """The names."""
        return read_json(
            response,
            self,
            lambda data: TimeZoneList(tuple(typed(each["timeZone"], str) for each in typed(data, list))),
        )


class _Patch(Request):
    """A request that sets a property; requires admin rights."""

    def read(self, response: HttpResponse) -> Patched | ApiError | Failure:
        """Whether the property was set."""
        return read_json(response, self, lambda _: Patched())


class PatchDateTime(_Patch):
    """Sets the time.

    Attributes:
        date_time: The time in UTC as ``YYYY-MM-DDThh:mm:ssZ``. Pass a str, or a datetime with a UTC offset.

    Raises:
        ParseError: ``date_time`` is a str in a different format, or the time is out of range.
        TypeError: ``date_time`` is neither a str nor a datetime with a UTC offset.
    """

    _sent = (("date_time", "dateTime"),)
    _rules = (("dateTime", date_time_problems),)
    date_time: str

    def __init__(self, date_time: datetime | str) -> None:
        self._set(date_time=checked(_CGI, "dateTime", utc_text(date_time), date_time_problems))


class PatchDhcpTimeZone(_Patch):
    """Sets whether the time zone comes from DHCP.

    True clears the IANA name and the POSIX string, as ``ResetTimeZone`` does. Devices accept False only together with a
    valid zone, so set a zone instead: the time zone then no longer comes from DHCP.
    """

    _sent = (("enabled", "enabled"),)
    _rules = (("enabled", dhcp_problems),)
    enabled: bool

    def _check(self) -> None:
        if type(self.enabled) is not bool:
            raise TypeError(f"enabled must be a bool, not {type(self.enabled).__name__}")


class PatchIanaTimeZone(_Patch):
    """Sets the time zone by its IANA name, which clears the POSIX string and stops DHCP from setting the zone.

    Attributes:
        time_zone: The name. Only its syntax is checked; ``GetTimeZoneList`` returns the names that a device lists.

    Raises:
        ParseError: ``time_zone`` can't be a zone name.
        TypeError: ``time_zone`` is not a str.
    """

    _sent = (("time_zone", "timeZone"),)
    _rules = (("timeZone", iana_name_problems),)
    time_zone: str

    def __init__(self, time_zone: str) -> None:
        self._set(time_zone=checked(_CGI, "timeZone", time_zone, iana_name_problems))


class PatchPosixTimeZone(_Patch):
    """Sets the time zone by its POSIX string, which clears the IANA name and stops DHCP from setting the zone.

    Attributes:
        time_zone: The string, passed as a str or a ``PosixTimeZone``; None leaves it unchanged.
        dst_enabled: Whether the device should apply the string's daylight saving time; None leaves this unchanged.

    Raises:
        ParseError: ``time_zone`` is not a TZ string in the VAPIX dialect, or there is nothing to set.
        TypeError: A field has the wrong type.
    """

    _sent = (("time_zone", "timeZone"), ("dst_enabled", "dstEnabled"))
    _rules = (("timeZone", posix_problems),)
    time_zone: str | None
    dst_enabled: bool | None

    def __init__(self, time_zone: PosixTimeZone | str | None = None, dst_enabled: bool | None = None) -> None:
        if dst_enabled is not None and type(dst_enabled) is not bool:
            raise TypeError(f"dst_enabled must be a bool, not {type(dst_enabled).__name__}")
        if time_zone is None and dst_enabled is None:
            message = "there is nothing to set: neither time_zone nor dst_enabled is given"
            raise ParseError(Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, _CGI.source), "")
        zone = None if time_zone is None else checked(_CGI, "timeZone", zone_text(time_zone), posix_problems)
        self._set(time_zone=zone, dst_enabled=dst_enabled)

    def _row(self) -> tuple[Cgi, Action]:
        if self.dst_enabled is None:
            return _row("PATCH /timeZone/posix/timeZone")
        return _row("PATCH /timeZone/posix" + ("/dstEnabled" if self.time_zone is None else ""))


def _row(name: str) -> tuple[Cgi, Action]:
    return _CGI, next(action for action in _CGI.actions if action.name == name)
