"""Chance that is the same on every platform and in every version of Python."""

from __future__ import annotations

from random import Random

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    T = TypeVar("T")


class Dice:
    """Choices from a seed.

    Only ``random()`` of ``random.Random`` is promised to give the same numbers in later versions of Python, and all of
    these are made of it.
    """

    __slots__ = ("_random",)

    def __init__(self, seed: int) -> None:
        if type(seed) is not int:
            raise TypeError(f"a seed is an int, not {type(seed).__name__}")
        # Random takes the absolute value of a seed: without this, -1 would be 1.
        self._random = Random(2 * seed if seed >= 0 else -2 * seed - 1).random  # noqa: S311 - no secrets

    def chance(self, share: float) -> bool:
        """True in about that share of cases."""
        return self._random() < share

    def number(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of several choices."""
        return choices[int(self._random() * len(choices))]

    def text(self, alphabet: Sequence[str], low: int, high: int) -> str:
        """From low to high pieces of an alphabet in a row."""
        return "".join(self.pick(alphabet) for _ in range(self.number(low, high)))

    def distinct(self, low: int, high: int, count: int) -> list[int]:
        """``count`` different numbers from low to high, in order; all of them if there are fewer."""
        found: set[int] = set()
        while len(found) < min(count, high - low + 1):
            found.add(self.number(low, high))
        return sorted(found)
