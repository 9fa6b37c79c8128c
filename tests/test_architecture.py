"""The directions of imports that ARCHITECTURE.md promises, and what an import may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vapix_proto"
DOCUMENT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def layers() -> dict[str, int]:
    """The line of the document's block on which each module stands."""
    block = DOCUMENT.split("```layers\n")[1].split("```")[0]
    return {module: number for number, line in enumerate(block.splitlines()) for module in line.split()}


LAYERS = layers()


def modules() -> dict[str, Path]:
    """Every module by its name without ``vapix_proto.``; the package itself and its door are left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name not in {"", "__main__"}:
            found[name] = path
    return found


def imports(path: Path) -> set[str]:
    """The modules of this package that a module imports, at its top or inside functions, but for type checkers."""
    tree = ast.parse(path.read_text("utf-8"))
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "vapix_proto":
            base = node.module.removeprefix("vapix_proto").lstrip(".")
            for alias in node.names:
                deeper = f"{base}.{alias.name}".lstrip(".")
                found.add(deeper if deeper in MODULES else base)
        if isinstance(node, ast.Import):
            found.update(alias.name.removeprefix("vapix_proto.") for alias in node.names if "vapix_proto" in alias.name)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return found - {""}


MODULES = modules()


def test_every_module_has_its_line() -> None:
    assert set(MODULES) == set(LAYERS)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_from_lines_above_its_own(module: str) -> None:
    for imported in imports(MODULES[module]):
        assert LAYERS[imported] < LAYERS[module], f"{module} imports {imported}"


def test_tz_imports_neither_vapix_nor_the_command_line() -> None:
    for module, path in MODULES.items():
        if module.startswith("tz"):
            assert not any(name.startswith(("vapix", "oracle", "cli")) for name in imports(path)), module


def test_lark_is_imported_in_one_place_and_only_by_functions() -> None:
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text("utf-8"))
        top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        assert not any("lark" in ast.unparse(node) for node in top), module
        if module != "_grammar":
            assert "import lark" not in path.read_text("utf-8")
            assert "from lark" not in path.read_text("utf-8")


#: _regular is a tool of ours: run as a program, it writes one module of the package.
IO_MODULES = {"tz.iana", "_grammar", "_regular", "conform.http_transport"}


def test_no_io_below_the_command_line_but_for_the_time_zone_database_and_the_emulator() -> None:
    for module, path in MODULES.items():
        if module.startswith(("cli", "emulator")) or module in IO_MODULES:
            continue
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"open", "print", "input"}, module
        imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        # BytesIO is memory, and exception() what is being handled.
        imported |= {
            node.module or ""
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            and [alias.name for alias in node.names] not in (["BytesIO"], ["exception"])
        }
        assert not imported & {"io", "os", "pathlib", "socket", "subprocess", "sys", "time"}, module


def test_the_document_is_short_and_modules_are_small() -> None:
    assert len(DOCUMENT.splitlines()) < 60
    for module, path in MODULES.items():
        assert len(path.read_text("utf-8").splitlines()) <= 320, module


def loaded(code: str) -> set[str]:
    """The modules that are loaded after some code, beside those of a bare interpreter."""
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
        "vapix_proto.tz.explain",
        "vapix_proto.tz.iana",
        "vapix_proto.tz.warn",
        "zoneinfo",
        "numpy",
        "hypothesis",
    }


def test_no_module_stands_in_the_place_of_a_public_name() -> None:
    names = [
        "is_valid",
        "validate",
        "parse",
        "portable",
        "describe",
        "contested",
        "same_clock",
        "from_iana",
        "Reading",
        "PosixTzInfo",
    ]
    for first in names:
        code = f"from vapix_proto import tz; import types; tz.{first}\n"
        code += "assert not [n for n in tz.__all__ if isinstance(getattr(tz, n), types.ModuleType)]"
        loaded(code)
    assert not set(MODULES) & {f"tz.{name}" for name in __import__("vapix_proto").tz.__all__}


#: All that the oracle may take of this package: values, and no parser, codec or validator that it judges.
ORACLE_MAY_IMPORT = {
    "_lazy": {"lazy"},
    "_value": {"Value", "discreet"},
    "tz.model": {"PosixTimeZone"},
    "tz.readings": {"Reading"},
    "tz.rules": {"DayOfYear", "JulianDay", "LocalTimeType", "MonthWeekDay", "Rule"},
    "vapix.axis_os": {"AxisOs"},
    "vapix.http": {"HttpAnswer", "HttpRequest"},
    "vapix.users": {"Password"},
}

#: The modules of the oracle that are no reference device: they hand out the library's answers, and may ask for them.
ORACLE_ANSWERS = {
    "oracle.tz_vectors": {
        "errors": {"Severity"},
        "tz.calendar": {"year_of", "year_start"},
        "tz.compare": {"contested"},
        "tz.dialect": {"DIALECTS"},
        "tz.model": {"US_RULES"},
        "tz.parser": {"is_valid", "parse", "validate"},
    },
    "oracle.device_vectors": {
        "errors": {"Severity"},
        "vapix.axis_os": {"axis_os"},
        "vapix.registry": {"PARAMETERS", "EmailText", "HostText", "Integers", "TzText", "Words"},
        "vapix.roles": {"Role", "validate_role"},
        "vapix.users": {"validate_password", "validate_user"},
        "vapix.values": {"validate_parameter"},
    },
    "oracle.clocks": {
        "tz.calendar": {"year_of"},
        "tz.dialect": {"VAPIX", "dialect"},
        "tz.model": {"US_RULES"},
        "tz.parser": {"parse"},
        "tz.readings": {"reading"},
    },
    "oracle.simpler": {"errors": {"ParseError"}, "tz.parser": {"is_valid"}},
    # Requests are encoded by the library; what a device answers to them comes from the reference device alone.
    "oracle.pwdgrp_vectors": {"vapix.http": {"FORM", "encode_arguments"}},
    "oracle.series": {"tz.dialect": {"VAPIX", "dialect"}, "vapix.axis_os": {"axis_os"}},
}


@pytest.mark.parametrize("module", [module for module in MODULES if module.split(".")[0] == "oracle"])
def test_the_reference_device_takes_values_and_none_of_our_parsers(module: str) -> None:
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("vapix_proto") for alias in node.names)
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("vapix_proto"):
            continue
        base = (node.module or "").removeprefix("vapix_proto").lstrip(".")
        if base.split(".")[0] != "oracle":
            allowed = ORACLE_MAY_IMPORT.get(base, set()) | ORACLE_ANSWERS.get(module, {}).get(base, set())
            if _for_type_checkers_only(node, module):
                continue
            assert {alias.name for alias in node.names} <= allowed, ast.unparse(node)


def _for_type_checkers_only(node: ast.ImportFrom, module: str) -> bool:
    """Whether a module that hands out answers of the library imports this only to annotate."""
    guards = [
        guard
        for guard in ast.parse(MODULES[module].read_text("utf-8")).body
        if isinstance(guard, ast.If) and isinstance(guard.test, ast.Name) and guard.test.id == "TYPE_CHECKING"
    ]
    inside = {ast.dump(one) for guard in guards for one in guard.body}
    return module in ORACLE_ANSWERS and ast.dump(node) in inside


@pytest.mark.parametrize("module", [module for module in MODULES if module.split(".")[0] == "oracle"])
def test_the_reference_device_asks_no_module_that_hands_out_answers(module: str) -> None:
    if module in ORACLE_ANSWERS or module == "oracle":
        return
    assert not imports(MODULES[module]) & set(ORACLE_ANSWERS)
