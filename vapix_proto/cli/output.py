"""The output formats: text for people, and one JSON object per line for programs."""

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


#: Exit codes: a negative result, such as an invalid string; a usage error or no result; SIGINT; SIGPIPE.
NO, WRONG_USE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141
#: Environment variables that make Rich write or omit colours, regardless of the output.
_SWITCHES = ("FORCE_COLOR", "TTY_COMPATIBLE")
#: The part of a hint that mentions ``tz.from_iana``.
_FROM_IANA = re.compile(r"use tz\.from_iana(?:\('(?P<name>[^']*)'\))?")
_STYLES = {"error": "bold red", "warning": "yellow"}
_VERDICTS = {True: ("valid", "bold green"), False: ("invalid", "bold red"), None: ("not judged", "bold yellow")}


def wants_plain(file: IO[str]) -> bool:
    """Whether output to ``file`` should have neither colours nor wrapping, as is usual for a pipe or a regular file."""
    return not file.isatty() and not any(name in os.environ for name in _SWITCHES)


def drop_output() -> None:
    """Discards the remaining output if its reader is gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the interpreter would write the rest of the output at exit, and fail again
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def nobody_reads() -> NoReturn:
    """Exits because the output's reader is gone."""
    drop_output()
    raise SystemExit(NOBODY_READS)


class PlainOutput:
    """Writes lines to a pipe or file without Rich, which takes 40 times as long per line.

    Attributes:
        width: The number of columns that an excerpt of the input may use.
        encoding: The encoding of the file.
        wraps_at: None, because lines are not wrapped.
    """

    wraps_at = None

    def __init__(self, file: IO[str]) -> None:
        columns = os.environ.get("COLUMNS", "")
        self.width: int = int(columns) if columns.isdecimal() else 120
        self.encoding: str = getattr(file, "encoding", None) or "utf-8"
        self._file = file

    def line(self, text: str) -> None:
        """Writes a line, which may stay in the buffer until ``flush``."""
        self._file.write(text + "\n")

    def flush(self) -> None:
        """Writes the buffered lines to the file."""
        self._file.flush()


def console(*, stderr: bool = False) -> TerminalConsole:
    """A Rich console, which wraps lines to the width of a terminal, and respects NO_COLOR."""
    from vapix_proto.cli._terminal import TerminalConsole  # noqa: PLC0415 - loads Rich, unneeded for plain output

    return TerminalConsole(stderr=stderr)


def standard_output() -> Output:
    """The output for results: a Rich console for terminals and colored output, otherwise plain lines."""
    return PlainOutput(sys.stdout) if wants_plain(sys.stdout) else console()


def standard_error() -> Output:
    """The output for messages: a Rich console for terminals and colored output, otherwise plain lines."""
    return PlainOutput(sys.stderr) if wants_plain(sys.stderr) else console(stderr=True)


def say(
    out: Output, *pieces: str | tuple[str, str], style: str = "", whole: bool = False, indent: int | None = None
) -> None:
    """Joins strings, with or without styles, and prints the line. On a terminal, wraps it unless ``whole`` is set.

    Dates and TZ strings are never split. Continuation lines are indented by ``indent`` or, if it is None, like the
    first line.
    """
    if isinstance(out, PlainOutput):
        out.line("".join([piece if isinstance(piece, str) else piece[0] for piece in pieces]))
        return
    from rich.text import Text  # noqa: PLC0415 - unneeded for plain output

    out.say(Text.assemble(*pieces, style=style), indent, whole=whole)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The option ``--format``: one of ``names``, by default the first. Commands receive it as ``output``."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="The format of the output.",
    )


def unicode_output(out: Output) -> bool:
    """Whether the output can encode block characters."""
    return out.encoding.lower().replace("-", "") == "utf8"


def print_json(record: dict[str, Any]) -> None:
    """Prints a JSON object on its own line, in ASCII."""
    from json import dumps  # noqa: PLC0415 - unneeded for text

    sys.stdout.write(dumps(record) + "\n")


def command_hint(hint: str) -> str:
    """The hint, with the library function that it mentions replaced by a command."""
    return _FROM_IANA.sub(lambda found: f"run vapix-proto tz from-iana {found['name'] or 'NAME'}", hint)


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON object, with the same hint as in the text output."""
    record = problem.to_json()
    return record | {"hint": record["hint"] and command_hint(record["hint"])}


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON objects."""
    return [problem_json(problem) for problem in problems]


def print_problem(out: Output, text: str | bytes, problem: Problem, *, hint: bool = True, place: str = "") -> None:
    """Prints a problem, preceded by its ``place``, with a caret under the fault and, if ``hint`` is set, the hint."""
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
    """Whether the user asked for JSON."""
    return bool(click.get_current_context().params.get("output") == "json")


def refuse(text: str | bytes, problems: Sequence[Problem]) -> NoReturn:
    """Shows why the input is refused, and exits. Text output goes to standard error, with only the first problem."""
    if wants_json():
        print_json({"valid": False, "problems": problems_json(problems)})
    else:
        print_problem(standard_error(), text, problems[0])
    raise SystemExit(NO)


def print_verdict(out: Output, name: str, *, valid: bool | None, note: str = "") -> None:
    """Prints the verdict on a named value; ``valid`` is None if no rule applies to the value."""
    shown = (name if len(name) <= 60 else name[:57] + "...") or "''"
    say(out, (shown, "bold"), ": ", _VERDICTS[valid], note)


def print_problems(
    out: Output, text: str | bytes, problems: Sequence[Problem], place: Callable[[Problem], str] = lambda _: ""
) -> None:
    """Prints the problems in the text, each preceded by what ``place`` returns for it."""
    for number, problem in enumerate(problems, 1):
        # All errors in the text share one fix, so its hint is printed once, after the last error.
        last = problem.fix is None or number == len(problems)
        print_problem(out, text, problem, hint=last, place=place(problem))


def print_note(out: Output, note: str | None) -> None:
    """Prints a note, if there is one."""
    if note is not None:
        say(out, ("note: ", "bold"), note)


def print_database(out: Output, database: Database) -> None:
    """Prints the version and location of the database on which a result is based."""
    say(out, f"database: {database}", style="dim")


def database_json(database: Database | None) -> dict[str, str | None] | None:
    """The version, origin and path of a time zone database as a JSON object; None if there is no database."""
    return None if database is None else {"version": database.version, "origin": database.origin, "path": database.path}


def fields(value: Value) -> dict[str, Any]:
    """A value as a JSON object that maps its field names to their values."""
    return {name: getattr(value, name) for name in value.__match_args__}


def transition_json(transition: Transition) -> dict[str, Any]:
    """A transition as a JSON object."""
    return {
        "at": transition.at,
        "utc": iso(transition.at),
        "before": fields(transition.before),
        "after": fields(transition.after),
    }
