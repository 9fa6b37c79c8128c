"""Runs against devices with faults that concern the run itself: what it leaves behind, and what it reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.conform_devices import ADMIN, Faulty, arguments, device, reply
from tests.support.json_faults import method_of
from vapix_proto import conform
from vapix_proto.conform._guard import PARAM, PWDGRP, Guard
from vapix_proto.conform._zone import ZONE_PARAMETERS
from vapix_proto.conform.transports import Unreachable

if TYPE_CHECKING:
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

BEFORE = {"root", "anna"}


def run(transport: Faulty, **more: Any) -> conform.Result:
    return conform.run(transport, ADMIN, **{"allow_writes": True, "seed": 1, "max_requests": 150} | more)


def left(transport: Faulty) -> set[str]:
    return {one.user for one in transport.device.accounts} - BEFORE


def unlisted(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
    """A listing without the accounts that the run created."""
    response = to.right(request, login)
    body = response.body
    for user in left(to) if b"digusers=" in body else ():
        body = body.replace(b"," + user.encode(), b"")
    return response.replace(body=body)


@pytest.fixture
def _only_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the sequences that do not add accounts."""
    monkeypatch.setattr("vapix_proto.conform.inventory.WRITABLE", ())
    monkeypatch.setattr("vapix_proto.conform._boundaries.WRONG_ADDS", ())
    monkeypatch.setattr("vapix_proto.conform._boundaries._zones", lambda _survey: ())
    monkeypatch.setattr("vapix_proto.conform._boundaries.readings", lambda _version: ())


@pytest.mark.usefixtures("_only_accounts")
@pytest.mark.parametrize("version", ["5.51", "11.11"])
@pytest.mark.parametrize("answer", ["right", "status 302", "status 500", "no response"])
@pytest.mark.parametrize("removable", [True, False])
def test_an_account_that_may_exist_is_removed_or_named_whatever_is_listed(
    version: str, answer: str, removable: bool
) -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        args = arguments(request)
        if args.get("action") == "remove" and args.get("user") in left(to) and not removable:
            return reply("Error: consult the system log file.")
        response = unlisted(to, request, login)
        if args.get("action") == "add" and args.get("user") in left(to):
            if answer == "no response":
                raise Unreachable("no complete response")
            return response if answer == "right" else reply("", int(answer[-3:]))
        return response

    transport = Faulty(device(version), fault)
    result = run(transport)
    assert {one.user for one in transport.device.accounts} >= BEFORE
    assert bool(left(transport)) is not removable

    assert all(any(user in text for text in result.not_restored) for user in left(transport))
    if removable:
        assert result.not_restored == ()


# -- the time zone


@pytest.fixture
def _no_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.conform._boundaries._accounts", lambda _survey: ())
    monkeypatch.setattr("vapix_proto.conform._boundaries.WRONG_ADDS", ())


def _broken_tree(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
    response = to.right(request, login)
    return response.replace(body=response.body.replace(b'"maxSupportedYear":2069', b'"maxSupportedYear":"2069"'))


def _no_time_api(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    return reply("", 500) if "time" in request.path else None


@pytest.mark.usefixtures("_no_accounts")
@pytest.mark.parametrize(
    ("version", "fault"), [("12.11", _broken_tree), ("12.11", _no_time_api), ("11.11", _no_time_api)]
)
def test_a_time_zone_that_can_not_be_read_is_not_set_through_any_api(version: str, fault: Any) -> None:
    transport = Faulty(device(version), fault)
    before = transport.device.settings
    result = run(transport, max_requests=400)
    others = [one for one in transport.sent if one.path != PWDGRP]
    written = [one for one in others if Guard(writes=True).check(one, frozenset())]
    assert written
    assert all(one.path == PARAM for one in written)
    assert not any(name.removeprefix("root.") in ZONE_PARAMETERS for one in written for name in arguments(one))
    assert transport.device.settings == before
    assert any(text.startswith("setting the time zone with param.cgi, time.cgi") for text in result.untried)
    assert not any("timeZone" in finding.reason or "enabled is" in finding.reason for finding in result.findings)


@pytest.mark.usefixtures("_no_accounts")
@pytest.mark.parametrize("version", ["9.80", "11.11", "12.11"])
def test_a_default_zone_that_the_device_does_not_reset_is_named(version: str) -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if method_of(request) == "resetTimeZone":
            return reply('{"apiVersion":"1.0","error":{"code":1000,"message":"Invalid parameter value"}}')
        return reply("", 500) if request.method == "PATCH" and "dhcp" in request.path else None

    transport = Faulty(device(version), fault)
    result = run(transport, max_requests=500)
    assert transport.device.settings != device(version).settings
    assert any(text.startswith("the time zone ") and "DHCP" in text for text in result.not_restored)


@pytest.mark.usefixtures("_no_accounts")
def test_a_parameter_that_the_device_does_not_list_is_reported_as_not_tried() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = to.right(request, login)
        return response.replace(body=re.sub(rb"(?m)^(root\.)?Time\.SyncSource=.*\n", b"", response.body))

    transport = Faulty(device(), fault)
    result = run(transport)
    assert not any("Time.SyncSource" in arguments(one) for one in transport.sent)
    assert "setting Time.SyncSource: the device does not list a value that could be restored" in result.untried
    assert dict(transport.device.settings)["Time.SyncSource"] == "PC"
