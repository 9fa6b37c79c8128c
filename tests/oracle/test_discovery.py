"""The reference device's APIs, properties, readiness and the groups of an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.json_requests import (
    DEVICE_INFO,
    DISCOVERY,
    READY,
    USER_GROUP,
    ask,
    call,
    device,
    document_of,
    responses_of,
    send,
    written,
)
from vapix_proto.oracle import Device, Mismatch
from vapix_proto.oracle.responses.discovery import fits
from vapix_proto.vapix.http import HttpResponse

# -- apidiscovery.cgi

#: Recorded: the versions of the APIs.
RECORDED = {
    "9.80.2.2": "time-service 1.0, ntp 1.2, systemready 1.1, basic-device-info 1.1, user-management 1.1, fwmgr 1.4, "
    "param-cgi 1.0, api-discovery 1.0",
    "10.12.323": "time-service 1.0, ntp 1.2, systemready 1.2, basic-device-info 1.3, user-management 1.1, fwmgr 1.4, "
    "param-cgi 1.0, api-discovery 1.1",
    "11.11.192": "time-service 1.1, ntp 1.4, systemready 1.4, basic-device-info 1.3, user-management 1.2, fwmgr 1.4, "
    "param-cgi 1.0, api-discovery 1.1, device-config 1.0",
    "12.9.57": "time-service 1.1, ntp 1.5, systemready 1.4, basic-device-info 1.3, user-management 1.2, fwmgr 1.8, "
    "param-cgi 1.0, api-discovery 1.1, device-config 1.0",
    "12.11.77": "time-service 1.1, ntp 1.5, systemready 1.4, basic-device-info 1.3, user-management 1.2, fwmgr 1.10, "
    "param-cgi 1.0, api-discovery 1.1, device-config 1.0",
}


def apis(on: Device, user: str | None = "root", **filters: Any) -> list[str]:
    """The ids and versions of the APIs that a device lists."""
    data = ask(on, call("getApiList", "1.0", DISCOVERY, **filters), user)[1]["data"]
    return [f"{row['id']} {row['version']}" for row in data["apiList"]]


@pytest.mark.parametrize(("version", "text"), RECORDED.items())
def test_the_recorded_apis(version: str, text: str) -> None:
    assert sorted(apis(device(version))) == sorted(text.split(", "))
    response = device(version).handle(call("getApiList", "1.0", DISCOVERY), "root")[1]
    assert list(document_of(response)) == ["method", "apiVersion", "data"]
    rows = document_of(response)["data"]["apiList"]
    assert {row.get("status") for row in rows} == ({None} if version == "9.80.2.2" else {"official"})


def test_filters_have_wildcards() -> None:
    on = device("12.11.77")
    assert apis(on, id="time-service") == ["time-service 1.1"]
    assert apis(on, id="*") == apis(on) == apis(on, id="*", version="*")
    assert apis(on, id="?tp") == ["ntp 1.5"]
    assert apis(on, id="*-*i", version="1.0") == ["param-cgi 1.0"]
    assert apis(on, version="1.1?") == ["fwmgr 1.10"]
    for unknown in ("time", "TIME-SERVICE", "", "time-service "):
        assert apis(on, id=unknown) == []


def rows(change: Any, **filters: Any) -> bool:
    """Whether a list that ``change`` has changed is acceptable, too."""
    expectation = responses_of(device("12.11.77"), call("getApiList", "1.0", DISCOVERY, **filters))
    response = expectation.choices[0].response
    return bool(
        expectation.match(written(response, lambda it: it | {"data": {"apiList": change(it["data"]["apiList"])}}))
    )


def test_products_have_more_apis_and_their_names_do_not_count() -> None:
    assert rows(lambda them: them[::-1])
    assert rows(lambda them: [*them, {"id": "light-control", "version": "1.1"}])
    assert rows(lambda them: [*them, {"id": "ntp", "version": "2.0", "status": "beta"}])
    assert rows(lambda them: [{"id": row["id"], "version": row["version"]} for row in them])
    assert rows(lambda them: [*them, {"id": "nothing", "version": "1.0"}], id="nothing")
    assert not rows(lambda them: them[1:])
    assert not rows(lambda them: [*them[1:], them[0] | {"version": "9.9"}])
    assert not rows(lambda them: [*them, {"id": "light-control", "version": "1.1"}], id="ntp")
    for wrong in (
        {"id": "x"},
        {"id": 1, "version": "1"},
        "x",
        {"id": "x", "version": "1", "status": "new"},
        {"id": "x" * 200, "version": "1"},
        {"id": "x", "version": "1", "name": 1.0},
        {"id": "x", "version": "1", "docLink": []},
    ):
        assert not rows(lambda them, wrong=wrong: [*them, wrong]), wrong
    assert not rows(lambda _them: {})
    assert not rows(lambda _them: None)
    old = responses_of(device("9.80.2.2"), call("getApiList", "1.0", DISCOVERY))
    changed = written(old.choices[0].response, lambda it: it["data"]["apiList"][0].update(status="official"))
    assert not old.match(changed)
    # For versions that were not recorded, nobody knows the list.
    other = responses_of(device("11.8"), call("getApiList", "1.0", DISCOVERY))
    assert not other.settled
    assert other.match(written(other.choices[0].response, lambda it: it | {"data": {"apiList": []}}))
    row = {"id": "ntp", "version": "1.2", "status": "official"}
    other = responses_of(device("9.85"), call("getApiList", "1.0", DISCOVERY))
    assert other.match(written(other.choices[0].response, lambda it: it | {"data": {"apiList": [row]}}))


@given(st.text("ab", max_size=8), st.text("ab*?", max_size=8))
def test_patterns_are_read_as_by_an_expression(text: str, pattern: str) -> None:
    expression = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern)
    assert fits(text, pattern) is (re.fullmatch(expression, text) is not None)


LOGIN_NEEDED = {"9.80.2.2": True, "9.79": False, "10.11": False, "10.12.323": True, "10.13": False, "12.11.77": False}


@pytest.mark.parametrize(("version", "needed"), LOGIN_NEEDED.items())
def test_two_versions_need_a_login(version: str, needed: bool) -> None:
    for method in ("getApiList", "getSupportedVersions"):
        request = call(method, "1.0", DISCOVERY)
        assert device(version).handle(request)[1].status == (401 if needed else 200)
        assert device(version).handle(request, "nobo")[1].status == 200
        expectation = responses_of(Device(version), request, None)
        assert {choice.response.status for choice in expectation} == ({401} if needed else {200, 401})


@pytest.mark.parametrize(
    ("version", "kind"), [("9.80.2.2", "application/json;charset=utf8"), ("10.12", "application/json")]
)
def test_the_recorded_content_type(version: str, kind: str) -> None:
    for request in (
        call("getApiList", "1.0", DISCOVERY),
        call("getSupportedVersions", "1.0", DISCOVERY),
        send("POST", DISCOVERY, raw=b"{"),
    ):
        assert device(version).handle(request, "root")[1].headers == (("Content-Type", kind),)
    assert device(version).handle(call("systemready", "1.0", READY))[1].headers == (
        ("Content-Type", "application/json"),
    )


def test_the_faults_of_discovery() -> None:
    on = device("12.9.57")
    get = responses_of(on, send("GET", DISCOVERY), None)
    assert document_of(get.choices[0].response)["error"] == {
        "code": 2002,
        "message": "HTTP request type 'GET' not supported",
    }
    assert get.choices[0].settled
    for request in (
        call("getApiList", "1.0", DISCOVERY, id=5),
        call("x", "1.0", DISCOVERY),
        call("getApiList", "2.0", DISCOVERY),
        send("POST", DISCOVERY, {"method": "getApiList"}),
        send("POST", DISCOVERY, raw=b"{"),
    ):
        expectation = responses_of(on, request, None)
        document = document_of(expectation.choices[0].response)
        assert document["error"]["code"] in (1000, 2002, 2003, 2004, 4000, 4002, 8000)
        assert not expectation.choices[0].settled
        assert expectation.match(
            written(expectation.choices[0].response, lambda it: it | {"error": {"code": 8000, "message": ""}})
        )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"method":"x","method":"getApiList"}', "the member 'method' appears twice"),
        (b'{"method":NaN}', "NaN is not JSON"),
        (b"{", "the document is not JSON"),
        (b"[" * 33, "the document is nested too deeply"),
    ],
)
def test_a_document_that_is_refused_is_refused_for_its_own_reason(body: bytes, reason: str) -> None:
    for request in (call("getApiList", "1.0", DISCOVERY), call("getSupportedVersions", "1.0", DISCOVERY)):
        found = responses_of(device(), request).match(HttpResponse(200, {"Content-Type": "application/json"}, body))
        assert isinstance(found, Mismatch)
        assert f"the body can't be read as JSON: {reason}" in found.reason


# -- basicdeviceinfo.cgi

NAMES = [
    "Architecture",
    "ProdNbr",
    "HardwareID",
    "ProdFullName",
    "Version",
    "ProdType",
    "SocSerialNumber",
    "Soc",
    "Brand",
    "WebURL",
    "ProdVariant",
    "SerialNumber",
    "ProdShortName",
    "BuildDate",
]


def properties(on: Device, method: str, user: str | None = "olga", **params: Any) -> dict[str, str]:
    document = ask(on, call(method, "1.0", DEVICE_INFO, **params), user)[1]
    assert list(document) == ["apiVersion", "data"]  # the method is never included
    found: dict[str, str] = document["data"]["propertyList"]
    return found


@pytest.mark.parametrize("version", ["8.45.4.5", "9.80.2.2", "10.12.323", "11.11.192", "12.9.57", "13.0"])
def test_properties(version: str) -> None:
    on = device(version)
    found = properties(on, "getAllProperties")
    assert list(found) == NAMES
    assert (found["Brand"], found["Version"]) == ("AXIS", version)
    assert found["ProdFullName"] == f"{found['ProdShortName']} {found['ProdType']}"
    assert properties(on, "getProperties", propertyList=["Version", "Brand"]) == {"Version": version, "Brand": "AXIS"}
    request = call("getAllUnrestrictedProperties", "1.0", DEVICE_INFO)
    assert on.handle(request)[1].status == 200
    if version in ("8.45.4.5", "9.80.2.2"):  # 1.2 is the first version of the API with this method
        assert document_of(on.handle(request)[1])["error"] == {
            "code": 2004,
            "message": "JSON semantic error: Unknown method 'getAllUnrestrictedProperties'",
        }
        return
    open_ = properties(on, "getAllUnrestrictedProperties", None)
    assert set(NAMES) - set(open_) == {"Architecture", "Soc", "SocSerialNumber"}
    assert properties(Device(version), "getAllUnrestrictedProperties", None) == open_


def test_the_version_of_device_information() -> None:
    for version, api in {"9.79": "1.0", "9.80": "1.1", "9.99": "1.1", "10.0": "1.3", "13.0": "1.3"}.items():
        assert ask(device(version), call("getAllProperties", "1.0", DEVICE_INFO))[1]["apiVersion"] == api


def test_the_recorded_identity() -> None:
    assert properties(device("12.9.57"), "getAllProperties") == {
        "Architecture": "aarch64",
        "ProdNbr": "D4200-VE",
        "HardwareID": "9CF",
        "ProdFullName": "AXIS D4200-VE Network Strobe Speaker",
        "Version": "12.9.57",
        "ProdType": "Network Strobe Speaker",
        "SocSerialNumber": "",
        "Soc": "i.MX8MN",
        "Brand": "AXIS",
        "WebURL": "https://www.axis.com",
        "ProdVariant": "",
        "SerialNumber": "ACCC8E000001",
        "ProdShortName": "AXIS D4200-VE",
        "BuildDate": "Feb 20 2026 18:19",
    }


def test_another_product_has_other_properties() -> None:
    expectation = responses_of(device(), call("getAllProperties", "1.3", DEVICE_INFO))
    response = expectation.choices[0].response
    for change, right in (
        ({"ProdNbr": "P3265-V", "Soc": "Axis Artpec-8"}, True),
        ({"Brand": "OTHER"}, False),
        ({"Version": "1.0"}, False),
        ({"Soc": None}, False),
        ({"More": "x"}, False),
    ):
        changed = written(response, lambda it, change=change: it["data"]["propertyList"].update(change))
        assert bool(expectation.match(changed)) is right, change
    secret = responses_of(device(), call("getAllUnrestrictedProperties", "1.3", DEVICE_INFO), None)
    leaked = written(secret.choices[0].response, lambda it: it["data"]["propertyList"].update(Soc="x"))
    assert not secret.match(leaked)


def test_the_faults_of_device_information() -> None:
    on = device()
    for params in ({}, {"propertyList": ["Brand", "x"]}, {"propertyList": "Brand"}, {"propertyList": [5]}):
        assert "error" in ask(on, call("getProperties", "1.3", DEVICE_INFO, **params))[1]
    unknown = responses_of(on, call("getProperties", "1.3", DEVICE_INFO, propertyList=["x"]))
    assert document_of(unknown.choices[0].response)["error"] == {"code": 1000, "message": "Property not supported: x"}
    for names, named in ((["Brand", "y", "x"], "y"), ("Brand", "Brand"), ([5], "5")):
        document = ask(on, call("getProperties", "1.3", DEVICE_INFO, propertyList=names))[1]
        assert document["error"]["message"] == f"Property not supported: {named}"
    empty = responses_of(on, call("getProperties", "1.3", DEVICE_INFO, propertyList=[]))
    assert [("error" in document_of(choice.response), choice.settled) for choice in empty][:2] == [
        (False, False),
        (True, False),
    ]
    for method in ("getAllProperties", "getProperties"):
        request = call(method, "1.3", DEVICE_INFO, propertyList=["Brand"])
        assert [on.handle(request, user)[1].status for user in (None, "nobo", "vera", "olga")] == [401, 403, 403, 200]
    for request in (send("POST", DEVICE_INFO, raw=b"{"), call("x", "1.3", DEVICE_INFO)):
        first = Device("12.11").handle(request)[1]
        assert (first.status, b"Error: initial admin user must be created first." in first.body) == (401, True)
    # A device may require a login for a request without a method.
    broken = send("POST", DEVICE_INFO, raw=b"{")
    assert {choice.response.status for choice in responses_of(on, broken, None)} == {200, 401}
    assert {choice.response.status for choice in responses_of(on, broken, "vera")} == {200}


# -- systemready.cgi

MEMBERS = ["systemready", "needsetup", "uptime", "bootid", "passphrasepolicy"]


@pytest.mark.parametrize(
    ("version", "api", "count"),
    [("10.12.323", "1.2", 2), ("11.11.192", "1.4", 4), ("12.9.57", "1.5", 5), ("12.11.77", "1.5", 5)],
)
def test_ready(version: str, api: str, count: int) -> None:
    request = call("systemready", "1", READY, timeout=20)
    for on, needed in ((device(version), "no"), (Device(version), "yes")):
        (choice,) = responses_of(on, request, None)
        assert choice.settled
        document = document_of(choice.response)
        assert list(document) == ["apiVersion", "method", "data"]
        assert (document["apiVersion"], list(document["data"])) == (api, MEMBERS[:count])
        assert document["data"]["needsetup"] == needed
        for change, right in (
            ({"systemready": "no"}, True),
            ({"uptime": "65", "bootid": "A64E48DF-6002-4f0a-83a1-98f302b05cb1"}, count > 2),
            ({"previewmode": "7190"}, count > 2),
            ({"previewmode": 7200}, False),
            ({"systemready": True}, False),
            ({"needsetup": "maybe"}, False),
            ({"bootid": "x"}, False),
            ({"passphrasepolicy": "length"}, False),
        ):
            expectation = responses_of(on, request, None)
            changed = written(choice.response, lambda it, change=change: it["data"].update(change))
            assert bool(expectation.match(changed)) is right, change


def test_the_members_of_a_version_that_was_not_recorded_are_not_settled() -> None:
    expectation = responses_of(device("9.80.2.2"), call("systemready", "1", READY), None)
    assert not expectation.settled
    assert expectation.match(
        written(expectation.choices[0].response, lambda it: it["data"].update(uptime="5", passphrasepolicy="none"))
    )
    for wrong in ({"uptime": 5}, {"passphrasepolicy": 1}, {"bootid": "x"}):
        changed = written(expectation.choices[0].response, lambda it, wrong=wrong: it["data"].update(wrong))
        assert not expectation.match(changed), wrong


def test_the_faults_of_readiness() -> None:
    wrong = responses_of(device("11.11.192"), send("POST", READY, raw=b"{"), None)
    assert document_of(wrong.choices[0].response)["error"] == {"code": 1000, "message": "Invalid JSON input"}
    assert wrong.settled
    for request in (
        call("x", "1", READY),
        call("systemready", "7.0", READY),
        call("systemready", "1", READY, timeout="x"),
    ):
        expectation = responses_of(device(), request, None)
        assert "error" in document_of(expectation.choices[0].response)
        assert not expectation.settled


@pytest.mark.parametrize(("path", "api"), [(READY, "1.5"), (DEVICE_INFO, "1.3"), (DISCOVERY, "1.1")])
def test_the_versions_of_the_apis_are_told_to_everybody(path: str, api: str) -> None:
    expectation = responses_of(device(), send("POST", path, {"method": "getSupportedVersions"}), None)
    response = expectation.choices[0].response
    assert document_of(response)["data"] == {"apiVersions": [api]}
    assert expectation.match(written(response, lambda it: it | {"data": {"apiVersions": ["1.0", api]}}))


# -- usergroup.cgi


def test_the_recorded_groups_of_an_account() -> None:
    expectation = responses_of(device("12.11.77"), send("GET", USER_GROUP))
    (choice,) = expectation
    assert choice.settled
    assert (choice.response.body, choice.response.content_type) == (b"root\nadmin operator viewer ptz\n", "text/plain")
    for body, right in (
        (b"root\r\nptz viewer operator admin", True),
        (b"root\nadmin operator viewer\n", False),
        (b"root\nroot admin operator viewer ptz\n", False),
        (b"boss\nadmin operator viewer ptz\n", False),
        (b"", False),
    ):
        assert bool(expectation.match(choice.response.replace(body=body))) is right, body


@pytest.mark.parametrize("version", ["9.80.2.2", "10.12.323", "11.11.192", "12.9.57"])
def test_older_devices_may_list_the_primary_group(version: str) -> None:
    for user, line in (
        ("root", "admin operator viewer ptz"),
        ("olga", "operator viewer"),
        ("vera", "viewer"),
        ("nobo", "ptz"),
    ):
        expectation = responses_of(device(version), send("GET", USER_GROUP), user)
        assert expectation.choices[0].response.body == f"{user}\n{line}\n".encode()
        assert not expectation.settled
        primary = "root" if user == "root" else "users"
        assert expectation.choices[1].response.body == f"{user}\n{primary} {line}\n".encode()
        for body in (f"{user}\n{primary} {line}\n", ""):
            assert expectation.match(HttpResponse(200, {"Content-Type": "text/plain"}, body.encode()))


def test_another_method_is_refused() -> None:
    on = device()
    for method in ("POST", "PUT"):
        assert on.handle(send(method, USER_GROUP), "root")[1].status == 405
        assert not responses_of(on, send(method, USER_GROUP)).settled
