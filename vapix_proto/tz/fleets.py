"""Columns of times of a fleet: every row has a TZ string of its own.

Each distinct string is parsed once. The tables of all its zones then stand one after another in one flat table, with
stretches of one length, so that a row costs one look-up more than with a single zone.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.arguments import Times, checked_out, checked_threads, times_of
from vapix_proto.tz.buckets import EDGE, INT64_MAX, INT64_MIN, Offsets, cells_of, points_of, shift_of, table_of
from vapix_proto.tz.calendar import year_of, year_start
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.jobs import NAT, IsDst, Job, Local, Offset
from vapix_proto.tz.kernels import CHUNK, Plain, plain
from vapix_proto.tz.model import US_RULES, PosixTimeZone
from vapix_proto.tz.names import coded
from vapix_proto.tz.parser import parse
from vapix_proto.tz.readings import Reading
from vapix_proto.tz.readings import reading as _reading
from vapix_proto.tz.sweeps import chunk, shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    import numpy.typing as npt

    from vapix_proto.tz.buckets import Int64s
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import ImpliedRules
    from vapix_proto.tz.names import Codes

    Array: TypeAlias = npt.NDArray[Any]

__all__ = ["Stack", "isdst_by_name", "parsed", "stacked", "sweep_fleet", "to_local_by_name", "utoff_by_name"]

#: Cells of all zones together: 16 MiB.
_CELLS_MAX = 2**21
#: Zones that need shorter stretches than 2**18 seconds, three days, go one by one.
_SHIFT_MIN = 18
#: The years of the tables where the column has instants of more than 400 years; rows of others go zone by zone.
_YEARS = (1900, 2100)


class Stack:
    """The tables of zones, one after another.

    Attributes:
        zones: The zones.
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
        "cells",
        "dst_ahead",
        "high",
        "implied_rules",
        "low",
        "odd",
        "one_step",
        "reading",
        "shift",
        "step",
        "step32",
        "unit",
        "zones",
    )

    def __init__(
        self,
        zones: tuple[PosixTimeZone, ...],
        reading: Reading,
        implied_rules: ImpliedRules,
        unit: int,
        years: tuple[int, int],
    ) -> None:
        self.zones, self.reading, self.implied_rules, self.unit = zones, reading, implied_rules, unit
        clocks = [zone.clock(reading=reading, implied_rules=implied_rules) for zone in zones]
        offsets = [Offsets(clock) for clock in clocks]
        self.ahead32 = np.array([each.ahead for each in offsets], np.int32)
        self.step32 = np.array([each.ahead - each.behind for each in offsets], np.int32)
        self.dst_ahead = np.array([each.dst_ahead for each in offsets], np.bool_)
        self.ahead, self.step = self.ahead32.astype(np.int64) * unit, self.step32.astype(np.int64) * unit
        self.low = max(year_start(years[0]) * unit, INT64_MIN + EDGE * unit)
        self.high = min(year_start(years[1]) * unit - 1, INT64_MAX - EDGE * unit)
        # Points of the year before and the year after: some rules reach over New Year.
        points = [points_of(clock, years[0] - 1, years[1] + 1) for clock in clocks]
        shifts = np.array(
            [shift_of(p.apart() * unit, step) for p, step in zip(points, self.step.tolist(), strict=True)], np.int64
        )
        least = _SHIFT_MIN + (unit - 1).bit_length()
        odd = shifts < least
        self.shift = int(min(shifts[~odd], default=least))
        self.shift = min(self.shift, 22 + (unit - 1).bit_length())
        width = (self.high >> self.shift) - (self.low >> self.shift) + 1
        if width * len(zones) > _CELLS_MAX:
            odd[:] = True
        self.odd = odd if odd.any() else None
        starts = np.arange(self.low >> self.shift, (self.high >> self.shift) + 1, dtype=np.int64) << self.shift
        rows, steps = [], set()
        self.base = np.zeros(len(zones), np.int64)
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

    def job(self, kind: type[Job], code: int, has_nat: bool) -> Job:
        """The job of one zone."""
        zone = self.zones[code]
        tables = [table_of(zone, self.reading, self.implied_rules, unit) for unit in (self.unit, 1)]
        return kind(tables[0], tables[1], has_nat)


@lru_cache(maxsize=4)
def stacked(
    zones: tuple[PosixTimeZone, ...],
    reading: Reading,
    implied_rules: ImpliedRules,
    unit: int,
    years: tuple[int, int],
) -> Stack:
    """The stack of some zones; the last few are kept."""
    return Stack(zones, reading, implied_rules, unit, years)


@lru_cache(maxsize=4096)
def parsed(text: str, dialect: Dialect | str) -> PosixTimeZone:
    """The zone of a string; those last used are kept."""
    return parse(text, dialect)


def sweep_fleet(
    kind: type[Job],
    zones: tuple[PosixTimeZone, ...],
    codes: Codes,
    times: Times,
    out: Array,
    reading: Reading,
    implied_rules: ImpliedRules,
    threads: int = 1,
) -> None:
    """Does a job for rows of different zones.

    Args:
        kind: What to do: ``Local``, ``Offset`` or ``IsDst``.
        zones: The zones.
        codes: For every row the number of its zone.
        times: The instants.
        out: Where the results go, with integers for times.
        reading: How to read all zones.
        implied_rules: What to imply for those without rules.
        threads: How many to use at the most.
    """
    if out.size == 0:
        return
    t, flat = np.ascontiguousarray(times.values, np.int64).reshape(-1), out.reshape(-1)
    stack = stacked(zones, reading, implied_rules, times.unit, _years(t, times))
    flat_codes = codes.reshape(-1)

    def rows(low: int, high: int) -> None:
        kernel = plain()
        for first in range(low, high, CHUNK):
            some = slice(first, min(first + CHUNK, high))
            _rows(kind, stack, kernel, t[some], flat_codes[some], flat[some], first, times.has_nat)

    shared(rows, len(t), threads)


def _years(t: Int64s, times: Times) -> tuple[int, int]:
    """The decades of a column; whole ones, so that the next column is likely to have the same."""
    low, high = INT64_MAX, INT64_MIN
    for first in range(0, len(t), CHUNK):
        some = t[first : first + CHUNK]
        if times.has_nat and int(some.min()) == NAT:
            some = some[some != NAT]
        if len(some):
            low, high = min(low, int(some.min())), max(high, int(some.max()))
    if low > high:
        return _YEARS
    first, last = year_of(low // times.unit) // 10 * 10, year_of(high // times.unit) // 10 * 10 + 10
    return (first, last) if last - first <= 400 else _YEARS


def _rows(
    kind: type[Job], stack: Stack, kernel: Plain, t: Int64s, codes: Codes, out: Array, first: int, has_nat: bool
) -> None:
    low, high = kernel.bounds(t)
    if low < stack.low or high > stack.high:
        if not (has_nat and low == NAT):
            _one_by_one(kind, stack, kernel, t, codes, out, np.arange(len(t)), first, has_nat)
            return
        none = t == NAT
        _rows(kind, stack, kernel, np.where(none, np.clip(0, stack.low, stack.high), t), codes, out, first, has_nat)
        np.copyto(out, kind.nat, where=none)
        return
    # The column may be where the results go: what is still needed of it is kept.
    alone = None if stack.odd is None else stack.odd.take(codes).nonzero()[0]
    kept = None if alone is None else t[alone]
    _KERNELS[kind](kernel, stack, t, codes, out)
    if alone is not None and kept is not None and len(alone):
        _one_by_one(kind, stack, kernel, kept, codes[alone], out, alone, first, has_nat)


def _one_by_one(
    kind: type[Job],
    stack: Stack,
    kernel: Plain,
    t: Int64s,
    codes: Codes,
    out: Array,
    places: npt.NDArray[np.intp],
    first: int,
    has_nat: bool,
) -> None:
    """Rows zone by zone: ``t`` and ``codes`` are those of the rows at ``places`` of ``out``."""
    order = codes.argsort(kind="stable")
    ordered = codes[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    results = np.empty(len(t), out.dtype)
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(t)], strict=True):
        rows = order[begin:end]
        job = stack.job(kind, int(ordered[begin]), has_nat)
        job.rows = places[rows] + first
        part = np.empty(len(rows), out.dtype)
        chunk(job, kernel, t[rows], (part,), 0)
        results[rows] = part
    out[places] = results


def _differences(kernel: Plain, stack: Stack, t: Int64s, codes: Codes) -> Int64s:
    numbers, found = kernel.numbers[: len(t)], kernel.wide[: len(t)]
    np.right_shift(t, stack.shift, out=numbers)
    stack.base.take(codes, mode="wrap", out=found)
    np.add(numbers, found, out=numbers)
    stack.cells.take(numbers, mode="wrap", out=found)
    return np.subtract(t, found, out=found)


def _local(kernel: Plain, stack: Stack, t: Int64s, codes: Codes, out: Int64s) -> None:
    found, more = _differences(kernel, stack, t, codes), kernel.numbers[: len(t)]
    np.right_shift(found, 63, out=found)
    if stack.one_step is None:
        np.bitwise_and(found, stack.step.take(codes, mode="wrap", out=more), out=found)
    else:
        np.bitwise_and(found, stack.one_step, out=found)
    stack.ahead.take(codes, mode="wrap", out=more)
    np.subtract(more, found, out=found)
    np.add(t, found, out=out)


def _offset(kernel: Plain, stack: Stack, t: Int64s, codes: Codes, out: npt.NDArray[np.int32]) -> None:
    lower = np.less(_differences(kernel, stack, t, codes), 0, out=kernel.mask[: len(t)])
    less = kernel.narrow[: len(t)]
    if stack.one_step is None:
        np.multiply(lower, stack.step32.take(codes, mode="wrap", out=less), out=less)
    else:
        np.multiply(lower, np.int32(stack.one_step // stack.unit), out=less)
    stack.ahead32.take(codes, mode="wrap", out=out)
    np.subtract(out, less, out=out)


def _isdst(kernel: Plain, stack: Stack, t: Int64s, codes: Codes, out: npt.NDArray[np.bool_]) -> None:
    upper = np.greater_equal(_differences(kernel, stack, t, codes), 0, out=kernel.mask[: len(t)])
    stack.dst_ahead.take(codes, mode="wrap", out=out)
    np.equal(upper, out, out=out)


_KERNELS: dict[type[Job], Any] = {Local: _local, Offset: _offset, IsDst: _isdst}


def _by_name(
    kind: type[Job],
    names: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    dialect: Dialect | str,
    reading: Reading | str,
    implied_rules: ImpliedRules,
    out: Array | None,
    threads: int,
) -> Any:  # noqa: ANN401
    times = times_of(t)
    checked_threads(threads)
    if times.held is not None and out is not None:
        raise TypeError("out is for arrays of NumPy only")
    distinct, codes = coded(names)
    if codes.shape != times.shape:
        raise ValueError(f"names have the shape {codes.shape}, the times {times.shape}")
    zones = tuple([_zone(text, number, codes, dialect) for number, text in enumerate(distinct)])
    dtype = times.dtype if kind is Local else np.dtype(np.int32 if kind is Offset else np.bool_)
    result = checked_out(out, "out", times.shape, dtype)
    # Results go straight to an array of the plain layout; to others, or where reading comes after writing, by a copy.
    straight = out is None or (
        result.flags.c_contiguous
        and result.dtype.isnative
        and not (np.may_share_memory(result, times.values) and result.ctypes.data != times.values.ctypes.data)
    )
    target = result if straight else np.empty(times.shape, dtype)
    if times.held is not None and times.held.nulls is not None:
        times.values = np.where(times.held.nulls, 0, times.values)
    integers = target.view(np.int64) if dtype.kind == "M" else target
    sweep_fleet(kind, zones, codes, times, integers, _reading(reading), implied_rules, threads)
    if not straight:
        result[...] = target
    if times.held is not None:
        return times.held.give(result)
    return result[()] if out is None and result.ndim == 0 else result


def _zone(text: object, number: int, codes: Codes, dialect: Dialect | str) -> PosixTimeZone:
    try:
        if not isinstance(text, str):
            raise TypeError(f"a TZ string is needed, not {type(text).__name__}")  # noqa: TRY301 - as parse() would
        return parsed(text, dialect)
    except (TypeError, ValueError) as error:
        rows = np.flatnonzero(codes.reshape(-1) == number)
        if not len(rows):
            # A string of the dictionary that no row uses may be anything.
            return parsed("UTC0", VAPIX)
        error.add_note(f"the TZ string of row {rows[0]}")
        raise


def to_local_by_name(
    names: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: Array | None = None,
    threads: int = 1,
) -> Any:  # noqa: ANN401
    """What the clocks of a fleet show, each row with its own TZ string.

    Args:
        names: TZ strings, of the shape of ``t``: an array of NumPy (of objects or strings), Arrow or polars (plain or of
            a dictionary, which is faster), a pandas Series or Categorical, or a list.
        t: Instants, as for ``columns.to_local``.
        dialect: Of the strings.
        reading: See ``columns``.
        implied_rules: See ``columns``.
        out: See ``columns``.
        threads: See ``columns``.

    Returns:
        As ``columns.to_local``.

    Raises:
        ParseError: A string that is none of the dialect; a note says in which row.
        TypeError: A row without a string, or as ``columns.to_local``.
        ValueError: Not as many strings as instants, or as ``columns.to_local``.
        OverflowError: As ``columns.to_local``.
    """
    return _by_name(Local, names, t, dialect, reading, implied_rules, out, threads)


def utoff_by_name(
    names: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.int32] | None = None,
    threads: int = 1,
) -> Any:  # noqa: ANN401
    """Seconds east of UTC of the clocks of a fleet, int32; arguments and errors as for ``to_local_by_name``."""
    return _by_name(Offset, names, t, dialect, reading, implied_rules, out, threads)


def isdst_by_name(
    names: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.bool_] | None = None,
    threads: int = 1,
) -> Any:  # noqa: ANN401
    """Whether the clocks of a fleet are in daylight saving time; arguments and errors as for ``to_local_by_name``."""
    return _by_name(IsDst, names, t, dialect, reading, implied_rules, out, threads)
