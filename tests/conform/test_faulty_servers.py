"""Runs against devices with faults that concern the run itself: what it leaves behind, and what it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.conform_devices import ADMIN, Faulty, arguments, device, reply
from vapix_proto import conform
from vapix_proto.conform.transports import Unreachable

if TYPE_CHECKING:
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

BEFORE = {"root", "anna"}


def run(transport: Faulty, **more: Any) -> conform.Result:
    return conform.run(transport, ADMIN, **{"allow_writes": True, "seed": 1, "max_requests": 150} | more)


def left(transport: Faulty) -> set[str]:
    return {one.user for one in transport.device.accounts} - BEFORE


def unlisted(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse:
    """A listing without the accounts that the run created."""
    response = to.right(request, login)
    body = response.body
    for user in left(to) if b"digusers=" in body else ():
        body = body.replace(b"," + user.encode(), b"")
    return response.replace(body=body)


@pytest.fixture
def _only_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the sequences that do not add accounts."""
    monkeypatch.setattr("vapix_proto.conform._boundaries.WRITABLE", ())
    monkeypatch.setattr("vapix_proto.conform._boundaries.WRONG_ADDS", ())
    monkeypatch.setattr("vapix_proto.conform._boundaries._zones", lambda _survey: ())
    monkeypatch.setattr("vapix_proto.conform._boundaries.readings", lambda _version: ())


@pytest.mark.usefixtures("_only_accounts")
@pytest.mark.parametrize("version", ["5.51", "11.11"])
@pytest.mark.parametrize("answer", ["right", "status 302", "status 500", "no response"])
@pytest.mark.parametrize("removable", [True, False])
def test_an_account_that_may_exist_is_removed_or_named_whatever_is_listed(
    version: str, answer: str, removable: bool
) -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        args = arguments(request)
        if args.get("action") == "remove" and args.get("user") in left(to) and not removable:
            return reply("Error: consult the system log file.")
        response = unlisted(to, request, login)
        if args.get("action") == "add" and args.get("user") in left(to):
            if answer == "no response":
                raise Unreachable("no complete response")
            return response if answer == "right" else reply("", int(answer[-3:]))
        return response

    transport = Faulty(device(version), fault)
    result = run(transport)
    assert {one.user for one in transport.device.accounts} >= BEFORE
    assert bool(left(transport)) is not removable

    assert all(any(user in text for text in result.not_restored) for user in left(transport))
    if removable:
        assert result.not_restored == ()
