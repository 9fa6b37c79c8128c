"""``vapix-proto tz``: explain, transitions, at."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import ParseError
from vapix_proto import tz as library
from vapix_proto.cli import explain as explaining
from vapix_proto.cli import zdump
from vapix_proto.cli.advice import Advisor, advice_options
from vapix_proto.cli.instants import iso, parse_instant, utc_offset, wall
from vapix_proto.cli.options import clock_of, database_option
from vapix_proto.cli.options import dialect_option as _dialect
from vapix_proto.cli.options import implied_option as _implied
from vapix_proto.cli.options import read_zone as _zone
from vapix_proto.cli.options import reading_option as _reading
from vapix_proto.cli.output import (
    NO,
    format_option,
    print_database,
    print_json,
    print_problem,
    say,
    standard_error,
    standard_output,
    transition_json,
    type_json,
)
from vapix_proto.cli.text_files import file_note
from vapix_proto.cli.zones import FileClock, named, print_rule
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.clock.transitions import Fold, Gap, Unambiguous

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["at", "explain", "transitions"]


@click.command()
@click.argument("string")
@_dialect
@_reading
@advice_options
@format_option("text", "json")
@click.option("--year", type=click.IntRange(1, 9999), help="The year to draw.  [default: that of --at]")
def explain(string: str, dialect: str, reading: str, advisor: Advisor, output: str, year: int | None) -> None:
    """Explain a string in plain English.

    The explanation shows what the clock does, what each piece of the string means, the next transitions, the year as a
    band, and which implementations read the string differently. STRING may also be the name of a zone, such as
    Europe/Vienna: then the string in force at --at is explained.

    Exit code 0 if the string is valid, 1 if not.
    """
    now = int(time.time()) if advisor.at is None else advisor.at
    rule = None if advisor.database is None else named(string, dialect, now, advisor.database)
    text = string if rule is None else str(rule.zone)
    if library.is_valid(text, dialect):
        clock_of(library.parse(text, dialect), reading)  # an implementation may refuse it
    if output == "json":
        record = explaining.as_json(text, dialect, reading, now, advisor)
        print_json(record if rule is None else {"name": rule.name, "exact": rule.exact, "until": rule.until} | record)
        raise SystemExit(0 if record["valid"] else NO)
    out = standard_output()
    if rule is not None:
        print_rule(out, rule)
    try:
        explaining.as_text(out, text, dialect, reading, now, year, advisor)
    except ParseError:
        problems = advisor.problems(text, dialect)
        for problem in problems:
            print_problem(out, text, problem)
        advisor.print(out, problems, advisor.suggestions(text, dialect, problems))
        if (note := file_note(text)) is not None:
            say(out, ("note: ", "bold"), note)
        raise SystemExit(NO) from None


@click.command()
@click.argument("string")
@click.option("--from", "first", type=click.IntRange(1, 9999), help="The first UTC year.  [default: this year]")
@click.option(
    "--to", "last", type=click.IntRange(1, 10000), help="The first UTC year that is left out.  [default: --from plus 5]"
)
@_dialect
@_reading
@_implied
@database_option
@format_option("text", "json", "zdump")
def transitions(
    string: str,
    first: int | None,
    last: int | None,
    dialect: str,
    reading: str,
    implied_rules: str | None,
    folder: str | None,
    output: str,
) -> None:
    """List the transitions of a clock in a range of UTC years.

    STRING may also be the name of a zone: then its transitions are those in the time zone database. The year of --to is
    not part of the range: --from 2026 --to 2027 lists 2026. --format zdump prints the lines of 'zdump -V -c FROM,TO'.
    """
    low = year_of(int(time.time())) if first is None else first
    high = min(low + 5, 10000) if last is None else last
    if low == high:
        raise click.UsageError(f"--to is exclusive: for the transitions of {low}, write --to {low + 1}")
    if low > high:
        raise click.UsageError(
            f"--to {high} is before " + (f"{low}, this year; add --from" if first is None else f"--from {low}")
        )
    clock = _clock(string, dialect, reading, implied_rules, folder)
    if output == "zdump":
        for line in zdump.lines(string, clock, low, high):
            sys.stdout.write(line + "\n")
        return
    found = clock.transitions(low, high)
    if output == "json":
        for transition in found:
            print_json(transition_json(transition))
        return
    out = standard_output()
    if not found:
        say(out, f"The clocks do not change from {low} to {high - 1}.")
    explaining.print_transitions(out, found)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("string")
@click.argument("instants", nargs=-1, required=True, metavar="INSTANT...")
@_dialect
@_reading
@_implied
@database_option
@format_option("text", "json")
def at(
    string: str,
    instants: tuple[str, ...],
    dialect: str,
    reading: str,
    implied_rules: str | None,
    folder: str | None,
    output: str,
) -> None:
    """Show the local time at given instants.

    STRING may also be the name of a zone: then its clock is that of the time zone database. An INSTANT is 'now', a
    number of seconds since 1970 (UTC), or a date and time such as 2026-07-01T12:00:00Z or 2026-07-01T12:00+02:00.
    Without Z or an offset it is a local time, and the answer is the instants at which the clock shows it: one, two in a
    fold, none in a gap.
    """
    clock = _clock(string, dialect, reading, implied_rules, folder)
    now = int(time.time())
    moments = [_moment(text, now) for text in instants]
    out = standard_output()
    for text, moment in zip(instants, moments, strict=True):
        if isinstance(moment, datetime):
            found = clock.resolve(moment)
            utc = _instants(found)
            record: dict[str, Any] = {
                "input": text,
                "local": moment.isoformat(),
                "kind": type(found).__name__.lower(),
                "instants": [{"instant": t, "utc": iso(t), **type_json(clock.at(t))} for t in utc],
            }
            line = _local_line(wall_text=f"{moment:%Y-%m-%d %H:%M:%S}", found=found, clock_at=clock.at)
        else:
            kind = clock.at(moment)
            local = wall(moment + kind.utoff)
            record = {
                "input": text,
                "instant": moment,
                "utc": iso(moment),
                "local": local.replace(" ", "T"),
                **type_json(kind),
            }
            season = "daylight saving time" if kind.isdst else "standard time"
            line = f"{iso(moment)}  is  {local} {kind.designation}  ({utc_offset(kind.utoff)}, {season})"
        if output == "json":
            print_json(record)
        else:
            say(out, line)


def _clock(text: str, dialect: str, reading: str, implied: str | None, folder: str | None) -> library.Clock | FileClock:
    """The clock of a string, or that of a zone by its name; the database is then reported on standard error."""
    rule = named(text, dialect, int(time.time()), folder)
    if rule is None:
        return clock_of(_zone(text, dialect), reading, implied)
    print_database(standard_error(), rule.database)
    return FileClock(rule)


def _moment(text: str, now: int) -> int | datetime:
    try:
        return parse_instant(text, now)
    except ValueError:
        raise click.UsageError(f"{text!r} is neither seconds since 1970 nor a date and time of ISO 8601") from None


def _instants(found: Unambiguous | Fold | Gap) -> tuple[int, ...]:
    if isinstance(found, Unambiguous):
        return (found.utc,)
    if isinstance(found, Fold):
        return found.earlier, found.later
    return ()


def _local_line(
    wall_text: str, found: Unambiguous | Fold | Gap, clock_at: Callable[[int], library.LocalTimeType]
) -> str:
    shown = [f"{iso(t)} ({clock_at(t).designation})" for t in _instants(found)]
    if isinstance(found, Gap):
        after, before = (
            f"{wall(t + clock_at(t).utoff)} {clock_at(t).designation}" for t in (found.before, found.after)
        )
        return f"{wall_text}  does not exist: the clock skips it, and shows {before} or {after} instead"
    if isinstance(found, Fold):
        return f"{wall_text}  occurs twice: at {shown[0]} and at {shown[1]}"
    return f"{wall_text}  is  {shown[0]}"
