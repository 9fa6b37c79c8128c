"""The Markdown files in the repository, with their code blocks, links and anchors."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

#: Other folders may hold environments, builds or copies of other projects.
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md", "tests/vectors/*.md", "examples/**/*.md")
    for path in ROOT.glob(pattern)
)
_FENCE = re.compile(r"^(?:<!-- (.*?) -->\n)?```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A code block, and the comment right above it, which says how the code is tested if it can't simply run."""

    line: int
    mark: str
    language: str
    code: str


@cache
def blocks(document: Path) -> tuple[Block, ...]:
    """A document's code blocks."""
    text = document.read_text("utf-8")
    return tuple(
        Block(text.count("\n", 0, found.start(3)) + 1, found[1] or "", found[2], found[3])
        for found in _FENCE.finditer(text)
    )


def prose(document: Path) -> str:
    """A document without its code."""
    text = _FENCE.sub("", document.read_text("utf-8"))
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", lambda found: f"`{len(found[0]) * '.'}`", text)


def links(document: Path) -> list[str]:
    """The targets of a document's links, as they are written."""
    text = prose(document)
    references = re.findall(r"^\[[^\]]+\]: (\S+)", text, re.MULTILINE)
    return [
        *re.findall(r"\]\(([^)\s]+)\)", text),
        *references,
        *re.findall(r"<(?:img|a)[^>]* (?:src|href)=\"(.*?)\"", text),
    ]


@cache
def anchors(document: Path) -> frozenset[str]:
    """The anchors of a document's headings, as a code host and the site generate them."""
    text = _FENCE.sub("", document.read_text("utf-8"))
    seen: Counter[str] = Counter()
    found = set()
    for title in re.findall(r"^#{1,6} (.*)$", text, re.MULTILINE):
        plain = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", title)
        slug = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)
