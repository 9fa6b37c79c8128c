"""Faults of the newer CGIs, and deviations that the sources allow, each planted in a device in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.conform_devices import ADMIN, Faulty
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.conform import Login

CET = "CET-1CEST,M3.5.0,M10.5.0/3"
TREE = "/config/rest/time/v2"
#: For each name, the version and settings of the device, whether only a run with writes shows the fault, and the fault.
FAULTS: dict[str, tuple[str, dict[str, str], bool, Any]] = {}
#: The same for deviations that are not faults, because no source settles what is correct.
CHOICES: dict[str, tuple[str, dict[str, str], bool, Any]] = {}


def _planted(
    name: str,
    version: str = "12.11",
    *,
    writes: bool = False,
    among: dict[str, tuple[str, dict[str, str], bool, Any]] = FAULTS,
    **settings: str,
) -> Callable[[Any], Any]:
    def keep(function: Any) -> Any:
        among[name] = (version, {key.replace("__", "."): value for key, value in settings.items()}, writes, function)
        return function

    return keep


def method_of(request: HttpRequest) -> str:
    """The JSON method of a request to a CGI; for other requests, the HTTP method and the end of the path."""
    try:
        document = json.loads(request.read_body())
        return str(document["method"])
    except (ValueError, KeyError, TypeError):
        return f"{request.method} {request.path.rpartition('/')[2]}"


def _edited(method: str, change: Callable[[Any], Any]) -> Any:
    """A fault that changes the document of the responses to a method (or to an HTTP method and the end of a path)."""

    def fault(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
        response = to.right(request, login)
        if response.content_type != "application/json" or method not in (method_of(request), "*"):
            return response
        document = json.loads(response.body)
        change(document)
        return response.replace(body=json.dumps(document).encode())

    return fault


def _answered(concerned: Callable[[Faulty, HttpRequest, Login | None], bool], response: HttpResponse) -> Any:
    return lambda to, request, login: response if concerned(to, request, login) else None


def _json(**members: Any) -> HttpResponse:
    return HttpResponse(200, (("Content-Type", "application/json"),), json.dumps(members).encode())


def _data(document: Any) -> Any:
    return document.get("data", {})


def _renamed(document: Any) -> None:
    if "dstEnabled" in _data(document):
        document["data"]["enableDst"] = document["data"].pop("dstEnabled")


_planted("dstEnabled is called enableDst", writes=True)(_edited("setPosixTimeZone", _renamed))
_planted("the context is not sent back", "11.11")(_edited("getDateTimeInfo", lambda found: found.pop("context", None)))
_planted("getAll leaves out timeZones", "9.80")(_edited("getAll", lambda found: _data(found).pop("timeZones", None)))
_planted("a value from systemready.cgi is not a string")(
    _edited("systemready", lambda found: found["data"].update(uptime=3600) if "data" in found else None)
)
_planted("everybody can read SocSerialNumber")(
    _edited(
        "getAllUnrestrictedProperties",
        lambda found: found["data"]["propertyList"].update(SocSerialNumber="00") if "data" in found else None,
    )
)
_planted("a response of basicdeviceinfo.cgi contains the method", "10.12")(
    _edited("getAllProperties", lambda found: found.update(method="getAllProperties"))
)
_planted("an unknown method is reported as an invalid parameter", "11.11")(
    _edited("vpxUnknown", lambda found: found["error"].update(code=4004) if "error" in found else None)
)
_planted("the list of zones contains names instead of objects")(
    _edited("POST getTimeZoneList", lambda found: found.update(data=[row["timeZone"] for row in _data(found)]))
)


@_planted("the offset of localDateTime is wrong", "11.11", Time__POSIXTimeZone=CET)
def _offset(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    response = to.right(request, login)
    return response.replace(body=response.body.replace(b"T01:00:00+01:00", b"T02:00:00+02:00"))


@_planted("DHCP stays on after setTimeZone", writes=True)
def _dhcp(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    response = to.right(request, login)
    if to.device.time_zone.iana is None:
        return response
    return response.replace(body=response.body.replace(b'{"enabled":false', b'{"enabled":true'))


@_planted("the IANA zone stays in force after setPosixTimeZone", writes=True)
def _stays(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    iana = to.device.time_zone.iana
    response = to.right(request, login)
    if iana is not None and method_of(request) == "setPosixTimeZone":
        to.set(timeZone__iana__timeZone=iana)
    return response


@_planted("time/v2 does not store the daylight saving flag of a POSIX zone", "12.9", writes=True)
def _flag(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    response = to.right(request, login)
    if request.method == "PATCH" and request.path.endswith("/posix"):
        to.set(Time__DST__Enabled="yes")
    return response


_planted("an unknown item is returned as null")(
    _answered(
        lambda to, request, login: request.path.endswith("vpxUnknown") and to.is_admin(login),
        _json(status="success", data=None),
    )
)
_planted("a POSIX string with a two-letter designation is accepted", "11.11", writes=True)(
    _answered(
        lambda to, request, login: b'"AA0"' in request.read_body() and request.path.endswith("time.cgi"),
        _json(
            apiVersion="1.1",
            context="vpx-context",
            method="setPosixTimeZone",
            data={"posixTimeZone": "AA0", "dstEnabled": True},
        ),
    )
)
_planted("systemready.cgi needs a login")(
    _answered(lambda _to, request, login: login is None and "systemready" in request.path, HttpResponse(401))
)
_planted("usergroup.cgi lists a different account's groups", "12.9")(
    _answered(
        lambda _to, request, login: login is not None and request.path.endswith("usergroup.cgi"),
        HttpResponse(200, (("Content-Type", "text/plain"),), b"anna\noperator viewer\n"),
    )
)


@_planted("apidiscovery.cgi ignores a filter", "11.11")
def _unfiltered(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    if method_of(request) != "getApiList":
        return None
    document = json.loads(request.read_body())
    document.pop("params", None)
    return to.right(request.replace(body=json.dumps(document).encode()), login)


@_planted("a JSON error has status 500", "9.80")
def _status(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    response = to.right(request, login)
    return response.replace(status=500) if b'"error":' in response.body else response


@_planted("the time can be read without a login", "10.12")
def _open(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return to.right(request, ADMIN) if method_of(request) == "getDateTimeInfo" else None


@_planted("viewers can set the time zone", writes=True)
def _viewers(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    known = to.authenticated(login) is not None and request.path.startswith(("/config", "/axis-cgi/time.cgi"))
    return to.right(request, ADMIN) if known else None


# -- deviations where no source settles what is correct

_planted("the texts of errors", among=CHOICES)(
    _edited("*", lambda found: found["error"].update(message="No.") if "error" in found else None)
)
_planted("which error a missing parameter is", writes=True, among=CHOICES)(
    _edited("setPosixTimeZone", lambda found: found["error"].update(code=4999) if "error" in found else None)
)
_planted("whether getSupportedVersions has a version", among=CHOICES)(
    _edited("getSupportedVersions", lambda found: found.pop("apiVersion", None))
)
_planted("whether an entity is shown with its name", among=CHOICES)(
    _edited("GET posix", lambda found: found.update(data={"posix": found["data"]}))
)
_planted("how an unknown item is refused", among=CHOICES)(
    _answered(
        lambda to, request, login: request.path.endswith("vpxUnknown") and to.is_admin(login),
        HttpResponse(404, (("Content-Type", "text/html"),), b"<html>nothing</html>"),
    )
)
_planted("an empty list of groups", "11.11", among=CHOICES)(
    _answered(
        lambda _to, request, login: login is not None and request.path.endswith("usergroup.cgi"), HttpResponse(200)
    )
)
_planted("the primary group among those of an account", "11.11", among=CHOICES)(
    _answered(
        lambda _to, request, login: login == ADMIN and request.path.endswith("usergroup.cgi"),
        HttpResponse(200, (("Content-Type", "text/plain"),), b"root\nroot admin operator ptz viewer\n"),
    )
)
_planted("whether a device of 13 has time.cgi", "13.0", writes=True, among=CHOICES)(
    _answered(lambda _to, request, _login: request.path.endswith("time.cgi"), HttpResponse(404))
)


@_planted("what param.cgi does to an IANA zone", writes=True, among=CHOICES)
def _kept(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    iana = to.device.time_zone.iana
    response = to.right(request, login)
    if iana is not None and request.path.endswith("param.cgi"):
        to.set(timeZone__iana__timeZone=iana)
    return response


@_planted("how a right that is lacking is refused", writes=True, among=CHOICES)
def _forbidden(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse:
    response = to.right(request, login)
    return HttpResponse(403) if request.path.endswith("time.cgi") and b'"code":4002' in response.body else response
