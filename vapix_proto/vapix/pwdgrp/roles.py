"""Roles: the access rights of accounts on Axis devices, as written in ``sgrp``."""

from __future__ import annotations

import re
from enum import Enum

from vapix_proto.errors import Code, ParseError, Problem, Span, limited, quote
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.vapix.pwdgrp.users import CLAUSE
from vapix_proto.vapix.texts import need_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pydantic_core import CoreSchema

#: How many problems with groups are listed: nobody wants to read more.
_GROUPS_MAX = 32
#: How many characters the parser searches for a fault.
_EXPLAINED_MAX = 2048
_SGRP = re.compile(EXPRESSIONS["accounts", "sgrp"])
_GROUP = re.compile(EXPRESSIONS["accounts", "group"])


class Role(Enum):
    """The access rights of an account, as written in ``sgrp``; ptz is the additional right to pan, tilt and zoom."""

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
        """The role's access groups, in the specification's order."""
        return tuple(_GROUP.findall(self.value))

    def __str__(self) -> str:
        return self.value

    @classmethod
    def parse(cls, text: Role | str) -> Role:
        """The role written as an ``sgrp``. Its groups can be in any order, but none may be missing or repeated.

        A ``Role`` is returned unchanged.

        Raises:
            ParseError: The text is not a role.
            TypeError: The argument is neither a role nor a str.
        """
        if isinstance(text, Role):
            return text
        problems = validate_role(text)
        if problems:
            raise ParseError(problems[0], text, *problems[1:])
        return cls._of(frozenset(_GROUP.findall(text)))

    @classmethod
    def of_groups(cls, groups: Iterable[str]) -> Role | None:
        """The role that the groups grant; as on devices, the highest one counts. None if they grant no role."""
        groups = frozenset(groups)
        return None if groups.isdisjoint(_LEVELS) else cls._of(groups)

    @classmethod
    def _of(cls, groups: frozenset[str]) -> Role:
        level = next(name for name in _LEVELS if name in groups)
        return cls[level.upper() + ("_PTZ" if "ptz" in groups else "")]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object, /) -> CoreSchema:
        from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it

        return text_schema(cls, cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object, /) -> dict[str, Any]:
        from vapix_proto.vapix.schemas import json_schema  # noqa: PLC0415

        return json_schema("sgrp")


#: The access groups that a role needs one of, the highest first.
_LEVELS = ("admin", "operator", "viewer")
_ROLES = "write one of viewer, operator:viewer, admin:operator:viewer, each with or without :ptz"
#: The access groups that make up the roles, in the specification's order.
ACCESS_GROUPS = Role.ADMIN_PTZ.groups


def validate_role(text: str) -> tuple[Problem, ...]:
    """Every problem with an ``sgrp``.

    Raises:
        TypeError: The argument is not a str.
    """
    need_text("an sgrp", text)
    source = f"{CLAUSE}: sgrp"
    if not text:
        return (Problem(Code.ROLE_EMPTY, "the role has no access groups", Span(0, 0), _ROLES, source),)
    role = _meant(text)
    fix = None if role is None else str(role)
    hint = _ROLES if role is None else f"write {role}"
    if _SGRP.fullmatch(text) is None:
        at = _fault(text[:_EXPLAINED_MAX])
        message = f"{quote(text[at:], 24)} is not expected: a role consists of group names separated by colons"
        if at == len(text):
            message = "there is no group after the last colon"
        span = Span(at, min(at + 1, len(text)))
        return (Problem(Code.ROLE_UNKNOWN_GROUP, message, span, hint, source, fix=fix),)
    problems = list(limited(_group_problems(text, source), _GROUPS_MAX))
    known = set(_GROUP.findall(text)).intersection(ACCESS_GROUPS)
    if known:
        least = Role.of_groups(known | {"viewer"})
        assert least is not None  # noqa: S101 - the groups include viewer
        missing = [name for name in least.groups if name not in known]
        if missing:
            are = "are" if len(missing) > 1 else "is"
            why = "every role includes viewer, and admin also includes operator"
            message = f"{' and '.join(missing)} {are} missing: {why}"
            problems.append(Problem(Code.ROLE_INCOMPLETE, message, Span(0, len(text)), None, source))
    problems = [problem.replace(hint=hint, fix=fix) for problem in problems]
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.code)))


#: Words that people write for the access groups.
_WORDS = {
    word: group
    for group, words in {
        "admin": "admin admins administrator administrators",
        "operator": "operator operators",
        "viewer": "viewer viewers",
        "ptz": "ptz",
    }.items()
    for word in words.split()
}
#: Words with any separators before, between and after them.
_LIST = re.compile(r"[\s:;,|/+&_-]*+(?:[a-z]++[\s:;,|/+&_-]*+)+")
_MEANT_MAX = 128


def _meant(text: str) -> Role | None:
    """The lowest role that has all groups in the string; None if the string has anything but groups and separators."""
    text = text.lower()
    if len(text) > _MEANT_MAX or _LIST.fullmatch(text) is None:
        return None
    groups = {_WORDS.get(word) for word in re.findall(r"[a-z]+", text)}
    return None if None in groups else Role.of_groups({*map(str, groups), "viewer"})


def _group_problems(text: str, source: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for found in _GROUP.finditer(text):
        name, span = found[0], Span(*found.span())
        if name not in ACCESS_GROUPS:
            message = f"{quote(name)} is not one of the access groups admin, operator, viewer and ptz"
            yield Problem(Code.ROLE_UNKNOWN_GROUP, message, span, None, source)
        elif name in seen:
            yield Problem(Code.ROLE_DUPLICATE, f"{name} occurs twice", span, None, source)
        seen.add(name)


def _fault(text: str) -> int:
    """The index at which the text stops being an ``sgrp``."""
    try:
        parse("accounts", "sgrp", text)
    except FormError as fault:
        return fault.at
    return len(text)
