"""Columns of pyarrow, polars and pandas, as input and output: with nulls, and without copies if there are none."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from vapix_proto import ParseError, tz
from vapix_proto.tz import columns
from vapix_proto.tz.columns import batches

pa = pytest.importorskip("pyarrow")

CET = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
#: From 2001 on, because the clocks of Berlin had other rules before.
SECONDS = np.random.default_rng(2).integers(10**9, 2**31, 1000)
LOCAL = columns.to_local(CET, SECONDS)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Asia/Tokyo"])
@pytest.mark.parametrize("chunks", [0, 1, 3])
@pytest.mark.parametrize("nulls", [False, True])
def test_arrow_timestamps(unit: str, zone: str | None, chunks: int, nulls: bool) -> None:
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    mask = np.arange(1000) % 7 == 3 if nulls else None
    array: Any = pa.array(SECONDS * scale, mask=mask).cast(pa.timestamp(unit, zone))[5:]
    if chunks:
        array = pa.chunked_array([array[i::1][: 995 // chunks + 1] for i in range(0, 995, 995 // chunks + 1)])
    got = columns.to_local(CET, array)
    assert got.type == pa.timestamp(unit)
    rows = [None if nulls and i % 7 == 3 else int(LOCAL[i]) * scale for i in range(5, 1000)]
    assert got.cast(pa.int64()).to_pylist() == rows
    got.validate(full=True)
    utoff = columns.utoff(CET, array)
    assert utoff.type == pa.int32()
    assert utoff.to_pylist() == [
        None if row is None else row // scale - int(SECONDS[i + 5]) for i, row in enumerate(rows)
    ]
    isdst = columns.isdst(CET, array)
    assert isdst.to_pylist() == [None if off is None else off == 7200 for off in utoff.to_pylist()]
    back = columns.to_utc(CET, got)
    assert back.type == pa.timestamp(unit, "UTC")
    again = columns.to_utc(CET, got, fold=1).cast(pa.int64()).to_pylist()
    for i, (first, second) in enumerate(zip(back.cast(pa.int64()).to_pylist(), again, strict=True)):
        assert first is second is None if rows[i] is None else int(SECONDS[i + 5]) * scale in (first, second)


def test_chunks_stay_chunks() -> None:
    chunked = pa.chunked_array([pa.array(SECONDS[:400]), pa.array(SECONDS[400:])])
    for question in (columns.utoff, columns.isdst, columns.to_local, columns.ambiguity):
        got: Any = question(CET, chunked)
        assert isinstance(got, pa.ChunkedArray)
        assert got.equals(pa.chunked_array([question(CET, pa.array(SECONDS))]))
    empty = pa.chunked_array([], pa.timestamp("us"))
    assert columns.to_local(CET, empty).equals(pa.chunked_array([pa.array([], pa.timestamp("us"))]))


def test_arrow_shares_memory() -> None:
    array = pa.array(SECONDS)
    out = columns.to_local(CET, array)
    assert out.to_pylist() == LOCAL.tolist()
    result = np.zeros(1000, np.int64)
    from vapix_proto.tz.columns._containers import arrow_array

    wrapped = arrow_array(result, None)
    result[3] = 7
    assert wrapped[3].as_py() == 7
    from vapix_proto.tz.columns._containers import held

    container = held(array, local=False)
    assert container is not None
    assert container.values.ctypes.data == array.buffers()[1].address


def test_arrow_nulls_hide_what_is_under_them() -> None:
    under = np.array([2**63 - 1, 1_774_749_600 + 1, 0])  # an overflow, a gap
    array = pa.Array.from_buffers(pa.int64(), 3, [pa.array([False, False, True]).buffers()[1], pa.py_buffer(under)])
    assert columns.to_local(CET, array).to_pylist() == [None, None, 3600]
    assert columns.to_utc(CET, array).to_pylist() == [None, None, -3600]
    assert columns.ambiguity(CET, array).to_pylist() == [None, None, 0]


def test_gaps_become_null() -> None:
    times = np.array(["2026-03-29T01:30", "2026-03-29T02:30"], "M8[us]")
    got = columns.to_utc(CET, pa.array(times), gap="nat")
    assert got.null_count == 1
    assert got[1].as_py() is None
    pl = pytest.importorskip("polars")
    assert columns.to_utc(CET, pl.Series("t", times), gap="nat").is_null().to_list() == [False, True]


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    rows = [None if i % 7 == 3 else int(t) * 10**6 for i, t in enumerate(SECONDS)]
    series = pl.Series("when", rows, dtype=pl.Datetime("us", "UTC"))
    got = columns.to_local(CET, series)
    assert got.name == "when"
    assert got.dtype == pl.Datetime("us")
    assert got.to_list() == series.dt.convert_time_zone("Europe/Berlin").dt.replace_time_zone(None).to_list()
    assert columns.utoff(CET, series).dtype == pl.Int32
    frame = pl.DataFrame({"t": series.drop_nulls()})
    # As the documents show.
    mapped = frame.select(
        pl.col("t").map_batches(lambda column: columns.to_local(CET, column), return_dtype=pl.Datetime("us"))
    )
    assert mapped["t"].to_list() == got.drop_nulls().to_list()


def test_pandas() -> None:
    pd = pytest.importorskip("pandas")
    naive = pd.Series(SECONDS.astype("M8[s]").astype("M8[ns]"), index=np.arange(1000) * 2, name="when")
    naive.iloc[4] = pd.NaT
    want = naive.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    for series in (naive, naive.dt.tz_localize("UTC"), naive.dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")):
        pd.testing.assert_series_equal(columns.to_local(CET, series), want)
    assert columns.utoff(CET, naive).iloc[4] == columns.NAT_UTOFF
    utc = columns.to_utc(CET, want, fold=1)
    assert str(utc.dtype) == "datetime64[ns, UTC]"
    assert columns.to_local(CET, utc).equals(want)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_pandas_index(unit: str) -> None:
    pd = pytest.importorskip("pandas")
    naive = pd.DatetimeIndex(SECONDS.astype("M8[s]").astype(f"M8[{unit}]"), name="when").insert(3, pd.NaT)
    series = naive.to_series(index=range(len(naive)))
    for index in (naive, naive.tz_localize("UTC"), naive.tz_localize("UTC").tz_convert("Asia/Tokyo")):
        local = columns.to_local(CET, index)
        pd.testing.assert_index_equal(local, pd.DatetimeIndex(columns.to_local(CET, series), name="when"))
        names = pd.Index([str(CET)] * len(index))
        assert columns.to_local_by_string(names, index).equals(local)
        for question in (columns.utoff, columns.isdst):
            got: Any = question(CET, index)
            assert type(got) is np.ndarray
            assert got.tolist() == question(CET, series).tolist()
    assert columns.ambiguity(CET, naive).tolist() == columns.ambiguity(CET, series).tolist()
    utc = columns.to_utc(CET, local, fold=1)
    assert utc.dtype == pd.DatetimeTZDtype(unit, "UTC")
    assert utc.name == "when"
    assert columns.to_local(CET, utc).equals(local)
    # As a column, and to select rows.
    frame = pd.DataFrame({"n": range(len(naive))}, index=naive)
    frame["utoff"] = columns.utoff(CET, frame.index)
    assert (frame[columns.isdst(CET, frame.index)]["utoff"] == 7200).all()
    by_string = columns.to_local_by_string(["UTC"] * len(naive), naive, invalid="null")
    assert by_string.isna().all()


@pytest.mark.parametrize("zone", [None, "UTC", "Asia/Tokyo"])
def test_pandas_with_types_of_arrow(zone: str | None) -> None:
    pd = pytest.importorskip("pandas")
    series = pd.Series(SECONDS.astype("M8[s]").astype("M8[us]"))
    series.iloc[4] = pd.NaT
    column = pd.Series(pa.array(series).cast(pa.timestamp("us", zone)), dtype=pd.ArrowDtype(pa.timestamp("us", zone)))
    assert columns.to_local(CET, column).equals(columns.to_local(CET, series))
    if zone is not None:
        with pytest.raises(TypeError, match="a Series with a zone"):
            columns.to_utc(CET, column)


@pytest.mark.parametrize("name", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"])
def test_integers_of_any_size(name: str) -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    column = pa.array([0, 1, None, 127], name)
    for given in (column, column.slice(1), pa.chunked_array([column, column])):
        wide = given.cast(pa.int64())
        for question in (columns.utoff, columns.isdst, columns.to_local, columns.to_utc, columns.ambiguity):
            assert question(CET, given).equals(question(CET, wide))
    assert columns.to_local(CET, pl.Series(column)).to_list() == [3600, 3601, None, 3727]
    assert columns.to_local(CET, pd.Series([0, 127], dtype=name)).to_list() == [3600, 3727]
    for dtype in (pd.ArrowDtype(pa.type_for_alias(name)), "Int64"):
        assert columns.to_local(CET, pd.Series([0, 127], dtype=dtype)).to_list() == [3600, 3727]


def test_what_is_refused() -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match="are instants, not local times"):
        columns.to_utc(CET, pa.array([0]).cast(pa.timestamp("s", "UTC")))
    with pytest.raises(TypeError, match="contains instants, not local times"):
        columns.to_utc(CET, pd.Series(np.array([0], "M8[s]")).dt.tz_localize("UTC"))
    with pytest.raises(TypeError, match="a DatetimeIndex with a zone"):
        columns.to_utc(CET, pd.date_range("2026", periods=2, tz="UTC"))
    with pytest.raises(TypeError, match="times must be datetime64 or integers"):
        columns.utoff(CET, pd.period_range("2026", periods=2, freq="D"))
    with pytest.raises(TypeError, match="times must be timestamps or integers that fit in int64, not double"):
        columns.utoff(CET, pa.array([0.5]))
    with pytest.raises(TypeError, match="times must be timestamps or integers that fit in int64, not uint64"):
        columns.utoff(CET, pa.array([1], pa.uint64()))
    with pytest.raises(TypeError, match="expected a pandas Series or DatetimeIndex"):
        columns.utoff(CET, pd.DataFrame({"t": [1]}))
    with pytest.raises(TypeError, match="'out' is supported only for NumPy arrays"):
        columns.utoff(CET, pa.array([0]), out=np.empty(1, np.int32))


def test_rows_of_two_series_have_the_same_labels() -> None:
    pd = pytest.importorskip("pandas")
    strings = pd.Series({"hall": "CET-1", "lab": "JST-9"})
    times = pd.Series({"hall": pd.Timestamp("2026-01-01"), "lab": pd.Timestamp("2026-01-01")})
    shown = columns.to_local_by_string(strings, times)
    assert [str(shown["hall"]), str(shown["lab"])] == ["2026-01-01 01:00:00", "2026-01-01 09:00:00"]
    for question in (columns.to_local_by_string, columns.utoff_by_string, columns.isdst_by_string):
        with pytest.raises(ValueError, match="the strings and the times have different indexes"):
            question(strings, times[::-1])
        assert list(question(strings.tolist(), times[::-1]).index) == ["lab", "hall"]
    local = pd.Series([pd.Timestamp("2026-10-25 02:30")] * 2)
    assert columns.to_utc(CET, local, fold=pd.Series([0, 1])).dt.hour.tolist() == [0, 1]
    with pytest.raises(ValueError, match="fold and the times have different indexes"):
        columns.to_utc(CET, local, fold=pd.Series([0, 1], index=[1, 0]))


@pytest.mark.parametrize("dtype", ["Int64", "int64[pyarrow]", "object"])
def test_a_pandas_column_of_numbers_with_na_is_refused(dtype: str) -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match=f"integers that fit in int64, not {re.escape(dtype)} with missing values"):
        columns.utoff(CET, pd.Series([0, None], dtype=dtype))
    with pytest.raises(TypeError, match="fold must contain integers or booleans"):
        columns.to_utc(CET, np.zeros(2, np.int64), fold=pd.Series([0, None], dtype=dtype))
    with pytest.raises(TypeError, match="a TZ string is missing"):
        columns.utoff_by_string(pd.Series(["UTC0", None], dtype="object"), np.zeros(2, np.int64))


@pytest.mark.parametrize("table", [False, True])
def test_localise(table: bool) -> None:
    t = pa.array([0, 10**9, None, 1_784_000_000, 5]).cast(pa.timestamp("s", "UTC"))
    names = pa.array(["JST-9", str(CET), str(CET), None, "nonsense"]).dictionary_encode()
    batch: Any = pa.record_batch([t, names, pa.array(range(5))], ["timestamp", "tz_string", "n"])
    batch = pa.Table.from_batches([batch]) if table else batch
    got = batches.localise(batch, invalid="null")
    assert got.schema.names == ["timestamp", "tz_string", "n", "local", "utoff", "isdst"]
    assert got.column("utoff").to_pylist() == [32400, 7200, None, None, None]
    assert got.column("isdst").to_pylist() == [False, True, None, None, None]
    assert got.column("local").cast(pa.int64()).to_pylist() == [32400, 10**9 + 7200, None, None, None]
    assert batches.localise(batch.slice(0, 0)).num_rows == 0
    with pytest.raises(TypeError, match="a TZ string is missing"):
        batches.localise(batch.slice(0, 4))
    with pytest.raises(ParseError) as failed:
        batches.localise(batch.slice(4))
    assert failed.value.__notes__ == ["the error is in row 0 of the TZ strings"]
    with pytest.raises(ValueError, match="already has a column named isdst"):
        batches.localise(got)
    with pytest.raises(ValueError, match="invalid must be one of"):
        batches.localise(batch, invalid="no")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        batches.localise(batch, timestamp="when")
