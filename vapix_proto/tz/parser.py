"""Text to a checked model: ``parse`` raises what is wrong, ``validate`` reports every problem."""

from __future__ import annotations

from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.syntax.matching import pieces, read, recognises

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.errors import ParseError, Problem
    from vapix_proto.tz.aliases import Text
    from vapix_proto.tz.model import PosixTimeZone

__all__ = ["is_valid", "parse", "validate"]

# No TZ string; a dialect given by name or asked for the first time.
_NOT_SO_FAST = (KeyError, AttributeError)


def parse(text: Text, dialect: Dialect | str = VAPIX) -> PosixTimeZone:
    """The time zone that a TZ string describes.

    Args:
        text: The string, as str, or as bytes of ASCII.
        dialect: Whose limits count: a ``Dialect`` or its name.

    Raises:
        ParseError: The text is not a TZ string of the dialect; ``problems`` has every error, in the order of the text.
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    # The shortest way to what is remembered; what has no memory, or can't be found in one, is judged below.
    if text.__class__ is str:
        try:
            return dialect.zones[text]  # type: ignore[union-attr, no-any-return]
        except _NOT_SO_FAST:
            pass
    given, characters = _given(text)
    chosen = _dialect(dialect)
    found = read(characters, chosen)
    if found is None:
        raise _refusal(given, characters, chosen)
    return found


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
    from vapix_proto.tz.diagnosis.warnings import warnings_of  # noqa: PLC0415 - only valid strings get warnings

    match = pieces(characters, chosen)
    assert match is not None  # noqa: S101 - the same expression has read it
    return tuple(warnings_of(zone, match, chosen))


def is_valid(text: Text, dialect: Dialect | str = VAPIX) -> bool:
    """Whether a text is a TZ string of the dialect; warnings don't count.

    Raises:
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    if text.__class__ is str:
        try:
            return dialect.verdicts[text]  # type: ignore[union-attr, no-any-return]
        except _NOT_SO_FAST:
            pass
    return recognises(_given(text)[1], _dialect(dialect))


def _given(text: Text) -> tuple[str | bytes, str]:
    """The text as given, made immutable, and as characters to parse: of bytes those of the same numbers.

    Both are of the plain type: a subclass may compare, hash or slice as it likes, and memories outlive it.
    """
    if isinstance(text, str):
        characters = str.__str__(text)
        return characters, characters
    if isinstance(text, (bytes, bytearray, memoryview)):
        data = bytes(memoryview(text))
        return data, data.decode("latin-1")
    raise TypeError(f"a TZ string is str or bytes, not {type(text).__name__}")


def _refusal(given: str | bytes, text: str, dialect: Dialect) -> ParseError:
    from vapix_proto.errors import ParseError  # noqa: PLC0415 - only refused strings need it

    first, *others = _errors(text, dialect, is_bytes=not isinstance(given, str))
    return ParseError(first, given, *others)


def _errors(text: str, dialect: Dialect, *, is_bytes: bool) -> list[Problem]:
    """Every error of a text that is no TZ string of the dialect."""
    from vapix_proto.tz.diagnosis.refusal import explain  # noqa: PLC0415 - only refused strings need explanations

    return explain(text, dialect, is_bytes=is_bytes)
