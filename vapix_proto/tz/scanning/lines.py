"""Reads TZ strings from text that has one per line, from a CSV column, or from the values of a key in JSON Lines."""

from __future__ import annotations

import re
from itertools import chain

from vapix_proto._value import Value
from vapix_proto.errors import quote
from vapix_proto.tz.scanning.literals import Literal, literal

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A quoted cell that spans more lines than this is assumed to lack its closing quote.
_CELL_LINES_MAX = 100
_DELIMITERS = ",;\t|"
_RULE = re.compile(r"M[0-9]{1,2}\.[0-9]\.[0-9](?=[/,]|$)")
_COMMENT = re.compile(r"(?<![^ \t])#")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^"{}\[\]:,\s]+')


class Line(Value):
    """A string and the line that contains it.

    Attributes:
        number: The line number, from 1.
        literal: The string; its positions are character indexes in the line.
    """

    number: int
    literal: Literal


def in_lines(lines: Iterable[str]) -> Iterator[Line]:
    """The string on each line that is neither blank nor a comment.

    A comment begins with ``#`` at the start of the line or after a space or tab.
    """
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.search(line)
        end = len(line) if comment is None else len(line[: comment.start()].rstrip())
        if line[:end].strip():
            yield Line(number, literal(line, 0, end))


def in_column(lines: Iterable[str], name: str) -> Iterator[Line]:
    """The strings in a CSV column, or the values of a key in JSON Lines; empty strings are omitted.

    The first character of the text tells JSON Lines from CSV. The first line of CSV lists the column names,
    separated by commas, semicolons, tabs or vertical bars. In the last column, a string without quotes may contain
    commas.

    Raises:
        ValueError: There is no such column or key, the text is neither CSV nor JSON Lines, or an unquoted string with
            commas spills into the next columns.
    """
    numbered = enumerate(lines, 1)
    head = next(filter(_has_data, numbered), (0, ""))
    if not head[1]:
        return
    if head[1].lstrip()[0] == "{":
        known = False
        for number, line in filter(_has_data, chain([head], numbered)):
            found = _object(number, line)
            known = known or name in found
            yield from _value(number, line, found, name)
        if not known:
            raise ValueError(f"no object has the key {quote(name)}")
        return
    if head[1].lstrip()[0] == "[":
        raise ValueError("the file is a JSON array: JSON Lines has an object on each line")
    cell = _cell_pattern(max(_DELIMITERS, key=head[1].count))
    names = [each.text for each in _cells(head[1], cell)]
    if name not in names:
        raise ValueError(f"there is no column {quote(name)}: the first line lists {', '.join(map(quote, names))}")
    if names.count(name) > 1:
        raise ValueError(f"the first line has {names.count(name)} columns named {quote(name)}")
    index, last = names.index(name), len(names) - 1
    for number, record in _records(numbered):
        cells = _cells(record, cell, last)
        if index <= len(cells) - 1 and cells[index].text.strip():
            if _goes_on(record, cells, index):
                raise ValueError(
                    f"line {number} has a string with commas, which needs quotes except in the last column"
                )
            yield _in_record(number, record, cells[index])


def _goes_on(record: str, cells: Sequence[Literal], index: int) -> bool:
    """Whether an unquoted string continues with a rule in the next cell."""
    quoted = record[cells[index].starts[0] - 1 : cells[index].starts[0]] == '"'
    return not quoted and any(_RULE.match(cell.text) for cell in cells[index + 1 : index + 2])


def _has_data(numbered: tuple[int, str]) -> bool:
    """Whether a line is neither blank nor a comment."""
    return numbered[1].lstrip()[:1] not in ("", "#")


def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf'[ ]*(?:"(?P<quoted>(?:[^"]|"")*)"[ ]*(?={re.escape(delimiter)}|$)|(?P<plain>[^{delimiter}]*))')


def _cells(record: str, pattern: re.Pattern[str], last: int | None = None) -> list[Literal]:
    """The cells of a record. The cell at index ``last`` extends to the end of the record, unless the cell is quoted."""
    cells: list[Literal] = []
    at = 0
    while at <= len(record):
        found = pattern.match(record, at)
        assert found is not None  # noqa: S101 - the pattern matches anything
        at = found.end() + 1
        if found["quoted"] is not None:
            cells.append(literal(record, *found.span("quoted"), "doubled"))
            continue
        start, end = found.span("plain")
        if len(cells) == last:
            end, at = len(record), len(record) + 1
        cells.append(literal(record, start, start + len(record[start:end].rstrip())))
    return cells


def _records(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The CSV records, each with the number of its first line; a quoted cell may contain line breaks."""
    waiting: list[str] = []
    first = 0
    for number, line in numbered:
        if not waiting:
            first = number
            if not _has_data((number, line)):
                continue
        waiting.append(line)
        if sum(part.count('"') for part in waiting) % 2 == 0:
            yield first, "\n".join(waiting)
            waiting.clear()
        elif len(waiting) > _CELL_LINES_MAX:
            break
    if waiting:
        raise ValueError(f"line {first} has an unmatched quote")


def _in_record(number: int, record: str, found: Literal) -> Line:
    start = record.rfind("\n", 0, found.starts[0]) + 1
    starts = tuple(at - start for at in found.starts)
    return Line(number + record.count("\n", 0, start), Literal(found.text, starts))


def _object(number: int, line: str) -> dict[str, object]:
    from json import loads  # noqa: PLC0415 - imported when first needed

    try:
        record = loads(line) if line.lstrip()[0] == "{" else None
    except (ValueError, RecursionError):
        record = None
    if record is None:
        raise ValueError(f"line {number} is not a JSON object")
    return record  # type: ignore[no-any-return]


def _value(number: int, line: str, record: dict[str, object], key: str) -> Iterator[Line]:
    """The string under a key of the object on a line, if there is one."""
    from json import loads  # noqa: PLC0415

    value = record.get(key)
    if not isinstance(value, str) and value is not None:
        raise ValueError(f"line {number} has a value under {quote(key)} that is not a string")
    if not value or not value.strip():
        return
    depth, before = 0, ["", ""]
    for token in _TOKEN.finditer(line):
        word = token[0]
        if depth == 1 and before[1] == ":" and word[0] == '"' and loads(before[0]) == key:
            found = literal(line, token.start() + 1, token.end() - 1, "backslash")
        depth += (word in "{[") - (word in "}]")
        before = [before[1], word]
    yield Line(number, found)
