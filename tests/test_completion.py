"""What editors complete. Like jedi, they read the source of the modules without running it."""

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
    from types import ModuleType

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
    """Another process: in this one, jedi would inspect the live modules instead of their source."""
    return jedi.create_environment(sys.executable, safe=False)


def completions(code: str) -> list[str]:
    """What jedi offers at the end of some code, in jedi's order."""
    script = jedi.Script(START + code, environment=environment(), project=jedi.Project(ROOT))
    return [completion.name for completion in script.complete()]


def attributes(*values: Any) -> set[str]:
    return {name for value in values for name in dir(value) if not name.startswith("_")}


def shown_first(names: list[str]) -> set[str]:
    """The public names, which must come before all that begin with an underscore."""
    public = [name for name in names if not name.startswith("_")]
    assert names[: len(public)] == public
    return set(public)


@pytest.mark.parametrize("package", [vapix_proto, tz, vapix, oracle], ids=lambda package: package.__name__)
def test_a_package_shows_its_public_names_and_its_modules(package: ModuleType) -> None:
    expected = {name for name in public_names(package) if not name.startswith("_")}
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    shown = shown_first(completions(f"{package.__name__.removeprefix('vapix_proto.')}."))
    assert expected <= shown
    # Jedi also offers TYPE_CHECKING, as it does for any module that imports it.
    assert shown - expected <= modules | {"TYPE_CHECKING"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('tz.parse("UTC0").', attributes(ZONE)),
        ("zone.std.", attributes(ZONE.std)),
        ("zone.at(0).", attributes(ZONE.std)),
        ("zone.clock().", attributes(ZONE.clock())),
        ("zone.resolve(datetime(2026, 3, 29, 1)).", attributes(tz.Unambiguous(0), tz.Fold, tz.Gap)),
        ("zone.transitions(2026)[0].", attributes(tz.Transition)),
        ("zone.next_transition(0).before.", attributes(ZONE.std)),
        ("for problem in tz.validate('UTC'):\n    problem.", attributes(Problem)),
        ("tz.validate('UTC')[0].span.", attributes(Span(0, 1))),
        ("try:\n    tz.parse('UTC')\nexcept ParseError as error:\n    error.", attributes(ParseError)),
        ("try:\n    tz.parse('UTC')\nexcept ParseError as error:\n    error.problems[0].", attributes(Problem)),
        ("tz.contested(zone).", attributes(tz.Contested)),
        ("request.", attributes(REQUEST)),
        ("request.to_http().", attributes(REQUEST.to_http())),
    ],
)
def test_a_value_shows_its_public_attributes(code: str, expected: set[str]) -> None:
    assert shown_first(completions(code)) == expected
