"""Columns with a string for each row equal a loop over the rows, whatever the containers of strings and instants."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tz_texts import instants, readings, tz_strings
from vapix_proto import ParseError, tz
from vapix_proto.tz import columns
from vapix_proto.tz.columns import _stacked_tables
from vapix_proto.tz.columns._numpy_kernels import CHUNK

#: If numba is installed, the compiled code is tested, too.
COMPILED = [False, True] if find_spec("numba") else [False]
TEXTS = [
    *("CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "JST-9", "NZST-12NZDT,M9.5.0,M4.1.0/3"),
    *("IST-1GMT0,M10.5.0,M3.5.0/1", "LHST-10:30LHDT-11,M10.1.0,M4.1.0", "UTC0"),
]
#: The strings, and zones that change too often for a common table.
MIXED = [*TEXTS, "XXX0YYY,J180/2,J180/13", "XXX24YYY-24,J1/0,J200/0"]
QUESTIONS: dict[Any, Any] = {
    columns.to_local_by_string: lambda t, kind: t + kind.utoff,
    columns.utoff_by_string: lambda t, kind: kind.utoff,
    columns.isdst_by_string: lambda t, kind: kind.isdst,
}


def loop(question: Any, names: list[str], t: list[int], how: tz.Reading | str = "merge", dialect: Any = "vapix") -> Any:
    answer = QUESTIONS[question]
    return [answer(s, tz.parse(name, dialect).clock(reading=how).at(s)) for name, s in zip(names, t, strict=True)]


@given(
    st.lists(st.tuples(tz_strings(tz.TZIF_V3), instants()), max_size=12), readings(), st.sampled_from(list(QUESTIONS))
)
def test_generated_fleets(rows: list[tuple[str, int]], how: tz.Reading, question: Any) -> None:
    rows = [row for row in rows if abs(row[1]) < 2**62] * 2
    names, t = [row[0] for row in rows], [row[1] for row in rows]
    right = loop(question, names, t, how, tz.TZIF_V3)
    for compiled in COMPILED:
        got = question(names, np.array(t, np.int64), dialect=tz.TZIF_V3, reading=how, compiled=compiled)
        assert got.tolist() == right


@pytest.mark.parametrize("question", list(QUESTIONS))
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:2], TEXTS[5:6], MIXED])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_many_rows(question: Any, texts: list[str], unit: str) -> None:
    rng = np.random.default_rng(len(texts))
    size = CHUNK + 11 if unit == "s" else 3000
    codes = rng.integers(0, len(texts), size)
    t = rng.integers(-(2**31), 2**32, size)
    names = np.array(texts, object)[codes]
    right = np.empty(size, np.int64)
    for code, text in enumerate(texts):
        # Other tests compare each zone alone with the scalar calculator.
        some = codes == code
        single: dict[Any, Any] = {columns.to_local_by_string: columns.to_local, columns.utoff_by_string: columns.utoff}
        right[some] = single.get(question, columns.isdst)(tz.parse(text), t[some])
    column = t.astype("M8[s]").astype(f"M8[{unit}]")
    for threads in (1, 2):
        got = question(names, column, threads=threads)
        assert (got.astype("M8[s]").astype(np.int64) == right if got.dtype.kind == "M" else got == right).all()
    near = slice(0, 300)
    assert right[near].tolist() == loop(question, names[near].tolist(), t[near].tolist())
    # A few instants far away, and some that are missing.
    column[5] = "NaT"
    t[7] = 2**62 if unit == "s" else t[7]
    if unit == "s":
        column[7] = np.datetime64(2**62, "s")
    again = question(names, column)
    keep = np.ones(size, bool)
    keep[[5, 7]] = False
    assert (again[keep] == got[keep]).all()
    assert np.isnat(again[5]) if again.dtype.kind == "M" else again[5] in {False, columns.NAT_UTOFF}
    if unit == "s":
        assert int(again[7].astype(np.int64)) == loop(question, [names[7]], [2**62])[0]


@pytest.mark.parametrize("kind", ["object", "str", "list", "arrow", "large", "view", "dictionary", "chunked", "pandas",
                                  "categorical", "series", "polars", "polars-categorical"])  # fmt: skip
def test_what_names_come_in(kind: str) -> None:
    rng = np.random.default_rng(3)
    codes = rng.integers(0, len(TEXTS), 500)
    t = rng.integers(0, 2**31, 500)
    rows = [TEXTS[code] for code in codes]
    names: Any = rows
    if kind in {"object", "str"}:
        names = np.array(rows, kind)
    elif kind in {"arrow", "large", "view", "dictionary", "chunked"}:
        pa = pytest.importorskip("pyarrow")
        type_of = {"large": pa.large_string(), "view": pa.string_view()}
        names = pa.array(rows, type_of.get(kind, pa.string()))
        if kind == "dictionary":
            names = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(TEXTS))
        if kind == "chunked":
            halves = [pa.array(rows[:200]).dictionary_encode(), pa.array(rows[200:]).dictionary_encode()]
            names = pa.chunked_array(halves)
    elif kind in {"pandas", "categorical", "series"}:
        pd = pytest.importorskip("pandas")
        names = {
            "pandas": pd.Series(rows),
            "categorical": pd.Categorical(rows),
            "series": pd.Series(rows, dtype="category"),
        }[kind]
    elif kind.startswith("polars"):
        pl = pytest.importorskip("polars")
        names = pl.Series(rows, dtype=pl.Categorical if "cat" in kind else pl.String)
    got = columns.to_local_by_string(names, t)
    assert got.tolist() == loop(columns.to_local_by_string, rows, t.tolist())


def test_shapes_and_out() -> None:
    names = np.array([["UTC0", "JST-9"], ["CET-1", "EST5"]], object)
    t = np.zeros((2, 2), np.int64)
    assert columns.to_local_by_string(names, t).tolist() == [[0, 32400], [3600, -18000]]
    assert columns.to_local_by_string(names.T, t.T).tolist() == [[0, 3600], [32400, -18000]]
    out = np.empty((2, 2), ">i8")
    assert columns.to_local_by_string(names, t, out=out) is out
    assert out.tolist() == [[0, 32400], [3600, -18000]]
    for texts in (TEXTS, MIXED):
        rows = np.array(texts * 50, object)
        column = np.arange(len(rows)) * 10_000_000
        want = loop(columns.to_local_by_string, rows.tolist(), column.tolist())
        assert columns.to_local_by_string(rows, column, out=column) is column
        assert column.tolist() == want
        room = np.arange(len(rows) + 1) * 10_000_000
        columns.to_local_by_string(rows, room[:-1], out=room[1:])
        assert room[1:].tolist() == want
    assert columns.to_local_by_string([], []).tolist() == []
    assert columns.utoff_by_string(np.array("JST-9"), np.array(0)) == 32400


def test_wrong_fleets() -> None:
    t = np.arange(3)
    with pytest.raises(ParseError) as failed:
        columns.to_local_by_string(["UTC0", "UTC0", "nonsense"], t)
    assert failed.value.__notes__ == ["the error is in row 2 of the TZ strings"]
    with pytest.raises(TypeError, match="a TZ string is missing") as missing:
        columns.to_local_by_string(np.array(["UTC0", None, None]), t)
    assert missing.value.__notes__ == ["the error is in row 1 of the TZ strings"]
    with pytest.raises(ValueError, match=r"strings have shape \(2,\), but the times have shape \(3,\)"):
        columns.to_local_by_string(["UTC0", "UTC0"], t)
    with pytest.raises(TypeError, match="expected TZ strings"):
        columns.to_local_by_string(np.arange(3), t)
    names = np.array(["UTC0", "JST-9", "AAA1", "BBB0CCC,J1,J2/1"], object)
    far = np.array([0, 2**63 - 1, 0, 5])
    with pytest.raises(OverflowError, match="element 1 does not fit"):
        columns.to_local_by_string(names, far)
    with pytest.raises(ValueError, match="cctz refuses daylight saving time") as implied:
        columns.utoff_by_string(["CET-1", "CET-1", "CET-1CEST"], t, reading="cctz")
    assert implied.value.__notes__ == ["the error is in row 2 of the TZ strings"]
    pa = pytest.importorskip("pyarrow")
    # No row uses the second string in this dictionary.
    unused = pa.DictionaryArray.from_arrays(pa.array([0, 0, 0]), pa.array(["JST-9", "nonsense"]))
    assert columns.utoff_by_string(unused, t).tolist() == [32400] * 3


def test_a_fleet_of_too_many_zones_for_tables(thorough: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    size = 4000 if thorough else 200
    if not thorough:
        monkeypatch.setattr(_stacked_tables, "_CELLS_MAX", 2**16)
    texts = [f"AAA{hour}:{minute:02}BBB,M3.{week}.0,M10.{week}.{day}"
             for hour in range(20) for minute in range(60) for week in range(1, 5) for day in range(2)]  # fmt: skip
    rng = np.random.default_rng(5)
    rows = rng.integers(0, len(texts), size)
    t = rng.integers(0, 2**31, size)
    names = np.array(texts, object)[rows]
    names[:] = texts[:size]
    got = columns.utoff_by_string(names, t)
    some = slice(0, 200)
    assert got[some].tolist() == loop(columns.utoff_by_string, names[some].tolist(), t[some].tolist())


@given(st.data())
def test_rows_of_invalid_strings_are_null(data: st.DataObject) -> None:
    some = st.one_of(st.sampled_from([*MIXED, "UTC", "nonsense"]), st.none())
    names = data.draw(st.lists(some, min_size=1, max_size=8))
    seconds = data.draw(st.lists(st.integers(-(2**34), 2**34), min_size=len(names), max_size=len(names)))
    valid = [name is not None and tz.is_valid(name) for name in names]
    known = [name if name is not None and ok else "UTC0" for name, ok in zip(names, valid, strict=True)]
    strings = np.array(names, object)
    t = np.array(seconds, "M8[s]")
    for question in QUESTIONS:
        right = [one if ok else None for one, ok in zip(question(known, t).tolist(), valid, strict=True)]
        nothing = {columns.utoff_by_string: columns.NAT_UTOFF, columns.isdst_by_string: False}.get(question)
        plain = [nothing if one is None else one for one in right]
        for compiled in COMPILED:
            assert question(strings, t, invalid="null", compiled=compiled).tolist() == plain
        masked = question(strings, np.ma.array(t, mask=False), invalid="null")
        assert masked.mask.tolist() == [not ok for ok in valid]
        pa = pytest.importorskip("pyarrow")
        assert question(pa.array(names, pa.string()), pa.array(t), invalid="null").to_pylist() == right
        pd = pytest.importorskip("pandas")
        got = question(pd.Series(names, dtype="str", index=t), pd.Series(t, index=t), invalid="null")
        assert got.index.equals(pd.Index(t))
        assert got.to_numpy().tolist() == plain
        pl = pytest.importorskip("polars")
        assert (
            question(pl.Series(names, dtype=pl.String), pl.Series(t.astype("M8[us]")), invalid="null").to_list()
            == right
        )


def test_nulls_of_either_side_are_null() -> None:
    pa = pytest.importorskip("pyarrow")
    t = pa.array([0, 0, None, None])
    names = pa.array(["JST-9", "UTC", "JST-9", None])
    assert columns.to_local_by_string(names, t, invalid="null").to_pylist() == [32400, None, None, None]
    assert columns.utoff_by_string(names.dictionary_encode(), t, invalid="null").to_pylist() == [
        32400,
        None,
        None,
        None,
    ]


def test_invalid_strings_and_out() -> None:
    t = np.array([0, 0, "NaT"], "M8[us]")
    assert columns.to_local_by_string(["JST-9", "UTC", "EST5"], t, invalid="null", out=t) is t
    assert np.isnat(t).tolist() == [False, True, True]
    out = np.zeros(2, ">i4")
    columns.utoff_by_string(["UTC", "JST-9"], np.zeros(2, np.int64), invalid="null", out=out)
    assert out.tolist() == [columns.NAT_UTOFF, 32400]
    assert columns.utoff_by_string(np.array("UTC"), np.array(0), invalid="null") == columns.NAT_UTOFF


def test_integers_have_no_place_for_null() -> None:
    pd = pytest.importorskip("pandas")
    # Whether or not any string is invalid, so that code that works does not fail with the next file.
    for t in (np.zeros(1, np.int64), pd.Series([0]), [0]):
        with pytest.raises(ValueError, match="integers have no NaT"):
            columns.to_local_by_string(["UTC0"], t, invalid="null")
        assert list(columns.isdst_by_string(["UTC"], t, invalid="null")) == [False]
    with pytest.raises(ValueError, match="invalid must be one of raise, null, not 'skip'"):
        columns.utoff_by_string(["UTC0"], [0], invalid="skip")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="expected a TZ string, not int"):
        columns.utoff_by_string(np.array([5], object), [0], invalid="null")
