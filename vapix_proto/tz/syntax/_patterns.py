"""What a dialect accepts, as one regular expression: a template of the grammar, with the dialect's limits filled in.

The template, with a placeholder for each limit, is compiled from the grammar file (``tools.compile_grammars``).
"""

from __future__ import annotations

from vapix_proto.grammar.expressions import TEMPLATES
from vapix_proto.tz import limits
from vapix_proto.tz.syntax.numbers import digits

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Protocol

    class Limits(Protocol):
        """The limits of a dialect; see ``Dialect``."""

        @property
        def designation_max(self) -> int | None: ...
        @property
        def time_hours_max(self) -> int: ...
        @property
        def time_signed(self) -> bool: ...
        @property
        def rules_required(self) -> bool: ...


_TEMPLATE = TEMPLATES["posix_tz", "tz"][0]


def expression(dialect: Limits, group: str = "(?:") -> str:
    """The dialect's expression, for ``re.fullmatch``; with ``group="("`` it captures the parts of a string in order."""
    return _TEMPLATE.format(group=group, **holes(dialect))


def holes(dialect: Limits) -> dict[str, str]:
    """A dialect's limits as parts of an expression, keyed by the placeholders in ``_TEMPLATE`` that they fill."""
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
