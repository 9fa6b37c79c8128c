"""Changes the reference device in one place at a time, and says which changes no test notices.

    python -m tools.mutate_device                               # every module of its rules; an hour of one core
    python -m tools.mutate_device rules.allowed state --jobs 2  # some modules
    python -m tools.mutate_device rules.allowed --line 96       # one line, with the test that notices

A change is another constant (a number by one, a text, a flag, a verdict, a number or the end of a range inside an
expression), another comparison or operator, a condition turned round, or a member of a table left out. Not changed are
documentation, types, the texts of exceptions, lists of names, and the sizes of caches. Each is tried in a child process
that imports the changed module, so nothing is written; first by the tests without hypothesis, then by those with it.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

PACKAGE = "vapix_proto.oracle"
FOLDER = ROOT / "vapix_proto" / "oracle"
#: The modules of the package by their names in it.
MODULES = {
    ".".join(path.relative_to(FOLDER).with_suffix("").parts): path
    for path in sorted(FOLDER.rglob("*.py"))
    if path.name != "__init__.py"
}
#: The modules whose tests are run against a change.
TESTS = tuple(f"tests.oracle.{name}" for name in ("test_allowed", "test_device", "test_expectation", "test_golden"))
#: Seconds of processor time for one change: what takes longer is noticed, too.
CPU_SECONDS = 120

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
#: Examples of each law of hypothesis.
EXAMPLES = 25
#: What a change may have got into.
_STALE = (PACKAGE, "vapix_proto.strategies")
_NAME_LISTS = {"__slots__", "__match_args__", "__all__"}


class Change(NamedTuple):
    """A node of a tree, where it hangs, and what is there instead."""

    parent: ast.AST
    field: str
    place: int | None
    instead: ast.AST | None
    line: int
    text: str


def changes(tree: ast.Module) -> Iterator[Change]:
    """All changes of a module, in the order of its lines."""
    yield from _below(tree)


def _below(node: ast.AST) -> Iterator[Change]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params") or _is_left_alone(node, field):
            continue
        many = value if isinstance(value, list) else [value]
        for place, child in enumerate(many):
            if not isinstance(child, ast.AST) or _is_documentation(child):
                continue
            at = place if isinstance(value, list) else None
            line = getattr(child, "lineno", getattr(node, "lineno", 0))
            for instead, text in _instead(child, node, field):
                yield Change(node, field, at, instead, line, text)
            if field in ("elts", "values") and len(many) > 1 and isinstance(node, (ast.Tuple, ast.List, ast.Set)):
                yield Change(node, field, at, None, line, f"without {ast.unparse(child)[:60]}")
            yield from _below(child)


def _is_left_alone(node: ast.AST, field: str) -> bool:
    if isinstance(node, (ast.Raise, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Assign):
        return any(isinstance(name, ast.Name) and name.id in {*_NAME_LISTS, "TYPE_CHECKING"} for name in node.targets)
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
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
        swapped = ast.And() if isinstance(node, ast.Or) else ast.Or()
        yield swapped, f"and for or: {ast.unparse(parent)[:70]}"
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
        yield value + 1
        yield value - 1
    elif isinstance(value, bytes):
        yield b"~" + value
    elif isinstance(value, str):
        yield from dict.fromkeys(_other_texts(value))


def _other_texts(text: str) -> Iterator[str]:
    yield "~" + text
    if not re.search(r"[\[{(\\]|\A[0-9 ]+\Z", text):
        return
    # An expression, or the bounds of a number.
    for number in re.finditer("[0-9]+", text):
        for other in (int(number[0]) + 1, int(number[0]) - 1):
            if other >= 0:
                yield text[: number.start()] + str(other) + text[number.end() :]
    for ends in re.finditer(r"([A-Za-z0-9 ])-([A-Za-z0-9~])", text):
        yield text[: ends.start(1)] + chr(ord(ends[1]) + 1) + text[ends.end(1) :]
        yield text[: ends.start(2)] + chr(ord(ends[2]) - 1) + text[ends.end(2) :]


def code_of(path: Path, number: int) -> CodeType:
    """The code of a module with its change of that number."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    change = list(changes(tree))[number]
    if change.place is None:
        setattr(change.parent, change.field, change.instead)
    elif change.instead is None:
        del getattr(change.parent, change.field)[change.place]
    else:
        getattr(change.parent, change.field)[change.place] = change.instead
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module, changed."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        wanted = fullname == self.name
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self) if wanted else None

    def get_code(self, fullname: str) -> CodeType:
        return self.code

    def get_source(self, fullname: str) -> None:
        return None


def _child(module: str, number: int | None, items: Sequence[pytest.Function]) -> int:
    """Runs the tests against a change: the place of the first that fails; -1 where the import does; -2 for none."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    for name in [name for name in sys.modules if name in TESTS or name.startswith(_STALE)]:
        del sys.modules[name]
        above, _, last = name.rpartition(".")
        vars(sys.modules.get(above, sys)).pop(last, None)
    if number is not None:
        path = MODULES[module]
        sys.meta_path.insert(0, _Changed(f"{PACKAGE}.{module}", path, code_of(path, number)))
    quick = settings.get_profile("quick")
    settings.register_profile("mutation", quick, max_examples=EXAMPLES, database=None, derandomize=True)
    settings.load_profile("mutation")
    try:
        fresh = {name: importlib.import_module(name) for name in TESTS}
    except BaseException:
        return -1
    for place, item in enumerate(items):
        test = getattr(fresh[item.module.__name__], item.originalname)
        try:
            test(**_arguments(test, item))
        except BaseException:
            return place
    return -2


def _arguments(test: Callable[..., object], item: pytest.Function) -> dict[str, object]:
    """The parameters of a test, from the module as it was imported last: they may have values of its classes."""
    found: dict[str, object] = {}
    for before, after in zip(_tables(item.function), _tables(test), strict=True):
        chosen = [item.callspec.params[name] for name, _ in before[0]]
        place = next(n for n, row in enumerate(before) if all(a is b for (_, a), b in zip(row, chosen, strict=True)))
        found.update(after[place])
    return found


def _tables(test: Callable[..., object]) -> list[list[list[tuple[str, object]]]]:
    """For each parametrize mark its rows, as names and values."""
    tables = []
    for mark in (one for one in getattr(test, "pytestmark", ()) if one.name == "parametrize"):
        names = [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else [*mark.args[0]]
        rows = [[row] if len(names) == 1 else [*row] for row in mark.args[1]]
        tables.append([[*zip(names, row, strict=True)] for row in rows])
    return tables


class _Mutation:
    """A plugin that has pytest collect the tests, and then runs them against changes."""

    def __init__(self, modules: Sequence[str], line: int | None, jobs: int) -> None:
        self.modules, self.line, self.jobs = modules, line, jobs
        self.items: list[pytest.Function] = []
        self.total = self.survived = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In the place of running the tests once."""
        items = [item for item in session.items if isinstance(item, pytest.Function)]
        plain = [item for item in items if not _fixtures(item)]
        self.items = sorted(plain, key=lambda item: item.get_closest_marker("hypothesis") is not None)
        print(f"{len(plain)} tests; {len(items) - len(plain)} that need fixtures are left out", flush=True)
        if [*self._unnoticed("rules.verdict", [None])] != [None]:
            raise pytest.UsageError("a test fails without any change")
        for module in self.modules:
            tree = ast.parse(MODULES[module].read_text("utf-8"))
            found = {n: one for n, one in enumerate(changes(tree)) if self.line in (None, one.line)}
            left = 0
            for number in self._unnoticed(module, [*found]):
                if number is not None:
                    print(f"{module}:{found[number].line}: {found[number].text}", flush=True)
                    left += 1
            print(f"{module}: {len(found)} changes, {left} not noticed", flush=True)
            self.total += len(found)
            self.survived += left
        print(f"all: {self.total} changes, {self.survived} not noticed")
        return True

    def _unnoticed(self, module: str, numbers: Sequence[int | None]) -> Iterator[int | None]:
        """The changes that let all tests pass, tried in child processes, some at a time; None for no change."""
        running: dict[int, tuple[int | None, int, list[pytest.Function]]] = {}
        waiting = [*numbers][::-1]
        while waiting or running:
            if waiting and len(running) < self.jobs:
                number, items = waiting.pop(), [*self.items]
                reading, writing = os.pipe()
                child = os.fork()
                if not child:
                    nowhere = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(nowhere, 1)
                    os.dup2(nowhere, 2)
                    result = b"?"
                    try:
                        result = str(_child(module, number, items)).encode()
                    finally:
                        os.write(writing, result)
                        os._exit(0)
                os.close(writing)
                running[child] = number, reading, items
                continue
            child, _ = os.wait()
            number, reading, items = running.pop(child)
            with os.fdopen(reading) as pipe:
                said = pipe.read()
            if said == "?":
                raise RuntimeError(f"change {number} of {module} can't be tried")
            if said == "-2":
                yield number
            elif said and said != "-1":  # without a word: it ran out of processor time
                noticer = items[int(said)]
                # What noticed one change is likely to notice its neighbour.
                self.items.remove(noticer)
                self.items.insert(0, noticer)
                if self.line is not None:
                    print(f"change {number}: {noticer.nodeid}")


def _fixtures(item: pytest.Function) -> set[str]:
    return {*item.fixturenames} - {*(item.callspec.params if hasattr(item, "callspec") else ()), "request"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: prints what was not noticed; 1 where there is such a thing."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutate_device", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("modules", nargs="*", default=[*MODULES], metavar="MODULE", help=", ".join(MODULES))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--line", type=int)
    given = parser.parse_args(arguments)
    mutation = _Mutation(given.modules, given.line, given.jobs)
    # No plugins of packages: ours would have pytest, not us, find the modules.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    files = [name.replace(".", "/") + ".py" for name in TESTS]
    code = pytest.main(
        [*files, "-s", "-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin"], plugins=[mutation]
    )
    return int(code) or int(mutation.survived > 0)


if __name__ == "__main__":
    sys.exit(main())
