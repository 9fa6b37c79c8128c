"""Every problem of a request to ``pwdgrp.cgi``, by the rules of a version of AXIS OS, which are data here."""

from __future__ import annotations

from itertools import chain

from vapix_proto._value import Value, discreet, pairs_of
from vapix_proto.errors import Code, Problem, Severity, Span, limited, quote
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import (
    SECRETS,
    HttpRequest,
    decode_arguments,
    may_hold_password,
    read_arguments,
    unquoted,
)
from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
from vapix_proto.vapix.pwdgrp.users import Password, validate_comment, validate_password, validate_user

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from dataclasses import KW_ONLY
    from typing import TypeAlias

    from vapix_proto.vapix.http import Pairs

    Argument: TypeAlias = str | Password
    #: A request, its encoded arguments, pairs of them in order, or a mapping.
    Arguments: TypeAlias = HttpRequest | str | bytes | Iterable[tuple[str, Argument]] | Mapping[str, Argument]

__all__ = ["ACTIONS", "COMMENT_OPTIONAL_SINCE", "INITIAL_ADMIN", "Action", "InitialAdmin", "validate_pwdgrp"]

SOURCE = "VAPIX System settings, pwdgrp.cgi"
PATHS = ("/axis-cgi/pwdgrp.cgi", "/axis-cgi/admin/pwdgrp.cgi")
METHODS = ("GET", "POST")
#: The arguments that the CGI knows.
ARGUMENTS = ("action", "user", "pwd", "grp", "sgrp", "comment", "strict_pwd")
#: Primary groups: users is recommended, root is for the initial admin.
GROUPS = ("users", "root")
#: Recorded and accepted by devices, but not in the specification.
GROUPS_RECORDED = ("admin",)


class Action(Value):
    """What an action needs.

    Attributes:
        name: Its word.
        required: The arguments that must be there.
        allowed: All that may be there, ``action`` aside.
    """

    name: str
    required: tuple[str, ...]
    allowed: tuple[str, ...]


ACTIONS = {
    action.name: action
    for action in (
        Action("add", ("user", "pwd", "grp", "sgrp"), ARGUMENTS[1:]),
        Action("update", ("user",), ARGUMENTS[1:]),
        Action("remove", ("user",), ("user",)),
        Action("get", (), ()),
    )
}

#: "Service releases since autumn 2019" need no comment; 9.40 is the first feature release of that time.
COMMENT_OPTIONAL_SINCE = AxisOs((9, 40))
#: The newer text of the specification lets a password have any characters without strict_pwd; neither source says since
#: when, so only versions after the recorded ones are read that way.
ANY_PASSWORD_SINCE = AxisOs((13,))


class InitialAdmin(Value):
    """What the first account of a device must be.

    Attributes:
        since: The first version of AXIS OS that this holds for.
        name: The user name; None for any.
        role: The role.
        comment: Whether it may have a comment.
        removable: Whether it can be removed later.
    """

    since: AxisOs
    name: str | None
    role: Role
    _: KW_ONLY
    comment: bool
    removable: bool


#: By version, the newest first (example 1 of the specification).
INITIAL_ADMIN = (
    InitialAdmin(AxisOs((11, 5)), None, Role.ADMIN_PTZ, comment=True, removable=True),
    InitialAdmin(AxisOs((0,)), "root", Role.ADMIN_PTZ, comment=False, removable=False),
)


def initial_admin_of(version: AxisOs) -> InitialAdmin:
    """The rule for the first account of a device of that version."""
    return next(rule for rule in INITIAL_ADMIN if version >= rule.since)


@discreet
def validate_pwdgrp(
    arguments: Arguments, axis_os: AxisOs | str = "11.5", *, initial_admin: bool = False
) -> tuple[Problem, ...]:
    """The problems of a request: missing, unknown, repeated and wrong arguments, and a secret in the URL.

    There are 64 at the most, and how many more there are.
    A problem's ``subject`` is the argument in whose value its span counts; no message has a character of a password.

    Args:
        arguments: A request, with its method, path, query and body, or its arguments alone.
        axis_os: The version whose rules hold.
        initial_admin: Whether this is to be the first account of the device.

    Raises:
        ValueError: No version.
        TypeError: No arguments.
    """
    return limited(problems_of(arguments, axis_os, initial_admin=initial_admin))


def problems_of(
    arguments: Arguments, axis_os: AxisOs | str = "11.5", *, initial_admin: bool = False
) -> Iterator[Problem]:
    """As ``validate_pwdgrp``, with all problems."""
    version = AxisOs.parse(axis_os)
    broken: Iterator[Problem] = iter(())
    if isinstance(arguments, HttpRequest):
        pairs, broken = _of_request(arguments)
    elif isinstance(arguments, (str, bytes)):
        pairs, broken = read_arguments(arguments)
    else:
        pairs = _pairs(arguments)
    return chain(broken, _of_pairs(pairs, version, initial_admin=initial_admin))


def _pairs(arguments: Iterable[tuple[str, Argument]] | Mapping[str, Argument]) -> Pairs:
    try:
        pairs = tuple(
            (name, value.reveal() if isinstance(value, Password) else value) for name, value in pairs_of(arguments)
        )
        sound = all(type(name) is str and isinstance(value, str) for name, value in pairs)
    except (TypeError, ValueError):
        sound = False
    if not sound:
        kind = type(arguments).__name__
        raise TypeError(f"a request, its encoded arguments, or pairs or a mapping of str are needed, not {kind}")
    return pairs


def arguments_of(request: HttpRequest) -> Pairs:
    """The arguments of a request: those of its query, then those of its body, whatever its content type."""
    return decode_arguments(request.query)[0] + decode_arguments(request.read_body())[0]


def _of_request(request: HttpRequest) -> tuple[Pairs, Iterator[Problem]]:
    in_query, query_problems = read_arguments(request.query)
    in_body, body_problems = read_arguments(request.read_body())
    return in_query + in_body, chain(_of_head(request), query_problems, _in_url(in_query), body_problems)


def _of_head(request: HttpRequest) -> Iterator[Problem]:
    if request.method not in METHODS:
        message = f"the method {quote(request.method)} is not allowed"
        yield Problem(Code.METHOD_WRONG, message, Span(0, 0), "use POST", SOURCE)
    if request.path not in PATHS:
        yield Problem(Code.PATH_WRONG, "the path is not that of pwdgrp.cgi", Span(0, 0), f"use {PATHS[0]}", SOURCE)


def _in_url(in_query: Pairs) -> Iterator[Problem]:
    for name in dict.fromkeys(name for name, _ in in_query if name in SECRETS):
        message = f"{name} is in the URL, which is written to logs"
        hint = "send the arguments in the body of a POST"
        yield Problem(Code.SECRET_IN_URL, message, Span(0, 0), hint, SOURCE, subject=name)


def _of_pairs(pairs: Pairs, version: AxisOs, *, initial_admin: bool) -> Iterator[Problem]:
    values: dict[str, str] = {}
    quotable = not may_hold_password(pairs)
    unknown = 0
    for name, value in pairs:
        if name not in ARGUMENTS:
            unknown += 1
        elif name in values:
            message = f"{name} occurs twice"
            yield Problem(Code.ARGUMENT_REPEATED, message, Span(0, 0), "send it once", SOURCE, subject=name)
        else:
            values[name] = value
    if unknown:
        message = "an argument does not exist" if unknown == 1 else f"{unknown} arguments do not exist"
        hint = f"there are {', '.join(ARGUMENTS)}; & in a value is written %26"
        yield Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), hint, SOURCE, Severity.WARNING)
    for problem in _of_values(values, version, initial_admin=initial_admin):
        yield problem if quotable else unquoted(problem)


def _of_values(values: Mapping[str, str], version: AxisOs, *, initial_admin: bool) -> Iterator[Problem]:
    action = ACTIONS.get(values.get("action", ""))
    if action is None:
        given = values.get("action")
        what = "there is not an action" if not given else f"{quote(given)} is not an action"
        hint = f"write one of {', '.join(ACTIONS)}"
        span = Span(0, len(given or ""))
        yield Problem(Code.ACTION_UNKNOWN, what, span, hint, f"{SOURCE}: action", subject="action")
        return
    yield from _missing(action, values, version)
    for name, value in values.items():
        if name != "action" and name not in action.allowed:
            message = f"{name} means nothing to the action {action.name}"
            yield Problem(
                Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", SOURCE, Severity.WARNING, subject=name
            )
        for problem in _value_problems(name, value, version, strict=values.get("strict_pwd") == "1"):
            yield problem.replace(subject=name)
    if initial_admin:
        yield from _initial_admin(values, version)
    else:
        yield from _later(action, values, version)


def _later(action: Action, values: Mapping[str, str], version: AxisOs) -> Iterator[Problem]:
    """What the rules for the initial admin mean to the requests after it."""
    rule = initial_admin_of(version)
    source = f"{SOURCE}: example 1"
    if action.name == "remove" and not rule.removable and values.get("user") == rule.name:
        message = f"before AXIS OS 11.5 {rule.name} can't be removed"
        span = Span(0, len(values["user"]))
        yield Problem(Code.INITIAL_ADMIN, message, span, None, source, subject="user")
    if action.name == "add" and values.get("grp") == "root":
        message = "the group root is for the initial admin"
        yield Problem(
            Code.INITIAL_ADMIN, message, Span(0, 4), "write users", f"{SOURCE}: grp", Severity.WARNING, subject="grp"
        )


def _missing(action: Action, values: Mapping[str, str], version: AxisOs) -> Iterator[Problem]:
    for name in action.required:
        if name not in values:
            message = f"{name} is missing; the action {action.name} needs it"
            yield Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, f"{SOURCE}: {name}", subject=name)
    if action.name == "add" and "comment" not in values and version < COMMENT_OPTIONAL_SINCE:
        message = "comment is missing; versions before autumn 2019 need it, even if it is empty"
        source = f"{SOURCE}: comment"
        yield Problem(
            Code.ARGUMENT_MISSING, message, Span(0, 0), "send comment=", source, Severity.WARNING, subject="comment"
        )
    if action.name == "update" and not set(values) & {"pwd", "grp", "sgrp", "comment"}:
        message = "update changes nothing: none of pwd, grp, sgrp and comment is there"
        yield Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, SOURCE, Severity.WARNING, subject="pwd")


def _value_problems(name: str, value: str, version: AxisOs, *, strict: bool) -> tuple[Problem, ...]:
    if name == "user":
        return validate_user(value)
    if name == "pwd":
        return validate_password(value, printable_only=strict or version < ANY_PASSWORD_SINCE)
    if name == "sgrp":
        return validate_role(value)
    if name == "comment":
        return validate_comment(value)
    if name == "grp" and value not in GROUPS:
        severity = Severity.WARNING if value in GROUPS_RECORDED else Severity.ERROR
        what = f"{quote(value)} is not a primary group of the specification"
        hint = "write users; root is for the initial admin"
        return (Problem(Code.GROUP_UNKNOWN, what, Span(0, len(value)), hint, f"{SOURCE}: grp", severity),)
    if name == "strict_pwd" and value not in ("0", "1"):
        what = f"{quote(value)} is neither 1 nor 0"
        hint = "write 1 to have the password checked"
        return (Problem(Code.ARGUMENT_VALUE, what, Span(0, len(value)), hint, f"{SOURCE}: strict_pwd"),)
    return ()


def _initial_admin(values: Mapping[str, str], version: AxisOs) -> Iterator[Problem]:
    rule = initial_admin_of(version)
    source = f"{SOURCE}: example 1"

    def problem(name: str, message: str) -> Problem:
        span = Span(0, len(values.get(name, "")))
        return Problem(Code.INITIAL_ADMIN, message, span, None, source, subject=name)

    if values.get("action") != "add":
        yield problem("action", "the first request to a new device adds its initial admin")
    if rule.name is not None and values.get("user") != rule.name:
        yield problem("user", f"before AXIS OS 11.5 the initial admin is {rule.name}")
    groups = values.get("sgrp", "").split(":")
    if set(groups) != set(rule.role.groups):
        yield problem("sgrp", f"the initial admin has the role {rule.role}")
    if not rule.comment and values.get("comment"):
        yield problem("comment", "before AXIS OS 11.5 the initial admin has no comment")
