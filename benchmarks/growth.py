"""Does an element of a long column cost more than one of a short column, and does memory grow?"""

from __future__ import annotations

import os
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from vapix_proto import tz

from .columns import ways
from .harness import Case, Contestant, Effort, Target, Verdict, no_answer, race
from .peers import COLUMNS, peer
from .samples import TEXT
from .tables import equal, offsets, seconds

QUESTION = "What does an element cost in columns of all lengths, and what memory?"

#: What a contestant needs for every element: the column, a copy of it and two results.
_BYTES = 8 + 8 + 2 * 4


def sizes(effort: Effort) -> tuple[tuple[int, ...], str]:
    """The lengths that the memory has room for, and what was left out."""
    wanted = [size for size in (10**power for power in range(4, 12)) if size <= effort.longest] or [effort.longest]
    room = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    fitting = [size for size in sorted(set(wanted)) if size * _BYTES <= room]
    left = sorted(set(wanted) - set(fitting))
    return tuple(fitting), f" No room in memory for {', '.join(f'{size:.0e}' for size in left)}." if left else ""


def _peak(zone: tz.PosixTimeZone, t: Any, out: Any, arguments: dict[str, Any]) -> int:  # noqa: ANN401 - arrays
    """The most bytes that a call has beside its column and result."""
    columns = peer(COLUMNS)
    tracemalloc.start()
    try:
        # In a new thread, which does not yet have the buffers that a thread keeps.
        with ThreadPoolExecutor(1) as threads:
            threads.submit(columns.utoff, zone, t, out=out, **arguments).result()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def run(effort: Effort) -> list[Case]:
    """The cases."""
    columns = peer(COLUMNS)
    zone = tz.parse(TEXT)
    absent: dict[str, str] = {}
    contestants = []
    facts: dict[str, float] = {}
    chosen, left = sizes(effort)
    given = seconds(chosen[-1])
    copied, result = np.zeros_like(given), np.zeros(given.shape, np.int32)
    for size in chosen:
        t, out = given[:size], result[:size]
        label = _label(size)
        for name, how in ways(absent, threads=False).items():
            call = partial(columns.utoff, zone, t, out=out, **how)

            def answer(call: Any = call, out: Any = out) -> Any:  # noqa: ANN401
                out.fill(-1)
                return call()

            check = equal(answer, t, offsets)
            contestants.append(Contestant(f"{name}, {label}", call, check, size, "ours", size=size))
            call()
            facts[f"{name}, {label}: peak of extra memory, bytes"] = _peak(zone, t, out, how)
        copy = partial(np.copyto, copied[:size], t)
        contestants.append(Contestant(f"copy, {label}", copy, no_answer, size, "reference", size=size))
    targets, verdicts = [], []
    for name in ways(absent, threads=False):
        if chosen[-1] > 10**6:
            limit_of = f"{name}, {_label(chosen[-1])}"
            targets.append(Target(limit_of, f"{name}, {_label(10**6)}", 1.3))
            most, least = (facts[f"{name}, {_label(n)}: peak of extra memory, bytes"] for n in (chosen[-1], 10**6))
            memory = Target(f"extra memory, {limit_of}", f"extra memory, {name}, {_label(10**6)}", 1.1)
            verdicts.append(Verdict(memory, memory.against, most / least))
    note = (
        "utoff of random int64 seconds into a given output. All outputs have been written before: a fresh one of this "
        "length is mostly page faults. Times are those of the processor (all are of one thread), because a long call "
        "never has the machine for itself. Extra memory is the peak that tracemalloc sees during a call in a new "
        f"thread.{left}"
    )
    case = race(
        "growth, utoff",
        "an element",
        contestants,
        effort,
        absent=absent,
        targets=targets,
        note=note,
        facts=facts,
        clock=time.thread_time,
    )
    return [case.with_verdicts(verdicts)]


def _label(size: int) -> str:
    return f"{size:.0e}".replace("e+0", "e")
