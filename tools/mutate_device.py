"""Makes one change at a time to the reference device, and reports the changes that no test notices.

    python -m tools.mutate_device                               # every module of its rules; 90 minutes of one core
    python -m tools.mutate_device rules.allowed state --jobs 2  # some modules
    python -m tools.mutate_device rules.allowed --change 17     # one of the reported changes, with what pytest prints

A change replaces a constant (a number by its neighbour, a string, a flag, a verdict, or a number or the end of a range
inside a regular expression), replaces a comparison or an operator, negates a condition, or leaves out a member of a
table. Documentation, types, exception texts, lists of names and the sizes of caches are not changed. Nothing is written
to disk: for each change, the tests run in a process of their own, which loads the changed code.

Mutmut 3 does not change code outside functions or code that runs on import, so it misses the tables and expressions
that hold many of the rules. Cosmic-ray 8 never changes strings, regular expressions or members of tables.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import re
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.machinery import SourceFileLoader
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = ROOT / "vapix_proto" / "oracle"
#: The modules of the package that decide what a device does, keyed by their names in it.
MODULES = {
    ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
    for path in sorted(FOLDER.rglob("*.py"))
    if path.name not in {"__init__.py", "redaction.py"}
}
#: The tests to run against a change.
TESTS = [
    f"tests/oracle/test_{name}.py"
    for name in (
        "allowed",
        "device",
        "discovery",
        "expectation",
        "golden",
        "json_requests",
        "recordings",
        "time_apis",
        "time_tree",
    )
]
#: Seconds of processor time for one change, ten times what the tests need. A change that exceeds it counts as noticed.
CPU_SECONDS = 90

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
}
_VERDICTS = {
    "REFUSED": ("REFUSED_FIRST",),
    "REFUSED_FIRST": ("REFUSED", "TAKEN_FIRST"),
    "TAKEN_FIRST": ("REFUSED_FIRST", "TAKEN"),
    "TAKEN": ("TAKEN_FIRST",),
}
_NOT_CHANGED = {"__slots__", "__match_args__", "__all__", "TYPE_CHECKING"}


class Change(NamedTuple):
    """A node in a syntax tree, where it is, and what replaces it."""

    parent: ast.AST
    field: str
    place: int | None
    instead: ast.AST | None
    line: int
    text: str

    def apply(self) -> None:
        if self.place is None:
            setattr(self.parent, self.field, self.instead)
        else:
            getattr(self.parent, self.field)[self.place : self.place + 1] = [self.instead] if self.instead else []


def changes(node: ast.AST) -> Iterator[Change]:
    """All possible changes to a tree, in the order of its lines."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params") or _is_left_alone(node, field):
            continue
        many = value if isinstance(value, list) else [value]
        for number, child in enumerate(many):
            if not isinstance(child, ast.AST) or _is_documentation(child):
                continue
            place = number if isinstance(value, list) else None
            line = getattr(child, "lineno", getattr(node, "lineno", 0))
            for instead, text in _instead(child, node, field):
                yield Change(node, field, place, instead, line, text)
            if len(many) > 1 and isinstance(node, (ast.Tuple, ast.List, ast.Set)):
                yield Change(node, field, place, None, line, f"without {ast.unparse(child)[:60]}")
            yield from changes(child)


def _is_left_alone(node: ast.AST, field: str) -> bool:
    if isinstance(node, (ast.Raise, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Assign):
        return any(isinstance(name, ast.Name) and name.id in _NOT_CHANGED for name in node.targets)
    return field == "decorator_list" and any("cache" in ast.unparse(one) for one in getattr(node, field))


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _instead(node: ast.AST, parent: ast.AST, field: str) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(node, ast.Constant):
        for value in _other_values(node.value):
            yield ast.copy_location(ast.Constant(value), node), f"{node.value!r} is {value!r}"
    elif isinstance(node, ast.cmpop) and type(node) in _COMPARISONS:
        other = _COMPARISONS[type(node)]
        yield other(), f"{type(node).__name__} is {other.__name__}: {ast.unparse(parent)[:70]}"
    elif isinstance(node, ast.operator) and type(node) in _OPERATORS:
        yield _OPERATORS[type(node)](), f"another operator: {ast.unparse(parent)[:70]}"
    elif isinstance(node, ast.boolop):
        yield (ast.And() if isinstance(node, ast.Or) else ast.Or()), f"and for or: {ast.unparse(parent)[:70]}"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand, f"without not: {ast.unparse(node)[:70]}"
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Verdict":
        for name in _VERDICTS.get(node.attr, ()):
            changed = copy.deepcopy(node)
            changed.attr = name
            yield changed, f"{node.attr} is {name}"
    if field in ("test", "ifs") and isinstance(node, ast.expr) and not isinstance(node, (ast.Compare, ast.UnaryOp)):
        yield ast.copy_location(ast.UnaryOp(ast.Not(), node), node), f"not: {ast.unparse(node)[:70]}"


def _other_values(value: object) -> Iterator[str | bytes | int]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, bytes):
        yield b"~" + value
    elif isinstance(value, str):
        yield from dict.fromkeys(_other_texts(value))


def _other_texts(text: str) -> Iterator[str]:
    yield "~" + text
    if not re.search(r"[\[{(\\]|\A[0-9 ]+\Z", text):
        return
    # A regular expression, or the bounds of a number.
    for number in re.finditer("[0-9]+", text):
        for other in (int(number[0]) + 1, int(number[0]) - 1):
            if other >= 0:
                yield text[: number.start()] + str(other) + text[number.end() :]
    for ends in re.finditer(r"([A-Za-z0-9 ])-([A-Za-z0-9~])", text):
        yield text[: ends.start(1)] + chr(ord(ends[1]) + 1) + text[ends.end(1) :]
        yield text[: ends.start(2)] + chr(ord(ends[2]) - 1) + text[ends.end(2) :]


class _QuickFirst:
    """A pytest plugin that runs hypothesis tests last, except tests that failed for the previous change."""

    @staticmethod
    def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)


def _run_tests() -> int:
    return int(pytest.main([*TESTS, "-x", "-p", "_hypothesis_pytestplugin"], plugins=[_QuickFirst()]))


def _run_tests_against(module: str, number: int) -> int:
    """Runs pytest in this process, which loads the module with the numbered change, and returns pytest's exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    path = MODULES[module]
    tree = ast.parse(path.read_text("utf-8"), str(path))
    [*changes(tree)][number].apply()
    changed = compile(ast.fix_missing_locations(tree), str(path), "exec")
    unchanged = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> object:
        return changed if fullname == f"vapix_proto.oracle.{module}" else unchanged(loader, fullname)

    setattr(SourceFileLoader, "get_code", get_code)  # noqa: B010 - mypy rejects a plain assignment to a method
    return _run_tests()


def _is_noticed(module: str, number: int) -> bool:
    command = [sys.executable, "-m", "tools.mutate_device", module, "--change", str(number)]
    result = subprocess.run(command, check=False, capture_output=True).returncode
    if result in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f"change {number} of {module} can't be applied")
    return result != 0


def _unnoticed(module: str, jobs: int) -> int:
    """Prints the changes with which all tests pass, and returns their number."""
    found = [*changes(ast.parse(MODULES[module].read_text("utf-8")))]
    left = 0
    with ThreadPoolExecutor(jobs) as pool:
        for number, is_noticed in enumerate(pool.map(_is_noticed, [module] * len(found), range(len(found)))):
            if not is_noticed:
                print(f"{module}:{found[number].line}: change {number}: {found[number].text}", flush=True)
                left += 1
    print(f"{module}: {len(found)} changes, {left} not noticed", flush=True)
    return left


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the changes that no test noticed; returns 1 if there are any."""
    parser = argparse.ArgumentParser("python -m tools.mutate_device", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=[*MODULES], metavar="MODULE", help=", ".join(MODULES))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--change", type=int, metavar="NUMBER")
    given = parser.parse_args(arguments)
    os.chdir(ROOT)
    # For most changes, looking for the plugins of installed packages would take a third of the time.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    if given.change is not None:
        if len(given.modules) > 1:
            parser.error("--change needs exactly one module")
        return _run_tests_against(given.modules[0], given.change)
    with TemporaryDirectory() as folder:
        # A test that notices one change is likely to notice the next.
        os.environ["PYTEST_ADDOPTS"] = f"--failed-first -o cache_dir={folder}"
        if _run_tests():
            parser.error("a test fails even without a change")
        return int(sum(_unnoticed(module, given.jobs) for module in given.modules) > 0)


if __name__ == "__main__":
    sys.exit(main())
