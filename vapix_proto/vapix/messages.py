"""Reads the arguments in HTTP messages to CGIs, and finds problems in the rest of each message."""

from __future__ import annotations

from itertools import chain, starmap

from vapix_proto._value import pairs_of
from vapix_proto.errors import Code, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import Given, method_problems
from vapix_proto.vapix.cgi import SOURCE, Body
from vapix_proto.vapix.http import decode_arguments, holds_password, need_request, shown
from vapix_proto.vapix.json_api.bodies import JsonArguments, type_problems
from vapix_proto.vapix.pwdgrp.users import Password

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vapix_proto.vapix.arguments import Found
    from vapix_proto.vapix.cgi import Cgi
    from vapix_proto.vapix.http import HttpRequest, Pairs


#: A path that is in one of these folders, but belongs to no known CGI, gets the hint ``_ELSEWHERE``.
_FOLDERS = ("/axis-cgi/", "/config/rest/", "/local/", "/onvif/")
_ELSEWHERE = "check the path; requests to other interfaces of the device are not checked here"


def read_message(request: HttpRequest, cgis: Collection[Cgi]) -> tuple[Given | None, Iterator[Found]]:
    """The arguments of a message, and the problems in the rest of it."""
    need_request(request)
    cgi = next((cgi for cgi in cgis if cgi.serves(request.path)), None)
    if cgi is None:
        several = len(cgis) > 4
        what = "a CGI of the System settings" if several else " or ".join(cgi.name for cgi in cgis)
        file = request.path.rstrip("/").rpartition("/")[2].lower()
        paths = [cgi.path for cgi in cgis if not several or cgi.name == file]
        hint = f"use {' or '.join(paths)}" if paths else None
        if several and file == "date.cgi":
            hint = (
                "use /axis-cgi/time.cgi from AXIS OS 9.30 on, and /config/rest/time/v2 from 12.4 on; "
                "AXIS OS 11 removed date.cgi"
            )
        elif not paths and request.path.startswith(_FOLDERS) and request.path not in _FOLDERS:
            hint = _ELSEWHERE
        return None, _wrong_path(request.path, cgis, what, hint)
    in_url, broken = decode_arguments(request.query)
    if cgi.body in (Body.METHOD, Body.DATA):
        return _read_json(cgi, request, in_url)
    in_body: Pairs = ()
    if cgi.body is Body.FORM:
        in_body, more = decode_arguments(request.read_body())
        broken = chain(broken, more)
    encoding = ((problem, "") for problem in broken)
    misplaced = _misplaced(cgi, request.method, in_url, in_body)
    found = chain(method_problems(cgi, request.method), misplaced, encoding, _of_url(cgi, in_url))
    return Given(cgi, in_url + in_body, request), found


def _misplaced(cgi: Cgi, method: str, in_url: Pairs, in_body: Pairs) -> Iterator[Found]:
    """A warning if the message has arguments where devices may ignore them."""
    message, source = "", f"{cgi.source}: Method"
    if method == "POST" and in_url and cgi.body is Body.FORM:
        message = "devices may ignore the arguments in the URL of a POST, as AXIS OS 12.9.57 does"
        hint = "send them in the body"
    elif method == "GET" and in_body:
        message, source = "devices may ignore the arguments in the body of a GET", "RFC 9110, 9.3.1"
        hint = "use POST" if "POST" in cgi.methods else "send them in the URL"
    if message and method in cgi.methods:
        yield Problem(Code.METHOD_WRONG, message, Span(0, len(method)), hint, source, Severity.WARNING), method


def _wrong_path(path: str, cgis: Collection[Cgi], what: str, hint: str | None) -> Iterator[Found]:
    whole, path = path, shown(path)
    message = f"{'' if path == whole else 'a path that begins with '}{quote(path)} is not the path of {what}"
    if path != whole and any(cgi.serves(path) for cgi in cgis):
        message = f"{quote(path)} is followed by text that is not part of the path"
        hint = "write ? between the path and the arguments"
    yield Problem(Code.PATH_WRONG, message, Span(0, len(path)), hint, SOURCE), path


def _read_json(cgi: Cgi, request: HttpRequest, in_url: Pairs) -> tuple[Given | None, Iterator[Found]]:
    """The arguments of a JSON message. Arguments in its URL count as unknown."""
    pairs: Pairs = tuple((f"?{name}", value) for name, value in in_url)
    action, methods = None, cgi.methods
    if cgi.body is Body.DATA:
        place = request.path.removeprefix(cgi.path) or "/"
        methods = tuple(action.verb for action in cgi.actions if action.place == place)
        if not methods:
            what, whole = f"a part of {cgi.name}", f"send GET {cgi.path} for all parts"
            return None, _wrong_path(request.path, (cgi,), what, whole)
        action = cgi.action(f"{request.method} {place}")
        if action is None:
            below = f"{request.method} {place.rstrip('/')}/"
            places = [f"{cgi.path}{each.place}" for each in cgi.actions if each.writes and each.name.startswith(below)]
            hint = f"send {request.method} to {' or '.join(places)}" if places else None
            return None, method_problems(cgi, request.method, methods, hint)
        pairs = (("action", action.name), *pairs)
        if request.method == "GET":
            return Given(cgi, pairs, request), iter(())
    body = JsonArguments(cgi, action, request.read_body())
    problems = chain(method_problems(cgi, request.method, methods), type_problems(cgi, request), body.problems)
    if body.pairs is None:
        return None, problems
    return Given(cgi, (*pairs, *body.pairs), request, body.unread), problems


def _of_url(cgi: Cgi, in_url: Pairs) -> Iterator[Found]:
    names = dict(in_url)
    secrets: list[str | None] = [
        argument.name for argument in cgi.arguments if argument.secret and argument.name in names
    ]
    if any(action.parameters for action in cgi.actions) and any(starmap(holds_password, in_url)):
        secrets.append(None)
    for name in secrets:
        # The message does not quote the parameter's name: it may be a password in the wrong place.
        message = f"{name or 'a password'} is in the URL, which is written to logs"
        hint = "send the arguments in the body of a POST"
        yield Problem(Code.SECRET_IN_URL, message, Span(0, 0), hint, cgi.source, subject=name), ""


def read_bare(
    cgi: Cgi, arguments: str | bytes | Iterable[tuple[str, str | Password]] | Mapping[str, str | Password]
) -> tuple[Given | None, Iterator[Found]]:
    """Reads arguments that are not part of an HTTP message: text encoded for the CGI, pairs, or a mapping.

    Raises:
        TypeError: The arguments have a different type.
    """
    if not isinstance(arguments, (str, bytes)):
        return Given(cgi, _pairs(arguments)), iter(())
    if cgi.body is Body.METHOD:
        body = JsonArguments(cgi, None, arguments)
        given = None if body.pairs is None else Given(cgi, tuple(body.pairs), None, body.unread)
        return given, iter(body.problems)
    pairs, broken = decode_arguments(arguments)
    return Given(cgi, pairs), ((problem, "") for problem in broken)


def _pairs(arguments: Iterable[tuple[str, str | Password]] | Mapping[str, str | Password]) -> Pairs:
    try:
        pairs = pairs_of(arguments)
    except TypeError:
        kind = type(arguments).__name__
        message = f"the request must be a Request, an HttpRequest, encoded arguments, pairs or a mapping, not {kind}"
        raise TypeError(message) from None
    plain = tuple((name, value.reveal() if isinstance(value, Password) else value) for name, value in pairs)
    wrong = next((type(text).__name__ for pair in plain for text in pair if not isinstance(text, str)), None)
    if wrong is not None:
        raise TypeError(f"the names and values of arguments must be str, not {wrong}")
    return tuple((str.__str__(name), str.__str__(value)) for name, value in plain)
