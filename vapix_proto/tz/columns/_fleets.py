"""Calculates results for a column of times in which every row has its own TZ string.

Each distinct string is parsed once. The tables of all zones are then joined into one flat table, with cells of equal
length, so that each row needs only one more lookup than in a column with a single zone.
"""

from __future__ import annotations

import numpy as np

from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.columns._arguments import Times
from vapix_proto.tz.columns._chunks import chunk, shared
from vapix_proto.tz.columns._numpy_kernels import CHUNK, Plain, plain
from vapix_proto.tz.columns._operations import NAT, Job, Local, Offset
from vapix_proto.tz.columns._stacked_tables import Stack, stacked
from vapix_proto.tz.columns._tables import INT64_MAX, INT64_MIN

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._types import Array, Codes, Int64s, Places


#: The years that tables cover if a column spans more than 400 years; rows outside them are processed zone by zone.
_YEARS = (1900, 2100)


def sweep_fleet(
    kind: type[Job],
    calculators: tuple[Calculator, ...],
    codes: Codes,
    times: Times,
    out: Array,
    threads: int = 1,
    makers: Callable[[], Plain] = plain,
) -> None:
    """Runs a job (``Local``, ``Offset`` or ``IsDst``) on rows of different zones.

    ``codes`` has the index of each row's calculator. Results are written to ``out``, which is in C order and stores
    times as integers. Each thread calls ``makers`` for its kernels, the functions that calculate results for one chunk.
    """
    if out.size == 0:
        return
    t, flat = np.ascontiguousarray(times.filled(lambda: 0), np.int64).reshape(-1), out.reshape(-1)
    low, high, nat = _bounds(t, times.has_nat)
    stack = stacked(calculators, times.unit, _years(low, high, times.unit))
    fleet = _Fleet(kind, stack, times.has_nat)
    do = fleet.inside if stack.low <= low and high <= stack.high and not nat else fleet.rows
    flat_codes = codes.reshape(-1)

    def rows(low: int, high: int) -> None:
        kernel = makers()
        for first in range(low, high, CHUNK):
            some = slice(first, min(first + CHUNK, high))
            do(kernel, t[some], flat_codes[some], flat[some], first)

    shared(rows, len(t), threads)


def _bounds(t: Int64s, has_nat: bool) -> tuple[int, int, bool]:
    """A column's earliest and latest instants, and whether it contains NaT."""
    low, high, nat = INT64_MAX, INT64_MIN, False
    for first in range(0, len(t), CHUNK):
        some = t[first : first + CHUNK]
        least, most = int(np.minimum.reduce(some)), int(np.maximum.reduce(some))
        if has_nat and least == NAT:
            nat = True
            some = some[some != NAT]
            if not len(some):
                continue
            least = int(np.minimum.reduce(some))
        low, high = min(low, least), max(high, most)
    return low, high, nat


def _years(low: int, high: int, unit: int) -> tuple[int, int]:
    """The years that a column spans, extended to whole decades. Tables for them probably suit the next column, too."""
    if low > high:
        return _YEARS
    first, last = year_of(low // unit) // 10 * 10, year_of(high // unit) // 10 * 10 + 10
    return (first, last) if last - first <= 400 else _YEARS


class _Fleet:
    """Runs a job on rows of many zones, chunk by chunk; ``first`` is the index of a chunk's first row."""

    def __init__(self, kind: type[Job], stack: Stack, has_nat: bool) -> None:
        self.kind, self.stack, self.has_nat = kind, stack, has_nat

    def rows(self, kernel: Plain, t: Int64s, codes: Codes, out: Array, first: int) -> None:
        """Runs the job on rows, whatever their times."""
        stack = self.stack
        low, high = kernel.bounds(t)
        if stack.low <= low and high <= stack.high:
            self.inside(kernel, t, codes, out, first)
        elif self.has_nat and low == NAT:
            none = t == NAT
            self.rows(kernel, np.where(none, np.clip(0, stack.low, stack.high), t), codes, out, first)
            np.copyto(out, self.kind.nat, where=none)
        else:
            self.one_by_one(kernel, t, codes, out, np.arange(len(t)), first)

    def inside(self, kernel: Plain, t: Int64s, codes: Codes, out: Array, first: int) -> None:
        """Runs the job on rows whose times all lie within the years of the stack's tables."""
        # The results may overwrite the column, so the elements that are still needed are copied.
        alone = np.empty(0, np.intp) if self.stack.odd is None else self.stack.odd.take(codes).nonzero()[0]
        kept = t[alone]
        # The codes are converted once, not in every lookup.
        wide = kernel.near[: len(t)]
        np.copyto(wide, codes)
        if self.kind is Local:
            kernel.fleet_local(t, wide, self.stack, out)
        elif self.kind is Offset:
            kernel.fleet_utoff(t, wide, self.stack, out)
        else:
            kernel.fleet_isdst(t, wide, self.stack, out)
        if len(alone):
            self.one_by_one(kernel, kept, codes[alone], out, alone, first)

    def one_by_one(self, kernel: Plain, t: Int64s, codes: Codes, out: Array, places: Places, first: int) -> None:
        """Runs the job zone by zone. The result for element i of ``t`` and ``codes`` goes to ``out[places[i]]``."""
        order = codes.argsort(kind="stable")
        ordered = codes[order]
        begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])).tolist()
        results = np.empty(len(t), out.dtype)
        for begin, end in zip(begins, [*begins[1:], len(t)], strict=True):
            rows = order[begin:end]
            job = self.kind(self.stack.calculators[ordered[begin]], self.stack.unit, self.has_nat)
            job.rows = places[rows] + first
            part = np.empty(len(rows), out.dtype)
            chunk(job, kernel, t[rows], (part,), 0)
            results[rows] = part
        out[places] = results
