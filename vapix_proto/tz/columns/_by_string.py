"""Questions to the clocks of a fleet: every row has a TZ string of its own."""

from __future__ import annotations

from typing import overload

import numpy as np

from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._arguments import apart, checked_threads, integers, kernels_of, times_of
from vapix_proto.tz.columns._distinct_strings import coded
from vapix_proto.tz.columns._fleets import parsed, sweep_fleet
from vapix_proto.tz.columns._operations import IsDst, Job, Local, Offset
from vapix_proto.tz.dialect import VAPIX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias, Unpack

    import numpy.typing as npt

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.columns._distinct_strings import Codes
    from vapix_proto.tz.columns._types import (
        Column,
        Dates,
        Flags_co,
        HowByString,
        Int64s,
        Numbers,
        Numbers_co,
        PandasSeries,
        Strings,
        Times,
    )
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone

    Array: TypeAlias = npt.NDArray[Any]
    Bools: TypeAlias = npt.NDArray[np.bool_]
    Int32s: TypeAlias = npt.NDArray[np.int32]

__all__ = ["isdst_by_string", "to_local_by_string", "utoff_by_string"]


def _by_string(
    kind: type[Job],
    strings: object,
    t: object,
    dialect: Dialect | str,
    reading: Reading | ReadingName,
    implied_rules: ImpliedRules | None,
    out: Array | None,
    threads: int,
    compiled: bool,
) -> Any:  # noqa: ANN401
    times = times_of(t)
    makers = kernels_of(compiled)
    checked_threads(threads)
    distinct, codes = coded(strings)
    if codes.shape != times.shape:
        raise ValueError(f"strings have the shape {codes.shape}, the times {times.shape}")
    zones = [_zone(text, number, codes, dialect) for number, text in enumerate(distinct)]
    clocks = tuple([zone.clock(reading=reading, implied_rules=implied_rules) for zone in zones])
    result = times.result(kind.dtype, out)
    times.values = apart(times.values, result)
    straight = result.flags.c_contiguous and result.dtype.isnative
    target = result if straight else np.empty(times.shape, result.dtype.newbyteorder("="))
    sweep_fleet(kind, clocks, codes, times, integers(target), threads, makers)
    if not straight:
        result[...] = target
    return times.give(result, out)


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


@overload
def to_local_by_string(strings: Strings, t: Column, **how: Unpack[HowByString]) -> Column: ...
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
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
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
        ParseError: A string is not valid in the dialect; a note says in which row.
        TypeError: A row without a string, or as ``columns.to_local``.
        ValueError: Not as many strings as instants, or as ``columns.to_local``.
        OverflowError: As ``columns.to_local``.
    """
    return _by_string(Local, strings, t, dialect, reading, implied_rules, out, threads, compiled)


@overload
def utoff_by_string(strings: Strings, t: PandasSeries[Any, Numbers_co], **how: Unpack[HowByString]) -> Numbers_co: ...
@overload
def utoff_by_string(strings: Strings, t: Column, **how: Unpack[HowByString]) -> Column: ...
@overload
def utoff_by_string(strings: Strings, t: Times, *, out: Int32s | None = None, **how: Unpack[HowByString]) -> Int32s: ...
def utoff_by_string(
    strings: Strings,
    t: object,
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """Seconds east of UTC of the clocks of a fleet, int32; arguments and errors as for ``to_local_by_string``."""
    return _by_string(Offset, strings, t, dialect, reading, implied_rules, out, threads, compiled)


@overload
def isdst_by_string(strings: Strings, t: PandasSeries[Flags_co, Any], **how: Unpack[HowByString]) -> Flags_co: ...
@overload
def isdst_by_string(strings: Strings, t: Column, **how: Unpack[HowByString]) -> Column: ...
@overload
def isdst_by_string(strings: Strings, t: Times, *, out: Bools | None = None, **how: Unpack[HowByString]) -> Bools: ...
def isdst_by_string(
    strings: Strings,
    t: object,
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """Whether the clocks of a fleet are in daylight saving time; arguments and errors as for ``to_local_by_string``."""
    return _by_string(IsDst, strings, t, dialect, reading, implied_rules, out, threads, compiled)
