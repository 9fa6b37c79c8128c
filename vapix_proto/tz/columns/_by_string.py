"""The functions for a column of times in which every row has its own TZ string."""

from __future__ import annotations

from typing import overload

import numpy as np

from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._answers import apart, kernels_of
from vapix_proto.tz.columns._arguments import check_threads, integers, times_of
from vapix_proto.tz.columns._clocks import calculators_of
from vapix_proto.tz.columns._containers import check_labels
from vapix_proto.tz.columns._distinct_strings import coded
from vapix_proto.tz.columns._fleets import sweep_fleet
from vapix_proto.tz.columns._operations import IsDst, Job, Local, Offset
from vapix_proto.tz.dialect import VAPIX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.columns._types import (
        Array,
        Bools,
        Column,
        ColumnOfTimes,
        Dates,
        Flags_co,
        HowByString,
        Int32s,
        Int64s,
        Invalid,
        Numbers,
        Numbers_co,
        PandasIndex,
        PandasSeries,
        Strings,
        Times,
    )
    from vapix_proto.tz.dialect import Dialect


def _by_string(
    kind: type[Job],
    strings: object,
    t: object,
    dialect: Dialect | str,
    invalid: Invalid,
    reading: Reading | ReadingName,
    implied_rules: ImpliedRules | None,
    out: Array | None,
    threads: int,
    compiled: bool,
) -> Any:
    times = times_of(t)
    makers = kernels_of(compiled)
    check_threads(threads)
    distinct, codes = coded(strings)
    check_labels("the strings", strings, t)
    if codes.shape != times.shape:
        raise ValueError(f"the strings have shape {codes.shape}, but the times have shape {times.shape}")
    if invalid == "null" and kind is Local and not times.has_missing:
        raise ValueError('invalid="null" needs datetime64: integers have no NaT')
    calculators, without = calculators_of(distinct, codes, dialect, invalid, reading, implied_rules)
    times.leave_out(without)
    result = times.result(kind.dtype, out)
    times.values = apart(times.values, result)
    straight = result.flags.c_contiguous and result.dtype.isnative
    target = result if straight else np.empty(times.shape, result.dtype.newbyteorder("="))
    sweep_fleet(kind, calculators, codes, times, integers(target), threads, makers)
    if without is not None:
        np.copyto(integers(target), kind.nat, where=without)
    if not straight:
        result[...] = target
    return times.give(result, out)


@overload
def to_local_by_string(strings: Strings, t: ColumnOfTimes, **how: Unpack[HowByString]) -> ColumnOfTimes: ...
@overload
def to_local_by_string(
    strings: Strings, t: Dates, *, out: Dates | None = None, **how: Unpack[HowByString]
) -> Dates: ...
@overload
def to_local_by_string(
    strings: Strings, t: Numbers, *, out: Int64s | None = None, **how: Unpack[HowByString]
) -> Int64s: ...
def to_local_by_string(
    strings: Strings,
    t: object,
    *,
    dialect: Dialect | str = VAPIX,
    invalid: Invalid = "raise",
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """The local times of a fleet of clocks, where each row has its own TZ string.

    Args:
        strings: TZ strings, with the same shape as ``t``: a NumPy array (of objects or strings), an Arrow array or
            polars Series (plain, or dictionary-encoded, which is faster), a pandas Series or Categorical, or a list.
        t: Instants, as for ``columns.to_local``.
        dialect: The dialect of the strings.
        invalid: What to do with a row whose string is missing or invalid: "raise" raises an error; "null" gives the
            row the same result as an instant that is NaT or null. If the local times are NumPy or pandas integers,
            "null" is refused, because integers have no NaT.
        reading: As for ``zone.clock``.
        implied_rules: As for ``zone.clock``.
        out: The array for the result.
        threads: How many threads may work on a column that has millions of elements.
        compiled: Whether to use machine code compiled by numba.

    Returns:
        As for ``columns.to_local``.

    Raises:
        ParseError: With ``invalid="raise"``, a string is not valid in the dialect; a note names the row.
        TypeError: As for ``columns.to_local``; also if a row holds something other than a string, or if its string is
            missing and ``invalid`` is "raise".
        ValueError: As for ``columns.to_local``; also if the strings and the instants differ in shape or are pandas
            Series with different indexes, ``invalid`` is "null" although the local times are integers, ``invalid`` is
            an unknown option, or the reading refuses a string (a note names the row).
        OverflowError: As for ``columns.to_local``.
    """
    return _by_string(Local, strings, t, dialect, invalid, reading, implied_rules, out, threads, compiled)


@overload
def utoff_by_string(strings: Strings, t: PandasSeries[Any, Numbers_co], **how: Unpack[HowByString]) -> Numbers_co: ...
@overload
def utoff_by_string(strings: Strings, t: PandasIndex, **how: Unpack[HowByString]) -> Int32s: ...
@overload
def utoff_by_string(strings: Strings, t: Column, **how: Unpack[HowByString]) -> Column: ...
@overload
def utoff_by_string(strings: Strings, t: Times, *, out: Int32s | None = None, **how: Unpack[HowByString]) -> Int32s: ...
def utoff_by_string(
    strings: Strings,
    t: object,
    *,
    dialect: Dialect | str = VAPIX,
    invalid: Invalid = "raise",
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """A fleet's UTC offsets in seconds east of UTC (int32); arguments and errors as in ``to_local_by_string``."""
    return _by_string(Offset, strings, t, dialect, invalid, reading, implied_rules, out, threads, compiled)


@overload
def isdst_by_string(strings: Strings, t: PandasSeries[Flags_co, Any], **how: Unpack[HowByString]) -> Flags_co: ...
@overload
def isdst_by_string(strings: Strings, t: PandasIndex, **how: Unpack[HowByString]) -> Bools: ...
@overload
def isdst_by_string(strings: Strings, t: Column, **how: Unpack[HowByString]) -> Column: ...
@overload
def isdst_by_string(strings: Strings, t: Times, *, out: Bools | None = None, **how: Unpack[HowByString]) -> Bools: ...
def isdst_by_string(
    strings: Strings,
    t: object,
    *,
    dialect: Dialect | str = VAPIX,
    invalid: Invalid = "raise",
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """Whether a fleet's clocks show daylight saving time; arguments and errors as in ``to_local_by_string``."""
    return _by_string(IsDst, strings, t, dialect, invalid, reading, implied_rules, out, threads, compiled)
