"""Runs the emulator: in a thread for tests, or in the foreground for the command line."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import ssl
import threading
import time
from typing import TYPE_CHECKING

from vapix_proto._value import discreet
from vapix_proto.emulator import certificate
from vapix_proto.emulator._authentication import POLICIES, Authentication
from vapix_proto.emulator._first_device import first_device
from vapix_proto.emulator._same_origin import SameOrigin
from vapix_proto.emulator._state_file import Store
from vapix_proto.emulator._uvicorn import Server
from vapix_proto.emulator.app import App, Limits
from vapix_proto.oracle import Device
from vapix_proto.vapix.pwdgrp.users import Password

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from types import FrameType
    from typing import Self

    from vapix_proto.vapix.axis_os import AxisOs

_SERIAL = re.compile(r"[0-9A-Za-z]{1,64}\Z")
_PORT_MAX = 65535


class Emulator:
    """An emulated device that serves HTTP and optionally HTTPS. As a context manager, it serves within the block.

    >>> with Emulator(axis_os="12.11", user="root", password="pass") as emulator:  # doctest: +SKIP
    ...     httpx.get(emulator.url + "/axis-cgi/pwdgrp.cgi?action=get", auth=httpx.DigestAuth("root", "pass"))

    Within the block it serves in a separate thread; ``run`` serves in the calling thread. An emulator can be used again
    after its block; without a state file, each block starts with a new device.

    Args:
        axis_os: The version, as an ``AxisOs`` or a str; by default the state file's, or 11.11 for a new device.
        user: The initial admin; with None, a new device has no account.
        password: The admin's password, as a ``Password`` or a str. If the state file already has accounts, they are
            kept, and user and password are ignored.
        state: A SQLite file for the state, created if it does not exist; with None, the state stays in memory. A change
            confirmed to a client survives even if the process is killed. The file contains passwords in clear text.
        host: The address to listen on.
        port: The port for HTTP; 0 picks a free one.
        tls: With True, the emulator also serves HTTPS, with a certificate made for it; this needs the ``tls`` extra.
            With an ``ssl.SSLContext``, it serves HTTPS with your own certificate.
        tls_port: The port for HTTPS; 0 picks a free one.
        auth_policy: The authentication to require: ``"digest"``, ``"basic"``, ``"recommended"`` or ``"basic_digest"``,
            as in the parameter ``Network.HTTP.AuthenticationPolicy``. By default, the emulator offers the schemes that
            devices with the same version offer in our recordings.
        serial: The serial number in the realm ``AXIS_<serial>``; by default the value of
            ``Properties.System.SerialNumber``.
        limits: The maximum body sizes, and how long to wait for bodies.
        nonce_seconds: For how many seconds a Digest nonce is valid.
        allowed_hosts: Host names, such as a container's name, that requests may use besides ``host``, IP addresses and
            ``localhost``; ``"*"`` allows all. A request with any other name gets status code 421.
        allowed_origins: Origins of web pages that may send requests, such as ``"http://localhost:5173"``, besides the
            emulator's own; ``"*"`` allows all. Requests from other pages get status code 403.

    Raises:
        ValueError: The version is malformed, or differs from the state file's; the device refuses the user or password;
            one of them is missing; the password is a mask, such as ``********``; the serial number is malformed; the
            host is empty; a port is out of range; the policy does not exist; ``nonce_seconds`` is negative; a
            certificate can't contain the host or an allowed host; the state file is damaged, is in use, or does not
            contain the state of a device.
        TypeError: A user, password, certificate or state file has the wrong type, or the allowed hosts or
            origins are a single str.
        OSError: The state file or an address can't be used.
        ImportError: ``tls`` is True, but its extra is not installed.

    No error contains the password, either in its message or in the variables of its traceback.
    """

    @discreet
    def __init__(
        self,
        axis_os: AxisOs | str | None = None,
        *,
        user: str | None = None,
        password: Password | str | None = None,
        state: str | os.PathLike[str] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool | ssl.SSLContext = False,
        tls_port: int = 0,
        auth_policy: str | None = None,
        serial: str | None = None,
        limits: Limits | None = None,
        nonce_seconds: float = 300.0,
        allowed_hosts: Iterable[str] = (),
        allowed_origins: Iterable[str] = (),
    ) -> None:
        if (user is None) is not (password is None):
            raise ValueError("user and password belong together: give both, or neither")
        if user is not None and not isinstance(user, str):
            raise TypeError(f"user must be a str, not {type(user).__name__}")
        if password is not None and not isinstance(password, Password):
            password = Password(password, printable_only=False)
        if serial is not None and not _SERIAL.match(serial):
            raise ValueError("the serial number must consist of 1 to 64 letters and digits")
        if not host:  # with an empty host, the system would listen on all addresses
            raise ValueError("the host must not be empty: use 127.0.0.1 to listen on this computer only")
        for number in (port, tls_port):
            if not 0 <= number <= _PORT_MAX:
                raise ValueError(f"port {number} is out of range: ports run from 0 to {_PORT_MAX}")
        if not isinstance(tls, (bool, ssl.SSLContext)):
            raise TypeError(f"tls must be True, False or an ssl.SSLContext, not {type(tls).__name__}")
        if auth_policy is not None and auth_policy.lower() not in POLICIES:
            raise ValueError(f"{auth_policy!r} is not an authentication policy: write one of {', '.join(POLICIES)}")
        if limits is not None and not isinstance(limits, Limits):
            raise TypeError(f"limits must be an emulator.Limits, not {type(limits).__name__}")
        if not isinstance(nonce_seconds, (int, float)):
            raise TypeError(f"nonce_seconds must be a number, not {type(nonce_seconds).__name__}")
        if not nonce_seconds >= 0:
            raise ValueError(f"nonce_seconds is {nonce_seconds}: it must be 0 or more")
        Device("11.11" if axis_os is None else axis_os)  # refuses a malformed version right away
        self._axis_os = axis_os
        self._user, self._password = user, password
        self._state = state
        self._host, self._port, self._tls_port = host, port, tls_port
        self._auth_policy = None if auth_policy is None else auth_policy.lower()
        self._serial = serial
        self._limits = limits
        self._nonce_seconds = nonce_seconds
        same_origin = SameOrigin(allowed_hosts, allowed_origins)
        self._same_origin = same_origin if ":" in host else same_origin.replace(hosts=same_origin.hosts | {host})
        self._context, self._ca_pem = tls if isinstance(tls, ssl.SSLContext) else None, b""
        if tls is True:
            names = {"localhost", "127.0.0.1", "::1", host, *same_origin.hosts} - {"*"}
            self._context, self._ca_pem = certificate.issue(sorted(name.strip("[]") for name in names))
        self._app: App | None = None
        self._store: Store | None = None
        #: The listening sockets, keyed by scheme.
        self._sockets: dict[str, socket.socket] = {}
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def __repr__(self) -> str:
        return f"<Emulator {self.url if self._sockets else 'not running'}>"

    @property
    @discreet
    def url(self) -> str:
        """The emulator's URL, such as ``"http://127.0.0.1:8080"``; with ``tls``, its ``https`` URL.

        Raises:
            RuntimeError: The emulator is not running.
        """
        return self._url("http" if self._context is None else "https")

    @property
    @discreet
    def http_url(self) -> str:
        """The emulator's URL for connections without TLS.

        Raises:
            RuntimeError: The emulator is not running.
        """
        return self._url("http")

    @property
    def ca_pem(self) -> bytes:
        """With ``tls=True``, the certificate of the authority that clients must trust, in PEM; otherwise empty."""
        return self._ca_pem

    def _url(self, scheme: str) -> str:
        if not self._sockets:
            raise RuntimeError("the emulator is not running")
        host, port = self._sockets[scheme].getsockname()[:2]
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    @property
    def device(self) -> Device:
        """The current device, or the last one once the emulator has stopped. It is an immutable value.

        Raises:
            RuntimeError: The emulator has never run.
        """
        if self._app is None:
            raise RuntimeError("the emulator has not run yet")
        return self._app.device

    @discreet
    def __enter__(self) -> Self:
        """Starts serving in a thread."""
        server = self._open()
        self._thread = threading.Thread(
            target=server.run, args=([self._sockets["http"]],), name="vapix-emulator-server", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Answers the requests in progress, then stops."""
        if self._server is not None:
            self._server.end()
        if self._thread is not None:
            self._thread.join()
        self._close()

    @discreet
    def run(self, started: Callable[[str], None] | None = None) -> None:
        """Serves in the calling thread, which must be the main one, until SIGINT or SIGTERM arrives.

        Args:
            started: A function to call with each URL, HTTPS first, once the emulator accepts connections.

        Raises:
            ValueError: The calling thread is not the main one; also for the reasons listed under ``Emulator``.
            OSError: The state file or an address can't be used.
        """
        if threading.current_thread() is not threading.main_thread():
            raise ValueError("run() needs the main thread: in another thread, use the emulator as a context manager")
        server = self._open()

        def end(_number: int, _frame: FrameType | None) -> None:
            server.end()

        # The server handles the signals, and raises them again once it has stopped. Raising them must not end the
        # process before the state file is closed.
        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            if started is not None:
                for scheme in reversed(self._sockets):
                    started(self._url(scheme))
            server.run([self._sockets["http"]])
        finally:
            self._close()
            for number, handler in before.items():
                signal.signal(number, handler)

    @discreet
    def _open(self) -> Server:
        if self._sockets:
            raise RuntimeError("the emulator is already running")
        store = None if self._state is None else Store(self._state)
        try:
            device = first_device(store, self._axis_os, self._user, self._password)
            if store is not None:
                store.save(device)
            self._sockets["http"] = _listen(self._host, self._port)
            if self._context is not None:
                self._sockets["https"] = _listen(self._host, self._tls_port)
        except BaseException as error:
            self._close_sockets()
            if store is not None:
                store.close()
                if isinstance(error, sqlite3.Error):
                    raise store.refusal(error) from None
            raise
        self._store = store
        serial = self._serial or device.values["Properties.System.SerialNumber"]
        authentication = Authentication(
            f"AXIS_{serial}", device.axis_os, self._auth_policy, lifetime=self._nonce_seconds, ticks=time.monotonic
        )
        self._app = App(device, authentication, self._same_origin, store, self._limits)
        secured = None if self._context is None else (self._sockets["https"], self._context)
        self._server = Server(self._app, secured)
        return self._server

    def _close(self) -> None:
        if self._app is not None:
            self._app.close()
        if self._store is not None:
            self._store.close()
        self._close_sockets()
        self._store = self._server = self._thread = None

    def _close_sockets(self) -> None:
        for listener in self._sockets.values():
            listener.close()
        self._sockets = {}


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=1024)
    # Connections inherit this option. asyncio sets it only on sockets that it created itself, and without it the body
    # of each response waits 40 ms for the client to acknowledge the head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
