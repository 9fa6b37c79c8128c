"""``vapix-proto tz implementations``: who reads a string, and what each of them shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from vapix_proto import tz as library
from vapix_proto.cli.instants import iso, shown_offset
from vapix_proto.cli.options import at_option, database_option, dialect_option, read_zone
from vapix_proto.cli.output import console, format_option, print_json
from vapix_proto.cli.zones import named, print_rule

if TYPE_CHECKING:
    from rich.console import Console

    from vapix_proto.tz import Agreement, Shown, Verdict

__all__ = ["agreement_json", "implementations"]

_GROUPS = (
    ("Same clock", ("same",)),
    ("Same clock for some time", ("same-until",)),
    ("Another clock", ("other-clock",)),
    ("Does not read it", ("utc", "system-zone", "refused")),
    ("Not known", ("unknown",)),
)


@click.command()
@click.argument("string")
@dialect_option
@at_option
@database_option
@click.option("--all", "everyone", is_flag=True, help="Also list implementations that few people meet today.")
@format_option("text", "json")
def implementations(string: str, dialect: str, at: int | None, folder: str | None, everyone: bool, output: str) -> None:
    """List which C libraries, databases and programs read a string, and what their clocks show.

    The string may be the name of a zone; then its string at the instant of --at is meant.
    """
    now = int(time.time()) if at is None else at
    rule = named(string, dialect, now, folder)
    text = string if rule is None else str(rule.zone)
    read_zone(text, dialect)
    found = library.agreement(text, now, dialect=dialect)
    if output == "json":
        name = {} if rule is None else {"name": rule.name, "exact": rule.exact, "until": rule.until}
        print_json(name | {"string": text, "dialect": dialect} | agreement_json(found))
        return
    out = console()
    if rule is not None:
        print_rule(out, rule)
    out.print(Text(f"{text} from {iso(now)} on", "bold"))
    for sentence in found.sentences:
        out.print(Text(sentence))
    verdicts = [verdict for verdict in found.verdicts if everyone or verdict.implementation.common]
    for heading, outcomes in _GROUPS:
        group = [verdict for verdict in verdicts if verdict.outcome in outcomes]
        if group:
            out.print()
            out.print(Text(heading, "bold"))
            _print(out, group)


def _print(out: Console, verdicts: list[Verdict]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for verdict in verdicts:
        shows = [_shown(shown) for shown in verdict.shows[:1]]
        shows += [f"{iso(shown.at)} {_shown(shown)}" for shown in verdict.shows[1:2]]
        shows += [""] * (2 - len(shows))
        table.add_row(f"  {verdict.implementation}", *shows, verdict.reason)
    out.print(table)


def _shown(shown: Shown) -> str:
    offset = shown_offset(shown.utoff)
    return offset if shown.designation is None else f"{offset} {shown.designation}"


def agreement_json(found: Agreement) -> dict[str, Any]:
    """What all implementations make of a string, as a JSON object."""
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
        "shows": [{"at": each.at, "utoff": each.utoff, "designation": each.designation} for each in verdict.shows],
        "defects": list(verdict.defects),
        "reason": verdict.reason,
    }
