"""Readiness, APIs and properties of a device: responses recorded of several versions, and other texts."""

from __future__ import annotations

import json

import pytest

from vapix_proto import ParseError, vapix

UUID = "8ef0b2c0-8d4c-4c33-9d6e-1c1d6a0a1a10"


def answer(data: object, method: str | None) -> vapix.HttpResponse:
    """A successful response."""
    body = {"apiVersion": "1.1", **({} if method is None else {"method": method}), "data": data}
    return vapix.HttpResponse(200, {"Content-Type": "application/json"}, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("data", "readiness"),
    [
        # Recorded on 10.12, on 11.11 before the first administrator, and on 12.9.57.
        ({"systemready": "yes", "needsetup": "no"}, vapix.Readiness(True, False)),
        (
            {"systemready": "no", "needsetup": "yes", "uptime": "65", "bootid": UUID, "previewmode": "7200"},
            vapix.Readiness(False, True, 65, UUID, 7200),
        ),
        (
            {"systemready": "yes", "needsetup": "no", "uptime": "5", "bootid": UUID, "passphrasepolicy": "none"},
            vapix.Readiness(True, False, 5, UUID, None, "none"),
        ),
    ],
)
def test_readiness(data: dict[str, str], readiness: vapix.Readiness) -> None:
    assert vapix.GetReadiness().read(answer(data, "systemready")) == readiness
    assert vapix.GetReadiness(20).read(answer(data | {"new": "x"}, "systemready")) == readiness


@pytest.mark.parametrize(
    "data",
    [
        {"systemready": "yes"},
        {"systemready": True, "needsetup": "no"},
        {"systemready": [], "needsetup": "no"},
        {"systemready": "yes", "needsetup": "no", "uptime": 5},
        {"systemready": "yes", "needsetup": "no", "uptime": "soon"},
        {"systemready": "yes", "needsetup": "no", "uptime": "9" * 5000},
        *(
            {"systemready": "yes", "needsetup": "no", "uptime": text}
            for text in ("1_000", "+5", " 12 ", "-1", "١٢", "")
        ),
        *({"systemready": "yes", "needsetup": "no", "previewmode": text} for text in ("-1", "7_200")),
    ],
)
def test_what_is_no_readiness(data: dict[str, object]) -> None:
    assert isinstance(vapix.GetReadiness().read(answer(data, "systemready")), vapix.UnknownResponse)


def test_the_list_of_apis() -> None:
    time = {"id": "time-service", "version": "1.1", "name": "Time", "docLink": "https://x", "status": "official"}
    old = {"id": "ntp", "version": "1.2", "name": "NTP", "docLink": "https://x"}
    found = vapix.GetApiList().read(answer({"apiList": [time, old, time | {"version": "2.0"}]}, "getApiList"))
    assert isinstance(found, vapix.ApiList)
    assert found.apis[:2] == (
        vapix.ApiEntry("time-service", "1.1", "Time", "https://x", "official"),
        vapix.ApiEntry("ntp", "1.2", "NTP", "https://x"),
    )
    assert (found.versions("time-service"), found.versions("fwmgr")) == (("1.1", "2.0"), ())
    assert vapix.GetApiList("none").read(answer({"apiList": []}, "getApiList")) == vapix.ApiList(())
    for wrong in (None, {"id": "x"}, {"id": "x", "version": 1}, "x"):
        response = answer({"apiList": [wrong]}, "getApiList")
        assert isinstance(vapix.GetApiList().read(response), vapix.UnknownResponse)


def test_properties_come_without_a_method() -> None:
    data = {"propertyList": {"Architecture": "aarch64", "ProdNbr": "P3265-V", "ProdVariant": ""}}
    properties = vapix.DeviceProperties((("Architecture", "aarch64"), ("ProdNbr", "P3265-V"), ("ProdVariant", "")))
    requests = vapix.GetAllProperties(), vapix.GetAllUnrestrictedProperties(), vapix.GetProperties(["ProdNbr"])
    for request in requests:
        assert request.read(answer(data, None)) == request.read(answer(data, request.action.name)) == properties
    assert (properties.get("ProdVariant"), properties.get("Soc")) == ("", None)
    wrong: object
    for wrong in ([], {"Brand": 5}, None):
        assert isinstance(requests[0].read(answer({"propertyList": wrong}, None)), vapix.UnknownResponse)


def test_a_recorded_error() -> None:
    # 8.45.4.5 has version 1.0 of the API.
    message = "JSON semantic error: Unknown method 'getAllUnrestrictedProperties'"
    body = json.dumps({"apiVersion": "1.0", "error": {"code": 2004, "message": message}}).encode()
    found = vapix.GetAllUnrestrictedProperties().read(vapix.HttpResponse(200, (), body))
    assert isinstance(found, vapix.ApiError)
    assert (found.code, found.message) == (2004, message)
    (problem,) = vapix.GetAllUnrestrictedProperties().validate("9.80.2.2")
    assert problem.message == "getAllUnrestrictedProperties exists from AXIS OS 10.0 on, not in 9.80.2.2"
    assert vapix.GetAllUnrestrictedProperties().validate("10.12.323") == ()


def test_values_that_are_refused() -> None:
    with pytest.raises(ParseError, match="'Prod Nbr' is not the name of a property"):
        vapix.GetProperties(["Brand", "Prod Nbr"])
    for names in (["Brand,ProdNbr"], [""], ["Brand", ""]):
        with pytest.raises(ParseError, match="is not the name of a property"):
            vapix.GetProperties(names)
    with pytest.raises(ParseError, match="is half of a surrogate pair"):
        vapix.GetApiList(version="\udc00")
    with pytest.raises(ParseError, match="is half of a surrogate pair"):
        vapix.GetReadiness(context="\udc00")
    with pytest.raises(ParseError, match="'-5' is not a valid value of timeout"):
        vapix.GetReadiness(-5)
