"""Requests to ``time.cgi``: the samples of its page, the rules of its values, and the recorded response."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import available_timezones

import pytest

from vapix_proto import Code, ParseError, Severity, vapix

SAMPLE = {
    "dateTime": "2018-11-19T13:26:53Z",
    "localDateTime": "2018-11-19T14:26:53+01:00",
    "maxYearSupported": 2069,
}
CET = "CET-1CEST,M3.5.0,M10.5.0/3"
RECORDED = """{"apiVersion":"1.1","context":"oadm","method":"getDateTimeInfo","data":{"dateTime":"2026-10-07T16:24:01Z",
"localDateTime":"2026-10-07T18:24:01+02:00","maxYearSupported":2069,
"posixTimeZone":"<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00","dstEnabled":true}}"""


def body(request: vapix.Request) -> Any:
    """What a request sends, as JSON."""
    return json.loads(request.to_http().read_body())


def answer(data: object, method: str) -> vapix.HttpResponse:
    """A successful response."""
    return vapix.HttpResponse(200, {}, json.dumps({"apiVersion": "1.1", "method": method, "data": data}).encode())


def test_requests_are_those_of_the_page() -> None:
    assert body(vapix.GetDateTimeInfo(context="my context")) == {
        "apiVersion": "1.0",
        "context": "my context",
        "method": "getDateTimeInfo",
    }
    assert body(vapix.SetTimeZone("Europe/Stockholm"))["params"] == {"timeZone": "Europe/Stockholm"}
    assert body(vapix.SetPosixTimeZone(CET, False))["params"] == {"posixTimeZone": CET, "enableDst": False}
    assert body(vapix.ResetTimeZone()) == {"apiVersion": "1.1", "method": "resetTimeZone"}
    assert body(vapix.GetSupportedVersions()) == {"method": "getSupportedVersions"}
    request = vapix.SetDateTime("2018-11-19T13:26:53Z").to_http()
    assert request.read_body() == (
        b'{"apiVersion":"1.0","method":"setDateTime","params":{"dateTime":"2018-11-19T13:26:53Z"}}'
    )
    assert (request.path, request.headers) == ("/axis-cgi/time.cgi", (("Content-Type", "application/json"),))


def test_the_recorded_response() -> None:
    assert vapix.GetDateTimeInfo().read(vapix.HttpResponse(200, {}, RECORDED.encode())) == vapix.DateTimeInfo(
        "2026-10-07T16:24:01Z",
        "2026-10-07T18:24:01+02:00",
        2069,
        posix_time_zone="<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00",
        dst_enabled=True,
    )


@pytest.mark.parametrize(
    "zones", [{"timeZone": "Europe/Stockholm"}, {"posixTimeZone": CET}, {"timeZone": "A/b", "posixTimeZone": CET}]
)
@pytest.mark.parametrize("dhcp", [{}, {"dhcpTimeZone": "Europe/Berlin", "dhcpTimeZoneUtilized": False}])
def test_the_six_shapes_of_the_page(zones: dict[str, object], dhcp: dict[str, object]) -> None:
    enabled = {"dstEnabled": True} if "posixTimeZone" in zones else {}
    data = SAMPLE | zones | enabled | dhcp
    found = vapix.GetDateTimeInfo().read(answer(data, "getDateTimeInfo"))
    assert isinstance(found, vapix.DateTimeInfo)
    assert (found.time_zone, found.posix_time_zone) == (zones.get("timeZone"), zones.get("posixTimeZone"))
    assert found.dst_enabled is enabled.get("dstEnabled")
    assert (found.dhcp_time_zone, found.dhcp_time_zone_utilized) == ((*dhcp.values(),) or (None, None))
    assert found.time_zones is None
    names = ["Africa/Accra", "UTC"]
    everything = vapix.GetAllTimeInfo().read(answer(data | {"timeZones": names}, "getAll"))
    assert everything == found.replace(time_zones=tuple(names))


def test_a_field_of_another_type_makes_a_response_unknown() -> None:
    wrong = {"maxYearSupported": "2069", "dateTime": 5, "timeZone": True, "dstEnabled": "yes", "dhcpTimeZone": []}
    for name, value in wrong.items():
        found = vapix.GetDateTimeInfo().read(answer(SAMPLE | {name: value}, "getDateTimeInfo"))
        assert isinstance(found, vapix.UnknownResponse)
    for name in SAMPLE:
        data = {key: value for key, value in SAMPLE.items() if key != name}
        assert isinstance(vapix.GetDateTimeInfo().read(answer(data, "getDateTimeInfo")), vapix.UnknownResponse)


def test_what_was_set_is_read() -> None:
    at = "2018-11-19T13:26:53Z"
    assert vapix.SetDateTime(at).read(answer({"dateTime": at}, "setDateTime")) == vapix.DateTimeSet(at)
    name = {"timeZone": "Europe/Stockholm"}
    assert vapix.SetTimeZone("A/b").read(answer(name, "setTimeZone")) == vapix.TimeZoneSet("Europe/Stockholm")
    posix = {"posixTimeZone": CET, "dstEnabled": True}
    assert vapix.SetPosixTimeZone(CET).read(answer(posix, "setPosixTimeZone")) == vapix.PosixTimeZoneSet(CET, True)
    reset = vapix.ResetTimeZone()
    assert reset.read(answer({"status": "success"}, "resetTimeZone")) == vapix.TimeZoneReset()
    assert isinstance(reset.read(answer({"status": "failure"}, "resetTimeZone")), vapix.UnknownResponse)


# -- values


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("1970-01-01T00:00:00Z", []),
        ("2024-02-29T23:59:59Z", []),
        ("2000-02-29T00:00:00Z", []),
        ("1969-12-31T23:59:59Z", ["year 1969 is before 1970, the first year that can be set"]),
        ("2100-02-29T00:00:00Z", ["day 29 is out of range: month 2 of 2100 has 28 days"]),
        ("2023-13-00T24:60:60Z", [f"{unit} {n} is out of range: {low} to {high}" for unit, n, low, high in (
            ("month", 13, 1, 12), ("hour", 24, 0, 23), ("minute", 60, 0, 59), ("second", 60, 0, 59))]),
        ("2023-04-00T00:00:00Z", ["day 0 is out of range: month 4 of 2023 has 30 days"]),
        ("2023-04-31T00:00:00Z", ["day 31 is out of range: month 4 of 2023 has 30 days"]),
        *((text, [f"'{text}' is not a UTC time of the form YYYY-MM-DDThh:mm:ssZ"]) for text in (
            "", "2023-04-01", "2023-04-01T00:00:00+00:00", "2023-04-01 00:00:00Z", "2023-04-01T00:00:00.5Z")),
    ],
)  # fmt: skip
def test_a_time(text: str, messages: list[str]) -> None:
    if not messages:
        assert vapix.SetDateTime(text).date_time == text
        return
    for build in (vapix.SetDateTime, vapix.PatchDateTime):
        with pytest.raises(ParseError) as caught:
            build(text)
        assert [problem.message for problem in caught.value.problems] == messages
        assert {problem.subject for problem in caught.value.problems} == {"dateTime"}


def test_a_time_may_be_a_datetime_and_has_a_last_year() -> None:
    at = datetime(2026, 11, 28, 2, 29, 37, tzinfo=timezone(timedelta(hours=1)))
    assert vapix.SetDateTime(at) == vapix.SetDateTime("2026-11-28T01:29:37Z")
    assert vapix.PatchDateTime(at.astimezone(UTC)) == vapix.PatchDateTime("2026-11-28T01:29:37Z")
    with pytest.raises(ParseError, match="year 999 is before 1970"):
        vapix.SetDateTime(at.replace(year=999))
    with pytest.raises(TypeError, match="without one, its UTC time is unknown"):
        vapix.SetDateTime(at.replace(tzinfo=None))
    (problem,) = vapix.SetDateTime("2070-01-01T00:00:00Z").validate()
    assert (problem.severity, problem.code) == (Severity.WARNING, Code.ARGUMENT_VALUE)
    assert vapix.SetDateTime("2069-12-31T23:59:59Z").validate() == ()


@pytest.mark.parametrize(
    "name", ["UTC", "Europe/Stockholm", "Etc/GMT+5", "America/Port-au-Prince", "EST5EDT", "Mars/X"]
)
def test_the_form_of_a_name_counts_and_no_database(name: str) -> None:
    assert vapix.SetTimeZone(name).validate() == vapix.PatchIanaTimeZone(name).validate() == ()


def test_every_name_of_the_installed_database_has_the_form() -> None:
    for name in available_timezones():
        assert vapix.SetTimeZone(name).time_zone == name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "the name of the time zone is empty"),
        ("Europe/", "'Europe/' is not the name of an IANA time zone"),
        ("../etc/passwd", "'../etc/passwd' is not the name of an IANA time zone"),
        ("Europe//Rome", "'Europe//Rome' is not the name of an IANA time zone"),
        ("Europe/New Rome", "'Europe/New Rome' is not the name of an IANA time zone"),
        ("A" * 129, f"'{'A' * 37}...' is not the name of an IANA time zone"),
        (CET, f"'{CET}' is a POSIX TZ string, not the name of an IANA time zone"),
    ],
)
def test_what_no_name_can_be(name: str, message: str) -> None:
    for build in (vapix.SetTimeZone, vapix.PatchIanaTimeZone):
        with pytest.raises(ParseError) as caught:
            build(name)
        assert (caught.value.problem.message, caught.value.problem.subject) == (message, "timeZone")


@pytest.mark.parametrize(
    "text", ["Europe/Vienna", "UTC", "CET-1CEST,M3.5.0/2:3,M10.5.0/3:2", "<UTC-330>3:30", "UTC0\n"]
)
def test_a_posix_string_has_the_problems_and_fixes_of_the_parameter(text: str) -> None:
    def plain(problems: tuple[Any, ...]) -> list[Any]:
        return [problem.replace(subject=None) for problem in problems]

    wanted = plain(vapix.validate_parameter("Time.POSIXTimeZone", text))
    params = {"method": "setPosixTimeZone", "apiVersion": "1.0", "posixTimeZone": text, "enableDst": "true"}
    assert plain(vapix.validate_request(params, cgi="time.cgi")) == wanted
    params = {"action": "PATCH /timeZone/posix", "timeZone": text, "dstEnabled": "true"}
    assert plain(vapix.validate_request(params, cgi="time/v2")) == wanted
    for build in (vapix.SetPosixTimeZone, vapix.PatchPosixTimeZone):
        with pytest.raises(ParseError) as caught:
            build(text)
        assert plain(caught.value.problems) == [problem for problem in wanted if problem.severity is Severity.ERROR]


def test_fields_of_other_types_are_refused() -> None:
    calls: list[tuple[Any, ...]] = [
        (vapix.SetDateTime, 5),
        (vapix.SetTimeZone, b"UTC"),
        (vapix.SetPosixTimeZone, 5),
        (vapix.SetPosixTimeZone, "UTC0", "yes"),
        (vapix.PatchDhcpTimeZone, "true"),
        (vapix.PatchPosixTimeZone, "UTC0", 1),
        (vapix.GetTimeSettings, 5),
        (vapix.GetReadiness, "20"),
        (vapix.GetReadiness, True),
        (vapix.GetApiList, 5),
        (vapix.GetProperties, "Brand"),
        (vapix.GetProperties, [5]),
    ]
    for kind, *given in calls:
        with pytest.raises(TypeError):
            kind(*given)
    for more in ({"context": 5}, {"api_version": 1.0}):
        with pytest.raises(TypeError, match="must be a str"):
            vapix.GetDateTimeInfo(**more)


def test_the_successor_is_named_from_its_version_on() -> None:
    request = vapix.SetTimeZone("UTC")
    assert request.validate("9.30") == request.validate("12.3") == ()
    (problem,) = request.validate("12.4")
    assert (problem.severity, problem.hint) == (Severity.WARNING, "use time/v2")
    (problem,) = request.validate("9.20")
    assert problem.message == "time.cgi is documented for AXIS OS 9.30 and later, not for 9.20"
