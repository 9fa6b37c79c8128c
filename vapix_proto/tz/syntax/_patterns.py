"""What a dialect accepts, as one regular expression: the grammar's form with the dialect's limits filled in.

The form, with a hole for each limit, is made from the grammar file (``tools.compile_grammars``). Nothing here knows the
language: only how to write a range of numbers as an expression.
"""

from __future__ import annotations

import re

from vapix_proto.grammar.expressions import TEMPLATES
from vapix_proto.tz import limits

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


def accepting(dialect: Limits) -> Callable[[str], re.Match[str] | None]:
    """``fullmatch`` of the dialect's expression without groups: the fastest verdict."""
    return re.compile(_TEMPLATE.format(group="(?:", **holes(dialect))).fullmatch


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


def digits(low: int, high: int, width: int = 1) -> str:
    """The numbers of a range as alternatives, to stand in a group.

    Args:
        low: The least number.
        high: The greatest; no number has more digits.
        width: The least digits.
    """
    texts: list[str] = []
    for size in range(len(str(high)), width - 1, -1):
        if low < 10**size:
            texts += _range(str(low).zfill(size), str(min(high, 10**size - 1)).zfill(size))
    return "|".join(texts)


def _range(low: str, high: str) -> list[str]:
    """The alternatives of the digits from one text to another of the same length."""
    rest = len(low) - 1
    if rest < 0:
        return [""]
    first, last = int(low[0]), int(high[0])
    if first == last:
        return [low[0] + _either(_range(low[1:], high[1:]))]
    before, after = [], []
    if low[1:] != "0" * rest:
        before = [low[0] + _either(_range(low[1:], "9" * rest))]
        first += 1
    if high[1:] != "9" * rest:
        after = [high[0] + _either(_range("0" * rest, high[1:]))]
        last -= 1
    middle = [] if first > last else [(f"[{first}-{last}]" if first < last else str(first)) + "[0-9]" * rest]
    return before + middle + after


def _either(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})"
