"""How a run talks to a device: the protocol, and the reference device in memory behind it."""

from __future__ import annotations

from typing import Protocol

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.oracle.device import Device
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

__all__ = ["DeviceTransport", "Forbidden", "Login", "Transport", "Unreachable"]


class Unreachable(Exception):  # noqa: N818 - it says what is
    """No response came: no connection, a timeout, or no HTTP."""


class Forbidden(Exception):  # noqa: N818
    """A request that this run must never send; a fault of the runner, not of the device."""


class Login(Value):
    """A name and a password. Its repr has no password.

    Attributes:
        user: The name of the account.
        password: In clear.
    """

    user: str
    password: str

    def __repr__(self) -> str:
        return f"<Login {self.user!r}>"


class Transport(Protocol):
    """Sends requests to a device."""

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """The response of the device.

        Args:
            request: The request.
            login: Whom to authenticate as; None sends no credentials.

        Raises:
            Unreachable: No response came.
        """


class DeviceTransport:
    """The reference device in memory; it checks names and passwords as HTTP authentication does.

    Attributes:
        device: The device as it is now.
    """

    def __init__(self, device: Device) -> None:
        self.device: Device = device

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """The response of the reference device, which changes by it."""
        self.device, response = self.device.handle(request, self.authenticated(login))
        return response

    def authenticated(self, login: Login | None) -> str | None:
        """The account that a login opens, or None."""
        account = self.device.account(login.user) if login else None
        return account.user if account and login and account.password == login.password else None
