"""Responses, refusals and listings as values: the arguments that they accept, and that they can be hashed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest

from vapix_proto.vapix import AccountListing, HttpResponse, Reason, Refused


def test_an_answer_keeps_plain_and_hashable_parts() -> None:
    headers: Any = [["Content-Type", "text/plain"]]
    given = HttpResponse(HTTPStatus.OK, headers, bytearray(b"OK"))
    assert given == HttpResponse(200, (("Content-Type", "text/plain"),), b"OK")
    assert len({given, given.replace(), given.replace(status=401)}) == 2
    assert repr(given) == "<HttpResponse 200 'text/plain' body of 2 bytes>"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"status": 99}, ValueError),
        ({"status": 1000}, ValueError),
        ({"status": True}, ValueError),
        ({"status": "200"}, TypeError),
        ({"headers": [("Content-Length", 3)]}, TypeError),
        ({"headers": [("Content-Length",)]}, TypeError),
        ({"body": "text"}, TypeError),
    ],
)
def test_what_no_answer_has_is_refused(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        HttpResponse(**{"status": 200, **fields})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "200"}, "^the status code must be an int, not str$"),
        ({"status": 200.0}, "^the status code must be an int, not float$"),
        ({"status": None}, "^the status code must be an int, not NoneType$"),
        ({"headers": None}, "headers"),
        ({"headers": 5}, "headers"),
        ({"headers": "ab"}, "headers"),
        ({"headers": [5]}, "headers"),
        ({"headers": [("Content-Length", 3)]}, "headers"),
        ({"body": "text"}, "^the body must be bytes, not str$"),
    ],
)
def test_the_message_names_the_part_that_is_wrong(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        HttpResponse(**{"status": 200, **fields})


@pytest.mark.parametrize(("reason", "action"), [("malformed", ""), (Reason.MALFORMED_ACTION, b"add")])
def test_a_refusal_has_a_reason_and_an_action_of_the_right_types(reason: Any, action: Any) -> None:
    with pytest.raises(TypeError, match="a Reason"):
        Refused(reason, action)
    assert len({Refused(Reason.MALFORMED_ACTION, "add"), Refused(Reason.MALFORMED_ACTION, "add")}) == 1


def test_a_listing_given_as_lists_is_that_of_tuples() -> None:
    lists: Any = [["admin", ["root"]]]
    assert len({AccountListing(lists), AccountListing((("admin", ("root",)),))}) == 1
