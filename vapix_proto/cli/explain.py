"""``vapix-proto tz explain``: the explanation of a string, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vapix_proto import tz
from vapix_proto.cli.implementations import agreement_json
from vapix_proto.cli.inputs import verdict
from vapix_proto.cli.instants import iso, utc_offset, wall
from vapix_proto.cli.output import print_problem, say, transition_json, type_json, unicode_output
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.year_band import band
from vapix_proto.tz.advice.ranking import best_known_first
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import year_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.cli.output import Output
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
        else {"string": str(found.portable.zone), "changed": found.portable.changed, "outside": found.portable.outside},
        "readers": found.readers,
        "agreement": None if found.agreement is None else agreement_json(found.agreement),
        "iana_names": found.iana_names,
    }


def as_text(out: Output, text: str, dialect: str, reading: str, now: int, year: int | None, advisor: Advisor) -> None:
    """The explanation for people.

    Raises:
        ParseError: The string is not one of the dialect.
    """
    found = tz.explain(text, now, dialect=dialect, reading=reading, database=advisor.database)
    say(out, text, style="bold")
    for sentence in found.sentences:
        say(out, sentence)
    say(out)
    print_rows(out, [(piece.text, piece.meaning) for piece in found.pieces], styles=("cyan",))
    say(out)
    _print_now(out, found, now, "Now" if advisor.at is None else f"At {iso(now)}")
    say(out)
    _print_band(out, found.clock, year_of(now) if year is None else year, now)
    say(out)
    for line in found.readers:
        say(out, line)
    _print_names(out, found, advisor)
    problems = advisor.problems(text, dialect)
    for problem in problems:
        say(out)
        print_problem(out, text, problem)
    advisor.print(out, problems, advisor.suggestions(text, dialect, problems))


def _print_now(out: Output, found: Explanation, now: int, when: str) -> None:
    kind = found.clock.at(now)
    say(out, f"{when} it is {wall(now + kind.utoff)} {kind.designation} there ({utc_offset(kind.utoff)}).")
    if found.transitions:
        say(out, "The next transitions:")
        print_transitions(out, found.transitions)


def _print_names(out: Output, found: Explanation, advisor: Advisor) -> None:
    if found.iana_names is None:
        return
    names = best_known_first(found.iana_names, found.zone, advisor.database)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = f"{', '.join(names[:_SHOWN])}{more}" or "no zone"
    say(out, f"In the time zone database {advisor.database}, this is the clock of {shown}.")


def print_transitions(out: Output, found: Sequence[Transition]) -> None:
    """Transitions as a table, or as blocks where the terminal is narrow."""
    wide = out.width >= 84
    rows = [("UTC", "the clock goes from", "to", "")]
    for transition in found:
        before, after = transition.before, transition.after
        change = after.utoff - before.utoff
        words = f"{'forward' if change > 0 else 'back'} {duration(change)}" if change else "same offset"
        at, before_at, after_at = (wall(transition.at + utoff) for utoff in (0, before.utoff, after.utoff))
        rows.append((at, f"{before_at} {before.designation}", f"{after_at} {after.designation}", words))
    if wide and found:
        print_rows(out, rows)
    for at, start, end, words in () if wide else rows[1:]:
        say(out, f"  {at} UTC: {words}")
        say(out, f"    from {start}")
        say(out, f"    to   {end}")


def _print_band(out: Output, clock: Clock, year: int, now: int) -> None:
    for row, line in enumerate(band(clock, year, out.width - 6, blocks=unicode_output(out), now=now)):
        say(out, f"{'' if row else year:<6}", *line, whole=True)
