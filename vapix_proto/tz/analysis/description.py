"""A time zone in English."""

from __future__ import annotations

from vapix_proto.tz import limits
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.clock.calendar import days_before_month
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.rules import DayOfYear, JulianDay, MonthWeekDay

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import Text
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType, Rule, RuleDate

__all__ = ["describe", "distance", "sentences"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WEEKS = ("first", "second", "third", "fourth", "last")


def describe(zone: PosixTimeZone | Text, *, dialect: Dialect | str = VAPIX) -> str:
    """What a zone means, in English sentences.

    Args:
        zone: A zone, or its TZ string.
        dialect: The dialect of a string.

    Raises:
        ParseError: The string is not one of the dialect.
    """
    return " ".join(sentences(zone_of(zone, dialect)))


def sentences(zone: PosixTimeZone) -> list[str]:
    """The same, sentence by sentence."""
    if zone.dst is None:
        return [f"The clock shows {zone.std.designation} all year, {distance(zone.std.utoff)}; it never changes."]
    found = [
        f"Standard time is {zone.std.designation}, {distance(zone.std.utoff)}.",
        f"Daylight saving time is {zone.dst.designation}, {distance(zone.dst.utoff)}.",
    ]
    if zone.start is None or zone.end is None:
        found.append("The text does not say when daylight saving time starts and ends, so every device chooses.")
        return found
    found.append(f"Daylight saving time starts {_when(zone.start, zone.std)}{_jump(zone.start, zone.std, zone.dst)}.")
    found.append(f"It ends {_when(zone.end, zone.dst)}{_jump(zone.end, zone.dst, zone.std)}.")
    if zone.next_transition(0) is None:
        found.append(f"So the clock never changes: it shows {zone.at(0).designation} for ever.")
    return found


def distance(utoff: int) -> str:
    """An offset in words: ``1 hour ahead of UTC``."""
    if utoff == 0:
        return "the same as UTC"
    return f"{duration(utoff)} {'ahead of' if utoff > 0 else 'behind'} UTC"


def duration(seconds: int) -> str:
    """A span of time in words, without its sign: ``5 hours 30 minutes``."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    units = [(hour, "hour"), (minute, "minute"), (second, "second")]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in units if number)


def time_of_day(seconds: int) -> str:
    """``hh:mm`` or ``hh:mm:ss`` of a time from 0 to 24 hours."""
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def _when(rule: Rule, kind: LocalTimeType) -> str:
    days, time = divmod(rule.time, limits.DAY)
    if rule.time == limits.DAY:
        return f"{date(rule.date)} at 24:00, midnight at the end of that day ({kind.designation})"
    day = f"{date(rule.date)}"
    if days:
        amount = "1 day" if abs(days) == 1 else f"{abs(days)} days"
        day = f"{amount} {'after' if days > 0 else 'before'} {date(rule.date).removeprefix('on ')}"
        day = f"on the day {day}"
    return f"{day} at {time_of_day(time)} ({kind.designation})"


def _jump(rule: Rule, before: LocalTimeType, after: LocalTimeType) -> str:
    change = after.utoff - before.utoff
    if change == 0:
        return ", without moving the clock"
    shown = time_of_day((rule.time + change) % limits.DAY)
    moves = "jumps forward" if change > 0 else "goes back"
    return f", when the clock {moves} {duration(change)} to {shown} ({after.designation})"


def date(rule_date: RuleDate) -> str:
    """The date of a rule in words: ``on the last Sunday in March``."""
    if isinstance(rule_date, MonthWeekDay):
        weekday, month = WEEKDAYS[rule_date.weekday], MONTHS[rule_date.month - 1]
        return f"on the {_WEEKS[rule_date.week - 1]} {weekday} in {month}"
    if isinstance(rule_date, JulianDay):
        return f"on {_month_and_day(rule_date.day - 1, leap=False)}"
    return f"on {_day_of_year(rule_date)}"


def _day_of_year(rule_date: DayOfYear) -> str:
    if rule_date.day < 59:
        return _month_and_day(rule_date.day, leap=False)
    leap = _month_and_day(rule_date.day, leap=True)
    if rule_date.day == 365:
        return f"{leap} of leap years, January 1 after others"
    return f"{_month_and_day(rule_date.day, leap=False)} ({leap} in leap years)"


def _month_and_day(yday: int, *, leap: bool) -> str:
    month = next(number for number in range(12, 0, -1) if days_before_month(number, leap) <= yday)
    return f"{MONTHS[month - 1]} {yday - days_before_month(month, leap) + 1}"
