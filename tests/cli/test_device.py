"""The commands for devices, over HTTP and HTTPS, against the emulator of every version and against other servers."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from tests.support.command import COMMAND, ENVIRONMENT
from tests.support.conform_devices import VERSIONS
from tests.support.frames import leaks
from tests.support.paths import ROOT
from tests.support.tzif_files import tzdata_folder
from vapix_proto import vapix
from vapix_proto.cli.app import cli
from vapix_proto.conform import HttpTransport, Login, Unreachable
from vapix_proto.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "S3cr3t-Passw0rd"
VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
#: The instant for all times in a test. The device's own times are left out, because its clock is the machine's.
AT = ("--at", "2026-11-28T12:00:00Z")
SHOWN = {
    "5.51": """\
AXIS P5512 PTZ Dome Network Camera, AXIS OS 5.51, serial number 00408CFB6888

Time zone
  param.cgi: GMT0BST,M3.5.0/1,M10.5.0, daylight saving time ignored
  time/v2: the device does not have it
  time.cgi: the device does not have it

The clock always shows UTC.
Its designation is GMT.
At 2026-11-28T12:00:00Z it is 2026-11-28 12:00:00 GMT there (UTC+00:00).

warning: Time.DST.Enabled=no disables the daylight saving time (BST) of Time.POSIXTimeZone: the clock shows GMT all \
year [param-dst-disabled]
  no
  ^^
hint: set Time.DST.Enabled to yes, or Time.POSIXTimeZone to GMT0 for a clock without daylight saving time
source: VAPIX System settings, Time.DST
""",
    "10.12": """\
AXIS M3206-LVE Network Camera, AXIS OS 10.12, serial number ACCC8E000001
Logged in as root, in the groups admin, operator, viewer, ptz.

Time zone
  time.cgi (API 1.0): GMT0BST,M3.5.0/1,M10.5.0
  param.cgi: GMT0BST,M3.5.0/1,M10.5.0
  time/v2: the device does not have it

The clock shows UTC in standard time (GMT) and is 1 hour ahead of UTC in daylight saving time (BST).
Daylight saving time starts on the last Sunday in March at 01:00 GMT, when the clock goes forward 1 hour to 02:00 BST.
It ends on the last Sunday in October at 02:00 BST, when the clock goes back 1 hour to 01:00 GMT.
At 2026-11-28T12:00:00Z it is 2026-11-28 12:00:00 GMT there (UTC+00:00).
The next transition:
  UTC                  the clock goes from      to
  2027-03-28 01:00:00  2027-03-28 01:00:00 GMT  2027-03-28 02:00:00 BST  forward 1 hour
""",
    "13.0": """\
AXIS P3265-V Dome Camera, AXIS OS 13.0, serial number ACCC8E000001
Logged in as root, in the groups admin, operator, viewer, ptz.

Time zone
  time/v2: UTC0, until DHCP provides a different one
  time.cgi (API 1.1): UTC0
  param.cgi: the device has no parameter Time.POSIXTimeZone

The clock always shows UTC.
Its designation is UTC.
At 2026-11-28T12:00:00Z it is 2026-11-28 12:00:00 UTC there (UTC+00:00).
""",
}


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(f"{SECRET}\na second line\n")
    return str(path)


def call(command: str, url: str, secret: str, *options: str, user: str = "root") -> Any:
    arguments = ["device", command, url, "--user", user, "--password-file", secret, "--database", str(tzdata_folder())]
    found = CliRunner().invoke(cli, [*arguments, *options])
    assert SECRET not in found.output
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


def shown(url: str, secret: str, *options: str, user: str = "root") -> Any:
    return json.loads(call("show", url, secret, "--format", "json", *options, user=user).stdout)


def sent(url: str, secret: str, *options: str, code: int = 0, user: str = "root") -> Any:
    found = call("set-time-zone", url, secret, "--format", "json", *options, user=user)
    assert found.exit_code == code, found.output
    return json.loads(found.stdout)


def camera(version: str, **options: Any) -> Emulator:
    return Emulator(version, user="root", password=SECRET, **options)


def add_user(url: str, name: str, role: vapix.Role) -> None:
    with HttpTransport(url) as transport:
        request = vapix.AddUser(name, vapix.Password(SECRET), role, comment="")
        assert isinstance(request.read(transport.send(request.to_http(), Login("root", SECRET))), vapix.Created)


@pytest.mark.parametrize("version", SHOWN)
def test_what_a_device_is(version: str, secret: str) -> None:
    with camera(version) as emulator:
        found = call("show", emulator.url, secret, *AT)
    assert (found.exit_code, re.sub(r" +$", "", found.stdout, flags=re.MULTILINE)) == (0, SHOWN[version])


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("tls", [False, True])
def test_every_version_shows_its_time_zone_and_is_set(version: str, tls: bool, secret: str, tmp_path: Path) -> None:
    if tls:
        pytest.importorskip("trustme")
    with camera(version, tls=tls) as emulator:
        ca = tmp_path / "ca.pem"
        ca.write_bytes(emulator.ca_pem)
        options = ("--ca", str(ca)) if tls else ()
        before = emulator.device
        found = shown(emulator.url, secret, *options)
        assert found["axis_os"] == str(before.axis_os)
        assert re.fullmatch("[0-9A-F]{12}", found["serial"])
        planned = sent(emulator.url, secret, VIENNA, *options)
        assert (planned["sent"], planned["same"], emulator.device.essence) == (False, None, before.essence)
        done = sent(emulator.url, secret, VIENNA, "--yes", *options)
        assert (done["request"], done["accepted"], done["same"]) == (planned["request"], True, True)
        assert done["after"]["string"] == VIENNA
        again = shown(emulator.url, secret, *options)
        assert again["time_zones"][0]["string"] == VIENNA
        assert again["clock"]["next_transition"]["after"]["utoff"] in (3600, 7200)
        assert [note for note in again["notes"] if "another one" in note] == []


@pytest.mark.parametrize(
    ("version", "method", "path"),
    [
        ("5.51", "POST", "/axis-cgi/param.cgi"),
        ("10.12", "POST", "/axis-cgi/time.cgi"),
        ("12.9", "PATCH", "/config/rest/time/v2/timeZone/iana/timeZone"),
        ("13.0", "PATCH", "/config/rest/time/v2/timeZone/iana/timeZone"),
    ],
)
def test_a_dry_run_shows_the_request_and_changes_nothing(version: str, method: str, path: str, secret: str) -> None:
    with camera(version) as emulator:
        before = emulator.device
        found = call("set-time-zone", emulator.url, secret, "Europe/Vienna")
        assert emulator.device.essence == before.essence
    assert found.exit_code == 0
    assert f"request: {method} {path}\n" in found.stdout
    assert ("zone-name-lost" in found.stdout) is (version == "5.51")
    assert "is in it is not known" not in found.stdout  # the command asked the device for its names
    assert found.stdout.endswith("Nothing was sent: add --yes to send it.\n")


def test_a_name_is_compared_with_the_clock_that_the_device_shows(secret: str) -> None:
    with camera("5.51") as emulator:
        done = sent(emulator.url, secret, "Europe/Vienna", "--yes")
        assert (done["same"], done["after"]["string"], done["after"]["dst_enabled"]) == (True, VIENNA, True)
    with camera("12.11") as emulator:  # the emulator shows UTC under every name, because it has no database
        done = sent(emulator.url, secret, "Europe/Vienna", "--yes", code=1)
        assert (done["accepted"], done["after"]["name"], done["same"]) == (True, "Europe/Vienna", False)
        assert "the device shows UTC+00:00, not UTC+0" in done["difference"]
        found = call("show", emulator.url, secret, *AT)
        assert "  time/v2: Europe/Vienna\n" in found.stdout
        assert f"Europe/Vienna is {VIENNA}" in found.stdout
        assert "That is not what the device shows: " in found.stdout
        assert sent(emulator.url, secret, "Africa/Abidjan", "--yes")["same"] is True


def test_a_name_that_the_device_does_not_list_is_told_before(secret: str) -> None:
    with camera("12.11") as emulator:
        found = call("set-time-zone", emulator.url, secret, "Europe/Vaduz")
        assert "the device does not list Europe/Vaduz" in found.stdout
        refused = call("set-time-zone", emulator.url, secret, "Europe/Vaduz", "--yes")
        assert refused.exit_code == 1
        assert "Refused: the device answers with the error 5" in refused.stdout
        assert "hint: add --axis-os 12.3" in refused.stdout


def test_a_name_that_nobody_knows_gets_the_suggestions_that_other_commands_give(secret: str) -> None:
    with camera("12.11") as emulator:
        found = call("set-time-zone", emulator.url, secret, "Europe/Viena", *AT)
        planned = sent(emulator.url, secret, "Europe/Viena", *AT)
        known = sent(emulator.url, secret, "Europe/Vienna", *AT)
    assert found.exit_code == 0  # the device may know names that it does not list
    assert (
        f"suggestion: {VIENNA} (the clock of Europe/Vienna, if Europe/Viena stands for Europe/Vienna)" in found.stdout
    )
    assert [each["text"] for each in planned["suggestions"]] == [VIENNA]
    assert known["suggestions"] == []


@pytest.mark.parametrize(
    ("version", "again"),
    [("11.11", True), ("12.11", False), ("13.0", False)],  # 11.11 does not show whether DHCP may set the zone
)
def test_the_loss_of_dhcp_is_told_once(version: str, again: bool, secret: str) -> None:
    with camera(version) as emulator:
        changes = [sent(emulator.url, secret, VIENNA, "--yes"), sent(emulator.url, secret, "Europe/Vienna")]
    warned = [any(each["code"] == "zone-dhcp" for each in change["problems"]) for change in changes]
    assert warned == [True, again]


def test_what_can_not_be_known_is_not_claimed(secret: str) -> None:
    with camera("11.11") as emulator:
        for zone in ("EST5EDT", "AAA-12BBB,M1.1.0,M12.5.0"):
            found = call("set-time-zone", emulator.url, secret, zone, "--yes")
            assert found.exit_code == 1
            assert f"Set. The device now shows {zone}, by time.cgi.\n" in found.stdout
            assert found.stdout.endswith("It is unknown whether that is the requested clock.\n")
            assert "warning: " in call("show", emulator.url, secret).stdout


@pytest.mark.parametrize("zone", ["UTC+3:", "Not a zone"])
def test_a_wrong_string_is_refused_before_anything_is_sent(zone: str, secret: str) -> None:
    found = call("set-time-zone", "http://127.0.0.1:1", secret, zone)
    assert found.exit_code == 1
    assert "error: " in found.output
    assert "no response" not in found.output


def test_rights_that_are_missing_are_named(secret: str) -> None:
    with camera("5.51") as emulator:
        add_user(emulator.url, "vie", vapix.Role.VIEWER)
        found = call("show", emulator.url, secret, user="vie")
        assert found.exit_code == 1
        assert "The time zone can't be read.\n" in found.stdout
        assert "  param.cgi: it shows no parameters to this account, which must be an operator\n" in found.stdout
    with camera("12.11") as emulator:
        add_user(emulator.url, "ope", vapix.Role.OPERATOR)
        planned = call("set-time-zone", emulator.url, secret, VIENNA, user="ope")
        assert "warning: the account lacks the right: the request needs an admin\n" in planned.stdout
        refused = sent(emulator.url, secret, VIENNA, "--yes", code=1, user="ope")
        assert (refused["lacks"], refused["accepted"]) == ("admin", False)
        assert "the account lacks the rights of an admin" in refused["answer"]
        done = sent(emulator.url, secret, VIENNA, "--yes", "--axis-os", "12.3", user="ope")
        assert (done["request"]["path"], done["lacks"], done["same"]) == ("/axis-cgi/time.cgi", None, True)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_new_device_asks_for_its_first_account(version: str, secret: str) -> None:
    with Emulator(version) as emulator:
        found = call("show", emulator.url, secret)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.endswith(": the device has no administrator yet: create its first account, then try again\n")


def test_errors_of_the_connection_are_one_line(secret: str, tmp_path: Path) -> None:
    for command, more in (("show", ()), ("set-time-zone", (VIENNA, "--yes"))):
        found = call(command, "http://127.0.0.1:1", secret, *more)
        assert (found.exit_code, found.stderr) == (
            2,
            "error: no response from http://127.0.0.1:1: Connection refused\n",
        )
    other = tmp_path / "other"
    other.write_text("wrong\n")
    with camera("12.11", auth_policy="basic") as emulator:
        found = call("show", emulator.url, secret)
        assert (found.exit_code, "--allow-basic" in found.stderr, found.stderr.count("\n")) == (2, True, 1)
        assert call("show", emulator.url, secret, "--allow-basic").exit_code == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_password_is_tried_once(version: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong\n")
    caplog.set_level("INFO", "vapix_proto.emulator")
    with camera(version) as emulator:
        found = call("show", emulator.url, str(wrong))
        assert (found.exit_code, found.stdout) == (2, "")
        assert found.stderr == f"error: {emulator.url}: the device does not accept the user name and the password\n"
    # The command sends one request without credentials, which gets a challenge, and one with credentials.
    refused = [line for line in caplog.messages if " 401" in line]
    assert len(refused) in (1, 2)


def test_a_certificate_that_nobody_vouches_for_is_refused(secret: str) -> None:
    pytest.importorskip("trustme")
    with camera("12.11", tls=True) as emulator:
        found = call("show", emulator.url, secret)
        assert (found.exit_code, found.stderr.count("\n")) == (2, 1)
        assert "its certificate is not trusted" in found.stderr
        assert call("show", emulator.url, secret, "--insecure", "--allow-basic").exit_code == 0


def test_the_wrong_scheme_is_told(secret: str) -> None:
    pytest.importorskip("trustme")
    with camera("12.11", tls=True) as emulator:
        for url, other, why in (
            (emulator.http_url, "https", "TLS failed: "),
            (emulator.url, "http", "the connection was closed before a response came"),
        ):
            found = call("show", f"{other}:{url.partition(':')[2]}", secret)
            assert (found.exit_code, found.stderr.count("\n"), why in found.stderr) == (2, 1, True), found.stderr


@contextmanager
def plain_server(status: int = 200) -> Iterator[str]:
    """A server that answers every request with a web page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = b"<html><body>It works!</body></html>"
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("status", [200, 301, 404, 500])
def test_what_is_no_axis_device_is_told(status: int, secret: str) -> None:
    with plain_server(status) as url:
        found = call("show", url, secret)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"error: {url}: it does not answer like an Axis device (param.cgi: ")
    assert ("try https" in found.stderr) is (status == 301)
    assert found.stderr.count("\n") == 1


def test_an_accepted_or_lost_write_is_told_from_one_that_was_never_sent(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = HttpTransport.send

    def lossy(self: HttpTransport, request: vapix.HttpRequest, login: Login | None) -> vapix.HttpResponse:
        if request.method == "PATCH":
            raise Unreachable("no complete response")
        return whole(self, request, login)

    with camera("12.11") as emulator:
        monkeypatch.setattr(HttpTransport, "send", lossy)
        found = call("set-time-zone", emulator.url, secret, VIENNA, "--yes")
    assert found.exit_code == 2
    assert "it is unknown whether the device has carried out the request" in found.stderr


@pytest.mark.parametrize(
    "url", [f"http://root:{SECRET}@127.0.0.1", f"root:{SECRET}@127.0.0.1", f"http://127.0.0.1/?pwd={SECRET}"]
)
def test_a_url_with_a_password_is_refused_and_not_repeated(url: str, secret: str) -> None:
    found = call("show", url, secret)
    assert found.exit_code == 2
    assert "the URL must be http://HOST[:PORT] or https://HOST[:PORT], and nothing else" in found.stderr


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1 ", "http://127.0.0.1:", "http://[::1]:/", "http://a b", "http://a\tb"]
)
def test_a_mistyped_url_is_wrong_use(url: str, secret: str) -> None:
    found = call("show", url, secret)
    assert found.exit_code == 2
    assert "the URL must be http://HOST[:PORT] or https://HOST[:PORT], and nothing else" in found.stderr


@pytest.mark.parametrize("seconds", ["nan", "-nan", "inf", "1e300", "0", "-1"])
def test_a_time_to_wait_is_a_number_up_to_a_day(seconds: str, secret: str) -> None:
    # The options are read in this order, so the password file is not opened.
    options = [f"--timeout={seconds}", "--password-file", secret, "--user", "root"]
    found = CliRunner().invoke(cli, ["device", "show", *options, "http://127.0.0.1:1"])
    assert found.exit_code == 2
    assert "Invalid value for '--timeout'" in found.stderr


def test_no_frame_and_no_log_has_the_password(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with camera("10.12") as emulator:
        for arguments in (
            ["show", emulator.url],
            ["show", "http://127.0.0.1:1"],
            ["set-time-zone", emulator.url, VIENNA, "--yes"],
        ):
            command, url, *rest = arguments
            with pytest.raises((SystemExit, click.ClickException)) as caught:
                cli(["device", command, url, "--user", "root", "--password-file", secret, *rest], standalone_mode=False)
            assert leaks(caught.value, SECRET) == []
    assert SECRET not in caplog.text


def at_prompt(question: bytes, reply: bytes, *arguments: str) -> tuple[int, bytes, bytes]:
    """Runs a command that asks for a password; returns its exit code, its output, and what the terminal shows."""
    lead, follow = pty.openpty()
    # In a session of its own, the process has no /dev/tty, from which it would read the password first.
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=follow,
        stdout=subprocess.PIPE,
        stderr=follow,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    shown = b""
    while question not in shown:
        shown += os.read(lead, 1024)
    if reply == b"\x03":  # the terminal does not control the process, so it sends no signal
        process.send_signal(signal.SIGINT)
    else:
        os.write(lead, reply)
    out, _ = process.communicate(timeout=120)
    os.set_blocking(lead, False)
    with suppress(BlockingIOError):
        shown += os.read(lead, 65536)
    os.close(follow)
    os.close(lead)
    return process.returncode, out, shown


def test_the_password_is_asked_for_on_a_terminal_and_not_shown() -> None:
    with camera("10.12") as emulator:
        command = ("device", "show", emulator.url, "--user", "root")
        code, out, shown = at_prompt(b"Password of root", f"{SECRET}\n".encode(), *command)
    assert (code, b"AXIS OS 10.12" in out, SECRET.encode() in out + shown) == (0, True, False)


@pytest.mark.parametrize(
    "command", [("device", "show", "http://127.0.0.1:1", "--user", "root"), ("account", "check-password")]
)
def test_a_prompt_can_be_interrupted(command: tuple[str, ...]) -> None:
    code, out, shown = at_prompt(b"Password", b"\x03", *command)
    assert (code, out, shown.endswith(b"\r\nvapix-proto: interrupted\r\n")) == (130, b"", True), shown
    code, out, shown = at_prompt(b"Password", b"\x04", *command)
    assert (code, out, shown.endswith(b"Error: no password was given\r\n")) == (2, b"", True), shown


@pytest.mark.parametrize(
    ("command", "place", "more"),
    [
        ("show", "read", ""),
        ("set-time-zone", "read", ""),
        ("set-time-zone", "write", "; it is unknown whether the device has carried out the request"),
        ("set-time-zone", "read after the write", "; the device has accepted the request"),
    ],
)
def test_interrupted_commands_end_like_all_others(
    command: str, place: str, more: str, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, now = HttpTransport.send, "read"

    def interrupted(self: HttpTransport, request: vapix.HttpRequest, login: Login | None) -> vapix.HttpResponse:
        nonlocal now
        now = "write" if request.method == "PATCH" else "read after the write" if now == "write" else now
        if now == place:
            raise KeyboardInterrupt
        return whole(self, request, login)

    monkeypatch.setattr(HttpTransport, "send", interrupted)
    with camera("12.11") as emulator:
        found = call(command, emulator.url, secret, *((VIENNA, "--yes") if command == "set-time-zone" else ()))
    assert (found.exit_code, found.stderr) == (130, f"vapix-proto: interrupted{more}\n")


def test_without_a_terminal_a_file_is_needed() -> None:
    found = CliRunner().invoke(cli, ["device", "show", "http://127.0.0.1:1", "--user", "root"])
    assert (found.exit_code, "use --password-file FILE" in found.output) == (2, True)


def test_the_commands_of_the_document_show_what_it_has(secret: str) -> None:
    document = (ROOT / "docs" / "how-to/set-time-zone.md").read_text("utf-8")
    examples = re.findall(r"```console\n\$ vapix-proto device (.*?)\n(.*?)```", document, re.DOTALL)
    assert len(examples) == 3
    with camera("10.12") as emulator:
        for line, output in examples:
            command, _, *options = line.removesuffix(" --user root --password-file secret.txt").split()
            found = call(command, emulator.url, secret, *options)
            assert found.exit_code == 0
            # The time that the clock shows, and the next transition, depend on the day.
            assert found.stdout.partition("By the clock")[0] == output.partition("By the clock")[0]
