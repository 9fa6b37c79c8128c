"""Text to a checked model: ``parse`` raises the first error, ``validate`` reports every problem."""

from __future__ import annotations

from vapix_proto._grammar import FormError
from vapix_proto.errors import ParseError, Problem
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.recognise import build, form, limit_problems, recognises

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from vapix_proto._grammar import Node
    from vapix_proto.tz.model import PosixTimeZone

    #: What can be a TZ string; bytes are read as ASCII.
    Text: TypeAlias = str | bytes | bytearray | memoryview

__all__ = ["is_valid", "parse", "validate"]


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
    given, characters = _given(text)
    tree, problems = _judge(characters, _dialect(dialect), is_bytes=not isinstance(given, str))
    if tree is None or problems:
        raise ParseError(problems[0], given)
    return build(tree)


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
    tree, problems = _judge(characters, chosen, is_bytes=not isinstance(given, str))
    if tree is None or problems:
        return tuple(problems)
    from vapix_proto.tz.warn import warnings_of  # noqa: PLC0415 - only valid strings get warnings

    return tuple(warnings_of(build(tree), tree, chosen))


def is_valid(text: Text, dialect: Dialect | str = VAPIX) -> bool:
    """Whether a text is a TZ string of the dialect; warnings don't count.

    Raises:
        TypeError: No text.
        ValueError: There is no dialect of that name.
    """
    return recognises(_given(text)[1], _dialect(dialect))


def _given(text: Text) -> tuple[str | bytes, str]:
    """The text as given, made immutable, and as characters to parse: of bytes those of the same numbers."""
    if isinstance(text, str):
        return text, text
    if isinstance(text, (bytes, bytearray, memoryview)):
        data = bytes(text)
        return data, data.decode("latin-1")
    raise TypeError(f"a TZ string is str or bytes, not {type(text).__name__}")


def _judge(text: str, dialect: Dialect, *, is_bytes: bool) -> tuple[Node | None, list[Problem]]:
    """The parse tree, where the text has the form, and every error."""
    try:
        tree = form(text)
    except FormError as fault:
        from vapix_proto.tz.explain import explain  # noqa: PLC0415 - only refused strings need explanations

        return None, explain(text, fault, dialect, is_bytes=is_bytes)
    return tree, limit_problems(tree, text, dialect)
