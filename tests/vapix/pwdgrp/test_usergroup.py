"""usergroup.cgi: every response that is recorded or in the test data of clients."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import lark_trees
from vapix_proto import Code, ParseError, vapix
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError
from vapix_proto.vapix import OwnAccount, Role, UserGroup
from vapix_proto.vapix.http import HttpRequest, HttpResponse


def text_response(body: bytes, status: int = 200, kind: str = "text/plain") -> HttpResponse:
    return HttpResponse(status, (("Content-Type", kind),), body)


def test_the_request() -> None:
    http = UserGroup().to_http()
    assert (http.method, http.target, http.body) == ("GET", "/axis-cgi/usergroup.cgi", b"")
    assert vapix.parse_request(HttpRequest("GET", "/axis-cgi/usergroup.cgi")) == UserGroup()
    assert UserGroup().validate("12.11") == ()


@pytest.mark.parametrize(
    ("text", "user", "role"),
    [
        ("root\nadmin operator viewer ptz\n", "root", Role.ADMIN_PTZ),
        ("root\nroot admin operator ptz viewer", "root", Role.ADMIN_PTZ),
        ("administrator\nusers admin operator viewer\n", "administrator", Role.ADMIN),
        ("operator\nusers operator viewer", "operator", Role.OPERATOR),
        ("viewer\nusers viewer\n", "viewer", Role.VIEWER),
        ("joe\nusers\n", "joe", None),
        ("xyz==\nptz viewer\n", "xyz==", Role.VIEWER_PTZ),
        ("r\xf6k\nviewer", "r\xf6k", Role.VIEWER),
    ],
)
def test_recorded_responses(text: str, user: str, role: Role | None) -> None:
    groups = tuple(text.split()[1:])
    for data in (text, text.encode(), text.encode("latin-1"), text.replace("\n", " \r\n"), f"\n{text}\n\n"):
        own = OwnAccount.parse(data)
        assert (own.user, own.groups, own.role) == (user, groups, role)
        assert own == OwnAccount(user, groups) == pickle.loads(pickle.dumps(own))
    assert str(OwnAccount(user, groups)) == f"{user}\n{' '.join(groups)}\n"
    for kind in ("text/plain", ""):
        assert UserGroup().read(text_response(text.encode(), kind=kind)) == OwnAccount(user, groups)


def test_what_is_not_the_account() -> None:
    read = UserGroup().read
    assert read(text_response(b"")) == vapix.UnknownResponse(200, b"", "text/plain")
    assert read(HttpResponse(404, (), b"Not Found")) == vapix.Failed(404, b"Not Found")
    assert isinstance(read(HttpResponse(401, (), b"root\nadmin\n")), vapix.NotAuthenticated)
    assert isinstance(read(text_response(b"root\nadmin\n", kind="text/html")), vapix.UnknownResponse)
    refused = read(HttpResponse(401, (), b"Error: initial admin user must be created first."))
    assert refused == vapix.Refused(vapix.Reason.INITIAL_ADMIN_FIRST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "root",
        "root\n",
        "root admin",
        "root\n\nadmin",
        "root\nadmin\nviewer",
        "root\nadmin, viewer",
        "Not\nfound here",
        "<html>\nadmin",
        "{\nadmin",
        'admin="root"\nviewer="joe"',
        "root\nadmin:operator:viewer",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    for data in (text, text.encode()):
        with pytest.raises(ParseError) as caught:
            OwnAccount.parse(data)
        assert caught.value.code == Code.LISTING_NONE
        assert caught.value.span.end == len(data)
    with pytest.raises(TypeError):
        OwnAccount.parse(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("user", "groups"),
    [("a b", ("viewer",)), ("", ("viewer",)), ("a", ()), ("a", ("b",)), ("a", ("viewer", "b c")), ("<a", ("viewer",))],
)
def test_an_account_that_cant_be_written_cant_be_built(user: str, groups: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="this account can't be written as a response"):
        OwnAccount(user, groups)


@given(st.text(), st.lists(st.sampled_from(["admin", "viewer", "ptz", "users", "x_-1"])))
def test_what_is_built_comes_back(user: str, groups: list[str]) -> None:
    try:
        own = OwnAccount(user, tuple(groups))
    except ValueError:
        return
    assert OwnAccount.parse(str(own)) == OwnAccount.parse(str(own).encode()) == own


PIECES = ["root", "admin", "viewer", " ", "\t", "\n", "\r\n", "\r", "<", '"', "=", "\xe9", "\ud800", "\u2028"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_text_is_an_account_or_a_parse_error_and_the_expression_is_the_grammar(text: str) -> None:
    found = re.fullmatch(EXPRESSIONS["usergroup", "response"], text)
    try:
        tree = lark_trees.parse("usergroup", "response", text)
    except FormError:
        assert found is None
    else:
        assert found is not None
        nodes = {node.name: text[node.start : node.end] for node in tree.walk()}
        assert found.groupdict() == {name: nodes[name] for name in ("user", "groups")}
    try:
        OwnAccount.parse(text)
    except ParseError as error:
        assert error.text == text  # noqa: PT017


@pytest.mark.parametrize("piece", ["a", " ", "\n", "a ", "viewer "])
def test_long_texts(piece: str, thorough: bool) -> None:
    size = 1_000_000 if thorough else 50_000
    for text in (piece * size, "root\n" + piece * size, "root\n" + piece * size + "!"):
        try:
            OwnAccount.parse(text)
        except ParseError:
            continue
