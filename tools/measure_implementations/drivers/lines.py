"""The line protocol of docs/how-to/time-oracle.md, for drivers in Python."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REFUSED = "?\t?\t?"


def serve(shown: Callable[[str, list[int]], Iterable[str]]) -> None:
    """Answers the questions on standard input, batch by batch; ``shown`` returns the answers for one string."""
    batch: list[tuple[str, int]] = []
    for line in sys.stdin:
        if line != "\n":
            text, at = line.rstrip("\n").split("\t")
            batch.append((text, int(at)))
            continue
        for text, questions in groupby(batch, key=lambda question: question[0]):
            for answer in shown(text, [at for _, at in questions]):
                print(answer)
        sys.stdout.flush()
        batch.clear()
