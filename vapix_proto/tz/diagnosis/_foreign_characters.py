"""A broken TZ string taken apart: foreign characters out, head and rules, and the way back to the text as given."""

from __future__ import annotations

import re
import unicodedata
from array import array

from vapix_proto._value import Value
from vapix_proto.errors import Code, Problem, Span, quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.tz.dialect import Dialect

#: Runs of characters that stand in no terminal of the grammar (a test compares the two), white space apart from others.
FOREIGN = re.compile(r"\s+|[^A-Za-z0-9<>:+,./\s-]+")
_FOREIGN_BYTES = re.compile(FOREIGN.pattern, re.ASCII)
#: More runs than these are reported as one: a text of that kind is no slip of the pen, and answers stay short.
RUNS_MAX = 16
_PAIR_OR_COMMA = re.compile(r"<[^<>]*>|,")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d")


class Cleaned(Value):
    """A text without foreign characters.

    Attributes:
        text: What is left, look-alikes replaced by the ASCII characters that they look like.
        origins: For every character of it, and for its end, the index in the text as given; None where nothing was
            foreign.
    """

    text: str
    origins: Sequence[int] | None

    def span(self, start: int, end: int) -> Span:
        """The span in the text as given of a span of this one."""
        if self.origins is None:
            return Span(start, end)
        if start == end:
            # What is missing is missing right behind what came before.
            place = self.origins[start - 1] + 1 if start else self.origins[0]
            return Span(place, place)
        return Span(self.origins[start], self.origins[end - 1] + 1)


def clean(text: str, dialect: Dialect, *, is_bytes: bool) -> tuple[Cleaned, list[Problem]]:
    """Takes the foreign characters out, run by run, and says what was wrong with each run.

    A text may be millions of characters long, and every other one a run. So only what is reported of a run is kept, and
    of the rest, which is ASCII, one octet and its place for each character.
    """
    kept, origins = bytearray(), array("q")
    problems: list[Problem] = []
    at = more = more_from = 0
    more_white = True
    head_end = len(text) if (comma := text.find(",")) < 0 else comma
    for run in (_FOREIGN_BYTES if is_bytes else FOREIGN).finditer(text):
        start, end = run.span()
        kept += text[at:start].encode()
        origins.extend(range(at, start))
        if not is_bytes and end - start <= RUNS_MAX:
            for index, character in enumerate(run[0], start):
                like = _lookalike(character)
                if like.isalpha() and start > head_end:
                    like = ""  # rules have no letters of their own
                kept += like.encode()
                origins.extend([index] * len(like))
        at = end
        if len(problems) < RUNS_MAX:
            problems.append(_problem(text, start, end, dialect, in_head=start < head_end, is_bytes=is_bytes))
        else:
            more_from = more_from if more else start
            more += 1
            more_white = more_white and _is_white(run[0], is_bytes=is_bytes)
    if not problems:
        return Cleaned(text, None), []
    kept += text[at:].encode()
    if more:
        code = Code.TZ_WHITESPACE if more_white else Code.TZ_CHARACTER
        what = "white space" if more_white else "characters that stand in no TZ string"
        message = f"{more} more run{'' if more == 1 else 's'} of {what}"
        problems.append(Problem(code, message, Span(more_from, at), "leave it out", dialect.sources["form"]))
    origins.extend(range(at, len(text) + 1))
    return Cleaned(kept.decode(), origins), problems


def _is_white(run: str, *, is_bytes: bool) -> bool:
    return run.isspace() and (run.isascii() or not is_bytes)


def _lookalike(character: str) -> str:
    """The ASCII character that a foreign one stands for; empty where there is none."""
    if character in _DASHES:
        return "-"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    # The first character of the decomposition: a full-width letter is that letter, an O with diaeresis an O.
    plain = unicodedata.normalize("NFKD", character)[0]
    return "" if FOREIGN.match(plain) else plain


def _problem(text: str, start: int, end: int, dialect: Dialect, *, in_head: bool, is_bytes: bool) -> Problem:
    run, span = text[start:end], Span(start, end)
    what = _name(run[0], is_bytes=is_bytes)
    if _is_white(run, is_bytes=is_bytes):
        where = {0: "before the text", len(text): "after the text"}.get(start if start == 0 else end, "inside the text")
        message = f"white space {where}: {what}" + (" and more" if len(run) > 1 else "")
        return Problem(Code.TZ_WHITESPACE, message, span, "leave it out", dialect.sources["form"])
    like = "" if is_bytes else "".join(map(_lookalike, run[:RUNS_MAX]))
    hint = f"write {quote(like)} in ASCII" if like and len(like) == len(run) else None
    control = any(ord(c) < 0x20 or ord(c) == 0x7F or (0x80 <= ord(c) < 0xA0 and not is_bytes) for c in run)
    bracketed = in_head and text.rfind("<", 0, start) > text.rfind(">", 0, start)
    # Read as a digit, a sign or a separator, it is no part of a designation outside brackets.
    like_letters = like == "" or like.isalpha()
    if not control and (bracketed or (in_head and like_letters and _beside_letters(text, start, end))):
        message = f"{what} can't stand in a designation; letters can and, in brackets, digits, + and -"
        return Problem(Code.TZ_DESIGNATION_CHARACTER, message, span, hint, dialect.sources["designation"])
    message = f"{what} stands in no TZ string"
    return Problem(Code.TZ_CHARACTER, message, span, hint or "leave it out", dialect.sources["form"])


def _beside_letters(text: str, start: int, end: int) -> bool:
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(character.isascii() and character.isalpha() for character in beside)


def _name(character: str, *, is_bytes: bool) -> str:
    number = ord(character)
    if is_bytes and number >= 0x7F:
        return f"byte 0x{number:02X}, which is no ASCII,"
    if number == 0:
        return "NUL"
    usual = {"\n": "a line end", "\r": "a carriage return", "\t": "a tab", " ": "a blank"}.get(character)
    if usual is not None:
        return usual
    if 0x21 <= number <= 0x7E:
        return quote(character)
    return f"U+{number:04X} {unicodedata.name(character, 'control character')}"


def split(text: str) -> tuple[tuple[int, int], list[tuple[int, int]], int | None]:
    """Where the pieces stand: head, at most two rules, and where a third would begin (at its comma).

    The head ends at the first comma outside ``<...>``.
    """
    first = next((match.start() for match in _PAIR_OR_COMMA.finditer(text) if match[0] == ","), None)
    if first is None:
        return (0, len(text)), [], None
    rules: list[tuple[int, int]] = []
    start: int | None = first
    while start is not None and len(rules) < 2:
        end = text.find(",", start + 1)
        rules.append((start + 1, len(text) if end < 0 else end))
        start = None if end < 0 else end
    return (0, first), rules, start
