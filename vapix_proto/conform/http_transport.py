"""The transport to a device over HTTP or HTTPS, with digest or basic authentication.

Whatever a device sends, the result is a response or ``Unreachable``, within a bounded time and number of bytes.
"""

from __future__ import annotations

import re
import socket
import ssl
from http.client import HTTPConnection, HTTPException
from io import BufferedReader, RawIOBase
from time import monotonic
from urllib.parse import urlsplit

from vapix_proto._places import plural
from vapix_proto._value import discreet
from vapix_proto.conform._certificates import client_context, failure
from vapix_proto.conform._challenges import Basic, challenges_of, read_challenge
from vapix_proto.conform.transports import Unreachable
from vapix_proto.vapix.http import HttpResponse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from _typeshed import ReadableBuffer, WriteableBuffer

    from vapix_proto.conform._challenges import Challenge
    from vapix_proto.conform.transports import Login
    from vapix_proto.vapix.http import HttpRequest

_RESPONSE_MAX = 4 * 1024 * 1024
#: The maximum size of a response's head. Parsing takes two seconds for this size, and eight seconds for twice the size.
_HEAD_MAX = 48 * 1024
_TIMEOUT = 20.0
_LOGINS_MAX = 16


class _Reader(BufferedReader):
    """A response as ``http.client`` reads it: line by line until the body begins.

    Attributes:
        room: How many more bytes may be read as lines.
    """

    room = _HEAD_MAX
    _begun = False

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.room -= len(line)
        if self.room < 0:
            raise Unreachable("the head of the response is longer than 48 KiB")
        # http.client would mistake the end of the connection for the end of the head.
        if not line.endswith(b"\n") and (line or self._begun):
            raise Unreachable("the connection was closed in the middle of the response")
        self._begun = True
        return line


class _Wire(RawIOBase):
    """A socket for ``http.client``, with one deadline for each request and a limit on the size of each response.

    Args:
        sock: A connected socket.
        left: Returns the seconds until the deadline; raises ``TimeoutError`` after it.
    """

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._socket, self._left = sock, left
        self._room = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._socket.settimeout(self._left())
        count = self._socket.recv_into(buffer)
        self._room -= count
        if self._room < 0:
            raise Unreachable("the response is longer than 4 MiB")
        return count

    def sendall(self, data: ReadableBuffer) -> None:
        self._room = _RESPONSE_MAX
        view = memoryview(data)
        while view:
            self._socket.settimeout(self._left())
            view = view[self._socket.send(view) :]

    def makefile(self, _mode: str) -> _Reader:
        return _Reader(self)

    def close(self) -> None:
        """Does nothing, because ``http.client`` calls this before it reads the body of the last response."""

    def hang_up(self) -> None:
        self._socket.close()

    def is_idle(self) -> bool:
        """Whether the device has neither closed the connection nor sent unrequested data."""
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            pass
        return False


class _Connection(HTTPConnection):
    """A connection to one device, kept open for the next request; each request has one deadline.

    Args:
        host: Name or address.
        port: None for the default port of the scheme.
        context: The TLS context; None for plain HTTP.
        seconds: How long a request may take.
    """

    def __init__(self, host: str, port: int | None, context: ssl.SSLContext | None, seconds: float) -> None:
        self.default_port = 443 if context else 80
        super().__init__("", port or self.default_port)
        self.host = host  # set here, because the constructor would raise for an invalid name
        self._context, self._seconds, self._deadline = context, seconds, 0.0
        self._wire: _Wire | None = None

    def start(self) -> None:
        """Starts the clock for a request."""
        self._deadline = monotonic() + self._seconds

    def exchange(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> HttpResponse:
        """The whole response to a request."""
        if self._wire is None or not self._wire.is_idle():
            self.connect()
        self.request(method, target, body or None, headers)
        response = self.getresponse()
        if isinstance(response.fp, _Reader):
            # Chunk sizes and trailers are read as lines, too.
            response.fp.room = _RESPONSE_MAX
        # Without a limit, http.client would allocate memory for whatever length the device announces.
        text = response.read(_RESPONSE_MAX)
        if response.length:
            raise Unreachable("the connection was closed in the middle of the response")
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise Unreachable("the response is compressed, which the request did not allow")
        if response.will_close:
            self.hang_up()
        return HttpResponse(response.status, response.headers.items(), text)

    def connect(self) -> None:
        """Tries the host's addresses in turn."""
        self.hang_up()
        problem = OSError("no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            sock = socket.socket(family, kind, protocol)
            try:
                self._wire = _Wire(self._connected(sock, address), self._left)
            except OSError as error:
                problem = error
            else:
                self.sock = self._wire
                return
        raise problem

    def _connected(self, sock: socket.socket, address: tuple[object, ...]) -> socket.socket:
        try:
            sock.settimeout(self._left())
            sock.connect(address)
            # A request is sent in two parts; the second must not wait for the acknowledgement of the first.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(self._left())
            return self._context.wrap_socket(sock, server_hostname=self.host) if self._context else sock
        except BaseException:
            sock.close()
            raise

    def hang_up(self) -> None:
        """Closes the connection; the next request opens a new one."""
        self.close()
        if self._wire is not None:
            self._wire.hang_up()
            self._wire = None

    def _left(self) -> float:
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class HttpTransport:
    """Sends requests to one device. It follows no redirects and ignores proxies and passwords in the environment.

    Attributes:
        login_sent: Whether the last request was sent with its login; a device that asks for none gets none.

    Args:
        url: Scheme, host and port, such as ``"http://192.0.2.7:8080"``.
        timeout: How long a request may take, in seconds, including connecting, logging in and the whole response.
            Looking up the host name may take longer: only the system limits it.
        verify: Whether to check the certificate of an ``https`` device.
        ca: A PEM file with the certificates of the authorities to trust, or with the device's self-signed
            certificate; None for the authorities that the system trusts.
        allow_basic: Whether to use Basic authentication over ``http`` or with an unverified certificate, if the device
            offers nothing else. Others may then read the password. With a verified certificate, Basic authentication is
            always allowed.

    Raises:
        ValueError: The URL is not ``http://HOST[:PORT]`` or ``https://HOST[:PORT]``; or the ``ca`` file can't be read,
            contains no certificate, or is given without ``https`` or without ``verify``.
    """

    @discreet
    def __init__(
        self,
        url: str,
        *,
        timeout: float = _TIMEOUT,
        verify: bool = True,
        ca: str | None = None,
        allow_basic: bool = False,
    ) -> None:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
            wrong = parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or port == 0
            wrong = wrong or parts.netloc.endswith(":") or re.search(r"\s", url) is not None
            wrong = wrong or parts.path not in ("", "/") or bool(parts.query or parts.fragment)
        except ValueError:
            wrong = True
        if wrong:
            raise ValueError("the URL must be http://HOST[:PORT] or https://HOST[:PORT], and nothing else") from None
        self.url: str = f"{parts.scheme}://{parts.netloc}"
        secure = parts.scheme == "https"
        if ca is not None and not (secure and verify):
            raise ValueError("a certificate authority (--ca) requires https with certificate verification")
        self._timeout, self._basic = timeout, allow_basic or (secure and verify)
        self._connection = _Connection(host or "", port, client_context(ca, verify=verify) if secure else None, timeout)
        self._challenges: dict[Login, Challenge] = {}
        self.login_sent: bool = False

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """Sends a request, and returns the device's response.

        Raises:
            Unreachable: No complete response came in time; the response was larger than 4 MiB; the certificate is not
                trusted; or the device requires the password in clear text, which ``allow_basic`` does not permit.
        """
        try:
            self._connection.start()
            return self._send(request, login)
        except TimeoutError:
            problem = f"no complete response from {self.url} within {plural(f'{self._timeout:g}', 'second')}"
        except (OSError, ValueError) as error:
            problem = f"no response from {self.url}: {failure(error)}"
        except (HTTPException, Unreachable) as error:
            problem = f"{self.url}: {failure(error)}"
        except BaseException:
            self.close()
            raise
        # The rest of this response, if it still comes, must not be mistaken for the next response.
        self.close()
        raise Unreachable(problem)

    def _send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """Sends a request that answers the device's last challenge; after a 401, sends it again with a new answer."""
        body = request.read_body()

        def exchange(challenge: Challenge | None) -> HttpResponse:
            headers = dict(request.headers)
            self.login_sent = challenge is not None and login is not None
            if challenge is not None and login is not None:
                headers["Authorization"] = challenge.authorization(login, request.method, request.target)
            return self._connection.exchange(request.method, request.target, body, headers)

        known = self._challenges.get(login) if login else None
        response = exchange(known)
        challenge = read_challenge(challenges_of(response)) if response.status == 401 else None
        if login is None or challenge is None or (isinstance(challenge, Basic) and isinstance(known, Basic)):
            return response
        if isinstance(challenge, Basic) and not self._basic:
            raise Unreachable(
                "the device offers only Basic authentication, which would send the password in clear text: "
                "use https with a trusted certificate, or --allow-basic"
            )
        if login not in self._challenges and len(self._challenges) >= _LOGINS_MAX:
            del self._challenges[next(iter(self._challenges))]
        self._challenges[login] = challenge
        return exchange(challenge)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
