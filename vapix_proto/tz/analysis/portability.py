"""Finds an equivalent TZ string on which as many implementations as possible agree."""

from __future__ import annotations

from itertools import product

from vapix_proto._value import Value
from vapix_proto.tz import limits
from vapix_proto.tz.analysis.comparison import agreed, first_contested
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, DAY, year_start
from vapix_proto.tz.clock.changes import KINDS
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, LocalTimeType, MonthWeekDay, Rule, dates_on

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName, Text
    from vapix_proto.tz.clock.transitions import Calculator

    #: The year and the local time of each transition. The local time is in seconds since January 1, and uses the
    #: offset in force before the transition.
    _Walls: TypeAlias = list[tuple[int, int]]

_LETTERS_MAX = 6
_DAY_365 = DayOfYear(365)
_FIRST = 1970
#: Many implementations misread or refuse times before 0:00 or after this one.
_TIME_MAX = DAY + limits.HOUR - 1
#: Enough years to cover every case of the reading ``merge``: 28 consecutive years, and the years around 2100, 2200 and
#: 2300. Under this reading, the transitions in a year depend on its weekdays and on the position of leap years, from
#: three years before it to two years after it.
_MERGE_YEARS = (*range(1972, 2000), *(century + near for century in (2100, 2200, 2300) for near in range(-2, 4)))


class Portable(Value):
    """A zone to use in place of another. Its clock shows the same time, but more implementations agree on its string.

    Attributes:
        zone: The zone to use.
        changed: What differs from the other zone, in this order: ``"designation"``, a designation that the clock shows;
            ``"isdst"``, the daylight saving time flag at some instant; ``"rules"``, the way the rules are written. The
            UTC offset never differs.
    """

    zone: PosixTimeZone
    changed: tuple[str, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """Where the zone departs from the form that twenty implementations read in the same way.

        ``"designation"``: a designation does not consist of 3 to 6 letters; ``"offset"``: an offset is not a whole
        number of hours up to 23; ``"date"``: a date is not ``Mm.w.d`` with a month from 2 to 11; ``"time"``: a time is
        not a whole hour from 0 to 24; ``"rules"``: daylight saving time has no rules.
        """
        return _outside(self.zone)


def portable(
    zone: PosixTimeZone | Text,
    dialect: Dialect | str = VAPIX,
    *,
    designation: bool = False,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
) -> Portable | None:
    """The zone to write in place of ``zone``, so that as many implementations as possible show the time of ``zone``.

    The result is None if no zone will do. At every instant from 1970 onwards, the new zone shows, under every reading,
    the UTC offset that ``zone`` shows under ``reading``. Of several zones, the one that departs least from the most
    widely shared form is preferred (``Portable.outside`` lists departures), then the one with the fewest changes.
    Many implementations misread rule times before 0:00 or after 24:59:59; unless ``zone`` has such a time, neither does
    the new zone.
    Unless ``designation`` is true, designations that do not consist of 3 to 6 letters are replaced by ``AAA`` for
    standard time and ``BBB`` for daylight saving time, two designations that no zone uses. Implied rules are written
    out. Daylight saving time that is in force forever becomes standard time. If standard time is ahead of daylight
    saving time, as in Dublin, the two are swapped.

    The search is exhaustive. A string on which all readings agree has each of its two transitions once in every UTC
    year, after the first second of the year and no later than the first second of the next. So for each transition,
    every date of the forms ``Mm.w.d``, ``Jn`` and ``n`` is tested, with the only time that puts the transition at the
    right instant.

    Args:
        zone: A zone, or its TZ string.
        dialect: The dialect of the result, and of ``zone`` if it is a string; parse a string of another dialect first.
        designation: Whether to keep the designations that the clock shows, for people who read them. By default, they
            may be replaced, because the time does not depend on them, and because old implementations misread
            designations in brackets more than anything else.
        reading: The reading whose clock is wanted, its name, or the name of an implementation.
        implied_rules: The rules to assume if the zone has DST but no rules; by default, those that the reading assumes.

    Raises:
        ParseError: The string is not valid in the dialect.
    """
    chosen = _dialect(dialect)
    given = zone_of(zone, chosen)
    clock = given.clock(reading=reading, implied_rules=implied_rules)
    written = given._written_out(clock.implied_rules)
    best = Portable(written, () if written is given else ("rules",))
    alike = _alike(written)
    if alike and not best.outside and turned(written) is None and chosen._reader.recognises(str(written)):
        return best
    calculator = clock._calculator
    shown: tuple[LocalTimeType, ...] = (calculator.at(0),)
    if any(map(calculator.in_year, _years(calculator))):
        shown = calculator.type_of(False), calculator.type_of(True)
    found = []
    for candidate in _candidates(written, calculator, shown, alike=alike):
        named = candidate if designation else _in_letters(candidate)
        changed = tuple(_changed(named, given, shown))
        if chosen._reader.recognises(str(named)) and not (designation and "designation" in changed):
            found.append(Portable(named, changed))
    # All candidates have the same transitions, so implementations agree either on all of them or on none. There are two
    # exceptions: rules that name day 365 and, in uClibc, a different order of the start and end days.
    judged: dict[tuple[int, ...], bool] = {}
    for each in sorted(found, key=lambda each: _strangeness(each, written)):
        on_day_365 = (rule.date == _DAY_365 for rule in each.zone.rules or ())
        kind = each.zone.std.utoff, *on_day_365, *_order_of_days(each.zone)
        if kind not in judged:
            judged[kind] = _alike(each.zone)
        if judged[kind]:
            return each
    return None


def _order_of_days(zone: PosixTimeZone) -> Iterator[bool]:
    """For each kind of year, whether the start date of DST comes after its end date."""
    if zone.start is not None and zone.end is not None:
        for year in KINDS:
            yield zone.start.date.yday(year) > zone.end.date.yday(year)


def turned(zone: PosixTimeZone) -> PosixTimeZone | None:
    """Swaps standard time and DST if DST is behind standard time, as in Dublin; the clock shows the same times.

    Returns None if DST is not behind, or if it would be more than 3 hours ahead after the swap. Some implementations
    can't read strings in which DST is behind standard time, or more than 3 hours ahead of it.
    """
    if zone.dst is None or zone.start is None or not 0 < zone.std.utoff - zone.dst.utoff <= 3 * limits.HOUR:
        return None
    std, dst = zone.dst.replace(isdst=False), zone.std.replace(isdst=True)
    return PosixTimeZone(std, dst, zone.end, zone.start)


def _plain(kind: LocalTimeType) -> bool:
    return kind.quoted == kind.designation and len(kind.designation) <= _LETTERS_MAX


def _outside(zone: PosixTimeZone) -> tuple[str, ...]:
    kinds = [kind for kind in (zone.std, zone.dst) if kind is not None]
    rules = zone.rules or ()
    lacks = {
        "designation": not all(map(_plain, kinds)),
        "offset": any(kind.utoff % limits.HOUR or abs(kind.utoff) >= DAY for kind in kinds),
        "date": any(type(rule.date) is not MonthWeekDay or not 2 <= rule.date.month <= 11 for rule in rules),
        "time": any(rule.time % limits.HOUR or not 0 <= rule.time <= DAY for rule in rules),
        "rules": len(kinds) == 2 and not rules,
    }
    return tuple(word for word, lacking in lacks.items() if lacking)


def _alike(zone: PosixTimeZone) -> bool:
    """Whether all readings agree on a zone that has rules or has no daylight saving time."""
    return agreed(zone) or first_contested(zone) is None


def _changed(new: PosixTimeZone, old: PosixTimeZone, shown: Iterable[LocalTimeType]) -> Iterator[str]:
    """What differs between two zones; ``shown`` contains the local time types that are ever in force in ``old``."""
    pairs = [(kind, _meant(kind, new)) for kind in shown]
    if any(before.designation != after.designation for before, after in pairs):
        yield "designation"
    if any(before.isdst is not after.isdst for before, after in pairs):
        yield "isdst"
    if new.rules != old.rules:
        yield "rules"


def _meant(kind: LocalTimeType, new: PosixTimeZone) -> LocalTimeType:
    """The local time type of ``new`` that replaces ``kind``.

    ``kind`` belongs to another zone, which has the same UTC offsets as ``new``.
    """
    if new.dst is None or new.dst.utoff == new.std.utoff:
        return new.dst if new.dst is not None and kind.isdst else new.std
    return new.dst if new.dst.utoff == kind.utoff else new.std


def _strangeness(each: Portable, written: PosixTimeZone) -> tuple[object, ...]:
    """A sort key that puts the most suitable zone first."""
    rules, text = each.zone.rules or (), str(each.zone)
    kept = sum(rule in (written.rules or ()) for rule in rules)
    numbered = sum(type(rule.date) is DayOfYear for rule in rules)  # more implementations read Jn than n
    on_day_365 = any(rule.date == _DAY_365 for rule in rules)
    far = sum(max(-rule.time, rule.time - _TIME_MAX, 0) for rule in rules)
    departures = far, len(each.outside), turned(each.zone) is not None
    return *departures, len(each.changed), -kept, numbered, on_day_365, len(text), text


def _in_letters(zone: PosixTimeZone) -> PosixTimeZone:
    """The zone with distinct placeholders in place of designations that do not consist of 3 to 6 letters."""
    std, dst = zone.std, zone.dst
    if not _plain(std):
        std = std.replace(designation="BBB" if dst is not None and dst.designation == "AAA" else "AAA")
    if dst is not None and not _plain(dst):
        dst = dst.replace(designation="AAA" if std.designation == "BBB" else "BBB")
    return zone.replace(std=std, dst=dst)


def _candidates(
    zone: PosixTimeZone, calculator: Calculator, shown: Sequence[LocalTimeType], *, alike: bool
) -> Iterator[PosixTimeZone]:
    """Zones that show the same UTC offsets as a clock, with designations that the clock shows."""
    first = shown[0]
    if len({kind.utoff for kind in shown}) == 1 and abs(first.utoff) <= limits.OFFSET_MAX:
        yield PosixTimeZone(LocalTimeType(first.utoff, False, first.designation))
    if len(shown) == 1:
        return
    if (ahead := turned(zone)) is not None:
        yield ahead
    if alike:
        yield zone
        if "time" not in _outside(zone):
            return  # if the times are from 0 to 24 hours, no other date of the form Mm.w.d falls on the same days
    starts, ends = _own_walls(zone) if alike else _shown_walls(calculator)
    times = [rule.time for rule in zone.rules or ()]
    low, high = min(0, *times), max(_TIME_MAX, *times)
    for start, end in product(_rules(starts, low, high), _rules(ends, low, high)):
        yield zone.replace(start=start, end=end)


def _years(calculator: Calculator) -> Sequence[int]:
    """Enough years to cover everything that a clock ever does."""
    return _MERGE_YEARS if calculator.reading is Reading.MERGE else range(_FIRST, _FIRST + CYCLE_YEARS)


def _own_walls(zone: PosixTimeZone) -> list[_Walls]:
    """The starts and ends of DST that a zone's rules specify.

    The zone's clock has exactly these if every reading of the zone's string gives the same clock.
    """
    return [[(year, rule.wall(year)) for year in KINDS] for rule in zone.rules or ()]


def _shown_walls(calculator: Calculator) -> tuple[_Walls, _Walls]:
    """The local times when a clock's DST starts, and those when it ends.

    Both lists are empty unless every year has exactly one start and one end.
    """
    starts: _Walls = []
    ends: _Walls = []
    for year in _years(calculator):
        low, high = year_start(year), year_start(year + 1)
        # Every reading counts a transition in the first second of a UTC year towards the year before.
        near = [*calculator.in_year(year), *calculator.in_year(year + 1)[:1]]
        changes = [transition for transition in near if low < transition.at <= high]
        if len(changes) != 2:
            return [], []
        for transition in changes:
            wall = year, transition.at - low + transition.before.utoff
            (starts if transition.after.isdst else ends).append(wall)
    return starts, ends


def _rules(walls: _Walls, low: int, high: int) -> Iterator[Rule]:
    """Every rule with a time from ``low`` to ``high`` whose transitions occur at the local times in ``walls``."""
    for year, wall in walls[:1]:
        for day in range(-((high - wall) // DAY), (wall - low) // DAY + 1):
            rules = [Rule(date, wall - day * DAY) for date in dates_on(year, day)]
            yield from (rule for rule in rules if all(rule.wall(y) == local for y, local in walls))
