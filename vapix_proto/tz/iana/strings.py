"""Finds the TZ string in force in a zone at an instant, and the nearest string that a dialect allows."""

from __future__ import annotations

from functools import partial
from itertools import product, takewhile
from math import inf

from vapix_proto.tz import limits
from vapix_proto.tz.clock.calendar import DAY, year_of, year_start
from vapix_proto.tz.iana.agreement import agrees_since, agrees_until, footer_holds
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule, dates_on

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.iana.zone_files import ZoneFile
    from vapix_proto.tz.rules import RuleDate

#: The last year for which departures are listed and candidates for the nearest string are compared.
LAST_YEAR = 2099
#: Days from a rule's date to its transition, for rules in actual use: from one day before to two days after.
_DAYS_LATER = (0, 1, 2, -1)


def in_force(file: ZoneFile, at: int) -> PosixTimeZone:
    """The string that gives the file's local time for as long as possible from a given instant onwards.

    It is one of these: the footer; a string whose rules fit at least two years; or a string that has only the UTC
    offset and designation in force at that instant. Rules that fit only one year, such as those of a single Ramadan,
    would be guesses.
    """
    if footer_holds(file, at):
        return file.footer
    shown = file.at(at)
    zones = [file.footer, *_confirmed(file, at)]
    if abs(shown.utoff) <= limits.OFFSET_MAX:
        zones.append(PosixTimeZone(LocalTimeType(shown.utoff, False, shown.designation)))

    def until(zone: PosixTimeZone) -> float:
        found = agrees_until(file, zone, at)
        return inf if found is None else found

    return max(zones, key=until)


def _confirmed(file: ZoneFile, at: int) -> Iterator[PosixTimeZone]:
    """Zones whose rules describe the transitions near an instant: at least two starts and two ends of DST."""
    changes = [(t, file.at(t - 1), file.at(t)) for t in file.times]
    changes = [(t, before, after) for t, before, after in changes if before != after]
    following = next((index for index, change in enumerate(changes) if change[0] > at), len(changes))
    shown = file.at(at)
    near = [change[1:] for change in changes[max(0, following - 1) : following + 1]]
    others = {kind for pair in near for kind in pair if kind.isdst is not shown.isdst}
    for other in others:
        std, dst = (other, shown) if shown.isdst else (shown, other)
        first = stop = following
        while first > 0 and set(changes[first - 1][1:]) == {std, dst}:
            first -= 1
        while stop < len(changes) and set(changes[stop][1:]) == {std, dst}:
            stop += 1
        starts = [t for t, _, after in changes[first:stop] if after == dst]
        ends = [t for t, _, after in changes[first:stop] if after == std]
        for start, end in product(_rules(starts, std.utoff, at), _rules(ends, dst.utoff, at)):
            zone = PosixTimeZone(std, dst, start, end)
            since, until = agrees_since(file, zone, at), agrees_until(file, zone, at)
            confirmed = [
                sum((since is None or since < t) and (until is None or t < until) for t in run)
                for run in (starts, ends)
            ]
            if min(confirmed) >= 2:
                yield zone


def _rules(instants: Sequence[int], utoff: int, at: int) -> tuple[Rule, ...]:
    """The rule that describes the most transitions after an instant, and the rule that describes the most before it.

    Args:
        instants: The transitions, in order.
        utoff: The UTC offset before each transition.
        at: The instant.
    """
    following = sum(instant <= at for instant in instants)
    runs = instants[following:], instants[:following][::-1]

    def described(rule: Rule) -> tuple[int, ...]:
        """How many consecutive transitions the rule describes after the instant, and how many before it."""
        return tuple(sum(1 for _ in takewhile(partial(_describes, rule, utoff), run)) for run in runs)

    rules = {rule: described(rule) for run in runs for instant in run[:1] for rule in _forms(instant + utoff)}
    if not rules:
        return ()
    best = max(rules, key=lambda rule: rules[rule]), max(rules, key=lambda rule: rules[rule][::-1])
    return tuple(dict.fromkeys(best))


def _describes(rule: Rule, utoff: int, instant: int) -> bool:
    year = year_of(instant + utoff)
    return year_start(year) + rule.wall(year) - utoff == instant


def _forms(local: int) -> Iterator[Rule]:
    """The rules that describe a transition at a local time; common forms come first."""
    for later in _DAYS_LATER:
        day, second = divmod(local, DAY)
        day -= later
        year = year_of(day * DAY)
        for date in dates_on(year, day - year_start(year) // DAY):
            if type(date) is MonthWeekDay or (type(date) is JulianDay and later == 0):
                yield Rule(date, second + later * DAY)


def nearest(zone: PosixTimeZone, dialect: Dialect, year: int) -> PosixTimeZone:
    """The zone itself if the dialect allows its string, otherwise the nearest zone whose string it allows.

    A rule whose time is out of range gets a date and time that the dialect allows: those that move its transitions
    least, in total over the years from ``year`` to 2099, or over 28 years if that is longer. A designation that is too
    long becomes a numeric one, or is truncated if the numeric one is also too long.
    """
    if dialect._reader.recognises(str(zone)):
        return zone
    years = range(year, max(year + 28, LAST_YEAR + 1))
    near = zone.replace(
        std=_named(zone.std, dialect),
        dst=None if zone.dst is None else _named(zone.dst, dialect),
        start=None if zone.start is None else _nearest_rule(zone.start, dialect, years),
        end=None if zone.end is None else _nearest_rule(zone.end, dialect, years),
    )
    assert dialect._reader.recognises(str(near))  # noqa: S101 - nothing else in a footer can exceed a limit
    return near


def _named(kind: LocalTimeType, dialect: Dialect) -> LocalTimeType:
    most = dialect.designation_max
    if most is None or len(kind.designation) <= most:
        return kind
    from vapix_proto.tz.diagnosis.designations import numeric_designation  # noqa: PLC0415 - rarely needed

    numeric = numeric_designation(kind.utoff).strip("<>")
    return kind.replace(designation=numeric if len(numeric) <= most else kind.designation[:most])


def _nearest_rule(rule: Rule, dialect: Dialect, years: range) -> Rule:
    high = dialect.time_hours_max * limits.HOUR + limits.HOUR - 1
    low = -high if dialect.time_signed else 0
    if low <= rule.time <= high:
        return rule
    rules = [rule.replace(time=min(max(rule.time, low), high))]
    for days in range(-7, 8):
        if low <= rule.time - days * DAY <= high:
            rules += [Rule(date, rule.time - days * DAY) for date in _moved(rule.date, days)]
    return min(rules, key=lambda near: sum(abs(near.wall(year) - rule.wall(year)) for year in years))


def _moved(date: RuleDate, days: int) -> Iterator[RuleDate]:
    """Rule dates that may fall ``days`` days after the given date.

    For a ``MonthWeekDay``, these are dates in the same month with the shifted weekday, one for each week from 1 to 5.
    """
    if isinstance(date, MonthWeekDay):
        for week in range(1, 6):
            yield MonthWeekDay(date.month, week, (date.weekday + days) % 7)
    elif isinstance(date, JulianDay) and 1 <= date.day + days <= 365:
        yield JulianDay(date.day + days)
    # Implementations differ on day 365.
    elif isinstance(date, DayOfYear) and 0 <= date.day + days < 365:
        yield DayOfYear(date.day + days)
