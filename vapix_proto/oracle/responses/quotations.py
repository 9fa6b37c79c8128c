"""Errors that contain line breaks or the like. No source settles how a device writes these characters."""

from __future__ import annotations

import re

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
#: An error up to the quotation mark at the end of a line; the quotation itself may contain line endings.
_ERROR = re.compile(r"^# Error: (?:(?!# Error: ).)*?'!?(?=\r?$)", re.DOTALL | re.MULTILINE)


def visible(text: str) -> str:
    """The text without characters that a line can't contain."""
    return _INVISIBLE.sub("", text)


def with_visible_errors(text: str, errors: Iterable[str]) -> str:
    """A response's text, with every error that quotes invisible characters written as the reference device writes it.

    A device may write such characters unchanged or in some other form, leave them out, or end the quotation at the
    first of them. So everything from the first such character to the end of the quotation is replaced.

    Args:
        text: The text of the response.
        errors: The expected errors, with all characters that they quote.
    """
    others: dict[str, int] = {}
    written: dict[str, list[str]] = {}
    for error in errors:
        found = _INVISIBLE.search(error)
        if found is None:
            others[error] = others.get(error, 0) + 1
        else:
            written.setdefault(error[: found.start()], []).append(visible(error))
    if not written:
        return text
    sizes = sorted({len(start) for start in written}, reverse=True)

    def replaced(match: re.Match[str]) -> str:
        if others.get(match[0]):
            others[match[0]] -= 1
            return match[0]
        rows = next(filter(None, (written.get(match[0][:size]) for size in sizes)), None)
        return rows.pop() if rows else match[0]

    return _ERROR.sub(replaced, text)
