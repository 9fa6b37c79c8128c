"""Every type in a public signature has a public name, in the package of the signature or in the type's own package."""

from __future__ import annotations

import builtins
import collections.abc
import contextlib
import inspect
import re
import typing
from typing import Any

import pytest

import vapix_proto
from tests.support.public_names import public_names
from vapix_proto import conform, emulator, oracle, tz, vapix

# For each package, the packages whose types may occur in its signatures; each type is public in only one package.
PACKAGES = {
    vapix: (vapix_proto, tz),
    oracle: (vapix_proto, tz, vapix),
    emulator: (vapix_proto, vapix, oracle),
    conform: (vapix_proto, vapix, oracle),
}
STANDARD = {
    *dir(builtins),
    *dir(typing),
    *dir(collections.abc),
    *dir(contextlib),
    "datetime",
    "os.PathLike",
    "PathLike",
    "ssl.SSLContext",
    "KW_ONLY",
}
#: Unions of standard types, and protocols. Nobody has to import these names to pass or receive a value.
STRUCTURAL = {"Allowed", "Arguments", "BodyStream", "Pairs", "Property", "Readable", "Text"}


def annotations_of(value: Any) -> list[Any]:
    """The annotations of a function, or of the public fields, methods and properties of a class and its bases."""
    if not inspect.isclass(value):
        return list(getattr(value, "__annotations__", {}).values())
    found: list[Any] = []
    for kind in value.__mro__:
        if not kind.__module__.startswith("vapix_proto"):
            continue
        found += [annotation for name, annotation in inspect.get_annotations(kind).items() if not name.startswith("_")]
        for name, kept in vars(kind).items():
            member = getattr(kind, name) if name == "__init__" else kept  # compiled on first access
            if not name.startswith("_") or name in ("__init__", "__enter__"):
                function = getattr(member, "fget", None) or getattr(member, "__func__", member)
                found += getattr(function, "__annotations__", {}).values() if callable(function) else ()
    return found


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_type_of_a_public_signature_is_public(package: Any) -> None:
    public = {name for home in (package, *PACKAGES[package]) for name in public_names(home)}
    annotations = {text for name in public_names(package) for text in map(str, annotations_of(getattr(package, name)))}
    names = {word for text in annotations for word in re.findall(r"[A-Za-z_][\w.]*", text)}
    assert names - public - STANDARD - STRUCTURAL == set()


def test_the_exceptions_of_a_run_are_public() -> None:
    raised = re.findall(r"^    (\w+): ", str(inspect.getdoc(conform.run)).partition("Raises:")[2], re.MULTILINE)
    assert {"Unusable", "Unreachable"} <= set(raised)
    assert set(raised) <= {*public_names(conform), *dir(builtins)}
