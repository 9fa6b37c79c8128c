"""Finds the TZ strings in the text of a file, and replaces them."""

from __future__ import annotations

import re
from bisect import bisect_right
from fnmatch import fnmatchcase

from vapix_proto._value import Value
from vapix_proto.tz.scanning.literals import Literal, literal
from vapix_proto.tz.scanning.places import LANGUAGES, Place

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.tz.scanning.places import Language


class Found(Value):
    """A TZ string found in the text.

    Attributes:
        title: The name of the setting or variable that holds the string, or of the call that accepts it.
        dialect: The dialect in which that setting, variable or call expects strings.
        literal: The string; its positions are character indexes in the text.
        quoting: How it is quoted, as a key of ``literals.QUOTINGS``.
        commented: Whether there are comments between the adjacent literals that make up the string.
    """

    title: str
    dialect: str
    literal: Literal
    quoting: str
    commented: bool = False

    def written(self, text: str) -> str | None:
        """A string, escaped so that it can replace this one in the file.

        The result is None if the escaping depends on what reads the file, or if a comment would be lost.

        In a URL, ``<``, ``>`` and ``+`` are escaped; in an unquoted shell word, only ``<`` and ``>``. No other
        character of a TZ string needs an escape.
        """
        if self.commented:
            return None
        if self.quoting == "shell":
            return re.sub(r"[<>]", r"\\\g<0>", text)
        if self.quoting == "url":
            return re.sub(r"[<>+]", lambda found: f"%{ord(found[0]):X}", text)
        if self.quoting == "env" and "<" in text and "<" not in self.literal.text:
            return None
        return text


class Positions:
    """Converts an index in the text to a line and a column, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def __call__(self, at: int) -> tuple[int, int]:
        """The line and column of an index."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


#: Text without any of these words matches no pattern in ``places``.
_WORDS = ("tz", "timezone", "time_zone", "setposix", "configtime")
#: Text that was clearly meant as a POSIX string: a designation and an offset, or a rule.
_ATTEMPT = re.compile(
    r"""[\s"']*(?:<[^<>]{0,20}>?\s*[+-]?[0-9]|[+-][0-9]{2,4}>?[+-]"""
    r"""|[A-Z]{3,}(?:\s{0,8}[+\u2212-][0-9]{1,6}(?![0-9])|[0-9]{1,2}(?!\w))"""  # whatever follows the offset
    r"""|[A-Za-z]{3,}\s{0,8}(?:[+-][0-9]{1,6}|[0-9]{1,2})(?::[0-9]{1,2}){0,2}(?=$|[\s,;"'<+A-Za-z-]))|.*,\s*[MJ][0-9]"""
)
#: Text with a placeholder that a program fills in before use.
_PLACEHOLDER = re.compile(r"[$`{}|@*]|%[A-Za-z({]|^![a-z]|^\s*$|^<[^<>0-9]*>$")
#: The name of a constant that holds a TZ string, as opposed to something related, such as ``TIMEZONE_DB_KEY``.
_TZ_NAME = re.compile(
    r"(?i)(?!.*_(?:api|key|token|url|uri|host|server|path|file|topic|label|title|help|msg|message|err|error|hint|fmt"
    r"|format|regex|ver|version|pin)(?:_|$))(?:^|.*_|my|posix)(?:tz|timezone|time_zone)(?:_.*|info|str|string)?"
)
_CONSTANT = Place("constant", _TZ_NAME)


def language_of(path: str, text: str) -> str:
    """A file's language, recognised by its path or by its beginning; by default ``text``.

    The parts of the path must be separated by ``/``.
    """
    lowered = "/" + path.lower()
    for name, language in LANGUAGES.items():
        if any(fnmatchcase(lowered, pattern) for pattern in language.files):
            headers = LANGUAGES["arduino"].opening
            return "arduino" if name == "c" and headers is not None and headers.search(text) else name
    for name, language in LANGUAGES.items():
        if name != "arduino" and language.opening is not None and language.opening.match(text):
            return name
    return "text"


def find(text: str, language: str) -> list[Found]:
    """The TZ strings in the text, in order.

    Args:
        text: The text.
        language: A key of ``places.LANGUAGES``.
    """
    lowered = text.lower()
    if not any(word in lowered for word in _WORDS):
        return []
    chosen = LANGUAGES[language]
    plain = text if chosen.ignored is None else chosen.ignored.sub(_blank, text)
    found: dict[int, Found] = {}
    constants: dict[str, Place] = {}
    for place in dict.fromkeys((*chosen.places, *LANGUAGES["text"].places)):
        for match in place.pattern.finditer(plain):
            if (name := match.groupdict().get("name")) is not None:
                constants[name] = place
            elif (each := _found(text, plain, match, place, chosen)) is not None:
                found.setdefault(each.literal.starts[0], each)
    if chosen.constants is not None:
        for match in chosen.constants.finditer(plain):
            name = match["name"] or match["name_1"]
            if name in constants or _TZ_NAME.fullmatch(name):
                each = _found(text, plain, match, constants.get(name, _CONSTANT), chosen)
                if each is not None:
                    found.setdefault(each.literal.starts[0], each.replace(title=name))
    ordered: list[Found] = []
    for at in sorted(found):
        if not ordered or at >= ordered[-1].literal.starts[-1]:
            ordered.append(found[at])
    return ordered


def _blank(ignored: re.Match[str]) -> str:
    """Replaces a comment with spaces, so that all indexes stay the same."""
    if ignored.groupdict().get("kept") is not None:
        return ignored[0]
    return re.sub(r"[^\n]", " ", ignored[0])


def _found(text: str, plain: str, match: re.Match[str], place: Place, language: Language) -> Found | None:
    """The TZ string in a match of ``place.pattern``; ``plain`` is ``text`` with spaces in place of its comments.

    Returns None if the string contains a placeholder. If ``place`` also accepts zone names, the result is
    also None for a string that was not clearly meant as a POSIX TZ string.
    """
    named = match.groupdict().items()
    groups = {name: value for name, value in named if value is not None and name[:4] not in {"name", "q"}}
    (group,) = groups
    quoting = language.quotings[group.partition("_")[0]]
    start, end = match.span(group)
    value = literal(plain, start, end, quoting)
    if _PLACEHOLDER.search(value.text) or not (place.posix or _ATTEMPT.match(value.text)):
        return None
    return Found(place.title, place.dialect, value, quoting, text[start:end] != plain[start:end])


def replaced(text: str, changes: Iterable[tuple[Found, str]]) -> str:
    """The text with every string in ``changes`` replaced; the strings must be in order of position."""
    parts, at = [], 0
    for found, written in changes:
        parts += [text[at : found.literal.starts[0]], written]
        at = found.literal.starts[-1]
    return "".join([*parts, text[at:]])
