"""Zones given by their names in a time zone database, where a string may be given, too."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from vapix_proto import ParseError, tz
from vapix_proto.cli.instants import iso
from vapix_proto.cli.output import database_json, refuse, say, type_json
from vapix_proto.cli.text_files import file_note
from vapix_proto.tz.clock.calendar import DAY, year_start
from vapix_proto.tz.clock.instants import local_seconds
from vapix_proto.tz.iana.agreement import agrees_until
from vapix_proto.tz.iana.installed import is_name, zone_file, zone_files
from vapix_proto.tz.iana.zone_files import ZoneFile

if TYPE_CHECKING:
    from datetime import datetime

    from vapix_proto.cli.output import Output


__all__ = ["FileClock", "Side", "named", "names_like", "parting", "print_rule", "read_side", "rule_json"]


class FileClock:
    """The clock of a zone as its file lists it, past and future; it answers the questions of ``tz.Clock``."""

    def __init__(self, rule: tz.IanaRule) -> None:
        file = zone_file(rule.database, rule.name)
        assert isinstance(file, ZoneFile)  # noqa: S101 - the rule comes from it
        self.rule: tz.IanaRule = rule
        self.file: ZoneFile = file

    def at(self, instant: int) -> tz.LocalTimeType:
        """What the clock shows at an instant."""
        return self.file.at(instant)

    def transitions(self, first: int, stop: int) -> list[tz.Transition]:
        """The transitions of UTC years."""
        instants = self.file.changes(year_start(first) - 1, year_start(stop))
        found = [tz.Transition(at, self.at(at - 1), self.at(at)) for at in instants]
        return [transition for transition in found if transition.before != transition.after]

    def next_transition(self, instant: int) -> tz.Transition | None:
        """The first transition after an instant, not at it, or None."""
        for at in self.file.times[bisect_right(self.file.times, instant) :]:
            before, after = self.at(at - 1), self.at(at)
            if before != after:
                return tz.Transition(at, before, after)
        return self.file.footer.next_transition(max([instant, *self.file.times[-1:]]))

    def resolve(self, local: datetime) -> tz.Unambiguous | tz.Fold | tz.Gap:
        """The instants at which the clock shows a local time."""
        seconds = local_seconds(local)
        near = [seconds - 2 * DAY, *self.file.changes(seconds - 2 * DAY, seconds + 2 * DAY)]
        offsets = {self.at(at).utoff for at in near}
        instants = sorted(seconds - offset for offset in offsets if self.at(seconds - offset).utoff == offset)
        if not instants:
            return tz.Gap(seconds - min(offsets), seconds - max(offsets))
        return tz.Unambiguous(*instants) if len(instants) == 1 else tz.Fold(instants[0], instants[-1])


def named(text: str, dialect: str, at: int, database: tz.Database | str | None) -> tz.IanaRule | None:
    """The rule of a zone that is given by its name; None for a string, and where there is no such zone."""
    if tz.is_valid(text, dialect) or not is_name(text):
        return None
    try:
        return tz.iana_rule(text, at, dialect=dialect, database=database)
    except ParseError:
        return None


def print_rule(out: Output, rule: tz.IanaRule) -> None:
    """What the string of a zone is, and up to when."""
    until = "" if rule.until is None else f" until {iso(rule.until)}"
    say(out, f"{rule.name} is {rule.zone}{until}, according to the time zone database {rule.database}")


class Side:
    """A zone to compare, given as a string or by its name.

    Attributes:
        text: What was given.
        zone: The string, or that of the zone at an instant.
        rule: The rule of a zone that was given by its name.
        clock: The clock of such a zone, by its file.
    """

    def __init__(self, text: str, zone: tz.PosixTimeZone, rule: tz.IanaRule | None) -> None:
        self.text, self.zone, self.rule = text, zone, rule
        self.clock = None if rule is None else FileClock(rule)


def rule_json(rule: tz.IanaRule) -> dict[str, Any]:
    """The string of a zone, with where it holds, as a JSON object."""
    return {
        "name": rule.name,
        "string": str(rule.zone),
        "exact": rule.exact,
        "since": rule.since,
        "until": rule.until,
        "departures": [{"since": each.since, "until": each.until, **type_json(each.shown)} for each in rule.departures],
        "database": database_json(rule.database),
    }


def read_side(text: str, dialect: str, at: int, folder: str | None, exit_code: int) -> Side:
    """A zone given as a string or by its name; what is neither is printed and ends the program."""
    rule = named(text, dialect, at, folder)
    if rule is not None:
        return Side(text, rule.zone, rule)
    try:
        return Side(text, tz.parse(text, dialect), None)
    except ParseError as error:
        refuse(text, error.problems, exit_code, note=file_note(text), input=text, dialect=dialect)


def parting(a: ZoneFile, b: ZoneFile, at: int) -> int | None:
    """The first instant, ``at`` or later, at which two clocks show different UTC offsets; None where they never do."""
    last = max([at, *a.times[-1:], *b.times[-1:]])
    for instant in sorted({at, *a.changes(at, last), *b.changes(at, last)}):
        if a.at(instant).utoff != b.at(instant).utoff:
            return instant
    return agrees_until(ZoneFile((), (), a.footer), b.footer, last)


def names_like(rule: tz.IanaRule, at: int) -> tuple[str, ...]:
    """The zones of the same database that show the UTC offsets of that of a rule from an instant on, sorted."""
    file = FileClock(rule).file
    found = zone_files(rule.database).items()
    return tuple(sorted(name for name, other in found if not other.unspecified and parting(file, other, at) is None))
