"""Completion as a real bash does it when Tab is pressed, and the scripts for zsh and fish."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from tests.support.command import ENVIRONMENT
from vapix_proto.cli.app import cli

# click's completion needs at least this version of bash; macOS has an older one.
OLD_BASH = "(( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404 ))"
HAS_BASH = shutil.which("bash") is not None and subprocess.run(["bash", "-c", OLD_BASH], check=False).returncode == 1
FILES = {"zones.txt": "UTC0\n", "zone files/a.csv": "UTC0\n"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("completion")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    command = root / "bin" / "vapix-proto"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vapix_proto "$@"\n')
    command.chmod(0o755)
    return root


def typed(keys: str, folder: Path) -> str:
    """The command line that bash shows after these keys and Tab have been typed."""
    lead, follow = pty.openpty()
    environment = ENVIRONMENT | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PS1": "$ ", "TERM": "dumb"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        stdin=follow, stdout=follow, stderr=follow, cwd=folder, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(follow)
    try:
        os.write(lead, b'bind "set enable-bracketed-paste off"; eval "$(vapix-proto completion bash)"; echo rea""dy\n')
        until(lead, "ready\r\n")
        os.write(lead, keys.encode() + b"\t")
        return until(lead, "\0").rpartition("$ ")[2]
    finally:
        shell.kill()
        shell.wait()
        os.close(lead)


def until(terminal: int, end: str) -> str:
    """The output up to an ending, or until the output ends."""
    out, deadline = "", time.monotonic() + 60
    while end not in out and time.monotonic() < deadline:
        if not select.select([terminal], [], [], 30)[0]:
            break
        out += os.read(terminal, 4096).decode()
        if out.endswith(("zones.txt ", "a.csv ", "explain ", "posix-2024 ")):
            break
    return out


@pytest.mark.skipif(not HAS_BASH, reason="there is no bash 4.4 or later")
@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("vapix-proto tz exp", "vapix-proto tz explain "),
        ("vapix-proto tz check --dialect posix-202", "vapix-proto tz check --dialect posix-2024 "),
        ("vapix-proto tz check zones", "vapix-proto tz check zones.txt "),
        ("vapix-proto tz check --file zones.", "vapix-proto tz check --file zones.txt "),
        ("vapix-proto tz check UTC0 zones", "vapix-proto tz check UTC0 zones.txt "),
        ("vapix-proto tz audit zones.", "vapix-proto tz audit zones.txt "),
        ("vapix-proto tz scan zone\\ files/", "vapix-proto tz scan zone\\ files/a.csv "),
        ("vapix-proto param list zones.", "vapix-proto param list zones.txt "),
        ("vapix-proto account check-request zones.", "vapix-proto account check-request zones.txt "),
        ("vapix-proto device show http://camera --password-file zones.", "zones.txt "),
    ],
)
def test_bash_completes_commands_and_files(keys: str, expected: str, folder: Path) -> None:
    assert typed(keys, folder).endswith(expected)


FILE_PLACES = [
    "tz check", "tz check --file", "tz audit", "tz fleet", "tz plot UTC0 -o",
    "tz scan", "param list", "account list", "param check-request",
    "account check-request", "conform http://camera --password-file", "conform http://camera --report",
    "emulate --state", "emulate --tls-cert", "device show http://camera --ca", "conform-clock --report",
]  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("place", FILE_PLACES)
def test_every_shell_is_told_where_files_are(place: str, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = f"vapix-proto {place} zo"
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", "zo" if shell == "fish" else str(words.count(" ")))
    completer = get_completion_class(shell)
    assert completer is not None
    told = completer(cli, {}, "vapix-proto", "_VAPIX_PROTO_COMPLETE").complete()
    assert told.replace("\n", ",").startswith("file,zo")
