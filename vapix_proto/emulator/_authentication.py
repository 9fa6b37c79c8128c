"""Client authentication: Digest, Basic or both, depending on the device's version and policy, and on the use of TLS."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from vapix_proto.emulator._digest import Guard, Verdict
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DIGEST, _BASIC = "digest", "basic"
#: The schemes offered over HTTP and HTTPS for each value of ``Network.HTTP.AuthenticationPolicy``, as documented.
POLICIES = {
    "recommended": (_DIGEST, _BASIC),
    "digest": (_DIGEST, _DIGEST),
    "basic": (_BASIC, _BASIC),
    "basic_digest": (_DIGEST, _DIGEST),  # over RTSP, devices offer both Digest and Basic
}
#: In our recordings, every version after 5 includes ``algorithm`` in its challenges; we assume that this began with 6.
_NEW_FORM = AxisOs((6,))
#: Recorded over HTTPS: Digest on 10.12, only Basic on 12.11. We chose a version between the two.
_BASIC_OVER_TLS = AxisOs((12,))


def _offered(axis_os: AxisOs, policy: str | None, *, tls: bool) -> tuple[str, ...]:
    if policy is not None:
        return (POLICIES[policy][tls],)
    if axis_os < _NEW_FORM:
        return (_DIGEST, _BASIC)
    return (_BASIC,) if tls and axis_os >= _BASIC_OVER_TLS else (_DIGEST,)


class Authentication:
    """Challenges clients and identifies users.

    Without a policy, it behaves like the devices in our recordings that have the AXIS OS version ``axis_os``.
    """

    def __init__(
        self, realm: str, axis_os: AxisOs, policy: str | None, *, lifetime: float, ticks: Callable[[], float]
    ) -> None:
        self._realm = realm
        self._guard = Guard(realm, old=axis_os < _NEW_FORM, lifetime=lifetime, ticks=ticks)
        self._offered = {scheme: _offered(axis_os, policy, tls=scheme == "https") for scheme in ("http", "https")}
        self._key = secrets.token_bytes(32)

    def challenges(self, scheme: str, *, stale: bool = False) -> list[str]:
        """The values of the ``WWW-Authenticate`` headers. With ``stale``, they report that only the nonce was wrong."""
        return [
            self._guard.challenge(stale=stale) if offer == _DIGEST else f'Basic realm="{self._realm}"'
            for offer in self._offered[scheme]
        ]

    def check(
        self, scheme: str, headers: list[str], method: str, target: str, password_of: Callable[[str], str | None]
    ) -> Verdict:
        """Checks ``Authorization`` headers. Credentials are not accepted if their scheme was not offered.

        Raises:
            MalformedCredentialsError: The Digest credentials are malformed, repeated, or meant for a different target.
        """
        offered = self._offered[scheme]
        kinds = [header.strip(" \t").partition(" ")[0].lower() for header in headers]
        if _BASIC in offered and kinds == [_BASIC]:
            return self._basic(headers[0], password_of)
        if _DIGEST in offered:
            return self._guard.check(headers, method, target, password_of)
        return Verdict(None)

    def _basic(self, header: str, password_of: Callable[[str], str | None]) -> Verdict:
        """Checks a user name and password in base64 (RFC 7617). Passwords are compared in constant time."""
        try:
            text = base64.b64decode(header.strip(" \t").partition(" ")[2].strip(" \t"), validate=True)
        except ValueError:
            return Verdict(None)
        name, _, given = text.partition(b":")
        user = name.decode("utf-8", "surrogateescape")
        password = password_of(user)
        # Checking an unknown user must take as long as checking a known one.
        known = self._key if password is None else password.encode("utf-8", "surrogateescape")
        right = hmac.compare_digest(self._hidden(given), self._hidden(known))
        return Verdict(user if right and password is not None else None)

    def _hidden(self, password: bytes) -> bytes:
        """A digest of the password.

        All digests have the same length, so comparing them does not reveal how long the password is.
        """
        return hmac.digest(self._key, password, hashlib.sha256)
