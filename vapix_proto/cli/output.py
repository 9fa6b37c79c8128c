"""How answers look: text for people, and for programs one JSON object on each line."""

from __future__ import annotations

import os
import re
import sys
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from vapix_proto.errors import excerpt
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from vapix_proto._value import Value
    from vapix_proto.cli._terminal import TerminalConsole
    from vapix_proto.errors import Problem
    from vapix_proto.tz import Database, Transition

    Output: TypeAlias = "TerminalConsole | PlainOutput"


#: Exit codes: the answer is no; a usage error, or there is no answer; those of programs that SIGINT and SIGPIPE end.
NO, WRONG_USE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141
#: These make rich write colors, or leave them out, for any output.
_SWITCHES = ("FORCE_COLOR", "TTY_COMPATIBLE")
#: How a hint of the library names ``tz.from_iana``.
_FROM_IANA = re.compile(r"use tz\.from_iana(?:\('(?P<name>[^']*)'\))?")
_STYLES = {"error": "bold red", "warning": "yellow"}
_VERDICTS = {True: ("valid", "bold green"), False: ("invalid", "bold red"), None: ("not judged", "bold yellow")}


def wants_plain(file: IO[str]) -> bool:
    """Whether text for a file has no colors and is not wrapped."""
    return not file.isatty() and not any(name in os.environ for name in _SWITCHES)


def drop_output() -> None:
    """Lets go of output whose reader has gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # what is left would fail once more at the end of the interpreter
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def nobody_reads() -> NoReturn:
    """Ends the program because the reader of its output has gone."""
    drop_output()
    raise SystemExit(NOBODY_READS)


class PlainOutput:
    """Lines for a pipe or file, without colors, because a line of rich takes 40 times as long.

    Attributes:
        width: The columns that excerpts may use.
        encoding: What can be written.
        wraps_at: None, because lines are whole.
    """

    wraps_at = None

    def __init__(self, file: IO[str]) -> None:
        columns = os.environ.get("COLUMNS", "")
        self.width: int = int(columns) if columns.isdecimal() else 120
        self.encoding: str = getattr(file, "encoding", None) or "utf-8"
        self._file = file

    def line(self, text: str) -> None:
        """Writes a line, which may wait for ``flush``."""
        self._file.write(text + "\n")

    def flush(self) -> None:
        """Hands over all lines."""
        self._file.flush()


def console(*, stderr: bool = False) -> TerminalConsole:
    """A console of rich, which wraps lines to the width of a terminal, and obeys NO_COLOR."""
    from vapix_proto.cli._terminal import TerminalConsole  # noqa: PLC0415 - rich, which plain output does without

    return TerminalConsole(stderr=stderr)


def standard_output() -> Output:
    """Where answers go: a console for terminals and output with colors, else without rich."""
    return PlainOutput(sys.stdout) if wants_plain(sys.stdout) else console()


def standard_error() -> Output:
    """Where everything else goes."""
    return PlainOutput(sys.stderr) if wants_plain(sys.stderr) else console(stderr=True)


def say(
    out: Output, *pieces: str | tuple[str, str], style: str = "", whole: bool = False, indent: int | None = None
) -> None:
    """Prints a line of texts, each alone or with its style, wrapped to the width of a terminal unless it is ``whole``.

    Dates and TZ strings are not broken. Lines after the first have the indentation ``indent``, or that of the first.
    """
    if isinstance(out, PlainOutput):
        out.line("".join([piece if isinstance(piece, str) else piece[0] for piece in pieces]))
        return
    from rich.text import Text  # noqa: PLC0415 - see console

    out.say(Text.assemble(*pieces, style=style), indent, whole=whole)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The option ``--format``, the first name being the default; commands take it as ``output``."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="The form of the output.",
    )


def unicode_output(out: Output) -> bool:
    """Whether block characters can be written there."""
    return out.encoding.lower().replace("-", "") == "utf8"


def print_json(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own, in ASCII."""
    from json import dumps  # noqa: PLC0415 - text needs none

    sys.stdout.write(dumps(record) + "\n")


def command_hint(hint: str) -> str:
    """A hint that names a command in place of a function of the library."""
    return _FROM_IANA.sub(lambda found: f"run vapix-proto tz from-iana {found['name'] or 'NAME'}", hint)


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON object, with the hint that is printed."""
    record = problem.to_json()
    return record | {"hint": record["hint"] and command_hint(record["hint"])}


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON objects."""
    return [problem_json(problem) for problem in problems]


def print_problem(out: Output, text: str | bytes, problem: Problem, *, hint: bool = True, place: str = "") -> None:
    """Prints a problem after its place in a file, a caret beneath the fault, and its hint if that is wanted."""
    style = _STYLES[problem.severity]
    say(out, place, (f"{problem.severity}: ", style), problem.message, (f" [{problem.code}]", "dim"))
    if text:
        line, caret = excerpt(text, problem.span, max(24, min(out.width - 4, 72)), out.encoding)
        say(out, "  ", line, whole=True)
        say(out, "  ", caret, style=style, whole=True)
    if hint and problem.hint is not None:
        say(out, ("hint: ", "bold"), command_hint(problem.hint))
    if problem.source:
        say(out, f"source: {problem.source}", style="dim")


def wants_json() -> bool:
    """Whether the answer is to be JSON."""
    return bool(click.get_current_context().params.get("output") == "json")


def refuse(
    text: str | bytes,
    problems: Sequence[Problem],
    exit_code: int,
    *,
    note: str | None = None,
    **record: Any,  # noqa: ANN401
) -> NoReturn:
    """Shows why a text is refused, and ends the program.

    People get the first problem and the note on standard error; the JSON object has all, and what ``record`` has.
    """
    if wants_json():
        record |= {"valid": False, "problems": problems_json(problems)}
        print_json(record if note is None else record | {"note": note})
    else:
        print_problem(standard_error(), text, problems[0])
        print_note(standard_error(), note)
    raise SystemExit(exit_code)


def print_verdict(
    out: Output, name: str, text: str | bytes, problems: Iterable[Problem], *, valid: bool | None, note: str = ""
) -> None:
    """Prints whether a named text is valid, or None if no rule judges it, and its problems."""
    shown = (name if len(name) <= 60 else name[:57] + "...") or "''"
    say(out, (shown, "bold"), ": ", _VERDICTS[valid], note)
    print_problems(out, text, tuple(problems))


def print_problems(
    out: Output, text: str | bytes, problems: Sequence[Problem], place: Callable[[Problem], str] = lambda _: ""
) -> None:
    """Prints the problems of a text, each after its ``place``."""
    for number, problem in enumerate(problems, 1):
        # All errors of a text share their fix, so its hint comes once, after the last of them.
        last = problem.fix is None or number == len(problems)
        print_problem(out, text, problem, hint=last, place=place(problem))


def print_note(out: Output, note: str | None) -> None:
    """Prints what to do, if that is known."""
    if note is not None:
        say(out, ("note: ", "bold"), note)


def print_database(out: Output, database: Database) -> None:
    """Prints the version and the place of the database that an answer rests on."""
    say(out, f"database: {database}", style="dim")


def database_json(database: Database | None) -> dict[str, str | None] | None:
    """A time zone database as a JSON object, if there is one."""
    return None if database is None else {"version": database.version, "origin": database.origin, "path": database.path}


def fields(value: Value) -> dict[str, Any]:
    """A value as a JSON object: its fields by their names."""
    return {name: getattr(value, name) for name in value.__match_args__}


def transition_json(transition: Transition) -> dict[str, Any]:
    """A transition as a JSON object."""
    return {
        "at": transition.at,
        "utc": iso(transition.at),
        "before": fields(transition.before),
        "after": fields(transition.after),
    }
