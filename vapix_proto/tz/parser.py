"""Text to a checked model: ``parse`` raises the first error, ``validate`` reports every problem."""

from __future__ import annotations

from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.recognise import pieces, read, recognises

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from vapix_proto.errors import ParseError, Problem
    from vapix_proto.tz.model import PosixTimeZone

    #: What can be a TZ string; bytes are read as ASCII.
    Text: TypeAlias = str | bytes | bytearray | memoryview

__all__ = ["is_valid", "parse", "validate"]

# No TZ string; a dialect given by name or asked for the first time; bytes, which are not hashable or, under ``python
# -bb``, not to be compared with a str.
_NOT_SO_FAST = (KeyError, AttributeError, TypeError, BytesWarning)


def parse(text: Text, dialect: Dialect | str = VAPIX) -> PosixTimeZone:
    """The time zone that a TZ string describes.

    Args:
        text: The string, as str, or as bytes of ASCII.
        dialect: Whose limits count: a ``Dialect`` or its name.

    Raises:
        ParseError: The first error of the text, in its order.
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    # The shortest way to what is remembered; what has no memory, or can't be found in one, is judged below.
    try:
        zone: PosixTimeZone = dialect.zones[text]  # type: ignore[union-attr]
    except _NOT_SO_FAST:
        given, characters = _given(text)
        chosen = _dialect(dialect)
        found = read(characters, chosen)
        if found is None:
            raise _refusal(given, characters, chosen) from None
        return found
    return zone


def validate(text: Text, dialect: Dialect | str = VAPIX) -> tuple[Problem, ...]:
    """Every problem of a TZ string, in the order of its text; a valid one has warnings at the most.

    Args:
        text: The string, as str, or as bytes of ASCII. Spans count characters of a str, bytes of bytes.
        dialect: Whose limits count: a ``Dialect`` or its name.

    Raises:
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    given, characters = _given(text)
    chosen = _dialect(dialect)
    zone = read(characters, chosen)
    if zone is None:
        return tuple(_errors(characters, chosen, is_bytes=not isinstance(given, str)))
    from vapix_proto.tz.warn import warnings_of  # noqa: PLC0415 - only valid strings get warnings

    match = pieces(characters, chosen)
    assert match is not None  # noqa: S101 - the same expression has read it
    return tuple(warnings_of(zone, match, chosen))


def is_valid(text: Text, dialect: Dialect | str = VAPIX) -> bool:
    """Whether a text is a TZ string of the dialect; warnings don't count.

    Raises:
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    try:
        verdict: bool = dialect.verdicts[text]  # type: ignore[union-attr]
    except _NOT_SO_FAST:
        return recognises(_given(text)[1], _dialect(dialect))
    return verdict


def _given(text: Text) -> tuple[str | bytes, str]:
    """The text as given, made immutable, and as characters to parse: of bytes those of the same numbers."""
    if isinstance(text, str):
        return text, text
    if isinstance(text, (bytes, bytearray, memoryview)):
        data = bytes(text)
        return data, data.decode("latin-1")
    raise TypeError(f"a TZ string is str or bytes, not {type(text).__name__}")


def _refusal(given: str | bytes, text: str, dialect: Dialect) -> ParseError:
    from vapix_proto.errors import ParseError  # noqa: PLC0415 - only refused strings need it

    return ParseError(_errors(text, dialect, is_bytes=not isinstance(given, str))[0], given)


def _errors(text: str, dialect: Dialect, *, is_bytes: bool) -> list[Problem]:
    """Every error of a text that is no TZ string of the dialect."""
    from vapix_proto._grammar import FormError  # noqa: PLC0415 - only refused strings need explanations
    from vapix_proto.tz.checks import form, limit_problems  # noqa: PLC0415
    from vapix_proto.tz.explain import explain  # noqa: PLC0415

    try:
        tree = form(text)
    except FormError as fault:
        return explain(text, fault, dialect, is_bytes=is_bytes)
    return limit_problems(tree, text, dialect)
