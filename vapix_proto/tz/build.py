"""From the parse tree of a TZ string, whose limits are checked, to the parts of the model."""

from __future__ import annotations

from vapix_proto._grammar import FormError, parse
from vapix_proto.errors import Span
from vapix_proto.tz import limits
from vapix_proto.tz.checks import check, seconds_of
from vapix_proto.tz.dialect import POSIX_2024
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule, RuleDate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto._grammar import Node


def local_time_types(std: Node, dst: Node | None) -> tuple[LocalTimeType, LocalTimeType | None]:
    """The local time types of a ``std`` and, if there is one, a ``dst``."""
    std_type = _local_time_type(std, isdst=False, default=0)
    if dst is None:
        return std_type, None
    return std_type, _local_time_type(dst, isdst=True, default=std_type.utoff + limits.DEFAULT_DST_AHEAD)


def _local_time_type(node: Node, *, isdst: bool, default: int) -> LocalTimeType:
    name, offset = node.parts
    seconds = None if offset is None else seconds_of(offset)
    # The text says what to add to local time to arrive at UTC; utoff is the opposite.
    return LocalTimeType(default if seconds is None else -seconds, isdst, name.text)


def rule(node: Node) -> Rule:
    """The rule of a ``rule``."""
    date, time = node.parts
    seconds = None if time is None else seconds_of(time)
    return Rule(_date(date)) if seconds is None else Rule(_date(date), seconds)


def _date(node: Node) -> RuleDate:
    if node.name == "month_week_day":
        return MonthWeekDay(*(int(number.text) for number in node.parts))
    number = int(node.text)
    return JulianDay(number) if node.name == "julian_day" else DayOfYear(number)


def read_rules(text: str) -> tuple[Rule, Rule]:
    """Start and end from the text of two rules, with or without the comma before the first; any dialect's times.

    Raises:
        ValueError: The text is no pair of rules.
    """
    whole = f"XXX0YYY,{text.removeprefix(',')}"
    try:
        tree = parse("posix_tz", "tz", whole)
    except FormError:
        raise ValueError(f"implied_rules must be two rules, such as ',M3.2.0,M11.1.0', not {text[:64]!r}") from None
    for problem in check(tree, POSIX_2024, Span):
        raise ValueError(f"implied_rules: {problem.message}")
    _, _, start, end = tree.parts
    return rule(start), rule(end)
