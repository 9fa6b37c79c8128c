"""Finds the features of a TZ string on which implementations are known to differ."""

from __future__ import annotations

import re

from vapix_proto.tz import limits
from vapix_proto.tz.clock.changes import KINDS, SIZES
from vapix_proto.tz.implementations.table import Feature
from vapix_proto.tz.rules import DayOfYear, JulianDay, MonthWeekDay

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.clock.changes import Changes
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType, Rule

_DATES = {
    MonthWeekDay: Feature.MONTH_WEEK_DAY,
    JulianDay: Feature.JULIAN_DAY,
    DayOfYear: Feature.DAY_OF_YEAR,
}
_MONTHS_OF_31_DAYS = frozenset({1, 3, 5, 7, 8, 10, 12})
_GMT_OR_UTC = frozenset({"GMT", "UTC"})
#: These patterns find the minutes and seconds of an offset, but not of a rule's time; 5:00 counts as having minutes.
_MINUTES = re.compile("[A-Za-z>][+-]?[0-9]+:").search
_ZERO_SECONDS = re.compile("[A-Za-z>][+-]?[0-9]+:[0-9]+:0+(?![0-9])").search
_QUOTED = re.compile("<([^>]*)>").findall
_HAS_DIGIT = re.compile("[0-9]").search
_LARGE_SHIFT = 3 * limits.HOUR
#: Features of rules, which are irrelevant if an implementation shows daylight saving time all year.
OF_RULES = frozenset(
    {
        Feature.EXPLICIT_DST_OFFSET,
        Feature.DST_BEHIND,
        Feature.SOUTHERN_DST,
        Feature.MONTH_WEEK_DAY,
        Feature.JULIAN_DAY,
        Feature.DAY_OF_YEAR,
        Feature.TIME_24,
        Feature.TIME_26,
        Feature.TRANSITION_IN_OTHER_UTC_YEAR,
        Feature.TRANSITIONS_CLOSE,
    }
)
#: For each fault: how to recognise it, the string without it, and whether that string has rules (None if irrelevant).
_FAULTS = (
    (Feature.TWO_LETTER_DESIGNATION, re.compile("([A-Za-z]{2})([+-]?[0-9]{1,2})"), r"\1X\2", False),
    (Feature.OFFSET_25_HOURS, re.compile("(.+[A-Za-z>][+-]?)25"), r"\g<1>24", False),
    (Feature.TRAILING_BLANK, re.compile("(.+) "), r"\1", False),
    (Feature.TRAILING_TEXT, re.compile("(.+[0-9])[a-z]{1,3}"), r"\1", True),
    (Feature.LEADING_COLON, re.compile(":(.+)"), r"\1", None),
)


def features_of(zone: PosixTimeZone, text: str) -> frozenset[Feature]:
    """A TZ string's features, except the length of its designations.

    Args:
        zone: The zone that the string describes.
        text: The string; its quotes and signs matter, too.
    """
    return frozenset((*_of_text(text), *_of_kinds(zone, text), *_of_rules(zone)))


def fault_of(text: str, dialect: Dialect) -> Feature | None:
    """The fault in a string that is otherwise valid in the dialect, if implementations were tested with that fault."""
    for feature, pattern, repaired, rules in _FAULTS:
        match = pattern.fullmatch(text)
        zone = None if match is None else dialect._reader.read(match.expand(repaired))
        if zone is not None and rules in (None, zone.start is not None):
            return feature
    return None


def _of_text(text: str) -> Iterator[Feature]:
    quoted = _QUOTED(text)
    if any(map(_HAS_DIGIT, quoted)):
        yield Feature.QUOTED_DESIGNATION
    elif quoted:
        yield Feature.NEEDLESS_QUOTES if all(map(str.isalpha, quoted)) else Feature.QUOTED_SIGN
    if _MINUTES(text):
        yield Feature.OFFSET_MINUTES
    if _ZERO_SECONDS(text):
        yield Feature.OFFSET_ZERO_SECONDS
    if "/+" in text or "/-" in text:
        yield Feature.TIME_SIGNED


def _of_kinds(zone: PosixTimeZone, text: str) -> Iterator[Feature]:
    kinds = [kind for kind in (zone.std, zone.dst) if kind is not None]
    for kind in kinds:
        yield from _of_kind(kind)
    if zone.std.designation in _GMT_OR_UTC and zone.std.utoff != 0:
        yield Feature.UTC_WITH_OFFSET
        if text.startswith(("GMT+", "GMT-")):
            yield Feature.GMT_WITH_SIGN
    with_seconds = [kind.utoff % 60 != 0 for kind in kinds]
    if all(with_seconds):
        yield Feature.OFFSET_SECONDS
    elif any(with_seconds):
        yield Feature.SECONDS_IN_ONE_OFFSET
    if zone.dst is not None:
        ahead = zone.dst.utoff - zone.std.utoff
        if ahead != limits.DEFAULT_DST_AHEAD:
            yield Feature.EXPLICIT_DST_OFFSET
        if ahead < 0:
            yield Feature.DST_BEHIND
        if ahead == 0:
            yield Feature.DST_WITHOUT_SHIFT
        if abs(ahead) > _LARGE_SHIFT:
            yield Feature.LARGE_SHIFT


def _of_kind(kind: LocalTimeType) -> Iterator[Feature]:
    if any(letter.islower() for letter in kind.designation):
        yield Feature.LOWER_CASE_DESIGNATION
    if 0 < kind.utoff < limits.HOUR:
        yield Feature.OFFSET_UNDER_AN_HOUR_EAST
    if abs(kind.utoff) >= limits.DAY:
        yield Feature.OFFSET_24_HOURS


def _of_rules(zone: PosixTimeZone) -> Iterator[Feature]:
    if zone.dst is None:
        yield Feature.FIXED_OFFSET
        return
    if zone.rules is None:
        yield Feature.DST_WITHOUT_RULES
        return
    for rule in zone.rules:
        yield from _of_rule(rule)
    if zone.rules[1].time < zone.dst.utoff - zone.std.utoff:
        yield Feature.EARLY_END
    changes = zone.clock()._calculator.changes
    assert changes is not None  # noqa: S101 - the zone has rules
    yield from _of_years(changes)
    if zone.next_transition(0) is None and zone.at(0).isdst:
        yield Feature.ALL_YEAR_DST
    elif not all(0 <= rule.wall(year) < size for rule in zone.rules for year, size in zip(KINDS, SIZES, strict=True)):
        yield Feature.TRANSITION_IN_OTHER_LOCAL_YEAR


def _of_rule(rule: Rule) -> Iterator[Feature]:
    yield _DATES[type(rule.date)]
    if rule.date == JulianDay(59):
        yield Feature.JULIAN_DAY_59
    if rule.date == DayOfYear(365):
        yield Feature.DAY_365
    if type(rule.date) is MonthWeekDay and rule.date.week == 5 and rule.date.month in _MONTHS_OF_31_DAYS:
        yield Feature.LAST_WEEKDAY_OF_31_DAYS
    hours = abs(rule.time) // limits.HOUR
    if hours == 24:
        yield Feature.TIME_24
    elif 24 < hours < 100:
        yield Feature.TIME_26
    elif hours >= 100:
        yield Feature.TIME_167


def _of_years(changes: Changes) -> Iterator[Feature]:
    """Features that depend on when DST starts and ends in a year, such as an end that comes before the start."""
    starts, ends = changes.in_kinds
    if not all(0 <= at < size for ats in (starts, ends) for at, size in zip(ats, SIZES, strict=True)):
        yield Feature.TRANSITION_IN_OTHER_UTC_YEAR
    stays = [end - start for start, end in zip(starts, ends, strict=True)]
    if min(stays) < 0:
        yield Feature.SOUTHERN_DST
    if min(map(abs, stays)) < limits.DAY:
        yield Feature.TRANSITIONS_CLOSE


def folds_over_new_year(zone: PosixTimeZone) -> bool:
    """Whether, in any year, the clock goes back around New Year, and the fold lies in two years, in UTC or locally."""
    changes = zone.clock()._calculator.changes
    if changes is None or zone.rules is None:
        return False
    ahead = changes.dst_utoff - changes.std_utoff
    back, size = zone.rules[ahead > 0], abs(ahead)
    return any(
        0 <= back.wall(year) < size or at <= length < at + size
        for year, length, at in zip(KINDS, SIZES, changes.in_kinds[ahead > 0], strict=True)
    )
