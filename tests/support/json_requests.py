"""Requests to the newer CGIs and APIs, and devices to send them to."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from vapix_proto.oracle import Account, Device, Expectation, expect
from vapix_proto.vapix.http import HttpRequest, HttpResponse

TIME, TREE = "/axis-cgi/time.cgi", "/config/rest/time/v2"
DISCOVERY, DEVICE_INFO = "/axis-cgi/apidiscovery.cgi", "/axis-cgi/basicdeviceinfo.cgi"
READY, USER_GROUP = "/axis-cgi/systemready.cgi", "/axis-cgi/usergroup.cgi"
PATHS = (TIME, TREE, DISCOVERY, DEVICE_INFO, READY, USER_GROUP)
JSON = (("Content-Type", "application/json"),)
#: The instant of a recording: 2026-10-07T16:24:01Z.
NOW = 1_791_390_241
VERSIONS = ["5.51.7", "9.80.2.2", "10.12.323", "11.11.192", "12.9.57", "12.11.77", "13.0"]
_LEVELS = {"root": "admin:operator:viewer:ptz", "olga": "operator:viewer", "vera": "viewer", "nobo": "ptz"}


def device(version: str = "12.11.77", **settings: str) -> Device:
    """A device with an account of every level. In the names of the settings, __ stands for a dot."""
    accounts = [
        Account(user, f"pw-{user}", "root" if user == "root" else "users", sgrp.split(":"))
        for user, sgrp in _LEVELS.items()
    ]
    return Device(version, accounts, {name.replace("__", "."): value for name, value in settings.items()})


def send(method: str, path: str, document: Any = None, *, raw: bytes | None = None, kind: Any = JSON) -> HttpRequest:
    """A request with a JSON document, or with raw bytes, as its body."""
    body = raw if raw is not None else b"" if document is None else json.dumps(document).encode()
    return HttpRequest(method, path, "", kind, body)


def call(method: str, api: str = "1.1", path: str = TIME, **params: Any) -> HttpRequest:
    """A request that calls a method of a CGI."""
    document: dict[str, Any] = {"apiVersion": api, "method": method}
    return send("POST", path, document | ({"params": params} if params else {}))


def get(below: str = "") -> HttpRequest:
    """A request that reads a part of the ``time/v2`` tree."""
    return send("GET", TREE + below)


def patch(below: str, data: Any) -> HttpRequest:
    """A request that sets a part of the ``time/v2`` tree."""
    return send("PATCH", TREE + below, {"data": data})


def document_of(response: HttpResponse) -> Any:
    """The JSON document in a response."""
    assert response.content_type == "application/json", response.body
    return json.loads(response.body)


def ask(on: Device, request: HttpRequest, user: str | None = "root") -> tuple[Device, Any]:
    """The device after a request, and the JSON document in its response."""
    after, response = on.handle(request, user, now=NOW)
    return after, document_of(response)


def responses_of(on: Device, request: HttpRequest, user: str | None = "root") -> Expectation:
    """The responses that a device may give."""
    return expect(on, request, user, now=NOW)


def written(response: HttpResponse, change: Any) -> HttpResponse:
    """A response with its document changed, different whitespace, and the members in a different order."""
    document = document_of(response)
    changed = change(document)
    return response.replace(
        body=json.dumps(changed if changed is not None else document, indent=1, sort_keys=True).encode()
    )


_NAMES = ["apiVersion", "context", "method", "params", "data", "timeZone", "posixTimeZone", "enableDst", "dateTime"]
_WORDS = ["1.0", "1.1", "2.0", "1", "getAll", "setTimeZone", "setPosixTimeZone", "getApiList", "systemready", "UTC0"]
_WORDS += [
    "Europe/Vienna",
    "<A-1>1",
    "\x00",
    "\ud800",
    "*",
    "getProperties",
    "Brand",
    "getDateTimeInfo",
    "1970-01-01T00:00:00Z",
]
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(_WORDS) | st.text(max_size=5)
VALUES: st.SearchStrategy[Any] = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=3), inner),
    max_leaves=8,
)
_PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "timeZone": st.sampled_from(["Europe/Vienna", "Europe/Stockholm", "Mars/Base", "x,y"]) | VALUES,
        "posixTimeZone": st.sampled_from(["UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "Longest-1", "A0"]) | VALUES,
        "enableDst": st.booleans() | VALUES,
        "dateTime": st.sampled_from(["2026-02-29T00:00:00Z", "2069-12-31T23:59:59Z"]) | VALUES,
        "propertyList": st.lists(st.sampled_from(["Brand", "Soc", "x"])) | VALUES,
        "id": st.sampled_from(["*", "t?me-*", "x"]) | VALUES,
        "timeout": st.integers() | VALUES,
    },
)
_METHODS = ["getDateTimeInfo", "getAll", "setDateTime", "setTimeZone", "setPosixTimeZone", "resetTimeZone"]
_METHODS += ["getSupportedVersions", "getApiList", "getProperties", "getAllProperties", "getAllUnrestrictedProperties"]
_CALLS = st.fixed_dictionaries(
    {"method": st.sampled_from([*_METHODS, "systemready", "x"]) | VALUES},
    optional={
        "apiVersion": st.sampled_from(["1.0", "1.1", "1", "1.9", "2.0"]) | VALUES,
        "context": VALUES,
        "params": _PARAMS,
    },
)
_BELOW = [
    "",
    "/",
    "/time",
    "/time/dateTime",
    "/timeZone/",
    "/timeZone/iana/timeZone",
    "/timeZone/posix",
    "/x",
    "//time",
]
_BELOW += [
    "/timeZone/posix/timeZone",
    "/timeZone/posix/dstEnabled",
    "/timeZone/dhcp/enabled",
    "/timeZone/activeTimeZone",
]
_BELOW += ["/timeZone/iana/getTimeZoneList", "/timeZone/iana/posixTimeZone", "/time/localDateTime/x"]
_ZONES = st.fixed_dictionaries(
    {}, optional={"timeZone": st.sampled_from(["UTC0", "Longest-1", None]), "dstEnabled": st.booleans()}
)
_DATA = st.fixed_dictionaries(
    {"data": st.sampled_from([True, False, None, {}, "UTC0", "Europe/Vienna"]) | _ZONES | VALUES}
)
_DOCUMENTS = (_CALLS | _DATA | VALUES).map(lambda value: json.dumps(value).encode())
_REPEATED = st.just(b'{"apiVersion":"1.0","method":"getAll","method":"setTimeZone","params":{"timeZone":"UTC"}}')
_PATHS = st.sampled_from(PATHS) | st.sampled_from(_BELOW).map(TREE.__add__)
_HTTP = st.sampled_from(["POST", "POST", "POST", "GET", "PATCH", "PUT", "DELETE", "HEAD", ""])
_KINDS = st.sampled_from([JSON, JSON, JSON, (), (("Content-Type", "text/plain"),)])
_BODIES = _DOCUMENTS | _DOCUMENTS | st.binary(max_size=20) | _REPEATED
#: Arbitrary requests to these paths.
REQUESTS = st.builds(HttpRequest, _HTTP, _PATHS, st.sampled_from(["", "", "", "recursive=true"]), _KINDS, _BODIES)
_SET = [{}, {"Time__POSIXTimeZone": "CET-1CEST,M3.5.0,M10.5.0/3"}]
_LATER = [
    {"timeZone__iana__timeZone": "Europe/Vienna"},
    {"timeZone__dhcp__timeZone": "EST5EDT"},
    {"timeZone__dhcp__timeZone": "UTC"},
]
#: Devices of any version with any kind of time zone, and devices without accounts.
DEVICES = (
    st.builds(lambda version, more: device(version, **more), st.sampled_from(VERSIONS), st.sampled_from(_SET))
    | st.builds(lambda version, more: device(version, **more), st.sampled_from(VERSIONS[1:]), st.sampled_from(_LATER))
    | st.sampled_from(VERSIONS).map(Device)
)
USERS = st.sampled_from(["root", "root", "root", "olga", "vera", "nobo", None])
