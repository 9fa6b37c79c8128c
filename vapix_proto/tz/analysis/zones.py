"""Accepts a zone either as a ``PosixTimeZone`` or as its TZ string."""

from __future__ import annotations

from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import Text
    from vapix_proto.tz.dialect import Dialect


def zone_of(given: PosixTimeZone | Text, dialect: Dialect | str) -> PosixTimeZone:
    """The given zone, or the zone that a string in the dialect describes.

    Raises:
        ParseError: The string is not valid in the dialect.
        TypeError: The argument is neither a zone nor a string.
        ValueError: The dialect is unknown.
    """
    chosen = _dialect(dialect)
    if type(given) is PosixTimeZone:
        return given
    if not isinstance(given, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"a time zone must be a PosixTimeZone or a TZ string, not {type(given).__name__}")
    from vapix_proto.tz.parser import parse  # noqa: PLC0415 - the parser's diagnosis imports this module

    return parse(given, chosen)


def text_of(given: PosixTimeZone | Text) -> str:
    """The given string, or the canonical text of a given zone; the argument must be one that ``zone_of`` accepts."""
    if isinstance(given, str):
        return str.__str__(given)
    return str(given) if isinstance(given, PosixTimeZone) else bytes(given).decode("ascii")
