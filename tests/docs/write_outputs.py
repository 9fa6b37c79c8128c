"""``python -m tests.docs.write_outputs PAGE...`` updates the outputs of commands and ``>>>`` lines in documents."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.docs.test_code import _FILE
from tests.support.command import run
from tests.support.documents import blocks


def written(document: Path) -> str:
    """The text of a document with current outputs; its code runs in the current folder."""
    text = document.read_text("utf-8")
    for path, content in _FILE.findall(text):
        Path(path).write_text(content, "utf-8")
    scope: dict[str, Any] = {"__name__": "document"}
    for block in (block for block in blocks(document) if not block.mark):
        if block.language == "console":
            now = re.sub(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", _command, block.code, flags=re.MULTILINE)
            text = text.replace(block.code, now)
        elif block.language == "python" and ">>>" in block.code:
            text = text.replace(block.code, _examples(block.code, scope))
        elif block.language == "python":
            exec(compile(block.code, document.name, "exec", dont_inherit=True), scope)
    return text


def _command(found: re.Match[str]) -> str:
    done = run(*shlex.split(found[1], comments=True)[1:])
    output = done.stdout.decode()
    # A document may show standard error or leave it out.
    whole = not output or (bool(done.stderr) and found[2].endswith(done.stderr.decode()))
    return f"$ {found[1]}\n{output}{done.stderr.decode() if whole else ''}"


def _examples(code: str, scope: dict[str, Any]) -> str:
    now = ""
    for piece in doctest.DocTestParser().parse(code):
        if isinstance(piece, str):
            now += piece
            continue
        first, *others = piece.source.splitlines()
        now += "".join([f">>> {first}\n", *(f"... {line}".rstrip() + "\n" for line in others)])
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(piece.source, "document", "single", dont_inherit=True), scope)
        now += printed.getvalue()
    return f"{now.rstrip()}\n\n"  # doctest ends an output at an empty line


def main() -> None:
    for document in [Path(name).resolve() for name in sys.argv[1:]]:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            text = written(document)
        document.write_text(text, "utf-8")


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    main()
