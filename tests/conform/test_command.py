"""The command ``conform`` over HTTP: every version, wrong usage, interrupts, and devices that go away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from tests.conform.test_runner import state
from tests.support.command import COMMAND, ENVIRONMENT
from tests.support.conform_devices import ADMIN, BY_HAND, VERSIONS, Faulty, Recorder, arguments, device, reply
from tests.support.paths import ROOT
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.cli.conform import _estimate
from vapix_proto.cli.conform import conform as conform_command
from vapix_proto.conform import Unusable
from vapix_proto.emulator import Emulator
from vapix_proto.vapix import UpdateParameters
from vapix_proto.vapix.http import HttpRequest, HttpResponse

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{ADMIN.password}\na second line is none of it\n")
    return path


def call(url: str, secret: Path, *options: str) -> Any:
    return CliRunner().invoke(cli, ["conform", url, "--user", "root", "--password-file", str(secret), *options])


@pytest.mark.parametrize("version", VERSIONS)
def test_the_emulator_of_every_version_has_no_finding(version: str, secret: Path) -> None:
    emulator = Emulator(version, user="root", password=ADMIN.password)
    with emulator:
        set_zone = UpdateParameters({"Time.POSIXTimeZone": BY_HAND}).to_http()
        with conform.HttpTransport(emulator.url) as transport:
            transport.send(set_zone, ADMIN)
        before = emulator.device
        found = call(emulator.url, secret, "--allow-writes", "--seed", "1", "--max-requests", "120")
        assert (found.exit_code, found.output.splitlines()[-1]) == (0, "no finding in an incomplete run"), found.output
        assert emulator.device.essence == before.essence


@pytest.mark.parametrize("text", ["", "\n", "\nsecond\n", b"\xff\n"])
def test_a_password_file_without_a_password_is_wrong_use(secret: Path, text: str | bytes) -> None:
    secret.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = call(NOWHERE, secret)
    assert (found.exit_code, "the first line of the password file" in found.output) == (2, True), found.output


@pytest.mark.parametrize("name", ["there/is/no/folder.html", "report.pdf"])
def test_a_report_that_can_not_be_written_is_said_before_the_run(secret: Path, tmp_path: Path, name: str) -> None:
    found = call(NOWHERE, secret, "--report", str(tmp_path / name))
    assert found.exit_code == 2
    assert "no response" not in found.output
    assert name in found.output.replace("\n", "")


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    """Reports of an earlier run."""
    paths = [tmp_path / f"report.{kind}" for kind in ("json", "xml", "html")]
    for path in paths:
        path.write_text("old")
    return paths


@pytest.mark.parametrize(
    ("url", "options", "why"),
    [
        (NOWHERE, [], f"no response from {NOWHERE}"),
        ("ftp://127.0.0.1", [], "http"),
        ("https://127.0.0.1:1", ["--ca", "no-such-file"], "no-such-file"),
        (NOWHERE, ["--disposable"], "--disposable needs --allow-writes"),
        (NOWHERE, ["--report=report.pdf"], "not report.pdf"),
        (NOWHERE, ["--report=there/is/no/folder.html"], "there/is/no/folder.html"),
        (NOWHERE, ["--axis-os=11.11", "--seed=7"], "no response"),
    ],
)
def test_a_run_that_can_not_start_replaces_older_reports(
    secret: Path, reports: list[Path], url: str, options: list[str], why: str
) -> None:
    found = call(url, secret, *(f"--report={path}" for path in reports), *options)
    assert found.exit_code == 2
    as_json, as_xml, as_html = (path.read_text("utf-8") for path in reports)
    result = json.loads(as_json)
    assert why in result["stopped"]
    assert (result["axis_os"], result["complete"]) == ("11.11" if "--axis-os=11.11" in options else "", False)
    assert result["seed"] == 7 or "--seed=7" not in options
    assert ElementTree.fromstring(as_xml).attrib["errors"] == "1"
    assert all(why in text for text in (as_xml, as_html))
    assert ("AXIS OS unknown" in as_html) is ("AXIS OS unknown" in as_xml) is (result["axis_os"] == "")


def test_a_run_that_is_killed_leaves_no_older_report(
    secret: Path, reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watching(Signalled):
        behind = 10**6
        seen: ClassVar[set[str]] = set()

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            Watching.seen |= {path.read_text("utf-8") for path in reports}
            return super().send(request, login)

    monkeypatch.setattr(conform, "HttpTransport", Watching)
    found = call("http://127.0.0.1", secret, "--max-requests=40", *(f"--report={path}" for path in reports))
    assert found.exit_code == 0
    assert len(Watching.seen) == len(reports)
    assert all("the run was killed, or has not ended yet" in text for text in Watching.seen)
    assert not any("has not ended" in path.read_text("utf-8") for path in reports)


def test_an_interrupt_before_anything_was_written_replaces_older_reports(
    secret: Path, reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conform, "HttpTransport", Signalled)
    found = call("http://127.0.0.1", secret, *(f"--report={path}" for path in reports))
    assert found.exit_code == 2
    assert all("interrupted before anything was written" in path.read_text("utf-8") for path in reports)


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_after_the_end_of_a_run_does_not_change_its_exit_code(
    secret: Path, tmp_path: Path, number: str
) -> None:
    # A signal while the output is printed, and another while the interpreter ends.
    program = f"""
import atexit, os, signal
from vapix_proto import cli
from vapix_proto.cli import conform
show = conform._show
def signalled(result):
    os.kill(os.getpid(), signal.{number})
    show(result)
conform._show = signalled
atexit.register(lambda: os.kill(os.getpid(), signal.{number}))
cli.main()
"""
    options = ["--user", "root", "--password-file", str(secret), "--seed", "1", "--max-requests", "40"]
    with Emulator("12.11", user="root", password=ADMIN.password) as emulator:
        done = subprocess.run(
            [sys.executable, "-c", program, "conform", emulator.url, *options],
            capture_output=True, env=ENVIRONMENT, check=False, timeout=120,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(b"no finding in an incomplete run\n")


def test_no_password_of_a_url_is_told(secret: Path) -> None:
    found = call("http://root:hunter2@127.0.0.1", secret)
    assert (found.exit_code, "hunter2" in found.output) == (2, False)


@pytest.mark.parametrize("host", ["a..b", ".", "127.0.0.1:1"])
def test_no_response_is_one_error_and_says_why(host: str) -> None:
    login = conform.Login("root", "pw")
    with conform.HttpTransport(f"http://{host}") as transport, pytest.raises(conform.Unreachable) as caught:
        transport.send(HttpRequest("GET", "/axis-cgi/pwdgrp.cgi", "action=get&pwd=hidden"), login)
    assert "hidden" not in str(caught.value)
    if host.endswith(":1"):
        assert os.strerror(111) in str(caught.value)


def test_a_command_leaves_nothing_where_it_is_called(secret: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with Emulator(user="root", password=ADMIN.password) as emulator:
        options = ["--user", "root", "--password-file", str(secret), "--max-requests", "40"]
        subprocess.run(
            [*COMMAND, "conform", emulator.url, *options], cwd=place, env=ENVIRONMENT, check=True, timeout=120
        )
    assert list(place.iterdir()) == []


def test_a_command_leaves_the_environment_as_it_was(secret: Path) -> None:
    before = dict(os.environ)
    assert call(NOWHERE, secret).exit_code == 2
    assert dict(os.environ) == before


def test_too_few_requests_are_said() -> None:
    with pytest.raises(Unusable, match="too few"):
        conform.run(Recorder(device()), ADMIN, max_requests=1)
    few = conform.run(Recorder(device()), ADMIN, max_requests=5)
    assert not few.complete
    assert "requests ran out" in conform.to_html(few)
    assert conform.run(Recorder(device()), ADMIN, max_requests=100).complete


# -- interrupts, and devices that go away


class Signalled(Recorder):
    """A device that sends signals to the run after the n-th request, and again while it is being restored."""

    behind = 1
    number = signal.SIGINT
    made: Signalled

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(device())
        Signalled.made = self

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = super().send(request, login)
        if len(self.sent) >= self.behind:
            os.kill(os.getpid(), self.number)
        return response

    def __enter__(self) -> Signalled:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("behind", [1, 60])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_signal_that_ends_a_run_sets_back(
    secret: Path, monkeypatch: pytest.MonkeyPatch, behind: int, number: signal.Signals
) -> None:
    monkeypatch.setattr(Signalled, "behind", behind)
    monkeypatch.setattr(Signalled, "number", number)
    monkeypatch.setattr(conform, "HttpTransport", Signalled)
    found = call("http://127.0.0.1", secret, "--allow-writes", "--seed", "1")
    assert (found.exit_code, "interrupted" in found.output) == (2, True), found.output
    assert state(Signalled.made) == state(Recorder(device()))


def test_a_device_that_restarts_is_waited_for() -> None:
    slept: list[float] = []

    def restarting(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if len(to.device.accounts) > 2 and len(slept) < 5:
            raise conform.Unreachable("no response")
        return None

    transport = Faulty(device(), restarting)
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, sleep=slept.append)
    assert result.not_restored == ()
    assert state(transport) == state(Recorder(device()))
    # The previous request is named, because it may be the request that broke the device.
    assert result.stopped.startswith("no response; the request, sent as ")
    assert "/axis-cgi/" in result.stopped


def test_parameters_are_set_back_in_another_way_where_the_first_does_not_work() -> None:
    def prefixed(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        args = arguments(request)
        said = args.get("action") == "update" and any(name.startswith("root.") for name in args)
        return reply("OK") if said and to.is_admin(login) else None

    def plain(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        said = arguments(request).get("action") == "update" and any(
            name.startswith("Time.") for name in arguments(request)
        )
        return reply("OK") if said and to.is_admin(login) else None

    for fault in (prefixed, plain):
        transport = Faulty(device(), fault)
        result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=800)
        assert result.findings
        assert result.not_restored == ()
        assert state(transport) == state(Recorder(device()))


def test_only_a_complete_run_without_a_finding_is_green(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Emulator("11.11", user="root", password=ADMIN.password) as emulator:
        few, enough = (call(emulator.url, secret, "--max-requests", str(number)).stdout for number in (30, 100))
    assert few.endswith("\x1b[1;33mno finding in an incomplete run\x1b[0m\n")
    assert "\x1b[1;32m" not in few
    assert enough.endswith("\x1b[1;32mno finding\x1b[0m\n")


class OtherDefault(Signalled):
    """A device whose default zone differs from the reference device's."""

    behind = 10**6

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()
        self.device = device("13.0").replace(settings={})

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = super().send(request, login)
        return response.replace(body=response.body.replace(b'"activeTimeZone":"UTC0"', b'"activeTimeZone":"GMT0"'))


def test_a_run_that_could_not_try_everything_is_not_green(
    secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conform, "HttpTransport", OtherDefault)
    names = [str(tmp_path / f"report.{kind}") for kind in ("json", "xml", "html")]
    reports = [f"--report={name}" for name in names]
    found = call("http://127.0.0.1", secret, "--allow-writes", "--seed=1", "--max-requests=700", *reports)
    assert (found.exit_code, "not tried: setting the time zone" in found.output) == (2, True), found.output
    assert found.output.endswith("no finding in an incomplete run\n")
    as_json, as_xml, as_html = (Path(name).read_text("utf-8") for name in names)
    assert '"untried": [\n  "setting the time zone' in as_json
    assert 'errors="1"' in as_xml
    assert "class=bad" in as_html
    few = call("http://127.0.0.1", secret, "--seed=1", "--max-requests=100")
    assert (few.exit_code, "\nincomplete: " in few.output, "not tried:" in few.output) == (0, True, False), few.output


def test_what_ends_a_run_and_its_exit_code_are_explained_alike() -> None:
    sentences = (
        "A run that uses up --max-requests does not count as having ended early.",
        "If there were too few requests to test every boundary value, the output has a line that begins with "
        "incomplete:; if the device does not show who set its time zone, one begins with uncertain:. "
        "Neither changes the exit code.",
    )
    pages = [
        (ROOT / "docs" / name).read_text("utf-8") for name in ("how-to/conformance-run.md", "reference/conformance.md")
    ]
    for text in (*pages, conform_command.help or ""):
        plain = " ".join(text.replace("`", "").replace("'", "").split())
        assert all(sentence in plain for sentence in sentences)


def test_a_run_says_beforehand_what_it_sends_and_soon_how_long_it_takes(secret: Path) -> None:
    with Emulator("11.11", user="root", password=ADMIN.password) as emulator:
        first, second, *_ = call(emulator.url, secret, "--max-requests", "100").stderr.splitlines()
    assert first == "The run only reads, and sends at most 100 requests."
    with Emulator("11.11", user="root", password=ADMIN.password) as emulator:
        writing = call(emulator.url, secret, "--allow-writes", "--max-requests", "40").stderr.splitlines()[0]
    assert writing.endswith("sends at most 40 requests besides those that restore the device.")
    assert second == "At the pace of the first 20 requests, the run will take less than a minute."


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.3, "less than a minute"), (0.4, "about 1 minute"), (2.0, "about 5 minutes"), (20.0, "about 50 minutes")],
)
def test_an_estimate_is_of_all_requests(seconds: float, expected: str) -> None:
    assert _estimate(seconds, 3000) == f"At the pace of the first 20 requests, the run will take {expected}."
