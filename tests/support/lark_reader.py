"""Reads TZ strings with Lark and checks each limit separately, to compare the dialects' regular expressions with it."""

from __future__ import annotations

from typing import Any

from tests.support import lark_trees
from vapix_proto import tz
from vapix_proto.grammar.parser import FormError
from vapix_proto.tz.diagnosis.limit_errors import limit_problems, seconds_of


def read(text: str, dialect: tz.Dialect) -> tz.PosixTimeZone | None:
    """The zone that a TZ string in the dialect describes; None for any other string."""
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
    """The rule that a ``rule`` node describes."""
    date, time = node.parts
    at = seconds(time)
    return tz.Rule(day(date)) if at is None else tz.Rule(day(date), at)


def day(node: Any) -> Any:
    """The date that a ``date`` node describes."""
    if node.name == "month_week_day":
        return tz.MonthWeekDay(*(int(number.text) for number in node.parts))
    return (tz.JulianDay if node.name == "julian_day" else tz.DayOfYear)(int(node.text))


def seconds(node: Any) -> int | None:
    """The seconds that an ``offset`` or ``time`` node describes; None if there is no node."""
    return None if node is None else seconds_of(node)
