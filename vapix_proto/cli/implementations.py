"""``vapix-proto tz implementations``: lists what each implementation makes of a TZ string."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz as library
from vapix_proto.cli.options import at_option, database_option, dialect_option, or_now
from vapix_proto.cli.output import fields, format_option, print_json, say, standard_output, wants_json
from vapix_proto.cli.rows import print_rows
from vapix_proto.cli.zones import named, print_rule, read_clock
from vapix_proto.tz.clock.calendar import iso, utc_offset
from vapix_proto.tz.implementations.features import fault_of

if TYPE_CHECKING:
    from vapix_proto.tz import Agreement, Implementation, Shown, Verdict


_GROUPS = (
    ("Same clock", ("same",)),
    ("Same clock for some time", ("same-until",)),
    ("Different clock", ("other-clock",)),
    ("Does not read it", ("utc", "system-zone", "refused")),
    ("Unknown", ("unknown",)),
)
#: How an implementation may treat a fault.
_EFFECTS = {
    library.Effect.FAULT_IGNORED: "Ignores the fault",
    library.Effect.FAULT_READ_IN: "Reads the fault as part of the string",
    library.Effect.OTHER_CLOCK: "Different clock",
    library.Effect.UTC: "Shows UTC, without an error",
    library.Effect.SYSTEM_ZONE: "Shows the time zone of the system, without an error",
    library.Effect.REFUSED: "Refuses the string",
    None: "Unknown",
}


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
    that case, the command uses the string in force at --at. If STRING has a fault that implementations were
    tested with, such as a space at the end, the command lists what each of them makes of the fault.

    Exit code 0 if the string is valid, 1 if not.
    """
    now = or_now(at)
    clock = read_clock(string, dialect, now, folder, **_of_fault(string, dialect, everyone=everyone))
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


def _of_fault(string: str, dialect: str, *, everyone: bool) -> dict[str, Any]:
    """Prints what implementations make of the fault in an invalid string or, for JSON output, returns it in a dict.

    After printing, the dict is empty. If no implementation was tested with the fault, nothing is printed, and the dict
    has only a ``note``; for text without digits, which is not a TZ string, the dict is empty, too.
    """
    fault = fault_of(string, library.DIALECTS[dialect])
    if fault is None:
        if library.is_valid(string, library.POSIX_2024):
            return {"note": f"to list what implementations make of it, add --dialect {library.POSIX_2024.name}"}
        # Text without digits is not a TZ string with a fault, but something else.
        faulty = any(map(str.isdigit, string))
        return {"note": "the table of implementations has no row for this fault"} if faulty else {}
    rows = [row for row in library.IMPLEMENTATIONS if everyone or row.common]
    if wants_json():
        found = [
            _row_json(row) | {"effect": row.effect(fault), "note": row.note(fault)} for row in library.IMPLEMENTATIONS
        ]
        return {"fault": fault, "implementations": found}
    out = standard_output()
    say(out, f"What implementations make of {fault.words}", style="bold")
    for effect, heading in _EFFECTS.items():
        group = [(str(row), row.note(fault) or "") for row in rows if row.effect(fault) is effect]
        if group:
            say(out)
            say(out, heading, style="bold")
            print_rows(out, group)
    return {}


def _row(verdict: Verdict) -> tuple[str, ...]:
    """A verdict as a table row: the implementation, what it shows at --at and after the next transition, and why."""
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
    """A JSON object that shows how each implementation reads a string."""
    return {
        "at": found.at,
        "utc": iso(found.at),
        "sentences": list(found.sentences),
        "implementations": [_verdict_json(verdict) for verdict in found.verdicts],
    }


def _row_json(row: Implementation) -> dict[str, Any]:
    names = ("name", "versions", "run", "evidence", "common")
    return {name: getattr(row, name) for name in names}


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return _row_json(verdict.implementation) | {
        "outcome": verdict.outcome,
        "accepts": verdict.accepts,
        "until": verdict.until,
        "shows": [fields(each) for each in verdict.shows],
        "defects": list(verdict.defects),
        "reason": verdict.reason,
    }
