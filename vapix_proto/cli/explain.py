"""``vapix-proto tz explain``: a string in plain English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vapix_proto import tz
from vapix_proto.cli.inputs import verdict
from vapix_proto.cli.instants import iso, shown_offset, wall
from vapix_proto.cli.output import print_problem, transition_json, type_json, unicode_output
from vapix_proto.cli.year_band import band
from vapix_proto.tz.analysis.description import date, distance, duration, sentences, time_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.tz import Clock, PosixTimeZone, Rule, Transition

__all__ = ["as_json", "as_text", "print_transitions"]

_FOLLOWED_BY = {
    "merge": "what the text says; whenever, Ruby, Perl",
    "iana": "IANA tz",
    "utc-year": "glibc, Go, Hinnant",
    "utc-year-tie-dst": "newlib, picolibc",
    "musl": "musl",
    "clamp": "jiff",
}
_CHANGES = 2


def as_json(text: str, dialect: str, reading: str, now: int, advisor: Advisor) -> dict[str, Any]:
    """The explanation as a JSON object: that of ``check``, and what a valid string means."""
    record = verdict(text, dialect, advisor)
    if not record["valid"]:
        return record
    zone = tz.parse(text, dialect)
    clock = zone.clock(reading=reading)
    found = tz.contested(zone)
    return record | {
        "sentences": sentences(zone),
        "now": {"instant": now, "utc": iso(now), **type_json(clock.at(now))},
        "next_transitions": [transition_json(transition) for transition in _next(clock, now)],
        "contested": None if found is None else {"at": found.at, "utc": iso(found.at), "readings": found.groups},
    }


def as_text(
    out: Console,
    text: str,
    zone: PosixTimeZone,
    dialect: str,
    reading: str,
    now: int,
    year: int,
    advisor: Advisor,
) -> None:
    """The explanation for people."""
    out.print(Text(text, "bold"))
    parts = Table.grid(padding=(0, 2))
    parts.add_column(style="cyan", no_wrap=True)
    parts.add_column()
    for piece, meaning in _parts(zone):
        parts.add_row(piece, meaning)
    out.print(Padding(parts, (0, 0, 1, 2), expand=False))
    for sentence in sentences(zone):
        out.print(Text(sentence))
    clock = zone.clock(reading=reading)
    _print_now(out, clock, now, "Now" if advisor.at is None else f"At {iso(now)}")
    _print_band(out, clock, year)
    _print_agreement(out, zone)
    problems = advisor.problems(text, dialect)
    for problem in problems:
        out.print()
        print_problem(out, text, problem)
    advisor.print(out, problems, advisor.suggestions(text, dialect, problems))


def _parts(zone: PosixTimeZone) -> Iterator[tuple[str, str]]:
    """The pieces of the canonical text, and what each means."""
    yield zone.std.quoted, "the name of standard time"
    head = str(zone.replace(dst=None, start=None, end=None)).removeprefix(zone.std.quoted)
    yield head, f"its offset: local time plus this is UTC, so {zone.std.designation} is {distance(zone.std.utoff)}"
    if zone.dst is None:
        return
    default = zone.dst.utoff == zone.std.utoff + 3600
    yield zone.dst.quoted, "the name of daylight saving time" + (", 1 hour ahead of standard time" if default else "")
    if not default:
        both = str(zone.replace(start=None, end=None)).removeprefix(zone.std.quoted + head + zone.dst.quoted)
        yield both, f"its offset: {zone.dst.designation} is {distance(zone.dst.utoff)}"
    if zone.start is not None and zone.end is not None:
        yield str(zone.start), f"start: {_rule(zone.start)}, by the clock of {zone.std.designation}"
        yield str(zone.end), f"end: {_rule(zone.end)}, by the clock of {zone.dst.designation}"


def _rule(rule: Rule) -> str:
    return f"{date(rule.date)} at {'-' if rule.time < 0 else ''}{time_of_day(abs(rule.time))}"


def _next(clock: Clock, now: int) -> list[Transition]:
    found: list[Transition] = []
    transition = clock.next_transition(now)
    while transition is not None and len(found) < _CHANGES:
        found.append(transition)
        transition = clock.next_transition(transition.at)
    return found


def _print_now(out: Console, clock: Clock, now: int, when: str) -> None:
    kind = clock.at(now)
    out.print()
    out.print(Text(f"{when} it is {wall(now + kind.utoff)} {kind.designation} there ({shown_offset(kind.utoff)})."))
    found = _next(clock, now)
    if found:
        out.print(Text("The clock changes next:"))
        print_transitions(out, found)


def print_transitions(out: Console, found: Sequence[Transition]) -> None:
    """Transitions as a table, or as blocks where the terminal is narrow."""
    wide = out.width >= 84
    table = Table.grid(padding=(0, 2))
    if wide and found:
        table.add_row("  UTC", "the clock goes from", "to", "", style="dim")
    for transition in found:
        before, after = transition.before, transition.after
        change = after.utoff - before.utoff
        words = f"{'forward' if change > 0 else 'back'} {duration(change)}" if change else "name only"
        row = (
            f"  {wall(transition.at)}",
            f"{wall(transition.at + before.utoff)} {before.designation}",
            f"{wall(transition.at + after.utoff)} {after.designation}",
            words,
        )
        if wide:
            table.add_row(*row)
        else:
            out.print(Text(f"{row[0]} UTC: {words}"))
            out.print(Text(f"    from {row[1]}"))
            out.print(Text(f"    to   {row[2]}"))
    if wide and found:
        out.print(table, no_wrap=True, crop=False, overflow="ignore")


def _print_band(out: Console, clock: Clock, year: int) -> None:
    out.print()
    lines = band(clock, year, out.width - 6, blocks=unicode_output(out))
    for label, line in zip((str(year), "", ""), lines, strict=True):
        out.print(Text(f"{label:<6}{line}"), no_wrap=True, crop=False)


def _names(group: Iterable[tz.Reading]) -> str:
    return "; ".join(f"{reading} ({_FOLLOWED_BY[reading]})" for reading in group)


def _print_agreement(out: Console, zone: PosixTimeZone) -> None:
    out.print()
    if zone.dst is not None and zone.start is None:
        out.print(Text("Devices do not agree on this string: it has no rules, so each takes its own."))
        return
    found = tz.contested(zone)
    if found is None:
        out.print(Text("All readings of this string show the same clock."))
        return
    out.print(Text("Devices do not agree on this string:"))
    first, *others = found.groups
    out.print(Text(f"  - {_names(first)}"))
    for group in others:
        parting = next(p for p in found.partings if p.a == first[0] and p.b == group[0])
        shown = f"{parting.shown_b.designation} where {first[0]} shows {parting.shown_a.designation}"
        out.print(Text(f"  - {_names(group)}: at {iso(parting.at)} {shown}"))
    same = tz.portable(zone)
    if same is not None:
        out.print(Text(f"Write {same.zone}, which all read alike."))
