"""How other libraries convert a column, each in the fastest documented way and on its own kind of column.

They use a zone in the time zone database that keeps the same time in these years. The columns and zones
are prepared before the timing starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .peers import installed, peer
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
    size = {"us": 10**6, "ns": 10**9}[unit]
    return lambda column: np.asarray(column).astype(f"M8[{unit}]").view(np.int64) // size


def _arrow(t: Int64s, zone: str | None) -> Any:  # noqa: ANN401
    pa = peer("pyarrow")
    return pa.array(t * 10**6).view(pa.timestamp("us", zone))


def _arrow_seconds(column: Any) -> Int64s:  # noqa: ANN401
    seconds: Int64s = column.view("int64").to_numpy() // 10**6
    return seconds


def connected() -> Any:  # noqa: ANN401
    """A connection to a new database of duckdb."""
    connection = peer("duckdb").connect()
    connection.execute("SET TimeZone='UTC'")
    return connection


def query(connection: Any, statement: str) -> Callable[[], Any]:  # noqa: ANN401
    """A function that returns the column ``t`` of a query, after duckdb has accepted the query."""
    connection.execute(f"{statement} LIMIT 1").fetchnumpy()
    return lambda: connection.execute(statement).fetchnumpy()["t"]


def _duckdb(t: Int64s, kind: str, absent: dict[str, str]) -> Iterator[Column]:
    duckdb = installed("duckdb", DUCKDB, absent)
    if duckdb is None:
        return
    try:
        connection = connected()
        connection.register("given", {"microseconds": t * 10**6})
        made = f"SELECT make_timestamp(microseconds)::{kind} AS t FROM given"  # noqa: S608 - constants
        connection.execute(f"CREATE TABLE instants AS {made}")
        connection.unregister("given")
        run = query(connection, f"SELECT timezone('{NAME}', t) AS t FROM instants")  # noqa: S608 - constants
    except duckdb.Error as error:
        absent[DUCKDB] = f"refused: {str(error).splitlines()[0]}"
    else:
        yield Column(DUCKDB, run, _numbers("us"))


def local_of(t: Int64s, absent: dict[str, str]) -> Iterator[Column]:
    """The ways to get the local times of instants, one for each peer, in the peer's own unit."""
    if pandas := installed("pandas", PANDAS, absent):
        index = pandas.DatetimeIndex((t * 10**9).view("M8[ns]"), tz="UTC").tz_convert(NAME)
        yield Column(PANDAS, lambda: index.tz_localize(None), _numbers("ns"))
    if compute := installed("pyarrow.compute", PYARROW, absent):
        instants = _arrow(t, NAME)
        yield Column(PYARROW, lambda: compute.local_timestamp(instants), _arrow_seconds)
    if polars := installed("polars", POLARS, absent):
        series = polars.Series((t * 10**9).view("M8[ns]")).dt.replace_time_zone("UTC")
        zoned = series.dt.convert_time_zone(NAME)
        yield Column(POLARS, lambda: zoned.dt.replace_time_zone(None), _numbers("ns"))
    yield from _duckdb(t, "TIMESTAMPTZ", absent)


def utc_of(t: Int64s, local: Int64s, absent: dict[str, str]) -> Iterator[Column]:
    """The ways to get the earlier instant of each local time (in duckdb, the later). No local time is in a gap."""
    if pandas := installed("pandas", PANDAS, absent):
        index = pandas.DatetimeIndex((local * 10**9).view("M8[ns]"))
        # The earlier of two instants is in daylight saving time.
        earlier = np.ones(len(t), np.bool_)
        yield Column(PANDAS, lambda: index.tz_localize(NAME, ambiguous=earlier), lambda out: out.asi8 // 10**9)
    if compute := installed("pyarrow.compute", PYARROW, absent):
        shown = _arrow(local, None)
        yield Column(PYARROW, lambda: compute.assume_timezone(shown, NAME, ambiguous="earliest"), _arrow_seconds)
    if polars := installed("polars", POLARS, absent):
        series = polars.Series((local * 10**9).view("M8[ns]"))
        earliest = partial(series.dt.replace_time_zone, NAME, ambiguous="earliest")
        yield Column(POLARS, earliest, lambda out: out.dt.epoch("s").to_numpy())
    yield from _duckdb(local, "TIMESTAMP", absent)
