"""The steps of a sequence: the names and passwords that each attempt generates, and the credentials of its requests."""

from __future__ import annotations

import pytest

from tests.support.conform_devices import ADMIN, Recorder, device
from vapix_proto.conform._connection import Line
from vapix_proto.conform._guard import PWDGRP, Guard
from vapix_proto.conform._steps import Formerly, Known, Names, OwnName, OwnPassword, Step
from vapix_proto.oracle.rules.outcomes import pairs_of

A = OwnName("a")


def line() -> Line:
    return Line(Recorder(device("11.11")), ADMIN, Guard(writes=True), 10, lambda *_: None)


def step(pwd: OwnPassword, login: Known | OwnName | Formerly = Known.ADMIN, action: str = "add") -> Step:
    return Step("", PWDGRP, (("action", action), ("user", A), ("pwd", pwd)), login)


def password(names: Names, of: OwnPassword) -> str:
    return dict(pairs_of(names.request(step(of, action="get"))))["pwd"]


def test_names_and_passwords_are_of_one_attempt_and_stay_the_same_in_it() -> None:
    one, other = Names(line()), Names(line())
    first, again = (dict(pairs_of(one.request(step(OwnPassword(16))))) for _ in range(2))
    assert first == again
    assert first["user"] == one.prefix + "a"
    assert one.prefix != other.prefix
    assert first["pwd"] not in (password(other, OwnPassword(16)), password(one, OwnPassword(16, number=2)))


@pytest.mark.parametrize("made", [OwnPassword(16), OwnPassword(65), OwnPassword(64, "& +~"), OwnPassword(16, "\xfc")])
def test_a_password_has_its_size_and_its_end_and_is_hidden(made: OwnPassword) -> None:
    of = line()
    text = password(Names(of), made)
    assert len(text) == made.size
    assert text.endswith(made.end)
    assert text[: made.size - len(made.end)].isascii()
    assert text not in of.redact(f"it is {text}")
    # The strictest policy of any device requires each of these.
    assert all(any(map(kind, text)) for kind in (str.isupper, str.islower, str.isdigit))
    assert not text.isalnum()


def test_an_account_logs_in_with_its_last_password_and_formerly_with_the_one_before() -> None:
    of = line()
    names = Names(of)
    assert names.login(step(OwnPassword(16), Known.ADMIN)) == ADMIN
    assert names.login(step(OwnPassword(16), Known.NOBODY)) is None
    sent = [password(names, made) for made in (OwnPassword(16), OwnPassword(64), OwnPassword(16, number=2))]
    logins = []
    for made in (None, OwnPassword(64), OwnPassword(16, number=2)):
        if made:
            names.request(step(made, action="update"))
        both = [names.login(step(OwnPassword(16), caller)) for caller in (A, Formerly(A))]
        logins.append([login.password for login in both if login and login.user == names.prefix + "a"])
    # Until a step sends a password, the login has the password that most accounts get.
    assert logins == [[sent[0], sent[0]], [sent[1], sent[0]], [sent[2], sent[1]]]
