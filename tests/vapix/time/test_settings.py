"""The tree of ``time/v2``: the recorded one, each part of it, and shapes that documents disagree on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vapix_proto import Code, ParseError, vapix

POSIX = "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"
# Recorded on 12.11.77.
TREE: dict[str, Any] = {
    "time": {
        "dateTime": "2026-10-07T16:24:23Z",
        "localDateTime": "2026-10-07T18:24:23+02:00",
        "maxSupportedYear": 2069,
    },
    "timeZone": {
        "activeTimeZone": POSIX,
        "dhcp": {"enabled": False, "timeZone": None},
        "iana": {"posixTimeZone": None, "timeZone": None},
        "posix": {"dstEnabled": True, "timeZone": POSIX},
    },
}


def at(place: str) -> Any:
    """The part of the tree at a place."""
    part: Any = TREE
    for name in filter(None, place.split("/")):
        part = part[name]
    return part


def read(place: str, data: object) -> object:
    """What a request for a part of the tree reads from data."""
    body = json.dumps({"status": "success", "data": data}).encode()
    return vapix.GetTimeSettings(place).read(vapix.HttpResponse(200, {}, body))


def properties(place: str) -> dict[str, Any]:
    """The properties at a place, by path."""
    inside = "" if place == "/" else place
    leaves = [path for path in vapix.TIME_PLACES if path != "/" and not isinstance(at(path), dict)]
    return {path: at(path) for path in leaves if f"{path}/".startswith(f"{inside}/")}


@pytest.mark.parametrize("place", vapix.TIME_PLACES)
def test_every_part_of_the_recorded_tree_is_read(place: str) -> None:
    found = read(place, at(place))
    assert isinstance(found, vapix.TimeSettings)
    assert dict(found.values) == properties(place)
    assert all(found.get(path) == value for path, value in found.values)
    assert found.get("/x") is None
    assert found.active_time_zone == (POSIX if "/timeZone/activeTimeZone" in properties(place) else None)
    assert hash(found) == hash(found.replace())


@pytest.mark.parametrize("place", ["/time", "/timeZone", "/timeZone/posix"])
def test_an_entity_may_have_its_own_name_inside(place: str) -> None:
    last = place.rpartition("/")[2]
    assert read(place, {last: at(place)}) == read(place, at(place))


def test_what_nobody_knows_is_left_out_and_another_type_is_unknown() -> None:
    known = read("/time", TREE["time"])
    assert read("/time", TREE["time"] | {"leapSecond": {"next": None}}) == known
    places: list[tuple[str, Any]] = [
        ("/", None),
        ("/", "x"),
        ("/time", []),
        ("/time/dateTime", 5),
        ("/time/maxSupportedYear", True),
        ("/time/maxSupportedYear", None),
        ("/timeZone/dhcp/enabled", "false"),
        ("/timeZone", {"dhcp": {"enabled": None}}),
        ("/timeZone/activeTimeZone", None),
    ]
    for place, data in places:
        assert isinstance(read(place, data), vapix.UnknownResponse), place
    assert read("/timeZone/iana/timeZone", None) == vapix.TimeSettings((("/timeZone/iana/timeZone", None),))


def test_the_list_of_zones() -> None:
    def names(data: object) -> object:
        body = json.dumps({"status": "success", "data": data}).encode()
        return vapix.GetTimeZoneList().read(vapix.HttpResponse(200, {}, body))

    assert names([{"timeZone": "Africa/Abidjan"}, {"timeZone": "UTC"}]) == vapix.TimeZoneList(("Africa/Abidjan", "UTC"))
    wrong: Any
    for wrong in (None, {}, ["UTC"], [{"timeZone": None}], [{}]):
        assert isinstance(names(wrong), vapix.UnknownResponse)


def test_requests_are_those_of_the_documents() -> None:
    requests: list[tuple[vapix.Request, str, str, object]] = [
        (vapix.GetTimeSettings(), "GET", "", None),
        (vapix.GetTimeSettings("/timeZone/activeTimeZone"), "GET", "/timeZone/activeTimeZone", None),
        (vapix.PatchDateTime("1995-11-07T12:00:00Z"), "PATCH", "/time/dateTime", "1995-11-07T12:00:00Z"),
        (vapix.PatchDhcpTimeZone(True), "PATCH", "/timeZone/dhcp/enabled", True),
        (vapix.PatchIanaTimeZone("Europe/Copenhagen"), "PATCH", "/timeZone/iana/timeZone", "Europe/Copenhagen"),
        (
            vapix.PatchPosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3", False),
            "PATCH",
            "/timeZone/posix",
            {"timeZone": "CET-1CEST,M3.5.0,M10.5.0/3", "dstEnabled": False},
        ),
        (vapix.PatchPosixTimeZone("UTC0"), "PATCH", "/timeZone/posix/timeZone", "UTC0"),
        (vapix.PatchPosixTimeZone(dst_enabled=True), "PATCH", "/timeZone/posix/dstEnabled", True),
        (vapix.GetTimeZoneList(), "POST", "/timeZone/iana/getTimeZoneList", {}),
    ]
    for request, method, place, data in requests:
        message = request.to_http()
        assert (message.method, message.target) == (method, f"/config/rest/time/v2{place}")
        body = message.read_body()
        assert body == b"" if data is None else json.loads(body) == {"data": data}
        with pytest.raises(ParseError, match="is not allowed"):
            request.to_http("PUT")


def test_a_place_that_the_tree_lacks_and_nothing_to_set() -> None:
    with pytest.raises(ParseError, match=r"time/v2 has no '/timezone' \[path-wrong\]"):
        vapix.GetTimeSettings("/timezone")
    with pytest.raises(ParseError) as caught:
        vapix.PatchPosixTimeZone()
    assert caught.value.code == Code.ARGUMENT_MISSING


def test_switching_dhcp_off_alone_gives_a_warning() -> None:
    assert vapix.PatchDhcpTimeZone(True).validate() == ()
    (problem,) = vapix.PatchDhcpTimeZone(False).validate()
    assert (problem.code, problem.severity, problem.subject) == ("argument-value", "warning", "enabled")
    assert str(problem) == (
        "false is accepted only together with a time zone; set a time zone instead, which switches DHCP off"
    )
