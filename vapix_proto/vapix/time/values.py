"""The rules for the values that set a device's time or time zone: times, IANA zone names and POSIX strings."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Severity, Span, quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from vapix_proto.tz.model import PosixTimeZone

_DATE_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_FIRST_YEAR = 1970
#: ``maxYearSupported`` in the documentation's samples and on AXIS OS 12.11.77.
_LAST_YEAR = 2069
# According to theory.html in tzdata: letters, digits, -, + and _ between slashes; dots are allowed, too.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*(?:/[A-Za-z0-9_+][A-Za-z0-9._+-]*)*")
_NAME_MAX = 128
_NAME_SOURCE = "IANA time zone database, theory.html"


def date_time_problems(value: str, subject: str, source: str) -> Iterator[Problem]:
    """The problems with a time, which must have the form YYYY-MM-DDThh:mm:ssZ and be in 1970 or later."""
    found, whole = _DATE_TIME.fullmatch(value), Span(0, len(value))
    if found is None:
        message = f"{quote(value)} is not a UTC time of the form YYYY-MM-DDThh:mm:ssZ"
        hint = "write it like 2026-11-28T13:26:53Z"
        yield Problem(Code.ARGUMENT_VALUE, message, whole, hint, source, subject=subject)
        return
    from calendar import monthrange  # noqa: PLC0415 - only this value needs it

    year, month, day, hour, minute, second = map(int, found.groups())
    limits = (("month", 1, month, 12), ("hour", 0, hour, 23), ("minute", 0, minute, 59), ("second", 0, second, 59))
    wrong = [
        f"{unit} {number} is out of range: {low} to {high}"
        for unit, low, number, high in limits
        if not low <= number <= high
    ]
    days = monthrange(year, month)[1] if 1 <= month <= 12 else None
    if days is not None and not 1 <= day <= days:
        wrong.append(f"day {day} is out of range: month {month} of {year} has {days} days")
    if year < _FIRST_YEAR:
        wrong.append(f"year {year} is before {_FIRST_YEAR}, the first year that can be set")
    for message in wrong:
        yield Problem(Code.ARGUMENT_VALUE, message, whole, None, source, subject=subject)
    if year > _LAST_YEAR:
        message = f"year {year} is after {_LAST_YEAR}, the last year that devices are known to support"
        yield Problem(Code.ARGUMENT_VALUE, message, whole, None, source, Severity.WARNING, subject=subject)


def is_iana_name(text: str) -> bool:
    """Whether a string has the syntax of an IANA zone name."""
    return len(text) <= _NAME_MAX and _NAME.fullmatch(text) is not None


def iana_name_problems(value: str, subject: str, source: str) -> Iterator[Problem]:
    """The problem with the syntax of an IANA zone name, if there is one. Whether the zone exists is not checked."""
    if is_iana_name(value):
        return
    from vapix_proto.tz.parser import is_valid  # noqa: PLC0415 - only refused names need it

    message = f"{quote(value)} is not the name of an IANA time zone" if value else "the name of the time zone is empty"
    hint = "write a name such as Europe/Stockholm"
    if is_valid(value):
        message = f"{quote(value)} is a POSIX TZ string, not the name of an IANA time zone"
        hint = "set it as a POSIX TZ string"
    yield Problem(Code.ARGUMENT_VALUE, message, Span(0, len(value)), hint, f"{source}; {_NAME_SOURCE}", subject=subject)


def dhcp_problems(value: str, subject: str, source: str) -> Iterator[Problem]:
    """A warning that DHCP stops setting the time zone only when a request sets another zone.

    This is documented, but has not been seen on a device.
    """
    if value == "false":
        message = "false is accepted only together with a time zone"
        hint = "set a time zone instead, which switches DHCP off"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(0, 0), hint, source, Severity.WARNING, subject=subject)


def posix_problems(value: str, subject: str, _: str) -> Iterator[Problem]:
    """The problems that ``tz.validate`` finds in a POSIX string; ``Time.POSIXTimeZone`` is checked in the same way."""
    from vapix_proto.tz.parser import validate  # noqa: PLC0415 - only this value needs it

    for problem in validate(value):
        yield problem.replace(subject=subject)


def utc_text(value: datetime | str) -> str | datetime:
    """The UTC time of a datetime, as text; a str is returned unchanged."""
    if isinstance(value, str) or not hasattr(value, "astimezone"):
        return value
    from datetime import UTC  # noqa: PLC0415 - only datetimes need it

    if value.utcoffset() is None:
        raise TypeError("the datetime must have a UTC offset: without one, its UTC time is unknown")
    # strftime() is unsuitable, because some C libraries write the year 999 with three digits.
    utc = value.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='seconds')}Z"


def zone_text(zone: PosixTimeZone | str) -> object:
    """A zone's TZ string; a str is returned unchanged."""
    from vapix_proto.tz.model import PosixTimeZone  # noqa: PLC0415 - only this value needs it

    return str(zone) if isinstance(zone, PosixTimeZone) else zone
