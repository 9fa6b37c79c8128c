"""A client's answers to a device's authentication challenges.

They use Digest (RFC 7616) with MD5 or SHA-256, with or without ``qop=auth``, or Basic (RFC 7617) as a last resort.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from vapix_proto.conform.transports import Login
    from vapix_proto.vapix.http import HttpResponse

    Challenge: TypeAlias = "Digest | Basic"

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - the "token" rule of RFC 9110, 5.6.2
#: A parameter of a challenge, or the scheme that begins the next challenge (RFC 9110, 11.6.1).
_PART = re.compile(rf'({_TOKEN})(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN})))?', re.DOTALL)
_HASHES = {"MD5": "md5", "SHA-256": "sha256"}


class Digest:
    """A Digest challenge, made from parameters with lower-case names. It counts the requests that have answered it."""

    def __init__(self, parameters: dict[str, str]) -> None:
        self._realm, self._nonce = parameters["realm"], parameters["nonce"]
        self._hash = _HASHES[parameters.get("algorithm", "MD5").upper()]
        self._qop = "qop" in parameters
        # The client sends these parameters back unchanged (RFC 7616, 3.4).
        self._echoed = f', opaque="{parameters["opaque"]}"' if "opaque" in parameters else ""
        self._echoed += f", algorithm={parameters['algorithm']}" if "algorithm" in parameters else ""
        self._count = 0

    def authorization(self, login: Login, method: str, target: str) -> str:
        """The ``Authorization`` header for a request (RFC 7616, 3.4), as a string with one character per byte."""
        user, password = _octets(login.user), _octets(login.password)
        middle, counted = self._nonce, ""
        if self._qop:
            self._count += 1
            count, cnonce = f"{self._count:08x}", secrets.token_hex(8)
            middle += f":{count}:{cnonce}:auth"
            counted = f', qop=auth, nc={count}, cnonce="{cnonce}"'
        key = self._digest(f"{user}:{self._realm}:{password}")
        response = self._digest(f"{key}:{middle}:{self._digest(f'{method}:{target}')}")
        name = re.sub(r'(["\\])', r"\\\1", user)
        fields = f'username="{name}", realm="{self._realm}", nonce="{self._nonce}", uri="{target}"'
        return f'Digest {fields}, response="{response}"{counted}{self._echoed}'

    def _digest(self, text: str) -> str:
        return hashlib.new(self._hash, text.encode("latin-1"), usedforsecurity=False).hexdigest()


class Basic:
    """A Basic challenge, which requires the password in clear text."""

    def authorization(self, login: Login, _method: str, _target: str) -> str:
        """The ``Authorization`` header for a request; anybody who sees it can read the password."""
        text = f"{login.user}:{login.password}".encode("utf-8", "surrogateescape")
        return f"Basic {base64.b64encode(text).decode()}"


def challenges_of(response: HttpResponse) -> list[str]:
    """The challenges in a response's headers."""
    return [value for name, value in response.headers if name.lower() == "www-authenticate"]


def why_no_login(challenges: Sequence[str]) -> str:
    """Why no login can be sent in answer to the challenges of a device; ``""`` if one can."""
    if read_challenge(challenges) is not None:
        return ""
    return f"the device asks for a login {'in an unsupported way' if challenges else 'without saying how'}"


def read_challenge(headers: Iterable[str]) -> Challenge | None:
    """The first Digest challenge that can be answered (RFC 7616, 3.7), or else a Basic challenge if one is offered."""
    parameters: dict[str, str] = {}
    challenges = [("", parameters)]
    for part in _PART.finditer(", ".join(headers)):
        name, quoted, plain = part.groups()
        value = plain if quoted is None else quoted
        if value is None:
            parameters = {}
            challenges.append((name.lower(), parameters))
        else:
            parameters.setdefault(name.lower(), value)
    for scheme, found in challenges:
        if scheme == "digest" and _answerable(found):
            return Digest(found)
    return Basic() if any(scheme == "basic" and "realm" in found for scheme, found in challenges) else None


def _answerable(parameters: dict[str, str]) -> bool:
    offered = {value.strip().lower() for value in parameters.get("qop", "auth").split(",")}
    known = parameters.get("algorithm", "MD5").upper() in _HASHES
    return known and "auth" in offered and {"realm", "nonce"} <= parameters.keys()


def _octets(text: str) -> str:
    """The UTF-8 bytes of a string, each as one character: ``http.client`` encodes headers in Latin-1."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
