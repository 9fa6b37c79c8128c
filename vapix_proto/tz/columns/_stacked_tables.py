"""The tables of many zones (see ``_tables``), one after another in one flat table, all with the same cell length."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.columns._tables import EDGE, INT64_MAX, INT64_MIN, Offsets, cells_of, points_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._types import Int64s

#: The maximum total number of cells for all zones; that many take up 16 MiB.
_CELLS_MAX = 2**21
#: If each cell of a zone must cover less than 2**18 seconds (three days), the zone gets a table of its own.
_SHIFT_MIN = 18


class Stack:
    """The tables (``Table``) of several zones, one after another.

    Attributes:
        calculators: The calculators of the zones' clocks.
        unit: How many of the columns' units make up a second.
        low: The first instant that the tables cover, in the unit.
        high: The last instant that they cover, in the unit.
        shift: In every zone, an instant shifted right by this many bits is the number of its cell.
        cells: The cells of all zones, as in ``Table``.
        base: For each zone, what to add to a cell's number to get its index in ``cells``.
        ahead: For each zone, the greater of its two UTC offsets, in the unit; ``ahead32`` gives it in seconds.
        step: For each zone, the difference between its two UTC offsets, in the unit; ``step32`` gives it in seconds.
        one_step: The step that all zones with transitions share; None if their steps differ.
        dst_ahead: For each zone, whether daylight saving time has the greater offset.
        odd: For each zone, whether it needs a table of its own; None if no zone does.
    """

    def __init__(self, calculators: tuple[Calculator, ...], unit: int, years: tuple[int, int]) -> None:
        self.calculators, self.unit = calculators, unit
        offsets = [Offsets(calculator) for calculator in calculators]
        # A rule's transition may fall in a neighbouring year, so the years next to the window are needed, too.
        points = [points_of(calculator, years[0] - 1, years[1] + 1) for calculator in calculators]
        for offset, point in zip(offsets, points, strict=True):
            if not len(point.at) and not point.upper:
                # The only offset of a clock without transitions counts as the greater one, so that no step is needed.
                offset.ahead, offset.dst_ahead, point.upper = offset.behind, not offset.dst_ahead, True
        self.ahead32 = np.array([each.ahead for each in offsets], np.int32)
        self.step32 = np.array([each.ahead - each.behind for each in offsets], np.int32)
        self.dst_ahead = np.array([each.dst_ahead for each in offsets], np.bool_)
        self.ahead, self.step = self.ahead32.astype(np.int64) * unit, self.step32.astype(np.int64) * unit
        self.low = max(year_start(years[0]) * unit, INT64_MIN + EDGE * unit)
        self.high = min(year_start(years[1]) * unit - 1, INT64_MAX - EDGE * unit)
        steps: list[int] = self.step.tolist()
        shifts = np.array([each.shift(unit, step) for each, step in zip(points, steps, strict=True)], np.int64)
        least = _SHIFT_MIN + (unit - 1).bit_length()
        odd = shifts < least
        self.shift = int(min(shifts[~odd], default=least))
        first, last = self.low >> self.shift, self.high >> self.shift
        width = last - first + 1
        if width * len(calculators) > _CELLS_MAX:
            odd[:] = True
        self.odd = odd if odd.any() else None
        starts = np.arange(first, last + 1, dtype=np.int64) << self.shift
        rows: list[Int64s] = []
        self.base = np.zeros(len(calculators), np.int64)
        # A zone that needs a table of its own has no cells here, so its index can point to any cells.
        for index in np.flatnonzero(~odd).tolist():
            self.base[index] = len(rows) * width
            rows.append(cells_of(points[index].in_unit(unit), starts, 1 << self.shift, steps[index]))
        self.base -= first
        self.cells = np.concatenate(rows) if rows else np.zeros(width, np.int64)
        changing = {step for each, step, alone in zip(points, steps, odd, strict=True) if len(each.at) and not alone}
        self.one_step = None if len(changing) > 1 else max(changing, default=0)


@lru_cache(maxsize=4)
def stacked(calculators: tuple[Calculator, ...], unit: int, years: tuple[int, int]) -> Stack:
    """The ``Stack`` for these clocks; the four stacks used most recently are cached."""
    return Stack(calculators, unit, years)
