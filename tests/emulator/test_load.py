"""The emulator under load, and killed at any moment: it keeps all acknowledged changes."""

from __future__ import annotations

import http.client
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.independent.digest_client import PWDGRP, Client, Said
from tests.support.paths import ROOT
from tools.measure_emulator import check, load
from vapix_proto import oracle
from vapix_proto.emulator import Emulator, _uvicorn
from vapix_proto.emulator._state_file import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


def test_sixteen_clients_at_once_lose_nothing() -> None:
    emulator = Emulator(user="root", password="foo")
    with emulator:
        start = emulator.device
        works, _ = load(emulator.url, "foo", clients=16, requests=600, seed=7)
    assert sum(len(work.done) for work in works) == 600
    assert check(works, start, emulator.device) == []
    # The check detects the loss of an account, and the loss of the parameter's last value.
    assert check(works, start, start) != []
    assert check(works, start, emulator.device.replace(accounts=emulator.device.accounts[:-1])) != []


# -- commits that several requests share


class SlowDisk:
    """A disk whose commits wait until they are released, and then succeed or fail."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun, self.let_go = threading.Semaphore(0), threading.Semaphore(0)
        self.saved: list[oracle.Device] = []
        self.full = False
        save = Store.save

        def slow(store: Store, device: oracle.Device) -> None:
            self.begun.release()
            assert self.let_go.acquire(timeout=60)
            if self.full:
                raise sqlite3.OperationalError("database or disk is full")
            save(store, device)
            self.saved.append(device)

        patch.setattr(Store, "save", slow)


class Slow:
    """An emulator with a state file on a slow disk, and clients that wait for their responses."""

    def __init__(self, state: Path, patch: pytest.MonkeyPatch, clients: int) -> None:
        self.emulator = Emulator(user="root", password="foo", state=state)
        self._patch, self._pool = patch, ThreadPoolExecutor(clients)
        self._count = clients

    def __enter__(self) -> Self:
        self.emulator.__enter__()
        self._clients = [Client(self.emulator.url, "root", "foo") for _ in range(self._count)]
        for client in self._clients:  # to get a challenge for each client
            assert client.ask("GET", f"{PWDGRP}?action=get").status == 200
        self.disk = SlowDisk(self._patch)
        return self

    def __exit__(self, *_: object) -> None:
        self.disk.let_go.release(100)
        self._pool.shutdown()
        for client in self._clients:
            client.__exit__(None, None, None)
        self.emulator.__exit__(None, None, None)

    def users(self) -> list[str]:
        return [account.user for account in self.emulator.device.accounts]

    def add(self, client: int, user: str) -> Future[tuple[Said, int]]:
        return self._asked(lambda: self._clients[client].add(user))

    def get(self, client: int) -> Future[tuple[Said, int]]:
        return self._asked(lambda: self._clients[client].ask("GET", f"{PWDGRP}?action=get"))

    def _asked(self, ask: Callable[[], Said]) -> Future[tuple[Said, int]]:
        """The future response, and the number of commits before it; waits until the device has seen the request."""
        app = self.emulator._app
        assert app is not None
        before = app._state.latest
        said = self._pool.submit(lambda: (ask(), len(self.disk.saved)))
        while app._state.latest is before:
            time.sleep(0.001)
        return said


def test_requests_share_commits_and_no_response_comes_before_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Slow(tmp_path / "state.db", monkeypatch, 4) as slow:
        first = slow.add(0, "one")
        assert slow.disk.begun.acquire(timeout=60)
        # These requests arrive during a commit: two changes, and a listing that shows their effect.
        others = [slow.add(1, "two"), slow.add(2, "three"), slow.get(3)]
        assert wait((first, *others), timeout=0.05).done == set()
        assert slow.users() == ["root"]
        slow.disk.let_go.release()
        said, commits = first.result(60)
        assert (b"Created account one." in said.body, commits) == (True, 1)
        assert slow.disk.begun.acquire(timeout=60)
        assert wait(others, timeout=0.05).done == set()
        assert slow.users() == ["root", "one"]
        slow.disk.let_go.release()
        assert [said.result(60)[1] for said in others] == [2, 2, 2]
        assert b"one,two,three" in others[2].result()[0].body
        assert slow.users() == ["root", "one", "two", "three"]


def test_all_that_rests_on_a_failed_commit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Slow(tmp_path / "state.db", monkeypatch, 3) as slow:
        first = slow.add(0, "one")
        assert slow.disk.begun.acquire(timeout=60)
        others = [slow.add(1, "two"), slow.get(2)]
        slow.disk.full = True
        slow.disk.let_go.release()
        assert [said.result(60)[0].status for said in (first, *others)] == [503, 503, 503]
        assert slow.users() == ["root"]
        # The disk is still full. Requests that change nothing are answered, and do not show the refused changes.
        listing = slow.get(2).result(60)[0]
        assert (listing.status, b"one" in listing.body, b"two" in listing.body) == (200, False, False)
        slow.disk.full = False
        slow.disk.let_go.release()
        assert slow.add(1, "two").result(60)[0].status == 200
        assert slow.users() == ["root", "two"]


def test_one_connection_too_many_gets_503_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    document = (ROOT / "docs" / "reference/emulator.md").read_text("utf-8")
    assert (
        f"While {_uvicorn._CONNECTIONS} or more connections are open, the response to every new request is 503."
        in " ".join(document.split())
    )
    monkeypatch.setattr(_uvicorn, "_CONNECTIONS", 3)
    with Emulator() as emulator:
        clients = [http.client.HTTPConnection(emulator.url.removeprefix("http://")) for _ in range(3)]
        statuses = []
        for client in clients:
            client.request("GET", "/healthz")
            statuses.append(client.getresponse().status)
        for client in clients:
            client.close()
    assert statuses == [200, 200, 503]


def test_a_change_that_the_end_refuses_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.emulator._uvicorn._GRACE_SECONDS", 0.05)
    state = tmp_path / "state.db"
    slow = Slow(state, monkeypatch, 2)
    with slow:
        first = slow.add(0, "one")
        assert slow.disk.begun.acquire(timeout=60)
        second = slow.add(1, "two")
        ending = threading.Thread(target=slow.emulator.__exit__, args=(None, None, None))
        ending.start()
        assert [said.result(60)[0].status for said in (first, second)] == [503, 503]
        slow.disk.let_go.release(100)
        ending.join()
    store = Store(state)
    device = store.load()
    store.close()
    assert device is not None
    assert [account.user for account in device.accounts] == ["root"]


# -- killed

SERVE = """
import sys
from vapix_proto.emulator import Emulator

Emulator(user="root", password="foo", state=sys.argv[1]).run(lambda url: print(url, flush=True))
"""
CLIENTS = 16


class Writer:
    """A client that writes to its own accounts as fast as it can, and records which changes were acknowledged.

    Attributes:
        known: Its accounts with their passwords, according to the acknowledged changes.
        doubtful: The same after the one request that got no response.
        acknowledged: How many responses it has received.
        refused: How many changes the device refused because it could not store them, if the test expects that.
    """

    def __init__(self, number: int, *, refusable: bool = False) -> None:
        self.name = f"w{number}"
        self.known: dict[str, str] = {}
        self.doubtful: dict[str, str] | None = None
        self.acknowledged = self.refused = 0
        self._refusable = refusable
        self._count = 0

    def work(self, url: str) -> None:
        """Sends requests until the device no longer answers."""
        with Client(url, "root", "foo") as client:
            while True:
                self._count += 1
                after = dict(self.known)
                user = f"{self.name}u{self._count % 5}"
                if user not in after:
                    after[user] = f"p{self._count}"
                    arguments = {"action": "add", "user": user, "pwd": after[user], "grp": "users", "sgrp": "viewer"}
                elif self._count % 3:
                    after[user] = f"p{self._count}"
                    arguments = {"action": "update", "user": user, "pwd": after[user]}
                else:
                    del after[user]
                    arguments = {"action": "remove", "user": user}
                self.doubtful = after
                try:
                    said = client.post("/axis-cgi/pwdgrp.cgi", **arguments)
                except (OSError, http.client.HTTPException):
                    return
                if said.status == 503 and self._refusable:
                    self.doubtful = None
                    self.refused += 1
                    continue
                assert said.status == 200
                assert b"Error" not in said.body
                self.known, self.doubtful = after, None
                self.acknowledged += 1

    def settle(self, device: oracle.Device) -> bool:
        """Whether a device has all acknowledged changes; a change in doubt may be present or not."""
        found = {a.user: a.password for a in device.accounts if a.user.startswith(f"{self.name}u")}
        right = found in (self.known, self.doubtful)
        self.known, self.doubtful = found, None
        return right


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path, thorough: bool) -> None:
    state = tmp_path / "state.db"
    rng = random.Random(3)
    writers = [Writer(number) for number in range(CLIENTS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    in_doubt = 0
    kills = 300 if thorough else 10
    for kill in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(state)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        threads = [threading.Thread(target=writer.work, args=(url,)) for writer in writers]
        for thread in threads:
            thread.start()
        # A number of responses instead of a time, so that a run on a slow machine proves as much.
        enough = sum(writer.acknowledged for writer in writers) + rng.randint(1, 60)
        while sum(writer.acknowledged for writer in writers) < enough and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.wait()
        process.stdout.close()
        for thread in threads:
            thread.join()
        in_doubt += sum(writer.doubtful is not None for writer in writers)
        store = Store(state)
        device = store.load()
        store.close()
        assert device is not None
        assert [writer.name for writer in writers if not writer.settle(device)] == [], f"kill {kill}"
        assert device.accounts[0].user == "root"
    # Each kill came while the emulator was working, not while it was idle.
    assert in_doubt == kills * CLIENTS
    assert sum(writer.acknowledged for writer in writers) > 15 * kills
