"""How answers look: text for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from rich.console import Console
from rich.text import Text

from vapix_proto.cli.instants import iso
from vapix_proto.cli.text_files import encoding_of
from vapix_proto.errors import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from vapix_proto.errors import Problem
    from vapix_proto.tz import Database, LocalTimeType, Transition

__all__ = [
    "console",
    "database_json",
    "format_option",
    "print_database",
    "print_json",
    "print_problem",
    "print_problems",
    "print_verdict",
    "read_file",
    "read_password",
    "transition_json",
    "type_json",
    "unicode_output",
]

#: Exit codes: all is well; the answer is no; the command was used wrongly.
OK, NO, WRONG_USE = 0, 1, 2
_PASSWORD_LINE_MAX = 4096
_STYLES = {"error": "bold red", "warning": "yellow"}
_VERDICTS = {True: ("valid", "bold green"), False: ("invalid", "bold red"), None: ("not judged", "bold yellow")}


class _Console(Console):
    """Exits with the code of wrong use where nobody reads on: the answer was not given, and is neither yes nor no."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        # What is still to be written would fail once more at the end of the interpreter.
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())
        raise SystemExit(WRONG_USE)


def console(*, stderr: bool = False) -> Console:
    """Where text goes: wrapped to the width of a terminal, whole lines into a pipe or file. NO_COLOR is obeyed."""
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    width = None if terminal or "COLUMNS" in os.environ else 120
    return _Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not terminal, width=width)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The option ``--format``, the first name being the default; commands take it as ``output``."""
    return click.option("--format", "output", type=click.Choice(names), default=names[0], show_default=True)


def read_file(name: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; a file that can't be read is wrong use.

    Text with a byte order mark, as Windows writes it, becomes UTF-8 without one.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(f"can't read {name}: {error.strerror}") from None
    mark, encoding = encoding_of(data[:4])
    return data[len(mark) :].decode(encoding, "replace").encode() if mark else data


def read_password(file: BinaryIO) -> str:
    """The first line of a file with a password; exits with a message where there is none."""
    try:
        password = file.readline(_PASSWORD_LINE_MAX).removesuffix(b"\n").removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        password = ""
    if not password:
        raise click.UsageError("the first line of the password file is empty or not UTF-8")
    return password


def unicode_output(out: Console) -> bool:
    """Whether block characters can be written there."""
    return (out.encoding or "").lower().replace("-", "") == "utf8"


def print_json(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own, in ASCII."""
    sys.stdout.write(json.dumps(record) + "\n")


def print_problem(out: Console, text: str | bytes, problem: Problem, *, hint: bool = True, place: str = "") -> None:
    """A problem after its place in a file, its caret beneath the fault and, unless another has the same, its hint."""
    out.print(
        Text.assemble(
            place, (f"{problem.severity}: ", _STYLES[problem.severity]), problem.message, (f" [{problem.code}]", "dim")
        )
    )
    line, caret = excerpt(text, problem.span, width=max(24, min(out.width - 4, 72)))
    out.print(Text(f"  {line}"), no_wrap=True, crop=False)
    out.print(Text(f"  {caret}", _STYLES[problem.severity]), no_wrap=True, crop=False)
    if hint and problem.hint is not None:
        out.print(Text.assemble(("hint: ", "bold"), problem.hint))
    if problem.source:
        out.print(Text(f"source: {problem.source}", "dim"))


def print_verdict(
    out: Console, name: str, text: str | bytes, problems: Iterable[Problem], *, valid: bool | None, note: str = ""
) -> None:
    """Whether something is valid, and its problems, for people.

    Args:
        out: Where to.
        name: What is judged, as it is shown.
        text: The text in which the problems have their places.
        problems: The problems.
        valid: The verdict; None where there is no rule to judge by.
        note: What to add to the verdict.
    """
    shown = name if len(name) <= 60 else name[:57] + "..."
    verdict = _VERDICTS[valid]
    out.print(Text.assemble((shown, "bold"), ": ", verdict, note))
    print_problems(out, text, tuple(problems))


def print_problems(
    out: Console, text: str | bytes, problems: Sequence[Problem], place: Callable[[Problem], str] = lambda _: ""
) -> None:
    """The problems of a text; ``place`` gives what to write before each."""
    for number, problem in enumerate(problems, 1):
        # All errors of a text share their fix: its hint comes once, after the last of them.
        last = problem.fix is None or number == len(problems)
        print_problem(out, text, problem, hint=last, place=place(problem))


def print_database(out: Console, database: Database) -> None:
    """The version and the place of the time zone database that an answer rests on."""
    out.print(Text(f"database: {database}", "dim"))


def database_json(database: Database) -> dict[str, str | None]:
    """A time zone database as a JSON object."""
    return {"version": database.version, "origin": database.origin, "path": database.path}


def type_json(kind: LocalTimeType) -> dict[str, Any]:
    """A local time type as a JSON object."""
    return {"utoff": kind.utoff, "isdst": kind.isdst, "designation": kind.designation}


def transition_json(transition: Transition) -> dict[str, Any]:
    """A transition as a JSON object."""
    return {
        "at": transition.at,
        "utc": iso(transition.at),
        "before": type_json(transition.before),
        "after": type_json(transition.after),
    }
