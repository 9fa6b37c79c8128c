"""Files that list devices and their strings, as plain lines, CSV, JSON or JSON Lines."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from vapix_proto.errors import quote
from vapix_proto.tz.scanning.table import Table, has_data, listed

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
    """The devices in a file and their strings, in order; the string of a device that has none is empty.

    By default, the columns or keys for strings and device names are recognised by their usual names. In plain lines,
    ``is_string`` distinguishes strings and zone names from device names. Raises a usage error for unreadable content.
    """
    numbered = [*enumerate(re.split("\r\n|\n|\r", text), 1)]
    lines = [(number, line) for number, line in numbered if has_data(line)]
    if not lines:
        return
    if lines[0][1].lstrip()[0] in "{[":
        found = _in_json(text, lines, column, names)
    elif column is not None or names is not None or _is_table(numbered):
        found = _in_csv(numbered, column, names)
    else:
        found = _in_lines(lines, is_string)
    for name, string in found:
        yield name, string.strip()


def _is_table(lines: Iterable[tuple[int, str]]) -> bool:
    """Whether the first row names a column of strings."""
    try:
        return _usual(Table(lines).heads, _STRINGS) is not None
    except ValueError:
        return False


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
            raise click.UsageError(f"there is no column {quote(given)}: {listed(heads)}")
    if not _columns(heads, column, names)[0]:
        raise click.UsageError(f"can't tell which column contains the strings: pass --column; {listed(heads)}")


def _in_csv(lines: Iterable[tuple[int, str]], column: str | None, names: str | None) -> Iterator[Device]:
    try:
        table = Table(lines)
        _check_columns(table.heads, column, names)
        strings, named = _columns(table.heads, column, names)
        place = table.index(strings)
        name_place = table.heads.index(named) if named else None
        for row in table.rows(place):
            name = "" if name_place is None else row.cell(name_place).text.strip()
            yield name or f"line {row.number}", row.cell(place).text
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _in_lines(lines: Iterable[tuple[int, str]], is_string: Callable[[str], bool]) -> Iterator[Device]:
    """Reads a device name and a string from each line; a tab, spaces, a comma or a semicolon separates the two.

    A line that contains only a string gets its line number as the name.
    """
    for number, line in lines:
        name, string = _split(_COMMENT.sub("", line), is_string)
        yield name or f"line {number}", string


def _split(line: str, is_string: Callable[[str], bool]) -> Device:
    whole = line.strip()
    if "\t" in whole:
        name, _, string = whole.partition("\t")
        return _bare(name), _bare(string)
    if is_string(whole):
        return "", whole
    splits = (whole.rsplit(None, 1), re.split("[,;]", whole, maxsplit=1), whole.split(None, 1))
    ways = [(_bare(way[0].rstrip(" ,;")), _bare(way[1])) for way in splits if len(way) == 2]
    # Names may contain spaces, and strings may contain commas. So prefer a split after which the second part is a valid
    # string, or would be one without its spaces.
    meant = [way for way in ways if is_string(way[1])] or [way for way in ways if is_string("".join(way[1].split()))]
    if not meant and "\t" in line.lstrip():
        return _bare(whole), ""
    return (meant or ways or [("", whole)])[0]


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
        yield (
            f"entry {number}" if name is None else str(name),
            string if isinstance(string, str) else "" if string is None else json.dumps(string),
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
