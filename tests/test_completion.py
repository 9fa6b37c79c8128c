"""The names that editors complete. Like jedi, editors read the source of the modules without running it."""

from __future__ import annotations

import pkgutil
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import vapix_proto
from tests.support.paths import ROOT
from tests.support.public_names import public_names
from vapix_proto import ParseError, Problem, Span, oracle, tz, vapix

if TYPE_CHECKING:
    from collections.abc import Iterable

jedi = pytest.importorskip("jedi")

START = """
from datetime import datetime
import vapix_proto
from vapix_proto import ParseError, oracle, tz, vapix
zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
request = vapix.AddUser("joe", "secret", vapix.Role.VIEWER)
"""
ZONE = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
REQUEST = vapix.AddUser("joe", "secret", vapix.Role.VIEWER)


@pytest.fixture(scope="module", autouse=True)
def _no_cache_in_the_home_directory(tmp_path_factory: pytest.TempPathFactory) -> None:
    jedi.settings.cache_directory = str(tmp_path_factory.mktemp("jedi"))


@cache
def environment() -> Any:
    """An environment in another process, because in this one jedi would inspect the live modules, not their source."""
    return jedi.create_environment(sys.executable, safe=False)


def completions(codes: Iterable[str]) -> dict[str, list[str]]:
    """The names that jedi offers at the end of each piece of code. All share one script, so a module is read once."""
    text, ends = START, {}
    for code in codes:
        text += code
        ends[code] = text.count("\n") + 1, len(text.rpartition("\n")[2])
        text += "end\n"
    script = jedi.Script(text, environment=environment(), project=jedi.Project(ROOT))
    return {code: [completion.name for completion in script.complete(*end)] for code, end in ends.items()}


def attributes(*values: Any) -> set[str]:
    return {name for value in values for name in dir(value) if not name.startswith("_")}


def shown_first(names: list[str]) -> set[str]:
    """The public names; asserts that they come before all names that begin with an underscore."""
    public = [name for name in names if not name.startswith("_")]
    assert names[: len(public)] == public
    return set(public)


PACKAGES = {
    f"{package.__name__.removeprefix('vapix_proto.')}.": package for package in (vapix_proto, tz, vapix, oracle)
}


def test_packages_show_their_public_names_and_their_modules() -> None:
    for code, names in completions(PACKAGES).items():
        package, shown = PACKAGES[code], shown_first(names)
        expected = {name for name in public_names(package) if not name.startswith("_")}
        assert expected <= shown, code
        # Jedi also offers TYPE_CHECKING, as it does for any module that imports it.
        modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
        assert shown - expected <= modules | {"TYPE_CHECKING"}, code


VALUES = {
    'tz.parse("UTC0").': attributes(ZONE),
    "zone.std.": attributes(ZONE.std),
    "zone.at(0).": attributes(ZONE.std),
    "zone.clock().": attributes(ZONE.clock()),
    "zone.resolve(datetime(2026, 3, 29, 1)).": attributes(tz.Unambiguous(0), tz.Fold, tz.Gap),
    "zone.transitions(2026)[0].": attributes(tz.Transition),
    "zone.next_transition(0).before.": attributes(ZONE.std),
    "for problem in tz.validate('UTC'):\n    problem.": attributes(Problem),
    "tz.validate('UTC')[0].span.": attributes(Span(0, 1)),
    "try:\n    tz.parse('UTC')\nexcept ParseError as error:\n    error.": attributes(ParseError),
    "try:\n    tz.parse('UTC')\nexcept ParseError as error:\n    error.problems[0].": attributes(Problem),
    "tz.contested(zone).": attributes(tz.Contested),
    "request.": attributes(REQUEST),
    "request.to_http().": attributes(REQUEST.to_http()),
}


def test_values_show_their_public_attributes() -> None:
    for code, names in completions(VALUES).items():
        assert shown_first(names) == VALUES[code], code
