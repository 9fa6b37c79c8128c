"""``vapix-proto tz from-iana --all``: every zone of a database with its string, as a table for people and programs."""

from __future__ import annotations

import csv
import sys
import time
from typing import TYPE_CHECKING

import click

from vapix_proto import tz
from vapix_proto.cli.options import needed_database
from vapix_proto.cli.output import print_database, print_json, standard_error, standard_output
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.zones import rule_json
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORMATS", "print_table"]

FORMATS = ("text", "json", "csv", "c")


def print_table(output: str, dialect: str, at: int | None, folder: str | None) -> None:
    """Prints all zones of a database, sorted by their names; a usage error if there is none."""
    database = needed_database(folder)
    instant = int(time.time()) if at is None else at
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


def _rows(dialect: str, at: int, database: tz.Database) -> Iterator[tuple[tz.IanaRule, str | None]]:
    """The rule of each zone, and the string in force where the dialect can't write it and the rule has the nearest."""
    for name in database.names():
        rule = tz.iana_rule(name, at, dialect=dialect, database=database)
        # TZif version 3 writes every string that a database has.
        in_force = tz.iana_rule(name, at, dialect=tz.TZIF_V3, database=database).zone
        yield rule, None if in_force == rule.zone else str(in_force)


def _until(rule: tz.IanaRule) -> str:
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
