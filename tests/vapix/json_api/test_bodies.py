"""Requests with a JSON body: every fault has its problem, and a request is refused with all of its errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frames import leaks
from vapix_proto import Code, ParseError, Problem, Severity, vapix
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.cgis import CGIS

JSON = (("Content-Type", "application/json"),)
TIME = "/axis-cgi/time.cgi"
REST = "/config/rest/time/v2"
CET = "CET-1CEST,M3.5.0,M10.5.0/3"


def post(body: object, path: str = TIME, method: str = "POST", headers: Any = JSON) -> vapix.HttpRequest:
    """A message; a body that is neither text nor bytes is written as JSON."""
    if not isinstance(body, (str, bytes)):
        body = json.dumps(body)
    return vapix.HttpRequest(method, path, "", headers, body if isinstance(body, bytes) else body.encode())


def call(method: object, params: object = None, **more: object) -> dict[str, object]:
    """The envelope of a request."""
    return {"apiVersion": "1.0", "method": method, **({} if params is None else {"params": params}), **more}


def found(message: vapix.HttpRequest) -> list[tuple[str, str | None, str, str | None]]:
    """Code, subject, message and hint of each problem."""
    return [(str(one.code), one.subject, one.message, one.hint) for one in vapix.validate_request(message)]


@pytest.mark.parametrize(
    ("body", "message", "start", "hint"),
    [
        (b"", "the body is empty", 0, "write a JSON object"),
        (b" \r\n\t", "the body is empty", 4, "write a JSON object"),
        (b"{", "the body ends in the middle of the JSON text", 1, None),
        (b'{"a', "the string that starts here is not closed", 1, None),
        (b"{]", "']' is not expected here in the JSON text", 1, None),
        (b'{"a":1,}', "',' is not expected here in the JSON text", 6, None),
        (b"[1, ]", "',' is not expected here in the JSON text", 2, None),
        (b"{}x", "'x' is not expected here in the JSON text", 2, None),
        (b"\xef\xbb\xbf{}", r"'\ufeff' is not expected here in the JSON text", 0, None),
        (b'{"a":"\xff"}', "the body is not UTF-8", 6, None),
        (b"[NaN]", "NaN is not a JSON value", 0, None),
        (b"-Infinity", "-Infinity is not a JSON value", 0, None),
        (b"[" * 100_000, "the JSON text is nested too deeply", 0, None),
        (b'{"a":' * 100_000, "the JSON text is nested too deeply", 0, None),
        (b"[]", "the body is an array, not a JSON object", 0, None),
        (b"1", "the body is a number, not a JSON object", 0, None),
        (b"null", "the body is null, not a JSON object", 0, None),
    ],
)
def test_a_body_that_is_no_json_object(body: bytes, message: str, start: int, hint: str | None) -> None:
    request = post(body)
    (problem,) = vapix.validate_request(request)
    assert (problem.code, problem.message, problem.hint) == (Code.JSON, message, hint)
    assert problem.span.start == start
    with pytest.raises(ParseError) as caught:
        vapix.parse_request(request)
    assert caught.value.problems == (problem,)
    assert str(caught.value)


def test_the_place_of_a_fault_is_shown_beneath_other_letters_than_ascii() -> None:
    with pytest.raises(ParseError) as caught:
        vapix.parse_request(post('{"context":"\u00e9\u00e9" x}'))
    assert caught.value.text == '{"context":"\u00e9\u00e9" x}'
    assert caught.value.text[caught.value.span.start] == "x"


def test_a_body_is_refused_without_a_trace_of_a_password() -> None:
    with pytest.raises(ParseError) as caught:
        vapix.parse_request(post(b'{"pwd":"S3cret" "x"}'))
    assert "S3cret" not in str(caught.value) + repr(caught.value.args)
    assert caught.value.problem.message == "the body is not JSON"
    assert leaks(caught.value, "S3cret") == []


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (
            call("setPosixTimeZone", {"posixTimeZone": CET, "enableDst": "true"}),
            [("enableDst", "enableDst must be a boolean, not a string", "write true or false, without quotes")],
        ),
        (
            call("setTimeZone", {"timeZone": ["Europe/Vienna"]}),
            [("timeZone", "timeZone must be a string, not an array", "write it in double quotes")],
        ),
        (
            call("setTimeZone", {"timeZone": None}),
            [("timeZone", "timeZone must be a string, not null", None)],
        ),
        (
            call(5, context={}),
            [
                ("context", "context must be a string, not an object", "write it in double quotes"),
                ("method", "method must be a string, not a number", "write it in double quotes"),
            ],
        ),
        (call("getAll", []), [("params", "params must be an object, not an array", None)]),
        (call("setTimeZone", "UTC"), [("params", "params must be an object, not a string", None)]),
    ],
)
def test_a_value_of_another_type(body: dict[str, object], problems: list[tuple[str, str, str | None]]) -> None:
    assert sorted(found(post(body))) == [("argument-value", *problem) for problem in problems]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"timeout": "20"}, "timeout must be an integer, not a string"),
        ({"timeout": 20.0}, "timeout must be an integer, not a number"),
        ({"timeout": True}, "timeout must be an integer, not a boolean"),
        ({"timeout": -1}, "'-1' is not a valid value of timeout"),
        ({"timeout": 10**9}, "'1000000000' is not a valid value of timeout"),
        ({"timeout": 10**4000}, "'1000000000000000000000000000000000000...' is not a valid value of timeout"),
    ],
)
def test_a_timeout_is_a_number_of_seconds(params: dict[str, object], message: str) -> None:
    request = post(call("systemready", params), "/axis-cgi/systemready.cgi")
    assert [(code, text) for code, _, text, _ in found(request)] == [("argument-value", message)]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("Brand", "propertyList must be an array of strings, not a string"),
        (["Brand", 5], "propertyList must be an array of strings, none of which is empty or contains a comma"),
        ([""], "propertyList must be an array of strings, none of which is empty or contains a comma"),
        (["Brand,Soc"], "propertyList must be an array of strings, none of which is empty or contains a comma"),
        (["Brand", "a b"], "'a b' is not the name of a property: names may contain only letters and digits"),
    ],
)
def test_a_list_of_properties_is_an_array_of_names(names: object, message: str) -> None:
    request = post(call("getProperties", {"propertyList": names}), "/axis-cgi/basicdeviceinfo.cgi")
    assert [(code, text) for code, _, text, _ in found(request)] == [("argument-value", message)]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            '{"apiVersion":"1.0","apiVersion":"1.1","method":"getAll"}',
            [("argument-repeated", "apiVersion", "apiVersion occurs twice", "send it once")],
        ),
        (
            '{"apiVersion":"1.0","method":"setTimeZone","params":{"timeZone":"UTC","timeZone":5}}',
            [
                ("argument-repeated", "timeZone", "timeZone occurs twice", "send it once"),
                ("argument-value", "timeZone", "timeZone must be a string, not a number", "write it in double quotes"),
            ],
        ),
        (
            '{"apiVersion":"1.0","method":"getAll","params":{},"params":{}}',
            [("argument-repeated", "params", "params occurs twice", "send it once")],
        ),
        (
            '{"apiVersion":"1.0","method":"getAll","params":null,"params":null}',
            [
                ("argument-repeated", "params", "params occurs twice", "send it once"),
                ("argument-value", "params", "params must be an object, not null", None),
            ],
        ),
        (
            '{"method":"getAll"}',
            [("argument-missing", "apiVersion", "apiVersion is missing: the action getAll needs it", None)],
        ),
        (
            '{"apiVersion":"1.0","method":"setTimeZone"}',
            [("argument-missing", "timeZone", "timeZone is missing: the action setTimeZone needs it", None)],
        ),
        (
            '{"apiVersion":"1.0","method":"setTimeZone","timeZone":"UTC"}',
            [
                ("argument-missing", "timeZone", "timeZone is missing: the action setTimeZone needs it", None),
                ("argument-unknown", "timeZone", "timeZone is not inside params", "write it inside params"),
            ],
        ),
        (
            '{"apiVersion":"1.0","context":"\\ud800","method":"getAll"}',
            [
                (
                    "argument-encoding",
                    "context",
                    r"'\ud800' is half of a surrogate pair, which UTF-8 can't encode",
                    None,
                )
            ],
        ),
        (
            '{"apiVersion":"one","method":"getAll"}',
            [
                (
                    "argument-value",
                    "apiVersion",
                    "'one' is not a version of an API",
                    "write a major and a minor number, such as 1.0",
                )
            ],
        ),
    ],
)
def test_members_that_are_repeated_missing_misplaced_or_malformed(
    text: str, problems: list[tuple[str, str | None, str, str | None]]
) -> None:
    assert sorted(found(post(text))) == problems
    with pytest.raises(ParseError):
        vapix.parse_request(post(text))


def test_members_that_nobody_knows_are_a_warning_and_overlooked() -> None:
    names = "method, apiVersion, context, dateTime, timeZone, posixTimeZone, enableDst"
    (problem,) = vapix.validate_request(post(call("getAll", {"context": "x"})))
    assert (problem.code, problem.severity) == (Code.ARGUMENT_UNKNOWN, Severity.WARNING)
    assert (problem.message, problem.hint) == ("an argument is unknown", f"leave it out; time.cgi accepts {names}")
    (problem,) = vapix.validate_request(post(call("getAll", {"S3cret": "x", "pwd": "y"}, also=1)))
    assert problem.message == "3 arguments are unknown"
    (problem,) = vapix.validate_request(post(call("getAll")).replace(query="method=setTimeZone"))
    assert problem.code == Code.ARGUMENT_UNKNOWN
    (problem,) = vapix.validate_request(post(call("getAll", {"enableDst": True})))
    assert problem.message == "the action getAll does not use enableDst"
    assert vapix.parse_request(post(call("getAll", {"enableDst": True}, also=1))) == vapix.GetAllTimeInfo()


def test_a_method_that_the_cgi_lacks() -> None:
    names = ", ".join(action.name for action in CGIS["time.cgi"].actions)
    strange = "'getall' is not one of the methods in VAPIX Time API"
    for method, message, hint in (
        ("getall", strange, "write getAll"),
        ("getsome", strange.replace("all", "some"), f"write one of {names}"),
        ("", "the method is missing", f"write one of {names}"),
    ):
        assert found(post(call(method))) == [("action-unknown", "method", message, hint)]
    assert [code for code, *_ in found(post({}))] == ["action-unknown"]


def test_a_body_alone_is_judged_as_one_of_the_named_cgi() -> None:
    text = json.dumps(call("setTimeZone", {"timeZone": "Europe/"}))
    for body in (text, text.encode()):
        (problem,) = vapix.validate_request(body, cgi="time.cgi")
        assert (problem.code, problem.subject) == (Code.ARGUMENT_VALUE, "timeZone")
    assert [one.code for one in vapix.validate_request("", cgi="systemready.cgi")] == [Code.JSON]
    # The path of a message to the Device Configuration API has the action, which a form or a mapping can name, too.
    right = {"action": "PATCH /timeZone/dhcp/enabled", "enabled": "true"}
    assert vapix.validate_request(right, cgi="time/v2") == ()
    (problem,) = vapix.validate_request(right | {"enabled": "yes"}, cgi="time/v2")
    assert (problem.message, problem.hint) == ("'yes' is not a valid value of enabled", "write true or false")


def test_method_and_content_type() -> None:
    assert found(post(call("getAll"), method="PUT")) == [
        ("method-wrong", None, "the method 'PUT' is not allowed", "use POST")
    ]
    hint = "send Content-Type: application/json"
    for headers, message in (
        ((), "the content type is missing"),
        ({"content-type": "text/plain"}, "the content type is not application/json"),
    ):
        assert found(post(call("getAll"), headers=headers)) == [("content-type", None, message, hint)]
    for kind in ("Application/JSON", "application/json;charset=utf-8"):
        assert found(post(call("getAll"), headers={"CONTENT-TYPE": kind})) == []


def test_the_version_of_the_api_has_two_numbers_and_devices_accept_one() -> None:
    ready = "/axis-cgi/systemready.cgi"
    request = post({"apiVersion": "1", "method": "systemready"}, ready)
    assert found(request) == [("argument-value", "apiVersion", "the version 1 has no minor number", "write 1.0")]
    assert [problem.fix for problem in vapix.validate_request(request)] == ["1.0"]
    assert vapix.parse_request(request) == vapix.GetReadiness(api_version="1")
    with pytest.raises(ParseError, match=r"'1\.x' is not a version"):
        vapix.GetReadiness(api_version="1.x")


# -- the Device Configuration API


@pytest.mark.parametrize(
    ("method", "place", "body", "problems"),
    [
        (
            "PUT",
            "/timeZone/posix",
            b"{}",
            [("method-wrong", None, "the method 'PUT' is not allowed", "use GET or PATCH")],
        ),
        ("POST", "/timeZone", b"{}", [("method-wrong", None, "the method 'POST' is not allowed", "use GET")]),
        (
            "PATCH",
            "/time/localDateTime",
            b"{}",
            [("method-wrong", None, "the method 'PATCH' is not allowed", "use GET")],
        ),
        (
            "PATCH",
            "/time",
            b"{}",
            [("method-wrong", None, "the method 'PATCH' is not allowed", f"send PATCH to {REST}/time/dateTime")],
        ),
        (
            "PATCH",
            "/timeZone/iana",
            b"{}",
            [
                (
                    "method-wrong",
                    None,
                    "the method 'PATCH' is not allowed",
                    f"send PATCH to {REST}/timeZone/iana/timeZone",
                )
            ],
        ),
        (
            "GET",
            "/timeZone/Posix",
            b"",
            [
                (
                    "path-wrong",
                    None,
                    f"'{REST}/timeZone/Posix' is not the path of a part of time/v2",
                    f"send GET {REST} for all parts",
                )
            ],
        ),
        (
            "PATCH",
            "/timeZone/posix",
            {"data": {"timeZone": "UTC0"}},
            [
                (
                    "argument-missing",
                    "dstEnabled",
                    "dstEnabled is missing: the action PATCH /timeZone/posix needs it",
                    None,
                )
            ],
        ),
        (
            "PATCH",
            "/timeZone/dhcp/enabled",
            {"data": {"enabled": True}},
            [
                (
                    "argument-value",
                    "enabled",
                    "enabled must be a boolean, not an object",
                    "write true or false, without quotes",
                )
            ],
        ),
        (
            "PATCH",
            "/timeZone/dhcp/enabled",
            {"enabled": True},
            [
                ("argument-missing", "data", "data is missing", 'write {"data": ...}'),
                ("argument-unknown", "enabled", "enabled is not inside data", "write it inside data"),
            ],
        ),
        (
            "PATCH",
            "/timeZone/iana/timeZone",
            b'{"data":"UTC","data":"UTC"}',
            [("argument-repeated", "data", "data occurs twice", "send it once")],
        ),
        (
            "POST",
            "/timeZone/iana/getTimeZoneList",
            {"data": []},
            [("argument-value", "data", "data must be an object, not an array", None)],
        ),
    ],
)
def test_faults_of_messages_to_the_device_configuration_api(
    method: str, place: str, body: object, problems: list[tuple[str, str | None, str, str | None]]
) -> None:
    assert sorted(found(post(body, REST + place, method))) == problems


def test_what_is_accepted_for_the_list_of_zones() -> None:
    data: object
    for data in ({}, None):
        request = post({"data": data}, f"{REST}/timeZone/iana/getTimeZoneList")
        assert found(request) == []
        assert vapix.parse_request(request) == vapix.GetTimeZoneList()


# -- laws

_values: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, 1, -0.5, "", "1.0", "getAll", "systemready", "UTC", CET, "a,b", "\ud800", "x" * 9]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["timeZone", "x"]), inner, max_size=3),
    max_leaves=4,
)
_JSON_CGIS = [cgi for cgi in CGIS.values() if cgi.body in (Body.METHOD, Body.DATA)]
_KEYS = sorted({name for cgi in _JSON_CGIS for name in cgi.argument_names} | {"params", "data", "x"})
_members = st.dictionaries(st.sampled_from(_KEYS), _values, max_size=5)


@st.composite
def messages(draw: st.DrawFn) -> vapix.HttpRequest:
    """Messages to these CGIs, nearly valid ones or any bytes."""
    cgi = draw(st.sampled_from(_JSON_CGIS))
    action = draw(st.sampled_from(cgi.actions))
    if cgi.body is Body.DATA:
        method, _, place = action.name.partition(" ")
        body: object = {"data": draw(_values | _members)}
        path = cgi.path + place.removesuffix("/")
    else:
        method, path = "POST", cgi.path
        names = st.fixed_dictionaries(
            {}, optional={name: _values for name in (*action.required, *action.optional) if name != "apiVersion"}
        )
        body = draw(st.just({"apiVersion": "1.0"}) | st.just({})) | {
            "method": action.name,
            "params": draw(names | _members),
        }
    text = json.dumps(draw(st.just(body) | _members | _values)).encode()
    return vapix.HttpRequest(
        method, path, "", draw(st.sampled_from([JSON, ()])), draw(st.just(text) | st.binary(max_size=8))
    )


@given(messages())
def test_a_request_is_refused_for_all_of_its_errors(message: vapix.HttpRequest) -> None:
    problems = vapix.validate_request(message)
    errors = [one for one in problems if one.severity is Severity.ERROR and one.code != Code.ARGUMENT_ENCODING]
    refused: tuple[Problem, ...] = ()
    try:
        request = vapix.parse_request(message)
    except ParseError as error:
        refused = error.problems
        assert error.span.end <= len(error.text)  # noqa: PT017
        str(error)
    else:
        assert errors == []
        assert vapix.parse_request(request.to_http()) == request
    if errors:
        assert list(refused) == errors
    elif refused:
        assert {one.code for one in refused} == {Code.ARGUMENT_ENCODING}
