"""What is valid and may not say what was meant: the warnings on a TZ string."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from vapix_proto.errors import Code, Problem, Severity, Span
from vapix_proto.tz import limits
from vapix_proto.tz.analysis.comparison import agreed, contested, cycle_changes
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.analysis.portability import portable
from vapix_proto.tz.diagnosis._spans import Places
from vapix_proto.tz.diagnosis.limit_errors import numeric_designation
from vapix_proto.tz.rules import DayOfYear, format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

#: Designations of standard time that the IANA database uses now, and the hours east of UTC that they stand for.
USUAL_HOURS: dict[str, tuple[float, ...]] = {
    "ACST": (9.5,), "AEST": (10,), "AKST": (-9,), "AST": (-4,), "AWST": (8,), "CAT": (2,), "CET": (1,), "CST": (-6, -5,
    8), "ChST": (10,), "EAT": (3,), "EET": (2,), "EST": (-5,), "GMT": (0,), "HKT": (8,), "HST": (-10,), "IST": (1, 2,
    5.5), "JST": (9,), "KST": (9,), "MET": (1,), "MSK": (3,), "MST": (-7,), "NST": (-3.5,), "NZST": (12,), "PKT": (5,),
    "PST": (-8, 8), "SAST": (2,), "SST": (-11,), "UTC": (0,), "WAT": (1,), "WET": (0,), "WIB": (7,), "WIT": (9,),
    "WITA": (8,),
}  # fmt: skip

# +03, -0330, UTC1, GMT+0330: designations that say an offset themselves.
_NUMERIC = re.compile(r"(?:(?:UTC|GMT|UT)([+-]?)|([+-]))(?:([0-9])|([01][0-9]|2[0-4])([0-5][0-9])?)")


def warnings_of(zone: PosixTimeZone, match: re.Match[str], dialect: Dialect) -> list[Problem]:
    """Every warning on a valid string, in the order of its text.

    Args:
        zone: What the string means.
        match: Its pieces, for the places.
        dialect: The dialect that it was read in.
    """
    places = Places(match)
    problems = [*_designation(zone.std, places.std_offset, dialect)]
    if zone.dst is not None:
        problems += _designation(zone.dst, places.dst_offset, dialect)
        problems += _daylight(zone, places, dialect)
    for span, rule in ((places.start_date, zone.start), (places.end_date, zone.end)):
        if rule is not None and rule.date == DayOfYear(365):
            message = (
                "day 365 exists in leap years only; in others implementations take January 1, December 31 or no day"
            )
            hint = "write J365 for December 31 of every year"
            problems.append(_warning(Code.TZ_DAY_365, message, span, hint, dialect.sources["date"]))
    return sorted(problems, key=lambda problem: (problem.span, problem.code))


def _warning(code: Code, message: str, span: Span, hint: str | None, source: str) -> Problem:
    return Problem(code, message, span, hint, source, Severity.WARNING)


def _designation(kind: LocalTimeType, span: Span, dialect: Dialect) -> Iterator[Problem]:
    """Warnings on a designation that says one offset beside an offset that says another."""
    said = _said(kind)
    if not said or kind.utoff in said:
        return
    quoted, offset = kind.quoted, format_seconds(-kind.utoff)
    flipped = format_seconds(kind.utoff)
    if (0 in said and kind.designation in ("UTC", "GMT")) or -kind.utoff in said:
        message = f"{quoted}{offset} is {distance(kind.utoff)}: POSIX counts hours west of Greenwich"
        other = numeric_designation(-kind.utoff) if 0 in said else quoted
        hint: str | None = f"write {other}{flipped} if {distance(-kind.utoff)} is meant"
        yield _warning(Code.TZ_SIGN_SUSPICIOUS, message, span, hint, dialect.sources["offset"])
        return
    usual = " or ".join(distance(utoff) for utoff in said)
    message = f"{kind.designation} usually is {usual}; this clock is {distance(kind.utoff)}"
    hint = f"write {quoted}{format_seconds(-said[0])} if the usual is meant" if len(said) == 1 else None
    yield _warning(Code.TZ_DESIGNATION_OFFSET, message, span, hint, "IANA time zone database")


def _said(kind: LocalTimeType) -> tuple[int, ...]:
    """The offsets that a designation usually stands for; empty where we don't know."""
    numeric = _NUMERIC.fullmatch(kind.designation)
    if numeric is not None:
        seconds = int(numeric[3] or numeric[4]) * 3600 + int(numeric[5] or 0) * 60
        return (-seconds if "-" in (numeric[1], numeric[2]) else seconds,)
    if kind.isdst:
        return ()
    return tuple(int(hours * 3600) for hours in USUAL_HOURS.get(kind.designation, ()))


def _daylight(zone: PosixTimeZone, places: Places, dialect: Dialect) -> Iterator[Problem]:
    assert zone.dst is not None  # noqa: S101 - the caller looked
    name = zone.dst.designation
    source = dialect.sources["rules"]
    if zone.start is None:
        message = (
            f"{name} has no rules: glibc and IANA tz take those of the United States, musl DST for ever, others none"
        )
        hint = f"write the rules, such as {zone},M3.2.0,M11.1.0; leave {name} out for no daylight saving time"
        yield _warning(Code.TZ_RULES_IMPLIED, message, places.dst, hint, source)
    if zone.dst.utoff <= zone.std.utoff:
        ahead = "at the same offset as" if zone.dst.utoff == zone.std.utoff else "behind"
        message = f"daylight saving time {name} is {ahead} standard time {zone.std.designation}"
        hint = "swap the two, if that was not meant: POSIX counts hours west of Greenwich"
        yield _warning(Code.TZ_DST_NOT_AHEAD, message, places.dst, hint, dialect.sources["offset"])
    if zone.start is None:
        return
    rules = places.rules
    if zone.next_transition(0) is None:
        shown = zone.at(0)
        message = f"the clock never changes: it shows {shown.designation} for ever"
        fixed = f"write {shown.quoted}{format_seconds(-shown.utoff)}"
        hint = fixed if abs(shown.utoff) <= limits.OFFSET_MAX else "write a zone without daylight saving time"
        yield _warning(Code.TZ_NEVER_CHANGES, message, rules, hint, source)
    elif _overlap(zone):
        message = "in some years the two changes are so close together that their local times overlap"
        yield _warning(Code.TZ_OVERLAP, message, rules, "check the dates and times of both rules", source)
    yield from _contested(zone, rules, dialect)


def _overlap(zone: PosixTimeZone) -> bool:
    """Whether two changes are no further apart than the offsets, in some year."""
    assert zone.dst is not None  # noqa: S101 - only zones with rules are asked
    calculator = zone.clock()._calculator
    changes = calculator.changes
    assert changes is not None  # noqa: S101
    near = abs(zone.dst.utoff - zone.std.utoff)
    years = range(1970, 2371)
    both = [changes.of(year) for year in years]
    return any(abs(start - end) <= near for start, end in both) or any(
        later[0] - earlier[0] <= near for earlier, later in pairwise(cycle_changes(calculator))
    )


def _contested(zone: PosixTimeZone, rules: Span, dialect: Dialect) -> Iterator[Problem]:
    if agreed(zone):
        return
    found = contested(zone)
    if found is None:
        return
    first = found.partings[0]
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=first.at)
    message = (
        f"this string does not mean the same on every device: at {at:%Y-%m-%dT%H:%M:%SZ} the reading {first.a} shows "
        f"{_shown(first.shown_a)}, {first.b} {_shown(first.shown_b)}"
    )
    same = portable(zone, dialect)
    hint = f"write {same}, which all read alike" if same is not None else "no string says this clock to all of them"
    yield _warning(Code.TZ_CONTESTED, message, rules, hint, dialect.sources["rules"])


def _shown(kind: LocalTimeType) -> str:
    season = "daylight saving" if kind.isdst else "standard"
    return f"{kind.designation} ({season} time, {distance(kind.utoff)})"
