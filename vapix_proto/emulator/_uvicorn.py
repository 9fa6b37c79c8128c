"""uvicorn, adapted to the emulator: it does not log queries, and it stops without delay."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket
    import ssl
    from types import FrameType

    from vapix_proto.emulator.app import App

_CONNECTIONS = 512
_GRACE_SECONDS = 2.0
_TICK_SECONDS = 1.0
_POLL_SECONDS = 0.005
#: How long a client may take for the TLS handshake and for closing TLS.
_HANDSHAKE_SECONDS = 30.0
_FAREWELL_SECONDS = 0.1


class Server(uvicorn.Server):
    """A server that any thread can stop, and that can serve HTTPS alongside HTTP.

    uvicorn itself checks ten times a second whether to stop, and then waits at least another tenth of a second, which
    is most of a small test's run time. It also uses TLS on all of its sockets or on none.

    Args:
        app: The application.
        secured: A socket for HTTPS and its TLS context, or None.
    """

    def __init__(self, app: App, secured: tuple[socket.socket, ssl.SSLContext] | None = None) -> None:
        config = uvicorn.Config(
            app,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            # uvicorn's access log would include queries; ours does not.
            access_log=False,
            log_config=None,
            # uvicorn's warnings give advice that does not help here, such as installing a library for WebSockets.
            log_level="error",
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
        )
        super().__init__(config)
        self._secured = secured
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()

    def end(self) -> None:
        """Stops the server. Requests in progress have two seconds to finish."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is already closed
                self._loop.call_soon_threadsafe(self._end.set)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops the server on a signal."""
        super().handle_exit(sig, frame)
        self.end()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts accepting connections."""
        await super().startup(sockets)
        if self._secured is None:
            return
        listener, context = self._secured
        server = await asyncio.get_running_loop().create_server(
            lambda: self.config.http_protocol_class(  # type: ignore[call-arg]
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            ),
            sock=listener,
            backlog=self.config.backlog,
            ssl=context,
            ssl_handshake_timeout=_HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=_FAREWELL_SECONDS,
        )
        self.servers.append(server)

    async def main_loop(self) -> None:
        """Waits until the server is stopped, and keeps the ``Date`` header of responses current."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops accepting requests, and waits for the ones in progress."""
        state = self.server_state
        for listener in (*self.servers, *(sockets or ())):
            listener.close()
        for connection in list(state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while (state.connections or state.tasks) and not self.force_exit:
                    await asyncio.sleep(_POLL_SECONDS)
        # Cut off clients that do not read their responses. A request with an incomplete body gets status code 503.
        for connection in list(state.connections):
            if connection.transport.get_write_buffer_size():
                connection.transport.abort()
        for task in list(state.tasks):
            task.cancel()
