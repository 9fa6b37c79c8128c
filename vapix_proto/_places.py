"""Places in texts, and how foreign text is shown: escaped, cut, and with carets beneath a place."""

from __future__ import annotations

from vapix_proto._value import OrderedValue

__all__ = ["Span", "escape", "excerpt", "quote", "shown"]


class Span(OrderedValue):
    """Where in a text: from ``start`` up to, not including, ``end``; counted in characters, in bytes for bytes.

    An empty span means that something is missing before ``start``.
    """

    start: int
    end: int

    def _check(self) -> None:
        if type(self.start) is not int or type(self.end) is not int:
            raise TypeError("a span is of ints")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start} to {self.end}")


def escape(text: str | bytes) -> str:
    r"""The text in printable ASCII: anything else as ``\x07``, ``\u2212`` and so on.

    Terminals draw wide, combining and right-to-left characters in ways that no caret can follow.
    """
    if not isinstance(text, str):
        text = text.decode("latin-1")
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def _escape_character(character: str) -> str:
    number = ord(character)
    if 0x20 <= number <= 0x7E:
        return character
    if number < 0x100:
        return {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(character, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def shown(text: str | bytes, width: int = 40) -> str:
    """A piece of foreign text for a message: escaped, cut to about ``width`` columns."""
    escaped = escape(text[: width + 1])
    return escaped[: width - 3] + "..." if len(text) > width or len(escaped) > 2 * width else escaped


def quote(text: str | bytes, width: int = 40) -> str:
    """The same in quotes."""
    return f"'{shown(text, width)}'"


def excerpt(text: str | bytes, span: Span, width: int = 72) -> tuple[str, str]:
    """The line to show for a span, and the line of carets beneath it.

    Both are printable ASCII of at most ``width`` columns (24 at the least); a longer text is cut around the span.
    """
    size = len(text)
    start, end = min(span.start, size), min(span.end, size)
    room = width - 6  # for the dots at either end
    if size <= room and isinstance(text, str) and text.isascii() and text.isprintable():
        # As nearly all texts are: no look at each character.
        return text, " " * start + "^" * max(1, end - start)
    first = max(0, start - width)
    near = [escape(text[index : index + 1]) for index in range(first, min(size, start + width))]
    at = start - first
    low = high = at
    used = 0
    # The fault's first characters, then what is before it, half of the room, then what is after it, then more before.
    for forward, limit in ((True, room // 2), (False, room), (True, room), (False, room)):
        while (high < len(near)) if forward else (low > 0):
            cost = len(near[high] if forward else near[low - 1])
            if used + cost > limit:
                break
            used += cost
            if forward:
                high += 1
            else:
                low -= 1
    head = "..." if start - at + low > 0 else ""
    tail = "..." if start - at + high < size else ""
    before = head + "".join(near[low:at])
    within = "".join(near[at : min(high, at + end - start)])
    return head + "".join(near[low:high]) + tail, " " * len(before) + "^" * max(1, len(within))
