"""Decides who may send which request, applies the rules of the requested CGI, and collects the acceptable responses."""

from __future__ import annotations

import re

from vapix_proto.oracle.responses.forms import Headed, Status, Unknown, decode
from vapix_proto.oracle.rules import accounts, maintenance, parameters
from vapix_proto.oracle.rules.account_refusals import ADMIN_FIRST
from vapix_proto.oracle.rules.device_info import DEVICE_INFO, READY
from vapix_proto.oracle.rules.discovery import DISCOVERY, USER_GROUP
from vapix_proto.oracle.rules.outcomes import (
    LIKE_NEW,
    NOT_SETTLED,
    Acceptable,
    Ask,
    may,
    other_method,
    pairs_of,
    unsettled,
)
from vapix_proto.oracle.rules.time_cgi import TIME
from vapix_proto.oracle.rules.time_rest import ROOT, TIME_TREE
from vapix_proto.oracle.time_zone import IANA
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vapix_proto.oracle.rules.outcomes import Service
    from vapix_proto.oracle.state import State
    from vapix_proto.vapix.http import HttpRequest

    _Responses = Callable[[Ask], Iterable[Acceptable]]

_FOLDER = "/axis-cgi/"
_OLD_FOLDER = "/axis-cgi/admin/"
_PWDGRP = "pwdgrp.cgi"
_PARAM = "param.cgi"
_UPGRADE = "firmwareupgrade.cgi"
_REPORT = "serverreport.cgi"
_BOTH = ("GET", "POST")
_HEAD = "HEAD"
#: The kinds of responses for which only the status code matters.
_BODILESS = (Headed, Status, Unknown)

#: For each CGI: the specified methods, whether it is for administrators only, and its rules.
_CGIS: dict[str, tuple[tuple[str, ...], bool, _Responses]] = {
    _PWDGRP: (_BOTH, True, accounts.responses),
    _PARAM: (_BOTH, False, parameters.responses),
    **{name: (methods, True, rule) for name, (methods, rule) in maintenance.RULES.items()},
}
_NOT_FOUND = Status((404, 401, 403, 400, 405, 501), "Not Found")
_ELSEWHERE = f"{NOT_SETTLED}: a path that is not in the specification, but that a product may have"
_BAD_REQUEST = Status((400, 404, 422), "Bad Request")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BROKEN_WHY = "a percent sign that two hexadecimal digits do not follow"
_UNAUTHORIZED = Status((401,), "Unauthorized")
_NO_RIGHT = Status((401, 403), "Unauthorized")
_AS_GET = f"{NOT_SETTLED}: HEAD as GET, without the body; RFC 9110, 9.3.2"
#: According to an advisory, viewers may read server reports on AXIS OS 9.80 to 12.11.
_REPORTED = (AxisOs((9, 80)), AxisOs((13,)))
_REPORT_READERS = "the specification requires admin; an advisory for 9.80 to 12.11 lets a viewer read the report"
#: The CGIs that some versions lack, keyed by path; ``time_rest`` covers its path and everything below it.
_SERVICES = {
    "/axis-cgi/apidiscovery.cgi": DISCOVERY,
    "/axis-cgi/basicdeviceinfo.cgi": DEVICE_INFO,
    "/axis-cgi/systemready.cgi": READY,
    "/axis-cgi/time.cgi": TIME,
    "/axis-cgi/usergroup.cgi": USER_GROUP,
}
_GONE = f"{NOT_SETTLED}: the older path, recorded for pwdgrp.cgi"


def collected(request: HttpRequest) -> HttpRequest:
    """The request with what follows a ``?`` moved to the query, and its body in memory: a stream is read only once.

    Raises:
        ValueError: The body is a stream that can't be read again, or that is not as long as declared.
    """
    path, mark, query = request.path.partition("?")
    if mark:
        request = request.replace(path=path, query="&".join(filter(None, (query, request.query))))
    return request if isinstance(request.body, bytes) else request.replace(body=request.read_body())


def acceptable(state: State, request: HttpRequest, as_user: str | None, now: int) -> tuple[Acceptable, ...]:
    """Every acceptable response, starting with the one that the reference device sends; see ``expect``."""
    if type(now) is not int:
        raise TypeError(f"'now' must be an int (the seconds since 1970), not {type(now).__name__}")
    request = collected(request)
    ask = Ask(state, request, state.account(as_user), now, {})
    new = not state.has_admin
    found = _acceptable(ask, new=new)
    if new and state.accounts:
        found = tuple(_either(found, _acceptable(ask, new=False), LIKE_NEW))
    if request.method != _HEAD:
        return found
    return tuple(
        one if isinstance(one.form, _BODILESS) else one.replace(form=Headed(one.form.to_http(state.profile)))
        for one in found
    )


def _acceptable(ask: Ask, *, new: bool) -> tuple[Acceptable, ...]:
    """The acceptable responses; if ``new`` is true, clients can do nothing but create the first administrator."""
    state, request = ask.state, ask.request
    path = request.path
    service = _service(path)
    if service is not None:
        return tuple(_served(ask, service, new=new))
    name, old = _cgi(path)
    if name not in _CGIS:
        return tuple(Acceptable(form, _ELSEWHERE, state) for form in (_NOT_FOUND, Unknown()))
    methods, admins_only, rule = _CGIS[name]
    found: list[Acceptable] = []
    wrong_method = request.method not in methods
    refusal = _refusal(ask, name, new=new, admins_only=admins_only)
    if refusal is not None:
        found += refusal
        is_reported = name == _REPORT and _REPORTED[0] <= state.axis_os < _REPORTED[1]
        if is_reported and not wrong_method and not new and ask.account:
            found += unsettled(_responses(ask, rule, name), _REPORT_READERS)
    if wrong_method:
        found.append(other_method(ask))
    if refusal is None and request.method == _HEAD and "GET" in methods:
        found += _headed(state, _responses(ask, rule, name))
    elif refusal is None and (not wrong_method or request.method in _BOTH):
        responses = _responses(ask, rule, name)
        found += unsettled(responses, "an unsupported HTTP method") if wrong_method else responses
    if old and name != _PWDGRP:
        found.append(Acceptable(_NOT_FOUND, _GONE, state))
    return tuple(found)


def methods_of(path: str) -> tuple[str, ...]:
    """The HTTP methods that a path supports or, for an unknown path, the methods of most CGIs."""
    service = _service(path)
    return service.methods if service is not None else _CGIS.get(_cgi(path)[0], (_BOTH,))[0]


def _cgi(path: str) -> tuple[str, bool]:
    """The name of the CGI in a path, even if no such CGI exists, and whether the path is in ``/axis-cgi/admin/``."""
    old = path.startswith(_OLD_FOLDER)
    folder = _OLD_FOLDER if old else _FOLDER
    return path[len(folder) :] if path.startswith(folder) else "", old


def _service(path: str) -> Service | None:
    return TIME_TREE if path == ROOT or path.startswith(f"{ROOT}/") else _SERVICES.get(path)


def _served(ask: Ask, service: Service, *, new: bool) -> Iterable[Acceptable]:
    """The acceptable responses to a request for a service that some AXIS OS versions may lack."""
    version = ask.state.axis_os
    absent = Acceptable(_NOT_FOUND, f"{NOT_SETTLED}: a path that this version does not have", ask.state)
    if service.is_sure(version):
        return _allowed(ask, service, new=new) if service.is_in(version) else (absent,)
    found = unsettled(_allowed(ask, service, new=new), "which versions have it")
    return (*found, absent) if service.is_in(version) else (absent, *found)


def _allowed(ask: Ask, service: Service, *, new: bool) -> Iterable[Acceptable]:
    """The responses from an API that exists: a refusal if the account is not authorised, else the API's responses."""
    level = service.level(ask)
    first_admin = _refusal(ask, "", new=True, admins_only=False) if new else None
    if level is not None and first_admin is not None:
        return first_admin
    if level is not None and ask.account is None:
        return [Acceptable(Status(service.denied, "Unauthorized"), "documentation; RFC 9110, 15.5.2", ask.state)]
    if not may(ask.account, level):
        return [Acceptable(form, source, ask.state) for form, source in service.forbidden(ask)]
    if ask.request.method == _HEAD and "GET" in service.methods:
        got = Ask(ask.state, ask.request.replace(method="GET"), ask.account, ask.now, ask.args)
        return _headed(ask.state, service.answers(got))
    if first_admin is None or service.fresh:
        return service.answers(ask)
    return unsettled((*service.answers(ask), *first_admin), "before there is an administrator")


def _either_zone(before: State, responses: Iterable[Acceptable]) -> Iterator[Acceptable]:
    """Acceptable responses to a parameter update, both if it replaces the IANA zone in force and if it does not."""
    iana = before.time_zone.iana
    for response in responses:
        if iana is None or response.state.time_zone.iana is not None:
            yield response
            continue
        yield from unsettled((response,), "whether it replaces an IANA zone")
        kept = response.state.replace(settings={**dict(response.state.settings), IANA: iana})
        yield Acceptable(response.form, f"{NOT_SETTLED}: an IANA zone may stay in force", kept)


def _headed(state: State, responses: Iterable[Acceptable]) -> Iterator[Acceptable]:
    """The responses to HEAD: those to GET, without bodies. The device's state may change as for GET, or not at all."""
    for response in responses:
        form = Headed(response.form.to_http(state.profile))
        yield from (Acceptable(form, _AS_GET, after) for after in (response.state, state))


def _refusal(ask: Ask, name: str, *, new: bool, admins_only: bool) -> list[Acceptable] | None:
    """The refusals for an account that may not use a CGI at all, or None if the account may use it."""
    state = ask.state
    if new:
        # Until there is an administrator, clients can do nothing but create one; pwdgrp.cgi has the rules for that.
        if name == _PWDGRP:
            return None
        note = "specification, example 12; for other CGIs the text is not settled"
        return [Acceptable(ADMIN_FIRST, note, state), Acceptable(_UNAUTHORIZED, note, state)]
    if ask.account is None:
        return [Acceptable(_UNAUTHORIZED, "specification, access control; RFC 9110, 15.5.2", state)]
    if admins_only and ask.account.level != "admin":
        return [Acceptable(_NO_RIGHT, "specification, access control: admin; the status code is 401 or 403", state)]
    return None


def _responses(ask: Ask, rule: _Responses, name: str) -> list[Acceptable]:
    """The responses from a CGI. Devices may read or ignore the query of a POST, and the body of a GET or HEAD."""
    request = ask.request
    found = _answers(ask, request, rule, name)
    is_post = request.method == "POST"
    # According to the specification, an upgrade has arguments in its query, and the image in its body.
    if name == _UPGRADE or not (request.query if is_post else request.body):
        return found
    ignored = request.replace(query="") if is_post else request.replace(body=b"")
    other = _answers(ask, ignored, rule, name)
    if not is_post:
        return _either(other, found, "the body of a GET")
    reads = name not in (_PWDGRP, _PARAM) or ask.state.profile.reads_query_of_post
    return _either(*((found, other) if reads else (other, found)), "the query of a POST, which 12.9.57 does not read")


def arguments_of(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """A request's arguments in order; the body of an upgrade contains none."""
    return pairs_of(request, body=_cgi(request.path)[0] != _UPGRADE)


def _answers(ask: Ask, request: HttpRequest, rule: _Responses, name: str) -> list[Acceptable]:
    """The responses to a request. If it repeats an argument, either the first value or the last one may count.

    No source settles how a device reads an argument whose encoding is broken.
    """
    pairs = arguments_of(request)
    last = dict(pairs)
    first = dict(reversed(pairs))
    found = list(rule(Ask(ask.state, request, ask.account, ask.now, first)))
    if first != last:
        other = rule(Ask(ask.state, request, ask.account, ask.now, last))
        found = _either(found, other, "an argument given twice")
    body = decode(request.read_body()) if request.body and name != _UPGRADE else ""
    if _BROKEN.search(request.query) or _BROKEN.search(body):
        found = [*unsettled(found, _BROKEN_WHY), Acceptable(_BAD_REQUEST, f"{NOT_SETTLED}: {_BROKEN_WHY}", ask.state)]
    return list(_either_zone(ask.state, found)) if name == _PARAM else found


def _either(first: Iterable[Acceptable], second: Iterable[Acceptable], why: str) -> list[Acceptable]:
    """The responses to two readings of a request; they are not settled unless they are the same for both readings."""
    found, other = list(first), list(second)
    return found if found == other else unsettled((*found, *other), why)
