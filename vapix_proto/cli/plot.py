"""``vapix-proto tz plot``: shows, as an SVG picture, when standard and daylight saving time are in force in a year."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from vapix_proto.cli.options import at_option, or_now
from vapix_proto.cli.zones import ZoneClock, clock_options
from vapix_proto.pictures.year import year_picture
from vapix_proto.tz.clock.calendar import year_of

if TYPE_CHECKING:
    from vapix_proto.cli.zones import Clock


_OTHER_FORMATS = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"))
picture_option = click.option(
    "-o", "target", type=click.Path(dir_okay=False, allow_dash=True), metavar="FILE.svg",
    help="Write the picture to this file; an existing file is replaced.",
)  # fmt: skip


@click.command()
@click.argument("string")
@picture_option
@click.option("--year", type=click.IntRange(1, 9999), help="The UTC year to draw.  [default: the year of --at]")
@click.option(
    "--width",
    type=click.IntRange(240, 10_000),
    default=860,
    show_default=True,
    help="The width of the picture, in pixels.",
)
@clock_options
@at_option
def plot(string: str, clock: Clock, target: str | None, year: int | None, width: int, at: int | None) -> None:
    """Draw a year of a time zone as an SVG picture.

    The picture shows the year as a band in two colours, the transitions with their dates and times, and a mark for the
    day that --at gives. STRING may also be a zone name; in that case, its clock comes from the time zone
    database. Without -o, the picture goes to standard output.
    """
    now = or_now(at)
    name = string if isinstance(clock, ZoneClock) else None
    picture = year_picture(clock, year_of(now) if year is None else year, width=width, now=now, name=name)
    write_picture(target, picture.as_file())


def write_picture(target: str | None, svg: str) -> None:
    """Writes a picture to a file, or to standard output. Raises a usage error if the file can't be written."""
    if PurePath(target or "").suffix.lower() in _OTHER_FORMATS:
        raise click.UsageError(f"the picture is SVG: write a name that ends in .svg, not {target}")
    if target in (None, "-"):
        sys.stdout.buffer.write(svg.encode())  # UTF-8, regardless of the terminal's encoding
        return
    try:
        with open(str(target), "w", encoding="utf-8", newline="\n") as file:
            file.write(svg)
    except OSError as error:
        raise click.UsageError(f"can't write {target}: {error.strerror}") from None
