"""Any request to the newer CGIs and APIs gets, in linear time, a response that the oracle accepts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import assert_linear
from tests.support.json_requests import (
    DEVICES,
    DISCOVERY,
    JSON,
    NOW,
    PATHS,
    REQUESTS,
    TIME,
    TREE,
    USERS,
    VALUES,
    device,
    document_of,
    responses_of,
    send,
    written,
)
from vapix_proto import oracle
from vapix_proto.oracle import Device
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable


@given(DEVICES, st.lists(REQUESTS, min_size=1, max_size=3), USERS)
def test_any_request_gets_a_response_that_is_accepted(
    on: Device, messages: list[HttpRequest], user: str | None
) -> None:
    for message in messages:
        before, expectation = on, oracle.expect(on, message, user, now=NOW)
        on, response = on.handle(message, user, now=NOW)
        assert response == expectation.choices[0].response
        match = expectation.match(response, "bytes")
        assert isinstance(match, oracle.Match), match
        assert on.essence in [possible.essence for possible in match.devices]
        for choice in expectation:
            found = expectation.match(choice.response)
            assert isinstance(found, oracle.Match)
            assert choice.device.essence in [possible.essence for possible in found.devices]
            assert Device.from_dict(json.loads(json.dumps(choice.device.to_dict()))) == choice.device
            if response.content_type == choice.response.content_type == "application/json" and choice.response.body:
                assert expectation.match(written(choice.response, lambda _same: None))
        if user not in {"root", "olga"}:
            assert on.essence == before.essence


@given(
    REQUESTS, st.binary(max_size=30) | VALUES.map(lambda value: json.dumps(value).encode()), st.sampled_from([200, 404])
)
def test_any_response_is_judged(message: HttpRequest, body: bytes, status: int) -> None:
    found = responses_of(device(), message).match(HttpResponse(status, JSON, body), "bytes")
    assert isinstance(found, oracle.Match) or found.reason


@given(st.integers() | st.sampled_from([-(10**40), 10**40]))
def test_any_time_is_shown(now: int) -> None:
    on = device(Time__POSIXTimeZone="WEST-24:59:59EAST24:59:59,J1/0,J365/0")
    for message in (send("GET", TREE), send("POST", TIME, {"apiVersion": "1.0", "method": "getDateTimeInfo"})):
        response = on.handle(message, "root", now=now)[1]
        assert oracle.expect(on, message, "root", now=0).match(response, "bytes"), response.body


SHAPES: dict[str, Callable[[int], bytes]] = {
    "deep": lambda n: b"[" * n,
    "deep and closed": lambda n: b'{"data":' * n + b"1" + b"}" * n,
    "quotes": lambda n: b'"' + b'\\"' * n,
    "unclosed": lambda n: b'{"method":"getAll","apiVersion":"1.0","x":"' * n,
    "members": lambda n: b"{" + b",".join(b'"%d":0' % i for i in range(n)) + b"}",
    "digits": lambda n: b'{"data":' + b"9" * n + b"}",
    "pattern": lambda n: json.dumps(
        {"apiVersion": "1.0", "method": "getApiList", "params": {"id": "*a" * n, "version": "?*" * n}}
    ).encode(),
    "context": lambda n: json.dumps({"apiVersion": "1.0", "method": "getAll", "context": "\ud800" * n}).encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", [TIME, DISCOVERY, TREE])
def test_large_documents_are_answered_in_linear_time(shape: str, path: str) -> None:
    on, method = device(), "PATCH" if path == TREE else "POST"

    def answered(body: bytes) -> None:
        response = on.handle(send(method, path, raw=body), "root", now=NOW)[1]
        assert responses_of(on, send(method, path, raw=body)).match(response)
        assert not responses_of(on, send(method, path, {})).match(HttpResponse(200, JSON, body))

    assert_linear(SHAPES[shape], answered, 2000)
    for size in (1_000_000, 1_000_001):
        answered(SHAPES["deep"](size))


def test_the_depth_that_is_read_is_the_same_on_every_machine() -> None:
    for depth, right in ((32, True), (33, False)):
        inner = b"[" * (depth - 1) + b"]" * (depth - 1)
        body = b'{"apiVersion":"1.0","method":"getAll","x":' + inner + b"}"
        assert (b'"data"' in device().handle(send("POST", TIME, raw=body), "root")[1].body) is right, depth


def test_a_stack_that_is_nearly_full_is_no_error() -> None:
    on, body = device(), b'{"data":' * 30 + b"1" + b"}" * 30

    def deeper(levels: int) -> Any:
        return deeper(levels - 1) if levels else on.handle(send("PATCH", TREE, raw=body), "root")[1].status

    room = sys.getrecursionlimit() - 200
    assert deeper(room - len(_frames())) == 400


def _frames() -> list[Any]:
    found, frame = [], sys._getframe()
    while frame:
        found.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return found


@pytest.mark.parametrize("path", PATHS)
def test_no_repr_shows_more_than_the_response(path: str) -> None:
    message = send("POST", path, {"apiVersion": "1.0", "method": "x", "pwd": "geheim", "params": {"pwd": "geheim"}})
    for choice in responses_of(device(), message):
        assert "geheim" not in repr(choice)
        assert b"geheim" not in choice.response.body


def test_members_are_compared_and_their_order_is_not() -> None:
    message = send("POST", TIME, {"method": "getSupportedVersions", "context": "c"})
    expectation = responses_of(device(), message)
    response = expectation.choices[0].response
    assert (
        response.body
        == b'{"apiVersion":"1.1","context":"c","method":"getSupportedVersions","data":{"apiVersions":["1.1"]}}'
    )
    same = written(response, lambda _same: None)
    assert expectation.match(same)
    assert not expectation.match(same, "bytes")
    assert expectation.match(written(response, lambda it: it.pop("apiVersion") and it))  # documented
    for change in (
        lambda it: it | {"context": "d"},
        lambda it: {name: value for name, value in it.items() if name != "context"},
        lambda it: {name: value for name, value in it.items() if name != "data"},
        lambda it: it | {"more": 1},
        lambda it: it | {"apiVersion": 1.1},
        lambda it: it | {"data": {"apiVersions": []}},
        lambda it: [it],
    ):
        assert not expectation.match(written(response, change))
    assert document_of(response)["method"] == "getSupportedVersions"
