"""The transport over HTTP: whatever a hostile device sends, the result is soon a response or ``Unreachable``."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import select
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.support.conform_devices import ADMIN
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.conform._challenges import Digest, read_challenge
from vapix_proto.emulator._digest import Credentials
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REQUEST = HttpRequest("POST", "/axis-cgi/pwdgrp.cgi", "", (("X-One", "1"),), b"action=get&pwd=hidden")
CHALLENGE = b'WWW-Authenticate: Digest realm="AXIS_X", nonce="abc", algorithm=MD5, qop="auth"\r\n'
KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
OK = KEPT.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
#: Far more bytes than any buffer of the system holds, so sending them takes forever unless it is stopped.
MUCH = 64 * 1024 * 1024


def refusal(headers: bytes, body: bytes = b"") -> bytes:
    return b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s" % (
        headers,
        len(body),
        body,
    )


def endless(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head
    yield from itertools.repeat(piece, MUCH // len(piece))


def dripping(head: bytes, piece: bytes) -> Iterator[bytes]:
    """The head, then a piece at a time for seconds, with short pauses."""
    yield head
    for part in itertools.repeat(piece, 150):
        time.sleep(0.02)
        yield part


class Hostile:
    """A server that, on each connection, sends one response in these pieces and then closes the connection."""

    def __init__(self, *responses: bytes | Iterable[bytes]) -> None:
        self._responses = responses
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(30)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.requests: list[bytes] = []

    def _serve(self) -> None:
        for pieces in self._responses:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self._read(connection)
                for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                    connection.sendall(piece)

    def _read(self, connection: socket.socket) -> None:
        data = b""
        while not data.endswith((b"action=get", b"pwd=hidden")):
            piece = connection.recv(65536)
            if not piece:
                return
            data += piece
        self.requests.append(data)

    def __enter__(self) -> Hostile:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def ask(self, timeout: float = 20) -> HttpResponse:
        with conform.HttpTransport(self.url, timeout=timeout) as transport:
            return transport.send(REQUEST, ADMIN)


@pytest.mark.parametrize(
    ("responses", "sent"), [((OK,), False), ((refusal(CHALLENGE), OK), True), ((refusal(b""),), False)]
)
def test_the_transport_tells_whether_the_login_was_sent(responses: tuple[bytes, ...], sent: bool) -> None:
    with Hostile(*responses) as server, conform.HttpTransport(server.url) as transport:
        transport.send(REQUEST, ADMIN)
        assert transport.login_sent is sent


# -- malformed responses

RESPONSES = [
    (b"HTTP/1.1 200 OK\r\n\r\nuntil it closes", "until it closes"),
    (b"HTTP/1.0 200\r\n\r\n", ""),
    (b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + OK, "OK"),
    (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nno", "no"),
    (b"HTTP/1.1 302 Found\r\nLocation: \xff://\r\nContent-Length: 2\r\n\r\nno", "no"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=\xff\x00\r\nContent-Length: 2\r\n\r\n\xff\xfe", "\xff\xfe"),
    (b"HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 2\r\n\r\nOK", None),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nOK", "OK"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nOK", "OK"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nOK", "OK"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 6000 + b"\r\n\r\nOK", None),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nOK", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le", "Unreachable"),
    (b"HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\n", ""),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nOK\r\n0\r\nA: b\r\n\r\n", "OK"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nOK\r\n0\r\n\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nOK\r\n0\r\n\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nOK", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: \xff\r\n\r\nOK", "OK"),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nOK", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: \xff\r\nContent-Length: 2\r\n\r\nOK", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "Unreachable"),
    (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70000 + b"\r\n\r\n", "Unreachable"),
    (b"HTTP/1.1 \xff\r\n\r\n", "Unreachable"),
    (b"HTTP/1.1 99999 OK\r\n\r\n", "Unreachable"),
    (b"HTTP/9.9 200 OK\r\n\r\n", "Unreachable"),
    (b"RTSP/1.0 200 OK\r\n\r\n", "Unreachable"),
    (b"\x00\xff" * 40000, "Unreachable"),
    (b"\r\n", "Unreachable"),
    (b"", "Unreachable"),
]


@pytest.mark.parametrize(("response", "body"), RESPONSES, ids=range(len(RESPONSES)))
@pytest.mark.parametrize("before", [(), (refusal(CHALLENGE),)], ids=["at once", "after the challenge"])
def test_every_response_is_one_or_unreachable(before: tuple[bytes, ...], response: bytes, body: str | None) -> None:
    message = ""
    with Hostile(*before, response) as device:
        try:
            found = device.ask().body.decode("latin-1")
        except conform.Unreachable as error:
            found = "Unreachable"
            message = str(error)
    assert "hidden" not in message
    assert found == body or body is None
    assert len(device.requests) == len(before) + 1


UNANSWERABLE = [
    b"",
    b"WWW-Authenticate:\r\n",
    b"WWW-Authenticate: Digest\r\n",
    b'WWW-Authenticate: Digest realm="AXIS_X"\r\n',
    b'WWW-Authenticate: Digest nonce="abc"\r\n',
    b"WWW-Authenticate: Basic\r\n",
    b'WWW-Authenticate: Digest realm="x", nonce="abc", algorithm=MD6\r\n',
    b'WWW-Authenticate: Digest realm="x", nonce="abc", qop="auth-int"\r\n',
    b'WWW-Authenticate: Digest realm="x", nonce="abc", qop=""\r\n',
    b'WWW-Authenticate: Digest realm="x, nonce="abc"\r\n',
    b'WWW-Authenticate: Digest realm="x", nonce="abc\r\n',
    b"WWW-Authenticate: Digest " + b'a="\\"' * 9000 + b"\r\n",
    b"WWW-Authenticate: \xff\xfe\x00, ,,=,=\r\n",
]


@pytest.mark.parametrize("headers", UNANSWERABLE, ids=range(len(UNANSWERABLE)))
def test_a_challenge_that_can_not_be_answered_leaves_its_401(headers: bytes) -> None:
    with Hostile(refusal(headers, b"no"), OK) as device:
        response = device.ask()
    assert (response.status, response.body, len(device.requests)) == (401, b"no", 1)


ANSWERABLE = [
    CHALLENGE,
    CHALLENGE * 2,
    b'WWW-Authenticate: Basic realm="x"\r\n' + CHALLENGE,
    b'www-authenticate: Basic realm="x, Digest", digest nonce = "abc",realm="AXIS_X"\r\n',
    b'WWW-Authenticate: Digest realm="y", nonce="b", algorithm=MD6, Digest realm="AXIS_X", nonce="abc"\r\n',
    b'WWW-Authenticate: Digest realm="", nonce=abc, qop="auth-int, auth", opaque="o", stale=true\r\n',
    b'WWW-Authenticate: Digest realm="A\xffB", nonce="a\xe9c"\r\n',
    b'WWW-Authenticate: Digest realm="A\r\n B", nonce="abc"\r\n',
    # As recorded from AXIS OS 5, and for a nonce that was too old.
    b'WWW-Authenticate: Digest realm="AXIS_X", nonce="abc", stale=FALSE, qop="auth"\r\n'
    b'WWW-Authenticate: Basic realm="AXIS_X"\r\n',
    b'WWW-Authenticate: Digest realm="AXIS_X", nonce="abc", stale=FALSE, qop="auth", Basic realm="AXIS_X"\r\n',
    b'WWW-Authenticate: Digest realm="AXIS_X", nonce="abc", algorithm=MD5, stale=true, qop="auth"\r\n',
]


@pytest.mark.parametrize("headers", ANSWERABLE, ids=range(len(ANSWERABLE)))
def test_the_first_challenge_that_can_be_answered_is_answered_once(headers: bytes) -> None:
    with Hostile(refusal(headers), refusal(headers, b"no")) as device:
        assert device.ask().body == b"no"
    head = device.requests[1].decode("latin-1").replace("\r\n ", " ").split("\r\n")
    value = next(line for line in head if line.startswith("Authorization: ")).partition(": ")[2]
    credentials = Credentials.parse(value)
    assert credentials is not None
    assert credentials.user == ADMIN.user
    assert "Authorization" not in device.requests[0].decode()


def test_a_challenge_of_sha_256_is_answered_as_the_standard_does(monkeypatch: pytest.MonkeyPatch) -> None:
    # The example in RFC 7616, 3.9.1.
    monkeypatch.setattr("secrets.token_hex", lambda _size: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    parameters = (
        'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    for algorithm, response in [
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    ]:
        challenge = read_challenge([f"Digest {parameters}, algorithm={algorithm}"])
        assert isinstance(challenge, Digest)
        header = challenge.authorization(conform.Login("Mufasa", "Circle of Life"), "GET", "/dir/index.html")
        assert f'response="{response}"' in header
        assert header.endswith(f'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm={algorithm}')


@given(st.text(max_size=8), st.text(max_size=8), st.sampled_from(["", ', qop="auth"', ", algorithm=MD5"]))
def test_an_independent_server_accepts_what_is_signed(user: str, password: str, more: str) -> None:
    challenge = read_challenge([f'Digest realm="AXIS_X", nonce="abc"{more}'])
    assert isinstance(challenge, Digest)
    for _ in range(2):
        header = challenge.authorization(conform.Login(user, password), "GET", "/x?y=z")
        credentials = Credentials.parse(header)
        assert credentials is not None
        name = credentials.user.encode("latin-1").decode()
        assert name == user
        assert credentials.replace(user=name).match("GET", password)


@given(st.lists(st.text('"\\=, \tDigestrealmnonce\xff', max_size=40), max_size=3))
def test_no_challenge_raises(headers: list[str]) -> None:
    challenge = read_challenge(headers)
    assert challenge is None or challenge.authorization(ADMIN, "GET", "/").startswith(("Digest ", "Basic "))


def test_a_login_that_is_known_needs_no_new_challenge() -> None:
    responses = (refusal(CHALLENGE), OK, OK, refusal(CHALLENGE), OK)
    with Hostile(*responses) as device, conform.HttpTransport(device.url) as transport:
        for _ in range(3):
            assert transport.send(REQUEST, ADMIN).body == b"OK"
    counts = [data.partition(b"nc=")[2][:8] for data in device.requests]
    assert counts == [b"", b"00000001", b"00000002", b"00000003", b"00000001"]


def test_parsing_a_head_takes_no_time_that_grows_without_bound() -> None:
    # The parser of headers counts the quotes before each semicolon, which takes quadratic time.
    head = b'HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; x="' + b";" * 50000 + b"\r\n\r\n"
    with Hostile(head) as device, pytest.raises(conform.Unreachable, match=r"no response|head of the response"):
        device.ask()
    body = b"1\r\nx\r\n" * 9000 + b"0\r\n\r\n"
    with Hostile(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body) as device:
        assert device.ask().body == b"x" * 9000


# -- limits


CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
LONG = {
    "a body": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
    "an announced body": (b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % MUCH, b"x" * 65536),
    "chunks": (b"HTTP/1.1 200 OK\r\n" + CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "one chunk": (b"HTTP/1.1 200 OK\r\n" + CHUNKED + b"fffffff\r\n", b"x" * 65536),
    "small chunks": (b"HTTP/1.1 200 OK\r\n" + CHUNKED, (b"40\r\n" + b"x" * 64 + b"\r\n") * 1000),
    "trailers": (b"HTTP/1.1 200 OK\r\n" + CHUNKED + b"0\r\n", b"A: " + b"b" * 60000 + b"\r\n"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"A: " + b"b" * 60000 + b"\r\n"),
    "interim responses": (b"", b"HTTP/1.1 100 Continue\r\nA: " + b"b" * 60000 + b"\r\n\r\n"),
    "a refusal": (b"HTTP/1.1 401 No\r\n" + CHALLENGE + b"\r\n", b"x" * 65536),
    "chunks of a refusal": (b"HTTP/1.1 401 No\r\n" + CHALLENGE + CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "a redirection": (b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", b"x" * 65536),
    "an error": (b"HTTP/1.1 500 No\r\n\r\n", b"x" * 65536),
}


@pytest.mark.parametrize("before", [(), (refusal(CHALLENGE),)], ids=["at once", "after the challenge"])
@pytest.mark.parametrize("name", LONG)
def test_no_more_than_4_mib_of_anything_are_read(name: str, before: tuple[bytes, ...]) -> None:
    # Later versions of Python may refuse some of these themselves.
    ended = pytest.raises(conform.Unreachable, match=r"4 MiB|48 KiB|read as HTTP")
    with Hostile(*before, endless(*LONG[name]), OK) as device, ended:
        device.ask()
    assert len(device.requests) == len(before) + 1


def test_what_is_compressed_is_not_expanded() -> None:
    bomb = gzip.compress(bytes(MUCH), 1)
    head = b"HTTP/1.1 401 No\r\n%sContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (CHALLENGE, len(bomb))
    with Hostile(head + bomb, OK) as device, pytest.raises(conform.Unreachable, match="compressed"):
        device.ask()
    assert b"Accept-Encoding: identity\r\n" in device.requests[0]


# -- the deadline

SLOW = {
    "a head": (b"HTTP/1.1 200 OK\r\nA: ", b"x"),
    "a body": (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    "chunks": (b"HTTP/1.1 200 OK\r\n" + CHUNKED, b"1\r\nx\r\n"),
    "interim responses": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a refusal": (b"HTTP/1.1 401 No\r\n" + CHALLENGE + b"\r\n", b"x"),
}


@pytest.mark.parametrize("before", [(), (refusal(CHALLENGE),)], ids=["at once", "after the challenge"])
@pytest.mark.parametrize("name", SLOW)
def test_the_time_for_a_request_is_that_for_all_of_it(name: str, before: tuple[bytes, ...]) -> None:
    ended = pytest.raises(conform.Unreachable, match=r"no complete response from .* within 0.15 seconds")
    with Hostile(*before, dripping(*SLOW[name])) as device, ended:
        device.ask(timeout=0.15)


def test_a_device_that_reads_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with conform.HttpTransport(url, timeout=0.1) as transport:
            for body in (b"", bytes(MUCH)):
                with pytest.raises(conform.Unreachable, match=r"within 0.1 seconds"):
                    transport.send(HttpRequest("POST", "/", "", (), body), None)


def test_one_deadline_is_for_all_addresses_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    now = 0.0

    class Deaf(socket.socket):
        def connect(self, address: Any) -> None:
            nonlocal now
            asked.append(address)
            now += 15
            raise TimeoutError

    family = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(*family, f"address {at}") for at in range(9)])
    monkeypatch.setattr("socket.socket", Deaf)
    monkeypatch.setattr("vapix_proto.conform.http_transport.monotonic", lambda: now)
    with conform.HttpTransport("http://a.test") as transport, pytest.raises(conform.Unreachable, match="20 seconds"):
        transport.send(REQUEST, None)
    assert asked == ["address 0", "address 1"]


# -- connections


def test_a_connection_is_kept_until_it_has_what_nobody_asked_for() -> None:
    made: list[socket.socket] = []

    def serve() -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            made.append(connection)
            for _ in range(2):
                connection.recv(65536)
                connection.sendall(KEPT)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with conform.HttpTransport(f"http://127.0.0.1:{listener.getsockname()[1]}") as transport:
            for _ in range(2):
                assert transport.send(HttpRequest("GET", "/"), None).body == b"OK"
            assert len(made) == 1
            made[0].sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse")
            wire = transport._connection._wire
            assert wire is not None
            select.select([wire._socket], [], [])  # until the data has arrived
            for _ in range(2):
                assert transport.send(HttpRequest("GET", "/"), None).body == b"OK"
        thread.join()
    assert len(made) == 2
    for connection in made:
        connection.close()


def test_a_device_that_never_ends_the_handshake_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        ended = pytest.raises(conform.Unreachable, match=r"within 0.1 seconds")
        with conform.HttpTransport(url, timeout=0.1) as transport, ended:
            transport.send(REQUEST, None)


@pytest.mark.parametrize("path", ["/a b", "/a\r\nX: y", "/\xff"])
def test_a_target_that_is_none_is_never_sent(path: str) -> None:
    with (
        Hostile() as device,
        conform.HttpTransport(device.url) as transport,
        pytest.raises(conform.Unreachable) as caught,
    ):
        transport.send(HttpRequest("GET", path), None)
    assert path not in str(caught.value)


def test_an_address_may_name_an_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def looked_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(device.url.rpartition(":")[2])))]

    with Hostile(OK) as device, conform.HttpTransport("http://[fe80::1%eth0]") as transport:
        monkeypatch.setattr("socket.getaddrinfo", looked_up)
        assert transport.send(REQUEST, None).body == b"OK"
    assert asked == ["fe80::1%eth0"]


# -- the command


def test_a_401_without_a_realm_ends_the_command_with_2(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(ADMIN.password)
    with Hostile(refusal(b'WWW-Authenticate: Digest nonce="abc"\r\n')) as device:
        found = CliRunner().invoke(cli, ["conform", device.url, "--user", "root", "--password-file", str(secret)])
    assert found.exit_code == 2
    assert f"error: {device.url}: the device asks for a login in an unsupported way\n" in found.output
