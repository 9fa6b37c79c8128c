"""The emulator over HTTP: versions, limits, logs, the state file, and the command."""

from __future__ import annotations

import logging
import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.command import COMMAND, ENVIRONMENT
from tests.support.frames import leaks
from tests.support.independent.digest_client import PARAM, PWDGRP, Client, authorization, challenge_of
from tests.support.paths import ROOT
from vapix_proto import oracle
from vapix_proto.cli import main
from vapix_proto.emulator import Emulator, Limits
from vapix_proto.emulator._state_file import Store
from vapix_proto.vapix import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "S3cr3t-Passw0rd"
#: In seconds; longer than anything takes on the slowest machine.
PATIENCE = 300
VERSIONS = [profile.name for profile in oracle.PROFILES]
LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")


@pytest.fixture
def root() -> Iterator[Client]:
    with Emulator(user="root", password=SECRET) as emulator, Client(emulator.url, "root", SECRET) as client:
        yield client


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_set_up_and_used_over_http(version: str) -> None:
    emulator = Emulator(version)
    with emulator, Client(emulator.url) as nobody, Client(emulator.url, "root", SECRET) as root:
        assert nobody.once("GET", "/healthz") == (200, nobody.once("GET", "/healthz").headers, b"ok\n")
        refused = nobody.once("GET", f"{PWDGRP}?action=get")
        assert refused.status == 401
        assert b"initial admin user must be created first" in refused.body
        asked = challenge_of(refused.headers["www-authenticate"])
        assert asked["realm"] == f"AXIS_{emulator.device.values['Properties.System.SerialNumber']}"
        assert asked["qop"] == "auth"
        assert refused.headers["axis-setup"] == "vapix"
        first = f"action=add&user=root&pwd={SECRET}&grp=root&sgrp=admin:operator:viewer:ptz"
        assert b"Created account root." in nobody.once("POST", PWDGRP, first.encode()).body
        comment = {"comment": "Joe"}
        made = root.post(PWDGRP, action="add", user="joe", pwd="foo", grp="users", sgrp="viewer", **comment)
        assert b"Created account joe." in made.body
        # The emulator sends exactly the bytes that the reference device answers.
        listing = root.ask("GET", f"{PWDGRP}?action=get")
        expected = emulator.device.handle(HttpRequest("GET", PWDGRP, "action=get"), "root")[1]
        assert (listing.status, listing.body) == (expected.status, expected.body)
        assert listing.headers["content-type"] == expected.content_type
        assert root.post(PARAM, **{"action": "update", "Time.NTP.Server": "192.0.2.7"}).body == b"OK"
        assert b"root.Time.NTP.Server=192.0.2.7\n" in root.ask("GET", f"{PARAM}?action=list&group=Time").body
        with Client(emulator.url, "joe", "foo") as joe:
            said = joe.ask("GET", f"{PWDGRP}?action=get")
            assert (said.status, "axis-setup" in said.headers) == (401, False)
        assert root.ask("GET", "/axis-cgi/restart.cgi").status == 200
        assert b"Removed account joe." in root.post(PWDGRP, action="remove", user="joe").body
    assert [account.user for account in emulator.device.accounts] == ["root"]
    assert str(emulator.device.axis_os) == version


def test_every_cgi_of_the_specification_answers(root: Client) -> None:
    for path in ("systemlog.cgi", "accesslog.cgi", "serverreport.cgi?mode=zip", "restart.cgi"):
        for method in ("GET", "POST") if "report" in path else ("GET",):
            assert root.ask(method, f"/axis-cgi/{path}").status == 200
    assert b"restart: asked for" in root.ask("GET", "/axis-cgi/systemlog.cgi?text=restart").body
    assert root.ask("GET", "/axis-cgi/serverreport.cgi?mode=zip").body[:4] == b"PK\x03\x04"
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/octet-stream"):
        said = root.ask("POST", "/axis-cgi/admin/pwdgrp.cgi", b"action=get", {"Content-Type": kind})
        assert b'digusers="root"' in said.body
    wrong = root.ask("POST", "/axis-cgi/restart.cgi")
    assert (wrong.status, wrong.headers["allow"]) == (405, "GET")
    assert root.ask("GET", "/axis-cgi/firmwareupgrade.cgi").headers["allow"] == "POST"
    assert root.ask("GET", "/nothing").status == 404
    assert root.ask("GET", "/axis-cgi/%70wdgrp.cgi?action=get").status == 200
    for reset in ("factorydefault", "hardfactorydefault"):
        assert root.ask("GET", f"/axis-cgi/{reset}.cgi").status == 200
        assert b"must be created first" in root.once("GET", f"{PWDGRP}?action=get").body
        first = f"action=add&user=root&pwd={SECRET}&grp=root&sgrp=admin:operator:viewer:ptz".encode()
        assert b"Created" in root.once("POST", PWDGRP, first).body


def test_a_nonce_that_is_too_old_is_told_apart() -> None:
    emulator = Emulator(user="root", password=SECRET, nonce_seconds=0.0)
    with emulator, Client(emulator.url, "root", SECRET) as client:
        first = client.ask("GET", f"{PWDGRP}?action=get")
        assert first.status == 401
        assert challenge_of(first.headers["www-authenticate"])["stale"] == "true"
    with Emulator(user="root", password=SECRET) as emulator, Client(emulator.url, "root", "wrong") as client:
        assert "stale" not in client.ask("GET", f"{PWDGRP}?action=get").headers["www-authenticate"]
        assert client.once("GET", PWDGRP, headers={"Authorization": "Digest x"}).status == 400
        assert client.once("GET", PWDGRP, headers={"Authorization": "Basic cm9vdDpwYXNz"}).status == 401


def test_a_header_that_was_recorded_is_no_key_to_another_body() -> None:
    emulator = Emulator("12.11", user="root", password=SECRET)
    with emulator, Client(emulator.url, "root", SECRET) as root, Client(emulator.url) as other:
        root.ask("GET", f"{PWDGRP}?action=get")
        recorded = authorization("root", SECRET, "POST", PWDGRP, root.asked, root.count + 1)
        for user, expected in (("joe", 200), ("eve", 401)):
            body = f"action=add&user={user}&pwd=foo&grp=users&sgrp=viewer".encode()
            said = other.once("POST", PWDGRP, body, {"Authorization": recorded})
            assert said.status == expected
        assert challenge_of(said.headers["www-authenticate"])["stale"] == "true"
        # Nobody with the password is locked out: a count that was used before only leads to a new nonce.
        assert root.add("kim").status == 200
    assert [account.user for account in emulator.device.accounts] == ["root", "joe", "kim"]


def test_no_connection_waits_for_acknowledgements() -> None:
    emulator = Emulator(user="root", password=SECRET)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        root.ask("GET", "/healthz")
        assert emulator._server is not None
        (connection,) = emulator._server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def upload(size: int) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
    return head + b"\0" * size + b"\r\n--x--\r\n"


MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
UPGRADE = "/axis-cgi/firmwareupgrade.cgi?type=normal"


@LINUX
def test_an_upload_is_not_held_in_memory(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text(SECRET)
    command = running("--user", "root", "--password-file", str(password))
    with command as (process, url), Client(url, "root", SECRET) as root:
        assert root.ask("POST", UPGRADE, upload(1000), MULTIPART).status == 200
        before = resident(process.pid)
        size = 64 << 20
        assert root.ask("POST", UPGRADE, upload(size), MULTIPART).status == 200
        assert peak(process.pid) - before < size // 4
        assert b"restart: upgrade" in root.ask("GET", "/axis-cgi/systemlog.cgi").body


CHUNKED = b"POST /axis-cgi/param.cgi HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


def connected(url: str) -> socket.socket:
    """A new connection."""
    host, port = url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def test_bodies_have_limits() -> None:
    limits = Limits(body=1000, upload=200_000)
    with Emulator(user="root", password=SECRET, limits=limits) as emulator:
        for path, most in ((PARAM, 1000), (UPGRADE, 200_000)):
            for size, expected in ((most, 200), (most + 1, 413)):
                with Client(emulator.url, "root", SECRET) as client:
                    client.once("GET", "/healthz")
                    refused = client.once("GET", f"{PARAM}?action=list")
                    client.asked = challenge_of(refused.headers["www-authenticate"])
                    body = upload(size - len(upload(0))) if path == UPGRADE else b"action=list&".ljust(size, b"&")
                    said = client.ask("POST", path, body, MULTIPART if path == UPGRADE else None)
                    assert said.status == expected, (path, size)
                    assert (said.headers.get("connection") == "close") is (expected == 413)
        # Chunks without a total length: the server counts their bytes.
        much = b"10000\r\n" + b"&" * 0x10000 + b"\r\n"
        # A body with an end, and one without.
        for sent in (much + b"0\r\n\r\n", much * 16):
            with connected(emulator.url) as raw:
                raw.sendall(CHUNKED + sent)
                assert b" 413 " in raw.recv(1000)
        with connected(emulator.url) as raw:
            # Sent all at once, so that the server has read everything when it closes the connection.
            raw.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 30_000)
            assert b" 400 " in raw.recv(1000)
        # A body that is far too large is refused before it is sent.
        with Client(emulator.url, "root", SECRET) as client:
            assert client.once("POST", PARAM, headers={"Content-Length": "99999999999999999999"}).status == 413


@pytest.mark.parametrize("tls", [False, True])
def test_a_client_that_sends_all_of_a_large_body_first_gets_the_refusal(tls: bool) -> None:
    with Emulator(tls=tls) as emulator:
        trust = ssl.create_default_context(cadata=emulator.ca_pem.decode()) if tls else None
        chunks = [b"&" * (1 << 20)] * 16
        for body, headers in (
            (b"".join(chunks), {}),
            (iter(chunks), {}),
            (iter(chunks), {"Content-Length": "16777216"}),
        ):
            request = urllib.request.Request(emulator.url + PARAM, body, headers)
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(request, context=trust)
            with caught.value as said:
                assert (said.code, said.headers["Connection"], said.read()) == (413, "close", b"Content Too Large\n")


@pytest.mark.parametrize(("path", "length"), [(PARAM, 65537), (UPGRADE, (1 << 30) + 1)])
def test_a_client_that_waits_for_the_verdict_gets_it_at_once(path: str, length: int) -> None:
    with Emulator() as emulator, connected(emulator.url) as raw:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
        raw.sendall(head.encode())
        said = b"".join(iter(lambda: raw.recv(1000), b""))
    assert said.startswith(b"HTTP/1.1 413 ")
    assert said.endswith(b"Content Too Large\n")


def test_the_end_does_not_wait_for_the_rest_of_a_refused_body(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vapix_proto.emulator._uvicorn._GRACE_SECONDS", 0.0)
    monkeypatch.setattr("vapix_proto.emulator.app._LINGER_SECONDS", float(PATIENCE))
    caplog.set_level(logging.WARNING)
    with Emulator(limits=Limits(seconds=PATIENCE)) as emulator:
        raw = connected(emulator.url)
        raw.sendall(CHUNKED + b"10001\r\n" + b"&" * 0x10001)
        assert b" 413 " in raw.recv(1000)
    with raw:
        while raw.recv(1000):
            pass
    assert caplog.text == ""


def test_a_request_with_two_lengths_ends_its_connection() -> None:
    both = CHUNKED.replace(b"Transfer-", b"Content-Length: 5\r\nTransfer-")
    last = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    for head, expected in ((CHUNKED, [b"401", b"200"]), (both, [b"401"])):
        with Emulator() as emulator, connected(emulator.url) as raw:
            raw.sendall(head + b"1\r\n&\r\n0\r\n\r\n" + last)
            said = b"".join(iter(lambda: raw.recv(10_000), b""))
            assert re.findall(rb"HTTP/1.1 (\d+)", said) == expected


def test_a_chunk_of_a_body_may_not_stay_out_for_long() -> None:
    with Emulator(limits=Limits(seconds=0.01)) as emulator, connected(emulator.url) as raw:
        raw.sendall(CHUNKED + b"1\r\n&\r\n")
        assert b" 408 " in raw.recv(1000)


def test_no_log_repr_or_report_has_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    emulator = Emulator(user="root", password=SECRET)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        for said in (
            root.add("joe", SECRET + "2"),
            root.ask("GET", f"{PWDGRP}?action=update&user=joe&pwd={SECRET}3"),
            root.ask("GET", f"{PWDGRP}%3Faction=update&user=joe&pwd={SECRET}4"),
            root.ask("GET", f"{PWDGRP}&action=update&user=joe&pwd={SECRET}5"),
            root.ask("GET", f"/pwd={SECRET}6"),
            root.ask("GET", f"/axis-cgi/{PWDGRP};pwd={SECRET}7?x"),
            root.once("GET", f"{PWDGRP}?pwd={SECRET}8", headers={"Authorization": f"Digest username={SECRET}9"}),
            root.ask("GET", "/axis-cgi/accesslog.cgi"),
            root.ask("GET", "/axis-cgi/serverreport.cgi?mode=text"),
        ):
            assert SECRET not in said.text
        assert SECRET not in repr(emulator)
        assert SECRET not in repr(emulator.device)
    account = emulator.device.account("joe")
    assert account is not None
    assert account.password == SECRET + "3"
    lines = [record.getMessage() for record in caplog.records if record.name == "vapix_proto.emulator.access"]
    assert f"127.0.0.1 root POST {PWDGRP} 200 " in "\n".join(lines)
    assert SECRET not in caplog.text
    with pytest.raises(ValueError, match="refuses") as caught, Emulator("5.51", user="joe", password=SECRET):
        pass
    assert SECRET not in str(caught.value)


def test_what_follows_a_body_that_is_longer_than_its_length_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    emulator = Emulator(user="root", password=SECRET)
    with emulator, connected(emulator.url) as raw:
        # If a client counts characters, not bytes, the rest of a body becomes the next request's method or target.
        for rest in (f"{SECRET}GET /nothing", f"GET {SECRET}", f"{SECRET} /axis-cgi/pwdgrp.cgi", f"GET root:{SECRET}"):
            head = f"POST {PARAM} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"
            raw.sendall(f"{head}pwd={rest} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            said = b""
            while said.count(b"HTTP/1.1 ") < 2 or not said.endswith((b"\n", b">")):
                said += raw.recv(65536)
    assert SECRET not in caplog.text
    assert "127.0.0.1 - ... /nothing 404 " in caplog.text
    assert "127.0.0.1 - GET ... 404 " in caplog.text
    assert SECRET not in "".join(emulator.device.lines("Access"))


def test_clients_at_the_same_time_and_one_emulator_more_than_once() -> None:
    emulator = Emulator(user="root", password=SECRET)
    for _ in range(2):
        with emulator, Client(emulator.url) as slow, Client(emulator.url, "root", SECRET) as root:
            # A client that stops in the middle of a request keeps no other client waiting.
            slow._connection.putrequest("POST", PWDGRP)
            slow._connection.putheader("Content-Length", "10")
            slow._connection.endheaders()
            assert b"Created" in root.add("joe").body
            with pytest.raises(RuntimeError), emulator:
                pass
            assert root.add("eve").status == 200
        assert repr(emulator) == "<Emulator not running>"
        with pytest.raises(RuntimeError):
            _ = emulator.url
    with Emulator() as one, Emulator(host="127.0.0.1") as other:
        assert one != other


def test_a_web_socket_is_a_path_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13"}
    with Emulator(user="root", password=SECRET) as emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.ask("GET", "/vapix/ws-data-stream", headers=upgrade).status == 404
    assert [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")] == []


def test_run_wants_the_main_thread() -> None:
    emulator, errors = Emulator(), []

    def run() -> None:
        try:
            emulator.run()
        except ValueError as error:
            errors.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert "main thread" in errors[0]
    assert repr(emulator) == "<Emulator not running>"
    with emulator as running_again:
        assert running_again is emulator


@pytest.mark.parametrize(
    "wrong",
    [
        {"axis_os": "4.0"},
        {"axis_os": "x"},
        {"user": "root"},
        {"password": SECRET},
        {"serial": 'A"B'},
        {"axis_os": ""},
        {"host": ""},
        {"host": "no host"},
        {"host": "camera\udcff"},
        {"port": 65536},
        {"port": -1},
    ],
)
def test_wrong_arguments(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"version|specification|neither|serial|host|port") as caught:
        Emulator(**wrong)  # type: ignore[arg-type]
    assert SECRET not in str(caught.value)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Emulator(port=taken.getsockname()[1]).__enter__()


def test_the_state_stays(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    emulator = Emulator("12.11", user="root", password=SECRET, state=path)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        root.add("joe")
        root.post(PARAM, **{"action": "update", "Time.POSIXTimeZone": "CET-1CEST,M3.5.0,M10.5.0/3"})
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(ValueError, match="in use"):
            Emulator(state=path).__enter__()
    with pytest.raises(ValueError, match=r"AXIS OS 12\.11"):
        Emulator("11.11", state=path).__enter__()
    again = Emulator(user="other", password="ignored", state=path)
    with again, Client(again.url, "root", SECRET) as root:
        assert [account.user for account in again.device.accounts] == ["root", "joe"]
        assert b"=CET-1CEST," in root.ask("GET", f"{PARAM}?action=list&group=Time.POSIXTimeZone").body
        assert b"/axis-cgi/pwdgrp.cgi POST 200" in root.ask("GET", "/axis-cgi/accesslog.cgi").body


def test_a_store_gives_back_what_it_took(tmp_path: Path) -> None:
    odd = oracle.Account("joe", "\u00e4\U0001f600\udcff\0'\"", "users", ("viewer", "ptz"), "\udc80")
    settings = {"Time.NTP.Server": "192.0.2.7"}
    device = oracle.Device("13.0", [odd], settings, [oracle.Event(7, "System", "Warning", "x")])
    store = Store(tmp_path / "state.db")
    assert store.load() is None
    store.save(oracle.Device())
    store.save(device)
    assert store.load() == device
    assert "joe" not in repr(store)
    store.close()
    store.close()
    with pytest.raises(sqlite3.Error):
        store.save(device)
    again = Store(tmp_path / "state.db")
    assert again.load() == device
    again.close()


def test_files_that_hold_no_state(tmp_path: Path) -> None:
    text, other, newer = tmp_path / "text", tmp_path / "other.db", tmp_path / "newer.db"
    text.write_bytes(b"no database, but long enough to be one " * 50)
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE t (x)")
    base.close()
    store = Store(newer)
    store._base.execute("INSERT INTO device VALUES (2, '{}')")
    store.close()
    broken = tmp_path / "broken.db"
    store = Store(broken)
    store._base.execute("INSERT INTO device VALUES (1, '{\"format\": 1}')")
    store.close()
    for path in (text, other, newer, broken):
        before = path.read_bytes()
        with pytest.raises(ValueError, match=path.name):
            Emulator(state=path).__enter__()
        assert path.read_bytes() == before
    with pytest.raises(OSError, match="No such file"):
        Emulator(state=tmp_path / "no" / "folder").__enter__()
    with pytest.raises(OSError, match=tmp_path.name):
        Emulator(state=tmp_path).__enter__()


def test_a_try_that_fails_leaves_the_lock_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    code = "import sys; from vapix_proto.emulator._state_file import Store; Store(sys.argv[1])"
    other = [sys.executable, "-c", code, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Emulator(state=path):
        # Closing a file drops all locks that its process has on it, whichever part of the process set them (POSIX).
        with pytest.raises(ValueError, match="in use"):
            Emulator(state=path).__enter__()
        done = subprocess.run(other, check=False, capture_output=True, text=True, env=environment, cwd=ROOT)
        assert "in use" in done.stderr
    subprocess.run(other, check=True, env=environment, cwd=ROOT)


def test_a_new_file_is_its_owner_s_behind_a_link_too(tmp_path: Path) -> None:
    path, link = tmp_path / "state.db", tmp_path / "link"
    link.symlink_to(path)
    Store(link).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("state", [b"\xff" + SECRET.encode(), b"[" * 100_000, f'{{"format": 1, "{SECRET}": '.encode()])
def test_what_is_wrong_with_a_file_is_said_without_its_content(state: bytes, tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    store._base.execute("INSERT INTO device VALUES (1, CAST(? AS TEXT))", (state,))
    store.close()
    with pytest.raises(ValueError, match=r"state\.db") as caught:
        Emulator(state=tmp_path / "state.db").__enter__()
    assert leaks(caught.value, SECRET) == []


def test_what_can_t_be_written_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(user="root", password=SECRET, state=tmp_path / "state.db")
    with emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.add("joe").status == 200
        before = emulator.device

        def full(_store: Store, _device: oracle.Device) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(Store, "save", full)
            assert root.add("eve").status == 503
            assert emulator.device.essence == before.essence
            assert root.ask("GET", f"{PWDGRP}?action=get").status == 200
        assert root.add("eve").status == 200
    monkeypatch.setattr(Store, "save", full)
    for _ in range(2):
        # The second attempt shows that the first released the file.
        with pytest.raises(OSError, match="disk is full"):
            emulator.__enter__()


def test_the_change_is_in_the_file_before_the_response(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    save = Store.save

    def counted(store: Store, device: oracle.Device) -> None:
        save(store, device)
        saved.append(len(device.accounts))

    monkeypatch.setattr(Store, "save", counted)
    emulator = Emulator(user="root", password=SECRET, state=tmp_path / "state.db")
    with emulator, Client(emulator.url, "root", SECRET) as root:
        for number in range(3):
            root.add(f"u{number}")
            assert saved[-1] == 2 + number
        count = len(saved)
        root.ask("GET", f"{PWDGRP}?action=get")
        root.add("u1")
        # The system log records a refusal, but not a reading request.
        assert len(saved) == count + 1


# -- the command


def resident(pid: int) -> int:
    return _status(pid, "VmRSS")


def peak(pid: int) -> int:
    return _status(pid, "VmHWM")


def _status(pid: int, field: str) -> int:
    found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
    assert found is not None
    return int(found[1]) * 1024


class running:  # noqa: N801 - used as a function
    """Runs ``vapix-proto emulate`` with some options as a process; the context gives the process and its URL."""

    def __init__(self, *options: str) -> None:
        self.errors = ""
        self._process = subprocess.Popen(
            [*COMMAND, "emulate", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        assert self._process.stdout is not None
        url = self._process.stdout.readline().strip()
        assert url.startswith(("http://", "https://")), self._process.communicate()
        return self._process, url

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_interrupted(end: signal.Signals, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_bytes(SECRET.encode() + b"\r\nnot this line\n")
    state = tmp_path / "state.db"
    options = ["--axis-os", "12.11", "--user", "admin", "--password-file", str(password), "--state", str(state)]
    with running(*options) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        with Client(url, "admin", SECRET) as client:
            assert client.add("joe", SECRET + "2").status == 200
            assert client.ask("GET", f"{PWDGRP}?action=update&user=joe&pwd={SECRET}3").status == 200
        process.send_signal(end)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out == ""
    assert f"127.0.0.1 admin POST {PWDGRP} 200" in err
    assert SECRET not in err
    store = Store(state)
    device = store.load()
    store.close()
    assert device is not None
    assert [account.user for account in device.accounts] == ["admin", "joe"]
    assert any("/axis-cgi/pwdgrp.cgi GET 200" in line for line in device.lines("Access"))


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "70000"],
        ["--axis-os", "4.40"],
        ["--axis-os", "new"],
        ["--axis-os", ""],
        ["--host", ""],
        ["--user", "root"],
        ["--password-file", "PASSWORD"],
        ["--user", "root", "--password-file", "missing"],
        ["--user", "no!name", "--password-file", "PASSWORD"],
        ["--user", "joe", "--password-file", "PASSWORD", "--axis-os", "9.80"],
        ["--user", "root", "--password-file", "EMPTY"],
        ["--state", "PASSWORD"],
        ["--state", "/no/such/folder/state.db"],
        ["--state", ":memory:"],
        ["--state", ""],
        ["--allow-host", "camera:8080"],
        ["--allow-origin", "camera"],
        ["--host", "192.0.2.1"],
        ["--host", "no host"],
        ["--password", SECRET],
        ["extra"],
    ],
)
def test_wrong_use_of_the_command(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "PASSWORD").write_text(SECRET + "\n")
    (tmp_path / "EMPTY").write_text("\n")
    given = [str(tmp_path / option) if option in ("PASSWORD", "EMPTY") else option for option in options]
    monkeypatch.setattr(sys, "argv", ["vapix-proto", "emulate", "--port", "0", *given])

    def served(*_: object) -> None:
        pytest.fail("it serves")

    monkeypatch.setattr("vapix_proto.emulator._uvicorn.Server.run", served)
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert "Error" in err
    assert SECRET not in err.replace(f"--password {SECRET}", "") + out


def test_wrong_use_of_the_command_is_no_traceback() -> None:
    command = [*COMMAND, "emulate", "--host", ""]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


# The head of a request without its body; a response of "100 Continue" shows that the server waits for the body.
HEAD = b"POST /axis-cgi/param.cgi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"


def test_the_end_waits_for_no_body(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.emulator._uvicorn._GRACE_SECONDS", 0.0)
    caplog.set_level(logging.WARNING)
    emulator = Emulator()
    emulator.__enter__()
    with connected(emulator.url) as raw:
        raw.sendall(HEAD)
        assert b" 100 " in raw.recv(1000)
        emulator.__exit__(None, None, None)
        assert b" 503 " in raw.recv(1000)
    assert caplog.text == ""


def test_the_end_waits_for_no_reader(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.emulator._uvicorn._GRACE_SECONDS", 0.0)
    caplog.set_level(logging.WARNING)
    emulator = Emulator()
    with socket.socket() as raw, emulator:
        assert emulator._sockets
        assert emulator._server is not None
        emulator._sockets["http"].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        host, port = emulator.url.removeprefix("http://").split(":")
        raw.connect((host, int(port)))
        # More responses than the system and the server can buffer.
        raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1000)
        connections: set[Any] = emulator._server.server_state.connections
        # The buffer is above the mark at which the server starts to wait. Both reads are safe without a lock.
        while not any(getattr(one.flow, "write_paused", False) for one in connections.copy()):
            time.sleep(0.001)
    assert caplog.text == ""


IMPATIENT = """
import sys
from vapix_proto.emulator import _uvicorn
from vapix_proto.cli import main

_uvicorn._GRACE_SECONDS = 0.0
sys.argv = ["vapix-proto", "emulate", "--port", "0"]
main()
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_a_body_is_no_error(end: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", IMPATIENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    assert process.stdout is not None
    with connected(process.stdout.readline().strip()) as raw:
        raw.sendall(HEAD)
        assert b" 100 " in raw.recv(1000)
        process.send_signal(end)
        assert b" 503 " in raw.recv(1000)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    (line,) = err.splitlines()
    assert line.endswith("127.0.0.1 - POST /axis-cgi/param.cgi 503 20")


def test_others_may_come_only_with_a_warning() -> None:
    with running("--host", "0.0.0.0") as (process, _):
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert "nothing is encrypted" in err


def test_without_the_extra_the_import_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "try:\n    import vapix_proto.emulator\nexcept ImportError as error:\n    print(error)\n"
        "from vapix_proto.cli import main; sys.argv = ['vapix-proto', 'emulate']; main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=environment, cwd=ROOT
    )
    assert "install the emulator extra of vapix-proto" in done.stdout
    assert "install the emulator extra of vapix-proto" in done.stderr
    assert done.returncode == 2


# -- the curl commands in the document

DEVICE_DOCUMENT = (ROOT / "docs" / "reference/oracle-device.md").read_text("utf-8")
SETUP = [line for line in DEVICE_DOCUMENT.splitlines() if line.startswith("curl ")]
CURLS = [row.split(" | ") for row in DEVICE_DOCUMENT.splitlines() if row.startswith("| ") and "curl" in row]


def curl(line: str, url: str) -> tuple[int, str]:
    """Runs a document's curl command against a URL; returns the status code and the text."""
    words = shlex.split(line.replace("http://127.0.0.1:8080", url))
    assert words[0] == "curl"
    done = subprocess.run(
        [*words, "-w", "\n%{http_code}"], capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    text, _, status = done.stdout.rpartition("\n")
    return int(status), text


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("row", CURLS, ids=lambda row: row[0].strip("| "))
def test_every_curl_line_of_the_device_document_works(row: list[str]) -> None:
    state, line, said = row[1], row[2].strip("`"), row[3].removesuffix(" |").strip("`")
    status, _, text = said.partition(" ")
    with Emulator() as emulator:
        if state != "new":
            assert [curl(setup, emulator.url)[0] for setup in SETUP] == [200, 200]
        found = curl(line, emulator.url)
        assert found[0] == int(status)
        assert text
        assert text in found[1]


def test_the_document_has_lines_to_run() -> None:
    assert len(SETUP) == 2
    assert len(CURLS) >= 15


EMULATOR_DOCUMENT = (ROOT / "docs" / "reference/emulator.md").read_text("utf-8")


def test_the_commands_of_the_emulator_document_are_commands(tmp_path: Path) -> None:
    line, allowing = re.findall(r"```sh\nvapix-proto emulate (.*)\n```", EMULATOR_DOCUMENT)
    (tmp_path / "secret.txt").write_text(SECRET)
    options = shlex.split(line.replace("--port 8080 ", ""))
    given = [str(tmp_path / option) if "." in option and not option[0].isdigit() else option for option in options]
    with running(*given) as (_, url), Client(url, "root", SECRET) as root:
        assert root.ask("GET", f"{PWDGRP}?action=get").status == 200
    with running(*shlex.split(allowing)) as (_, url), Client(url) as browser:
        fields = {"Host": "camera", "Origin": "http://localhost:5173"}
        assert browser.once("GET", "/healthz", headers=fields).status == 200
