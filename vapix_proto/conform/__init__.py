"""Conformance runs, which send sequences of requests to a device and compare its responses with a reference device's.

``runner`` controls a whole run: ``inventory`` reads the device, ``_boundaries`` and ``_sequences`` define the requests,
``_search`` finds faults and shortens sequences, ``_restoration`` restores the device, ``findings`` defines the results,
and ``reports`` formats them. ``http_transport`` owns the socket. ``overview`` reads the device's identity and time zone
without a run.

>>> from vapix_proto import conform, oracle
>>> device = oracle.Device("11.11", [oracle.Account("root", "pw", "root", ["admin", "operator", "viewer", "ptz"])])
>>> result = conform.run(conform.DeviceTransport(device), conform.Login("root", "pw"), max_requests=50)
>>> result.findings
()
"""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.conform.findings import Exchange as Exchange
    from vapix_proto.conform.findings import Finding as Finding
    from vapix_proto.conform.findings import Result as Result
    from vapix_proto.conform.http_transport import HttpTransport as HttpTransport
    from vapix_proto.conform.inventory import Unusable as Unusable
    from vapix_proto.conform.overview import NoAccess as NoAccess
    from vapix_proto.conform.overview import Overview as Overview
    from vapix_proto.conform.overview import Unread as Unread
    from vapix_proto.conform.overview import ZoneSetting as ZoneSetting
    from vapix_proto.conform.overview import read_overview as read_overview
    from vapix_proto.conform.reports import to_html as to_html
    from vapix_proto.conform.reports import to_json as to_json
    from vapix_proto.conform.reports import to_junit as to_junit
    from vapix_proto.conform.runner import run as run
    from vapix_proto.conform.transports import DeviceTransport as DeviceTransport
    from vapix_proto.conform.transports import Forbidden as Forbidden
    from vapix_proto.conform.transports import Login as Login
    from vapix_proto.conform.transports import Transport as Transport
    from vapix_proto.conform.transports import Unreachable as Unreachable
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
