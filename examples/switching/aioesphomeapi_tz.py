"""aioesphomeapi's ``parse_posix_tz`` on vapix_proto: its values stay, its parser goes."""

from aioesphomeapi.posix_tz import DSTRule, DSTRuleType, ParsedTimezone

from vapix_proto import tz


def parse_posix_tz(tz_string: str) -> ParsedTimezone:
    """The zone of a TZ string; raises ParseError, a ValueError, with every problem."""
    zone = tz.parse(tz_string, tz.POSIX_2024)
    parsed = ParsedTimezone(std_offset_seconds=-zone.std.utoff)
    if zone.dst is not None:
        parsed.dst_offset_seconds = -zone.dst.utoff
    if zone.rules is not None:
        parsed.dst_start, parsed.dst_end = map(_rule, zone.rules)
    return parsed


def _rule(rule: tz.Rule) -> DSTRule:
    match rule.date:
        case tz.MonthWeekDay(month, week, weekday):
            return DSTRule(rule.time, 0, DSTRuleType.MONTH_WEEK_DAY, month, week, weekday)
        case tz.JulianDay(day):
            return DSTRule(rule.time, day, DSTRuleType.JULIAN_NO_LEAP)
        case tz.DayOfYear(day):
            return DSTRule(rule.time, day, DSTRuleType.DAY_OF_YEAR)
