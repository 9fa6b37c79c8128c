"""Runs against the newer CGIs: planted faults, unsettled responses, restored time zones, and requests never sent."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.conform_devices import ADMIN, Faulty, Recorder, device
from tests.support.json_faults import CET, CHOICES, FAULTS, TREE, method_of
from tests.support.json_requests import PATHS, REQUESTS
from tests.support.json_requests import device as any_device
from tests.support.paths import DOCS
from vapix_proto import conform
from vapix_proto.conform._guard import TIME, ZONE, Guard
from vapix_proto.conform._zone import ZONE_PARAMETERS
from vapix_proto.oracle import Device
from vapix_proto.vapix.http import HttpRequest, HttpResponse

DOCUMENT = (DOCS / "reference/conformance.md").read_text("utf-8")
READS, WRITES = 160, 600


@pytest.fixture(autouse=True)
def _no_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the sequences with accounts, which other tests cover."""
    monkeypatch.setattr("vapix_proto.conform._boundaries._accounts", lambda _survey: ())


def started(version: str, settings: dict[str, str]) -> Device:
    return device(version).replace(settings={"Time.SyncSource": "PC", **settings})


def run(transport: Recorder, *, writes: bool, seed: int = 1) -> conform.Result:
    most = WRITES if writes else READS
    return conform.run(transport, ADMIN, allow_writes=writes, seed=seed, max_requests=most)


# -- faults


def test_the_document_has_every_planted_fault() -> None:
    assert set(re.findall(r"^\| ([^|]+?) \| [0-9.]+ \|$", DOCUMENT, re.MULTILINE)) == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    version, settings, writes, fault = FAULTS[name]
    start = started(version, settings)
    transport = Faulty(start, fault)
    result = run(transport, writes=writes)
    newer = [finding for finding in result.findings if re.search("cgi|GET|PATCH|POST", finding.what)]
    assert newer, result
    assert min(len(finding.exchanges) for finding in newer) <= 5
    assert result.stopped == ""


@pytest.mark.parametrize("name", CHOICES)
def test_what_no_source_decides_is_no_finding(name: str) -> None:
    version, settings, writes, choice = CHOICES[name]
    transport = Faulty(started(version, settings), choice)
    result = run(transport, writes=writes)
    assert [finding.reason for finding in result.findings] == []
    assert result.stopped == ""


# -- the time zone is restored

ZONES: dict[str, dict[str, str]] = {
    "new": {},
    "a string": {"Time.POSIXTimeZone": CET},
    "a string without its flag": {"Time.POSIXTimeZone": "EST5EDT", "Time.DST.Enabled": "no"},
    "a name": {"timeZone.iana.timeZone": "Europe/Vienna"},
    "DHCP": {"timeZone.dhcp.timeZone": "EST5EDT"},
    "DHCP with a name": {"timeZone.dhcp.timeZone": "UTC"},
    "a name over DHCP": {"timeZone.dhcp.timeZone": "UTC", "timeZone.iana.timeZone": "Europe/Vienna"},
    "the default by hand": {"timeZone.dhcp.enabled": "no"},
}
#: What the API of a version does not report about a zone: a run names this as possibly not restored.
UNTOLD = {("9.80", "DHCP"), ("9.80", "new"), ("9.80", "a name"), ("11.11", "new"), ("11.11", "the default by hand")}


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        *(("9.80", kind) for kind in ("new", "a name", "DHCP")),
        *(("11.11", kind) for kind in ("new", "a string", "DHCP with a name", "the default by hand")),
        *(("12.11", kind) for kind in ("a name over DHCP", "the default by hand")),
        *(("13.0", kind) for kind in ("a string without its flag", "DHCP")),
    ],
)
def test_a_time_zone_of_any_kind_is_no_finding_and_is_set_back(version: str, kind: str) -> None:
    start = started(version, ZONES[kind])
    transport = Recorder(start)
    result = run(transport, writes=True, seed=2)
    assert [finding.reason for finding in result.findings] == []
    if (version, kind) in UNTOLD:
        assert any(text.startswith("the time zone ") for text in result.uncertain)
        assert transport.device.time_zone.active == start.time_zone.active
    else:
        assert transport.device.settings == start.settings
        assert result.uncertain == ()
    assert result.not_restored == ()
    assert {"setPosixTimeZone", "setTimeZone"} <= {method_of(request) for request in transport.sent}


@pytest.mark.parametrize("kind", ["new", "the default by hand"])
@pytest.mark.parametrize("version", ["9.80", "11.11"])
def test_a_default_zone_that_somebody_may_have_set_stays_and_is_named(version: str, kind: str) -> None:
    """A zone that DHCP provides after the run must not replace a zone that somebody has set."""
    start = started(version, ZONES[kind])
    transport = Recorder(start)
    (sentence,) = run(transport, writes=True).uncertain
    assert transport.device.time_zone == start.time_zone.replace(posix=start.time_zone.default, dhcp=False)
    assert sentence == (
        f"the time zone {start.time_zone.default!r} may not have been restored, because the device does not show who "
        "set it: it now counts as set by hand; if it was not set by hand, send resetTimeZone to time.cgi, so "
        "that a zone from DHCP is used"
    )


def test_a_default_zone_that_the_device_shows_as_utc_is_named() -> None:
    def named(to: Faulty, request: HttpRequest, login: Any) -> HttpResponse | None:
        response = to.right(request, login)
        return response.replace(body=response.body.replace(b'"posixTimeZone":"UTC0"', b'"timeZone":"UTC"'))

    result = run(Faulty(started("11.11", {}), named), writes=True)
    assert any(text.startswith("the time zone 'UTC' may not have been restored") for text in result.uncertain)


def test_a_zone_that_is_probably_from_dhcp_is_reset_and_named() -> None:
    transport = Recorder(started("9.80", ZONES["DHCP"]))
    result = run(transport, writes=True)
    assert transport.device.time_zone.dhcp
    assert any(
        text.endswith("it is now from DHCP or the default; if it was set by hand before, set it again")
        for text in result.uncertain
    )


@pytest.mark.parametrize(
    ("version", "settings"),
    [("9.80", ZONES["a string"]), ("11.11", ZONES["a name over DHCP"]), ("11.11", ZONES["DHCP with a name"])],
)
def test_a_zone_whose_origin_is_certain_is_not_named(version: str, settings: dict[str, str]) -> None:
    assert run(Recorder(started(version, settings)), writes=True).uncertain == ()


def test_a_run_that_sets_no_zone_names_none() -> None:
    assert run(Recorder(started("11.11", {})), writes=False).uncertain == ()
    few = conform.run(Recorder(started("11.11", {})), ADMIN, allow_writes=True, seed=1, max_requests=20)
    assert few.not_restored == few.uncertain == ()


def test_a_time_zone_that_can_not_be_set_back_is_named() -> None:
    def stuck(to: Faulty, request: HttpRequest, login: Any) -> HttpResponse | None:
        iana = to.device.time_zone.iana
        response = to.right(request, login)
        if iana is not None:
            to.set(timeZone__iana__timeZone=iana)
        return response

    result = run(Faulty(started("12.11", {"Time.POSIXTimeZone": CET}), stuck), writes=True)
    assert any(re.match("the time zone is .*timeZone.iana.timeZone", text) for text in result.not_restored)


def test_a_default_zone_that_is_not_that_of_the_reference_device_is_no_finding() -> None:
    def other(to: Faulty, request: HttpRequest, login: Any) -> HttpResponse | None:
        response = to.right(request, login)
        return response.replace(body=response.body.replace(b"UTC0", b"JST-9").replace(b"+00:00", b"+09:00"))

    transport = Faulty(started("13.0", {}), other)
    result = run(transport, writes=True)
    assert not any(request.method == "PATCH" for request in transport.sent)
    assert [text.partition(":")[0] for text in result.untried] == ["setting the time zone with time.cgi and time/v2"]
    assert run(Faulty(started("13.0", {}), other), writes=False).untried == ()


# -- requests that are never sent


@given(REQUESTS, st.booleans())
def test_the_guard_lets_pass_no_write_but_of_the_time_zone(request: HttpRequest, writes: bool) -> None:
    try:
        wrote = Guard(writes=writes).check(request, frozenset())
    except conform.Forbidden:
        return
    assert writes or not wrote
    for version in ("11.11", "12.11.77"):
        before = any_device(version)
        for choice in conform_choices(before, request):
            changed = {name for name, _ in set(choice.settings) ^ set(before.settings)}
            assert all(name in ZONE_PARAMETERS or name.startswith("timeZone.") for name in changed)
            assert wrote or not changed
            assert choice.accounts == before.accounts


def conform_choices(before: Device, request: HttpRequest) -> tuple[Device, ...]:
    from vapix_proto.oracle import expect

    return expect(before, request, "root").devices


@pytest.mark.parametrize(
    ("method", "path", "document"),
    [
        ("POST", TIME, {"apiVersion": "1.0", "method": "setDateTime", "params": {"dateTime": "2026-01-01T00:00:00Z"}}),
        ("PATCH", f"{TREE}/time/dateTime", {"data": "2026-01-01T00:00:00Z"}),
        ("PATCH", f"{TREE}/timeZone/../time/dateTime", {"data": "2026-01-01T00:00:00Z"}),
        ("PATCH", TREE, {"data": {}}),
        ("PUT", f"{TREE}/timeZone/posix", {"data": "UTC0"}),
        ("POST", "/axis-cgi/firmwaremanagement.cgi", {"apiVersion": "1.0", "method": "status"}),
        ("PATCH", "/config/rest/time/v3/timeZone/posix", {"data": {}}),
        ("POST", "/axis-cgi/usergroup.cgi", {}),
    ],
)
def test_some_things_are_sent_by_no_run(method: str, path: str, document: Any) -> None:
    request = HttpRequest(method, path, "", (), json.dumps(document).encode())
    with pytest.raises(conform.Forbidden):
        Guard(writes=True).check(request, frozenset())


def test_a_member_that_is_there_twice_is_not_sent() -> None:
    body = b'{"method":"getAll","method":"setDateTime"}'
    with pytest.raises(conform.Forbidden):
        Guard(writes=True).check(HttpRequest("POST", TIME, "", (), body), frozenset())


def test_a_run_never_sets_the_clock_and_reads_only_without_permission() -> None:
    for writes in (False, True):
        transport = Recorder(started("12.11", {}))
        run(transport, writes=writes)
        assert {request.path for request in transport.sent if not request.path.startswith(TREE)} >= set(PATHS) - {TREE}
        for request in transport.sent:
            assert method_of(request) != "setDateTime"
            assert not request.path.endswith("dateTime") or request.method == "GET"
            assert writes or not method_of(request).startswith(("set", "reset", "PATCH"))


def test_documents_are_shown_without_passwords() -> None:
    def echo(_to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if method_of(request) != "getAll" or login is None:
            return None
        body = json.dumps({"seen": login.password, "zone": ZONE}).encode()
        return HttpResponse(200, (("Content-Type", "application/json"),), body)

    result = run(Faulty(device("11.11"), echo), writes=False)
    text = conform.to_json(result)
    assert ADMIN.password not in text
    shown = [one for finding in result.findings for one in finding.exchanges]
    assert any('POST /axis-cgi/time.cgi {"apiVersion": "1.0"' in one.request for one in shown)
    assert any('{"seen": "***"' in one.response for one in shown)
