"""Digest authentication of a server (RFC 7616): MD5 and ``qop=auth``, which a client may leave out.

MD5 is what was recorded; it keeps no secret, and so a device listens on the loopback interface.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: The header repeats the target, which may be long.
_HEADER_MAX = 65536
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - the rule "token" of RFC 9110, 5.6.2
# RFC 9110, 11.2: names and values, with commas between; empty elements of a list are nothing (5.6.1).
_PARAM = re.compile(
    rf'[ \t,]*({_TOKEN})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))[ \t]*(?:,[ \t,]*|\Z)', re.DOTALL
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_RESPONSE = re.compile(r"[0-9a-f]{32}\Z")
_COUNT = re.compile(r"[0-9A-Fa-f]{8}\Z")
_AUTHORITY = re.compile(r"https?://[^/?]*", re.IGNORECASE)
_NONCE = re.compile(r"(([0-9a-f]{1,12})\.[0-9a-f]{16})\.[0-9a-f]{32}\Z")
#: How far a count may lag behind the highest one of its nonce, and how many nonces are remembered with their counts.
_WINDOW = 1024
_NONCES = 4096
_NEEDED = ("username", "realm", "nonce", "uri", "response")


class MalformedCredentialsError(ValueError):
    """Credentials that break RFC 7616, 3.4; the response is 400. The message shows nothing of them."""


class Credentials(Value):
    """The content of an ``Authorization`` header with the scheme Digest. Its repr shows the name only."""

    user: str
    realm: str
    nonce: str
    uri: str  # the target that the client has signed
    response: str
    # All three are empty where the client has no qop (RFC 2069).
    qop: str = ""
    count: str = ""
    cnonce: str = ""

    def __repr__(self) -> str:
        return f"<Credentials {self.user[:64]!r}>"

    @classmethod
    def parse(cls, header: str) -> Credentials | None:
        """The credentials of a header; None for another scheme.

        Raises:
            MalformedCredentialsError: The scheme is Digest, and the rest breaks RFC 7616, 3.4.
        """
        scheme, _, rest = header.strip(" \t").partition(" ")
        if scheme.lower() != "digest":
            return None
        values = _parameters(rest)
        missing = [name for name in _NEEDED if name not in values]
        if missing:
            raise MalformedCredentialsError(f"{missing[0]} is missing")
        # A single value of algorithm was offered; username* and userhash were not (RFC 7616, 3.4.4).
        if values.get("algorithm", "MD5").upper() != "MD5" or values.get("userhash", "false").lower() != "false":
            raise MalformedCredentialsError("the algorithm or userhash was not offered")
        qop, count, cnonce = values.get("qop", ""), values.get("nc", ""), values.get("cnonce", "")
        if "qop" in values:
            if qop.lower() != "auth" or not _COUNT.match(count) or not cnonce:
                raise MalformedCredentialsError("qop must be auth, with 8 hexadecimal digits of nc and a cnonce")
        else:
            count = cnonce = ""
        if not _RESPONSE.match(values["response"]):
            raise MalformedCredentialsError("response is not 32 hexadecimal digits")
        user, realm, nonce, uri, response = (values[name] for name in _NEEDED)
        return cls(user, realm, nonce, uri, response, qop, count, cnonce)

    def match(self, method: str, password: str) -> bool:
        """Whether the client knows the password (RFC 7616, 3.4.1); compared in constant time."""
        first = _md5(f"{self.user}:{self.realm}:{password}")
        second = _md5(f"{method}:{self.uri}")
        middle = f"{self.nonce}:{self.count}:{self.cnonce}:{self.qop}" if self.qop else self.nonce
        return hmac.compare_digest(_md5(f"{first}:{middle}:{second}"), self.response)


class Verdict(Value):
    """Whether credentials are accepted.

    Attributes:
        user: The account, or None.
        stale: Whether the password was right, but the nonce is too old or its count was used before: the client can
            try again without a prompt.
    """

    user: str | None
    stale: bool = False


class Guard:
    """Asks for credentials of the scheme Digest, and checks them.

    A nonce holds its time of creation, signed, so nothing is kept of a challenge. Each count ``nc`` of a nonce is
    accepted once (RFC 7616, 3.4), in any order. The memory for counts is bounded; a forgotten count is stale.
    Without ``qop`` (RFC 2617, 3.2.2) there is no count: such credentials stay valid as long as their nonce. To accept
    each of them once would send every client without ``qop`` through a challenge for every request.

    Args:
        realm: The realm, which clients show and include in their digests.
        old: Whether the challenge has the form of AXIS OS 5.
        lifetime: How many seconds a nonce is valid.
        ticks: A clock in seconds.
    """

    def __init__(self, realm: str, *, old: bool, lifetime: float, ticks: Callable[[], float]) -> None:
        self.realm = realm
        self._old = old
        self.lifetime = lifetime
        self._ticks = ticks
        self._key = secrets.token_bytes(32)
        # So that unknown users take as long as known ones.
        self._nobody = secrets.token_hex(16)
        # By nonce and user, the least recently used first: the highest count, and a bit for each count from there down.
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        # Nonces made up to then count as used, unless they are still remembered.
        self._forgotten = -1

    def challenge(self, *, stale: bool = False) -> str:
        """The value of a ``WWW-Authenticate`` header (RFC 7616, 3.3)."""
        # Two of one millisecond must differ, because each client counts for itself.
        nonce = self._signed(f"{self._now():x}.{secrets.token_hex(8)}")
        if self._old:
            how = f"stale={'TRUE' if stale else 'FALSE'}"
        else:
            how = "algorithm=MD5, stale=true" if stale else "algorithm=MD5"
        return f'Digest realm="{self.realm}", nonce="{nonce}", {how}, qop="auth"'

    def check(self, headers: list[str], method: str, target: str, password_of: Callable[[str], str | None]) -> Verdict:
        """The verdict on the ``Authorization`` headers of a request.

        Raises:
            MalformedCredentialsError: They are malformed, more than one, or for another target (RFC 7616, 3.4.6).
        """
        if not headers:
            return Verdict(None)
        if len(headers) > 1:
            raise MalformedCredentialsError("there is more than one Authorization header")
        given = Credentials.parse(headers[0])
        if given is None:
            return Verdict(None)
        if _place(given.uri) != _place(target):
            raise MalformedCredentialsError("the uri is not that of the request")
        password = password_of(given.user)
        right = given.match(method, self._nobody if password is None else password)
        if not right or password is None or given.realm != self.realm:
            return Verdict(None)
        fresh = self._fresh(given.nonce) and (
            not given.qop or self._first(given.nonce, given.user, int(given.count, 16))
        )
        return Verdict(given.user) if fresh else Verdict(None, stale=True)

    def _now(self) -> int:
        """Milliseconds, so that a short lifetime is not cut shorter."""
        return int(self._ticks() * 1000)

    def _signed(self, text: str) -> str:
        return f"{text}.{hmac.new(self._key, text.encode(), 'sha256').hexdigest()[:32]}"

    def _fresh(self, nonce: str) -> bool:
        found = _NONCE.match(nonce)
        if found is None:
            return False
        age = self._now() - int(found[2], 16)
        return hmac.compare_digest(nonce, self._signed(found[1])) and 0 <= age < self.lifetime * 1000

    def _first(self, nonce: str, user: str, count: int) -> bool:
        """Whether a user uses a count of a fresh nonce for the first time; it is remembered."""
        key = nonce, user
        if key not in self._counts and _made(nonce) <= self._forgotten:
            return False
        highest, seen = self._counts.pop(key, (0, 0))
        if count > highest:
            seen <<= min(count - highest, _WINDOW)
            highest = count
        bit = 1 << (highest - count) if highest - count < _WINDOW else seen
        self._counts[key] = highest, (seen | bit) & ((1 << _WINDOW) - 1)
        if len(self._counts) > _NONCES:
            oldest = next(iter(self._counts))
            del self._counts[oldest]
            self._forgotten = max(self._forgotten, _made(oldest[0]))
        return not seen & bit


def _made(nonce: str) -> int:
    """When a fresh nonce was made."""
    return int(nonce.partition(".")[0], 16)


def _parameters(text: str) -> dict[str, str]:
    if len(text) > _HEADER_MAX:
        raise MalformedCredentialsError("too long")
    values: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _PARAM.match(text, at)
        if found is None:
            raise MalformedCredentialsError("they are not a list of names and values")
        name = found[1].lower()
        if name in values:
            raise MalformedCredentialsError("a name is repeated")
        values[name] = found[3] if found[2] is None else _QUOTED_PAIR.sub(r"\1", found[2])
        at = found.end()
    return values


def _place(target: str) -> tuple[str, str]:
    """Path and query: an absolute URI means the same, and so does an empty query."""
    path, _, query = _AUTHORITY.sub("", target, count=1).partition("?") if target[:1] != "/" else target.partition("?")
    return path, query


def _md5(text: str) -> str:
    # Headers are bytes read as Latin-1; a password is text, which may have bytes that are not UTF-8.
    return hashlib.md5(text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
