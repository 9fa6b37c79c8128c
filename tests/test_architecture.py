"""The imports follow the order that ARCHITECTURE.md promises, and an import loads only what it may."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "vapix_proto"
DOCUMENT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
#: The rows of the table in ARCHITECTURE.md, each as the list of packages and modules that it names.
ROOMS = [re.findall(r"`([\w.]+)`", line.split("|")[1]) for line in DOCUMENT.splitlines() if line.startswith("| `")]


def modules() -> dict[str, Path]:
    """Every module, keyed by its name without ``vapix_proto.``; the package itself is left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in {"", "__main__"}:
            found[name] = path
    return found


MODULES = modules()
#: Packages that only list the public names of their modules, which are loaded when a name is first used.
DOORS = {name for name, path in MODULES.items() if "_lazy(__name__, globals())" in path.read_text("utf-8")} - {"_lazy"}


class Import(NamedTuple):
    """A module that another imports from this package, and when: "top", "late" (inside a function) or "types"."""

    module: str
    names: tuple[str, ...]
    when: str


@cache
def imports(module: str) -> tuple[Import, ...]:
    """The modules that a module imports from this package."""
    return tuple(_imports(ast.parse(MODULES[module].read_text("utf-8")), "top"))


def _imports(node: ast.AST, when: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ImportFrom) and (child.module or "").split(".")[0] == "vapix_proto":
            base = (child.module or "").removeprefix("vapix_proto").lstrip(".")
            for alias in child.names:
                deeper = f"{base}.{alias.name}".lstrip(".")
                yield Import(deeper, (), when) if deeper in MODULES else Import(base, (alias.name,), when)
        assert not isinstance(child, ast.Import) or "vapix_proto" not in ast.unparse(child)
        inside = when
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            inside = "types"
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and when == "top":
            inside = "late"
        yield from _imports(child, inside)


def room(module: str) -> int:
    """The number of the table's row with the longest prefix of the module's name; 0 is the top row."""
    if module == "":
        return 0
    fitting = [
        (len(name), row) for row, names in enumerate(ROOMS) for name in names if f"{module}.".startswith(f"{name}.")
    ]
    assert fitting, f"{module} has no row"
    return max(fitting)[1]


#: The imports that go against the order of the table, each inside a function.
LATE = {
    ("vapix.cgi", "vapix"): "the table names the classes of requests, which read the table",
    ("tz.clock.implied_rules", "tz.syntax.building"): "rules to imply may be given as text",
    ("tz.model", "tz.schemas"): "pydantic asks a zone for its schema",
    (
        "vapix.axis_os",
        "vapix.schemas",
    ): "pydantic asks a type for its schema, and one module has the schemas of all types",
    ("vapix.param.registry", "vapix.schemas"): "as well",
    ("vapix.pwdgrp.roles", "vapix.schemas"): "as well",
    ("vapix.pwdgrp.users", "vapix.schemas"): "as well",
    ("tz.dialect", "tz.schemas"): "pydantic reads a dialect's strings by its parser",
    ("tz.analysis.zones", "tz.parser"): "questions may be asked of strings",
    ("tz.syntax.building", "tz.diagnosis.limit_errors"): "only when rules to imply are refused",
    ("tz.syntax.building", "tz.dialect"): "rules to imply are read by the reader of the widest dialect",
}
#: Pairs of modules whose annotations refer to each other.
MUTUAL = {
    frozenset({"vapix.cgi", "vapix.protocol"}): "an action gives the class of its requests, which name their action",
    frozenset({"tz.model", "tz.clock.clock"}): "a zone gives its clocks, which name their zone",
    frozenset({"tz.model", "tz.clock.tzinfo"}): "a zone gives its tzinfo, which names its zone",
}


def test_every_name_in_the_table_exists_and_every_module_has_a_row() -> None:
    assert {name for names in ROOMS for name in names} <= set(MODULES)
    assert all(room(module) >= 0 for module in MODULES)
    assert len({room(module) for module in MODULES}) == len(ROOMS)


def test_a_module_imports_only_from_rooms_above_its_own() -> None:
    for module in sorted(set(MODULES) - DOORS):
        for imported, _, when in imports(module):
            if when == "late" and (module, imported) in LATE:
                continue
            assert room(imported) <= room(module), f"{module} imports {imported} ({when})"


def test_late_imports_are_needed() -> None:
    for module, imported in LATE:
        assert imported in {each.module for each in imports(module) if each.when == "late"}, (module, imported)
        assert room(imported) > room(module), (module, imported)


def test_there_are_no_import_cycles_even_for_type_checkers() -> None:
    graph = {
        module: {
            each.module
            for each in imports(module)
            if each.when != "late"
            and each.module not in {"", module}
            and frozenset({module, each.module}) not in MUTUAL
        }
        for module in set(MODULES) - DOORS
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {error.args[1]}")


def test_what_is_private_is_imported_only_in_its_package() -> None:
    for module in sorted(set(MODULES) - DOORS):
        for imported, _, _ in imports(module):
            package, _, last = imported.rpartition(".")
            if last.startswith("_") and package:
                assert f"{module}.".startswith(f"{package}."), f"{module} imports {imported}"


def test_lark_is_imported_nowhere() -> None:
    for module, path in MODULES.items():
        assert not re.search(r"^ *(?:import|from) lark\b", path.read_text("utf-8"), re.MULTILINE), module


#: The only modules outside ``emulator`` and ``cli`` that read the database or open a connection to a device.
IO_MODULES = {"tz.iana.installed", "conform.http_transport"}


def test_only_some_modules_do_input_and_output() -> None:
    for module, path in MODULES.items():
        if module.startswith(("cli", "emulator")) or module in IO_MODULES:
            continue
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"open", "print", "input"}, module
        imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        # These do no I/O: BytesIO is memory, exception() returns the exception being handled, and PathLike is a type.
        imported |= {
            node.module or ""
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            and [alias.name for alias in node.names] not in (["BytesIO"], ["exception"], ["PathLike"])
        }
        assert not imported & {"io", "os", "pathlib", "socket", "subprocess", "sys", "time"}, module


def test_editors_read_the_imports_for_type_checkers() -> None:
    # If TYPE_CHECKING is a literal False, jedi skips the block under it and so doesn't know the types in it.
    for module, path in MODULES.items():
        assert "\nTYPE_CHECKING = False" not in path.read_text("utf-8"), module


def test_the_document_is_short_and_modules_are_small() -> None:
    assert len(DOCUMENT.splitlines()) <= 60
    for module, path in MODULES.items():
        if module != "grammar.tables":  # generated
            assert len(path.read_text("utf-8").splitlines()) <= 320, module


def test_every_package_says_what_it_holds() -> None:
    for module, path in MODULES.items():
        if path.name == "__init__.py":
            assert len((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split()) >= 8, module


def loaded(code: str) -> set[str]:
    """The modules that some code loads, except those of a bare interpreter."""
    script = f"import sys; bare = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - bare))"
    out = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(out.stdout.split())


def test_importing_the_package_loads_nothing_outside_the_standard_library() -> None:
    for code in (
        "import vapix_proto",
        "import vapix_proto; vapix_proto.tz; vapix_proto.ParseError",
        "from vapix_proto import tz; tz.PosixTimeZone; tz.Reading; tz.parse; tz.VAPIX",
        "from vapix_proto import tz; tz.PosixTimeZone(tz.LocalTimeType(0, False, 'UTC')).at(0)",
    ):
        names = loaded(code)
        outside = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"vapix_proto"}
        assert outside == set(), code
        assert not names & {"dataclasses", "typing", "inspect", "lark", "zoneinfo", "datetime"}, code


def test_a_valid_string_needs_no_explanations_and_no_files() -> None:
    names = loaded("from vapix_proto import tz; tz.parse('EST5EDT,M3.2.0,M11.1.0').at(0)")
    assert not names & {
        "vapix_proto.tz.diagnosis.refusal",
        "vapix_proto.tz.iana.installed",
        "vapix_proto.tz.diagnosis.warnings",
        "zoneinfo",
        "numpy",
        "hypothesis",
    }


def test_a_request_is_made_without_cryptography_and_urls() -> None:
    names = loaded("from vapix_proto import vapix; vapix.AddUser('joe', 'secret', vapix.Role.VIEWER)")
    assert not names & {"hmac", "hashlib", "_hashlib", "urllib.parse", "ipaddress", "binascii", "zoneinfo", "datetime"}


def test_a_diagnosis_reads_neither_the_database_nor_the_clock() -> None:
    names = loaded(
        "from vapix_proto import tz; [tz.validate(t) for t in ('Europe/Vienna', 'CET', ':CET', 'CET-1CEST')]"
    )
    assert not {name for name in names if name.startswith("vapix_proto.tz.iana")}
    assert not names & {"zoneinfo", "time"}


#: All that the oracle may import from this package: values, but none of the parsers and validators that it judges.
ORACLE_MAY_IMPORT = {
    "_lazy": {"lazy"},
    "_places": {"plural", "quote"},
    "_value": {"Value", "discreet", "setters"},
    "tz.aliases": {"ReadingName"},
    "tz.clock.readings": {"Reading"},
    "tz.model": {"PosixTimeZone"},
    "tz.rules": {"DayOfYear", "JulianDay", "LocalTimeType", "MonthWeekDay", "Rule"},
    "vapix.axis_os": {"AxisOs"},
    "vapix.http": {"HttpResponse", "HttpRequest", "names_password"},
    "vapix.pwdgrp.users": {"Password"},
}


@pytest.mark.parametrize("module", [module for module in MODULES if module.split(".")[0] == "oracle"])
def test_the_reference_device_imports_values_and_none_of_our_parsers(module: str) -> None:
    for imported, names, _ in imports(module):
        if imported.split(".")[0] != "oracle":
            assert set(names) <= ORACLE_MAY_IMPORT.get(imported, set()), f"{module} imports {imported}"
            assert names, f"{module} imports {imported}"
