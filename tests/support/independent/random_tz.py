"""Random TZ strings, and the instants of their transitions.

Nothing here uses the library. `split` handles only strings that `random_strings` makes (valid, with rules if they
have DST, no sign but "-" before a rule's time); utoff means seconds east of UTC throughout.
"""

from __future__ import annotations

import functools
import random
import re
import string
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

Dialect: TypeAlias = Literal["vapix", "tzif-v3"]

HOUR = 3600
DAY = 86400
LAST_TIME = 24 * HOUR + 3599
LAST_TIME_V3 = 167 * HOUR + 3599


# --- the calendar, in integers -----------------------------------------------------------------------------------


def is_leap(year: int) -> bool:
    """Whether the year has a February 29 (proleptic Gregorian, any integer)."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def new_year(year: int) -> int:
    """The first day of the year, in days since 1970-01-01."""
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 - 719162


def year_start(year: int) -> int:
    """The instant of January 1, 00:00:00 UTC."""
    return new_year(year) * DAY


def utc_year(t: int) -> int:
    """The UTC year of an instant."""
    year = 1970 + t // 31556952
    while year_start(year) > t:
        year -= 1
    while year_start(year + 1) <= t:
        year += 1
    return year


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return 29 if month == 2 and is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


# --- reading the text ----------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """A rule: its date as written in the string, and its time in seconds."""

    date: str
    time: int


class Parts(NamedTuple):
    """The parts of a TZ string; without DST, the last four are None."""

    std: str
    std_utoff: int
    dst: str | None
    dst_utoff: int | None
    start: Rule | None
    end: Rule | None


_TEXT = re.compile(
    r"(?P<std><[^>]+>|[A-Za-z]+)(?P<std_offset>[-+]?[0-9:]+)"
    r"(?:(?P<dst><[^>]+>|[A-Za-z]+)(?P<dst_offset>[-+]?[0-9:]+)?,(?P<start>[^,]+),(?P<end>[^,]+))?"
)


def _seconds(text: str) -> int:
    size = sum(int(number) * unit for number, unit in zip(text.lstrip("+-").split(":"), (3600, 60, 1), strict=False))
    return -size if text.startswith("-") else size


def _rule(text: str) -> Rule:
    date, _, time = text.partition("/")
    return Rule(date, _seconds(time or "2"))


@functools.lru_cache(maxsize=65536)
def split(text: str) -> Parts:
    """The parts of a string that `random_strings` has made."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(f"not a string of this generator: {text!r}")
    std_utoff = -_seconds(match["std_offset"])
    if match["dst"] is None:
        return Parts(match["std"].strip("<>"), std_utoff, None, None, None, None)
    dst_utoff = std_utoff + HOUR if match["dst_offset"] is None else -_seconds(match["dst_offset"])
    return Parts(
        match["std"].strip("<>"),
        std_utoff,
        match["dst"].strip("<>"),
        dst_utoff,
        _rule(match["start"]),
        _rule(match["end"]),
    )


def day_of(date: str, year: int) -> int:
    """The day of a rule's date, in days since 1970-01-01; day 365 of a common year is the next January 1."""
    if date[0] == "J":
        number = int(date[1:])
        return new_year(year) + number - 1 + (1 if is_leap(year) and number >= 60 else 0)
    if date[0] != "M":
        return new_year(year) + int(date)
    month, week, weekday = map(int, date[1:].split("."))
    first = new_year(year) + sum(month_length(year, earlier) for earlier in range(1, month))
    days = [first + i for i in range(month_length(year, month)) if (first + i + 4) % 7 == weekday]
    return days[-1] if week == 5 else days[week - 1]


@functools.lru_cache(maxsize=262144)
def change_instants(text: str, year: int) -> tuple[int, int]:
    """The instants at which DST starts and ends by the rules of one year."""
    parts = split(text)
    if parts.start is None or parts.end is None or parts.dst_utoff is None:
        raise ValueError(f"no rules in {text!r}")
    start = day_of(parts.start.date, year) * DAY + parts.start.time - parts.std_utoff
    end = day_of(parts.end.date, year) * DAY + parts.end.time - parts.dst_utoff
    return start, end


def instants_of_interest(
    text: str, years: Iterable[int], rng: random.Random | None = None, *, extra: int = 4
) -> list[int]:
    """Instants around the transitions and the ends of years, and `extra` random ones in each year; sorted, each once.

    Without a random generator, the random instants depend only on the text.
    """
    rng = rng or random.Random(text)
    parts = split(text)
    found: set[int] = set()
    for year in years:
        first, last = year_start(year), year_start(year + 1)
        centres = [first, first - parts.std_utoff]
        if parts.dst_utoff is not None:
            centres += [first - parts.dst_utoff, *change_instants(text, year)]
        found.update(centre + step for centre in centres for step in (-1, 0, 1))
        found.update(rng.randrange(first, last) for _ in range(extra))
    return sorted(found)


# --- making strings ------------------------------------------------------------------------------------------------


def _name(rng: random.Random) -> str:
    length = rng.randint(3, 6)
    kind = rng.random()
    if kind < 0.5:
        return "".join(rng.choices(string.ascii_uppercase, k=length))
    if kind < 0.65:
        return "".join(rng.choices(string.ascii_letters, k=length))
    return f"<{''.join(rng.choices(string.ascii_letters + string.digits * 3 + '+-' * 8, k=length))}>"


def _clock(rng: random.Random, seconds: int) -> str:
    """Seconds written as [-]h[h[h]][:mm[:ss]], in one of the possible ways."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    text = f"{hour:02}" if rng.random() < 0.3 else str(hour)
    if second or rng.random() < 0.1:
        text += f":{minute:02}:{second:02}"
    elif minute or rng.random() < 0.15:
        text += f":{minute:02}"
    return "-" + text if seconds < 0 else text


def _offset_seconds(rng: random.Random) -> int:
    """An offset as written in a string (positive west), at most 24:59:59 in either direction."""
    hours = rng.choice((0, 24)) if rng.random() < 0.1 else rng.randint(0, 14 if rng.random() < 0.8 else 24)
    size = hours * HOUR
    if rng.random() < 0.25:
        size += rng.choice((1, 15, 30, 45, 59, rng.randint(0, 59))) * 60
        if rng.random() < 0.35:
            size += rng.choice((1, 59, rng.randint(0, 59)))
    return size if rng.random() < 0.5 else -size


def _offset(rng: random.Random, seconds: int) -> str:
    text = _clock(rng, seconds)
    return "+" + text if seconds >= 0 and rng.random() < 0.15 else text


def _time_seconds(rng: random.Random, dialect: Dialect) -> int:
    kind = rng.random()
    if dialect == "tzif-v3" and kind < 0.5:
        size = rng.choice((24 * HOUR, 25 * HOUR, 26 * HOUR, 50 * HOUR, 167 * HOUR, LAST_TIME_V3, HOUR, 1))
        if rng.random() < 0.5:
            size = rng.randint(0, LAST_TIME_V3)
        return size if rng.random() < 0.5 else -size
    if kind < 0.6:
        return rng.choice(
            (0, 0, 1, 3599, HOUR, 7199, 2 * HOUR, 7201, 3 * HOUR, 23 * HOUR, DAY - 1, DAY, DAY + 1, LAST_TIME)
        )
    if kind < 0.8:
        return rng.randint(0, 24) * HOUR
    return rng.randint(0, LAST_TIME)


def _time(rng: random.Random, seconds: int) -> str:
    if seconds == 2 * HOUR and rng.random() < 0.5:
        return ""
    return "/" + _clock(rng, seconds)


def _date(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.5:
        return f"M{rng.randint(1, 12)}.{rng.randint(1, 5)}.{rng.randint(0, 6)}"
    if kind < 0.75:
        return f"J{rng.choice((1, 59, 60, 61, 364, 365)) if rng.random() < 0.4 else rng.randint(1, 365)}"
    return str(rng.choice((0, 1, 58, 59, 60, 364, 365)) if rng.random() < 0.4 else rng.randint(0, 365))


def _date_near_new_year(rng: random.Random) -> str:
    return rng.choice(
        (
            *("0", "1", "363", "364", "365", "J1", "J2", "J364", "J365"),
            *(f"M1.1.{rng.randint(0, 6)}", f"M12.4.{rng.randint(0, 6)}", f"M12.5.{rng.randint(0, 6)}"),
        )
    )


def _date_near_leap_day(rng: random.Random) -> str:
    return rng.choice(
        ("57", "58", "59", "60", "J58", "J59", "J60", "J61", f"M2.5.{rng.randint(0, 6)}", f"M3.1.{rng.randint(0, 6)}")
    )


def _dst_seconds(rng: random.Random, std: int) -> int:
    """A DST offset as written in a string: mostly an hour ahead, otherwise close, equal, behind or anything else."""
    kind = rng.random()
    if kind < 0.5:
        step = -HOUR
    elif kind < 0.8:
        step = rng.choice((0, HOUR, 2 * HOUR, -2 * HOUR, -30 * 60, 30 * 60, 1, -1, -20 * 60))
    else:
        return _offset_seconds(rng)
    return std + step if abs(std + step) <= LAST_TIME else std


def _in_range(time: int, dialect: Dialect) -> bool:
    return abs(time) <= LAST_TIME_V3 if dialect == "tzif-v3" else 0 <= time <= LAST_TIME


def _hard_rules(rng: random.Random, ahead: int, dialect: Dialect) -> tuple[str, int, str, int]:
    """Dates and times of start and end that are known to cause trouble; ahead = dst utoff - std utoff."""
    start_date, end_date = _date(rng), _date(rng)
    start, end = _time_seconds(rng, dialect), _time_seconds(rng, dialect)
    delta = rng.choice((0, 0, 1, -1, 2, -2, 60, -60, HOUR, -HOUR))
    kind = rng.choice(("year end", "year end", "near", "near", "same week", "all year", "leap day"))
    if kind == "year end":
        if rng.random() < 0.7:
            start_date = _date_near_new_year(rng)
        if rng.random() < 0.7:
            end_date = _date_near_new_year(rng)
    elif kind == "near":
        end_date = start_date
        end = start + ahead + delta
    elif kind == "same week":
        month, week = rng.randint(1, 12), rng.randint(1, 5)
        start_date = f"M{month}.{week}.{rng.randint(0, 6)}"
        end_date = f"M{month}.{rng.choice((week, 5))}.{rng.randint(0, 6)}"
        if rng.random() < 0.3:
            end_date = str(min(365, 30 * (month - 1) + 7 * (week - 1) + rng.randint(0, 9)))
    elif kind == "all year":
        start_date, start = rng.choice((("0", 0), ("J1", 0), ("0", 1), ("J1", HOUR)))
        end_date, end = rng.choice((("J365", DAY), ("364", DAY), ("365", DAY), ("365", 0)))
        end += start + ahead + delta
        if rng.random() < 0.3:
            start_date, start, end_date = end_date, end - 2 * ahead, start_date
            end = 0
    else:
        start_date = _date_near_leap_day(rng)
        if rng.random() < 0.7:
            end_date = _date_near_leap_day(rng)
    if rng.random() < 0.1:
        start_date, end_date = end_date, start_date
    if not _in_range(start, dialect):
        start = 0
    if not _in_range(end, dialect):
        end = 0
    return start_date, start, end_date, end


def _one(rng: random.Random, dialect: Dialect) -> str:
    std = _offset_seconds(rng)
    text = _name(rng) + _offset(rng, std)
    if rng.random() < 0.07:
        return text
    dst = _dst_seconds(rng, std)
    text += _name(rng)
    # Without an offset, the default is one hour ahead, which may exceed the 24:59:59 that a string can express.
    if rng.random() < 0.1:
        dst = std - HOUR
    elif dst != std - HOUR or rng.random() < 0.4:
        text += _offset(rng, dst)
    if rng.random() < 0.35:
        start_date, start, end_date, end = _hard_rules(rng, std - dst, dialect)
    else:
        start_date, start = _date(rng), _time_seconds(rng, dialect)
        end_date, end = _date(rng), _time_seconds(rng, dialect)
    return f"{text},{start_date}{_time(rng, start)},{end_date}{_time(rng, end)}"


def random_strings(rng: random.Random, n: int, *, dialect: Dialect = "vapix") -> list[str]:
    """Random valid strings: about 7 % without DST, and a third of the rest made to be difficult.

    In difficult strings, transitions are near a year's end or February 29, start and end are near each other or in an
    order that depends on the year, or DST lasts all year. "tzif-v3" adds signed rule times of up to 167 hours.
    """
    return [_one(rng, dialect) for _ in range(n)]
