"""What columns may be, as types; which type a result has is told by the overloads of the functions.

Other modules import these for type checkers alone, because none of these libraries but NumPy need be installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias, TypedDict, TypeVar

import numpy as np
import numpy.typing as npt

from vapix_proto.tz.aliases import ImpliedRules
from vapix_proto.tz.clock.clock import Clock
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import Dialect
from vapix_proto.tz.model import PosixTimeZone

__all__ = [
    "ArrowArray",
    "ArrowChunks",
    "Batch",
    "Column",
    "Dates",
    "How",
    "HowByString",
    "Int64s",
    "Numbers",
    "PandasSeries",
    "PolarsSeries",
    "Strings",
    "Times",
    "ZoneOrClock",
]

ZoneOrClock: TypeAlias = PosixTimeZone | Clock
Int64s: TypeAlias = npt.NDArray[np.int64]
#: Dates of any unit.
Dates: TypeAlias = npt.NDArray[np.datetime64]
#: Integers of any size, which become int64.
Numbers: TypeAlias = npt.NDArray[np.integer[Any]] | Sequence[int]
#: A column of times without a library but NumPy.
Times: TypeAlias = npt.NDArray[np.datetime64 | np.integer[Any]] | Sequence[int]


# Protocols, and not the classes: the class of a library that is not installed, or has no types, is Any, which would
# let every argument pass and take the result of all others with it.


class PolarsSeries(Protocol):
    """A ``polars.Series``."""

    def to_physical(self) -> Any: ...  # noqa: ANN401
    def to_arrow(self) -> Any: ...  # noqa: ANN401


class PandasSeries(Protocol):
    """A ``pandas.Series``."""

    @property
    def iloc(self) -> Any: ...  # noqa: ANN401
    @property
    def to_frame(self) -> Any: ...  # noqa: ANN401


class ArrowArray(Protocol):
    """A ``pyarrow.Array``."""

    def buffers(self) -> Any: ...  # noqa: ANN401


class ArrowChunks(Protocol):
    """A ``pyarrow.ChunkedArray``."""

    @property
    def num_chunks(self) -> int: ...


class _Batch(Protocol):
    @property
    def schema(self) -> Any: ...  # noqa: ANN401
    @property
    def column(self) -> Any: ...  # noqa: ANN401
    @property
    def append_column(self) -> Any: ...  # noqa: ANN401


class _Categorical(Protocol):
    @property
    def categories(self) -> Any: ...  # noqa: ANN401


_Foreign: TypeAlias = PolarsSeries | PandasSeries | ArrowArray | ArrowChunks
#: TZ strings, one for every row.
Strings: TypeAlias = npt.NDArray[Any] | Sequence[str] | _Foreign | _Categorical

#: A column of another library.
Column = TypeVar("Column", bound=_Foreign)
#: A ``pyarrow.RecordBatch`` or ``pyarrow.Table``.
Batch = TypeVar("Batch", bound=_Batch)


class How(TypedDict, total=False):
    """How to calculate, as every function takes it."""

    threads: int
    compiled: bool


class HowByString(How, total=False):
    """The same, where every row has a TZ string."""

    dialect: Dialect | str
    reading: Reading | str
    implied_rules: ImpliedRules
