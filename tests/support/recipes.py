"""The programs in the documents."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.documents import blocks
from tests.support.paths import DOCS


def sections(document: str) -> dict[str, str]:
    """A document's sections, keyed by title."""
    text = (DOCS / document).read_text("utf-8")
    return dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def recipe(document: str, title: str | None, *modules: str) -> dict[str, Any]:
    """The names that the program in a section, or on a whole page, defines; skips the test if a module is missing."""
    for module in modules:
        pytest.importorskip(module)
    scope: dict[str, Any] = {"__name__": "recipe"}
    if title is None:
        program = "\n".join(block.code for block in blocks(DOCS / document) if block.language == "python")
    else:
        program = "\n".join(re.findall(r"```python\n(.*?)```", sections(document)[title], re.DOTALL))
    exec(compile(program, title or document, "exec", dont_inherit=True), scope)
    return scope
