"""TZ strings read by Lark and judged limit by limit: what the expressions of the dialects are compared with."""

from __future__ import annotations

from typing import Any

from tests.support import lark_trees
from vapix_proto import tz
from vapix_proto.grammar.parser import FormError
from vapix_proto.tz.diagnosis.limit_errors import limit_problems, seconds_of


def read(text: str, dialect: tz.Dialect) -> tz.PosixTimeZone | None:
    """The zone of a TZ string of the dialect; None for any other text."""
    try:
        tree = lark_trees.parse("posix_tz", "tz", text)
    except FormError:
        return None
    if limit_problems(tree, text, dialect):
        return None
    std_node, dst_node, start, end = tree.parts
    std = tz.LocalTimeType(-(seconds(std_node.parts[1]) or 0), False, std_node.parts[0].text)
    if dst_node is None:
        return tz.PosixTimeZone(std)
    offset = seconds(dst_node.parts[1])
    dst = tz.LocalTimeType(std.utoff + 3600 if offset is None else -offset, True, dst_node.parts[0].text)
    if start is None:
        return tz.PosixTimeZone(std, dst)
    return tz.PosixTimeZone(std, dst, rule(start), rule(end))


def rule(node: Any) -> tz.Rule:
    """The rule of a ``rule``."""
    date, time = node.parts
    at = seconds(time)
    return tz.Rule(day(date)) if at is None else tz.Rule(day(date), at)


def day(node: Any) -> Any:
    """The date of a ``date``."""
    if node.name == "month_week_day":
        return tz.MonthWeekDay(*(int(number.text) for number in node.parts))
    return (tz.JulianDay if node.name == "julian_day" else tz.DayOfYear)(int(node.text))


def seconds(node: Any) -> int | None:
    """The seconds of an ``offset`` or ``time``; None if it is absent."""
    return None if node is None else seconds_of(node)
