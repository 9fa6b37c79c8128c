"""Requests to ``pwdgrp.cgi``: add, update and remove accounts, and list them."""

from __future__ import annotations

from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Span
from vapix_proto.vapix.arguments import checked
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.failures import parsed, read_response
from vapix_proto.vapix.protocol import Request
from vapix_proto.vapix.pwdgrp.listing import AccountListing
from vapix_proto.vapix.pwdgrp.responses import Created, Modified, Refused, Removed, read_text
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import Password, UserName
from vapix_proto.vapix.pwdgrp.validation import SOURCE, comment_problems, group_problems, value_problems

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeVar

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs

    R = TypeVar("R", Created, Modified, Removed)

_CGI = CGIS["pwdgrp.cgi"]


class _Account(Request):
    """The base class of all four requests to ``pwdgrp.cgi``. It applies the rules for their values."""

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        values = given.values
        for problem in value_problems(values["action"], values, version, initial_admin=initial_admin):
            yield problem, values.get(problem.subject or "", "")


class _Change(_Account):
    """The base class of the requests that add or update an account."""

    _sent = (
        *(("user", "user"), ("pwd", "pwd"), ("grp", "grp"), ("role", "sgrp")),
        *(("comment", "comment"), ("strict_pwd", "strict_pwd")),
    )

    def _arguments(self) -> Pairs:
        # strict_pwd, the last argument, is sent as 1 or left out.
        pairs = super()._arguments()
        return (*pairs[:-1], ("strict_pwd", "1")) if pairs[-1][1] == "true" else pairs[:-1]

    @classmethod
    def _fields(cls, given: Given) -> dict[str, Any]:
        fields = {"comment": None, **super()._fields(given)}
        fields["strict_pwd"] = fields.get("strict_pwd") == "1"
        if "pwd" in fields:
            fields["pwd"] = Password(fields["pwd"], printable_only=False)
        if "role" in fields:
            fields["role"] = _role_of(fields["role"])
        return fields


class AddUser(_Change):
    """Creates an account.

    Attributes:
        user: The user name.
        pwd: The password, which may be passed as a str.
        role: The access rights (``sgrp``).
        grp: The primary group: users, or root for the initial admin; in recorded requests, clients also send admin.
        comment: A description, which may be empty. None omits it, which AXIS OS refused before autumn 2019.
        strict_pwd: Whether the device should check the password against the VAPIX standard.

    Raises:
        ParseError: A value is not allowed.
        TypeError: A value has the wrong type.
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
            grp=checked(_CGI, "grp", grp, group_problems),
            comment=None if comment is None else checked(_CGI, "comment", comment, comment_problems),
            strict_pwd=bool(strict_pwd),
        )

    def read(self, response: HttpResponse) -> Created | Failure:
        """Whether the account was created.

        The text "Modified the account joe." (example 6 of the specification) also means that the account was created.
        """

        def own(response: HttpResponse) -> Created | Refused | None:
            if b"Modified the account " in response.body:
                found = _outcome(response, Modified, self.user)
                return Created(found.user) if isinstance(found, Modified) else found
            return _outcome(response, Created, self.user)

        return read_response(response, own)


class UpdateUser(_Change):
    """Changes an account. Attributes are as in ``AddUser``; None leaves a value unchanged.

    Raises:
        ParseError: A value is not allowed, or there is nothing to change.
        TypeError: A value has the wrong type.
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
            grp=None if grp is None else checked(_CGI, "grp", grp, group_problems),
            comment=None if comment is None else checked(_CGI, "comment", comment, comment_problems),
            strict_pwd=bool(strict_pwd),
        )

    def read(self, response: HttpResponse) -> Modified | Failure:
        """Whether the account was changed."""
        return read_response(response, lambda response: _outcome(response, Modified, self.user))


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
        return read_response(response, lambda response: _outcome(response, Removed, self.user))


class GetUsers(_Account):
    """Lists the groups and their members."""

    def read(self, response: HttpResponse) -> AccountListing | Failure:
        """The device's groups and accounts."""
        return read_response(response, _listing)


def _outcome(response: HttpResponse, kind: type[R], user: str) -> R | Refused | None:
    """A refusal, or a success of type ``kind`` for ``user``; None if the response is neither."""
    found = read_text(response.status, response.body)
    return found if isinstance(found, Refused) or (isinstance(found, kind) and found.user == user) else None


def _listing(response: HttpResponse) -> AccountListing | Refused | None:
    listing = parsed(response, AccountListing.parse, "text/plain")
    if listing is not None:
        return listing
    found = read_text(response.status, response.body)
    return found if isinstance(found, Refused) else None


def _role_of(sgrp: str) -> Role:
    role = Role.of_groups(sgrp.split(":"))
    if role is None:
        message, source = "sgrp grants no access rights", f"{SOURCE}: sgrp"
        span = Span(0, len(sgrp))
        raise ParseError(Problem(Code.ROLE_INCOMPLETE, message, span, None, source, subject="sgrp"), sgrp)
    return role


def _check_role(role: object) -> None:
    if not isinstance(role, Role):
        raise TypeError(f"role must be a Role, not {type(role).__name__}")


def _checked_password(pwd: Password | str) -> Password:
    return pwd if isinstance(pwd, Password) else Password(pwd)
