"""The types of columns, for annotations. Overloads use them, so type checkers can infer the type of each result.

Other modules import this one for type checkers only. It needs NumPy, but no other library.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypedDict, TypeVar

import numpy as np
import numpy.typing as npt

from vapix_proto.tz.aliases import ImpliedRules, ReadingName
from vapix_proto.tz.clock.clock import Clock
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import Dialect
from vapix_proto.tz.model import PosixTimeZone

ZoneOrClock: TypeAlias = PosixTimeZone | Clock
Array: TypeAlias = npt.NDArray[Any]
Bools: TypeAlias = npt.NDArray[np.bool_]
Uint8s: TypeAlias = npt.NDArray[np.uint8]
Int32s: TypeAlias = npt.NDArray[np.int32]
Int64s: TypeAlias = npt.NDArray[np.int64]
#: Indices of elements.
Places: TypeAlias = npt.NDArray[np.intp]
#: For each row, the index of its TZ string in the list of distinct strings.
Codes: TypeAlias = npt.NDArray[np.integer[Any]]
#: Dates of any unit.
Dates: TypeAlias = npt.NDArray[np.datetime64]
#: Integers of any size; results are int64.
Numbers: TypeAlias = npt.NDArray[np.integer[Any]] | Sequence[int]
#: A column of times that needs no library but NumPy.
Times: TypeAlias = npt.NDArray[np.datetime64 | np.integer[Any]] | Sequence[int]
#: What to do with a row whose string is missing or invalid.
Invalid: TypeAlias = Literal["raise", "null"]
#: What to do with a local time in a gap.
Gap: TypeAlias = Literal["raise", "forward", "backward", "nat"]


# The classes below are protocols. If a library is not installed or has no types, its own classes are Any or unknown to
# type checkers: mypy would accept every argument, and Pyright would reject every call. The protocols require methods,
# because in pandas-stubs a DataFrame has every attribute.

Flags_co = TypeVar("Flags_co", covariant=True)
Numbers_co = TypeVar("Numbers_co", covariant=True)
Frame_co = TypeVar("Frame_co", covariant=True)


class PolarsSeries(Protocol):
    """A ``polars.Series``."""

    def to_arrow(self) -> object: ...
    def to_physical(self) -> object: ...


class PandasSeries(Protocol[Flags_co, Numbers_co]):
    """A ``pandas.Series``; in pandas-stubs ``isna`` returns a Series of flags, and ``argsort`` one of integers."""

    @property
    def iloc(self) -> object: ...
    def to_frame(self) -> object: ...
    def isna(self) -> Flags_co: ...
    def argsort(self) -> Numbers_co: ...


class PandasIndex(Protocol):
    """A ``pandas.Index``, such as a ``DatetimeIndex``."""

    def get_loc(self, key: Any, /) -> object: ...
    def to_series(self) -> object: ...


class PandasCategorical(Protocol):
    """A ``pandas.Categorical``."""

    def remove_unused_categories(self) -> object: ...


class Framed(Protocol[Frame_co]):
    """A pandas or polars Series, or a pandas Index: a column that can be turned into a data frame."""

    def to_frame(self) -> Frame_co: ...


class ArrowArray(Protocol):
    """A ``pyarrow.Array``."""

    def buffers(self) -> object: ...


class ArrowChunks(Protocol):
    """A ``pyarrow.ChunkedArray``."""

    @property
    def num_chunks(self) -> int: ...


class StandardArray(Protocol):
    """An array that follows the array API standard.

    mypy rejects NumPy arrays here: their ``__array_namespace__`` accepts only certain values of ``api_version``.
    """

    def __array_namespace__(self, /, *, api_version: str | None = None) -> Any: ...


class TorchTensor(Protocol):
    """A ``torch.Tensor``."""

    def untyped_storage(self) -> object: ...


class _Batch(Protocol):
    @property
    def schema(self) -> Any: ...
    def column(self, name: str, /) -> Any: ...
    def append_column(self, name: str, column: Any, /) -> Any: ...


_Foreign: TypeAlias = PolarsSeries | PandasSeries[Any, Any] | ArrowArray | ArrowChunks
#: TZ strings, one per row, in a type that needs no library but NumPy.
PlainStrings: TypeAlias = npt.NDArray[Any] | Sequence[str | None]
#: TZ strings, one per row.
Strings: TypeAlias = PlainStrings | _Foreign | PandasIndex | PandasCategorical

#: A column from pandas, PyArrow or Polars. Arrow results have the type of the column, because pyarrow's stubs have no
#: more specific types.
Column = TypeVar("Column", bound=_Foreign)
#: A column from pandas, PyArrow or Polars that can hold times, such as a ``DatetimeIndex``.
ColumnOfTimes = TypeVar("ColumnOfTimes", bound=_Foreign | PandasIndex)
#: An array from a library other than NumPy; a result has the same class, whatever the type of its elements.
OtherArray = TypeVar("OtherArray", bound=StandardArray | TorchTensor)
#: A ``pyarrow.RecordBatch`` or ``pyarrow.Table``.
Batch = TypeVar("Batch", bound=_Batch)


class How(TypedDict, total=False):
    """The arguments, accepted by every function, that control the calculation."""

    threads: int
    compiled: bool


class HowByString(How, total=False):
    """The arguments that control the calculation if every row has its own TZ string."""

    dialect: Dialect | str
    invalid: Invalid
    reading: Reading | ReadingName
    implied_rules: ImpliedRules | None
