"""``vapix-proto tz implementations``: lists which implementations read a string, and what they show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz as library
from vapix_proto.cli.options import at_option, database_option, dialect_option
from vapix_proto.cli.output import fields, format_option, print_json, say, standard_output
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.zones import named, print_rule, read_clock
from vapix_proto.tz.clock.calendar import iso, utc_offset

if TYPE_CHECKING:
    from vapix_proto.tz import Agreement, Shown, Verdict


_GROUPS = (
    ("Same clock", ("same",)),
    ("Same clock for some time", ("same-until",)),
    ("Different clock", ("other-clock",)),
    ("Does not read it", ("utc", "system-zone", "refused")),
    ("Unknown", ("unknown",)),
)


@click.command()
@click.argument("string")
@dialect_option
@at_option
@database_option
@click.option("--all", "everyone", is_flag=True, help="Also list implementations that are rare today.")
@format_option("text", "json")
def implementations(string: str, dialect: str, at: int | None, folder: str | None, everyone: bool, output: str) -> None:
    """List which implementations read a string, and how.

    Implementations are C libraries, databases, languages and programs. STRING may also be a zone name; in
    that case, the command uses the string in force at --at.
    """
    now = int(time.time()) if at is None else at
    clock = read_clock(string, dialect, now, folder)
    text = string if clock.rule is None else str(clock.zone)
    found = library.agreement(text, now, dialect=dialect)
    if output == "json":
        print_json(named(clock.rule) | {"string": text, "dialect": dialect} | agreement_json(found))
        return
    out = standard_output()
    if clock.rule is not None:
        print_rule(out, clock.rule)
    say(out, f"{text} from {iso(now)} on", style="bold")
    for sentence in found.sentences:
        say(out, sentence)
    verdicts = [verdict for verdict in found.verdicts if everyone or verdict.implementation.common]
    for heading, outcomes in _GROUPS:
        group = [verdict for verdict in verdicts if verdict.outcome in outcomes]
        if group:
            say(out)
            say(out, heading, style="bold")
            print_rows(out, [_row(verdict) for verdict in group])


def _row(verdict: Verdict) -> tuple[str, ...]:
    """The cells of a row: the implementation, what it shows first and next, and why."""
    first, following, *_ = [*verdict.shows, None, None]
    shows = (
        "" if first is None else _shown(first),
        "" if following is None else f"{iso(following.at)} {_shown(following)}",
    )
    return str(verdict.implementation), *shows, verdict.reason


def _shown(shown: Shown) -> str:
    offset = utc_offset(shown.utoff)
    return offset if shown.designation is None else f"{offset} {shown.designation}"


def agreement_json(found: Agreement) -> dict[str, Any]:
    """How all implementations read a string, as a JSON object."""
    return {
        "at": found.at,
        "utc": iso(found.at),
        "sentences": list(found.sentences),
        "implementations": [_verdict_json(verdict) for verdict in found.verdicts],
    }


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    row = verdict.implementation
    return {
        "name": row.name,
        "versions": row.versions,
        "run": row.run,
        "evidence": row.evidence,
        "common": row.common,
        "outcome": verdict.outcome,
        "accepts": verdict.accepts,
        "until": verdict.until,
        "shows": [fields(each) for each in verdict.shows],
        "defects": list(verdict.defects),
        "reason": verdict.reason,
    }
