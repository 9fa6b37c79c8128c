"""``vapix-proto tz explain``: the explanation of a string, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vapix_proto import tz
from vapix_proto.cli.implementations import agreement_json
from vapix_proto.cli.inputs import verdict
from vapix_proto.cli.instants import iso, shown_offset, wall
from vapix_proto.cli.output import print_problem, say, transition_json, type_json, unicode_output
from vapix_proto.cli.year_band import band
from vapix_proto.tz.advice.ranking import best_known_first
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import year_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.tz import Clock, Explanation, Transition

__all__ = ["as_json", "as_text", "print_transitions"]

#: So many zones with the same clock are printed for people; JSON has all.
_SHOWN = 3


def as_json(text: str, dialect: str, reading: str, now: int, advisor: Advisor) -> dict[str, Any]:
    """The explanation as a JSON object: that of ``check``, and what a valid string means."""
    record = verdict(text, dialect, advisor)
    if not record["valid"]:
        return record
    found = tz.explain(text, now, dialect=dialect, reading=reading, database=advisor.database)
    differ = found.contested
    return record | {
        "pieces": [
            {"start": piece.span.start, "end": piece.span.end, "text": piece.text, "meaning": piece.meaning}
            for piece in found.pieces
        ],
        "sentences": found.sentences,
        "now": {"instant": now, "utc": iso(now), **type_json(found.clock.at(now))},
        "next_transitions": [transition_json(transition) for transition in found.transitions],
        "contested": None if differ is None else {"at": differ.at, "utc": iso(differ.at), "readings": differ.groups},
        "portable": None
        if found.portable is None
        else {
            "string": str(found.portable.zone),
            "changed": found.portable.changed,
            "outside": found.portable.outside,
        },
        "readers": found.readers,
        "agreement": None if found.agreement is None else agreement_json(found.agreement),
        "iana_names": found.iana_names,
    }


def as_text(out: Console, text: str, dialect: str, reading: str, now: int, year: int | None, advisor: Advisor) -> None:
    """The explanation for people.

    Raises:
        ParseError: The string is not one of the dialect.
    """
    found = tz.explain(text, now, dialect=dialect, reading=reading, database=advisor.database)
    out.print(Text(text, "bold"))
    for sentence in found.sentences:
        out.print(Text(sentence))
    out.print(Padding(_pieces(found), (1, 0, 1, 2), expand=False))
    _print_now(out, found, now, "Now" if advisor.at is None else f"At {iso(now)}")
    out.print()
    _print_band(out, found.clock, year_of(now) if year is None else year, now)
    out.print()
    for line in found.readers:
        out.print(Text(line))
    _print_names(out, found, advisor)
    problems = advisor.problems(text, dialect)
    for problem in problems:
        out.print()
        print_problem(out, text, problem)
    advisor.print(out, problems, advisor.suggestions(text, dialect, problems))


def _pieces(found: Explanation) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for piece in found.pieces:
        table.add_row(piece.text, piece.meaning)
    return table


def _print_now(out: Console, found: Explanation, now: int, when: str) -> None:
    kind = found.clock.at(now)
    out.print(Text(f"{when} it is {wall(now + kind.utoff)} {kind.designation} there ({shown_offset(kind.utoff)})."))
    if found.transitions:
        out.print(Text("The next transitions:"))
        print_transitions(out, found.transitions)


def _print_names(out: Console, found: Explanation, advisor: Advisor) -> None:
    if found.iana_names is None:
        return
    names = best_known_first(found.iana_names, found.zone, advisor.database)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = f"{', '.join(names[:_SHOWN])}{more}" or "no zone"
    out.print(Text(f"In the time zone database {advisor.database}, this is the clock of {shown}."))


def print_transitions(out: Console, found: Sequence[Transition]) -> None:
    """Transitions as a table, or as blocks where the terminal is narrow."""
    wide = out.width >= 84
    table = Table.grid(padding=(0, 2))
    if wide and found:
        table.add_row("  UTC", "the clock goes from", "to", "", style="dim")
    for transition in found:
        before, after = transition.before, transition.after
        change = after.utoff - before.utoff
        words = f"{'forward' if change > 0 else 'back'} {duration(change)}" if change else "same offset"
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


def _print_band(out: Console, clock: Clock, year: int, now: int) -> None:
    for row, line in enumerate(band(clock, year, out.width - 6, blocks=unicode_output(out), now=now)):
        say(out, f"{'' if row else year:<6}", *line, whole=True)
