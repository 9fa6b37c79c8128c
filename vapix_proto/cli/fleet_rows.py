"""The devices of a fleet by their clocks: those that show the same from an instant on are together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vapix_proto import ParseError, tz
from vapix_proto.cli.output import command_hint
from vapix_proto.cli.zones import FileClock, named, parting
from vapix_proto.pictures.fleet import FleetRow, InvalidRow
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.iana.zone_files import ZoneFile
from vapix_proto.tz.implementations.table import Effect, Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from vapix_proto.cli.advice import Advisor

    #: What tells the clocks of rows apart, beside what ``tz.same_clock`` compares.
    Key: TypeAlias = tuple[object, ...]

__all__ = ["Fleet"]

#: What implementations do with a string that they do not read as POSIX describes it.
_OTHERWISE = (tz.Outcome.OTHER_CLOCK, tz.Outcome.REFUSED, tz.Outcome.UTC, tz.Outcome.SYSTEM_ZONE)
#: Suggestions for so many strings are looked for: each takes milliseconds, and a file may be of something else.
_ADVISED_MAX = 100


class Fleet:
    """The devices of a fleet at an instant.

    Attributes:
        dialect: The dialect of their strings.
        now: The instant.
    """

    def __init__(self, dialect: str, now: int, advisor: Advisor) -> None:
        self.dialect, self.now, self._advisor = dialect, now, advisor
        self._clocks: dict[str, _Clock | ParseError] = {}
        self._names = frozenset(() if advisor.database is None else advisor.database.names())

    def knows(self, word: str) -> bool:
        """Whether a word is a string or the name of a zone."""
        return tz.is_valid(word, self.dialect) or word in self._names

    def clock(self, string: str) -> _Clock | ParseError:
        """The clock of a string, or of the zone of that name; what is wrong where it is neither."""
        found = self._clocks.get(string)
        if found is None:
            found = self._clocks[string] = self._read(string)
        return found

    def _read(self, string: str) -> _Clock | ParseError:
        database = self._advisor.database
        # UTC and Japan are names of zones, too, but in the setting of a device more likely a string that it refuses.
        rule = None if database is None or "/" not in string else named(string, self.dialect, self.now, database)
        if rule is not None:
            # From now on its string is its clock, unless the database has transitions ahead that it can't express.
            holds = rule.until is None
            return _Clock(string, rule.zone if holds else None, FileClock(rule), self.now, ())
        try:
            zone = tz.parse(string, self.dialect)
        except ParseError as error:
            return error
        return _Clock(string, zone, zone, self.now, _differing(string, self.dialect, self.now))

    def rows(self, devices: Iterable[tuple[str, str]]) -> tuple[list[FleetRow], list[InvalidRow]]:
        """The clocks of devices, the soonest transition first, and the strings that are invalid, as they come."""
        by_string: dict[str, list[str]] = {}
        for name, string in devices:
            by_string.setdefault(string, []).append(name)
        groups: dict[Key, list[list[_Clock]]] = {}
        invalid: list[InvalidRow] = []
        for string, names in by_string.items():
            clock = self.clock(string)
            if isinstance(clock, ParseError):
                advice = self._advice(string, clock, len(invalid))
                invalid.append(InvalidRow(string, tuple(names), clock.problem.message, advice))
                continue
            alike = groups.setdefault(clock.key, [])
            same = next((group for group in alike if group[0].shows_the_same(clock, self.now)), None)
            if same is None:
                alike.append([clock])
            else:
                same.append(clock)
        rows = [_row(group, by_string) for alike in groups.values() for group in alike]
        return sorted(rows, key=_soonest), invalid

    def _advice(self, string: str, error: ParseError, before: int) -> str | None:
        if error.fix is not None:
            return f"write {error.fix}"
        if before < _ADVISED_MAX:
            suggestions = self._advisor.suggestions(string, self.dialect, error.problems)
            if suggestions:
                return f"perhaps {suggestions[0].text}: {suggestions[0].reason}"
        return None if error.hint is None else command_hint(error.hint)


class _Clock:
    """The clock of a string.

    Attributes:
        string: The string.
        zone: The zone that it is from now on; None where no string is that.
        shown: What the clock shows.
        next_transition: Its next transition.
        differ: The implementations that show another clock.
        contested: Whether readings of the string differ.
    """

    def __init__(
        self,
        string: str,
        zone: tz.PosixTimeZone | None,
        shown: tz.PosixTimeZone | FileClock,
        now: int,
        differ: tuple[str, ...],
    ) -> None:
        self.string, self.zone, self.shown, self.differ = string, zone, shown, differ
        self.next_transition = shown.next_transition(now)
        # A zone that is given by its name is that of the database, whatever others make of its string.
        self.contested = zone is not None and shown is zone and tz.contested(zone) is not None
        year = year_of(now)
        ahead = [each for each in shown.transitions(year, year + 3) if each.at > now]
        self.key: Key = (
            shown.at(now).utoff,
            *((each.at, each.after.utoff) for each in ahead if each.before.utoff != each.after.utoff),
            self.differ,
            str(zone) if self.contested else "",
        )

    def shows_the_same(self, other: _Clock, now: int) -> bool:
        """Whether the UTC offsets are the same from an instant on; that of clocks with the same key."""
        if self.zone is not None and other.zone is not None:
            return tz.same_clock(self.zone, other.zone)
        return parting(_file(self.shown), _file(other.shown), now) is None


def _file(shown: tz.PosixTimeZone | FileClock) -> ZoneFile:
    return shown.file if isinstance(shown, FileClock) else ZoneFile((), (), shown)


def _differing(string: str, dialect: str, now: int) -> tuple[str, ...]:
    """The common implementations that show another clock, but for those that misread the rules of every string."""
    return tuple(
        str(verdict.implementation)
        for verdict in tz.agreement(string, now, dialect=dialect).verdicts
        if verdict.outcome in _OTHERWISE
        and verdict.implementation.common
        and verdict.implementation.effect(Feature.MONTH_WEEK_DAY) is Effect.SAME
    )


def _row(clocks: Sequence[_Clock], by_string: dict[str, list[str]]) -> FleetRow:
    strings = sorted((clock.string for clock in clocks), key=lambda string: -len(by_string[string]))
    devices = tuple(name for string in strings for name in by_string[string])
    first = next(clock for clock in clocks if clock.string == strings[0])
    return FleetRow(tuple(strings), devices, first.shown, first.next_transition, first.differ, first.contested)


def _soonest(row: FleetRow) -> tuple[bool, int, str]:
    at = 0 if row.next_transition is None else row.next_transition.at
    return row.next_transition is None, at, row.strings[0]
