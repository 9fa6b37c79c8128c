"""Parses TZ strings: ``parse`` returns the zone or raises ``ParseError``; ``validate`` returns errors or warnings."""

from __future__ import annotations

from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.errors import ParseError, Problem
    from vapix_proto.tz.aliases import Text
    from vapix_proto.tz.model import PosixTimeZone


def parse(text: Text, dialect: Dialect | str = VAPIX) -> PosixTimeZone:
    """The time zone that a TZ string describes.

    Args:
        text: The string, as str or as ASCII bytes.
        dialect: The dialect whose limits apply, or its name.

    Raises:
        ParseError: The text is not a TZ string in the dialect; ``problems`` lists all errors in the order in
            which they occur.
        TypeError: ``text`` is neither a string nor bytes.
        ValueError: There is no dialect of that name.
    """
    # The shortest path to cached results: a Python function call would cost as much as the lookup.
    if type(text) is str and type(dialect) is Dialect:
        zone = dialect._reader.zones.get(text) or dialect._reader.read(text)
        if zone is not None:
            return zone
    given, characters = _given(text)
    chosen = _dialect(dialect)
    zone = chosen._reader.read(characters)
    if zone is None:
        raise _refusal(given, characters, chosen)
    return zone


def validate(text: Text, dialect: Dialect | str = VAPIX) -> tuple[Problem, ...]:
    """Every problem in a TZ string, from the start of the text to its end; a valid string has only warnings.

    Args:
        text: The string, as str or as ASCII bytes. Spans count the characters of a str or the bytes of a bytes object.
        dialect: The dialect whose limits apply, or its name.

    Raises:
        TypeError: ``text`` is neither a string nor bytes.
        ValueError: There is no dialect of that name.
    """
    given, characters = _given(text)
    chosen = _dialect(dialect)
    zone = chosen._reader.read(characters)
    if zone is None:
        return tuple(_errors(characters, chosen, is_bytes=not isinstance(given, str)))
    from vapix_proto.tz.diagnosis.warnings import warnings_of  # noqa: PLC0415 - only valid strings get warnings

    pieces = chosen._reader.match(characters)
    assert pieces is not None  # noqa: S101 - the same expression has just matched
    return tuple(warnings_of(zone, pieces, chosen))


def is_valid(text: Text, dialect: Dialect | str = VAPIX) -> bool:
    """Whether the text is a TZ string in the dialect; warnings don't count.

    Raises:
        TypeError: ``text`` is neither a string nor bytes.
        ValueError: There is no dialect of that name.
    """
    if type(text) is str and type(dialect) is Dialect:
        verdict = dialect._reader.verdicts.get(text)
        return dialect._reader.recognises(text) if verdict is None else verdict
    return _dialect(dialect)._reader.recognises(_given(text)[1])


def _given(text: Text) -> tuple[str | bytes, str]:
    """The text as a str or bytes object, and the characters to parse: bytes are decoded as Latin-1.

    Both results are of built-in types, because a subclass may compare, hash or slice as it likes, and caches outlive
    the call.
    """
    if isinstance(text, str):
        characters = str.__str__(text)
        return characters, characters
    if isinstance(text, (bytes, bytearray, memoryview)):
        data = bytes(memoryview(text))
        return data, data.decode("latin-1")
    raise TypeError(f"a TZ string must be str or bytes, not {type(text).__name__}")


def _refusal(given: str | bytes, text: str, dialect: Dialect) -> ParseError:
    from vapix_proto.errors import ParseError  # noqa: PLC0415 - only refused strings need it

    first, *others = _errors(text, dialect, is_bytes=not isinstance(given, str))
    return ParseError(first, given, *others)


def _errors(text: str, dialect: Dialect, *, is_bytes: bool) -> list[Problem]:
    """Every error in text that is not a TZ string in the dialect."""
    from vapix_proto.tz.diagnosis.refusal import explain  # noqa: PLC0415 - only refused strings need explanations

    return explain(text, dialect, is_bytes=is_bytes)
