"""A mapping is accepted wherever pairs are, and stands for its items in their order."""

from __future__ import annotations

from email.message import Message
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from vapix_proto import conform, oracle, vapix
from vapix_proto.vapix.http import encode_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

DST = (("Time.DST.Enabled", "yes"), ("root.Log.System.MaxSize", "8"))
TYPE = (("Content-Type", "text/plain; charset=utf-8"), ("X-A", "b"))
SETTINGS = (("Time.DST.Enabled", "yes"), ("Time.SyncSource", "NTP"))

CASES: dict[str, tuple[Callable[[Any], object], tuple[tuple[str, Any], ...]]] = {
    "UpdateParameters": (vapix.UpdateParameters, DST),
    "ParameterListing": (vapix.ParameterListing, DST),
    "NotUpdated": (vapix.NotUpdated, DST),
    "HttpRequest": (lambda headers: vapix.HttpRequest("GET", "/", "", headers), TYPE),
    "HttpResponse": (lambda headers: vapix.HttpResponse(200, headers), TYPE),
    "encode_arguments": (encode_arguments, DST),
    "validate_request": (vapix.validate_request, (("action", "add"), ("user", "joe"), ("pwd", "a"))),
    "Device": (lambda settings: oracle.Device("11.11", settings=settings), SETTINGS),
    "checked": (
        lambda counts: conform.Result("11.11", detected=True, seed=1, writes=False, checked=counts),
        (("a", 2),),
    ),
    "unsettled": (
        lambda counts: conform.Result("11.11", detected=True, seed=1, writes=False, unsettled=counts),
        (("a", 2),),
    ),
}


@pytest.mark.parametrize("kind", [dict, MappingProxyType], ids=["dict", "read-only"])
@pytest.mark.parametrize("name", CASES)
def test_a_mapping_means_its_pairs(name: str, kind: Callable[[Any], Any]) -> None:
    build, pairs = CASES[name]
    assert build(kind(dict(pairs))) == build(pairs) == build(iter(pairs))


def test_headers_of_other_libraries_keep_what_they_repeat() -> None:
    headers = Message()
    headers["WWW-Authenticate"] = "Digest a"
    headers["WWW-Authenticate"] = "Basic b"
    headers["Content-Type"] = "text/html"
    response = vapix.HttpResponse(401, headers)  # type: ignore[arg-type]
    assert [value for _, value in response.headers] == ["Digest a", "Basic b", "text/html"]
    assert response.content_type == "text/html"


@pytest.mark.parametrize("wrong", ["Time.x=1", ["Time.x=1"], [("a",)], [("a", "b", "c")], 5, None], ids=repr)
@pytest.mark.parametrize("name", [name for name in CASES if name != "Device"])
def test_what_is_neither_a_mapping_nor_pairs_is_of_a_wrong_type(name: str, wrong: Any) -> None:
    if (name, type(wrong)) == ("validate_request", str):
        return  # these are arguments that are already encoded
    with pytest.raises(TypeError):
        CASES[name][0](wrong)


def test_the_type_that_no_argument_has_is_named() -> None:
    with pytest.raises(TypeError, match="the names and values of arguments must be str, not int"):
        vapix.validate_request({"action": "add", "strict_pwd": 1})  # type: ignore[arg-type]
