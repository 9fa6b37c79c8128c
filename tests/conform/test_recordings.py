"""A run finds no fault in devices that replay recorded responses."""

from __future__ import annotations

import pytest

from tests.support.conform_devices import ADMIN, Recorder, device
from tests.support.recordings import LISTINGS, PARAMETERS, VERSIONS, Replaying
from vapix_proto import conform
from vapix_proto.conform import DeviceTransport, Login
from vapix_proto.conform._connection import Line
from vapix_proto.conform._guard import Guard
from vapix_proto.conform.inventory import read_survey
from vapix_proto.oracle import Account, Device
from vapix_proto.oracle.parameters import POLICY
from vapix_proto.vapix.http import HttpRequest, HttpResponse

#: The accounts in each listing.
ACCOUNTS = {
    "5.51.7": {"ACCAdmin", "hass", "root"},
    "9.80.2.2": {"ACCAdmin", "hass", "root"},
    "10.12.228": {"root", "root2", "root15"},
    "12.11.77": {"root", "fakeroot", "root20", "acs"},
}


def replaying(version: str) -> Replaying:
    """A device that replays recordings; responses of the newer CGIs without one come from the reference device."""
    shown = PARAMETERS[version]
    zone = {name: shown[name] for name in ("Time.POSIXTimeZone", "Time.DST.Enabled")}
    groups = ("admin", "operator", "viewer", "ptz")
    return Replaying(
        version, ADMIN, DeviceTransport(Device(version, [Account("root", ADMIN.password, "root", groups)], zone))
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recorded_device_has_no_finding(version: str) -> None:
    result = conform.run(replaying(version), ADMIN, seed=1, max_requests=300)
    assert [finding.reason for finding in result.findings] == []
    assert (result.stopped, result.detected, result.axis_os) == ("", True, version)
    assert result.complete


@pytest.mark.parametrize("version", VERSIONS)
def test_its_accounts_are_those_that_people_made(version: str) -> None:
    line = Line(replaying(version), ADMIN, Guard(), 10, lambda _sent, _what: None)
    survey = read_survey(line)
    assert {account.user for account in survey.device.accounts} == ACCOUNTS.get(version, {"root"})
    assert survey.faults == ()


class Changed(Replaying):
    """The same device, with one change in the bytes of its responses."""

    def __init__(self, version: str, old: str, new: str) -> None:
        super().__init__(version, ADMIN, replaying(version))
        self._old, self._new = old.encode(), new.encode()

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        response = super().send(request, login)
        return response.replace(body=response.body.replace(self._old, self._new))


@pytest.mark.parametrize(
    ("version", "old", "new"),
    [
        ("11.11.192", 'viewer="root"', 'viewer="root,stranger"'),  # the listing of five lines has no system accounts
        ("12.11.77", "root.Time.SyncSource", "Time.SyncSource"),
        ("5.51.7", "root.Time.DST", "Time.DST"),
        ("10.12.228", "action operation type", "action"),
        ("12.9.57", "Properties.API.HTTP.Version=3", "Properties.API.HTTP.Version=2"),
        ("9.80.2.2", "Error -1 getting", "Error -2 getting"),
        ("10.12.228", "root.Time.NTP.Server=0.0.0.0\n", ""),
        ("12.11.77", "----- System log -----", "<html>\x00"),
    ],
)
def test_a_change_of_what_was_recorded_is_found(version: str, old: str, new: str) -> None:
    result = conform.run(Changed(version, old, new), ADMIN, seed=1, max_requests=300)
    assert bool(result.findings) is ("log" not in old)  # the contents of a log are not specified


@pytest.mark.parametrize("policy", ["length", "complex"])
def test_a_policy_of_passwords_is_no_finding(policy: str) -> None:
    transport = Recorder(device("12.9").replace(settings={POLICY: policy}))
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=400)
    assert result.findings == result.not_restored == ()
    assert dict(result.checked)["add an account"] > 10


def test_every_listing_is_used() -> None:
    assert set(LISTINGS) == set(VERSIONS)
