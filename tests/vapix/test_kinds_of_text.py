"""A str subclass, such as a member of an enum, stands for its characters, whatever its methods return."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest

from vapix_proto import vapix

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.vapix import Request


class Odd(str):
    """A string whose methods return a different text."""

    __slots__ = ()

    def __str__(self) -> str:
        return "x&pwd=y"

    def __repr__(self) -> str:
        return "odd"

    def __format__(self, spec: str) -> str:
        return "x"


class Plain(str, Enum):  # noqa: UP042 - StrEnum has the str() of its value, this has not
    """Strings in an enum, as many programs have them."""

    JOE = "joe"
    USERS = "users"
    NORMAL = "normal"
    TIME = "Time.SyncSource"


def odd(text: str) -> str:
    return Odd(text)


BUILDS: dict[str, Callable[[Callable[[str], str]], Request]] = {
    "add": lambda of: vapix.AddUser(of("joe"), of("joe"), vapix.Role.VIEWER, of("users"), of("joe")),
    "update": lambda of: vapix.UpdateUser(of("joe"), of("joe"), None, of("users"), of("joe")),
    "remove": lambda of: vapix.RemoveUser(of("joe")),
    "upgrade": lambda of: vapix.FirmwareUpgrade(b"a", of("normal"), of("joe"), of("joe")),
    "log": lambda of: vapix.SystemLog(of("joe")),
    "list": lambda of: vapix.ListParameters([of("Time.SyncSource")]),
    "set": lambda of: vapix.UpdateParameters({of("Time.SyncSource"): of("joe")}),
}


@pytest.mark.parametrize("kind", [odd, Plain], ids=["odd", "enum"])
@pytest.mark.parametrize("name", BUILDS)
def test_a_request_has_the_characters(name: str, kind: Callable[[str], str]) -> None:
    request, plain = BUILDS[name](kind), BUILDS[name](str)
    assert request == plain
    assert repr(request) == repr(plain)
    assert request.arguments() == plain.arguments()
    assert [type(value) for _, value in request.arguments()] == [str] * len(plain.arguments())
    assert vapix.parse_request(request.to_http()) == plain


@pytest.mark.parametrize("kind", [odd, Plain], ids=["odd", "enum"])
def test_arguments_have_the_characters(kind: Callable[[str], str]) -> None:
    mapping = {"action": "update", kind("Time.SyncSource"): kind("joe")}
    (problem,) = vapix.validate_request(mapping, cgi="param.cgi")
    assert (problem.subject, problem.message) == (
        "Time.SyncSource",
        "Time.SyncSource accepts PC, NTP or None, not 'joe'",
    )


def test_a_user_name_and_a_password_have_the_characters() -> None:
    assert str(vapix.UserName(Plain.JOE)) == str(vapix.UserName(Odd("joe"))) == "joe"
    assert type(vapix.Password(Odd("joe")).reveal()) is str


LISTINGS = [
    (vapix.AccountListing, 'admin="root"\nviewer="root,j\u00f6"\n', 'b="'),
    (vapix.ParameterListing, "root.A.B=\u00f6\nroot.C.D=\n", "b"),
    (vapix.OwnAccount, "r\u00f6\nusers admin\n", ""),
]


@pytest.mark.parametrize(("kind", "text", "wrong"), LISTINGS, ids=lambda value: getattr(value, "__name__", None))
def test_a_byte_order_mark_is_no_part_of_a_listing(kind: Any, text: str, wrong: str) -> None:
    marked = f"\ufeff{text}"
    assert str(kind.parse(marked)) == str(kind.parse(marked.encode())) == str(kind.parse(text)) == text
    if wrong:
        for given in (marked + wrong, (marked + wrong).encode()):
            # The problem's span refers to the input, which includes the byte order mark.
            assert kind.parse(given).problems[-1].span.end == len(given)
    names = [problem.message for problem in getattr(kind.parse(marked.encode()), "problems", ())]
    assert all("'j\u00f6' is a name" in message for message in names)
