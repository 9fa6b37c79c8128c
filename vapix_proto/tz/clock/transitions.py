"""The calculator: what a clock shows at an instant, when it changes, and which instants correspond to a local time.

All times are integers of any size; an instant is in seconds since 1970-01-01 00:00:00 UTC. Rules apply to every year,
and the calendar repeats after 400 years.
"""

from __future__ import annotations

from vapix_proto._value import OrderedValue, Value, setters
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, SPAN_BITS, year_of, year_start
from vapix_proto.tz.clock.changes import Changes
from vapix_proto.tz.clock.readings import Reading, YearRow, row_key, year_row
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from vapix_proto.tz.rules import Rule

    #: For each span of time: an instant in the span, and what the clock shows until then and from then on.
    Spans: TypeAlias = dict[int, tuple[int, LocalTimeType, LocalTimeType]]


_new = object.__new__
#: The maximum number of cached spans, which cover about a hundred years. A full cache is emptied.
_SPANS_MAX = 3072
_COMMON_YEAR = 365 * 86400


class Transition(Value):
    """A change in what the clock shows.

    Attributes:
        at: The first instant of the new local time type, in seconds since 1970-01-01 00:00:00 UTC.
        before: The local time type up to then.
        after: The local time type from then on.

    Raises:
        TypeError: A field has the wrong type.
    """

    at: int
    before: LocalTimeType
    after: LocalTimeType

    def _check(self) -> None:
        if type(self.at) is not int:
            raise TypeError("at must be an int")
        if type(self.before) is not LocalTimeType or type(self.after) is not LocalTimeType:
            raise TypeError("'before' and 'after' must be LocalTimeType values")


_set_at, _set_before, _set_after = setters(Transition, "at", "before", "after")


def _transition(at: int, before: LocalTimeType, after: LocalTimeType) -> Transition:
    """Creates a transition without its constructor.

    The checks in the constructor would take half the time needed to find a transition.
    """
    made = _new(Transition)
    _set_at(made, at)
    _set_before(made, before)
    _set_after(made, after)
    return made


class Unambiguous(OrderedValue):
    """A local time that the clock shows once: at the instant ``utc``, in seconds since 1970-01-01 00:00:00 UTC."""

    utc: int

    def _check(self) -> None:
        if type(self.utc) is not int:
            raise TypeError("utc must be an int")


(_set_utc,) = setters(Unambiguous, "utc")


class Fold(OrderedValue):
    """A local time that the clock shows at two instants (PEP 495): ``earlier`` (fold=0) and ``later`` (fold=1).

    Raises:
        ValueError: ``earlier`` is not before ``later``.
    """

    earlier: int
    later: int

    def _check(self) -> None:
        if type(self.earlier) is not int or type(self.later) is not int:
            raise TypeError("'earlier' and 'later' must be ints")
        if self.earlier >= self.later:
            raise ValueError(f"earlier={self.earlier} must be less than later={self.later}")


class Gap(OrderedValue):
    """A local time that the clock skips and therefore never shows (PEP 495).

    Attributes:
        before: The instant given by the offset before the jump (fold=0). The clock then already shows a later time.
        after: The instant given by the offset after the jump (fold=1). The clock then still shows an earlier time.

    Raises:
        ValueError: ``after`` is not the earlier of the two instants.
    """

    before: int
    after: int

    def _check(self) -> None:
        if type(self.before) is not int or type(self.after) is not int:
            raise TypeError("'before' and 'after' must be ints")
        if self.after >= self.before:
            raise ValueError(f"after={self.after} must be less than before={self.before}")


class Calculator:
    """Answers questions about a clock, in integers; ``Clock`` is the public interface.

    What the clock does in a year (``YearRow``) is computed on first use, and at most 800 years are cached. Results
    for spans of time are cached, too: ``spans`` holds those for instants, ``_plain`` those for local times. Threads
    need no lock, because every step is a single operation on a dictionary whose values never change.

    Attributes:
        reading: How the clock reads the TZ string where implementations differ.
        changes: The instants that the rules specify; None if the zone has no daylight saving time.
        spans: What the clock shows in spans of 2**20 seconds that have at most one transition.
    """

    __slots__ = ("_dst", "_offsets", "_plain", "_rows", "_std", "changes", "reading", "spans")

    def __init__(
        self, std: LocalTimeType, dst: LocalTimeType | None, start: Rule | None, end: Rule | None, reading: Reading
    ) -> None:
        self.reading: Reading = reading
        self._std = std
        self._dst = dst or std
        # The greater offset comes first.
        self._offsets = max(std.utoff, self._dst.utoff), min(std.utoff, self._dst.utoff)
        self._rows: dict[int, YearRow] = {}
        self.spans: Spans = {}
        # The offset in each span of local time; None if the offset changes within the span.
        self._plain: dict[int, int | None] = {}
        self.changes: Changes | None = None
        if dst is not None and start is not None and end is not None:
            self.changes = Changes(start, end, std.utoff, dst.utoff)

    def row(self, year: int) -> YearRow:
        """What the clock does in a UTC year."""
        changes = self.changes
        if changes is None:
            return _NO_CHANGE
        key = row_key(changes, self.reading, year)
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = year_row(changes, self.reading, year)
        return row

    def type_of(self, isdst: bool) -> LocalTimeType:
        """The local time type for standard or daylight saving time."""
        return self._dst if isdst else self._std

    def at(self, instant: int) -> LocalTimeType:
        """The local time type in force at an instant."""
        span = self.spans.get(instant >> SPAN_BITS)
        if span is not None:
            return span[1] if instant < span[0] else span[2]
        if self.changes is None:
            return self._keep(instant, (), False)
        year = year_of(instant)
        row = self.row(year)
        low = year_start(year)
        since = instant - low
        state = row.first
        for change in row.changes:
            if since < change:
                break
            state = not state
        first = (instant >> SPAN_BITS << SPAN_BITS) - low
        last = first + (1 << SPAN_BITS) - 1
        if first >= 0 and last < _COMMON_YEAR:
            return self._keep(instant, [low + change for change in row.changes if first < change <= last], state)
        across = [change.at - low for near in (year - 1, year, year + 1) for change in self.in_year(near)]
        return self._keep(instant, [low + change for change in across if first < change <= last], state)

    def _keep(self, instant: int, changes: Sequence[int], state: bool) -> LocalTimeType:
        """Returns what the clock shows, and caches it for the span of time around the instant.

        ``changes`` contains the transitions within that span.
        """
        shown = self.type_of(state)
        if len(changes) < 2:
            before = after = shown
            change = instant
            if changes:
                change = changes[0]
                other = self.type_of(not state)
                before, after = (shown, other) if instant < change else (other, shown)
            if len(self.spans) >= _SPANS_MAX:
                self.spans.clear()
            self.spans[instant >> SPAN_BITS] = change, before, after
        return shown

    def in_year(self, year: int) -> list[Transition]:
        """The transitions in a UTC year, in order."""
        row = self.row(year)
        low = year_start(year)
        offsets = row.changes if self.row(year - 1).last is row.first else (0, *row.changes)
        found = []
        state = row.first if offsets is row.changes else not row.first
        for offset in offsets:
            found.append(_transition(low + offset, self.type_of(state), self.type_of(not state)))
            state = not state
        return found

    def _changes_between(self, first: int, last: int) -> bool:
        """Whether the clock changes after ``first`` and no later than ``last``, which is a few days after ``first``."""
        years = range(year_of(first), year_of(last) + 1)
        return any(first < change.at <= last for year in years for change in self.in_year(year))

    def after(self, instant: int) -> Transition | None:
        """The first transition after an instant."""
        return next((t for t in self._scan(year_of(instant), 1) if t.at > instant), None)

    def before(self, instant: int) -> Transition | None:
        """The last transition before an instant."""
        return next((t for t in self._scan(year_of(instant), -1) if t.at < instant), None)

    def _scan(self, year: int, step: int) -> Iterator[Transition]:
        if self.changes is None:
            return
        # A 400-year cycle plus a year contains every kind of year, but the musl reading differs before and after 1970.
        beyond = self.reading is Reading.MUSL and (year < 1970) is (step > 0)
        for first in (year, 1970) if beyond else (year,):
            for near in range(first, first + step * (CYCLE_YEARS + 2), step):
                yield from self.in_year(near)[::step]

    def resolve(self, local: int) -> Unambiguous | Fold | Gap:
        """The instants when the clock shows a local time given in seconds since 1970-01-01 00:00:00 local time."""
        # Most spans have one offset, and caching it saves a quarter of the time.
        utoff = self._plain.get(local >> SPAN_BITS)
        if utoff is not None:
            # Made without the constructor, whose checks would take as long as everything else here.
            made = _new(Unambiguous)
            _set_utc(made, local - utoff)
            return made
        ahead, behind = self._offsets
        # At the instant of a local time, ``ahead`` or ``behind`` is in force, so there are two possible instants.
        utc, later = local - ahead, local - behind
        # Two calls of ``at`` would take half the time of this method, so its code is repeated here.
        span, other = self.spans.get(utc >> SPAN_BITS), self.spans.get(later >> SPAN_BITS)
        at_utc = self.at(utc) if span is None else span[1] if utc < span[0] else span[2]
        at_later = self.at(later) if other is None else other[1] if later < other[0] else other[2]
        if at_utc.utoff == ahead:
            if utc != later and at_later.utoff == behind:
                return Fold(utc, later)
        elif at_later.utoff == behind:
            utc = later
        else:
            return Gap(later, utc)
        if local >> SPAN_BITS not in self._plain:
            if len(self._plain) >= _SPANS_MAX:
                self._plain.clear()
            first = local >> SPAN_BITS << SPAN_BITS
            changes = self._changes_between(first - ahead, first + (1 << SPAN_BITS) - behind)
            self._plain[local >> SPAN_BITS] = None if changes else local - utc
        return Unambiguous(utc)


_NO_CHANGE = YearRow(False, ())
