"""Describes what a clock shows, in English sentences that are true at all times from 1970 onwards."""

from __future__ import annotations

from vapix_proto.tz.analysis.description import distance, duration, jump, season, when
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, iso, year_start
from vapix_proto.tz.clock.implied_rules import us_rules
from vapix_proto.tz.explanation.readers import readings_named

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

_WITHOUT_RULES = "The string has no rules for daylight saving time, so each implementation chooses its own."


def sentences_of(clock: Clock) -> Iterator[str]:
    """Sentences that describe a clock: its UTC offsets, its transitions, and what is unusual about it.

    They give the transitions that the clock's TZ string specifies. If the clock departs from these, the last sentences
    report it.
    """
    zone = clock.zone
    if clock.next_transition(0) is None:
        yield from _without_transitions(zone, clock.at(0))
        return
    std, dst = zone.std, zone.dst
    start, end = clock.implied_rules or (zone.start, zone.end)
    assert dst is not None and start is not None and end is not None  # noqa: S101, PT018 - there are transitions
    yield from _offsets(std, dst)
    if clock.implied_rules is not None:
        yield _WITHOUT_RULES
        whose = ", those of the United States" if clock.implied_rules == us_rules() else ""
        yield f"This explanation assumes the rules {start},{end}{whose}."
    yield f"Daylight saving time starts {when(start, std)}, when {jump(start, std, dst)}."
    yield f"It ends {when(end, dst)}, when {jump(end, dst, std)}."
    yield from _departures(clock)


def _without_transitions(zone: PosixTimeZone, shown: LocalTimeType) -> Iterator[str]:
    yield f"{_always(shown)}."
    yield f"Its designation is {shown.designation}."
    if zone.dst is not None and zone.start is None:
        yield f"This is {season(shown)}. {_WITHOUT_RULES} This explanation assumes {season(shown)} all year."
    elif zone.dst is not None:
        other = zone.std if shown.isdst else zone.dst
        named = f"{season(other)} ({other.designation}, {distance(other.utoff)})"
        yield f"This is {season(shown)}; the string also names {named}, but its rules never put that in force."


def _offsets(std: LocalTimeType, dst: LocalTimeType) -> Iterator[str]:
    if std.utoff == dst.utoff:
        yield f"{_always(std)}."
        if std.designation == dst.designation:
            yield f"Its designation is {std.designation} in standard time and in daylight saving time."
        else:
            yield (
                f"Its designation is {std.designation} in standard time and {dst.designation} in daylight saving time."
            )
        return
    both = [f"{_shows(kind)} in {season(kind)} ({kind.designation})" for kind in (std, dst)]
    yield f"The clock {both[0]} and {both[1].removeprefix('is ') if std.utoff else both[1]}."
    if dst.utoff < std.utoff:
        yield f"Daylight saving time is {duration(std.utoff - dst.utoff)} behind standard time here, not ahead of it."


def _always(kind: LocalTimeType) -> str:
    return f"The clock is always {distance(kind.utoff)}" if kind.utoff else "The clock always shows UTC"


def _shows(kind: LocalTimeType) -> str:
    return f"is {distance(kind.utoff)}" if kind.utoff else "shows UTC"


def _departures(clock: Clock) -> Iterator[str]:
    """Where a clock's transitions differ from those that its rules specify."""
    changes = clock._calculator.changes
    assert changes is not None  # noqa: S101 - there are transitions
    if changes.alternate:
        return
    stop = 1970 + CYCLE_YEARS
    low, high = year_start(1970), year_start(stop)
    named = {
        (at, isdst)
        for year in range(1969, stop + 1)
        for at, isdst in zip(changes.of(year), (True, False), strict=True)
        if low <= at < high
    }
    found = {(transition.at, transition.after.isdst) for transition in clock.transitions(1970, stop)}
    reading = readings_named([clock.reading])
    never = {isdst for _, isdst in named} - {isdst for _, isdst in named & found}
    if never:
        which = (
            "neither of them occurs" if len(never) == 2 else f"the {'start' if True in never else 'end'} never occurs"
        )
        yield f"Those are the rules as written, but under the reading {reading}, {which} at that time."
    elif named - found:
        yield "Not every year has both of these transitions."
    if found - named:
        first = iso(min(at for at, _ in found - named))
        if never:
            yield f"There are other transitions instead, the first at {first}."
        else:
            yield f"Under the reading {reading}, there are other transitions, too, the first at {first}."
