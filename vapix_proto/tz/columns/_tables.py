"""Tables of a clock for columns: its changes in a window of years, and one cell for every short stretch of time.

All states are told as *upper* or not: whether the greater of the two offsets, ``ahead``, is in force, or the other,
``behind``. A cell holds the next change c of its stretch, as a number x: for any t of the stretch the difference t - x,
in wrapping arithmetic, is not negative where the clock is upper at t. A change to upper is x = c; a change from upper
is c with the highest bit flipped, which flips the sign of every difference; where nothing changes x is far away. So one
look-up and one subtraction answer the question, whatever the change.

Differences tell more. For a local time L let t = L - ahead. Then L lies in a gap where t is less than
``ahead - behind`` before a change to upper, and in a fold where it is so before a change from upper: differences from
-step to -1, and the ``step`` greatest. A cell must therefore know a change that comes up to ``step`` after its end, and
no stretch may have two: that, and not the table's size alone, bounds the length of the stretches.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.calendar import CYCLE, kind_of_year, year_of, year_start
from vapix_proto.tz.clock.readings import Reading

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import numpy.typing as npt

    from vapix_proto.tz.clock.transitions import Calculator

    Int64s = npt.NDArray[np.int64]
    Int32s = npt.NDArray[np.int32]

__all__ = [
    "CELLS_MAX",
    "EDGE",
    "INT64_MAX",
    "INT64_MIN",
    "UNITS",
    "Offsets",
    "Points",
    "Table",
    "cells_of",
    "points_of",
    "shift_of",
    "table_of",
]

#: Units of time by their number a second; int64 seconds have the unit "s", too.
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1
#: More seconds than a local time and its instants, by either offset, can lie apart: four days.
EDGE = 4 * 86400
#: More cells than these, and a zone is searched instead: 65,536 cells of a cycle are stretches of two days.
CELLS_MAX = 2**16

# Instants outside these years are brought into the cycle from 1970 on. The reading of musl has one cycle up to 1970 and
# another one after.
_YEARS = (1770, 2370)
_YEARS_MUSL = (1570, 2371)
#: All years that datetime64[ns] can hold.
_YEARS_NS = (1677, 2263)


class Offsets:
    """The two offsets of a clock, in seconds east of UTC.

    Attributes:
        ahead: The greater one.
        behind: The other.
        dst_ahead: Whether the greater one is that of daylight saving time.
    """

    __slots__ = ("ahead", "behind", "dst_ahead")

    def __init__(self, calculator: Calculator) -> None:
        std, dst = calculator.type_of(False).utoff, calculator.type_of(True).utoff
        self.dst_ahead = dst >= std
        self.ahead, self.behind = max(std, dst), min(std, dst)


class Points:
    """The changes of a clock in the years from ``first`` until before ``last``, in seconds since 1970, in order.

    Attributes:
        at: int64; at each the state flips.
        upper: The state before the first.
    """

    __slots__ = ("at", "upper")

    def __init__(self, at: Int64s, upper: bool) -> None:
        self.at, self.upper = at, upper

    def apart(self) -> int:
        """The least distance of two changes; a cycle where there are not two."""
        return int(np.diff(self.at).min()) if len(self.at) > 1 else CYCLE


@lru_cache(maxsize=8)
def _years(first: int, last: int) -> tuple[Int64s, npt.NDArray[np.intp], tuple[int, ...]]:
    """The starts of years, the kind of each, and one year of each kind: they are alike by length and weekday."""
    years = range(first, last)
    kinds = [kind_of_year(year) for year in years]
    example = dict(zip(kinds, years, strict=True))
    number = {kind: index for index, kind in enumerate(example)}
    starts = np.array([year_start(year) for year in years], np.int64)
    return starts, np.array([number[kind] for kind in kinds], np.intp), tuple(example.values())


def points_of(calculator: Calculator, first: int, last: int) -> Points:
    """The changes of a clock in the UTC years from ``first`` until before ``last``."""
    dst_ahead = Offsets(calculator).dst_ahead
    changes = calculator.changes
    if changes is None:
        return Points(np.empty(0, np.int64), not dst_ahead)
    if changes.alternate():
        starts, kinds, examples = _years(first, last)
        since = np.array([changes.since_new_year(year) for year in examples], np.int64)
        isdst = bool(since[0, 0] > since[0, 1])
        since.sort(axis=1)
        return Points((starts[:, None] + since[kinds]).reshape(-1), isdst is dst_ahead)
    found = [transition for year in range(first, last) for transition in calculator.in_year(year)]
    isdst = found[0].before.isdst if found else calculator.row(first).first
    return Points(np.array([transition.at for transition in found], np.int64), isdst is dst_ahead)


def shift_of(apart: int, step: int) -> int:
    """The greatest shift whose stretches of time, with ``step``, are not longer than what changes lie apart."""
    return max(apart - step, 0).bit_length() - 1


def cells_of(points: Int64s, upper: bool, starts: Int64s, width: int, step: int, bits: int = 64) -> Int64s:
    """The cells of stretches of time.

    Args:
        points: The changes, in the unit of the table.
        upper: The state before the first.
        starts: Where the stretches begin.
        width: How long they are.
        step: ``ahead - behind``.
        bits: Of the arithmetic that the cells are for; the numbers wrap around in int32 once they are cast to it.
    """
    flip = np.uint64(2 ** (bits - 1))
    after = points.searchsorted(starts, side="right")
    begins_upper = (after & 1 == 1) ^ upper
    change = np.append(points, INT64_MAX)[after]
    # A change comes after the start of its stretch: without signs the distance of both fits, whatever they are.
    distance = change.view(np.uint64) - starts.view(np.uint64)
    quiet = (after == len(points)) | (distance >= np.uint64(width + step))
    cells = np.where(quiet, starts - 2 ** (bits - 3), change).astype(np.uint64)
    flipped = begins_upper ^ quiet
    return np.where(flipped, cells + flip, cells).astype(np.int64)


class Table:
    """A clock for one unit of time.

    Attributes:
        unit: How many of it make a second.
        offsets: Both offsets, in seconds.
        ahead: The greater offset, in the unit.
        step: ``ahead - behind``, in the unit.
        low: The first instant of the window, in the unit; no result overflows for an instant in it.
        high: Its last.
        shift: An instant shifted right by so many bits is the number of its cell; -1 where a search is needed.
        cells: int64; the cell of number n is at n modulo their number, which is a power of two.
        cells32: The same modulo 2**32, int32, for seconds.
        points: The changes in the window and a year around it, in the unit; as ``list`` those of ``points``.
        edges: The local times at which gaps and folds begin and end, in order; none where a search is needed.
        upper: The state before the first of them.
    """

    __slots__ = (
        "ahead",
        "behind",
        "cells",
        "cells32",
        "edges",
        "high",
        "list",
        "low",
        "musl",
        "offsets",
        "points",
        "shift",
        "step",
        "unit",
        "upper",
    )

    def __init__(self, calculator: Calculator, unit: int) -> None:
        self.unit = unit
        self.offsets = Offsets(calculator)
        self.ahead, self.behind = self.offsets.ahead * unit, self.offsets.behind * unit
        self.step = self.ahead - self.behind
        self.musl = calculator.reading is Reading.MUSL
        if unit == UNITS["ns"]:
            first, last = _YEARS_NS
            self.low, self.high = INT64_MIN + EDGE * unit, INT64_MAX - EDGE * unit
        else:
            first, last = _YEARS_MUSL if self.musl else _YEARS
            self.low, self.high = year_start(first) * unit, year_start(last) * unit - 1
        found = points_of(calculator, first - 1, last + 1)
        apart = found.apart()
        # In nanoseconds the years at both ends reach out of int64; what is outside of it is never asked for.
        inside = np.abs(found.at) <= INT64_MAX // unit
        self.upper = found.upper ^ bool(np.count_nonzero(found.at < -(INT64_MAX // unit)) & 1)
        self.points = found.at[inside] * unit
        self.list: list[int] = self.points.tolist()
        self.shift = shift_of(apart * unit, self.step)
        numbers = self._numbers()
        if self.shift < 0 or len(numbers) > CELLS_MAX:
            self.shift = -1
            numbers = range(0)
        around = np.stack((self.points + self.behind, self.points + self.ahead), axis=1)
        self.edges: list[int] = around.reshape(-1).tolist() if self.shift >= 0 else []
        self.cells = self.cells_of_numbers(numbers, 64)
        self.cells32 = self.cells_of_numbers(numbers, 32).astype(np.int32) if unit == 1 else np.empty(0, np.int32)

    def _numbers(self) -> range:
        # One change or none: any shift would do that leaves some cells, and room in 32 bits.
        self.shift = min(self.shift, 22 + (self.unit - 1).bit_length())
        return range(self.low >> self.shift, (self.high >> self.shift) + 1) if self.shift >= 0 else range(0)

    def cells_of_numbers(self, numbers: range, bits: int) -> Int64s:
        """The cells of a range of numbers, for differences of so many bits, in a power of two of places."""
        shift = max(self.shift, 0)
        starts = np.arange(numbers.start, numbers.stop, dtype=np.int64) << shift
        found = cells_of(self.points, self.upper, starts, 1 << shift, self.step, bits)
        # A power of two: then a number's last bits tell the place of its cell, also of one that is negative.
        size = 1 << (len(numbers) - 1).bit_length() if numbers else 0
        cells = np.zeros(size, np.int64)
        cells[np.arange(numbers.start, numbers.stop) & size - 1] = found
        return cells

    def reduced(self, t: Int64s, near: Int64s, moved: Int64s) -> Int64s:
        """Brings instants into the window by whole cycles, which changes nothing but the year; not of nanoseconds.

        Args:
            t: The instants.
            near: Gets the new ones.
            moved: Gets how far they were moved: ``near == t - moved``.
        """
        cycle = CYCLE * self.unit
        np.floor_divide(t, cycle, out=moved)
        if self.musl:
            # Instants up to 1970 go before it. Of those after it, what is left must not fall into 1970.
            from_1971 = year_start(1971) * self.unit
            before = t < from_1971
            moved += before
            moved -= ~before & (t - moved * cycle < from_1971)
        np.multiply(moved, cycle, out=moved)
        return np.subtract(t, moved, out=near)

    def search(self, seconds: Int64s) -> npt.NDArray[np.bool_]:
        """The states at any instants, in the table of seconds: slower, but for zones of every kind."""
        near = self.reduced(seconds, np.empty_like(seconds), np.empty_like(seconds))
        after: npt.NDArray[np.intp] = self.points.searchsorted(near, side="right")
        odd: npt.NDArray[np.bool_] = after & 1 == 1
        return ~odd if self.upper else odd


@lru_cache(maxsize=128)
def table_of(calculator: Calculator, unit: int) -> Table:
    """The table of a clock; those last used are kept. The hash of the clock itself would take 20 microseconds."""
    return Table(calculator, unit)


assert year_of(INT64_MIN // 10**9) == _YEARS_NS[0]  # noqa: S101 - the window holds all that datetime64[ns] can
assert year_of(INT64_MAX // 10**9) == _YEARS_NS[1] - 1  # noqa: S101
