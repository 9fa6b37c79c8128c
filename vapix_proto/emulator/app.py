"""The device as an ASGI application.

It limits the size of request bodies, checks credentials, and handles and logs requests one after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from vapix_proto._value import Value
from vapix_proto.emulator._digest import MalformedCredentialsError
from vapix_proto.emulator._storing import Storing
from vapix_proto.errors import Code, Severity
from vapix_proto.oracle.rules.access import methods_of
from vapix_proto.vapix.http import HttpRequest, HttpResponse
from vapix_proto.vapix.protocol import validate_request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from typing import TypeAlias

    from vapix_proto.emulator._authentication import Authentication
    from vapix_proto.emulator._same_origin import SameOrigin
    from vapix_proto.emulator._state_file import Store
    from vapix_proto.oracle import Device

    Message: TypeAlias = MutableMapping[str, Any]
    Receive: TypeAlias = Callable[[], Awaitable[Message]]
    Send: TypeAlias = Callable[[Message], Awaitable[None]]

#: One line per request: client, user, method, path, status code, response size. It shows neither query nor body.
ACCESS = logging.getLogger("vapix_proto.emulator.access")
#: One line per faulty request that still got a 2xx status code: its problem codes, without any values.
PROBLEMS = logging.getLogger("vapix_proto.emulator.problems")
_UPLOADS = frozenset({"/axis-cgi/firmwareupgrade.cgi", "/axis-cgi/admin/firmwareupgrade.cgi"})
#: How many bytes of an upload are kept: the device reads no more.
_UPLOAD_KEPT = 65536
#: After a refusal, how long to wait for each further chunk of the body, which is discarded.
_LINGER_SECONDS = 1.0
_AUTHORITY = re.compile(rb"https?://([^/]*)", re.IGNORECASE)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")
_TOO_LARGE = (413, "Content Too Large")
_PATH_SHOWN = 128
#: The methods of RFC 9110, 9.3, and RFC 5789. Any other method may be the end of a body that exceeds its
#: Content-Length.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
_NOT_SHOWN = "..."


class Limits(Value):
    """The limits on a request body.

    Attributes:
        body: The maximum body size in bytes. The whole body is held in memory.
        upload: The maximum size of a firmware upload in bytes. Only its first 64 KiB are held in memory.
        seconds: How long to wait for each chunk of a body, and for the end of a body that is too long.

    Raises:
        TypeError: A field has the wrong type.
        ValueError: A size is negative, or the time to wait is not greater than 0.
    """

    body: int = 65536
    upload: int = 1 << 30
    seconds: float = 30.0

    def _check(self) -> None:
        for name, count in (("body", self.body), ("upload", self.upload)):
            if not isinstance(count, int):
                raise TypeError(f"{name} must be an int (a number of bytes), not {type(count).__name__}")
            if count < 0:
                raise ValueError(f"{name} is {count}: the number of bytes must be 0 or more")
        if not isinstance(self.seconds, (int, float)):
            raise TypeError(f"seconds must be a number, not {type(self.seconds).__name__}")
        if not self.seconds > 0:
            raise ValueError(f"seconds is {self.seconds}: the time to wait for a chunk must be more than 0")


class _RefusedError(Exception):
    """The request is refused before the device sees it. ``unread`` is true if the client may still be sending it."""

    def __init__(self, status: int, text: str, *, unread: bool = False) -> None:
        super().__init__(text)
        self.status = status
        self.unread = unread


class _GoneError(Exception):
    """The client has disconnected."""


class App:
    """An ASGI application that answers requests to one device.

    The device handles one request at a time. Every change that a response reports or could reveal is stored
    before the response is sent.
    """

    def __init__(
        self,
        device: Device,
        authentication: Authentication,
        same_origin: SameOrigin,
        store: Store | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._authentication = authentication
        self._same_origin = same_origin
        self._limits = limits or Limits()
        self._clock = clock
        self._state = Storing(device, store)

    @property
    def device(self) -> Device:
        """The device as stored."""
        return self._state.device

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers a request (ASGI 3, HTTP)."""
        assert scope["type"] == "http"  # noqa: S101 - the server is configured for HTTP only
        method, path = scope["method"], _path(scope)
        user: str | None = None
        problems: tuple[str, ...] = ()
        # A request with both of these headers may be an attempt at request smuggling (RFC 9112, 6.1).
        close = {b"transfer-encoding", b"content-length"} <= {name for name, _ in scope["headers"]}
        unread = False
        try:
            self._admit(scope)
            if path == "/healthz":
                response = _healthy(method)
            else:
                body = await self._body(scope, path, receive)
                response, user, problems = self._respond(scope, path, body)
                if not await self._state.wait():
                    response, user, problems = _text(503, "Service Unavailable\n"), None, ()
        except _GoneError:
            return
        except asyncio.CancelledError:
            # The server is stopping before this request or its response is complete.
            response, problems, close = _text(503, "Service Unavailable\n"), (), True
        except _RefusedError as refused:
            response = _text(refused.status, f"{refused}\n")
            # If the connection stayed open, the rest of the body would be read as the next request.
            close = close or refused.status in (408, 413)
            unread = refused.unread
        headers = [*response.headers]
        if "Content-Length" not in dict(headers):  # a HEAD response already has the GET response's length
            headers.append(("Content-Length", str(len(response.body))))
        if close:
            headers.append(("Connection", "close"))
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        client = (scope.get("client") or ("-",))[0]
        ACCESS.info(
            "%s %s %s %s %d %d",
            client,
            user or "-",
            _shown(method),
            path[:_PATH_SHOWN],
            response.status,
            len(response.body),
        )
        if problems:
            PROBLEMS.info("%s: %s", path.rpartition("/")[2], ", ".join(problems))
        # A stopping server cuts off clients that do not read their responses, and cancels this task.
        with contextlib.suppress(asyncio.CancelledError):
            await send({"type": "http.response.start", "status": response.status, "headers": raw})
            await send({"type": "http.response.body", "body": response.body, "more_body": unread})
            if unread:
                await self._discard(receive)
                await send({"type": "http.response.body", "body": b""})

    async def _discard(self, receive: Receive) -> None:
        """Reads and discards the rest of a body: if the connection were closed, the response might be lost.

        RFC 9112, 9.6, recommends this. Reading ends when the client stops.
        """
        with contextlib.suppress(TimeoutError, asyncio.CancelledError):
            async with asyncio.timeout(self._limits.seconds):
                more = True
                while more:
                    async with asyncio.timeout(_LINGER_SECONDS):
                        more = (await receive()).get("more_body", False)

    def close(self) -> None:
        """Stores the lines of the access log that are not stored yet."""
        self._state.close()

    def _admit(self, scope: Message) -> None:
        fields = list(scope["headers"])
        absolute = _AUTHORITY.match(scope["raw_path"])
        if absolute:  # a target that is a URL contains the host (RFC 9112, 3.2.2)
            fields.append((b"host", absolute[1]))
        refusal = self._same_origin.refusal(fields)
        if refusal is not None:
            raise _RefusedError(*refusal)

    async def _body(self, scope: Message, path: str, receive: Receive) -> bytes:
        upload = path in _UPLOADS
        most = self._limits.upload if upload else self._limits.body
        kept = min(_UPLOAD_KEPT, most) if upload else most
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        # The server has already checked that the length is a number.
        if len(length) > 18 or int(length) > most:
            # As no part of the body has been requested, a client that expects "100 Continue" sends none.
            raise _RefusedError(*_TOO_LARGE, unread=True)
        body = bytearray()
        total = 0
        more = True
        while more:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    message = await receive()
            except TimeoutError:
                raise _RefusedError(408, "Request Timeout") from None
            if message["type"] == "http.disconnect":
                raise _GoneError
            piece = message.get("body", b"")
            total += len(piece)
            more = message.get("more_body", False)
            if total > most:
                raise _RefusedError(*_TOO_LARGE, unread=more)
            body += piece[: kept - len(body)]
        return bytes(body)

    def _respond(self, scope: Message, path: str, body: bytes) -> tuple[HttpResponse, str | None, tuple[str, ...]]:
        """The device's response, the user, and the request's problem codes."""
        method = scope["method"]
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        query = scope["query_string"].decode("utf-8", "surrogateescape")
        target = scope["raw_path"].decode("latin-1") + "?" + scope["query_string"].decode("latin-1")
        given = [value for name, value in headers if name == "authorization"]
        try:
            verdict = self._authentication.check(scope["scheme"], given, method, target, self._password_of)
        except MalformedCredentialsError as error:
            raise _RefusedError(400, f"Bad Request: credentials: {error}") from None
        # The device reads no other header.
        kinds = [("Content-Type", value) for name, value in headers if name == "content-type"][:1]
        # The device logs the method. An unknown method is replaced, because it may be part of a body.
        request = HttpRequest(_shown(method), path, query, kinds, body)
        before = self._state.latest
        after, response = before.handle(request, verdict.user, now=int(self._clock()))
        self._state.put(after)
        more = []
        if response.status == 401:  # RFC 9110, 15.5.2
            challenges = self._authentication.challenges(scope["scheme"], stale=verdict.stale)
            more += [("WWW-Authenticate", challenge) for challenge in challenges]
        if response.status == 405:  # RFC 9110, 15.5.6
            more.append(("Allow", ", ".join(methods_of(path))))
        problems = _problems(before, request) if response.status < 300 and PROBLEMS.isEnabledFor(logging.INFO) else ()
        return response.replace(headers=(*response.headers, *more)), verdict.user, problems

    def _password_of(self, user: str) -> str | None:
        account = self._state.latest.account(user)
        return None if account is None else account.password


def _problems(device: Device, request: HttpRequest) -> tuple[str, ...]:
    """The codes of all problems with a request to a device, each listed once."""
    found = validate_request(request, device.axis_os, initial_admin=not device.has_admin)
    # A request to a superseded CGI is not an error if the CGI still responds.
    wrong = (it for it in found if it.severity is Severity.ERROR or it.code is not Code.PATH_WRONG)
    if len(request.read_body()) >= _UPLOAD_KEPT:  # the rest of an upload is not kept, so its end is missing
        wrong = (it for it in wrong if it.code is not Code.MULTIPART)
    return tuple(dict.fromkeys(str(problem.code) for problem in wrong))


def _path(scope: Message) -> str:
    """The decoded path, for the device and the log.

    CGI paths contain only plain characters. Any other path is cut off at its first character that is not plain, because
    a query that was encoded by mistake may follow, with a password in it. A path that does not start with ``/`` is
    replaced by ``...``.
    """
    target: bytes = scope["raw_path"]
    absolute = _AUTHORITY.match(target)
    path = unquote(target[absolute.end() if absolute else 0 :].decode("latin-1"), "latin-1")
    if path[:1] != "/":
        return _NOT_SHOWN
    plain = _PLAIN_PATH.match(path)
    assert plain is not None  # noqa: S101 - the pattern matches even the empty string
    return path if plain.end() == len(path) else plain[0] + _NOT_SHOWN


def _shown(method: str) -> str:
    return method if method in _METHODS else _NOT_SHOWN


def _text(status: int, text: str) -> HttpResponse:
    return HttpResponse(status, (("Content-Type", "text/plain"),), text.encode())


def _healthy(method: str) -> HttpResponse:
    if method in ("GET", "HEAD"):
        return _text(200, "ok\n")
    return HttpResponse(405, (("Content-Type", "text/plain"), ("Allow", "GET, HEAD")), b"Method Not Allowed\n")
