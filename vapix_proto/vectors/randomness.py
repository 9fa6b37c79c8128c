"""Random choices that are the same on every platform and in every version of Python."""

from __future__ import annotations

from random import Random

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    T = TypeVar("T")


class Dice:
    """Random choices that depend on a seed alone.

    Every choice is derived from ``random.Random.random()``, the only method for which Python promises the same
    numbers in later versions.
    """

    __slots__ = ("_random",)

    def __init__(self, seed: int) -> None:
        if type(seed) is not int:
            raise TypeError(f"a seed must be an int, not {type(seed).__name__}")
        # Random ignores the sign of a seed, so -1 and 1 would otherwise give the same choices.
        self._random = Random(2 * seed if seed >= 0 else -2 * seed - 1).random  # noqa: S311 - no secrets

    def chance(self, share: float) -> bool:
        """Returns True with a probability of ``share``."""
        return self._random() < share

    def number(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, inclusive."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of several choices."""
        return choices[int(self._random() * len(choices))]

    def text(self, alphabet: Sequence[str], low: int, high: int) -> str:
        """A string of ``low`` to ``high`` random elements of an alphabet."""
        return "".join(self.pick(alphabet) for _ in range(self.number(low, high)))

    def distinct(self, low: int, high: int, count: int) -> list[int]:
        """``count`` different numbers from ``low`` to ``high``, in order; all numbers in that range if it has fewer."""
        found: set[int] = set()
        while len(found) < min(count, high - low + 1):
            found.add(self.number(low, high))
        return sorted(found)
