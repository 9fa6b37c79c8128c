"""A clock's lookup tables: its transitions in a window of years, and one cell for each short stretch of time.

The clock is *upper* while the greater of its two offsets, ``ahead``, is in force. Otherwise the smaller one,
``behind``, is in force. A cell stores a number x that depends on c, the first transition after the start of its
stretch. For every t in the stretch, the difference t - x, in wrapping arithmetic, is negative exactly when the clock is
not upper at t. If the clock becomes upper at c, x is c. If it ceases to be upper at c, x is c with the highest bit
flipped, which flips the sign of every difference. If there is no transition near the stretch, x is a number far from
every t in it, on the side that gives the right sign. So one lookup and one subtraction always show which offset is in
force.

The differences reveal more. Let ``step`` be ``ahead - behind`` and, for a local time L, let t = L - ahead. Then L lies
in a gap if t is at most ``step`` before a transition at which the clock becomes upper: t - x is then from -step to -1.
L lies in a fold if t is at most ``step`` before a transition at which the clock ceases to be upper: t - x, in 64 bits,
is then at least 2**63 - step. So a cell must also take account of a transition up to ``step`` after the end of its
stretch, and a stretch extended by ``step`` must not contain two transitions. This, and not only the size of the table,
limits the length of the stretches.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.calendar import CYCLE, kind_of_year, year_of, year_start
from vapix_proto.tz.clock.readings import Reading

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._types import Bools, Int64s, Places


#: How many of each unit make up a second. A column of integers is in seconds.
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1
#: An upper bound on the difference between a local time and its instant, in seconds: four days.
EDGE = 4 * 86400
#: A search is used for a zone that needs more cells than this. 65,536 cells divide a cycle into stretches of two days.
_CELLS_MAX = 2**16

# Instants outside these years are moved into the cycle that starts in 1970. Under ``Reading.MUSL``, one cycle applies
# up to 1970, and another one after it.
_YEARS = (1770, 2370)
_YEARS_MUSL = (1570, 2371)
#: All years that datetime64[ns] can hold.
_YEARS_NS = (1677, 2263)


class Offsets:
    """The two offsets of a clock, in seconds east of UTC.

    Attributes:
        ahead: The greater offset.
        behind: The smaller offset.
        dst_ahead: Whether daylight saving time has the greater offset.
    """

    def __init__(self, calculator: Calculator) -> None:
        std, dst = calculator.type_of(False).utoff, calculator.type_of(True).utoff
        self.dst_ahead = dst >= std
        self.ahead, self.behind = max(std, dst), min(std, dst)


class Points:
    """A clock's transitions, in order.

    Attributes:
        at: The transitions, as int64; at each, the larger UTC offset comes into force or ceases to apply.
        upper: Whether the larger UTC offset is in force before the first transition.
    """

    def __init__(self, at: Int64s, upper: bool) -> None:
        self.at, self.upper = at, upper

    def shift(self, unit: int, step: int) -> int:
        """The greatest shift at which no stretch of ``2**shift`` units has two transitions; negative if none exists."""
        apart = int(np.diff(self.at).min()) if len(self.at) > 1 else CYCLE
        # The upper bound on the shift ensures that even a clock with one transition has several cells, and that the
        # length of a stretch fits in 32 bits.
        return min(max(apart * unit - step, 0).bit_length() - 1, 22 + (unit - 1).bit_length())

    def in_unit(self, unit: int) -> Points:
        """The transitions as times in this unit. Those that overflow int64 are left out: no column can contain them."""
        most = INT64_MAX // unit
        passed = np.count_nonzero(self.at < -most)
        return Points(self.at[np.abs(self.at) <= most] * unit, self.upper ^ (passed & 1 == 1))


@lru_cache(maxsize=8)
def _years(first: int, last: int) -> tuple[Int64s, Places, tuple[int, ...]]:
    """The start of each year, the index of the example of its kind, and the examples, one for each ``kind_of_year``."""
    years = range(first, last)
    kinds = [kind_of_year(year) for year in years]
    example = dict(zip(kinds, years, strict=True))
    number = {kind: index for index, kind in enumerate(example)}
    starts = np.array([year_start(year) for year in years], np.int64)
    return starts, np.array([number[kind] for kind in kinds], np.intp), tuple(example.values())


def points_of(calculator: Calculator, first: int, last: int) -> Points:
    """A clock's transitions, in seconds, in the UTC years from ``first`` up to but not including ``last``."""
    dst_ahead = Offsets(calculator).dst_ahead
    changes = calculator.changes
    if changes is None:
        return Points(np.empty(0, np.int64), not dst_ahead)
    if changes.alternate:
        starts, kinds, examples = _years(first, last)
        since = np.array([changes.since_new_year(year) for year in examples], np.int64)
        isdst = bool(since[0, 0] > since[0, 1])
        since.sort(axis=1)
        return Points((starts[:, None] + since[kinds]).reshape(-1), isdst is dst_ahead)
    found = [transition for year in range(first, last) for transition in calculator.in_year(year)]
    isdst = found[0].before.isdst if found else calculator.row(first).first
    return Points(np.array([transition.at for transition in found], np.int64), isdst is dst_ahead)


def cells_of(points: Points, starts: Int64s, width: int, step: int, bits: int = 64) -> Int64s:
    """The numbers that the cells store, for stretches of time that begin at ``starts`` and are ``width`` long.

    ``step`` is the difference between the clock's two UTC offsets. Like ``starts`` and ``width``, it is in the unit of
    the table. The results are to be subtracted from instants in ``bits``-bit wrapping arithmetic.
    """
    flip = np.uint64(2 ** (bits - 1))
    after = points.at.searchsorted(starts, side="right")
    begins_upper = (after & 1 == 1) ^ points.upper
    change = np.append(points.at, INT64_MAX)[after]
    # The next transition is later than the start of the stretch, so the distance between the two fits uint64.
    distance = change.view(np.uint64) - starts.view(np.uint64)
    quiet = (after == len(points.at)) | (distance >= np.uint64(width + step))
    cells = np.where(quiet, starts - 2 ** (bits - 3), change).astype(np.uint64)
    flipped = begins_upper ^ quiet
    return np.where(flipped, cells + flip, cells).astype(np.int64)


class Table:
    """A table that shows which of a clock's two UTC offsets is in force, for instants in one unit of time.

    The window of time that the table covers is divided into stretches of ``2**shift`` units. For each stretch, there is
    one number, called its cell; the cell of stretch n is at the index n modulo ``len(cells)``.

    Attributes:
        unit: The unit, as the number of units in a second, such as 1000 for milliseconds.
        offsets: The clock's two offsets, in seconds.
        ahead: The greater offset, in the unit.
        behind: The smaller offset, in the unit.
        step: ``ahead - behind``.
        low: The first instant of the window, in the unit. Within the window, no result overflows.
        high: The last instant of the window, in the unit.
        shift: An instant shifted right by this many bits is the number of its stretch; -1 if a search is needed.
        cells: The cells, as int64; the length of the array is a power of two. An instant minus the cell of its stretch
            is negative if ``behind`` is in force, and otherwise not.
        cells32: Like ``cells``, but as int32, for 32-bit subtraction; empty unless the unit is the second.
        points: The transitions in the window and in the years next to it, in the unit.
        list: The same transitions as Python ints.
        edges: The local times at which gaps and folds begin and end, in order; empty if a search is needed.
    """

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
        self.points = found.in_unit(unit)
        self.list: list[int] = self.points.at.tolist()
        self.shift = found.shift(unit, self.step)
        numbers = range(self.low >> self.shift, (self.high >> self.shift) + 1) if self.shift >= 0 else range(0)
        if len(numbers) > _CELLS_MAX:
            self.shift, numbers = -1, range(0)
        around = np.stack((self.points.at + self.behind, self.points.at + self.ahead), axis=1)
        self.edges: list[int] = around.reshape(-1).tolist() if numbers else []
        self.cells = self.cells_of_numbers(numbers, 64)
        self.cells32 = self.cells_of_numbers(numbers, 32).astype(np.int32) if unit == 1 else np.empty(0, np.int32)

    def cells_of_numbers(self, numbers: range, bits: int) -> Int64s:
        """What ``cells`` contains for cells with these numbers; the array's length is rounded up to a power of two.

        The results are to be subtracted from instants in ``bits``-bit wrapping arithmetic.
        """
        shift = max(self.shift, 0)
        starts = np.arange(numbers.start, numbers.stop, dtype=np.int64) << shift
        found = cells_of(self.points, starts, 1 << shift, self.step, bits)
        # If the size of the array is a power of two, the last bits of a cell's number are the cell's index, even if the
        # number is negative.
        size = 1 << (len(numbers) - 1).bit_length() if numbers else 0
        cells = np.zeros(size, np.int64)
        cells[np.arange(numbers.start, numbers.stop) & size - 1] = found
        return cells

    def reduced(self, t: Int64s, near: Int64s, moved: Int64s) -> Int64s:
        """Moves instants by multiples of 400 years into the years that the table covers.

        ``moved`` receives these multiples, and ``near`` receives ``t - moved``. The table's unit must not be the
        nanosecond, because 400 years in nanoseconds do not fit in int64.
        """
        cycle = CYCLE * self.unit
        np.floor_divide(t, cycle, out=moved)
        if self.musl:
            # Instants up to the end of 1970 are moved to years before 1970. Later ones must not be moved into 1970.
            from_1971 = year_start(1971) * self.unit
            before = t < from_1971
            moved += before
            moved -= ~before & (t - moved * cycle < from_1971)
        np.multiply(moved, cycle, out=moved)
        return np.subtract(t, moved, out=near)

    def search(self, seconds: Int64s) -> Bools:
        """For a table in seconds, whether the larger UTC offset is in force at each instant. Slow, but never fails."""
        near = self.reduced(seconds, np.empty_like(seconds), np.empty_like(seconds))
        after: Places = self.points.at.searchsorted(near, side="right")
        odd: Bools = after & 1 == 1
        return ~odd if self.points.upper else odd


@lru_cache(maxsize=128)
def table_of(calculator: Calculator, unit: int) -> Table:
    """A clock's table. The calculator is the key of the cache, because hashing a clock takes 20 microseconds."""
    return Table(calculator, unit)


assert year_of(INT64_MIN // 10**9) == _YEARS_NS[0]  # noqa: S101 - the window covers datetime64[ns]
assert year_of(INT64_MAX // 10**9) == _YEARS_NS[1] - 1  # noqa: S101
