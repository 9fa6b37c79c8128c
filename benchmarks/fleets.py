"""Columns in which every row has its own TZ string."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from tests.support.independent.random_tz import year_start

from .columns_peers import connected, query
from .harness import Case, Contestant, Effort, Target, race
from .peers import COLUMNS, installed, peer
from .samples import changes, footers
from .tables import Int64s, equal

TITLE = "Fleets"

#: Years in which the zones in the database follow the TZ string at the end of their file.
YEARS = range(2027, 2037)
DISTINCT = 100
DICTIONARY, CATEGORICAL, OBJECTS = "pyarrow dictionary", "pandas Categorical", "NumPy objects"
STRINGS, ENCODE = "pyarrow strings", "pyarrow dictionary_encode"
COMPILED, COMPILED_2 = "pyarrow dictionary, numba", "pyarrow dictionary, numba, 2 threads"
_LOOKUPS = "every row looks up its zone's table, offsets and cell; pandas is quicker here than the target supposes"
_ENCODED = "the codes are looked up on top of what encoding them costs"
PANDAS, PYARROW, POLARS, DUCKDB = "pandas, zone by zone", "pyarrow, zone by zone", "polars, zone by zone", "duckdb"


def fleet() -> list[tuple[str, str]]:
    """``DISTINCT`` TZ strings, each with a zone that keeps the same time in these years in every library's database."""
    candidates = []
    for text, names in footers().items():
        # Names without a place, such as Factory, are not in every library's database.
        candidates.append((text, next((name for name in names if "/" in name and _same(text, name)), None)))
    found = [(text, name) for text, name in candidates if name is not None]
    others = _others(found)
    found = [(text, name) for text, name in found if name not in others]
    # Other spellings of the same strings, in case the database has too few.
    found += [(f"{text}:00", name) for text, name in found if "," not in text and ":" not in text]
    if len(found) < DISTINCT:
        raise ValueError(f"{len(found)} zones, not {DISTINCT}")
    return found[:DISTINCT]


@cache
def _tested(text: str) -> tuple[list[int], list[int]]:
    """Instants spread over the years and around transitions, with the exact UTC offsets."""
    at, offsets = changes(text, YEARS)
    low, high = year_start(YEARS[0]), year_start(YEARS[-1] + 1)
    around = (t + step for t in at for step in (-3601, -1, 0, 3600))
    tested = [t for t in sorted({low, high - 1, *range(low, high, 86400 * 5), *around}) if low <= t < high]
    return tested, [offsets[bisect_right(at, t)] for t in tested]


def _same(text: str, name: str) -> bool:
    zone = ZoneInfo(name)
    return all(
        datetime.fromtimestamp(t, UTC).astimezone(zone).utcoffset() == timedelta(seconds=offset)
        for t, offset in zip(*_tested(text), strict=True)
    )


def _others(zones: list[tuple[str, str]]) -> set[str]:
    """The zones that a peer lacks or that keep a different time in it, because each peer reads its own database."""
    found = set()
    for text, name in zones:
        tested, offsets = (np.array(column, np.int64) for column in _tested(text))
        exact = (tested + offsets) * 10**6
        try:
            if any((local.astype("M8[us]").view(np.int64) != exact).any() for local in _shown(name, tested)):
                found.add(name)
        except ValueError:  # pyarrow raises it for a zone that the system lacks
            found.add(name)
    return found


def _shown(name: str, instants: Int64s) -> Iterator[Any]:
    """A zone's local times at instants, according to every peer that does not use zoneinfo."""
    duckdb, polars, pa, compute = (peer(module) for module in ("duckdb", "polars", "pyarrow", "pyarrow.compute"))
    microseconds = instants * 10**6
    if polars is not None:
        utc = polars.Series(microseconds.view("M8[us]")).dt.replace_time_zone("UTC")
        yield utc.dt.convert_time_zone(name).dt.replace_time_zone(None).to_numpy()
    if pa is not None:
        yield compute.local_timestamp(pa.array(microseconds).view(pa.timestamp("us", name))).to_numpy()
    if duckdb is not None and pa is not None:
        connection = _connection()
        connection.register("given", pa.table({"t": pa.array(microseconds).view(pa.timestamp("us", "UTC"))}))
        yield connection.execute("SELECT timezone(?, t) AS t FROM given", [name]).fetchnumpy()["t"]


_connection = cache(connected)


class Rows:
    """The rows: instants, each with the number of its TZ string."""

    def __init__(self, count: int, zones: list[tuple[str, str]]) -> None:
        rng = np.random.default_rng(2)
        self.t: Int64s = rng.integers(year_start(YEARS[0]), year_start(YEARS[-1] + 1), count)
        self.codes: npt.NDArray[np.int32] = rng.integers(0, len(zones), count, dtype=np.int32)
        self.texts = [text for text, _ in zones]
        self.names = [name for _, name in zones]
        self.local: Int64s = np.empty_like(self.t)
        # The exact local times, zone by zone, by a sorted search.
        for number, text in enumerate(self.texts):
            at, offsets = changes(text, YEARS)
            rows = np.flatnonzero(self.codes == number)
            of_rows = np.array(offsets)[np.searchsorted(np.array(at, np.int64), self.t[rows], "right")]
            self.local[rows] = self.t[rows] + of_rows

    def check(self, answer: Callable[[], Any]) -> Callable[[], None]:
        """The check that all local times, in seconds, are exact."""

        def check() -> None:
            # ``equal`` asks for the rows in order, a part at a time.
            pieces = iter(range(0, len(self.t), 2**20))

            def exact(some: Int64s) -> Int64s:
                first = next(pieces)
                return self.local[first : first + len(some)]

            equal(answer, self.t, exact)()

        return check


def _ours(rows: Rows, absent: dict[str, str]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """For each of our contestants, its name, the column of TZ strings in one of its forms, and more arguments."""
    pa = installed("pyarrow", DICTIONARY, absent)
    dictionary = pa and pa.DictionaryArray.from_arrays(rows.codes, rows.texts)
    if pa:
        yield DICTIONARY, dictionary, {}
    if pandas := installed("pandas", CATEGORICAL, absent):
        yield CATEGORICAL, pandas.Categorical.from_codes(rows.codes, rows.texts), {}
    yield OBJECTS, np.array(rows.texts, object)[rows.codes], {}
    if installed("pyarrow", STRINGS, absent):
        yield STRINGS, dictionary.cast(pa.string()), {}
    if installed("numba", COMPILED, absent) and pa:
        yield COMPILED, dictionary, {"compiled": True}
        yield COMPILED_2, dictionary, {"compiled": True, "threads": 2}


def _pandas(rows: Rows, absent: dict[str, str]) -> Iterator[Contestant]:
    pandas = installed("pandas", PANDAS, absent)
    if pandas is None:
        return
    zones = pandas.Categorical.from_codes(rows.codes, rows.texts)
    index = pandas.DatetimeIndex((rows.t * 10**9).view("M8[ns]"), tz="UTC")
    series = pandas.Series(index)

    def run() -> Any:  # noqa: ANN401
        out = np.empty(len(rows.t), "M8[ns]")
        for code, places in series.groupby(zones, observed=True).indices.items():
            out[places] = index[places].tz_convert(names[code]).tz_localize(None)
        return out

    names = dict(zip(rows.texts, rows.names, strict=True))
    yield Contestant(PANDAS, run, rows.check(lambda: run().view(np.int64) // 10**9), len(rows.t))


def _pyarrow(rows: Rows, absent: dict[str, str]) -> Iterator[Contestant]:
    pa, compute = installed("pyarrow", PYARROW, absent), peer("pyarrow.compute")
    if pa is None:
        return
    dictionary = pa.DictionaryArray.from_arrays(rows.codes, rows.texts)
    instants = pa.array(rows.t * 10**6).view(pa.timestamp("us"))

    def run() -> Any:  # noqa: ANN401
        # pyarrow can't convert by group, so NumPy sorts the rows by zone, pyarrow's kernel converts the rows of each
        # zone, and the order of the rows is then restored.
        order = np.argsort(dictionary.indices.to_numpy(), kind="stable")
        ordered = instants.take(pa.array(order)).view("int64")
        ends = np.cumsum(np.bincount(dictionary.indices.to_numpy(), minlength=len(rows.names)))
        out = np.empty(len(rows.t), np.int64)
        first = 0
        for name, end in zip(rows.names, ends.tolist(), strict=True):
            part = ordered.slice(first, end - first).view(pa.timestamp("us", name))
            out[order[first:end]] = compute.local_timestamp(part).view("int64").to_numpy()
            first = end
        return out

    yield Contestant(PYARROW, run, rows.check(lambda: run() // 10**6), len(rows.t))


def _polars(rows: Rows, absent: dict[str, str]) -> Iterator[Contestant]:
    polars = installed("polars", POLARS, absent)
    if polars is None:
        return
    instants = polars.Series("t", (rows.t * 10**6).view("M8[us]")).dt.replace_time_zone("UTC")
    frame = polars.DataFrame({"t": instants, "zone": polars.Series(rows.codes)}).with_row_index("row")

    def run() -> Any:  # noqa: ANN401
        parts = []
        for (code,), part in frame.partition_by("zone", as_dict=True, include_key=False).items():
            local = part["t"].dt.convert_time_zone(rows.names[code]).dt.replace_time_zone(None)
            parts.append(part.with_columns(local))
        out = np.empty(len(rows.t), "M8[us]")
        every = polars.concat(parts)
        out[every["row"].to_numpy()] = every["t"].to_numpy()
        return out

    yield Contestant(POLARS, run, rows.check(lambda: run().view(np.int64) // 10**6), len(rows.t))


def _duckdb(rows: Rows, absent: dict[str, str]) -> Iterator[Contestant]:
    duckdb, pa = installed("duckdb", DUCKDB, absent), installed("pyarrow", DUCKDB, absent)
    if duckdb is None or pa is None:
        return
    connection = _connection()
    instants = pa.array(rows.t * 10**6).view(pa.timestamp("us", "UTC"))
    names = pa.DictionaryArray.from_arrays(rows.codes, rows.names)
    connection.register("given", pa.table({"t": instants, "zone": names}))
    connection.execute("CREATE OR REPLACE TABLE rows AS SELECT t, zone FROM given")
    connection.unregister("given")
    try:
        run = query(connection, "SELECT timezone(zone, t) AS t FROM rows")
    except duckdb.Error as error:
        absent[DUCKDB] = f"refused: {str(error).splitlines()[0]}"
        return
    yield Contestant(DUCKDB, run, rows.check(lambda: run().astype("M8[us]").view(np.int64) // 10**6), len(rows.t))


def run(effort: Effort) -> list[Case]:
    """Measures the cases of this module."""
    columns = peer(COLUMNS)
    size = effort.size
    zones = fleet()
    rows = Rows(size, zones)
    absent: dict[str, str] = {}
    out = np.zeros_like(rows.t)
    contestants = []
    strings = None
    for name, given, how in _ours(rows, absent):
        call = partial(columns.to_local_by_string, given, rows.t, out=out, **how)

        def answer(call: Any = call) -> Any:  # noqa: ANN401
            out.fill(-1)
            return call()

        contestants.append(Contestant(name, call, rows.check(answer), size, "ours"))
        strings = given if name == STRINGS else strings
    if strings is not None:
        texts = strings

        def check() -> None:
            assert len(texts.dictionary_encode().dictionary) == min(DISTINCT, len(set(rows.codes.tolist())))

        contestants.append(Contestant(ENCODE, texts.dictionary_encode, check, size, "reference"))
    for prepare in (_pandas, _pyarrow, _polars, _duckdb):
        contestants += prepare(rows, absent)
    targets = []
    if not effort.quick:
        names = [DICTIONARY, CATEGORICAL] if peer("numba") is None else [DICTIONARY, CATEGORICAL, COMPILED, COMPILED_2]
        targets = [Target(name, PANDAS, 27, "faster", _LOOKUPS) for name in names]
        targets.append(Target(STRINGS, ENCODE, 1.25, reason=_ENCODED))
    note = (
        f"Each of {size:,} rows has an instant from {YEARS[0]} to {YEARS[-1]} and one of {DISTINCT} TZ strings. Each "
        "library calculates the local times. In place of each string, the other libraries use a zone that keeps the "
        "same time in these years. For pandas, pyarrow and polars, the column of zones holds categories or small "
        "integers; the benchmark groups the rows by zone, converts them zone by zone, and puts them back in order. For "
        "duckdb, each row contains the name of its zone, and duckdb converts all rows in one query. Zones whose rules "
        "are out of date in the databases of the other libraries are not used."
    )
    return [race("A TZ string in every row", "a row", contestants, effort, absent=absent, targets=targets, note=note)]
