"""Compares clocks exactly and for all time: the calendar repeats after 400 years, and so does every clock."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from vapix_proto._value import Value
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.clock.calendar import CYCLE, CYCLE_YEARS, kind_of_year, kind_of_years, year_of, year_start
from vapix_proto.tz.clock.changes import PLACES, SIZES
from vapix_proto.tz.clock.instants import utc_seconds
from vapix_proto.tz.clock.readings import Reading, begins_in_the_year_before, looks_back
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.tz.aliases import ImpliedRules, Instant, ReadingName, Text
    from vapix_proto.tz.clock.changes import Changes
    from vapix_proto.tz.clock.readings import YearRow
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.rules import LocalTimeType

#: Comparisons cover these 400 years, after which every clock repeats.
_FIRST = 1970
_LAST = _FIRST + CYCLE_YEARS


class Parting(Value):
    """Two readings of the same TZ string, and the first instant, from 1970 onwards, at which their clocks differ.

    Attributes:
        a: The first reading.
        b: The second reading.
        at: That instant, in seconds since 1970-01-01 00:00:00 UTC.
        shown_a: What the clock shows at that instant under reading a.
        shown_b: What it shows under reading b.
    """

    a: Reading
    b: Reading
    at: int
    shown_a: LocalTimeType
    shown_b: LocalTimeType


class Contested(Value):
    """A zone whose clock depends on which implementation reads its string.

    Attributes:
        partings: Every pair of readings that differ, with the first instant at which they do, ordered by that instant.
    """

    partings: tuple[Parting, ...]

    @property
    def at(self) -> int:
        """The first instant from 1970 onwards at which the zone's clock depends on how its string is read."""
        return self.partings[0].at

    @property
    def groups(self) -> tuple[tuple[Reading, ...], ...]:
        """The ways to read the string, grouped so that ways in the same group always give the same clock."""
        apart = {frozenset((parting.a, parting.b)) for parting in self.partings}
        groups: list[list[Reading]] = []
        for how in Reading:
            for group in groups:
                if all(frozenset((how, other)) not in apart for other in group):
                    group.append(how)
                    break
            else:
                groups.append([how])
        return tuple(map(tuple, groups))


def contested(
    zone: PosixTimeZone | Text, *, dialect: Dialect | str = VAPIX, implied_rules: ImpliedRules | None = None
) -> Contested | None:
    """Where readings disagree on a zone's clock; None if all agree at all times from 1970 onwards.

    The answer is exact: utoff, isdst and designation are compared at every instant of a 400-year cycle.

    Args:
        zone: A zone, or its TZ string.
        dialect: The dialect of ``zone``, if it is a string.
        implied_rules: The rules to assume under every reading if the zone has DST but no rules; by default, each
            reading assumes its own rules, and these differ.

    Raises:
        ParseError: The string is not valid in the dialect.
    """
    zone = zone_of(zone, dialect)
    if agreed(zone, implied_rules):
        return None
    clocks = _clocks(zone, implied_rules)
    years = _years(_FIRST, *clocks.values())
    rows = {how: [clock.row(year) for year in years] for how, clock in clocks.items()}
    partings = []
    for a, b in combinations(Reading, 2):
        at = _first_parting_of_rows(years, rows[a], rows[b])
        if at is not None:
            partings.append(Parting(a, b, at, clocks[a].at(at), clocks[b].at(at)))
    # The sort is stable, so pairs of readings that first differ at the same instant stay in the order of ``Reading``.
    partings.sort(key=lambda parting: parting.at)
    return Contested(tuple(partings)) if partings else None


def first_contested(zone: PosixTimeZone) -> Parting | None:
    """The first ``Parting`` that ``contested`` finds, or None.

    The search usually ends early, in about a tenth of the time that ``contested`` takes.
    """
    clocks = _clocks(zone, None)
    for year in _years(_FIRST, *clocks.values()):
        rows = {how: clock.row(year) for how, clock in clocks.items()}
        partings = [
            (at, a, b)
            for a, b in combinations(Reading, 2)
            if (at := _first_parting_of_rows((year,), (rows[a],), (rows[b],))) is not None
        ]
        if partings:
            at, a, b = min(partings, key=lambda parting: parting[0])
            return Parting(a, b, at, clocks[a].at(at), clocks[b].at(at))
    return None


def _clocks(zone: PosixTimeZone, implied_rules: ImpliedRules | None) -> dict[Reading, Calculator]:
    return {how: zone.clock(reading=how, implied_rules=implied_rules)._calculator for how in Reading}


def _first_parting_of_rows(years: Sequence[int], rows_a: Sequence[YearRow], rows_b: Sequence[YearRow]) -> int | None:
    """The first instant in these years at which two readings of a zone differ; None if they never do."""
    for year, a, b in zip(years, rows_a, rows_b, strict=True):
        if a.first is not b.first:
            return year_start(year)
        if a.changes != b.changes:
            return year_start(year) + min({*a.changes} ^ {*b.changes})
    return None


def agreed(zone: PosixTimeZone, implied_rules: ImpliedRules | None = None) -> bool:
    """Whether all values of ``Reading`` give a zone the same clock because starts and ends of DST alternate.

    In nearly all zones, they do; ``Changes.alternate`` describes the exact conditions. The result is False if each
    reading assumes its own rules. Even if the result is False, the clocks may be the same.
    """
    if zone.dst is not None and zone.start is None and implied_rules is None:
        return False  # readings assume different rules
    changes = zone.clock(implied_rules=implied_rules)._calculator.changes
    return changes is None or changes.alternate


#: The kinds of two consecutive years, as indexes into ``KINDS``: all pairs that occur.
_PAIRS = tuple({(PLACES[kind_of_year(year)], PLACES[kind_of_year(year + 1)]) for year in range(2000, 2028)})


def least_gap(changes: Changes) -> int:
    """The shortest time between transitions, provided that starts and ends of DST alternate (``Changes.alternate``)."""
    firsts, lasts = changes.in_kinds
    if firsts[0] > lasts[0]:
        firsts, lasts = lasts, firsts
    rests = [size - last for size, last in zip(SIZES, lasts, strict=True)]
    within = [last - first for first, last in zip(firsts, lasts, strict=True)]
    across = [rests[earlier] + firsts[later] for earlier, later in _PAIRS]
    return min(*within, *across)


def near_across_years(changes: Changes, seconds: int) -> bool:
    """Whether the start of DST in one year and its end in the next, or vice versa, are at most ``seconds`` apart."""
    starts, ends = changes.in_kinds
    return any(
        min(abs(SIZES[year] + ends[following] - starts[year]), abs(SIZES[year] + starts[following] - ends[year]))
        <= seconds
        for year, following in _PAIRS
    )


def same_clock(
    a: PosixTimeZone | Text,
    b: PosixTimeZone | Text,
    *,
    dialect: Dialect | str = VAPIX,
    isdst: bool = False,
    designation: bool = False,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
) -> bool:
    """Whether two zones show the same utoff at every instant from 1970 onwards; the answer is exact.

    Args:
        a: A zone, or its TZ string.
        b: Another zone or string.
        dialect: The dialect of ``a`` and ``b``, if they are strings.
        isdst: Whether the daylight saving time flag must also be the same.
        designation: Whether the designation must also be the same.
        reading: How to read both zones: a reading, its name, or the name of an implementation.
        implied_rules: The rules to assume if a zone has DST but no rules; by default, those that the reading assumes.

    Raises:
        ParseError: A string is not valid in the dialect.
    """
    return (
        first_difference(
            a, b, dialect=dialect, isdst=isdst, designation=designation, reading=reading, implied_rules=implied_rules
        )
        is None
    )


def first_difference(
    a: PosixTimeZone | Text,
    b: PosixTimeZone | Text,
    *,
    dialect: Dialect | str = VAPIX,
    isdst: bool = False,
    designation: bool = False,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    since: Instant = 0,
) -> int | None:
    """The first instant, at or after ``since``, at which two zones differ; None if they never do.

    The other arguments are as for ``same_clock``; by default the search starts in 1970.
    """
    first, second = (
        zone_of(given, dialect).clock(reading=reading, implied_rules=implied_rules)._calculator for given in (a, b)
    )
    return first_parting(first, second, utc_seconds(since), isdst=isdst, designation=designation)


def first_parting(
    a: Calculator, b: Calculator, since: int = 0, *, isdst: bool = True, designation: bool = True
) -> int | None:
    """The first instant, at or after ``since``, at which two clocks differ; None if they never do."""

    def shown(kind: LocalTimeType) -> tuple[object, ...]:
        return kind.utoff, isdst and kind.isdst, designation and kind.designation

    if shown(a.at(since)) != shown(b.at(since)):
        return since
    if a.changes is None and b.changes is None:
        return None
    types_a, types_b = ([shown(each.type_of(isdst)) for isdst in (False, True)] for each in (a, b))
    for year in _years(year_of(since), a, b):
        row_a, row_b = a.row(year), b.row(year)
        low = year_start(year)
        for offset in sorted({0, *row_a.changes, *row_b.changes}):
            if low + offset > since and types_a[row_a.at(offset)] != types_b[row_b.at(offset)]:
                return low + offset
    return None


def _years(first: int, *clocks: Calculator) -> Sequence[int]:
    """The years to compare, in order: clocks that agree in all of these also agree in every later year."""
    if any(clock.changes is not None and looks_back(clock.changes, clock.reading) for clock in clocks):
        return _cycle(first)
    return _years_of_kinds(first)


def _cycle(first: int) -> Sequence[int]:
    """The given year and the 400 years after it.

    If the given year is before 1970, the years from 1970 to 2370 follow, because musl treats earlier years differently.
    """
    years = range(first, first + CYCLE_YEARS + 1)
    return [*years, *range(_FIRST, _LAST + 1)] if first < _FIRST else years


@lru_cache(maxsize=16)
def _years_of_kinds(first: int) -> Sequence[int]:
    """The year ``first`` and, for each kind of year, the first later year of that kind.

    In all years of a kind, a clock has the same transitions, equally long after the start of the year. Part of the year
    ``first`` may be over, so another year of its kind is included.
    """
    begun, *rest = _cycle(first)
    kinds = {(kind_of_years(year), begins_in_the_year_before(year)): year for year in reversed(rest)}
    return [begun, *sorted(kinds.values())]


assert year_start(_LAST) - year_start(_FIRST) == CYCLE  # noqa: S101 - every comparison relies on this equality
