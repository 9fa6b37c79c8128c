"""The code in the documents runs, and its output is what the documents show.

A document's Python code runs in order, in one scope, in an empty folder with the files that the document shows
(``name``: and then their text). ``x  # literal`` states a value, ``>>>`` an output, and ``$ vapix-proto`` the output
of a command. A comment above a code block names the test that runs it instead, or the reason why none does.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
import shlex
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.command import run
from tests.support.documents import DOCUMENTS, Block, blocks
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WITH_CODE = [
    document for document in DOCUMENTS if any(block.language in {"python", "console"} for block in blocks(document))
]
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", WITH_CODE, ids=name)
def test_the_code_runs(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in _FILE.findall(document.read_text("utf-8")):
        (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "document"}
    missing = set()
    for block in (block for block in blocks(document) if not block.mark):
        if block.language == "console":
            check_console(block)
        elif block.language == "python":
            missing |= missing_modules(block.code)
            if not missing:
                check_python(block, scope, name(document))
    if missing:
        pytest.skip(f"needs {', '.join(sorted(missing))}")


def missing_modules(code: str) -> set[str]:
    """The top-level packages that a code block imports but that are not installed."""
    if ">>>" in code:
        code = "\n".join(example.source for example in doctest.DocTestParser().get_examples(code))
    imported = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    return {module for module in imported if find_spec(module) is None}


def check_python(block: Block, scope: dict[str, Any], document: str) -> None:
    if ">>>" in block.code:
        test = doctest.DocTestParser().get_doctest(block.code, scope, document, document, block.line)
        test.globs = scope  # not a copy, because the next block continues from here
        failed, _ = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, clear_globs=False)
        assert failed == 0
        return
    # Line by line, because a claim is about the moment after its own line.
    lines = block.code.splitlines()
    for node in ast.parse(block.code).body:
        line = lines[(node.end_lineno or 1) - 1]
        claim = re.search(r"\S  +# (.*)$", line)
        if isinstance(node, ast.Expr) and claim is not None:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                value = eval(compile(ast.Expression(node.value), document, "eval", dont_inherit=True), scope)
            shown = printed.getvalue().rstrip("\n") or repr(value)
            assert shown == claim[1] or is_prose(claim[1], value), f"{line}\nshows {shown}"
        else:
            exec(compile(ast.Module([node], []), document, "exec", dont_inherit=True), scope)


def is_prose(claim: str, value: object) -> bool:
    """Whether a comment is a sentence or paraphrases a value, such as True for a NumPy bool."""
    try:
        return bool(ast.literal_eval(claim) == value)
    except (SyntaxError, ValueError):
        return not re.fullmatch(r"[A-Z]\w*\(.*\)", claim)


def check_console(block: Block) -> None:
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block.code, re.MULTILINE):
        words = shlex.split(command, comments=True)
        assert words[0] == "vapix-proto", f"line {block.line}: say which test runs {command!r}"
        done = run(*words[1:])
        # Tables are padded with trailing spaces, which editors and code hosts strip.
        shown = [re.sub(r" +$", "", text.decode(), flags=re.MULTILINE) for text in (done.stdout, done.stderr)]
        assert output in {shown[0], "".join(shown)}, f"line {block.line} shows:\n{''.join(shown)}"


@pytest.mark.parametrize("document", WITH_CODE, ids=name)
def test_every_mark_names_a_test_or_a_reason(document: Path) -> None:
    for block in blocks(document):
        if block.mark.startswith("tested by "):
            path, _, function = block.mark.removeprefix("tested by ").partition("::")
            assert f"def {function}(" in (ROOT / path).read_text("utf-8"), block.mark
        elif block.language in {"python", "console"}:
            assert not block.mark or re.match(r"not run: \w", block.mark), block.mark
