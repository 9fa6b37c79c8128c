"""Requests to pwdgrp.cgi and its responses."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vapix.pwdgrp.test_users import passwords, user_names
from vapix_proto import ParseError
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.failures import Failed, NotAuthenticated, UnknownResponse
from vapix_proto.vapix.http import HttpRequest, HttpResponse, decode_arguments, encode_arguments
from vapix_proto.vapix.param.requests import ListParameters, UpdateParameters
from vapix_proto.vapix.protocol import Request, parse_request, validate_request
from vapix_proto.vapix.pwdgrp.listing import AccountListing
from vapix_proto.vapix.pwdgrp.requests import AddUser, GetUsers, RemoveUser, UpdateUser
from vapix_proto.vapix.pwdgrp.responses import Created, Modified, Reason, Refused, Removed, read_text
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import Password, UserName

PATH = "/axis-cgi/pwdgrp.cgi"
SECRET = "S3cr3t&p=w+d%20x"
comments = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"), max_size=40)
roles = st.sampled_from(list(Role))
groups = st.sampled_from(["users", "root", "admin"])


def requests() -> st.SearchStrategy[Request]:
    """Every request."""
    add = st.builds(AddUser, user_names, passwords.map(Password), roles, groups, st.none() | comments, st.booleans())
    update = st.builds(
        UpdateUser,
        user_names,
        passwords.map(Password),
        st.none() | roles,
        st.none() | groups,
        st.none() | comments,
        st.booleans(),
    )
    bare_update = st.builds(UpdateUser, user_names, role=roles)
    return st.one_of(add, update, bare_update, st.builds(RemoveUser, user_names), st.just(GetUsers()))


@given(requests())
def test_a_request_comes_back_from_http(request: Request) -> None:
    message = request.to_http("POST")
    assert (message.method, message.path, message.query) == ("POST", PATH, "")
    assert request.to_http() == (request.to_http("GET") if request == GetUsers() else message)
    assert isinstance(message.body, bytes)
    assert parse_request(message) == request == type(request).from_http(message)
    # Python's own parser of forms reads the same arguments.
    assert tuple(parse_qsl(message.body.decode(), keep_blank_values=True)) == request.arguments()
    if not request.secret:
        assert parse_request(request.to_http("GET")) == request


# The requests of the specification, as device-facts.md restores them.
SPECIFIED = [
    (
        "action=add&user=root&pwd=foo&grp=root&sgrp=admin:operator:viewer:ptz",
        AddUser("root", Password("foo"), Role.ADMIN_PTZ, "root", None),
    ),
    (
        "action=add&user=joe&pwd=foo&grp=users&sgrp=admin:operator:viewer:ptz&comment=Joe",
        AddUser("joe", Password("foo"), Role.ADMIN_PTZ, comment="Joe"),
    ),
    (
        "action=add&user=joe&pwd=foo&grp=users&sgrp=admin:operator:viewer:ptz&comment=Joe&strict_pwd=1",
        AddUser("joe", Password("foo"), Role.ADMIN_PTZ, comment="Joe", strict_pwd=True),
    ),
    ("action=update&user=joe&pwd=bar", UpdateUser("joe", Password("bar"))),
    ("action=remove&user=joe", RemoveUser("joe")),
    ("action=get", GetUsers()),
]


@pytest.mark.parametrize(("text", "request_value"), SPECIFIED)
@pytest.mark.parametrize("path", [PATH, "/axis-cgi/admin/pwdgrp.cgi"])
@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_the_requests_of_the_specification(
    text: str, request_value: Request, path: str, content_type: str | None
) -> None:
    headers = () if content_type is None else (("content-type", content_type),)
    for message in (
        HttpRequest("GET", path, text),
        HttpRequest("POST", path, "", headers, text.encode()),
        HttpRequest("POST", path, "", headers, text.replace(":", "%3A").encode()),
        HttpRequest("POST", path, text.partition("&")[0], headers, text.partition("&")[2].encode()),
    ):
        assert parse_request(message) == request_value
        errors = [problem for problem in validate_request(message) if problem.severity == "error"]
        secret = "pwd" in message.query
        assert [str(problem.code) for problem in errors] == ["secret-in-url"] * secret
    assert parse_qsl(text) == list(request_value.arguments())


def test_what_is_written_is_what_the_specification_shows() -> None:
    add = AddUser("joe", Password("foo"), Role.ADMIN_PTZ, comment="Joe").to_http()
    assert add.body == b"action=add&user=joe&pwd=foo&grp=users&sgrp=admin:operator:viewer:ptz&comment=Joe"
    assert add.header("Content-Type") == "application/x-www-form-urlencoded"
    assert GetUsers().to_http("GET").target == f"{PATH}?action=get"


def test_what_devices_accept_beyond_the_specification() -> None:
    found = parse_request(HttpRequest("GET", PATH, "action=add&user=joe&pwd=x&grp=admin&sgrp=operator:admin&_=123"))
    assert found == AddUser("joe", Password("x"), Role.ADMIN, "admin", comment=None)


def test_a_new_account_needs_a_comment_until_the_autumn_of_2019() -> None:
    assert dict(AddUser("joe", "x", Role.VIEWER).arguments())["comment"] == ""
    without = AddUser("joe", "x", Role.VIEWER, comment=None)
    assert "comment" not in dict(without.arguments())
    (problem,) = without.validate("5.51")
    assert (problem.code, problem.subject) == ("argument-missing", "comment")
    assert without.validate("11.11") == ()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, ["action-unknown"]),
        ({"action": "delete"}, ["action-unknown"]),
        ({"action": "add"}, ["argument-missing"] * 4),
        ({"action": "remove"}, ["argument-missing"]),
        ({"action": "remove", "user": "user!"}, ["user-character"]),
        ({"action": "update", "user": "joe", "pwd": ""}, ["password-empty"]),
        (
            {"action": "add", "user": "joe", "pwd": "x", "grp": "viewers", "sgrp": "ptz"},
            ["group-unknown", "role-incomplete"],
        ),
        ({"action": "update", "user": "joe", "pwd": "x", "strict_pwd": "yes"}, ["argument-value"]),
        ([("action", "get"), ("action", "add")], ["argument-repeated"]),
    ],
)
def test_every_problem_of_arguments(arguments: Any, expected: list[str]) -> None:
    found = validate_request(arguments)
    assert [str(problem.code) for problem in found if problem.severity == "error"] == expected
    assert all(problem.subject for problem in found)


def test_warnings_of_arguments() -> None:
    found = validate_request({"action": "get", "user": "joe", "nonsense": "1"})
    assert [(str(p.code), p.severity, p.subject) for p in found] == [
        ("argument-unknown", "warning", None),
        ("argument-unknown", "warning", "user"),
    ]
    add = {"action": "add", "user": "joe", "pwd": "x", "grp": "users", "sgrp": "viewer"}
    assert validate_request(add, axis_os="9.80") == ()
    assert [(str(p.code), p.subject) for p in validate_request(add, axis_os="5.51")] == [
        ("argument-missing", "comment")
    ]
    (problem,) = validate_request({"action": "update", "user": "joe"})
    assert (problem.code, problem.severity) == ("argument-missing", "error")


def test_the_initial_admin_by_version() -> None:
    root = {"action": "add", "user": "root", "pwd": "x", "grp": "root", "sgrp": "ptz:admin:operator:viewer"}
    joe = root | {"user": "joe", "comment": "first"}
    assert validate_request(root, axis_os="11.4", initial_admin=True) == ()
    assert validate_request(joe, axis_os="11.5", initial_admin=True) == ()
    old = validate_request(joe, axis_os="11.4.63", initial_admin=True)
    assert [(str(p.code), p.subject) for p in old] == [("initial-admin", "user"), ("initial-admin", "comment")]
    assert [(p.hint, p.fix) for p in old] == [("write root", "root"), ("send comment=, or leave it out", "")]
    # Empty or omitted, although later accounts need one.
    assert validate_request(root, axis_os="5.51", initial_admin=True) == ()
    assert validate_request(root | {"comment": ""}, axis_os="5.51", initial_admin=True) == ()
    weak = validate_request(root | {"sgrp": "admin:operator:viewer"}, axis_os="12.0", initial_admin=True)
    assert [(str(p.code), p.subject) for p in weak] == [("initial-admin", "sgrp")]
    other = validate_request({"action": "get"}, initial_admin=True)
    assert ("initial-admin", "action") in [(str(p.code), p.subject) for p in other]


def test_a_wrong_method_and_path() -> None:
    found = validate_request(HttpRequest("PUT", PATH, "action=get"))
    assert [str(problem.code) for problem in found] == ["method-wrong"]
    found = validate_request(HttpRequest("PUT", "/axis-cgi/pwdgrp", "action=get"))
    assert [str(problem.code) for problem in found] == ["path-wrong"]
    with pytest.raises(ParseError, match="method-wrong"):
        GetUsers().to_http("PUT")
    with pytest.raises(ParseError, match="action-unknown"):
        AddUser.from_http(GetUsers().to_http())


def test_illegal_requests_cant_be_built() -> None:
    password = Password("x")
    for build in (
        lambda: AddUser("joe!", password, Role.VIEWER),
        lambda: AddUser("joe", password, Role.VIEWER, "viewers"),
        lambda: AddUser("joe", password, Role.VIEWER, comment="a\nb"),
        lambda: UpdateUser("joe"),
        lambda: RemoveUser(""),
    ):
        with pytest.raises(ParseError):
            build()
    for wrong in (
        lambda: AddUser("joe", b"plain", Role.VIEWER),  # type: ignore[arg-type]
        lambda: AddUser("joe", password, "viewer"),  # type: ignore[arg-type]
        lambda: RemoveUser(5),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            wrong()


ASTRAY = [
    HttpRequest("POST", PATH, "", (), body)
    for body in (
        b"action=add;user=joe;pwd=S3cr3t",
        b"pwd=a&action=S3cr3t",
        b"action=add&user=joe&sgrp=viewer&pwd=a&grp=S3cr3t",
        b"action=add&user=joe&grp=users&pwd=a&sgrp=S3cr3t",
        b'{"pwd":"S3cr3t"}',
        b"pwd:S3cr3t",
        b"S3cr3t",
        b"PWD=x&S3cr3t&action=get!",
        b"action=get&pwd[]=x&S3cr3t=1&action=get",
        b"action=list&pwd=%zzS3cr3t",
    )
]
ASTRAY += [
    HttpRequest("GET", f"{PATH}?pwd=S3cr3t"),
    HttpRequest("GET", "/axis-cgi/param.cgi", "action=list&pwd=S3cr3t%"),
    HttpRequest("GET", "/axis-cgi/restart.cgi", "pwd=x&S3cr3t"),
    HttpRequest("GET", "/axis-cgi/serverreport.cgi", "mode=text&PWD=S3cr3t"),
]


@pytest.mark.parametrize("message", ASTRAY, ids=range(len(ASTRAY)))
def test_a_password_that_went_astray_is_quoted_nowhere(message: HttpRequest) -> None:
    shown = [repr(message), *(str(problem.to_json()) for problem in validate_request(message))]
    readers: list[Callable[[HttpRequest], object]] = [
        parse_request,
        ListParameters.from_http,
        UpdateParameters.from_http,
    ]
    for reader in readers:
        try:
            reader(message)
        except ParseError as error:
            shown += [str(error), repr(error.args), *our_locals(error)]
    assert not [text for text in shown if "S3cr3t" in text]


def test_near_a_password_only_the_advice_on_roles_remains() -> None:
    found = validate_request("action=add&user=hass_user&pwd=x&grp=users&sgrp=administrator")
    assert [(str(p.code), p.message, p.hint, p.fix) for p in found] == [
        ("user-character", "the value of user is not allowed", None, None),
        (
            "role-unknown-group",
            "the value of sgrp is not allowed",
            "write admin:operator:viewer",
            "admin:operator:viewer",
        ),
    ]
    found = validate_request("action=update&Network.HostName=cam1&root.X.Password=x", cgi="param.cgi")
    assert [p.message for p in found] == ["a parameter is not in the specification, so its value is not judged"] * 2


def test_a_password_of_the_wrong_type_is_in_no_frame() -> None:
    request = AddUser("joe", Password("x"), Role.VIEWER)
    wrong: list[Callable[[], object]] = [
        lambda: Password(b"S3cr3t"),  # type: ignore[arg-type]
        lambda: AddUser("joe", b"S3cr3t", Role.VIEWER),  # type: ignore[arg-type]
        lambda: UpdateUser("joe", b"S3cr3t"),  # type: ignore[arg-type]
        lambda: request.replace(pwd=b"S3cr3t"),
        lambda: validate_request({"pwd": "S3cr3t", "user": 5}),  # type: ignore[arg-type]
        lambda: HttpRequest("POST", PATH, "", (), "pwd=S3cr3t"),  # type: ignore[arg-type]
    ]
    for build in wrong:
        with pytest.raises(TypeError) as caught:
            build()
        assert not [text for text in [str(caught.value), *our_locals(caught.value)] if "S3cr3t" in text]
    for unwritable in ("S3cr3t\ud800", "\udfff"):
        with pytest.raises(ParseError, match="password-character"):
            Password(unwritable, printable_only=False)


def our_locals(error: BaseException) -> list[str]:
    """The variables of our own frames in a traceback, as a tool shows them."""
    shown = []
    trace = error.__traceback__
    while trace is not None:
        if "vapix_proto" in trace.tb_frame.f_code.co_filename:
            shown.append(repr(trace.tb_frame.f_locals))
        trace = trace.tb_next
    return shown


def test_encoded_arguments_alone_have_their_problems_too() -> None:
    for text in ("action=get&user=%zz", b"action=get&user=%zz"):
        assert "argument-encoding" in [problem.code for problem in validate_request(text)]


def test_a_body_that_can_be_read_but_once_is_enough() -> None:
    class Once:
        def __init__(self) -> None:
            self.pieces = iter([b"action=remove", b"&user=joe"])
            self.length = 22

        def __iter__(self) -> Iterator[bytes]:
            return self.pieces

    assert parse_request(HttpRequest("POST", PATH, "", (), Once())) == RemoveUser("joe")
    assert validate_request(HttpRequest("POST", PATH, "", (), Once())) == ()


def test_rights_that_cant_be_given_are_not_dropped() -> None:
    for body in (b"action=update&user=joe&pwd=x&sgrp=ptz", b"action=add&user=joe&pwd=x&grp=users&sgrp=ptz"):
        with pytest.raises(ParseError, match="role-incomplete"):
            parse_request(HttpRequest("POST", PATH, "", (), body))


def test_a_password_of_any_characters_comes_back() -> None:
    request = AddUser("joe", Password("gr\xfc\xdfe \U0001f600" * 20, printable_only=False), Role.VIEWER)
    assert parse_request(request.to_http()) == request


def test_what_holds_after_the_initial_admin() -> None:
    assert [str(p.code) for p in validate_request("action=remove&user=root", "11.4")] == ["initial-admin"]
    assert validate_request("action=remove&user=root", "11.5") == ()
    late = validate_request("action=add&user=joe&pwd=x&grp=root&sgrp=viewer")
    assert [(str(p.code), p.severity) for p in late] == [("initial-admin", "warning")]


def test_responses_that_cant_be_written_cant_be_built() -> None:
    for build in (
        lambda: Created("a</body>b"),
        lambda: Created("\ud800"),
        lambda: Refused(Reason.USER_NAME, "x"),
        lambda: Refused(Reason.MALFORMED_ACTION, " x"),
        lambda: Refused(Reason.MALFORMED_ACTION, "<action>"),
    ):
        with pytest.raises(ValueError, match=r"response|action"):
            build()
    with pytest.raises(TypeError, match="user must be a str, not int"):
        Created(5)  # type: ignore[arg-type]
    assert read_text(200, Created("\xe9").to_http(axis_os="11").body) == Created("\xe9")


def test_no_password_reaches_a_url_a_repr_an_error_or_a_traceback() -> None:
    request = AddUser("joe", Password(SECRET), Role.VIEWER)
    shown = [repr(request), str(request), repr(request.to_http()), f"{request}"]
    with pytest.raises(ParseError, match="secret-in-url") as caught:
        request.to_http("GET")
    shown += [str(caught.value), repr(caught.value.args)]
    with pytest.raises(TypeError) as unpickled:
        pickle.dumps(request)
    shown.append(str(unpickled.value))
    wrong = [
        HttpRequest("GET", PATH, encode_arguments([("action", "add"), ("user", "joe!"), ("pwd", SECRET)])),
        HttpRequest("GET", PATH, encode_arguments([("action", "add"), ("user", "joe"), ("pwd", SECRET + "\n")])),
        HttpRequest(
            "POST", PATH, "", (), encode_arguments([("action", "add"), ("pwd", SECRET), ("pwd", "x")]).encode()
        ),
        HttpRequest("GET", PATH, "action=update&user=joe!&pwd=x&S3cr3t=&S3cr3t&a=S3cr3t"),
        HttpRequest("GET", PATH, encode_arguments([("action", "nothing"), ("pwd", SECRET)])),
    ]
    for message in wrong:
        shown.append(repr(message))
        shown += [problem.message + repr(problem) for problem in validate_request(message)]
        with pytest.raises(ParseError) as refused:
            parse_request(message)
        shown += [str(refused.value), repr(refused.value), repr(refused.value.args)]
        trace = refused.tb
        while trace is not None:
            if "vapix_proto" in trace.tb_frame.f_code.co_filename:
                shown.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next  # type: ignore[assignment]
    assert not any("S3cr3t" in text for text in shown), [text for text in shown if "S3cr3t" in text]


@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_arguments_survive_encoding(pairs: list[tuple[str, str]]) -> None:
    printable = [
        (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode()) for name, value in pairs
    ]
    decoded, problems = decode_arguments(encode_arguments(printable))
    assert decoded == tuple(printable)
    assert not list(problems)


@given(st.one_of(st.text(), st.binary(), st.text("&=%+ab0"), st.text("&=%+ab0").map(str.encode)))
def test_any_arguments_are_read(text: str | bytes) -> None:
    pairs, problems = decode_arguments(text)
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems)
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    message = HttpRequest("POST", PATH, "", (), body)
    assert isinstance(validate_request(message), tuple)
    try:
        parse_request(message)
    except ParseError as error:
        assert error.problem in validate_request(message)  # noqa: PT017
    assert isinstance(pairs, tuple)


def test_arguments_of_bytes_are_utf_8_or_latin_1() -> None:
    for data in ("a=\xe9".encode(), b"a=\xe9", b"a=%C3%A9", b"a=%e9", "a=\xe9", "a=%C3%A9"):
        assert decode_arguments(data)[0] == (("a", "\xe9"),)


# -- responses


def html(text: str) -> bytes:
    """The bytes that devices of AXIS OS 10.12 and later send."""
    head = "<html><head><title>User accounts</title></head><body bgcolor=#ffffff>"
    return f"{head}{text}\r\n</body>\r\n\r\n</html>\r\n".encode()


JOE = AddUser("joe", "x", Role.VIEWER)
UPDATE = UpdateUser("joe", role=Role.VIEWER)
ASKED: tuple[AddUser | UpdateUser | RemoveUser | GetUsers, ...] = (JOE, UPDATE, RemoveUser("joe"), GetUsers())

REFUSALS = [
    (200, "Error: this user name already exists, consult the system log file.", Refused(Reason.USER_EXISTS)),
    (200, "Error: invalid password.", Refused(Reason.INVALID_PASSWORD)),
    (200, "Error: account user name.", Refused(Reason.USER_NAME)),
    (200, "Error: consult the system log file.", Refused(Reason.CONSULT_LOG)),
    (200, "Error: action operation type.", Refused(Reason.ACTION_TYPE)),
    (200, "Error: malformed action operation, add.", Refused(Reason.MALFORMED_ACTION, "add")),
    (200, "Error: malformed action operation, <action>.", Refused(Reason.MALFORMED_ACTION)),
    (401, "Error: not a valid initial admin user.", Refused(Reason.NOT_INITIAL_ADMIN)),
    (401, "Error: initial admin user must be created first.", Refused(Reason.INITIAL_ADMIN_FIRST)),
]


RESPONSES = [
    *((request, *row) for request in ASKED for row in REFUSALS),
    *((request, 401 if status == 200 else 200, *row) for request in ASKED for status, *row in REFUSALS),
    (UPDATE, 400, "Error: account user name.", Refused(Reason.USER_NAME)),
    (JOE, 200, "Created account joe.", Created("joe")),
    (JOE, 200, "Modified the account joe.", Created("joe")),  # example 6
    (UPDATE, 200, "Modified account joe.", Modified("joe")),
    (UPDATE, 200, "Modified the account joe.", Modified("joe")),
    (RemoveUser("joe"), 200, "Removed account joe.", Removed("joe")),
]


@pytest.mark.parametrize(("request_", "status", "text", "expected"), RESPONSES)
def test_every_documented_response_in_text_and_html(request_: Request, status: int, text: str, expected: Any) -> None:
    for body in (
        text.encode(),
        f"{text}\r\n".encode(),
        html(text),
        html(text).upper().replace(text.upper().encode(), text.encode()),
    ):
        assert request_.read(HttpResponse(status, (), body)) == expected
    for version in ("5.51", "11.11"):
        assert request_.read(expected.to_http(axis_os=version)) == expected
    if "the account" not in text and expected.status == status:
        assert expected.to_http(axis_os="11.11") == HttpResponse(status, (("Content-Type", "text/html"),), html(text))
        assert expected.to_http(axis_os="9.80").content_type == "text/plain"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"OK"),
        (201, b"Created account joe."),
        (302, b"Created account joe."),
        (600, b"Created account joe."),
        (200, b"created account joe."),
        (200, b"Created account joe"),
        (200, b"Removed account joe."),
        (200, b"Error: something new."),
        (200, b"\xff\xfe\x00"),
        (200, b"<html><body>Created account joe. Created account ann.</body></html>"),
    ],
)
def test_a_response_that_nobody_documented_is_kept_as_it_is(status: int, body: bytes) -> None:
    found = JOE.read(HttpResponse(status, (("Content-Type", "Text/Plain; a=b"),), body))
    assert found == UnknownResponse(status, body, "text/plain")
    assert repr(found) == f"<UnknownResponse {status} 'text/plain' body of {len(body)} bytes>"


@pytest.mark.parametrize("request_", ASKED, ids=repr)
def test_a_response_to_another_request_is_unknown(request_: Request) -> None:
    own = {"AddUser": ("Created",), "UpdateUser": ("Modified",), "RemoveUser": ("Removed",), "GetUsers": ()}
    for verb in ("Created", "Modified", "Removed"):
        found = request_.read(HttpResponse(200, (), f"{verb} account joe.".encode()))
        assert isinstance(found, UnknownResponse) is (verb not in own[type(request_).__name__])


CREATED, INVALID = html("Created account joe."), html("Error: invalid password.")


@pytest.mark.parametrize(
    "body",
    [
        *(CREATED + more for more in (INVALID, CREATED, b"junk", b"Error: invalid password.", b"<p>junk")),
        *(more + CREATED for more in (INVALID, b"HTTP ", b"Error: invalid password.", b"<p>junk</p>")),
        CREATED.replace(b"</body>", b"</body>junk"),
        CREATED.replace(b"<body", b"Error: invalid password.<body"),
        CREATED.replace(b"<body bgcolor", b"<bodybgcolor"),
        CREATED.replace(b"Created", INVALID + b"Created"),
        CREATED + b" " * 70_000 + INVALID,
        b"Created account joe." + b" " * 70_000 + b"Error: invalid password.",
    ],
)
def test_a_page_with_anything_beside_it_is_unknown(body: bytes) -> None:
    assert JOE.read(HttpResponse(200, (), body)) == UnknownResponse(200, body)


@pytest.mark.parametrize(
    "page",
    [
        "<body>{}</body>",
        "<title>User accounts</title><BODY bgcolor=#ffffff>\n{}\r\n</BODY >",
        '\n<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n</head>\n<body>{}</body></html>\r\n',
    ],
)
def test_the_tags_of_a_page_may_differ(page: str) -> None:
    assert JOE.read(HttpResponse(200, (), page.format("Created account joe.").encode())) == Created("joe")


@pytest.mark.parametrize("name", ["jim", "Joe", "joe.", "joe2", "jo"])
def test_what_is_said_of_another_account_is_no_success(name: str) -> None:
    cases: list[tuple[Request, list[str]]] = [
        (JOE, ["Created account", "Modified the account"]),
        (UPDATE, ["Modified account", "Modified the account"]),
        (RemoveUser("joe"), ["Removed account"]),
    ]
    for request, sentences in cases:
        for sentence in sentences:
            for body in (f"{sentence} {name}.".encode(), html(f"{sentence} {name}.")):
                assert request.read(HttpResponse(200, (), body)) == UnknownResponse(200, body)


def test_a_401_is_explained_to_people() -> None:
    for body in (b"", b"<html>401 Unauthorized</html>"):
        found = JOE.read(HttpResponse(401, (), body))
        assert str(found) == "the login failed, or the account is not an administrator"
    asks = (("WWW-Authenticate", 'Digest realm="AXIS_00408C000000"'), ("WWW-Authenticate", "Basic realm=a"))
    found = JOE.read(HttpResponse(401, asks, b""))
    assert str(found) == "the login failed, or the account is not an administrator; the device accepts Digest and Basic"
    found = JOE.read(HttpResponse(401, (("Axis-Setup", "vapix"), ("WWW-Authenticate", "")), b""))
    assert str(found) == "the device has no administrator yet: add its first account"


def test_the_listing_of_groups_is_read() -> None:
    body = b'admin="root"\r\ndigusers="root"'
    for headers in ((), (("Content-Type", "text/plain"),)):
        assert GetUsers().read(HttpResponse(200, headers, body)) == AccountListing.parse(body)
    for headers, other in (((("Content-Type", "text/html"),), body), ((), b""), ((), b"<html>")):
        assert isinstance(GetUsers().read(HttpResponse(200, headers, other)), UnknownResponse)


@given(st.integers(100, 999), st.binary(), st.sampled_from(ASKED))
def test_any_response_is_one(status: int, body: bytes, request_: Request) -> None:
    found = request_.read(HttpResponse(status, (), body))
    if status == 401:
        assert isinstance(found, (Refused, NotAuthenticated))
    elif status != 200 and not isinstance(found, Refused):
        assert found == (Failed if 400 <= status < 600 else UnknownResponse)(status, body)
    with pytest.raises(TypeError, match="must be an HttpResponse, not bytes"):
        request_.read(body)  # type: ignore[arg-type]


def test_versions() -> None:
    assert AxisOs.parse("11.5") == AxisOs((11, 5)) < AxisOs((11, 11)) < AxisOs.parse("12.0") == AxisOs.parse("12")
    assert AxisOs.parse("5.51.7") < AxisOs.parse("5.60")
    assert str(AxisOs.parse("9.80.2.2")) == "9.80.2.2"
    for wrong in ("", "11.", "eleven", "-1", "1" * 100):
        with pytest.raises(ValueError, match="is not a version"):
            AxisOs.parse(wrong)
    assert AxisOs.parse("9" * 32)
    with pytest.raises(ValueError, match=r"^'9{29}\.\.\.' is not a version"):
        AxisOs.parse("9" * 33)
    with pytest.raises(TypeError):
        AxisOs.parse(11.5)  # type: ignore[arg-type]
    assert AxisOs.parse(AxisOs((11, 5))) == AxisOs((11, 5))
    with pytest.raises(TypeError, match=r"use AxisOs\.parse for a str"):
        AxisOs("11.5")  # type: ignore[arg-type]
    assert isinstance(UserName("joe"), str)
