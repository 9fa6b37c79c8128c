"""Clock calculations on whole columns of instants or local times, millions at a time. Needs NumPy.

>>> import numpy as np
>>> from vapix_proto import tz
>>> from vapix_proto.tz import columns
>>> zone = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
>>> columns.to_local(zone, np.array(["2026-03-29T00:59:59", "2026-03-29T01:00:00"], "datetime64[s]"))
array(['2026-03-29T01:59:59', '2026-03-29T03:00:00'],
      dtype='datetime64[s]')

Times are datetime64 in s, ms, us or ns, or integers: seconds since 1970-01-01 00:00:00, in UTC or local time.
A column may have any shape, layout and byte order. A result is a new array in native byte order and C order, unless you
pass ``out``: an array of the result's shape and type, which may be the column itself if the types match. A call that
fails may have written part of ``out``. Results are exact for every number that the type can hold; rules apply to all
years.

You can pass a clock in place of a zone: ``zone.clock(reading="musl")`` reads the zone's string as musl does.

In addition to its own arguments, every function accepts:
    out: The array for the result.
    threads: How many threads may work on a column that has millions of elements. The default is 1, the calling thread.
    compiled: Whether to use machine code compiled by numba (the ``compiled`` extra). The results are identical, bit for
        bit. The first use takes a second or two, because the code is compiled then.

Arrow arrays, polars and pandas Series, and masked arrays are columns, too. A result has the container type of its
column, and is null or masked wherever the column is. If there are no nulls, nothing is copied. You can't pass ``out``
with these columns. For a pandas DatetimeIndex, results other than times are NumPy arrays, as in pandas itself.

Integer arrays of any library that follows the Python array API standard, such as PyTorch, JAX and CuPy, also count as
columns: results are arrays of that library on the same device. With these arrays, you can't pass ``out``, and
``to_utc`` does not accept ``flags``. Nothing leaves the device except the result of each check for errors.
"""

from __future__ import annotations

try:
    import numpy  # noqa: F401 - the modules below need it
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError(
        "vapix_proto.tz.columns needs NumPy: install the columns extra of vapix-proto, as its README describes"
    ) from missing

from typing import overload

from vapix_proto.tz.columns._answers import ask, ask_utc
from vapix_proto.tz.columns._by_string import isdst_by_string, to_local_by_string, utoff_by_string
from vapix_proto.tz.columns._numpy_kernels import FOLD, GAP
from vapix_proto.tz.columns._operations import NAT_UTOFF, Ambiguity, IsDst, Local, Offset
from vapix_proto.tz.columns._validation import is_valid, problems

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Unpack

    import numpy.typing as npt

    from vapix_proto.tz.columns._types import (
        Array,
        Bools,
        Column,
        ColumnOfTimes,
        Dates,
        Flags_co,
        Gap,
        How,
        Int32s,
        Int64s,
        Numbers,
        Numbers_co,
        OtherArray,
        PandasIndex,
        PandasSeries,
        Times,
        Uint8s,
        ZoneOrClock,
    )


__all__ = [
    "FOLD",
    "GAP",
    "NAT_UTOFF",
    "ambiguity",
    "is_valid",
    "isdst",
    "isdst_by_string",
    "problems",
    "to_local",
    "to_local_by_string",
    "to_utc",
    "utoff",
    "utoff_by_string",
]


@overload
def utoff(zone: ZoneOrClock, t: PandasSeries[Any, Numbers_co], **how: Unpack[How]) -> Numbers_co: ...
@overload
def utoff(zone: ZoneOrClock, t: PandasIndex, **how: Unpack[How]) -> Int32s: ...
@overload
def utoff(zone: ZoneOrClock, t: Column, **how: Unpack[How]) -> Column: ...
@overload
def utoff(zone: ZoneOrClock, t: OtherArray, **how: Unpack[How]) -> OtherArray: ...
@overload
def utoff(zone: ZoneOrClock, t: Times, *, out: Int32s | None = None, **how: Unpack[How]) -> Int32s: ...
def utoff(
    zone: ZoneOrClock, t: object, *, out: Array | None = None, threads: int = 1, compiled: bool = False
) -> object:
    """The UTC offset at each instant, in seconds east of UTC (RFC 9636, utoff): local time minus UTC.

    Args:
        zone: The zone, or one of its clocks.
        t: A column of instants, of any shape.
        out: The array for the result.
        threads: How many threads may work on a column that has millions of elements.
        compiled: Whether to use machine code compiled by numba.

    Returns:
        int32 values, with the same shape as ``t``. NaT gets ``NAT_UTOFF``, the smallest int32; Arrow and polars nulls
        stay null, and masked elements stay masked.

    Raises:
        TypeError: ``t`` is not a column of instants, ``zone`` is not a zone, or ``out`` has the wrong type.
        ValueError: ``out`` has the wrong shape.
    """
    return ask(Offset, zone, t, out, threads, compiled)


@overload
def isdst(zone: ZoneOrClock, t: PandasSeries[Flags_co, Any], **how: Unpack[How]) -> Flags_co: ...
@overload
def isdst(zone: ZoneOrClock, t: PandasIndex, **how: Unpack[How]) -> Bools: ...
@overload
def isdst(zone: ZoneOrClock, t: Column, **how: Unpack[How]) -> Column: ...
@overload
def isdst(zone: ZoneOrClock, t: OtherArray, **how: Unpack[How]) -> OtherArray: ...
@overload
def isdst(zone: ZoneOrClock, t: Times, *, out: Bools | None = None, **how: Unpack[How]) -> Bools: ...
def isdst(
    zone: ZoneOrClock, t: object, *, out: Array | None = None, threads: int = 1, compiled: bool = False
) -> object:
    """Whether daylight saving time is in force at each instant; False for NaT.

    Arguments and errors are as for ``utoff``.

    Returns:
        bool values, with the same shape as ``t``.
    """
    return ask(IsDst, zone, t, out, threads, compiled)


@overload
def to_local(zone: ZoneOrClock, t: ColumnOfTimes, **how: Unpack[How]) -> ColumnOfTimes: ...
@overload
def to_local(zone: ZoneOrClock, t: OtherArray, **how: Unpack[How]) -> OtherArray: ...
@overload
def to_local(zone: ZoneOrClock, t: Dates, *, out: Dates | None = None, **how: Unpack[How]) -> Dates: ...
@overload
def to_local(zone: ZoneOrClock, t: Numbers, *, out: Int64s | None = None, **how: Unpack[How]) -> Int64s: ...
def to_local(
    zone: ZoneOrClock, t: object, *, out: Array | None = None, threads: int = 1, compiled: bool = False
) -> object:
    """The local time that the clock shows at each instant.

    Arguments and errors are as for ``utoff``, with one additional error.

    Returns:
        A column with the type and shape of ``t``; integers become int64. NaT stays NaT. In Arrow, polars and pandas,
        the timestamps have no time zone.

    Raises:
        OverflowError: A local time does not fit in the column's type.
    """
    return ask(Local, zone, t, out, threads, compiled)


@overload
def to_utc(
    zone: ZoneOrClock,
    local: ColumnOfTimes,
    *,
    fold: npt.ArrayLike = 0,
    gap: Gap = "raise",
    flags: Uint8s | None = None,
    **how: Unpack[How],
) -> ColumnOfTimes: ...
@overload
def to_utc(
    zone: ZoneOrClock,
    local: OtherArray,
    *,
    fold: npt.ArrayLike | OtherArray = 0,
    gap: Gap = "raise",
    **how: Unpack[How],
) -> OtherArray: ...
@overload
def to_utc(
    zone: ZoneOrClock,
    local: Dates,
    *,
    fold: npt.ArrayLike = 0,
    gap: Gap = "raise",
    flags: Uint8s | None = None,
    out: Dates | None = None,
    **how: Unpack[How],
) -> Dates: ...
@overload
def to_utc(
    zone: ZoneOrClock,
    local: Numbers,
    *,
    fold: npt.ArrayLike = 0,
    gap: Gap = "raise",
    flags: Uint8s | None = None,
    out: Int64s | None = None,
    **how: Unpack[How],
) -> Int64s: ...
def to_utc(
    zone: ZoneOrClock,
    local: object,
    *,
    fold: object = 0,
    gap: Gap = "raise",
    flags: Uint8s | None = None,
    out: Array | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> object:
    """The instant at which the clock shows each local time (PEP 495).

    Args:
        zone: The zone, or one of its clocks.
        local: A column of local times, of any shape.
        fold: Which instant to use for a time that the clock shows twice: 0 for the earlier, 1 for the later, or an
            array with a value for each time.
        gap: What to do with a time that the clock skips and so never shows. "raise" raises an error. "forward" uses the
            offset before the jump, as PEP 495 does with fold=0; at the resulting instant the clock shows a later time.
            "backward" uses the offset after the jump. "nat" gives NaT (null in Arrow and polars), but not for integers.
        flags: A uint8 array of the same shape. For each time, it receives what ``ambiguity`` returns.
        out: The array for the result.
        threads: How many threads may work on a column that has millions of elements.
        compiled: Whether to use machine code compiled by numba.

    Returns:
        A column with the type and shape of ``local``; integers become int64. NaT stays NaT, with flag 0. In Arrow,
        polars and pandas, the timestamps are in UTC.

    Raises:
        TypeError: ``local`` is not a column of local times, ``zone`` is not a zone, or an array has the wrong type.
        ValueError: With ``gap="raise"``, a time lies in a gap; the message names the first such element. Or an array
            has the wrong shape, the times and ``fold`` are pandas Series with different indexes, a fold is neither 0
            nor 1, ``gap`` is an unknown option, or ``gap`` is "nat" although the times are integers.
        OverflowError: An instant does not fit in the column's type.
    """
    return ask_utc(zone, local, fold, gap, flags, out, threads, compiled)


@overload
def ambiguity(zone: ZoneOrClock, local: PandasSeries[Any, Numbers_co], **how: Unpack[How]) -> Numbers_co: ...
@overload
def ambiguity(zone: ZoneOrClock, local: PandasIndex, **how: Unpack[How]) -> Uint8s: ...
@overload
def ambiguity(zone: ZoneOrClock, local: Column, **how: Unpack[How]) -> Column: ...
@overload
def ambiguity(zone: ZoneOrClock, local: OtherArray, **how: Unpack[How]) -> OtherArray: ...
@overload
def ambiguity(zone: ZoneOrClock, local: Times, *, out: Uint8s | None = None, **how: Unpack[How]) -> Uint8s: ...
def ambiguity(
    zone: ZoneOrClock, local: object, *, out: Array | None = None, threads: int = 1, compiled: bool = False
) -> object:
    """Whether the clock shows each local time once (0), twice (1, ``FOLD``) or never (2, ``GAP``); NaT gets 0.

    Arguments and errors are as for ``to_utc``.

    Returns:
        uint8 values, with the same shape as ``local``.
    """
    return ask(Ambiguity, zone, local, out, threads, compiled)
