"""``vapix-proto tz fleet``: lists the clocks of many devices, with the soonest transition first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vapix_proto import ParseError, tz
from vapix_proto._places import visible
from vapix_proto.cli.advice import Advisor, advice_options
from vapix_proto.cli.fleet_files import devices_of
from vapix_proto.cli.options import dialect_option, or_now
from vapix_proto.cli.output import (
    NO,
    command_hint,
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
from vapix_proto.cli.zones import ZoneClock, parting, rule_of
from vapix_proto.pictures.fleet import (
    NO_STRING,
    FleetRow,
    InvalidRow,
    counted,
    fleet_picture,
    fleet_title,
    shortened,
    soon,
)
from vapix_proto.pictures.wording import days_ahead, move, short_date, times
from vapix_proto.tz.clock.calendar import iso, year_of
from vapix_proto.tz.implementations.table import Effect, Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vapix_proto.cli.output import Output


#: The outcomes for implementations that do not read a string as POSIX specifies.
_OTHERWISE = (tz.Outcome.OTHER_CLOCK, tz.Outcome.REFUSED, tz.Outcome.UTC, tz.Outcome.SYSTEM_ZONE)
#: The maximum number of strings that get suggestions: finding them takes milliseconds for each invalid string, and the
#: file may contain no TZ strings at all.
_ADVISED_MAX = 100


@click.command()
@click.argument("file", metavar="FILE | -", shell_complete=complete_file)
@picture_option
@click.option("--column", metavar="NAME", help="The CSV column, or the JSON key, that contains the strings.")
@click.option("--names", metavar="NAME", help="The CSV column, or the JSON key, that contains the device names.")
@dialect_option
@advice_options
@format_option("text", "json")
def fleet(
    file: str, target: str | None, column: str | None, names: str | None, dialect: str, advisor: Advisor, output: str
) -> None:
    """List the clocks of many devices.

    The clock with the soonest transition comes first. With -o, an SVG picture of the clocks is written instead of the
    list.

    Each line of FILE has the name of a device, then a tab, spaces or a comma, and then the device's string or a zone
    name such as Europe/Vienna. Blank lines, and lines that begin with '#', are skipped. FILE may also be CSV whose
    first line names the columns, JSON (an object that maps devices to strings, or an array of objects), or JSON Lines.
    '-' reads standard input. A device without a string counts as a device with an invalid string.

    Devices that show the same UTC offsets share a row, unless implementations read some of their strings differently.
    Implementations that misread all rules of the form Mm.w.d are not considered here.

    Exit code 0 if all strings are valid, 1 if some are not, 2 if the file can't be read.
    """
    if target is not None and os.path.exists(target) and os.path.exists(file) and os.path.samefile(file, target):
        raise click.UsageError(f"the picture would replace {file}")
    if target == "-" and output == "json":
        raise click.UsageError("the picture and the JSON can't both go to standard output: give -o the name of a file")
    now = or_now(advisor.at)
    zones = frozenset(() if advisor.database is None else advisor.database.names())
    text = read_file(file).decode("utf-8", "surrogateescape")
    devices = devices_of(text, column, names, lambda word: tz.is_valid(word, dialect) or word in zones)
    rows, invalid = _rows(devices, dialect, now, advisor)
    if not rows and not invalid:
        raise click.UsageError(f"there are no TZ strings in {file}")
    if target is not None:
        write_picture(target, fleet_picture(rows, invalid, now).as_file())
    if output == "json":
        database = {"database": database_json(advisor.database)}
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
        say(out, visible(f"invalid: {wrong.string or NO_STRING}"), style="bold red")
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


class _Key(NamedTuple):
    """Two strings with different keys are listed in separate rows, even if ``tz.same_clock`` finds no difference."""

    differ: tuple[str, ...]  # the common implementations that do not read the string as POSIX specifies
    contested: str  # the string if implementations disagree on its local times, else empty
    offsets: tuple[object, ...]  # the UTC offset at ``now``, and the transitions of the next few years


def _rows(
    devices: Iterable[tuple[str, str]], dialect: str, now: int, advisor: Advisor
) -> tuple[list[FleetRow], list[InvalidRow]]:
    """The rows of valid strings, sorted by the next transition after ``now``, and the rows of invalid strings."""
    names: dict[str, list[str]] = {}
    for name, string in devices:
        names.setdefault(string, []).append(name)
    clocks: dict[str, ZoneClock] = {}
    invalid: list[InvalidRow] = []
    for string, having in names.items():
        try:
            clocks[string] = _clock(string, dialect, now, advisor.database)
        except ParseError as error:
            advice = _advice(string, dialect, error, advisor if len(invalid) < _ADVISED_MAX else None)
            invalid.append(InvalidRow(string, tuple(having), error.problem.message, advice))
    groups: dict[_Key, list[list[str]]] = {}
    for string in sorted(clocks, key=lambda each: -len(names[each])):
        alike = groups.setdefault(_key(string, clocks[string], dialect, now), [])
        same = next((group for group in alike if _same(clocks[group[0]], clocks[string], now)), None)
        if same is None:
            alike.append([string])
        else:
            same.append(string)
    rows = []
    for key, alike in groups.items():
        for strings in alike:
            clock = clocks[strings[0]]
            shared = tuple(name for string in strings for name in names[string])
            following = clock.next_transition(now)
            rows.append(FleetRow(tuple(strings), shared, clock, following, key.differ, key.contested != ""))
    return sorted(rows, key=_soonest), invalid


def _clock(string: str, dialect: str, now: int, database: tz.Database | None) -> ZoneClock:
    # UTC and Japan, for example, are zone names, but here they are probably TZ strings, which the device refuses.
    rule = None if database is None or "/" not in string else rule_of(string, dialect, now, database)
    return ZoneClock.of_string(tz.parse(string, dialect)) if rule is None else ZoneClock.of_rule(rule)


def _advice(string: str, dialect: str, error: ParseError, advisor: Advisor | None) -> str | None:
    if error.fix is not None:
        return f"write {error.fix}"
    suggestions = () if advisor is None else advisor.suggestions(string, dialect, error.problems)
    if suggestions:
        return f"perhaps {suggestions[0].text}: {suggestions[0].reason}"
    return None if error.hint is None else command_hint(error.hint)


def _key(string: str, clock: ZoneClock, dialect: str, now: int) -> _Key:
    year = year_of(now)
    ahead = [each for each in clock.transitions(year, year + 3) if each.at > now]
    offsets = ((each.at, each.after.utoff) for each in ahead if each.before.utoff != each.after.utoff)
    # For a named zone, UTC offsets come from the database, no matter how implementations read the zone's string.
    contested = clock.rule is None and tz.contested(clock.zone) is not None
    differ = () if clock.rule is not None else _differing(string, dialect, now, contested=contested)
    return _Key(differ, str(clock.zone) if contested else "", (clock.at(now).utoff, *offsets))


def _differing(string: str, dialect: str, now: int, *, contested: bool) -> tuple[str, ...]:
    """The common implementations that misread or refuse the string. Any that misread all Mm.w.d rules are left out."""
    # If readings agree, SAME_UNTIL comes from a limit that nearly all strings share, such as newlib's last year, 2037.
    otherwise = (*_OTHERWISE, tz.Outcome.SAME_UNTIL) if contested else _OTHERWISE
    return tuple(
        str(verdict.implementation)
        for verdict in tz.agreement(string, now, dialect=dialect).verdicts
        if verdict.outcome in otherwise
        and verdict.implementation.common
        and verdict.implementation.effect(Feature.MONTH_WEEK_DAY) is Effect.SAME
    )


def _same(a: ZoneClock, b: ZoneClock, now: int) -> bool:
    """Whether two clocks with the same ``_key`` have the same UTC offsets from a given instant onwards."""
    # A named zone's string describes the future transitions of the zone, unless the database has some that no string
    # can express.
    if all(clock.rule is None or clock.rule.until is None for clock in (a, b)):
        return tz.same_clock(a.zone, b.zone)
    return parting(a.file, b.file, now) is None


def _soonest(row: FleetRow) -> tuple[bool, int, str]:
    at = 0 if row.next_transition is None else row.next_transition.at
    return row.next_transition is None, at, row.strings[0]
