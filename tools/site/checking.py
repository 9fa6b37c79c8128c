"""Checks a built site: every link must lead to a page and an anchor in it, and nothing may come from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EXTERNAL_IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\"')\s;]*", re.IGNORECASE)

_LOADING = {"src", "srcset", "href", "data", "poster"}


class _Page(HTMLParser):
    """The links, the loaded addresses and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                self.anchors.add(value)
            elif name == "href" and tag in {"a", "area"}:
                self.links.add(value)
            elif name in _LOADING or (name == "style" and _EXTERNAL_IN_CSS.search(value)):
                self.loaded.add(value)


def faults(site: Path, *, elsewhere: tuple[str, ...] = ()) -> list[str]:
    """Everything wrong with a site.

    Args:
        site: The folder of the site.
        elsewhere: Folders in the site that are built separately, and whose pages are not checked.
    """
    pages = {
        path: _Page(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] not in elsewhere
    }
    found = [fault for path in pages for fault in _faults(site, path, pages)]
    for path in site.rglob("*.css"):
        for address in _EXTERNAL_IN_CSS.findall(path.read_text("utf-8")):
            found.append(f"{path.relative_to(site)}: loads {address}")
    return found


def _faults(site: Path, path: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    page = pages[path]
    name = path.relative_to(site)
    for address in sorted(page.loaded | page.links):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if address in page.loaded and parts.scheme != "data":
                yield f"{name}: loads {address}"
            continue
        file, fragment = urldefrag(address)
        target = path if not file else (path.parent / unquote(parts.path)).resolve()
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{name}: no file for {address}"
        elif fragment and target in pages and unquote(fragment) not in pages[target].anchors:
            yield f"{name}: no anchor for {address}"
