"""Runs the command as if in a pipe: in this process, which saves most of the time, or in a new one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "vapix_proto"]
#: UTF-8, whatever the locale of the tests.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}} | {
    "PYTHONUTF8": "1"
}


def run_apart(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, env=ENVIRONMENT | environment, check=False
    )


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in this process, or in a new one if the environment differs."""
    if environment:
        return run_apart(*arguments, stdin=stdin, **environment)
    from vapix_proto.cli.app import cli

    given, out, err = (io.BytesIO(data) for data in (stdin, b"", b""))
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - ENVIRONMENT.keys():
            patch.delenv(name)
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", write_through=True))
        with pytest.raises(SystemExit) as caught:
            cli(arguments, prog_name="vapix-proto")
        code = caught.value.code
        assert code is None or isinstance(code, int)
        return subprocess.CompletedProcess(arguments, code or 0, out.getvalue(), err.getvalue())


def text_of(*arguments: str, code: int = 0, stdin: bytes = b"", **environment: str) -> str:
    """The output of a run; asserts that the run ends with the exit code and without a traceback."""
    done = run(*arguments, stdin=stdin, **environment)
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout.decode()


def json_of(*arguments: str, code: int = 0, stdin: bytes = b"") -> list[dict[str, Any]]:
    """The JSON records that a run prints."""
    return [json.loads(line) for line in text_of(*arguments, "--format", "json", code=code, stdin=stdin).splitlines()]
