"""Read what the system's zdump prints."""

from __future__ import annotations

import os
import shutil
import subprocess

COMMAND = shutil.which("zdump")


def lines(name: str, low: int, high: int, **environment: str) -> list[str]:
    """The lines about the years from ``low`` until ``high``, and none about extreme times (-V).

    Newer versions also show a transition at the very first instant, which is left out here.
    """
    assert COMMAND is not None
    out = subprocess.run(
        [COMMAND, "-V", "-c", f"{low},{high}", name],
        env=os.environ | {"LC_ALL": "C", "LANGUAGE": ""} | environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
    first = (f"Dec 31 23:59:59 {low - 1} UT", f"Jan  1 00:00:00 {low} UT")
    return [line for line in out if not any(instant in line for instant in first)]
