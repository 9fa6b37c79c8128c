"""``vapix-proto tz from-iana`` and ``to-iana``: convert between TZ strings and zones of the IANA database."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING

import click

from vapix_proto import ParseError
from vapix_proto import tz as library
from vapix_proto.cli.advice import Advisor
from vapix_proto.cli.options import at_option, database_option, dialect_option, needed_database, or_now
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
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.zones import parting, read_clock, rule_json, warn_of_implied_rules
from vapix_proto.tz.clock.calendar import iso, utc_offset
from vapix_proto.tz.iana.installed import zone_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz import Database, IanaRule


#: The text output lists at most this many periods in which the zone's clock differs from the string; JSON lists all.
_SHOWN = 4


@click.command("from-iana")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Print all zones in the database, with their TZ strings.")
@dialect_option
@at_option
@database_option
@click.option("--inexact", is_flag=True, help="Print the best string even if it will not stay correct forever.")
@format_option("text", "json", "csv", "c")
def from_iana(
    name: str | None, every: bool, dialect: str, at: int | None, folder: str | None, inexact: bool, output: str
) -> None:
    """Print the string of a zone such as Europe/Vienna.

    The string describes the zone's clock from now or --at onwards. If no string in the dialect does so forever, the
    command fails. With --inexact it prints the string that does so for the longest time or, if the dialect does not
    allow that one, the nearest string that it allows, and reports on standard error how long the string holds. The
    version of the time zone database is also printed to standard error.

    --all prints a table of all zones: the name, the string that --inexact prints, and the instant until which it holds
    (empty if no end is known). If the dialect does not allow the string that describes a zone's clock now (or at --at),
    the table shows that string, too. --format csv is for spreadsheets; --format c prints a header file for C and C++,
    for devices without the database.

    Exit code 0 if a string is printed, 1 if there is no such zone or no such string, 2 for a usage error.
    """
    if every is (name is not None) or (output in ("csv", "c") and not every):
        raise click.UsageError("give the name of a zone, or --all; --format csv and --format c need --all")
    if name is None:
        _print_table(output, dialect, at, folder)
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
        if following != rule.zone:
            say(standard_error(), f"holds until {iso(rule.until)}; from then on: {following}")
    _print_departures(rule)


def _print_departures(rule: IanaRule) -> None:
    err = standard_error()
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
    """Print the time zones whose clocks match a TZ string.

    The command prints the zones in the time zone database that have the same UTC offsets as STRING from now or --at
    onwards; their designations may differ. STRING may also be a zone name. The version of the database is printed to
    standard error.

    Exit code 0 if a zone is printed, 1 if no zone matches or the string is invalid.
    """
    since = or_now(at)
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
        print_json({"string": string, "names": list(names), "database": database_json(database)})
        raise SystemExit(0 if names else NO)
    warn_of_implied_rules(clock, dialect)
    out = standard_output()
    for name in names:
        say(out, name)
    if database is None:
        say(standard_error(), "No time zone database is installed: install the tzdata package.")
    else:
        if not names:
            say(standard_error(), "No zone in the time zone database has this clock.")
        print_database(standard_error(), database)
    raise SystemExit(0 if names else NO)


def _print_table(output: str, dialect: str, at: int | None, folder: str | None) -> None:
    """Prints all zones of a database, sorted by name. Raises a usage error if there is no database."""
    database = needed_database(folder)
    instant = or_now(at)
    rows = _rows(dialect, instant, database)
    if output == "json":
        for rule, in_force in rows:
            print_json(rule_json(rule) | {"in_force": in_force})
    elif output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["name", "string", "until", "in_force", "database"])
        for rule, in_force in rows:
            writer.writerow([rule.name, rule.zone, _until(rule), in_force, database.version])
    elif output == "c":
        click.echo(_C_HEAD.format(version=database.version or "unknown", at=iso(instant), dialect=dialect), nl=False)
        for rule, in_force in rows:
            note = "" if in_force is None else f" /* nearest to {in_force} */"
            click.echo(f'    {{"{rule.name}", "{rule.zone}", {rule.until or 0}}},{note}')
        click.echo(_C_END, nl=False)
    else:
        cells = []
        for rule, in_force in rows:
            notes = [] if rule.until is None else [f"until {_until(rule)}"]
            notes += [] if in_force is None else [f"nearest to {in_force}"]
            cells.append((rule.name, str(rule.zone), f"({', '.join(notes)})" if notes else ""))
        print_rows(standard_output(), cells, indent=0)
        print_database(standard_error(), database)


def _rows(dialect: str, at: int, database: Database) -> Iterator[tuple[IanaRule, str | None]]:
    """Yields an ``IanaRule`` for each zone, paired with the string in force if the dialect does not allow that string.

    In that case, the ``IanaRule`` contains the nearest string that the dialect allows. Otherwise it contains the string
    in force, and is paired with None.
    """
    for name in database.names():
        rule = library.iana_rule(name, at, dialect=dialect, database=database)
        # TZif version 3 allows every string in a database.
        in_force = library.iana_rule(name, at, dialect=library.TZIF_V3, database=database).zone
        yield rule, None if in_force == rule.zone else str(in_force)


def _until(rule: IanaRule) -> str:
    return "" if rule.until is None else iso(rule.until)


_C_HEAD = """\
/* The zones of the IANA time zone database {version} as POSIX TZ strings, by the rules in force at {at}.
 *
 * Written by: vapix-proto tz from-iana --all --format c --dialect {dialect} --at {at}
 * Sorted by name as strcmp compares, so that bsearch finds a zone.
 */
#ifndef IANA_ZONES_H
#define IANA_ZONES_H

#include <stdint.h>

#define IANA_ZONES_VERSION "{version}"

struct iana_zone {{
    const char *name;
    const char *tz;
    int64_t until; /* until when the string shows the clock of the zone, in seconds since 1970; 0 if no end is known */
}};

static const struct iana_zone iana_zones[] = {{
"""
_C_END = """\
};

#endif
"""
