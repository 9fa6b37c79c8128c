"""What a dialect accepts, as one regular expression: the grammar's form with the dialect's limits filled in.

The form, with a hole for each limit, is made from the grammar file (``tools.compile_grammars``). Nothing here knows the
language.
"""

from __future__ import annotations

import re

from vapix_proto.grammar.expressions import TEMPLATES
from vapix_proto.tz import limits
from vapix_proto.tz.syntax.numbers import digits

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Limits(Protocol):
        """What a dialect says of its limits; see ``Dialect``."""

        @property
        def designation_max(self) -> int | None: ...
        @property
        def time_hours_max(self) -> int: ...
        @property
        def time_signed(self) -> bool: ...
        @property
        def rules_required(self) -> bool: ...


_TEMPLATE = TEMPLATES["posix_tz", "tz"][0]


def expression(dialect: Limits) -> str:
    """The dialect's expression without groups, for ``re.fullmatch``."""
    return _TEMPLATE.format(group="(?:", **holes(dialect))


def accepting(dialect: Limits) -> Callable[[str], re.Match[str] | None]:
    """``fullmatch`` of the dialect's expression without groups: the fastest verdict."""
    return re.compile(expression(dialect)).fullmatch


def taking_apart(dialect: Limits) -> Callable[[str], re.Match[str] | None]:
    """``fullmatch`` of the dialect's expression, with every piece as a group, in the template's order."""
    return re.compile(_TEMPLATE.format(group="(", **holes(dialect))).fullmatch


def holes(dialect: Limits) -> dict[str, str]:
    """The limits of a dialect as the template's holes want them."""
    most = "" if dialect.designation_max is None else dialect.designation_max
    return {
        "length": f"{{{limits.DESIGNATION_MIN},{most}}}",
        "name_optional": "",
        "offset_hours": digits(0, limits.OFFSET_HOURS_MAX),
        "time_sign": "?" if dialect.time_signed else "{0}",
        "time_hours": digits(0, dialect.time_hours_max),
        "sixtieths": digits(0, 59, width=2),
        "month": _numbers(limits.MONTH),
        "week": _numbers(limits.WEEK),
        "weekday": _numbers(limits.WEEKDAY),
        "julian_day": _numbers(limits.JULIAN_DAY),
        "day_of_year": _numbers(limits.DAY_OF_YEAR),
        "rules_optional": "" if dialect.rules_required else "?",
    }


def _numbers(limit: limits.NumberLimit) -> str:
    return digits(limit.low, limit.high)
