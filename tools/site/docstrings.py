"""Turns docstrings into Markdown: sections (Args, Returns, Raises and others) become lists, examples become code."""

from __future__ import annotations

import inspect
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TITLES = {"Args": "Arguments"}
_ENTRY = re.compile(r"(\*{0,2}[\w.]+(?:, \*{0,2}[\w.]+)*): (.*)", re.DOTALL)


def markdown(docstring: str | None, link: Callable[[str], str]) -> str:
    """A docstring as Markdown.

    Args:
        docstring: The docstring.
        link: Turns the code between two backticks into a link or other Markdown.
    """
    return "\n\n".join(_blocks(inspect.cleandoc(docstring or ""), link))


def _blocks(text: str, link: Callable[[str], str]) -> Iterator[str]:
    for paragraph in re.split(r"\n{2,}(?! )", text):
        head, _, rest = paragraph.partition("\n")
        if paragraph.startswith(">>>"):
            yield f"```python\n{paragraph}\n```"
        elif head.endswith(":") and rest.startswith("    "):
            title = head.removesuffix(":")
            yield f"**{_TITLES.get(title, title)}**"
            yield _section(inspect.cleandoc(rest), title, link)
        elif re.search(r"^ ", paragraph, re.MULTILINE):
            yield paragraph
        else:
            yield _sentence(paragraph, link)


def _section(text: str, title: str, link: Callable[[str], str]) -> str:
    if title in {"Returns", "Yields"}:
        return _sentence(text, link)
    items = []
    for item in re.split(r"\n(?! )", text):
        found = _ENTRY.fullmatch(item)
        name, words = found.groups() if found else ("", item)
        shown = link(name) if title == "Raises" else f"`{name}`"
        items.append(f"- {shown}: {_sentence(words, link)}" if name else f"- {_sentence(words, link)}")
    return "\n".join(items)


def _sentence(text: str, link: Callable[[str], str]) -> str:
    """Text on one line, with links, and with the characters escaped that Markdown or HTML would read as markup."""
    pieces = re.split(r"(``.+?``|`.+?`)", " ".join(text.split()))
    return "".join(
        link(piece.strip("`").strip())
        if piece.startswith("`")
        else re.sub(r"([\\*_\[\]])", r"\\\1", escape(piece, quote=False))
        for piece in pieces
    )
