"""``vapix-proto tz fleet``: the clocks of many devices, the soonest transition first."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz
from vapix_proto._places import visible
from vapix_proto.cli.advice import Advisor, advice_options
from vapix_proto.cli.fleet_files import devices_of
from vapix_proto.cli.fleet_rows import fleet_rows
from vapix_proto.cli.options import dialect_option
from vapix_proto.cli.output import (
    NO,
    database_json,
    fields,
    format_option,
    print_database,
    print_json,
    problems_json,
    say,
    standard_error,
    standard_output,
    transition_json,
    unicode_output,
)
from vapix_proto.cli.plot import picture_option, write_picture
from vapix_proto.cli.text_files import complete_file, read_file
from vapix_proto.pictures.fleet import counted, fleet_picture, fleet_title, shortened, soon
from vapix_proto.pictures.wording import days_ahead, move, short_date, times
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.cli.output import Output
    from vapix_proto.pictures.fleet import FleetRow, InvalidRow

__all__ = ["fleet"]


@click.command()
@click.argument("file", metavar="FILE | -", shell_complete=complete_file)
@picture_option
@click.option("--column", metavar="NAME", help="The column of CSV, or the key of JSON, that has the strings.")
@click.option("--names", metavar="NAME", help="The column, or key, that has the names of the devices.")
@dialect_option
@advice_options
@format_option("text", "json")
def fleet(
    file: str, target: str | None, column: str | None, names: str | None, dialect: str, advisor: Advisor, output: str
) -> None:
    """List the clocks of many devices.

    The soonest transition comes first. With -o, an SVG picture of the clocks is written instead of the list.

    Each line of the FILE has a device and its string, or the name of a zone such as Europe/Vienna, with a tab, blanks
    or a comma between. Blank lines, and lines that begin with '#', are skipped. The FILE may also be CSV whose first
    line names the columns; JSON: an object of devices and strings, or an array of objects; or JSON Lines. '-' reads
    standard input.

    Devices that show the same UTC offsets share a row, unless implementations differ on some of them. Implementations
    that misread all rules of the form Mm.w.d are not counted as differing.

    Exit code 0 if all strings are valid, 1 if some are not, 2 if the file can't be read.
    """
    if target is not None and os.path.exists(target) and os.path.exists(file) and os.path.samefile(file, target):
        raise click.UsageError(f"the picture would replace {file}")
    if target == "-" and output == "json":
        raise click.UsageError("the picture would be among the JSON on standard output: give -o the name of a file")
    now = int(time.time()) if advisor.at is None else advisor.at
    zones = frozenset(() if advisor.database is None else advisor.database.names())
    text = read_file(file).decode("utf-8", "surrogateescape")
    devices = devices_of(text, column, names, lambda word: tz.is_valid(word, dialect) or word in zones)
    rows, invalid = fleet_rows(devices, dialect, now, advisor)
    if not rows and not invalid:
        raise click.UsageError(f"there are no strings in {file}")
    if target is not None:
        write_picture(target, fleet_picture(rows, invalid, now).as_file())
    if output == "json":
        database = {"database": None if advisor.database is None else database_json(advisor.database)}
        for row in rows:
            print_json(_row_json(row, now) | database)
        for wrong in invalid:
            print_json(_invalid_json(wrong, dialect) | database)
    elif target is None:
        _print(standard_output(), rows, invalid, now)
    by_name = any(not tz.is_valid(string, dialect) for row in rows for string in row.strings)
    if output == "text" and advisor.database is not None and (invalid or by_name):
        print_database(standard_error(), advisor.database)
    raise SystemExit(NO if invalid else 0)


def _row_json(row: FleetRow, now: int) -> dict[str, Any]:
    following = row.next_transition
    return {
        "valid": True,
        "strings": list(row.strings),
        "devices": list(row.devices),
        "now": {"instant": now, "utc": iso(now), **fields(row.shown.at(now))},
        "next_transition": None if following is None else transition_json(following),
        "contested": row.contested,
        "differ": list(row.differ),
    }


def _invalid_json(row: InvalidRow, dialect: str) -> dict[str, Any]:
    return {
        "valid": False,
        "strings": [row.string],
        "devices": list(row.devices),
        "problems": problems_json(tz.validate(row.string, dialect)),
        "advice": row.advice,
    }


def _print(out: Output, rows: Sequence[FleetRow], invalid: Sequence[InvalidRow], now: int) -> None:
    arrow = "\u2192" if unicode_output(out) else "->"
    say(out, f"{iso(now)}: {fleet_title(rows, invalid, now)}", style="bold")
    for row in rows:
        following = row.next_transition
        say(out, "")
        if following is None:
            say(out, "no transition", style="bold")
        else:
            near = "bold yellow" if soon(row, now) else "bold"
            say(out, f"{days_ahead(following.at - now)}: {move(following)}", style=near)
            local = following.at + following.before.utoff
            _line(out, f"{short_date(local, 0)}, {times(following, arrow)}")
        for string in row.strings:
            _line(out, string)
        _print_devices(out, row.devices)
        if row.disputed:
            style = "yellow" if row.contested else ""
            _list(out, f"implementations differ{':' if row.differ else ''}", row.differ, style)
    for wrong in invalid:
        say(out, "")
        say(out, visible(f"invalid: {wrong.string}"), style="bold red")
        _line(out, wrong.message)
        if wrong.advice is not None:
            _line(out, wrong.advice, style="bold")
        _print_devices(out, wrong.devices)


def _print_devices(out: Output, names: Sequence[str]) -> None:
    _list(out, f"{counted(len(names), 'device')}:", names)


def _list(out: Output, head: str, items: Sequence[str], style: str = "") -> None:
    """Prints as much of a list as fits on a line."""
    _line(out, shortened(head, items, out.width - 2, len), style)


def _line(out: Output, text: str, style: str = "") -> None:
    say(out, f"  {visible(text)}", style=style)
