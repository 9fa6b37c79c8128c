"""The calculations of ``_numpy_kernels`` as machine code, by numba: one pass each, and the same results bit for bit.

Where a difference may wrap around it is taken without signs: LLVM may assume of signed numbers that they never do.
"""

from __future__ import annotations

try:
    import numba
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError("compiled=True needs numba: pip install 'vapix-proto[compiled]'") from missing
import numpy as np

from vapix_proto.tz.columns._numpy_kernels import CHUNK, FOLD, GAP, PerThread, Plain

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz.columns._numpy_kernels import Bools, Uint8s
    from vapix_proto.tz.columns._stacked_tables import Stack
    from vapix_proto.tz.columns._tables import Int32s, Int64s, Table

    Arrays = tuple[Any, ...]
    #: The cells, the shift and the reach of a table.
    Cells = tuple[Int64s, int, np.uint64]

__all__ = ["Compiled", "compiled"]

_INT64_MAX = 2**63 - 1


def _jit(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Any = numba.njit(nogil=True, boundscheck=False, error_model="numpy")(function)
    return compiled  # type: ignore[no-any-return]


# Choices are written as such, and not as the arithmetic of signs that plain NumPy needs: LLVM makes masks of them.
#
# The first three also tell whether all instants were in the reach of the table. They gather the bits of the cells'
# numbers in `seen`, which is less than a power of two where all of them are. To look for the bounds first would be one
# more pass through the memory: of ten million instants this saves 16 to 28 % of the time.


@_jit
def _bounds(t: Int64s) -> Any:
    low, high = t[0], t[0]
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
    return low, high


@_jit
def _utoff(t: Int64s, cells: Cells, ahead: np.int32, behind: np.int32, out: Int32s) -> Any:
    x, shift, reach = cells
    seen, mask = np.uint64(0), np.uint64(len(x) - 1)
    for i in range(len(t)):
        number = np.uint64(t[i] >> shift)
        seen |= number
        out[i] = behind if np.int64(np.uint64(t[i]) - np.uint64(x[number & mask])) < 0 else ahead
    return seen < reach


@_jit
def _isdst(t: Int64s, cells: Cells, dst_ahead: bool, out: Bools) -> Any:
    x, shift, reach = cells
    seen, mask = np.uint64(0), np.uint64(len(x) - 1)
    for i in range(len(t)):
        number = np.uint64(t[i] >> shift)
        seen |= number
        out[i] = (np.int64(np.uint64(t[i]) - np.uint64(x[number & mask])) >= 0) == dst_ahead
    return seen < reach


@_jit
def _local(t: Int64s, cells: Cells, ahead: int, behind: int, out: Int64s) -> Any:
    x, shift, reach = cells
    seen, mask = np.uint64(0), np.uint64(len(x) - 1)
    for i in range(len(t)):
        number = np.uint64(t[i] >> shift)
        seen |= number
        out[i] = t[i] + (behind if np.int64(np.uint64(t[i]) - np.uint64(x[number & mask])) < 0 else ahead)
    return seen < reach


@_jit
def _utc(local: Int64s, cells: Cells, ahead: int, step: int, out: Int64s) -> Any:
    x, shift, _ = cells
    mask = np.uint64(len(x) - 1)
    greatest = np.uint64(0)
    for i in range(len(local)):
        t = local[i] - ahead
        difference = np.uint64(t) - np.uint64(x[np.uint64(t >> shift) & mask])
        out[i] = t + (step if np.int64(difference) < 0 else 0)
        greatest = max(greatest, difference)
    return greatest


@_jit
def _first_gap(local: Int64s, cells: Cells, ahead: int, step: int) -> Any:
    x, shift, _ = cells
    mask = np.uint64(len(x) - 1)
    for i in range(len(local)):
        t = local[i] - ahead
        if np.uint64(t) - np.uint64(x[np.uint64(t >> shift) & mask]) > ~np.uint64(step):
            return i
    return -1


@_jit
def _utc_flags(local: Int64s, cells: Cells, ahead: int, step: int, out: Int64s, flags: Uint8s) -> Any:
    x, shift, _ = cells
    mask = np.uint64(len(x) - 1)
    # In a gap are the `step` greatest differences without signs, in a fold those with signs.
    before_gaps, before_folds = ~np.uint64(step), np.int64(_INT64_MAX - step)
    for i in range(len(local)):
        t = local[i] - ahead
        difference = np.uint64(t) - np.uint64(x[np.uint64(t >> shift) & mask])
        out[i] = t + (step if np.int64(difference) < 0 else 0)
        flags[i] = np.uint8(GAP) * (difference > before_gaps) + np.uint8(FOLD) * (np.int64(difference) > before_folds)


# Rows of many zones: `base` has the place of the first cell of each. See `stacks`.


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


def _cells(table: Table) -> Cells:
    return table.cells, table.shift, np.uint64(table.reach)


class Compiled(Plain):
    """The calculations as machine code; buffers are those of the plain ones."""

    __slots__ = ()
    looks_first = False
    chunk = 2 * CHUNK

    def bounds(self, t: Int64s) -> tuple[int, int]:
        low, high = _bounds(t)
        return int(low), int(high)

    def utoff(self, t: Int64s, table: Table, out: Int32s) -> None:
        offsets = table.offsets
        self.inside = _utoff(t, _cells(table), np.int32(offsets.ahead), np.int32(offsets.behind), out)

    def isdst(self, t: Int64s, table: Table, out: Bools) -> None:
        self.inside = _isdst(t, _cells(table), table.offsets.dst_ahead, out)

    def local(self, t: Int64s, table: Table, out: Int64s) -> None:
        self.inside = _local(t, _cells(table), table.ahead, table.behind, out)

    def utc(self, local: Int64s, table: Table, out: Int64s, *, look: bool) -> int:
        if look and np.may_share_memory(local, out):
            local = local.copy()  # for a second look, where a gap is found
        greatest = _utc(local, _cells(table), table.ahead, table.step, out)
        if look and table.step and greatest >= 2**64 - table.step:
            return int(_first_gap(local, _cells(table), table.ahead, table.step))
        return -1

    def utc_flags(self, local: Int64s, table: Table, out: Int64s, flags: Uint8s) -> None:
        _utc_flags(local, _cells(table), table.ahead, table.step, out, flags)

    def fleet_local(self, t: Int64s, codes: Int64s, stack: Stack, out: Int64s) -> None:
        _fleet_local(t, codes, (stack.base, stack.cells, stack.ahead, stack.step), stack.shift, out)

    def fleet_utoff(self, t: Int64s, codes: Int64s, stack: Stack, out: Int32s) -> None:
        _fleet_utoff(t, codes, (stack.base, stack.cells, stack.ahead32, stack.step32), stack.shift, out)

    def fleet_isdst(self, t: Int64s, codes: Int64s, stack: Stack, out: Bools) -> None:
        _fleet_isdst(t, codes, (stack.base, stack.cells, stack.dst_ahead), stack.shift, out)


class _PerThread(PerThread):
    kind = Compiled


_per_thread = _PerThread()


def compiled() -> Plain:
    """The calculations with the buffers of this thread."""
    return _per_thread.kernel
