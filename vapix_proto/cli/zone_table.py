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
    from collections.abc import Callable, Iterable

__all__ = ["FORMATS", "print_table"]

#: Writes every string that a database has.
_WIDEST = tz.TZIF_V3


class _Row:
    """A zone with its string.

    Attributes:
        rule: The string in the dialect, and up to when it shows the clock of the zone.
        in_force: The string of the zone where the dialect can't write it, and that of the rule is the nearest.
    """

    def __init__(self, name: str, dialect: str, at: int, database: tz.Database) -> None:
        self.rule = tz.iana_rule(name, at, dialect=dialect, database=database)
        true = tz.iana_rule(name, at, dialect=_WIDEST, database=database).zone
        self.in_force = None if true == self.rule.zone else str(true)

    @property
    def string(self) -> str:
        """The string in the dialect."""
        return str(self.rule.zone)

    @property
    def until(self) -> str:
        """The first instant at which the string does not show the clock of the zone; empty if there is none."""
        return "" if self.rule.until is None else iso(self.rule.until)


def print_table(output: str, dialect: str, at: int | None, folder: str | None) -> None:
    """Prints all zones of a database, sorted by their names; a usage error if there is no database."""
    database = needed_database(folder)
    instant = int(time.time()) if at is None else at
    FORMATS[output]([_Row(name, dialect, instant, database) for name in database.names()], dialect, instant, database)


def _text(rows: Iterable[_Row], _dialect: str, _at: int, database: tz.Database) -> None:
    cells = []
    for row in rows:
        notes = [f"until {row.until}"] if row.until else []
        notes += [f"nearest to {row.in_force}"] if row.in_force else []
        cells.append((row.rule.name, row.string, f"({', '.join(notes)})" if notes else ""))
    print_rows(standard_output(), cells, indent=0)
    print_database(standard_error(), database)


def _json(rows: Iterable[_Row], _dialect: str, _at: int, _database: tz.Database) -> None:
    for row in rows:
        print_json(rule_json(row.rule) | {"in_force": row.in_force})


def _csv(rows: Iterable[_Row], _dialect: str, _at: int, database: tz.Database) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["name", "string", "until", "in_force", "database"])
    for row in rows:
        writer.writerow([row.rule.name, row.string, row.until, row.in_force, database.version])


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


def _c(rows: Iterable[_Row], dialect: str, at: int, database: tz.Database) -> None:
    click.echo(_C_HEAD.format(version=database.version or "unknown", at=iso(at), dialect=dialect), nl=False)
    for row in rows:
        note = f" /* nearest to {row.in_force} */" if row.in_force else ""
        click.echo(f'    {{"{row.rule.name}", "{row.string}", {row.rule.until or 0}}},{note}')
    click.echo(_C_END, nl=False)


FORMATS: dict[str, Callable[[Iterable[_Row], str, int, tz.Database], None]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "c": _c,
}
