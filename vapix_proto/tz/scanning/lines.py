"""Reads TZ strings from text that has one per line, from a CSV column, or from the values of a key in JSON Lines."""

from __future__ import annotations

import re
from itertools import chain

from vapix_proto._value import Value
from vapix_proto.errors import quote
from vapix_proto.tz.scanning.literals import Literal, literal
from vapix_proto.tz.scanning.table import Table, has_data

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMENT = re.compile(r"(?<![^ \t])#")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^"{}\[\]:,\s]+')


class Line(Value):
    """A string and the line or CSV row that contains it.

    Attributes:
        number: The number of the line, or of the first line of the row, from 1.
        text: The text of the line or row; line breaks within the quoted cells of a row are LF.
        literal: The string; its positions are indexes in the text.
    """

    number: int
    text: str
    literal: Literal


def in_lines(lines: Iterable[str]) -> Iterator[Line]:
    """The string on each line that is neither blank nor a comment.

    A comment begins with ``#`` at the start of the line or after a space or tab.
    """
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.search(line)
        end = len(line) if comment is None else len(line[: comment.start()].rstrip())
        if line[:end].strip():
            yield Line(number, line, literal(line, 0, end))


def in_column(lines: Iterable[str], name: str) -> Iterator[Line]:
    """The strings in a column of a CSV table, or the values of a key in JSON Lines; a missing string is empty.

    The first character of the text tells JSON Lines from CSV. The first row of a table names its columns. In the last
    column, a string without quotes may contain commas.

    Raises:
        ValueError: There is no such column or key, the text is neither CSV nor JSON Lines, or a row has more cells than
            the table has columns.
    """
    numbered = enumerate(lines, 1)
    head = next((each for each in numbered if has_data(each[1])), (0, ""))
    if head[1].lstrip()[:1] == "{":
        known = False
        for number, line in chain([head], numbered):
            if has_data(line):
                found = _object(number, line)
                known = known or name in found
                yield Line(number, line, _value(number, line, found, name))
        if not known:
            raise ValueError(f"no object has the key {quote(name)}")
        return
    if head[1].lstrip()[:1] == "[":
        raise ValueError("the file is a JSON array: JSON Lines has an object on each line")
    table = Table(chain([head], numbered))
    index = table.index(name)
    for row in table.rows(index):
        yield Line(row.number, row.text, row.cell(index))


def _object(number: int, line: str) -> dict[str, object]:
    from json import loads  # noqa: PLC0415 - imported when first needed

    try:
        record = loads(line) if line.lstrip()[0] == "{" else None
    except (ValueError, RecursionError):
        record = None
    if record is None:
        raise ValueError(f"line {number} is not a JSON object")
    return record  # type: ignore[no-any-return]


def _value(number: int, line: str, record: dict[str, object], key: str) -> Literal:
    """The string under a key of the object on a line; empty if there is none."""
    from json import loads  # noqa: PLC0415

    value = record.get(key)
    if not isinstance(value, str) and value is not None:
        raise ValueError(f"line {number} has a value under {quote(key)} that is not a string")
    if not value:
        return literal(line, len(line), len(line))
    depth, before = 0, ["", ""]
    for token in _TOKEN.finditer(line):
        word = token[0]
        if depth == 1 and before[1] == ":" and word[0] == '"' and loads(before[0]) == key:
            found = literal(line, token.start() + 1, token.end() - 1, "backslash")
        depth += (word in "{[") - (word in "}]")
        before = [before[1], word]
    return found
