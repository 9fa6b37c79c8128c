"""``python -m benchmarks.gpu``: converts a billion instants on a GPU with PyTorch, and checks all answers.

Times a copy of the column first, because nothing that reads and writes as much can be faster. Then times ``columns``
on a tensor, and the same formula as one kernel from ``torch.compile``. Needs torch and array-api-compat.
Without a GPU, it runs on the CPU, which shows only that it works.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from vapix_proto import tz
from vapix_proto.tz import columns
from vapix_proto.tz.columns._arrays import ArrayClock

from .harness import WrongAnswer
from .peers import peer
from .samples import TEXT

#: How many elements ``columns`` converts at a time, because each of its steps keeps a result in memory.
PART = 10**8
#: How many elements to compare at a time.
COMPARED = 10**7
REPEATS = 10

ZONE = tz.parse(TEXT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Times each way to convert the instants, checks its answers, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu", description=__doc__)
    parser.add_argument("--count", type=float, help="number of instants (default: 1e9 on a GPU, 1e6 without one)")
    parser.add_argument("--device", help="device to use (default: cuda if there is a GPU, else cpu)")
    parser.add_argument("--compile", action="store_true", help="use torch.compile on the CPU, too")
    given = parser.parse_args(arguments)
    torch = peer("torch")
    xp = torch and peer("array_api_compat.torch")
    if xp is None:
        sys.exit("this needs PyTorch: pip install torch array-api-compat")
    device = torch.device(given.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    on_gpu = device.type == "cuda"
    count = int(given.count or (1e9 if on_gpu else 1e6))
    start = time.perf_counter()
    name = torch.cuda.get_device_name(device) if on_gpu else "CPU: the times say nothing about a GPU"
    print(f"device: {device} ({name}); torch {torch.__version__}; {count:,} instants from 1970 to 2106, unsorted")
    # The local times come from instants, so none is in a gap, where several answers would be possible.
    generator = torch.Generator(device=device).manual_seed(7)
    t = torch.randint(0, 2**32, (count,), dtype=torch.int64, device=device, generator=generator)
    clock = ArrayClock(xp, ZONE.clock(), device)
    local = torch.cat(_in_parts(partial(columns.to_local, ZONE), t))
    wait: Callable[[], object] = torch.cuda.synchronize if on_gpu else _nothing
    floor = _report("copy of the column", partial(torch.empty_like(t).copy_, t), wait, count, None)
    questions: dict[str, tuple[Any, Any, Any]] = {
        # The column, the formula, and the function of columns that gives the exact answers for NumPy.
        "to_local": (t, clock.to_local, partial(columns.to_local, ZONE)),
        "utoff": (t, clock.utoff, partial(columns.utoff, ZONE)),
        "to_utc": (local, lambda some: clock.to_utc(some)[0], partial(columns.to_utc, ZONE)),
        "ambiguity": (local, clock.ambiguity, partial(columns.ambiguity, ZONE)),
    }
    for question, (column, formula, exact) in questions.items():
        single = partial(_in_parts, exact, column)
        _compare(question, single(), column, exact)
        _report(f"{question}, columns", single, wait, count, floor)
        if on_gpu or given.compile:
            one = partial(torch.compile(formula, fullgraph=True), column)
            _compare(f"{question}, compiled", [one()], column, exact)
            _report(f"{question}, torch.compile", one, wait, count, floor)
    if on_gpu or given.compile:
        both = torch.compile(lambda some: (clock.to_utc(some)[0], clock.ambiguity(some)), fullgraph=True)
        utc, flags = both(local)
        _compare("to_utc with flags", [utc], local, questions["to_utc"][2])
        _compare("flags", [flags], local, questions["ambiguity"][2])
        del utc, flags
        _report("to_utc with flags, torch.compile", lambda: both(local), wait, count, floor)
    print(f"all answers equal the CPU's; {time.perf_counter() - start:.0f} s in total")
    return 0


def _nothing() -> None:
    """On a CPU, there is nothing to wait for."""


def _in_parts(question: Callable[[Any], Any], column: Any) -> list[Any]:  # noqa: ANN401
    return [question(part) for part in column.split(PART)]


def _compare(name: str, found: list[Any], column: Any, exact: Callable[[Any], Any]) -> None:  # noqa: ANN401
    """Raises ``WrongAnswer`` if an answer differs from the answer of ``columns`` for NumPy."""
    answers = [piece for part in found for piece in part.split(COMPARED)]
    for number, (part, answer) in enumerate(zip(column.split(COMPARED), answers, strict=True)):
        if not np.array_equal(answer.cpu().numpy(), exact(part.cpu().numpy())):
            raise WrongAnswer(
                f"{name}: a wrong answer among the {COMPARED:,} instants from number {number * COMPARED:,} on"
            )


def _report(name: str, run: Callable[[], object], wait: Callable[[], object], count: int, floor: float | None) -> float:
    """Prints how long a function takes, and returns the time in seconds."""
    taken = []
    for _ in range(REPEATS):
        wait()
        start = time.perf_counter()
        run()
        wait()
        taken.append(time.perf_counter() - start)
    ratio = "" if floor is None else f"{min(taken) / floor:8.2f} x the copy"
    print(
        f"{name:34} {min(taken) * 1e3:9.3f} ms, median {median(taken) * 1e3:9.3f} ms, "
        f"{min(taken) / count * 1e9:8.4f} ns an element{ratio}",
        flush=True,
    )
    return min(taken)


if __name__ == "__main__":
    sys.exit(main())
