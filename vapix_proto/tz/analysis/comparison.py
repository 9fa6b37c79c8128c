"""Questions about always, decided exactly: the calendar repeats after 400 years, and every reading with it."""

from __future__ import annotations

from itertools import combinations

from vapix_proto._value import Value
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.clock.calendar import CYCLE, CYCLE_YEARS, year_of, year_start
from vapix_proto.tz.clock.instants import utc_seconds
from vapix_proto.tz.clock.readings import KINDS, Reading
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.aliases import ImpliedRules, Instant, ReadingName, Text
    from vapix_proto.tz.clock.readings import Changes, YearRow
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.rules import LocalTimeType

__all__ = ["Contested", "Parting", "contested", "first_difference", "same_clock"]

#: Questions are decided over these years, a whole cycle of every reading.
_FIRST = 1970
_LAST = _FIRST + CYCLE_YEARS


class Parting(Value):
    """Two readings and the first instant, from 1970 on, at which the clocks by them differ.

    Attributes:
        a: A reading.
        b: Another reading.
        at: Seconds since 1970-01-01 00:00:00 UTC.
        shown_a: What the clock shows at that instant by reading a.
        shown_b: The same by reading b.
    """

    a: Reading
    b: Reading
    at: int
    shown_a: LocalTimeType
    shown_b: LocalTimeType


class Contested(Value):
    """A zone whose clock depends on who reads its string.

    Attributes:
        partings: Every pair of readings that differ, with the first instant at which they do, in the order of those.
    """

    partings: tuple[Parting, ...]

    @property
    def at(self) -> int:
        """The first instant from 1970 on at which any two readings differ."""
        return self.partings[0].at

    @property
    def groups(self) -> tuple[tuple[Reading, ...], ...]:
        """The readings, those that never differ together."""
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
    """Where implementations differ on the clock of a zone; None if all readings agree forever, from 1970 on.

    Exact: all instants of a 400-year cycle are compared, in utoff, isdst and designation.

    Args:
        zone: A zone, or its TZ string.
        dialect: The dialect of a string.
        implied_rules: The rules to imply for DST without rules under every reading; by default those of each, which
            differ.

    Raises:
        ParseError: The string is not one of the dialect.
    """
    zone = zone_of(zone, dialect)
    if agreed(zone, implied_rules):
        return None
    clocks = {how: zone.clock(reading=how, implied_rules=implied_rules)._calculator for how in Reading}
    partings = []
    for a, b in combinations(Reading, 2):
        at = None if _alike(clocks[a], clocks[b]) else first_parting(clocks[a], clocks[b])
        if at is not None:
            partings.append(Parting(a, b, at, clocks[a].at(at), clocks[b].at(at)))
    # Reading is a tuple of words: at one instant the order of the readings stands.
    partings.sort(key=lambda parting: parting.at)
    return Contested(tuple(partings)) if partings else None


def _alike(a: Calculator, b: Calculator) -> bool:
    """Whether two readings of a zone imply the same rules, and agree on them for a plain reason."""
    if a.changes is None or b.changes is None:
        return False
    same = (a.changes.start, a.changes.end) == (b.changes.start, b.changes.end)
    return same and alternate(a.changes)


_DAY_365 = DayOfYear(365)


def agreed(zone: PosixTimeZone, implied_rules: ImpliedRules | None = None) -> bool:
    """Whether all readings agree for a plain reason, that nearly all zones have.

    Both changes of every year fall after the first second of their own UTC year and not after that of the next, within
    their own year of local standard time, and always in the same order, which is that of their days, too: then the
    changes of all years alternate, and the last one before an instant is the same as what its own year says. False does
    not mean that they differ.
    """
    if zone.dst is not None and zone.start is None and implied_rules is None:
        return False  # readings imply different rules
    changes = zone.clock(implied_rules=implied_rules)._calculator.changes
    return changes is None or alternate(changes)


def alternate(changes: Changes) -> bool:
    """Whether starts and ends alternate, each in its own year, so that all readings agree; see ``agreed``."""
    if _DAY_365 in (changes.start.date, changes.end.date):
        return False  # readings differ on the day itself
    orders = set()
    standard, daylight = changes.std_utoff, changes.dst_utoff
    for year in KINDS:
        start, end = changes.since_new_year(year)
        size = year_start(year + 1) - year_start(year)
        if not (0 < start <= size and 0 < end <= size) or start == end:
            return False
        if not (0 <= start + standard <= size and 0 <= end + standard <= size):
            return False
        start_day, end_day = start + standard - changes.start.time, end + daylight - changes.end.time
        if (start_day > end_day) is not (start > end):
            return False
        orders.add(start < end)
    return len(orders) == 1


#: With each year its next one: all pairs of kinds of years that follow one another.
_PAIRS = tuple((year, year_start(year + 1) - year_start(year)) for year in range(2000, 2028))


def least_gap(changes: Changes) -> int:
    """The least time between two transitions, where starts and ends alternate; see ``alternate``."""
    gaps: list[int] = []
    for year, size in _PAIRS:
        first, second = sorted(changes.since_new_year(year))
        gaps += second - first, size + min(changes.since_new_year(year + 1)) - second
    return min(gaps)


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
    """Whether two zones show the same utoff at every instant from 1970 on; exact.

    Args:
        a: A zone, or its TZ string.
        b: Another zone or string.
        dialect: The dialect of strings.
        isdst: Whether the flag of daylight saving time must be the same, too.
        designation: Whether the designation must be the same, too.
        reading: How to read both: a reading, its word, or the name of an implementation.
        implied_rules: The rules to imply for DST without rules; by default those of the reading.

    Raises:
        ParseError: A string is not one of the dialect.
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
    """The first instant, ``since`` or later, at which two zones differ; None where they never do from then on.

    The other arguments are those of ``same_clock``; by default the first instant from 1970 on.
    """
    first, second = (
        zone_of(given, dialect).clock(reading=reading, implied_rules=implied_rules)._calculator for given in (a, b)
    )
    return first_parting(first, second, utc_seconds(since), isdst=isdst, designation=designation)


def first_parting(
    a: Calculator, b: Calculator, since: int = 0, *, isdst: bool = True, designation: bool = True
) -> int | None:
    """The first instant, ``since`` or later, at which two clocks differ; None where they never do from then on."""

    def shown(kind: LocalTimeType) -> tuple[object, ...]:
        return kind.utoff, isdst and kind.isdst, designation and kind.designation

    if shown(a.at(since)) != shown(b.at(since)):
        return since
    types_a, types_b = ([shown(each.type_of(isdst)) for isdst in (False, True)] for each in (a, b))
    same: set[tuple[YearRow, YearRow]] = set()
    first = year_of(since)
    for year in _cycle(first):
        rows = row_a, row_b = a.row(year), b.row(year)
        if rows in same:
            continue
        low = year_start(year)
        for offset in sorted({0, *row_a.changes, *row_b.changes}):
            if low + offset > since and types_a[row_a.at(offset)] != types_b[row_b.at(offset)]:
                return low + offset
        if year > first:
            same.add(rows)
    return None


def _cycle(first: int) -> Iterator[int]:
    """A year and the cycle after it: of the reading of musl, which changes in 1970, one on either side."""
    yield from range(first, first + CYCLE_YEARS + 1)
    if first < _FIRST:
        yield from range(_FIRST, _LAST + 1)


def cycle_changes(calculator: Calculator) -> list[tuple[int, bool]]:
    """The transitions of the 400 years from 1970, each with the state after it: whether DST is in force."""
    changes: list[tuple[int, bool]] = []
    for year in range(_FIRST, _LAST):
        changes.extend((transition.at, transition.after.isdst) for transition in calculator.in_year(year))
    return changes


assert year_start(_LAST) - year_start(_FIRST) == CYCLE  # noqa: S101 - what all of this rests on
