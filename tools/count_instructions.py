"""Counts the instructions of hot paths and compares them with saved counts: ``python -m tools.count_instructions``.

A time depends on the machine and its load; a count hardly does. Each path runs under callgrind N and 2 N
times, with a fixed hash seed and without garbage collection; the difference divided by N is the cost of one pass,
without start-up and warm-up. ``--write`` saves the counts. Counts from different versions of Python are never compared.

Exit codes: 0 if no path grew, 1 if a path grew by more than the tolerance, 2 if there are no counts to compare with.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT
from tools.hot_paths import PATHS

KEPT = Path(__file__).with_name("instruction_counts.json")
TOLERANCE = 0.05
PASSES = 20


def counted(name: str, passes: int) -> int:
    """The instructions of a process that makes this many passes over a path."""
    with tempfile.TemporaryDirectory() as folder:
        done = _passes(name, passes, "valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/profile")
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None:
        raise ValueError(f"callgrind printed no count: {done.stderr[-200:]!r}")
    return int(found[1])


def _passes(name: str, passes: int, *under: str) -> subprocess.CompletedProcess[str]:
    command = [*under, sys.executable, "-S", "-m", "tools.hot_paths", name, str(passes)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "LC_ALL": "C"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)


def measured(names: Iterable[str]) -> dict[str, Any]:
    """The counts for the named paths, and the versions on which they depend."""
    counts = {}
    for name in names:
        _passes(name, 1)  # compiles edited modules, which one of the counted runs would otherwise do
        # The smaller count of two runs: now and then a run counts a fifth more, although nothing has changed.
        once, twice = (min(counted(name, passes) for _ in range(2)) for passes in (PASSES, 2 * PASSES))
        counts[name] = (twice - once) // PASSES
        print(f"{name:40} {counts[name]:>12,}", flush=True)
    return {"python": python(), "versions": versions(), "instructions": counts}


def python() -> str:
    """The interpreter whose instructions are counted."""
    return f"{platform.python_implementation()} {platform.python_version()}"


def versions() -> dict[str, str]:
    """Other versions that the counts may depend on."""
    valgrind = subprocess.run(["valgrind", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {
        "compiler": platform.python_compiler(),
        "C library": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
        "valgrind": valgrind,
    }


def grown(before: dict[str, int], now: dict[str, int], tolerance: float = TOLERANCE) -> list[str]:
    """A line for each path whose count grew by more than the tolerance, or that was never counted before."""
    lines = []
    for name, count in now.items():
        if name not in before:
            lines.append(f"{name}: never counted, run with --write")
        elif count > before[name] * (1 + tolerance):
            lines.append(f"{name}: {before[name]:,} instructions before, {count:,} now")
    return lines


def main(arguments: list[str] | None = None, kept_in: Path = KEPT) -> int:
    """Counts instructions, and compares the counts with saved ones or saves them; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.count_instructions", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PATH", help="paths to count (default: all)")
    parser.add_argument("--write", action="store_true", help="save the counts instead of comparing them")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help=f"tolerated growth ({TOLERANCE})")
    options = parser.parse_args(arguments)
    for name in options.names:
        if name not in PATHS:
            parser.error(f"{name!r} is not a path; the paths are {', '.join(PATHS)}")
    kept = json.loads(kept_in.read_text("utf-8")) if kept_in.exists() else {}
    same = kept.get("python") == python()
    if not (options.write or same):
        print(f"the saved counts are for {kept.get('python', 'no run')}, but this is {python()}: nothing to compare")
        return 2
    found = measured(options.names or PATHS)
    if options.write:
        if same:
            found["instructions"] = kept["instructions"] | found["instructions"]
        kept_in.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        return 0
    if kept["versions"] != found["versions"]:
        print(f"counted with {kept['versions']} before, with {found['versions']} now")
    lines = grown(kept["instructions"], found["instructions"], options.tolerance)
    print(*lines or ["no path grew"], sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
