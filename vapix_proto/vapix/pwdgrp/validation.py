"""Checks the arguments of requests to ``pwdgrp.cgi`` by the rules of an AXIS OS version."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import Code, Problem, Severity, Span, quote
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
from vapix_proto.vapix.pwdgrp.users import validate_comment, validate_password, validate_user

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from dataclasses import KW_ONLY

SOURCE = CGIS["pwdgrp.cgi"].source
#: The primary groups: users is recommended, and root is for the initial admin.
GROUPS = ("users", "root")
#: Primary groups that devices accept, as recordings show, but that the specification does not mention.
GROUPS_RECORDED = ("admin",)

#: "Service releases since autumn 2019" do not require a comment; 9.40 is the first feature release after that date.
COMMENT_OPTIONAL_SINCE = AxisOs((9, 40))
#: The newer text of the specification allows any characters in a password without strict_pwd. No source states
#: which version of AXIS OS introduced this, so we assume the first version of which there are no recordings.
ANY_PASSWORD_SINCE = AxisOs((13,))
#: Without a version, the rules of the newest version named in the specification apply.
_SPECIFIED = AxisOs((11, 5))


class InitialAdmin(Value):
    """The requirements for a device's first account.

    Attributes:
        since: The first version of AXIS OS to which the requirements apply.
        name: The required user name; None allows any.
        role: The required role.
        comment: Whether the account may have a comment.
        removable: Whether the account can be removed later.
    """

    since: AxisOs
    name: str | None
    role: Role
    _: KW_ONLY
    comment: bool
    removable: bool


#: The requirements for each version, newest first (example 1 of the specification).
INITIAL_ADMIN = (
    InitialAdmin(AxisOs((11, 5)), None, Role.ADMIN_PTZ, comment=True, removable=True),
    InitialAdmin(AxisOs((0,)), "root", Role.ADMIN_PTZ, comment=False, removable=False),
)


def initial_admin_of(version: AxisOs) -> InitialAdmin:
    """The given version's requirements for a device's first account."""
    return next(rule for rule in INITIAL_ADMIN if version >= rule.since)


def value_problems(
    action: str, values: Mapping[str, str], version: AxisOs | None, *, initial_admin: bool
) -> Iterator[Problem]:
    """The problems with the values of an action's arguments, individually and in combination."""
    version = version or _SPECIFIED
    yield from _missing(action, values, version, initial_admin=initial_admin)
    for name, value in values.items():
        for problem in _of_value(name, value, version, strict=values.get("strict_pwd") == "1"):
            yield problem.replace(subject=name)
    if initial_admin:
        yield from _initial_admin(values, version)
    else:
        yield from _later(action, values, version)


def _later(action: str, values: Mapping[str, str], version: AxisOs) -> Iterator[Problem]:
    """Checks a request against the rules about the initial admin, for a device that already has that account."""
    rule = initial_admin_of(version)
    source = f"{SOURCE}: example 1"
    if action == "remove" and not rule.removable and values.get("user") == rule.name:
        message = f"before AXIS OS 11.5 {rule.name} can't be removed"
        span = Span(0, len(values["user"]))
        yield Problem(Code.INITIAL_ADMIN, message, span, None, source, subject="user")
    if action == "add" and values.get("grp") == "root":
        message = "the group root is for the initial admin"
        yield Problem(
            Code.INITIAL_ADMIN, message, Span(0, 4), "write users", f"{SOURCE}: grp", Severity.WARNING, subject="grp"
        )


def _missing(action: str, values: Mapping[str, str], version: AxisOs, *, initial_admin: bool) -> Iterator[Problem]:
    # The comment of the initial admin is "either empty or omitted" in all versions in which other accounts need one.
    if action == "add" and "comment" not in values and version < COMMENT_OPTIONAL_SINCE and not initial_admin:
        message = "comment is missing; versions before autumn 2019 need it, even if it is empty"
        source = f"{SOURCE}: comment"
        yield Problem(
            Code.ARGUMENT_MISSING, message, Span(0, 0), "send comment=", source, Severity.WARNING, subject="comment"
        )
    if action == "update" and not set(values) & {"pwd", "grp", "sgrp", "comment"}:
        message = "update changes nothing: none of pwd, grp, sgrp and comment is given"
        yield Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, SOURCE, subject="pwd")


def _of_value(name: str, value: str, version: AxisOs, *, strict: bool) -> Iterable[Problem]:
    if name == "user":
        return validate_user(value)
    if name == "pwd":
        return validate_password(value, printable_only=strict or version < ANY_PASSWORD_SINCE)
    if name == "sgrp":
        return validate_role(value)
    if name == "comment":
        return validate_comment(value)
    return group_problems(value, name, SOURCE) if name == "grp" else ()


def comment_problems(value: str, _subject: str, _source: str) -> Iterator[Problem]:
    """The problems with a comment."""
    return iter(validate_comment(value))


def group_problems(value: str, subject: str, source: str) -> Iterator[Problem]:
    """The problem with a primary group, if there is one."""
    if value not in GROUPS:
        severity = Severity.WARNING if value in GROUPS_RECORDED else Severity.ERROR
        message = f"{quote(value)} is not a primary group of the specification"
        hint, source = "write users; root is for the initial admin", f"{source}: {subject}"
        yield Problem(Code.GROUP_UNKNOWN, message, Span(0, len(value)), hint, source, severity)


def _initial_admin(values: Mapping[str, str], version: AxisOs) -> Iterator[Problem]:
    rule = initial_admin_of(version)
    source = f"{SOURCE}: example 1"

    def problem(name: str, message: str, fix: str | None, hint: str = "") -> Problem:
        span = Span(0, len(values.get(name, "")))
        return Problem(Code.INITIAL_ADMIN, message, span, hint or f"write {fix}", source, subject=name, fix=fix)

    if values.get("action") != "add":
        yield problem("action", "the first request to a new device must add its initial admin", None, "send action=add")
    if rule.name is not None and values.get("user") != rule.name:
        yield problem("user", f"before AXIS OS 11.5 the initial admin is {rule.name}", rule.name)
    groups = values.get("sgrp", "").split(":")
    if set(groups) != set(rule.role.groups):
        yield problem("sgrp", f"the initial admin must have the role {rule.role}", str(rule.role))
    if not rule.comment and values.get("comment"):
        message, hint = "before AXIS OS 11.5 the initial admin has no comment", "send comment=, or leave it out"
        yield problem("comment", message, "", hint)
