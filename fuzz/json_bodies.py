"""Bodies for the CGIs that accept JSON: Python's json agrees on their syntax, and valid requests read back the same."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from fuzz._growth import assert_linear
from fuzz._inputs import chosen, errors_of
from fuzz.requests import judge
from vapix_proto import Code, vapix

_HEADERS = (("Content-Type", "application/json"),)
_TIME = "/config/rest/time/v2"
_PLACES = [
    ("POST", "/axis-cgi/time.cgi"),
    ("POST", "/axis-cgi/apidiscovery.cgi"),
    ("POST", "/axis-cgi/basicdeviceinfo.cgi"),
    ("POST", "/axis-cgi/systemready.cgi"),
    ("PATCH", f"{_TIME}/timeZone/posix"),
    ("PATCH", f"{_TIME}/timeZone/iana/timeZone"),
    ("PATCH", f"{_TIME}/timeZone/dhcp/enabled"),
    ("PATCH", f"{_TIME}/time/dateTime"),
]
_ASKED: list[vapix.Request] = [
    vapix.GetAllTimeInfo(),
    vapix.GetDateTimeInfo(),
    vapix.GetTimeSettings(),
    vapix.GetTimeZoneList(),
    vapix.GetApiList(),
    vapix.GetAllProperties(),
    vapix.GetReadiness(),
    vapix.GetSupportedVersions(),
    vapix.PatchPosixTimeZone("UTC0"),
    vapix.SetPosixTimeZone("UTC0"),
]


def check(data: bytes) -> None:
    """The first byte chooses the method and path; the other bytes are the body, which is also read as a response."""
    (method, path), body = chosen(_PLACES, data)
    _judge(method, path, body)
    assert_linear(body, lambda longer: _judge(method, path, longer))


def _judge(method: str, path: str, body: bytes) -> None:
    request = vapix.HttpRequest(method, path, "", _HEADERS, body)
    judge(request)
    malformed = any(error.code is Code.JSON for error in errors_of(vapix.validate_request(request)))
    try:
        document: Any = json.loads(body.decode("utf-8"), parse_constant=_refuse, parse_int=str)
    except (ValueError, RecursionError):
        assert malformed
    else:
        assert malformed is not isinstance(document, dict)
    for status in (200, 400):
        for asked in _ASKED:
            repr(asked.read(vapix.HttpResponse(status, _HEADERS, body)))


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)
