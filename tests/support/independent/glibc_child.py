"""Ask glibc what the clock shows, through Python's time module in a child process."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Question: TypeAlias = tuple[str, Sequence[int]]
Clock: TypeAlias = tuple[int, bool, str]

# No zone files: glibc looks TZ up as a file under TZDIR before it reads it as a rule string.
ENVIRONMENT = {"TZDIR": "/nonexistent", "LC_ALL": "C"}

SCRIPT = """
import json, os, sys, time
for line in sys.stdin:
    os.environ["TZ"], instants = json.loads(line)
    time.tzset()
    clocks = [time.localtime(t) for t in instants]
    print(json.dumps([[c.tm_gmtoff, c.tm_isdst, c.tm_zone] for c in clocks]))
"""


def available() -> bool:
    """Whether this interpreter runs on glibc."""
    return platform.libc_ver()[0] == "glibc"


def ask(questions: Iterable[Question]) -> list[list[Clock]]:
    """The answers to all questions, in order: (utoff, isdst, designation) for each instant."""
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", SCRIPT],
        input="".join(json.dumps([text, list(instants)]) + "\n" for text, instants in questions),
        stdout=subprocess.PIPE,
        text=True,
        encoding="ascii",
        env=ENVIRONMENT,
        check=True,
    )
    return [
        [(int(utoff), isdst > 0, str(designation)) for utoff, isdst, designation in json.loads(line)]
        for line in run.stdout.splitlines()
    ]
