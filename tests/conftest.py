"""Profiles of hypothesis and the C programs that tests compare with."""

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


# Where no bytecode may be written beside the files, each of hundreds of processes would compile them.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

# The same examples in every run: whoever changes nothing sees nothing change. The long run explores, and remembers.
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
    """``--thorough``: explores every law with many more examples, and compares more strings with the C libraries."""
    parser.addoption("--thorough", action="store_true", help="explore: more examples, others in every run (minutes)")


def pytest_configure(config: pytest.Config) -> None:
    """Chooses the profile of hypothesis, hears signals, and forgets the terminal."""
    # What the command prints must not depend on it; xdist gives its workers the width of the terminal.
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        os.environ.pop(name, None)
    # A shell has them ignored for what runs in the background, or under nohup, and for all that tests start from there.
    for name, handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
    settings.load_profile("thorough" if config.getoption("--thorough") else "quick")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether the long run was asked for."""
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
