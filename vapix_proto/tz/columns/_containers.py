"""Converts columns of pyarrow, polars and pandas, which are all optional, to NumPy arrays, and results back.

If there are no nulls, only an Arrow array or polars Series of several chunks is copied. Arrow and polars nulls stay
null, and masked elements of NumPy's masked arrays stay masked.
"""

from __future__ import annotations

from importlib import import_module

import numpy as np

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.columns._types import Array


#: Libraries whose own functions differ from the array API standard; ``array-api-compat`` adapts them.
_WITH_COMPAT = {"torch", "cupy"}


def library(value: object) -> str:
    """The name of the library that defines a value's type."""
    return type(value).__module__.partition(".")[0]


def namespace_of(given: object) -> Any:
    """The array API namespace of an array's library; None for NumPy and for anything that has no such namespace."""
    if isinstance(given, (np.ndarray, np.generic)):
        return None
    bases = {base.__module__.partition(".")[0] for base in type(given).__mro__}
    for name in _WITH_COMPAT & bases:
        try:
            return import_module("array_api_compat").array_namespace(given)
        except ImportError as missing:
            raise ImportError(f"{name} arrays need array-api-compat: pip install array-api-compat") from missing
    own = getattr(given, "__array_namespace__", None)
    return None if own is None else own()


class Held:
    """A column from pandas, PyArrow or Polars, or a masked array.

    Attributes:
        values: The times, as datetime64 or int64.
        nulls: Which rows have no time; None if every row has one.
    """

    def __init__(self, given: Any, values: Array, nulls: Array | None, local: bool) -> None:
        self._given, self._local, self.values, self.nulls = given, local, values, nulls

    @property
    def nullable(self) -> bool:
        """Whether the container supports nulls, or a mask, for elements of every type."""
        return library(self._given) != "pandas"

    def give(self, result: Array) -> Any:
        """The results, in a container of the same type as the column; instants are marked as UTC."""
        if library(self._given) == "pandas":
            return self._pandas(result)
        nulls = self.nulls
        if isinstance(self._given, np.ma.MaskedArray):
            return np.ma.MaskedArray(result, np.ma.nomask if nulls is None else nulls.copy())
        if result.dtype.kind == "M":
            none = np.isnat(result)
            if none.any():
                nulls = none if nulls is None else nulls | none
        array = arrow_array(result, nulls, "UTC" if self._local else None)
        if library(self._given) == "polars":
            return import_module("polars").Series(self._given.name, array)
        pa = import_module("pyarrow")
        return pa.chunked_array([array]) if isinstance(self._given, pa.ChunkedArray) else array

    def _pandas(self, result: Array) -> Any:
        given, instants = self._given, self._local and result.dtype.kind == "M"
        if isinstance(given, import_module("pandas").Series):
            series = type(given)(result, index=given.index, name=given.name, copy=False)
            return series.dt.tz_localize("UTC") if instants else series
        if result.dtype.kind != "M":
            return result
        index = import_module("pandas").DatetimeIndex(result, name=given.name)
        return index.tz_localize("UTC") if instants else index


def like(given: Any, result: Array, nulls: Array | None) -> Any:
    """The results, one per row, in a container of the same type as the given column."""
    if isinstance(given, np.ma.MaskedArray) or library(given) in {"pandas", "pyarrow", "polars"}:
        return Held(given, result, nulls, local=False).give(result)
    return result


def array_of(given: Any, dtype: type | None = None) -> Array:
    """The given column as a NumPy array. A list of masked arrays is refused, because they would lose their masks."""
    array = np.asarray(given, dtype)
    if array.ndim > 1 and not isinstance(given, np.ndarray) and any(np.ma.isMaskedArray(row) for row in given):
        raise TypeError("masked arrays in a list would lose their masks: join them with np.ma.stack")
    return array


def held(given: Any, *, local: bool) -> Held | None:
    """The column as ``Held`` if it comes from pandas, PyArrow or Polars or is a masked array; otherwise None.

    If ``local``, a column whose type marks the times as instants is refused.
    """
    name = library(given)
    if isinstance(given, np.ma.MaskedArray):
        nulls = None if given.mask is np.ma.nomask else np.ma.getmaskarray(given)
        return Held(given, np.ma.getdata(given), nulls, local)
    if name == "pandas":
        return _held_pandas(given, local)
    if name not in {"pyarrow", "polars"}:
        return None
    array = arrow_of(given)
    pa = import_module("pyarrow")
    kind = array.type
    if pa.types.is_timestamp(kind):
        if local and kind.tz is not None:
            raise TypeError(f"timestamps with a zone ({kind.tz}) are instants, not local times")
        values = arrow_numbers(array, f"M8[{kind.unit}]")
    elif pa.types.is_integer(kind) and kind != pa.uint64():
        values = arrow_numbers(array, str(kind)).astype(np.int64, copy=False)
    else:
        raise TypeError(f"times must be timestamps or integers that fit in int64, not {kind}")
    nulls = arrow_bits(array.is_null()) if array.null_count else None
    return Held(given, values, nulls, local)


def _held_pandas(given: Any, local: bool) -> Held:
    pandas = import_module("pandas")
    if not isinstance(given, (pandas.Series, pandas.Index)):
        raise TypeError(f"expected a pandas Series or DatetimeIndex, not {type(given).__name__}")
    values = given.array
    kind: Any = getattr(given.dtype, "pyarrow_dtype", None)
    if getattr(kind, "tz", None) is not None:
        values = values.astype(pandas.DatetimeTZDtype(kind.unit, kind.tz))
    if not isinstance(values.dtype, pandas.DatetimeTZDtype):
        array = values.to_numpy()
        if array.dtype.kind not in "iuM":
            missing = " with missing values" if given.isna().any() else ""
            raise TypeError(f"times must be datetime64 or integers that fit in int64, not {given.dtype}{missing}")
        return Held(given, array, None, local)
    if local:
        raise TypeError(f"a {type(given).__name__} with a zone ({values.dtype.tz}) contains instants, not local times")
    return Held(given, values.tz_convert(None).to_numpy(), None, local)


def check_labels(what: str, given: Any, times: Any) -> None:
    """Refuses two pandas Series whose indexes differ: without this, rows would be paired by position, not by label."""
    series = all(library(each) == "pandas" and hasattr(each, "index") for each in (given, times))
    if series and not given.index.equals(times.index):
        raise ValueError(f"{what} and the times have different indexes: use reindex(), or to_numpy() for one of them")


def arrow_of(given: Any) -> Any:
    """A pyarrow or polars column as one Arrow array."""
    pa = import_module("pyarrow")
    if library(given) == "polars" and not isinstance(given, import_module("polars").Series):
        raise TypeError(f"expected a polars Series, not {type(given).__name__}; in an expression, use map_batches")
    array = given.to_arrow() if library(given) == "polars" else given
    if isinstance(array, pa.ChunkedArray):
        chunks = array.num_chunks
        array = array.combine_chunks() if chunks > 1 else array.chunk(0) if chunks else pa.nulls(0, array.type)
        # In some versions of pyarrow, combine_chunks itself returns a ChunkedArray.
        array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if not isinstance(array, pa.Array):
        raise TypeError(f"expected an array, not {type(given).__name__}")
    return array


# Arrow's own conversions load pandas, which takes 50 MB; these functions share memory instead.


def arrow_numbers(array: Any, dtype: str) -> Array:
    """The numbers in an Arrow array; a null becomes an arbitrary number."""
    data = array.buffers()[1]
    return (np.empty(0, dtype) if data is None else np.frombuffer(data, dtype))[array.offset :][: len(array)]


def arrow_bits(array: Any) -> Array:
    """The flags in an Arrow array without nulls."""
    data = np.frombuffer(array.buffers()[1], np.uint8)
    return np.unpackbits(data, count=array.offset + len(array), bitorder="little")[array.offset :].view(np.bool_)


def arrow_array(values: Array, nulls: Array | None, zone: str | None = None) -> Any:
    """An Arrow array of the results, which shares their memory if Arrow uses the same layout."""
    pa = import_module("pyarrow")
    valid = None if nulls is None else pa.py_buffer(np.packbits(~nulls, bitorder="little"))
    if values.dtype.kind == "b":
        return pa.Array.from_buffers(
            pa.bool_(), len(values), [valid, pa.py_buffer(np.packbits(values, bitorder="little"))]
        )
    kind = pa.from_numpy_dtype(values.dtype)
    if values.dtype.kind == "M":
        kind = pa.timestamp(kind.unit, zone)
        values = values.view(np.int64)
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(values)])
