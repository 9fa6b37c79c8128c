"""Builds zones from the pieces of TZ strings that match a dialect's regular expression.

The regular expression has already checked the form and the limits, so the parts of a zone are built without calling
their constructors, whose checks would take longer than everything else. A test makes sure that the constructors produce
the same values. Parts are cached by their text, up to a limit, and shared between zones.
"""

from __future__ import annotations

from vapix_proto._places import quote
from vapix_proto._value import setters
from vapix_proto.tz import limits
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule, RuleDate

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from re import Match
    from typing import TypeAlias, TypeVar

    #: One part of a TZ string, such as a rule: its whole text, then its pieces in order; None for an absent piece.
    Pieces: TypeAlias = tuple[str | None, ...]
    K = TypeVar("K")
    V = TypeVar("V")

#: The groups of the regular expression that belong to each part of a TZ string.
STD, DST, START, END = slice(0, 7), slice(7, 14), slice(14, 24), slice(24, 34)

#: Caches, keyed by text. The key for daylight saving time also contains the offset of standard time.
std_types: dict[str | None, LocalTimeType] = {}
dst_types: dict[tuple[str | None, int], LocalTimeType] = {}
rules: dict[str | None, Rule] = {}
#: The size at which a cache is emptied, and the length of the longest string that it stores.
KEPT = 1024
KEPT_LENGTH = 40

_new = object.__new__
_set_std, _set_dst, _set_start, _set_end = setters(PosixTimeZone, "std", "dst", "start", "end")
_set_calculator, _set_calculators = setters(PosixTimeZone, "_calculator", "_calculators")
_set_utoff, _set_isdst, _set_designation = setters(LocalTimeType, "utoff", "isdst", "designation")
_set_date, _set_time = setters(Rule, "date", "time")
_set_month, _set_week, _set_weekday = setters(MonthWeekDay, "month", "week", "weekday")


def build(match: Match[str]) -> PosixTimeZone:
    """Builds the zone from a match of the regular expression for TZ strings."""
    groups = match.groups()
    std = std_types.get(groups[0]) or std_type(groups[STD])
    dst = start = end = None
    dst_text = groups[7]
    if dst_text is not None:
        dst = dst_types.get((dst_text, std.utoff)) or dst_type(groups[DST], std.utoff)
        start_text = groups[14]
        if start_text is not None:
            start = rules.get(start_text) or rule(groups[START])
            end = rules.get(groups[24]) or rule(groups[END])
    zone = _new(PosixTimeZone)
    _set_std(zone, std)
    _set_dst(zone, dst)
    _set_start(zone, start)
    _set_end(zone, end)
    _set_calculator(zone, None)
    _set_calculators(zone, None)
    return zone


def _keep(memory: dict[K, V], key: K, text: str | None, made: V) -> None:
    if len(text or "") <= KEPT_LENGTH:
        if len(memory) >= KEPT:
            memory.clear()
        memory[key] = made


def std_type(pieces: Pieces) -> LocalTimeType:
    """Standard time, from its pieces in the TZ string."""
    text, letters, quoted, sign, hours, minutes, seconds = pieces
    # The offset in the text is added to local time to get UTC; utoff is its opposite.
    made = _local_time_type(-_seconds(sign, hours, minutes, seconds), False, letters or quoted)
    _keep(std_types, text, text, made)
    return made


def dst_type(pieces: Pieces, std_utoff: int) -> LocalTimeType:
    """Daylight saving time, from its pieces in the TZ string and the offset of standard time."""
    text, letters, quoted, sign, hours, minutes, seconds = pieces
    default = std_utoff + limits.DEFAULT_DST_AHEAD
    utoff = default if hours is None else -_seconds(sign, hours, minutes, seconds)
    made = _local_time_type(utoff, True, letters or quoted)
    _keep(dst_types, (text, std_utoff), text, made)
    return made


def _local_time_type(utoff: int, isdst: bool, designation: str | None) -> LocalTimeType:
    made = _new(LocalTimeType)
    _set_utoff(made, utoff)
    _set_isdst(made, isdst)
    _set_designation(made, designation)
    return made


def rule(pieces: Pieces) -> Rule:
    """Builds the start or end rule from its pieces."""
    text, month, week, weekday, julian_day, day_of_year, sign, hours, minutes, seconds = pieces
    date: RuleDate
    if month is not None:
        date = _new(MonthWeekDay)
        _set_month(date, int(month))
        _set_week(date, int(week))  # type: ignore[arg-type]
        _set_weekday(date, int(weekday))  # type: ignore[arg-type]
    elif julian_day is not None:
        date = JulianDay(int(julian_day))
    else:
        date = DayOfYear(int(day_of_year))  # type: ignore[arg-type]
    made = _new(Rule)
    _set_date(made, date)
    _set_time(made, limits.DEFAULT_RULE_TIME if hours is None else _seconds(sign, hours, minutes, seconds))
    _keep(rules, text, text, made)
    return made


def _seconds(sign: str | None, hours: str | None, minutes: str | None, seconds: str | None) -> int:
    total = int(hours) * limits.HOUR  # type: ignore[arg-type]
    if minutes is not None:
        total += int(minutes) * 60
        if seconds is not None:
            total += int(seconds)
    return -total if sign == "-" else total


def read_rules(text: str) -> tuple[Rule, Rule]:
    """The start and end rules in a string, which may begin with a comma; times of any dialect are accepted.

    Raises:
        ValueError: The text does not consist of two rules.
    """
    whole = f"XXX0YYY,{text.removeprefix(',')}"
    from vapix_proto.tz.dialect import POSIX_2024  # noqa: PLC0415 - a dialect's reader imports this module

    match = POSIX_2024._reader.match(whole)
    if match is None:
        raise ValueError(_why_no_rules(text, whole))
    pieces = match.groups()
    return rule(pieces[START]), rule(pieces[END])


def _why_no_rules(text: str, whole: str) -> str:
    from vapix_proto.grammar.parser import FormError  # noqa: PLC0415 - only refused rules need it
    from vapix_proto.tz.diagnosis.limit_errors import form, limit_problems  # noqa: PLC0415
    from vapix_proto.tz.dialect import POSIX_2024  # noqa: PLC0415

    try:
        problems = limit_problems(form(whole), whole, POSIX_2024)
    except FormError:
        return f"implied_rules must be two rules, such as ',M3.2.0,M11.1.0', not {quote(text, 64)}"
    return f"implied_rules: {problems[0].message}"
