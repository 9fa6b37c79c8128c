"""The instants at which a zone's two rules change its clock, for each of the 14 kinds of year."""

from __future__ import annotations

from functools import cached_property, lru_cache

from vapix_proto.tz.clock.calendar import DAY, is_leap, kind_of_year, year_start
from vapix_proto.tz.rules import DayOfYear, Rule, RuleDate

_YEAR_OF_KIND = {kind_of_year(year): year for year in range(2000, 2028)}
#: One year of each of the 14 kinds: common or leap, and the weekday of January 1.
KINDS = tuple(_YEAR_OF_KIND.values())
#: The index of each kind in KINDS.
PLACES = {kind: place for place, kind in enumerate(_YEAR_OF_KIND)}
#: The length in seconds of each year in KINDS.
SIZES = tuple(year_start(year + 1) - year_start(year) for year in KINDS)
_DAY_365 = DayOfYear(365)


class Changes:
    """The instants at which two rules change the clock, year by year; offsets are seconds east of UTC."""

    def __init__(self, start: Rule, end: Rule, std_utoff: int, dst_utoff: int) -> None:
        self.start, self.end, self.std_utoff, self.dst_utoff = start, end, std_utoff, dst_utoff

    def of(self, year: int) -> tuple[int, int]:
        """The instants that the two rules specify in a given year; either may fall in a neighbouring UTC year."""
        base = year_start(year)
        start, end = self.since_new_year(year)
        return base + start, base + end

    def since_new_year(self, year: int) -> tuple[int, int]:
        """The instants that the rules specify in a year, in seconds since January 1, 00:00:00 UTC of that year."""
        starts, ends = self.in_kinds
        place = PLACES[kind_of_year(year)]
        return starts[place], ends[place]

    @cached_property
    def in_kinds(self) -> tuple[list[int], list[int]]:
        """The starts and the ends of daylight saving time in all years of ``KINDS``, in seconds since New Year."""
        start, end = self.start.time - self.std_utoff, self.end.time - self.dst_utoff
        return (
            [midnight + start for midnight in _midnights(self.start.date)],
            [midnight + end for midnight in _midnights(self.end.date)],
        )

    @cached_property
    def alternate(self) -> bool:
        """Whether starts and ends of daylight saving time alternate in a way that makes all readings agree.

        The result is True under two conditions, which nearly all zones meet:

        - The start and the end that the rules give for a year fall in that UTC year: after its first second, and no
          later than the first second of the next year. In local standard time, too, they fall in that year.
        - In every year, the same one of the two comes first, and the date in its rule comes before the date in the
          other rule. If the start comes first, the dates may also be equal.

        If the result is False, readings may still agree.
        """
        if _DAY_365 in (self.start.date, self.end.date):
            return False  # readings differ on which day is day 365 of a common year
        starts, ends = self.in_kinds
        gaps = [end - start for start, end in zip(starts, ends, strict=True)]
        least, most = min(gaps), max(gaps)
        # The time from the start day to the end day, less the time from the start instant to the end instant.
        days = self.dst_utoff - self.end.time - self.std_utoff + self.start.time
        if least > 0 and least + days >= 0:
            firsts, lasts = starts, ends
        elif most < 0 and most + days < 0:
            firsts, lasts = ends, starts
        else:
            return False
        first = min(firsts)
        if first <= 0 or first + self.std_utoff < 0:
            return False
        ahead = max(self.std_utoff, 0)
        return all(last + ahead <= size for last, size in zip(lasts, SIZES, strict=True))

    def kept(self, year: int) -> bool:
        """Whether IANA tz finds any changes in a given year."""
        start, end = self.of(year)
        return end < start or 0 < end - start < (366 if is_leap(year) else 365) * DAY

    @cached_property
    def kept_kinds(self) -> frozenset[bool]:
        """The values of ``kept`` in all years: only True, only False, or both."""
        return frozenset(map(self.kept, KINDS))


def _midnights(date: RuleDate) -> tuple[int, ...]:
    """The number of seconds from January 1, 00:00, to 00:00 on a date, in each year of ``KINDS``."""
    return _midnights_of(type(date), date._astuple())


@lru_cache(maxsize=2048)  # there are fewer dates
def _midnights_of(form: type[RuleDate], numbers: tuple[int, ...]) -> tuple[int, ...]:
    date = form(*numbers)
    return tuple(date.yday(year) * DAY for year in KINDS)
