"""Conformance runs: sequences of requests to a device, each response held against the reference device.

``runner`` is a whole run: ``inventory`` reads the device, ``_boundaries`` and ``_sequences`` are what is tried,
``_search`` finds and shortens, ``_restoration`` sets back, ``findings`` and ``reports`` tell. ``http_transport`` has
the socket.

>>> from vapix_proto import conform, oracle
>>> device = oracle.Device("11.11", [oracle.Account("root", "pw", "root", ["admin", "operator", "viewer", "ptz"])])
>>> result = conform.run(conform.DeviceTransport(device), conform.Login("root", "pw"), max_requests=50)
>>> result.findings
()
"""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.conform.findings import Exchange, Finding, Result
    from vapix_proto.conform.http_transport import HttpTransport
    from vapix_proto.conform.inventory import Unusable
    from vapix_proto.conform.reports import to_html, to_json, to_junit
    from vapix_proto.conform.runner import run
    from vapix_proto.conform.transports import DeviceTransport, Forbidden, Login, Transport, Unreachable

__all__ = [
    "DeviceTransport",
    "Exchange",
    "Finding",
    "Forbidden",
    "HttpTransport",
    "Login",
    "Result",
    "Transport",
    "Unreachable",
    "Unusable",
    "run",
    "to_html",
    "to_json",
    "to_junit",
]

# Where each public name lives: a module loads when a name of it is first used (PEP 562).
_HOME = {
    "http_transport": ("HttpTransport",),
    "findings": ("Exchange", "Finding", "Result"),
    "inventory": ("Unusable",),
    "reports": ("to_html", "to_json", "to_junit"),
    "runner": ("run",),
    "transports": ("DeviceTransport", "Forbidden", "Login", "Transport", "Unreachable"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
