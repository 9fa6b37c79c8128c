"""Reads CSV tables, with the line and column of every character."""

from __future__ import annotations

import re

from vapix_proto._places import plural, quote
from vapix_proto._value import Value
from vapix_proto.tz.scanning.literals import Literal, literal

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A quoted cell that spans more lines than this is assumed to lack its closing quote.
_CELL_LINES_MAX = 100
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"[^"]*"')
_SPACES = re.compile("[ ]*")
#: The content of a quoted cell, as far as it extends on the lines that have been read.
_CONTENT = re.compile(r'[^"]*(?:""[^"]*)*')
#: How the cells after a string begin if the string lacks its quotes and has rules.
_RULES = re.compile(r"M[0-9]{1,2}\.[0-9]\.[0-9][/,]|J[0-9]{1,3}(?:/[^,]*)?,J[0-9]")


class Row(Value):
    """A row of a table.

    Attributes:
        number: The number of its first line, from 1.
        text: The text of the row; line breaks within quoted cells are LF.
        cells: The cells; their positions are indexes in the text.
    """

    number: int
    text: str
    cells: tuple[Literal, ...]

    def cell(self, index: int) -> Literal:
        """The cell at an index; an empty cell at the end of the row if the row has fewer cells."""
        return self.cells[index] if index < len(self.cells) else literal(self.text, len(self.text), len(self.text))


class Table:
    """A CSV table, which is read line by line.

    The separator is the comma, semicolon, tab or vertical bar, whichever occurs most often in the first line. Blank
    lines, rows of empty cells, and lines that begin with ``#`` are skipped.

    Attributes:
        first: The first row; without cells if the table is empty.

    Raises:
        ValueError: The first row has a quote that does not enclose a whole cell.
    """

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        """Reads the first row. ``lines`` are lines with their numbers."""
        self._lines = iter(lines)
        self.first = Row(0, "", ())
        self._delimiter = ","
        for number, line in self._lines:
            if has_data(line):
                names = _QUOTED.sub("", line)
                self._delimiter = max(_DELIMITERS, key=names.count)
                self.first = self._row(number, line)
                break

    @property
    def heads(self) -> list[str]:
        """The cells of the first row, which are the names of the columns."""
        return [cell.text.strip() for cell in self.first.cells]

    def index(self, name: str) -> int:
        """The index of the column with a name.

        Raises:
            ValueError: There is no such column, or more than one.
        """
        heads = self.heads
        if not heads:
            raise ValueError(f"there is no column {quote(name)}: the file is empty")
        if name not in heads:
            raise ValueError(f"there is no column {quote(name)}: {listed(heads)}")
        if heads.count(name) > 1:
            raise ValueError(f"there are {heads.count(name)} columns named {quote(name)}")
        return heads.index(name)

    def rows(self, strings: int, *, headless: bool = False) -> Iterator[Row]:
        """The rows after the first; also the first one if the table is ``headless``.

        In the column of TZ strings, which is the one at the index ``strings``, a string without quotes may contain the
        separator if this is the last column. A headless table has no further columns.

        Raises:
            ValueError: A row has more cells than the table has columns, a string without quotes continues in the next
                column, or a quote does not enclose a whole cell.
        """
        width = strings + 1 if headless else max(strings + 1, len(self.first.cells))
        last = strings if strings == width - 1 else None
        if headless and self.first.cells:
            yield self._checked(self._row(self.first.number, self.first.text, last), strings, width)
        for number, line in self._lines:
            if has_data(line):
                row = self._row(number, line, last)
                if row.text.strip(f" {self._delimiter}") and any(cell.text.strip() for cell in row.cells):
                    yield self._checked(row, strings, width)

    def _checked(self, row: Row, strings: int, width: int) -> Row:
        if self._delimiter == "," and _continues(row, strings):
            raise ValueError(
                f"line {row.number} has a string with commas, which needs quotes except in the last column"
            )
        used = max(index for index, cell in enumerate(row.cells, 1) if cell.text.strip())
        if used > width:
            raise ValueError(
                f"line {row.number} has {used} cells, but the table has {plural(width, 'column')}: "
                f"a cell that contains {quote(self._delimiter)} needs quotes"
            )
        return row

    def _row(self, number: int, text: str, last: int | None = None) -> Row:
        """The row that begins with a line; its quoted cells may continue on the next lines.

        The cell at the index ``last`` extends to the end of the row, unless it is quoted.
        """
        cells: list[Literal] = []
        at = 0
        while at <= len(text):
            start = _spaces_end(text, at)
            if text[start : start + 1] == '"':
                text, end = self._closing(number, text, start)
                cells.append(literal(text, start + 1, end, "doubled"))
                at = _spaces_end(text, end + 1)
                if text[at : at + 1] not in ("", self._delimiter):
                    raise ValueError(f"line {number + text.count(chr(10), 0, end)} has text after a closing quote")
            else:
                at = -1 if len(cells) == last else text.find(self._delimiter, start)
                at = len(text) if at < 0 else at
                cells.append(literal(text, start, start + len(text[start:at].rstrip())))
            at += 1
        return Row(number, text, tuple(cells))

    def _closing(self, number: int, text: str, start: int) -> tuple[str, int]:
        """The text of a row up to the line with the closing quote of a cell, and the index of this quote."""
        first = number + text.count("\n", 0, start)
        end = _content_end(text, start + 1)
        for _ in range(_CELL_LINES_MAX):
            if end < len(text):
                return text, end
            _, line = next(self._lines, (0, None))
            if line is None:
                break
            text += f"\n{line}"
            end = _content_end(text, end)
        raise ValueError(f"line {first} has an unmatched quote")


def has_data(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return line.lstrip()[:1] not in ("", "#")


def listed(heads: Sequence[str]) -> str:
    """A clause that lists the names of columns, for an error message."""
    clause = f"the columns are {', '.join(map(quote, heads))}"
    foreign = any("\udc80" <= character <= "\udcff" for head in heads for character in head)
    return f"{clause}; the file is neither UTF-8 nor UTF-16" if foreign else clause


def _continues(row: Row, strings: int) -> bool:
    """Whether an unquoted string continues with rules in the next cells."""
    start = row.cell(strings).starts[0]
    following = f"{row.cell(strings + 1).text},{row.cell(strings + 2).text}"
    return row.text[start - 1 : start] != '"' and _RULES.match(following) is not None


def _spaces_end(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    assert found is not None  # noqa: S101 - the pattern matches anything
    return found.end()


def _content_end(text: str, at: int) -> int:
    found = _CONTENT.match(text, at)
    assert found is not None  # noqa: S101 - the pattern matches anything
    return found.end()
