"""Puts UTC offsets, durations, days and times of day into words."""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto.tz import limits
from vapix_proto.tz.clock.calendar import month_and_day, short_clock
from vapix_proto.tz.rules import MonthWeekDay

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.rules import LocalTimeType, Rule, RuleDate

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WEEKS = ("first", "second", "third", "fourth", "last")
_COMMON_YEAR, _LEAP_YEAR = 2001, 2000
#: For each value of ``Reading``, implementations that followed it for every string tested, as messages name them.
FOLLOWERS = {
    "merge": ("tz-rs",),
    "iana": ("IANA tz",),
    "utc-year": ("glibc",),
    "utc-year-tie-dst": ("newlib", "picolibc"),
    "musl": ("musl",),
    "uclibc": ("uClibc",),
    "clamp": ("jiff",),
}


def season(kind: LocalTimeType) -> str:
    """The name of a local time type: ``standard time`` or ``daylight saving time``."""
    return "daylight saving time" if kind.isdst else "standard time"


def distance(utoff: int) -> str:
    """A UTC offset as English text: ``1 hour ahead of UTC``."""
    if utoff == 0:
        return "the same as UTC"
    return f"{duration(utoff)} {'ahead of' if utoff > 0 else 'behind'} UTC"


def duration(seconds: int) -> str:
    """A duration as English text, without its sign: ``5 hours 30 minutes``."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    units = [(hour, "hour"), (minute, "minute"), (second, "second")]
    return " ".join(plural(number, unit) for number, unit in units if number)


def _time_of_day(seconds: int, kind: LocalTimeType) -> str:
    """A time from 0 to 24 hours, with the clock's designation: ``01:00 GMT``, ``23:00 (-02)``."""
    name = kind.designation if kind.designation.isalpha() else f"({kind.designation})"
    return f"{short_clock(seconds)} {name}{', the end of that day' if seconds == limits.DAY else ''}"


def rule_time(rule: Rule, before: LocalTimeType) -> str:
    """A rule's time, relative to its date: ``01:00 GMT``, ``23:00 (-02) on the day before``."""
    days, time = _day_and_time(rule)
    return f"{_time_of_day(time, before)}{days_later(days)}"


def when(rule: Rule, before: LocalTimeType) -> str:
    """When a rule's transition occurs, by the clock in use until then: ``on the last Sunday in March at 01:00 GMT``."""
    days, time = _day_and_time(rule)
    return f"on {on_day(rule.date, days)} at {_time_of_day(time, before)}"


def jump(rule: Rule, before: LocalTimeType, after: LocalTimeType) -> str:
    """What a transition does to the clock: ``the clock goes forward 1 hour to 02:00 BST``."""
    change = after.utoff - before.utoff
    if change == 0:
        name = "" if before.designation == after.designation else f" and the designation becomes {after.designation}"
        return f"the UTC offset stays the same{name}"
    days, time = divmod(_day_and_time(rule)[1] + change, limits.DAY)
    moves = "goes forward" if change > 0 else "goes back"
    return f"the clock {moves} {duration(change)} to {_time_of_day(time, after)}{days_later(days)}"


def days_later(days: int) -> str:
    """How a day relates to the day just mentioned: `` on the next day``; empty for the same day."""
    if days in (-1, 0, 1):
        return (" on the day before", "", " on the next day")[days + 1]
    return f" {abs(days)} days {'later' if days > 0 else 'earlier'}"


def _day_and_time(rule: Rule) -> tuple[int, int]:
    """A rule's time, split into a number of days after the rule's date and a time of day in seconds.

    24:00 is not split: it is the end of the rule's date.
    """
    return (0, limits.DAY) if rule.time == limits.DAY else divmod(rule.time, limits.DAY)


def on_day(date: RuleDate, later: int = 0) -> str:
    """A rule's date in words, moved by ``later`` days: ``March 1``, ``the day after the last Sunday in March``."""
    if not isinstance(date, MonthWeekDay):
        return _month_day(date.yday(_COMMON_YEAR) + later, date.yday(_LEAP_YEAR) + later)
    day = f"the {_WEEKS[date.week - 1]} {WEEKDAYS[date.weekday]} in {MONTHS[date.month - 1]}"
    if later == 0:
        return day
    side = "after" if later > 0 else "before"
    if abs(later) == 1:
        return f"the day {side} {day}"
    return f"the {WEEKDAYS[(date.weekday + later) % 7]} {abs(later)} days {side} {day}"


def _month_day(common: int, leap: int) -> str:
    """The date that is ``common`` days after January 1, or ``leap`` days in a leap year; it may be in the next year."""
    name, leap_name = _name(common % 365, leap=False), _name(leap % 366, leap=True)
    if name == leap_name:
        return name
    if common < 365:
        return f"{name} ({leap_name} in leap years)"
    return f"{name} of the following year ({leap_name} {'in' if leap < 366 else 'after'} leap years)"


def _name(yday: int, *, leap: bool) -> str:
    month, day = month_and_day(yday, leap)
    return f"{MONTHS[month - 1]} {day}"
