"""Conformance runs: correct devices of every version and form, planted faults, safety, restoration and reports."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.conform_devices import (
    ADMIN,
    FAULTS,
    LATE,
    VARIATIONS,
    VERSIONS,
    Faulty,
    Recorder,
    Varied,
    arguments,
    device,
)
from tests.support.frames import leaks
from tests.support.paths import DOCS
from vapix_proto import conform
from vapix_proto.conform import Unusable
from vapix_proto.conform._guard import PARAM, PWDGRP, WRITABLE, Guard
from vapix_proto.vapix import Password
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = (DOCS / "reference/conformance.md").read_text("utf-8")


def state(transport: conform.DeviceTransport) -> tuple[Any, ...]:
    """The state that must be restored, apart from the order of accounts."""
    now = transport.device
    return now.axis_os, frozenset((one.user, one.groups, one.password) for one in now.accounts), now.settings


@pytest.mark.parametrize("version", VERSIONS)
def test_a_right_device_of_every_version_has_no_finding(version: str, thorough: bool) -> None:
    for seed in range(10 if thorough else 1):
        transport = Recorder(device(version))
        most = 1400 if thorough else 950
        result = conform.run(transport, ADMIN, allow_writes=True, disposable=True, seed=seed, max_requests=most)
        assert result.complete
        assert result.findings == result.not_restored == ()
        assert (result.stopped, result.detected, result.seed) == ("", True, seed)
        assert result.axis_os == str(device(version).axis_os)
        assert state(transport) == state(Recorder(device(version)))
        assert len(transport.sent) == result.requests


@pytest.mark.parametrize("name", VARIATIONS)
@pytest.mark.parametrize("version", ["5.51", "11.11"])
def test_legal_forms_of_responses_are_no_findings(version: str, name: str) -> None:
    transport = Varied(device(version), VARIATIONS[name])
    result = conform.run(transport, ADMIN, allow_writes=True, seed=3, max_requests=300)
    assert result.findings == result.not_restored == ()
    assert result.stopped == ""


@pytest.mark.parametrize("name", VARIATIONS)
@pytest.mark.parametrize("writes", [False, True])
def test_legal_forms_of_a_listing_do_not_contradict_the_newer_cgis(
    name: str, writes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vapix_proto.conform._boundaries.WRONG_ADDS", ())
    monkeypatch.setattr("vapix_proto.conform._boundaries._accounts", lambda _survey: ())
    monkeypatch.setattr("vapix_proto.conform._boundaries._zones", lambda _survey: ())
    monkeypatch.setattr("vapix_proto.conform.inventory.WRITABLE", ("Time.DST.Enabled",))
    transport = Varied(device("12.11"), VARIATIONS[name])
    result = conform.run(transport, ADMIN, allow_writes=writes, seed=3, max_requests=150)
    assert dict(result.checked)["GET usergroup.cgi"] >= 2
    assert result.findings == result.not_restored == ()


def test_the_version_may_be_a_value_or_text() -> None:
    version = device("11.11").axis_os
    found = [
        conform.run(Varied(device("11.11"), lambda given: given), ADMIN, axis_os=choice, seed=1, max_requests=20)
        for choice in (version, str(version))
    ]
    assert found[0] == found[1]
    assert (found[0].axis_os, found[0].detected) == ("11.11", False)


def test_a_parameter_of_which_nobody_knows_whether_the_version_has_it_may_be_missing() -> None:
    change = re.compile(rb"(?:root\.)?Time\.Server(?:Date|Time)=.*\n")
    transport = Varied(device("10.12"), lambda given: given.replace(body=change.sub(b"", given.body)))
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=400)
    assert result.findings == result.not_restored == ()
    assert result.stopped == ""


#: The shortest sequences in docs/reference/conformance.md, as the kinds of their requests.
SHORTEST = dict(re.findall(r"^\| ([^|]+?) \| [0-9.]+ \| (.+?) \|$", DOCUMENT, re.MULTILINE))


def test_the_document_has_every_planted_fault() -> None:
    assert set(SHORTEST) == set(FAULTS)
    assert len(FAULTS) >= 10


@pytest.fixture
def _no_newer_cgis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the sequences for the newer CGIs, which take half of the requests; other tests cover them."""
    monkeypatch.setattr("vapix_proto.conform._boundaries.readings", lambda _version: ())
    monkeypatch.setattr("vapix_proto.conform._boundaries._zones", lambda _survey: ())


@pytest.mark.usefixtures("_no_newer_cgis")
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_its_shortest_sequence(name: str) -> None:
    version, fault = FAULTS[name]
    transport = Faulty(device(version), fault)
    most = 650 if name in LATE else 270
    result = conform.run(transport, ADMIN, allow_writes=True, disposable=True, seed=1, max_requests=most)
    found = {", ".join(exchange.what for exchange in finding.exchanges) for finding in result.findings}
    assert SHORTEST[name] in found
    assert state(transport) == state(Recorder(device(version)))
    assert result.not_restored == ()


def test_a_fault_is_found_without_the_table_of_first_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.conform.runner.firsts", lambda *_, **__: ())
    version, fault = FAULTS["the response to an added account states that it was modified"]
    result = conform.run(Faulty(device(version), fault), ADMIN, allow_writes=True, seed=1, max_requests=500)
    assert [len(finding.exchanges) for finding in result.findings] == [1]
    assert result.findings[0].shrunk


# -- safety


@pytest.mark.parametrize("name", [None, *list(FAULTS)[::3]])
def test_nothing_is_written_without_permission(name: str | None) -> None:
    version, fault = FAULTS[name] if name else ("11.11", lambda *_: None)
    transport = Faulty(device(version), fault)
    result = conform.run(transport, ADMIN, seed=1, max_requests=150)
    assert state(transport) == state(Recorder(device(version)))
    assert not result.writes
    for request in transport.sent:
        assert arguments(request).get("action") in (None, "", "get", "list")
        assert not Guard().check(request, frozenset())


def test_accounts_of_others_and_parameters_of_the_network_are_never_written() -> None:
    transport = Recorder(device("5.51"))
    conform.run(transport, ADMIN, allow_writes=True, seed=4, max_requests=700)
    writes = [args for args in map(arguments, transport.sent) if args.get("action") in ("add", "update", "remove")]
    assert len(writes) > 100
    for args in writes:
        names = {name.removeprefix("root.") for name in args} - {"action"}
        if "user" in names and args["user"]:
            assert re.match(r"vpx[a-z0-9]{5}", args["user"])
        elif not names & {"pwd", "sgrp"}:
            assert names <= set(WRITABLE)


FORMS = st.lists(
    st.tuples(
        st.sampled_from(["action", "user", "pwd", "group", "Time.SyncSource", "root.Network.IPAddress"]),
        st.sampled_from(["add", "update", "remove", "get", "list", "Remove", "", "root", "anna", "vpxaaaaab", "vpx"]),
    ),
    max_size=4,
)
PATHS = st.sampled_from([PWDGRP, PARAM, "/axis-cgi/restart.cgi", "/axis-cgi/systemlog.cgi", "/axis-cgi/x/../param.cgi"])


@given(PATHS, FORMS, st.booleans(), st.sampled_from(["GET", "POST", "PUT"]))
def test_the_guard_lets_pass_only_what_is_harmless(
    path: str, pairs: list[tuple[str, str]], writes: bool, method: str
) -> None:
    text = "&".join(f"{name}={value}" for name, value in pairs)
    before = device()
    request = HttpRequest(method, path, text)
    try:
        wrote = Guard(writes=writes).check(request, frozenset({"vpxaaaaa"}))
    except conform.Forbidden:
        return
    assert method != "PUT"
    assert writes or not wrote
    after = before.handle(request, "root")[0]
    if not wrote:
        assert after.essence == before.essence
    assert {"root", "anna"} <= {one.user for one in after.accounts}
    assert {key: value for key, value in after.settings if key not in WRITABLE} == {}


class Interrupting(Recorder):
    """A device that raises an error before or after the n-th write."""

    def __init__(self, count: int, *, behind: bool, error: BaseException) -> None:
        super().__init__(device())
        self._left, self._behind, self._error = count, behind, error

    def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        self._left -= arguments(request).get("action") in ("add", "update", "remove")
        if self._left == 0 and not self._behind:
            self._left -= 1
            raise self._error
        response = super().send(request, login)
        if self._left == 0:
            self._left -= 1
            raise self._error
        return response


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("count", [1, 10, 80, 100, 130, 160, 190])
def test_an_interrupt_in_the_middle_leaves_nothing_behind(count: int, behind: bool) -> None:
    transport = Interrupting(count, behind=behind, error=KeyboardInterrupt())
    heard: list[int] = []

    class Heard:
        def __init__(self, needed: int) -> None:
            self._needed = needed

        def __enter__(self) -> None:
            heard.append(self._needed)

        def __exit__(self, *_: object) -> None:
            heard.append(0)

    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=1500, heard=Heard)
    assert result.stopped == "interrupted"
    assert state(transport) == state(Recorder(device()))
    assert result.not_restored == ()
    assert heard == [1, 0, 1, 0, 2, 0]


@pytest.mark.parametrize(
    ("error", "stopped"),
    [
        (conform.Unreachable("gone"), "gone; the request, sent as "),
        (ValueError("x"), "internal error: ValueError: x (in send, line "),
    ],
)
def test_errors_restore_too(error: Exception, stopped: str) -> None:
    transport = Interrupting(102, behind=True, error=error)
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=1500)
    assert result.stopped.startswith(stopped)
    assert state(transport) == state(Recorder(device()))


def _keeps(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    return HttpResponse(200, (), b"Removed.") if arguments(request).get("action") == "remove" else None


def _dies(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    if len(to.device.accounts) > 2:
        raise conform.Unreachable("gone")
    return None


@pytest.mark.parametrize(("fault", "said"), [(_keeps, "can't be removed"), (_dies, "accounts that may still be there")])
def test_what_can_not_be_restored_is_said(fault: Callable[..., HttpResponse | None], said: str) -> None:
    transport = Faulty(device(), fault)
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=600)
    assert said in " ".join(result.not_restored)
    left = {one.user for one in transport.device.accounts} - {"root", "anna"}
    assert left
    assert any(user in " ".join(result.not_restored) for user in left)


def test_a_login_accepts_a_password_and_refuses_other_types_without_showing_one() -> None:
    assert conform.Login("root", Password("hunter2")) == conform.Login("root", "hunter2")
    wrong: list[tuple[Any, Any, type[Exception]]] = [
        ("root", b"hunter2", TypeError),
        ("root", None, TypeError),
        (None, "hunter2", TypeError),
        ("root", "hunter2\ud800", ValueError),
    ]
    for user, password, kind in wrong:
        with pytest.raises(kind) as caught:
            conform.Login(user, password)
        assert leaks(caught.value, "hunter2") == []
        with pytest.raises(kind) as caught:
            ADMIN.replace(user=user, password=password)
        assert leaks(caught.value, "hunter2") == []


def test_an_error_about_a_url_keeps_no_password_of_it() -> None:
    with pytest.raises(ValueError, match="the URL must be") as caught:
        conform.HttpTransport("http://root:hunter2@127.0.0.1:1")
    assert leaks(caught.value, "hunter2") == []


def test_what_makes_a_run_impossible() -> None:
    for login, start, reason in [
        (conform.Login("root", "wrong"), device(), "name and the password"),
        (conform.Login("anna", "Secret-of-anna"), device(), "not an administrator"),
        (ADMIN, device().replace(accounts=()), "create one first"),
    ]:
        with pytest.raises(Unusable, match=reason):
            conform.run(Recorder(start), login)
    hidden = Varied(device(), lambda a: a.replace(body=re.sub(rb"(root\.)?Prop[^\n]*\n", b"", a.body)))
    with pytest.raises(Unusable, match=r"does not report Properties.Firmware.Version: give .* with --axis-os"):
        conform.run(hidden, ADMIN)
    other = Varied(device(), lambda a: a.replace(body=re.sub(rb"(Firmware.Version=)[^\n]*", rb"\1banana", a.body)))
    with pytest.raises(Unusable, match=r"Properties.Firmware.Version is 'banana', not a version: give .*--axis-os"):
        conform.run(other, ADMIN)
    moved = Varied(device(), lambda a: a.replace(status=302))
    with pytest.raises(Unusable, match="the status code 302, a redirect, which is not followed: try https"):
        conform.run(moved, ADMIN)


def test_a_parameter_that_is_missing_is_a_finding_and_no_more_asked_for() -> None:
    transport = Varied(device(), lambda a: a.replace(body=re.sub(rb"(root\.)?Time\.SyncS[^\n]*\n", b"", a.body)))
    result = conform.run(transport, ADMIN, seed=1, max_requests=200)
    assert "Time.SyncSource is missing, although AXIS OS 11.11 has it" in [
        finding.reason for finding in result.findings
    ]


# -- reports


def _echo(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    args = arguments(request)
    said = f"<b>&'\"\x01 {login.password if login else ''} {args.get('pwd', '')} {args.get('user', '')}"
    return HttpResponse(200, (("Content-Type", "text/plain"),), said.encode()) if "pwd" in args else None


def test_a_device_that_sends_bytes_of_no_text_is_reported(tmp_path: Path) -> None:
    def garbage(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        response = to.right(request, login)
        return (
            response.replace(body=response.body + b"\xff\x1b[31m=1\n\xff\x1b[31m=2\n")
            if re.match(rb"[A-Za-z.]+=", response.body)
            else None
        )

    result = conform.run(Faulty(device(), garbage), ADMIN, seed=1, max_requests=60)
    assert result.findings
    for finding in result.findings:
        assert finding.reason.isprintable(), finding.reason
        assert finding.reason.encode()


def test_a_report_has_the_whole_of_a_long_listing() -> None:
    _, fault = FAULTS["a listing changes the case of account names"]
    result = conform.run(Faulty(device("5.51"), fault), ADMIN, allow_writes=True, seed=1, max_requests=700)
    assert any('digusers="root,anna,' in one.response for finding in result.findings for one in finding.exchanges)
    assert "pre-wrap" in conform.to_html(result)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_reports_are_well_formed_and_have_no_password() -> None:
    transport = Faulty(device(), _echo)
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=500)
    assert result.findings
    passwords = {ADMIN.password} | {text for request in transport.sent if (text := arguments(request).get("pwd"))}
    texts = [conform.to_json(result), conform.to_junit(result), conform.to_html(result), repr(result)]
    for text in texts:
        for password in passwords:
            assert not any(password[at : at + 12] in text for at in range(max(1, len(password) - 11)))
        assert "***" in text
    data = json.loads(texts[0])
    assert len(data["findings"]) == len(result.findings)
    assert data["seed"] == 1
    root = ElementTree.fromstring(texts[1])
    assert int(root.attrib["failures"]) == len(root.findall(".//failure")) == len(result.findings)
    assert int(root.attrib["tests"]) == len(root.findall("testcase"))
    page = Tags()
    page.feed(texts[2])
    page.close()
    assert page.open == []
    assert not page.seen & {"script", "b", "img", "link"}


# -- HTTP and the command


def serve(start: Any) -> Any:
    """The reference device behind a small server with its own Digest authentication (RFC 7616)."""
    import hashlib
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    transport = Recorder(start)

    def digest(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            pass

        def _login(self) -> conform.Login | None:
            found = dict(re.findall(r'(\w+)="?([^",]*)"?', self.headers.get("Authorization", "")))
            account = transport.device.account(found.get("username"))
            if account is None:
                return None
            first = digest(f"{account.user}:AXIS_X:{account.password}")
            second = digest(f"{self.command}:{self.path}")
            middle = f"{found['nonce']}:{found['nc']}:{found['cnonce']}:auth"
            right = digest(f"{first}:{middle}:{second}") == found["response"]
            return conform.Login(account.user, account.password) if right else None

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            response = transport.send(
                HttpRequest(self.command, path, query, tuple(self.headers.items()), body), self._login()
            )
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            if response.status == 401:
                self.send_header("WWW-Authenticate", 'Digest realm="AXIS_X", nonce="abc", algorithm=MD5, qop="auth"')
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        do_POST = do_GET  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return f"http://127.0.0.1:{server.server_port}", transport, stop


@pytest.mark.parametrize("writes", ["--read-only", "--allow-writes"])
def test_the_command_runs_over_http(tmp_path: Path, writes: str) -> None:
    from click.testing import CliRunner

    from vapix_proto.cli.app import cli

    secret = tmp_path / "password"
    secret.write_text(ADMIN.password + "\n")
    reports = [tmp_path / f"report.{kind}" for kind in ("json", "xml", "html")]
    url, transport, stop = serve(device())
    try:
        options = [writes, "--seed", "5", "--max-requests", "300", *(f"--report={path}" for path in reports)]
        found = CliRunner().invoke(cli, ["conform", url, "--user", "root", "--password-file", str(secret), *options])
    finally:
        stop()
    assert found.exit_code == 0, found.output
    assert "no finding" in found.output
    assert json.loads(reports[0].read_text("utf-8"))["writes"] is (writes == "--allow-writes")
    assert ElementTree.fromstring(reports[1].read_text("utf-8")).attrib["failures"] == "0"
    assert reports[2].read_text("utf-8").startswith("<!DOCTYPE html>")
    assert state(transport) == state(Recorder(device()))
    assert "Secret" not in found.output + "".join(path.read_text("utf-8") for path in reports)


@pytest.mark.parametrize(
    "options",
    [
        ["http://127.0.0.1:1"],
        ["ftp://127.0.0.1"],
        ["http://root:pw@127.0.0.1"],
        ["http://127.0.0.1/axis-cgi"],
        ["http://127.0.0.1:1", "--disposable"],
        ["http://127.0.0.1:1", "--report=x.pdf"],
    ],
)
def test_wrong_use_and_no_response_exit_with_2(tmp_path: Path, options: list[str]) -> None:
    from click.testing import CliRunner

    from vapix_proto.cli.app import cli

    call = ["conform", *options, "--user", "root", "--password-file", "-"]
    found = CliRunner().invoke(cli, call, input=io.BytesIO(b"pw\n"))
    assert found.exit_code == 2
    assert "Traceback" not in found.output


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_sets_the_device_back(tmp_path: Path, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import signal

    from click.testing import CliRunner

    from vapix_proto.cli.app import cli

    class Killed(Recorder):
        """A device that sends a signal to the run after a creation, and another while the device is being restored."""

        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__(device())

        def send(self, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
            response = super().send(request, login)
            if b"Created" in response.body or b"Removed" in response.body:
                os.kill(os.getpid(), getattr(signal, number))
            return response

        def __enter__(self) -> Killed:
            made.append(self)
            return self

        def __exit__(self, *_: object) -> None:
            pass

    made: list[Killed] = []
    monkeypatch.setattr(conform, "HttpTransport", Killed)
    secret = tmp_path / "password"
    secret.write_text(ADMIN.password)
    call = ["conform", "http://127.0.0.1", "--user", "root", "--password-file", str(secret), "--allow-writes"]
    found = CliRunner().invoke(cli, call)
    assert (found.exit_code, "ended early: interrupted" in found.output) == (2, True), found.output
    assert any(arguments(request).get("action") == "remove" for request in made[0].sent)
    assert state(made[0]) == state(Recorder(device()))
