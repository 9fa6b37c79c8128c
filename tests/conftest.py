"""Hypothesis profiles, and the C programs with which tests compare the library."""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.support.independent import localtime_c
from tests.support.paths import EXAMPLES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable


# Without bytecode files, each of the hundreds of processes that tests start would compile the modules again.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

# The default run tries the same examples every time, so its result changes only if the code does. The thorough run
# tries new examples and remembers those that failed.
settings.register_profile(
    "quick",
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    parent=settings.get_profile("quick"),
    max_examples=5000,
    derandomize=False,
    database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--thorough``: many more examples for every property, and more strings to compare with the C libraries."""
    parser.addoption(
        "--thorough", action="store_true", help="try more examples, different ones in every run (takes minutes)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Chooses the Hypothesis profile, restores the signal handlers, and hides the terminal from the tests."""
    # What the command prints must not depend on the terminal, whose width xdist passes on to its workers.
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        os.environ.pop(name, None)
    # Shells ignore these signals in background jobs and under nohup, and processes that tests start would inherit that.
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
    settings.load_profile("thorough" if config.getoption("--thorough") else "quick")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether this is the thorough run."""
    return bool(pytestconfig.getoption("--thorough"))


@pytest.fixture(scope="session")
def glibc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that asks glibc for local times."""
    return _program("glibc", tmp_path_factory)


@pytest.fixture(scope="session")
def musl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that asks musl for local times."""
    return _program("musl", tmp_path_factory)


@pytest.fixture(scope="session", params=["glibc", "musl"])
def c_example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds a C program of ``examples/`` with one C library, then the other."""
    libc: localtime_c.Libc = request.param
    if localtime_c.compiler(libc) is None:
        pytest.skip(f"no compiler for {libc} here")
    folder = tmp_path_factory.mktemp(libc)
    return cache(lambda name: localtime_c.build(libc, folder, EXAMPLES / f"{name}.c"))


def _program(libc: localtime_c.Libc, folders: pytest.TempPathFactory) -> Path:
    if localtime_c.compiler(libc) is None:
        pytest.skip(f"no compiler for {libc} here")
    return localtime_c.build(libc, folders.mktemp(libc))
