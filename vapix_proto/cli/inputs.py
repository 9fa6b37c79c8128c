"""Strings to check, from arguments and from standard input, however many."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, Any

from rich.text import Text

from vapix_proto import tz
from vapix_proto.cli.output import print_json, print_verdict
from vapix_proto.errors import Severity, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from rich.console import Console

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.errors import Problem

__all__ = ["check", "texts", "verdict"]


def texts(arguments: Iterable[str]) -> Iterator[str | bytes]:
    """The strings to check: each argument, and for ``-`` each line of standard input.

    A line is text where it is UTF-8, else bytes; its end, LF or CRLF, is no part of it.
    """
    for argument in arguments:
        if argument == "-":
            yield from _lines()
        else:
            # An argument that is no UTF-8 has surrogates in place of its bytes.
            yield _text(os.fsencode(argument))


def _lines() -> Iterator[str | bytes]:
    stream = sys.stdin.buffer
    if not sys.stderr.isatty() or sys.stdin.isatty():
        yield from (_text(line) for line in _stripped(stream))
        return
    from rich.console import Console  # noqa: PLC0415 - a progress bar is for terminals
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("checking"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", total=_size(stream))
        for line in _stripped(stream):
            yield _text(line)
            progress.advance(task, len(line) + 1)


def _stripped(stream: IO[bytes]) -> Iterator[bytes]:
    for line in stream:
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _size(stream: IO[bytes]) -> int | None:
    """The bytes to come, where they are those of a file."""
    status = os.fstat(stream.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _text(data: bytes) -> str | bytes:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def verdict(text: str | bytes, dialect: str, advisor: Advisor) -> dict[str, Any]:
    """The answer for one string, as a JSON object; bytes are shown as the characters of the same numbers."""
    return _record(text, dialect, advisor, advisor.problems(text, dialect))


def _record(text: str | bytes, dialect: str, advisor: Advisor, problems: tuple[Problem, ...]) -> dict[str, Any]:
    valid = _valid(problems)
    return {
        "input": text if isinstance(text, str) else text.decode("latin-1"),
        "dialect": dialect,
        "valid": valid,
        "canonical": str(tz.parse(text, dialect)) if valid else None,
        "problems": [problem.to_json() for problem in problems],
        **advisor.as_json(advisor.suggestions(text, dialect, problems)),
    }


def _valid(problems: tuple[Problem, ...]) -> bool:
    return all(problem.severity != Severity.ERROR for problem in problems)


def check(out: Console, text: str | bytes, dialect: str, output: str, advisor: Advisor, *, quiet: bool) -> bool:
    """Judges one string, and prints the answer as text or JSON; quietly only if it is invalid."""
    problems = advisor.problems(text, dialect)
    valid = _valid(problems)
    if quiet and valid:
        return valid
    if output == "json":
        print_json(_record(text, dialect, advisor, problems))
        return valid
    print_verdict(out, escape(text), text, problems, valid=valid, note=f" ({dialect})")
    # Of a string that may not be what was meant, there is no use in the canonical form.
    if not problems:
        canonical = str(tz.parse(text, dialect))
        if canonical != text:
            out.print(Text(f"canonical: {canonical}"))
    advisor.print(out, problems, advisor.suggestions(text, dialect, problems))
    return valid
