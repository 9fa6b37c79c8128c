"""The public names of ``vapix_proto.tz``: every type in a signature can be imported from there, too."""

from __future__ import annotations

import builtins
import inspect
import re
from typing import TYPE_CHECKING

import vapix_proto
from tests.support.public_names import public_names
from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Iterator


def _annotations() -> Iterator[tuple[str, str]]:
    """The annotations of public functions, methods and fields, each with the name that it belongs to."""
    for name in public_names(tz):
        value = getattr(tz, name)
        members = {name: value}
        if inspect.isclass(value):
            members = {at: one for at, one in vars(value).items() if not at.startswith("_")}
            members["__init__"] = value.__init__
            for field, annotation in vars(value).get("__annotations__", {}).items():
                if not field.startswith("_"):
                    yield f"{name}.{field}", str(annotation)
        for at, member in members.items():
            function = member.fget if isinstance(member, property) else member
            for argument, annotation in getattr(function, "__annotations__", {}).items() if callable(function) else ():
                if not argument.startswith("_"):
                    yield f"{name}.{at}", str(annotation)


def test_every_type_of_a_public_signature_has_a_public_name() -> None:
    known = {*public_names(tz), *public_names(vapix_proto), *dir(builtins), "Any", "Mapping", "PathLike", "datetime"}
    unknown = {(place, word) for place, text in _annotations() for word in re.findall(r"\w+", text)}
    assert {(place, word) for place, word in unknown if word not in known} == set()
    assert {"Instant", "ImpliedRules", "Text", "RuleDate", "Clock"} <= {word for _, word in unknown}
