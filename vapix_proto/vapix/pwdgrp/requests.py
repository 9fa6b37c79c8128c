"""Requests to ``pwdgrp.cgi``: add, update and remove accounts, and list them."""

from __future__ import annotations

from vapix_proto._value import Value, discreet
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.http import FORM, HttpRequest, encode_arguments, need_request
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import Password, UserName, validate_comment
from vapix_proto.vapix.pwdgrp.validation import GROUPS, GROUPS_RECORDED, PATHS, SOURCE, arguments_of, problems_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self

__all__ = ["AddUser", "GetUsers", "PwdgrpRequest", "RemoveUser", "UpdateUser", "parse_pwdgrp_request"]


class _Request(Value):
    """What the four requests share: they become HTTP, and come back from it."""

    action: ClassVar[str]

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments in the order of the specification. Those of a new password have it in clear: don't log them."""
        raise NotImplementedError

    @property
    def secret(self) -> bool:
        """Whether one of the arguments must not be in a URL."""
        return False

    @discreet
    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields have their own types
        """A copy with the named fields changed, checked like any new request."""
        return super().replace(**changes)

    __replace__ = replace

    @discreet
    def to_http(self, method: str = "POST") -> HttpRequest:
        """The request for an HTTP library: POST with a form in the body, or GET where nothing is secret.

        Raises:
            ParseError: GET with a password, which would be in the URL (``secret-in-url``), or another method.
        """
        if method == "POST":
            headers = (("Content-Type", FORM),)
            return HttpRequest("POST", PATHS[0], "", headers, encode_arguments(self.arguments()).encode("ascii"))
        if method != "GET":
            message, code = f"the method {quote(method)} is not allowed", Code.METHOD_WRONG
            raise ParseError(Problem(code, message, Span(0, len(method)), "use POST", SOURCE), method)
        if self.secret:
            message = "the password would be in the URL, which is written to logs"
            raise ParseError(Problem(Code.SECRET_IN_URL, message, Span(0, 0), "use POST", SOURCE, subject="pwd"), "")
        return HttpRequest("GET", PATHS[0], encode_arguments(self.arguments()))

    @classmethod
    @discreet
    def from_http(cls, request: HttpRequest) -> Self:
        """The request of an HTTP message: of query and body, whatever the content type.

        Accepts what devices accept beyond the specification: roles without their lower groups, ``grp=admin``, unknown
        arguments, a password in the URL. ``validate_pwdgrp`` reports them.

        Raises:
            ParseError: The message is not such a request.
        """
        found = parse_pwdgrp_request(request)
        if not isinstance(found, cls):
            message = f"the action is {found.action}, not {cls.action}"
            problem = Problem(Code.ACTION_UNKNOWN, message, Span(0, 0), None, f"{SOURCE}: action", subject="action")
            raise ParseError(problem, "")
        return found


class AddUser(_Request):
    """Creates an account.

    Attributes:
        user: The user name.
        pwd: The password, which may be given as a str.
        role: The access rights (``sgrp``).
        grp: The primary group: users; root for the initial admin; admin as recorded clients send it.
        comment: A description, which may be empty.
        strict_pwd: Whether the device is to check the password by the VAPIX standard.

    Raises:
        ParseError: A value that is not allowed.
        TypeError: A value of another type.
    """

    action = "add"
    user: UserName
    pwd: Password
    role: Role
    grp: str
    comment: str
    strict_pwd: bool

    @discreet
    def __init__(
        self,
        user: UserName | str,
        pwd: Password | str,
        role: Role,
        grp: str = "users",
        comment: str = "",
        strict_pwd: bool = False,
    ) -> None:
        _check_role(role)
        self._set(
            user=UserName(user),
            pwd=_checked_password(pwd),
            role=role,
            grp=_checked_group(grp),
            comment=_checked_comment(comment),
            strict_pwd=bool(strict_pwd),
        )

    @property
    def secret(self) -> bool:
        """Whether one of the arguments must not be in a URL: the password."""
        return True

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments in the order of the specification, the password in clear: don't log them."""
        pairs = [
            ("action", "add"),
            ("user", str(self.user)),
            ("pwd", self.pwd.reveal()),
            ("grp", self.grp),
            ("sgrp", self.role.value),
            ("comment", self.comment),
        ]
        return (*pairs, ("strict_pwd", "1")) if self.strict_pwd else tuple(pairs)


class UpdateUser(_Request):
    """Changes an account: what is None stays as it is. Attributes as in ``AddUser``.

    Raises:
        ParseError: A value that is not allowed, or nothing to change.
        TypeError: A value of another type.
    """

    action = "update"
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

    @property
    def secret(self) -> bool:
        """Whether one of the arguments must not be in a URL: a new password."""
        return self.pwd is not None

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments in the order of the specification, a new password in clear: don't log them."""
        pairs = [("action", "update"), ("user", str(self.user))]
        if self.pwd is not None:
            pairs.append(("pwd", self.pwd.reveal()))
        if self.grp is not None:
            pairs.append(("grp", self.grp))
        if self.role is not None:
            pairs.append(("sgrp", self.role.value))
        if self.comment is not None:
            pairs.append(("comment", self.comment))
        return (*pairs, ("strict_pwd", "1")) if self.strict_pwd else tuple(pairs)


class RemoveUser(_Request):
    """Removes an account.

    Raises:
        ParseError: The user name is not valid.
    """

    action = "remove"
    user: UserName

    def __init__(self, user: UserName | str) -> None:
        self._set(user=UserName(user))

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments in the order of the specification."""
        return (("action", "remove"), ("user", str(self.user)))


class GetUsers(_Request):
    """Lists the groups and their members; the response is an ``AccountListing``."""

    action = "get"

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The one argument."""
        return (("action", "get"),)


PwdgrpRequest = AddUser | UpdateUser | RemoveUser | GetUsers

# Problems of a request that devices overlook: what they accept beyond the specification.
_OVERLOOKED = frozenset(
    {
        Code.SECRET_IN_URL,
        Code.ROLE_INCOMPLETE,
        Code.ARGUMENT_UNKNOWN,
        Code.ARGUMENT_ENCODING,
        # The newer text of the specification lets a password have any characters.
        Code.PASSWORD_CHARACTER,
        Code.PASSWORD_LONG,
        # Whether an account may be removed is the device's to say.
        Code.INITIAL_ADMIN,
    }
)


@discreet
def parse_pwdgrp_request(request: HttpRequest) -> PwdgrpRequest:
    """The request of an HTTP message; see ``from_http`` of the requests for what is accepted.

    Raises:
        ParseError: The message is not a request to pwdgrp.cgi; no part of a password is in the error or its traceback.
    """
    need_request(request)
    # The body may be a stream that can be read but once.
    request = request.replace(body=request.read_body())
    for problem in problems_of(request):
        if problem.severity is Severity.ERROR and problem.code not in _OVERLOOKED:
            raise ParseError(problem, "")
    values: dict[str, str] = {}
    for name, value in arguments_of(request):
        values.setdefault(name, value)
    action = values["action"]
    if action == "get":
        return GetUsers()
    if action == "remove":
        return RemoveUser(values["user"])
    secret = values.pop("pwd", None)
    pwd = None if secret is None else Password(secret, printable_only=False)
    role = Role.of_groups(values["sgrp"].split(":")) if "sgrp" in values else None
    strict = values.get("strict_pwd") == "1"
    if role is None and "sgrp" in values:
        message = "the sgrp gives no access rights"
        span = Span(0, len(values["sgrp"]))
        raise ParseError(Problem(Code.ROLE_INCOMPLETE, message, span, None, SOURCE, subject="sgrp"), "")
    if action == "update":
        if pwd is None and not values.keys() & {"grp", "sgrp", "comment"}:
            message = "update changes nothing"
            raise ParseError(Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, SOURCE, subject="pwd"), "")
        return UpdateUser(values["user"], pwd, role, values.get("grp"), values.get("comment"), strict)
    assert pwd is not None  # noqa: S101 - add needs it, as validate_pwdgrp says
    assert role is not None  # noqa: S101 - and so it needs sgrp
    return AddUser(values["user"], pwd, role, values["grp"], values.get("comment", ""), strict)


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
    return grp


def _checked_comment(comment: str) -> str:
    for problem in validate_comment(comment):
        raise ParseError(problem, comment)
    return comment
