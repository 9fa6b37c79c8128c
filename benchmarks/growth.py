"""Whether a unit of work costs more when there are more units. If it does not, all bars are equally long.

Columns, lines and users are measured in processor time, because a long call never has the machine to itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

import numpy as np
from click.testing import CliRunner

from tools import measure_emulator
from vapix_proto import tz
from vapix_proto.cli.app import cli
from vapix_proto.vapix import AccountListing

from .columns import ways
from .harness import Case, Contestant, Effort, Target, Time, Verdict, WrongAnswer, judged, race
from .listings import accounts
from .peers import COLUMNS, peer
from .samples import TEXT, footers
from .tables import equal, offsets, seconds

TITLE = "Growth"

#: How many bytes an element needs, for the instant and the result.
_BYTES = 8 + 4
#: The target: the cost of a unit at the largest size, as a multiple of its cost at the smallest.
_MOST = 1.3


def _powers(first: int, last: int, effort: Effort) -> list[int]:
    """The powers of ten between two exponents; in a quick run, only the first two."""
    return [10**power for power in range(first, (first + 1 if effort.quick else last) + 1)]


def _label(size: int, things: str) -> str:
    return f"{size:,} {things}"


def _verdict(times: Sequence[Time]) -> Verdict:
    """Whether a unit of work costs hardly more at the largest size than at the smallest."""
    return judged(Target(times[-1].name, times[0].name, _MOST), times)


def _race(name: str, unit: str, contestants: Sequence[Contestant], effort: Effort, note: str) -> Case:
    case = race(name, unit, contestants, effort, note=note, clock=time.thread_time)
    return replace(case, verdicts=(_verdict(case.times),))


def _columns(effort: Effort) -> Iterator[Case]:
    columns, zone = peer(COLUMNS), tz.parse(TEXT)
    room = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    sizes = [size for size in _powers(4, effort.longest, effort) if size * _BYTES <= room]
    given, result = seconds(sizes[-1]), np.zeros(sizes[-1], np.int32)
    for way, how in ways({}, threads=False).items():
        contestants = []
        for size in sizes:
            t, out = given[:size], result[:size]
            call = partial(columns.utoff, zone, t, out=out, **how)
            contestants.append(Contestant(_label(size, "elements"), call, equal(call, t, offsets), size, "ours"))
        note = "The UTC offsets of random instants are written into an existing column."
        yield _race(f"An element of a column, {way}", "an element", contestants, effort, note)


def _lines(effort: Effort) -> Case:
    texts = list(footers())
    contestants = []
    for size in _powers(3, 6, effort):
        data = "".join(f"{text}\n" for text in islice(cycle(texts), size)).encode()
        run = partial(_checked, data)
        contestants.append(Contestant(_label(size, "lines"), run, partial(_all_valid, run, size), size, "ours"))
    note = "`tz check --no-database -` checks one string per line. The time does not include starting the process."
    return _race("A line of tz check", "a line", contestants, effort, note)


def _checked(data: bytes) -> str:
    return CliRunner().invoke(cli, ["tz", "check", "--no-database", "-"], input=data).stdout


def _all_valid(run: Callable[[], str], size: int) -> None:
    if f"{size:,} strings: {size:,} valid, 0 invalid" not in (lines := run().splitlines()):
        raise WrongAnswer(lines[-1])


def _users(effort: Effort) -> Case:
    contestants = []
    for size in _powers(1, 5, effort):
        data = accounts(5, size)

        def parse(data: bytes = data) -> int:
            return len(AccountListing.parse(data).accounts)

        contestants.append(Contestant(_label(size, "users"), parse, partial(_count, parse, size), size, "ours"))
    note = "This library parses the bytes of an account listing into accounts with roles."
    return _race("A user of a listing", "a user", contestants, effort, note)


def _count(parse: Callable[[], int], size: int) -> None:
    if (found := parse()) != size:
        raise WrongAnswer(f"{found} accounts, not {size}")


def _requests(effort: Effort) -> Case:
    """The times of requests; ``measure_emulator`` checks every response and the final state."""
    times = []
    for clients in (1, 2) if effort.quick else (1, 4, 16, 64):
        outcome = measure_emulator.run(40 if effort.quick else 1000, clients, seed=1)
        if outcome.errors:
            raise WrongAnswer(f"{clients} clients: {outcome.errors[0]}")
        times.append(
            Time(_label(clients, "client" if clients == 1 else "clients"), "ours", outcome.seconds / outcome.requests)
        )
    note = (
        "The emulator has a state file, and two in three HTTP requests change its accounts or parameters. The clients "
        "and the emulator run on the same processors."
    )
    return Case("A request to the emulator", "a request", tuple(times), {}, (_verdict(times),), note)


def run(effort: Effort) -> Iterator[Case]:
    """Measures the cases of this module."""
    yield from _columns(effort)
    yield _lines(effort)
    yield _users(effort)
    yield _requests(effort)
