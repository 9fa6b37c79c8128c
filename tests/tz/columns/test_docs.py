"""The code of docs/how-to/columns.md runs."""

from __future__ import annotations

import ast
import doctest
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.paths import DOCS
from vapix_proto.tz import columns

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = (DOCS / "how-to/columns.md").read_text("utf-8")


BLOCKS = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
#: The blocks with tests of their own; those of Spark and Ray are in ``test_engines``.
OTHERS = re.compile(r"import (duckdb|torch|ray)$|^from pyspark", re.MULTILINE)
ROWS = [("JST-9", datetime(2026, 7, 1, 12)), ("UTC", datetime(2026, 7, 1, 12)), (None, datetime(2026, 7, 1, 12))]


def run(blocks: list[str]) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    for block in blocks:
        # The value of a last expression, as a notebook shows it.
        *_, last = tree = ast.parse(block).body
        if isinstance(last, ast.Expr):
            tree[-1] = ast.Assign([ast.Name("_", ast.Store())], last.value)
        exec(compile(ast.fix_missing_locations(ast.Module(tree, [])), "docs/how-to/columns.md", "exec"), scope)
    return scope


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pl = pytest.importorskip("polars")
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet").mkdir()
    for number in range(2):
        rows = pl.DataFrame(ROWS, {"tz_string": pl.String, "t": pl.Datetime("us")}, orient="row")
        rows.write_parquet(f"fleet/{number}.parquet")
    scope = run([block for block in BLOCKS if not OTHERS.search(block)])
    assert scope["devices"]["mended"].fillna("").tolist() == ["", "UTC0", "", "UTC0"]
    assert scope["found"]["code"].value_counts().to_dict() == {"tz-offset-missing": 2}
    fleet = scope["fleet"].select(local=pl.col("tz_string").posix_tz.to_local("t"))
    assert fleet["local"].to_list() == [datetime(2026, 3, 29, 9, 59, 59), None]
    assert pl.read_parquet("local.parquet")["local"].to_list() == [datetime(2026, 7, 1, 21), None, None] * 2


def test_the_example_of_duckdb_runs() -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    (recipe,) = [block for block in BLOCKS if "duckdb" in block]
    assert run([BLOCKS[0], recipe])["_"] == [
        ("CET-1CEST,M3.5.0,M10.5.0/3", True, datetime(2026, 7, 1, 14)),
        ("UTC", False, None),
        (None, None, None),
    ]


def test_the_example_of_torch_runs() -> None:
    pytest.importorskip("torch")
    (recipe,) = [block for block in BLOCKS if "import torch" in block]
    assert run([BLOCKS[0], recipe])["seconds"].tolist() == [1_774_745_999, 1_774_746_000]


def test_the_docstring_runs() -> None:
    assert doctest.testmod(columns).attempted > 0
    assert doctest.testmod(columns).failed == 0


def test_every_public_name_has_a_line() -> None:
    for name in columns.__all__:
        assert name in DOCUMENT, name
