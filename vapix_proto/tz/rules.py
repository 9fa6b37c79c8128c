"""The parts of a time zone: its local time types, and the rules for each year's transitions.

Every constructor raises an error for values that no dialect allows, with the codes that the parser uses.
"""

from __future__ import annotations

from vapix_proto._value import OrderedValue, Value
from vapix_proto.tz import limits
from vapix_proto.tz.clock.calendar import days_before_month, is_leap, month_and_day, weekday_of_january_1

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_QUOTED = _LETTERS | frozenset("0123456789+-")


def _integer(name: str, value: int) -> int:
    if type(value) is not int:
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    return value


def _number(name: str, value: int, limit: limits.NumberLimit, before: str = "", after: str = "") -> None:
    """Checks one number in a date; ``before`` and ``after`` are the date's text on either side of it."""
    _integer(name, value)
    if not limit.low <= value <= limit.high:
        shown = limits.shown(value)
        raise limits.refusal(
            limit.code, limit.refused(shown), f"{before}{shown}{after}", len(before), len(before) + len(shown)
        )


def format_seconds(seconds: int) -> str:
    """Seconds as the shortest ``[-]hh[:mm[:ss]]``."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    text = f"-{hour}" if seconds < 0 else str(hour)
    if second:
        return f"{text}:{minute:02}:{second:02}"
    return f"{text}:{minute:02}" if minute else text


class LocalTimeType(Value):
    """A UTC offset, DST flag and designation that apply together (RFC 9636, local time type).

    Attributes:
        utoff: Seconds east of UTC: local time minus UTC. Its sign is the opposite of the sign in a TZ string.
        isdst: Whether this is daylight saving time.
        designation: The abbreviation, such as ``"CEST"``.

    Raises:
        ParseError: The designation is shorter than three characters or contains a character other than A-Z a-z 0-9 + -;
            or the offset is more than 24:59:59 (25:59:59 for daylight saving time).
        TypeError: A field has the wrong type.
    """

    utoff: int
    isdst: bool
    designation: str

    def _check(self) -> None:
        utoff, isdst, designation = _integer("utoff", self.utoff), self.isdst, self.designation
        if type(isdst) is not bool:
            raise TypeError(f"isdst must be a bool, not {type(isdst).__name__}")
        if type(designation) is not str:
            raise TypeError(f"designation must be a str, not {type(designation).__name__}")
        if not _QUOTED.issuperset(designation):
            index, character = next((i, each) for i, each in enumerate(designation) if each not in _QUOTED)
            message = f"{character!r} is not allowed in a designation: use letters, digits, + and -"
            raise limits.refusal("tz-designation-character", message, designation, index, index + 1)
        if len(designation) < limits.DESIGNATION_MIN:
            size = f"{len(designation)} character{'' if len(designation) == 1 else 's'}"
            message = f"designation '{designation}' has {size}: at least {limits.DESIGNATION_MIN} are needed"
            raise limits.refusal("tz-designation-short", message, designation, 0, len(designation))
        if abs(utoff) > limits.OFFSET_MAX + (limits.DEFAULT_DST_AHEAD if isdst else 0):
            text = format_seconds(-utoff) if abs(utoff) < 10**18 else limits.shown(-utoff)
            raise limits.refusal("tz-offset-range", limits.offset_refused(utoff), text, 0, len(text))

    @property
    def quoted(self) -> str:
        """The designation as written in a TZ string: between ``<`` and ``>`` unless all characters are letters."""
        return self.designation if _LETTERS.issuperset(self.designation) else f"<{self.designation}>"


class MonthWeekDay(Value):
    """``Mm.w.d``: the w-th weekday d of month m, where week 5 is the last and weekday 0 is Sunday.

    Dates of this form have no order: whether the second Sunday comes before the second Monday depends on the year.

    Raises:
        ParseError: The month is outside 1-12, the week outside 1-5 or the weekday outside 0-6.
    """

    month: int
    week: int
    weekday: int

    def _check(self) -> None:
        month, week, weekday = self.month, self.week, self.weekday
        for name, value in (("month", month), ("week", week), ("weekday", weekday)):
            _integer(name, value)
        _number("month", month, limits.MONTH, "M", f".{limits.shown(week)}.{limits.shown(weekday)}")
        _number("week", week, limits.WEEK, f"M{month}.", f".{limits.shown(weekday)}")
        _number("weekday", weekday, limits.WEEKDAY, f"M{month}.{week}.")

    def yday(self, year: int) -> int:
        """The number of days from January 1 to this date in a given year: 0 for January 1, like ``tm_yday`` in C."""
        leap = is_leap(year)
        first = days_before_month(self.month, leap)
        day = (self.weekday - weekday_of_january_1(year) - first) % 7 + 7 * (self.week - 1)
        # Only week 5 can run past the end of the month; then the last such weekday is a week earlier.
        if first + day >= days_before_month(self.month + 1, leap):
            day -= 7
        return first + day

    def __str__(self) -> str:
        return f"M{self.month}.{self.week}.{self.weekday}"


class JulianDay(OrderedValue):
    """``Jn``: day n of the year, where n runs from 1 to 365; February 29 is never counted, so J60 is always March 1.

    Raises:
        ParseError: The day is outside 1-365.
    """

    day: int

    def _check(self) -> None:
        _number("day", self.day, limits.JULIAN_DAY, "J")

    def yday(self, year: int) -> int:
        """The number of days from January 1 to this date in a given year: 0 for January 1, like ``tm_yday`` in C."""
        return self.day if self.day >= 60 and is_leap(year) else self.day - 1

    def __str__(self) -> str:
        return f"J{self.day}"


class DayOfYear(OrderedValue):
    """``n``: the day n days after January 1, where n runs from 0 to 365; February 29 is counted.

    365 is December 31 of a leap year and, taken literally, January 1 after a common year.

    Raises:
        ParseError: The day is outside 0-365.
    """

    day: int

    def _check(self) -> None:
        _number("day", self.day, limits.DAY_OF_YEAR)

    def yday(self, year: int) -> int:
        """The number of days from January 1 to this date, in any year: 0 for January 1, like ``tm_yday`` in C."""
        return self.day

    def __str__(self) -> str:
        return str(self.day)


#: The date of a rule, in one of its three forms.
RuleDate = MonthWeekDay | JulianDay | DayOfYear


def dates_on(year: int, yday: int) -> Iterator[RuleDate]:
    """Every rule date that falls on a given day of a year; ``yday`` is 0 for January 1, like ``tm_yday`` in C."""
    leap = is_leap(year)
    if 0 <= yday < 365 + leap:
        month, day = month_and_day(yday, leap)
        weekday = (weekday_of_january_1(year) + yday) % 7
        week = (day - 1) // 7 + 1
        if yday + 7 >= days_before_month(month + 1, leap):
            yield MonthWeekDay(month, 5, weekday)
        if week < 5:
            yield MonthWeekDay(month, week, weekday)
        if not (leap and yday == 59):
            yield JulianDay(yday + 1 - (leap and yday > 59))
    if 0 <= yday <= 365:
        yield DayOfYear(yday)


class Rule(Value):
    """When a transition takes place: a date, and a time in seconds from midnight.

    The time is local time, at the UTC offset that applies before the transition. It may be negative or exceed 24 hours,
    up to 167:59:59 in either direction, if the dialect allows it.

    Raises:
        ParseError: The time is more than 167:59:59 before or after midnight.
        TypeError: The date is not a ``RuleDate``, or the time is not an int.
    """

    date: RuleDate
    time: int = limits.DEFAULT_RULE_TIME

    def _check(self) -> None:
        date, time = self.date, self.time
        if type(date) not in (MonthWeekDay, JulianDay, DayOfYear):
            raise TypeError(f"date must be a MonthWeekDay, JulianDay or DayOfYear, not {type(date).__name__}")
        if abs(_integer("time", time)) > limits.TIME_MAX:
            text = f"{date}/{format_seconds(time) if abs(time) < 10**18 else limits.shown(time)}"
            hour = f"{'-' if time < 0 else ''}{limits.shown(abs(time) // limits.HOUR)}"
            most = limits.TIME_HOURS_MAX
            message = f"hour {hour} is out of range: rule times run from -{most} to {most}"
            raise limits.refusal("tz-time-range", message, text, len(str(date)) + 1, len(text))

    def wall(self, year: int) -> int:
        """The time of a year's transition, in seconds from January 1, 00:00:00.

        It is local time, at the UTC offset that applies before the transition.
        """
        return self.date.yday(year) * limits.DAY + self.time

    def __str__(self) -> str:
        if self.time == limits.DEFAULT_RULE_TIME:
            return str(self.date)
        return f"{self.date}/{format_seconds(self.time)}"
