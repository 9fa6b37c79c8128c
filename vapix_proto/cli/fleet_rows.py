"""The devices of a fleet, grouped by what their clocks show from an instant on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vapix_proto import ParseError, tz
from vapix_proto.cli.output import command_hint
from vapix_proto.cli.zones import ZoneClock, parting, rule_of
from vapix_proto.pictures.fleet import FleetRow, InvalidRow
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.implementations.table import Effect, Feature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.cli.advice import Advisor

__all__ = ["fleet_rows"]

#: Outcomes of implementations that do not read a string as POSIX describes it.
_OTHERWISE = (tz.Outcome.OTHER_CLOCK, tz.Outcome.REFUSED, tz.Outcome.UTC, tz.Outcome.SYSTEM_ZONE)
#: How many strings get suggestions: each takes milliseconds, and the file may hold something else.
_ADVISED_MAX = 100


class _Key(NamedTuple):
    """What tells the rows of strings apart, beside what ``tz.same_clock`` compares."""

    differ: tuple[str, ...]  # the common implementations that show another clock
    contested: str  # the string if readings of it differ, else empty
    offsets: tuple[object, ...]  # the UTC offset at the instant, and the transitions of some years


def fleet_rows(
    devices: Iterable[tuple[str, str]], dialect: str, now: int, advisor: Advisor
) -> tuple[list[FleetRow], list[InvalidRow]]:
    """The clocks of devices and their strings from an instant on, the soonest transition first; and invalid strings."""
    names: dict[str, list[str]] = {}
    for name, string in devices:
        names.setdefault(string, []).append(name)
    clocks: dict[str, ZoneClock] = {}
    invalid: list[InvalidRow] = []
    for string, having in names.items():
        try:
            clocks[string] = _clock(string, dialect, now, advisor.database)
        except ParseError as error:
            advice = _advice(string, dialect, error, advisor if len(invalid) < _ADVISED_MAX else None)
            invalid.append(InvalidRow(string, tuple(having), error.problem.message, advice))
    groups: dict[_Key, list[list[str]]] = {}
    for string in sorted(clocks, key=lambda each: -len(names[each])):
        alike = groups.setdefault(_key(string, clocks[string], dialect, now), [])
        same = next((group for group in alike if _same(clocks[group[0]], clocks[string], now)), None)
        if same is None:
            alike.append([string])
        else:
            same.append(string)
    rows = []
    for key, alike in groups.items():
        for strings in alike:
            clock = clocks[strings[0]]
            shared = tuple(name for string in strings for name in names[string])
            following = clock.next_transition(now)
            rows.append(FleetRow(tuple(strings), shared, clock, following, key.differ, key.contested != ""))
    return sorted(rows, key=_soonest), invalid


def _clock(string: str, dialect: str, now: int, database: tz.Database | None) -> ZoneClock:
    # UTC and Japan are names of zones, too, but in the setting of a device more likely a string that it refuses.
    rule = None if database is None or "/" not in string else rule_of(string, dialect, now, database)
    return ZoneClock.of_string(tz.parse(string, dialect)) if rule is None else ZoneClock.of_rule(rule)


def _advice(string: str, dialect: str, error: ParseError, advisor: Advisor | None) -> str | None:
    if error.fix is not None:
        return f"write {error.fix}"
    suggestions = () if advisor is None else advisor.suggestions(string, dialect, error.problems)
    if suggestions:
        return f"perhaps {suggestions[0].text}: {suggestions[0].reason}"
    return None if error.hint is None else command_hint(error.hint)


def _key(string: str, clock: ZoneClock, dialect: str, now: int) -> _Key:
    year = year_of(now)
    ahead = [each for each in clock.transitions(year, year + 3) if each.at > now]
    offsets = ((each.at, each.after.utoff) for each in ahead if each.before.utoff != each.after.utoff)
    # The clock of a named zone is in the database, whatever implementations make of its string.
    differ = () if clock.rule is not None else _differing(string, dialect, now)
    contested = clock.rule is None and tz.contested(clock.zone) is not None
    return _Key(differ, str(clock.zone) if contested else "", (clock.at(now).utoff, *offsets))


def _differing(string: str, dialect: str, now: int) -> tuple[str, ...]:
    """The common implementations that show another clock, except those that misread the rules of every string."""
    return tuple(
        str(verdict.implementation)
        for verdict in tz.agreement(string, now, dialect=dialect).verdicts
        if verdict.outcome in _OTHERWISE
        and verdict.implementation.common
        and verdict.implementation.effect(Feature.MONTH_WEEK_DAY) is Effect.SAME
    )


def _same(a: ZoneClock, b: ZoneClock, now: int) -> bool:
    """Whether two clocks with the same key show the same UTC offsets from an instant on."""
    # The string of a named zone is its clock, unless the database has transitions ahead that no string can express.
    if all(clock.rule is None or clock.rule.until is None for clock in (a, b)):
        return tz.same_clock(a.zone, b.zone)
    return parting(a.file, b.file, now) is None


def _soonest(row: FleetRow) -> tuple[bool, int, str]:
    at = 0 if row.next_transition is None else row.next_transition.at
    return row.next_transition is None, at, row.strings[0]
