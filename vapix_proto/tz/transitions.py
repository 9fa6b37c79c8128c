"""The calculator: what a clock shows at an instant, when it changes, and which instants a local time stands for.

Pure integers: instants are seconds since 1970-01-01 00:00:00 UTC, of any size; rules apply to every year, and the
calendar repeats after 400.
"""

from __future__ import annotations

from vapix_proto._value import OrderedValue, Value
from vapix_proto.tz.calendar import CYCLE_YEARS, year_of, year_start
from vapix_proto.tz.readings import Changes, Reading, YearRow, row_key, year_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.rules import LocalTimeType, Rule

__all__ = ["Clock", "Fold", "Gap", "Transition", "Unambiguous"]


class Transition(Value):
    """A change of what the clock shows.

    Attributes:
        at: The first instant of the new local time type, in seconds since 1970-01-01 00:00:00 UTC.
        before: The local time type up to then.
        after: The local time type from then on.
    """

    __slots__ = __match_args__ = ("at", "before", "after")
    at: int
    before: LocalTimeType
    after: LocalTimeType

    def __init__(self, at: int, before: LocalTimeType, after: LocalTimeType) -> None:
        self._set(at=at, before=before, after=after)


class Unambiguous(OrderedValue):
    """A local time that the clock shows once: at the instant ``utc``, in seconds since 1970-01-01 00:00:00 UTC."""

    __slots__ = __match_args__ = ("utc",)
    utc: int

    def __init__(self, utc: int) -> None:
        self._set(utc=utc)


class Fold(OrderedValue):
    """A local time that the clock shows twice (PEP 495): at the instants ``earlier``, fold=0, and ``later``, fold=1."""

    __slots__ = __match_args__ = ("earlier", "later")
    earlier: int
    later: int

    def __init__(self, earlier: int, later: int) -> None:
        self._set(earlier=earlier, later=later)


class Gap(OrderedValue):
    """A local time that the clock never shows, because it jumps over it (PEP 495).

    Attributes:
        before: The instant by the offset before the jump (fold=0): after the jump the clock shows a later time at it.
        after: The instant by the offset after the jump (fold=1): the clock, not yet moved, shows an earlier time at it.
    """

    __slots__ = __match_args__ = ("before", "after")
    before: int
    after: int

    def __init__(self, before: int, after: int) -> None:
        self._set(before=before, after=after)


class Clock:
    """A zone under one reading. Rows of years are computed when first needed and kept, 800 at the most."""

    __slots__ = ("_changes", "_dst", "_rows", "_std", "reading")

    def __init__(
        self, std: LocalTimeType, dst: LocalTimeType | None, start: Rule | None, end: Rule | None, reading: Reading
    ) -> None:
        self.reading = reading
        self._std = std
        self._dst = dst or std
        self._rows: dict[int, YearRow] = {}
        self._changes: Changes | None = None
        if dst is not None and start is not None and end is not None:
            self._changes = Changes(start, end, std.utoff, dst.utoff)

    @property
    def changes(self) -> Changes | None:
        """The instants that the rules name; None without daylight saving time."""
        return self._changes

    def row(self, year: int) -> YearRow:
        """The clock of a UTC year."""
        if self._changes is None:
            return _NO_CHANGE
        key = row_key(self.reading, year)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = year_row(self._changes, self.reading, year)
        return row

    def type_of(self, isdst: bool) -> LocalTimeType:
        """The local time type of standard or daylight saving time."""
        return self._dst if isdst else self._std

    def at(self, instant: int) -> LocalTimeType:
        """The local time type in force at an instant."""
        if self._changes is None:
            return self._std
        year = year_of(instant)
        row = self.row(year)
        since = instant - year_start(year)
        state = row.first
        for change in row.changes:
            if since < change:
                break
            state = not state
        return self._dst if state else self._std

    def in_year(self, year: int) -> list[Transition]:
        """The transitions in a UTC year, in order."""
        row = self.row(year)
        low = year_start(year)
        offsets = row.changes if self.row(year - 1).last is row.first else (0, *row.changes)
        found = []
        state = row.first if offsets is row.changes else not row.first
        for offset in offsets:
            found.append(Transition(low + offset, self.type_of(state), self.type_of(not state)))
            state = not state
        return found

    def after(self, instant: int) -> Transition | None:
        """The first transition after an instant."""
        return next((t for t in self._scan(year_of(instant), 1) if t.at > instant), None)

    def before(self, instant: int) -> Transition | None:
        """The last transition before an instant."""
        return next((t for t in self._scan(year_of(instant), -1) if t.at < instant), None)

    def _scan(self, year: int, step: int) -> Iterator[Transition]:
        if self._changes is None:
            return
        # One cycle and a year have seen every kind of year; musl's reading is another one on the other side of 1970.
        beyond = self.reading is Reading.MUSL and (year < 1970) is (step > 0)
        for first in (year, 1970) if beyond else (year,):
            for near in range(first, first + step * (CYCLE_YEARS + 2), step):
                yield from self.in_year(near)[::step]

    def resolve(self, local: int) -> Unambiguous | Fold | Gap:
        """The instants at which the clock shows a local time, given as seconds since 1970-01-01 00:00:00 local time."""
        ahead, behind = self._std.utoff, self._dst.utoff
        if ahead < behind:
            ahead, behind = behind, ahead
        # An instant that shows this local time is earlier by the offset in force then, and there are two offsets.
        earlier, later = local - ahead, local - behind
        shown_earlier = self.at(earlier).utoff == ahead
        shown_later = self.at(later).utoff == behind
        if shown_earlier and shown_later and earlier != later:
            return Fold(earlier, later)
        if shown_earlier:
            return Unambiguous(earlier)
        if shown_later:
            return Unambiguous(later)
        return Gap(later, earlier)


_NO_CHANGE = YearRow(False, ())
