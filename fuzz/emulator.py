"""How the emulator turns bytes into a response: HTTP, credentials, limits and the device, but no socket."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import MutableMapping
from typing import Any

import h11

from fuzz._inputs import chosen
from fuzz.devices import _DEVICES
from vapix_proto import oracle
from vapix_proto.emulator import Limits
from vapix_proto.emulator._authentication import POLICIES, Authentication
from vapix_proto.emulator._same_origin import SameOrigin
from vapix_proto.emulator.app import PROBLEMS, App

_SCHEMES = [("http", None), *(("http", policy) for policy in POLICIES), ("https", None)]
_LOOP = asyncio.new_event_loop()
# The emulator looks for faults in a request only for its log.
PROBLEMS.setLevel(logging.INFO)
PROBLEMS.propagate = False


def check(data: bytes) -> None:
    """The first byte chooses the device, the second the scheme and policy; then come the bytes that a client sends."""
    device, rest = chosen(_DEVICES, data)
    (scheme, policy), sent = chosen(_SCHEMES, rest)
    authentication = Authentication("AXIS", device.axis_os, policy, lifetime=60, ticks=lambda: 0.0)
    app = App(device, authentication, SameOrigin(), None, Limits(4096, 8192, 5.0), lambda: 0.0)
    try:
        _LOOP.run_until_complete(_serve(app, scheme, sent))
    finally:
        app.close()
    assert oracle.Device.from_dict(json.loads(json.dumps(app.device.to_dict()))) == app.device


async def _serve(app: App, scheme: str, sent: bytes) -> None:
    """Answers the requests that a client sends before it closes the connection; h11 checks the responses."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(sent)
    connection.receive_data(b"")
    for _ in range(8):
        try:
            request = connection.next_event()
        except h11.RemoteProtocolError:
            return
        if not isinstance(request, h11.Request):
            return
        await _answer(app, scheme, connection, request)
        if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
            return
        connection.start_next_cycle()


async def _answer(app: App, scheme: str, connection: h11.Connection, request: h11.Request) -> None:
    path, _, query = request.target.partition(b"?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": request.method.decode("ascii"),
        "scheme": scheme,
        "raw_path": path,
        "query_string": query,
        "headers": list(request.headers),
    }

    async def receive() -> dict[str, Any]:
        try:
            piece = connection.next_event()
        except h11.RemoteProtocolError:
            return {"type": "http.disconnect"}
        if isinstance(piece, h11.Data):
            return {"type": "http.request", "body": bytes(piece.data), "more_body": True}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert 200 <= message["status"] < 500, message
            connection.send(h11.Response(status_code=message["status"], headers=message["headers"]))
            return
        if request.method != b"HEAD":  # the server sends its response without the body
            connection.send(h11.Data(data=message["body"]))
        if not message.get("more_body", False):
            connection.send(h11.EndOfMessage())

    await app(scope, receive, send)
