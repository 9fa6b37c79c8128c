"""AXIS OS versions, on which rules and parameters depend."""

from __future__ import annotations

from vapix_proto._places import quote
from vapix_proto._value import OrderedValue

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Self

    from pydantic_core import CoreSchema


class AxisOs(OrderedValue):
    """An AXIS OS version such as 11.5 or 9.80.2.2. Missing numbers count as 0."""

    numbers: tuple[int, ...]

    def _check(self) -> None:
        numbers = self.numbers
        if type(numbers) is not tuple:
            raise TypeError(f"AxisOs accepts a tuple of int, not {type(numbers).__name__}: use AxisOs.parse for a str")
        if not numbers or any(type(number) is not int or number < 0 for number in numbers):
            raise ValueError(f"{numbers!r} is not a version of AXIS OS")
        end = len(numbers)
        while end > 1 and numbers[end - 1] == 0:
            end -= 1
        if end < len(numbers):
            self._set(numbers=numbers[:end])

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (".0" if len(self.numbers) == 1 else "")

    @classmethod
    def parse(cls, version: AxisOs | str) -> Self:
        """The version written as a string such as ``"11.11"``. An ``AxisOs`` is returned unchanged.

        Raises:
            ValueError: The string does not consist of numbers separated by dots, or has more than 32 characters.
            TypeError: The argument is neither a version nor a str.
        """
        if isinstance(version, cls):
            return version
        if not isinstance(version, str):
            raise TypeError(f"an AXIS OS version must be a str such as '11.11', not {type(version).__name__}")
        if len(version) > 32 or not all(part.isascii() and part.isdigit() for part in version.split(".")):
            raise ValueError(f"{quote(version, 32)} is not a version of AXIS OS")
        return cls(tuple(map(int, version.split("."))))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object, /) -> CoreSchema:
        from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it

        return text_schema(cls, _read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object, /) -> dict[str, Any]:
        from vapix_proto.vapix.schemas import json_schema  # noqa: PLC0415

        return json_schema("axis-os")


def _read(text: str) -> AxisOs:
    """Like ``AxisOs.parse``, but a malformed string raises a ParseError."""
    try:
        return AxisOs.parse(text)
    except ValueError as error:
        from vapix_proto.errors import Code, ParseError, Problem, Span  # noqa: PLC0415 - only refused strings need it

        hint = "write numbers with dots between them, such as 11.11"
        raise ParseError(Problem(Code.AXIS_OS, str(error), Span(0, len(text)), hint), text) from None
