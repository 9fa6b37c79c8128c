"""Looks for inputs that break a law of a parser: ``python -m tools.fuzz --minutes 10 --target requests``.

Runs the targets in ``fuzz/`` one after the other, with atheris (extra ``fuzz``). Each target starts from its inputs in
``fuzz/corpus`` and from the inputs that earlier runs left in ``.fuzz``. A failing input is made smaller and printed as
a line for the corpus. ``--keep`` adds inputs that reach new code to the corpus, the shortest first, up to its limit.

Exit codes: 0 if all laws held, 1 if one did not.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from tests.support.paths import ROOT

CORPUS = ROOT / "fuzz" / "corpus"
TARGETS = sorted(path.stem for path in (ROOT / "fuzz").glob("[!_]*.py"))
#: The maximum size of a target's file in the corpus, in bytes.
LIMIT = 16_000
_LONGEST = 4096
_SECONDS_EACH = 30
_NAMES = ("number_of_executed_units", "average_exec_per_sec")
_STATISTICS = re.compile(rf"stat::({'|'.join(_NAMES)}): +(\d+)")


def corpus(target: str) -> list[bytes]:
    return [ast.literal_eval(line) for line in (CORPUS / f"{target}.txt").read_text("ascii").splitlines()]


def write_corpus(target: str, inputs: Iterable[bytes]) -> None:
    """Writes as many inputs to the corpus as fit, the shortest first, one literal on each line."""
    lines, size = [], 0
    for each in sorted(set(inputs), key=lambda data: (len(data), data)):
        line = f"{each!r}\n"
        size += len(line)
        if size > LIMIT:
            break
        lines.append(line)
    (CORPUS / f"{target}.txt").write_text("".join(lines), "ascii")


def check_of(target: str) -> Callable[[bytes], None]:
    """The target's function, which reads an input and asserts the laws."""
    check: Callable[[bytes], None] = import_module(f"fuzz.{target}").check
    return check


def failure(check: Callable[[bytes], None], data: bytes) -> str | None:
    """The traceback if an input fails, else None."""
    try:
        check(data)
    except Exception:
        return traceback.format_exc()
    return None


def smaller(check: Callable[[bytes], None], data: bytes) -> bytes:
    """A smaller input that still fails on the same line of code."""

    def place(candidate: bytes) -> str | None:
        shown = failure(check, candidate)
        return None if shown is None else re.findall(r'File "[^"]*", line \d+', shown)[-1]

    wanted, size = place(data), len(data)
    while size:
        at = 0
        while at < len(data):
            candidate = data[:at] + data[at + size :]
            if place(candidate) == wanted:
                data = candidate
            else:
                at += size
        size //= 2
    return data


def new_ground(check: Callable[[bytes], None], kept: list[bytes], folder: Path) -> list[bytes]:
    """The inputs in a folder that reach code that neither ``kept`` nor a shorter input reaches, the shortest first."""
    found: list[bytes] = []
    reached = set().union(*(lines_reached(check, data) for data in kept))
    for data in sorted((path.read_bytes() for path in folder.iterdir()), key=len):
        lines = set() if data in kept else lines_reached(check, data)
        if not lines <= reached:
            reached |= lines
            found.append(data)
    return found


def lines_reached(check: Callable[[bytes], None], data: bytes) -> set[tuple[str, int, int]]:
    """The steps from one line of the package's code to the next, taken while a target reads an input."""
    package = str(ROOT / "vapix_proto")
    found: set[tuple[str, int, int]] = set()

    def call(frame: FrameType, _event: str, _argument: object) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.startswith(package):
            return None
        name, before = frame.f_code.co_filename, 0

        def line(frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
            nonlocal before
            found.add((name, before, frame.f_lineno))
            before = frame.f_lineno
            return line

        return line

    sys.settrace(call)
    try:
        failure(check, data)
    finally:
        sys.settrace(None)
    return found


def run(target: str, minutes: float, *, keep: bool) -> bool:
    """Runs a target and prints what it found; returns whether all laws held."""
    folder = ROOT / ".fuzz" / target
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for each in corpus(target):
        (inputs / hashlib.sha1(each).hexdigest()).write_bytes(each)
    options = [f"-max_total_time={round(60 * minutes)}", f"-max_len={_LONGEST}", f"-timeout={_SECONDS_EACH}"]
    done = _fuzzed(target, *options, "-print_final_stats=1", f"-artifact_prefix={folder}{os.sep}", str(inputs))
    count, speed = (dict(_STATISTICS.findall(done.stderr)).get(name, "?") for name in _NAMES)
    verdict = "FAILED" if done.returncode else "all laws held"
    print(f"{target:20} {count:>8} inputs, {speed:>5} a second, {verdict}", flush=True)
    if done.returncode:
        found = sorted(folder.glob("*-*"), key=lambda path: path.stat().st_mtime)
        data, shown = found[-1].read_bytes() if found else b"", None
        # An input that crashes the interpreter, or makes it run forever, must not be tried again in this process.
        if "Uncaught Python exception" in done.stdout + done.stderr:
            shown = failure(check_of(target), data)
        if shown:
            data = smaller(check_of(target), data)
            shown = failure(check_of(target), data)
        print(shown or done.stdout[-3000:] + done.stderr[-3000:])
        print(repr(data), flush=True)
    if keep:
        write_corpus(target, [*corpus(target), *new_ground(check_of(target), corpus(target), inputs)])
    return done.returncode == 0


def _fuzzed(target: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fuzz", target, *options]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")


def main(arguments: list[str] | None = None) -> int:
    """Runs the targets that the arguments name; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, metavar="N", help="how long each target runs (1)")
    parser.add_argument(
        "--target", nargs="+", choices=TARGETS, default=TARGETS, help="the targets to run (default: all)"
    )
    parser.add_argument("--keep", action="store_true", help="write inputs that reach new code to the corpus")
    options = parser.parse_args(arguments)
    held = [run(target, options.minutes, keep=options.keep) for target in options.target]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
