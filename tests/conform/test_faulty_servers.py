"""Runs against devices with faults that concern the run itself: what it leaves behind, and what it reports."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conform.test_http_transport import Hostile
from tests.support.conform_devices import ADMIN, Faulty, arguments, device, reply, with_arguments
from tests.support.json_faults import method_of
from vapix_proto import conform
from vapix_proto.cli.conform import _show
from vapix_proto.conform._attempt import Fault
from vapix_proto.conform._connection import Line, Spent, arguments_request
from vapix_proto.conform._guard import PARAM, PWDGRP, Guard
from vapix_proto.conform._search import Search
from vapix_proto.conform._sequences import list_accounts, list_parameters
from vapix_proto.conform._zone import ZONE_PARAMETERS
from vapix_proto.conform.findings import Exchange
from vapix_proto.conform.transports import Unreachable
from vapix_proto.oracle.rules.outcomes import pairs_of
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from vapix_proto.conform._steps import Step

BEFORE = {"root", "anna"}


class OverHttp(Faulty):
    """A device that, like one over HTTP, gets a login only if it asks for one."""

    login_sent = True


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


@pytest.mark.usefixtures("_only_accounts")
def test_a_login_that_was_never_sent_does_not_show_that_an_account_is_gone() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        assert isinstance(to, OverHttp)
        to.login_sent = login is None or login.user in BEFORE
        if not to.login_sent:
            return reply("", 401)
        if arguments(request).get("action") == "remove" and arguments(request).get("user") in left(to):
            return reply("Error: consult the system log file.")
        return unlisted(to, request, login)

    transport = OverHttp(device(), fault)
    result = run(transport)
    assert left(transport)
    assert all(any(user in text for text in result.not_restored) for user in left(transport))


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
def test_a_zone_from_dhcp_that_the_device_does_not_reset_is_named(version: str) -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if method_of(request) == "resetTimeZone":
            return reply('{"apiVersion":"1.0","error":{"code":1000,"message":"Invalid parameter value"}}')
        return reply("", 500) if request.method == "PATCH" and "dhcp" in request.path else None

    start = device(version).replace(settings={"timeZone.dhcp.timeZone": "EST5EDT"})
    transport = Faulty(start, fault)
    result = run(transport, max_requests=500)
    assert transport.device.settings != start.settings
    assert any(re.match("the time zone (is|may) .*DHCP", text) for text in result.not_restored)


@pytest.mark.usefixtures("_no_accounts")
def test_a_default_zone_that_can_not_be_set_at_the_end_is_named() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if method_of(request) == "setPosixTimeZone" and b"UTC0" in request.read_body():
            return reply('{"apiVersion":"1.1","error":{"code":1000,"message":"internal error"}}')
        return None

    result = run(Faulty(device().replace(settings={}), fault), max_requests=700)
    (sentence,) = (text for text in result.not_restored if "who set it" in text)
    assert "it may now count as set by hand, as from DHCP or as the default; if it was set by hand before" in sentence


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


# -- what is reported as seen only once


def _faults(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    right = to.right(request, login)
    to.memory["wrong"] = to.memory.get("wrong", 0) + (b"action operation type" in right.body)
    return right.replace(body=right.body.replace(b"action operation type", b"unknown action"))


def test_a_sequence_that_was_not_sent_again_is_not_reported_as_not_seen_again() -> None:
    for most in range(8, 20):
        transport = Faulty(device(), _faults)
        result = run(transport, allow_writes=False, max_requests=most)
        texts = [conform.to_html(result), conform.to_junit(result)]
        for finding in result.findings:
            assert finding.repeated is finding.sent_again
            assert finding.repeated or transport.memory["wrong"] == 1
            assert all(("ot repeated: the requests ran out" in text) is not finding.repeated for text in texts)
            assert not any("not seen again" in text for text in texts)
    assert result.findings[0].repeated


@pytest.mark.parametrize("most", range(20, 200, 15))
def test_a_fault_that_was_seen_twice_was_repeated_even_if_the_requests_ran_out(most: int) -> None:
    steps = [list_accounts(), list_parameters("Time"), list_parameters("Brand")]
    sent, seen = 0, 0

    def attempt(chosen: list[Step]) -> None:
        nonlocal sent, seen
        sent += len(chosen)
        if sent > most:
            raise Spent
        if len(chosen) > 2 and steps[0] in chosen[2:]:
            seen += 1
            raise Fault(chosen, "wrong", [Exchange("", "", "", 200, "")] * len(chosen))

    search = Search(attempt, lambda: sent)
    with suppress(Spent):
        search.run(st.lists(st.sampled_from(steps), min_size=1, max_size=8), 1, frozenset())
    assert search.repeated is search.sent_again is (seen > 1)


def test_a_search_repeats_the_fault_that_it_keeps() -> None:
    first, second, longer = list_accounts(), list_parameters("Time"), [list_accounts(), list_accounts()]

    def attempt(chosen: list[Step]) -> None:
        raise Fault(chosen, "", [])

    for found, repeated in (
        ([[first]], False),
        ([[first], [first]], True),
        ([[first], longer], True),
        ([[first], [second]], False),
        ([longer, [second]], False),
        ([[first], [second], [first]], True),
    ):
        search = Search(attempt, lambda: 0)
        for steps in found:
            search._shows(tuple(steps), frozenset())
        assert search.repeated is search.sent_again is repeated


# -- the shortest sequence


@pytest.mark.usefixtures("_no_accounts")
def test_a_fault_in_a_request_that_shows_the_state_is_reproduced_by_that_request_alone() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        response = to.right(request, login)
        return response.replace(headers=(("Content-Type", "text/plain"),)) if "time.cgi" in request.path else response

    result = run(Faulty(device(), fault), max_requests=300)
    found = {finding.what: len(finding.exchanges) for finding in result.findings}
    assert found["time.cgi getDateTimeInfo"] == 1


@pytest.mark.usefixtures("_only_accounts")
def test_accounts_that_the_device_does_not_remove_do_not_use_up_the_requests() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        before = to.device
        response = to.right(request, login)
        if arguments(request).get("action") == "remove":
            to.device = before
        return response

    transport = Faulty(device(), fault)
    result = run(transport, max_requests=700)
    assert set(result.not_restored) == {f"the account {user!r} can't be removed" for user in left(transport)} != set()
    kinds = ("add an account", "remove an account", "list accounts")
    assert kinds in [tuple(one.what for one in finding.exchanges) for finding in result.findings]


# -- who sent a request


@pytest.mark.usefixtures("_only_accounts")
def test_a_device_that_asks_for_no_login_does_not_give_accounts_other_rights() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        assert isinstance(to, OverHttp)
        to.login_sent = arguments(request).get("action") != "get"
        return None if to.login_sent else to.right(request, ADMIN)

    transport = OverHttp(device(), fault)
    result = run(transport, max_requests=400)
    assert [finding.what for finding in result.findings] == ["list accounts"]
    assert [one.sender for one in result.findings[0].exchanges] == ["without a login (the device did not ask for one)"]


def _accepts(any_of: Any) -> Any:
    """A fault: a login is accepted if ``any_of`` says so."""

    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if login is None or to.authenticated(login) or not any_of(to, login):
            return None
        account = to.device.account(login.user)
        return to.right(request, conform.Login(account.user, account.password) if account else ADMIN)

    return fault


@pytest.mark.usefixtures("_only_accounts")
@pytest.mark.parametrize(
    ("any_of", "sender"),
    [
        (lambda to, login: len(login.password) == 16 and to.device.account(login.user), "(its previous password)"),
        (lambda to, login: to.device.account(login.user) is None, "(no such account)"),
    ],
)
def test_a_report_tells_what_is_wrong_with_a_login(any_of: Any, sender: str) -> None:
    result = run(Faulty(device(), _accepts(any_of)), max_requests=400)
    texts = (conform.to_html(result), conform.to_junit(result), conform.to_json(result))
    assert any(finding.exchanges[-1].sender.endswith(sender) for finding in result.findings)
    assert all(sender.strip("()") in text for text in texts)
    assert not any("Aa1-" in text for text in texts)


@pytest.mark.usefixtures("_only_accounts")
@pytest.mark.parametrize("header", [(("WWW-Authenticate", f'Nope {ADMIN.password}, other="{"x" * 999}"'),), ()])
def test_a_report_tells_which_challenge_the_run_could_not_answer(header: tuple[tuple[str, str], ...]) -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if login is None or login.user in BEFORE:
            return None
        return HttpResponse(401, header, b"")

    result = run(OverHttp(device(), fault), max_requests=400)
    notes = {one.note for finding in result.findings for one in finding.exchanges if one.status == 401}
    assert notes
    for note in notes:
        assert note.startswith(
            "not logged in: the device asks for a login in an unsupported way: Nope ***"
            if header
            else "not logged in: the device asks for a login without saying how"
        )
        assert len(note) <= 200
    assert ADMIN.password not in conform.to_json(result)


# -- what a report shows


def _line() -> Line:
    return Line(Faulty(device(), lambda *_: None), ADMIN, Guard(), 9, lambda *_: None)


@given(st.lists(st.tuples(st.sampled_from(("user", "Time.POSIXTimeZone", "root.a")), st.text()), max_size=3))
def test_a_request_can_be_sent_again_as_it_is_shown(pairs: list[tuple[str, str]]) -> None:
    request = arguments_request(PWDGRP, [("action", "get"), *pairs])
    shown = _line().shown(request).removeprefix(f"POST {PWDGRP} ")
    assert pairs_of(HttpRequest("POST", PWDGRP, "", request.headers, shown.encode())) == pairs_of(request)
    assert shown.isprintable()
    assert " " not in shown


def test_arguments_stay_readable() -> None:
    pairs = [("action", "update"), ("Time.POSIXTimeZone", "<UTC+1>-1CEST,M3.5.0,M10.5.0/3\n"), ("pwd", "a b")]
    text = _line().shown(arguments_request(PWDGRP, pairs))
    assert text.endswith(" action=update&Time.POSIXTimeZone=<UTC%2B1>-1CEST,M3.5.0,M10.5.0/3%0A&pwd=<3 characters>")


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nOK", "the connection was closed in the middle of the response"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "the connection was closed in the middle of the response"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nOK", "the response is incomplete or malformed"),
        (b"SSH-2.0-x\r\n", "the response can't be read as HTTP"),
        (b"\x00\xffSSH-2.0\r\n\r\n", "the response can't be read as HTTP"),
        (b"HTTP/1.1 099 No\r\n\r\n", "the response can't be read as HTTP"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(4 * 1024 * 1024), "the response is longer than 4 MiB"),
        (b"HTTP/1.1 200 OK\r\nA: " + bytes(49152) + b"\r\n", "the head of the response is longer than 48 KiB"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            "the response is compressed, which the request did not allow",
        ),
        (
            b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="a"\r\n\r\n',
            "the device offers only Basic authentication, which would send the password in clear text: "
            "use https with a trusted certificate, or --allow-basic",
        ),
    ],
)
def test_an_unusable_response_is_explained_with_the_url(sent: bytes, problem: str) -> None:
    with Hostile(sent) as server, pytest.raises(Unreachable) as raised:
        server.ask()
    assert str(raised.value) == f"{server.url}: {problem}"


def test_json_values_are_shown_as_json() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
        response = to.right(request, login)
        return response.replace(body=response.body.replace(b'"dstEnabled":true', b'"dstEnabled":null'))

    result = run(Faulty(device(), fault), allow_writes=False, max_requests=200)
    reasons = " ".join(finding.reason for finding in result.findings)
    assert "null" in reasons
    assert not re.search("True|False|None", reasons)


def test_an_account_of_an_earlier_run_is_printed_as_not_restored(capsys: pytest.CaptureFixture[str]) -> None:
    _show(
        conform.Result("11.11", detected=True, seed=1, writes=False, leftovers=["the account 'vpxabcde' is left over"])
    )
    assert "\nnot restored: the account 'vpxabcde' is left over\n" in capsys.readouterr().out


# -- faults in logins and in names


def _shortened(to: Faulty, login: conform.Login) -> bool:
    account = to.device.account(login.user)
    return account is not None and account.password[:8] == login.password[:8]


def _other_case(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    args = arguments(request)
    same = [one.user for one in to.device.accounts if one.user.lower() == args.get("user", "").lower()]
    is_other = args.get("action") == "remove" and same and args["user"] not in same
    return to.right(with_arguments(request, user=same[0]), login) if is_other else None


def _overwriting(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
    args = arguments(request)
    response = to.right(request, login)
    if args.get("action") == "add" and args.get("user") in left(to) and to.is_admin(login):
        others = [one.replace(password=args["pwd"]) if one.user == args["user"] else one for one in to.device.accounts]
        to.device = to.device.replace(accounts=others)
    return response


@pytest.mark.usefixtures("_only_accounts")
@pytest.mark.parametrize(
    ("fault", "note"),
    [
        (_accepts(lambda to, login: login.password == "" and to.device.account(login.user)), "an empty password"),
        (_accepts(_shortened), "the first 8 characters of its password"),
        (_overwriting, "a wrong password"),
        (_other_case, ""),
    ],
)
def test_faults_in_logins_and_names_are_found(fault: Any, note: str) -> None:
    result = run(Faulty(device(), fault), max_requests=600)
    assert note in [finding.exchanges[-1].note for finding in result.findings]
    assert result.not_restored == ()
