r"""TZ strings as the reference device reads them: the text of VAPIX "Time zone", written down once more.

Nothing here comes from ``vapix_proto.tz`` but the values, so that the device is no mirror of the parser it judges.
"""

from __future__ import annotations

import re

from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule

__all__ = ["DATE_WITH_ZEROS", "TZ", "zone_of"]

_NAME = r"[A-Za-z]{3,6}|<[A-Za-z0-9+-]{3,6}>"
_TIME = r"(?:2[0-4]|[01]?[0-9])(?::[0-5][0-9]){0,2}"
_MONTH = r"M(?:1[0-2]|0?[1-9])\.[1-5]\.[0-6]"
_DAY = r"36[0-5]|3[0-5][0-9]|[0-2]?[0-9]?[0-9]"
_JULIAN = r"J(?!0+(?![0-9]))(?:36[0-5]|3[0-5][0-9]|[0-2]?[0-9]?[0-9])"
_DATE = rf"(?:{_MONTH}|{_JULIAN}|{_DAY})"
_RULE = rf"({_DATE})(?:/({_TIME}))?"
#: A whole TZ string: names, offsets, and rules with their times.
TZ = re.compile(rf"({_NAME})([+-]?{_TIME})(?:({_NAME})([+-]?{_TIME})?(?:,{_RULE},{_RULE})?)?\Z")
#: Where a date has zeros before its number, which the syntax does not mention.
DATE_WITH_ZEROS = re.compile(r",(?:M0|J0|0[0-9])")
_AHEAD = 3600
_TWO = "2"


def _seconds(text: str) -> int:
    """Seconds of ``[sign]hh[:mm[:ss]]``."""
    numbers = [int(part) for part in text.lstrip("+-").split(":")]
    total = sum(number * unit for number, unit in zip(numbers, (3600, 60, 1), strict=False))
    return -total if text.startswith("-") else total


def _rule(date: str, time: str | None) -> Rule:
    at = _seconds(time or _TWO)
    if date[0] == "M":
        month, week, day = map(int, date[1:].split("."))
        return Rule(MonthWeekDay(month, week, day), at)
    return Rule(JulianDay(int(date[1:])) if date[0] == "J" else DayOfYear(int(date)), at)


def zone_of(text: str) -> PosixTimeZone:
    """The zone of a string that ``TZ`` matches.

    Raises:
        ValueError: It does not match.
    """
    found = TZ.match(text)
    if found is None:
        raise ValueError("no TZ string of VAPIX")
    name, offset, dst_name, dst_offset, start, start_time, end, end_time = found.groups()
    # The text says what to add to local time to get UTC; the value, what to add to UTC.
    std = LocalTimeType(-_seconds(offset), False, name.strip("<>"))
    if dst_name is None:
        return PosixTimeZone(std)
    ahead = std.utoff + _AHEAD if dst_offset is None else -_seconds(dst_offset)
    dst = LocalTimeType(ahead, True, dst_name.strip("<>"))
    if start is None:
        return PosixTimeZone(std, dst)
    return PosixTimeZone(std, dst, _rule(start, start_time), _rule(end, end_time))
