"""How other libraries convert a column, each in the fastest documented way and on its own kind of column.

They use a zone in the time zone database that keeps the same time in these years. The columns and zones
are prepared before the timing starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .peers import NOT_INSTALLED, peer
from .samples import NAME
from .tables import Int64s

PANDAS, PYARROW, POLARS, DUCKDB = "pandas", "pyarrow", "polars", "duckdb"


@dataclass(frozen=True, slots=True)
class Column:
    """How a peer converts a column.

    Attributes:
        name: The name of the peer.
        run: Converts the column, and returns the peer's own kind of column.
        read: Turns that column into seconds, for the check.
    """

    name: str
    run: Callable[[], Any]
    read: Callable[[Any], Any]

    def seconds(self) -> Any:  # noqa: ANN401 - an array
        """The converted column in seconds, for the check."""
        return self.read(self.run())


def _numbers(unit: str) -> Callable[[Any], Int64s]:
    """A function that turns anything that NumPy can read as datetime64 into seconds."""

    def read(column: Any) -> Int64s:  # noqa: ANN401
        numbers: Int64s = np.asarray(column).astype(f"M8[{unit}]").view(np.int64)
        return numbers // {"us": 10**6, "ns": 10**9}[unit]

    return read


def _peer(name: str, absent: dict[str, str]) -> Any:  # noqa: ANN401 - a module
    module = peer("pyarrow.compute" if name == PYARROW else name)
    if module is None:
        absent[name] = NOT_INSTALLED
    return module


def _arrow(t: Int64s, zone: str | None) -> Any:  # noqa: ANN401
    pa = peer("pyarrow")
    return pa.array(t * 10**6).view(pa.timestamp("us", zone))


def _arrow_seconds(column: Any) -> Int64s:  # noqa: ANN401
    seconds: Int64s = column.view("int64").to_numpy() // 10**6
    return seconds


def _duckdb(t: Int64s, kind: str) -> Any:  # noqa: ANN401
    """A connection to a new database that has the column in a table."""
    duckdb = peer("duckdb")
    connection = duckdb.connect()
    connection.execute("SET TimeZone='UTC'")
    cast = f"make_timestamp(microseconds){'::TIMESTAMPTZ' if kind == 'TIMESTAMPTZ' else ''}"
    connection.register("given", {"microseconds": t * 10**6})
    connection.execute(f"CREATE TABLE instants AS SELECT {cast} AS t FROM given")  # noqa: S608 - constants
    connection.unregister("given")
    return connection


def _duckdb_column(t: Int64s, kind: str, absent: dict[str, str]) -> Column | None:
    duckdb = _peer(DUCKDB, absent)
    if duckdb is None:
        return None
    try:
        connection = _duckdb(t, kind)
        statement = f"SELECT timezone('{NAME}', t) AS t FROM instants"  # noqa: S608 - constants
        connection.execute(f"{statement} LIMIT 1").fetchnumpy()
    except duckdb.Error as error:
        absent[DUCKDB] = f"refused: {str(error).splitlines()[0]}"
        return None
    return Column(DUCKDB, lambda: connection.execute(statement).fetchnumpy()["t"], _numbers("us"))


def local_of(t: Int64s, absent: dict[str, str]) -> Iterator[Column]:
    """The ways to get the local times of instants, one for each peer, in the peer's own unit."""
    pandas = _peer(PANDAS, absent)
    if pandas is not None:
        index = pandas.DatetimeIndex((t * 10**9).view("M8[ns]"), tz="UTC").tz_convert(NAME)
        yield Column(PANDAS, lambda: index.tz_localize(None), _numbers("ns"))
    compute = _peer(PYARROW, absent)
    if compute is not None:
        instants = _arrow(t, NAME)
        yield Column(PYARROW, lambda: compute.local_timestamp(instants), _arrow_seconds)
    polars = _peer(POLARS, absent)
    if polars is not None:
        series = polars.Series((t * 10**9).view("M8[ns]")).dt.replace_time_zone("UTC")
        zoned = series.dt.convert_time_zone(NAME)
        yield Column(POLARS, lambda: zoned.dt.replace_time_zone(None), _numbers("ns"))
    column = _duckdb_column(t, "TIMESTAMPTZ", absent)
    if column is not None:
        yield column


def utc_of(t: Int64s, local: Int64s, absent: dict[str, str]) -> Iterator[Column]:
    """The ways to get the earlier instant of each local time (in duckdb, the later). No local time is in a gap."""
    pandas = _peer(PANDAS, absent)
    if pandas is not None:
        index = pandas.DatetimeIndex((local * 10**9).view("M8[ns]"))
        # The earlier of two instants is in daylight saving time.
        earlier = np.ones(len(t), np.bool_)
        yield Column(PANDAS, lambda: index.tz_localize(NAME, ambiguous=earlier), _pandas_seconds)
    compute = _peer(PYARROW, absent)
    if compute is not None:
        shown = _arrow(local, None)
        yield Column(PYARROW, lambda: compute.assume_timezone(shown, NAME, ambiguous="earliest"), _arrow_seconds)
    polars = _peer(POLARS, absent)
    if polars is not None:
        series = polars.Series((local * 10**9).view("M8[ns]"))
        yield Column(POLARS, lambda: series.dt.replace_time_zone(NAME, ambiguous="earliest"), _polars_seconds)
    column = _duckdb_column(local, "TIMESTAMP", absent)
    if column is not None:
        yield column


def _pandas_seconds(index: Any) -> Int64s:  # noqa: ANN401
    seconds: Int64s = index.asi8 // 10**9
    return seconds


def _polars_seconds(series: Any) -> Int64s:  # noqa: ANN401
    seconds: Int64s = series.dt.epoch("s").to_numpy()
    return seconds
