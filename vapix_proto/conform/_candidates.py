"""The devices that there may be: what is known of a device after each response."""

from __future__ import annotations

from vapix_proto.oracle.expectation import Mismatch, expect

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from vapix_proto.conform.transports import Login
    from vapix_proto.oracle.device import Device
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

__all__ = ["Model"]

#: More are possible only after many responses of which no source says what they mean; then the first are followed.
_DEVICES_MAX = 128


class Model:
    """Follows the set of possible devices.

    Attributes:
        devices: All devices that would have answered as it did.
    """

    def __init__(self, devices: Iterable[Device], unsettled: Counter[str]) -> None:
        self.devices = tuple(devices)
        self._unsettled = unsettled

    def follow(self, request: HttpRequest, login: Login | None, response: HttpResponse) -> str | None:
        """Why a response is not acceptable to any possible device; None where it is, and then the set is narrowed."""
        reasons: dict[str, None] = {}
        after: dict[object, Device] = {}
        sources: set[str] = set()
        for device in self.devices:
            found = expect(device, request, _user(device, login)).match(response)
            if isinstance(found, Mismatch):
                reasons[found.reason] = None
                continue
            sources.update(source for source in found.sources if source.startswith("not settled"))
            after |= {one.essence: one.replace(log=()) for one in found.devices}
        if not after:
            return next(iter(reasons))
        self._unsettled.update(sources)
        self.devices = tuple(after.values())[:_DEVICES_MAX]
        return None


def _user(device: Device, login: Login | None) -> str | None:
    """The account that a login opens: on another device it may have another password."""
    account = device.account(login.user) if login else None
    return account.user if account and login and account.password == login.password and login.password else None
