"""Files that list devices and their strings, as plain lines, CSV, JSON or JSON Lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from vapix_proto.errors import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    #: The name of a device, and the device's string.
    Device: TypeAlias = tuple[str, str]


#: Usual names of the columns or keys for strings and for device names, in lower case without spaces or punctuation.
_STRINGS = ("tz", "timezone", "posixtimezone", "timeposixtimezone", "posixtz", "tzstring", "string", "zone")
_NAMES = ("device", "name", "host", "hostname", "camera", "serial", "serialnumber", "id", "address", "ip", "mac")
#: A comment begins with a # between spaces; "camera #3" contains no comment.
_COMMENT = re.compile(r"\s#\s.*$")


def devices_of(text: str, column: str | None, names: str | None, is_string: Callable[[str], bool]) -> Iterator[Device]:
    """The devices in a file and their strings, in order; devices whose string is empty are left out.

    By default, the columns or keys for strings and device names are recognised by their usual names. In plain lines,
    ``is_string`` distinguishes strings and zone names from device names. Raises a usage error for unreadable content.
    """
    lines = [(number, line) for number, line in enumerate(re.split("\r\n|\n|\r", text), 1) if _has_data(line)]
    if not lines:
        return
    if lines[0][1].lstrip()[0] in "{[":
        found = _in_json(text, lines, column, names)
    elif column is not None or _usual(_cells(lines[0][1]), _STRINGS) is not None:
        found = _in_csv(lines, column, names)
    else:
        found = _in_lines(lines, is_string)
    for name, string in found:
        if string.strip():
            yield name, string.strip()


def _has_data(line: str) -> bool:
    return line.lstrip()[:1] not in ("", "#")


def _usual(heads: Iterable[str], usual: Sequence[str]) -> str | None:
    """The column whose name comes first in the list of usual names; None if no column has a usual name."""
    plain = {re.sub("[ ._-]", "", head.lower()): head for head in heads}
    return next((plain[name] for name in usual if name in plain), None)


def _columns(heads: Sequence[str], column: str | None, names: str | None) -> tuple[str, str]:
    """The names of the string column and the device-name column. A name is empty if there is no such column."""
    strings = column or _usual(heads, _STRINGS) or ""
    others = [head for head in heads if head != strings]
    return strings, names or _usual(others, _NAMES) or next(iter(others), "")


def _check_columns(heads: Sequence[str], column: str | None, names: str | None) -> None:
    for given in (column, names):
        if given is not None and given not in heads:
            raise click.UsageError(f"there is no column {quote(given)}: the columns are {', '.join(map(quote, heads))}")
    if not _columns(heads, column, names)[0]:
        raise click.UsageError(
            f"can't tell which column contains the strings: pass --column with one of {', '.join(map(quote, heads))}"
        )


def _cells(line: str) -> list[str]:
    """The column names in the first line of a CSV file."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=_delimiter(line)))]
    except csv.Error:  # a cell is too long for the csv module, so it is not a column name
        return [line]


def _delimiter(line: str) -> str:
    return max(",;\t|", key=line.count)


def _in_csv(lines: Sequence[tuple[int, str]], column: str | None, names: str | None) -> Iterator[Device]:
    heads, delimiter = _cells(lines[0][1]), _delimiter(lines[0][1])
    _check_columns(heads, column, names)
    strings, named = _columns(heads, column, names)
    place, last = heads.index(strings), len(heads) - 1
    name_place = heads.index(named) if named else len(heads)
    reader = csv.reader([line for _, line in lines], delimiter=delimiter, skipinitialspace=True)
    try:
        for cells in islice(reader, 1, None):
            if place < len(cells):
                name = cells[name_place] if name_place < min(len(cells), len(heads)) else ""
                # In the last column, a string without quotes may contain commas.
                string = delimiter.join(cells[place:]) if place == last else cells[place]
                yield name.strip() or f"line {lines[reader.line_num - 1][0]}", string
    except csv.Error as error:
        raise click.UsageError(f"the file is not CSV: {error}") from None


def _in_lines(lines: Iterable[tuple[int, str]], is_string: Callable[[str], bool]) -> Iterator[Device]:
    """Reads a device name and a string from each line; a tab, spaces, a comma or a semicolon separates the two.

    A line that contains only a string gets its line number as the name.
    """
    for number, line in lines:
        name, string = _split(_COMMENT.sub("", line).strip(), is_string)
        yield name or f"line {number}", string


def _split(line: str, is_string: Callable[[str], bool]) -> Device:
    if "\t" in line:
        name, _, string = line.partition("\t")
        return _bare(name), _bare(string)
    if is_string(line):
        return "", line
    splits = (line.rsplit(None, 1), re.split("[,;]", line, maxsplit=1), line.split(None, 1))
    ways = [(_bare(way[0].rstrip(" ,;")), _bare(way[1])) for way in splits if len(way) == 2]
    # Names may contain spaces, and strings may contain commas. So prefer a split after which the second part is a valid
    # string, or would be one without its spaces.
    meant = [way for way in ways if is_string(way[1])] or [way for way in ways if is_string("".join(way[1].split()))]
    return (meant or ways or [("", line)])[0]


def _bare(text: str) -> str:
    """The text without its enclosing quotes."""
    text = text.strip()
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def _in_json(text: str, lines: Sequence[tuple[int, str]], column: str | None, names: str | None) -> Iterator[Device]:
    """Reads device names and TZ strings from JSON.

    The text is either one object that maps device names to TZ strings, or one object per device, in an array or on
    separate lines. The object for a device contains its TZ string and, optionally, its name. If a value that should be
    a TZ string is not a JSON string, its JSON text is used, which is never a valid TZ string.
    """
    import json  # noqa: PLC0415 - not needed for plain lines

    loads = partial(json.loads, object_pairs_hook=_object)
    try:
        whole = loads(text)
    except (ValueError, RecursionError):
        whole = None
    if whole is None:
        whole = [_record(loads, number, line) for number, line in lines]
    elif isinstance(whole, dict):
        usual = column is not None or _usual(whole, _STRINGS) is not None
        whole = [whole] if usual else [list(pair) for pair in whole.items()]
    keys = list(dict.fromkeys(key for record in whole if isinstance(record, dict) for key in record))
    if keys:
        _check_columns(keys, column, names)
    for number, record in enumerate(whole, 1):
        if isinstance(record, dict):
            key, named = _columns([*record], column, names)  # each object may have different keys
            name, string = record.get(named), record.get(key)
        elif isinstance(record, list) and len(record) == 2:
            name, string = record
        else:
            raise click.UsageError(f"entry {number} is neither a JSON object nor a pair of a name and a string")
        if string is not None:
            yield (
                f"entry {number}" if name is None else str(name),
                string if isinstance(string, str) else json.dumps(string),
            )


def _record(loads: Callable[[str], Any], number: int, line: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return loads(line)
    except (ValueError, RecursionError):
        raise click.UsageError(f"line {number} is not a JSON object") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dict; raises a usage error if a key occurs twice, because only one value would count."""
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise click.UsageError(f"the key {quote(twice)} occurs twice in a JSON object")
    return found
