"""Warns about TZ strings that are valid but may not be what was meant."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from vapix_proto.errors import Code, Problem, Severity, Span
from vapix_proto.tz import limits
from vapix_proto.tz.analysis.comparison import first_contested, least_gap, near_across_years
from vapix_proto.tz.analysis.description import FOLLOWERS, distance, season
from vapix_proto.tz.analysis.portability import portable
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, iso, kind_of_years
from vapix_proto.tz.diagnosis import designations
from vapix_proto.tz.diagnosis.places import Places
from vapix_proto.tz.rules import DayOfYear, format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from vapix_proto.tz.clock.changes import Changes
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType


def warnings_of(zone: PosixTimeZone, match: Match[str], dialect: Dialect) -> list[Problem]:
    """Every warning about a string that is valid in the dialect, in order of position."""
    places = Places(match)
    problems = [*designations.warnings(zone.std, places.std_offset, dialect, alone=zone.dst is None)]
    if zone.dst is not None:
        problems += designations.warnings(zone.dst, places.dst_offset, dialect, alone=False)
        problems += _daylight(zone, places, dialect)
    for span, rule in ((places.start_date, zone.start), (places.end_date, zone.end)):
        if rule is not None and rule.date == DayOfYear(365):
            message = "day 365 exists only in leap years: in others, it is read as January 1, December 31 or no day"
            hint = "write J365 for December 31 of every year"
            problems.append(_warning(Code.TZ_DAY_365, message, span, hint, dialect.sources["date"]))
    return sorted(problems, key=lambda problem: (problem.span, problem.code))


def _warning(
    code: Code, message: str, span: Span, hint: str, source: str, params: dict[str, str] | None = None
) -> Problem:
    return Problem(code, message, span, hint, source, Severity.WARNING, params=params)


def _daylight(zone: PosixTimeZone, places: Places, dialect: Dialect) -> Iterator[Problem]:
    assert zone.dst is not None  # noqa: S101 - the caller checked
    name = zone.dst.designation
    source = dialect.sources["rules"]
    if zone.start is None:
        message = (
            f"{name} has no rules, so implementations differ: they follow the rules of the United States (glibc, "
            "newlib, uClibc, Go and others) or those in force there until 2006 (Apple), show daylight saving time all "
            "year (musl) or standard time all year (ESPHome), or report an error (jiff, zoneinfo and others)"
        )
        which = f"the second {name}" if name == zone.std.designation else name
        hint = f"add the rules that apply where the clock is, or remove {which} if there is no daylight saving time"
        yield _warning(Code.TZ_RULES_IMPLIED, message, places.dst, hint, source, {"designation": name})
    if zone.dst.utoff <= zone.std.utoff:
        ahead = "at the same offset as" if zone.dst.utoff == zone.std.utoff else "behind"
        std = zone.std.designation
        message = f"daylight saving time ({name}) is {ahead} standard time ({std})"
        hint = (
            "check both offsets: POSIX counts hours west of Greenwich, "
            "so the number for daylight saving time is usually one less"
        )
        params = {"dst": name, "ahead": ahead, "std": std}
        yield _warning(Code.TZ_DST_NOT_AHEAD, message, places.dst, hint, dialect.sources["offset"], params)
    if zone.start is None:
        return
    rules = places.rules
    calculator = zone.clock()._calculator
    changes = calculator.changes
    assert changes is not None  # noqa: S101 - the zone has rules
    near = abs(zone.dst.utoff - zone.std.utoff)
    if changes.alternate:
        # If starts and ends alternate, there are transitions, and all readings agree on them.
        if least_gap(changes) <= near:
            yield _overlapping(calculator, near, rules, source)
        return
    if zone.next_transition(0) is None:
        shown = zone.at(0)
        message = f"the clock never changes: it shows {shown.designation} forever"
        hint = f"for the same clock, write {shown.quoted}{format_seconds(-shown.utoff)}"
        if abs(shown.utoff) > limits.OFFSET_MAX:
            hint = "use a string without daylight saving time"
        yield _warning(Code.TZ_NEVER_CHANGES, message, rules, hint, source, {"designation": shown.designation})
    elif _overlap(calculator, changes, near):
        yield _overlapping(calculator, near, rules, source)
    yield from _contested(zone, rules, dialect)


def _overlapping(calculator: Calculator, near: int, span: Span, source: str) -> Problem:
    message = "the two transitions are so close together that their local times overlap"
    message = message if all(_close(calculator, near)) else f"in some years {message}"
    return _warning(Code.TZ_OVERLAP, message, span, "check the dates and times of both rules", source)


def _overlap(calculator: Calculator, changes: Changes, near: int) -> bool:
    """Whether any two transitions are no further apart than the difference between the UTC offsets."""
    # Comparing the rules clears nearly all strings in a hundredth of the time that comparing the transitions takes. A
    # start during daylight saving time, or an end during standard time, is no transition.
    close_rules = any(abs(start - end) <= near for start, end in zip(*changes.in_kinds, strict=True))
    return (close_rules or near_across_years(changes, near)) and any(_close(calculator, near))


def _close(calculator: Calculator, near: int) -> Iterator[bool]:
    """For each kind of year, whether a transition is no further than ``near`` from the next one."""
    for year in _years_with_neighbours():
        found = [*calculator.in_year(year), *calculator.in_year(year + 1)[:1]]
        yield any(later.at - earlier.at <= near for earlier, later in pairwise(found))


@lru_cache(maxsize=1)
def _years_with_neighbours() -> tuple[int, ...]:
    """One year for each combination of values that ``kind_of_years`` gives for a year and its two neighbours."""
    kinds = {tuple(map(kind_of_years, (year - 1, year, year + 1))): year for year in range(1970, 1970 + CYCLE_YEARS)}
    return tuple(kinds.values())


def _contested(zone: PosixTimeZone, rules: Span, dialect: Dialect) -> Iterator[Problem]:
    first = first_contested(zone)
    if first is None:
        return
    # ``first.a`` is always ``merge``: when two readings part, one of them also parts from ``merge``.
    a, b = "implementations that follow the text of POSIX", " and ".join(FOLLOWERS[first.b])
    params = {
        "at": iso(first.at),
        "a": a,
        "shown_a": _shown(first.shown_a),
        "b": b,
        "shown_b": _shown(first.shown_b),
    }
    message = (
        "this string does not give the same time on every device: "
        f"at {{at}} {{a}} show {{shown_a}}, but {{b}} {'show' if ' and ' in b else 'shows'} {{shown_b}}"
    ).format(**params)
    same = portable(zone, dialect, designation=True)
    hint = "check what the device shows: no string gives every device the clock that POSIX describes"
    if same is not None:
        hint = f"for a clock that follows POSIX in all these implementations, write {same.zone}"
    yield _warning(Code.TZ_CONTESTED, message, rules, hint, dialect.sources["rules"], params)


def _shown(kind: LocalTimeType) -> str:
    return f"{kind.designation} ({season(kind)}, {distance(kind.utoff)})"
