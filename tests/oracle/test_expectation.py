"""What any device may answer: allowed variations, unsettled responses, and our validators compared with the device."""

from __future__ import annotations

import itertools
import re
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.test_device import (
    CGIS,
    FULL,
    HTML,
    INITIAL,
    JOE,
    LONGEST,
    PARAM,
    PWDGRP,
    SET,
    VALUES,
    VERSIONS,
    get,
    people,
    post,
    upgrade,
)
from tests.oracle.test_device import requests as any_requests
from tests.support import tz_texts
from tests.support.paths import DOCS
from tests.vapix.pwdgrp.test_pwdgrp import requests as pwdgrp_requests
from vapix_proto import oracle, vapix
from vapix_proto.errors import Code, Severity
from vapix_proto.oracle import Account, Device, Match, Mismatch
from vapix_proto.oracle import parameters as oracle_parameters
from vapix_proto.oracle.responses.forms import Said
from vapix_proto.oracle.rules.allowed import read_only
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpRequest, HttpResponse, encode_arguments
from vapix_proto.vapix.param.registry import PARAMETERS
from vapix_proto.vapix.pwdgrp.responses import read_text

DOCUMENT = (DOCS / "reference/oracle-device.md").read_text("utf-8")


def response(body: str | bytes, kind: str = "text/plain", status: int = 200) -> HttpResponse:
    data = body if isinstance(body, bytes) else body.encode()
    return HttpResponse(status, (("Content-Type", kind),) if kind else (), data)


NEEDS_SETUP = response("", status=401).replace(headers=(("Axis-Setup", "vapix"),))


def match(query: str, given_: HttpResponse, *, path: str = PWDGRP, as_user: str | None = "root", **more: Any) -> Any:
    device = more.pop("device", people())
    return oracle.expect(device, get(query, path), as_user).match(given_, **more)


# -- requests whose body is a stream


class Once:
    """A file that can't seek."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int, /) -> bytes:
        piece, self.data = self.data[:size], self.data[size:]
        return piece


@pytest.mark.parametrize("query", ["", "type=normal&type=factorydefault", "%"])
@pytest.mark.parametrize("device", [people(), Device("11.11", [Account("vera", "foo", "users", ["viewer"])])])
def test_a_body_is_read_once(device: Device, query: str) -> None:
    expected = oracle.expect(device, vapix.FirmwareUpgrade(b"data").to_http(boundary="b").replace(query=query), "root")
    once = vapix.FirmwareUpgrade(Once(b"data"), size=4).to_http(boundary="b").replace(query=query)
    found = oracle.expect(device, once, "root")
    assert found.choices == expected.choices
    with pytest.raises(ValueError, match="already been read"):
        oracle.expect(device, once, "root")
    with pytest.raises(ValueError, match="already been read"):
        device.handle(once)
    short = vapix.FirmwareUpgrade(Once(b"data"), size=5).to_http()
    with pytest.raises(ValueError, match="not the declared 5 bytes"):
        device.handle(short, "root")


# -- the passwords in requests and responses

SECRET = "Sup3r&S3cret ZZ"
_WITH_SECRET = {
    "form": vapix.AddUser("joe", vapix.Password(SECRET), vapix.Role.VIEWER).to_http(),
    "query": get(encode_arguments({"action": "add", "user": "joe", "pwd": SECRET})),
    "path": get("").replace(path=f"{PWDGRP}?{encode_arguments({'action': 'get', 'PWD': SECRET})}"),
    "parameter": get(encode_arguments({"action": "update", "Network.Wireless.WPAPSK.Key": SECRET}), PARAM),
    "login in a URL": get(
        encode_arguments({"action": "update", "Time.NTP.Server": f"http://joe:{SECRET}@host/"}), PARAM
    ),
    "account": get("action=get"),
    "upload": upgrade(encode_arguments({"passwd": SECRET})),
    "other CGI": get(encode_arguments({"pwd": SECRET}), "/axis-cgi/systemlog.cgi"),
}


@pytest.mark.parametrize("level", ["meaning", "bytes"])
@pytest.mark.parametrize("request_", _WITH_SECRET.values(), ids=_WITH_SECRET)
def test_no_reason_and_no_repr_has_a_password(request_: HttpRequest, level: str) -> None:
    device = Device("11.11", [Account("root", SECRET, "root", FULL.split(":"))])
    found = oracle.expect(device, request_, "root")
    assert "S3cret" not in repr(found) + repr(found.choices) + repr(found.devices)
    reasons = []
    for before in ("hello ", "# Error: Error setting 'a' to '", "x" * 70, "x" * 76, 'admin="root"\n', "OK\n"):
        for written in (SECRET, quote_plus(SECRET), SECRET.replace("&", "&amp;")):
            for kind, status in (("text/plain", 200), ("text/html", 200), (written, 200), ("text/plain", 401)):
                result = found.match(response(before + written, kind, status), level)
                if isinstance(result, Mismatch):
                    reasons.append(result.reason)
    assert reasons
    assert [reason for reason in reasons if any(part in reason for part in ("Sup3", "S3cr", "sup3", "ret"))] == []
    assert any("***" in reason for reason in reasons)


def test_the_content_of_firmware_is_no_password() -> None:
    request = upgrade("", b"x&pwd=image/firmware&").replace(path="/axis-cgi/admin/firmwareupgrade.cgi")
    result = oracle.expect(people(), request, "root").match(response("", "image/firmware"))
    assert isinstance(result, Mismatch)
    assert "the content type is 'image/firmware'" in result.reason


# -- the allowed variations of a response

TEXT = "Created account joe."


@pytest.mark.parametrize(
    ("given_", "right"),
    [
        (response(TEXT), True),
        (response(TEXT + "\r\n", "text/html"), True),
        (response(f"\n{TEXT}\n", ""), True),
        (response(HTML.format(TEXT), "text/html; charset=utf-8"), True),
        (response(f"<HTML><BODY BGCOLOR=red>\n{TEXT}\n</BODY ></HTML>", "text/html"), True),
        (response("Created account joe"), False),
        (response("Created account Joe."), False),
        (response("Modified account joe."), False),
        (response(TEXT + TEXT), False),
        (response(HTML.format("Error: consult the system log file."), "text/html"), False),
        (response(HTML.format(TEXT) + HTML.format("Error: invalid password."), "text/html"), False),
        (response(HTML.format(TEXT) * 2, "text/html"), False),
        (response(HTML.format(TEXT) + "Error: invalid password.", "text/html"), False),
        (response("HTTP " + HTML.format(TEXT), "text/html"), False),
        (response("<title>User accounts</title>" + HTML.format(TEXT), "text/html"), True),
        (response(TEXT, "application/json"), False),
        (response(TEXT, status=201), False),
        (response(b"\xff"), False),
    ],
)
def test_a_text_is_bare_or_in_html(given_: HttpResponse, right: bool) -> None:
    found = match(JOE, given_)
    assert bool(found) is right
    assert type(found) is (Match if right else Mismatch)


def test_the_bytes_are_compared_when_asked_for() -> None:
    exact = people().handle(get(JOE), "root")[1]
    assert match(JOE, exact, level="bytes")
    for other in (
        exact.replace(body=exact.body + b"\n"),
        exact.replace(body=exact.body[:-1]),
        exact.replace(body=exact.body.replace(b"#", b"")),
        response(TEXT),
        exact.replace(headers=(("Content-Type", "text/plain"),)),
    ):
        assert match(JOE, other)
        assert not match(JOE, other, level="bytes"), other
    assert "byte 3:" in match(JOE, exact.replace(body=b"<htxl" + exact.body[5:]), level="bytes").reason
    with pytest.raises(ValueError, match="level"):
        match(JOE, exact, level="byte")


GROUPS = {
    "admin": "root,boss",
    "operator": "root,boss,olga",
    "viewer": "root,boss,olga,vera",
    "ptz": "root,nobo",
    "digusers": "root,boss,olga,vera,nobo",
}


def listing(form: str = '{}="{}"\n', **changed: str | None) -> HttpResponse:
    rows = {**GROUPS, **{name: text for name, text in changed.items() if text is not None}}
    return response("".join(form.format(*row) for row in rows.items() if changed.get(row[0], "") is not None))


@pytest.mark.parametrize(
    "given_",
    [
        listing(),
        listing('{}="{}"\r\n'),
        listing('{}="{},"\n'),
        listing("{}={}\n"),
        listing('{}="{}"\n\n'),
        listing(admin="boss,root", digusers="nobo,vera,olga,boss,root"),
        listing(users="", gpio="led,ptzadm,", root="root"),
        listing(**{"AZaz09_-": "x"}),
        listing(admin="wwwa,root,wwwaovp,sdk,boss", viewer="vdo,root,boss,olga,vera"),
        response("\n".join(listing().body.decode().split("\n")[::-1])),
        listing().replace(headers=()),
        listing(ptz=None),
        listing(digusers=None),
    ],
)
def test_a_listing_in_other_forms_means_the_same(given_: HttpResponse) -> None:
    assert match("action=get", given_)
    assert not match("action=get", given_.replace(body=given_.body + b"\n"), level="bytes")


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        (listing(admin="root"), "the group admin lacks 'boss'"),
        (listing(admin="root,boss,olga"), "the group admin also has 'olga'"),
        (listing(ptz="root"), "the group ptz lacks 'nobo'"),
        (listing(digusers="root,boss,olga,vera"), "the group digusers lacks 'nobo'"),
        (listing(digusers=GROUPS["digusers"] + ",wwwa"), "the group digusers also has 'wwwa'"),
        (listing(digusers=GROUPS["digusers"] + ",vera"), "an account is listed in digusers twice"),
        (listing(viewer=None), "the group viewer is missing"),
        (listing(ptz=None, digusers="root"), "the group digusers lacks 'boss'"),
        (listing(ptz="root", digusers=None), "the group ptz lacks 'nobo'"),
        (response(listing().body + b'admin="root,boss"'), "the group admin is listed twice"),
        (response(listing().body + b"hello"), "is not a group"),
        (listing(' {}="{}"\n'), "is not a group"),
        (response(listing().body.replace(b"\n", b"")), "is not a group"),
        (response(""), "the group admin is missing"),
        (response(listing().body, "text/html"), "the content type is 'text/html'"),
        (response(listing().body, status=401), "the status code is 401, not 200"),
    ],
)
def test_a_listing_that_says_something_else(given_: HttpResponse, reason: str) -> None:
    found = match("action=get", given_)
    assert isinstance(found, Mismatch)
    assert reason in found.reason


def test_a_system_account_counts_where_a_user_has_its_name() -> None:
    device = people().replace(accounts=(*people().accounts, Account("sdk", "x", "users", ["viewer"])))
    rows = {"viewer": GROUPS["viewer"] + ",sdk", "digusers": GROUPS["digusers"] + ",sdk"}
    assert match("action=get", listing(**rows), device=device)
    assert not match("action=get", listing(**rows, admin="sdk,root,boss"), device=device)
    assert not match("action=get", listing(**rows | {"viewer": GROUPS["viewer"]}), device=device)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["wwwa", "wwwaovp", "sdk", "vdo"])
def test_an_account_named_like_a_system_account_has_its_own_rights(version: str, name: str) -> None:
    device, _ = people(version).handle(get(JOE.replace("user=joe", f"user={name}") + "&comment="), "root")
    account = device.account(name)
    assert account is not None
    assert account.level == "viewer"
    listed = device.handle(get("action=get"), "root")[1]
    assert oracle.expect(device, get("action=get"), "root").match(listed)
    assert {row.user: row.role for row in vapix.AccountListing.parse(listed.body).accounts}[name] is vapix.Role.VIEWER


DST = "root.Time.DST.Enabled=yes\n"
NO_X = "# Error: Error -1 getting param in group 'Log'\n"


@pytest.mark.parametrize(
    ("body", "as_user", "reason"),
    [
        (DST + NO_X, "root", None),
        (NO_X + DST, "root", None),
        (NO_X.replace("\n", "\r\n") + DST.replace("\n", "\r\n"), "root", None),
        (DST + NO_X[:-1], "root", None),
        (DST + NO_X.replace("'\n", "'!\n"), "root", None),
        (DST.removeprefix("root.") + NO_X, "root", "root.Time.DST.Enabled is written without root."),
        (DST + DST + NO_X + "root.Time.DST.Other=a=b\n", "root", None),
        (DST, "root", "the line \"# Error: Error -1 getting param in group 'Log'\" is missing"),
        (NO_X, "root", "Time.DST.Enabled is missing"),
        (DST.replace("yes", "no") + NO_X, "root", "Time.DST.Enabled is 'no', not 'yes'"),
        (DST + DST.replace("yes", "no") + NO_X, "root", "Time.DST.Enabled has two values"),
        (DST + NO_X + NO_X, "root", "is not expected"),
        (DST + NO_X + "hello\n", "root", "the line 'hello' is not expected"),
        (DST + NO_X + "root.Log.System.MaxSize=1\n", "root", "Log.System.MaxSize is listed"),
        (DST + NO_X + "root.Network.BootProto=dhcp\n", "root", "'Network.BootProto' is listed, but was not requested"),
        (DST + NO_X, "olga", None),
        (DST + NO_X + "root.Time.SyncSource=NTP\n", "olga", "Time.SyncSource is listed, but must not be"),
    ],
)
def test_a_listing_of_parameters(body: str, as_user: str, reason: str | None) -> None:
    found = match("action=list&group=Time.DST,Log", response(body), path=PARAM, as_user=as_user)
    assert bool(found) is (reason is None)
    if reason is not None:
        assert reason in found.reason


@pytest.mark.parametrize("as_user", ["vera", "olga", "nobo"])
@pytest.mark.parametrize("group", ["Vpx", "Time.Vpx", "Log.System"])
def test_an_unknown_group_may_be_refused_by_status_to_who_has_fewer_rights(as_user: str, group: str) -> None:
    query = f"action=list&group={group}"
    for status in (401, 403):
        assert match(query, response("", status=status), path=PARAM, as_user=as_user)
        assert not match(query, response("", status=status), path=PARAM)
    assert match(query, response(f"# Error: Error -1 getting param in group '{group}'\n"), path=PARAM, as_user=as_user)


GOOD_LINE, NO_LINE = "root.{0}.I0=a\n", "# Error: Error -1 getting param in group '{0}'\n"


@pytest.mark.parametrize("lines", list(itertools.product((GOOD_LINE, NO_LINE), repeat=2)))
def test_a_product_may_have_one_unknown_group_and_not_the_other(lines: tuple[str, str]) -> None:
    body = DST + lines[0].format("Image") + lines[1].format("Audio")
    query = "action=list&group=Image,Time.DST,Audio"
    assert match(query, response(body), path=PARAM)
    assert not match(query, response(body + "root.Brand.Name=x\n"), path=PARAM)
    assert not match(query, response(body + NO_LINE.format("Image") * 2), path=PARAM)
    mine = body + NO_LINE.format("Time.SyncSource")
    for text in (mine, body):
        assert match(query + ",Time.SyncSource", response(text), path=PARAM, as_user="olga")
        assert not match(query + ",Time.SyncSource", response(text), path=PARAM)


@pytest.mark.parametrize("group", ["Image", "root.Image.I0", "image", "Image.", "Im*", "Image.I?", " Image", ""])
def test_a_listing_has_only_what_was_asked_for(group: str) -> None:
    line = "root.Image.I0.X=1\n" + NO_X
    assert match(f"action=list&group=Log,{quote_plus(group)}", response(line), path=PARAM)
    assert not match("action=list&group=Log,Audio", response(line), path=PARAM)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("as_user", ["root", "olga"])
def test_the_own_response_to_any_groups_is_acceptable(version: str, as_user: str) -> None:
    device = people(version)
    asked = itertools.product(("", "Time", "Time.NTP.Server", "Nope", "root", "*"), repeat=2)
    for query in ("action=list", "action=list&group=", *(f"action=list&group={','.join(groups)}" for groups in asked)):
        expectation = oracle.expect(device, get(query, PARAM), as_user)
        assert device.handle(get(query, PARAM), as_user)[1] == expectation.choices[0].response
        for choice in expectation:
            assert expectation.match(choice.response, "bytes"), choice


@pytest.mark.parametrize("form", ["action=remove", "action=remove&user=no_user", "action=update&user=j_oe&pwd=x"])
def test_a_malformed_name_is_one_fault_and_not_also_an_unknown_one(form: str) -> None:
    expectation = oracle.expect(people(), get(form), "root")
    assert expectation.settled
    assert [choice.form for choice in expectation] == [Said("Error: account user name.")]


@pytest.mark.parametrize("blank", ["root, op", "root,op ", " root,op"])
def test_a_blank_in_a_listing_counts(blank: str) -> None:
    assert not match("action=get", listing(operator=blank))
    for line in (b' admin="root"', b'admin="root" '):
        assert not match("action=get", response(listing().body.replace(b'admin="root,boss"', line + b"\n")))
    assert not match("action=update&Time.SyncSource=PC", response(" OK"), path=PARAM)


def test_what_http_sends_after_head_is_right_byte_by_byte() -> None:
    paths = ("/axis-cgi/restart.cgi", PARAM, "/nowhere", "/axis-cgi/systemready.cgi", "/axis-cgi/basicdeviceinfo.cgi")
    for path, as_user in itertools.product(paths, ("root", None)):
        request = HttpRequest("HEAD", path, "", (("Content-Type", "application/json"),), b'{"method":"a","method":"b"}')
        _, answer = people().handle(request, as_user)
        assert answer.body == b""
        assert int(dict(answer.headers)["Content-Length"]) > 0
        expectation = oracle.expect(people(), request, as_user)
        assert expectation.match(answer, "bytes")
        assert all(expectation.match(choice.response) for choice in expectation)


def test_a_line_without_a_name_is_no_parameter() -> None:
    assert not match("action=list&group=Time.DST,", response(DST + NO_LINE.format("") + "=x\n"), path=PARAM)


def test_the_property_that_the_specification_names() -> None:
    query, line = "action=list&group=Properties.API.HTTP", "root.Properties.API.HTTP.Version=3\n"
    error = "# Error: Error -1 getting param in group 'Properties.API.HTTP'\n"
    assert match(query, response(line), path=PARAM)
    assert not match(query, response(line.replace("3", "2")), path=PARAM)
    assert not match(query, response(error), path=PARAM)
    for text in (line, error):  # the specification doesn't say who besides administrators can read it
        assert match(query, response(text), path=PARAM, as_user="vera")
    update = "action=update&Properties.API.HTTP.Version=4"
    assert not match(update, response("OK"), path=PARAM)


def test_values_from_outside_are_free() -> None:
    text = "Time.NTP.VolatileServer=172.16.3.1 \n"
    assert match("action=list&group=Time.NTP.VolatileServer", response(text), path=PARAM)


REFUSED = "# Error: Error setting 'root.Time.ObtainFromDHCP' to 'nO'!"


@pytest.mark.parametrize(
    ("query", "body", "right"),
    [
        ("Time.ObtainFromDHCP=no", "OK", True),
        ("Time.ObtainFromDHCP=no", "OK\r\n", True),
        ("Time.ObtainFromDHCP=no", "Ok", False),
        ("Time.ObtainFromDHCP=no", REFUSED, False),
        ("Time.ObtainFromDHCP=nO", REFUSED, True),
        ("Time.ObtainFromDHCP=nO", REFUSED.replace("root.", "") + "\n", True),
        ("Time.ObtainFromDHCP=nO", REFUSED.replace("nO", "no"), False),
        ("Time.ObtainFromDHCP=nO", "OK", False),
        ("Time.ObtainFromDHCP=nO", REFUSED + "\n" + REFUSED, False),
        ("Time.ObtainFromDHCP=nO", "", False),
        ("Time.ObtainFromDHCP=nO&Time.DST.Enabled=x", REFUSED, True),
        (
            "Time.ObtainFromDHCP=nO&Time.DST.Enabled=x",
            REFUSED + "\n# Error: Error setting 'Time.DST.Enabled' to 'x'!",
            True,
        ),
        (
            "Time.ObtainFromDHCP=nO&Time.DST.Enabled=x",
            "# Error: Error setting 'root.Time.DST.Enabled' to 'x'!\r\n" + REFUSED + "\r\n",
            True,
        ),
        ("Time.ObtainFromDHCP=nO&Time.ObtainFromDHCP=nO", REFUSED + "\n" + REFUSED, True),
        ("Time.ObtainFromDHCP=nO&Time.ObtainFromDHCP=nO", "\n".join([REFUSED] * 3), False),
        ("%ff=1", "# Error: Error setting 'root.' to '1'!", True),
        ("a%01b=1", "# Error: Error setting 'root.ab' to '1'!", True),
        ("a%01b=1", "# Error: Error setting 'root.a' to '1'!", False),
        ("Time.ObtainFromDHCP=n%0AO", "# Error", True),
        ("Time.ObtainFromDHCP=n%0AO", REFUSED.replace("nO", "n\nO"), True),
        ("Time.ObtainFromDHCP=n%0AO", REFUSED, True),
        ("Time.ObtainFromDHCP=n%0AO", REFUSED.replace("Time.ObtainFromDHCP", "Time.DST.Enabled"), False),
        ("Time.ObtainFromDHCP=n%0AO", REFUSED + "\nOK", False),
        (
            "Time.ObtainFromDHCP=n%0AO&Time.DST.Enabled=x",
            REFUSED + "\n# Error: Error setting 'Time.DST.Enabled' to 'x'!",
            True,
        ),
        ("Time.ObtainFromDHCP=n%0AO&Time.DST.Enabled=x", "# Error: Error setting 'Time.DST.Enabled' to 'x'!", True),
        ("Time.ObtainFromDHCP=n%0AO", "OK", False),
    ],
)
def test_the_response_to_an_update(query: str, body: str, right: bool) -> None:
    assert bool(match("action=update&" + query, response(body), path=PARAM)) is right


@pytest.mark.parametrize(
    ("query", "given_", "right"),
    [
        ("", response("a\nb"), True),
        ("text=dhcp", response("a dhcp\n\nDHCP b\n"), True),
        ("text=dhcp", response("a dhcp\nb\n"), False),
        ("text=dhcp", response("dhcp", "text/html"), False),
        ("text=dhcp", response("dhcp", status=404), False),
    ],
)
def test_a_filtered_log_has_the_text_in_every_line(query: str, given_: HttpResponse, right: bool) -> None:
    path = "/axis-cgi/systemlog.cgi"
    assert bool(match(query, given_, path=path, device=people("12.11"))) is right
    assert match(query, given_.replace(headers=(), status=200), path=path, device=people("11.11"))


@pytest.mark.parametrize(
    ("mode", "given_", "right"),
    [
        ("text", response("x"), True),
        ("text", response(""), False),
        ("text", response("x", "application/zip"), False),
        ("zip", response(b"PK\x03\x04x", "application/zip"), True),
        ("zip", response(b"PK\x03\x04x", "application/octet-stream"), True),
        ("zip", response(b"x", "application/zip"), False),
        ("zip", response(b"PK\x03\x04x", "text/plain"), False),
        ("zip_with_image", response(b"PK\x03\x04x", "application/zip"), True),
        ("zip_with_image", response("no", status=404), True),
        ("zip", response("no", status=404), False),
        ("tar_all", response(b"x", "application/gzip"), True),
        ("tar_all", response(b"x", "application/zip"), False),
        ("other", response("no", status=400), True),
        ("other", response("no", "text/html"), False),
    ],
)
def test_reports(mode: str, given_: HttpResponse, right: bool) -> None:
    assert bool(match(f"mode={mode}", given_, path="/axis-cgi/serverreport.cgi")) is right


def test_pages_are_any_html() -> None:
    for name in ("restart.cgi", "factorydefault.cgi", "hardfactorydefault.cgi"):
        assert match("", response("<p>bye", "text/html"), path=f"/axis-cgi/{name}")
        assert match("", response("<p>bye", "application/xhtml+xml"), path=f"/axis-cgi/{name}")
        assert not match("", response("bye"), path=f"/axis-cgi/{name}")
        assert not match("", response("bye", "text/html", 500), path=f"/axis-cgi/{name}")


def test_head_is_as_get_without_the_body() -> None:
    for name, kind in CGIS.items():
        request = HttpRequest("HEAD", f"/axis-cgi/{name}", "action=get" if name == "pwdgrp.cgi" else "action=list")
        ok, refused = response("", "text/html"), response("", "", 405)
        expectation = oracle.expect(people(), request, "root")
        assert bool(expectation.match(ok)) is (kind != "POST")
        assert expectation.match(refused)
        assert not oracle.expect(people(), request, "vera").match(ok) or name == "param.cgi"
        assert not oracle.expect(people(), request).match(ok)
    for device, path, query, counts in (
        (people(), "/axis-cgi/hardfactorydefault.cgi", "", {0, 5}),
        (Device(), PWDGRP, INITIAL, {0, 1}),
    ):
        found = oracle.expect(device, HttpRequest("HEAD", path, query), "root").match(ok)
        assert isinstance(found, Match)
        assert {len(after.accounts) for after in found.devices} == counts
    assert oracle.expect(Device(), HttpRequest("HEAD", PWDGRP, "action=get")).match(NEEDS_SETUP)
    request = HttpRequest("GET", "/axis-cgi/usergroup.cgi")
    got, headed = (people().handle(request.replace(method=method), "root")[1] for method in ("GET", "HEAD"))
    assert headed == got.replace(headers=(*got.headers, ("Content-Length", str(len(got.body)))), body=b"")


@pytest.mark.parametrize("path", ["/config/discover", "/axis-cgi/ntp.cgi", "/axis-cgi/date.cgi", "/"])
def test_products_have_other_apis(path: str) -> None:
    expectation = oracle.expect(people(), HttpRequest("GET", path), "root")
    assert not expectation.settled
    for status in (200, 301, 401, 403, 404):
        assert expectation.match(response("{}", "application/json", status))
    # The known CGIs exist from some version on.
    for missing in ("/axis-cgi/time.cgi", "/config/rest/time/v2"):
        old = oracle.expect(people("5.51"), HttpRequest("GET", missing), "root")
        assert not old.match(response("{}", "application/json"))


@pytest.mark.parametrize("level", ["meaning", "bytes"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_new_device_has_a_header_on_every_401(version: str, level: str) -> None:
    for path, query in ((PWDGRP, "action=get"), (PWDGRP, INITIAL.replace(FULL, "viewer")), (PARAM, "action=list")):
        device, right = Device(version).handle(get(query, path))
        bare = [row for row in right.headers if row[0] != "Axis-Setup"]
        for more, reason in (
            ([("axis-setup", "vapix")], None),
            ([], "the header Axis-Setup is missing, not 'vapix'"),
            ([("Axis-Setup", "other")], "the header Axis-Setup is 'other', not 'vapix'"),
        ):
            found = match(query, right.replace(headers=(*bare, *more)), path=path, device=device, level=level)
            assert bool(found) is (reason is None)
            assert reason is None or reason in found.reason
    for device in (people(version), Device(version, [Account("vera", "x", "users", ["viewer"])])):
        assert match("action=list", response("", status=401), path=PARAM, device=device, as_user=None)


def test_rights_are_a_status() -> None:
    for status, nobody, viewer in ((401, True, True), (403, False, True), (200, False, False), (404, False, False)):
        for name in CGIS:
            path, request_response = f"/axis-cgi/{name}", response("", status=status)
            if CGIS[name] == "GET":
                assert bool(match("action=get", request_response, path=path, as_user=None)) is nobody
                assert bool(match("action=get", request_response, path=path, as_user="vera")) is viewer
    for name in CGIS:
        assert match("", NEEDS_SETUP, path=f"/axis-cgi/{name}", device=Device())
        assert not match("action=get", response("", status=403), path=f"/axis-cgi/{name}", device=Device())


# -- unsettled responses: the texts and status codes that are right, and how many devices are possible afterwards

CONSULT, MALFORMED = "Error: consult the system log file.", "Error: malformed action operation, "
NAME, PASSWORD = "Error: account user name.", "Error: invalid password."
EXISTS = "Error: this user name already exists, consult the system log file."
NOT_INITIAL = "Error: not a valid initial admin user."
CREATED, MODIFIED, THE = "Created account joe.", "Modified account vera.", "Modified the account "
CHOICES: list[tuple[str, str, set[str], int]] = [
    ("11.11", JOE, {CREATED}, 1),
    ("11.11", JOE + "&strict_pwd=1", {CREATED, THE + "joe."}, 1),
    ("11.11", JOE + "&strict_pwd=2", {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("user=joe", "user=vera"), {EXISTS, MALFORMED + "add.", CONSULT}, 1),
    ("11.11", JOE.replace("user=joe", "user=j!"), {NAME}, 1),
    ("11.11", JOE.replace("user=joe", "user=" + "j" * 15), {NAME, MALFORMED + "add.", CONSULT}, 1),
    (
        "11.11",
        JOE.replace("user=joe", "user=sdk"),
        {"Created account sdk.", EXISTS, MALFORMED + "add.", NAME, CONSULT},
        2,
    ),
    ("11.11", JOE.replace("pwd=foo", "pwd="), {PASSWORD, CONSULT}, 1),
    ("11.11", JOE.replace("pwd=foo", "pwd=%01"), {PASSWORD, CONSULT, CREATED}, 2),
    ("13.0", JOE.replace("pwd=foo", "pwd=%01"), {PASSWORD, CONSULT, CREATED}, 2),
    ("13.0", JOE.replace("pwd=foo", "pwd=%01") + "&strict_pwd=1", {PASSWORD, CONSULT}, 1),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp=operator:admin"), {CREATED, CONSULT}, 3),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp=ptz"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp=viewer:viewer"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp=viewer:x"), {CONSULT}, 1),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp=viewer:users"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("sgrp=viewer", "sgrp="), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("&sgrp=viewer", ""), {CONSULT}, 1),
    ("11.11", JOE.replace("grp=users", "grp=disk"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("grp=users", "grp=nogrp"), {CONSULT}, 1),
    ("11.11", "action=update&user=vera&grp=nogrp", {CONSULT}, 1),
    ("11.11", JOE.replace("grp=users", "grp=root"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("grp=users", "grp=admin"), {CREATED}, 1),
    ("11.11", JOE.replace("&grp=users", ""), {CONSULT}, 1),
    ("11.11", JOE.replace("comment=", "comment=%0A"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("comment=", "comment=:"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("comment=", "comment=%C3%A9"), {CREATED, CONSULT}, 2),
    ("11.11", JOE.replace("comment=", "comment=%7e"), {CREATED}, 1),
    ("11.11", JOE.replace("&comment=", ""), {CREATED}, 1),
    ("5.51", JOE.replace("&comment=", ""), {CREATED, CONSULT}, 2),
    ("11.11", JOE + "&comment=x", {CREATED}, 2),
    ("11.11", JOE.replace("user=joe", "user=j!").replace("pwd=foo", "pwd="), {NAME, PASSWORD, CONSULT}, 1),
    ("11.11", "action=update&user=vera&pwd=x", {MODIFIED, THE + "vera."}, 1),
    ("11.11", "action=update&user=vera", {MODIFIED, THE + "vera.", CONSULT, MALFORMED + "update."}, 1),
    ("11.11", "action=update&user=vera&pwd=", {MODIFIED, THE + "vera.", CONSULT, PASSWORD}, 2),
    ("11.11", "action=update&user=vera&pwd=%01", {MODIFIED, THE + "vera.", CONSULT, PASSWORD}, 2),
    ("11.11", "action=update&user=joe&pwd=x", {MALFORMED + "update.", NAME, CONSULT}, 1),
    ("11.11", "action=update&user=root&sgrp=viewer", {"Modified account root.", THE + "root."}, 1),
    (
        "10.12",
        "action=update&user=root&sgrp=viewer",
        {"Modified account root.", THE + "root.", CONSULT, MALFORMED + "update."},
        2,
    ),
    ("10.12", f"action=update&user=root&sgrp={FULL}", {"Modified account root.", THE + "root."}, 1),
    ("11.11", "action=remove&user=vera", {"Removed account vera."}, 1),
    ("11.11", "action=remove&user=joe", {MALFORMED + "remove.", NAME, CONSULT}, 1),
    ("11.11", "action=remove&user=root", {"Removed account root."}, 1),
    ("10.12", "action=remove&user=root", {MALFORMED + "remove.", NAME, CONSULT}, 1),
    ("11.11", "action=x", {"Error: action operation type."}, 1),
    ("11.11", "action=remove&user=vera&action=x", {"Removed account vera.", "Error: action operation type."}, 2),
]


@pytest.mark.parametrize(("version", "query", "texts", "count"), CHOICES)
def test_which_responses_are_right(version: str, query: str, texts: set[str], count: int) -> None:
    expectation = oracle.expect(people(version), post(query), "root")
    assert {choice.form.text for choice in expectation if isinstance(choice.form, Said)} == texts
    assert all(isinstance(choice.form, Said) and choice.form.status == 200 for choice in expectation)
    assert len(expectation.devices) == count
    for choice in expectation:
        refused = isinstance(choice.form, Said) and choice.form.text.startswith("Error")
        assert not refused or choice.device.essence == people(version).essence
    if count > 1:
        assert not expectation.settled


LAST = Device("11.11", [Account("anna", "x", "users", ["admin"])])
FIRST_CHOICES: list[tuple[Device, str, set[str | tuple[int, ...]]]] = [
    (LAST, "action=remove&user=anna", {"Removed account anna.", CONSULT, MALFORMED + "remove."}),
    (
        LAST,
        "action=update&user=anna&sgrp=viewer",
        {"Modified account anna.", THE + "anna.", CONSULT, MALFORMED + "update."},
    ),
    (LAST, "action=update&user=anna&sgrp=admin:operator:viewer", {"Modified account anna.", THE + "anna."}),
    (Device(), INITIAL, {"Created account root."}),
    (Device(), INITIAL.replace(FULL, "admin:ptz"), {"Created account root.", NOT_INITIAL}),
    (Device(), INITIAL.replace(FULL, FULL + ":ptz"), {"Created account root.", NOT_INITIAL}),
    (Device(), INITIAL.replace(FULL, "admin:operator:viewer"), {NOT_INITIAL}),
    (Device(), INITIAL.replace("user=root", "user=a!"), {NAME, NOT_INITIAL}),
    (Device(), INITIAL.replace("user=root", "user=" + "a" * 15), {NAME, NOT_INITIAL}),
    (Device("10.12"), INITIAL.replace("user=root", "user=anna"), {NOT_INITIAL}),
    (Device("10.12"), INITIAL + "&comment=x", {NOT_INITIAL}),
    (
        Device(),
        INITIAL.replace("user=root", "user=daemon"),
        {"Created account daemon.", EXISTS, MALFORMED + "add.", NAME, CONSULT, NOT_INITIAL},
    ),
    (Device(), INITIAL.replace("pwd=foo", "pwd="), {PASSWORD, CONSULT, NOT_INITIAL}),
    (Device(), INITIAL.replace("pwd=foo", "pwd=%01"), {PASSWORD, CONSULT, NOT_INITIAL, "Created account root."}),
    (Device(), INITIAL.replace("&grp=root", ""), {CONSULT, NOT_INITIAL}),
    (Device(), INITIAL.replace("grp=root", "grp=x"), {CONSULT, NOT_INITIAL}),
    (Device(), INITIAL.replace("grp=root", "grp=disk"), {CONSULT, NOT_INITIAL, "Created account root."}),
    (Device(), INITIAL + "&comment=:", {CONSULT, NOT_INITIAL, "Created account root."}),
    (Device(), INITIAL + "&strict_pwd=x", {CONSULT, "Created account root."}),
    (Device(), "action=get", {"Error: initial admin user must be created first.", (401,)}),
    (
        Device(),
        "action=x",
        {"Error: initial admin user must be created first.", (401,), "Error: action operation type."},
    ),
]


@pytest.mark.parametrize(("device", "query", "right"), FIRST_CHOICES)
def test_which_responses_are_right_about_administrators(device: Device, query: str, right: set[Any]) -> None:
    as_user = "anna" if device.accounts else None
    forms = [choice.form for choice in oracle.expect(device, get(query), as_user)]
    assert {form.text if isinstance(form, Said) else getattr(form, "codes", None) for form in forms} == right


def test_a_batch_with_a_bad_value_may_set_nothing() -> None:
    query = "action=update&Time.SyncSource=PC&Time.DST.Enabled=maybe"
    found = match(query, response("# Error: Error setting 'root.Time.DST.Enabled' to 'maybe'!"), path=PARAM)
    assert {dict(device.settings).get("Time.SyncSource") for device in found.devices} == {"PC", None}
    assert all("not settled" in source for source in found.sources)


def test_a_batch_may_end_at_its_first_bad_value() -> None:
    query = "action=update&Time.NTP.Server=a&Time.DST.Enabled=maybe&Time.ObtainFromDHCP=no"
    found = match(query, response("# Error: Error setting 'root.Time.DST.Enabled' to 'maybe'!"), path=PARAM)
    assert {tuple(name for name, _ in device.settings) for device in found.devices} == {
        ("Time.NTP.Server", "Time.ObtainFromDHCP"),
        ("Time.NTP.Server",),
        (),
    }


@pytest.mark.parametrize("group", [*"AZaz09_", "A-", "A.B"])
def test_a_group_is_told_from_others_by_every_character(group: str) -> None:
    query = f"action=list&group={group}"
    assert match(query, response(f"root.{group}.C=1\n"), path=PARAM)
    assert not match(query, response("root.Q.C=1\n"), path=PARAM)
    assert not match(query + "*", response("root.Q.C=1\n"), path=PARAM)


SERVER = "root.Time.ServerDate=\nroot.Time.ServerTime=\n"
NO_SERVER = "# Error: Error -1 getting param in group 'root.Time.{}'\n"


@pytest.mark.parametrize(
    ("version", "there", "absent"),
    [
        ("9.80.2.2", True, False),
        ("9.80.2.3", True, True),
        ("10.12", True, True),
        ("11.10", True, True),
        ("11.11", False, True),
    ],
)
def test_between_recordings_a_parameter_may_be_there_or_not(version: str, there: bool, absent: bool) -> None:
    device, query = people(version), "action=list&group=root.Time.ServerDate,root.Time.ServerTime"
    gone = NO_SERVER.format("ServerDate") + NO_SERVER.format("ServerTime")
    for text, right in ((SERVER, there), (gone, absent), (SERVER + gone, False)):
        assert bool(match(query, response(text), path=PARAM, device=device)) is right
    whole = device.handle(get("action=list", PARAM), "root")[1].body.decode().replace(SERVER, "")
    assert match("action=list", response(whole), path=PARAM, device=device) if absent else True
    assert bool(match("action=list", response(whole + SERVER), path=PARAM, device=device)) is there
    sources = [choice.source for choice in oracle.expect(device, get("action=list", PARAM), "root")]
    # If the version certainly lacks a group, that group counts as unknown here, too.
    query = "action=list&group=root.Time.ServerDate,root.Log.System"
    date, log = NO_SERVER.format("ServerDate"), NO_SERVER.format("ServerDate").replace("Time.ServerDate", "Log.System")
    assert bool(match(query, response(date + log), path=PARAM, device=device)) is absent
    assert not match(query, response(date), path=PARAM, device=device)
    doubted = absent and "Time.ServerDate" in device.parameters
    assert any("which versions have Time.ServerDate and Time.ServerTime" in one for one in sources) is doubted


@pytest.mark.parametrize(
    ("version", "right"),
    [("5.51.7", ["OK"]), ("5.52", ["OK", "error"]), ("9.79", ["OK", "error"]), ("9.80", ["error"])],
)
def test_setting_a_parameter_that_may_not_be_there(version: str, right: list[str]) -> None:
    query, error = "MailLogd.LogSendLevel=1", "# Error: Error setting 'root.MailLogd.LogSendLevel' to '1'!"
    device = people(version)
    said = {"OK": response("OK"), "error": response(error)}
    assert [
        word for word, one in said.items() if match("action=update&" + query, one, path=PARAM, device=device)
    ] == right


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["factorydefault.cgi", "hardfactorydefault.cgi"])
def test_no_reset_changes_what_can_not_be_set(version: str, name: str) -> None:
    for device in oracle.expect(people(version), get("", f"/axis-cgi/{name}"), "root").devices:
        assert device.values["Properties.Firmware.Version"] == version


def test_a_group_is_not_shown_as_it_may_be_a_password_that_went_astray() -> None:
    expectation = oracle.expect(people(), get("action=list&group=hunter2", PARAM), "root")
    assert "hunter2" not in repr(expectation) + repr(expectation.choices[0].form)


def test_of_two_values_that_are_not_settled_one_may_be_taken() -> None:
    query = "action=update&Time.NTP.Server=a_b&Brand.Name=x&Network.IPAddress=10.0.0.1"
    devices = oracle.expect(people(), get(query, PARAM), "root").devices
    assert {tuple(sorted(dict(device.settings))) for device in devices} == {
        (),
        ("Network.IPAddress",),
        ("Time.NTP.Server",),
        ("Network.IPAddress", "Time.NTP.Server"),
    }
    many = "action=update&" + "&".join(f"Brand.N{number}=x" for number in range(40))
    assert len(oracle.expect(people(), get(many, PARAM), "root").choices) == 2


def test_large_requests_are_answered() -> None:
    count = 8_000
    groups = ",".join(f"G{number}" for number in range(count))
    pairs = "&".join(f"G{number}=1" for number in range(count))
    for query in (f"action=list&group={groups}", f"action=update&{pairs}"):
        given_ = people().handle(get(query, PARAM), "root")[1]
        assert given_.body.count(b"# Error") == count
        assert match(query, given_, path=PARAM)


UPDATES: list[tuple[str, list[dict[str, str]]]] = [
    ("Time.ObtainFromDHCP=no", [{"Time.ObtainFromDHCP": "no"}]),
    ("Time.ObtainFromDHCP=nO", [{}]),
    ("Time.ObtainFromDHCP=no&Time.ObtainFromDHCP=yes", [{}, {"Time.ObtainFromDHCP": "no"}]),
    ("Time.SyncSource=NTP", [{}]),
    ("Time.SyncSource=PC", [{"Time.SyncSource": "PC"}, {}]),
    ("Time.SyncSource=PTP", [{}, {"Time.SyncSource": "PTP"}]),
    ("Time.SyncSource=", [{}]),
    ("Time.NTP.Server=a_b", [{}, {"Time.NTP.Server": "a_b"}]),
    ("Network.IPAddress=10.0.0.1", [{"Network.IPAddress": "10.0.0.1"}, {}]),
    ("Time.POSIXTimeZone=AAA0BBB,J01,J2", [{"Time.POSIXTimeZone": "AAA0BBB,J01,J2"}, {}]),
    ("Brand.Name=x", [{}]),
    ("Log.System.MaxSize=2000", [{}]),
]


@pytest.mark.parametrize(("query", "settings"), UPDATES)
def test_the_devices_after_an_update(query: str, settings: list[dict[str, str]]) -> None:
    expectation = oracle.expect(people(), get("action=update&" + query, PARAM), "root")
    assert [dict(device.settings) for device in expectation.devices] == settings
    says_ok = any(choice.response.body == b"OK" for choice in expectation)
    assert says_ok is (query not in {"Time.ObtainFromDHCP=nO", "Time.SyncSource=", "Log.System.MaxSize=2000"})


#: Values that no source mentions. For all other values, the sources state whether they can be set.
SILENT = {
    "+2000",
    "02000",
    " 2000",
    "00",
    LONGEST + "y",
    "a.0",
    "a.9",
    "1.2.3",
    "1.2.3.256",
    "-a",
    "a-",
    "a..b",
    "x" * 64,
    "a_b",
    "a.",
    "fe80::1%eth0",
    "a.1",
    "[::1]",
}


@pytest.mark.parametrize("name", [name for name in VALUES if not name.startswith("Network") and name in PARAMETERS])
def test_which_values_are_settled(name: str) -> None:
    for value in itertools.chain(*VALUES[name]):
        expectation = oracle.expect(people("5.51"), get(f"action=update&{name}={quote_plus(value)}", PARAM), "root")
        # The specification doesn't say which words besides the recorded one a product accepts for SyncSource.
        silent = value in SILENT or (name == "Time.SyncSource" and value not in {"NTP", ""})
        # How an error quotes a control character is not settled, either.
        assert (value, expectation.settled) == (value, not silent and not re.search(r"[\x00-\x1f\x7f]", value))
        assert (value, len(expectation.choices)) == (value, 1 + silent)


def test_a_parameter_that_may_not_be_read_may_be_left_out() -> None:
    no_name, no_source = (
        "# Error: Error -1 getting param in group 'Time.Nope'\n",
        NO_X.replace("Log", "Time.SyncSource"),
    )
    for body, right in (
        (no_name + no_source, True),
        (no_name, True),
        (no_source, True),  # some product may have Time.Nope
        ("root.Time.SyncSource=NTP\n" + no_name, False),
    ):
        query = "action=list&group=Time.SyncSource,Time.Nope"
        assert bool(match(query, response(body), path=PARAM, as_user="olga")) is right
        assert bool(match(query, response(body, status=403), path=PARAM, as_user="olga"))


def test_a_reset_may_set_the_defaults_of_either_source() -> None:
    device = Device("11.11", people().accounts, SET)
    for name, kept in (("factorydefault.cgi", 5), ("hardfactorydefault.cgi", 0)):
        found = match("", response("", "text/html"), path=f"/axis-cgi/{name}", device=device)
        zones = [after.values["Time.POSIXTimeZone"] for after in found.devices]
        assert zones == ["UTC0", "GMT0BST,M3.5.0/1,M10.5.0"]
        for after in found.devices:
            assert after.accounts == ()
            assert sum(after.values[key] == value for key, value in list(SET.items())[:5]) == kept
            assert after.values["Time.SyncSource"] == "NTP"
    upgraded = oracle.expect(device, upgrade("type=factorydefault"), "root")
    assert len(upgraded.devices) == 5  # either source of defaults, with or without the addresses, or no upgrade at all
    assert {len(after.accounts) for after in upgraded.devices} == {0, 5}
    assert len(oracle.expect(device, upgrade("type=normal"), "root").devices) == 2


#: The example in the specification that shows a text.
EXAMPLES = {
    "Created account root.": "1",
    "Created account daemon.": "1",  # also sent for the first account
    "Created": "2",
    "Modified account": "3",
    "Removed": "4",
    "Modified the": "6",
    CONSULT: "7",
    "Error: action": "8",
    NAME: "9",
    EXISTS: "",
    PASSWORD: "",
    "Error: malformed": "10",
    NOT_INITIAL: "11",
    "Error: initial": "12",
}


@pytest.mark.parametrize(
    ("device", "query"), [(people(row[0]), row[1]) for row in CHOICES] + [row[:2] for row in FIRST_CHOICES]
)
def test_every_choice_says_where_it_stands(device: Device, query: str) -> None:
    for choice in oracle.expect(device, get(query), "root" if device != LAST else "anna"):
        assert re.match(r"specification|recording|not settled", choice.source)
        assert choice.settled is not choice.source.startswith("not settled")
        if isinstance(choice.form, Said):
            example = next(number for text, number in EXAMPLES.items() if choice.form.text.startswith(text))
            named = re.findall(r"example ([0-9]+)", choice.source)
            assert set(named) <= {example}, choice
            assert named or "recording" in choice.source or not example, choice


@pytest.mark.parametrize(
    "groups",
    ["viewer", "viewer:ptz", "operator:viewer", "operator:viewer:ptz", "admin:operator:viewer", FULL],
)
def test_the_six_roles_are_settled_in_any_order(groups: str) -> None:
    for order in itertools.permutations(groups.split(":")):
        query = JOE.replace("sgrp=viewer", "sgrp=" + ":".join(order))
        expectation = oracle.expect(people(), get(query), "root")
        assert [choice.source for choice in expectation] == ["specification, example 2; recording"]
        joe = expectation.devices[0].account("joe")
        assert joe is not None
        assert joe.groups == tuple(groups.split(":"))


@pytest.mark.parametrize(
    "name", ["wwwa", "wwwaovp", "sdk", "vdo", "nobody", "daemon", "bin", "sys", "adm", "mail", "root"]
)
def test_names_of_the_system_are_not_settled(name: str) -> None:
    device = Device("11.11", [Account("anna", "x", "users", FULL.split(":"))])
    expectation = oracle.expect(device, get(JOE.replace("user=joe", f"user={name}")), "anna")
    assert len(expectation.choices) == 5
    assert expectation.choices[0].form == Said(f"Created account {name}.")


# -- our validators and the device: two implementations of one specification

#: What our validators refuse although the reference device accepts it: the reason, and a request that shows it.
TAKEN_IN_SPITE = {
    Code.ROLE_INCOMPLETE: ("devices take operator:admin (recorded)", post(JOE.replace("=viewer", "=operator:admin"))),
    Code.ROLE_DUPLICATE: ("not settled; the group is the same", post(JOE.replace("=viewer", "=viewer:viewer"))),
    Code.ARGUMENT_REPEATED: ("not settled; the first counts", post(JOE + "&user=x")),
    Code.SECRET_IN_URL: ("advice of the specification, which shows such requests itself", get(JOE)),
    Code.ARGUMENT_VALUE: ("strict_pwd that is neither 0 nor 1: not settled", post(JOE + "&strict_pwd=2")),
    Code.ARGUMENT_ENCODING: ("a broken percent sequence stays as it is", post(JOE.replace("comment=", "comment=%zz"))),
}


@pytest.mark.parametrize(("code", "request_"), [(code, row[1]) for code, row in TAKEN_IN_SPITE.items()])
def test_every_difference_is_there(code: Code, request_: HttpRequest) -> None:
    errors = [problem for problem in vapix.validate_request(request_, "11.11") if problem.severity is Severity.ERROR]
    assert [problem.code for problem in errors] == [code]
    assert b"Created account joe." in people().handle(request_, "root")[1].body


values = st.one_of(
    st.sampled_from(["joe", "root", "vera", "a b", "", "x" * 14, "x" * 15, "users", "admin", "disk", "1", "0", "2"]),
    st.sampled_from(["viewer", "ptz:viewer", "viewer:viewer", "operator:admin", FULL, "vip", "ptz", "a:b", "\x7f"]),
    st.text(max_size=6),
)
arguments = st.lists(
    st.tuples(st.sampled_from(["user", "pwd", "grp", "sgrp", "comment", "strict_pwd", "other"]), values), max_size=8
)
actions = st.sampled_from(["add", "update", "remove", "get", "none"])
mixed = st.builds(lambda action, pairs: [("action", action), *pairs], actions, arguments)
versions = st.sampled_from(["5.51", "9.80", "10.12", "11.4", "11.5", "11.11", "12.11", "13.0"])


def suitable(device: Device, pairs: dict[str, str]) -> bool:
    """Whether a request fits the device's state, so that only its arguments can be wrong."""
    known = device.account(pairs.get("user")) is not None
    return pairs.get("action") == "get" or known is (pairs.get("action") != "add")


@given(st.one_of(mixed, pwdgrp_requests().map(lambda value: list(value.arguments()))), versions, st.booleans())
def test_validation_of_accounts_and_the_device_agree(pairs: list[tuple[str, str]], version: str, initial: bool) -> None:
    if any(re.search("[\ud800-\udfff]", text) for pair in pairs for text in pair):
        return
    device = Device(version) if initial else people(version)
    request = HttpRequest("POST", PWDGRP, "", (), encode_arguments(pairs).encode())
    problems = vapix.validate_request(request, version, initial_admin=initial)
    errors = {problem.code for problem in problems if problem.severity is Severity.ERROR}
    if dict(pairs)["action"] == "remove":
        # The device ignores arguments that mean nothing to an action, but our validator judges all arguments.
        errors = {problem.code for problem in problems if problem.subject in {"action", "user"}} & errors
    _, given_ = device.handle(request, "root")
    if pairs[0][1] == "get" and not initial:
        assert given_.content_type == "text/plain"
        return
    taken = given_.status == 200 and b"Error: " not in given_.body
    if not problems and (initial or suitable(device, dict(pairs))):
        assert taken, (pairs, given_)
    if errors and taken:
        assert errors <= TAKEN_IN_SPITE.keys(), (errors, pairs)


@given(st.one_of(pwdgrp_requests().map(lambda value: value.to_http()), any_requests), versions)
def test_our_parsers_read_what_the_device_says(request: HttpRequest, version: str) -> None:
    before = people(version)
    after, given_ = before.handle(request, "root")
    if request.path == PWDGRP and given_.content_type and given_.status == 200:
        if b"digusers" in given_.body:
            return  # listings are compared below
        found = read_text(given_.status, given_.body)
        names = {account.user for account in after.accounts}
        old = {account.user for account in before.accounts}
        if isinstance(found, vapix.Created):
            assert names - old == {found.user}
        elif isinstance(found, vapix.Removed):
            assert old - names == {found.user}
        elif isinstance(found, vapix.Modified):
            assert names == old
            assert found.user in names
        else:
            assert isinstance(found, vapix.Refused)
            assert after.essence == before.essence


names = st.text("abcXYZ019", min_size=1, max_size=14)
groups = st.sets(st.sampled_from(["admin", "operator", "viewer", "ptz"]))
accounts = st.lists(st.tuples(names, groups), max_size=8, unique_by=lambda row: row[0])


@given(st.sampled_from(VERSIONS), accounts)
def test_our_listing_reads_back_the_accounts(version: str, rows: list[tuple[str, set[str]]]) -> None:
    rows = [row for row in rows if row[0] != "root"]
    device = Device(
        version, [Account("root", "x", "root", FULL.split(":")), *(Account(n, "", "users", g) for n, g in rows)]
    )
    body = device.handle(get("action=get"), "root")[1].body
    listing_ = vapix.AccountListing.parse(body)
    expected = {account.user: vapix.Role.of_groups(account.groups) for account in device.accounts}
    assert {account.user: account.role for account in listing_.accounts} == expected
    assert listing_.problems == ()
    assert match("action=get", response(body), device=device)
    for group, names_ in device.profile.listing.rows:
        assert set(filter(None, names_.split(","))) <= {*listing_.groups[group], *expected}


texts = st.one_of(
    st.sampled_from([value for lists in VALUES.values() for values_ in lists for value in values_]),
    st.text(max_size=10),
    tz_texts.tz_strings(),
    tz_texts.broken_texts(),
    st.integers(-10, 110_000).map(str),
    st.from_regex(r"[a-z0-9.:-]{1,12}", fullmatch=True),
    st.from_regex(r"[a-z.@-]{1,12}", fullmatch=True),
)


@given(st.sampled_from(list(PARAMETERS)), texts, st.sampled_from(VERSIONS))
def test_validate_parameter_and_the_device_agree(name: str, value: str, version: str) -> None:
    if re.search("[\ud800-\udfff]", value):
        return
    request = post(f"action=update&root.{name}={quote_plus(value)}", PARAM)
    after, given_ = people(version).handle(request, "root")
    found = vapix.UpdateParameters({name: value}).read(given_)
    if name == "MailLogd.ToEmail" and not value.isprintable():
        return  # the specification doesn't say what the string may contain
    problems = vapix.validate_parameter(name, value, version)
    if any(problem.severity is Severity.ERROR for problem in problems):
        assert isinstance(found, vapix.NotUpdated)
        assert found.failures[0][0] == name
        assert after.essence == people(version).essence
    # The specification allows any string as an e-mail address. Our validator warns, and the device may refuse it.
    elif all(problem.code is not Code.PARAM_EMAIL for problem in problems):
        assert found == vapix.Updated()
        assert after.values[name] == value
    assert match(f"action=update&{name}={quote_plus(value)}", given_, path=PARAM, device=people(version))


@given(st.sampled_from(VERSIONS), st.sampled_from(["root", "olga"]), st.lists(st.sampled_from(list(PARAMETERS))))
def test_our_listing_of_parameters_reads_back_the_values(version: str, user: str, asked: list[str]) -> None:
    device = people(version)
    query = encode_arguments([("action", "list"), *([("group", ",".join(asked))] if asked else [])])
    listing_ = vapix.ParameterListing.parse(device.handle(get(query, PARAM), user)[1].body)
    readable = {
        n: device.values[n]
        for n in device.parameters
        if user == "root" or n in ("Time.POSIXTimeZone", "Time.DST.Enabled")
    }
    assert listing_.problems == ()
    assert dict(listing_.values) == {n: v for n, v in readable.items() if not asked or n in asked}
    if asked:
        assert set(listing_.errors) == set(asked) - readable.keys()


@given(any_requests, versions)
def test_validation_of_other_requests_and_the_device_agree(request: HttpRequest, version: str) -> None:
    name = request.path.rpartition("/")[2]
    if name not in CGIS or name in {"pwdgrp.cgi", "firmwareupgrade.cgi"}:
        return
    if not vapix.validate_request(request):
        assert people(version).handle(request, "root")[1].status == 200


def test_two_tables_of_parameters_say_the_same() -> None:
    rows = {row.name: row for row in oracle_parameters.PARAMETERS if row.source == "specification"}
    assert set(rows) == set(PARAMETERS)
    for name, row in rows.items():
        ours = PARAMETERS[name]
        assert row.default == (
            "NTP" if ours.default is None else ours.default
        )  # Time.SyncSource depends on the product, and NTP is recorded
        assert ours.since == AxisOs((5,))
        assert (None if row.until is None else AxisOs(row.until)) == ours.until
        assert ("operator" in row.readers) is (ours.access.operator is not None)
        assert (row.allowed is read_only) is (ours.access.admin == "read")
    kept = {kept.parameter for kept in vapix.KEPT_BY_FACTORY_DEFAULT}
    assert kept - {None} == oracle_parameters.KEPT


# -- the document


def of_curl(line: str) -> tuple[HttpRequest, str | None]:
    """The request that a curl command sends, and the account with which it logs in."""
    found = re.search(r"http://127\.0\.0\.1:8080(/[^'? ]*)(?:\?([^' ]*))?'", line)
    assert found is not None, line
    data = re.search(r"-d '([^']*)'", line)
    user = re.search(r"-u (\w+):(\w+)", line)
    assert ("--digest" in line) is (user is not None)
    if user is not None:
        assert user[2] == "foo"
    body = data[1] if data else ""
    return HttpRequest("POST" if data else "GET", found[1], found[2] or "", (), body.encode()), user and user[1]


CURLS = [row.split(" | ") for row in DOCUMENT.splitlines() if row.startswith("| ") and "curl" in row]


@pytest.mark.parametrize("row", CURLS, ids=lambda row: row[0].strip("| "))
def test_every_curl_line_of_the_document_gets_its_response(row: list[str]) -> None:
    state, line, said = row[1], row[2], row[3].removesuffix(" |")
    new = Device()
    joe = "action=add&user=vera&pwd=foo&grp=users&sgrp=viewer"
    with_root = new.handle(get(INITIAL))[0].handle(get(joe), "root")[0]
    device = {"new": new, "with root and vera": with_root}[state]
    request, as_user = of_curl(line)
    given_ = device.handle(request, as_user)[1]
    status, _, text = said.strip("`").partition(" ")
    assert given_.status == int(status)
    assert text.encode() in given_.body
    assert as_user is None or device.account(as_user) is not None


def test_the_document_has_every_error_of_the_specification() -> None:
    from vapix_proto.vapix.pwdgrp.responses import Reason

    said = " ".join(row[3] for row in CURLS)
    for reason in Reason:
        assert "Error: " + reason.value.replace("<action>", "").split(",")[0].rstrip(".") in said, reason
    for text in ("Error -1 getting param in group", "Error setting 'Time."):
        assert text in said
