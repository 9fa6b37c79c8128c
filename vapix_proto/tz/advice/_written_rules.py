"""Reads rules that are written in words, as data structures in a program, or in numbers."""

from __future__ import annotations

import re

from vapix_proto.tz.advice._signs import fixed
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.rules import LocalTimeType, MonthWeekDay, Rule

_WEEKS = ("first", "second", "third", "fourth", "last")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# "last Sunday of March at 2:00", and Last, Sun, Mar, 2 in a C structure.
WORDS = re.compile(
    rf"\b(?P<week>first|second|third|fourth|last|[1-5](?:st|nd|rd|th)?)\W+(?P<weekday>{'|'.join(WEEKDAYS)})[a-z]*\W+"
    rf"(?:(?:of|in)\W+)?(?P<month>{'|'.join(MONTHS)})[a-z]*[\s,:/]+(?:at\s+)?"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::00)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?\(?(?P<scale>utc|gmt|z|u|standard time)\b(?![+-])\)?)?(?![\w:])",
    re.IGNORECASE,
)
# {"EDT", Second, Sun, Mar, 2, -240} for the Arduino library Timezone, ruleDST("EDT", Second, Sun, Mar, 2, -240) for the
# library NTP, and #define TIME_DST North, Second, Sun, Mar, 2, -240 for Tasmota. The name is optional.
_STRUCTURE = re.compile(
    r"(?:\"(?P<name>[A-Za-z]{3,})\s*\"\s*,\s*)?\b(?P<rule>\w+(?:\s*,\s*[A-Za-z]+){2}\s*,\s*[0-9]{1,2})"
    r"\s*,\s*(?P<minutes>[+-]?[0-9]{1,3})(?![\w.:]|\s*\*)"
)
# Tasmota: TimeStd 0,0,10,1,3,60 and TimeDst 0,0,3,1,2,120 give the hemisphere, week (0 for the last), month, weekday
# from 1 for Sunday, hour, and minutes east of UTC.
_TASMOTA = re.compile(
    r"\bTime(?:Std|Dst)\s+[01]\s*,\s*([0-4])\s*,\s*([0-9]{1,2})\s*,\s*([1-7])\s*,\s*([0-9]{1,2})\s*,\s*([+-]?[0-9]{1,3})\b",
    re.IGNORECASE,
)


def rule_structures(text: str) -> list[tuple[LocalTimeType, Rule]]:
    """The rules that a text gives as lists of values, as in C code, each with the local time type that it starts."""
    found = []
    for match in _STRUCTURE.finditer(text):
        words, utoff = WORDS.fullmatch(match["rule"]), int(match["minutes"]) * 60
        kind = LocalTimeType(utoff, False, match["name"]) if match["name"] else fixed(utoff).std
        found.append((kind, words and read_rule(words, utoff)))
    for match in _TASMOTA.finditer(text):
        week, month, weekday, hour, minutes = map(int, match.groups())
        found.append((fixed(minutes * 60).std, numbered(month, week or 5, weekday - 1, hour)))
    return [(kind, rule) for kind, rule in found if rule is not None]


def read_rule(match: re.Match[str], std: int, ahead: int = 0) -> Rule | None:
    """The rule that ``match`` describes.

    ``ahead`` is the number of seconds that the clock is ahead of standard time before the rule's transition.
    """
    hour, half, scale = (str(match[name] or "").lower() for name in ("hour", "half", "scale"))
    month, week = _number(match["month"], MONTHS, 1), _number(match["week"], _WEEKS, 1)
    weekday = _number(match["weekday"], WEEKDAYS, 0)
    hour = hour or "2"
    if half and not 1 <= int(hour) <= 12:
        return None
    time = int(hour) % 12 + 12 * (half == "p") if half else int(hour)
    rule = numbered(month, week, weekday, time, int(match["minute"] or 0))
    later = 0 if not scale else ahead if scale == "standard time" else std + ahead
    return rule and (rule.replace(time=rule.time + later) if 0 <= rule.time + later <= 24 * HOUR else None)


def _number(text: str, names: tuple[str, ...], first: int) -> int:
    """The number that the text gives, in digits or as one of ``names``.

    The names are numbered in order, starting at ``first``; only the first three letters of a name are compared.
    """
    if text[0].isdigit():
        return int(text.rstrip("stndrh"))
    return next(number for number, name in enumerate(names, first) if name.startswith(text[:3].lower()))


def numbered(month: int, week: int, weekday: int, hour: int, minute: int = 0) -> Rule | None:
    """A rule given in numbers, with 0 or 7 for Sunday, or None if a number is out of range."""
    if not (1 <= month <= 12 and 1 <= week <= 5 and 0 <= weekday <= 7 and 0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return Rule(MonthWeekDay(month, week, weekday % 7), hour * HOUR + minute * 60)
