"""Runs with a project on the path: reads a JSON list of TZ strings and writes how the project's parser reads each.

A string that it accepts is written back as a TZ string with the designations STD and DST; a string that it refuses with
a ValueError, as null; any other exception, as an object with the exception's name.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def aioesphomeapi(text: str) -> str:
    module = import_module("aioesphomeapi.posix_tz")
    zone, types = module.parse_posix_tz(text), module.DSTRuleType
    if not zone.has_dst:
        return f"STD{time(zone.std_offset_seconds)}"

    def written(rule: Any) -> str:
        dates = {
            types.MONTH_WEEK_DAY: f"M{rule.month}.{rule.week}.{rule.day_of_week}",
            types.JULIAN_NO_LEAP: f"J{rule.day}",
            types.DAY_OF_YEAR: f"{rule.day}",
        }
        return f",{dates[rule.type]}/{time(rule.time_seconds)}"

    rules = written(zone.dst_start) + written(zone.dst_end)
    return f"STD{time(zone.std_offset_seconds)}DST{time(zone.dst_offset_seconds)}{rules}"


def ical(text: str) -> str:
    module = import_module("ical.tzif.tz_rule")
    zone = module.parse_tz_rule(text)
    standard = f"STD{time(-zone.std.offset.total_seconds())}"
    if zone.dst is None or zone.dst_start is None:
        return standard

    def written(rule: Any) -> str:
        date = f"J{rule.day_of_year}" if isinstance(rule, module.RuleDay) else ""
        date = date or f"M{rule.month}.{rule.week_of_month}.{rule.day_of_week}"
        return f",{date}/{time(rule.time.total_seconds())}"

    return f"{standard}DST{time(-zone.dst.offset.total_seconds())}{written(zone.dst_start)}{written(zone.dst_end)}"


def time(seconds: float) -> str:
    """Seconds as ``[-]hh:mm:ss``."""
    minutes, second = divmod(abs(int(seconds)), 60)
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}"


def answer(parser: Callable[[str], str], text: str) -> str | dict[str, str] | None:
    try:
        return parser(text)
    except ValueError:
        return None
    except Exception as error:
        return {"raised": type(error).__name__}


if __name__ == "__main__":
    parser = {"aioesphomeapi": aioesphomeapi, "ical": ical}[sys.argv[1]]
    json.dump([answer(parser, text) for text in json.load(sys.stdin)], sys.stdout)
