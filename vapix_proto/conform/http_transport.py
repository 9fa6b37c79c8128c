"""The way to a device over HTTP, with digest authentication."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from requests.auth import HTTPDigestAuth

from vapix_proto.conform.transports import Unreachable
from vapix_proto.vapix.http import HttpAnswer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

    from vapix_proto.conform.transports import Login
    from vapix_proto.vapix.http import HttpRequest

__all__ = ["HttpTransport"]

_ANSWER_MAX = 4 * 1024 * 1024
_TIMEOUT = 20.0
_LOGINS_MAX = 16


def _reason(error: BaseException) -> str:
    """What the system says, or the type; not the text of the error, as the address in it has the arguments."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and not isinstance(inner, requests.RequestException) and inner.strerror:
            return str(inner.strerror)
        inner = inner.__cause__ or inner.__context__
    return type(error).__name__


class HttpTransport:
    """Sends requests to one device; follows no redirect, and uses no proxy and no password of the environment.

    Args:
        url: Scheme, host and port, such as ``"http://192.0.2.7:8080"``.
        timeout: How long to wait for a connection, and for each piece of an answer, in seconds.
        verify: Whether the certificate of an ``https`` device is checked.

    Raises:
        ValueError: Another scheme, no host, a name and password in the URL, or a path.
    """

    def __init__(self, url: str, *, timeout: float = _TIMEOUT, verify: bool = True) -> None:
        try:
            parts = urlsplit(url)
            wrong = parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc
            wrong = wrong or parts.path not in ("", "/") or bool(parts.query or parts.fragment) or parts.port == 0
        except ValueError:
            wrong = True
        if wrong:
            raise ValueError("the URL is http://HOST[:PORT] or https://HOST[:PORT], and nothing else") from None
        self.url = f"{parts.scheme}://{parts.netloc}"
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify
        self._digests: dict[Login, HTTPDigestAuth] = {}

    def send(self, request: HttpRequest, login: Login | None) -> HttpAnswer:
        """The answer of the device.

        Raises:
            Unreachable: No answer came, or one of more than 4 MiB.
        """
        try:
            with self._session.request(
                request.method,
                self.url + request.target,
                data=request.read_body() or None,
                headers=dict(request.headers),
                auth=self._digest(login),
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = bytearray()
                for piece in response.iter_content(65536):
                    body += piece
                    if len(body) > _ANSWER_MAX:
                        raise Unreachable("the answer is longer than 4 MiB")
                return HttpAnswer(response.status_code, response.headers.items(), bytes(body))
        except (requests.RequestException, ValueError) as error:
            problem = f"no answer from {self.url}: {_reason(error)}"
        raise Unreachable(problem)

    def _digest(self, login: Login | None) -> HTTPDigestAuth | None:
        """Kept for each login, as the next request goes without asking for a new nonce then."""
        if login is None:
            return None
        if login not in self._digests:
            if len(self._digests) >= _LOGINS_MAX:
                del self._digests[next(iter(self._digests))]
            self._digests[login] = HTTPDigestAuth(login.user, login.password)
        return self._digests[login]

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
