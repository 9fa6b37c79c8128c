"""User names, passwords and roles."""

from __future__ import annotations

import copy
import itertools
import json
import logging
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto import Code, ParseError
from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
from vapix_proto.vapix.pwdgrp.users import MASKS, Password, UserName, validate_comment, validate_password, validate_user

ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
PRINTABLE = "".join(map(chr, range(32, 127)))
user_names = st.text(ALNUM, min_size=1, max_size=14)
passwords = st.text(PRINTABLE, min_size=1, max_size=64).filter(lambda text: text not in MASKS)


@given(user_names)
def test_a_user_name_is_a_str_of_its_own_type(name: str) -> None:
    user = UserName(name)
    assert user == name
    assert validate_user(name) == ()
    assert pickle.loads(pickle.dumps(user)) == user
    assert type(copy.deepcopy(user)) is UserName
    assert json.dumps(user) == f'"{name}"'


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        ("", "user-empty", (0, 0)),
        ("a" * 15, "user-long", (0, 15)),
        ("user!", "user-character", (4, 5)),
        ("nonexistent_user", "user-long", (0, 16)),
        ("j\xf6e", "user-character", (1, 2)),
        ("joe\n", "user-character", (3, 4)),
        ("\u0663oe", "user-character", (0, 1)),
    ],
)
def test_what_is_no_user_name(text: str, code: str, span: tuple[int, int]) -> None:
    with pytest.raises(ParseError) as caught:
        UserName(text)
    assert caught.value.code == code
    assert (caught.value.span.start, caught.value.span.end) == span


def test_every_problem_of_a_user_name() -> None:
    assert [str(problem.code) for problem in validate_user("nonexistent_user!")] == [
        "user-long",
        "user-character",
        "user-character",
    ]
    assert len(validate_user("_a" * 50_000)) <= 18
    with pytest.raises(TypeError):
        UserName(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("hass_user", "hassuser"),
        ("onvif-user", "onvifuser"),
        ("first.last", "firstlast"),
        ("joe\n", "joe"),
        ("\ufeffjoe\u200b", "joe"),
        ("J\xf6rg", "Joerg"),
        ("Jo\u0308rg", "Joerg"),
        ("J\xd6RG", "JOERG"),
        ("\xd6zg\xfcr", "Oezguer"),
        ("Wei\xdf", "Weiss"),
        ("S\xf8ren", "Soeren"),
        ("\xc5se", "Aase"),
        ("\xdeor", "Thor"),
        ("Jos\xe9", "Jose"),
        ("\u0141ukasz", "Lukasz"),
        ("\uff4a\uff4f\uff45", "joe"),
        ("site-camera-no-1", "sitecamerano1"),
        # The lost characters may have been meant, or the name is a different one.
        ("user!", None),
        ("joe@example", None),
        ("DOMAIN\\joe", None),
        ("\u0418\u0432\u0430\u043d", None),
        ("\u0663oe", None),
        ("ACCAdministrator", None),
        ("nonexistent_user", None),
        ("___", None),
        ("_" * 100 + "joe", None),
    ],
)
def test_the_user_name_to_write(text: str, fix: str | None) -> None:
    problems = validate_user(text)
    assert {problem.fix for problem in problems} == {fix}
    if fix is not None:
        assert validate_user(fix) == ()
        assert {problem.hint for problem in problems} == {f"write {fix}"}


def test_a_long_name_is_not_cut_without_asking() -> None:
    (problem,) = validate_user("ACCAdministrator")
    assert problem.message == "'ACCAdministrator' has 16 characters; a user name has at most 14"
    assert problem.hint == "shorten it to 14 characters, for example ACCAdministrat"
    assert validate_user("joe!" * 5)[0].hint is None


@given(st.text(max_size=30))
def test_every_user_name_to_write_is_valid(text: str) -> None:
    for problem in validate_user(text):
        assert problem.fix is None or UserName(problem.fix)
        assert problem.message.isprintable()


@given(st.text(max_size=80))
def test_a_password_is_what_the_specification_says(text: str) -> None:
    allowed = 1 <= len(text) <= 64 and all(32 <= ord(character) <= 126 for character in text)
    assert (validate_password(text) == ()) is (allowed and text not in MASKS)
    assert (validate_password(text, printable_only=False) == ()) is (text != "" and text not in MASKS)


def test_passphrase_policies() -> None:
    def said(text: str, policy: str) -> list[str]:
        problems = validate_password(text, policy=policy)
        assert {problem.code for problem in problems} <= {"password-policy", "password-character"}
        return [problem.message for problem in problems]

    assert said("pass", "none") == said("a" * 15, "length") == said("Aa1-" * 3, "complex") == []
    assert said("a" * 14, "length") == ["the password has 14 characters; the policy 'length' requires 15 or more"]
    assert said("a", "length") == ["the password has 1 character; the policy 'length' requires 15 or more"]
    assert said("aaaa", "complex") == [
        "the password has 4 characters; the policy 'complex' requires 12 or more",
        "the password has no upper-case letter; the policy 'complex' requires one",
        "the password has no digit; the policy 'complex' requires one",
        "the password has no special character; the policy 'complex' requires one",
    ]
    assert len(said("A1- " * 3, "complex")) == 1
    assert len(validate_password("gr\xfc\xdfe", printable_only=False, policy="length")) == 1
    assert [problem.code for problem in validate_password("", policy="complex")] == ["password-empty"]
    with pytest.raises(ValueError, match="'strong' is not a passphrase policy: write one of none, length, complex"):
        validate_password("x", policy="strong")


SECRET = "S3cr3t-p4ss w0rd"


def test_a_password_shows_itself_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    password = Password(SECRET)
    assert password.reveal() == SECRET
    logging.getLogger("test").warning("%s %r %s", password, password, [password])
    shown = [repr(password), str(password), f"{password}", f"{password!r:>30}", f"{password=}"]
    shown += [f"{password:>20}", repr([password]), repr({"pwd": password}), caplog.text]
    assert not any("S3cr3t" in text or "w0rd" in text for text in shown)
    for dump in (pickle.dumps, json.dumps):
        with pytest.raises(TypeError) as caught:
            dump(password)
        assert "S3cr3t" not in str(caught.value)
    with pytest.raises(AttributeError) as frozen:
        password._secret = "other"
    assert "S3cr3t" not in str(frozen.value)
    assert copy.deepcopy(password) is password
    assert len(password) == len(SECRET)


@given(passwords, passwords)
def test_passwords_are_equal_as_their_secrets(a: str, b: str) -> None:
    assert (Password(a) == Password(b)) is (a == b)
    assert hash(Password(a)) == hash(Password(a))
    assert Password(a) != a


@given(st.text(min_size=1, max_size=200), st.booleans())
def test_a_refused_password_is_in_no_error(text: str, show: bool) -> None:
    marked = f"S3cr3t{text}\n"
    with pytest.raises(ParseError) as caught:
        Password(marked)
    frames = []
    trace = caught.tb
    while trace is not None:
        if "vapix_proto" in trace.tb_frame.f_code.co_filename:
            frames.append(repr(trace.tb_frame.f_locals))
        trace = trace.tb_next  # type: ignore[assignment]
    assert frames
    assert not any(
        "S3cr3t" in shown for shown in [str(caught.value), repr(caught.value), repr(caught.value.args), *frames]
    )
    assert caught.value.code in (Code.PASSWORD_CHARACTER, Code.PASSWORD_LONG)
    assert show in (True, False)


ROLES = {
    "viewer": Role.VIEWER,
    "viewer:ptz": Role.VIEWER_PTZ,
    "operator:viewer": Role.OPERATOR,
    "operator:viewer:ptz": Role.OPERATOR_PTZ,
    "admin:operator:viewer": Role.ADMIN,
    "admin:operator:viewer:ptz": Role.ADMIN_PTZ,
}


@pytest.mark.parametrize("text", ROLES)
def test_the_six_roles_in_any_order(text: str) -> None:
    role = ROLES[text]
    for order in itertools.permutations(text.split(":")):
        assert Role.parse(":".join(order)) is role
        assert Role.of_groups(order) is role
        assert validate_role(":".join(order)) == ()
    assert str(role) == text
    assert Role.parse(role) is role
    assert role.ptz is text.endswith("ptz")
    assert role.groups == tuple(text.split(":"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("role-empty", 0, 0)]),
        ("ptz", [("role-incomplete", 0, 3)]),
        ("operator:admin", [("role-incomplete", 0, 14)]),
        ("admin", [("role-incomplete", 0, 5)]),
        ("viewer:viewer", [("role-duplicate", 7, 13)]),
        ("Viewer", [("role-unknown-group", 0, 6)]),
        ("viewer:root", [("role-unknown-group", 7, 11)]),
        ("viewer:", [("role-unknown-group", 7, 7)]),
        (":viewer", [("role-unknown-group", 0, 1)]),
        ("viewer ptz", [("role-unknown-group", 6, 7)]),
        ("admin:admin:x", [("role-incomplete", 0, 13), ("role-duplicate", 6, 11), ("role-unknown-group", 12, 13)]),
    ],
)
def test_every_problem_of_a_role(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = [(str(problem.code), problem.span.start, problem.span.end) for problem in validate_role(text)]
    assert found == expected
    with pytest.raises(ParseError):
        Role.parse(text)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("administrator", "admin:operator:viewer"),
        ("Administrator", "admin:operator:viewer"),
        ("admin", "admin:operator:viewer"),
        ("operator:admin", "admin:operator:viewer"),
        ("admin,operator,viewer", "admin:operator:viewer"),
        ("admin, operator and viewer", None),
        ("admin:operator:viewer:ptz:", "admin:operator:viewer:ptz"),
        ("operator:ptz", "operator:viewer:ptz"),
        ("Operators", "operator:viewer"),
        ("viewer ptz", "viewer:ptz"),
        ("viewer+ptz", "viewer:ptz"),
        ("viewer\n", "viewer"),
        ("ptz", "viewer:ptz"),
        ("viewer:viewer", "viewer"),
        ("viewer_ptz", "viewer:ptz"),
        ("VIEWER_PTZ", "viewer:ptz"),
        ("operator-viewer", "operator:viewer"),
        ("viewer:root", None),
        ("users", None),
        ("admin:x", None),
        (":", None),
        ("", None),
        ("viewer:" * 40, None),
    ],
)
def test_the_role_to_write(text: str, fix: str | None) -> None:
    problems = validate_role(text)
    assert {problem.fix for problem in problems} == {fix}
    if fix is not None:
        assert {problem.hint for problem in problems} == {f"write {fix}"}
        assert validate_role(fix) == ()


@pytest.mark.parametrize("text", ["guest", "", "root", "admin:x", "sgrp=viewer", ":", "ViewerAdmin", "viewer:a:b"])
def test_without_one_role_to_write_every_hint_names_all_of_them(text: str) -> None:
    hint = "write one of viewer, operator:viewer, admin:operator:viewer, each with or without :ptz"
    assert {problem.hint for problem in validate_role(text)} == {hint}
    named = [word.strip() for word in hint.removeprefix("write one of ").split(",")[:3]]
    assert {role + ptz for role in named for ptz in ("", ":ptz")} == {str(role) for role in Role}


def test_messages_of_roles() -> None:
    said = {text: validate_role(text)[0].message for text in ("administrator", "viewer:", "admin,operator", "operator")}
    assert said == {
        "administrator": "'administrator' is not one of the access groups admin, operator, viewer and ptz",
        "viewer:": "there is no group after the last colon",
        "admin,operator": "',operator' is not expected: a role consists of group names separated by colons",
        "operator": "viewer is missing: every role includes viewer, and admin also includes operator",
    }


@given(st.one_of(st.text(max_size=40), st.text("admin:operatviwpz", max_size=40)))
def test_any_text_is_a_role_or_a_parse_error(text: str) -> None:
    groups = text.split(":")
    right = len(set(groups)) == len(groups) and any(set(groups) == set(role.groups) for role in Role)
    assert (validate_role(text) == ()) is right


def test_a_long_text_is_no_role(thorough: bool) -> None:
    size = 1_000_000 if thorough else 20_000
    for text in ("a:" * (size // 2), ":" * size, "viewer:" * (size // 7) + "ptz", "a" * size):
        assert 0 < len(validate_role(text)) < 40


def test_membership_gives_the_highest_role() -> None:
    assert Role.of_groups(["operator", "admin"]) is Role.ADMIN
    assert Role.of_groups(["ptz", "operator"]) is Role.OPERATOR_PTZ
    assert Role.of_groups(["ptz"]) is None
    assert Role.of_groups([]) is None


def test_a_comment_is_one_line() -> None:
    assert validate_comment("") == validate_comment("Joe's camera, ground floor \xe9") == ()
    assert [(p.code, p.span.start) for p in validate_comment("a\nb\x00")] == [
        ("argument-value", 1),
        ("argument-value", 3),
    ]
    (half,) = validate_comment("a\ud800")
    assert half.message == r"'\ud800' is not allowed in a comment, which is one line of text without control characters"
