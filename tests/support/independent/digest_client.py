"""A client with Digest (RFC 7616, MD5) or Basic authentication, built on ``http.client`` without using the package."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

PWDGRP = "/axis-cgi/pwdgrp.cgi"
PARAM = "/axis-cgi/param.cgi"


class Said(NamedTuple):
    """A response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def challenge_of(header: str) -> dict[str, str]:
    """The parameters in the ``WWW-Authenticate`` headers: of one challenge, or of several with different names."""
    return {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|(\w+))', header)}


def authorization(user: str, password: str, method: str, target: str, asked: Mapping[str, str], count: int = 1) -> str:
    """The ``Authorization`` header that answers a challenge."""
    first, second = md5(f"{user}:{asked['realm']}:{password}"), md5(f"{method}:{target}")
    fields = f'username="{user}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{target}", algorithm=MD5'
    nonce = asked["nonce"]
    if "qop" not in asked:
        response = md5(f"{first}:{nonce}:{second}")
        return f'Digest {fields}, response="{response}"'
    response = md5(f"{first}:{nonce}:{count:08x}:c0ffee:auth:{second}")
    return f'Digest {fields}, qop=auth, nc={count:08x}, cnonce="c0ffee", response="{response}"'


def basic(user: str, password: str) -> str:
    """The ``Authorization`` header that answers a Basic challenge."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Client:
    """A client that sends credentials once it has seen a challenge, and answers a stale challenge one more time.

    ``ca`` is a PEM file with the certificates that the client trusts if the device uses ``https``.
    """

    def __init__(self, url: str, user: str = "", password: str = "", timeout: float = 300, ca: bytes = b"") -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        if parts.scheme == "https":
            context = ssl.create_default_context(cadata=ca.decode())
            # Python sets this by default from 3.13 on.
            context.verify_flags |= ssl.VERIFY_X509_STRICT
            self._connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=context)
        self.user, self.password = user, password
        self.asked: dict[str, str] = {}
        self.count = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def once(self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Said:
        """Sends a request once, unchanged."""
        self._connection.request(method, target, body or None, dict(headers or {}))
        response = self._connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Said(response.status, found, response.read())

    def ask(self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Said:
        """Sends a request with credentials."""
        said = Said(401, {}, b"")
        for attempt in range(2):
            more = dict(headers or {})
            if self.asked and "nonce" not in self.asked:
                more["Authorization"] = basic(self.user, self.password)
            elif self.asked:
                self.count += 1
                more["Authorization"] = authorization(self.user, self.password, method, target, self.asked, self.count)
            said = self.once(method, target, body, more)
            header = said.headers.get("www-authenticate", "")
            if said.status != 401 or not self.user or not header:
                return said
            known = bool(self.asked)
            self.asked, self.count = challenge_of(header), 0
            if attempt or (known and self.asked.get("stale", "").lower() != "true"):
                return said
        return said

    def post(self, path: str, **arguments: str) -> Said:
        """Posts a form with credentials."""
        return self.ask("POST", path, urlencode(arguments).encode())

    def add(self, user: str, password: str = "foo", sgrp: str = "viewer") -> Said:
        """Adds an account (``action=add``)."""
        return self.post(PWDGRP, action="add", user=user, pwd=password, grp="users", sgrp=sgrp)
