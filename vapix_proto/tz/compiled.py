"""The calculations of ``kernels`` as machine code, by numba: one pass each, and the same results bit for bit.

Where a difference may wrap around it is taken without signs: LLVM may assume of signed numbers that they never do.
"""

from __future__ import annotations

try:
    import numba
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError("compiled=True needs numba: pip install vapix-proto[compiled]") from missing
import numpy as np

from vapix_proto.tz.kernels import FOLD, GAP, PerThread, Plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from vapix_proto.tz.buckets import Int32s, Int64s, Table
    from vapix_proto.tz.kernels import Bools, Uint8s

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["Compiled", "compiled"]

_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1


def _jit(function: F) -> F:
    compiled: Any = numba.njit(nogil=True, boundscheck=False, error_model="numpy")(function)
    return compiled  # type: ignore[no-any-return]


@_jit
def _bounds(t: Int64s) -> tuple[int, int]:
    low, high = _INT64_MAX, _INT64_MIN
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
    return low, high


@_jit
def _utoff32(t: Int64s, cells: Int32s, shift: int, ahead: int, step: int, out: Int32s) -> tuple[int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
        cell = cells[np.uint64(t[i] >> shift) & mask]
        lower = np.int32(np.uint32(t[i]) - np.uint32(cell)) >> np.int32(31)
        out[i] = np.int32(ahead) + (lower & np.int32(-step))
    return low, high


@_jit
def _utoff(t: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int32s) -> tuple[int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
        cell = cells[np.uint64(t[i] >> shift) & mask]
        lower = np.int64(np.uint64(t[i]) - np.uint64(cell)) >> 63
        out[i] = np.int32(ahead + (lower & -step))
    return low, high


@_jit
def _isdst(t: Int64s, cells: Int64s, shift: int, dst_ahead: bool, out: Bools) -> tuple[int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
        cell = cells[np.uint64(t[i] >> shift) & mask]
        out[i] = (np.int64(np.uint64(t[i]) - np.uint64(cell)) >= 0) == dst_ahead
    return low, high


@_jit
def _local(t: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int64s) -> tuple[int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    for i in range(len(t)):
        low, high = min(low, t[i]), max(high, t[i])
        cell = cells[np.uint64(t[i] >> shift) & mask]
        lower = np.int64(np.uint64(t[i]) - np.uint64(cell)) >> 63
        out[i] = t[i] + (ahead + (lower & -step))
    return low, high


@_jit
def _utc(local: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int64s) -> tuple[int, int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    before_gaps, gap = ~np.uint64(step), len(local)
    for i in range(len(local)):
        low, high = min(low, local[i]), max(high, local[i])
        t = local[i] - ahead
        difference = np.uint64(t) - np.uint64(cells[np.uint64(t >> shift) & mask])
        out[i] = t + ((np.int64(difference) >> 63) & step)
        gap = min(gap, i if difference > before_gaps else len(local))
    return low, high, gap


@_jit
def _utc_flags(
    local: Int64s, cells: Int64s, shift: int, ahead: int, step: int, out: Int64s, flags: Uint8s
) -> tuple[int, int]:
    low, high, mask = _INT64_MAX, _INT64_MIN, np.uint64(len(cells) - 1)
    # In a gap are the `step` greatest differences without signs, in a fold those with signs.
    before_gaps, before_folds = ~np.uint64(step), _INT64_MAX - step
    for i in range(len(local)):
        low, high = min(low, local[i]), max(high, local[i])
        t = local[i] - ahead
        difference = np.uint64(t) - np.uint64(cells[np.uint64(t >> shift) & mask])
        out[i] = t + ((np.int64(difference) >> 63) & step)
        flags[i] = np.uint8(GAP) * (difference > before_gaps) + np.uint8(FOLD) * (np.int64(difference) > before_folds)
    return low, high


class Compiled(Plain):
    """The calculations as machine code; buffers are those of the plain ones."""

    __slots__ = ()
    fused = True

    def bounds(self, t: Int64s) -> tuple[int, int]:
        return _bounds(t)

    def utoff(self, t: Int64s, table: Table, out: Int32s) -> None:
        offsets = table.offsets
        step = offsets.ahead - offsets.behind
        if len(table.cells32):
            self.low, self.high = _utoff32(t, table.cells32, table.shift, offsets.ahead, step, out)
        else:
            self.low, self.high = _utoff(t, table.cells, table.shift, offsets.ahead, step, out)

    def isdst(self, t: Int64s, table: Table, out: Bools) -> None:
        self.low, self.high = _isdst(t, table.cells, table.shift, table.offsets.dst_ahead, out)

    def local(self, t: Int64s, table: Table, out: Int64s) -> None:
        self.low, self.high = _local(t, table.cells, table.shift, table.ahead, table.step, out)

    def utc(self, local: Int64s, table: Table, out: Int64s, *, look: bool) -> None:
        self.low, self.high, gap = _utc(local, table.cells, table.shift, table.ahead, table.step, out)
        self.gap = gap if look and gap < len(local) else -1

    def utc_flags(self, local: Int64s, table: Table, out: Int64s, flags: Uint8s) -> None:
        self.low, self.high = _utc_flags(local, table.cells, table.shift, table.ahead, table.step, out, flags)


class _PerThread(PerThread):
    kind = Compiled


_per_thread = _PerThread()


def compiled() -> Plain:
    """The calculations with the buffers of this thread."""
    return _per_thread.kernel
