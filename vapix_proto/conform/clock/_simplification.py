"""Simpler variants of a TZ string. ``ClockCheck`` tries them to find the simplest string that a clock misreads."""

from __future__ import annotations

from contextlib import suppress

from vapix_proto.errors import ParseError
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.parser import is_valid, parse
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from vapix_proto.tz.dialect import Dialect

    RuleDate: TypeAlias = MonthWeekDay | JulianDay | DayOfYear

_HOUR = 3600
_TWO = 2 * _HOUR


def simpler_texts(text: str, dialect: Dialect) -> list[str]:
    """Valid strings in the dialect that are simpler than ``text`` in one respect. Not all of them are shorter."""
    zone = parse(text, dialect)
    found = dict.fromkeys(str(other) for other in _zones(zone))
    found[str(zone)] = None
    # The clock may misread the spelling (zeros, signs, brackets) rather than the meaning.
    found.update(dict.fromkeys(text[:at] + text[at + 1 :] for at in range(len(text))))
    return [other for other in found if other != text and is_valid(other, dialect)]


def _zones(zone: PosixTimeZone) -> Iterator[PosixTimeZone]:
    std, dst, start, end = zone.std, zone.dst, zone.start, zone.end
    yield from _built(std.replace(designation="AAA"), dst, start, end)
    for utoff in _smaller(std.utoff):
        with suppress(ParseError):  # daylight saving time may move to an offset that no string can express
            moved = dst and dst.replace(utoff=dst.utoff + utoff - std.utoff)
            yield from _built(std.replace(utoff=utoff), moved, start, end)
        yield from _built(std.replace(utoff=utoff), dst, start, end)
    if dst is None:
        return
    yield from _built(std, None, None, None)
    yield from _built(std, dst.replace(designation="BBB"), start, end)
    for utoff in (std.utoff + _HOUR, std.utoff, *_smaller(dst.utoff)):
        yield from _built(std, dst.replace(utoff=utoff), start, end)
    if start is None or end is None:
        return
    for rule in _rules(start):
        yield from _built(std, dst, rule, end)
    for rule in _rules(end):
        yield from _built(std, dst, start, rule)
    for rule in (Rule(JulianDay(1), 0), Rule(DayOfYear(0), 0)):
        for other in (Rule(JulianDay(200), 0), Rule(DayOfYear(200), 0)):
            yield from _built(std, dst, rule, other)


def _built(
    std: LocalTimeType, dst: LocalTimeType | None, start: Rule | None, end: Rule | None
) -> Iterator[PosixTimeZone]:
    with suppress(ParseError):  # an offset that no string can express
        yield PosixTimeZone(std, dst, start, end)


def _smaller(seconds: int) -> Iterator[int]:
    """Numbers of seconds that are simpler than ``seconds``, such as zero, whole hours and half of ``seconds``."""
    sign = -1 if seconds < 0 else 1
    size = abs(seconds)
    for simple in (0, _HOUR, size // _HOUR * _HOUR, size // 60 * 60, size // 2, size - 1, size - _HOUR):
        if 0 <= simple < size:
            yield sign * simple
    if seconds < 0:
        yield size


def _rules(rule: Rule) -> Iterator[Rule]:
    for time in (_TWO, 0, *_smaller(rule.time)):
        if time != rule.time:
            yield Rule(rule.date, time)
    for date in _dates(rule.date):
        yield Rule(date, rule.time)


def _dates(date: RuleDate) -> Iterator[RuleDate]:
    if isinstance(date, MonthWeekDay):
        for month in {1, date.month // 2, date.month - 1} - {0, date.month}:
            yield MonthWeekDay(month, date.week, date.weekday)
        for week in {1, date.week - 1} - {0, date.week}:
            yield MonthWeekDay(date.month, week, date.weekday)
        for weekday in {0, date.weekday - 1} - {-1, date.weekday}:
            yield MonthWeekDay(date.month, date.week, weekday)
        yield from (JulianDay(1), JulianDay(200), DayOfYear(0), DayOfYear(200))
        return
    kind = type(date)
    least = 1 if isinstance(date, JulianDay) else 0
    for day in {least, least + 1, 59, 60, 100, 200, date.day // 10, date.day // 2, date.day - 1}:
        if least <= day < date.day:
            yield kind(day)
    if isinstance(date, DayOfYear):
        yield JulianDay(max(1, min(365, date.day + 1)))
