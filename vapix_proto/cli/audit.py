"""``vapix-proto tz audit``: compares a table of zones and strings with the time zone database."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import Code, ParseError, tz
from vapix_proto._places import plural
from vapix_proto.cli.options import at_option, database_option, dialect_option, needed_database, or_now
from vapix_proto.cli.output import NO, database_json, format_option, print_database, print_json, say, standard_output
from vapix_proto.cli.text_files import complete_file, read_file
from vapix_proto.cli.zones import ZoneClock
from vapix_proto.errors import quote
from vapix_proto.tz.clock.calendar import iso
from vapix_proto.tz.iana.agreement import agrees_until
from vapix_proto.tz.scanning.table import Table, has_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@click.command()
@click.argument("file", metavar="FILE | -", shell_complete=complete_file)
@dialect_option
@at_option
@database_option
@format_option("text", "json")
def audit(file: str, dialect: str, at: int | None, folder: str | None, output: str) -> None:
    """Check a table of zones and strings against the database.

    Each line of FILE has a zone name, a comma, and the zone's string; either may be in double quotes. A heading
    line at the top, empty lines, and lines that begin with '#' are skipped. If the headings name more than two
    columns, as in the output of 'tz from-iana --all --format csv', only the first two are used.

    A line is wrong if its string and its zone show different times at any instant from now or --at onwards. If no
    string matches the zone forever, the string that matches it the longest is accepted with a warning. The warning
    shows when to replace the string, or a period in which it differs from the zone.

    Exit code 0 if no line is wrong, 1 if one is, 2 if FILE is not such a table or no database is installed.
    """
    database = needed_database(folder)
    instant = or_now(at)
    out = standard_output()
    lines = wrong = 0
    for number, name, text in _rows(file, database):
        lines += 1
        found = _judged(name, text, dialect, instant, database)
        if found is None:
            continue
        wrong += found["severity"] == "error"
        record: dict[str, Any] = {"line": number, "name": name, "string": text} | found
        if output == "json":
            print_json(record | {"database": database_json(database)})
        else:
            say(
                out,
                f"line {number}: ",
                ("warning: ", "yellow") if found["severity"] == "warning" else "",
                record["message"],
            )
            if record["write"] is not None:
                until = "" if record["until"] is None else f", which holds until {iso(record['until'])}"
                say(out, ("hint: ", "bold"), f"write {record['write']}{until}")
            if record["then"] is not None:
                say(out, ("hint: ", "bold"), f"from then on, write {record['then']}")
    if output == "text":
        say(out, f"{plural(f'{lines:,}', 'line')}: {lines - wrong:,} right, {wrong:,} wrong", style="bold")
        print_database(out, database)
    raise SystemExit(NO if wrong else 0)


def _rows(file: str, database: tz.Database) -> Iterator[tuple[int, str, str]]:
    """Yields the line number, zone name and string of each row. Raises a usage error if the file is no table."""
    text = read_file(file).decode("utf-8", "surrogateescape")
    lines = re.split("\r\n|\n|\r", text)
    if not any(map(has_data, lines)):
        raise click.UsageError(f"{file}: the file is empty")
    try:
        table = Table(enumerate(lines, 1))
        for row in table.rows(1, headless=not _is_heading(table.heads, database)):
            yield row.number, row.cell(0).text.strip(), row.cell(1).text.strip()
    except ValueError as error:
        raise click.UsageError(f"{file}: {error}") from None


def _is_heading(cells: Sequence[str], database: tz.Database) -> bool:
    """Whether the first row is a heading: its first cell is not a zone name, and no other cell contains a digit."""
    name, *others = cells
    return not any(map(str.isdigit, "".join(others))) and "/" not in name and name not in database.names()


@lru_cache(maxsize=4096)  # a table of many devices repeats a few zones and strings
def _judged(name: str, text: str, dialect: str, at: int, database: tz.Database) -> dict[str, Any] | None:
    """The problem with a line, as a dict; None if there is no problem.

    A line gives a zone and a device's TZ string. The dict also states when the string's clock first differs from the
    zone's, and which string to write instead. If no string matches the zone forever, a string that matches it for as
    long as possible gets a warning, not an error.
    """
    found: dict[str, Any] = {"severity": "error", "differs": None, "write": None, "until": None, "then": None}
    try:
        rule = tz.iana_rule(name, at, dialect=dialect, database=database)
    except ParseError as error:
        return found | {"message": error.problem.message}
    found |= {"write": str(rule.zone), "until": rule.until}
    try:
        zone = tz.parse(text, dialect)
    except ParseError as error:
        return found | {"message": f"{quote(text)}, given for {name}, is invalid: {error.problem.message}"}
    differs = agrees_until(ZoneClock.of_rule(rule).file, zone, at)
    if differs is None:
        implied = next((each for each in tz.validate(text, dialect) if each.code is Code.TZ_RULES_IMPLIED), None)
        if implied is None:
            return None
        return found | {"message": f"{zone}, given for {name}: {implied.message}", "severity": "warning"}
    if rule.until is not None and differs >= rule.until:
        found |= {"severity": "warning", "differs": differs, "write": None}
        following = tz.iana_rule(name, differs, dialect=dialect, database=database).zone
        apart = [each for each in rule.departures if each.until > differs]
        if following == zone and apart:
            often = f", and {plural(len(apart) - 1, 'more time')} until the end of 2099" if len(apart) > 1 else ""
            span = f"from {iso(apart[0].since)} to {iso(apart[0].until)}"
            return found | {"message": f"{zone} is the best string for {name}, but differs {span}{often}"}
        then = None if following == zone else str(following)
        return found | {"message": f"{zone} shows the clock of {name}, but only until {iso(differs)}", "then": then}
    message = f"{zone} differs from the clock of {name}; the next difference is at {iso(differs)}"
    if differs == at:
        message = f"{zone} now differs from the clock of {name}"
    return found | {"message": message, "differs": differs}
