"""What the commands about TZ strings share: their options, and how a string is read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

import click

from vapix_proto import ParseError
from vapix_proto import tz as library
from vapix_proto.cli.instants import parse_instant
from vapix_proto.cli.output import NO, console, print_problem
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.model import rules_to_imply

if TYPE_CHECKING:
    from vapix_proto.tz import PosixTimeZone

__all__ = [
    "at_option",
    "database_option",
    "dialect_option",
    "implied_option",
    "read_zone",
    "reading_option",
    "refuse",
]

dialect_option = click.option(
    "--dialect", type=click.Choice(list(library.DIALECTS), case_sensitive=False), default="vapix", show_default=True,
    help="Whose limits count.",
)  # fmt: skip
reading_option = click.option(
    "--reading", type=click.Choice([str(reading) for reading in library.Reading]), default="merge", show_default=True,
    help="How to read strings on which implementations differ: utc-year as glibc, musl, iana, clamp as jiff.",
)  # fmt: skip


def _check_rules(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        rules_to_imply(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return value


implied_option = click.option(
    "--implied-rules", metavar="RULES", default=library.US_RULES, show_default=True, callback=_check_rules,
    help="The rules to imply for daylight saving time without rules.",
)  # fmt: skip


def _instant(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        found = parse_instant(value, int(time.time()))
    except ValueError:
        found = None
    if not isinstance(found, int) or not 1 <= year_of(found) <= 9999:
        message = f"{value!r} is not 'now', seconds since 1970, or a date and time with Z or an offset"
        raise click.BadParameter(f"{message}, of the years 1 to 9999")
    return found


at_option = click.option(
    "--at", metavar="INSTANT", callback=_instant,
    help="From when on the database counts: as for 'tz at'.  [default: now]",
)  # fmt: skip
database_option = click.option(
    "--database", "folder", type=click.Path(exists=True, file_okay=False), metavar="FOLDER",
    help="The time zone database to use.  [default: the newest installed]",
)  # fmt: skip


def read_zone(text: str, dialect: str, exit_code: int = NO) -> PosixTimeZone:
    """The zone of a string; an invalid string is printed and ends the program."""
    try:
        return library.parse(text, dialect)
    except ParseError as error:
        refuse(text, error, exit_code)


def refuse(text: str | bytes, error: ParseError, exit_code: int) -> NoReturn:
    """Prints why a text is refused, and ends the program."""
    print_problem(console(stderr=True), text, error.problem)
    raise SystemExit(exit_code)
