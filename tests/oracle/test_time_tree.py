"""The Time API in the device configuration framework: who can read and set what, where, and in which versions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.json_requests import (
    NOW,
    PATHS,
    READY,
    TIME,
    TREE,
    USER_GROUP,
    ask,
    call,
    device,
    document_of,
    get,
    patch,
    responses_of,
    send,
    written,
)
from vapix_proto.oracle import Device
from vapix_proto.vapix.http import HttpRequest, HttpResponse

RULE = "CET-1CEST,M3.5.0,M10.5.0/3"
ZONE_LIST = "/timeZone/iana/getTimeZoneList"
IANA, POSIX, DST, DHCP = (
    f"/timeZone/{name}" for name in ("iana/timeZone", "posix/timeZone", "posix/dstEnabled", "dhcp/enabled")
)
ON = device(Time__POSIXTimeZone=RULE)

VALUES: dict[str, Any] = {
    "/time/dateTime": "2026-10-07T16:24:01Z",
    "/time/localDateTime": "2026-10-07T18:24:01+02:00",
    "/time/maxSupportedYear": 2069,
    "/timeZone/activeTimeZone": RULE,
    DHCP: False,
    "/timeZone/dhcp/timeZone": None,
    IANA: None,
    "/timeZone/iana/posixTimeZone": None,
    POSIX: RULE,
    DST: True,
}


@pytest.mark.parametrize(("below", "value"), VALUES.items())
def test_every_property_is_read(below: str, value: Any) -> None:
    expectation = responses_of(ON, get(below), "vera")
    (choice,) = expectation
    assert document_of(choice.response) == {"status": "success", "data": value}
    assert choice.settled
    # The documentation allows two more arrays and nothing else; no value may change but the clock's.
    for change, right in (
        ({"warnings": [], "information": ["x"]}, True),
        ({"warnings": "x"}, False),
        ({"more": []}, False),
        ({"status": "ok"}, False),
        ({"data": "2031-01-01T00:00:00Z"}, below == "/time/dateTime"),
        ({"data": "2031-01-01T00:00:00-03:30"}, below == "/time/localDateTime"),
        ({"data": []}, False),
    ):
        assert bool(expectation.match(written(choice.response, lambda it, change=change: it | change))) is right, change


@pytest.mark.parametrize("below", ["/time", "/timeZone", "/timeZone/dhcp", "/timeZone/iana", "/timeZone/posix"])
def test_an_entity_is_shown_with_its_name_or_without(below: str) -> None:
    first, second = responses_of(ON, get(below), "vera")
    value = document_of(first.response)["data"]
    assert document_of(second.response)["data"] == {below.rpartition("/")[2]: value}
    assert not first.settled
    assert not second.settled
    for name in value:
        assert ask(ON, get(f"{below}/{name}"))[1]["data"] == value[name]


def test_the_zone_of_an_iana_zone_may_have_a_posix_form() -> None:
    on = device(timeZone__iana__timeZone="Europe/Copenhagen")
    for below in ("", "/timeZone/iana", "/timeZone/iana/posixTimeZone"):
        response = responses_of(on, get(below)).choices[0].response
        said = response.replace(
            body=response.body.replace(b'"posixTimeZone":null', f'"posixTimeZone":"{RULE}"'.encode())
        )
        if below.endswith("/posixTimeZone"):
            said = response.replace(body=response.body.replace(b"null", f'"{RULE}"'.encode()))
        assert said != response
        assert responses_of(on, get(below)).match(said)
        assert not responses_of(on, get(below)).match(said.replace(body=said.body.replace(b"CET-1", b"Europe/")))
    assert ask(on, get("/timeZone/activeTimeZone"))[1] == {"status": "success", "data": "Europe/Copenhagen"}
    assert ask(on, get("/timeZone/posix"))[1]["data"] == {"dstEnabled": True, "timeZone": None}


def test_the_default_zone_is_not_settled() -> None:
    expectation = responses_of(device(), get())
    assert not expectation.settled
    response = expectation.choices[0].response
    changed = response.replace(
        body=response.body.replace(b'"activeTimeZone":"UTC0"', b'"activeTimeZone":"Europe/Stockholm"')
    )
    assert changed != response
    assert expectation.match(changed)


# -- setting: the value, and whether it is certainly accepted (True), certainly refused (False), or unsettled (None)

WRONG_NAMES: list[Any] = ["", "x y", RULE, 5, {}]
WRONG_ENTITIES: list[Any] = [
    {"timeZone": "x", "dstEnabled": True},
    {"timeZone": "UTC0", "dstEnabled": 1},
    None,
    "x",
    [],
]
SET: list[tuple[str, Any, bool | None]] = [
    ("/time/dateTime", "1995-11-07T12:00:00Z", True),
    *(("/time/dateTime", value, False) for value in ("1969-12-31T23:59:59Z", "2070-01-01T00:00:00Z", "x", None, 5)),
    (DHCP, True, True),
    *((DHCP, value, False) for value in ("true", None, 1)),
    (DHCP, False, None),
    (IANA, "Europe/Berlin", True),
    (IANA, "UTC", True),
    *((IANA, value, None) for value in ("Europe/Copenhagen", "Europe/Oslo", "Mars/Base", None)),
    *((IANA, value, False) for value in WRONG_NAMES),
    (POSIX, "EST5EDT,M3.2.0,M11.1.0", True),
    *((POSIX, value, None) for value in ("Abcdefg-1", "EST5EDT,M03.2.0,M11.1.0", None)),
    *((POSIX, value, False) for value in ("Europe/Berlin", "", "UTC", 0, True)),
    (DST, False, True),
    *((DST, value, False) for value in ("no", 0, None)),
    ("/timeZone/posix", {"timeZone": RULE, "dstEnabled": False}, True),
    ("/timeZone/posix", {"dstEnabled": True, "timeZone": "UTC0"}, True),
    *(
        ("/timeZone/posix", value, None)
        for value in ({"timeZone": "UTC0"}, {"dstEnabled": False}, {}, {"timeZone": None, "dstEnabled": True})
    ),
    ("/timeZone/posix", {"timeZone": "UTC0", "dstEnabled": True, "more": 1}, None),
    *(("/timeZone/posix", value, False) for value in WRONG_ENTITIES),
    *((below, RULE, False) for below in ("", "/time", "/timeZone", "/timeZone/iana", "/timeZone/dhcp")),
    *((below, RULE, False) for below in ("/timeZone/activeTimeZone", "/time/localDateTime", "/timeZone/dhcp/timeZone")),
    ("/x", RULE, False),
]


@pytest.mark.parametrize(("below", "value", "taken"), SET)
def test_what_is_set(below: str, value: Any, taken: bool | None) -> None:
    expectation = responses_of(ON, patch(below, value))
    successes = [choice for choice in expectation if choice.response.status == 200]
    assert {choice.response.body for choice in successes} <= {b'{"status":"success"}'}
    assert bool(successes) is (taken is not False)
    if taken:
        assert [choice.settled for choice in expectation] == [True]
        return
    assert all(choice.settled is False for choice in expectation)
    refusal = next(choice for choice in expectation if choice.response.status != 200)
    status, code = (404, 2) if below == "/x" else (400, 5)
    document = document_of(refusal.response)
    assert (refusal.response.status, document["status"], document["error"]["code"]) == (status, "error", code)
    assert refusal.device.essence == ON.essence
    # No error of this API was recorded, so every status code of a refusal is right; 500 is not one.
    assert expectation.match(HttpResponse(400, (), b"?"))
    assert not expectation.match(HttpResponse(500, (), b"?"))


def test_what_is_set_is_read() -> None:
    on, _ = ask(ON, patch("/timeZone/posix", {"timeZone": "EST5EDT,M3.2.0,M11.1.0", "dstEnabled": False}))
    assert (on.values["Time.POSIXTimeZone"], on.values["Time.DST.Enabled"]) == ("EST5EDT,M3.2.0,M11.1.0", "no")
    assert on.local_time(NOW).utoff == -18000
    on, _ = ask(on, patch(POSIX, "PST8PDT,M3.2.0,M11.1.0"))  # daylight saving time stays off
    assert ask(on, get("/timeZone/posix"))[1]["data"] == {"dstEnabled": False, "timeZone": "PST8PDT,M3.2.0,M11.1.0"}
    on, _ = ask(on, patch(DST, True))
    assert on.local_time(NOW).utoff == -25200
    on, _ = ask(on, patch(IANA, "Asia/Tokyo"))
    assert ask(on, get(DST))[1]["data"] is True
    # The device has no clock: it accepts a time and logs it.
    on, _ = ask(on, patch("/time/dateTime", "1995-11-07T12:00:00Z"))
    assert on.lines("System")[-1].endswith("time: set dateTime")
    assert ask(on, get("/time/dateTime"))[1]["data"] == "2026-10-07T16:24:01Z"


def test_which_states_an_open_value_may_lead_to() -> None:
    def zones(on: Device, request: HttpRequest) -> set[tuple[str, bool]]:
        return {(each.time_zone.active, each.time_zone.dst) for each in responses_of(on, request).devices}

    assert zones(ON, patch(POSIX, None)) == {(RULE, True), ("UTC0", True)}
    assert zones(ON, patch(DHCP, False)) == {(RULE, True)}
    assert zones(device(), patch(DST, False)) == {("UTC0", True), ("UTC0", False)}
    assert zones(device(), patch(DHCP, False)) == {("UTC0", True)}
    assert zones(device(timeZone__iana__timeZone="UTC"), patch(DST, False)) == {("UTC", True)}
    assert zones(device(Time__DST__Enabled="no", Time__POSIXTimeZone=RULE), call("resetTimeZone")) == {
        ("UTC0", True),
        ("UTC0", False),
    }


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (get("/x"), 404),
        (get("/time/dateTime/x"), 404),
        (get(ZONE_LIST), 404),
        (send("GET", f"{TREE}x"), 404),
        (send("PUT", f"{TREE}{IANA}", {"data": "UTC"}), 405),
        (send("DELETE", TREE), 405),
        (send("PATCH", TREE + IANA), 400),
        (send("PATCH", TREE + IANA, {"timeZone": "UTC"}), 400),
        (send("PATCH", TREE + IANA, raw=b'{"data":'), 400),
        (send("POST", TREE + IANA, {"data": {}}), 400),
        (send("POST", TREE + ZONE_LIST), 400),
        (send("POST", f"{TREE}/x", {"data": {}}), 404),
        (send("HEAD", TREE), 200),
        (send("HEAD", f"{TREE}/x"), 404),
    ],
)
def test_other_requests(message: HttpRequest, status: int) -> None:
    after, response = ON.handle(message, "root")
    assert (response.status, after.essence) == (status, ON.essence)


@pytest.mark.parametrize(
    "message",
    [
        get("/timeZone/"),
        get("//timeZone"),
        get(IANA).replace(query="recursive=true"),
        patch(IANA, "UTC").replace(headers=()),
        send("PATCH", TREE + IANA, {"data": "UTC", "more": 1}),
        send("PATCH", TREE + IANA, raw=b'{"data":"x","data":"UTC"}'),
        send("POST", TREE + ZONE_LIST, {"data": 5}),
    ],
)
def test_odd_requests_are_answered_and_may_be_refused(message: HttpRequest) -> None:
    expectation = responses_of(ON, message)
    assert expectation.choices[0].response.status == 200
    assert expectation.match(HttpResponse(400, (), b""))
    assert not any(choice.settled for choice in expectation)


# -- who may, and where

RIGHTS = [
    (get(), ["root", "olga", "vera"]),
    (get(IANA), ["root", "olga", "vera"]),
    (patch(IANA, "UTC"), ["root"]),
    (patch("/time/dateTime", "1995-11-07T12:00:00Z"), ["root"]),
    (send("POST", TREE + ZONE_LIST, {"data": {}}), ["root", "olga"]),
    (call("getAll"), ["root", "olga", "vera"]),
    (call("getDateTimeInfo"), ["root", "olga", "vera"]),
    (call("getSupportedVersions"), ["root", "olga", "vera"]),
    (call("setTimeZone", timeZone="UTC"), ["root", "olga"]),
    (call("setPosixTimeZone", posixTimeZone="UTC0", enableDst=True), ["root", "olga"]),
    (call("setDateTime", dateTime="1995-11-07T12:00:00Z"), ["root", "olga"]),
    (call("resetTimeZone"), ["root", "olga"]),
    (send("GET", USER_GROUP), ["root", "olga", "vera", "nobo"]),
]


@pytest.mark.parametrize(("message", "users"), RIGHTS)
def test_who_may(message: HttpRequest, users: list[str]) -> None:
    for user in ("root", "olga", "vera", "nobo"):
        after, response = ON.handle(message, user, now=NOW)
        granted = response.status == 200 and b'"error"' not in response.body
        assert granted is (user in users), user
        if not granted:
            assert after.essence == ON.essence
            expectation = responses_of(ON, message, user)
            assert not expectation.settled
            assert expectation.match(HttpResponse(403, (), b""))
            assert not expectation.match(ON.handle(message, "root", now=NOW)[1])
    for user_ in (None, "nemo"):
        assert ON.handle(message, user_)[1].status == 401
        assert bool(responses_of(ON, message, user_).match(HttpResponse(403, (), b""))) is (message.path == TIME)
    refused = device().replace(accounts=()).handle(message, None)[1]
    assert (refused.status, b"initial admin user must be created first" in refused.body) == (401, True)


def test_a_viewer_who_sets_is_refused_in_json_or_by_the_status() -> None:
    expectation = responses_of(ON, call("resetTimeZone"), "vera")
    assert document_of(expectation.choices[0].response)["error"]["code"] == 4002
    assert {choice.response.status for choice in expectation} == {200, 403}


#: For each path, versions that certainly have it and versions that certainly lack it; in between, both are right.
PRESENCE: dict[str, tuple[list[str], list[str]]] = {
    TIME: (["9.30", "10.12", "12.11.77", "12.99"], ["5.51", "9.29"]),
    TREE: (["12.4", "12.9.57", "12.11.77", "13.0"], ["9.80", "11.11", "11.11.192"]),
    "/axis-cgi/apidiscovery.cgi": (["8.50", "9.80", "12.11.77", "13.0"], ["5.51.7", "8.49"]),
    "/axis-cgi/basicdeviceinfo.cgi": (["8.40", "8.45.4.5", "12.11.77", "13.0"], ["5.51.7", "8.39"]),
    READY: (["9.50", "10.12", "12.11.77", "13.0"], ["5.51.7", "9.49"]),
    USER_GROUP: (["9.80", "11.11.192", "12.11.77"], []),
}
UNCLEAR = {TIME: ["13.0"], TREE: ["11.11.193", "12.3"], USER_GROUP: ["5.51.7", "13.0"]}


@pytest.mark.parametrize("path", PATHS)
def test_which_versions_have_it(path: str) -> None:
    method = "GET" if path in (TREE, USER_GROUP) else "POST"
    there, absent = PRESENCE[path]
    for version in (*there, *absent, *UNCLEAR.get(path, ())):
        expectation = responses_of(device(version), send(method, path, {}))
        found = {choice.response.status != 404 for choice in expectation}
        assert found == ({True} if version in there else {False} if version in absent else {True, False}), version


def test_what_null_does_is_not_settled_and_the_reference_device_refuses_it() -> None:
    for below, value in ((IANA, None), (POSIX, None), ("/timeZone/posix", {"timeZone": "UTC0"})):
        assert responses_of(ON, patch(below, value)).choices[0].response.status == 400
