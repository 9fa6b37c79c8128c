"""Calculates offsets, DST flags, local times and instants, one chunk of a column at a time.

A job has four ways to process a chunk. ``fast`` is for a chunk inside the window: the years that the table of the
clock's transitions covers. ``quiet`` is for a chunk without a transition, like most chunks of sorted columns. ``wide``
moves the chunk into the window by a multiple of 400 years. ``careful`` is for chunks with times close to the limits of
int64, and for zones with too many transitions for a table: every step is exact and checked.
"""

from __future__ import annotations

import numpy as np

from vapix_proto.tz.clock.calendar import CYCLE
from vapix_proto.tz.columns._numpy_kernels import FOLD, GAP
from vapix_proto.tz.columns._tables import INT64_MIN, UNITS, table_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._numpy_kernels import Plain
    from vapix_proto.tz.columns._types import Array, Bools, Int64s, Places, Uint8s

    #: The arrays that a job uses besides the times of a chunk: for its results, flags and folds.
    Parts: TypeAlias = tuple[Array, ...]

#: NaT (not a time): the smallest int64.
NAT = INT64_MIN
#: The UTC offset of NaT: the smallest int32, just as NaT itself is the smallest int64.
NAT_UTOFF = -(2**31)
#: A whole number of 400-year cycles, in seconds: about a quarter of the int64 maximum.
_FAR = 2**61 // CYCLE * CYCLE


class Job:
    """Calculates one kind of result, such as UTC offsets, for a column of times.

    Args:
        calculator: The clock's calculator.
        unit: How many of the column's units make up a second.
        has_nat: Whether the smallest int64 means NaT.

    Attributes:
        table: The clock's table in the column's unit; ``seconds`` is its table in seconds.
        ahead: What to subtract from the column's numbers to get the numbers to look up in the table.
        events: The transitions or, for local times, the edges of gaps and folds, in order and in the column's unit.
        rows: For a column of many zones, each processed element's index in the column; None for a column of one zone.
    """

    #: Whether the column contains local times, not instants.
    local = False
    #: The dtype of the results; None means the dtype of the column's times.
    dtype: np.dtype[Any] | None = None
    #: The result for NaT.
    nat: int | bool = NAT

    def __init__(self, calculator: Calculator, unit: int, has_nat: bool) -> None:
        self.table, self.has_nat = table_of(calculator, unit), has_nat
        self.seconds = self.table if unit == 1 else table_of(calculator, 1)
        self.ahead = 0
        self.events = self.table.list
        self.rows: Places | None = None

    def quiet_at(self, passed: int) -> bool | None:
        """Whether the larger UTC offset is in force after the first ``passed`` entries of ``events``.

        None if the local times after them lie in a gap or fold.
        """
        return self.table.points.upper ^ (passed & 1 == 1)

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        """Processes a chunk whose times are all in the window. The chunk begins at index ``first`` of the column."""
        raise NotImplementedError

    def quiet(self, t: Int64s, upper: bool, parts: Parts) -> None:
        """Processes a chunk without a transition."""
        self.put(t, upper, parts, 0)

    def wide(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        """Processes a chunk whose times are not close to the limits of int64."""
        near, moved = kernel.near[: len(t)], kernel.moved[: len(t)]
        if self.ahead:
            t = np.subtract(t, self.ahead, out=near)
        self.table.reduced(t, near, moved)
        if self.ahead:
            np.add(near, self.ahead, out=near)
        self.fast(kernel, near, parts, first)
        self.move(parts, moved)

    def move(self, parts: Parts, moved: Int64s) -> None:
        """Adds ``moved`` back to results that are times: it was subtracted to move the chunk into the window."""

    def careful(self, t: Int64s, parts: Parts, first: int) -> None:
        """Processes any chunk."""
        self.put(t, self.seconds.search(np.floor_divide(t, self.table.unit)), parts, first)

    def put(self, t: Int64s, upper: Bools | bool, parts: Parts, first: int) -> None:
        """Writes the results for the instants ``t``; ``upper`` marks those at which the larger offset is in force."""

    def safe(self) -> int:
        """A number that never causes an error, to use in place of NaT."""
        return 0

    def blank(self, parts: Parts, none: Bools) -> None:
        """Writes the results for NaT."""
        np.copyto(parts[0], self.nat, where=none)

    def check(self, overflows: Bools, result: Int64s, first: int) -> None:
        """Raises OverflowError for the first result that the type can't hold."""
        if self.has_nat:
            overflows = overflows | (result == NAT)
        if overflows.any():
            index = first + int(overflows.argmax())
            index = index if self.rows is None else int(self.rows[index])
            unit = next(name for name, unit in UNITS.items() if unit == self.table.unit)
            kind = f"datetime64[{unit}]" if self.has_nat else "int64"
            raise OverflowError(f"the result for element {index} does not fit in {kind}")


class Offset(Job):
    """Calculates UTC offsets, in seconds east of UTC."""

    dtype = np.dtype(np.int32)
    nat = NAT_UTOFF

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        kernel.utoff(t, self.table, parts[0])

    def put(self, t: Int64s, upper: Bools | bool, parts: Parts, first: int) -> None:
        offsets = self.table.offsets
        parts[0][...] = np.where(upper, offsets.ahead, offsets.behind)


class IsDst(Job):
    """Finds whether daylight saving time is in force."""

    dtype = np.dtype(np.bool_)
    nat = False

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        kernel.isdst(t, self.table, parts[0])

    def put(self, t: Int64s, upper: Bools | bool, parts: Parts, first: int) -> None:
        parts[0][...] = upper == self.table.offsets.dst_ahead


class Local(Job):
    """Calculates local times."""

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        kernel.local(t, self.table, parts[0])

    def quiet(self, t: Int64s, upper: bool, parts: Parts) -> None:
        np.add(t, self.table.ahead if upper else self.table.behind, out=parts[0])

    def move(self, parts: Parts, moved: Int64s) -> None:
        np.add(parts[0], moved, out=parts[0])

    def put(self, t: Int64s, upper: Bools | bool, parts: Parts, first: int) -> None:
        utoff = np.where(upper, self.table.ahead, self.table.behind)
        result = t + utoff
        self.check((t ^ result) & (utoff ^ result) < 0, result, first)
        parts[0][...] = result


class Utc(Job):
    """Converts local times to instants.

    ``parts`` holds arrays in this order: the results; the flags (uint8), if requested; and, if ``fold`` is None, the
    fold of each time, which is an input. If ``fold`` is 0 or 1, it applies to all times. ``gap`` has the same meaning
    as in ``columns.to_utc``.
    """

    local = True

    def __init__(
        self,
        calculator: Calculator,
        unit: int,
        has_nat: bool,
        fold: int | None = 0,
        gap: str = "forward",
        flags: bool = False,
    ) -> None:
        super().__init__(calculator, unit, has_nat)
        self.fold, self.gap, self.flags = fold, gap, flags
        # For local times, the edges of gaps and folds take the place of the transitions.
        self.ahead, self.events = self.table.ahead, self.table.edges

    def safe(self) -> int:
        # The clock shows this time at 1970-01-01 00:00:00 UTC, so the time is not in a gap.
        upper = bool(self.seconds.search(np.zeros(1, np.int64))[0])
        return self.table.ahead if upper else self.table.behind

    def blank(self, parts: Parts, none: Bools) -> None:
        super().blank(parts, none)
        if self.flags:
            np.copyto(parts[1], 0, where=none)

    def quiet_at(self, passed: int) -> bool | None:
        return None if passed & 1 else self.table.points.upper ^ (passed & 2 == 2)

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        result = parts[0]
        if not self.flags and self.fold == 0 and self.gap in {"raise", "forward"}:
            gap = kernel.utc(t, self.table, result)
            if gap >= 0 and self.gap == "raise":
                self._refuse(first + gap)
            return
        flags = parts[1] if self.flags else kernel.flags[: len(t)]
        kernel.utc_flags(t, self.table, result, flags)
        # The results so far are for fold=0 and gap="forward"; few elements need a correction.
        if self.gap != "forward":
            gaps = (flags == GAP).nonzero()[0]
            if len(gaps) and self.gap == "raise":
                self._refuse(first + int(gaps[0]))
            if self.gap == "nat":
                result[gaps] = NAT
            else:
                result[gaps] -= self.table.step
        if self.fold != 0:
            folds = (flags == FOLD).nonzero()[0]
            if self.fold is None:
                folds = folds[parts[-1][folds] == 1]
            result[folds] += self.table.step

    def _refuse(self, index: int) -> None:
        raise ValueError(f"element {index} lies in a gap: the clock never shows that local time")

    def quiet(self, t: Int64s, upper: bool, parts: Parts) -> None:
        np.subtract(t, self.table.ahead if upper else self.table.behind, out=parts[0])
        if self.flags:
            parts[1].fill(0)

    def move(self, parts: Parts, moved: Int64s) -> None:
        np.add(parts[0], moved, out=parts[0], where=parts[0] != NAT if self.gap == "nat" else True)

    def states(self, t: Int64s) -> tuple[Bools, Bools, Bools]:
        """Whether each time has the greater offset with fold=0, whether it is in a fold, and whether it is in a gap."""
        seconds = np.floor_divide(t, self.table.unit)
        # Numbers are moved by cycles towards 1970, but not past it, so that no subtraction overflows.
        seconds = seconds - np.where(seconds > 2**62, _FAR, 0) + np.where(seconds < -(2**62), _FAR, 0)
        table, offsets = self.seconds, self.seconds.offsets
        upper, lower = table.search(seconds - offsets.ahead), ~table.search(seconds - offsets.behind)
        folds, gaps = upper & lower & (self.table.step > 0), ~(upper | lower)
        return upper, folds, gaps

    def careful(self, t: Int64s, parts: Parts, first: int) -> None:
        upper, folds, gaps = self.states(t)
        if self.gap == "raise" and gaps.any():
            self._refuse(first + int(gaps.argmax()))
        if self.gap == "backward":
            upper = upper | gaps
        later = folds if self.fold == 1 else folds & (self.fold is None) & (parts[-1] == 1)
        utoff = np.where(upper & ~later, self.table.ahead, self.table.behind)
        utc = t - utoff
        overflows = (t ^ utc) & (t ^ utoff) < 0
        if self.gap == "nat":
            self.check(overflows & ~gaps, np.where(gaps, 0, utc), first)
            utc[gaps] = NAT
        else:
            self.check(overflows, utc, first)
        parts[0][...] = utc
        if self.flags:
            parts[1][...] = flags_of(folds, gaps)


class Ambiguity(Utc):
    """Computes only the ambiguity flags of local times. ``parts`` contains one array, for the flags (uint8)."""

    dtype = np.dtype(np.uint8)
    nat = 0

    def fast(self, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
        kernel.utc_flags(t, self.table, kernel.spare[: len(t)], parts[0])

    def quiet(self, t: Int64s, upper: bool, parts: Parts) -> None:
        parts[0].fill(0)

    def move(self, parts: Parts, moved: Int64s) -> None:
        """Does nothing, because moving the times by multiples of 400 years leaves their flags unchanged."""

    def careful(self, t: Int64s, parts: Parts, first: int) -> None:
        _, folds, gaps = self.states(t)
        parts[0][...] = flags_of(folds, gaps)


def flags_of(folds: Bools, gaps: Bools) -> Uint8s:
    """The ambiguity flags of local times."""
    return folds * np.uint8(FOLD) + gaps * np.uint8(GAP)
