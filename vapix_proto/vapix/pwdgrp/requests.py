"""Requests to ``pwdgrp.cgi``: add, update and remove accounts, and list them."""

from __future__ import annotations

from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.failures import parsed, read_response
from vapix_proto.vapix.protocol import Request
from vapix_proto.vapix.pwdgrp.listing import AccountListing
from vapix_proto.vapix.pwdgrp.responses import Created, Modified, Refused, Removed, read_text
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import Password, UserName, validate_comment
from vapix_proto.vapix.pwdgrp.validation import GROUPS, GROUPS_RECORDED, SOURCE, value_problems

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self, TypeVar

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs

    R = TypeVar("R", Created, Modified, Removed)

__all__ = ["AddUser", "GetUsers", "RemoveUser", "UpdateUser"]


class _Account(Request):
    """What the four requests share: the rules of their values."""

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        values = given.values
        for problem in value_problems(values["action"], values, version, initial_admin=initial_admin):
            yield problem, values.get(problem.subject or "", "")


class AddUser(_Account):
    """Creates an account.

    Attributes:
        user: The user name.
        pwd: The password, which may be given as a str.
        role: The access rights (``sgrp``).
        grp: The primary group: users; root for the initial admin; admin as recorded clients send it.
        comment: A description, which may be empty. None leaves it out, which versions before autumn 2019 refuse.
        strict_pwd: Whether the device is to check the password by the VAPIX standard.

    Raises:
        ParseError: A value that is not allowed.
        TypeError: A value of another type.
    """

    user: UserName
    pwd: Password
    role: Role
    grp: str
    comment: str | None
    strict_pwd: bool

    @discreet
    def __init__(
        self,
        user: UserName | str,
        pwd: Password | str,
        role: Role,
        grp: str = "users",
        comment: str | None = "",
        strict_pwd: bool = False,
    ) -> None:
        _check_role(role)
        self._set(
            user=UserName(user),
            pwd=_checked_password(pwd),
            role=role,
            grp=_checked_group(grp),
            comment=None if comment is None else _checked_comment(comment),
            strict_pwd=bool(strict_pwd),
        )

    def _arguments(self) -> Pairs:
        pairs = [
            ("user", str(self.user)),
            ("pwd", self.pwd.reveal()),
            ("grp", self.grp),
            ("sgrp", self.role.value),
        ]
        if self.comment is not None:
            pairs.append(("comment", self.comment))
        return (*pairs, ("strict_pwd", "1")) if self.strict_pwd else tuple(pairs)

    @classmethod
    def _of(cls, given: Given) -> Self:
        values, role = given.values, _given_role(given)
        assert role is not None  # noqa: S101 - the table says that add needs it
        pwd = Password(values["pwd"], printable_only=False)
        return cls(values["user"], pwd, role, values["grp"], values.get("comment"), values.get("strict_pwd") == "1")

    def read(self, response: HttpResponse) -> Created | Failure:
        """Whether the account was created; "Modified the account joe." means so, too (example 6)."""

        def own(response: HttpResponse) -> Created | Refused | None:
            said = _said(response, Modified, self.user)
            return Created(said.user) if isinstance(said, Modified) else said or _said(response, Created, self.user)

        return read_response(response, own)


class UpdateUser(_Account):
    """Changes an account: what is None is left unchanged. Attributes as in ``AddUser``.

    Raises:
        ParseError: A value that is not allowed, or nothing to change.
        TypeError: A value of another type.
    """

    user: UserName
    pwd: Password | None
    role: Role | None
    grp: str | None
    comment: str | None
    strict_pwd: bool

    @discreet
    def __init__(
        self,
        user: UserName | str,
        pwd: Password | str | None = None,
        role: Role | None = None,
        grp: str | None = None,
        comment: str | None = None,
        strict_pwd: bool = False,
    ) -> None:
        if role is not None:
            _check_role(role)
        if pwd is None and role is None and grp is None and comment is None:
            message = "update changes nothing: none of pwd, role, grp and comment is given"
            raise ParseError(Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, SOURCE, subject="pwd"), "")
        self._set(
            user=UserName(user),
            pwd=None if pwd is None else _checked_password(pwd),
            role=role,
            grp=None if grp is None else _checked_group(grp),
            comment=None if comment is None else _checked_comment(comment),
            strict_pwd=bool(strict_pwd),
        )

    def _arguments(self) -> Pairs:
        pairs = [("user", str(self.user))]
        if self.pwd is not None:
            pairs.append(("pwd", self.pwd.reveal()))
        if self.grp is not None:
            pairs.append(("grp", self.grp))
        if self.role is not None:
            pairs.append(("sgrp", self.role.value))
        if self.comment is not None:
            pairs.append(("comment", self.comment))
        return (*pairs, ("strict_pwd", "1")) if self.strict_pwd else tuple(pairs)

    @classmethod
    def _of(cls, given: Given) -> Self:
        values, role = given.values, _given_role(given)
        pwd = Password(values["pwd"], printable_only=False) if "pwd" in values else None
        strict = values.get("strict_pwd") == "1"
        return cls(values["user"], pwd, role, values.get("grp"), values.get("comment"), strict)

    def read(self, response: HttpResponse) -> Modified | Failure:
        """Whether the account was changed."""
        return read_response(response, lambda response: _said(response, Modified, self.user))


class RemoveUser(_Account):
    """Removes an account.

    Raises:
        ParseError: The user name is not valid.
    """

    _sent = (("user", "user"),)
    user: UserName

    def __init__(self, user: UserName | str) -> None:
        self._set(user=UserName(user))

    def read(self, response: HttpResponse) -> Removed | Failure:
        """Whether the account was removed."""
        return read_response(response, lambda response: _said(response, Removed, self.user))


class GetUsers(_Account):
    """Lists the groups and their members."""

    def read(self, response: HttpResponse) -> AccountListing | Failure:
        """The groups and accounts of the device."""
        return read_response(response, _listing)


def _said(response: HttpResponse, kind: type[R], user: str) -> R | Refused | None:
    """What a response means for a request; None if it is about another account."""
    said = read_text(response.status, response.body)
    return said if isinstance(said, Refused) or (isinstance(said, kind) and said.user == user) else None


def _listing(response: HttpResponse) -> AccountListing | Refused | None:
    found = parsed(response, AccountListing.parse, "text/plain")
    said = read_text(response.status, response.body) if found is None else None
    return said if isinstance(said, Refused) else found


def _given_role(given: Given) -> Role | None:
    sgrp = given.values.get("sgrp")
    role = None if sgrp is None else Role.of_groups(sgrp.split(":"))
    if sgrp is not None and role is None:
        message, source = "the sgrp grants no access rights", f"{SOURCE}: sgrp"
        span = Span(0, len(sgrp))
        raise ParseError(Problem(Code.ROLE_INCOMPLETE, message, span, None, source, subject="sgrp"), sgrp)
    return role


def _check_role(role: object) -> None:
    if not isinstance(role, Role):
        raise TypeError(f"role must be a Role, not {type(role).__name__}")


def _checked_password(pwd: Password | str) -> Password:
    return pwd if isinstance(pwd, Password) else Password(pwd)


def _checked_group(grp: str) -> str:
    if not isinstance(grp, str):
        raise TypeError(f"grp must be a str, not {type(grp).__name__}")
    if grp not in GROUPS + GROUPS_RECORDED:
        message = f"{quote(grp)} is not a primary group"
        hint = "write users; root is for the initial admin"
        raise ParseError(Problem(Code.GROUP_UNKNOWN, message, Span(0, len(grp)), hint, f"{SOURCE}: grp"), grp)
    return str.__str__(grp)


def _checked_comment(comment: str) -> str:
    for problem in validate_comment(comment):
        raise ParseError(problem, comment)
    return str.__str__(comment)
