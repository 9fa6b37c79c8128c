"""``vapix-proto tz plot``: a picture of a year of a clock."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vapix_proto.cli.instants import shown_offset, wall
from vapix_proto.cli.options import dialect_option, implied_option, read_zone, reading_option
from vapix_proto.tz.clock.calendar import DAY, days_before_month, is_leap, year_of, year_start

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from vapix_proto.tz import Clock

__all__ = ["plot"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KINDS = (".svg", ".png")


@click.command()
@click.argument("string")
@click.option("--year", type=click.IntRange(1, 9999), help="The UTC year to draw.  [default: this year]")
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the picture: a name that ends in .svg or .png.",
)
@dialect_option
@reading_option
@implied_option
def plot(string: str, year: int | None, file: Path, dialect: str, reading: str, implied_rules: str) -> None:
    """Draw the offset from UTC through a year, with the changes and the local times before and after them.

    Needs matplotlib: pip install 'vapix-proto[plot]'. Exit code 1 if the string is not valid.
    """
    if file.suffix.lower() not in _KINDS:
        raise click.BadParameter(f"the name of the picture must end in {' or '.join(_KINDS)}", param_hint="'-o'")
    zone = read_zone(string, dialect)
    try:
        from matplotlib import rc_context  # noqa: PLC0415 - an extra, and slow to load
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise click.UsageError(f"{error.name} is missing; install it with: pip install 'vapix-proto[plot]'") from None
    chosen = year or year_of(int(time.time()))
    # Texts stay texts, and the same question gives the same file.
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "vapix-proto"}):
        figure = Figure(figsize=(10, 4.5), layout="constrained")
        axes = figure.subplots()
        _draw(axes, zone.clock(reading=reading, implied_rules=implied_rules), chosen)
        axes.set_title(f"{string if len(string) <= 80 else string[:77] + '...'}  in {chosen}", parse_math=False)
        kind = file.suffix.lower()[1:]
        try:
            figure.savefig(file, format=kind, metadata={"Date": None} if kind == "svg" else None)
        except OSError as error:
            raise click.UsageError(f"can't write {file}: {error.strerror}") from None


def _draw(axes: Axes, clock: Clock, year: int) -> None:
    low, high = year_start(year), year_start(year + 1)
    changes = clock.transitions(year)
    kinds = [clock.at(low), *(change.after for change in changes)]
    edges = [(at - low) / DAY for at in (low, *(change.at for change in changes), high)]
    hours = [kind.utoff / 3600 for kind in kinds]
    axes.stairs(hours, edges, baseline=None, linewidth=2)
    for kind, hour, left, right in zip(kinds, hours, edges, edges[1:], strict=False):
        axes.annotate(
            f"{kind.designation} ({shown_offset(kind.utoff)})", ((left + right) / 2, hour),
            xytext=(0, 6), textcoords="offset points", ha="center", parse_math=False,
        )  # fmt: skip
    middle = (min(hours) + max(hours)) / 2
    for change, at in zip(changes, edges[1:], strict=False):
        before, after = wall(change.at + change.before.utoff), wall(change.at + change.after.utoff)
        # Late in the year there is room on the left only.
        late = at > 0.8 * edges[-1]
        axes.axvline(at, linestyle=":", linewidth=1, color="gray")
        axes.annotate(
            f"{before}\n\N{RIGHTWARDS ARROW} {after}", (at, middle), xytext=(-4 if late else 4, 0),
            textcoords="offset points", ha="right" if late else "left", va="center", fontsize="small",
        )  # fmt: skip
    leap = is_leap(year)
    axes.set_xticks([days_before_month(month, leap) for month in range(1, 13)], _MONTHS)
    axes.set_xlim(0, (high - low) / DAY)
    axes.set_ylim(min(hours) - 0.5, max(hours) + 0.5)
    axes.set_xlabel("UTC")
    axes.set_ylabel("hours ahead of UTC")
