"""Damages TZ strings as transport and typing do, and checks that a fix repairs the damage without changing the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from tests.support.paths import VECTORS

__all__ = ["FIELD", "FOOTERS", "SLIPS", "VECTOR_TEXTS", "WRAPPINGS", "keeps_the_rest"]


def _texts(name: str) -> list[str]:
    lines = (VECTORS / "tz" / name).read_text("ascii").splitlines()
    return [row["text"] for row in map(json.loads, lines) if "text" in row]


#: The TZ string of every TZif file in tzdata 2025b.
FOOTERS = _texts("footers.jsonl")
#: Every string in the vectors, including strings that people have typed, pasted and sent to devices.
VECTOR_TEXTS = [text for file in sorted((VECTORS / "tz").glob("*.jsonl")) for text in _texts(file.name)]
FIELD = [str(json.loads(line)) for line in (VECTORS / "tz_field.txt").read_text("ascii").splitlines()]

_ENTITIES = {"<": "&lt;", ">": "&gt;", "+": "&#43;", ",": "&#x2c;"}


def _percent(characters: str) -> Callable[[str], str]:
    return lambda text: "".join(f"%{ord(c):02X}" if c in characters else c for c in text)


def _replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


#: Damage that leaves no doubt about the string: for each name, functions that damage a string.
WRAPPINGS: dict[str, Callable[[str], str]] = {
    "TZ=": "TZ={}".format,
    "TZ = '...'": "TZ = '{}'".format,
    'export TZ="..."': 'export TZ="{}"'.format,
    'export TZ="...";': 'export TZ="{}";\n'.format,
    "root.Time.POSIXTimeZone=": "root.Time.POSIXTimeZone={}".format,
    "Time.POSIXTimeZone=, line end": "Time.POSIXTimeZone={}\r\n".format,
    "b'...'": "b'{}'".format,
    'b"..."': 'b"{}"'.format,
    "'...'": "'{}'".format,
    '"..."': '"{}"'.format,
    "typographic quotes": "\u201c{}\u201d".format,
    "back quotes": "`{}`".format,
    'PSTR("...")': 'PSTR("{}")'.format,
    'PSTR( "..." );': 'PSTR( "{}" );'.format,
    'escaped "..."': '\\"{}\\"'.format,
    "backslashes": lambda text: "".join(f"\\{c}" if c in "<>," else c for c in text),
    "escapes of JSON": _replaced("<", "\\u003c"),
    "percent encoding": _percent("<>+,:/"),
    "percent encoding but for +": _percent("<>,:/"),
    "percent encoding, twice": lambda text: _percent("<>+,:/%")(_percent("<>+,:/")(text)),
    "HTML": lambda text: "".join(_ENTITIES.get(c, c) for c in text),
    "lost plus signs": _replaced("+", " "),
    "semicolons": _replaced(",", ";"),
    "spaces after commas": _replaced(",", ", "),
    "spaces around": "  {}  ".format,
    "line end": "{}\n".format,
    "NUL": "{}\0".format,
    "byte order mark": "\ufeff{}".format,
    "zero-width space": "\u200b".join,
    "minus sign": _replaced("-", "\u2212"),
    "en dash": _replaced("-", "\u2013"),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) for c in text),
    "Arabic digits": lambda text: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in text),
}


def _at(damage: Callable[[str, int], str], short: int = 0) -> Callable[[str], list[str]]:
    return lambda text: [damage(text, at) for at in range(len(text) - short)]


_LOOK_ALIKES = {
    "0": "O",
    "O": "0",
    "1": "l",
    "-": "_",
    ",": ".",
    ".": ",",
    ":": ".",
    "<": "(",
    ">": ")",
    "M": "m",
    "J": "j",
}

#: Slips of a single character, at every position in a string.
SLIPS: dict[str, Callable[[str], list[str]]] = {
    "dropped": _at(lambda text, at: text[:at] + text[at + 1 :]),
    "doubled": _at(lambda text, at: text[:at] + text[at] + text[at:]),
    "swapped": _at(lambda text, at: text[:at] + text[at + 1] + text[at] + text[at + 2 :], 1),
    "look-alike": _at(lambda text, at: text[:at] + _LOOK_ALIKES.get(text[at], text[at]) + text[at + 1 :]),
    "cut": _at(lambda text, at: text[:at]),
    "space put in": _at(lambda text, at: f"{text[:at]} {text[at:]}"),
    "line end put in": _at(lambda text, at: f"{text[:at]}\n{text[at:]}"),
}

_SIGNIFICANT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-")


def keeps_the_rest(text: str, spans: Sequence[tuple[int, int]], fix: str) -> bool:
    """Whether a fix keeps each letter, digit and sign outside the spans of the text's problems, and adds none there.

    Anything may replace a span. The M that a date lacks may be added before the date's first digit.
    """
    wanted = list(_wanted(text, spans))
    places = _and_skipped({0}, wanted)
    in_rules = False
    for index, character in enumerate(fix):
        in_rules = in_rules or character == ","
        added = character == "M" and in_rules and fix[index - 1] == "," and fix[index + 1 : index + 2].isdigit()
        after = set()
        for place in places:
            anything = place > 0 and wanted[place - 1] is None
            if anything or added or character not in _SIGNIFICANT:
                after.add(place)
            if place < len(wanted) and wanted[place] == character:
                after.add(place + 1)
        places = _and_skipped(after, wanted)
    return len(wanted) in places


def _wanted(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[str | None]:
    """The significant characters outside the spans, in order, with None in place of each span."""
    inside = {index for start, end in spans for index in range(start, end)}
    starts = {start for start, _ in spans}
    for index in range(len(text) + 1):
        if index in starts:
            yield None
        if index < len(text) and index not in inside and text[index] in _SIGNIFICANT:
            yield text[index]


def _and_skipped(places: set[int], wanted: Sequence[str | None]) -> set[int]:
    """The positions, and the positions after the spans that follow, if nothing replaces these spans."""
    found = set(places)
    for place, character in enumerate(wanted):
        if place in found and character is None:
            found.add(place + 1)
    return found
