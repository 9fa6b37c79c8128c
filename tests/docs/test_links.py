"""Every link in a document leads to a file that exists, and to a heading in it if the link names one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.support.documents import DOCUMENTS, anchors, links
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (document.parent / parts.path).resolve() if parts.path else document
        assert target.is_file() or (target.is_dir() and ROOT / "docs" not in document.parents), link
        if parts.fragment and "docs/reference/api" not in target.as_posix():
            assert parts.fragment in anchors(target), link


def test_links_are_found() -> None:
    assert sum(len(links(document)) for document in DOCUMENTS) > 100
