"""Whole columns of strings get the same verdicts as a loop over ``tz.is_valid`` and ``tz.validate``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tz_texts import broken_texts, tz_strings
from vapix_proto import tz
from vapix_proto.tz import columns

if TYPE_CHECKING:
    from collections.abc import Callable

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")
pd = pytest.importorskip("pandas")

FIELDS = ["row", "text", "code", "severity", "message", "start", "end", "hint", "fix"]
ROWS = ["CET-1", None, "EST5EDT", "UTC", "CET-1", "UTC"]
MADE: dict[str, Callable[[list[str | None]], Any]] = {
    "list": list,
    "objects": lambda rows: np.array(rows, object),
    "masked": lambda rows: np.ma.array(
        np.array(["x" if row is None else row for row in rows], object), mask=[row is None for row in rows]
    ),
    "arrow": lambda rows: pa.array(rows, pa.string()),
    "arrow-view": lambda rows: pa.array(rows, pa.string_view()),
    "arrow-chunks": lambda rows: pa.chunked_array([pa.array(rows[:2], pa.string()), pa.array(rows[2:], pa.string())]),
    "arrow-dictionary": lambda rows: pa.array(rows, pa.string()).dictionary_encode(),
    "polars": lambda rows: pl.Series("tz", rows, pl.String),
    "polars-categorical": lambda rows: pl.Series("tz", rows, pl.Categorical),
    "pandas": lambda rows: pd.Series(rows, index=np.arange(len(rows)) * 2 + 1, dtype="str"),
    "pandas-objects": lambda rows: pd.Series(rows, index=np.arange(len(rows)) * 2 + 1, dtype=object),
    "pandas-index": lambda rows: pd.Index(rows, dtype=object),
    "pandas-category": lambda rows: pd.Series(pd.Categorical(rows)),
    "pandas-categorical": pd.Categorical,
}
#: The containers in which a missing text has a missing verdict; in the others, the verdict is False.
NULLABLE = {kind for kind in MADE if kind.startswith(("masked", "arrow", "polars"))}


def texts() -> st.SearchStrategy[list[str | None]]:
    some = st.one_of(tz_strings(tz.VAPIX), broken_texts(tz.VAPIX), st.text(max_size=8), st.none())
    # Columns in which strings repeat.
    return st.lists(some, min_size=1, max_size=6).flatmap(lambda few: st.lists(st.sampled_from(few), max_size=12))


def rows_of(table: Any) -> list[tuple[Any, ...]]:
    """The rows of any library's table, with None for missing values."""
    if isinstance(table, dict):
        values = [table[name].tolist() for name in FIELDS]
    elif isinstance(table, pd.DataFrame):
        assert list(table) == FIELDS
        values = [table[name].astype(object).where(table[name].notna(), None).tolist() for name in FIELDS]
    else:
        names = table.columns if isinstance(table, pl.DataFrame) else table.column_names
        assert names == FIELDS
        values = [
            table[name].to_list() if isinstance(table, pl.DataFrame) else table[name].to_pylist() for name in names
        ]
    return list(zip(*values, strict=True))


def loop(rows: list[str | None], dialect: tz.Dialect | str) -> list[tuple[Any, ...]]:
    return [
        (row, text, str(problem.code), str(problem.severity), problem.message, problem.span.start, problem.span.end,
         problem.hint, problem.fix)
        for row, text in enumerate(rows) if text is not None
        for problem in tz.validate(text, dialect)
    ]  # fmt: skip


def listed(column: Any) -> list[Any]:
    """The elements of any library's column."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return list(array.tolist() if hasattr(array, "tolist") else array.to_list())


@given(texts(), st.sampled_from([tz.VAPIX, tz.POSIX_2024, "tzif-v3"]))
def test_columns_are_judged_as_their_rows(rows: list[str | None], dialect: tz.Dialect | str) -> None:
    right = loop(rows, dialect)
    for kind, make in MADE.items():
        missing = None if kind in NULLABLE else False
        verdicts = [missing if row is None else tz.is_valid(row, dialect) for row in rows]
        assert listed(columns.is_valid(make(rows), dialect)) == verdicts, kind
        assert rows_of(columns.problems(make(rows), dialect)) == right, kind


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("rows", [[], [None], [None, None]])
def test_columns_without_strings(kind: str, rows: list[str | None]) -> None:
    column = MADE[kind](rows)
    assert len(columns.is_valid(column)) == len(rows)
    assert rows_of(columns.problems(column)) == []


def test_nothing_but_nulls_needs_no_type() -> None:
    assert columns.is_valid(pa.nulls(2)).to_pylist() == [None, None]
    assert columns.is_valid(pl.Series([None, None])).to_list() == [None, None]
    assert columns.problems(pl.Series([None])).height == 0
    for nothing in (None, np.nan, pd.NA):
        assert columns.is_valid(np.array(["UTC0", nothing], object)).tolist() == [True, False]


def test_containers() -> None:
    series = pd.Series(ROWS, index=list("abcdef"), name="tz")
    valid = columns.is_valid(series)
    assert valid.dtype == bool
    assert valid.name == "tz"
    assert series[valid].index.tolist() == ["a", "c", "e"]
    found = columns.problems(series)
    assert found.index.tolist() == ["c", "d", "f"]
    assert found["row"].tolist() == [2, 3, 5]
    assert found["severity"].tolist() == ["warning", "error", "error"]
    assert columns.is_valid(MADE["polars"](ROWS)).name == "tz"
    assert columns.is_valid(MADE["polars"](ROWS)).dtype == pl.Boolean
    assert isinstance(columns.is_valid(MADE["arrow-chunks"](ROWS)), pa.ChunkedArray)
    assert columns.is_valid(MADE["arrow"](ROWS)).type == pa.bool_()
    assert columns.problems(MADE["arrow"](ROWS)).schema.types[:2] == [pa.int64(), pa.string()]
    assert columns.is_valid(np.array([["UTC0"], ["UTC"]])).tolist() == [[True], [False]]
    assert columns.problems(np.array([["UTC0"], ["UTC"]]))["row"].tolist() == [1]
    assert columns.is_valid(np.array("UTC0")).shape == ()


def test_the_dict_of_arrays_makes_every_table() -> None:
    found = columns.problems(ROWS)
    right = loop(ROWS, "vapix")
    assert [rows_of(make(found)) for make in (pd.DataFrame, pl.DataFrame, pa.table)] == [right] * 3


def test_a_text_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[object] = []
    from vapix_proto.tz import parser

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def judge(text: str, dialect: tz.Dialect) -> Any:
            judged.append(text)
            return function(text, dialect)

        return judge

    for name in ("validate", "is_valid"):
        monkeypatch.setattr(parser, name, counted(getattr(parser, name)))
    for kind, make in MADE.items():
        for question in (columns.is_valid, columns.problems):
            judged.clear()
            question(make([*ROWS, *ROWS]))
            assert sorted(map(str, judged)) == ["CET-1", "EST5EDT", "UTC"], (kind, question)


def test_what_is_refused() -> None:
    for question in (columns.is_valid, columns.problems):
        with pytest.raises(TypeError, match="expected a TZ string, not int") as failed:
            question(np.array(["UTC0", 5], object))
        assert failed.value.__notes__ == ["the error is in row 1 of the TZ strings"]
        with pytest.raises(TypeError, match="not an array of int64"):
            question(np.arange(3))
        with pytest.raises(ValueError, match="posix-2025"):
            question(ROWS, "posix-2025")
        for column in (pd.DataFrame({"tz": ["UTC0"]}), pd.NA, pd.MultiIndex.from_tuples([("UTC0", "UTC0")])):
            with pytest.raises(TypeError, match=f"expected TZ strings, not a pandas {type(column).__name__}"):
                question(column)
        for column in (pl.col("tz"), pl.LazyFrame({"tz": ["UTC0"]}), pl.DataFrame({"tz": ["UTC0"]})):
            with pytest.raises(TypeError, match=f"expected a polars Series, not {type(column).__name__}"):
                question(column)
        for make in (MADE["list"], MADE["objects"], MADE["pandas-objects"]):
            with pytest.raises(TypeError, match="expected a TZ string, not list") as failed:
                question(make(["UTC0", None, ["UTC0"]]))  # type: ignore[list-item]
            assert failed.value.__notes__ == ["the error is in row 2 of the TZ strings"]


@pytest.mark.parametrize("kind", ["pandas", "pandas-index", "pandas-category", "pandas-categorical"])
def test_a_pandas_table_has_the_same_types_whatever_it_holds(kind: str) -> None:
    texts: list[list[str | None]] = [[], ["CET-1"], ["UTC"], ["CET+25"], ["UTC0UTC"]]
    tables = [columns.problems(MADE[kind](rows)) for rows in texts]
    words = pd.Series(["x"]).dtype
    for table in tables:
        assert [str(each) for each in table.dtypes] == [
            "int64" if name in {"row", "start", "end"} else str(words) for name in FIELDS
        ]


def test_types_of_arrays() -> None:
    valid = columns.is_valid(ROWS)
    assert_type(valid, "np.ndarray[tuple[Any, ...], np.dtype[np.bool_]]")
    found = columns.problems(np.array(["UTC"]), tz.VAPIX)
    assert_type(found, "dict[str, np.ndarray[tuple[Any, ...], np.dtype[Any]]]")
    if TYPE_CHECKING:
        import polars

        assert_type(columns.is_valid(polars.Series()), polars.Series)
        assert_type(columns.problems(polars.Series()), polars.DataFrame)
