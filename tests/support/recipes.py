"""The programs in the documents."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.paths import ROOT


def sections(document: str) -> dict[str, str]:
    """The sections of a document by their titles."""
    text = (ROOT / "docs" / document).read_text("utf-8")
    return dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def recipe(document: str, title: str, *modules: str) -> dict[str, Any]:
    """The names that the program of a section defines; the test is skipped where a module is missing."""
    for module in modules:
        pytest.importorskip(module)
    scope: dict[str, Any] = {"__name__": "recipe"}
    program = "\n".join(re.findall(r"```python\n(.*?)```", sections(document)[title], re.DOTALL))
    exec(compile(program, title, "exec", dont_inherit=True), scope)
    return scope
