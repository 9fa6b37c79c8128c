"""ical's ``parse_tz_rule`` on vapix_proto: its values stay, its parser goes."""

from datetime import timedelta

from ical.tzif.tz_rule import Rule, RuleDate, RuleDay, RuleOccurrence

from vapix_proto import ParseError, tz


def parse_tz_rule(tz_str: str) -> Rule:
    """The rule of a TZ string; raises ValueError with its first problem."""
    try:
        zone = tz.parse(tz_str, tz.POSIX_2024)
    except ParseError as error:
        raise ValueError(f"Unable to parse TZ string: {error}") from error
    rule = Rule(_occurrence(zone.std), None, _date(zone.start), _date(zone.end))
    if zone.dst is not None:
        # Set here, because the constructor would take UTC, as in Dublin's winter, for an offset that was left out.
        rule.dst = _occurrence(zone.dst)
    return rule


def _occurrence(shown: tz.LocalTimeType) -> RuleOccurrence:
    return RuleOccurrence(shown.quoted, timedelta(seconds=-shown.utoff))


def _date(rule: tz.Rule | None) -> RuleDate | RuleDay | None:
    match rule:
        case None:
            return None
        case tz.Rule(tz.MonthWeekDay(month, week, weekday), time):
            return RuleDate(month, weekday, week, timedelta(seconds=time))
        case tz.Rule(tz.JulianDay(day), time):
            return RuleDay(day, timedelta(seconds=time))
    raise ValueError(f"Unable to parse TZ string: RuleDay has no {rule}")
