"""Columns of instants and local times: what a clock shows, for millions of them at a time. Needs NumPy.

``_operations`` has the questions, ``_fleets`` those with a TZ string in every row; ``_numpy_kernels`` or
``_numba_kernels`` answer them from the tables of ``_tables``. ``_containers`` knows Arrow, polars and pandas.

>>> import numpy as np
>>> from vapix_proto import tz
>>> from vapix_proto.tz import columns
>>> zone = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
>>> columns.to_local(zone, np.array(["2026-03-29T00:59:59", "2026-03-29T01:00:00"], "datetime64[s]"))
array(['2026-03-29T01:59:59', '2026-03-29T03:00:00'],
      dtype='datetime64[s]')

Times are datetime64 in s, ms, us or ns, or integers: seconds since 1970-01-01 00:00:00, of UTC or of local time.
Columns have any shape, layout and byte order; results are new arrays, native and in C order, or go to ``out``, an array
of the result's shape and type, which may be the column itself where the type is the same. Where a call fails, ``out``
may be written in part. Answers are exact for every number that the type holds: rules apply to all years.

Every function takes, beside its own arguments:
    reading, implied_rules: As ``zone.at``.
    out: Where the result goes.
    threads: How many threads may share a column of millions; by default 1, the calling one.
    compiled: Whether to use machine code by numba (extra ``compiled``). The results are the same bit for bit. It is
        made when first used, which takes a second or two.

Arrow arrays, polars and pandas Series and masked arrays are columns, too, and results then are the same kind of thing,
null or masked where the column is; without nulls nothing is copied. For them ``out`` is not taken.
"""

from __future__ import annotations

try:
    import numpy as np
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError("columns need NumPy: pip install 'vapix-proto[columns]'") from missing

from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._arguments import answer, fold_of, gap_of, times_of
from vapix_proto.tz.columns._fleets import isdst_by_string, to_local_by_string, utoff_by_string
from vapix_proto.tz.columns._numpy_kernels import FOLD, GAP
from vapix_proto.tz.columns._operations import NAT_UTOFF, Ambiguity, IsDst, Local, Offset, Utc
from vapix_proto.tz.model import US_RULES

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    import numpy.typing as npt

    from vapix_proto.tz.aliases import ImpliedRules
    from vapix_proto.tz.model import PosixTimeZone

__all__ = [
    "FOLD",
    "GAP",
    "NAT_UTOFF",
    "ambiguity",
    "isdst",
    "isdst_by_string",
    "to_local",
    "to_local_by_string",
    "to_utc",
    "utoff",
    "utoff_by_string",
]


def utoff(
    zone: PosixTimeZone,
    t: Any,  # noqa: ANN401 - arrays of many libraries
    *,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.int32] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """Seconds east of UTC at instants (RFC 9636, utoff): local time minus UTC.

    Args:
        zone: The zone.
        t: Instants, of any shape.
        reading: See the module, as for all that follow.
        implied_rules: See the module.
        out: See the module.
        threads: See the module.
        compiled: See the module.

    Returns:
        int32, of the shape of ``t``. NaT has ``NAT_UTOFF``, the least int32; a null of Arrow or polars is null,
        and what is masked stays masked.

    Raises:
        TypeError: No column of instants, or ``out`` of another type.
        ValueError: ``out`` of another shape, an unknown reading or implied rules that are none.
    """
    times = times_of(t)
    tables = times.tables(zone, reading, implied_rules)
    return answer(Offset(*tables), times, np.dtype(np.int32), out, threads, compiled)


def isdst(
    zone: PosixTimeZone,
    t: Any,  # noqa: ANN401
    *,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.bool_] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """Whether daylight saving time is in force at instants; False for NaT. Arguments and errors as for ``utoff``.

    Returns:
        bool, of the shape of ``t``.
    """
    times = times_of(t)
    tables = times.tables(zone, reading, implied_rules)
    return answer(IsDst(*tables), times, np.dtype(np.bool_), out, threads, compiled)


def to_local(
    zone: PosixTimeZone,
    t: Any,  # noqa: ANN401
    *,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[Any] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """What the clock shows at instants. Arguments and errors are those of ``utoff``, and one more error.

    Returns:
        The type and shape of ``t``; integers as int64. NaT stays NaT. Of Arrow, polars and pandas a type without zone.

    Raises:
        OverflowError: A local time that the type can't hold.
    """
    times = times_of(t)
    tables = times.tables(zone, reading, implied_rules)
    return answer(Local(*tables), times, times.dtype, out, threads, compiled)


def to_utc(
    zone: PosixTimeZone,
    local: Any,  # noqa: ANN401
    *,
    fold: Any = 0,  # noqa: ANN401
    gap: str = "raise",
    flags: npt.NDArray[np.uint8] | None = None,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[Any] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """The instants at which the clock shows local times (PEP 495).

    Args:
        zone: The zone.
        local: Local times, of any shape.
        fold: Which instant of a time that the clock shows twice: 0 the earlier, 1 the later, or an array of both for
            every time its own.
        gap: What to do with a time that the clock never shows, because it jumps over it: "raise"; "forward" to use the
            offset before the jump, as PEP 495 with fold=0: at that instant the clock shows a later time; "backward" to
            use the offset after it; "nat" to give NaT, for datetime64 only (null in Arrow and polars).
        flags: An array of uint8 of the same shape that gets the ``ambiguity`` of every time in the same pass.
        reading: See the module.
        implied_rules: See the module.
        out: See the module.
        threads: See the module.
        compiled: See the module.

    Returns:
        The type and shape of ``local``; integers as int64. NaT stays NaT, with flag 0. Of Arrow, polars and pandas
        timestamps in UTC.

    Raises:
        TypeError: No column of local times, or an array of another type.
        ValueError: With ``gap="raise"`` a time in a gap: the first is named. An array of another shape, a fold other
            than 0 and 1, another word for ``gap``, or "nat" for integers.
        OverflowError: An instant that the type can't hold.
    """
    times = times_of(local, local=True)
    tables = times.tables(zone, reading, implied_rules)
    number, folds = fold_of(fold, times.shape)
    job = Utc(*tables, number, gap_of(gap, times.has_nat), flags is not None)
    return answer(job, times, times.dtype, out, threads, compiled, flags=flags, folds=folds)


def ambiguity(
    zone: PosixTimeZone,
    local: Any,  # noqa: ANN401
    *,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules = US_RULES,
    out: npt.NDArray[np.uint8] | None = None,
    threads: int = 1,
    compiled: bool = False,
) -> Any:  # noqa: ANN401
    """Whether the clock shows local times once (0), twice (1, ``FOLD``) or never (2, ``GAP``); NaT has 0.

    Arguments and errors as for ``to_utc``.

    Returns:
        uint8, of the shape of ``local``.
    """
    times = times_of(local, local=True)
    tables = times.tables(zone, reading, implied_rules)
    return answer(Ambiguity(*tables), times, np.dtype(np.uint8), out, threads, compiled)
