"""Strings to check, from arguments, files and standard input."""

from __future__ import annotations

from itertools import chain, repeat
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
        number: The number of the line or row in the file, counted from 1.
        row: The text of the line or row.
        starts: The index in the row at which each character begins, and then the index at which the last one ends.
    """

    text: str | bytes
    file: str | None = None
    number: int = 0
    row: str = ""
    starts: Sequence[int] = ()

    def position(self, index: int = 0) -> tuple[int, int]:
        """The line and column of a character in the file, both counted from 1."""
        at = self.starts[index]
        return self.number + self.row.count("\n", 0, at), at - self.row.rfind("\n", 0, at)

    def place(self, problem: Problem) -> str:
        """The prefix ``file:line:column: `` for a problem; empty if the string is an argument of the command."""
        if self.file is None:
            return ""
        line, column = self.position(problem.span.start)
        return f"{visible(self.file)}:{line}:{column}: "


def is_file(argument: str, dialect: str) -> bool:
    """Whether an argument is the path to a file of strings rather than a string.

    A valid string never counts as such a path, and neither does the path of a binary file, such as a zone file of the
    database.
    """
    return argument == "-" or (not tz.is_valid(argument, dialect) and is_text_file(argument))


def from_file(name: str, column: str | None) -> Iterator[Given]:
    """Yields the strings in a file, or in standard input for ``-``, as they arrive: one per line, or from a column.

    A row without a string in the column yields an empty string.
    """
    with opened(name) as stream:
        lines = lines_of(stream)
        try:
            for found in in_lines(lines) if column is None else in_column(lines, column):
                text, starts = as_given(found.literal.text), found.literal.starts
                if isinstance(text, bytes):
                    sizes = [len(each.encode("utf-8", "surrogateescape")) for each in found.literal.text]
                    starts = [*chain.from_iterable(map(repeat, starts, sizes)), starts[-1]]
                yield Given(text, name, found.number, found.text, starts)
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
