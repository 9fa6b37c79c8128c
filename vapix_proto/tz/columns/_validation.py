"""Finds which TZ strings in a column are valid, and what is wrong with the invalid ones."""

from __future__ import annotations

from importlib import import_module
from typing import overload

import numpy as np

from vapix_proto.tz import parser
from vapix_proto.tz.columns._containers import library, like
from vapix_proto.tz.columns._distinct_strings import coded
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.dialect import dialect as _dialect

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.columns._types import (
        Array,
        ArrowArray,
        ArrowChunks,
        Bools,
        Column,
        Flags_co,
        Frame_co,
        Framed,
        PandasCategorical,
        PandasIndex,
        PandasSeries,
        PlainStrings,
    )
    from vapix_proto.tz.dialect import Dialect


_WORDS = ("code", "severity", "message", "hint", "fix")
_NUMBERS = ("start", "end")
_FIELDS = ("row", "text", "code", "severity", "message", "start", "end", "hint", "fix")


@overload
def is_valid(texts: PandasSeries[Flags_co, Any], dialect: Dialect | str = VAPIX) -> Flags_co: ...
@overload
def is_valid(texts: PlainStrings | PandasIndex | PandasCategorical, dialect: Dialect | str = VAPIX) -> Bools: ...
@overload
def is_valid(texts: Column, dialect: Dialect | str = VAPIX) -> Column: ...
def is_valid(texts: object, dialect: Dialect | str = VAPIX) -> object:
    """Whether each value is a TZ string in the dialect, as in ``tz.is_valid``; each distinct value is checked once.

    Args:
        texts: A column of strings, as for ``to_local_by_string``.
        dialect: The dialect whose limits apply, or its name.

    Returns:
        bool, in the shape and container type of ``texts``; for a pandas Index or Categorical, a NumPy array. A missing
        value gives null in Arrow and polars, a masked element in a masked array, and False elsewhere, because bool
        can't represent a missing value.

    Raises:
        TypeError: ``texts`` is not a column of strings, or a row does not hold a string; a note names the row.
        ValueError: There is no dialect of that name.
    """
    chosen = _dialect(dialect)
    distinct, codes = coded(texts)
    verdicts = np.array([text is not None and parser.is_valid(text, chosen) for text in distinct], np.bool_)
    nulls = np.array([text is None for text in distinct])[codes] if None in distinct else None
    return like(texts, verdicts[codes], nulls)


@overload
def problems(texts: Framed[Frame_co], dialect: Dialect | str = VAPIX) -> Frame_co: ...
@overload
def problems(texts: ArrowArray | ArrowChunks | PandasCategorical, dialect: Dialect | str = VAPIX) -> Any: ...
@overload
def problems(texts: PlainStrings, dialect: Dialect | str = VAPIX) -> dict[str, Array]: ...
def problems(texts: object, dialect: Dialect | str = VAPIX) -> object:
    """A table of every problem in each value, as in ``tz.validate``; each distinct value is checked once.

    Args:
        texts: A column of strings, as for ``to_local_by_string``. A missing value has no problems.
        dialect: The dialect whose limits apply, or its name.

    Returns:
        A pandas or polars DataFrame, or an Arrow Table; for NumPy and sequences, a dict of arrays. pandas, polars and
        Arrow can make a table from the dict; the table's column types then depend on the values. The columns are
        ``row`` (counted from 0), ``text``, and these fields of ``Problem``: ``code``, ``severity`` ("error" or
        "warning"), ``message``, ``start``, ``end``, ``hint`` and ``fix``. Problems are in row order and, within a row,
        in order of position. For a pandas Series, the index holds the row labels.

    Raises:
        TypeError: ``texts`` is not a column of strings, or a row does not hold a string; a note names the row.
        ValueError: There is no dialect of that name.
    """
    chosen = _dialect(dialect)
    distinct, codes = coded(texts)
    found = [() if text is None else parser.validate(text, chosen) for text in distinct]
    counts = np.array([len(each) for each in found], np.int64)
    begins = counts.cumsum() - counts
    flat = codes.reshape(-1)
    repeats = counts[flat]
    # The problems of all distinct strings form one list. For each problem of each row, ``places`` has the problem's
    # index in that list.
    places = np.arange(repeats.sum()) - (repeats.cumsum() - repeats - begins[flat]).repeat(repeats)
    table: dict[str, Array] = dict.fromkeys(_FIELDS, np.arange(len(flat)).repeat(repeats))
    records = [problem.to_json() for each in found for problem in each]
    table["text"] = _taken([text for text, each in zip(distinct, found, strict=True) for _ in each], object, places)
    for name in _WORDS:
        table[name] = _taken([record[name] for record in records], object, places)
    for name in _NUMBERS:
        table[name] = _taken([record[name] for record in records], np.int64, places)
    return _framed(texts, table)


def _taken(values: list[Any], dtype: type, places: Array) -> Array:
    return np.array(values, dtype)[places]


def _framed(texts: Any, table: dict[str, Array]) -> object:
    """The table, converted to the table type of the library that the strings come from."""
    source = library(texts)
    if source == "pandas":
        pandas = import_module("pandas")
        labels = texts.index.take(table["row"]) if isinstance(texts, pandas.Series) else None
        words = pandas.Series(["x"]).dtype  # object, or str from pandas 3 on
        return pandas.DataFrame(table, index=labels).astype(dict.fromkeys(("text", *_WORDS), words))
    if source not in {"pyarrow", "polars"}:
        return table
    pa = import_module("pyarrow")
    made = pa.table({name: pa.array(values, pa.string() if values.dtype == object else None)
                     for name, values in table.items()})  # fmt: skip
    return import_module("polars").from_arrow(made) if source == "polars" else made
