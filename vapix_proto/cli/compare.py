"""``vapix-proto tz compare``: shows when two clocks first differed and when they will next differ.

It also shows for how many hours a year they differ.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz
from vapix_proto.cli.options import at_option, database_option, dialect_option, implied_option, or_now, reading_option
from vapix_proto.cli.output import NO, WRONG_USE, fields, format_option, print_json, say, standard_output
from vapix_proto.cli.zones import ZoneClock, print_rule, read_clock, rule_json, under_reading, warn_of_implied_rules
from vapix_proto.tz.analysis.description import season
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, iso, utc_offset, wall, year_of, year_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from vapix_proto.cli.output import Output
    from vapix_proto.cli.zones import Clock

    #: A function that picks the values to compare from a ``LocalTimeType``.
    Shown: TypeAlias = Callable[[tz.LocalTimeType], object]


@click.command()
@click.argument("a")
@click.argument("b")
@dialect_option
@reading_option
@implied_option
@click.option("--isdst", is_flag=True, help="Also compare the daylight saving time flags.")
@click.option("--designation", is_flag=True, help="Also compare the designations.")
@at_option
@database_option
@format_option("text", "json")
def compare(
    a: str,
    b: str,
    dialect: str,
    reading: str,
    implied_rules: str | None,
    isdst: bool,
    designation: bool,
    at: int | None,
    folder: str | None,
    output: str,
) -> None:
    """Show when two clocks differ, and for how long.

    A and B are strings, or zone names in the time zone database. The command shows when their clocks next differ, from
    now or --at onwards, and when they first differed, from 1970 onwards. It also shows for how many hours they differ
    in the current UTC year (or that of --at) and in later years.

    Exit code 0 if both show the same time from now or --at onwards, 1 if not, 2 if a string is invalid.
    """
    since = or_now(at)
    given = [read_clock(text, dialect, since, folder, WRONG_USE) for text in (a, b)]
    clocks = under_reading(given, reading, implied_rules)
    rules = [clock.rule for clock in given if clock.rule is not None]

    def shown(kind: tz.LocalTimeType) -> tuple[object, ...]:
        return kind.utoff, isdst and kind.isdst, designation and kind.designation

    upcoming, first = (_first_apart(clocks, start, shown) for start in (since, 0))
    year = year_of(since)
    years = range(year, year + CYCLE_YEARS)
    apart = [sum(stop - start for start, stop in _apart(clocks, each, shown)) for each in years]
    if output == "json":
        record = {
            "a": a,
            "b": b,
            "same": upcoming is None,
            "next_difference": _difference_json(clocks, upcoming),
            "hours": {"year": year, "hours": apart[0] / 3600, "least": min(apart) / 3600, "most": max(apart) / 3600},
            "first_difference": _difference_json(clocks, first),
        }
        print_json(record | {"zones": [rule_json(rule) for rule in rules]})
        raise SystemExit(0 if upcoming is None else NO)
    for clock in given if implied_rules is None else ():
        warn_of_implied_rules(clock, dialect)
    out = standard_output()
    if upcoming is None:
        say(out, f"The same: both clocks show the same time at every instant from {iso(since)} on.")
    else:
        say(out, f"Different{' now,' if upcoming == since else '. Next'} at {iso(upcoming)}:")
        _print_difference(out, (a, b), clocks, upcoming, isdst=isdst)
    if any(apart):
        say(out, _hours_text(year, apart))
    if first not in (None, upcoming):
        say(out, f"Since 1970, the clocks first disagreed at {iso(first)}:")
        _print_difference(out, (a, b), clocks, first, isdst=isdst)
    for rule in rules:
        print_rule(out, rule)
    raise SystemExit(0 if upcoming is None else NO)


def _first_apart(clocks: Sequence[Clock], since: int, shown: Shown) -> int | None:
    """The first instant at or after ``since`` at which the clocks differ; None if they never do."""
    year = year_of(since)
    # After the last transition that a zone's file lists, the transitions repeat every 400 years. Those of a string
    # repeat from 1970 on, even when musl reads the string.
    listed = [year_of(clock.file.last) for clock in clocks if isinstance(clock, ZoneClock) and clock.file.last]
    years = range(year, max(year, 1970, *listed) + CYCLE_YEARS + 1)
    found = (start for each in years for start, stop in _apart(clocks, each, shown) if stop > since)
    return next((max(start, since) for start in found), None)


def _apart(clocks: Sequence[Clock], year: int, shown: Shown) -> Iterator[tuple[int, int]]:
    """Yields the periods within a UTC year during which the clocks differ."""
    low, high = year_start(year), year_start(year + 1)
    changes = {transition.at for clock in clocks for transition in clock.transitions(year, year + 1)}
    for start, stop in pairwise(sorted({low, high} | changes)):
        if len({shown(clock.at(start)) for clock in clocks}) > 1:
            yield start, stop


def _hours_text(year: int, apart: Sequence[int]) -> str:
    """A sentence that states for how many hours the clocks differ in ``year``, and in each later year."""
    if all(seconds == year_start(each + 1) - year_start(each) for each, seconds in enumerate(apart, year)):
        return f"They differ all the time from {year} on."
    this, least, most = (f"{seconds / 3600:,.10g}" for seconds in (apart[0], min(apart[1:]), max(apart[1:])))
    hours = f"They differ for {this} hour{'' if this == '1' else 's'} in {year}"
    if least != most:
        return f"{hours}, and for {least} to {most} in later years."
    return f"{hours}, as in every year." if this == least else f"{hours}, and for {least} in every later year."


def _difference_json(clocks: Sequence[Clock], at: int | None) -> dict[str, Any] | None:
    if at is None:
        return None
    return {"at": at, "utc": iso(at), "a": fields(clocks[0].at(at)), "b": fields(clocks[1].at(at))}


def _print_difference(out: Output, texts: Sequence[str], clocks: Sequence[Clock], at: int, *, isdst: bool) -> None:
    for text, clock in zip(texts, clocks, strict=True):
        kind = clock.at(at)
        shown = f"{utc_offset(kind.utoff)}, {season(kind)}" if isdst else utc_offset(kind.utoff)
        say(out, f"  {wall(at + kind.utoff)} {kind.designation} ({shown})  by {text}")
