"""A proxy between an HTTP/1.1 client and server that damages connections, requests and responses at random."""

from __future__ import annotations

import contextlib
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
#: In seconds; much longer than any client in the tests waits.
_LONG = 30.0

#: The faults that may happen to a request or its response.
KINDS = (
    "close before the request",
    "close after the request",
    "reset after the request",
    "cut the request",
    "repeat the request",
    "repeat the request, and answer the last",
    "garble the head of the request",
    "garble the body of the request",
    "hold the request until the client has left",
    "delay the response",
    "hold the response",
    "cut the response",
    "drip the response",
    "repeat the response",
    "repeat the response late",
    "garble the head of the response",
    "garble the body of the response",
    "answer with the response before",
    "answer with something else",
)


class FaultyProxy:
    """Listens on a free port of 127.0.0.1 while its context is entered.

    Args:
        upstream: The URL of the server.
        seed: The seed of all choices.
        rate: The share of requests to which a fault happens.
        start: How many requests pass undamaged at first.
        most: The maximum number of faults.
        patience: How many seconds the client waits for a response; some delays are longer.
        kinds: The kinds of faults to choose from.

    Attributes:
        faults: How often each kind of fault has happened.
        requests: How many requests have arrived.
    """

    def __init__(
        self,
        upstream: str,
        seed: int,
        *,
        rate: float,
        start: int = 0,
        most: int = 1_000_000,
        patience: float = 0.5,
        kinds: tuple[str, ...] = KINDS,
    ) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "", parts.port or 80)
        self._random = random.Random(seed)
        self._rate, self._start, self._most, self._kinds = rate, start, most, kinds
        self._patience = patience
        self._lock = threading.Lock()
        self._last = b""
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.faults: Counter[str] = Counter()
        self.requests = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = "http://{}:{}".format(*self._listener.getsockname())
        self._begin(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        # Requests that are being delayed still reach the server.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RD)
        for thread in list(self._threads):
            thread.join()

    def _begin(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._begin(self._serve, client)

    def _choose(self) -> tuple[str, random.Random]:
        """The fault that happens to the next request, and the random generator for its details."""
        with self._lock:
            self.requests += 1
            drawn, kind = self._random.random(), self._random.choice(self._kinds)
            rng = random.Random(self._random.random())
            ready = self.requests > self._start and self.faults.total() < self._most
            if drawn >= self._rate or not ready:
                return "", rng
            self.faults[kind] += 1
            return kind, rng

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with client, contextlib.closing(_Upstream(self._upstream)) as server, contextlib.suppress(OSError):
                while (request := _message(client)) and self._exchange(client, server, request):
                    pass
        finally:
            with self._lock:
                self._open.discard(client)

    def _exchange(self, client: socket.socket, server: _Upstream, request: bytes) -> bool:
        """Passes on a request, and returns whether the connection stays open."""
        kind, rng = self._choose()
        if kind == "close before the request":
            return False
        if kind == "cut the request":
            server.send(request[: rng.randrange(len(request))])
            return False
        if kind == "hold the request until the client has left":
            self._wait_for_the_end(client)
            time.sleep(self._patience * rng.choice((0, 1, 4)))
            server.ask(request)
            return False
        if kind in ("garble the head of the request", "garble the body of the request"):
            request = _garbled(request, "head" in kind, rng)
        response = server.ask(request)
        if kind == "repeat the request":
            server.ask(request)
        if kind == "repeat the request, and answer the last":
            response = server.ask(request)
        with self._lock:
            before, self._last = self._last, response
        if kind == "close after the request" or not response:
            return False
        if kind == "reset after the request":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if kind == "delay the response":
            time.sleep(self._patience * rng.random() / 2)
        if kind == "hold the response":
            self._wait_for_the_end(client)
        if kind == "drip the response":
            for at in range(len(response)):
                client.sendall(response[at : at + 1])
                time.sleep(self._patience / 100)
            return True
        if kind == "cut the response":
            client.sendall(response[: rng.randrange(len(response))])
            return False
        if kind in ("garble the head of the response", "garble the body of the response"):
            response = _garbled(response, "head" in kind, rng)
        if kind == "answer with the response before":
            response = before or response
        if kind == "answer with something else":
            response = rng.choice(OTHERS)
        client.sendall(response)
        if kind == "repeat the response":
            client.sendall(response)
        if kind == "repeat the response late":
            time.sleep(rng.random() / 100)
            client.sendall(response)
        return True

    def _wait_for_the_end(self, client: socket.socket) -> None:
        """Waits until the client has hung up."""
        client.settimeout(_LONG)
        with contextlib.suppress(OSError):
            client.recv(1, socket.MSG_PEEK)
        client.settimeout(None)


#: Responses that proxies and broken servers send instead of the right one.
OTHERS = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 504 Gateway Timeout\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n\r\n<html>login</html>\n",
    b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="portal"\r\nContent-Length: 0\r\n\r\n',
    b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
    b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    b"\x00\xff\x15\x03\x01\r\n\r\n",
)


class _Upstream:
    """A connection to the server, opened when first needed."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def send(self, data: bytes) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=2)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(data)
        return self._socket

    def ask(self, request: bytes) -> bytes:
        """The whole response; empty if the server hangs up or waits for the rest of a garbled request."""
        try:
            response = _message(self.send(request))
        except OSError:
            response = b""
        if not response or b"\r\nconnection: close" in response.lower():
            self.close()
        return response

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _message(source: socket.socket) -> bytes:
    """A whole message; empty if the connection has ended."""
    data = b""
    while (head := data.find(b"\r\n\r\n")) < 0:
        if not (piece := source.recv(65536)):
            return b""
        data += piece
    found = _LENGTH.search(data, 0, head)
    whole = head + 4 + (int(found[1]) if found else 0)
    while len(data) < whole:
        if not (piece := source.recv(65536)):
            return b""
        data += piece
    return data


def _garbled(message: bytes, head: bool, rng: random.Random) -> bytes:
    """The message with one byte changed, in its head or, if it has a body, in its body."""
    at = message.index(b"\r\n\r\n") + 4
    place = rng.randrange(at) if head or at == len(message) else rng.randrange(at, len(message))
    other = (message[place] ^ (1 << rng.randrange(8))) if rng.random() < 0.5 else rng.choice(b'"=,&\n\r\0 0aZ\xff')
    return message[:place] + bytes([other]) + message[place + 1 :]
