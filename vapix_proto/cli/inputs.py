"""Strings to check, from arguments, files and standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz
from vapix_proto._places import visible
from vapix_proto._value import Value
from vapix_proto.cli.output import problems_json
from vapix_proto.cli.text_files import as_given, is_text_file, lines_of, opened
from vapix_proto.errors import Severity
from vapix_proto.tz.scanning.lines import in_column, in_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.errors import Problem


class Given(Value):
    """A string to check.

    Attributes:
        text: The string; bytes if it is not valid UTF-8.
        file: The file that contains the string; ``-`` for standard input, None for an argument.
        line: The line number in the file, counted from 1.
        starts: The offset in the line at which each character begins, and then the offset at which the last one ends.
    """

    text: str | bytes
    file: str | None = None
    line: int = 0
    starts: Sequence[int] = ()

    def column(self, problem: Problem) -> int:
        """The column at which a problem begins, counted from 1; each byte is a column if the string is bytes."""
        return self.starts[problem.span.start] + 1

    def place(self, problem: Problem) -> str:
        """The prefix ``file:line:column: `` for a problem; empty if the string is an argument of the command."""
        return "" if self.file is None else f"{visible(self.file)}:{self.line}:{self.column(problem)}: "


def is_file(argument: str, dialect: str) -> bool:
    """Whether an argument is the path to a file of strings rather than a string.

    A valid string never counts as such a path, and neither does the path of a binary file, such as a zone file of the
    database.
    """
    return argument == "-" or (not tz.is_valid(argument, dialect) and is_text_file(argument))


def from_file(name: str, column: str | None) -> Iterator[Given]:
    """Yields the strings in a file, or in standard input for ``-``, as they arrive: one per line, or from a column."""
    with opened(name) as stream:
        lines = lines_of(stream)
        try:
            for found in in_lines(lines) if column is None else in_column(lines, column):
                text, starts = as_given(found.literal.text), found.literal.starts
                if isinstance(text, bytes):
                    starts = range(starts[0], starts[0] + len(text) + 1)
                yield Given(text, name, found.number, starts)
        except ValueError as error:
            raise click.UsageError(f"{name}: {error}") from None


def note_json(note: str | None) -> dict[str, str]:
    """A dict with the note under the key ``note``, or an empty dict if there is no note."""
    return {} if note is None else {"note": note}


def record_of(text: str | bytes, dialect: str, advisor: Advisor, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """A JSON object with the result of checking a string; bytes are decoded as Latin-1."""
    valid = is_valid(problems)
    return {
        "input": text if isinstance(text, str) else text.decode("latin-1"),
        "dialect": dialect,
        "valid": valid,
        "canonical": str(tz.parse(text, dialect)) if valid else None,
        "problems": problems_json(problems),
        **advisor.as_json(advisor.suggestions(text, dialect, problems)),
    }


def is_valid(problems: Iterable[Problem]) -> bool:
    """Whether none of the problems is an error."""
    return all(problem.severity != Severity.ERROR for problem in problems)
