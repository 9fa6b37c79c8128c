"""No error of a function that may see a password contains it, in its message or in the frames of its traceback."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frames import leaks
from vapix_proto import ParseError, vapix
from vapix_proto.vapix import AddUser, HttpRequest, Password, Role, UpdateUser
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.http import FORM, encode_arguments

SECRET = "S3cr3tW0rd"
PATH = "/axis-cgi/pwdgrp.cgi"
ADD = {"action": "add", "user": "joe", "pwd": SECRET, "grp": "users", "sgrp": "viewer"}


class Stream:
    """A body that breaks off in the middle."""

    length = 100

    def __iter__(self) -> Iterator[bytes]:
        yield f"action=add&pwd={SECRET}&".encode()
        raise OSError("the line is dead")


def pwd() -> Password:
    """A new password."""
    return Password(SECRET)


def add() -> AddUser:
    """A request with this password."""
    return AddUser("joe", pwd(), Role.VIEWER)


class Closed:
    """A stream that is closed after it was passed to us."""

    def __init__(self) -> None:
        self._lengths = iter([1])

    @property
    def length(self) -> int:
        """The size in bytes, the first time; then the stream is closed."""
        return next(self._lengths, None) or self._closed()

    def __iter__(self) -> Iterator[bytes]:
        raise ValueError("closed")

    def __eq__(self, other: object) -> bool:
        raise ValueError("closed")

    def __hash__(self) -> int:
        raise ValueError("closed")

    def _closed(self) -> NoReturn:
        raise ValueError("closed")


def interrupted() -> Iterator[tuple[str, str]]:
    """Headers whose iteration is interrupted."""
    yield "a", "b"
    raise KeyboardInterrupt


# Values that can't be built, or can't be written.
BUILDS: dict[str, Callable[[], object]] = {
    "a line end": lambda: Password(SECRET + "\n"),
    "too long": lambda: Password(SECRET * 7),
    "half a character": lambda: Password(SECRET + "\ud800", printable_only=False),
    "bytes": lambda: Password(SECRET.encode()),  # type: ignore[arg-type]
    "too many arguments": lambda: Password(SECRET, SECRET),  # type: ignore[call-arg, arg-type]
    "frozen": lambda: setattr(pwd(), "_secret", SECRET),
    "frozen against deletion": lambda: delattr(pwd(), "_secret"),
    "format": lambda: f"{pwd():d}",
    "pickle": lambda: pickle.dumps(pwd()),
    "pickled request": lambda: pickle.dumps(add()),
    "state": lambda: pwd().__getstate__(),
    "validated bytes": lambda: vapix.validate_password([SECRET]),  # type: ignore[arg-type]
    "user": lambda: AddUser("joe!", pwd(), Role.VIEWER),
    "user of another type": lambda: AddUser(5, SECRET, Role.VIEWER),  # type: ignore[arg-type]
    "role": lambda: AddUser("joe", SECRET, "viewer"),  # type: ignore[arg-type]
    "group": lambda: AddUser("joe", pwd(), Role.VIEWER, "wheel"),
    "group of another type": lambda: AddUser("joe", pwd(), Role.VIEWER, 5),  # type: ignore[arg-type]
    "comment": lambda: AddUser("joe", SECRET, Role.VIEWER, comment="a\nb"),
    "password of a request": lambda: AddUser("joe", SECRET + "\x00", Role.VIEWER),
    "password of another type": lambda: AddUser("joe", SECRET.encode(), Role.VIEWER),  # type: ignore[arg-type]
    "missing role": lambda: AddUser("joe", SECRET),  # type: ignore[call-arg]
    "unknown field": lambda: AddUser("joe", SECRET, Role.VIEWER, password=SECRET),  # type: ignore[call-arg]
    "update with a wrong user": lambda: UpdateUser("", SECRET),
    "update with a wrong role": lambda: UpdateUser("joe", SECRET, "viewer"),  # type: ignore[arg-type]
    "update with a wrong comment": lambda: UpdateUser("joe", pwd(), comment="\x7f"),
    "update with a wrong password": lambda: UpdateUser("joe", SECRET + "\xe9"),
    "replaced user": lambda: add().replace(user="joe!"),
    "replaced password": lambda: add().replace(pwd=SECRET + "\n"),
    "replaced unknown field": lambda: add().replace(password=SECRET),
    "set user": lambda: setattr(add(), "user", SECRET),
    "deleted user": lambda: delattr(add(), "user"),
    "in the URL": lambda: add().to_http("GET"),
    "another method": lambda: add().to_http("PUT"),
    "message of a text": lambda: HttpRequest("POST", PATH, "", (), f"pwd={SECRET}"),  # type: ignore[arg-type]
    "message with another query": lambda: HttpRequest("GET", PATH, {"pwd": SECRET}),  # type: ignore[arg-type]
    "message with wrong headers": lambda: HttpRequest("GET", PATH, f"pwd={SECRET}", 5),  # type: ignore[arg-type]
    "replaced message": lambda: add().to_http().replace(body=f"pwd={SECRET}"),
    "replaced unknown part": lambda: add().to_http().replace(bodies=SECRET),
    "set body": lambda: setattr(add().to_http(), "body", SECRET.encode()),
    "headers that are no pairs": lambda: HttpRequest("GET", PATH, f"pwd={SECRET}", [("a",)]),  # type: ignore[list-item]
    "headers of bytes": lambda: HttpRequest("GET", PATH, f"pwd={SECRET}", [(b"a", b"b")]),  # type: ignore[list-item]
    "header of another type": lambda: add().to_http().header(5),  # type: ignore[arg-type]
    "hash": lambda: hash(HttpRequest("POST", PATH, f"pwd={SECRET}", (), Closed())),
    "equality": lambda: (
        HttpRequest("POST", PATH, f"pwd={SECRET}", (), Closed())
        == add().to_http().replace(query=f"pwd={SECRET}", headers=(), body=Closed())
    ),
    "repr": lambda: repr(HttpRequest("POST", PATH, f"pwd={SECRET}", (), Closed())),
    "interrupt": lambda: HttpRequest("GET", PATH, f"pwd={SECRET}", interrupted()),
    "encoded half a character": lambda: encode_arguments([("pwd", SECRET + "\ud800")]),
    "broken stream": lambda: HttpRequest("POST", PATH, "", (), Stream()).read_body(),
    "arguments of other types": lambda: vapix.validate_request({"pwd": SECRET, "user": 5}),  # type: ignore[arg-type]
    "no arguments": lambda: vapix.validate_request([SECRET, 5]),  # type: ignore[list-item]
    "parameter with a line end": lambda: vapix.ParameterListing({"Foo.Password": SECRET + "\n"}),
    "parameter twice": lambda: vapix.ParameterListing([("Foo.Password", SECRET), ("Foo.Password", SECRET)]),
    "parameter with half a character": lambda: vapix.UpdateParameters({"Foo.Password": SECRET + "\ud800"}),
    "parameters of another type": lambda: vapix.UpdateParameters({"Foo.Password": SECRET.encode()}),  # type: ignore[arg-type]
    "parameter in the URL": lambda: vapix.UpdateParameters({"Foo.Password": SECRET}).to_http("GET"),
    "line that is no parameter": lambda: vapix.ParameterListing.parse(f"Foo.Password {SECRET}"),
    "password over two lines": lambda: vapix.ParameterListing.parse(f"password:\n{SECRET}\n"),
    "checked parameter": lambda: vapix.check_parameter("Foo.Pass word", SECRET),
    "checked parameter of another version": lambda: vapix.check_parameter("Foo.Password", SECRET, "eleven"),
    "validated parameter": lambda: vapix.validate_parameter("Foo.Password", SECRET.encode()),  # type: ignore[arg-type]
    "conflicts": lambda: vapix.parameter_conflicts({"Foo.Password": SECRET, 5: ""}),  # type: ignore[dict-item]
    "replaced listing": lambda: vapix.ParameterListing({"Foo.Password": SECRET}).replace(names=[]),
    "refusals": lambda: vapix.NotUpdated([("Foo.Password", SECRET, "")]),  # type: ignore[list-item]
    "replaced refusals": lambda: vapix.NotUpdated({"Foo.Password": SECRET}).replace(failures=5),
    "read text": lambda: vapix.UpdateParameters({"Foo.Password": SECRET}).read(SECRET),  # type: ignore[arg-type]
    "another version": lambda: vapix.validate_request(ADD, "eleven"),
    "broken stream to be validated": lambda: vapix.validate_request(HttpRequest("POST", PATH, "", (), Stream())),
}


@pytest.mark.parametrize("name", BUILDS)
def test_what_cant_be_built_holds_no_password(name: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError, OSError, KeyboardInterrupt)) as caught:
        BUILDS[name]()
    assert leaks(caught.value, SECRET) == []
    assert caught.value.__traceback__ is not None


def bodies() -> Iterator[bytes]:
    """Forms with a password that are refused, or that have the password in the wrong place."""
    for changes in (
        {"user": "joe!"},
        {"user": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"sgrp": "boss"},
        {"sgrp": "ptz"},
        {"grp": "wheel"},
        {"comment": "a\nb"},
        {"strict_pwd": "maybe"},
        {"pwd": ""},
        {"action": "delete"},
        {"action": "remove"},
        {"action": SECRET},
        {"pwd": "********"},
        {"user": SECRET + "!"},
        {"comment": SECRET + "\n"},
    ):
        yield encode_arguments((ADD | changes).items()).encode()
    whole = encode_arguments(ADD.items()).encode()
    yield whole + b"&pwd=x"
    yield whole + b"&user=joe"
    yield whole + b"&action=get&" + SECRET.encode()
    yield whole + b"&%zz"
    yield whole.replace(b"pwd=", b"PWD=")
    yield whole.replace(b"pwd=", b"pwd=a&")
    yield whole.replace(b"&", b";")
    for action in (b"add", b"get", b"list", b"update"):
        yield b"action=%s&%s&pwd=x" % (action, SECRET.encode())
        yield b"action=%s;pwd=%s" % (action, SECRET.encode())
        yield b"action=%s&root.Time.X=1&pwd=%s" % (action, SECRET.encode())
        yield b"action=%s&root.Time.X=1&user;pwd:%s" % (action, SECRET.encode())
        yield b"action=%s&group=!%s&usergroup=pwd" % (action, SECRET.encode())
    yield b"mode=%s&pwd=x" % SECRET.encode()
    yield b"text=%s!&pwd=x" % SECRET.encode()
    yield b"action=add&grp=users;password=%s" % SECRET.encode()
    yield b"action=add;passwd=%s" % SECRET.encode()
    yield b'{"pwd": "%s"}' % SECRET.encode()
    yield SECRET.encode("utf-16")
    yield b"\xff" + whole


def uploads() -> Iterator[bytes]:
    """multipart/form-data bodies that have a password field and are not a firmware upload."""
    field = f'--b\r\nContent-Disposition: form-data; name="pwd"\r\n\r\n{SECRET}'
    for body in (
        field,
        f"{field}\r\n--b--",
        f"{field}\r\n--b\r\nbroken\r\n\r\n",
        f"{field}\r\n{'x' * 2000}\r\n--b\r\npwd: x\r\n{SECRET}\r\n\r\n",
        f"--b\r\npwd={SECRET}\r\n--b--",
        f"--b\r\npwd={SECRET}\r\n\r\n",
        f'--b\r\nContent-Disposition: form-data; name="pwd={SECRET}\x01"; filename="f"\r\n\r\na\r\n--b--',
        f'--b\r\nContent-Disposition: form-data; name="pwd"; name="{SECRET}"\r\n\r\na\r\n--b--',
        f'--b\r\nContent-Disposition: form-data; name="pwd"; filename="{SECRET * 30}"\r\n\r\na\r\n--b--',
    ):
        yield body.encode()


def messages() -> Iterator[HttpRequest]:
    """These forms in every part of a request to every CGI, and a request with a password in its path."""
    for body in bodies():
        for name in ("pwdgrp", "param", "restart", "serverreport", "systemlog", "firmwareupgrade"):
            path = f"/axis-cgi/{name}.cgi"
            yield HttpRequest("POST", path, "", (("Content-Type", FORM),), body)
            yield HttpRequest("POST", path, "", (("Content-Type", "multipart/form-data; boundary=x"),), body)
            yield HttpRequest("GET", path, body.decode("latin-1"))
            yield HttpRequest("POST", path, "action=update", (), body)
    for mark in (";", "?", "&", "%3f", "%3Bx=", "#", "@", ":", ",", " "):
        yield HttpRequest("GET", f"{PATH}{mark}pwd={SECRET}", "action=get")
    for part in ("/pwd/", ".PWD.", "/password/", "-pass-"):
        yield HttpRequest("GET", f"{PATH}{part}{SECRET}", "action=get")
    for upload in uploads():
        headers = (("Content-Type", "multipart/form-data; boundary=b"),)
        yield HttpRequest("POST", "/axis-cgi/firmwareupgrade.cgi", "", headers, upload)
    for kind in ("pwd={}", "multipart/form-data; pwd={}", "multipart/form-data; boundary=\xe9; pwd={}"):
        headers = (("content-type", kind.format(SECRET)),)
        yield HttpRequest("POST", "/axis-cgi/firmwareupgrade.cgi", "", headers, b"")
    yield HttpRequest("POST", PATH, "", (), Stream())


READERS: list[Callable[[HttpRequest], Any]] = [
    vapix.parse_request,
    *(kind.from_http for kind in (AddUser, UpdateUser, vapix.RemoveUser, vapix.GetUsers)),
    *(kind.from_http for kind in (vapix.ListParameters, vapix.UpdateParameters)),
    *(kind.from_http for kind in (vapix.FactoryDefault, vapix.Restart, vapix.ServerReport, vapix.SystemLog)),
    *(kind.from_http for kind in (vapix.AccessLog, vapix.FirmwareUpgrade)),
    vapix.MultipartReader.of,
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: getattr(reader, "__qualname__", ""))
def test_a_refused_message_holds_no_password(reader: Callable[[HttpRequest], Any]) -> None:
    refusals: list[Exception] = []
    for message in messages():
        try:
            reader(message)
        except (ParseError, OSError) as error:
            refusals.append(error)
    assert refusals
    for refusal in refusals:
        assert leaks(refusal, SECRET) == []
        assert leaks(copy.copy(refusal), SECRET) == []


def test_the_problems_of_a_message_quote_no_password() -> None:
    for message in messages():
        assert SECRET not in repr(message)
        if isinstance(message.body, bytes):
            assert SECRET not in repr(vapix.validate_request(message))


@given(st.data())
def test_nothing_in_arguments_is_quoted_beside_a_password(data: st.DataObject) -> None:
    cgi = data.draw(st.sampled_from([cgi for cgi in vapix.CGIS.values() if cgi.body in (Body.FORM, Body.FILE)]))
    token = "Tk7q" * data.draw(st.integers(1, 8))
    texts = st.sampled_from([token, f"{token}!", f"/{token}", f"{token}:viewer", "Tk7q'"])
    names = st.sampled_from([*cgi.argument_names, token, f"root.{token}.{token}", f"Time.{token}", "a b"])
    pairs = data.draw(st.lists(st.tuples(names, texts), min_size=1, max_size=5))
    text = encode_arguments([*pairs, (data.draw(st.sampled_from(["pwd", "Password"])), "x")])
    for message in (HttpRequest("GET", cgi.path, text), HttpRequest("POST", cgi.path, "", (), text.encode())):
        assert "Tk7q" not in repr(vapix.validate_request(message))
        try:
            vapix.parse_request(message)
        except ParseError as error:
            assert leaks(error, "Tk7q") == []  # noqa: PT017


def test_a_reader_of_uploads_holds_no_password() -> None:
    reader = vapix.MultipartReader("b")
    reader.feed(f"action=add&pwd={SECRET}".encode())
    for _ in range(2):
        with pytest.raises(ParseError) as caught:
            reader.close()
        assert leaks(caught.value, SECRET) == []


def test_the_repr_of_a_piece_of_a_message_shows_no_password() -> None:
    events = vapix.MultipartReader("b").feed(next(uploads()) + b"\r\n--b--")
    assert f"<PartData {len(SECRET)} bytes>" in repr(events)
    assert SECRET not in repr(events)
    assert repr(HttpRequest(f"pwd={SECRET}", "/")) == "<HttpRequest  '/' query of 0, body of 0 bytes>"


@pytest.mark.parametrize("given", [f"pwd={SECRET}", f"pwd={SECRET}".encode(), {"pwd": SECRET}], ids=type)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__qualname__)
def test_what_is_no_request_is_refused_without_its_password(read: Callable[[Any], object], given: object) -> None:
    with pytest.raises(TypeError, match=f"must be an HttpRequest, not {type(given).__name__}") as caught:
        read(given)
    assert leaks(caught.value, SECRET) == []


def test_the_traceback_and_what_the_caller_handles_stay() -> None:
    with pytest.raises(ParseError) as caught:
        AddUser("joe!", SECRET, Role.VIEWER)
    names = []
    trace = caught.value.__traceback__
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    assert names[-1] == "__new__"  # the frame of UserName.__new__
    try:
        vapix.UserName("jane!")
    except ParseError as error:
        with pytest.raises(ParseError) as caught:
            Password(SECRET + "\n")
        assert caught.value.__context__ is error  # noqa: PT017
        assert not caught.value.__suppress_context__


def test_an_error_that_comes_again_is_not_its_own_context() -> None:
    class Broken:
        length = 1

        def __iter__(self) -> Iterator[bytes]:
            raise dead

    before, cause = KeyError("before"), LookupError("cause")
    try:
        try:
            raise before
        except KeyError:
            raise OSError("dead") from cause
    except OSError as error:
        dead = error
        with pytest.raises(OSError, match="dead"):
            HttpRequest("POST", PATH, "", (), Broken()).read_body()
        assert (dead.__context__, dead.__cause__) == (before, cause)


# Passwords in the forms in which callers pass them.


def test_a_password_may_be_a_str() -> None:
    assert AddUser("joe", SECRET, Role.VIEWER) == add()
    assert UpdateUser("joe", SECRET) == UpdateUser("joe", pwd())
    assert type(AddUser("joe", SECRET, Role.VIEWER).pwd) is Password
    assert add().replace(pwd="other").pwd == Password("other")
    assert Password(pwd()) == pwd()
    assert vapix.validate_password(pwd()) == ()
    assert [str(problem.code) for problem in vapix.validate_password(Password("\xe9", printable_only=False))] == [
        "password-character"
    ]
    for arguments in (ADD, ADD | {"pwd": pwd()}, tuple((ADD | {"pwd": pwd()}).items())):
        assert vapix.validate_request(arguments) == ()


MASKED = [str(Password("x")), repr(Password("x")), "**********", "SecretStr('**********')"]


@pytest.mark.parametrize("mask", MASKED)
def test_a_masked_password_is_refused(mask: str) -> None:
    for build in (
        lambda: Password(mask),
        lambda: Password(mask, printable_only=False),
        lambda: AddUser("joe", mask, Role.VIEWER),
        lambda: UpdateUser("joe", mask),
        lambda: add().replace(pwd=mask),
        lambda: vapix.parse_request(HttpRequest("POST", PATH, encode_arguments((ADD | {"pwd": mask}).items()))),
    ):
        with pytest.raises(ParseError, match=r"is a mask, not the password itself \[password-masked\]"):
            build()
    for version in ("11.11", "13.0"):
        assert [str(problem.code) for problem in vapix.validate_request(ADD | {"pwd": mask}, version)] == [
            "password-masked"
        ]
    assert f"{Password('x')}" in MASKED
    assert Password(mask + "x").reveal() == mask + "x"


PASSWORD_PARAMETERS = {"Time.SyncSource": "NTP", "root.RemoteService.ProxyPassword": SECRET, "PPPoE.Pwd": SECRET}


def test_a_parameter_with_a_password_is_in_no_url() -> None:
    request = vapix.UpdateParameters(PASSWORD_PARAMETERS)
    assert request.secret
    assert not vapix.UpdateParameters({"Time.SyncSource": "NTP"}).secret
    with pytest.raises(ParseError, match="secret-in-url") as caught:
        request.to_http("GET")
    assert caught.value.problem.subject == "RemoteService.ProxyPassword"
    assert leaks(caught.value, SECRET) == []
    message = request.to_http()
    assert (message.method, message.query) == ("POST", "")
    in_url = message.replace(method="GET", query=message.read_body().decode(), body=b"")
    assert vapix.parse_request(in_url) == request
    assert "secret-in-url" in [problem.code for problem in vapix.validate_request(in_url)]
    assert "secret-in-url" not in [problem.code for problem in vapix.validate_request(message)]


def test_a_parameter_with_a_password_is_in_no_repr() -> None:
    request = vapix.UpdateParameters(PASSWORD_PARAMETERS)
    listing = vapix.ParameterListing(PASSWORD_PARAMETERS)
    for value in (request, listing, vapix.NotUpdated(PASSWORD_PARAMETERS), request.to_http(), request.validate()):
        assert SECRET not in repr(value)
    assert repr(vapix.UpdateParameters({"a.pass": "b", "c.d": "e"})) == (
        "UpdateParameters(values=(('a.pass', '********'), ('c.d', 'e')))"
    )
    assert repr(vapix.NotUpdated({"a.pass": "b"})) == "NotUpdated(failures=(('a.pass', '********'),))"
    assert repr(listing).startswith(
        "ParameterListing(values={'Time.SyncSource': 'NTP', 'RemoteService.ProxyPassword': "
    )


def test_the_repr_of_a_response_shows_neither_headers_nor_body() -> None:
    body = f"# Error: Error setting 'root.RemoteService.ProxyPassword' to '{SECRET}'!".encode()
    response = vapix.HttpResponse(400, {"Content-Type": "text/plain", "Set-Cookie": SECRET}, body)
    assert repr(response) == f"<HttpResponse 400 'text/plain' body of {len(body)} bytes>"
    assert SECRET not in repr(vapix.UpdateParameters({"a.b": "c"}).read(response))
