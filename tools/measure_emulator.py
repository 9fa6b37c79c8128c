"""Loads the emulator from many clients and checks every response: ``python -m tools.measure_emulator``.

Each client creates, changes and removes accounts of its own, and all clients set the same parameter. One request in
four reads or is refused, unless ``--only-writes`` is given. The acknowledged requests are then replayed on a reference
device without a network; it must give the same responses and end with the same accounts and parameter.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.support.independent.digest_client import PARAM, PWDGRP, Client
from vapix_proto import oracle
from vapix_proto.vapix import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = "Time.NTP.Server"


@dataclass
class Work:
    """The requests that one client sent, each with its response, and the client's errors."""

    done: list[tuple[str, dict[str, str], int, bytes]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    requests: int
    writes: int
    seconds: float
    errors: list[str]
    memory: list[int]


def steps(client: int, seed: int, *, reads: bool = True) -> Iterator[tuple[str, dict[str, str]]]:
    """An endless series of requests that write; with ``reads``, one in four reads or is refused instead."""
    rng = random.Random(f"{seed} {client}")
    mine: list[str] = []
    for number in itertools.count():
        kinds = ("add", "update", "update", "set", "remove", *(("get", "list", "add again") if reads else ()))
        kind = rng.choice(kinds)
        user = rng.choice(mine) if mine else ""
        if kind == "get":
            yield PWDGRP, {"action": "get"}
        elif kind == "list":
            yield PARAM, {"action": "list", "group": "Time"}
        elif kind == "set" or (not reads and kind == "add" and len(mine) >= 6):
            yield PARAM, {"action": "update", SHARED: f"host{client}x{number}"}
        elif kind == "update" and mine:
            yield PWDGRP, {"action": "update", "user": user, "pwd": f"p{number}", "sgrp": "operator:viewer"}
        elif kind == "remove" and len(mine) > 3:
            mine.remove(user)
            yield PWDGRP, {"action": "remove", "user": user}
        elif kind == "add again" and mine:
            yield PWDGRP, {"action": "add", "user": user, "pwd": "foo", "grp": "users", "sgrp": "viewer"}
        elif len(mine) < 6:  # also if there are too few accounts for the chosen step
            mine.append(f"c{client}n{number}")
            yield PWDGRP, {"action": "add", "user": mine[-1], "pwd": f"p{number}", "grp": "users", "sgrp": "viewer"}
        else:
            yield PWDGRP, {"action": "get"}


def load(
    url: str,
    password: str,
    *,
    clients: int,
    requests: int,
    seed: int = 1,
    reads: bool = True,
    tick: Callable[[int], None] | None = None,
) -> tuple[list[Work], float]:
    """Sends requests from many clients at once; each response calls ``tick`` with the number of responses so far.

    Returns:
        What each client sent and received, and the time in seconds.
    """
    works = [Work() for _ in range(clients)]
    answered = itertools.count(1)

    def one(number: int) -> None:
        work = works[number]
        share = requests // clients + (number < requests % clients)
        with Client(url, "root", password) as client:
            for path, arguments in itertools.islice(steps(number, seed, reads=reads), share):
                try:
                    said = client.post(path, **arguments)
                except OSError as error:
                    work.errors.append(f"{arguments['action']}: {type(error).__name__} {error}")
                    return
                work.done.append((path, arguments, said.status, said.body))
                count = next(answered)
                if tick is not None:
                    tick(count)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return works, time.perf_counter() - begin


def check(works: list[Work], start: oracle.Device, end: oracle.Device) -> list[str]:
    """What went wrong: errors, responses that differ from the reference device's, and lost updates."""
    wrong = [error for work in works for error in work.errors]
    device = start
    last = [start.values[SHARED]]
    for work in works:
        for path, arguments, status, body in work.done:
            request = HttpRequest("POST", path, body=urlencode(arguments).encode())
            device, response = device.handle(request, "root")
            # A listing shows what other clients did meanwhile; other responses concern only the client's own accounts.
            same = body == response.body or arguments["action"] in ("get", "list")
            if status != 200 or not same:
                wrong.append(f"{arguments['action']}: {status}, {body[:80]!r}")
        last += [arguments[SHARED] for _, arguments, _, _ in work.done if SHARED in arguments][-1:]
    if set(device.accounts) != set(end.accounts):
        wrong.append(f"{len(set(device.accounts) ^ set(end.accounts))} accounts differ")
    if end.values[SHARED] not in (last[1:] or last):
        wrong.append("the parameter has a value that no client set last")
    return wrong


def run(requests: int, clients: int, seed: int, *, reads: bool = True) -> Outcome:
    """Starts the emulator with a state file, loads it with requests, and watches its memory."""
    from tests.emulator.test_emulator import resident, running
    from vapix_proto.emulator._state_file import Store

    with tempfile.TemporaryDirectory() as folder:
        secret, state = Path(folder) / "password", Path(folder) / "state.db"
        secret.write_text("foo\n")
        options = ("--user", "root", "--password-file", str(secret), "--state", str(state))
        memory: list[int] = []
        with running(*options) as (process, url):
            # The log must be read, because the emulator would stop when the pipe is full.
            reader = threading.Thread(target=process.stderr.read if process.stderr else None)
            reader.start()

            def tick(count: int) -> None:
                if count % max(1, requests // 10) == 0:
                    memory.append(resident(process.pid))

            works, seconds = load(url, "foo", clients=clients, requests=requests, seed=seed, reads=reads, tick=tick)
            process.terminate()
            process.wait()
            reader.join()
        store = Store(state)
        end = store.load()
        store.close()
    assert end is not None
    start = oracle.Device(accounts=end.accounts[:1])
    writes = sum(arguments["action"] in ("add", "update", "remove") for w in works for _, arguments, _, _ in w.done)
    return Outcome(sum(len(work.done) for work in works), writes, seconds, check(works, start, end), memory)


def main() -> int:
    """Prints the results for each number of clients; returns 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, nargs="+", default=[16])
    parser.add_argument("--only-writes", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = False
    for clients in options.clients:
        found = run(options.requests, clients, options.seed, reads=not options.only_writes)
        rates = f"{found.requests / found.seconds:.0f} requests a second, {found.writes / found.seconds:.0f} writes"
        print(f"{clients} clients, {found.requests} requests: {rates}; {len(found.errors)} errors")
        print("  resident memory, MiB, at each tenth:", *(f"{size / 2**20:.1f}" for size in found.memory))
        print(*(f"  {error}" for error in found.errors[:10]), sep="\n", end="")
        wrong = wrong or bool(found.errors)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
