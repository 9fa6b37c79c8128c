"""User names, passwords and roles: what an account of an Axis device is made of.

Clauses: VAPIX System settings, "Add, modify and delete user accounts", by argument.
"""

from __future__ import annotations

from enum import Enum
from hmac import compare_digest

from vapix_proto._grammar import FormError, parse
from vapix_proto.errors import Code, ParseError, Problem, Span, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn

__all__ = [
    "Password",
    "Role",
    "UserName",
    "validate_comment",
    "validate_password",
    "validate_role",
    "validate_user",
]

USER_MAX = 14
PASSWORD_MAX = 64
_CLAUSE = "VAPIX System settings, pwdgrp.cgi"
_MASK = "********"


def validate_user(text: str) -> tuple[Problem, ...]:
    """Every problem of a user name: 1-14 characters of a-z, A-Z and 0-9.

    Raises:
        TypeError: No str.
    """
    _need_text("a user name", text)
    source = f"{_CLAUSE}: user"
    if not text:
        return (Problem(Code.USER_EMPTY, "the user name is empty", Span(0, 0), None, source),)
    problems = []
    for start, end in _foreign(text, _is_alphanumeric):
        message = f"{quote(text[start:end])} can't stand in a user name; a-z, A-Z and 0-9 can"
        problems.append(Problem(Code.USER_CHARACTER, message, Span(start, end), None, source))
    if len(text) > USER_MAX:
        message = f"the user name has {len(text)} characters; at most {USER_MAX} are allowed"
        problems.append(Problem(Code.USER_LONG, message, Span(0, len(text)), None, source))
    return tuple(sorted(problems, key=lambda problem: problem.span))


def validate_password(text: str, *, printable_only: bool = True) -> tuple[Problem, ...]:
    """Every problem of a password; no message says any of its characters.

    Args:
        text: The password.
        printable_only: 1-64 characters of ASCII 32 to 126, as the specification says. False is the newer reading: one
            or more characters of any kind, without ``strict_pwd``.

    Raises:
        TypeError: No str.
    """
    _need_text("a password", text)
    source = f"{_CLAUSE}: pwd"
    if not text:
        return (Problem(Code.PASSWORD_EMPTY, "the password is empty", Span(0, 0), None, source),)
    if not printable_only:
        return ()
    problems = [
        Problem(
            Code.PASSWORD_CHARACTER,
            "a character of the password is not printable ASCII (32 to 126)",
            Span(start, end),
            None,
            source,
        )
        for start, end in _foreign(text, _is_printable)
    ]
    if len(text) > PASSWORD_MAX:
        message = f"the password has {len(text)} characters; at most {PASSWORD_MAX} are allowed"
        problems.append(Problem(Code.PASSWORD_LONG, message, Span(0, len(text)), None, source))
    return tuple(sorted(problems, key=lambda problem: problem.span))


def validate_comment(text: str) -> tuple[Problem, ...]:
    """Every problem of a comment: one line of text, maybe empty.

    Raises:
        TypeError: No str.
    """
    _need_text("a comment", text)
    return tuple(
        Problem(
            Code.ARGUMENT_VALUE,
            f"{quote(text[start:end])} is a control character; a comment is one line of text",
            Span(start, end),
            "leave it out",
            f"{_CLAUSE}: comment",
        )
        for start, end in _foreign(text, lambda character: ord(character) >= 0x20 and ord(character) != 0x7F)
    )


class UserName(str):
    """A user name: 1-14 characters of a-z, A-Z and 0-9.

    Raises:
        ParseError: The text is none.
        TypeError: No str.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> UserName:
        """The user name of a text."""
        for problem in validate_user(text):
            raise ParseError(problem, text)
        return super().__new__(cls, text)

    def __repr__(self) -> str:
        return f"UserName({str(self)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return UserName, (str(self),)


class Password:
    """A password, that shows itself to nobody who does not ask: repr, str and format are masked; it does not pickle.

    ``reveal()`` is the one way to read it. Equality takes the same time whatever differs.

    Args:
        secret: The password.
        printable_only: See ``validate_password``.

    Raises:
        ParseError: The text is none; neither the error nor its traceback has a character of it.
        TypeError: No str.
    """

    __slots__ = ("_secret",)
    _secret: str

    def __init__(self, secret: str, *, printable_only: bool = True) -> None:
        problem = next(iter(validate_password(secret, printable_only=printable_only)), None)
        if problem is not None:
            size = len(secret)
            del secret  # a traceback that shows variables must not show it
            raise ParseError(problem, "*" * min(size, 2 * PASSWORD_MAX))
        object.__setattr__(self, "_secret", secret)

    def reveal(self) -> str:
        """The password itself."""
        return self._secret

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Password is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Password is frozen")

    def __repr__(self) -> str:
        return f"Password({_MASK!r})"

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str) -> str:
        return format(_MASK, spec)

    def __len__(self) -> int:
        return len(self._secret)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Password):
            return NotImplemented
        return compare_digest(
            self._secret.encode("utf-8", "surrogatepass"), other._secret.encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Password, self._secret))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Password is not pickled: it would be readable there")

    def __copy__(self) -> Password:
        return self

    def __deepcopy__(self, memo: object) -> Password:
        return self


class Role(Enum):
    """The access rights of an account, as ``sgrp`` writes them; ptz is the right to pan, tilt and zoom beside them."""

    VIEWER = "viewer"
    VIEWER_PTZ = "viewer:ptz"
    OPERATOR = "operator:viewer"
    OPERATOR_PTZ = "operator:viewer:ptz"
    ADMIN = "admin:operator:viewer"
    ADMIN_PTZ = "admin:operator:viewer:ptz"

    @property
    def ptz(self) -> bool:
        """Whether the role has the right to pan, tilt and zoom."""
        return self.value.endswith(":ptz")

    @property
    def groups(self) -> tuple[str, ...]:
        """The access groups of the role, as the specification orders them."""
        return tuple(self.value.split(":"))

    def __str__(self) -> str:
        return self.value

    @classmethod
    def parse(cls, text: str) -> Role:
        """The role of an ``sgrp``: its groups in any order, nothing missing, nothing twice.

        Raises:
            ParseError: The text is none.
            TypeError: No str.
        """
        for problem in validate_role(text):
            raise ParseError(problem, text)
        return cls._of(frozenset(text.split(":")))

    @classmethod
    def of_groups(cls, groups: Iterable[str]) -> Role | None:
        """The role that membership in access groups gives: the highest of them counts, as on devices; else None."""
        return cls._of(frozenset(groups)) if not _LEVELS.isdisjoint(groups := frozenset(groups)) else None

    @classmethod
    def _of(cls, groups: frozenset[str]) -> Role:
        level = next(name for name in ("admin", "operator", "viewer") if name in groups)
        return cls[level.upper() + ("_PTZ" if "ptz" in groups else "")]


_LEVELS = frozenset({"admin", "operator", "viewer"})
#: The access groups, in the order of the specification.
ACCESS_GROUPS = Role.ADMIN_PTZ.groups


def validate_role(text: str) -> tuple[Problem, ...]:
    """Every problem of an ``sgrp``.

    Raises:
        TypeError: No str.
    """
    _need_text("an sgrp", text)
    source = f"{_CLAUSE}: sgrp"
    if not text:
        hint = "write one of viewer, operator:viewer, admin:operator:viewer, each with or without :ptz"
        return (Problem(Code.ROLE_EMPTY, "there are no access groups", Span(0, 0), hint, source),)
    try:
        parse("accounts", "sgrp", text)
    except FormError as fault:
        message = f"names of groups between colons are needed, not {quote(text[fault.at :] or text, 24)}"
        return (Problem(Code.ROLE_UNKNOWN_GROUP, message, Span(fault.at, min(fault.at + 1, len(text))), None, source),)
    problems = []
    seen: set[str] = set()
    at = 0
    for name in text.split(":"):
        span = Span(at, at + len(name))
        if name not in ACCESS_GROUPS:
            hint = f"write {name.lower()}" if name.lower() in ACCESS_GROUPS else f"there are {', '.join(ACCESS_GROUPS)}"
            message = f"{quote(name)} is no access group"
            problems.append(Problem(Code.ROLE_UNKNOWN_GROUP, message, span, hint, source))
        elif name in seen:
            problems.append(Problem(Code.ROLE_DUPLICATE, f"{name} stands there twice", span, "leave it out", source))
        seen.add(name)
        at += len(name) + 1
    known = seen & set(ACCESS_GROUPS)
    if known:
        role = Role.of_groups(known | {"viewer"})
        assert role is not None  # noqa: S101 - viewer is among them
        missing = [name for name in role.groups if name not in known]
        if missing:
            message = (
                f"{'and '.join([f'{name} ' for name in missing]).strip()} missing: a higher role has all lower groups"
            )
            problems.append(Problem(Code.ROLE_INCOMPLETE, message, Span(0, len(text)), f"write {role}", source))
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.code)))


#: More runs than these are reported as one.
_RUNS_MAX = 16


def _foreign(text: str, allowed: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The runs of characters that are not allowed; past 16 runs the rest is one."""
    runs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if allowed(character):
            continue
        if runs and (runs[-1][1] == index or len(runs) == _RUNS_MAX):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _need_text(what: str, text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{what} is a str, not {type(text).__name__}")


def _is_alphanumeric(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_printable(character: str) -> bool:
    return " " <= character <= "~"
