"""How a run talks to a device: the ``Transport`` interface, and an implementation for a reference device in memory."""

from __future__ import annotations

from typing import Protocol

from vapix_proto._value import Value, discreet
from vapix_proto.oracle.state import in_clear

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.oracle.device import Device
    from vapix_proto.vapix.http import HttpRequest, HttpResponse
    from vapix_proto.vapix.pwdgrp.users import Password


class Unreachable(Exception):  # noqa: N818 - the name states the condition
    """No response came: the connection failed or timed out, or the device sent something other than HTTP."""


class Forbidden(Exception):  # noqa: N818
    """A request that this run must never send; the fault is the runner's, not the device's."""


class Login(Value):
    """A user name and a password. The password never appears in the repr or in an error.

    Attributes:
        user: The account name.
        password: The password in clear text; the constructor also accepts a ``Password``.

    Raises:
        TypeError: The name is not a str, or the password is neither a str nor a ``Password``.
        ValueError: The password contains a surrogate, which UTF-8 can't encode.
    """

    user: str
    password: str

    @discreet
    def __init__(self, user: str, password: Password | str) -> None:
        if not isinstance(user, str):
            raise TypeError(f"user must be a str, not {type(user).__name__}")
        self._set(user=user, password=in_clear(password))

    if not TYPE_CHECKING:  # type checkers use the signature of Value.replace
        replace = __replace__ = discreet(Value.replace)

    def __repr__(self) -> str:
        return f"<Login {self.user!r}>"


class Transport(Protocol):
    """Sends requests to a device."""

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """Sends a request, and returns the device's response.

        Args:
            request: The request.
            login: The login to authenticate with; with None, no credentials are sent.

        Raises:
            Unreachable: No response came.
        """


class DeviceTransport:
    """A transport to a reference device in memory; it checks names and passwords as HTTP authentication does.

    Attributes:
        device: The device in its current state.
    """

    def __init__(self, device: Device) -> None:
        self.device: Device = device

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """Returns the reference device's response, and updates ``device``."""
        self.device, response = self.device.handle(request, self.authenticated(login))
        return response

    def authenticated(self, login: Login | None) -> str | None:
        """The user's name if the device accepts the login, else None."""
        account = self.device.account(login.user) if login else None
        return account.user if account and login and account.password == login.password else None
