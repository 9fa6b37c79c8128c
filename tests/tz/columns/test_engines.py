"""The recipes for Spark and Ray in docs/how-to/data; ``tools.compat`` has an environment for each engine."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.paths import ROOT
from tests.support.recipes import recipe

if TYPE_CHECKING:
    from pathlib import Path

#: The engines' own code causes warnings.
pytestmark = pytest.mark.filterwarnings("default")
TEXTS = ["CET-1CEST,M3.5.0,M10.5.0/3", "UTC", None, "JST-9"]
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def check(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs the program on a page with a folder of two files."""
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (folder / "fleet").mkdir()
    for number in range(2):
        times = pa.array([NOON] * 4, pa.timestamp("us", "UTC"))
        table = pa.table({"timestamp": times, "tz_string": TEXTS})
        # If musl is installed beside glibc, Spark's Snappy loads the wrong library.
        pq.write_table(table, f"fleet/{number}.parquet", compression="none")
    recipe(f"how-to/data/{page}.md", None)
    rows = pq.read_table("localised").to_pylist()
    assert sorted(rows, key=lambda row: TEXTS.index(row["tz_string"])) == [
        {"timestamp": row["timestamp"], "tz_string": text, "local": local, "utoff": utoff, "isdst": isdst}
        for (text, local, utoff, isdst) in (
            (TEXTS[0], datetime(2026, 7, 1, 14), 7200, True),
            ("UTC", None, None, None),
            (None, None, None, None),
            ("JST-9", datetime(2026, 7, 1, 21), 32_400, False),
        )
        for row in rows[:2]
    ]
    assert {row["timestamp"].timestamp() for row in rows} == {NOON.timestamp()}


def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.parquet.compression.codec": "uncompressed",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    }
    options = " ".join(f"--conf {name}={value}" for name, value in settings.items())
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"--master local[1] {options} pyspark-shell")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    check("spark", tmp_path, monkeypatch)


def test_ray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    # Spark's processes start in the current folder.
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    ray.init(num_cpus=1, include_dashboard=False, object_store_memory=100 * 2**20, log_to_driver=False)
    try:
        check("ray", tmp_path, monkeypatch)
    finally:
        ray.shutdown()
