"""All acceptable responses to some requests: each with its text, its source, what changes, and its system log entry.

Each block in the file begins with the version, the state of the device, the user, and the request. The states are
"new" (without accounts), "one" (with one account), "people" (with the accounts of test_device), "moved" (with settings,
too), and "strict" and "new-strict" (with a password policy). ``python -m tests.oracle.test_golden`` writes the rest of
each block again: read the difference before you keep it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.oracle.test_device import people, upgrade
from tests.support.paths import VECTORS
from vapix_proto import oracle
from vapix_proto.oracle import Device
from vapix_proto.oracle.parameters import POLICY
from vapix_proto.vapix.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = VECTORS / "expectations.txt"
_MARKUP = re.compile(r"<title>.*?</title>|<[^>]*>")


def blocks() -> list[tuple[str, str]]:
    """Every block in the file: its first line, and the rest."""
    found = re.split(r"^=== ", FILE.read_text("ascii"), flags=re.MULTILINE)[1:]
    return [(head, said.rstrip("\n")) for head, _, said in (block.partition("\n") for block in found)]


def said_of(head: str) -> str:
    """The text of all acceptable responses to the request in a block's first line."""
    version, state, who, method, name, arguments = [*head.split(" ", 5), ""][:6]
    moved = {"Network__IPAddress": "10.0.0.1", "Time__SyncSource": "PC"} if state == "moved" else {}
    device = people(version, **moved)
    if state in ("strict", "new-strict"):
        device = device.replace(settings={POLICY: "complex"})
    if state in ("new", "new-strict", "one"):
        device = device.replace(accounts=device.accounts[: state == "one"])
    path = f"/axis-cgi/{name}"
    if name == "firmwareupgrade.cgi" and not arguments.endswith("&no-image"):
        request = upgrade(arguments).replace(method=method)
    elif method == "POST":
        request = HttpRequest(method, path, "", (), arguments.encode())
    else:
        request = HttpRequest(method, path, arguments)
    expectation = oracle.expect(device, request, None if who == "-" else who, now=7)
    return "\n".join(line for choice in expectation for line in _lines(device, choice))


def _lines(device: Device, choice: oracle.Choice) -> Iterator[str]:
    body = _MARKUP.sub("", choice.response.body[:2000].decode("utf-8", "replace")).strip()
    codes = " or ".join(map(str, getattr(choice.form, "codes", (choice.response.status,))))
    yield f"{codes} {choice.response.content_type} {body[:120]!a}"
    yield f"  source: {choice.source}"
    after = choice.device
    for account in sorted({*device.accounts} ^ {*after.accounts}, key=lambda one: (one.user, one in after.accounts)):
        sign = "+" if account in after.accounts else "-"
        groups = ":".join(account.groups)
        yield f"  {sign} {account.user} {account.password!a} {account.grp!a} {groups} {account.comment!a}"
    for name, value in after.values.items():
        if device.values[name] != value:
            yield f"  {name} = {value!a}"
    for event in after.log[len(device.log) :]:
        if event.log == "System":
            yield f"  log: {event.at} [{event.level}] {event.text}"


@pytest.mark.parametrize(("head", "said"), blocks(), ids=[head[:100] for head, _ in blocks()])
def test_what_may_be_answered(head: str, said: str) -> None:
    assert said_of(head) == said


def test_every_rule_of_accounts_has_a_request() -> None:
    from vapix_proto.oracle.rules.account_refusals import INITIAL, RULES

    text = FILE.read_text("ascii")
    for rule in (*INITIAL, *(rule for rules in RULES.values() for rule in rules)):
        assert f"[Warning] {rule.why}\n" in text, rule.why


if __name__ == "__main__":
    FILE.write_text("".join(f"=== {head}\n{said_of(head)}\n" for head, _ in blocks()), "ascii")
