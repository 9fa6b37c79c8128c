"""Responses other than listings: each has a meaning, and any that can be written reads back the same."""

from __future__ import annotations

import re

from fuzz._growth import assert_linear
from fuzz._inputs import chosen
from vapix_proto import vapix

_ASKED: list[vapix.Request] = [
    vapix.AddUser("joe", "secret", vapix.Role.VIEWER),
    vapix.UpdateUser("joe", "secret"),
    vapix.RemoveUser("joe"),
    vapix.GetUsers(),
    vapix.UserGroup(),
    vapix.FactoryDefault(),
    vapix.FirmwareUpgrade(b"x"),
    vapix.Restart(),
    vapix.ServerReport(),
    vapix.ServerReport("text"),
    vapix.SystemLog(),
    vapix.AccessLog(),
    vapix.ListParameters(),
    vapix.UpdateParameters({"Time.DST.Enabled": "yes"}),
]


def check(data: bytes) -> None:
    """The first byte chooses the request; then come a line with the status code and content type, and the body."""
    asked, rest = chosen(_ASKED, data)
    line, _, body = rest.partition(b"\n")
    number, _, kind = line.decode("latin-1").partition(" ")
    status = int(number) if re.fullmatch("[1-9][0-9]{2}", number) else 200
    headers = [("Content-Type", kind), ("WWW-Authenticate", kind)] if kind else []
    _judge(asked, vapix.HttpResponse(status, headers, body))
    assert_linear(body, lambda longer: _judge(asked, vapix.HttpResponse(status, headers, longer)))


def _judge(asked: vapix.Request, response: vapix.HttpResponse) -> None:
    found = asked.read(response)
    assert found is not None
    assert len(repr(found)) + len(str(found)) > 0
    if isinstance(found, vapix.LogResponse):
        assert len(found.entries) + len(found.titles) <= found.text.count("\n") + found.text.count("\r") + 1
    if isinstance(found, (vapix.LogResponse, vapix.ReportResponse, vapix.HtmlResponse)):
        assert asked.read(found.to_http()) == found
    if isinstance(found, (vapix.Created, vapix.Modified, vapix.Removed, vapix.Refused)):
        assert asked.read(found.to_http(axis_os="11.11")) == found
