"""The tests shown in docs/how-to/pytest.md pass."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.documents import blocks
from tests.support.paths import DOCS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

#: A setting for few examples, because Hypothesis sends a request for each.
FEW = (
    "from hypothesis import settings\nsettings.register_profile('few', max_examples=5, database=None, deadline=None)\n"
)


def test_the_tests_of_the_page_pass(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn")
    code = [block.code for block in blocks(DOCS / "how-to" / "pytest.md") if block.language == "python"]
    (tmp_path / "test_page.py").write_text("\n".join(code), "utf-8")
    (tmp_path / "conftest.py").write_text(FEW, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "few"]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert f"{''.join(code).count('def test_') + 3} passed" in done.stdout  # one test runs with four versions
