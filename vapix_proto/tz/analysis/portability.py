"""A string that means the same clock to every reader, where there is one."""

from __future__ import annotations

from vapix_proto.tz import limits
from vapix_proto.tz.analysis.comparison import KINDS, contested, cycle_changes, same_clock
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.clock.calendar import DAY, year_of, year_start
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName, Text
    from vapix_proto.tz.rules import RuleDate

__all__ = ["portable"]


def portable(
    zone: PosixTimeZone | Text,
    dialect: Dialect | str = VAPIX,
    *,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
) -> PosixTimeZone | None:
    """A zone with the same clock under every reading, that the dialect can write; None where there is none.

    The clock is the same in utoff and designation at every instant from 1970 on. ``isdst`` is the same, too, where
    that is possible; it is not where daylight saving time is in force for ever, which then becomes standard time. A
    zone that all readings agree on is its own answer; of several others that with the fewest rules changed, with times
    inside the day, and with the shortest text.

    Exact: a string that all readings agree on has each of its two changes once in every UTC year, after its first
    second and up to that of the next, so every date of every form is tried for each of them, with the one time of day
    that fits.

    Args:
        zone: A zone, or its TZ string.
        dialect: The dialect that must be able to write the answer. A string is one of it, too; parse that of another
            dialect first.
        reading: The reading whose clock is wanted, its word, or the name of an implementation.
        implied_rules: The rules to imply for DST without rules; by default those of the reading.

    Raises:
        ParseError: The string is not one of the dialect.
    """
    chosen = _dialect(dialect)
    zone = zone_of(zone, chosen)
    clock = zone.clock(reading=reading, implied_rules=implied_rules)
    zone = zone._written_out(clock.implied_rules)
    if contested(zone) is None and chosen._reader.recognises(str(zone)):
        return zone
    candidates = list(_candidates(zone, chosen, cycle_changes(clock._calculator), clock.at(0)))
    candidates.sort(key=lambda candidate: _strangeness(candidate, zone))
    refused: set[object] = set()
    for candidate in candidates:
        # Candidates change at the same instants, so where one is contested all are, but for how readings take day 365
        # and, as uClibc does, the order of the days.
        kind = (candidate.dst is None, *(rule is not None and rule.date == _DAY_365 for rule in _rules_of(candidate)))
        kind += _order_of_days(candidate)
        if kind in refused:
            continue
        if contested(candidate) is not None or not same_clock(
            candidate, zone, designation=True, reading=reading, implied_rules=implied_rules
        ):
            refused.add(kind)
        elif chosen._reader.recognises(str(candidate)):
            return candidate
    return None


_DAY_365 = DayOfYear(365)


def _order_of_days(zone: PosixTimeZone) -> tuple[bool, ...]:
    """For each kind of year whether the day of the start comes after that of the end."""
    start, end = _rules_of(zone)
    if start is None or end is None:
        return ()
    return tuple(start.date.yday(year) > end.date.yday(year) for year in KINDS)


def _rules_of(zone: PosixTimeZone) -> tuple[Rule | None, Rule | None]:
    return zone.start, zone.end


def _strangeness(candidate: PosixTimeZone, zone: PosixTimeZone) -> tuple[object, ...]:
    """What to prefer in an answer, the less the better."""
    rules = [rule for rule in _rules_of(candidate) if rule is not None]
    changed = sum(new != old for new, old in zip(_rules_of(candidate), _rules_of(zone), strict=True))
    outside = sum(max(-rule.time, rule.time - limits.DAY, 0) for rule in rules)
    return candidate.dst != zone.dst, changed, outside, len(str(candidate)), str(candidate)


def _candidates(
    zone: PosixTimeZone, dialect: Dialect, changes: Sequence[tuple[int, bool]], first: LocalTimeType
) -> Iterator[PosixTimeZone]:
    if abs(first.utoff) <= limits.OFFSET_MAX:
        yield PosixTimeZone(LocalTimeType(first.utoff, False, first.designation))
    if not changes or zone.dst is None:
        return
    starts = [at for at, isdst in changes if isdst]
    ends = [at for at, isdst in changes if not isdst]
    if not _once_a_year(starts) or not _once_a_year(ends):
        return
    std, dst = zone.std, zone.dst
    start_rules, end_rules = list(_rules(starts, std.utoff, dialect)), list(_rules(ends, dst.utoff, dialect))
    for start in start_rules:
        for end in end_rules:
            yield PosixTimeZone(std, dst, start, end)


def _once_a_year(instants: Sequence[int]) -> bool:
    """Whether one instant lies in each of 400 UTC years."""
    years = list(map(_rule_year, instants))
    return years == list(range(years[0], years[0] + 400))


def _rule_year(instant: int) -> int:
    """The year whose rule says a change, if all readings agree on it: New Year's first second ends the year before."""
    return year_of(instant - 1)


def _dates() -> Iterator[RuleDate]:
    yield from (MonthWeekDay(m, w, d) for m in range(1, 13) for w in range(1, 6) for d in range(7))
    yield from (JulianDay(day) for day in range(1, 366))
    yield from (DayOfYear(day) for day in range(366))


def _rules(instants: Sequence[int], utoff: int, dialect: Dialect) -> Iterator[Rule]:
    """Every rule of the dialect whose changes are at these instants, one a UTC year, in local time of that offset."""
    walls = [(year, at + utoff - year_start(year)) for at in instants for year in (_rule_year(at),)]
    high = dialect.time_hours_max * limits.HOUR + 3599
    low = -high if dialect.time_signed else 0
    year, wall = walls[0]
    for date in _dates():
        time = wall - date.yday(year) * DAY
        if low <= time <= high and all(date.yday(y) * DAY + time == w for y, w in walls):
            yield Rule(date, time)
