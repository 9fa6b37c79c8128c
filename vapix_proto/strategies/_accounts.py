"""User names, passwords, roles, and group listings in every form that devices use."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import TYPE_CHECKING, Generic, TypeVar

from hypothesis import strategies as st

from vapix_proto._value import Value
from vapix_proto.errors import Code
from vapix_proto.vapix.pwdgrp.listing import Account
from vapix_proto.vapix.pwdgrp.roles import ACCESS_GROUPS, Role
from vapix_proto.vapix.pwdgrp.system_accounts import is_system_account
from vapix_proto.vapix.pwdgrp.users import MASKS, PASSWORD_MAX, USER_MAX, Password, UserName

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_LETTERS_AND_DIGITS = ascii_letters + digits
_PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
#: The characters that a comment may contain: all that UTF-8 can encode, except control characters.
_COMMENT = st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"))

_SYSTEM_ACCOUNTS = ("wwwa", "wwwaovp", "wwwov", "wwwp", "debugar", "ptzadm", "sdk", "vdo")


class Labelled(Value, Generic[T]):
    """An invalid value and the code of the first problem in it.

    Attributes:
        value: The invalid value.
        code: The code of that problem.
    """

    value: T
    code: Code


class Listing(Value):
    """The body of a response to ``action=get``, and the accounts in it.

    Attributes:
        body: The body as bytes.
        accounts: The user accounts in it, in the order of ``digusers`` or, if that is absent, of the access groups.
    """

    body: bytes
    accounts: tuple[Account, ...]

    def __init__(self, body: bytes, accounts: Sequence[Account]) -> None:
        self._set(body=body, accounts=tuple(accounts))


def _names() -> st.SearchStrategy[str]:
    return st.text(_LETTERS_AND_DIGITS, min_size=1, max_size=USER_MAX)


def user_names() -> st.SearchStrategy[UserName]:
    """User names that the specification allows."""
    return _names().map(UserName)


def invalid_user_names() -> st.SearchStrategy[Labelled[str]]:
    """Strings that are not valid user names."""
    codes = Code.USER_EMPTY, Code.USER_LONG, Code.USER_CHARACTER
    return _invalid(st.sampled_from(_LETTERS_AND_DIGITS), USER_MAX, " !_-.@\n\0\xe9\u0430\uff15", codes)


def _invalid(
    valid: st.SearchStrategy[str], most: int, foreign: str, codes: tuple[Code, Code, Code]
) -> st.SearchStrategy[Labelled[str]]:
    """Strings that are empty, are too long, or contain a forbidden character, each with the code of its fault."""
    empty, long, character = codes
    some = st.text(valid, max_size=most // 2 - 1)
    return st.one_of(
        st.just(Labelled("", empty)),
        st.text(valid, min_size=most + 1, max_size=2 * most).map(lambda text: Labelled(text, long)),
        st.builds("{}{}{}".format, some, st.sampled_from(foreign), some).map(lambda text: Labelled(text, character)),
    )


def passwords() -> st.SearchStrategy[Password]:
    """Passwords that every version of the specification allows."""
    texts = st.text(_PRINTABLE, min_size=1, max_size=PASSWORD_MAX)
    return texts.filter(lambda text: text not in MASKS).map(Password)


def invalid_passwords() -> st.SearchStrategy[Labelled[str]]:
    """Strings that break the rule for passwords: 1-64 characters of ASCII 32 to 126."""
    codes = Code.PASSWORD_EMPTY, Code.PASSWORD_LONG, Code.PASSWORD_CHARACTER
    return _invalid(_PRINTABLE, PASSWORD_MAX, "\n\0\x1f\x7f\xe9\u20ac", codes)


def comments() -> st.SearchStrategy[str]:
    """Account comments: one line of text, possibly empty."""
    return st.text(_COMMENT, max_size=30)


def roles() -> st.SearchStrategy[Role]:
    """The six roles."""
    return st.sampled_from(list(Role))


def role_texts() -> st.SearchStrategy[str]:
    """Roles as they may appear in ``sgrp``, with their groups in any order."""
    return roles().flatmap(lambda role: st.permutations(role.groups)).map(":".join)


def invalid_roles() -> st.SearchStrategy[Labelled[str]]:
    """Strings that are not valid in ``sgrp``."""
    unknown = st.sampled_from(["root", "users", "Viewer", "ADMIN", "guest", "viewers"])
    return st.one_of(
        st.just(Labelled("", Code.ROLE_EMPTY)),
        unknown.map(lambda text: Labelled(text, Code.ROLE_UNKNOWN_GROUP)),
        st.sampled_from(["viewer;ptz", "viewer:", ":viewer", "viewer::ptz", "viewer ptz"]).map(
            lambda text: Labelled(text, Code.ROLE_UNKNOWN_GROUP)
        ),
        st.builds("{}:{}".format, role_texts(), unknown).map(lambda text: Labelled(text, Code.ROLE_UNKNOWN_GROUP)),
        st.sampled_from(["operator:admin", "admin", "operator", "ptz", "admin:viewer", "operator:ptz"]).map(
            lambda text: Labelled(text, Code.ROLE_INCOMPLETE)
        ),
        roles().map(lambda role: Labelled(f"{role}:{role.groups[-1]}", Code.ROLE_DUPLICATE)),
    )


@st.composite
def get_responses(draw: st.DrawFn) -> Listing:
    """Responses to ``action=get``, in many recorded forms: with or without system accounts and Unix groups."""
    users = draw(st.dictionaries(_names().filter(lambda name: not is_system_account(name)), roles(), max_size=5))
    system = draw(st.lists(st.sampled_from(_SYSTEM_ACCOUNTS), unique=True))
    members = {
        group: [name for name, role in users.items() if group in role.groups] + system for group in ACCESS_GROUPS
    }
    order = draw(st.permutations(list(users)))
    groups = [(group, draw(st.permutations(names))) for group, names in members.items()]
    if draw(st.booleans()):
        groups.append(("digusers", order))
    else:
        order = list(dict.fromkeys(name for _, names in groups for name in names if name in users))
    unix = st.text(_LETTERS_AND_DIGITS + "-_", min_size=1, max_size=8).filter(lambda name: name not in _OURS)
    others = draw(st.dictionaries(unix, st.lists(_names(), max_size=3), max_size=5))
    lines = draw(st.permutations([*groups, *others.items()]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join(_line(draw, group, names) for group, names in lines)
    body = text + draw(st.sampled_from([end, "", end + end]))
    return Listing(body.encode("ascii"), [Account(UserName(name), users[name]) for name in order])


_OURS = frozenset({*ACCESS_GROUPS, "digusers"})


def _line(draw: st.DrawFn, group: str, names: Sequence[str]) -> str:
    value = ",".join(names) + draw(st.sampled_from(["", ","]))
    return f"{group}={value}" if draw(st.booleans()) else f'{group}="{value}"'
