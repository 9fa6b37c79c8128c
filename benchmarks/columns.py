"""Columns of instants and of local times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from vapix_proto import tz

from .columns_peers import DUCKDB, PANDAS, local_of, utc_of
from .harness import FASTEST_PEER, Case, Contestant, Effort, Target, no_answer, race
from .peers import COLUMNS, installed, peer
from .samples import TEXT
from .tables import Int64s, earliest, equal, folds, latest, offsets, seconds

TITLE = "Columns"

COPY, PLAIN, COMPILED = "copy of the column", "NumPy", "numba"
_COMPILED_2, _PLAIN_2 = "numba, 2 threads", "NumPy, 2 threads"
_BOUND = "bound by arithmetic, not by memory: the cost is the same where all is in the cache"
_WARM = "This library writes into an existing column; the other libraries always create a new one."


def ways(absent: dict[str, str], *, threads: bool = True) -> dict[str, dict[str, Any]]:
    """The ways in which our library can calculate, each as keyword arguments."""
    found: dict[str, dict[str, Any]] = {PLAIN: {}}
    if threads:
        found[_PLAIN_2] = {"threads": 2}
    if installed("numba", COMPILED, absent):
        found[COMPILED] = {"compiled": True}
        if threads:
            found[_COMPILED_2] = {"compiled": True, "threads": 2}
    return found


def copying(t: Int64s) -> Contestant:
    """A copy of the column, which shows how long the memory alone takes."""
    out = np.zeros_like(t)
    return Contestant(COPY, partial(np.copyto, out, t), no_answer, len(t), "reference")


def ours(
    function: Callable[..., Any],
    given: Any,  # noqa: ANN401 - an array
    out: Any,  # noqa: ANN401
    arguments: dict[str, Any],
    check: Callable[[Callable[[], Any]], Callable[[], None]],
    name: str,
) -> Contestant:
    """One of our contestants, for the zone that all use; numba compiles during the check."""
    zone = tz.parse(TEXT)

    def call() -> Any:  # noqa: ANN401
        return function(zone, given, out=out, **arguments)

    def answer() -> Any:  # noqa: ANN401
        out.view(np.uint8).fill(0)
        found = call()
        return found.view(np.int64) if found.dtype.kind == "M" else found

    return Contestant(name, call, check(answer), given.size, "ours")


def _shown(t: Int64s) -> Int64s:
    return t + offsets(t)


def _utoff(t: Int64s, effort: Effort) -> Case:
    columns = peer(COLUMNS)
    absent: dict[str, str] = {}
    out = np.zeros(t.shape, np.int32)

    def check(answer: Callable[[], Any]) -> Callable[[], None]:
        return equal(answer, t, offsets)

    contestants = [ours(columns.utoff, t, out, how, check, name) for name, how in ways(absent).items()]
    peers = [Contestant(each.name, each.run, equal(each.seconds, t, _shown), len(t)) for each in local_of(t, absent)]
    targets = [
        Target(PLAIN, COPY, 2.5, reason=_BOUND),
        Target(COMPILED, COPY, 1.0, reason=_BOUND),
        Target(PLAIN, FASTEST_PEER, 15, "faster"),
    ]
    note = (
        f"This library calculates the UTC offsets of {len(t):,} random instants. The instants are int64 seconds, and "
        "the offsets are int32. The other libraries return the local time, from which one subtraction gives the "
        f"offset. {_WARM}"
    )
    everyone = [*contestants, copying(t), *peers]
    return race("UTC offsets", "an element", everyone, effort, absent=absent, targets=targets, note=note)


def _to_utc(t: Int64s, effort: Effort) -> Case:
    columns = peer(COLUMNS)
    absent: dict[str, str] = {}
    local = _shown(t)
    out, flags = np.zeros_like(local), np.zeros(local.shape, np.uint8)

    def check(answer: Callable[[], Any]) -> Callable[[], None]:
        return equal(answer, t, earliest)

    def check_flags(answer: Callable[[], Any]) -> Callable[[], None]:
        def flagged() -> Any:  # noqa: ANN401
            flags.fill(9)
            answer()
            return flags

        def both() -> None:
            check(answer)()
            equal(flagged, t, folds)()

        return both

    contestants = []
    for name, how in ways(absent, threads=False).items():
        contestants.append(ours(columns.to_utc, local, out, how, check, name))
        contestants.append(ours(columns.to_utc, local, out, {**how, "flags": flags}, check_flags, f"{name}, flags"))
    peers = []
    for each in utc_of(t, local, absent):
        # duckdb does not let its callers choose between two instants.
        exact = latest if each.name == DUCKDB else earliest
        peers.append(Contestant(each.name, each.run, equal(each.seconds, t, exact), len(t)))
    targets = [
        Target(PLAIN, PANDAS, 30, "faster"),
        Target(f"{PLAIN}, flags", PANDAS, 22, "faster"),
        Target(PLAIN, FASTEST_PEER, 15, "faster"),
    ]
    note = (
        f"Each library finds the instants of {len(t):,} local times. If the clock shows a local time twice, the "
        "library finds the earlier instant (duckdb: the later). None of the times is in a gap. "
        'Where a bar\'s name contains "flags", the library also marks, in the same pass, the times that the clock '
        f"shows twice or never. {_WARM}"
    )
    everyone = [*contestants, copying(t), *peers]
    return race("Local times to instants", "an element", everyone, effort, absent=absent, targets=targets, note=note)


def run(effort: Effort) -> Iterator[Case]:
    """Measures the cases of this module."""
    t = seconds(effort.size)
    yield _utoff(t, effort)
    yield _to_utc(t, effort)
