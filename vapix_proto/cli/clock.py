"""``vapix-proto conform-clock``: asks a program for local times, and reports which answers are wrong."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vapix_proto._places import plural
from vapix_proto.cli.interrupts import Interrupts
from vapix_proto.cli.line_clock import ClockError, LineClock
from vapix_proto.cli.options import READINGS, READINGS_HELP, Seconds, dialect_option
from vapix_proto.cli.output import NO, WRONG_USE, say, standard_error, standard_output
from vapix_proto.conform.clock import ClockCheck
from vapix_proto.errors import escape
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from vapix_proto.cli.output import Output
    from vapix_proto.conform.clock import ClockFinding
    from vapix_proto.tz import LocalTimeType


@click.command("conform-clock")
@click.option("--command", required=True, metavar="CMD", help="The program to check, with its arguments.")
@click.option(
    "--reading", type=READINGS, metavar="NAME",
    help=f"How the program must read strings that implementations read differently: {READINGS_HELP}.  "
    "[default: every answer may follow any of these readings]",
)  # fmt: skip
@dialect_option
@click.option(
    "--n", "-n", "number", type=click.IntRange(1), default=200, show_default=True, help="The number of strings."
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The seed for the random choice of questions.",
)
@click.option(
    "--implied-rules",
    metavar="RULES",
    help="The rules that the program must assume for strings that have daylight saving time but no rules.  "
    "[default: do not ask about such strings]",
)
@click.option(
    "--timeout",
    type=Seconds(0.01),
    default=30.0,
    show_default=True,
    help="How long to wait for the program to answer each batch of questions, in seconds.",
)
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write a report, as JSON.")
def conform_clock(
    command: str,
    reading: str | None,
    dialect: str,
    number: int,
    seed: int,
    implied_rules: str | None,
    timeout: float,
    report: Path | None,
) -> None:
    """Check the clock of a device or a library.

    CMD is a program that reads lines of the form 'TZ-string<TAB>seconds since 1970' and writes, for each, a line of the
    form 'utoff<TAB>isdst<TAB>designation'. An empty line tells the program to flush its output.

    Exit code 0 if every answer is right, 1 if one is wrong, 2 for a usage error or a program that fails.
    """
    try:
        words = shlex.split(command)
        check = ClockCheck(dialect=dialect, reading=reading, n=number, seed=seed, implied_rules=implied_rules)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not words:
        raise click.UsageError("--command is empty")
    if report is not None and report.is_file():
        _remove(report)  # it must not pass for the report of a check that fails
    try:
        with Interrupts() as interrupts:
            with LineClock(words, timeout, interrupts.check) as clock, interrupts.heard():
                while check.questions:
                    check.answer(clock.ask(check.questions))
                clock.close()
            if report is not None:
                head = {"format": 1, "dialect": dialect, "reading": reading, "seed": seed}
                _write(report, head | {"implied_rules": implied_rules} | _as_json(check))
            with interrupts.heard():
                _print(standard_output(), check)
    except (ClockError, KeyboardInterrupt) as error:
        why = escape(str(error)) or "interrupted"
        say(standard_error(), f"vapix-proto: {why}", style="bold red")
        raise SystemExit(WRONG_USE) from None
    raise SystemExit(NO if check.wrong else 0)


def _write(report: Path, found: dict[str, Any]) -> None:
    try:
        report.write_text(json.dumps(found, indent=2) + "\n", "ascii")
    except OSError as error:
        raise click.UsageError(f"can't write {report}: {error.strerror}") from None


def _remove(report: Path) -> None:
    try:
        report.unlink()
    except OSError as error:
        raise click.UsageError(f"can't replace {report}: {error.strerror}") from None


def _as_json(check: ClockCheck) -> dict[str, Any]:
    return {
        "strings": check.strings,
        "instants": check.instants,
        "wrong": check.wrong,
        "refused": check.refused,
        "elsewise": check.elsewise,
        "follows": [str(reading) for reading in check.follows],
        "findings": [finding.to_json() for finding in check.findings],
    }


def _print(out: Output, check: ClockCheck) -> None:
    style = "bold red" if check.wrong else "bold green"
    asked = f"{plural(check.strings, 'string')}, {plural(check.instants, 'instant')}"
    say(out, f"{asked}: {plural(check.wrong, 'wrong answer')}", style=style)
    if check.refused:
        are = "is for a string" if check.refused == 1 else "are for strings"
        say(out, f"{check.refused} of them {are} that the program refused")
    if check.elsewise:
        are = "is" if check.elsewise == 1 else "are"
        say(out, f"{plural(check.elsewise, 'answer')} {are} right, though not with --reading merge")
    say(out, f"readings that the program follows: {', '.join(check.follows) or 'none'}")
    for finding in check.findings:
        _print_finding(out, finding)


def _print_finding(out: Output, finding: ClockFinding) -> None:
    what = ", ".join(finding.fields) or "refused"
    dates = f", dates {' and '.join(finding.dates)}" if finding.dates else ""
    were = " was" if finding.seen == 1 else "s were"
    say(out, "\n", (f"{what}{dates}", "bold"), f" ({finding.seen} answer{were} wrong in this way)")
    say(out, f"  {finding.text} at {finding.at} ({iso(finding.at)})")
    say(out, f"  expected {_shown(finding.expected)}, got {escape(str(finding.answered))}")
    say(out, f"  first seen: {finding.first_text} at {finding.first_at}", style="dim")


def _shown(kind: LocalTimeType) -> str:
    return f"{kind.utoff} {int(kind.isdst)} {kind.designation}"
