"""Installation commands work from a clone, even if a reader runs all those of the documents in the same terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.test_code import name
from tests.support.documents import DOCUMENTS, blocks
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_extras_are_installed_from_a_clone(document: Path) -> None:
    # The package index has no release, so "pip install vapix-proto" would fail or install something else.
    assert "install 'vapix-proto" not in document.read_text("utf-8")


def test_no_message_names_a_release() -> None:
    for path in (ROOT / "vapix_proto").rglob("*.py"):
        assert "pip install 'vapix-proto" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_packages_are_installed_into_the_environment_that_the_readme_creates(document: Path) -> None:
    # "python3 -m pip" fails while an environment without pip is active, and a plain "pip install" goes elsewhere.
    for block in blocks(document):
        assert not ("--without-pip" in block.code and "bin/activate" in block.code)
    assert re.search(r"(?<!-m )\bpip install", document.read_text("utf-8")) is None
