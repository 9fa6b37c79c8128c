"""Is DST in force at an instant? Each way to read the rules ("reading"), implemented plainly and slowly.

Only for strings that `random_tz` makes. Below, s and e are the instants at which DST starts and ends in a year.
"""

from __future__ import annotations

import functools
from typing import Literal, TypeAlias, get_args

from tests.support.independent.random_tz import (
    DAY,
    change_instants,
    day_of,
    is_leap,
    month_length,
    new_year,
    split,
    utc_year,
    year_start,
)

Reading: TypeAlias = Literal["merge", "iana", "utc-year", "utc-year-tie-dst", "musl", "uclibc", "clamp"]
Clock: TypeAlias = tuple[int, bool, str]
READINGS: tuple[Reading, ...] = get_args(Reading)

# A transition is less than ten days from its rule's year: 167 hours, 25 hours of offset and a day for n = 365.
REACH = 10 * 86400
CYCLE = 400


def _kept_by_iana(text: str, year: int) -> bool:
    s, e = change_instants(text, year)
    return e < s or (s < e and e - s < year_start(year + 1) - year_start(year))


@functools.lru_cache(maxsize=65536)
def _ever_changes(text: str) -> bool:
    """Whether any year has transitions when IANA tz reads the string."""
    return any(_kept_by_iana(text, year) for year in range(2000, 2000 + CYCLE))


def merge(text: str, t: int) -> bool:
    """All starts and ends of all years, in chronological order; the last one at or before t decides.

    If several are at the same instant, the later year's decides; within a year, the end decides.
    """
    found: list[tuple[int, int, bool]] = []
    year = utc_year(t) + 2
    while True:
        s, e = change_instants(text, year)
        found += [change for change in ((s, year, True), (e, year, False)) if change[0] <= t]
        # No earlier year can have a later transition than the one found.
        if found and max(instant for instant, _, _ in found) > year_start(year) + REACH:
            break
        year -= 1
    return max(found, key=lambda change: (change[0], change[1], not change[2]))[2]


def iana(text: str, t: int) -> bool:
    """IANA tz 2026c: all years but some, in order, each with its transitions in order; the last one up to t decides."""
    if not _ever_changes(text):
        return True
    year = utc_year(t) + 2
    while True:
        s, e = change_instants(text, year)
        found = [change for change in ((s, True), (e, False)) if change[0] <= t]
        if found and _kept_by_iana(text, year):
            return max(found)[1]
        year -= 1


def utc_year_only(text: str, t: int) -> bool:
    """Only the rules of t's UTC year count; s == e means no DST."""
    s, e = change_instants(text, utc_year(t))
    if e < s:
        return not e <= t < s
    return s <= t < e


def utc_year_tie_dst(text: str, t: int) -> bool:
    """Only the rules of t's UTC year count; s == e means DST."""
    s, e = change_instants(text, utc_year(t))
    if s < e:
        return s <= t < e
    return not e <= t < s


def musl_year(t: int) -> int:
    """The year whose rules musl applies. Its first guess may be too low, and is kept for the year's first second."""
    year = utc_year(t)
    if year >= 1970 and t == year_start(year) and t // 31556952 + 1970 < year:
        return year - 1
    return year


def _musl_week_late(date: str, year: int) -> bool:
    if date[0] != "M":
        return False
    month, week, weekday = map(int, date[1:].split("."))
    first = new_year(year) + sum(month_length(year, earlier) for earlier in range(1, month))
    days = weekday - (first + 4) % 7
    if first + 4 >= 0 or days < 0 or days == weekday:
        return False
    return week < 5 or days + 28 >= month_length(year, month)


def musl_weekdays_right(text: str, year: int) -> bool:
    """Whether musl 1.2.3 finds the correct days for this year's rules.

    In months that begin before 1969-12-28, musl takes the remainder of a negative number. If W is the weekday of the
    month's first day, a rule for a weekday d >= W > 0 then falls a week late; with week 5, only if the last such
    day is in the fourth week, so that the rule leaves the month. Rules for Sundays (d = 0), J and n are always right.
    """
    parts = split(text)
    return not any(rule is not None and _musl_week_late(rule.date, year) for rule in (parts.start, parts.end))


def musl(text: str, t: int) -> bool:
    """Only the rules of the year that musl chooses count; s == e means DST. Before 1970, see `musl_weekdays_right`."""
    s, e = change_instants(text, musl_year(t))
    if s < e:
        return s <= t < e
    return not e <= t < s


def uclibc(text: str, t: int) -> bool:
    """uClibc: only the rules of the year in standard time count; each rule that has passed turns DST on or off.

    The year begins with DST if the day (not the time) of the start is after the day of the end.
    """
    parts = split(text)
    assert parts.start is not None
    assert parts.end is not None
    assert parts.dst_utoff is not None
    on_standard_clock = t + parts.std_utoff
    on_dst_clock = t + parts.dst_utoff
    year = utc_year(on_standard_clock)
    start_day, end_day = day_of(parts.start.date, year), day_of(parts.end.date, year)
    turns = 1 if start_day > end_day else 0
    if on_standard_clock >= start_day * DAY + parts.start.time:
        turns += 1
    if on_dst_clock >= end_day * DAY + parts.end.time:
        turns += 1
    return turns % 2 == 1


def clamp(text: str, t: int) -> bool:
    """Only the rules of t's UTC year count, with s and e moved into that year; all-year DST is a special case."""
    parts = split(text)
    assert parts.start is not None
    assert parts.end is not None
    year = utc_year(t)
    first, next_first = year_start(year), year_start(year + 1)
    s, e = (max(first, min(next_first, instant)) for instant in change_instants(text, year))
    if parts.start.date == "365" and not is_leap(year):
        s = next_first
    if parts.end.date == "365" and not is_leap(year):
        e = next_first
    if s == first and utc_year(min(e, next_first - 1) + parts.std_utoff) != year:
        e = next_first
    if s <= e:
        return s <= t < e
    return not e <= t < s


def is_dst(text: str, reading: Reading, t: int) -> bool:
    """Whether DST is in force at instant t, according to a reading."""
    if split(text).dst is None:
        return False
    functions = {
        "merge": merge,
        "iana": iana,
        "utc-year": utc_year_only,
        "utc-year-tie-dst": utc_year_tie_dst,
        "musl": musl,
        "uclibc": uclibc,
        "clamp": clamp,
    }
    return functions[reading](text, t)


def clock(text: str, reading: Reading, t: int) -> Clock:
    """What the clock shows at instant t, according to a reading: (utoff, isdst, designation)."""
    parts = split(text)
    if parts.dst is not None and parts.dst_utoff is not None and is_dst(text, reading, t):
        return parts.dst_utoff, True, parts.dst
    return parts.std_utoff, False, parts.std
