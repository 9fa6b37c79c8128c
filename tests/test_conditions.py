"""The library gives the same answers in processes that run Python under unusual conditions."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

MODULE = "tests.support.first_use"
#: Windows can't start Python without this variable.
EMPTY = {name: value for name, value in os.environ.items() if name == "SYSTEMROOT"}
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NO_PACKAGE = f"import runpy, sys; sys.modules['tzdata'] = None; runpy.run_module({MODULE!r}, run_name='__main__')"


def answers(*arguments: str, environment: dict[str, str] | None = None) -> dict[str, object]:
    """The library's answers in a new process, started with these Python arguments and this environment."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, check=False, cwd=ROOT, env=environment or dict(os.environ)
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    assert done.stderr == b""
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def usual() -> dict[str, object]:
    """The library's answers in a process like this one."""
    return answers("-m", MODULE)


def test_sixteen_threads_that_start_at_once_answer_alike(usual: dict[str, object], thorough: bool) -> None:
    for first in ("0", "5") if thorough else ("0",):
        assert answers("-m", MODULE, first) == usual


@pytest.mark.parametrize("options", [("-W", "error", "-bb", "-X", "dev"), ("-OO",)])
def test_options_of_python_change_no_answer(options: tuple[str, ...], usual: dict[str, object]) -> None:
    assert answers(*options, "-m", MODULE) == usual


@pytest.mark.parametrize(
    "variables",
    [
        {},
        C_LOCALE | {"TZ": "AAA3BBB-8,J100/2,J100/14"},
        C_LOCALE | {"PYTHONIOENCODING": "ascii", "TZ": "Nonsense/Zone"},
    ],
    ids=["none at all", "C locale and odd TZ", "ASCII and wrong TZ"],
)
def test_the_environment_changes_no_answer(variables: dict[str, str], usual: dict[str, object]) -> None:
    # The places where Python finds modules and the time zone database are not under test.
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "PYTHONTZPATH") if name in os.environ}
    assert answers("-m", MODULE, environment=EMPTY | kept | variables) == usual


def test_without_a_time_zone_database_only_its_names_are_missing(usual: dict[str, object]) -> None:
    without = answers("-c", NO_PACKAGE, environment={**os.environ, "PYTHONTZPATH": ""})
    assert str(without["names"]).startswith(
        "ParseError: there is no zone 'Europe/London': no time zone database is installed"
    )
    assert without["suggest"] == ["()", "()"]
    assert {name for name in usual if without[name] != usual[name]} == {"names", "suggest"}
