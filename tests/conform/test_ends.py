"""However a run ends, the device is restored, the findings are kept, and the result names what may be left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from click.testing import CliRunner

from tests.conform.test_runner import Interrupting, state
from tests.support.command import COMMAND, ENVIRONMENT
from tests.support.conform_devices import ADMIN, BY_HAND, FAULTS, FULL, Faulty, Recorder, arguments, device
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.conform import runner
from vapix_proto.conform._connection import Line
from vapix_proto.conform._guard import Guard
from vapix_proto.conform.inventory import Unusable, read_accounts
from vapix_proto.emulator import Emulator
from vapix_proto.oracle import Account
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


ERRORS = [KeyError("realm"), MemoryError(), UnicodeError("x"), RecursionError(), AssertionError(), OSError(5, "x")]


def run(transport: conform.Transport, **more: Any) -> conform.Result:
    return conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=400, **more)


def names_left(transport: conform.DeviceTransport) -> set[str]:
    return {one.user for one in transport.device.accounts} - {"root", "anna"}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_any_error_keeps_the_findings_and_sets_back(error: Exception) -> None:
    _, fault = FAULTS["a request without a valid login is refused with status 200"]
    count = 0

    def failing(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        nonlocal count
        count += arguments(request).get("action") == "add" and names_left(to) != set()
        if count == 1:
            count += 1
            raise error
        response: HttpResponse | None = fault(to, request, login)
        return response

    transport = Faulty(device(), failing)
    result = run(transport)
    assert result.stopped.startswith(f"internal error: {type(error).__name__}: ")
    assert result.findings
    assert result.not_restored == ()
    assert state(transport) == state(Recorder(device()))


def test_an_error_names_no_password() -> None:
    transport = Interrupting(3, behind=True, error=KeyError(f"at {ADMIN.password} of it"))
    assert "at *** of it" in run(transport).stopped


def test_an_error_before_anything_was_written_makes_a_run_impossible() -> None:
    class Broken(Recorder):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            raise KeyError("realm")

    with pytest.raises(Unusable, match="internal error: KeyError: 'realm'"):
        run(Broken(device()))


def test_a_broken_display_does_not_keep_the_device_from_being_set_back() -> None:
    transport = Recorder(device())

    def progress(_sent: int, _what: str) -> None:
        if names_left(transport):
            raise OSError(5, "the terminal is gone")

    result = run(transport, progress=progress)
    assert "the terminal is gone" in result.stopped
    assert result.not_restored == ()
    assert state(transport) == state(Recorder(device()))


def test_what_ends_the_program_sets_back_and_goes_on() -> None:
    transport = Interrupting(100, behind=True, error=SystemExit(3))
    with pytest.raises(SystemExit):
        run(transport)
    assert state(transport) == state(Recorder(device()))


class Failing(Recorder):
    """A device that raises an error for every request once the run has created an account and set a parameter."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(device())
        self._error = error
        self._set = False

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        self._set = self._set or self.device.values["Time.DST.Enabled"] == "no"
        if self._set and names_left(self):
            raise self._error
        return super().send(request, login)


@pytest.mark.parametrize("error", [*ERRORS, KeyboardInterrupt()], ids=lambda error: type(error).__name__)
def test_what_may_be_left_is_named_whatever_ends_the_setting_back(error: BaseException) -> None:
    transport = Failing(error)
    result = run(transport)
    left = names_left(transport)
    assert left
    assert all(user in " ".join(result.not_restored) for user in left)
    assert ("the restoration ended early: interrupted" in result.not_restored) is isinstance(error, KeyboardInterrupt)


def test_an_account_whose_groups_have_changed_is_named() -> None:
    def promoting(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = to.right(request, login)
        if b"Created" in response.body:
            to.device = to.device.replace(
                accounts=[one.replace(groups=FULL) if one.user == "anna" else one for one in to.device.accounts]
            )
        return response

    assert run(Faulty(device(), promoting)).not_restored == (
        "the access groups of the account 'anna' are admin, operator, viewer, ptz, but were operator, viewer before",
    )


@pytest.mark.parametrize("writes", [False, True])
def test_an_account_of_an_earlier_run_is_named_and_left_alone(writes: bool) -> None:
    old = Account("vpx1a2b3c", "x", "users", ("admin", "operator", "viewer"))
    transport = Recorder(device().replace(accounts=(*device().accounts, old)))
    result = conform.run(transport, ADMIN, allow_writes=writes, seed=1, max_requests=60)
    assert result.leftovers == (
        "the account 'vpx1a2b3c' (admin:operator:viewer) is left over from an earlier run: remove it by hand",
    )
    assert result.not_restored == ()
    assert transport.device.account("vpx1a2b3c") == old
    assert "Left over" in conform.to_html(result)


def test_a_parameter_that_may_be_left_is_named() -> None:
    class Gone(Recorder):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            if dict(self.device.settings) != dict(device().settings):
                raise conform.Unreachable("gone")
            return super().send(request, login)

    transport = Gone(device())
    result = run(transport)
    (sentence,) = (text for text in result.not_restored if text.startswith("parameters that may still be changed: "))
    assert f"Time.POSIXTimeZone (was {BY_HAND!r})" in sentence


@pytest.mark.parametrize(("version", "untried"), [("10.12", 1), ("11.11", 0)])
def test_only_the_initial_admin_itself_tries_its_removal(version: str, untried: int) -> None:
    joe = Account("joe", "Secret-of-joe", "users", FULL)
    start = device(version)
    transport = Recorder(start.replace(accounts=(*start.accounts, joe)))
    login = conform.Login("joe", joe.password)
    result = conform.run(transport, login, allow_writes=True, disposable=True, seed=1, max_requests=800)
    assert (result.stopped, result.findings, result.complete) == ("", (), True)
    assert len(result.untried) == untried
    assert all(arguments(request).get("user") != "root" for request in transport.sent)


def test_the_initial_admin_that_may_be_gone_is_named() -> None:
    start = device("10.12")

    class Gone(Recorder):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            args = arguments(request)
            if args.get("action") == "remove" and args.get("user") == "root":
                self.device = self.device.replace(accounts=self.device.accounts[1:])
            if self.device.account("root") is None:
                raise conform.Unreachable("gone")
            return super().send(request, login)

    result = conform.run(Gone(start), ADMIN, allow_writes=True, disposable=True, seed=1, max_requests=800)
    assert "the account 'root' may be gone" in result.not_restored


# -- the command


class Signalled(Recorder):
    """A device that sends a signal to the run after a creation, and another while the device is being restored."""

    number = signal.SIGINT
    made: Signalled

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(device())
        Signalled.made = self
        self._signals = 0

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = super().send(request, login)
        restoring = self._signals == 1 and arguments(request).get("action") == "get"
        if restoring or (not self._signals and b"Created" in response.body):
            self._signals += 1
            os.kill(os.getpid(), self.number)
        return response

    def __enter__(self) -> Signalled:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_ends_the_setting_back_and_what_is_left_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(conform, "HttpTransport", Signalled)
    monkeypatch.setattr(Signalled, "number", number)
    found, report = command(tmp_path)
    left = names_left(Signalled.made)
    if number == signal.SIGHUP:  # after a hangup, nobody is left who could want to end the restoration
        assert left == set()
        assert report["not_restored"] == []
    else:
        assert left
        assert all(user in found.output and user in " ".join(report["not_restored"]) for user in left)
        assert "the restoration ended early: interrupted" in report["not_restored"]
    assert report["stopped"] == "interrupted"
    assert found.exit_code == 2


def command(tmp_path: Path) -> tuple[Any, dict[str, Any]]:
    secret, report = tmp_path / "password", tmp_path / "report.json"
    secret.write_text(ADMIN.password)
    call = ["conform", "http://127.0.0.1", "--user", "root", "--password-file", str(secret), "--allow-writes"]
    found = CliRunner().invoke(
        cli, [*call, "--seed", "1", "--report", str(report), "--report", str(tmp_path / "x.xml")]
    )
    return found, json.loads(report.read_text("utf-8"))


def test_an_error_of_any_kind_writes_the_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Signalled):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = Recorder.send(self, request, login)
            if b"Created" in response.body:
                raise KeyError("realm")
            return response

    monkeypatch.setattr(conform, "HttpTransport", Broken)
    found, report = command(tmp_path)
    assert report["stopped"].startswith("internal error: KeyError: 'realm' (in send, line ")
    assert found.exit_code == 2
    assert names_left(Signalled.made) == set()


def test_a_report_that_fails_does_not_keep_the_others_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = conform.to_junit

    def broken(result: conform.Result) -> str:
        if result.requests:
            raise KeyError("x")
        return right(result)

    monkeypatch.setattr(conform, "HttpTransport", Signalled)
    monkeypatch.setattr("vapix_proto.conform.reports.to_junit", broken)
    found, report = command(tmp_path)
    assert report["stopped"] == "interrupted"
    assert "can't write" in found.output
    assert found.exit_code == 2


@pytest.mark.parametrize("place", ["described", "finish", "result"])
def test_a_signal_between_the_parts_of_a_run_sets_back_and_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    class Gone(Signalled):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = Recorder.send(self, request, login)
            if b"Created" in response.body:
                raise conform.Unreachable("gone")
            return response

    owner: Any = runner if place == "described" else runner._Run
    right = getattr(owner, place)

    def signalled(*args: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return right(*args)

    monkeypatch.setattr(conform, "HttpTransport", Gone)
    monkeypatch.setattr(owner, place, signalled)
    found, report = command(tmp_path)
    assert report["stopped"].startswith("interrupted" if place == "described" else "gone")
    assert names_left(Signalled.made) == set()
    assert found.exit_code == 2


def test_a_reader_of_messages_that_is_gone_does_not_keep_the_device_from_being_set_back(tmp_path: Path) -> None:
    # As if Ctrl-C had also ended the process that reads from the pipe.
    (tmp_path / "password").write_text(ADMIN.password)
    report = tmp_path / "report.json"
    reading, writing = os.pipe()
    os.close(reading)
    emulator = Emulator("12.11", user="root", password=ADMIN.password)
    with emulator:
        before = emulator.device.essence
        options = ["--user", "root", "--password-file", str(tmp_path / "password"), "--report", str(report)]
        with subprocess.Popen(
            [*COMMAND, "conform", emulator.url, "--allow-writes", *options],
            stdout=writing,
            stderr=writing,
            env=ENVIRONMENT,
        ) as process:
            os.close(writing)
            while process.poll() is None and len(emulator.device.accounts) == 1:
                time.sleep(0.001)
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 2
        assert emulator.device.essence == before
    assert json.loads(report.read_text("utf-8"))["stopped"] == "interrupted"


# -- large listings


class Members(tuple[str, ...]):
    """A tuple of names that counts how many of them are looked at."""

    __slots__ = ()
    looked_at = 0

    def __contains__(self, name: object) -> bool:
        Members.looked_at += len(self)
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        Members.looked_at += len(self)
        return super().__iter__()


def test_reading_a_listing_looks_at_each_member_once(monkeypatch: pytest.MonkeyPatch) -> None:
    size = 300
    users = [f"user{number}" for number in range(size)]

    class Listing:
        groups: ClassVar = {group: Members(users) for group in FULL}
        accounts: ClassVar = [Account(user, "", "users", ()) for user in users]

    monkeypatch.setattr("vapix_proto.conform.inventory.AccountListing.parse", lambda _data: Listing)
    Members.looked_at = 0
    accounts = read_accounts(HttpResponse(200), Line(Recorder(device()), ADMIN, Guard(), 9, lambda *_: None))
    assert [(account.user, account.groups) for account in accounts] == [(user, FULL) for user in users]
    assert Members.looked_at == size * len(FULL)


def test_a_device_does_not_choose_how_many_accounts_are_removed_and_named() -> None:
    class Listing(Recorder):
        """A device that, once the run has created an account, lists many others, some with the run's prefix."""

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = super().send(request, login)
            if b"digusers=" not in response.body or not (left := names_left(self)):
                return response
            prefix = min(left)[:8]
            names = ",".join(f"{prefix}{number},x{number}" for number in range(400))
            return response.replace(body=response.body.replace(b'digusers="', b'digusers="%s,' % names.encode()))

    class Stubborn(Listing):
        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            if arguments(request).get("action") == "remove":
                return HttpResponse(200)
            return super().send(request, login)

    for kind in (Listing, Stubborn):
        transport = kind(device())
        result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=250)
        left = names_left(transport)
        assert len(transport.sent) < 600
        assert len(result.not_restored) < 400
        assert bool(left) is (kind is Stubborn)
        assert all(f"the account {user!a} can't be removed" in result.not_restored for user in left)


class Hiding(Recorder):
    """A device that does not list administrators other than those that existed before the run."""

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = super().send(request, login)
        if b"digusers=" not in response.body:
            return response
        hidden = [one.user for one in self.device.accounts if one.level == "admin" and one.user in names_left(self)]
        body = response.body
        for user in hidden:
            body = body.replace(b"," + user.encode(), b"")
        return response.replace(body=body)


class HidingStubborn(Hiding):
    """A device that, in addition, does not remove administrators."""

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        account = self.device.account(arguments(request).get("user", ""))
        if arguments(request).get("action") == "remove" and account is not None and account.level == "admin":
            return HttpResponse(200, (), b"Error: consult the system log file.")
        return super().send(request, login)


def test_accounts_that_the_device_does_not_list_are_removed_or_named() -> None:
    for kind in (Hiding, HidingStubborn):
        transport = kind(device())
        result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=500)
        assert result.findings
        left = names_left(transport)
        assert bool(left) is (kind is HidingStubborn)
        assert set(result.not_restored) == {f"the account {user!r} is not listed, but may still exist" for user in left}


@pytest.mark.parametrize("version", ["9.80", "11.11"])
def test_a_parameter_that_the_device_does_not_list_is_never_set(version: str) -> None:
    class Forgetful(Recorder):
        """A device that leaves out the time parameters if a request names several groups."""

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = super().send(request, login)
            if arguments(request).get("action") != "list" or "," not in arguments(request).get("group", ""):
                return response
            lines = response.body.splitlines(keepends=True)
            return response.replace(body=b"".join(line for line in lines if b"Time." not in line))

    transport = Forgetful(device(version))
    before = transport.device.settings
    result = conform.run(transport, ADMIN, axis_os=version, allow_writes=True, seed=1, max_requests=600)
    assert any("is missing" in finding.reason for finding in result.findings)
    assert not any(arguments(one).get("action") == "update" and "/param.cgi" in one.path for one in transport.sent)
    assert transport.device.settings == before
