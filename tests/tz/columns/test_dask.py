"""The Dask example; with ``--thorough``, two processes run it, each with less memory than the size of the data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from vapix_proto import tz
from vapix_proto.tz.columns import batches

if TYPE_CHECKING:
    from pathlib import Path

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from examples import dask_fleet  # noqa: E402 - needs pyarrow

#: In bytes. A worker needs some 170 MB, most of it for code; Dask kills it at 95 % of this limit.
MEMORY = 250 * 10**6
ZONES = ["CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "JST-9", "NZST-12NZDT,M9.5.0,M4.1.0/3"]
TEXTS = [*ZONES, "no zone", None]


def write(folder: Path, files: int, groups: int, rows: int) -> int:
    """Writes a data set of random instants; returns the size of its files in bytes."""
    rng = np.random.default_rng(7)
    dictionary = pa.array(TEXTS[:-1])
    schema = pa.schema({"timestamp": pa.timestamp("us", "UTC"), "tz_string": pa.dictionary(pa.int8(), pa.string())})
    for number in range(files):
        with pq.ParquetWriter(
            folder / f"{number:02}.parquet", schema, compression="none", use_dictionary=["tz_string"]
        ) as file:
            for _ in range(groups):
                t = pa.array(rng.integers(10**15, 2 * 10**15, rows)).cast(schema.field(0).type)
                codes = rng.integers(0, len(TEXTS), rows).astype(np.int8)
                names = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == len(TEXTS) - 1), dictionary)
                file.write_batch(pa.record_batch([t, names], schema=schema))
    return sum(file.stat().st_size for file in folder.iterdir())


class Here:
    """The methods of a Dask client that the example needs, run in this thread."""

    def map(self, function: Any, *columns: list[str]) -> list[Any]:
        return list(map(function, *columns))

    def gather(self, done: list[Any]) -> list[Any]:
        return done


@pytest.mark.filterwarnings("default")
def test_workers_give_what_one_call_does(tmp_path: Path, thorough: bool) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    # Each file has more rows than the example reads at a time.
    files, groups, rows = (12, 16, 250_000) if thorough else (2, 2, 40_000)
    size = write(source, files, groups, rows)
    if thorough:
        assert size > MEMORY
        distributed = pytest.importorskip("distributed")
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, memory_limit=MEMORY, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            assert dask_fleet.localise_folder(client, source, target) == files * groups * rows
    else:
        here: Any = Here()
        assert dask_fleet.localise_folder(here, source, target) == files * groups * rows
    nulls = 0
    # Here, too, one partition at a time.
    for file in sorted(source.iterdir()):
        here = batches.localise(pq.read_table(file), invalid="null")
        got = pq.read_table(target / file.name)
        assert got.schema.names == ["timestamp", "tz_string", "local", "utoff", "isdst"]
        assert got.select(["local", "utoff", "isdst"]).equals(here.select(["local", "utoff", "isdst"]))
        nulls += got.column("local").null_count
    # Two of the six strings are not valid TZ strings.
    assert 0.32 < nulls / (files * groups * rows) < 0.35
    for row in here.slice(0, 200).to_pylist():
        if row["tz_string"] in ZONES:
            kind = tz.parse(row["tz_string"]).at(row["timestamp"])
            assert (row["utoff"], row["isdst"]) == (kind.utoff, kind.isdst)
            assert (row["local"] - row["timestamp"].replace(tzinfo=None)).total_seconds() == kind.utoff
        else:
            assert row["local"] is row["utoff"] is row["isdst"] is None
