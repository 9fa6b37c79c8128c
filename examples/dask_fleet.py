"""Local times of a fleet on Dask: a folder of Parquet files in, another one out, by as many workers as there are.

    python examples/dask_fleet.py SOURCE TARGET

Every file of SOURCE has a column ``timestamp`` and a column ``tz_string``; its copy in TARGET has ``local``, ``utoff``
and ``isdst``, too. A worker takes one file at a time and reads it batch by batch: it needs some 170 MB, however large
the files are, and 90 of them are Dask and Python. Any other engine that maps a function over record batches can use
``batches.localise`` just so.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from vapix_proto.tz.columns import batches

if TYPE_CHECKING:
    from distributed import Client

#: Rows that a worker holds at a time.
ROWS = 2**16


def localise_file(source: str, target: str) -> int:
    """Copies one Parquet file with the local times added.

    Args:
        source: The file to read.
        target: The file to write.

    Returns:
        How many rows there are.
    """
    # Arrow's own pool holds on to some 60 MB of what it has freed; that of the system, to little.
    pa.set_memory_pool(pa.system_memory_pool())
    rows = 0
    with pq.ParquetFile(source, pre_buffer=False) as file:
        # No rows, to know the schema: ``empty_table`` would load pandas, which takes 50 MB.
        empty = batches.localise(file.read_row_groups([]))
        with pq.ParquetWriter(target, empty.schema) as writer:
            for batch in file.iter_batches(ROWS, use_threads=False):
                # A row group for each: the writer would keep a million rows of batches.
                writer.write_table(pa.Table.from_batches([batches.localise(batch, invalid="null")]))
                rows += batch.num_rows
    return rows


def localise_folder(client: Client, source: Path, target: Path) -> int:
    """Does all Parquet files of a folder on the workers of a cluster.

    Args:
        client: The cluster.
        source: The folder to read, which all workers can reach.
        target: The folder to write to.

    Returns:
        How many rows there are in all.
    """
    target.mkdir(parents=True, exist_ok=True)
    files = sorted(source.glob("*.parquet"))
    done = client.map(localise_file, [str(file) for file in files], [str(target / file.name) for file in files])
    return sum(client.gather(done))


def main() -> None:
    """The command: a cluster of processes on this machine."""
    from distributed import Client, LocalCluster  # noqa: PLC0415 - workers need it no more

    parser = argparse.ArgumentParser(description="Local times of a fleet, on Dask.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory-limit", default="300MB", help="of each worker")
    given = parser.parse_args()
    with (
        LocalCluster(
            n_workers=given.workers, threads_per_worker=1, memory_limit=given.memory_limit, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        print(f"{localise_folder(client, given.source, given.target)} rows")


if __name__ == "__main__":
    main()
