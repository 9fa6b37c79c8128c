"""The code of docs/columns.md runs."""

from __future__ import annotations

import doctest
import re

import pytest

from tests.support.paths import DOCS
from vapix_proto.tz import columns

DOCUMENT = (DOCS / "columns.md").read_text("utf-8")


def test_the_examples_run() -> None:
    pytest.importorskip("polars")
    scope: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL):
        exec(compile(block, "docs/columns.md", "exec"), scope)
    assert {"zone", "frame"} <= set(scope)


def test_the_docstring_runs() -> None:
    assert doctest.testmod(columns).attempted > 0
    assert doctest.testmod(columns).failed == 0


def test_every_public_name_has_a_line() -> None:
    for name in columns.__all__:
        assert name in DOCUMENT, name
