"""Collects the documents of the site: ``docs/`` with its generated parts, and the files to which they link."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from tools.everywhere import ROOT
from tools.site import api, command_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: The folder of the page that explains a string, which is not a document.
PAGE = "explain"
#: Documents outside ``docs/`` and their paths in the site; other files outside it go to ``repository/``.
_PLACES = {"CHANGELOG.md": "reference/changes.md", "README.md": "index.md"}
_WITHOUT_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Explain a TZ string</title>
<p>This site was built without the page that explains a TZ string.
<a href="../index.html">Back to the start</a></p></html>
"""
_LANGUAGES = {".py": "python", ".js": "javascript", ".c": "c", ".toml": "toml", ".lark": "text"}
#: A line that ends with this comment is replaced by generated text; the rest of the line is for readers of a clone.
_MARK = re.compile(r"^.*<!-- generated: ([\w-]+) ?([\w.]*) -->$", re.MULTILINE)
_GENERATED: dict[str, Callable[[str], str]] = {"api": api.page, "command-line": command_line.page}
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)")


def stage(folder: Path) -> None:
    """Writes everything that zensical needs into a folder."""
    shutil.copyfile(ROOT / "zensical.toml", folder / "zensical.toml")
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns(PAGE))
    shutil.copyfile(ROOT / "CHANGELOG.md", docs / _PLACES["CHANGELOG.md"])
    # Links to the page lead here if the page is left out.
    (docs / PAGE).mkdir()
    (docs / PAGE / "index.html").write_text(_WITHOUT_PAGE, "utf-8")
    sources = {path: ROOT / "docs" / path.relative_to(docs) for path in docs.rglob("*.md")}
    sources[docs / _PLACES["CHANGELOG.md"]] = ROOT / "CHANGELOG.md"
    while sources:
        path, source = sources.popitem()
        text = path.read_text("utf-8") if path.exists() else _shown(source)
        text = _MARK.sub(lambda found: _GENERATED[found[1]](found[2]), text)
        for link in set(_LINK.findall(text)):
            target = (source.parent / link).resolve()
            place = _place(target)
            if place is None:
                continue
            text = text.replace(f"]({link}", f"]({os.path.relpath(docs / place, path.parent)}")
            if not (docs / place).exists():
                sources.setdefault(docs / place, target)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _place(target: Path) -> str | None:
    """A file's path in the site, or None."""
    if not target.is_file():
        return None
    if target.is_relative_to(ROOT / "docs"):
        return target.relative_to(ROOT / "docs").as_posix()
    name = target.relative_to(ROOT).as_posix()
    return _PLACES.get(name) or f"repository/{name}" + ("" if target.suffix == ".md" else ".md")


def _shown(source: Path) -> str:
    """The text of a file as Markdown."""
    text = source.read_text("utf-8")
    if source.suffix == ".md":
        return text
    name = source.relative_to(ROOT).as_posix()
    return f"# {name}\n\n```{_LANGUAGES.get(source.suffix, 'text')}\n{text.rstrip()}\n```\n"
