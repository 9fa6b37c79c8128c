"""The kernels of ``_numpy_kernels``, compiled by numba: each takes one pass and gives the same results bit for bit.

Subtractions that may wrap around are unsigned, because LLVM may assume that signed ones never wrap around.
"""

from __future__ import annotations

try:
    import numba
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError(
        "compiled=True needs numba: install the compiled extra of vapix-proto, as its README describes"
    ) from missing
import numpy as np

from vapix_proto.tz.columns._numpy_kernels import FOLD, GAP, PerThread, Plain
from vapix_proto.tz.columns._tables import INT64_MAX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz.columns._stacked_tables import Stack
    from vapix_proto.tz.columns._tables import Table
    from vapix_proto.tz.columns._types import Bools, Int32s, Int64s, Uint8s

    Arrays = tuple[Any, ...]


def _jit(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Any = numba.njit(nogil=True, boundscheck=False, error_model="numpy")(function)
    return compiled  # type: ignore[no-any-return]


# These functions use branches, not the sign arithmetic that plain NumPy needs, because LLVM turns branches into masks.


@_jit
def _bounds(t: Int64s) -> Any:
    low, high = t[0], t[0]
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
    return low, high


@numba.njit(inline="always")
def _difference(t: Any, cells: Int64s, shift: int) -> Any:
    return np.uint64(t) - np.uint64(cells[np.uint64(t >> shift) & np.uint64(len(cells) - 1)])


@_jit
def _utoff(t: Int64s, cells: Int64s, shift: int, ahead: np.int32, behind: np.int32, out: Int32s) -> None:
    for i in range(len(t)):
        out[i] = behind if np.int64(_difference(t[i], cells, shift)) < 0 else ahead


@_jit
def _isdst(t: Int64s, cells: Int64s, shift: int, dst_ahead: bool, out: Bools) -> None:
    for i in range(len(t)):
        out[i] = (np.int64(_difference(t[i], cells, shift)) >= 0) == dst_ahead


@_jit
def _local(t: Int64s, cells: Int64s, shift: int, ahead: int, behind: int, out: Int64s) -> None:
    for i in range(len(t)):
        out[i] = t[i] + (behind if np.int64(_difference(t[i], cells, shift)) < 0 else ahead)


@_jit
def _utc(local: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int64s) -> Any:
    first = len(local)
    # If the difference, as an unsigned number, is greater than this, the local time is in a gap.
    before_gaps = ~np.uint64(step)
    for i in range(len(local)):
        t = local[i] - ahead
        difference = _difference(t, cells, shift)
        out[i] = t + (step if np.int64(difference) < 0 else 0)
        first = min(first, i if difference > before_gaps else len(local))
    return first


@_jit
def _utc_flags(local: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int64s, flags: Uint8s) -> None:
    # The `step` greatest unsigned differences indicate a gap, and the `step` greatest signed ones a fold.
    before_gaps, before_folds = ~np.uint64(step), np.int64(INT64_MAX - step)
    for i in range(len(local)):
        t = local[i] - ahead
        difference = _difference(t, cells, shift)
        out[i] = t + (step if np.int64(difference) < 0 else 0)
        flags[i] = np.uint8(GAP) * (difference > before_gaps) + np.uint8(FOLD) * (np.int64(difference) > before_folds)


# The kernels below are for rows with different zones. The tables of these zones are joined in a `Stack`.


@_jit
def _fleet_local(t: Int64s, codes: Int64s, stack: Arrays, shift: int, out: Int64s) -> None:
    base, cells, ahead, step = stack
    for i in range(len(t)):
        code = codes[i]
        cell = cells[base[code] + (t[i] >> shift)]
        less = step[code] if np.int64(np.uint64(t[i]) - np.uint64(cell)) < 0 else np.int64(0)
        out[i] = t[i] + (ahead[code] - less)


@_jit
def _fleet_utoff(t: Int64s, codes: Int64s, stack: Arrays, shift: int, out: Int32s) -> None:
    base, cells, ahead, step = stack
    for i in range(len(t)):
        code = codes[i]
        cell = cells[base[code] + (t[i] >> shift)]
        out[i] = ahead[code] - (step[code] if np.int64(np.uint64(t[i]) - np.uint64(cell)) < 0 else np.int32(0))


@_jit
def _fleet_isdst(t: Int64s, codes: Int64s, stack: Arrays, shift: int, out: Bools) -> None:
    base, cells, dst_ahead = stack
    for i in range(len(t)):
        code = codes[i]
        cell = cells[base[code] + (t[i] >> shift)]
        out[i] = (np.int64(np.uint64(t[i]) - np.uint64(cell)) >= 0) == dst_ahead[code]


class Compiled(Plain):
    """The compiled kernels, and the buffers inherited from ``Plain``."""

    def bounds(self, t: Int64s) -> tuple[int, int]:
        low, high = _bounds(t)
        return int(low), int(high)

    def utoff(self, t: Int64s, table: Table, out: Int32s) -> None:
        offsets = table.offsets
        _utoff(t, table.cells, table.shift, np.int32(offsets.ahead), np.int32(offsets.behind), out)

    def isdst(self, t: Int64s, table: Table, out: Bools) -> None:
        _isdst(t, table.cells, table.shift, table.offsets.dst_ahead, out)

    def local(self, t: Int64s, table: Table, out: Int64s) -> None:
        _local(t, table.cells, table.shift, table.ahead, table.behind, out)

    def utc(self, local: Int64s, table: Table, out: Int64s) -> int:
        first = int(_utc(local, table.cells, table.shift, table.ahead, table.step, out))
        return first if first < len(local) else -1

    def utc_flags(self, local: Int64s, table: Table, out: Int64s, flags: Uint8s) -> None:
        _utc_flags(local, table.cells, table.shift, table.ahead, table.step, out, flags)

    def fleet_local(self, t: Int64s, codes: Int64s, stack: Stack, out: Int64s) -> None:
        _fleet_local(t, codes, (stack.base, stack.cells, stack.ahead, stack.step), stack.shift, out)

    def fleet_utoff(self, t: Int64s, codes: Int64s, stack: Stack, out: Int32s) -> None:
        _fleet_utoff(t, codes, (stack.base, stack.cells, stack.ahead32, stack.step32), stack.shift, out)

    def fleet_isdst(self, t: Int64s, codes: Int64s, stack: Stack, out: Bools) -> None:
        _fleet_isdst(t, codes, (stack.base, stack.cells, stack.dst_ahead), stack.shift, out)


compiled = PerThread(Compiled)
