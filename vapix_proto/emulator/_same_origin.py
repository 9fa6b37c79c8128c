"""Protection against web pages from other origins that make a browser send requests to the emulator.

Such a request may succeed: a browser adds the Digest credentials that it remembers, and a new device needs no login. If
a page's own host name resolves to the emulator's address (DNS rebinding), the browser sees a single origin; only the
host name in the request reveals the attack.
"""

from __future__ import annotations

import re

from vapix_proto._places import quote
from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_HOST = re.compile(r"(\[[^\[\]/?#@\s]*\]|[^\[\]:/?#@\s]+)(?::[0-9]*)?\Z")
# A name whose last label is a number is an IPv4 address (WHATWG URL, 3.5), which no DNS server can resolve.
_LOOPBACK_OR_ADDRESS = re.compile(r"\[.*:.*\]\Z|(?:.*\.)?(?:localhost|[0-9]+|0x[0-9a-f]*)\Z", re.DOTALL)
_NAME = re.compile(r"[^\[\]:/?#@\s,\ud800-\udfff]+\Z|\[[0-9A-Fa-f:.%]+\]\Z")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@\s]+\Z|null\Z")
_OWN_SITES = frozenset({"none", "same-origin"})
_ANY = "*"
_SHOWN = 80


class SameOrigin(Value):
    """The host names and web page origins that are allowed in requests.

    These limits do not affect programs other than browsers: such programs send neither ``Origin`` nor
    ``Sec-Fetch-Site``, and their ``Host`` is the address that they connect to.

    Attributes:
        hosts: Allowed host names, without ports, besides IP addresses and ``localhost``; ``"*"`` allows all.
        origins: Allowed origins, such as ``"http://localhost:5173"``, besides the emulator's own; ``"*"`` allows all.

    Raises:
        TypeError: ``hosts`` or ``origins`` is a single str.
        ValueError: A host name has a scheme, port or path; or an origin has a path or lacks a scheme.
    """

    hosts: frozenset[str]
    origins: frozenset[str]

    def __init__(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        if isinstance(hosts, str) or isinstance(origins, str):
            raise TypeError("allowed hosts and origins must be collections of str, such as ['camera']")
        names = frozenset(name.lower().removesuffix(".") for name in hosts)
        pages = frozenset(origin.lower() for origin in origins)
        for name in names:
            if not _NAME.match(name):
                raise ValueError(
                    f"{name!r} is not a host name: write a name without a scheme or port, such as 'camera'"
                )
        for page in pages - {_ANY}:
            if not _ORIGIN.match(page):
                raise ValueError(
                    f"{page!r} is not an origin: write a scheme, host and port, as in http://localhost:5173"
                )
        self._set(hosts=names, origins=pages)

    def refusal(self, headers: Collection[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        """The status code and the reason for a refusal; None if the request is accepted.

        Args:
            headers: The request's header fields, with names in lower case. If a field is repeated, each of its values
                must be allowed. Only HTTP/1.0 requests may leave out ``Host``.
        """
        hosts, origins, sites = (
            [value.decode("latin-1").lower() for name, value in headers if name == wanted]
            for wanted in (b"host", b"origin", b"sec-fetch-site")
        )
        for host in hosts:
            if not self._names(host):  # RFC 9110, 15.5.20
                return 421, f"the host {quote(host, _SHOWN)} is not allowed: see allowed_hosts and --allow-host"
        if _ANY in self.origins:
            return None
        allowed = self.origins.union(f"{scheme}://{host}" for host in hosts for scheme in ("http", "https"))
        foreign = [f"the origin {quote(origin, _SHOWN)}" for origin in origins if origin not in allowed]
        if not origins and not _OWN_SITES.issuperset(sites):
            # Browsers send no Origin when they follow a link or load an image, and such a GET could change the device.
            foreign = ["another origin"]
        if not foreign:
            return None
        return 403, f"requests from pages of {foreign[0]} are not allowed: see allowed_origins and --allow-origin"

    def _names(self, host: str) -> bool:
        found = _HOST.match(host)
        if found is None:
            return False
        name = found[1].removesuffix(".")
        return _ANY in self.hosts or name in self.hosts or _LOOPBACK_OR_ADDRESS.match(name) is not None
