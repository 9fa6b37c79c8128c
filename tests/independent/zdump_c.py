"""Read what the system's zdump prints."""

from __future__ import annotations

import os
import shutil
import subprocess

COMMAND = shutil.which("zdump")


def lines(name: str, low: int, high: int, **environment: str) -> list[str]:
    """The lines about the years from ``low`` until ``high``, and none about extreme times (-V)."""
    assert COMMAND is not None
    return subprocess.run(
        [COMMAND, "-V", "-c", f"{low},{high}", name],
        env=os.environ | {"LC_ALL": "C", "LANGUAGE": ""} | environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
