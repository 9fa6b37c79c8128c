"""Decodes the literals of several languages, tracking where in the source each character comes from."""

from __future__ import annotations

import re

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vapix_proto._places import Span


class Literal(Value):
    """Decoded text, and where in the source it comes from.

    Attributes:
        text: The text, without its quotes and with its escapes decoded.
        starts: The index in the source at which each character begins, then the index at which the last one ends.
    """

    text: str
    starts: Sequence[int]

    def place(self, span: Span) -> tuple[int, int]:
        """The start and end, in the source, of a span of the text."""
        return self.starts[span.start], self.starts[span.end]


_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": ""}
_NUMBER = r"x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{1,3}"


def _backslash(escape: str) -> str:
    body = escape[1:]
    if body[0] in "01234567":
        return chr(int(body, 8))
    if len(body) > 1:
        number = int(body[1:], 16)
        return chr(number) if number <= 0x10FFFF else escape
    return _CONTROLS.get(body, body)


def _last(escape: str) -> str:
    return escape[-1:]


def _nothing(_gap: str) -> str:
    return ""


_ESCAPES = rf"\\(?:{_NUMBER}|[^0-7])", _backslash
#: The escapes of each kind of quoting: a pattern, and a function that decodes its matches.
QUOTINGS: dict[str, tuple[tuple[str, Callable[[str], str]], ...]] = {
    "none": (),
    # Strings in Python, JSON and YAML.
    "backslash": (_ESCAPES,),
    # Strings in C, where adjacent literals are joined.
    "c": (_ESCAPES, (r'"\s*"', _nothing)),
    # Cells in CSV.
    "doubled": ((r"\"\"", _last),),
    # In a shell, a backslash within double quotes escapes only these characters.
    "shell-double": ((r"\\[\\$`\"]", _last), (r"\\\n", _nothing)),
    "shell": ((r"\\[^\n]", _last), (r"\\\n", _nothing)),
    # Values in URLs and forms.
    "url": ((r"%[0-9A-Fa-f]{2}", lambda escape: chr(int(escape[1:], 16))), (r"\+", lambda _: " ")),
    # The file may be read by a shell, or by a program that takes every character literally.
    "env": (),
}


def literal(source: str, start: int, end: int, quoting: str = "none") -> Literal:
    """The literal whose content, without quotes, is in the source from ``start`` up to but not including ``end``."""
    rules = QUOTINGS[quoting]
    if not rules:
        return Literal(source[start:end], range(start, end + 1))
    text: list[str] = []
    starts: list[int] = []
    at = start
    pattern = "|".join(f"({escape})" for escape, _ in rules)
    for found in re.compile(pattern).finditer(source, start, end):
        text.append(source[at : found.start()])
        starts.extend(range(at, found.start()))
        meant = rules[(found.lastindex or 1) - 1][1](found[0])
        text.append(meant)
        starts.extend([found.start()] * len(meant))
        at = found.end()
    text.append(source[at:end])
    starts.extend(range(at, end + 1))
    return Literal("".join(text), tuple(starts))
