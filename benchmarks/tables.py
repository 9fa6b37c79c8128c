"""The columns to time, and their exact answers, found by a sorted search, a method that no contestant uses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from .harness import WrongAnswer
from .samples import FIRST, LAST, TEXT, changes

Int64s = npt.NDArray[np.int64]
#: How many rows to compare at a time.
_ROWS = 2**20


def seconds(count: int) -> Int64s:
    """Random instants in the benchmarks' years, the same in every run."""
    return np.random.default_rng(1).integers(FIRST, LAST, count)


@cache
def _changes() -> tuple[Int64s, npt.NDArray[np.int32]]:
    at, offsets = changes(TEXT)
    return np.array(at, np.int64), np.array(offsets, np.int32)


def offsets(t: Int64s) -> npt.NDArray[np.int32]:
    """The UTC offsets at instants, in seconds east of UTC."""
    at, values = _changes()
    return values[np.searchsorted(at, t, "right")]


def folds(t: Int64s) -> npt.NDArray[np.bool_]:
    """Whether the clock shows an instant's local time twice."""
    _, values = _changes()
    local = t + offsets(t)
    ahead, behind = values.max(), values.min()
    found: npt.NDArray[np.bool_] = (offsets(local - ahead) == ahead) & (offsets(local - behind) == behind)
    return found


def earliest(t: Int64s) -> Int64s:
    """The first instant at which the clock shows a given instant's local time."""
    _, values = _changes()
    local = t + offsets(t)
    ahead = local - np.int64(values.max())
    return np.where(offsets(ahead) == values.max(), ahead, t)


def latest(t: Int64s) -> Int64s:
    """The last instant at which the clock shows a given instant's local time."""
    _, values = _changes()
    local = t + offsets(t)
    behind = local - np.int64(values.min())
    return np.where(offsets(behind) == values.min(), behind, t)


def equal(found: Callable[[], Any], t: Int64s, exact: Callable[[Int64s], npt.NDArray[Any]]) -> Callable[[], None]:
    """The check that a column is exact, row by row, a part of the column at a time.

    Args:
        found: Returns the column.
        t: The instants.
        exact: Returns the exact column for a part of the instants.
    """

    def check() -> None:
        column = np.asarray(found())
        if column.shape != t.shape:
            raise WrongAnswer(f"{column.shape} rows, not {t.shape}")
        for first in range(0, len(t), _ROWS):
            some = slice(first, first + _ROWS)
            right = exact(t[some])
            wrong = np.flatnonzero(column[some] != right)
            if len(wrong):
                row = int(wrong[0])
                raise WrongAnswer(
                    f"{column[first + row]} for {t[first + row]}, not {right[row]}; {len(wrong)} such rows"
                )

    return check
