"""A reference device of the System settings, and what any device may answer: for tests, without I/O.

>>> from vapix_proto import oracle
>>> from vapix_proto.vapix import HttpRequest
>>> device = oracle.Device(axis_os="11.11")
>>> device, response = device.handle(HttpRequest("GET", "/axis-cgi/restart.cgi"))
>>> response.status
401
"""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.oracle.device import Device
    from vapix_proto.oracle.expectation import Choice, Expectation, Match, Mismatch, expect
    from vapix_proto.oracle.profiles import PROFILES, ListingForm, Profile
    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.state import Account, Event

__all__ = [
    "PROFILES",
    "Account",
    "Choice",
    "Device",
    "Event",
    "Expectation",
    "Form",
    "ListingForm",
    "Match",
    "Mismatch",
    "Profile",
    "expect",
]

# Where each public name lives: a module loads when a name of it is first used (PEP 562).
_HOME = {
    "device": ("Device",),
    "expectation": ("Choice", "Expectation", "Match", "Mismatch", "expect"),
    "profiles": ("PROFILES", "ListingForm", "Profile"),
    "responses.forms": ("Form",),
    "state": ("Account", "Event"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
