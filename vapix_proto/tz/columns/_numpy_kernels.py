"""The kernels in plain NumPy. A kernel is a function that calculates the results for one chunk of a column.

The kernels here take a few passes over data that stays in the CPU cache; those in ``_numba_kernels`` take a single
pass. A chunk is a native int64 array with at most ``CHUNK`` elements, all within the years that the clock's table
covers. Results are written to the caller's arrays.
"""

from __future__ import annotations

from threading import local

import numpy as np

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.columns._stacked_tables import Stack
    from vapix_proto.tz.columns._tables import Table
    from vapix_proto.tz.columns._types import Bools, Int32s, Int64s, Uint8s


#: Elements per chunk: few enough for the buffers to stay in the cache, and enough to hide Python's overhead.
CHUNK = 2**16
#: The flags of local times that the clock shows twice or never.
FOLD, GAP = 1, 2


class Plain:
    """The kernels in plain NumPy, and the buffers that they need. Threads must not share an instance."""

    def __init__(self) -> None:
        #: Flags and results that a job computes but its caller does not want.
        self.flags = np.empty(CHUNK, np.uint8)
        self.spare = np.empty(CHUNK, np.int64)
        #: Instants moved into the years that a table covers, and how far each was moved.
        self.near = np.empty(CHUNK, np.int64)
        self.moved = np.empty(CHUNK, np.int64)
        self.numbers = np.empty(CHUNK, np.int64)
        self.wide = np.empty(CHUNK, np.int64)
        self.narrow = np.empty(CHUNK, np.int32)
        self.mask = np.empty(CHUNK, np.bool_)
        self.mask2 = np.empty(CHUNK, np.bool_)

    def bounds(self, t: Int64s) -> tuple[int, int]:
        """The smallest and the greatest number in a chunk."""
        return int(np.minimum.reduce(t)), int(np.maximum.reduce(t))

    def _numbers(self, t: Int64s, table: Table) -> Int64s:
        """The index of each instant's cell."""
        numbers: Int64s = np.right_shift(t, table.shift, out=self.numbers[: len(t)])
        return np.bitwise_and(numbers, len(table.cells) - 1, out=numbers)

    def _differences(self, t: Int64s, table: Table) -> Int64s:
        """Each instant minus the number in its table cell; negative if the clock's smaller UTC offset is in force."""
        numbers, found = self._numbers(t, table), self.wide[: len(t)]
        # No index is out of range. The mode "wrap" is the fastest, because it needs no copy of `out`.
        table.cells.take(numbers, mode="wrap", out=found)
        return np.subtract(t, found, out=found)

    def utoff(self, t: Int64s, table: Table, out: Int32s) -> None:
        """The UTC offset at each instant, in seconds east of UTC."""
        step = table.offsets.ahead - table.offsets.behind
        if len(table.cells32):
            # With 32-bit cells, a million instants take 15 to 22 % less time.
            numbers, low = self._numbers(t, table), self.narrow[: len(t)]
            np.copyto(low, t, casting="unsafe")
            table.cells32.take(numbers, mode="wrap", out=out)
            np.subtract(low, out, out=out)
            np.right_shift(out, 31, out=out)
            np.bitwise_and(out, -step, out=out)
        else:
            lower = np.less(self._differences(t, table), 0, out=self.mask[: len(t)])
            np.multiply(lower, np.int32(-step), out=out)
        np.add(out, table.offsets.ahead, out=out)

    def isdst(self, t: Int64s, table: Table, out: Bools) -> None:
        """Whether daylight saving time is in force at each instant."""
        found = self._differences(t, table)
        if table.offsets.dst_ahead:
            np.greater_equal(found, 0, out=out)
        else:
            np.less(found, 0, out=out)

    def local(self, t: Int64s, table: Table, out: Int64s) -> None:
        """The local time at each instant; ``out`` may be ``t``."""
        found = self._differences(t, table)
        np.right_shift(found, 63, out=found)
        np.bitwise_and(found, -table.step, out=found)
        np.add(found, table.ahead, out=found)
        np.add(t, found, out=out)

    def utc(self, local: Int64s, table: Table, out: Int64s) -> int:
        """The instant of each local time; ``out`` may be ``local``.

        In a fold, it is the earlier instant; in a gap, the instant given by the offset before the gap.

        Returns:
            The index of the first time in a gap; -1 if there is none.
        """
        found, first = self._behind(local, table, out), -1
        if table.step:
            unsigned, gap = found.view(np.uint64), np.uint64(2**64 - table.step)
            if np.maximum.reduce(unsigned) >= gap:
                first = int((unsigned >= gap).argmax())
        self._finish(found, table, out)
        return first

    def utc_flags(self, local: Int64s, table: Table, out: Int64s, flags: Uint8s) -> None:
        """Finds the same instants as ``utc``, and flags each local time that lies in a gap or a fold."""
        found = self._behind(local, table, out)
        if table.step:
            gaps, folds = self.mask[: len(local)], self.mask2[: len(local)]
            np.greater_equal(found.view(np.uint64), np.uint64(2**64 - table.step), out=gaps)
            np.greater_equal(found, 2**63 - table.step, out=folds)
            np.add(gaps.view(np.uint8), gaps.view(np.uint8), out=flags)
            np.add(flags, folds.view(np.uint8), out=flags)
        else:
            flags.fill(0)
        self._finish(found, table, out)

    def _behind(self, local: Int64s, table: Table, out: Int64s) -> Int64s:
        return self._differences(np.subtract(local, table.ahead, out=out), table)

    def _finish(self, found: Int64s, table: Table, out: Int64s) -> None:
        np.right_shift(found, 63, out=found)
        np.bitwise_and(found, table.step, out=found)
        np.add(out, found, out=out)

    def _of_fleet(self, t: Int64s, codes: Int64s, stack: Stack) -> Int64s:
        """Each instant minus the number in its table cell, for rows with different zones. ``stack`` has the cells."""
        numbers, found = self.numbers[: len(t)], self.wide[: len(t)]
        np.right_shift(t, stack.shift, out=numbers)
        stack.base.take(codes, mode="wrap", out=found)
        np.add(numbers, found, out=numbers)
        stack.cells.take(numbers, mode="wrap", out=found)
        return np.subtract(t, found, out=found)

    def fleet_local(self, t: Int64s, codes: Int64s, stack: Stack, out: Int64s) -> None:
        """Local times for rows with different zones; the tables in ``stack`` must cover every instant in ``t``."""
        found, more = self._of_fleet(t, codes, stack), self.numbers[: len(t)]
        np.right_shift(found, 63, out=found)
        if stack.one_step is None:
            np.bitwise_and(found, stack.step.take(codes, mode="wrap", out=more), out=found)
        else:
            np.bitwise_and(found, stack.one_step, out=found)
        stack.ahead.take(codes, mode="wrap", out=more)
        np.subtract(more, found, out=found)
        np.add(t, found, out=out)

    def fleet_utoff(self, t: Int64s, codes: Int64s, stack: Stack, out: Int32s) -> None:
        """UTC offsets in seconds east of UTC, for rows with different zones.

        The tables in ``stack`` must cover every instant in ``t``.
        """
        lower = np.less(self._of_fleet(t, codes, stack), 0, out=self.mask[: len(t)])
        less = self.narrow[: len(t)]
        if stack.one_step is None:
            np.multiply(lower, stack.step32.take(codes, mode="wrap", out=less), out=less)
        else:
            np.multiply(lower, np.int32(stack.one_step // stack.unit), out=less)
        stack.ahead32.take(codes, mode="wrap", out=out)
        np.subtract(out, less, out=out)

    def fleet_isdst(self, t: Int64s, codes: Int64s, stack: Stack, out: Bools) -> None:
        """Whether DST is in force, for rows with different zones.

        The tables in ``stack`` must cover every instant in ``t``.
        """
        upper = np.greater_equal(self._of_fleet(t, codes, stack), 0, out=self.mask[: len(t)])
        stack.dst_ahead.take(codes, mode="wrap", out=out)
        np.equal(upper, out, out=out)


class PerThread(local):
    """A function that returns the kernels of one kind, with the buffers of the thread that calls it."""

    def __init__(self, kind: type[Plain]) -> None:
        # Runs again in every thread that uses the object.
        self.kernel = kind()

    def __call__(self) -> Plain:
        return self.kernel


plain = PerThread(Plain)
