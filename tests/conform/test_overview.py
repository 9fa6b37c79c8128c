"""What ``read_overview`` reads from a device: time zones of every shape, and answers that no device should give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.conform_devices import ADMIN, device
from vapix_proto.conform import DeviceTransport, Login
from vapix_proto.conform.overview import NoAccess, ZoneSetting, read_overview, version_of
from vapix_proto.vapix.http import HttpResponse

if TYPE_CHECKING:
    from vapix_proto.vapix.http import HttpRequest

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
TIMES = {"dateTime": "2026-07-01T12:00:00Z", "localDateTime": "2026-07-01T14:00:00+02:00"}
#: The documented shapes, except the two that only add an unused zone from DHCP; and a shape without a time zone.
SHAPES = [
    ({"timeZone": "Europe/Vienna"}, ("Europe/Vienna", None, None)),
    ({"posixTimeZone": VIENNA, "dstEnabled": False}, (None, VIENNA, None)),
    ({"timeZone": "Europe/Vienna", "posixTimeZone": VIENNA, "dstEnabled": True}, ("Europe/Vienna", VIENNA, None)),
    ({"dhcpTimeZone": "Europe/Berlin", "dhcpTimeZoneUtilized": True}, ("Europe/Berlin", None, True)),
    ({"dhcpTimeZone": "UTC0", "dhcpTimeZoneUtilized": True}, (None, "UTC0", True)),
    (
        {"posixTimeZone": "UTC0", "dstEnabled": True, "dhcpTimeZone": "Europe/Berlin", "dhcpTimeZoneUtilized": False},
        (None, "UTC0", False),
    ),
    ({}, (None, None, None)),
]


class Scripted(DeviceTransport):
    """The reference device, with fixed answers to the requests for some paths."""

    def __init__(self, version: str, answers: dict[str, HttpResponse]) -> None:
        super().__init__(device(version))
        self.answers = answers
        self.asked: list[tuple[str, bool]] = []
        self.login_sent: bool | None = None

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        self.asked.append((request.path, login is not None))
        return self.answers.get(request.path) or super().send(request, login)


def reply(data: object, status: int = 200) -> HttpResponse:
    return HttpResponse(status, {"Content-Type": "application/json"}, json.dumps(data).encode())


@pytest.mark.parametrize(("more", "expected"), SHAPES)
def test_every_shape_of_time_cgi(more: dict[str, object], expected: tuple[object, ...]) -> None:
    data = {"apiVersion": "1.1", "method": "getDateTimeInfo", "data": {**TIMES, "maxYearSupported": 2069, **more}}
    found = read_overview(Scripted("10.12", {"/axis-cgi/time.cgi": reply(data)}), ADMIN)
    assert found.zone is not None
    assert (found.zone.interface, found.zone.name, found.zone.string, found.zone.dhcp) == ("time.cgi", *expected)
    assert (found.zone.utc, found.zone.local) == tuple(TIMES.values())


@pytest.mark.parametrize(
    ("iana", "posix", "active", "expected"),
    [
        ("Europe/Vienna", None, "Europe/Vienna", ("Europe/Vienna", VIENNA)),
        (None, "UTC0", "UTC0", (None, "UTC0")),
        (None, None, "Europe/Berlin", ("Europe/Berlin", None)),  # from DHCP
        (None, None, "EST5EDT", (None, "EST5EDT")),
    ],
)
def test_every_kind_of_time_v2(
    iana: str | None, posix: str | None, active: str, expected: tuple[str | None, str | None]
) -> None:
    tree = {
        "time": {**TIMES, "maxSupportedYear": 2069},
        "timeZone": {
            "activeTimeZone": active,
            "dhcp": {"enabled": True, "timeZone": None},
            "iana": {"posixTimeZone": VIENNA if iana else None, "timeZone": iana},
            "posix": {"dstEnabled": True, "timeZone": posix},
        },
    }
    answers = {"/config/rest/time/v2": reply({"status": "success", "data": tree})}
    found = read_overview(Scripted("12.11", answers), ADMIN)
    assert found.zone == ZoneSetting("time/v2", *expected, True, True, *TIMES.values())
    assert [each.interface for each in found.zones] == ["time/v2", "time.cgi", "param.cgi"]


def test_what_an_interface_answers_in_place_of_its_settings_is_a_reason() -> None:
    error = {"apiVersion": "1.1", "method": "getDateTimeInfo", "error": {"code": 4002, "message": "no\x1b[1m"}}
    answers = {
        "/axis-cgi/time.cgi": reply(error),
        "/config/rest/time/v2": HttpResponse(403, {}, b""),
        "/axis-cgi/param.cgi": HttpResponse(500, {}, b"oops"),
    }
    found = read_overview(Scripted("12.11", answers), ADMIN)
    assert [(each.interface, each.denied) for each in found.unread] == [
        ("time/v2", True),
        ("time.cgi", False),
        ("param.cgi", False),
    ]
    assert [each.reason for each in found.unread] == [
        "the account lacks the rights of a viewer",
        r"the device answers with the error 4002 (authorization failed): no\x1b[1m",
        "the device answers with the status code 500 and an unexpected text",
    ]
    # The identity that the parameters lack comes from the properties.
    assert (found.zone, found.product, str(found.axis_os)) == (None, "AXIS P3265-V Dome Camera", "12.11")


def test_a_wrong_login_ends_at_once_and_unlogged_requests_have_none() -> None:
    transport = Scripted("12.11", {})
    with pytest.raises(NoAccess, match="does not accept"):
        read_overview(transport, Login("root", "wrong"))
    assert transport.asked == [("/axis-cgi/systemready.cgi", False), ("/axis-cgi/usergroup.cgi", True)]


@pytest.mark.parametrize(
    ("headers", "how"),
    [({}, "without saying how"), ({"WWW-Authenticate": 'Digest nonce="a"'}, "in an unsupported way")],
)
def test_a_login_that_was_never_sent_was_not_refused(headers: dict[str, str], how: str) -> None:
    transport = Scripted("12.11", {"/axis-cgi/usergroup.cgi": HttpResponse(401, headers, b"")})
    transport.login_sent = False
    with pytest.raises(NoAccess, match=f"^the device asks for a login {how}$"):
        read_overview(transport, ADMIN)
    assert len(transport.asked) == 2


def test_a_response_without_a_body_is_not_said_to_have_a_text() -> None:
    found = read_overview(Scripted("12.11", {"/axis-cgi/time.cgi": HttpResponse(500, {}, b"")}), ADMIN)
    assert [each.reason for each in found.unread] == ["the device answers with the status code 500 and no text"]


def test_a_computer_that_is_locked_out_asks_no_more() -> None:
    transport = Scripted("12.11", {"/axis-cgi/usergroup.cgi": HttpResponse(403, {}, b"")})
    with pytest.raises(NoAccess, match="may have locked out"):
        read_overview(transport, ADMIN)
    assert len(transport.asked) == 2


@pytest.mark.parametrize("version", ["", "LFP9.80", "1" * 40, "12"])
def test_a_version_that_is_none_is_not_known(version: str) -> None:
    listing = HttpResponse(
        200, {"Content-Type": "text/plain"}, f"root.Properties.Firmware.Version={version}\n".encode()
    )
    answers = {"/axis-cgi/param.cgi": listing, "/axis-cgi/basicdeviceinfo.cgi": HttpResponse(404, {}, b"")}
    assert read_overview(Scripted("10.12", answers), ADMIN).axis_os is None


def test_what_follows_the_numbers_of_a_version_does_not_count() -> None:
    assert str(version_of("12.9.57_beta")) == "12.9.57"
