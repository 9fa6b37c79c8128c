"""The pytest fixtures, in processes of their own: what they serve to functions and coroutines, and how they fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.paths import DOCS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "S3cr3t-Passw0rd"
#: In seconds; longer than anything takes on the slowest machine.
PATIENCE = 300
#: The document's examples: plain use, then one each for fixtures, parameters, coroutines, the session and HTTPS.
EMULATOR_BLOCKS = re.findall(r"```python\n(.*?)```", (DOCS / "reference/emulator.md").read_text("utf-8"), re.DOTALL)

FIXTURE_TESTS = """
import sys
import urllib.request

import pytest

from vapix_proto.vapix import Password


def test_first_nothing_heavy_is_loaded():
    assert not {"uvicorn", "vapix_proto.emulator", "vapix_proto.oracle"} & set(sys.modules)


def test_default(vapix_emulator):
    assert urllib.request.urlopen(vapix_emulator.url + "/healthz").read() == b"ok\\n"
    assert [account.user for account in vapix_emulator.device.accounts] == ["root"]
    handler = urllib.request.HTTPDigestAuthHandler()
    handler.add_password("AXIS_ACCC8E000001", vapix_emulator.url, "root", "pass")
    opener = urllib.request.build_opener(handler)
    with opener.open(vapix_emulator.url + "/axis-cgi/pwdgrp.cgi?action=get") as response:
        assert b'admin="root"' in response.read()


@pytest.mark.vapix_emulator(axis_os="13.0", user=None, password=None)
def test_marked(vapix_emulator):
    assert str(vapix_emulator.device.axis_os) == "13.0"
    assert vapix_emulator.device.accounts == ()


@pytest.mark.vapix_emulator(password=Password("word"))
def test_a_password_may_be_masked(vapix_emulator):
    assert vapix_emulator.device.accounts[0].password == "word"


@pytest.mark.vapix_emulator("12.11", user="joe", password="word")
class TestMarked:
    def test_it_stands_on_a_class(self, vapix_emulator):
        assert str(vapix_emulator.device.axis_os) == "12.11"
        assert [account.user for account in vapix_emulator.device.accounts] == ["joe"]

    @pytest.mark.vapix_emulator("13.0", user="ann")
    def test_the_closest_wins_argument_by_argument(self, vapix_emulator):
        assert str(vapix_emulator.device.axis_os) == "13.0"
        (account,) = vapix_emulator.device.accounts
        assert (account.user, account.password) == ("ann", "word")


@pytest.mark.vapix_emulator("5.51", password="word")
class TestParameters:
    @pytest.mark.parametrize("vapix_emulator", ["12.11", {"axis_os": "13.0", "user": "joe"}, {}], indirect=True)
    def test_they_win_over_the_mark(self, vapix_emulator, request):
        (account,) = vapix_emulator.device.accounts
        version = str(vapix_emulator.device.axis_os)
        assert (version, account.user, account.password) in [
            ("12.11", "root", "word"), ("13.0", "joe", "word"), ("5.51", "root", "word"),
        ]


seen = []


@pytest.mark.parametrize("again", range(2))
def test_each_test_has_its_own_and_all_share_that_of_the_session(again, vapix_emulator, vapix_emulator_session):
    seen.append((vapix_emulator, vapix_emulator_session))
    assert len({id(emulator) for emulator, _ in seen}) == len(seen)
    assert len({id(emulator) for _, emulator in seen}) == 1
    assert str(vapix_emulator_session.device.axis_os) == "11.11"


@pytest.mark.parametrize("vapix_emulator_session", ["9.80"], indirect=True)
def test_that_of_the_session_has_parameters(vapix_emulator_session):
    assert str(vapix_emulator_session.device.axis_os) == "9.80"
"""


def with_plugin(tests: str, folder: Path, *more: str) -> str:
    """pytest's output for a file of tests, from a process of its own."""
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    options = [
        "-q",
        "-p",
        "vapix_proto.integrations.pytest_plugin",
        "--strict-markers",
        "-W",
        "error",
        "test_it.py",
        *more,
    ]
    # Loading other plugins would take most of the time.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_fixture(tmp_path: Path) -> None:
    assert "12 passed" in with_plugin(FIXTURE_TESTS, tmp_path)


def test_a_fixture_without_its_library_fails_and_names_the_command(tmp_path: Path) -> None:
    tests = 'import sys\nsys.modules["uvicorn"] = None\ndef test_it(vapix_emulator): ...\n'
    shown = with_plugin(tests, tmp_path)
    assert "1 error" in shown
    assert "uvicorn is missing: install the emulator extra of vapix-proto" in shown
    assert "Traceback" not in shown


def test_a_fixture_that_is_refused_shows_no_password(tmp_path: Path) -> None:
    tests = FIXTURE_TESTS.replace('axis_os="13.0", user=None, password=None', f'axis_os="x", password="{SECRET}"')
    shown = with_plugin(tests, tmp_path, "--showlocals", "--tb=long")
    assert "1 error" in shown
    assert SECRET not in "\n".join(line for line in shown.splitlines() if "@pytest.mark" not in line)


def test_the_code_of_the_emulator_document_runs(tmp_path: Path) -> None:
    exec(compile(EMULATOR_BLOCKS[0], "emulator.md", "exec"), {})
    fixtures, parameters, _, session = EMULATOR_BLOCKS[1:5]
    pytest.importorskip("hypothesis")
    assert "9 passed" in with_plugin("\n".join([fixtures, parameters, session]), tmp_path)


@pytest.mark.parametrize("plugin", ["anyio", "asyncio"])
def test_the_coroutines_of_the_emulator_document_run(plugin: str, tmp_path: Path) -> None:
    pytest.importorskip("httpx")
    module, *options = {
        "anyio": ("anyio.pytest_plugin",),
        "asyncio": ("pytest_asyncio.plugin", "-o", "asyncio_default_fixture_loop_scope=function"),
    }[plugin]
    pytest.importorskip(module)
    tests = EMULATOR_BLOCKS[3].replace("mark.anyio ", f"mark.{plugin} ")
    assert "1 passed" in with_plugin(tests, tmp_path, "-p", module, *options)
