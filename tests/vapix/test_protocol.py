"""Properties of all requests, row by row: to HTTP and back, validation, and every response of the reference device."""

from __future__ import annotations

import copy
import json
import re
from datetime import UTC, datetime
from typing import Any, assert_type

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.test_device import people
from tests.support.examples import by_default
from tests.support.frames import leaks
from vapix_proto import Code, ParseError, Severity, oracle, strategies, vapix
from vapix_proto.oracle.responses import discovery, forms, json_documents, listings, quotations
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.cgis import CGIS, ReportMode
from vapix_proto.vapix.failures import Failed, NotAuthenticated, UnknownResponse
from vapix_proto.vapix.http import HttpRequest, HttpResponse, encode_arguments
from vapix_proto.vapix.protocol import Request, parse_request, validate_request

ROWS = [(cgi.name, action.name) for cgi in CGIS.values() for action in cgi.actions]
VERSIONS = [profile.name for profile in oracle.PROFILES]
ADMIN_FIRST = "Error: initial admin user must be created first."

_users = st.sampled_from(["root", "vera", "nobody1"]) | strategies.user_names()
_grp = st.sampled_from(["users", "root", "admin"])
_groups = st.sampled_from(["Time", "root.Time.DST.Enabled", "Log.System", "*", "Time.*.Server", "Brand", "Image.I0"])
_updates = st.lists(
    strategies.parameter_values("5.51", writable=True)
    | st.tuples(
        st.sampled_from(["Brand.Brand", "Time.NTP.Server", "root.Time.DST.Enabled", "Log.Access.MaxSize"]), st.text()
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda pair: pair[0].removeprefix("root."),
)

#: What JSON requests have besides their parameters.
_envelope = {
    "context": st.none() | st.text(st.characters(codec="utf-8")),
    "api_version": st.sampled_from([None, "1.0", "1.12"]),
}
_times = st.datetimes(max_value=datetime(2069, 12, 31, 23, 59, 59), min_value=datetime(1970, 1, 1))
_iana = st.sampled_from(["UTC", "Europe/Stockholm", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT"])
_zones = strategies.tz_strings()
_names = st.sampled_from(["Brand", "ProdNbr", "SocSerialNumber"])
_texts = st.none() | st.text(st.characters(codec="utf-8"))

#: Strategies for the requests in every row.
REQUESTS: dict[tuple[str, str], st.SearchStrategy[Request]] = {
    ("pwdgrp.cgi", "add"): st.builds(
        vapix.AddUser,
        _users,
        strategies.passwords(),
        strategies.roles(),
        _grp,
        strategies.comments(),
        st.booleans(),
    ),
    ("pwdgrp.cgi", "update"): st.builds(
        vapix.UpdateUser,
        _users,
        st.none() | strategies.passwords(),
        strategies.roles(),
        st.none() | _grp,
        st.none() | strategies.comments(),
        st.booleans(),
    ),
    ("pwdgrp.cgi", "remove"): st.builds(vapix.RemoveUser, _users),
    ("pwdgrp.cgi", "get"): st.just(vapix.GetUsers()),
    ("factorydefault.cgi", ""): st.just(vapix.FactoryDefault()),
    ("hardfactorydefault.cgi", ""): st.just(vapix.FactoryDefault(hard=True)),
    ("firmwareupgrade.cgi", ""): st.builds(
        vapix.FirmwareUpgrade, st.binary(min_size=1, max_size=40), st.sampled_from(["normal", "factorydefault"])
    ),
    ("restart.cgi", ""): st.just(vapix.Restart()),
    ("serverreport.cgi", ""): st.builds(vapix.ServerReport, st.none() | st.sampled_from(ReportMode)),
    ("systemlog.cgi", ""): st.builds(
        vapix.SystemLog, st.none() | st.text("aB3", max_size=4), st.none() | st.text("a_b- ", max_size=3)
    ),
    ("accesslog.cgi", ""): st.just(vapix.AccessLog()),
    ("param.cgi", "list"): st.builds(
        vapix.ListParameters, st.lists(_groups, max_size=3), st.sampled_from([None, "rfc"])
    ),
    ("param.cgi", "update"): st.builds(vapix.UpdateParameters, _updates),
    ("usergroup.cgi", ""): st.just(vapix.UserGroup()),
    ("time.cgi", "getDateTimeInfo"): st.builds(vapix.GetDateTimeInfo, **_envelope),
    ("time.cgi", "getAll"): st.builds(vapix.GetAllTimeInfo, **_envelope),
    ("time.cgi", "setDateTime"): st.builds(
        vapix.SetDateTime, _times.map(lambda time: time.replace(tzinfo=UTC)), **_envelope
    ),
    ("time.cgi", "setTimeZone"): st.builds(vapix.SetTimeZone, _iana, **_envelope),
    ("time.cgi", "setPosixTimeZone"): st.builds(vapix.SetPosixTimeZone, _zones, st.booleans(), **_envelope),
    ("time.cgi", "resetTimeZone"): st.builds(vapix.ResetTimeZone, **_envelope),
    **{
        (name, "getSupportedVersions"): st.builds(vapix.GetSupportedVersions, st.just(name), **_envelope)
        for name in ("time.cgi", "systemready.cgi", "apidiscovery.cgi", "basicdeviceinfo.cgi")
    },
    ("systemready.cgi", "systemready"): st.builds(
        vapix.GetReadiness, st.none() | st.integers(0, 999_999_999), **_envelope
    ),
    ("apidiscovery.cgi", "getApiList"): st.builds(vapix.GetApiList, _texts, _texts, **_envelope),
    ("basicdeviceinfo.cgi", "getProperties"): st.builds(vapix.GetProperties, st.lists(_names, max_size=4), **_envelope),
    ("basicdeviceinfo.cgi", "getAllProperties"): st.builds(vapix.GetAllProperties, **_envelope),
    ("basicdeviceinfo.cgi", "getAllUnrestrictedProperties"): st.builds(vapix.GetAllUnrestrictedProperties, **_envelope),
    **{("time/v2", f"GET {place}"): st.just(vapix.GetTimeSettings(place)) for place in vapix.TIME_PLACES},
    ("time/v2", "PATCH /time/dateTime"): _times.map(lambda time: vapix.PatchDateTime(time.replace(tzinfo=UTC))),
    ("time/v2", "PATCH /timeZone/dhcp/enabled"): st.builds(vapix.PatchDhcpTimeZone, st.booleans()),
    ("time/v2", "PATCH /timeZone/iana/timeZone"): st.builds(vapix.PatchIanaTimeZone, _iana),
    ("time/v2", "PATCH /timeZone/posix"): st.builds(vapix.PatchPosixTimeZone, _zones, st.booleans()),
    ("time/v2", "PATCH /timeZone/posix/timeZone"): st.builds(vapix.PatchPosixTimeZone, _zones),
    ("time/v2", "PATCH /timeZone/posix/dstEnabled"): st.builds(vapix.PatchPosixTimeZone, st.none(), st.booleans()),
    ("time/v2", "POST /timeZone/iana/getTimeZoneList"): st.just(vapix.GetTimeZoneList()),
}


def test_every_row_has_its_requests() -> None:
    assert set(REQUESTS) == set(ROWS)


def errors_of(*arguments: Any, **more: Any) -> list[str]:
    return [str(problem.code) for problem in validate_request(*arguments, **more) if problem.severity is Severity.ERROR]


# -- to HTTP and back


@pytest.mark.parametrize("row", ROWS, ids="/".join)
@by_default(20)
@given(st.data())
def test_a_request_comes_back_from_http(row: tuple[str, str], data: st.DataObject) -> None:
    request = data.draw(REQUESTS[row])
    cgi = CGIS[row[0]]
    assert (request.cgi, request.action.name) == (cgi, row[1])
    assert type(request) is request.action.request
    default = request.to_http()
    methods = [row[1].partition(" ")[0]] if cgi.body is Body.DATA else list(cgi.methods)
    assert default.method == ("POST" if request.action.writes and "POST" in methods else methods[0])
    for method in methods:
        if method == "GET" and request.secret:
            with pytest.raises(ParseError, match="secret-in-url"):
                request.to_http("GET")
            continue
        message = request.to_http(method)
        assert cgi.serves(message.path)
        assert (message.query == "") or method == "GET" or cgi.body is Body.FILE
        for path in cgi.paths if cgi.body is not Body.DATA else [message.path]:
            same = message.replace(path=path, body=message.read_body())
            assert parse_request(same) == request == type(request).from_http(same)
        errors = set(errors_of(message)) - {"argument-repeated"}
        assert errors <= {code for code in Code if code.startswith(("tz-", "param-"))}
        assert [str(problem.code) for problem in request.validate()] == [str(p.code) for p in validate_request(message)]
    for other in ("PUT", "get", ""):
        with pytest.raises(ParseError, match="method-wrong"):
            request.to_http(other)


@pytest.mark.parametrize("row", ROWS, ids="/".join)
@by_default(15)
@given(st.data())
def test_a_request_is_not_one_of_another_class(row: tuple[str, str], data: st.DataObject) -> None:
    message = data.draw(REQUESTS[row]).to_http()
    message = message.replace(body=message.read_body())
    own = CGIS[row[0]].action(row[1])
    for cgi in CGIS.values():
        for action in cgi.actions:
            if own is not None and action.request is not own.request:
                with pytest.raises(ParseError) as caught:
                    action.request.from_http(message)
                same_cgi = any(one.request is action.request for one in CGIS[row[0]].actions)
                wrong = "action-unknown" if same_cgi else "path-wrong"
                assert [problem.code for problem in caught.value.problems] == [wrong]


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] == "pwdgrp.cgi" and row[1] in ("add", "update")])
@given(st.data(), st.integers(0, 10**30))
def test_no_password_is_shown(row: tuple[str, str], data: st.DataObject, number: int) -> None:
    secret = f"Q{number:031}"
    request = data.draw(REQUESTS[row]).replace(pwd=secret)
    message = request.to_http()
    assert isinstance(message.body, bytes)
    assert secret.encode() in message.body
    assert secret not in message.target
    shown = [request, message, copy.copy(request), request.cgi, request.action, request.validate("5.51")]
    assert secret not in repr(shown) + str(shown)
    wrong = [
        message.replace(method="GET", query=message.body.decode(), body=b""),
        message.replace(method="PUT"),
        message.replace(body=message.body + b"&user=x&sgrp=boss&" + secret.encode() + b"=" + secret.encode()),
        message.replace(body=message.body.replace(b"&pwd=", b"%26pwd=")),
        message.replace(path="/axis-cgi/param.cgi", body=message.body.replace(b"=add", b"=update")),
        message.replace(path="/axis-cgi/systemlog.cgi", body=b"text=" + message.body),
        message.replace(path=f"/axis-cgi/pwdgrp.cgi;pwd={secret}"),
    ]
    for other in wrong:
        assert secret not in repr(validate_request(other, "11.11"))
        try:
            parse_request(other)
        except ParseError as error:
            assert leaks(error, secret) == []  # noqa: PT017
    with pytest.raises(ParseError) as caught:
        request.to_http("GET")
    assert leaks(caught.value, secret) == []


# -- validation and parsing


_FORMS = [cgi for cgi in CGIS.values() if cgi.body is Body.FORM]
_NAMES = sorted({name for cgi in _FORMS for name in cgi.argument_names} | {"x", "a.b", "root.a.b", "a b.c"})
_WORDS = [
    "add",
    "update",
    "get",
    "list",
    "joe",
    "no!",
    "users",
    "viewer",
    "ptz",
    "text",
    "Time,,",
    "rfc",
    "1",
    "",
    "%zz",
]
_pairs = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_WORDS)), max_size=7)
_paths = [path for cgi in _FORMS for path in cgi.paths]
#: Errors for which we may refuse a request although devices overlook them.
_BUILT = {Code.ROLE_INCOMPLETE}


@given(_pairs, st.sampled_from([*_paths, "/"]), st.sampled_from(["GET", "POST", "PUT"]), st.booleans())
def test_a_request_is_refused_for_all_of_its_errors(
    pairs: list[tuple[str, str]], path: str, method: str, in_body: bool
) -> None:
    text = encode_arguments(pairs).replace("%25zz", "%zz")
    message = HttpRequest(method, path, "" if in_body else text, (), text.encode() if in_body else b"")
    problems = validate_request(message)
    overlooked = {Code.SECRET_IN_URL, Code.ROLE_INCOMPLETE, Code.ARGUMENT_ENCODING, Code.PARAM_UNKNOWN}
    errors = [one for one in problems if one.severity is Severity.ERROR and one.code not in overlooked]
    values = dict(reversed(pairs))
    for problem in problems:
        if problem.subject is not None:
            assert problem.span.end <= len(values.get(problem.subject, ""))
    try:
        request = parse_request(message)
    except ParseError as error:
        if errors:
            assert list(error.problems) == errors  # noqa: PT017
        else:
            assert error.code in _BUILT  # noqa: PT017
        assert error.span.end <= len(error.text)  # noqa: PT017
        str(error)
    else:
        assert errors == []
        assert parse_request(request.to_http()) == request


_UPLOAD_PIECES = st.sampled_from(
    [
        b"--b\r\n",
        b"\r\n--b\r\n",
        b"\r\n--b--",
        b"\r\n",
        b"\r\n\r\n",
        b"x",
        b"A: b\r\n",
        b"Content-Disposition: x; a\r\n",
    ]
    + [
        f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'.encode()
        for name, filename in (
            ("f", "a.bin"),
            ("", "a.bin"),
            ("f", ""),
            ("f", "a\0"),
            ("pwd", "a\\\\b"),
            ("f", "x" * 256),
        )
    ]
)
_UPLOAD = [b"--b\r\n", b'Content-Disposition: form-data; name="f"; filename="a.bin"\r\n', b"\r\n", b"x", b"\r\n--b--"]


@st.composite
def _damaged(draw: st.DrawFn) -> HttpRequest:
    """A request to any CGI, perhaps with another method, path, query, content type or body."""
    row = draw(st.just(("firmwareupgrade.cgi", "")) | st.sampled_from(ROWS))
    message = draw(REQUESTS[row]).to_http()
    body = message.read_body()
    if row[0] == "firmwareupgrade.cgi" and draw(st.booleans()):
        pieces = list(_UPLOAD)
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(pieces) - 1))
            pieces[at : at + draw(st.integers(0, 1))] = [draw(_UPLOAD_PIECES)]
        body, message = b"".join(pieces), message.replace(headers={"Content-Type": "multipart/form-data; boundary=b"})
    at, end = sorted((draw(st.integers(0, len(body))), draw(st.integers(0, len(body)))))
    changes = {
        "method": st.sampled_from(["GET", "POST", "PATCH"]),
        "path": st.sampled_from([path for cgi in CGIS.values() for path in cgi.paths]),
        "query": st.sampled_from(["", "type=hard", "x=y&pwd=z", "type=normal&type=normal"]),
        "headers": st.sampled_from(
            [(), *((("Content-Type", kind),) for kind in ("application/json", "multipart/form-data; boundary=b;b"))]
        ),
        "body": st.sampled_from([b"", body[:at] + body[end:], body + body[at:end], body + b"&role=x&pwd=1"]),
    }
    names = draw(st.lists(st.sampled_from(sorted(changes)), unique=True, max_size=2))
    return message.replace(body=body).replace(**{name: draw(changes[name]) for name in names})


@by_default(400)
@given(_damaged())
def test_every_reason_of_a_refusal_is_one_of_the_problems_that_validation_reports(message: HttpRequest) -> None:
    try:
        parse_request(message)
    except ParseError as error:
        assert set(error.problems) <= set(validate_request(message))  # noqa: PT017


def test_arguments_alone_are_those_of_the_named_cgi() -> None:
    assert errors_of("action=update&Time.DST.Enabled=yes", cgi="param.cgi") == []
    assert errors_of("action=update&Time.DST.Enabled=yes") == ["argument-missing", "argument-missing"]
    assert errors_of({"mode": "tar"}, cgi="serverreport.cgi") == ["argument-value"]
    assert errors_of([("text", "a b")], cgi="systemlog.cgi") == ["argument-value"]
    with pytest.raises(ValueError, match=r"'reboot.cgi' is not one of the CGIs: pwdgrp.cgi, "):
        validate_request("", cgi="reboot.cgi")


def test_every_cgi_is_there_since_a_version() -> None:
    for name, action in ROWS:
        (first, *_) = validate_request({CGIS[name].action_argument: action}, "4.49", cgi=name)
        message = f"{name} is documented for AXIS OS {CGIS[name].since} and later, not for 4.49"
        assert (first.code, first.message) == (Code.PATH_WRONG, message)


@pytest.mark.parametrize(
    ("method", "name", "in_url", "in_body", "hint"),
    [
        ("POST", "pwdgrp.cgi", "action=get", "", "send them in the body"),
        ("POST", "param.cgi", "action=update", "Time.DST.Enabled=no", "send them in the body"),
        ("GET", "pwdgrp.cgi", "", "action=get", "use POST"),
        ("GET", "systemlog.cgi", "", "text=a", "send them in the URL"),
        ("GET", "pwdgrp.cgi", "action=get", "", None),
        ("POST", "pwdgrp.cgi", "", "action=get", None),
    ],
)
def test_arguments_that_devices_may_ignore(method: str, name: str, in_url: str, in_body: str, hint: str | None) -> None:
    message = HttpRequest(method, CGIS[name].path, in_url, (), in_body.encode())
    found = [(one.code, one.severity, one.hint) for one in validate_request(message, "11.11.192")]
    assert found == ([] if hint is None else [(Code.METHOD_WRONG, Severity.WARNING, hint)])
    assert parse_request(message).cgi is CGIS[name]


@pytest.mark.parametrize(
    ("kind", "message", "hint"),
    [
        (Request, "'/a.cgi' is not the path of a CGI of the System settings", None),
        (vapix.Restart, "'/a.cgi' is not the path of restart.cgi", "use /axis-cgi/restart.cgi"),
        (
            vapix.FactoryDefault,
            "'/a.cgi' is not the path of factorydefault.cgi or hardfactorydefault.cgi",
            "use /axis-cgi/factorydefault.cgi or /axis-cgi/hardfactorydefault.cgi",
        ),
    ],
)
def test_another_path(kind: type[Request], message: str, hint: str | None) -> None:
    with pytest.raises(ParseError) as caught:
        kind.from_http(HttpRequest("GET", "/a.cgi", "action=get"))
    assert (caught.value.problem.message, caught.value.hint, caught.value.text) == (message, hint, "/a.cgi")


_ELSEWHERE = "check the path; requests to other interfaces of the device are not checked here"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/axis-cgi/view/param.cgi", "use /axis-cgi/param.cgi"),
        ("/axis-cgi/operator/param.cgi", "use /axis-cgi/param.cgi"),
        ("/Axis-cgi/Pwdgrp.cgi", "use /axis-cgi/pwdgrp.cgi"),
        ("/time.cgi", "use /axis-cgi/time.cgi"),
        (
            "/axis-cgi/date.cgi",
            "use /axis-cgi/time.cgi from AXIS OS 9.30 on, and /config/rest/time/v2 from 12.4 on; "
            "AXIS OS 11 removed date.cgi",
        ),
        ("/axis-cgi/jpg/image.cgi", _ELSEWHERE),
        ("/axis-cgi/param.cgi&action=list", "write ? between the path and the arguments"),
        ("/config/rest/time/v2/timeZone action", "write ? between the path and the arguments"),
        ("/config/rest/ntp/v1", _ELSEWHERE),
        ("/onvif/device_service", _ELSEWHERE),
        ("/axis-cgi/param.cgi/", "use /axis-cgi/param.cgi"),
        ("/axis-cgi/", None),
    ],
)
def test_the_path_of_a_cgi_in_another_folder(path: str, hint: str | None) -> None:
    (problem,) = validate_request(HttpRequest("GET", path, "action=list"))
    assert (problem.code, problem.hint) == (Code.PATH_WRONG, hint)


def test_text_after_a_path_does_not_make_the_path_wrong() -> None:
    (problem,) = validate_request(HttpRequest("POST", "/axis-cgi/pwdgrp.cgi action=get"))
    assert problem.message == "'/axis-cgi/pwdgrp.cgi' is followed by text that is not part of the path"


@pytest.mark.parametrize(
    ("arguments", "cgi", "hint"),
    [
        ("Action=Update&Time.DST.Enabled=no", "param.cgi", "write action instead of 'Action', and update as its value"),
        ("ACTION=x", "param.cgi", "write action instead of 'ACTION', and one of list, update as its value"),
        ("action =add", "pwdgrp.cgi", "write action instead of 'action ', and add as its value"),
        ("action=List", "param.cgi", "write list"),
        ("action=Add&user=joe&pwd=secret", "pwdgrp.cgi", "write add"),
        ("action=lists", "param.cgi", "write one of list, update"),
        ("action=update&POSIXTimeZone=UTC0", "param.cgi", "if you mean Time.POSIXTimeZone, write that"),
        ("action=update&server=a", "param.cgi", "if you mean Time.NTP.Server, write that"),
        ("action=update&Zone=UTC0", "param.cgi", None),
    ],
)
def test_an_action_or_parameter_in_another_spelling_gets_the_right_one(
    arguments: str, cgi: str, hint: str | None
) -> None:
    problems = validate_request(arguments, cgi=cgi)
    codes = {Code.ACTION_UNKNOWN, Code.PARAM_NAME}
    assert [problem.hint for problem in problems if problem.code in codes] == [hint]


@pytest.mark.parametrize(
    ("arguments", "cgi", "hint"),
    [
        ("action=list&groups=Time", "param.cgi", "write group"),
        ("action=get& COMENT =x", "pwdgrp.cgi", "write comment"),
        ("modes=zip", "serverreport.cgi", "write mode"),
        (
            "format=zip",
            "serverreport.cgi",
            "leave it out, or write %26 for & in a value; serverreport.cgi accepts mode",
        ),
    ],
)
def test_a_misspelt_argument_gets_the_right_name(arguments: str, cgi: str, hint: str) -> None:
    (problem,) = validate_request(arguments, cgi=cgi)
    assert (problem.code, problem.hint) == (Code.ARGUMENT_UNKNOWN, hint)


def test_no_hint_reveals_which_argument_a_part_of_a_password_resembles() -> None:
    *_, problem = validate_request("action=update&user=joe&pwd=a&coment")
    assert problem.code is Code.ARGUMENT_UNKNOWN
    assert (problem.hint or "").startswith("leave it out, or write %26 for & in a value; ")


def test_an_argument_in_the_url_of_a_json_request_is_not_misspelt() -> None:
    request = vapix.GetAllTimeInfo().to_http().replace(query="timeZone=UTC0")
    (problem,) = validate_request(request)
    assert (problem.hint or "").startswith("leave it out; time.cgi accepts ")


# -- responses


def test_a_type_checker_knows_what_is_read() -> None:
    response = HttpResponse(503)
    assert_type(vapix.GetUsers().read(response), vapix.AccountListing | vapix.Failure)
    assert_type(vapix.RemoveUser("joe").read(response), vapix.Removed | vapix.Failure)
    assert_type(vapix.UpdateParameters({"a.b": ""}).read(response), vapix.Updated | vapix.NotUpdated | vapix.Failure)
    assert_type(vapix.FirmwareUpgrade(b"x").read(response), vapix.HtmlResponse | vapix.Failure)
    assert_type(vapix.SystemLog.from_http(vapix.SystemLog().to_http()), vapix.SystemLog)


_EMPTY = discovery.Membership("", (), "")


def own(request: Request) -> type | tuple[type, ...]:
    """The type that a request to a JSON CGI reads from a response if nothing is wrong."""
    words = re.findall(r"\w+", request.read.__annotations__["return"])
    return tuple(getattr(vapix, word) for word in words if word not in ("ApiError", "Failure"))


def meaning(form: oracle.Form, request: Request) -> type | tuple[type, ...]:
    """The type that a request must read from a response that the reference device gives in this form."""
    if isinstance(form, forms.Said):
        if form.text.startswith("Error: "):
            return vapix.Refused
        done: dict[type, type] = {vapix.AddUser: vapix.Created, vapix.UpdateUser: vapix.Modified}
        return done.get(type(request), vapix.Removed)
    if isinstance(form, (json_documents.Json, discovery.ApiList)):
        return (
            vapix.ApiError
            if isinstance(form, json_documents.Json) and "error" in json.loads(form.text)
            else own(request)
        )
    kinds: dict[type, type | tuple[type, ...]] = {
        # An empty response occurs in clients' tests, but has no meaning.
        discovery.Membership: (vapix.OwnAccount, UnknownResponse) if form == _EMPTY else vapix.OwnAccount,
        forms.Status: (Failed, NotAuthenticated),
        forms.Page: vapix.HtmlResponse,
        forms.Log: vapix.LogResponse,
        forms.Report: vapix.ReportResponse,
        forms.Updated: vapix.Updated,
        forms.ParamError: vapix.NotUpdated,
        listings.Groups: vapix.AccountListing,
        listings.Parameters: vapix.ParameterListing,
    }
    return kinds[type(form)]


def check_responses(request: Request, device: oracle.Device, as_user: str | None) -> None:
    """Reads every response that the oracle allows to a request, in each version's form, and without a content type."""
    message = request.to_http()
    message = message.replace(body=message.read_body())
    for choice in oracle.expect(device, message, as_user):
        if isinstance(choice.form, forms.Status):
            responses = [choice.response.replace(status=code) for code in choice.form.codes]
        else:
            responses = [choice.response, *(choice.form.to_http(profile) for profile in oracle.PROFILES)]
        for response in dict.fromkeys([*responses, *(one.replace(headers=()) for one in responses)]):
            assert isinstance(request.read(response), meaning(choice.form, request)), choice
        check_content(choice, request.read(choice.response))


#: For every row, requests that devices accept, and requests that they refuse.
SOME: list[Request] = [
    vapix.AddUser("root", "x", vapix.Role.ADMIN_PTZ, "root"),
    *(vapix.AddUser(user, "x", vapix.Role.VIEWER, comment="c", strict_pwd=True) for user in ("anna", "vera", "sdk")),
    *(vapix.UpdateUser(user, "x", vapix.Role.VIEWER, comment=":") for user in ("root", "anna", "vera")),
    *(vapix.RemoveUser(user) for user in ("root", "anna", "vera")),
    vapix.GetUsers(),
    vapix.FactoryDefault(),
    vapix.FactoryDefault(hard=True),
    vapix.FirmwareUpgrade(b"image"),
    vapix.FirmwareUpgrade(b"x", "factorydefault"),
    vapix.Restart(),
    *map(vapix.ServerReport, (None, *ReportMode)),
    *map(vapix.SystemLog, (None, "", "dhcp")),
    vapix.AccessLog(),
    vapix.UserGroup(),
    *map(vapix.ListParameters, ([], ["root"], ["Time", "Log"], ["Brand.*"], ["root.Time.DST.Enabled", "MailLogd"])),
    vapix.UpdateParameters({"root.Time.SyncSource": "NTP"}),
    vapix.UpdateParameters({"Time.SyncSource": "\x00'!", "Brand.Brand": "A\r\nOK", "Log.Access.MaxSize": "\u20ac"}),
    vapix.UpdateParameters({"Time.DST.Enabled": "yes", "Time.POSIXTimeZone": "Mars", "Time.NTP.VolatileServer": ""}),
    vapix.GetDateTimeInfo(context="c"),
    vapix.GetAllTimeInfo(),
    vapix.SetDateTime("2026-11-28T02:29:37Z"),
    vapix.SetTimeZone("Europe/Stockholm"),
    vapix.SetTimeZone("Mars/Olympus_Mons", context=""),
    vapix.SetPosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3"),
    vapix.SetPosixTimeZone("UTC0", enable_dst=False),
    vapix.ResetTimeZone(),
    *map(vapix.GetSupportedVersions, ("time.cgi", "systemready.cgi", "apidiscovery.cgi", "basicdeviceinfo.cgi")),
    vapix.GetReadiness(),
    vapix.GetReadiness(20, api_version="1"),
    *map(vapix.GetApiList, (None, "time*", "no-such-api")),
    *map(vapix.GetProperties, ([], ["Brand", "ProdNbr"], ["NoSuchProperty"])),
    vapix.GetAllProperties(),
    vapix.GetAllUnrestrictedProperties(),
    *map(vapix.GetTimeSettings, vapix.TIME_PLACES),
    vapix.GetTimeZoneList(),
    vapix.PatchDateTime("2026-11-28T02:29:37Z"),
    *map(vapix.PatchDhcpTimeZone, (True, False)),
    *map(vapix.PatchIanaTimeZone, ("Europe/Stockholm", "Mars/Olympus_Mons")),
    vapix.PatchPosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3"),
    vapix.PatchPosixTimeZone("UTC0", dst_enabled=True),
    vapix.PatchPosixTimeZone(dst_enabled=False),
]


@pytest.mark.parametrize("request_", SOME, ids=repr)
def test_every_response_of_the_oracle_is_read(request_: Request) -> None:
    for device in (make(version) for version in VERSIONS for make in (oracle.Device, people)):
        for as_user in (None, "root", "olga", "nobo"):
            check_responses(request_, device, as_user)


def test_the_requests_and_versions_are_all() -> None:
    assert {(request.cgi.name, request.action.name) for request in SOME} == set(ROWS)
    assert {version for version in VERSIONS if vapix.AxisOs.parse(version) < vapix.INITIAL_ADMIN[0].since}


@pytest.mark.parametrize("row", ROWS, ids="/".join)
@by_default(8)
@given(st.data())
def test_every_response_of_the_oracle_to_any_request_is_read(row: tuple[str, str], data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(VERSIONS))
    device = data.draw(st.sampled_from([people(version), oracle.Device(version)]) | strategies.devices(version))
    check_responses(
        data.draw(REQUESTS[row]), device, data.draw(st.sampled_from([None, "root", "boss", "olga", "vera"]))
    )


def check_content(choice: oracle.Choice, found: object) -> None:
    """Compares what was read from a response with the device after the request, and with the response's form."""
    form = choice.form
    if isinstance(found, vapix.AccountListing):
        assert [account.user for account in found.accounts] == [account.user for account in choice.device.accounts]
    elif isinstance(found, vapix.ParameterListing):
        assert isinstance(form, listings.Parameters)
        assert (tuple(found.values.items()), found.errors) == (form.values, form.errors)
    elif isinstance(found, vapix.NotUpdated):
        assert isinstance(form, forms.ParamError)
        assert found.failures == tuple((name, quotations.visible(value)) for name, value in form.failures)
    elif isinstance(found, (vapix.Created, vapix.Modified)):
        assert found.user in {account.user for account in choice.device.accounts}
    elif isinstance(found, vapix.Removed):
        assert found.user not in {account.user for account in choice.device.accounts}


@pytest.mark.parametrize("row", ROWS, ids="/".join)
@by_default(20)
@given(st.data(), st.integers(100, 999), st.binary(max_size=40))
def test_the_status_comes_first(row: tuple[str, str], data: st.DataObject, status: int, body: bytes) -> None:
    request = data.draw(REQUESTS[row])
    kind = data.draw(st.sampled_from(["text/plain", "text/html", "a/b"]))
    found = request.read(HttpResponse(status, (("Content-Type", kind),), body))
    if status != 200:
        expected: Any = UnknownResponse(status, body, kind)
        if 400 <= status < 600:
            expected = NotAuthenticated() if status == 401 else Failed(status, body, kind)
        assert found == expected
    challenges = (("WWW-Authenticate", "Digest a"), ("Axis-Setup", "vapix"), ("www-authenticate", "Basic b"))
    assert request.read(HttpResponse(401, challenges, body)) == NotAuthenticated(("Digest a", "Basic b"), True)
    refused = HttpResponse(401, challenges, ADMIN_FIRST.encode())
    assert request.read(refused) == vapix.Refused(vapix.Reason.INITIAL_ADMIN_FIRST)


@given(strategies.get_responses(), strategies.parameter_responses("5.51"))
def test_listings_in_every_recorded_form_are_read(
    groups: strategies.Listing, parameters: tuple[bytes, dict[str, str]]
) -> None:
    found = vapix.GetUsers().read(HttpResponse(200, {"Content-Type": "text/plain"}, groups.body))
    assert isinstance(found, vapix.AccountListing)
    assert found.accounts == groups.accounts
    body, values = parameters
    listing = vapix.ListParameters().read(HttpResponse(200, {}, body))
    assert isinstance(listing, vapix.ParameterListing)
    assert dict(listing.values) == values


@pytest.mark.parametrize("found", [Failed(500, b"S3cr3t", "a/b"), UnknownResponse(200, b"S3cr3t", "a/b")])
def test_the_repr_of_what_was_not_read_shows_no_body(found: Failed | UnknownResponse) -> None:
    assert repr(found) == f"<{type(found).__name__} {found.status} 'a/b' body of 6 bytes>"
    assert isinstance(found, vapix.Failure)
    assert found.replace(body=b"x").body == b"x"


def test_a_class_that_is_no_row_of_the_table_makes_no_requests() -> None:
    for act in (Request().to_http, Request().validate, lambda: Request().cgi):
        with pytest.raises(TypeError, match="accepts requests of type Request"):
            act()
