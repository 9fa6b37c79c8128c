"""Encodes a column of TZ strings as the distinct strings and, for each row, the index of its string."""

from __future__ import annotations

from importlib import import_module

import numpy as np

from vapix_proto.tz.columns._containers import array_of, arrow_bits, arrow_numbers, arrow_of, library

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.columns._types import Codes


#: How many rows to convert to Python strings at a time.
_ROWS = 2**16


class _Numbers(dict[object, int]):
    """Assigns numbers to distinct values, in the order of their first use."""

    def __missing__(self, value: object) -> int:
        if isinstance(value, str) and type(value) is not str:
            # An instance of a subclass of str might compare equal to other strings.
            return self[str.__str__(value)]
        number = self[value] = len(self)
        return number


def coded(names: Any) -> tuple[tuple[str | None, ...], Codes]:
    """The distinct strings, with None for missing ones, and for each row the index of its string.

    Args:
        names: A NumPy array (of objects or strings), an Arrow array or polars Series (plain or dictionary-encoded), a
            pandas Series, Categorical or Index, or a list. None, NaN and pandas.NA mean that the string is missing.

    Raises:
        TypeError: ``names`` is not one of these, or a row holds something other than a string; a note names the row.
    """
    distinct, codes = _coded(names)
    return tuple([_text(value, number, codes) for number, value in enumerate(distinct)]), codes


def first_row(number: int, codes: Codes) -> int | None:
    """The first row that contains the distinct string with the index ``number``; None if no row does.

    A dictionary-encoded column may list strings that no row contains.
    """
    rows = np.flatnonzero(codes.reshape(-1) == number)
    return int(rows[0]) if len(rows) else None


def _text(value: object, number: int, codes: Codes) -> str | None:
    if isinstance(value, str):
        return str.__str__(value)
    row = None if _is_missing(value) else first_row(number, codes)
    if row is not None:
        raise _not_text(value, row)
    return None


def _is_missing(value: object) -> bool:
    return value is None or library(value) == "pandas" or (isinstance(value, float) and np.isnan(value))


def _not_text(value: object, row: int) -> TypeError:
    error = TypeError(f"expected a TZ string, not {type(value).__name__}")
    note_row(error, row)
    return error


def note_row(error: Exception, row: int) -> None:
    """Adds a note that names the row with the error."""
    error.add_note(f"the error is in row {row} of the TZ strings")


def _coded(names: Any) -> tuple[tuple[object, ...], Codes]:
    source = library(names)
    if source == "pandas":
        return _pandas(names)
    if source in {"pyarrow", "polars"}:
        return _arrow(arrow_of(_unified(names)))
    array = names if isinstance(names, np.ndarray) else array_of(names, object)
    if array.dtype.kind not in "OUT":
        raise TypeError(f"expected TZ strings, not an array of {array.dtype}")
    numbers = _Numbers()
    flat = array.reshape(-1)
    codes = np.empty(len(flat), np.int32)
    for first in range(0, len(flat), _ROWS):
        rows = flat[first : first + _ROWS].tolist()
        try:
            codes[first : first + _ROWS] = np.fromiter(map(numbers.__getitem__, rows), np.int32, len(rows))
        except TypeError:  # a value is not hashable, so it is not a string
            row = next(i for i, value in enumerate(rows) if not isinstance(value, str) and not _is_missing(value))
            raise _not_text(rows[row], first + row) from None
    return tuple(numbers), codes.reshape(array.shape)


def _pandas(names: Any) -> tuple[tuple[object, ...], Codes]:
    pandas = import_module("pandas")
    if not isinstance(names, (pandas.Series, pandas.Index, pandas.Categorical)) or isinstance(names, pandas.MultiIndex):
        raise TypeError(f"expected TZ strings, not a pandas {type(names).__name__}")
    values = getattr(names, "array", names)
    if not isinstance(values, pandas.Categorical):
        try:
            codes, distinct = names.factorize()
        except TypeError:
            return _coded(names.to_numpy(object))  # which names the row that is not hashable
        return _with_none(tuple(distinct), codes)
    return _with_none(tuple(values.categories), values.codes)


def _unified(names: Any) -> Any:
    pa = import_module("pyarrow")
    if isinstance(names, pa.ChunkedArray) and pa.types.is_dictionary(names.type):
        return names.unify_dictionaries()
    return names


def _arrow(array: Any) -> tuple[tuple[object, ...], Codes]:
    pa = import_module("pyarrow")
    if not pa.types.is_dictionary(array.type):
        if pa.types.is_string_view(array.type) or pa.types.is_null(array.type):
            array = array.cast(pa.large_string())
        if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
            raise TypeError(f"expected TZ strings, not an array of {array.type}")
        array = array.dictionary_encode()
    indices = array.indices
    codes = arrow_numbers(indices, str(indices.type))
    if indices.null_count:
        codes = np.where(arrow_bits(indices.is_null()), np.int32(-1), codes.astype(np.int32))
    return _with_none(tuple(array.dictionary.to_pylist()), codes)


def _with_none(distinct: tuple[object, ...], codes: Codes) -> tuple[tuple[object, ...], Codes]:
    if len(codes) == 0 or codes.dtype.kind == "u" or codes.min() >= 0:
        return distinct, codes
    wide = codes.astype(np.int32)
    wide[wide < 0] = len(distinct)
    return (*distinct, None), wide
