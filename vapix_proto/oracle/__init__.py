"""A test oracle without I/O: a reference device for VAPIX System settings, and all responses that a device may give.

>>> from vapix_proto import oracle
>>> from vapix_proto.vapix import HttpRequest
>>> device = oracle.Device(axis_os="11.11")
>>> device, response = device.handle(HttpRequest("GET", "/axis-cgi/restart.cgi"))
>>> response.status
401
"""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.oracle.device import Device as Device
    from vapix_proto.oracle.expectation import Choice as Choice
    from vapix_proto.oracle.expectation import Expectation as Expectation
    from vapix_proto.oracle.expectation import Match as Match
    from vapix_proto.oracle.expectation import Mismatch as Mismatch
    from vapix_proto.oracle.expectation import expect as expect
    from vapix_proto.oracle.logs import Event as Event
    from vapix_proto.oracle.profiles import PROFILES as PROFILES
    from vapix_proto.oracle.profiles import ListingForm as ListingForm
    from vapix_proto.oracle.profiles import Profile as Profile
    from vapix_proto.oracle.responses.forms import Form as Form
    from vapix_proto.oracle.state import Account as Account
    from vapix_proto.oracle.time_zone import TimeZone as TimeZone
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
