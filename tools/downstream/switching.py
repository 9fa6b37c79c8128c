"""Rewrites a module so that its functions call an adapter, and counts lines of code."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.downstream.projects import Switch

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_ADAPTER = "_vapix_proto_adapter"
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def switch(tree: Path, switch: Switch, adapter: str) -> tuple[int, int]:
    """Switches a module in a tree of sources to its adapter.

    Returns:
        How many lines of code the module loses, and how many the adapter has.

    Raises:
        ValueError: The module lacks something that is to be replaced.
    """
    module = tree / switch.path
    before = module.read_text("utf-8")
    after = switched(before, switch)
    beside = module.with_name(f"{module.stem}_adapter.py")
    beside.write_text(adapter, "utf-8")
    module.write_text(f"{after}\n\nimport {switch.module}_adapter as {_ADAPTER}  # noqa\n", "utf-8")
    return code_lines(before) - code_lines(after), code_lines(adapter)


def switched(source: str, switch: Switch) -> str:
    """The text of a module with its functions calling the adapter, and without the code that is then unused.

    Raises:
        ValueError: The module lacks something that is to be replaced.
    """
    found = dict(_named(ast.parse(source), ""))
    missing = sorted({*switch.calls, *switch.unused} - found.keys())
    if missing:
        raise ValueError(f"{switch.module} has no {', '.join(missing)}: this version needs another adapter")
    lines = source.splitlines(keepends=True)
    edits = [(*_extent(found[name]), "") for name in switch.unused]
    edits += [_call(found[name], function) for name, function in switch.calls.items()]
    for first, last, text in sorted(edits, reverse=True):
        lines[first - 1 : last] = [text]
    return "".join(lines)


def _named(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, ast.stmt]]:
    for child in node.body:
        match child:
            case ast.ClassDef(name=name):
                yield f"{prefix}{name}", child
                yield from _named(child, f"{prefix}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield f"{prefix}{name}", child
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield f"{prefix}{name}", child


def _extent(node: ast.stmt) -> tuple[int, int]:
    """The first and the last line of a statement, its decorators included."""
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]), node.end_lineno or node.lineno


def _call(node: ast.stmt, function: str) -> tuple[int, int, str]:
    """The first and last line of a function's body, and the call that replaces them."""
    if not isinstance(node, Function):
        raise TypeError(f"{function} can only replace a function")
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    arguments = ", ".join(argument.arg for argument in node.args.args)
    call = f"{' ' * body[0].col_offset}return {_ADAPTER}.{function}({arguments})\n"
    return body[0].lineno, node.end_lineno or node.lineno, call


def code_lines(source: str) -> int:
    """The number of lines of code in a module, without blank lines, comments and docstrings."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)
