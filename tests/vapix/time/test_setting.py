"""The request that sets a time zone, by version, and what it reports as lost or unknown."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

import pytest

from tests.support.paths import ROOT
from vapix_proto import Code, ParseError, Severity, tz, vapix

CET = "CET-1CEST,M3.5.0,M10.5.0/3"
NOV_2025 = 1_764_288_000


def codes(change: vapix.TimeZoneChange, severity: Severity = Severity.WARNING) -> list[str]:
    """The codes of the problems of that severity."""
    return [str(problem.code) for problem in change.problems if problem.severity is severity]


@pytest.mark.parametrize("version", ["9.30", "12.9.57"])
def test_a_name_is_held_against_those_that_the_device_lists(version: str) -> None:
    def notes(name: str, listed: tuple[str, ...] | None) -> list[str]:
        change = vapix.set_time_zone(name, version, listed=listed)
        return [str(problem) for problem in change.problems if name in problem.message]

    assert notes("Europe/Vienna", ("UTC", "Europe/Vienna")) == []
    assert any("does not list Europe/Oslo" in note for note in notes("Europe/Oslo", ("UTC", "Europe/Vienna")))
    assert any("does not list Europe/Oslo" in note for note in notes("Europe/Oslo", ()))
    assert any("is not known" in note for note in notes("Europe/Vienna", None))


@pytest.mark.parametrize("zone", [CET, tz.parse(CET)])
@pytest.mark.parametrize(
    ("version", "request_", "warnings"),
    [
        (
            "5.51.7",
            vapix.UpdateParameters({"Time.POSIXTimeZone": CET, "Time.DST.Enabled": "yes"}),
            ["param-dst-disabled"],
        ),
        (
            "9.20",
            vapix.UpdateParameters({"Time.POSIXTimeZone": CET, "Time.DST.Enabled": "yes"}),
            ["param-dst-disabled"],
        ),
        ("9.30", vapix.SetPosixTimeZone(CET), ["zone-dhcp"]),
        ("11.11.192", vapix.SetPosixTimeZone(CET), ["zone-dhcp"]),
        ("12.3", vapix.SetPosixTimeZone(CET), ["zone-dhcp"]),
        ("12.4", vapix.PatchPosixTimeZone(CET, True), ["zone-unsettled", "zone-dhcp"]),
        ("12.9.57", vapix.PatchPosixTimeZone(CET, True), ["zone-unsettled", "zone-dhcp"]),
        ("13", vapix.PatchPosixTimeZone(CET, True), ["zone-unsettled", "zone-unsettled", "zone-dhcp"]),
    ],
)
def test_a_string(zone: Any, version: str, request_: vapix.Request, warnings: list[str]) -> None:
    change = vapix.set_time_zone(zone, version)
    assert change.request == request_
    assert codes(change) == warnings
    assert codes(change, Severity.ERROR) == []


@pytest.mark.parametrize(
    ("version", "request_", "warnings"),
    [
        ("9.30", vapix.SetTimeZone("Europe/Vienna"), ["zone-unsettled", "zone-dhcp"]),
        ("12.3", vapix.SetTimeZone("Europe/Vienna"), ["zone-unsettled", "zone-dhcp"]),
        ("12.4", vapix.PatchIanaTimeZone("Europe/Vienna"), ["zone-unsettled", "zone-unsettled", "zone-dhcp"]),
        ("13.1", vapix.PatchIanaTimeZone("Europe/Vienna"), ["zone-unsettled"] * 3 + ["zone-dhcp"]),
    ],
)
def test_a_name(version: str, request_: vapix.Request, warnings: list[str]) -> None:
    change = vapix.set_time_zone("Europe/Vienna", version)
    assert change.request == request_
    assert codes(change) == warnings


def test_the_way_back_to_dhcp_is_one_that_the_version_has() -> None:
    hints = {version: vapix.set_time_zone(CET, version).problems[-1].hint for version in ("10.12", "11.11", "12.9")}
    assert hints == {
        "10.12": "to go back to DHCP, send resetTimeZone to time.cgi, which is known from AXIS OS 11.5 on",
        "11.11": "to go back to DHCP, send resetTimeZone to time.cgi",
        "12.9": "to go back to DHCP, PATCH timeZone/dhcp/enabled of time/v2 with true",
    }
    codes = {
        version: [p.code for p in vapix.ResetTimeZone().validate(version)] for version in ("9.80", "11.4", "11.11")
    }
    assert codes == {"9.80": ["action-unknown"], "11.4": ["action-unknown"], "11.11": []}


def test_before_9_30_a_name_becomes_the_string_in_force() -> None:
    change = vapix.set_time_zone("Europe/Vienna", "5.51", at=NOV_2025)
    assert change.request == vapix.UpdateParameters({"Time.POSIXTimeZone": CET, "Time.DST.Enabled": "yes"})
    lost, dst = change.problems
    assert (lost.code, dst.code) == (Code.ZONE_NAME_LOST, Code.PARAM_DST_DISABLED)
    assert lost.message == (
        f"AXIS OS 5.51 does not support names of IANA zones: the device gets {CET}, "
        "and later changes to the rules of Europe/Vienna will not reach it"
    )


def test_a_string_without_daylight_saving_time_leaves_the_switch() -> None:
    change = vapix.set_time_zone("UTC0", "5.51")
    assert change.request == vapix.UpdateParameters({"Time.POSIXTimeZone": "UTC0"})
    assert change.problems == ()


def test_a_string_that_does_not_hold_for_good() -> None:
    change = vapix.set_time_zone("America/Nuuk", "5.51", at=NOV_2025)
    rule = tz.iana_rule("America/Nuuk", NOV_2025)
    assert rule.until is not None
    assert isinstance(change.request, vapix.UpdateParameters)
    assert dict(change.request.values)["Time.POSIXTimeZone"] == str(rule.zone)
    (inexact,) = (problem for problem in change.problems if problem.code is Code.TZ_IANA_INEXACT)
    assert f"{rule.zone} shows the clock of America/Nuuk only until 20" in inexact.message
    assert inexact.severity is Severity.WARNING


def test_a_string_that_devices_read_differently_is_told() -> None:
    for version in ("5.51", "11.11", "12.11"):
        assert "tz-rules-implied" in codes(vapix.set_time_zone("EST5EDT", version))
        assert "tz-contested" in codes(vapix.set_time_zone("AAA-12BBB,M1.1.0,M12.5.0", version))


def test_a_name_that_the_database_lacks() -> None:
    for version in ("9.30", "12.11"):
        change = vapix.set_time_zone("Europe/Viena", version)
        assert codes(change)[0] == "tz-iana-name"
    with pytest.raises(ParseError, match="no zone 'Europe/Viena'"):
        vapix.set_time_zone("Europe/Viena", "5.51")


@pytest.mark.parametrize("version", ["5.51", "11.11", "13"])
@pytest.mark.parametrize("text", ["", "UTC+25", "<UTC-330>3:30", ":Europe/Vienna", "Europe/New Rome", f"{CET}\n"])
def test_what_is_neither_string_nor_name_has_the_errors_of_a_string(text: str, version: str) -> None:
    with pytest.raises(ParseError) as caught:
        vapix.set_time_zone(text, version)
    errors = [problem for problem in tz.validate(text) if problem.severity is Severity.ERROR]
    assert list(caught.value.problems) == errors


@pytest.mark.parametrize("zone", ["Europe/Vienna ", "\tEurope/Vienna", " Europe/Vienna\r\n"])
def test_white_space_around_a_name_has_the_name_as_fix(zone: str) -> None:
    for version in ("9.20", "11.11", "12.9"):
        with pytest.raises(ParseError, match="there is white space around the name of a time zone") as caught:
            vapix.set_time_zone(zone, version)
        assert (caught.value.problem.fix, caught.value.hint) == ("Europe/Vienna", "write Europe/Vienna")


def test_a_version_before_the_specification_is_an_error() -> None:
    change = vapix.set_time_zone(CET, "4.49")
    assert codes(change, Severity.ERROR) == ["path-wrong"]


def test_other_types() -> None:
    wrong: Any
    for wrong in (5, b"UTC0x", None):
        with pytest.raises((TypeError, ParseError)):
            vapix.set_time_zone(wrong, "5.51")
    with pytest.raises(ValueError, match="is not a version"):
        vapix.set_time_zone("UTC0", "new")


def test_a_parameter_that_is_gone_has_its_successor_in_the_hint() -> None:
    for name, place in (
        ("Time.POSIXTimeZone", "/timeZone/posix/timeZone or /timeZone/iana/timeZone"),
        ("Time.DST.Enabled", "/timeZone/posix/dstEnabled"),
    ):
        (problem,) = vapix.validate_parameter(name, {"Time.POSIXTimeZone": "UTC0"}.get(name, "yes"), "13")
        assert (problem.code, problem.hint) == (Code.PARAM_VERSION, f"set {place} of /config/rest/time/v2")
        assert set(place.split(" or ")) <= set(vapix.TIME_PLACES)
    (problem,) = vapix.validate_parameter("Log.System.MaxSize", "40000", "5.60")
    assert (problem.code, problem.hint) == (Code.PARAM_VERSION, None)


def test_the_page_of_how_to_set_a_time_zone() -> None:
    text = (ROOT / "docs" / "how-to/set-time-zone.md").read_text("utf-8")
    first, second = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(first + second, {})
    *notes, message, read = printed.getvalue().splitlines()
    assert [note.split()[1] for note in notes] == ["zone-unsettled", "zone-unsettled", "zone-dhcp"]
    assert message == 'PATCH /config/rest/time/v2/timeZone/iana/timeZone {"data":"Europe/Vienna"}'
    assert read == "Patched()"
