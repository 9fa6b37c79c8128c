"""Hides passwords in text about a device's responses, however the device may encode them."""

from __future__ import annotations

import base64
import html
import re

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN = "***"
#: Any sequence of this many characters in a password is hidden, so that parts of a password are hidden, too.
_PIECE = 8
#: How many characters to search at a time, and the length of the longest escape.
_WINDOW, _ESCAPE_MAX = 65536, 48
#: For up to this many pieces of one size, searching for each is up to thirty times as fast as reading the text.
_FEW = 256
#: Shorter passwords occur in ordinary words.
_WORD = 4
#: Words that the text contains anyway: hiding one of them would reveal that it is the password.
_PUBLIC = "admin operator viewer ptz root users digusers parameters password"
#: Labels that announce a password, even one that looks like an ordinary word.
_LABELS = tuple(
    f"{name}{mark}"
    for name in ("pwd", "pass", "passwd", "password", "Password")
    for mark in ("=", ":", ": ", *(f"{middle}{quotes}" for middle in ("", "=", " ", ":", ": ") for quotes in "'\""))
) + tuple(f'{name}"{mark}"' for name in ("pwd", "pass", "password") for mark in (":", ": "))

_ESCAPED = re.compile(r"[%&\\+]")
# One pattern for each depth of encoding: once, twice, three times.
_PERCENT = tuple(re.compile(f"(?:%{'25' * depth}[0-9A-Fa-f]{{2}}){{1,4}}") for depth in range(3))
_ENTITY = tuple(
    re.compile(f"&{'amp;' * depth}(#[0-9]{{1,8}}|#[xX][0-9A-Fa-f]{{1,8}}|[A-Za-z][A-Za-z0-9]{{1,31}}(?=;));?")
    for depth in range(3)
)
_BACKSLASH = tuple(
    re.compile(
        rf"\\{{{count}}}(?:u([dD][89abAB][0-9a-fA-F]{{2}})\\{{{count}}}u([dD][c-fC-F][0-9a-fA-F]{{2}})"
        r"|u\{?([0-9A-Fa-f]{4,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([^A-Za-z0-9]))"
    )
    for count in range(1, 5)
)
_URL_SAFE = str.maketrans("+/", "-_")
#: The characters of base64, plus % and \, which escape some of them in URLs and JSON.
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=%\\")


class Secrets:
    """The passwords to hide.

    Any eight consecutive characters of a password are hidden, however each character is spelled: plain,
    percent-encoded, as an HTML entity, after a backslash (JSON, Python) or, for a space, as ``+``. A character may be
    encoded up to three times over. A password of fewer than eight characters is hidden wherever no letter or digit is
    next to it. The base64 of any text that contains a password is hidden, too.

    Some passwords are hidden only after a label such as ``pwd=``, after ``user:``, and in the base64 of
    ``user:password``. They are public words (such as the user's name, and the words in ``public``), passwords of fewer
    than four characters, and passwords of fewer than eight characters that contain only letters. Hiding such a password
    everywhere would reveal it, because the text around it would show what is missing.
    """

    def __init__(self, public: str = "") -> None:
        self._public = f"{_PUBLIC} {public}"
        # The strings to hide, by length. Each string maps to "any", "base64", "word" (no letter or digit may be next to
        # the string) or "end" (no letter or digit may follow the string).
        self._pieces: dict[int, dict[str, str]] = {}
        self._begins: set[str] = set()
        self._known: set[tuple[str, str]] = set()

    def __repr__(self) -> str:
        return f"<Secrets, {len(self._known)}>"

    def add(self, password: str, user: str = "") -> None:
        """Hides a password from now on.

        Pass the user, too: some short passwords are hidden only after the user's name or a label such as ``pwd=``.
        """
        if not password or (password, user) in self._known:
            return
        self._known.add((password, user))
        public = f"{self._public} {user}"
        labels = (*_LABELS, f"{user}:") if user else _LABELS
        for text in _spellings(password):
            if len(text) >= _PIECE and text not in public:
                for piece in (text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)):
                    if piece not in public:
                        self._add(piece, "any")
                continue
            if len(text) >= _WORD and not text.isalpha() and text not in public:
                self._add(text, "word")
            for label in labels:
                self._add(label + text, "end")
        for encoding in ("utf-8", "latin-1"):
            raw = password.encode(encoding, "replace")
            for before in range(3):  # the password's offset in a group of three bytes, whose other bytes are unknown
                text = base64.b64encode(bytes(before) + raw).decode()
                text = text[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
                # These pieces need not overlap, because ``hide`` also hides all base64 next to each piece.
                for at in range(0, len(text) - _PIECE + 1, _PIECE):
                    self._add(text[at : at + _PIECE], "base64")
                    self._add(text[at : at + _PIECE].translate(_URL_SAFE), "base64")
            if not user or len(raw) >= _PIECE:  # a password of eight or more bytes is found whatever surrounds it
                continue
            whole = base64.b64encode(f"{user}:".encode(encoding, "replace") + raw).decode().rstrip("=")
            self._add(whole, "word")
            self._add(whole.translate(_URL_SAFE), "word")

    def _add(self, piece: str, how: str) -> None:
        self._pieces.setdefault(len(piece), {})[piece] = how
        self._begins.update(piece[:count] for count in range(1, len(piece)))

    def hide(self, text: str) -> str:
        """The text without the passwords. How long this takes depends only on the length of the text."""
        shown: list[str] = []
        # ``shown`` covers the text up to ``done``. The text from ``start`` to ``end`` is to be hidden next. The base64
        # that was found last ends at ``run``.
        done, start, end, run = 0, 0, -1, 0
        for begin in range(0, len(text), _WINDOW):  # windows keep the memory constant
            for left, right, how in sorted(self._found(text, begin)):
                first, after = left, right
                if how == "base64" and left >= run:  # extend the span over all adjacent base64
                    while first > done and text[first - 1] in _BASE64:
                        first -= 1
                    while after < len(text) and text[after] in _BASE64:
                        after += 1
                    run = after
                if end < first:
                    if end >= 0:
                        shown += [text[done:start], HIDDEN]
                        done = end
                    start = first
                start, end = min(start, first), max(end, after)
        return "".join(shown) + (text[done:start] + HIDDEN + text[end:] if end >= 0 else text)

    def _found(self, text: str, begin: int) -> Iterator[tuple[int, int, str]]:
        """Finds each string to be hidden that starts at ``begin`` or less than ``_WINDOW`` characters after it.

        Yields the start and the end of each string, and its value in ``_pieces``.
        """
        ahead = begin + _WINDOW + max(self._pieces, default=0) * _ESCAPE_MAX
        places = [found.start() for found in _ESCAPED.finditer(text, max(begin - _ESCAPE_MAX, 0), ahead)]
        escapes = {at: read for at in places if (read := tuple(_escapes(text, at)))}
        before = {end: char for ways in escapes.values() for char, end in ways}
        after = min(begin + _WINDOW, len(text))
        ways = [
            (start, start + size, pieces[text[start : start + size]])
            for size, pieces in self._pieces.items()
            for start in _starts(text, pieces, size, range(begin, min(after, len(text) - size + 1)))
        ]
        largest = max(self._pieces, default=0)
        near = {start for at in escapes for start in range(max(at - largest + 1, begin), min(at + 1, after))}
        ways += [way for start in near for way in self._escaped(text, start, escapes)]
        for start, end, how in ways:
            inside = how in ("word", "end") and text[end : end + 1].isalnum()
            inside = inside or (how == "word" and before.get(start, text[start - 1 : start]).isalnum())
            if not inside:
                yield start, end, how

    def _escaped(
        self, text: str, start: int, escapes: dict[int, tuple[tuple[str, int], ...]]
    ) -> Iterator[tuple[int, int, str]]:
        """Finds each string to be hidden that the text at ``start`` may encode; yields what ``_found`` yields."""
        ways = [("", start)]
        for count in range(1, max(self._pieces) + 1):
            ways = [
                (read + char, end)
                for read, at in ways
                if at < len(text)
                for char, end in ((text[at], at + 1), *escapes.get(at, ()))
            ]
            pieces = self._pieces.get(count, {})
            yield from ((start, end, pieces[read]) for read, end in ways if read in pieces)
            ways = [way for way in ways if way[0] in self._begins]  # not all, or they might double with each character
            if not ways:
                break


def _starts(text: str, pieces: dict[str, str], size: int, among: range) -> Iterator[int]:
    """The indexes in ``among`` at which a piece of this size begins in the text."""
    if len(pieces) > _FEW:
        yield from (start for start in among if text[start : start + size] in pieces)
        return
    for piece in pieces:
        at = text.find(piece, among.start, among.stop - 1 + size)
        while at >= 0:
            yield at
            at = text.find(piece, at + 1, among.stop - 1 + size)


def _spellings(password: str) -> set[str]:
    """The password, and its misreadings: UTF-8 decoded as Latin-1, and Latin-1 as UTF-8."""
    latin = password.encode("latin-1", "replace")
    wrong = {latin.decode("utf-8", errors) for errors in ("replace", "surrogateescape")}
    return {password, password.encode("utf-8", "replace").decode("latin-1"), *wrong}


def _escapes(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yields each character that an escape at ``at`` may stand for, and the index at which that escape ends."""
    if text[at] == "+":
        yield " ", at + 1
    elif text[at] == "%":
        for depth, pattern in enumerate(_PERCENT):
            found = pattern.match(text, at)
            if found is not None:
                size = 3 + 2 * depth
                raw = bytes(int(text[end - 2 : end], 16) for end in range(at + size, found.end() + 1, size))
                yield from ((char, at + size * count) for char, count in _characters(raw))
    elif text[at] == "&":
        for pattern in _ENTITY:
            found = pattern.match(text, at)
            if found is not None and len(char := html.unescape(f"&{found[1]};")) == 1:
                yield char, found.end()
    else:
        for pattern in _BACKSLASH:
            found = pattern.match(text, at)
            if found is not None:
                high, low, braces, short, long, byte, mark = found.groups()
                if high:
                    yield chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)), found.end()
                elif mark:
                    yield mark, found.end()
                elif (number := int(braces or short or long or byte, 16)) < 0x110000:
                    yield chr(number), found.end()


def _characters(raw: bytes) -> Iterator[tuple[str, int]]:
    """Yields the first character of the bytes and its size in bytes, once for Latin-1 and, if possible, for UTF-8."""
    yield chr(raw[0]), 1
    for count in range(2, len(raw) + 1):
        char = raw[:count].decode("utf-8", "replace")
        if len(char) == 1 and char != "\ufffd":
            yield char, count
