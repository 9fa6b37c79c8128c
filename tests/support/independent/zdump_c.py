"""Reads the output of glibc's zdump."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def _command() -> str | None:
    """The path of zdump, if it is glibc's; macOS has a zdump with other options, which reads strings differently."""
    command = shutil.which("zdump")
    if command is None:
        return None
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=False).stdout
    return command if re.search(r"GLIBC|GNU libc", version) else None


COMMAND = _command()


def lines(name: str, low: int, high: int, **environment: str) -> list[str]:
    """The lines about the years from ``low`` until ``high``, without the lines about extreme times (-V)."""
    assert COMMAND is not None
    return subprocess.run(
        [COMMAND, "-V", "-c", f"{low},{high}", name],
        env=os.environ | {"LC_ALL": "C", "LANGUAGE": ""} | environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()


def inside(lines: Iterable[str], low: int, high: int) -> list[str]:
    """The lines, except for transitions at the first instant of either limit, which only some versions include."""
    edges = [edge for year in (low, high) for edge in (f"Dec 31 23:59:59 {year - 1} UT", f"Jan  1 00:00:00 {year} UT")]
    return [line for line in lines if not any(edge in line for edge in edges)]
