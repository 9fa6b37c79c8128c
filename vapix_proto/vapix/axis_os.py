"""Versions of AXIS OS, on which rules and parameters depend."""

from __future__ import annotations

from vapix_proto._value import OrderedValue

__all__ = ["AxisOs", "axis_os"]


class AxisOs(OrderedValue):
    """A version such as 11.5 or 9.80.2.2; numbers that are left out count as 0."""

    numbers: tuple[int, ...]

    def _check(self) -> None:
        numbers = self.numbers
        if (
            type(numbers) is not tuple
            or not numbers
            or any(type(number) is not int or number < 0 for number in numbers)
        ):
            raise ValueError(f"{numbers!r} is not a version of AXIS OS")
        end = len(numbers)
        while end > 1 and numbers[end - 1] == 0:
            end -= 1
        if end < len(numbers):
            self._set(numbers=numbers[:end])

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (".0" if len(self.numbers) == 1 else "")


def axis_os(choice: AxisOs | str) -> AxisOs:
    """The version meant by a value or by text such as ``"11.11"``.

    Raises:
        ValueError: No version.
        TypeError: Neither a version nor text.
    """
    if isinstance(choice, AxisOs):
        return choice
    if not isinstance(choice, str):
        raise TypeError(f"a version of AXIS OS is text such as '11.11', not {type(choice).__name__}")
    if len(choice) > 32 or not all(part.isascii() and part.isdigit() for part in choice.split(".")):
        raise ValueError(f"{choice[:32]!r} is not a version of AXIS OS")
    return AxisOs(tuple(map(int, choice.split("."))))
