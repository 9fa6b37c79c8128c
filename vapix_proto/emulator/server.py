"""The running emulator: in a thread, for tests, or in the foreground, for the command."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from vapix_proto._value import discreet
from vapix_proto.emulator._digest import Guard
from vapix_proto.emulator._same_origin import SameOrigin
from vapix_proto.emulator._state_file import Store
from vapix_proto.emulator._uvicorn import Server
from vapix_proto.emulator.app import App, Limits
from vapix_proto.oracle import Device
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpRequest
from vapix_proto.vapix.pwdgrp.users import Password

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from types import FrameType, TracebackType
    from typing import Self

__all__ = ["Emulator"]

#: The first version that was recorded with qop="auth"; older ones have none.
_QOP_SINCE = AxisOs((12, 11))
_SERIAL = re.compile(r"[0-9A-Za-z]{1,64}\Z")
_PORT_MAX = 65535


class Emulator:
    """A device behind HTTP, with digest authentication; as a context manager, it serves within the block.

    >>> with Emulator(axis_os="12.11", user="root", password="pass") as emulator:  # doctest: +SKIP
    ...     httpx.get(emulator.url + "/axis-cgi/pwdgrp.cgi?action=get", auth=httpx.DigestAuth("root", "pass"))

    Within the block it serves in a thread of its own; ``run`` serves in the calling thread. An emulator can be used
    again after its block; without a state file, each block starts with a new device.

    Args:
        axis_os: The version, as ``AxisOs`` or text; None for that of the state file, or 11.11 for a new device.
        user: The initial admin. None leaves a new device without any account.
        password: Its password, as ``Password`` or str. A state file that has accounts keeps them; user and password
            are ignored then.
        state: A SQLite file for the state, created if it does not exist; None keeps the state in memory. A change that
            was answered survives the end of the process, however it ends. The file holds passwords in clear.
        host: The address to listen on.
        port: The port; 0 for a free one.
        serial: The serial number, in the realm ``AXIS_<serial>``.
        limits: The largest bodies, and how long to wait for them.
        nonce_seconds: How long a nonce is valid.
        allowed_hosts: Host names by which it may be addressed, besides ``host``, IP addresses and ``localhost``, such
            as the name of a container; ``"*"`` allows all. A request to another name has the status 421.
        allowed_origins: Origins of web pages whose requests are accepted, such as ``"http://localhost:5173"``, besides
            its own; ``"*"`` allows all. Requests of other pages have the status 403.

    Raises:
        ValueError: The version is malformed, or not that of the state file; the device refuses the user or password;
            one of them is missing; the password is masked; the host is empty; the port is out of range; the state
            file is damaged, holds something else, or is in use.
        TypeError: A user, password or state file of another type, or a str in place of a collection.
        OSError: The state file or the address can't be used.

    No error holds the password, in its message or in the variables of its traceback.
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
        serial: str = "ACCC8E000001",
        limits: Limits | None = None,
        nonce_seconds: float = 300.0,
        allowed_hosts: Iterable[str] = (),
        allowed_origins: Iterable[str] = (),
    ) -> None:
        if (user is None) is not (password is None):
            raise ValueError("user and password need each other: give both, or neither")
        if user is not None and not isinstance(user, str):
            raise TypeError(f"a user is a str, not {type(user).__name__}")
        if password is not None and not isinstance(password, Password):
            password = Password(password, printable_only=False)
        if not _SERIAL.match(serial):
            raise ValueError("the serial number must have 1 to 64 letters and digits")
        if not host:  # to the system, an empty name means all addresses
            raise ValueError("the host is empty: write 127.0.0.1")
        if not 0 <= port <= _PORT_MAX:
            raise ValueError(f"port {port} is out of range: ports run from 0 to {_PORT_MAX}")
        Device("11.11" if axis_os is None else axis_os)  # a wrong version is refused now
        self._axis_os = axis_os
        self._user, self._password = user, password
        self._state = state
        self._address = (host, port)
        self._realm = f"AXIS_{serial}"
        self._limits = limits
        self._nonce_seconds = nonce_seconds
        same_origin = SameOrigin(allowed_hosts, allowed_origins)
        self._same_origin = same_origin if ":" in host else same_origin.replace(hosts=same_origin.hosts | {host})
        self._app: App | None = None
        self._store: Store | None = None
        self._socket: socket.socket | None = None
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def __repr__(self) -> str:
        return f"<Emulator {self.url if self._socket else 'not running'}>"

    @property
    @discreet
    def url(self) -> str:
        """Where it listens, such as ``"http://127.0.0.1:8080"``.

        Raises:
            RuntimeError: It is not running.
        """
        if self._socket is None:
            raise RuntimeError("the emulator is not running")
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def device(self) -> Device:
        """The current device, or the last one after the end: a value.

        Raises:
            RuntimeError: It has never run.
        """
        if self._app is None:
            raise RuntimeError("the emulator has not run yet")
        return self._app.device

    @discreet
    def __enter__(self) -> Self:
        """Starts to serve in a thread."""
        self._open()
        assert self._server is not None  # noqa: S101 - just made
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="vapix-emulator-server", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Answers the requests in progress, and ends."""
        if self._server is not None:
            self._server.end()
        if self._thread is not None:
            self._thread.join()
        self._close()

    @discreet
    def run(self, started: Callable[[str], None] | None = None) -> None:
        """Serves in the calling thread, the main one, until SIGINT or SIGTERM.

        Args:
            started: Called with the URL once the emulator accepts connections.

        Raises:
            ValueError: The calling thread is not the main one; or as for the class.
            OSError: As for the class.
        """
        if threading.current_thread() is not threading.main_thread():
            raise ValueError("run() needs the main thread: in another thread, use the emulator as a context manager")
        self._open()
        server = self._server
        assert server is not None  # noqa: S101 - just made

        def end(_number: int, _frame: FrameType | None) -> None:
            server.end()

        # The server handles the signals, and raises them again when it is done: that must not end the process before
        # the state is closed.
        before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            if started is not None:
                started(self.url)
            server.run([self._socket] if self._socket else None)
        finally:
            self._close()
            for number, handler in before.items():
                signal.signal(number, handler)

    @discreet
    def _open(self) -> None:
        if self._socket is not None:
            raise RuntimeError("the emulator is running")
        store = None if self._state is None else Store(self._state)
        try:
            device = self._device(store)
            if store is not None:
                store.save(device)
            family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
            self._socket = socket.create_server(self._address, family=family, backlog=1024)
            # Connections inherit it. asyncio sets it for sockets of another make only, and without it the body of each
            # response waits 40 ms for the client to acknowledge the head.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException as error:
            if store is not None:
                store.close()
                if isinstance(error, sqlite3.Error):
                    raise store.refusal(error) from None
            raise
        self._store = store
        qop = device.axis_os >= _QOP_SINCE
        guard = Guard(self._realm, qop=qop, lifetime=self._nonce_seconds, ticks=time.monotonic)
        self._app = App(device, guard, self._same_origin, store, self._limits)
        self._server = Server(self._app)

    def _device(self, store: Store | None) -> Device:
        device = None if store is None else store.load()
        if device is None:
            device = Device("11.11" if self._axis_os is None else self._axis_os)
        elif self._axis_os is not None and Device(self._axis_os).axis_os != device.axis_os:
            raise ValueError(f"the state file has AXIS OS {device.axis_os}, not {self._axis_os}")
        if device.accounts or self._user is None or self._password is None:
            return device
        return _with_admin(device, self._user, self._password)

    def _close(self) -> None:
        if self._app is not None:
            self._app.close()
        if self._store is not None:
            self._store.close()
        if self._socket is not None:
            self._socket.close()
        self._store = self._socket = self._server = self._thread = None


def _with_admin(device: Device, user: str, password: Password) -> Device:
    pairs = {
        "action": "add",
        "user": user,
        "pwd": password.reveal(),
        "grp": "root",
        "sgrp": "admin:operator:viewer:ptz",
    }
    body = urlencode(pairs, errors="surrogateescape").encode()
    after, _ = device.handle(HttpRequest("POST", "/axis-cgi/pwdgrp.cgi", body=body), now=int(time.time()))
    if not after.has_admin:
        raise ValueError(f"AXIS OS {device.axis_os} refuses this user or password as the initial admin")
    return after
