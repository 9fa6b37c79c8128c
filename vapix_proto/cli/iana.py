"""``vapix-proto tz from-iana`` and ``to-iana``: between TZ strings and the zones of the installed IANA database."""

from __future__ import annotations

import click
from rich.text import Text

from vapix_proto import ParseError
from vapix_proto import tz as library
from vapix_proto.cli.options import dialect_option, read_zone, refuse
from vapix_proto.cli.output import NO, console, format_option, print_json

__all__ = ["from_iana", "to_iana"]


@click.command("from-iana")
@click.argument("name")
@dialect_option
@format_option("text", "json")
def from_iana(name: str, dialect: str, output: str) -> None:
    """Print the string of the rule that a zone such as Europe/Vienna follows now and from now on.

    Exit code 1 if there is no such zone, or the dialect can't write its rule.
    """
    try:
        zone = library.from_iana(name, dialect)
    except ParseError as error:
        refuse(error.text, error, NO)
    if output == "json":
        print_json({"name": name, "string": str(zone)})
    else:
        console().print(Text(str(zone)))


@click.command("to-iana")
@click.argument("string")
@dialect_option
@format_option("text", "json")
def to_iana(string: str, dialect: str, output: str) -> None:
    """Print the zones of the installed database that show the same clock now and from now on, one a line.

    Their designations may be others. Exit code 1 if there is none, or the string is not valid.
    """
    names = library.iana_names(read_zone(string, dialect))
    if output == "json":
        print_json({"string": string, "names": list(names)})
    elif names:
        out = console()
        for name in names:
            out.print(Text(name))
    else:
        console(stderr=True).print(Text("No zone of the installed time zone database shows this clock."))
    raise SystemExit(0 if names else NO)
