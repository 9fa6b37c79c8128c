"""The zone that a question is about, given as a zone or as its string."""

from __future__ import annotations

from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import Text
    from vapix_proto.tz.dialect import Dialect


def zone_of(given: PosixTimeZone | Text, dialect: Dialect | str) -> PosixTimeZone:
    """A zone as it is, and the zone that a string of the dialect describes.

    Raises:
        ParseError: The string is not one of the dialect.
        TypeError: Neither a zone nor a string.
        ValueError: There is no dialect of that name.
    """
    chosen = _dialect(dialect)
    if type(given) is PosixTimeZone:
        return given
    if not isinstance(given, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"a time zone is a PosixTimeZone or a TZ string, not {type(given).__name__}")
    from vapix_proto.tz.parser import parse  # noqa: PLC0415 - the parser's diagnosis asks these questions, too

    return parse(given, chosen)


def text_of(given: PosixTimeZone | Text) -> str:
    """The string that was given, once ``zone_of`` has accepted it; of a zone its canonical text."""
    if isinstance(given, str):
        return str.__str__(given)
    return str(given) if isinstance(given, PosixTimeZone) else bytes(given).decode("ascii")
