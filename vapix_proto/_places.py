"""Positions in text, and safe display of untrusted text: escaped and truncated, with carets beneath a position."""

from __future__ import annotations

from vapix_proto._value import OrderedValue

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Span(OrderedValue):
    """A range of text: from ``start`` up to but not including ``end``, in characters (in bytes if the text is bytes).

    An empty span means that something is missing before ``start``.
    """

    start: int
    end: int

    def _check(self) -> None:
        if type(self.start) is not int or type(self.end) is not int:
            raise TypeError("a span needs two ints")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span can't run from {self.start} to {self.end}")


def escape(text: str | bytes) -> str:
    r"""Text made safe for a terminal: characters that are not printable become escapes such as ``\x07`` and ``\u202e``.

    Printable characters of any script are left unchanged. Control characters and characters that change the direction
    of text are not printable. In a bytes object, every byte above 127 is escaped, too, as is a byte in a str that was
    decoded with the error handler ``surrogateescape``.
    """
    if isinstance(text, str) and text.isascii() and text.isprintable():
        return text
    return "".join([piece for piece, _ in _cells(text)])


def visible(text: str) -> str:
    """The text with escapes in place of characters that are invisible, move the cursor or are not allowed in XML."""
    return text if text.isprintable() else "".join([each if each.isprintable() else escape(each) for each in text])


def _cells(text: str | bytes, fault: int = 0, encoding: str = "utf-8") -> Iterator[tuple[str, int]]:
    """Each character as displayed, and its width in columns.

    A combining mark merges with the character before it. Therefore it is escaped unless it follows a letter or another
    mark on a letter. At the index ``fault``, it is always escaped, so that the fault can be seen.
    """
    from unicodedata import category, east_asian_width  # noqa: PLC0415 - rarely needed

    on_letter = False
    for index, number in enumerate(map(ord, text) if isinstance(text, str) else text):
        if 0x20 <= number <= 0x7E:
            on_letter = chr(number).isalpha()
            yield chr(number), 1
            continue
        character = chr(number)
        kind = category(character) if isinstance(text, str) and character.isprintable() else "C"
        mark = kind.startswith("M")
        if kind == "C" or (mark and (not on_letter or index == fault)) or not _can_write(character, encoding):
            on_letter = False
            escaped = _escaped(number)
            yield escaped, len(escaped)
        else:
            on_letter = mark or character.isalpha()
            yield character, 0 if kind in {"Mn", "Me"} else 2 if east_asian_width(character) in "WF" else 1


def _can_write(character: str, encoding: str) -> bool:
    return character.encode(encoding, "ignore") != b""


def _escaped(number: int) -> str:
    if 0xDC80 <= number <= 0xDCFF:
        number -= 0xDC00
    if number < 0x100:
        return {10: r"\n", 13: r"\r", 9: r"\t"}.get(number, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def columns(text: str) -> int:
    """The width of escaped text in terminal columns."""
    return len(text) if text.isascii() else sum(width for _, width in _cells(text))


def shown(text: str | bytes, width: int = 40) -> str:
    """Untrusted text, made safe for a message: escaped, and truncated to about ``width`` columns."""
    escaped = escape(text[: width + 1])
    return escaped[: width - 3] + "..." if len(text) > width or len(escaped) > 2 * width else escaped


def plural(number: int | str, noun: str) -> str:
    """A number and a noun in the singular or plural: ``1 character``, ``2 characters``."""
    return f"{number} {noun}{'' if str(number) == '1' else 's'}"


def quote(text: str | bytes, width: int = 40) -> str:
    """``shown(text, width)`` in quotes."""
    return f"'{shown(text, width)}'"


def excerpt(text: str | bytes, span: Span, width: int = 72, encoding: str = "utf-8") -> tuple[str, str]:
    """The line to show for a span, and the line of carets beneath it.

    Both are printable and at most ``width`` columns wide; ``width`` is at least 24, and a wide character takes two
    columns. If the text is longer, only the part around the span is shown. Characters that ``encoding`` can't represent
    are escaped.
    """
    size = len(text)
    start, end = min(span.start, size), min(span.end, size)
    room = width - 6  # for the dots at both ends
    if size <= room and isinstance(text, str) and text.isascii() and text.isprintable():
        # A shortcut for nearly all text: no need to examine each character.
        return text, " " * start + "^" * max(1, end - start)
    first = max(0, start - width)
    at = start - first
    near = [*_cells(text[first : min(size, start + width)], at, encoding)]
    low = high = at
    used = 0
    # The excerpt grows from the fault: forward to half the width, then backward, then both ways while there is room.
    for forward, limit in ((True, room // 2), (False, room), (True, room), (False, room)):
        while (high < len(near)) if forward else (low > 0):
            cost = near[high][1] if forward else near[low - 1][1]
            if used + cost > limit:
                break
            used += cost
            if forward:
                high += 1
            else:
                low -= 1
    head = "..." if start - at + low > 0 else ""
    tail = "..." if start - at + high < size else ""
    line = "".join([piece for piece, _ in near[low:high]])
    before, within = (
        sum(columns for _, columns in near[a:b]) for a, b in ((low, at), (at, min(high, at + end - start)))
    )
    return head + line + tail, " " * (len(head) + before) + "^" * max(1, within)
