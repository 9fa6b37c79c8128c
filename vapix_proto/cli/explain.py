"""``vapix-proto tz explain``: explains a string."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz
from vapix_proto.cli.advice import Advisor, advice_options
from vapix_proto.cli.implementations import agreement_json
from vapix_proto.cli.inputs import note_json, record_of
from vapix_proto.cli.options import clock_of, dialect_option, or_now, reading_option
from vapix_proto.cli.output import (
    NO,
    fields,
    format_option,
    print_json,
    print_note,
    print_problem,
    say,
    standard_output,
    transition_json,
    unicode_output,
)
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.text_files import file_note
from vapix_proto.cli.year_band import band
from vapix_proto.cli.zones import named, print_rule, rule_of, unknown_name
from vapix_proto.tz.advice.ranking import best_known_first
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import iso, utc_offset, wall, year_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.cli.output import Output
    from vapix_proto.cli.zones import Clock


#: The text output names at most this many zones that match the string; the JSON output names all of them.
_SHOWN = 3


@click.command()
@click.argument("string")
@dialect_option
@reading_option
@advice_options
@format_option("text", "json")
@click.option("--year", type=click.IntRange(1, 9999), help="The year to draw.  [default: the year of --at]")
def explain(string: str, dialect: str, reading: str, advisor: Advisor, output: str, year: int | None) -> None:
    """Explain a string in plain English.

    The explanation shows what the clock does, what each part of the string means, the next transitions, a drawing of
    the year, and which implementations read the string differently. STRING may also be a zone name, such as
    Europe/Vienna; in that case, the command explains the string in force at --at.

    Exit code 0 if the string is valid, 1 if not.
    """
    now = or_now(advisor.at)
    rule = None if advisor.database is None else rule_of(string, dialect, now, advisor.database)
    text = string if rule is None else str(rule.zone)
    found = None
    unknown = () if advisor.database is None else unknown_name(text, dialect, advisor)
    problems = tuple(unknown) or advisor.problems(text, dialect)
    note = None
    if tz.is_valid(text, dialect):
        clock_of(tz.parse(text, dialect), reading)  # fails if the implementation refuses it
        found = tz.explain(text, now, dialect=dialect, reading=reading, database=advisor.database)
    else:
        note = file_note(text)
    if output == "json":
        record = named(rule) | record_of(text, dialect, advisor, problems) | note_json(note)
        print_json(record if found is None else record | _as_json(found, now))
    else:
        out = standard_output()
        if rule is not None:
            print_rule(out, rule)
        if found is not None:
            _print(out, found, now, year_of(now) if year is None else year, advisor)
        for problem in problems:
            if found is not None:
                say(out)
            print_problem(out, text, problem)
        advisor.print(out, problems, advisor.suggestions(text, dialect, problems))
        print_note(out, note)
    raise SystemExit(NO if found is None else 0)


def _as_json(found: tz.Explanation, now: int) -> dict[str, Any]:
    """The JSON members that this command prints for a valid string in addition to those of ``check``."""
    differ, portable = found.contested, found.portable
    return {
        "pieces": [
            {"start": piece.span.start, "end": piece.span.end, "text": piece.text, "meaning": piece.meaning}
            for piece in found.pieces
        ],
        "sentences": found.sentences,
        "now": {"instant": now, "utc": iso(now), **fields(found.clock.at(now))},
        "next_transitions": [transition_json(transition) for transition in found.transitions],
        "contested": None if differ is None else {"at": differ.at, "utc": iso(differ.at), "readings": differ.groups},
        "portable": None
        if portable is None
        else {"string": str(portable.zone), "changed": portable.changed, "outside": portable.outside},
        "readers": found.readers,
        "agreement": None if found.agreement is None else agreement_json(found.agreement),
        "iana_names": found.iana_names,
    }


def _print(out: Output, found: tz.Explanation, now: int, year: int, advisor: Advisor) -> None:
    say(out, found.text, style="bold")
    for sentence in found.sentences:
        say(out, sentence)
    say(out)
    print_rows(out, [(piece.text, piece.meaning) for piece in found.pieces], styles=("cyan",))
    say(out)
    print_shown(out, "Now" if advisor.at is None else f"At {iso(now)}", found.clock, now)
    if found.transitions:
        say(out, "The next transitions:")
        print_transitions(out, found.transitions)
    say(out)
    for row, line in enumerate(band(found.clock, year, out.width - 6, blocks=unicode_output(out), now=now)):
        say(out, f"{'' if row else year:<6}", *line, whole=True)
    say(out)
    for sentence in found.readers:
        say(out, sentence)
    if found.iana_names is not None:
        names = best_known_first(found.iana_names, found.zone, advisor.database)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        shown = f"{', '.join(names[:_SHOWN])}{more}" or "no zone"
        say(out, f"In the time zone database {advisor.database}, this is the clock of {shown}.")


def print_shown(out: Output, when: str, clock: Clock, at: int) -> None:
    """Prints what a clock shows at an instant."""
    kind = clock.at(at)
    say(out, f"{when} it is {wall(at + kind.utoff)} {kind.designation} there ({utc_offset(kind.utoff)}).")


def print_transitions(out: Output, found: Sequence[tz.Transition]) -> None:
    """Prints transitions as a table, or as blocks if the terminal is narrow."""
    rows = []
    for transition in found:
        before, after = transition.before, transition.after
        change = after.utoff - before.utoff
        words = f"{'forward' if change > 0 else 'back'} {duration(change)}" if change else "same offset"
        at, before_at, after_at = (wall(transition.at + utoff) for utoff in (0, before.utoff, after.utoff))
        rows.append((at, f"{before_at} {before.designation}", f"{after_at} {after.designation}", words))
    if rows and out.width >= 84:
        print_rows(out, [("UTC", "the clock goes from", "to", ""), *rows])
        return
    for at, start, end, words in rows:
        say(out, f"  {at} UTC: {words}")
        say(out, f"    from {start}")
        say(out, f"    to   {end}")
