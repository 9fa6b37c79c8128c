"""``vapix-proto tz from-iana`` and ``to-iana``: between TZ strings and the zones of an IANA time zone database."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from vapix_proto import ParseError
from vapix_proto import tz as library
from vapix_proto.cli.advice import Advisor
from vapix_proto.cli.options import at_option, database_option, dialect_option
from vapix_proto.cli.output import (
    NO,
    database_json,
    format_option,
    print_database,
    print_json,
    say,
    standard_error,
    standard_output,
)
from vapix_proto.cli.zone_table import FORMATS, print_table
from vapix_proto.cli.zones import parting, read_clock, rule_json, warn_of_implied_rules
from vapix_proto.tz.clock.calendar import iso, utc_offset
from vapix_proto.tz.iana.installed import zone_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.tz import IanaRule, PosixTimeZone

__all__ = ["from_iana", "to_iana"]

#: How many departures are printed for people; JSON has all.
_SHOWN = 4


@click.command("from-iana")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Print all zones of the database with their strings.")
@dialect_option
@at_option
@database_option
@click.option("--inexact", is_flag=True, help="Print the best string even if it does not hold for good.")
@format_option(*FORMATS)
def from_iana(
    name: str | None, every: bool, dialect: str, at: int | None, folder: str | None, inexact: bool, output: str
) -> None:
    """Print the string of a zone such as Europe/Vienna.

    The string shows the clock of the zone from now or --at on. If no string of the dialect does so for good, the
    command fails; with --inexact it prints the best string, and reports on standard error how long it holds. The
    version of the database is also on standard error.

    --all prints a table of all zones: the name, the best string, how long it holds (empty if no end is known), and,
    where the dialect can't write the string in force, that string. --format csv is for spreadsheets; --format c is a
    header for C and C++, for devices without the database.

    Exit code 0 if a string is printed, 1 if there is no such zone or no such string, 2 for a usage error.
    """
    if every is (name is not None) or (output in ("csv", "c") and not every):
        raise click.UsageError("give the name of a zone, or --all; --format csv and --format c need --all")
    if name is None:
        print_table(output, dialect, at, folder)
        return
    try:
        library.from_iana(name, dialect, at=at, exact=not inexact, database=folder)
        rule = library.iana_rule(name, at, dialect=dialect, database=folder)
    except ParseError as error:
        Advisor(library.database(folder), at).refuse(name, dialect, error.problems, text=error.text)
    if output == "json":
        print_json(rule_json(rule))
        return
    say(standard_output(), str(rule.zone))
    print_database(standard_error(), rule.database)
    if rule.until is not None:
        following = library.iana_rule(name, rule.until, dialect=dialect, database=rule.database).zone
        _print_departures(rule, None if following == rule.zone else following)


def _print_departures(rule: IanaRule, following: PosixTimeZone | None) -> None:
    err = standard_error()
    if rule.until is not None and following is not None:
        say(err, f"holds until {iso(rule.until)}; from then on: {following}")
    for each in rule.departures[:_SHOWN]:
        shown = f"{utc_offset(each.shown.utoff)} ({each.shown.designation})"
        say(err, f"differs: from {iso(each.since)} to {iso(each.until)} the clock of {rule.name} shows {shown}")
    if len(rule.departures) > _SHOWN:
        say(err, f"... and {len(rule.departures) - _SHOWN} more until the end of 2099")


@click.command("to-iana")
@click.argument("string")
@dialect_option
@at_option
@database_option
@format_option("text", "json")
def to_iana(string: str, dialect: str, at: int | None, folder: str | None, output: str) -> None:
    """Print the zones that have the clock of a string.

    These zones of the time zone database show the UTC offsets of STRING from now or --at on; their designations may
    differ. STRING may also be the name of a zone. The version of the database is on standard error.

    Exit code 0 if a zone is printed, 1 if no zone has this clock or the string is invalid.
    """
    since = int(time.time()) if at is None else at
    clock = read_clock(string, dialect, since, folder)
    database = library.database(folder) if clock.rule is None else clock.rule.database
    names: Sequence[str] = ()
    if clock.rule is not None:
        zones = zone_files(clock.rule.database).items()
        names = sorted(
            name for name, file in zones if not file.unspecified and parting(clock.file, file, since) is None
        )
    elif database is not None:
        names = library.iana_names(clock.zone, at=since, database=database)
    if output == "json":
        used = None if database is None else database_json(database)
        print_json({"string": string, "names": list(names), "database": used})
        raise SystemExit(0 if names else NO)
    warn_of_implied_rules(clock, dialect)
    out = standard_output()
    for name in names:
        say(out, name)
    if database is None:
        say(standard_error(), "No time zone database is installed: install the package tzdata.")
    else:
        if not names:
            say(standard_error(), "No zone of the time zone database shows this clock.")
        print_database(standard_error(), database)
    raise SystemExit(0 if names else NO)
