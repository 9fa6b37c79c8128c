"""Each recorded response, compared with the reference device's response and with what the oracle accepts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.test_device import FULL, INITIAL, JOE, PARAM, PWDGRP, get, people
from tests.support import recordings
from vapix_proto import oracle
from vapix_proto.oracle import Account, Device, logs
from vapix_proto.oracle.identity import IDENTITY
from vapix_proto.oracle.parameters import POLICIES, POLICY
from vapix_proto.oracle.profiles import PROFILES
from vapix_proto.oracle.responses.listings import is_system_account
from vapix_proto.vapix.http import HttpRequest, HttpResponse

REPORT, SYSTEM_LOG = "/axis-cgi/serverreport.cgi", "/axis-cgi/systemlog.cgi"


def plain(body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(status, (("Content-Type", "text/plain"),), body.encode())


def matches(device: Device, query: str, given: HttpResponse, path: str = PARAM, as_user: str | None = "root") -> Any:
    return oracle.expect(device, get(query, path), as_user).match(given)


def listed(device: Device, group: str) -> str:
    return device.handle(get(f"action=list&group={group}", PARAM), "root")[1].body.decode()


# -- accounts


def of_listing(text: str, version: str = "10.12") -> Device:
    """A device with the accounts listed in digusers, in their access groups."""
    rows = {name: members.strip('"').split(",") for name, _, members in (line.partition("=") for line in text.split())}
    groups = ("admin", "operator", "viewer", "ptz")
    users = rows.get("digusers", ["root", "hass", "ACCAdmin"])
    return Device(
        version, [Account(user, "x", "users", [one for one in groups if user in rows[one]]) for user in users]
    )


@pytest.mark.parametrize("version", ["5.51.7", "9.80.2.2", "10.12", "11.0", "11.8", "12.11", "13.0"])
@pytest.mark.parametrize(
    "text", [recordings.GROUPS_10_12, recordings.GROUPS_OLD, recordings.GROUPS_12_11, recordings.GROUPS_CRLF]
)
def test_every_recorded_listing_is_right_on_every_version(text: str, version: str) -> None:
    device = of_listing(text, version)
    for form in (text, text.rstrip(), text.replace("\n", "\r\n"), text + "\n", text.replace('"\n', ',"\n')):
        assert matches(device, "action=get", plain(form), PWDGRP), form


def test_the_listing_of_10_12_has_the_recorded_system_accounts() -> None:
    device = of_listing(recordings.GROUPS_10_12)
    body = device.handle(get("action=get"), "root")[1].body.decode()
    ours, theirs = (
        {name: set(members.strip('"').split(",")) for name, _, members in (row.partition("=") for row in text.split())}
        for text in (body, recordings.GROUPS_10_12)
    )
    # root is not a member of users there, because its primary group is a different one.
    assert {name: ours[name] - {"root"} for name in theirs} == {name: theirs[name] - {"root"} for name in theirs}
    order = [row.partition("=")[0] for row in body.split()]
    assert [name for name in order if name in theirs] == [*theirs]
    assert body.endswith('"\n\n')


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *((name, True) for name in ("wwwa", "wwwaovp", "wwwap", "wwwov", "wwwp", "sdk", "vdo", "debugar", "ptzadm")),
        *((name, False) for name in ("www", "wwwx", "wwwanon", "root", "sdk1", "xsdk", "wwwA", "hass", "")),
    ],
)
def test_the_names_of_system_accounts(name: str, known: bool) -> None:
    assert is_system_account(name) is known
    if name.isalnum():
        choices = oracle.expect(Device("12.11", people().accounts[1:]), get(JOE.replace("=joe", f"={name}")), "boss")
        assert choices.settled is not (known or name == "root")


def test_unknown_system_accounts_are_right_only_in_a_long_listing_with_digusers() -> None:
    device = of_listing(recordings.GROUPS_10_12)
    strange = recordings.GROUPS_10_12.replace('viewer="', 'viewer="newcomer,')
    assert matches(device, "action=get", plain(strange), PWDGRP)
    without = strange.replace('digusers="root,root2,root15"\n', "")
    assert "also has 'newcomer'" in matches(device, "action=get", plain(without), PWDGRP).reason
    short = recordings.GROUPS_12_11.replace('viewer="', 'viewer="newcomer,')
    found = matches(of_listing(recordings.GROUPS_12_11), "action=get", plain(short), PWDGRP)
    assert "also has 'newcomer'" in found.reason
    assert matches(of_listing(recordings.GROUPS_12_11), "action=get", plain(short.replace("newcomer", "wwwv")), PWDGRP)
    # An account that is listed in a group to which it does not belong is still a fault.
    wrong = recordings.GROUPS_10_12.replace('ptz="', 'ptz="hass,')
    joined = device.replace(accounts=(*device.accounts, Account("hass", "x", "users", ["viewer"])))
    listing = wrong.replace('viewer="', 'viewer="hass,').replace('digusers="', 'digusers="hass,')
    assert "the group ptz also has 'hass'" in matches(joined, "action=get", plain(listing), PWDGRP).reason


def test_the_first_401_names_vapix() -> None:
    setup = ("Axis-Setup", "vapix")
    for request in (get("action=get"), get(INITIAL.replace(FULL, "viewer")), get("", SYSTEM_LOG), get("", PARAM)):
        assert setup in Device().handle(request)[1].headers
    for request, as_user in ((get("action=get"), None), (get("action=get"), "vera")):
        response = people().handle(request, as_user)[1]
        assert response.status == 401
        assert setup not in response.headers
    assert setup not in Device().handle(get(INITIAL))[1].headers


@pytest.mark.parametrize(
    ("policy", "password", "taken"),
    [
        ("none", "x", True),
        ("length", "x" * 15, True),
        ("length", "x" * 14, False),
        ("complex", "Abcdefghij1-", True),
        ("complex", "Abcdefghi1-", False),
        ("complex", "Abcdefghijk1", False),
        ("complex", "abcdefghij1-", False),
        ("complex", "ABCDEFGHIJ1-", False),
        ("complex", "Abcdefghijk-", False),
    ],
)
def test_a_password_against_the_policy_is_not_settled(policy: str, password: str, taken: bool) -> None:
    for start, query in (
        (people("12.9"), JOE.replace("pwd=foo", f"pwd={password}")),
        (people("12.9"), f"action=update&user=vera&pwd={password}"),
        (Device("12.9"), INITIAL.replace("pwd=foo", f"pwd={password}")),
    ):
        device = start.replace(settings={POLICY: policy})
        choices = oracle.expect(device, get(query), "root")
        assert choices.choices[0].settled is taken
        assert (b"Error: invalid password." in choices.choices[0].response.body) is not taken
        assert any(choice.device.accounts != device.accounts for choice in choices)


def test_the_policy_is_no_parameter_and_there_from_12_9_on() -> None:
    assert Device("12.9").values[POLICY] == "none" == POLICIES[0]
    assert POLICY not in Device("12.8.99").values
    assert POLICY not in Device("12.9").parameters
    assert POLICY not in listed(people("12.9"), "root")
    strict = people("12.9").replace(settings={POLICY: "length"})
    assert Device.from_dict(strict.to_dict()) == strict
    assert strict.handle(get("", "/axis-cgi/factorydefault.cgi"), "root")[0].values[POLICY] == "none"
    with pytest.raises(ValueError, match="none or length or complex"):
        people("12.9").replace(settings={POLICY: "long"})


# -- parameters


@pytest.mark.parametrize("version", recordings.IDENTITY)
def test_identity_is_as_recorded(version: str) -> None:
    values = Device(version).values
    recorded = recordings.IDENTITY[version]
    assert {name: values.get(name) for name in recorded} == recorded
    for name in ("Brand.ProdVariant", "Properties.FirmwareManagement.Version", "Properties.System.Soc"):
        assert (name in values) is (name in recorded)
    assert values["Properties.Firmware.Version"] == version
    assert ("Properties.ApiDiscovery.ApiDiscovery" in values) is (version != "5.51.7")
    assert values["Properties.System.Language"] == ("English" if version == "5.51.7" else "")


def test_every_profile_has_an_identity() -> None:
    assert set(IDENTITY) == {profile.name for profile in PROFILES}
    for values in IDENTITY.values():
        assert values["Brand.ProdFullName"] == f"{values['Brand.ProdShortName']} {values['Brand.ProdType']}"


def test_parameters_are_sorted_from_9_80_on_and_own_ones_come_before_subgroups() -> None:
    def names(version: str, group: str) -> list[str]:
        return [
            line.partition("=")[0].removeprefix(f"root.{group}.") for line in listed(people(version), group).split("\n")
        ]

    firmware, system = ["BuildNumber", "BuildDate", "Version"], ["HardwareID", "SerialNumber", "Architecture"]
    assert names("5.51.7", "Properties.Firmware")[:-1] == firmware
    assert [name for name in names("5.51.7", "Properties.System") if name in system] == system
    assert names("9.80", "Properties.Firmware")[:-1] == sorted(firmware)
    assert [name for name in names("9.80", "Properties.System") if name in system] == sorted(system)
    assert names("12.11", "Time")[:-1] == [
        *("ObtainFromDHCP", "POSIXTimeZone", "SyncSource", "DST.Enabled", "NTP.Server", "NTP.VolatileServer")
    ]


ECHO = [("5.51.7", False), ("9.80.2.2", False), ("10.11.99", False), ("10.12", True), ("12.99", True), ("13.0", False)]


@pytest.mark.parametrize(("version", "settled"), ECHO)
def test_a_single_parameter_is_answered_as_it_was_asked(version: str, settled: bool) -> None:
    device = people(version)
    both = {"Time.SyncSource": "Time.SyncSource=NTP\n", "root.Time.SyncSource": "root.Time.SyncSource=NTP\n"}
    for asked, answer in both.items():
        assert listed(device, asked) == answer
        for given in both.values():
            assert bool(matches(device, f"action=list&group={asked}", plain(given))) is (given == answer or not settled)
    group = "root.Time.NTP.Server=0.0.0.0\nroot.Time.NTP.VolatileServer=0.0.0.0\n"
    query = "action=list&group=Time.NTP"
    assert matches(device, query, plain(group))
    assert bool(matches(device, query, plain(group.replace("root.", "")))) is (version == "13.0")
    for query in ("Time.SyncSource,root.Time.SyncSource", "Time.SyncSource,Time", "Time.Sync*,Time.SyncSource"):
        text = device.handle(get(f"action=list&group={query}", PARAM), "root")[1].body.decode()
        other = text.replace("root.Time.SyncS", "Time.SyncS") if text[0] == "r" else f"root.{text}"
        assert matches(device, f"action=list&group={query}", plain(other))


def test_the_recorded_answer_in_the_order_of_the_request() -> None:
    device = people("12.11")
    assert listed(device, "Network.BootProto,Does.Not.Exist,Time.SyncSource") == (
        "Network.BootProto=dhcp\n# Error: Error -1 getting param in group 'Does.Not.Exist'\nTime.SyncSource=NTP\n"
    )
    assert listed(device, "Time.NTP.Server,Time.NTP") == (
        "Time.NTP.Server=0.0.0.0\nroot.Time.NTP.VolatileServer=0.0.0.0\n"
    )


@pytest.mark.parametrize("text", ["root.Brand.Brand=AXIS\n", "", "root.Brand.Other=x\n"])
def test_a_product_may_lack_parameters_of_identity_and_addresses(text: str) -> None:
    error = "# Error: Error -1 getting param in group '{}'\n"
    assert matches(people(), "action=list&group=Brand", plain(text or error.format("Brand")))
    assert matches(people(), "action=list&group=Network.IPAddress", plain(error.format("Network.IPAddress")))
    assert not matches(people(), "action=list&group=Time.NTP.Server", plain(error.format("Time.NTP.Server")))
    assert not matches(people(), "action=list&group=Brand", plain("root.Brand.Brand=OTHER\n"))


@pytest.mark.parametrize("prefix", ["", "root."])
def test_the_error_of_an_update_has_root_or_not(prefix: str) -> None:
    for asked in ("", "root."):
        said = f"# Error: Error setting '{prefix}Time.DST.Enabled' to 'x'!"
        assert matches(people(), f"action=update&{asked}Time.DST.Enabled=x", plain(said))


def test_the_query_of_a_post_is_not_settled() -> None:
    def answers(device: Device, query: str, path: str, body: str = "") -> list[str]:
        choices = oracle.expect(device, HttpRequest("POST", path, query, (), body.encode()), "root")
        assert choices.settled is not bool(query)
        return [choice.response.body.decode()[:200] for choice in choices]

    update, off = "action=update&Time.DST.Enabled=no", "# Error: the action must be given"
    assert answers(people(), update, PARAM)[0] == "OK"
    assert answers(people("12.9"), update, PARAM)[0] == off
    for version in ("11.11", "12.9", "12.11"):
        assert {"OK", off} <= {*answers(people(version), update, PARAM)}
    assert answers(people("12.9"), "", PARAM, update) == ["OK"]
    created = {choice.response.status for choice in oracle.expect(Device("12.9"), HttpRequest("POST", PWDGRP, INITIAL))}
    assert created == {200, 401}
    assert Device("12.9").handle(HttpRequest("POST", PWDGRP, INITIAL))[1].status == 401
    assert Device("11.11").handle(HttpRequest("POST", PWDGRP, INITIAL))[1].status == 200
    report = HttpRequest("POST", REPORT, "mode=zip")
    assert people("12.9").handle(report, "root")[1].content_type == "application/zip"
    for text, right in (("the action must be given", True), ("", False), ("OK", True), ("root.Time.X=1", False)):
        request = HttpRequest("POST", PARAM, update)
        assert bool(oracle.expect(people("12.9"), request, "root").match(plain(text))) is right


def test_the_value_of_the_ntp_server_that_dhcp_gave() -> None:
    recorded = {version: rows["Time.NTP.VolatileServer"] for version, rows in recordings.PARAMETERS.items()}
    for version in ("5.51.7", "9.80.2.2", "11.11.192", "12.9.57", "12.11.77"):
        assert Device(version).values["Time.NTP.VolatileServer"] == recorded[version]
    assert Device("12.11.77").values["Time.ObtainFromDHCP"] == "no"


# -- reports, logs and pages


@pytest.mark.parametrize(
    ("version", "reads"), [("9.79", False), ("9.80", True), ("12.11", True), ("12.99", True), ("13.0", False)]
)
def test_a_viewer_may_be_given_the_report(version: str, reads: bool) -> None:
    device, report = people(version), plain("x")
    assert bool(matches(device, "", report, REPORT, "vera")) is reads
    assert matches(device, "", plain("", 401), REPORT, "vera")
    assert device.handle(get("", REPORT), "vera")[1].status == 401
    assert not matches(device, "", report, REPORT, None)
    assert not matches(Device(version), "", report, REPORT, "vera")
    assert not matches(device, "", report, SYSTEM_LOG, "vera")
    assert not oracle.expect(device, HttpRequest("PUT", REPORT), "vera").match(report)
    assert oracle.expect(device, get("", REPORT), "root").settled


@pytest.mark.parametrize("version", ["11.11.45", "12.11"])
def test_a_filtered_log_may_have_its_heading(version: str) -> None:
    log = "\n----- System log -----\n\n\n2020-09-07T14:16:29.231-05:00 axis-accc8ef7de6b [ ERR     ] kernel: dhcp\n"
    assert matches(people(version), "text=dhcp", plain(log), SYSTEM_LOG)
    assert not matches(people(version), "text=dhcp", plain(log + "other\n"), SYSTEM_LOG)
    assert matches(people("11.11.44"), "text=dhcp", plain(log + "other\n"), SYSTEM_LOG)
    assert matches(
        people(version), "appname=name", plain("\n----- Contents of SYSTEM_LOG for 'name' -----\n"), SYSTEM_LOG
    )


def test_the_page_of_a_hard_factory_default() -> None:
    body = people().handle(get("", "/axis-cgi/hardfactorydefault.cgi"), "root")[1].body
    assert body.strip() == (
        b'<html><head><meta http-equiv="refresh" content="0;URL=/admin/factoryMessage2.shtml?server=192.168.0.90">'
        b"</head><body></body></html>"
    )


def test_how_much_of_an_old_line_is_no_text() -> None:
    line = logs.line(logs.Event(0, "Access", "Warning", "text"), "axis-00408cfb6888", 0, is_old=True)
    assert line == "<WARNING > Jan  1 00:00:00 axis-00408cfb6888 root: text"
    assert len(line) == logs.HEAD_SIZE + len("text")
    critical = logs.line(logs.Event(0, "System", "Critical", "text"), "axis-00408cfb6888", -9000, is_old=False)
    assert critical == "1969-12-31T21:30:00.000-02:30 axis-00408cfb6888 [ CRIT    ] vapix[1]: text"
