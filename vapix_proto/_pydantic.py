"""The pydantic schema for a type whose values are parsed from text.

This module is imported only when pydantic asks for such a schema.
"""

from __future__ import annotations

from vapix_proto.errors import ParseError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pydantic_core import CoreSchema

    from vapix_proto.errors import Problem


#: Shown in errors in place of a secret input, like pydantic's own mask for a ``SecretStr``.
_MASK = "**********"


def text_schema(
    kind: type, read: Callable[[str], object], *, secret: bool = False, inner: CoreSchema | None = None
) -> CoreSchema:
    """The core schema for a type whose values are parsed from text, and serialised to JSON with ``str()``.

    Each problem in a refused string becomes a separate error, with the problem's code as its type and the problem's
    message as its message. The error's context has ``start``, ``end``, ``hint`` and ``fix``.

    Args:
        kind: The type. Its values are accepted, and so are strings.
        read: Converts a string to a value, or raises ``ParseError``.
        secret: Whether errors show a mask in place of the input.
        inner: The schema that validates the string first, if there is one.
    """
    from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError, core_schema  # noqa: PLC0415

    def refusal(given: object, *errors: PydanticCustomError) -> ValidationError:
        shown = _MASK if secret else given
        details: list[InitErrorDetails] = [{"type": error, "input": shown} for error in errors]
        return ValidationError.from_exception_data(kind.__name__, details)

    def error_of(problem: Problem) -> PydanticCustomError:
        places = {"start": problem.span.start, "end": problem.span.end}
        # The message comes last so that braces in it, which a user may have written, are not filled in.
        context = {**places, "hint": problem.hint, "fix": problem.fix, "message": problem.message}
        return PydanticCustomError(str(problem.code), "{message}", context)

    def validate(given: Any) -> object:  # noqa: ANN401 - a model may be given any object
        if isinstance(given, kind):
            if secret:
                return given
            given = str(given)  # a PosixTimeZone may come from another dialect
        if not isinstance(given, str):
            raise refusal(given, PydanticCustomError("string_type", "Input should be a valid string"))
        try:
            return read(given)
        except ParseError as error:
            problems = error.problems
        raise refusal(given, *map(error_of, problems))

    if inner is not None:
        return core_schema.no_info_after_validator_function(validate, inner)
    return core_schema.no_info_plain_validator_function(
        validate, serialization=core_schema.to_string_ser_schema(when_used="json-unless-none")
    )
