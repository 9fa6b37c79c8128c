"""The server side of Digest authentication (RFC 7616) with MD5 and ``qop=auth``; clients may leave out ``qop``.

The devices in our recordings use MD5. MD5 can't protect a secret, so an emulator listens on the loopback interface by
default.
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

#: The maximum length of the header, which repeats the target and so may be long.
_HEADER_MAX = 65536
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - the "token" rule of RFC 9110, 5.6.2
# Pairs of a name and a value, separated by commas; empty list elements are ignored (RFC 9110, 11.2 and 5.6.1).
_PARAM = re.compile(
    rf'[ \t,]*({_TOKEN})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))[ \t]*(?:,[ \t,]*|\Z)', re.DOTALL
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_RESPONSE = re.compile(r"[0-9a-f]{32}\Z")
_COUNT = re.compile(r"[0-9A-Fa-f]{8}\Z")
_AUTHORITY = re.compile(r"https?://[^/?]*", re.IGNORECASE)
_NONCE = re.compile(r"(([0-9a-f]{1,12})\.[0-9a-f]{16})\.[0-9a-f]{32}\Z")
#: How far a request count may lag behind the highest one for its nonce, and how many nonces the server remembers.
_WINDOW = 1024
_NONCES = 4096
_NEEDED = ("username", "realm", "nonce", "uri", "response")


class MalformedCredentialsError(ValueError):
    """The credentials violate RFC 7616, 3.4, so the server answers 400. The message shows none of their content."""


class Credentials(Value):
    """The content of an ``Authorization`` header with the Digest scheme. Its repr shows only the user name."""

    user: str
    realm: str
    nonce: str
    uri: str  # the target that the client signed
    response: str
    # The next three fields are empty if the client sends no qop (RFC 2069).
    qop: str = ""
    count: str = ""
    cnonce: str = ""

    def __repr__(self) -> str:
        return f"<Credentials {self.user[:64]!r}>"

    @classmethod
    def parse(cls, header: str) -> Credentials | None:
        """The credentials in an ``Authorization`` header; None if its scheme is not Digest.

        Raises:
            MalformedCredentialsError: The scheme is Digest, but the rest of the header violates RFC 7616, 3.4.
        """
        scheme, _, rest = header.strip(" \t").partition(" ")
        if scheme.lower() != "digest":
            return None
        values = _parameters(rest)
        missing = [name for name in _NEEDED if name not in values]
        if missing:
            raise MalformedCredentialsError(f"{missing[0]} is missing")
        # The challenge offered one algorithm, and neither username* nor userhash (RFC 7616, 3.4.4).
        if values.get("algorithm", "MD5").upper() != "MD5" or values.get("userhash", "false").lower() != "false":
            raise MalformedCredentialsError("algorithm must be MD5, and userhash must be false")
        qop, count, cnonce = values.get("qop", ""), values.get("nc", ""), values.get("cnonce", "")
        if "qop" in values:
            if qop.lower() != "auth" or not _COUNT.match(count) or not cnonce:
                raise MalformedCredentialsError(
                    "qop must be auth, nc must be 8 hexadecimal digits, and cnonce must not be empty"
                )
        else:
            count = cnonce = ""
        if not _RESPONSE.match(values["response"]):
            raise MalformedCredentialsError("response must be 32 hexadecimal digits in lower case")
        user, realm, nonce, uri, response = (values[name] for name in _NEEDED)
        return cls(user, realm, nonce, uri, response, qop, count, cnonce)

    def match(self, method: str, password: str) -> bool:
        """Whether the client knows the password (RFC 7616, 3.4.1). The comparison takes constant time."""
        first = _md5(f"{self.user}:{self.realm}:{password}")
        second = _md5(f"{method}:{self.uri}")
        middle = f"{self.nonce}:{self.count}:{self.cnonce}:{self.qop}" if self.qop else self.nonce
        return hmac.compare_digest(_md5(f"{first}:{middle}:{second}"), self.response)


class Verdict(Value):
    """Whether credentials are accepted.

    Attributes:
        user: The account, or None.
        stale: Whether only the nonce was wrong: the password was right, but the nonce is too old or its count has
            already been used. The client can then retry without prompting the user.
    """

    user: str | None
    stale: bool = False


class Guard:
    """Issues Digest challenges and checks the credentials that answer them.

    A nonce contains its signed creation time, so the guard need not store challenges. It accepts each count ``nc`` of
    a nonce once (RFC 7616, 3.4), in any order. The memory for counts is bounded; a forgotten count is considered stale.
    Credentials without ``qop`` (RFC 2617, 3.2.2) contain no count, and stay valid as long as their nonce. If they were
    accepted only once, clients without ``qop`` would need a new challenge for each request.

    Args:
        realm: The realm, which clients show and include in their digests.
        old: Whether challenges have the same form as on AXIS OS 5.
        lifetime: For how many seconds a nonce is valid.
        ticks: A function that returns the time in seconds.
    """

    def __init__(self, realm: str, *, old: bool, lifetime: float, ticks: Callable[[], float]) -> None:
        self.realm = realm
        self._old = old
        self.lifetime = lifetime
        self._ticks = ticks
        self._key = secrets.token_bytes(32)
        # Checking an unknown user must take as long as checking a known one.
        self._nobody = secrets.token_hex(16)
        # For each nonce and user, least recently used first: the highest count, and bits for the counts that were used.
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        # A nonce issued at or before this time counts as used unless ``_counts`` contains it.
        self._forgotten = -1

    def challenge(self, *, stale: bool = False) -> str:
        """The value of a ``WWW-Authenticate`` header (RFC 7616, 3.3)."""
        # Two nonces issued in the same millisecond must differ, because each client keeps its own count.
        nonce = self._signed(f"{self._now():x}.{secrets.token_hex(8)}")
        if self._old:
            how = f"stale={'TRUE' if stale else 'FALSE'}"
        else:
            how = "algorithm=MD5, stale=true" if stale else "algorithm=MD5"
        return f'Digest realm="{self.realm}", nonce="{nonce}", {how}, qop="auth"'

    def check(self, headers: list[str], method: str, target: str, password_of: Callable[[str], str | None]) -> Verdict:
        """Checks a request's ``Authorization`` headers.

        Raises:
            MalformedCredentialsError: The headers are malformed, repeated, or for a different target (RFC 7616, 3.4.6).
        """
        if not headers:
            return Verdict(None)
        if len(headers) > 1:
            raise MalformedCredentialsError("there is more than one Authorization header")
        given = Credentials.parse(headers[0])
        if given is None:
            return Verdict(None)
        if _place(given.uri) != _place(target):
            raise MalformedCredentialsError("the uri in the Authorization header differs from the request target")
        password = password_of(given.user)
        right = given.match(method, self._nobody if password is None else password)
        if not right or password is None or given.realm != self.realm:
            return Verdict(None)
        fresh = self._fresh(given.nonce) and (
            not given.qop or self._first(given.nonce, given.user, int(given.count, 16))
        )
        return Verdict(given.user) if fresh else Verdict(None, stale=True)

    def _now(self) -> int:
        """The time in milliseconds. If it were in whole seconds, a nonce could expire almost a second early."""
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
        """Records the request count that a user sent with a fresh nonce; returns whether the count is new."""
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
    """The creation time of a valid nonce, in milliseconds."""
    return int(nonce.partition(".")[0], 16)


def _parameters(text: str) -> dict[str, str]:
    if len(text) > _HEADER_MAX:
        raise MalformedCredentialsError("the header is too long")
    values: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _PARAM.match(text, at)
        if found is None:
            raise MalformedCredentialsError("the text after Digest is not a list of names and values")
        name = found[1].lower()
        if name in values:
            raise MalformedCredentialsError("a name is repeated")
        values[name] = found[3] if found[2] is None else _QUOTED_PAIR.sub(r"\1", found[2])
        at = found.end()
    return values


def _place(target: str) -> tuple[str, str]:
    """The path and query of a target, which is a path or a URL. An empty query counts as no query."""
    path, _, query = _AUTHORITY.sub("", target, count=1).partition("?") if target[:1] != "/" else target.partition("?")
    return path, query


def _md5(text: str) -> str:
    # Headers are bytes decoded as Latin-1; a password is text, which may contain escaped bytes that are not UTF-8.
    return hashlib.md5(text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
