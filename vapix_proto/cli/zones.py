"""Zones given as strings, or by name in a time zone database."""

from __future__ import annotations

import time
from bisect import bisect_right
from functools import wraps
from typing import TYPE_CHECKING, Any

from vapix_proto import Code, ParseError, tz
from vapix_proto._value import Value
from vapix_proto.cli.advice import Advisor
from vapix_proto.cli.options import clock_of, database_option, dialect_option, implied_option, reading_option
from vapix_proto.cli.output import (
    NO,
    database_json,
    fields,
    print_database,
    print_note,
    print_problem,
    say,
    standard_error,
)
from vapix_proto.cli.text_files import file_note
from vapix_proto.tz.clock.calendar import DAY, iso, year_start
from vapix_proto.tz.clock.instants import local_seconds
from vapix_proto.tz.iana.agreement import agrees_until
from vapix_proto.tz.iana.installed import is_name, zone_file
from vapix_proto.tz.iana.zone_files import ZoneFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import TypeAlias

    from vapix_proto.cli.output import Output
    from vapix_proto.errors import Problem

    Clock: TypeAlias = "tz.Clock | ZoneClock"


class ZoneClock(Value):
    """The clock of a string, or of a zone in a time zone database. It can be used in place of a ``tz.Clock``.

    Attributes:
        zone: The string or, for a named zone, the string in force.
        file: The content of the zone's file; for a string, only a footer.
        rule: The rule of a named zone; None for a string.
    """

    zone: tz.PosixTimeZone
    file: ZoneFile
    rule: tz.IanaRule | None = None

    @classmethod
    def of_string(cls, zone: tz.PosixTimeZone) -> ZoneClock:
        """The clock of a string."""
        return cls(zone, ZoneFile((), (), zone))

    @classmethod
    def of_rule(cls, rule: tz.IanaRule) -> ZoneClock:
        """The clock of a named zone."""
        file = zone_file(rule.database, rule.name)
        assert isinstance(file, ZoneFile)  # noqa: S101 - the rule comes from this zone file
        return cls(rule.zone, file, rule)

    def at(self, instant: int) -> tz.LocalTimeType:
        """What the clock shows at an instant."""
        return self.file.at(instant)

    def transitions(self, first: int, stop: int) -> list[tz.Transition]:
        """The transitions from the UTC year ``first`` to ``stop`` (exclusive)."""
        instants = self.file.changes(year_start(first) - 1, year_start(stop))
        found = [tz.Transition(at, self.at(at - 1), self.at(at)) for at in instants]
        return [transition for transition in found if transition.before != transition.after]

    def next_transition(self, instant: int) -> tz.Transition | None:
        """The first transition strictly after an instant; None if there is none."""
        for at in self.file.times[bisect_right(self.file.times, instant) :]:
            before, after = self.at(at - 1), self.at(at)
            if before != after:
                return tz.Transition(at, before, after)
        return self.file.footer.next_transition(max([instant, *self.file.times[-1:]]))

    def resolve(self, local: datetime) -> tz.Unambiguous | tz.Fold | tz.Gap:
        """The instants at which the clock shows a given local time."""
        seconds = local_seconds(local)
        near = [seconds - 2 * DAY, *self.file.changes(seconds - 2 * DAY, seconds + 2 * DAY)]
        offsets = {self.at(at).utoff for at in near}
        instants = sorted(seconds - offset for offset in offsets if self.at(seconds - offset).utoff == offset)
        if not instants:
            return tz.Gap(seconds - min(offsets), seconds - max(offsets))
        return tz.Unambiguous(*instants) if len(instants) == 1 else tz.Fold(instants[0], instants[-1])


def rule_of(text: str, dialect: str, at: int, database: tz.Database | str | None) -> tz.IanaRule | None:
    """The rule of the zone that the text names; None if the text is a TZ string or names no known zone."""
    if tz.is_valid(text, dialect) or not is_name(text):
        return None
    try:
        return tz.iana_rule(text, at, dialect=dialect, database=database)
    except ParseError:
        return None


def read_clock(
    text: str,
    dialect: str,
    at: int,
    folder: str | None,
    exit_code: int = NO,
    *,
    note: str | None = None,
    **more: Any,  # noqa: ANN401
) -> ZoneClock:
    """Returns the clock of a string or a named zone. If the text is refused, prints the reason and advice, and exits.

    If the text is refused, ``note`` and ``more`` are passed on to ``Advisor.refuse``.
    """
    rule = rule_of(text, dialect, at, folder)
    if rule is not None:
        return ZoneClock.of_rule(rule)
    try:
        return ZoneClock.of_string(tz.parse(text, dialect))
    except ParseError as error:
        advisor = Advisor(tz.database(folder), at)
        problems = unknown_name(text, dialect, advisor) or error.problems
        advisor.refuse(text, dialect, problems, exit_code=exit_code, note=file_note(text) or note, **more)


def unknown_name(text: str, dialect: str, advisor: Advisor) -> Sequence[Problem]:
    """The problems with ``text`` if it can only be the name of a zone, and no such zone is known; otherwise, ()."""
    if not is_name(text) or all(problem.code is not Code.TZ_IANA_NAME for problem in tz.validate(text, dialect)):
        return ()
    try:
        tz.iana_rule(text, advisor.at, dialect=dialect, database=advisor.database)
    except ParseError as error:
        return error.problems
    return ()


def warn_of_implied_rules(clock: ZoneClock, dialect: str) -> None:
    """Warns on standard error if a string has daylight saving time but leaves the rules to the implementation."""
    text = str(clock.zone)
    for problem in tz.validate(text, dialect) if clock.rule is None else ():
        if problem.code is Code.TZ_RULES_IMPLIED:
            print_problem(standard_error(), text, problem)


def under_reading(clocks: Sequence[ZoneClock], reading: str, implied_rules: str | None) -> list[Clock]:
    """The clocks of strings, read as ``reading`` specifies, and of named zones, which ``reading`` does not affect.

    If there are only named zones, ``--reading`` and ``--implied-rules`` have no effect. For each of them that was
    given, a note on standard error says so.
    """
    options = {"--reading": reading != tz.Reading.MERGE, "--implied-rules": implied_rules is not None}
    for option, chosen in options.items():
        if chosen and all(clock.rule is not None for clock in clocks):
            print_note(
                standard_error(),
                f"{option} has no effect on a named zone: its local time comes from the time zone database",
            )
    return [clock_of(each.zone, reading, implied_rules) if each.rule is None else each for each in clocks]


def clock_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that determine how the argument STRING is read; the command receives the string's ``clock``.

    If STRING is the name of a zone, the time zone database that contains the zone is reported on standard error.
    """

    @wraps(command)
    def reading_string(
        *,
        string: str,
        dialect: str,
        reading: str,
        implied_rules: str | None,
        folder: str | None,
        **others: Any,  # noqa: ANN401
    ) -> None:
        given = read_clock(string, dialect, int(time.time()), folder)
        (clock,) = under_reading([given], reading, implied_rules)
        if given.rule is not None:
            print_database(standard_error(), given.rule.database)
        command(string=string, clock=clock, **others)

    return dialect_option(reading_option(implied_option(database_option(reading_string))))


def print_rule(out: Output, rule: tz.IanaRule) -> None:
    """Prints the string that describes a zone's clock and, if one is known, the instant until which it does so."""
    until = "" if rule.until is None else f" until {iso(rule.until)}"
    say(out, f"{rule.name} is {rule.zone}{until}, according to the time zone database {rule.database}")


def named(rule: tz.IanaRule | None) -> dict[str, Any]:
    """The rule of a zone given by name, as members of a JSON object; an empty dict if there is no rule."""
    if rule is None:
        return {}
    database = database_json(rule.database)
    return {"name": rule.name, "exact": rule.exact, "until": rule.until, "database": database}


def rule_json(rule: tz.IanaRule) -> dict[str, Any]:
    """A JSON object that contains a zone's string, and states when the string describes the zone's clock."""
    return {
        "name": rule.name,
        "string": str(rule.zone),
        "exact": rule.exact,
        "since": rule.since,
        "until": rule.until,
        "departures": [{"since": each.since, "until": each.until, **fields(each.shown)} for each in rule.departures],
        "database": database_json(rule.database),
    }


def parting(a: ZoneFile, b: ZoneFile, at: int) -> int | None:
    """The first instant at or after ``at`` at which two clocks show different UTC offsets; None if they never do."""
    last = max([at, *a.times[-1:], *b.times[-1:]])
    for instant in sorted({at, *a.changes(at, last), *b.changes(at, last)}):
        if a.at(instant).utoff != b.at(instant).utoff:
            return instant
    return agrees_until(ZoneFile((), (), a.footer), b.footer, last)
