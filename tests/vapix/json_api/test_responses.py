"""Responses in JSON: errors as values, and what matters besides the data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vapix_proto import vapix
from vapix_proto.vapix.cgis import CGIS

ASK = vapix.GetSupportedVersions()
DONE = {"apiVersion": "1.1", "method": "getSupportedVersions", "data": {"apiVersions": ["1.1"]}}


def answer(body: object, status: int = 200, **headers: str) -> vapix.HttpResponse:
    """A response; a body other than bytes is written as JSON."""
    return vapix.HttpResponse(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode())


def failed(code: object, message: object = "m", **more: object) -> dict[str, object]:
    """The envelope of an error."""
    return {"apiVersion": "1.1", "error": {"code": code, "message": message}, **more}


def test_what_is_beside_the_data_does_not_count() -> None:
    versions = vapix.SupportedVersions(("1.1",))
    for body in (DONE, {"data": DONE["data"]}, DONE | {"context": "x", "new": [1]}):
        for headers in ({}, {"Content-Type": "application/json;charset=utf8"}, {"Content-Type": "text/plain"}):
            assert ASK.read(vapix.HttpResponse(200, headers, json.dumps(body).encode())) == versions


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"<html>",
        b"[]",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b"\xff",
        DONE | {"method": "getAll"},
        {"data": {"apiVersions": "1.1"}},
        {"data": {"apiVersions": [1.1]}},
        {"data": {}},
        {"data": None},
        {"data": []},
        {},
        failed("2000"),
        failed(2000.0),
        failed(True),
        failed(2000, None),
        {"error": 2000},
        {"error": None, "data": DONE["data"]},
    ],
)
def test_what_is_neither_data_nor_an_error_is_unknown(body: object) -> None:
    response = answer(body)
    assert ASK.read(response) == vapix.UnknownResponse(200, response.body)


def test_an_error_has_the_meaning_of_its_cgi() -> None:
    # Recorded on 12.11.77.
    found = ASK.read(answer(failed(2000, "Invalid request", context="oadm", method="getSupportedVersions")))
    assert found == vapix.ApiError(2000, "Invalid request", "invalid request; only POST is supported")
    for name in ("systemready.cgi", "apidiscovery.cgi", "basicdeviceinfo.cgi", "time.cgi"):
        for code, meaning in CGIS[name].errors:
            request = vapix.GetSupportedVersions(name)
            assert request.read(answer(failed(code))) == vapix.ApiError(code, "m", meaning)
        assert vapix.GetSupportedVersions(name).read(answer(failed(12))) == vapix.ApiError(12, "m")


def test_an_error_may_come_with_any_status_but_401() -> None:
    error = vapix.ApiError(4002, "", "authorization failed")
    for status in (200, 400, 403, 500):
        assert ASK.read(answer({"error": {"code": 4002}}, status)) == error
    found = ASK.read(vapix.HttpResponse(401, {"WWW-Authenticate": "Basic"}, json.dumps(failed(4002)).encode()))
    assert found == vapix.NotAuthenticated(("Basic",))
    assert isinstance(ASK.read(answer(b"<html>", 404)), vapix.Failed)
    for status in (201, 202, 204):
        assert isinstance(ASK.read(answer(DONE, status)), vapix.UnknownResponse)


def test_an_error_is_of_a_number_and_a_text() -> None:
    wrong: Any
    for wrong in (("2000", "m"), (True, "m"), (2000, b"m")):
        with pytest.raises(TypeError, match="code must be an int, and message must be a str"):
            vapix.ApiError(*wrong)


def test_a_refusal_of_a_device_without_an_administrator_is_read() -> None:
    response = vapix.HttpResponse(401, {"Axis-Setup": "vapix"}, b"Error: initial admin user must be created first.")
    assert ASK.read(response) == vapix.Refused(vapix.Reason.INITIAL_ADMIN_FIRST)


# -- the Device Configuration API

PATCH = vapix.PatchDhcpTimeZone(enabled=True)


@pytest.mark.parametrize(
    ("status", "code", "message", "meaning"),
    [
        (404, 2, "Item does not exist: x", "the item does not exist"),
        (400, 5, "Validation error: x", "validation error"),
        (409, 6, "Item already exists: x", "the item already exists"),
        (400, 11, "Bad content type: x", None),
    ],
)
def test_errors_of_the_device_configuration_api(status: int, code: int, message: str, meaning: str | None) -> None:
    body = {"status": "error", "error": {"code": code, "message": message}}
    assert PATCH.read(answer(body, status)) == vapix.ApiError(code, message, meaning)


def test_success_of_the_device_configuration_api_has_a_status() -> None:
    for body in ({"status": "success"}, {"status": "success", "data": None, "warnings": [1], "information": []}):
        assert PATCH.read(answer(body)) == vapix.Patched()
    assert isinstance(PATCH.read(answer({})), vapix.UnknownResponse)
    assert isinstance(PATCH.read(answer({"status": "error"})), vapix.UnknownResponse)
    assert isinstance(PATCH.read(answer({"status": "success"}, 404)), vapix.Failed)
    assert isinstance(PATCH.read(answer({"status": "success"}, 201)), vapix.UnknownResponse)


# -- getSupportedVersions


def test_the_versions_of_a_cgi_that_has_none() -> None:
    with pytest.raises(ValueError, match=r"'param.cgi' has no method getSupportedVersions: only time.cgi, .* have it"):
        vapix.GetSupportedVersions("param.cgi")
