"""Public names are written only once, loaded when first used, and visible to type checkers, editors and Python."""

from __future__ import annotations

import ast
import importlib
import pickle
import types

import pytest

from tests.support.public_names import public_names
from tests.test_architecture import DOORS, MODULES, PACKAGE, loaded
from tools import collect_public_names

FILES = {f"vapix_proto.{door}": MODULES[door] for door in sorted(DOORS)} | {"vapix_proto": PACKAGE / "__init__.py"}


def imports_in_the_block(package: str) -> list[tuple[str, ast.alias]]:
    """The imports from which type checkers learn a package's public names, each with its module."""
    tree = ast.parse(FILES[package].read_text("utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    assert block is tree.body[-1]
    assert all(isinstance(node, ast.ImportFrom) and node.level == 0 for node in block.body)
    return [
        (node.module or "", alias) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]


def test_collecting_the_names_again_changes_nothing() -> None:
    assert collect_public_names.TARGET.read_text("utf-8") == collect_public_names.collected()


@pytest.mark.parametrize("package", FILES)
def test_type_checkers_and_python_see_the_same_names(package: str) -> None:
    imported = imports_in_the_block(package)
    assert [alias.name for _, alias in imported] == [alias.asname for _, alias in imported], "name as name"
    names = [alias.name for _, alias in imported]
    assert sorted(names) == public_names(importlib.import_module(package)), "each once"
    assert set(names) <= set(dir(importlib.import_module(package)))
    scope: dict[str, object] = {}
    exec(f"from {package} import *", scope)
    assert set(names) == scope.keys() - {"__builtins__"}


@pytest.mark.parametrize("package", FILES)
def test_a_public_name_is_the_object_of_that_name_in_its_module(package: str) -> None:
    door = importlib.import_module(package)
    for module, alias in imports_in_the_block(package):
        value = getattr(door, alias.name)
        if module == package:
            assert value is importlib.import_module(f"{package}.{alias.name}")
        else:
            assert value is getattr(importlib.import_module(module), alias.name)
            assert not isinstance(value, types.ModuleType)
        if isinstance(value, (type, types.FunctionType)) and "<locals>" not in value.__qualname__:
            assert pickle.loads(pickle.dumps(value)) is value


def test_no_module_is_called_like_a_public_name_which_loading_it_would_replace() -> None:
    for door in DOORS:
        assert not set(MODULES) & {f"{door}.{alias.name}" for _, alias in imports_in_the_block(f"vapix_proto.{door}")}


@pytest.mark.parametrize("package", ["vapix_proto", "vapix_proto.tz", "vapix_proto.vapix", "vapix_proto.oracle"])
def test_importing_a_package_loads_none_of_its_modules(package: str) -> None:
    assert loaded(f"import {package}; dir({package}); {package}.__all__") - {"__future__"} == {
        "vapix_proto",
        "vapix_proto._lazy",
        "vapix_proto._public_names",
        package,
    }


def test_an_unknown_name_gets_the_same_error_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match=r"^module 'vapix_proto\.tz' has no attribute 'prase'$"):
        importlib.import_module("vapix_proto.tz").prase  # noqa: B018
