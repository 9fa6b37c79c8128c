"""Resets, restart, server report and logs: every argument, value and rule of the specification, and responses."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto.errors import ParseError
from vapix_proto.vapix.cgis import CGIS, ReportMode
from vapix_proto.vapix.failures import Failed, NotAuthenticated, UnknownResponse
from vapix_proto.vapix.http import FORM, HttpRequest, HttpResponse
from vapix_proto.vapix.maintenance import requests as m
from vapix_proto.vapix.maintenance import responses as a
from vapix_proto.vapix.protocol import Request, parse_request, validate_request

ALL: list[m.FactoryDefault | m.Restart | m.ServerReport | m.SystemLog | m.AccessLog] = [
    m.FactoryDefault(),
    m.FactoryDefault(hard=True),
    m.Restart(),
    m.ServerReport(),
    *(m.ServerReport(mode) for mode in ReportMode),
    m.SystemLog(),
    m.SystemLog("dhcp"),
    m.SystemLog(""),
    m.AccessLog(),
]
WORDS = st.text("ABCXYZabcxyz0189", max_size=12)
REQUESTS = st.one_of(st.sampled_from(ALL), st.builds(m.SystemLog, st.none() | WORDS))


@pytest.mark.parametrize(
    ("request_", "target"),
    [
        (m.FactoryDefault(), "/axis-cgi/factorydefault.cgi"),
        (m.FactoryDefault(hard=True), "/axis-cgi/hardfactorydefault.cgi"),
        (m.Restart(), "/axis-cgi/restart.cgi"),
        (m.ServerReport(), "/axis-cgi/serverreport.cgi"),
        (m.ServerReport("zip"), "/axis-cgi/serverreport.cgi?mode=zip"),
        (m.ServerReport("zip_with_image"), "/axis-cgi/serverreport.cgi?mode=zip_with_image"),
        (m.SystemLog("dhcp"), "/axis-cgi/systemlog.cgi?text=dhcp"),
        (m.SystemLog(appname="my app"), "/axis-cgi/systemlog.cgi?appname=my+app"),
        (m.SystemLog("dhcp", "x"), "/axis-cgi/systemlog.cgi?text=dhcp&appname=x"),
        (m.SystemLog(), "/axis-cgi/systemlog.cgi"),
        (m.AccessLog(), "/axis-cgi/accesslog.cgi"),
    ],
)
def test_requests_are_written_as_devices_know_them(request_: Request, target: str) -> None:
    http = request_.to_http()
    assert (http.method, http.target, http.body) == ("GET", target, b"")


def test_a_server_report_may_be_posted() -> None:
    http = m.ServerReport("zip").to_http("POST")
    assert (http.method, http.target, http.body) == ("POST", "/axis-cgi/serverreport.cgi", b"mode=zip")
    assert http.header("content-type") == FORM
    assert m.ServerReport.from_http(http) == m.ServerReport("zip")
    assert m.ServerReport.from_http(http.replace(headers=(("Content-Type", "text/plain"),))) == m.ServerReport("zip")


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "get", ""])
def test_other_methods_are_refused(method: str) -> None:
    for value in ALL:
        if method in value.cgi.methods:
            continue
        with pytest.raises(ParseError) as built:
            value.to_http(method)
        with pytest.raises(ParseError) as read:
            type(value).from_http(value.to_http().replace(method=method))
        for caught in (built, read):
            assert caught.value.code == "method-wrong"
            assert caught.value.hint == f"use {' or '.join(value.cgi.methods)}"
            assert (caught.value.text, caught.value.span.end) == (method, len(method))
            assert caught.value.problems == (caught.value.problem,)


@given(REQUESTS, st.booleans(), st.booleans())
def test_what_was_built_is_parsed_as_the_same_value(value: Request, post: bool, older: bool) -> None:
    http = value.to_http("POST" if post and "POST" in value.cgi.methods else None)
    if older:
        http = http.replace(path=http.path.replace("/axis-cgi/", "/axis-cgi/admin/"))
    assert type(value).from_http(http) == parse_request(http) == value
    assert validate_request(http) == validate_request(http, "12.9") == ()
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value.replace() == value


@pytest.mark.parametrize(
    ("kind", "target", "code", "text"),
    [
        (m.Restart, "/axis-cgi/reboot.cgi", "path-wrong", "/axis-cgi/reboot.cgi"),
        (m.Restart, "/restart.cgi", "path-wrong", "/restart.cgi"),
        (m.Restart, "/axis-cgi/operator/restart.cgi", "path-wrong", "/axis-cgi/operator/restart.cgi"),
        (m.Restart, "/axis-cgi/accesslog.cgi", "path-wrong", "/axis-cgi/accesslog.cgi"),
        (m.ServerReport, "/axis-cgi/serverreport.cgi?mode=zip&mode=zip", "argument-repeated", ""),
        (m.ServerReport, "/axis-cgi/serverreport.cgi?mode=tar", "argument-value", "tar"),
        (m.ServerReport, "/axis-cgi/serverreport.cgi?mode=ZIP", "argument-value", "ZIP"),
        (m.ServerReport, "/axis-cgi/serverreport.cgi?mode=", "argument-value", ""),
        (m.ServerReport, "/axis-cgi/serverreport.cgi?mode", "argument-value", ""),
        (m.SystemLog, "/axis-cgi/systemlog.cgi?text=a%20b", "argument-value", "a b"),
        (m.SystemLog, "/axis-cgi/systemlog.cgi?text=a%C3%A9", "argument-value", "aé"),
        (m.SystemLog, "/axis-cgi/systemlog.cgi?text=%zz", "argument-value", "%zz"),
        (m.SystemLog, "/axis-cgi/systemlog.cgi?text=a&text=b", "argument-repeated", ""),
    ],
)
def test_a_request_is_refused_with_its_first_problem(
    kind: type[m.Restart | m.FactoryDefault | m.AccessLog | m.ServerReport | m.SystemLog],
    target: str,
    code: str,
    text: str,
) -> None:
    path, _, query = target.partition("?")
    with pytest.raises(ParseError) as caught:
        kind.from_http(HttpRequest("GET", path, query))
    assert caught.value.code == code
    assert caught.value.text == text
    assert caught.value.span.end <= len(text)
    assert caught.value.problem.source.startswith(("VAPIX System settings", "RFC 3986"))


@pytest.mark.parametrize(
    "target",
    [
        "/axis-cgi/restart.cgi?_=1712345678901",
        "/axis-cgi/factorydefault.cgi?hard=1",
        "/axis-cgi/accesslog.cgi?text=a",
    ],
)
def test_an_argument_that_does_not_exist_is_passed_over_with_a_warning(target: str) -> None:
    path, _, query = target.partition("?")
    request = HttpRequest("GET", path, query)
    assert parse_request(request) == parse_request(request.replace(query=""))
    (problem,) = validate_request(request)
    assert (problem.code, problem.severity, problem.subject) == ("argument-unknown", "warning", None)


def test_every_problem_of_a_request_in_order() -> None:
    request = HttpRequest("POST", "/axis-cgi/systemlog.cgi", "text=a-b&x=1&text=%&pwd=geheim", (), b"y=2")
    problems = validate_request(request, "11.10")
    assert [(problem.code, problem.subject) for problem in problems] == [
        ("method-wrong", None),
        ("argument-encoding", None),
        ("argument-repeated", "text"),
        ("argument-unknown", None),
        ("argument-unknown", "text"),
        ("argument-value", "text"),
    ]
    assert problems[3].message == "3 arguments are unknown"
    assert "geheim" not in repr(problems)
    assert problems[-1].span.start == 1
    with pytest.raises(ParseError) as caught:
        parse_request(request)
    assert [problem.code for problem in caught.value.problems] == [
        "method-wrong",
        "argument-repeated",
        "argument-value",
    ]
    assert [p.code for p in validate_request(HttpRequest("GET", "/"), "11.10")] == ["path-wrong"]


def test_a_secret_in_the_wrong_place_is_in_no_error() -> None:
    for request in (
        HttpRequest("POST", "/axis-cgi/serverreport.cgi", "", (), b"pwd=geheim%"),
        HttpRequest("GET", "/axis-cgi/restart.cgi", "pwd=geheim"),
    ):
        with pytest.raises(ParseError) as caught:
            parse_request(request.replace(method="PUT"))
        shown = (
            str(caught.value) + repr(caught.value.args) + repr(validate_request(request)) + repr(parse_request(request))
        )
        assert "geheim" not in shown


@pytest.mark.parametrize(
    ("text", "at"), [("a b", 1), ("-", 0), ("é", 0), ("a\n", 1), ("٣", 0), ("a_b", 1), ("a" * 9 + "\0", 9)]
)
def test_a_text_of_other_characters_cant_be_built(text: str, at: int) -> None:
    with pytest.raises(ParseError) as caught:
        m.SystemLog(text)
    assert (caught.value.code, caught.value.span.start) == ("argument-value", at)
    assert caught.value.problem.subject == "text"


def test_other_values_cant_be_built() -> None:
    with pytest.raises(ParseError, match="write tar_all, text, zip or zip_with_image"):
        m.ServerReport("tar")
    for build in (lambda: m.SystemLog(5), lambda: m.ServerReport(5)):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            build()


def test_the_text_is_known_since_a_version() -> None:
    assert [p.code for p in m.SystemLog("dhcp").validate("11.11.44")] == ["argument-unknown"]
    assert "from AXIS OS 11.11.45 on" in m.SystemLog("dhcp").validate("11.11")[0].message
    assert m.SystemLog("dhcp").validate("11.11.45") == m.SystemLog("dhcp").validate("12.0") == ()
    assert m.SystemLog().validate("9.80") == ()
    for value in ALL:
        assert [p.code for p in value.validate("4.40")] == ["path-wrong"]
        assert value.validate("12.9") == ()


def test_the_name_of_an_application_is_accepted_with_a_warning() -> None:
    request = m.SystemLog(appname="motion-guard_2")
    http = request.to_http()
    assert parse_request(http) == m.SystemLog.from_http(http) == request
    for problems in (request.validate(), request.validate("9.80"), validate_request(http, "12.9")):
        (problem,) = problems
        assert (problem.code, problem.severity, problem.subject) == ("argument-unknown", "warning", "appname")
    for name, at in (("a\n", 1), ("\0", 0), ("ab\ud800", 2)):
        with pytest.raises(ParseError) as caught:
            m.SystemLog(appname=name)
        assert (caught.value.code, caught.value.span.start) == ("argument-value", at)
        assert [str(p.code) for p in validate_request({"appname": name}, cgi="systemlog.cgi")] == [
            "argument-unknown",
            "argument-value",
        ]
    with pytest.raises(TypeError):
        m.SystemLog(appname=5)  # type: ignore[arg-type]


def test_what_a_reset_keeps() -> None:
    assert [kept.parameter for kept in m.KEPT_BY_FACTORY_DEFAULT] == [
        "Network.BootProto",
        "Network.IPAddress",
        "Network.DefaultRouter",
        "Network.SubnetMask",
        "Network.Broadcast",
        None,
        None,
    ]
    assert [kept.meaning for kept in m.KEPT_BY_FACTORY_DEFAULT[5:]] == ["the system time", "the IEEE 802.1X settings"]
    assert {kept.source for kept in m.KEPT_BY_FACTORY_DEFAULT} == {"VAPIX System settings, Factory default"}
    assert m.FactoryDefault().keeps == m.KEPT_BY_FACTORY_DEFAULT
    assert m.FactoryDefault(hard=True).keeps == ()


def response(content_type: str | None, body: bytes = b"x", status: int = 200) -> HttpResponse:
    return HttpResponse(status, () if content_type is None else (("content-TYPE", content_type),), body)


@pytest.mark.parametrize("mode", list(ReportMode))
def test_reports_by_mode(mode: ReportMode) -> None:
    request = m.ServerReport(mode)
    body = b"PK\x03\x04x" if mode in (ReportMode.ZIP, ReportMode.ZIP_WITH_IMAGE) else b"x"
    for content_type in (*a.CONTENT_TYPES[mode], a.CONTENT_TYPES[mode][0].upper() + "; charset=utf-8"):
        found = request.read(response(content_type, body))
        assert found == a.ReportResponse(mode, content_type.partition(";")[0].lower(), body)
        assert isinstance(found, a.ReportResponse)
        assert request.read(found.to_http()) == found
    assert request.read(response(None, body)) == a.ReportResponse(mode, "", body)
    for empty in (response(None, b""), response(a.CONTENT_TYPES[mode][0], b"")):
        assert isinstance(request.read(empty), UnknownResponse)
    assert isinstance(m.ServerReport("zip").read(response("application/zip")), UnknownResponse)
    assert request.read(response("text/html")) == UnknownResponse(200, b"x", "text/html")
    assert request.read(response(a.CONTENT_TYPES[mode][0], status=503)).__class__ is Failed
    text = request.read(response("text/plain"))
    # A product without application support may give the report as text.
    assert isinstance(text, a.ReportResponse) is (mode in (ReportMode.TEXT, ReportMode.ZIP_WITH_IMAGE))
    assert not isinstance(text, a.ReportResponse) or text.mode is ReportMode.TEXT


def test_a_report_without_a_mode_is_text() -> None:
    found = m.ServerReport().read(response("text/plain", b"Server Report"))
    assert found == a.ReportResponse("text", "text/plain", b"Server Report")
    assert "Server Report" not in repr(found)
    with pytest.raises(ParseError):
        a.ReportResponse("pdf", "", b"")


@given(
    st.binary(max_size=60),
    st.integers(100, 599),
    st.sampled_from([None, "", "text/plain", "text/html", "a/b", ";"]),
    st.sampled_from(ALL),
)
def test_any_response_is_a_value(body: bytes, status: int, content_type: str | None, request: Request) -> None:
    found = request.read(response(content_type, body, status))
    assert isinstance(found, (UnknownResponse, Failed, NotAuthenticated)) or status == 200
    assert pickle.loads(pickle.dumps(found)) == found
    repr(found)


@given(st.text())
def test_texts_come_back(text: str) -> None:
    assert m.AccessLog().read(a.LogResponse(text).to_http()) == a.LogResponse(text)
    assert m.Restart().read(a.HtmlResponse(text).to_http()) == a.HtmlResponse(text)


def test_logs_are_plain_text_and_resets_answer_with_a_page() -> None:
    assert a.LogResponse("").to_http().content_type == "text/plain"
    assert a.HtmlResponse("").to_http().content_type == "text/html"
    assert m.SystemLog().read(response("text/plain", b"caf\xe9")) == a.LogResponse("café")
    assert isinstance(m.SystemLog().read(response("text/html")), UnknownResponse)
    assert isinstance(m.FactoryDefault().read(response("text/plain")), UnknownResponse)


@given(st.text(), st.text(), st.text(), st.binary(max_size=40))
def test_any_request_gives_a_value_or_a_parse_error(method: str, path: str, query: str, body: bytes) -> None:
    for where in (path, *(cgi.path for cgi in CGIS.values())):
        for how in (method, "GET", "POST"):
            request = HttpRequest(how, where, query, (), body)
            problems = validate_request(request, "12.9")
            try:
                parse_request(request)
            except ParseError as error:
                if not where.endswith("firmwareupgrade.cgi"):
                    assert set(error.problems) <= set(problems)  # noqa: PT017
