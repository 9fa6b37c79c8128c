"""After runs over a connection with random faults, everything is restored, or the result names what is not."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.conform.test_runner import state
from tests.support.conform_devices import ADMIN, FAULTS, Faulty, Recorder, arguments, device, reply
from tests.support.faulty_proxy import KINDS, FaultyProxy
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.conform import Unusable
from vapix_proto.emulator import Emulator
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from pathlib import Path

    from vapix_proto.oracle import Device

VERSIONS = ("9.80", "11.11", "12.11")
PATIENCE = 0.25
#: In seconds. 120 requests that each take 0.25 seconds, and the requests that restore the device, would take longer.
SECONDS = 60


def pause(seconds: float) -> None:
    time.sleep(min(seconds, 0.02))


def left(before: Device, after: Device) -> set[str]:
    """The accounts and parameters that are not as before."""
    accounts = {one.user for one in set(before.accounts) ^ set(after.accounts)}
    return accounts | {name for name in before.values if before.values[name] != after.values[name]}


class Run:
    """A run with writes through a faulty proxy, and what must hold after it, whatever faults occurred."""

    def __init__(self, seed: int, *, by_command: Path | None = None, **how: Any) -> None:
        self.findings: list[dict[str, Any]] = []
        self.named = ""
        emulator = Emulator(VERSIONS[seed % 3], user="root", password=ADMIN.password)
        start = time.monotonic()
        with emulator:
            before = emulator.device
            with FaultyProxy(emulator.url, seed, patience=PATIENCE, **how) as proxy:
                if by_command is None:
                    self._call(proxy.url, seed)
                else:
                    self._command(proxy.url, seed, by_command)
            self.faults = proxy.faults
            after = emulator.device
        self.left = left(before, after)
        assert time.monotonic() - start < SECONDS
        assert all(name in self.named for name in self.left), (seed, self.left, self.named, self.faults)
        assert ADMIN.password not in self.output

    def _call(self, url: str, seed: int) -> None:
        with conform.HttpTransport(url, timeout=PATIENCE) as transport:
            try:
                result = conform.run(transport, ADMIN, allow_writes=True, seed=seed, max_requests=120, sleep=pause)
            except (conform.Unreachable, Unusable) as error:
                self.stopped = self.output = str(error)
                return
        self.output = conform.to_json(result) + conform.to_junit(result) + conform.to_html(result)
        self._read(json.loads(conform.to_json(result)))

    def _command(self, url: str, seed: int, folder: Path) -> None:
        (folder / "password").write_text(ADMIN.password)
        report = folder / f"{seed}.json"
        options = ["--user", "root", "--password-file", str(folder / "password"), "--allow-writes"]
        limits = ["--seed", str(seed), "--max-requests", "120", "--timeout", str(PATIENCE), "--report", str(report)]
        found = CliRunner().invoke(cli, ["conform", url, *options, *limits])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        self.output = found.output
        if report.exists():
            self.output += report.read_text("utf-8")
            self._read(json.loads(report.read_text("utf-8")))
            # The terminal shows them, too.
            assert all(sentence in found.output for sentence in self._sentences)
        else:
            self.stopped = found.output
        assert (found.exit_code == 2) is bool(self.stopped)

    def _read(self, report: dict[str, Any]) -> None:
        self.findings, self.stopped = report["findings"], report["stopped"]
        self._sentences = report["not_restored"]
        self.named = " ".join(self._sentences)
        assert "internal error" not in self.stopped, self.stopped


@pytest.fixture
def quick_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.cli.conform.time", SimpleNamespace(sleep=pause, monotonic=time.monotonic))


def test_one_fault_of_each_kind_is_not_blamed_on_the_device(thorough: bool) -> None:
    seen: Counter[str] = Counter()
    for seed in range(20 * len(KINDS) if thorough else 6):
        kind = KINDS[7 * seed % len(KINDS)]
        found = Run(seed, rate=1, start=random.Random(seed).randrange(110), most=1, kinds=(kind,))
        seen += found.faults
        assert not [one for one in found.findings if one["repeated"]], (kind, found.findings)
    assert seen.total() >= (300 if thorough else 5)


@pytest.mark.usefixtures("quick_waits")
def test_whatever_a_connection_does_all_is_set_back_or_named(tmp_path: Path, thorough: bool) -> None:
    seen: Counter[str] = Counter()
    for seed in range(400 if thorough else 4):
        rng = random.Random(seed)
        how = {"rate": rng.choice((0.02, 0.1, 0.3)), "start": rng.choice((0, rng.randrange(60)))}
        seen += Run(seed, by_command=tmp_path if seed % 2 else None, **how).faults
    assert seen.total() >= (800 if thorough else 3)
    if thorough:
        assert set(seen) == set(KINDS)


# -- faults that such runs have found


def test_a_request_that_is_late_is_named() -> None:
    class Late(Recorder):
        """A device that creates the first account only when the run is over."""

        late: tuple[HttpRequest, conform.Login | None] | None = None

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            if arguments(request).get("action") == "add" and self.late is None and len(self.sent) > 60:
                self.late = request, login
                raise conform.Unreachable("no complete response within 20 seconds")
            return super().send(request, login)

    transport = Late(device())
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=400)
    assert transport.late is not None
    user = arguments(transport.late[0])["user"]
    assert any(user in sentence and "may still be carried out" in sentence for sentence in result.not_restored)


def test_nothing_is_written_where_the_state_is_read_in_two_ways() -> None:
    count = 0

    def misread(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        nonlocal count
        response = to.right(request, login)
        if b"SyncSource=PC" not in response.body:
            return response
        count += 1
        return response.replace(body=response.body.replace(b"SyncSource=PC", b"SyncSource=NTP")) if count == 1 else None

    transport = Faulty(device(), misread)
    with pytest.raises(Unusable, match="reported a different state when it was read again: nothing was written"):
        conform.run(transport, ADMIN, allow_writes=True, seed=1)
    assert state(transport) == state(Recorder(device()))


def test_an_account_that_a_damaged_listing_hides_is_removed() -> None:
    class Hiding(Recorder):
        """A device that hides the run's accounts in the first listing after a missing response."""

        hides = ""

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            args = arguments(request)
            if not self.hides and args.get("action") == "add":
                response = super().send(request, login)
                self.hides = "now" if b"Created" in response.body else ""
                if self.hides:
                    raise conform.Unreachable("gone")
                return response
            if self.hides == "now" and args.get("action") == "get":
                self.hides = "no more"
                now, self.device = self.device, device()
                response = super().send(request, login)
                self.device = now
                return response
            return super().send(request, login)

    transport = Hiding(device())
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=400)
    assert transport.hides == "no more"
    assert state(transport) == state(Recorder(device()))
    assert result.not_restored == ()


def test_a_finding_that_was_not_seen_again_says_so() -> None:
    _, fault = FAULTS["the response to an added account states that it was modified"]
    count = 0

    def once(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        nonlocal count
        response: HttpResponse = fault(to, request, login)
        count += b"Modified account" in response.body
        return response if count == 1 else response.replace(body=response.body.replace(b"Modified", b"Created"))

    result = conform.run(Faulty(device(), once), ADMIN, allow_writes=True, seed=1, max_requests=300)
    assert [finding.repeated for finding in result.findings] == [False]
    assert "was not seen again" in conform.to_html(result)
    assert "was not seen again" in conform.to_junit(result)


def test_a_finding_whose_repetition_did_not_come_about_was_not_repeated() -> None:
    def wrong(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        return reply("?") if arguments(request).get("action") == "add" else None

    first = next(
        number
        for number in range(20, 100)
        if conform.run(Faulty(device(), wrong), ADMIN, allow_writes=True, seed=1, max_requests=number).findings
    )
    result = conform.run(Faulty(device(), wrong), ADMIN, allow_writes=True, seed=1, max_requests=first)
    assert [finding.repeated for finding in result.findings] == [False]


def test_a_fault_is_looked_at_again_over_another_connection() -> None:
    class Behind(Faulty):
        """A device that, from some response on, always sends the previous response until the client reconnects."""

        wrong, before = False, HttpResponse(200)

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = self.right(request, login)
            self.sent.append(request)
            self.wrong = self.wrong or len(self.sent) == 60
            self.before, response = response, self.before if self.wrong else response
            return response

        def close(self) -> None:
            self.wrong = False

    result = conform.run(Behind(device(), lambda *_: None), ADMIN, allow_writes=True, seed=1, max_requests=300)
    assert [finding.repeated for finding in result.findings] == [False]
