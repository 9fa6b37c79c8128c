"""``vapix-proto tz transitions`` and ``vapix-proto tz at``: show the transitions and the local times of a clock."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from vapix_proto.cli.explain import print_transitions
from vapix_proto.cli.options import parse_instant
from vapix_proto.cli.output import (
    database_json,
    fields,
    format_option,
    print_json,
    print_note,
    say,
    standard_error,
    standard_output,
    transition_json,
)
from vapix_proto.cli.zones import ZoneClock, clock_options
from vapix_proto.tz.analysis.description import season
from vapix_proto.tz.clock.calendar import DAY, civil, iso, utc_offset, wall, year_of
from vapix_proto.tz.clock.transitions import Fold, Gap, Unambiguous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.zones import Clock


#: Larger numbers are probably Java or JavaScript milliseconds: as seconds, they would mean times after the year 5138.
_MILLISECONDS = 10**11


@click.command()
@click.argument("string")
@click.option(
    "--from",
    "first",
    type=click.IntRange(1, 9999),
    help="List transitions from the start of the given UTC year.  [default: this year]",
)
@click.option(
    "--to",
    "last",
    type=click.IntRange(1, 10000),
    help="List transitions up to the start of the given UTC year.  [default: --from plus 5]",
)
@clock_options
@format_option("text", "json", "zdump")
def transitions(string: str, clock: Clock, first: int | None, last: int | None, output: str) -> None:
    """List the transitions of a clock in a range of UTC years.

    STRING may also be a zone name; in that case, the transitions come from the time zone database. The year of --to is
    not part of the range: --from 2026 --to 2027 lists 2026. For years from 1970 on, --format zdump prints the
    same lines as the command 'zdump -V -c FROM,TO'. But zdump misses pairs of transitions less than 12 hours apart, and
    versions before 2022 treat a transition at the first instant of FROM or TO the other way round.
    """
    low = year_of(int(time.time())) if first is None else first
    high = min(low + 5, 10000) if last is None else last
    if low == high:
        raise click.UsageError(f"--to is exclusive: for the transitions of {low}, write --to {low + 1}")
    if low > high:
        raise click.UsageError(
            f"--to {high} is before " + (f"{low}, this year; add --from" if first is None else f"--from {low}")
        )
    if output == "zdump":
        sys.stdout.writelines(f"{line}\n" for line in zdump_lines(string, clock, low, high))
        return
    found = clock.transitions(low, high)
    if output == "json":
        for transition in found:
            print_json(transition_json(transition) | _database(clock))
        return
    out = standard_output()
    if not found:
        years = f"in {low}" if high == low + 1 else f"from {low} to {high - 1}"
        say(out, f"The clocks do not change {years}.")
    print_transitions(out, found)


def zdump_lines(name: str, clock: Clock, low: int, high: int) -> Iterator[str]:
    """The lines of ``zdump -V -c``: two for each transition from the year ``low`` to ``high`` (exclusive).

    Older versions of zdump, such as the one in glibc 2.36, leave out a transition at the first instant of ``low``, and
    show one at the first instant of ``high``. This was changed in 2022.
    """
    for transition in clock.transitions(low, high):
        for at, kind in ((transition.at - 1, transition.before), (transition.at, transition.after)):
            local = f"{_asctime(at + kind.utoff)} {kind.designation}"
            yield f"{name}  {_asctime(at)} UT = {local} isdst={kind.isdst:d} gmtoff={kind.utoff}"


def _asctime(seconds: int) -> str:
    """A time in the form ``Sun Mar 29 01:00:00 2026``, for any year."""
    year, month, day, second = civil(seconds)
    weekday = (seconds // DAY + 3) % 7
    return time.asctime((year, month, day, second // 3600, second // 60 % 60, second % 60, weekday, 1, 0))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("string")
@click.argument("instants", nargs=-1, required=True, metavar="INSTANT...")
@clock_options
@format_option("text", "json")
def at(string: str, clock: Clock, instants: tuple[str, ...], output: str) -> None:
    """Show the local time at given instants.

    STRING may also be a zone name; in that case, its clock comes from the time zone database. An INSTANT is 'now', a
    number of seconds since 1970 (UTC), or a date and time such as 2026-07-01T12:00:00Z or 2026-07-01T12:00+02:00.
    A date and time without Z or an offset is local: the command lists every instant at which the clock shows it. There
    is normally one such instant, but there are two in a fold and none in a gap.
    """
    now = int(time.time())
    moments = [_moment(text, now) for text in instants]
    out = standard_output()
    for text, moment in zip(instants, moments, strict=True):
        record, line = _of_local(moment, clock) if isinstance(moment, datetime) else _of_instant(moment, clock)
        if output == "json":
            print_json({"input": text} | record | _database(clock))
        else:
            say(out, line)


def _database(clock: Clock) -> dict[str, Any]:
    """A JSON object with the database from which a named zone was read; empty for a TZ string."""
    rule = clock.rule if isinstance(clock, ZoneClock) else None
    return {} if rule is None else {"database": database_json(rule.database)}


def _moment(text: str, now: int) -> int | datetime:
    try:
        moment = parse_instant(text, now)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if isinstance(moment, int) and abs(moment) >= _MILLISECONDS and text.lstrip("+-").isdigit():
        note = f"{text} is read as seconds; if it is a number of milliseconds, write {moment // 1000}"
        print_note(standard_error(), note)
    return moment


def _of_instant(instant: int, clock: Clock) -> tuple[dict[str, Any], str]:
    """What a clock shows at an instant: as a JSON object, and as a line of text."""
    kind = clock.at(instant)
    local = wall(instant + kind.utoff)
    record = {"instant": instant, "utc": iso(instant), "local": local.replace(" ", "T"), **fields(kind)}
    return record, f"{iso(instant)}  is  {local} {kind.designation}  ({utc_offset(kind.utoff)}, {season(kind)})"


def _of_local(local: datetime, clock: Clock) -> tuple[dict[str, Any], str]:
    """When a clock shows a given local time: as a JSON object, and as a line of text."""
    found = clock.resolve(local)
    instants: tuple[int, ...] = ()
    match found:
        case Unambiguous(utc):
            instants, words = (utc,), "is  {}"
        case Fold(earlier, later):
            instants, words = (earlier, later), "occurs twice: at {} and at {}"
        case Gap(before, after):
            shown = (f"{wall(each + clock.at(each).utoff)} {clock.at(each).designation}" for each in (after, before))
            words = f"does not exist: the clock skips it, and shows {' or '.join(shown)} instead"
    record = {
        "local": local.isoformat(),
        "kind": type(found).__name__.lower(),
        "instants": [{"instant": each, "utc": iso(each), **fields(clock.at(each))} for each in instants],
    }
    shown_at = (f"{iso(each)} ({clock.at(each).designation})" for each in instants)
    return record, f"{local}  {words.format(*shown_at)}"
