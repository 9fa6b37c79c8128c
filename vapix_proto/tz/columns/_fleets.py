"""Columns of times of a fleet: every row has a TZ string of its own.

Each distinct string is parsed once. The tables of all its zones then stand one after another in one flat table, with
stretches of one length, so that a row costs one look-up more than with a single zone.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.clock.readings import reading as _reading
from vapix_proto.tz.columns._arguments import Times, checked_out, checked_threads, kernels_of, times_of
from vapix_proto.tz.columns._chunks import chunk, shared
from vapix_proto.tz.columns._distinct_strings import coded
from vapix_proto.tz.columns._numpy_kernels import CHUNK, Plain, plain
from vapix_proto.tz.columns._operations import NAT, IsDst, Job, Local, Offset
from vapix_proto.tz.columns._stacked_tables import Stack, stacked
from vapix_proto.tz.columns._tables import INT64_MAX, INT64_MIN, table_of
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import US_RULES, plain_rules
from vapix_proto.tz.parser import parse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    import numpy.typing as npt

    from vapix_proto.tz.aliases import ImpliedRules
    from vapix_proto.tz.columns._distinct_strings import Codes
    from vapix_proto.tz.columns._tables import Int64s
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone

    Array: TypeAlias = npt.NDArray[Any]

__all__ = ["isdst_by_string", "parsed", "sweep_fleet", "to_local_by_string", "utoff_by_string"]

#: The years of the tables where the column has instants of more than 400 years; rows of others go zone by zone.
_YEARS = (1900, 2100)


def parsed(text: str, dialect: Dialect | str) -> PosixTimeZone:
    """The zone of a string; those last used are kept."""
    return _parsed(str.__str__(text), _dialect(dialect))


_parsed = lru_cache(maxsize=4096)(parse)


def sweep_fleet(
    kind: type[Job],
    zones: tuple[PosixTimeZone, ...],
    codes: Codes,
    times: Times,
    out: Array,
    reading: Reading,
    implied_rules: ImpliedRules,
    threads: int = 1,
    makers: Callable[[], Plain] = plain,
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
        makers: Gives the calculations to a thread.
    """
    if out.size == 0:
        return
    t, flat = np.ascontiguousarray(times.values, np.int64).reshape(-1), out.reshape(-1)
    low, high, nat = _bounds(t, times.has_nat)
    stack = stacked(zones, reading, plain_rules(implied_rules), times.unit, _years(low, high, times.unit))
    inside = stack.low <= low and high <= stack.high and not nat
    flat_codes = codes.reshape(-1)

    def rows(low: int, high: int) -> None:
        kernel = makers()
        for first in range(low, high, CHUNK):
            some = slice(first, min(first + CHUNK, high))
            if inside:
                _inside(kind, stack, kernel, t[some], flat_codes[some], flat[some], first, times.has_nat)
            else:
                _rows(kind, stack, kernel, t[some], flat_codes[some], flat[some], first, times.has_nat)

    shared(rows, len(t), threads)


def _bounds(t: Int64s, has_nat: bool) -> tuple[int, int, bool]:
    """The least and the greatest instant of a column, and whether there is a NaT."""
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
    """The decades of a column; whole ones, so that the next column is likely to have the same."""
    if low > high:
        return _YEARS
    first, last = year_of(low // unit) // 10 * 10, year_of(high // unit) // 10 * 10 + 10
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
    _inside(kind, stack, kernel, t, codes, out, first, has_nat)


def _inside(
    kind: type[Job], stack: Stack, kernel: Plain, t: Int64s, codes: Codes, out: Array, first: int, has_nat: bool
) -> None:
    """Rows in the window of the tables."""
    # The column may be where the results go: what is still needed of it is kept.
    alone = None if stack.odd is None else stack.odd.take(codes).nonzero()[0]
    kept = None if alone is None else t[alone]
    # Converted once, and not in every look-up.
    wide = kernel.near[: len(t)]
    np.copyto(wide, codes)
    if kind is Local:
        kernel.fleet_local(t, wide, stack, out)
    elif kind is Offset:
        kernel.fleet_utoff(t, wide, stack, out)
    else:
        kernel.fleet_isdst(t, wide, stack, out)
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
        zone = stack.zones[ordered[begin]]
        of_units = [table_of(zone, stack.reading, stack.implied_rules, unit) for unit in (stack.unit, 1)]
        job = kind(of_units[0], of_units[1], has_nat)
        job.rows = places[rows] + first
        part = np.empty(len(rows), out.dtype)
        chunk(job, kernel, t[rows], (part,), 0)
        results[rows] = part
    out[places] = results


def _by_string(
    kind: type[Job],
    names: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    dialect: Dialect | str,
    reading: Reading | str,
    implied_rules: ImpliedRules,
    out: Array | None,
    threads: int,
    compiled: bool,
) -> Any:  # noqa: ANN401
    times = times_of(t)
    makers = kernels_of(compiled)
    checked_threads(threads)
    if times.held is not None and out is not None:
        raise TypeError("out is for arrays of NumPy only")
    distinct, codes = coded(names)
    if codes.shape != times.shape:
        raise ValueError(f"strings have the shape {codes.shape}, the times {times.shape}")
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
    sweep_fleet(kind, zones, codes, times, integers, _reading(reading), implied_rules, threads, makers)
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


def to_local_by_string(
    strings: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """What the clocks of a fleet show, each row with its own TZ string.

    Args:
        strings: TZ strings, of the shape of ``t``: an array of NumPy (of objects or strings), Arrow or polars (plain or
            of a dictionary, which is faster), a pandas Series or Categorical, or a list.
        t: Instants, as for ``columns.to_local``.
        dialect: Of the strings.
        reading: See ``columns``.
        implied_rules: See ``columns``.
        out: See ``columns``.
        threads: See ``columns``.
        compiled: See ``columns``.

    Returns:
        As ``columns.to_local``.

    Raises:
        ParseError: A string that is none of the dialect; a note says in which row.
        TypeError: A row without a string, or as ``columns.to_local``.
        ValueError: Not as many strings as instants, or as ``columns.to_local``.
        OverflowError: As ``columns.to_local``.
    """
    return _by_string(Local, strings, t, dialect, reading, implied_rules, out, threads, compiled)


def utoff_by_string(
    strings: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.int32] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """Seconds east of UTC of the clocks of a fleet, int32; arguments and errors as for ``to_local_by_string``."""
    return _by_string(Offset, strings, t, dialect, reading, implied_rules, out, threads, compiled)


def isdst_by_string(
    strings: Any,  # noqa: ANN401
    t: Any,  # noqa: ANN401
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.bool_] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """Whether the clocks of a fleet are in daylight saving time; arguments and errors as for ``to_local_by_string``."""
    return _by_string(IsDst, strings, t, dialect, reading, implied_rules, out, threads, compiled)
