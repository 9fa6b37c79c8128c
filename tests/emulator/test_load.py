"""The emulator under load, and killed at any moment: what was acknowledged is there."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.support.independent.digest_client import Client
from tests.support.paths import ROOT
from tools.measure_emulator import check, load
from vapix_proto import oracle
from vapix_proto.emulator import Emulator, _uvicorn
from vapix_proto.emulator._state_file import Store


def test_sixteen_clients_at_once_lose_nothing() -> None:
    emulator = Emulator(user="root", password="foo")
    with emulator:
        start = emulator.device
        works, _ = load(emulator.url, "foo", clients=16, requests=600, seed=7)
    assert sum(len(work.done) for work in works) == 600
    assert check(works, start, emulator.device) == []
    # The check sees what is lost: an account, and the last value of the parameter.
    assert check(works, start, start) != []
    assert check(works, start, emulator.device.replace(accounts=emulator.device.accounts[:-1])) != []


def test_one_connection_too_many_gets_503_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    document = (ROOT / "docs" / "reference/emulator.md").read_text("utf-8")
    assert f"From {_uvicorn._CONNECTIONS} connections on, the response is 503" in " ".join(document.split())
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


# -- killed

SERVE = """
import sys
from vapix_proto.emulator import Emulator

Emulator(user="root", password="foo", state=sys.argv[1]).run(lambda url: print(url, flush=True))
"""
CLIENTS = 4


class Writer:
    """A client that writes to accounts of its own as fast as it can, and knows what was acknowledged.

    Attributes:
        known: Its accounts with their passwords, as far as acknowledged.
        doubtful: The same after the one request whose response did not come.
        acknowledged: How many responses there were.
    """

    def __init__(self, number: int) -> None:
        self.name = f"w{number}"
        self.known: dict[str, str] = {}
        self.doubtful: dict[str, str] | None = None
        self.acknowledged = 0
        self._count = 0

    def work(self, url: str) -> None:
        """Until the device is gone."""
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
                assert said.status == 200
                assert b"Error" not in said.body
                self.known, self.doubtful = after, None
                self.acknowledged += 1

    def settle(self, device: oracle.Device) -> bool:
        """Whether a device has what it must have; what was in doubt is taken as it is found."""
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
        # A number of responses, and no time: a slow machine proves as much.
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
    # It was killed at work, and not while it was idle.
    assert in_doubt == kills * CLIENTS
    assert sum(writer.acknowledged for writer in writers) > 15 * kills
