"""The reference device's two Time APIs: recorded bytes, errors, and how one kind of time zone replaces another."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.json_requests import (
    NOW,
    TIME,
    TREE,
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
from vapix_proto import oracle, tz
from vapix_proto.oracle import Device
from vapix_proto.oracle.rules.time_zones import ZONE_NAMES
from vapix_proto.vapix.http import HttpRequest

RULE = "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"
ZONE_LIST = "/timeZone/iana/getTimeZoneList"


def param(text: str) -> HttpRequest:
    return HttpRequest("GET", "/axis-cgi/param.cgi", text)


def listed(on: Device, name: str = "Time.POSIXTimeZone") -> str:
    return on.handle(param(f"action=list&group=root.{name}"), "root")[1].body.decode().strip()


# -- recordings of AXIS OS 12.11.77


def test_the_recorded_time_of_a_device_with_a_posix_zone() -> None:
    asked = send("POST", TIME, {"apiVersion": "1.0", "context": "oadm", "method": "getDateTimeInfo"})
    on = device(Time__POSIXTimeZone=RULE)
    expectation = responses_of(on, asked)
    recorded = (
        b'{"apiVersion":"1.1","context":"oadm","method":"getDateTimeInfo","data":{"dateTime":"2026-10-07T16:24:01Z",'
        b'"localDateTime":"2026-10-07T18:24:01+02:00","maxYearSupported":2069,'
        b'"posixTimeZone":"<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00","dstEnabled":true}}'
    )
    assert expectation.choices[0].response.body == recorded
    assert expectation.settled
    # Another time is acceptable, too, because nobody knows what the device's clock shows.
    assert oracle.expect(on, asked, "root", now=0).match(expectation.choices[0].response, "bytes")


def test_the_recorded_tree() -> None:
    expectation = oracle.expect(device(Time__POSIXTimeZone=RULE), get(), "root", now=NOW + 22)
    (choice,) = expectation
    assert choice.response.body == (
        b'{"status":"success","data":{"time":{"dateTime":"2026-10-07T16:24:23Z",'
        b'"localDateTime":"2026-10-07T18:24:23+02:00","maxSupportedYear":2069},"timeZone":{"activeTimeZone":'
        b'"<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00","dhcp":{"enabled":false,"timeZone":null},'
        b'"iana":{"posixTimeZone":null,"timeZone":null},"posix":{"dstEnabled":true,"timeZone":'
        b'"<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"}}}}'
    )
    assert choice.settled
    assert listed(device(Time__POSIXTimeZone=RULE)) == f"root.Time.POSIXTimeZone={RULE}"


@pytest.mark.parametrize("data", [{}, None])
def test_the_recorded_list_of_zones(data: Any) -> None:
    expectation = responses_of(device(), send("POST", TREE + ZONE_LIST, {"data": data}))
    rows = document_of(expectation.choices[0].response)["data"]
    assert [row["timeZone"] for row in rows] == list(ZONE_NAMES)
    assert (len(ZONE_NAMES), ZONE_NAMES[-1], sorted(ZONE_NAMES[:-1])) == (313, "UTC", list(ZONE_NAMES[:-1]))
    digest = hashlib.sha256("\n".join(ZONE_NAMES).encode()).hexdigest()[:16]
    assert digest == "527040a8eb7ef75e"
    other = written(expectation.choices[0].response, lambda it: it | {"data": [{"timeZone": "Europe/Stockholm"}]})
    assert expectation.match(other)
    wrong: Any
    for wrong in ([], [{"name": "UTC"}], ["UTC"], {}, None):
        assert not expectation.match(written(other, lambda it, wrong=wrong: it | {"data": wrong})), wrong
    element: Any
    for element in (None, False, 1, [], "Africa/Cairo", {"timeZone": ""}):
        mixed = [{"timeZone": "UTC"}, element]
        found = expectation.match(written(other, lambda it, mixed=mixed: it | {"data": mixed}))
        assert isinstance(found, oracle.Mismatch)
        assert found.reason.startswith("data is not a list of objects that each have a timeZone (")


@pytest.mark.parametrize(("zone", "right"), [("Etc/UTC", True), ("GMT0", True), ("", False), ("x y", False)])
def test_a_default_zone_is_unknown_but_is_a_zone(zone: str, right: bool) -> None:
    expectation = responses_of(device(), get("/timeZone"))
    response = expectation.choices[0].response
    assert bool(expectation.match(written(response, lambda it: it["data"].update(activeTimeZone=zone)))) is right


def test_the_offset_of_a_default_zone_is_unknown() -> None:
    for request in (get("/time"), get()):
        expectation = responses_of(device(), request)
        document = expectation.choices[0].response
        for local, right in (("2031-07-01T09:00:00+09:00", True), ("2031-07-01T08:00:00+09:00", False)):
            times = {"dateTime": "2031-07-01T00:00:00Z", "localDateTime": local}
            changed = written(document, lambda it, times=times: (it["data"].get("time") or it["data"]).update(times))
            assert bool(expectation.match(changed)) is right, (request, local)


# -- time.cgi


def fault(code: int | None, *requests: HttpRequest) -> list[tuple[HttpRequest, int | None]]:
    return [(request, code) for request in requests]


POSIX: dict[str, Any] = {"posixTimeZone": "UTC0", "enableDst": True}
#: Requests by an operator, the error code of the answer, and whether every other answer is wrong.
FAULTS = [
    *fault(None, call("getAll"), call("getDateTimeInfo", "1.0"), call("resetTimeZone")),
    *fault(None, call("setTimeZone", timeZone="Europe/Vienna"), call("setTimeZone", timeZone="Europe/Stockholm")),
    *fault(None, call("setPosixTimeZone", **POSIX), call("setDateTime", dateTime="1970-01-01T00:00:00Z")),
    *fault(
        None,
        call("setDateTime", dateTime="2069-12-31T23:59:59Z"),
        send("POST", TIME, {"method": "getSupportedVersions"}),
    ),
    *fault(2000, send("GET", TIME), send("PUT", TIME, {"apiVersion": "1.1", "method": "getAll"})),
    *fault(2000, call("getAll").replace(headers={"Content-Type": "text/plain"})),
    *fault(
        3000, send("POST", TIME), send("POST", TIME, []), send("POST", TIME, raw=b'{"method":'), send("POST", TIME, 1)
    ),
    *fault(4000, call("getall"), call(""), call("getApiList"), send("POST", TIME, {"apiVersion": "1.0", "method": 5})),
    *fault(4001, call("getAll", "2.0"), call("setDateTime", "2.0", dateTime="1970-01-01T00:00:00Z")),
    *fault(4003, send("POST", TIME, {"method": "getAll"}), send("POST", TIME, {"apiVersion": "1.1"})),
    *fault(4003, call("setTimeZone"), call("setTimeZone", zone="UTC"), call("setPosixTimeZone", posixTimeZone="UTC0")),
    *fault(4003, call("setPosixTimeZone", enableDst=True), call("setDateTime")),
    *fault(
        4004, call("setTimeZone", timeZone="x y"), call("setTimeZone", timeZone=5), call("setTimeZone", timeZone="")
    ),
    *fault(4004, call("setTimeZone", timeZone="CET-1CEST,M3.5.0,M10.5.0/3"), call("setTimeZone", timeZone="x" * 65)),
    *fault(
        4004,
        call("setPosixTimeZone", **POSIX | {"enableDst": "yes"}),
        call("setPosixTimeZone", **POSIX | {"enableDst": 1}),
    ),
    *[
        pair
        for text in ("CET", "Europe/Vienna", "", None, "UTC0 ")
        for pair in fault(4004, call("setPosixTimeZone", **POSIX | {"posixTimeZone": text}))
    ],
    *[
        pair
        for text in (
            "1969-12-31T23:59:59Z",
            "2070-01-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-01-01T00:00:00",
            "now",
            0,
        )
        for pair in fault(4004, call("setDateTime", dateTime=text))
    ],
]


@pytest.mark.parametrize(("asked", "code"), FAULTS, ids=[f"{code} {request.body!r}" for request, code in FAULTS])
def test_the_faults_of_time_cgi(asked: HttpRequest, code: int | None) -> None:
    before = device(timeZone__iana__timeZone="Africa/Cairo")
    after, document = ask(before, asked, "olga")
    assert document.get("error", {}).get("code") == code
    assert document["apiVersion"] == "1.1"
    if code is not None:
        assert (set(document) - {"method"}, after.essence) == ({"apiVersion", "error"}, before.essence)
        expectation = responses_of(before, asked, "olga")
        assert not any(
            document_of(choice.response).get("data") for choice in expectation if choice.response.body[:1] == b"{"
        )
        # The code matters if a source states it; the text never matters.
        response = expectation.choices[0].response
        assert expectation.match(written(response, lambda it: it | {"error": {"code": code, "message": "?"}}))
        other = expectation.match(written(response, lambda it: it | {"error": {"code": 2002, "message": "?"}}))
        assert bool(other) is (code in (4003, 4004))


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        (call("setTimeZone", timeZone="Europe/Atlantis"), [4004, None]),  # databases differ in their names
        (call("setTimeZone", timeZone="Europe/Stockholm"), [None, 4004]),
        (call("setTimeZone", timeZone="Europe/Vienna"), [None]),
        (call("setPosixTimeZone", **POSIX | {"posixTimeZone": "Abcdefg-1"}), [4004, None]),  # seven letters
        (call("setPosixTimeZone", **POSIX | {"posixTimeZone": "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"}), [4004, None]),
        (call("getAll", "1.2"), [4001, None]),
        (call("getAll", "1"), [None, 4001]),
        (call("resetTimeZone", "1.0"), [None, 4000]),
        (call("getAll").replace(headers=()), [None, 2000]),
        (send("POST", TIME, {"apiVersion": "1.1", "method": "getAll", "context": 5}), [4004, None]),
        (send("POST", TIME, {"apiVersion": "1.1", "method": "getAll", "context": "\x00"}), [None, 3000]),
        (send("POST", TIME, raw=b'{"apiVersion":"1.1","method":"getAll","method":"getAll"}'), [None, 3000]),
    ],
)
def test_what_is_not_settled_in_time_cgi(asked: HttpRequest, right: list[int | None]) -> None:
    expectation = responses_of(device(Time__POSIXTimeZone=RULE), asked)
    documents = [document_of(choice.response) for choice in expectation]
    codes = [document.get("error", {}).get("code") for document in documents]
    assert list(dict.fromkeys(codes)) == right
    assert expectation.settled is (len(right) == 1)


def test_a_context_comes_back_and_each_response_has_the_version_of_the_device() -> None:
    for version, api in (("9.80.2.2", "1.0"), ("10.12.323", "1.0"), ("11.11.192", "1.1"), ("12.9.57", "1.1")):
        for method in ("getAll", "x"):
            asked = send("POST", TIME, {"apiVersion": "1.0", "context": '\u00e9"', "method": method})
            document = ask(device(version), asked)[1]
            assert (document["apiVersion"], document["context"], document["method"]) == (api, '\u00e9"', method)
    expectation = responses_of(device("12.11.77"), call("x"))
    assert not expectation.match(written(expectation.choices[0].response, lambda it: it | {"apiVersion": "1.0"}))
    # For versions between the recorded ones, the version of the API is not known.
    expectation = responses_of(device("11.8"), call("getDateTimeInfo"))
    for text, right in (
        ("1.0", True),
        ("9999.9999", True),
        ("1", False),
        ("x1.0", False),
        ("1.0.0", False),
        (1.1, False),
    ):
        changed = written(expectation.choices[0].response, lambda it, text=text: it | {"apiVersion": text})
        assert bool(expectation.match(changed)) is right, text
    found = [ask(device(version), call("getAll", "1.0"))[1]["apiVersion"] for version in ("9.30", "11.4.99", "11.5")]
    assert found == ["1.0", "1.0", "1.1"]


def test_the_content_type_may_have_parameters() -> None:
    for kind in ("application/json; charset=utf-8", "APPLICATION/JSON ;charset=utf8"):
        expectation = responses_of(
            device(Time__POSIXTimeZone=RULE), call("getAll").replace(headers={"content-type": kind})
        )
        assert expectation.settled
        assert "data" in document_of(expectation.choices[0].response)


def test_another_method_than_post_is_refused_in_json() -> None:
    assert {choice.response.status for choice in responses_of(device(), send("GET", TIME))} == {200}
    assert {choice.response.status for choice in responses_of(device(), send("PUT", TIME))} == {200, 405}


def test_a_version_without_its_minor_number_is_taken_first() -> None:
    assert "data" in ask(device(), call("getAll", "1"))[1]
    assert ask(device(), call("getAll", "2"))[1]["error"]["code"] == 4001


INFO = ["dateTime", "localDateTime", "maxYearSupported"]


@pytest.mark.parametrize(
    ("version", "settings", "shapes"),
    [
        ("12.11.77", {"Time__POSIXTimeZone": RULE}, [["posixTimeZone", "dstEnabled"]]),
        (
            "12.11.77",
            {"Time__POSIXTimeZone": RULE, "timeZone__dhcp__timeZone": "Europe/Berlin"},
            [["posixTimeZone", "dstEnabled", "dhcpTimeZone", "dhcpTimeZoneUtilized"]],
        ),
        (
            "10.12.323",
            {"Time__POSIXTimeZone": RULE, "timeZone__dhcp__timeZone": "UTC"},
            [["posixTimeZone", "dstEnabled"]],
        ),
        ("12.11.77", {"timeZone__iana__timeZone": "UTC"}, [["timeZone"], ["timeZone", "posixTimeZone", "dstEnabled"]]),
        (
            "12.11.77",
            {},
            [["posixTimeZone", "dstEnabled"], ["timeZone"], ["timeZone", "posixTimeZone", "dstEnabled"]],
        ),
    ],
)
def test_the_documented_shapes(version: str, settings: dict[str, str], shapes: list[list[str]]) -> None:
    expectation = responses_of(device(version, **settings), call("getDateTimeInfo", "1.0"))
    assert [list(document_of(choice.response)["data"]) for choice in expectation] == [INFO + shape for shape in shapes]
    assert expectation.settled is (len(shapes) == 1)
    for choice in responses_of(device(version, **settings), call("getAll", "1.0")):
        assert list(document_of(choice.response)["data"])[-1] == "timeZones"


def test_dhcp_shows_whether_its_zone_is_used() -> None:
    for settings, used in (
        ({}, True),
        ({"Time__POSIXTimeZone": RULE}, False),
        ({"timeZone__iana__timeZone": "UTC"}, False),
    ):
        on = device(timeZone__dhcp__timeZone="EST5EDT", **settings)
        data = ask(on, call("getAll"))[1]["data"]
        assert (data["dhcpTimeZone"], data["dhcpTimeZoneUtilized"]) == ("EST5EDT", used)
        assert (on.time_zone.active == "EST5EDT") is used


def times(utc: str, local: str) -> Any:
    return lambda it: it | {"data": it["data"] | {"dateTime": utc, "localDateTime": local}}


@pytest.mark.parametrize(
    ("dst", "utc", "local", "right"),
    [
        ("yes", "2031-07-01T00:00:00Z", "2031-07-01T02:00:00+02:00", True),
        ("yes", "2031-01-01T00:00:00Z", "2031-01-01T01:00:00+01:00", True),
        ("yes", "2031-01-01T00:00:00Z", "2031-01-01T01:00:04+01:00", True),  # read a little later
        ("yes", "2031-07-01T00:00:00Z", "2031-07-01T01:00:00+01:00", False),
        ("yes", "2031-07-01T00:00:00Z", "2031-07-01T01:00:00+02:00", False),  # another instant
        ("no", "2031-07-01T00:00:00Z", "2031-07-01T01:00:00+01:00", True),
        ("no", "2031-07-01T00:00:00Z", "2031-07-01T02:00:00+02:00", False),
        ("yes", "2031-07-01T00:00:00", "2031-07-01T02:00:00+02:00", False),
        ("yes", "2031-02-30T00:00:00Z", "2031-07-01T02:00:00+02:00", False),
        ("yes", "2031-07-01T00:00:00Z", "2031-07-01T02:00:00", False),
        ("yes", "2031-07-01T00:00:00Z", "2031-07-01T02:00:00Z", False),
    ],
)
def test_nobody_knows_the_clock_but_its_two_times_agree(dst: str, utc: str, local: str, right: bool) -> None:
    on = device(Time__POSIXTimeZone="CET-1CEST,M3.5.0,M10.5.0/3", Time__DST__Enabled=dst)
    expectation = responses_of(on, call("getDateTimeInfo"))
    assert bool(expectation.match(written(expectation.choices[0].response, times(utc, local)))) is right
    tree = responses_of(on, get())
    changed = written(
        tree.choices[0].response,
        lambda it: it | {"data": it["data"] | {"time": it["data"]["time"] | {"dateTime": utc, "localDateTime": local}}},
    )
    assert bool(tree.match(changed)) is right


def test_the_clock_of_an_iana_zone_is_known_by_its_form_alone() -> None:
    on = device(timeZone__iana__timeZone="Europe/Vienna")
    assert on.zone is None
    assert on.local_time(NOW) == tz.LocalTimeType(0, False, "UTC")
    expectation = responses_of(on, call("getDateTimeInfo"))
    response = expectation.choices[0].response
    assert expectation.match(written(response, times("2031-07-01T00:00:00Z", "2031-07-01T02:00:00+02:00")))
    assert not expectation.match(written(response, times("2031-07-01T00:00:00Z", "2031-07-01T03:00:00+02:00")))


def test_an_offset_with_seconds_may_be_written_without() -> None:
    expectation = responses_of(device(Time__POSIXTimeZone="LMT-0:49:56"), call("getDateTimeInfo"))
    assert b"T17:13:57+00:49:56" in expectation.choices[0].response.body
    for local, right in (("2031-07-01T00:49:00+00:49", True), ("2031-07-01T00:48:00+00:48", False)):
        changed = written(expectation.choices[0].response, times("2031-07-01T00:00:00Z", local))
        assert bool(expectation.match(changed)) is right


# -- laws of the state

CHOICES = {
    "iana": [call("setTimeZone", timeZone="Europe/Vienna"), patch("/timeZone/iana/timeZone", "Europe/Vienna")],
    "posix": [
        call("setPosixTimeZone", posixTimeZone=RULE, enableDst=True),
        patch("/timeZone/posix/timeZone", RULE),
        patch("/timeZone/posix", {"timeZone": RULE, "dstEnabled": True}),
        param(f"action=update&Time.POSIXTimeZone={RULE}"),
    ],
    "factory string": [
        call("setPosixTimeZone", posixTimeZone="UTC0", enableDst=True),
        patch("/timeZone/posix/timeZone", "UTC0"),
    ],
    "dhcp": [call("resetTimeZone"), patch("/timeZone/dhcp/enabled", True)],
}
SHOWN: dict[str, tuple[bool, str | None, str | None, str]] = {
    "iana": (False, "Europe/Vienna", None, "Europe/Vienna"),
    "posix": (False, None, RULE, RULE),
    "factory string": (False, None, "UTC0", "UTC0"),
    "dhcp": (True, None, None, "UTC0"),
}
steps = st.sampled_from([(kind, request) for kind, requests in CHOICES.items() for request in requests])


@given(
    st.sampled_from(["12.9.57", "12.11.77", "13.0"]),
    st.sampled_from([None, "Asia/Tokyo", "EST5EDT"]),
    st.lists(steps, min_size=1, max_size=5),
)
def test_a_choice_of_a_zone_clears_the_others(
    version: str, lease: str | None, chosen: list[tuple[str, HttpRequest]]
) -> None:
    on = device(version, **({"timeZone__dhcp__timeZone": lease} if lease else {}))
    for kind, request in chosen:
        if version == "13.0" and request.path.endswith("param.cgi"):
            continue
        on, response = on.handle(request, "root", now=NOW)
        assert b"rror" not in response.body, response.body
        dhcp, iana, posix, active = SHOWN[kind]
        tree = ask(on, get())[1]["data"]["timeZone"]
        assert tree["dhcp"] == {"enabled": dhcp, "timeZone": lease}
        assert (tree["iana"]["timeZone"], tree["posix"]["timeZone"]) == (iana, posix)
        assert tree["activeTimeZone"] == (lease if dhcp and lease else active) == on.time_zone.active
        data = ask(on, call("getDateTimeInfo", "1.0"))[1]["data"]
        shown = data.get("timeZone", data.get("posixTimeZone"))
        assert shown == tree["activeTimeZone"]
        if posix is not None and version != "13.0":
            assert listed(on) == f"root.Time.POSIXTimeZone={posix}"
        assert oracle.expect(on, get(), "root").match(on.handle(get(), "root", now=NOW)[1])


@pytest.mark.parametrize("version", ["9.80.2.2", "11.11.192", "12.11.77"])
def test_parameters_and_the_api_are_one_setting(version: str) -> None:
    on, _ = ask(device(version), call("setPosixTimeZone", "1.0", posixTimeZone="CET-1CEST", enableDst=False))
    assert listed(on) == "root.Time.POSIXTimeZone=CET-1CEST"
    assert listed(on, "Time.DST.Enabled") == "root.Time.DST.Enabled=no"
    on, _ = on.handle(param("action=update&Time.POSIXTimeZone=EST5&Time.DST.Enabled=yes"), "root")
    data = ask(on, call("getDateTimeInfo", "1.0"))[1]["data"]
    assert (data["posixTimeZone"], data["dstEnabled"]) == ("EST5", True)


@pytest.mark.parametrize("version", ["9.80.2.2", "11.11.192", "12.11.77"])
@pytest.mark.parametrize("before", [{}, {"timeZone__iana__timeZone": "Asia/Tokyo"}, {"Time__POSIXTimeZone": "EST5EDT"}])
def test_a_parameter_that_is_set_to_the_default_zone_takes_the_place_of_dhcp(
    version: str, before: dict[str, str]
) -> None:
    on = device(version, timeZone__dhcp__timeZone="CET-1CEST,M3.5.0,M10.5.0/3", **before)
    default = on.time_zone.default
    after, _ = on.handle(param(f"action=update&Time.POSIXTimeZone={default}"), "root")
    assert (after.time_zone.posix, after.time_zone.active, after.time_zone.dhcp) == (default, default, False)


def test_what_a_parameter_shows_beside_an_iana_zone_is_not_settled() -> None:
    on = device(timeZone__iana__timeZone="Europe/Vienna")
    expectation = responses_of(on, param("action=list&group=root.Time.POSIXTimeZone"))
    response = expectation.choices[0].response
    assert expectation.match(response.replace(body=b"root.Time.POSIXTimeZone=CET-1CEST,M3.5.0,M10.5.0/3\n"))
    update = responses_of(on, param("action=update&Time.POSIXTimeZone=UTC0"))
    assert {each.time_zone.iana for each in update.devices} == {None, "Europe/Vienna"}
    assert not update.settled
    assert {each.time_zone.iana for each in responses_of(on, param("action=update&Time.DST.Enabled=no")).devices} == {
        "Europe/Vienna"
    }


def test_resets_forget_the_zone() -> None:
    for settings in ({"timeZone__iana__timeZone": "UTC"}, {"Time__POSIXTimeZone": RULE}):
        for name in ("factorydefault.cgi", "hardfactorydefault.cgi"):
            after, _ = device(**settings).handle(HttpRequest("GET", f"/axis-cgi/{name}"), "root")
            assert after.essence == Device("12.11.77").essence
        after, _ = device(**settings).handle(HttpRequest("GET", "/axis-cgi/restart.cgi"), "root")
        assert after.essence == device(**settings).essence


@pytest.mark.parametrize(
    ("version", "settings"),
    [
        ("9.20", {"timeZone.iana.timeZone": "UTC"}),
        ("12.11", {"timeZone.iana.timeZone": "x y"}),
        ("12.11", {"timeZone.dhcp.timeZone": "CET-1CEST,M3"}),
        ("12.11", {"Time.POSIXTimeZone": "Europe/Vienna"}),
        ("12.11", {"timeZone.posix.timeZone": "UTC0"}),
    ],
)
def test_what_is_no_zone_of_a_state(version: str, settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"parameter|zone|TZ string"):
        Device(version, (), settings)


def test_a_zone_that_was_set_has_one_form() -> None:
    off = {"timeZone.dhcp.enabled": "no"}
    assert Device("12.11", (), {"Time.POSIXTimeZone": "EST5", **off}) == Device(
        "12.11", (), {"Time.POSIXTimeZone": "EST5"}
    )
    assert Device("12.11", (), off).time_zone.posix == "UTC0"
    assert Device("13.0", (), {"Time.POSIXTimeZone": "EST5"}).zone == tz.parse("EST5")
    assert "Time.POSIXTimeZone" not in Device("13.0", (), {"Time.POSIXTimeZone": "EST5"}).values


def test_the_recorded_texts_of_errors() -> None:
    for asked, code, text in (
        (call("getAll").replace(headers={"Content-Type": "text/plain"}), 2000, "Invalid request"),
        (call("x"), 4000, "Method does not exist"),
        (call("getAll", "2.0"), 4001, "The specified version is not supported"),
    ):
        expectation = responses_of(device(), asked)
        assert document_of(expectation.choices[0].response)["error"] == {"code": code, "message": text}
        assert expectation.settled
