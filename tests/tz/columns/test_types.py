"""The types of results follow the types of columns. mypy checks every ``assert_type`` here, and each call runs, too.

A ``type: ignore`` is also a test, because mypy reports one that is not needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, assert_type

import numpy as np
import numpy.typing as npt
import pytest

from vapix_proto import tz
from vapix_proto.tz import columns

if TYPE_CHECKING:
    from types import ModuleType

CET = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
TEXTS = ["CET-1", "JST-9"]
INTEGERS: npt.NDArray[np.int64] = np.array([0, 10**9])
NARROW: npt.NDArray[np.int32] = INTEGERS.astype(np.int32)
DATES: npt.NDArray[np.datetime64] = INTEGERS.astype("M8[s]")

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Dates = npt.NDArray[np.datetime64]
Uint8s = npt.NDArray[np.uint8]


def test_arrays() -> None:
    for column in (INTEGERS, NARROW, DATES):
        assert assert_type(columns.utoff(CET, column), Int32s).dtype == np.int32
        assert assert_type(columns.isdst(CET, column), Bools).dtype == np.bool_
        assert assert_type(columns.ambiguity(CET, column), Uint8s).dtype == np.uint8
        assert assert_type(columns.utoff_by_string(TEXTS, column, reading="iana"), Int32s).dtype == np.int32
        assert assert_type(columns.isdst_by_string(TEXTS, column, threads=2), Bools).dtype == np.bool_
    for integers in (INTEGERS, NARROW):
        assert assert_type(columns.to_local(CET.clock(), integers), Int64s).dtype == np.int64
        assert assert_type(columns.to_utc(CET, integers, fold=[0, 1]), Int64s).dtype == np.int64
        assert assert_type(columns.to_local_by_string(TEXTS, integers), Int64s).dtype == np.int64
    assert assert_type(columns.to_local(CET, DATES), Dates).dtype == DATES.dtype
    assert assert_type(columns.to_utc(CET, DATES, gap="nat"), Dates).dtype == DATES.dtype
    assert assert_type(columns.to_local_by_string(TEXTS, DATES), Dates).dtype == DATES.dtype
    assert assert_type(columns.to_local(CET, [0, 10**9]), Int64s).dtype == np.int64
    assert assert_type(columns.utoff(CET, INTEGERS, out=np.empty(2, np.int32)), Int32s).dtype == np.int32


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    column = pl.Series("t", DATES.astype("M8[us]"))
    for question in (columns.utoff, columns.isdst, columns.ambiguity, columns.to_local, columns.to_utc):
        assert type(question(CET, column)) is pl.Series
    if TYPE_CHECKING:
        import polars

        series = polars.Series()
        assert_type(columns.utoff(CET, series), polars.Series)
        assert_type(columns.isdst(CET, series), polars.Series)
        assert_type(columns.ambiguity(CET, series), polars.Series)
        assert_type(columns.to_local(CET, series), polars.Series)
        assert_type(columns.to_utc(CET, series, fold=series), polars.Series)
        assert_type(columns.utoff_by_string(series, series), polars.Series)
        assert_type(columns.to_local_by_string(TEXTS, series), polars.Series)
        columns.utoff(CET, polars.DataFrame())  # type: ignore[call-overload]
        columns.to_local(CET, polars.col("t"))  # type: ignore[call-overload]
        columns.utoff(CET, series, out=np.empty(2, np.int32))  # type: ignore[call-overload]


def test_other_arrays() -> None:
    xp = pytest.importorskip("array_api_strict")
    column = xp.asarray([0, 10**9])
    for question in (columns.utoff, columns.isdst, columns.ambiguity, columns.to_local, columns.to_utc):
        assert type(question(CET, column)) is type(column)


if TYPE_CHECKING:
    Element = TypeVar("Element")

    class Standard:
        """How libraries with the array API standard annotate their arrays."""

        def __array_namespace__(self, /, *, api_version: str | None = None) -> ModuleType: ...

    class Tensor:
        """How torch annotates a Tensor."""

        def untyped_storage(self) -> object: ...

    class Frame:
        """A table."""

    class Series(Generic[Element]):
        """How pandas-stubs annotate a Series; without them, mypy treats it as Any."""

        iloc: object

        def to_frame(self, name: str = ...) -> Frame: ...
        def isna(self) -> Series[bool]: ...
        def argsort(self, kind: str = ...) -> Series[int]: ...

    class Index:
        """How pandas-stubs annotate a DatetimeIndex."""

        def get_loc(self, key: object) -> object: ...
        def to_series(self, index: object = ..., name: str = ...) -> Series[Any]: ...
        def to_frame(self, index: bool = ..., name: str = ...) -> Frame: ...
        def isna(self) -> Bools: ...
        def argsort(self) -> npt.NDArray[np.intp]: ...

    class Array(Generic[Element]):
        """How pyarrow-stubs annotate an Array."""

        def buffers(self) -> list[object]: ...

    class Chunks(Generic[Element]):
        """How pyarrow-stubs annotate a ChunkedArray."""

        @property
        def num_chunks(self) -> int: ...

    def of_other_arrays(array: Standard, tensor: Tensor) -> None:
        assert_type(columns.utoff(CET, array), Standard)
        assert_type(columns.isdst(CET, array), Standard)
        assert_type(columns.ambiguity(CET, array), Standard)
        assert_type(columns.to_local(CET, array), Standard)
        assert_type(columns.to_utc(CET, array, fold=array), Standard)
        columns.utoff(CET, array, out=np.empty(2, np.int32))  # type: ignore[call-overload]
        assert_type(columns.utoff(CET, tensor), Tensor)
        assert_type(columns.to_local(CET, tensor, threads=1), Tensor)
        assert_type(columns.to_utc(CET, tensor, fold=tensor, gap="forward"), Tensor)

    def of_stubs(series: Series[str], index: Index, array: Array[str], chunks: Chunks[str]) -> None:
        assert_type(columns.utoff(CET, series), Series[int])
        assert_type(columns.isdst(CET, series), Series[bool])
        assert_type(columns.ambiguity(CET, series), Series[int])
        assert_type(columns.utoff_by_string(series, series), Series[int])
        assert_type(columns.isdst_by_string(array, series), Series[bool])
        assert_type(columns.to_local(CET, series), Series[str])
        assert_type(columns.to_utc(CET, array), Array[str])
        assert_type(columns.to_local(CET, chunks), Chunks[str])
        assert_type(columns.to_local_by_string(chunks, chunks), Chunks[str])
        assert_type(columns.utoff(CET, index), Int32s)
        assert_type(columns.isdst_by_string(index, index, invalid="null"), Bools)
        assert_type(columns.ambiguity(CET, index), Uint8s)
        assert_type(columns.to_local(CET, index), Index)
        assert_type(columns.to_utc(CET, index, gap="nat"), Index)
        assert_type(columns.is_valid(series), Series[bool])
        assert_type(columns.is_valid(index), Bools)
        assert_type(columns.is_valid(array), Array[str])
        assert_type(columns.problems(series), Frame)
        assert_type(columns.problems(index), Frame)
        assert_type(columns.problems(chunks), Any)


def test_what_is_no_column() -> None:
    with pytest.raises(TypeError):
        columns.utoff(CET, {0: 1})  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        columns.to_local(CET, np.zeros(2))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        columns.isdst(CET, "2026-01-01")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        columns.utoff(CET, INTEGERS, out=INTEGERS)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        columns.to_utc(CET, {0: 1})  # type: ignore[call-overload]


def test_every_question_of_columns_has_overloads() -> None:
    from typing import get_overloads

    questions: Any = [getattr(columns, name) for name in columns.__all__ if name.islower()]
    assert len(questions) == 10
    assert all(len(get_overloads(question)) >= 3 for question in questions)
