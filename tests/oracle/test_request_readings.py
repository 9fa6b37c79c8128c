"""Requests that devices may read in more than one way: no reading that the sources leave open is called wrong."""

from __future__ import annotations

import itertools
import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

import pytest

from tests.oracle.test_device import INITIAL, JOE, PARAM, PWDGRP, get, people, upgrade
from tests.support.json_requests import READY, call
from vapix_proto import oracle, tz
from vapix_proto.oracle import Account, Device
from vapix_proto.oracle.responses.forms import Status
from vapix_proto.vapix.http import HttpRequest, HttpResponse

LOG, REPORT = "/axis-cgi/systemlog.cgi", "/axis-cgi/serverreport.cgi"


def essences(expectation: oracle.Expectation) -> set[tuple[Any, Any]]:
    """What the acceptable responses mean, and the devices after them."""
    return {(choice.form, choice.device.essence) for choice in expectation}


def expect(request: HttpRequest, device: Device | None = None, as_user: str | None = "root") -> oracle.Expectation:
    return oracle.expect(device or people(), request, as_user)


# -- an argument given twice: the first or the last counts

REPEATED = [
    (PARAM, "action=list&group={}", "Time.DST", "Brand.Brand"),
    (PARAM, "group=Time.DST&action={}&Time.SyncSource=NTP", "list", "update"),
    (PARAM, "group=Time.DST&action={}", "list", "erase"),
    (PARAM, "action=update&Time.DST.Enabled={}", "no", "maybe"),
    (PARAM, "action=update&Time.DST.Enabled={}", "maybe", "no"),
    (PARAM, "action=update&Time.NTP.Server={}&Time.ObtainFromDHCP=no", "a_b", "ntp"),
    (PARAM, "action=update&Time.NTP.Server={}&Time.ObtainFromDHCP=no", "", "a_b"),
    (PWDGRP, "user=vera&action={}", "get", "remove"),
    (PWDGRP, "action=remove&user={}", "vera", "olga"),
    (PWDGRP, "action=update&user=vera&pwd={}", "a", ""),
    (REPORT, "mode={}", "text", "zip"),
    (LOG, "text={}", "a", "b"),
    ("/axis-cgi/firmwareupgrade.cgi", "type={}", "normal", "factorydefault"),
]


@pytest.mark.parametrize(("path", "query", "first", "last"), REPEATED)
def test_either_of_two_values_of_an_argument_may_count(path: str, query: str, first: str, last: str) -> None:
    method = "POST" if "firmware" in path else "GET"
    name = query.partition("{")[0].rpartition("&")[2]
    repeated = query.format(f"{first}&{name}{last}")
    both = expect(HttpRequest(method, path, repeated))
    assert not any(choice.settled for choice in both)
    for value in (first, last):
        assert essences(expect(HttpRequest(method, path, query.format(value)))) <= essences(both), value


def test_a_parameter_named_with_and_without_root_is_given_twice() -> None:
    both = expect(get("action=update&root.Time.DST.Enabled=maybe&Time.DST.Enabled=no", PARAM))
    assert not both.settled
    for value in ("maybe", "no"):
        assert essences(expect(get(f"action=update&Time.DST.Enabled={value}", PARAM))) <= essences(both)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (PARAM, "action=list&group=Time.DST&group=Time.DST"),
        (PARAM, "action=list&group=Time.DST&Time.X=1&Time.X=2"),
        (PARAM, "action=update&Time.DST.Enabled=no&root.Time.DST.Enabled=no"),
        (PWDGRP, "action=get&action=get"),
        (PWDGRP, "action=get&user=a&user=b"),
        ("/axis-cgi/restart.cgi", "a=1&a=2"),
    ],
)
def test_a_repetition_that_makes_no_difference_is_settled(path: str, query: str) -> None:
    assert expect(get(query, path)).settled


# -- arguments in the body of a GET or in the query of a POST: read or ignored

MISPLACED = [
    (PARAM, "action=list&group=Time.DST"),
    (PARAM, "action=update&Time.DST.Enabled=no"),
    (PWDGRP, "action=get"),
    (PWDGRP, JOE),
    (REPORT, "mode=zip"),
    (LOG, "text=a"),
]


@pytest.mark.parametrize(("path", "form"), MISPLACED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("version", ["11.11", "12.9", "12.11"])
def test_misplaced_arguments_are_read_or_ignored(version: str, method: str, path: str, form: str) -> None:
    device = people(version)
    right, wrong = (form, b""), ("", form.encode())
    if method == "POST":
        right, wrong = wrong, right
    read, empty, misplaced = (
        expect(HttpRequest(method, path, query, (), body), device) for query, body in (right, ("", b""), wrong)
    )
    assert not misplaced.settled
    assert essences(misplaced) == essences(read) | essences(empty)
    reads = method == "POST" and (version < "12" or path in (REPORT, LOG))
    assert misplaced.choices[0].response == (read if reads else empty).choices[0].response


def test_a_body_may_count_together_with_the_query_of_a_get() -> None:
    both = expect(HttpRequest("GET", PARAM, "action=list", (), b"group=Time.DST"))
    assert essences(both) >= essences(expect(get("action=list", PARAM)))
    assert essences(both) >= essences(expect(get("action=list&group=Time.DST", PARAM)))


@pytest.mark.parametrize("path", ["/axis-cgi/restart.cgi", "/axis-cgi/accesslog.cgi"])
def test_a_body_that_no_device_needs_makes_no_difference(path: str) -> None:
    assert expect(HttpRequest("GET", path, "", (), b"a=1")).settled


def test_an_upgrade_has_its_type_in_the_query() -> None:
    reset = expect(upgrade("type=factorydefault"))
    assert not any("query of a POST" in choice.source for choice in reset)
    assert {len(choice.device.accounts) for choice in reset} == {0, 5}


# -- an error that quotes control characters, or bytes that are not UTF-8

GROUP, SETTING = "# Error: Error -1 getting param in group '{}'\n", "# Error: Error setting '{}' to '{}'!"
#: What was sent, and how a device may write it: unchanged, without the odd characters, cut off, or with an escape.
QUOTES = [
    (b"a%7Fb", [b"a\x7fb", b"ab", b"a", b"a%7Fb", b"a?b"]),
    (b"a%0Ab", [b"a\nb", b"ab", b"a", b"a\\nb"]),
    (b"N%F6", [b"N\xf6", b"N", b"N\xc3\xb6", b"N\xef\xbf\xbd"]),
]


@pytest.mark.parametrize(("sent", "quoted"), QUOTES)
@pytest.mark.parametrize("level", ["meaning", "bytes"])
def test_an_error_may_quote_odd_characters_in_any_way(sent: bytes, quoted: list[bytes], level: str) -> None:
    dst = b"root.Time.DST.Enabled=yes\n"
    for query, before, error in (
        ("action=list&group={}", b"", GROUP),
        ("action=list&group=Time.DST,{}", dst, GROUP),
        ("action=update&Time.DST.Enabled={}", b"", SETTING.replace("{}", "Time.DST.Enabled", 1)),
    ):
        expectation = expect(get(query.format(sent.decode()), PARAM))
        assert not any(choice.settled for choice in expectation)
        head, tail = (part.encode() for part in error.split("{}"))
        for text in quoted:
            body = before + head + text + tail
            assert expectation.match(HttpResponse(200, {"Content-Type": "text/plain"}, body), level), body
        for body in (b"OK", before + b"root.Image.X=1\n", before + head + b"other" + tail, before + head + b"a\n"):
            assert not expectation.match(HttpResponse(200, {"Content-Type": "text/plain"}, body), "bytes"), body


def test_errors_that_look_alike_without_odd_characters_are_told_apart() -> None:
    request = get("action=list&group=ab,a%7Fb,a%7F,ac%7F,ac", PARAM)
    assert expect(request).match(people().handle(request, "root")[1], "bytes")
    said = [GROUP.format(text).encode() for text in ("ab", "a\x7fb", "a", "ac?", "ac")]
    assert expect(request).match(HttpResponse(200, {"Content-Type": "text/plain"}, b"".join(said)), "bytes")
    more = b"".join((*said, said[0]))
    assert not expect(request).match(HttpResponse(200, {"Content-Type": "text/plain"}, more))


def test_a_good_quotation_is_settled() -> None:
    for text in ("caf%C3%A9", "%3CUTC1", "a%20b", "it's"):
        expectation = expect(get(f"action=update&Time.DST.Enabled={text}", PARAM))
        assert expectation.settled
        assert unquote(text).encode() in expectation.choices[0].response.body


def test_a_long_response_about_odd_groups_is_read_in_linear_time() -> None:
    expectation = expect(get("action=list&group=a%7F,b%7F", PARAM))
    body = b"# Error: Error -1 getting param in group 'a'x\n" * 50_000
    assert not expectation.match(HttpResponse(200, {"Content-Type": "text/plain"}, body))


# -- a device that has accounts, but no administrator: like a new one, or not

OLGA = Account("olga", "foo", "users", ["operator", "viewer"])


@pytest.mark.parametrize(
    ("request_", "done"),
    [
        (get("action=list&group=Time.DST", PARAM), b"root.Time.DST.Enabled=yes\n"),
        (HttpRequest("GET", "/axis-cgi/usergroup.cgi"), b"olga\noperator viewer\n"),
        (HttpRequest("GET", REPORT), None),
        (get("action=get"), None),
        (get(INITIAL), b"Created account root."),
    ],
)
def test_a_device_whose_administrators_are_gone_is_like_a_new_one_or_not(
    request_: HttpRequest, done: bytes | None
) -> None:
    device = Device("11.11", [OLGA])
    for as_user in (None, "olga"):
        expectation = expect(request_, device, as_user)
        assert not any(choice.settled for choice in expectation)
        assert expectation.match(HttpResponse(401))
        bodies = [choice.response.body for choice in expectation]
        assert (done is not None and any(done in body for body in bodies)) is (
            done is not None and (as_user == "olga" or INITIAL in request_.query)
        )


def test_whether_a_device_without_an_administrator_needs_setup_is_not_settled() -> None:
    request = call("systemready", "1.0", READY)
    for device, right in (
        (Device("12.11"), ["yes"]),
        (Device("12.11", [OLGA]), ["yes", "no"]),
        (people("12.11"), ["no"]),
    ):
        choices = expect(request, device, None).choices
        assert [json.loads(choice.response.body)["data"]["needsetup"] for choice in choices] == right
        assert {choice.settled for choice in choices} == {len(right) == 1}


# -- leading zeros in the dates of a TZ string


@pytest.mark.parametrize("date", ["M3.05.0", "M3.5.00", "M03.5.0", "J0001", "J01", "0005", "005", f"{'0' * 9999}5"])
def test_a_device_may_accept_any_leading_zeros_in_a_date(date: str) -> None:
    text = f"AAA0BBB,{date},M10.5.0"
    expectation = expect(get(f"action=update&Time.POSIXTimeZone={text}", PARAM))
    assert not any(choice.settled for choice in expectation)
    found = expectation.match(HttpResponse(200, (), b"OK"))
    assert isinstance(found, oracle.Match)
    plain = re.sub("(^|[MJ.])0+(?=[0-9])", r"\1", date)
    assert [device.zone for device in found.devices] == [tz.parse(f"AAA0BBB,{plain},M10.5.0")]


# -- the source after a fault


def test_a_fault_in_every_choice_does_not_cite_a_question_that_is_not_settled() -> None:
    wrong = HttpResponse(200, {"Content-Type": "application/json"}, b"{}")
    for request, source in (
        (get("action=remove&user=nemo"), "regardless of what is not settled here"),
        (get(JOE + "&strict_pwd=2"), "regardless of what is not settled here"),
        (get("action=add&user=vera&pwd=x&grp=users&sgrp=viewer"), "recording, AXIS OS 10.12, 11.11 and 12.9"),
        (get(JOE), "specification, example 2; recording"),
    ):
        found = expect(request).match(wrong)
        assert isinstance(found, oracle.Mismatch)
        assert found.reason == f"the content type is 'application/json', not text/html or text/plain ({source})"
    found = expect(get("action=remove&user=nemo")).match(HttpResponse(200, (), b"x"))
    assert isinstance(found, oracle.Mismatch)
    assert found.reason.count("not settled: which error") == 3


# -- what the page lists as not settled


@pytest.mark.parametrize(
    ("version", "query", "path", "settled"),
    [
        ("11.11", JOE.replace("user=joe", "user=vera"), PWDGRP, [True, False, False]),
        ("11.11", "action=update&user=vera&pwd=x", PWDGRP, [True, False]),
        ("11.11", JOE + "&strict_pwd=1", PWDGRP, [False, False]),
        ("9.39", JOE.replace("&comment=", ""), PWDGRP, [False, False]),
        ("9.40", JOE.replace("&comment=", ""), PWDGRP, [True]),
        ("12.11", "text=anna", LOG, [False]),
        ("12.11", "text=1", LOG, [True]),
    ],
)
def test_the_choices_are_settled_as_the_page_says(version: str, query: str, path: str, settled: list[bool]) -> None:
    assert [choice.settled for choice in expect(get(query, path), people(version))] == settled


def test_a_text_filters_a_log_with_or_without_regard_to_case() -> None:
    device = people("12.11").handle(get("action=remove&user=vera"), "root")[0]
    small, capital = (expect(get(f"text={text}", LOG), device) for text in ("deleted", "DELETED"))
    assert [len(choice.response.body.splitlines()) for choice in (*small, *capital)] == [5, 4, 5]


# -- requests and responses in other forms


def test_a_query_in_the_path_is_read() -> None:
    for query in ("", "group=Time.DST"):
        request = HttpRequest("GET", f"{PARAM}?action=list{'' if query else '&group=Time.DST'}", query)
        assert people().handle(request, "root")[1].body == b"root.Time.DST.Enabled=yes\n"


def test_every_status_has_the_phrase_of_its_first_code() -> None:
    requests = [
        get(query, path) for path in (PARAM, PWDGRP, LOG, REPORT, "/x") for query in ("", "action=list&group=", "x=")
    ]
    requests += [get("action=list&group=Time.SyncSource", PARAM), HttpRequest("PUT", PARAM), get(JOE, PARAM)]
    requests += [HttpRequest("POST", f"/config/rest/time/v2/{below}") for below in ("", "time/x")]
    forms = {
        choice.form
        for request, as_user, device in itertools.product(requests, ("root", "vera", None), (people("12.11"), Device()))
        for choice in expect(request, device, as_user)
        if isinstance(choice.form, Status)
    }
    assert {form.codes[0] for form in forms} == {400, 401, 403, 404, 405}
    assert [form for form in forms if form.text != HTTPStatus(form.codes[0]).phrase] == []


# -- a percent sign that two hexadecimal digits do not follow


@pytest.mark.parametrize("broken", ["%", "%zz", "%4", "%%41", "a%g1b"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_broken_percent_sequence_is_not_settled(method: str, broken: str) -> None:
    for path, form in (
        (PWDGRP, f"{JOE}{broken}"),
        (PWDGRP, f"action=remove&user={broken}"),
        (PARAM, f"action=list&group={broken}"),
        (PARAM, f"action=update&Time.DST.Enabled={broken}"),
        (LOG, f"text={broken}"),
    ):
        where = (form, b"") if method == "GET" else ("", form.encode())
        expectation = expect(HttpRequest(method, path, where[0], (), where[1]))
        assert not any(choice.settled for choice in expectation)
        assert expectation.match(HttpResponse(400))
    assert expect(get("action=get&x=%41%2F%2f")).settled


def test_any_response_is_acceptable_on_a_path_that_nobody_knows() -> None:
    for device in (Device(), people()):
        assert expect(HttpRequest("GET", "/config/discover"), device, None).match(HttpResponse(401))


# -- a JSON document with a byte order mark


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/axis-cgi/time.cgi", "POST", b'{"apiVersion":"1.0","method":"resetTimeZone"}'),
        ("/axis-cgi/apidiscovery.cgi", "POST", b'{"method":"getSupportedVersions"}'),
        ("/config/rest/time/v2/timeZone/iana/timeZone", "PATCH", b'{"data":"Europe/Vienna"}'),
    ],
)
def test_a_byte_order_mark_may_be_ignored_or_refused(path: str, method: str, body: bytes) -> None:
    request = HttpRequest(method, path, "", {"Content-Type": "application/json"}, b"\xef\xbb\xbf" + body)
    device = people("12.11")
    marked, plain, wrong = (expect(request.replace(body=text), device) for text in (request.body, body, b'{"method":'))
    assert not any(choice.settled for choice in marked)
    assert essences(plain) <= essences(marked)
    assert any(marked.match(choice.response) for choice in wrong)
    assert not expect(request.replace(body=b"\xef\xbb\xbf{"), device).match(plain.choices[0].response)
