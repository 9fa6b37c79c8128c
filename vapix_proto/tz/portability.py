"""A string that means the same clock to every reader, where there is one."""

from __future__ import annotations

from vapix_proto.tz import limits
from vapix_proto.tz.calendar import DAY, year_of, year_start
from vapix_proto.tz.compare import contested, cycle_changes, same_clock
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import US_RULES, PosixTimeZone
from vapix_proto.tz.readings import Reading
from vapix_proto.tz.recognise import recognises
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz.model import ImpliedRules
    from vapix_proto.tz.rules import RuleDate

__all__ = ["portable"]


def portable(
    zone: PosixTimeZone,
    dialect: Dialect | str = VAPIX,
    *,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
) -> PosixTimeZone | None:
    """A zone with the same clock under every reading, that the dialect can write; None where there is none.

    The clock is the same in utoff and designation at every instant from 1970 on. ``isdst`` is the same, too, where
    that is possible; it is not where daylight saving time is in force for ever, which then becomes standard time. Of
    several such zones the one with the shortest text.

    Exact: a string that all readings agree on has each of its two changes once in every UTC year, so every date of
    every form is tried for each of them, with the one time of day that fits.

    Args:
        zone: The zone.
        dialect: The dialect that must be able to write the answer.
        reading: The reading whose clock is wanted.
        implied_rules: The rules to imply for DST without rules.
    """
    chosen = _dialect(dialect)
    clock = zone.clock(reading=reading, implied_rules=implied_rules)
    candidates = [
        candidate
        for candidate in _candidates(zone, chosen, cycle_changes(clock), clock.at(0))
        if recognises(str(candidate), chosen)
    ]
    candidates.sort(key=lambda fit: (_isdst_differs(fit, zone), len(str(fit)), str(fit)))
    refused: set[object] = set()
    for candidate in candidates:
        # Candidates change at the same instants, so where one is contested all are, but for how readings take day 365.
        kind = (candidate.dst is None, *(rule is not None and rule.date == _DAY_365 for rule in _rules_of(candidate)))
        if kind in refused:
            continue
        if contested(candidate) is None and same_clock(
            candidate, zone, designation=True, reading=reading, implied_rules=implied_rules
        ):
            return candidate
        refused.add(kind)
    return None


_DAY_365 = DayOfYear(365)


def _rules_of(zone: PosixTimeZone) -> tuple[Rule | None, Rule | None]:
    return zone.start, zone.end


def _isdst_differs(fit: PosixTimeZone, zone: PosixTimeZone) -> bool:
    return (fit.dst, fit.std.isdst) != (zone.dst, zone.std.isdst)


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
    """Whether one instant lies in each of the 400 UTC years."""
    return [year_of(at) for at in instants] == list(range(year_of(instants[0]), year_of(instants[0]) + 400))


def _dates() -> Iterator[RuleDate]:
    yield from (MonthWeekDay(m, w, d) for m in range(1, 13) for w in range(1, 6) for d in range(7))
    yield from (JulianDay(day) for day in range(1, 366))
    yield from (DayOfYear(day) for day in range(366))


def _rules(instants: Sequence[int], utoff: int, dialect: Dialect) -> Iterator[Rule]:
    """Every rule of the dialect whose changes are at these instants, one a UTC year, in local time of that offset."""
    walls = [(year_of(at), at + utoff - year_start(year_of(at))) for at in instants]
    high = dialect.time_hours_max * limits.HOUR + 3599
    low = -high if dialect.time_signed else 0
    year, wall = walls[0]
    for date in _dates():
        time = wall - date.yday(year) * DAY
        if low <= time <= high and all(date.yday(y) * DAY + time == w for y, w in walls):
            yield Rule(date, time)
