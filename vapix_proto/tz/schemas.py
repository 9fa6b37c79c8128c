"""Schemas for TZ strings, for JSON Schema and pydantic."""

from __future__ import annotations

from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.parser import parse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pydantic_core import CoreSchema

#: The end of the pattern. In Python and PCRE, ``$`` also matches before a final line feed, so a lookahead excludes the
#: line feed. In ECMA-262, the lookahead changes nothing.
END = r"(?!\n)$"
#: Marks the schema of a zone for pydantic, in the schema's metadata.
_ZONE = "vapix_proto.tz.PosixTimeZone"


def json_schema(dialect: Dialect | str = VAPIX) -> dict[str, str]:
    r"""The JSON Schema for a dialect's TZ strings, using only keywords that OpenAPI also supports.

    The pattern accepts what ``tz.is_valid`` accepts. It works in ECMA-262, with the flag ``u`` or ``v`` or neither, and
    in Python's ``re``. For engines without lookahead, such as those of Go and Rust, remove the ``(?!\n)`` near its end:
    Python needs it, because there ``$`` also matches before a final line feed.

    Args:
        dialect: The dialect whose limits apply, or its name.

    Raises:
        TypeError: ``dialect`` is neither a dialect nor a name.
        ValueError: There is no dialect of that name.
    """
    # The flag v requires the hyphen to be escaped, which is harmless everywhere else.
    pattern = _dialect(dialect)._reader.expression.replace("+-]", r"+\-]")
    return {"type": "string", "format": "posix-tz", "pattern": f"^(?:{pattern}){END}"}


def pydantic_schema(dialect: Dialect = VAPIX) -> CoreSchema:
    """The pydantic schema for a dialect's TZ strings."""
    from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it

    return {**text_schema(PosixTimeZone, lambda text: parse(text, dialect)), "metadata": {_ZONE: True}}


def with_dialect(dialect: Dialect, source: object, handler: Callable[[object], CoreSchema]) -> CoreSchema:
    """The schema for zones to which pydantic has applied the annotations before the dialect, with the dialect changed.

    Raises:
        TypeError: The annotated type is not ``PosixTimeZone``, or an annotation has replaced the zone's own schema.
    """
    outer = handler(source)
    schema: Any = outer
    while "schema" in schema:
        schema = schema["schema"]
    if source is not PosixTimeZone or _ZONE not in schema.get("metadata", ()):
        name = f"tz.{dialect.name.upper().replace('-', '_')}"
        raise TypeError(f"a dialect applies to a time zone itself: write Annotated[tz.PosixTimeZone, {name}]")
    schema["function"] = pydantic_schema(dialect)["function"]
    return outer
