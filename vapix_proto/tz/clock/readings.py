"""The readings: ways to decide from a TZ string whether standard or daylight saving time is in force at an instant.

For nearly all strings in use, every implementation gives the same answer. Where they differ, each follows one of these
definitions, in which s and e are the instants that the start and end rules specify in a year:

merge
    Of the starts and ends of all years, the last one at or before the instant t decides. If several fall on the same
    instant, the latest year decides, and within one year the end. Followed by Python's whenever, Ruby tzinfo and Perl
    DateTime, and by cctz except when s == e.
iana
    A year with s <= e has no changes if s == e or e - s is at least that year's length. Of the changes at or before t,
    the last of the latest year decides, even if an earlier year has a later change. A zone without any change is in
    DST forever. Followed by IANA tz.
utc-year
    Only the UTC year of t matters: DST means s <= t < e or, if e < s, not e <= t < s. Followed by glibc, Hinnant's date
    and Go.
utc-year-tie-dst
    Like utc-year, but s == e means DST. Followed by picolibc and newlib.
musl
    Like utc-year-tie-dst, but the first second of some UTC years from 1970 onwards belongs to the year before. Followed
    by musl.
uclibc
    Only the year of t in local standard time matters: the clock begins the year in DST if the start day comes
    after the end day, whatever the times, and switches at s and at e. Followed by uClibc.
clamp
    Like utc-year, but with s and e moved into the UTC year; all-year DST is recognised. Followed by jiff.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from vapix_proto.tz.clock.calendar import CYCLE_DAYS, CYCLE_YEARS, DAY, is_leap, kind_of_years, year_of, year_start
from vapix_proto.tz.rules import DayOfYear

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from vapix_proto.tz.clock.changes import Changes
    from vapix_proto.tz.rules import Rule


class Reading(StrEnum):
    """How to read a string on which implementations differ."""

    MERGE = "merge"
    IANA = "iana"
    UTC_YEAR = "utc-year"
    UTC_YEAR_TIE_DST = "utc-year-tie-dst"
    MUSL = "musl"
    UCLIBC = "uclibc"
    CLAMP = "clamp"


if TYPE_CHECKING:
    #: Determines whether DST is in force. The arguments are the zone's changes, an instant and the UTC year of that
    #: instant.
    IsDst: TypeAlias = Callable[[Changes, int, int], bool]

# A rule's time may reach 8 days into a neighbouring year. So the changes of the year before last are always in
# the past, and the changes of the year after next never are.
_NEAR = (-2, -1, 0, 1)


def _merge(changes: Changes, instant: int, year: int) -> bool:
    latest: tuple[int, int, bool] | None = None
    for near in _NEAR:
        start, end = changes.of(year + near)
        for change in ((start, near, False), (end, near, True)):
            if change[0] <= instant and (latest is None or change > latest):
                latest = change
    assert latest is not None  # noqa: S101 - both changes of the year before last are in the past
    return not latest[2]


def _iana(changes: Changes, instant: int, year: int) -> bool:
    if True not in changes.kept_kinds:
        return True
    # IANA tz lists the changes year by year, and takes the last one in the list that is not after the instant.
    year += 1
    while True:
        start, end = changes.of(year)
        if changes.kept(year) and min(start, end) <= instant:
            return start <= instant and (end < start or instant < end)
        year -= 1


def _utc_year(changes: Changes, instant: int, year: int) -> bool:
    start, end = changes.of(year)
    if start <= end:
        return start <= instant < end
    return not end <= instant < start


def _utc_year_tie_dst(changes: Changes, instant: int, year: int) -> bool:
    start, end = changes.of(year)
    if start < end:
        return start <= instant < end
    return not end <= instant < start


def _musl(changes: Changes, instant: int, year: int) -> bool:
    if instant == year_start(year) and begins_in_the_year_before(year):
        year -= 1
    return _utc_year_tie_dst(changes, instant, year)


def begins_in_the_year_before(year: int) -> bool:
    """Whether musl assigns the first second of a UTC year to the year before."""
    # musl estimates the year from the mean length of a year. If the estimate is too low, as it is at the start of some
    # years from 1970 on, musl corrects it only after the first second of the year. Before 1970, C division rounds up.
    return year > 1970 and year_start(year) // (CYCLE_DAYS * DAY // CYCLE_YEARS) + 1970 < year


def _uclibc(changes: Changes, instant: int, year: int) -> bool:
    year = year_of(instant + changes.std_utoff)
    start, end = changes.of(year)
    begins_in_dst = changes.start.date.yday(year) > changes.end.date.yday(year)
    return begins_in_dst ^ (instant >= start) ^ (instant >= end)


def _clamp(changes: Changes, instant: int, year: int) -> bool:
    low, high = year_start(year), year_start(year + 1)
    start, end = changes.of(year)
    # Day 365 does not exist in a common year: it counts as the end of the year, whatever its time.
    common = not is_leap(year)
    start = high if common and _on_day_365(changes.start) else min(max(start, low), high)
    end = high if common and _on_day_365(changes.end) else min(max(end, low), high)
    if start == low and year_of(min(end, high - 1) + changes.std_utoff) != year:
        end = high
    if start <= end:
        return start <= instant < end
    return not end <= instant < start


def _on_day_365(rule: Rule) -> bool:
    return type(rule.date) is DayOfYear and rule.date.day == 365


IS_DST: dict[Reading, IsDst] = {
    Reading.MERGE: _merge,
    Reading.IANA: _iana,
    Reading.UTC_YEAR: _utc_year,
    Reading.UTC_YEAR_TIE_DST: _utc_year_tie_dst,
    Reading.MUSL: _musl,
    Reading.UCLIBC: _uclibc,
    Reading.CLAMP: _clamp,
}


class YearRow:
    """What the clock does in one UTC year: whether DST is in force at the first instant, and when that changes.

    Attributes:
        first: Whether DST is in force on January 1 at 00:00:00 UTC.
        changes: When DST starts or ends, in seconds after that instant, in order; all are greater than 0.
    """

    __slots__ = ("changes", "first")
    first: bool
    changes: tuple[int, ...]

    def __init__(self, first: bool, changes: tuple[int, ...]) -> None:
        self.first, self.changes = first, changes

    @property
    def last(self) -> bool:
        """Whether DST is in force at the last instant of the year."""
        return self.first ^ (len(self.changes) & 1 == 1)

    def at(self, since: int) -> bool:
        """Whether DST is in force at the instant that is ``since`` seconds after the start of the year."""
        return self.first ^ (bisect_right(self.changes, since) & 1 == 1)


def year_row(changes: Changes, how: Reading, year: int) -> YearRow:
    """What the clock does in a UTC year under a reading."""
    if not changes.alternate:
        return plain_year_row(changes, how, year)
    # All readings agree, so no search is needed. Without the search, this function takes a tenth of the time.
    start, end = changes.since_new_year(year)
    size = year_start(year + 1) - year_start(year)
    return YearRow(end < start, tuple(change for change in sorted((start, end)) if change < size))


def plain_year_row(changes: Changes, how: Reading, year: int) -> YearRow:
    """The same result as ``year_row``, but always computed from the definition of the reading."""
    is_dst = IS_DST[how]
    low, high = year_start(year), year_start(year + 1)
    # DST can start or end only at an instant that a rule specifies or, if the reading considers only a single year, at
    # New Year. New Year is in local standard time for uClibc, and in UTC for the others (for musl, a second later).
    candidates = {low + 1} if how is Reading.MUSL else set()
    if how is Reading.UCLIBC:
        candidates = {low - changes.std_utoff, high - changes.std_utoff}
    for near in _NEAR:
        candidates.update(changes.of(year + near))
    first = state = is_dst(changes, low, year)
    flips = []
    for instant in sorted(candidates):
        if low < instant < high and is_dst(changes, instant, year) is not state:
            state = not state
            flips.append(instant - low)
    return YearRow(first, tuple(flips))


def row_key(changes: Changes, how: Reading, year: int) -> int:
    """A number that two years share only if the clock does the same in both.

    What the clock does in a year usually depends only on which of that year and its neighbours are leap years, and on
    the weekday on which the year begins. There are two exceptions: musl assigns the first second of some years to the
    year before, and in IANA tz, what the clock does can depend on a much earlier year.
    """
    if how is Reading.MUSL:
        return kind_of_years(year) * 2 + begins_in_the_year_before(year)
    if looks_back(changes, how):
        return year % CYCLE_YEARS
    return kind_of_years(year)


def looks_back(changes: Changes, how: Reading) -> bool:
    """Whether what the clock does in a year can depend on a much earlier year.

    This is possible only in IANA tz, and only if it finds changes in some years but not in others. In a year without
    changes, the clock stays as it was after the last change, however long ago that was.
    """
    return how is Reading.IANA and len(changes.kept_kinds) > 1
