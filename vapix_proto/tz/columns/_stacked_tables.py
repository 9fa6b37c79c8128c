"""The tables of many zones, one after another in one flat table, with stretches of one length: see ``_tables``."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.columns._tables import EDGE, INT64_MAX, INT64_MIN, Offsets, cells_of, points_of, shift_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._tables import Int64s

__all__ = ["Stack", "stacked"]

#: Cells of all zones together: 16 MiB.
_CELLS_MAX = 2**21
#: Zones that need shorter stretches than 2**18 seconds, three days, go one by one.
_SHIFT_MIN = 18


class Stack:
    """The tables of zones, one after another.

    Attributes:
        calculators: Those of the zones' clocks.
        unit: How many of the columns' unit make a second.
        low: The first instant of the window, in the unit.
        high: Its last.
        shift: As in ``Table``, of all zones.
        cells: The cells of all.
        base: For every zone the place of the cell of number 0.
        ahead: Its greater offset, in the unit; ``ahead32`` in seconds.
        step: Its ``ahead - behind``, in the unit; ``step32`` in seconds.
        one_step: The step of all zones that change; None if they differ.
        dst_ahead: Whether its greater offset is that of daylight saving time.
        odd: Whether it must go alone; None if none must.
    """

    __slots__ = (
        "ahead",
        "ahead32",
        "base",
        "calculators",
        "cells",
        "dst_ahead",
        "high",
        "low",
        "odd",
        "one_step",
        "shift",
        "step",
        "step32",
        "unit",
    )

    def __init__(self, calculators: tuple[Calculator, ...], unit: int, years: tuple[int, int]) -> None:
        self.calculators, self.unit = calculators, unit
        offsets = [Offsets(calculator) for calculator in calculators]
        # Points of the year before and the year after: some rules reach over New Year.
        points = [points_of(calculator, years[0] - 1, years[1] + 1) for calculator in calculators]
        for offset, point in zip(offsets, points, strict=True):
            if not len(point.at) and not point.upper:
                # A clock that never changes has no step: it may stand at its greater offset for good.
                offset.ahead, offset.dst_ahead, point.upper = offset.behind, not offset.dst_ahead, True
        self.ahead32 = np.array([each.ahead for each in offsets], np.int32)
        self.step32 = np.array([each.ahead - each.behind for each in offsets], np.int32)
        self.dst_ahead = np.array([each.dst_ahead for each in offsets], np.bool_)
        self.ahead, self.step = self.ahead32.astype(np.int64) * unit, self.step32.astype(np.int64) * unit
        self.low = max(year_start(years[0]) * unit, INT64_MIN + EDGE * unit)
        self.high = min(year_start(years[1]) * unit - 1, INT64_MAX - EDGE * unit)
        shifts = np.array(
            [shift_of(p.apart() * unit, step) for p, step in zip(points, self.step.tolist(), strict=True)], np.int64
        )
        least = _SHIFT_MIN + (unit - 1).bit_length()
        odd = shifts < least
        self.shift = int(min(shifts[~odd], default=least))
        self.shift = min(self.shift, 22 + (unit - 1).bit_length())
        width = (self.high >> self.shift) - (self.low >> self.shift) + 1
        if width * len(calculators) > _CELLS_MAX:
            odd[:] = True
        self.odd = odd if odd.any() else None
        starts = np.arange(self.low >> self.shift, (self.high >> self.shift) + 1, dtype=np.int64) << self.shift
        rows: list[Int64s] = []
        steps: set[int] = set()
        self.base = np.zeros(len(calculators), np.int64)
        for index, each in enumerate(points):
            # A zone on its own needs no cells; those of the first row are as good as any.
            if not odd[index]:
                inside = np.abs(each.at) <= INT64_MAX // unit
                upper = each.upper ^ bool(np.count_nonzero(each.at < -(INT64_MAX // unit)) & 1)
                step = int(self.step[index])
                self.base[index] = len(rows) * width
                rows.append(cells_of(each.at[inside] * unit, upper, starts, 1 << self.shift, step))
                if len(each.at):
                    steps.add(step)
        self.base -= self.low >> self.shift
        self.cells = np.concatenate(rows) if rows else np.zeros(width, np.int64)
        self.one_step = steps.pop() if len(steps) == 1 else None if steps else 0


@lru_cache(maxsize=4)
def stacked(calculators: tuple[Calculator, ...], unit: int, years: tuple[int, int]) -> Stack:
    """The stack of some clocks; the last few are kept."""
    return Stack(calculators, unit, years)
