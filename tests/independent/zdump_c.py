"""Read what the system's zdump prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

COMMAND = shutil.which("zdump")
_SHOWN = re.compile(r" (-?\d+) UTC? = .* isdst=[01]")


def lines(name: str, low: int, high: int, **environment: str) -> list[str]:
    """The lines about the years from ``low`` until ``high``; about times far away each version says something else."""
    assert COMMAND is not None
    out = subprocess.run(
        [COMMAND, "-v", "-c", f"{low},{high}", name],
        env=os.environ | {"LC_ALL": "C", "LANGUAGE": ""} | environment,
        capture_output=True,
        check=False,
        text=True,
    ).stdout.splitlines()
    years = ((line, _SHOWN.search(line)) for line in out)
    return [line for line, year in years if year is not None and low - 1 <= int(year[1]) <= high]
