"""Removes what cannot be part of a TZ string (foreign characters), and maps the rest back to the original text."""

from __future__ import annotations

import re
import unicodedata
from array import array

from vapix_proto._places import plural
from vapix_proto._value import Value
from vapix_proto.errors import Code, Problem, Span, quote, shown
from vapix_proto.tz.diagnosis import wrappings as _wrappings

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from re import Match

    from vapix_proto.tz.dialect import Dialect

_OTHER = r"[^A-Za-z0-9<>:+,./\s-]"
#: Runs of characters that no terminal of the grammar contains (a test checks this); white space forms separate runs.
FOREIGN = re.compile(rf"\s+|{_OTHER}+")
_STRETCH = re.compile(rf"(?:\s|{_OTHER})+")
_TOKENS = rf"(?P<encoded>{_wrappings.ENCODED})|(?P<white>\s+)|(?:(?!{_wrappings.ENCODED}){_OTHER})+"
_TOKEN, _TOKEN_BYTES = re.compile(_TOKENS), re.compile(_TOKENS, re.ASCII)
_LEFT_OUT = _wrappings.QUOTES | _wrappings.TERMINATORS | frozenset(" \t\n\r")
_NAMES = {
    "\0": "NUL",
    "\n": "a line break",
    "\r": "a carriage return",
    "\t": "a tab",
    " ": "a space",
    "'": "a single quote",
    '"': "a double quote",
}
#: After this many runs of foreign characters, the rest are reported together: nobody makes this many typos.
_RUNS_MAX = 16
#: A run of foreign characters longer than this is never part of a string, even if the characters look valid.
_RUN_MAX = 256
_OPENINGS_MAX = 4
_KEEP_ONE = "keep one of the two strings"


class Cleaned(Value):
    """Text without its foreign characters.

    Attributes:
        text: The remaining text, with look-alikes replaced by ASCII characters.
        origins: The index of each character, and of the end, in the original text, or None if nothing was changed.
        sure: Whether the removals and replacements leave no doubt about what was meant.
    """

    text: str
    origins: Sequence[int] | None
    sure: bool

    def span(self, start: int, end: int) -> Span:
        """The span in the original text that corresponds to a span of this text."""
        if self.origins is None:
            return Span(start, end)
        if start == end:
            # Something is missing right after the previous character.
            place = self.origins[start - 1] + 1 if start else self.origins[0]
            return Span(place, place)
        return Span(self.origins[start], self.origins[end - 1] + 1)


def clean(text: str, dialect: Dialect, *, is_bytes: bool) -> tuple[Cleaned, list[Problem]]:
    """Removes the foreign characters and reports each run of them.

    The text may have millions of characters, of which every second one may be a run by itself. To save memory, only one
    problem is kept for each run. Each remaining character is ASCII, so only one octet and one index are kept for it.
    """
    return _Cleaner(text, dialect, is_bytes=is_bytes).clean()


class _Cleaner:
    """Cleans the text, keeping track of what has been read so far."""

    def __init__(self, text: str, dialect: Dialect, *, is_bytes: bool) -> None:
        self.text, self.dialect, self.is_bytes = text, dialect, is_bytes
        self.token = _TOKEN_BYTES if is_bytes else _TOKEN
        self.kept, self.origins = bytearray(), array("q")
        self.problems: list[Problem] = []
        self.sure = True
        #: Whether the last removal makes the string uncertain if more valid characters follow.
        self.doubtful = False
        self.opened = self.bracketed = False
        #: How many quotes and parentheses are open; if one is never closed, the text was probably truncated.
        self.quotes = self.parentheses = 0
        self.more = self.more_from = 0
        self.more_white = True
        comma = text.find(",")
        self.head_end = len(text) if comma < 0 else comma
        self.last_comma = text.rfind(",")

    def clean(self) -> tuple[Cleaned, list[Problem]]:
        """The text without foreign characters, and a problem for each run of them."""
        at = 0
        for start, end in self._openings():
            for match in self.token.finditer(self.text, at, start):
                self._take_out(match)
            self.opened, at = True, end
            self.parentheses += self.text[end - 1] == "("
            opening = shown(self.text[start:end])
            message = f"'{opening}' is not part of a TZ string"
            self._report(Code.TZ_WRAPPED, message, Span(start, end), "remove it", {"text": opening})
        for match in self.token.finditer(self.text, at):
            self._put(self.text[at : match.start()], range(at, match.start()))
            at = match.end()
            self._take_out(match)
        if not self.problems:
            return Cleaned(self.text, None, sure=True), []
        self._put(self.text[at:], range(at, len(self.text)))
        if self.more:
            self.problems.append(self._more(at))
        self.origins.append(len(self.text))
        sure = self.sure and self.quotes == self.parentheses == 0
        return Cleaned(self.kept.decode(), self.origins, sure=sure), self.problems

    def _openings(self) -> list[tuple[int, int]]:
        """The spans of openings such as ``TZ=`` that have only foreign characters before them."""
        found: list[tuple[int, int]] = []
        at = 0
        while len(found) < _OPENINGS_MAX:
            while (match := self.token.match(self.text, at)) is not None:
                at = match.end()
            opening = _wrappings.OPENING.match(self.text, at)
            if opening is None:
                break
            found.append(opening.span())
            at = opening.end()
        return found

    def _put(self, characters: str, places: Sequence[int]) -> None:
        """Adds valid characters; ``places`` gives the index of each of them in the original text."""
        if characters:
            self.sure = self.sure and not self.doubtful
            self.kept += characters.encode()
            self.origins.extend(places)
            if "<" in characters or ">" in characters:
                self.bracketed = characters.rfind("<") > characters.rfind(">")

    def _take_out(self, match: Match[str]) -> None:
        start, end = match.span()
        bracketed = self.bracketed
        if match["encoded"] is not None:
            character, encoding = _wrappings.decode(match[0])
            if character:
                self._replace(character, start, end, is_byte=False)
                name = _name(character, is_bytes=False)
                params = {"text": match[0], "character": name, "encoding": encoding}
                message = f"'{match[0]}' is {name} in {encoding}"
                self._report(Code.TZ_ENCODED, message, Span(start, end), "decode the string", params)
                return
        if _wrappings.LOST_PLUS.match(self.text, start):
            self._put("+", [start])
            message = (
                "white space inside the string is not allowed: found "
                "a space (in form data, a + stands for a space unless it is sent as %2B)"
            )
            params = {"where": "inside", "character": "a space"}
            self._report(Code.TZ_WHITESPACE, message, Span(start, end), "replace the space with +", params)
            return
        if match["white"] is not None:
            self._white_space(match[0], end)
        elif end - start > _RUN_MAX:
            self.sure = False
        else:
            bom = start == 0 and self.is_bytes and match[0].startswith(_wrappings.BOM_BYTES)
            for index in range(start + len(_wrappings.BOM_BYTES) * bom, end):
                self._replace(self.text[index], index, index + 1, is_byte=self.is_bytes)
        self._report_run(match[0], start, bracketed=bracketed)

    def _white_space(self, white: str, end: int) -> None:
        if self.kept and not self.doubtful:
            left, right = chr(self.kept[-1]), self.text[end : end + 1]
            self.doubtful = FOREIGN.match(right) is not None or not _wrappings.closes_up(
                left,
                right,
                bracketed=self.bracketed,
                line_end=len(f"{white}.".splitlines()) > 1,
                rules_follow=self.last_comma > end,
            )

    def _replace(self, character: str, start: int, end: int, *, is_byte: bool) -> None:
        """Replaces a foreign character with its ASCII equivalent, or removes it if there is none."""
        like = "" if is_byte and not character.isascii() else _wrappings.ascii_of(character)
        if like and not FOREIGN.match(like):
            self._put(like, [start])
        elif character == _wrappings.COMMA and self._between_pieces(end):
            self._put(",", [start])
        elif character in _LEFT_OUT or (self.opened and character in _wrappings.CLOSINGS):
            self.doubtful = self.doubtful or bool(self.kept)
            self.quotes += (character in _wrappings.QUOTES) * (-1 if self.kept else 1)
            self.parentheses -= character == ")"
        elif is_byte or character not in _wrappings.INVISIBLE:
            self.sure = False
            like = "" if is_byte else _wrappings.similar(character) or _wrappings.LOOK_ALIKES.get(character, "")
            if not (like.isalpha() and start > self.head_end):  # nobody types a look-alike for the M or J of a rule
                self._put(like, [start] * len(like))

    def _between_pieces(self, end: int) -> bool:
        following = self.text[end : end + 1]
        return bytes(self.kept[-1:]) not in (b"", b",") and following not in ("", ",") and not FOREIGN.match(following)

    def _between_strings(self, span: Span) -> bool:
        """Whether removing a run of foreign characters would join two complete TZ strings."""
        before, after = _STRETCH.split(self.text[: span.start])[::-1], _STRETCH.split(self.text[span.end :], maxsplit=2)
        strings = (next(filter(None, pieces), "") for pieces in (before, after))
        return all(map(self.dialect._reader.recognises, strings))

    def _report_run(self, run: str, start: int, *, bracketed: bool) -> None:
        white = run.isspace() and (run.isascii() or not self.is_bytes)
        if len(self.problems) >= _RUNS_MAX:
            self._count(start, white=white)
            return
        span, what = Span(start, start + len(run)), _name(run[0], is_bytes=self.is_bytes)
        separates = self._between_strings(span)
        if white:
            where = "before" if start == 0 else "after" if span.end == len(self.text) else "inside"
            message = (
                f"white space {where} the string is not allowed: found {what}{' and more' if len(run) > 1 else ''}"
            )
            hint = _KEEP_ONE if separates else "remove it"
            self._report(Code.TZ_WHITESPACE, message, span, hint, {"where": where, "character": what})
            return
        params = {"character": what}
        like = "" if self.is_bytes else "".join(map(_wrappings.similar, run[:_RUN_MAX]))
        if run == _wrappings.COMMA and self.kept.endswith(b","):
            like = ","
        control = any(ord(c) < 0x20 or ord(c) == 0x7F or (0x80 <= ord(c) < 0xA0 and not self.is_bytes) for c in run)
        # Outside brackets, look-alikes of digits, signs and separators are not part of a designation.
        beside = self.text[max(0, start - 1) : start] + self.text[span.end : span.end + 1]
        beside_letters = any(character.isascii() and character.isalpha() for character in beside)
        in_name = bracketed or (beside_letters and (like == "" or like.isalpha()))
        in_designation = start < self.head_end and in_name and not control
        if separates and like in ("", ","):
            hint = _KEEP_ONE
        elif like and len(like) == len(run):
            hint = f"use {quote(like)}"
        elif in_designation and run in _wrappings.LOOK_ALIKES and not self.is_bytes:
            hint = f"use the Latin letter {_wrappings.LOOK_ALIKES[run]}"
        elif in_designation:
            hint = "use letters only; between < and >, digits, + and - are allowed, too"
        else:
            hint = "remove it, or replace it"
        if in_designation:
            message, source = f"{what} is not allowed in a designation", self.dialect.sources["designation"]
            self._report(Code.TZ_DESIGNATION_CHARACTER, message, span, hint, params, source)
        else:
            self._report(Code.TZ_CHARACTER, f"{what} is not allowed in a TZ string", span, hint, params)

    def _report(
        self, code: Code, message: str, span: Span, hint: str, params: dict[str, str], source: str | None = None
    ) -> None:
        if len(self.problems) < _RUNS_MAX:
            source = source or self.dialect.sources["form"]
            self.problems.append(Problem(code, message, span, hint, source, params=params))
        else:
            self._count(span.start, white=False)

    def _count(self, start: int, *, white: bool) -> None:
        self.more_from = self.more_from if self.more else start
        self.more += 1
        self.more_white = self.more_white and white

    def _more(self, end: int) -> Problem:
        code = Code.TZ_WHITESPACE if self.more_white else Code.TZ_CHARACTER
        what = "white space" if self.more_white else "characters that are not allowed in a TZ string"
        message = f"the text has {plural(self.more, 'more run')} of {what}"
        span, source = Span(self.more_from, end), self.dialect.sources["form"]
        return Problem(code, message, span, "remove it", source, params={"more": self.more})


#: Descriptions of characters without a name, keyed by category.
_NAMELESS = {"Cc": "control character", "Cs": "half of a surrogate pair", "Co": "private character"}


def _name(character: str, *, is_bytes: bool) -> str:
    number = ord(character)
    if is_bytes and number >= 0x7F:
        return f"byte 0x{number:02X}"
    if character in _NAMES:
        return _NAMES[character]
    if 0x21 <= number <= 0x7E:
        return quote(character)
    nameless = _NAMELESS.get(unicodedata.category(character), "unassigned character")
    return f"U+{number:04X} {unicodedata.name(character, nameless)}"
