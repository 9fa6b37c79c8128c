"""The proleptic Gregorian calendar for integers of any size: years, days, and seconds since 1970-01-01 00:00:00 UTC."""

from __future__ import annotations

from functools import cache

DAY = 86400
#: Clocks cache what they show in spans of 2**20 seconds: 12 days.
SPAN_BITS = 20
#: The calendar repeats after 400 years: 146,097 days, a whole number of weeks.
CYCLE_YEARS = 400
CYCLE_DAYS = 146_097
CYCLE = CYCLE_DAYS * DAY

_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def is_leap(year: int) -> bool:
    """Whether February has 29 days in a given year."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_before_month(month: int, leap: bool) -> int:
    """The number of days from January 1 to the first day of a month; month 13 gives the length of the year."""
    return _BEFORE_MONTH[month - 1] + (leap and month > 2)


def month_and_day(yday: int, leap: bool) -> tuple[int, int]:
    """The month and the day of the date that is ``yday`` days after January 1."""
    month = next(number for number in range(12, 0, -1) if days_before_month(number, leap) <= yday)
    return month, yday - days_before_month(month, leap) + 1


def days_before_year(year: int) -> int:
    """The number of days from 1970-01-01 to January 1 of a given year."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 - 719_162


def weekday_of_january_1(year: int) -> int:
    """The weekday of January 1 in a given year: 0 is Sunday."""
    return (days_before_year(year) + 4) % 7


def year_start(year: int) -> int:
    """The instant of January 1, 00:00:00 UTC in a given year."""
    return days_before_year(year) * DAY


def kind_of_year(year: int) -> int:
    """A number that identifies the kind of a year: common or leap, and the weekday of January 1. There are 14 kinds."""
    return _kind(year % CYCLE_YEARS)


@cache
def _kind(year: int) -> int:
    return weekday_of_january_1(year) * 2 + is_leap(year)


def kind_of_years(year: int) -> int:
    """A number that identifies the kinds of a year, of the two years before it, and of the next year.

    Years are of the same kind if they are equally long and start on the same weekday. There are 35 combinations of the
    four kinds.
    """
    return _kinds(year % CYCLE_YEARS)


@cache
def _kinds(year: int) -> int:
    kinds = weekday_of_january_1(year)
    for near in range(year - 2, year + 2):
        kinds = kinds * 2 + is_leap(near)
    return kinds


def year_of(instant: int) -> int:
    """The UTC year of an instant."""
    days = instant // DAY
    # The average year has 146097/400 days; near New Year, the year estimated from this may be off by one.
    year = 1970 + days * CYCLE_YEARS // CYCLE_DAYS
    if days_before_year(year) > days:
        return year - 1
    return year + 1 if days_before_year(year + 1) <= days else year


def civil(seconds: int) -> tuple[int, int, int, int]:
    """The date (year, month, day) and the second of that day at ``seconds`` seconds after 1970-01-01 00:00:00."""
    year = year_of(seconds)
    yday, second = divmod(seconds - year_start(year), DAY)
    return year, *month_and_day(yday, is_leap(year)), second


def clock(second: int) -> str:
    """A time of day, given in seconds after midnight, formatted like ``01:00:00``."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def short_clock(second: int) -> str:
    """A time of day, formatted like ``01:00``, with seconds unless they are zero."""
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return f"{text}:{second % 60:02}" if second % 60 else text


def utc_offset(utoff: int) -> str:
    """A UTC offset, formatted like ``UTC+01:00``, with seconds if there are any."""
    return f"UTC{'-' if utoff < 0 else '+'}{short_clock(abs(utoff))}"


def wall(seconds: int) -> str:
    """The date and time a given number of seconds after 1970-01-01 00:00:00, formatted like ``2026-03-29 01:00:00``."""
    year, month, day, second = civil(seconds)
    return f"{year:04}-{month:02}-{day:02} {clock(second)}"


def iso(seconds: int) -> str:
    """An instant, formatted like ``2026-03-29T01:00:00Z``."""
    return wall(seconds).replace(" ", "T") + "Z"
