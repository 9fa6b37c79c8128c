r"""TZ strings as the reference device reads them, following the "Time zone" section of VAPIX System settings.

Apart from value types, this module takes nothing from ``vapix_proto.tz``. The reference device is used to check the
parser in that package, so the device must not inherit the parser's errors.
"""

from __future__ import annotations

import re

from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule

_NAME = r"[A-Za-z]{3,6}|<[A-Za-z0-9+-]{3,6}>"
_TIME = r"(?:2[0-4]|[01]?[0-9])(?::[0-5][0-9]){0,2}"
_MONTH = r"M(?:1[0-2]|0?[1-9])\.[1-5]\.[0-6]"
_DAY = r"36[0-5]|3[0-5][0-9]|[0-2]?[0-9]?[0-9]"
_JULIAN = r"J(?!0+(?![0-9]))(?:36[0-5]|3[0-5][0-9]|[0-2]?[0-9]?[0-9])"
_DATE = rf"(?:{_MONTH}|{_JULIAN}|{_DAY})"
_NUMBER = r"0*(?:36[0-5]|3[0-5][0-9]|[12][0-9][0-9]|[1-9]?[0-9])"
#: A date whose numbers may have any number of leading zeros.
_LOOSE_DATE = rf"(?:M0*(?:1[0-2]|[1-9])\.0*[1-5]\.0*[0-6]|J(?!0+(?![0-9])){_NUMBER}|{_NUMBER})"


def _whole(name: str, time: str, date: str) -> re.Pattern[str]:
    rule = rf"({date})(?:/({time}))?"
    return re.compile(rf"({name})([+-]?{_TIME})(?:({name})([+-]?{_TIME})?(?:,{rule},{rule})?)?\Z")


#: A whole TZ string: designations, UTC offsets, and rules with their times.
TZ = _whole(_NAME, _TIME, _DATE)
#: ``TZ`` with any number of leading zeros in its dates.
LOOSE = _whole(_NAME, _TIME, _LOOSE_DATE)
#: ``LOOSE`` with the additions of POSIX.1-2024: longer designations, and times from -167 to 167 hours.
WIDE = _whole(
    r"[A-Za-z]{3,32}|<[A-Za-z0-9+-]{3,32}>",
    r"[+-]?(?:16[0-7]|1[0-5][0-9]|[0-9]?[0-9])(?::[0-5][0-9]){0,2}",
    _LOOSE_DATE,
)
#: A date with leading zeros, which the syntax does not mention.
DATE_WITH_ZEROS = re.compile(r",(?:M0|J0|0[0-9])")
_AHEAD = 3600
_TWO = "2"


def _seconds(text: str) -> int:
    """Converts ``[sign]hh[:mm[:ss]]`` to seconds."""
    numbers = [int(part) for part in text.lstrip("+-").split(":")]
    total = sum(number * unit for number, unit in zip(numbers, (3600, 60, 1), strict=False))
    return -total if text.startswith("-") else total


def _rule(date: str, time: str | None) -> Rule:
    at = _seconds(time or _TWO)
    if date[0] == "M":
        month, week, day = map(_number, date[1:].split("."))
        return Rule(MonthWeekDay(month, week, day), at)
    return Rule(JulianDay(_number(date[1:])) if date[0] == "J" else DayOfYear(_number(date)), at)


def _number(digits: str) -> int:
    # Python limits how many digits, even leading zeros, int() reads.
    return int(digits.lstrip("0") or "0")


def zone_of(text: str) -> PosixTimeZone:
    """The zone that a string describes. The string must match ``WIDE``, as every string that matches ``TZ`` does.

    Raises:
        ValueError: The string does not match.
    """
    found = WIDE.match(text)
    if found is None:
        raise ValueError("the text is not a TZ string")
    name, offset, dst_name, dst_offset, start, start_time, end, end_time = found.groups()
    # A string's offset is added to local time to get UTC; a LocalTimeType's is added to UTC to get local time.
    std = LocalTimeType(-_seconds(offset), False, name.strip("<>"))
    if dst_name is None:
        return PosixTimeZone(std)
    ahead = std.utoff + _AHEAD if dst_offset is None else -_seconds(dst_offset)
    dst = LocalTimeType(ahead, True, dst_name.strip("<>"))
    if start is None:
        return PosixTimeZone(std, dst)
    return PosixTimeZone(std, dst, _rule(start, start_time), _rule(end, end_time))
