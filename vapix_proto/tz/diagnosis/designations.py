"""Compares designations that stand for an offset with the offset that follows them."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Severity
from vapix_proto.tz.analysis.description import distance, season
from vapix_proto.tz.rules import format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.errors import Span
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

#: Designations that the IANA database now uses for standard time, and the hours east of UTC that they stand for.
USUAL_HOURS: dict[str, tuple[float, ...]] = {
    "ACST": (9.5,), "AEST": (10,), "AKST": (-9,), "AST": (-4,), "AWST": (8,), "CAT": (2,), "CET": (1,), "CST": (-6, -5,
    8), "ChST": (10,), "EAT": (3,), "EET": (2,), "EST": (-5,), "GMT": (0,), "HKT": (8,), "HST": (-10,), "IST": (1, 2,
    5.5), "JST": (9,), "KST": (9,), "MET": (1,), "MSK": (3,), "MST": (-7,), "NST": (-3.5,), "NZST": (12,), "PKT": (5,),
    "PST": (-8, 8), "SAST": (2,), "SST": (-11,), "UTC": (0,), "WAT": (1,), "WET": (0,), "WIB": (7,), "WIT": (9,),
    "WITA": (8,),
}  # fmt: skip

#: Designations of UTC, often also in lower case. IBM's documents call it CUT, and UCT is a former name.
UTC = "UTC|GMT|UT|UCT|CUT"
_IS_UTC = re.compile(UTC, re.IGNORECASE)
# +03, -0330, UTC1, GMT+0330: designations that contain an offset.
_NUMERIC = re.compile(rf"(?:(?:{UTC})([+-]?)|([+-]))(?:([0-9])|([01][0-9]|2[0-4])([0-5][0-9])?)", re.IGNORECASE)


def numeric_designation(utoff: int) -> str:
    """The designation that names an offset, as the IANA database writes it: ``<+0330>``."""
    sign = "-" if utoff < 0 else "+"
    hours, minutes = divmod(abs(utoff) // 60, 60)
    return f"<{sign}{hours:02}{minutes:02}>" if minutes else f"<{sign}{hours:02}>"


def contradicts(kind: LocalTimeType) -> bool:
    """Whether a designation usually stands for a different offset from the one that it has here."""
    said = stands_for(kind)
    return bool(said) and kind.utoff not in said


def confirmed(kind: LocalTimeType) -> bool:
    """Whether a designation usually stands for the offset that it has here, and never for the opposite offset."""
    said = stands_for(kind)
    return kind.utoff in said and (-kind.utoff not in said or kind.utoff == 0)


def contradictory(zone: PosixTimeZone) -> bool:
    """Whether one of a zone's designations contradicts its offset."""
    return contradicts(zone.std) or (zone.dst is not None and contradicts(zone.dst))


def warnings(kind: LocalTimeType, span: Span, dialect: Dialect, *, alone: bool) -> Iterator[Problem]:
    """The warning that a designation contradicts its offset.

    ``alone`` is true if the string has no other designation.
    """
    said = stands_for(kind)
    if not said or kind.utoff in said:
        return
    quoted, offset, shown = kind.quoted, format_seconds(-kind.utoff), distance(kind.utoff)
    if (0 in said and _IS_UTC.fullmatch(kind.designation)) or -kind.utoff in said:
        message = f"{quoted}{offset} is {shown}: POSIX counts hours west of Greenwich"
        other = numeric_designation(-kind.utoff) if 0 in said else quoted
        hint: str | None = _hint(kind, -kind.utoff, other, alone=alone)
        code, source = Code.TZ_SIGN_SUSPICIOUS, dialect.sources["offset"]
        params = {"designation": quoted, "offset": offset, "distance": shown}
    else:
        *others, last = map(distance, said)
        usual = f"{', '.join(others)} or {last}" if others else last
        message = f"{kind.designation} is usually {usual}, but this clock is {shown}"
        hint = _hint(kind, said[0], quoted, alone=alone) if len(said) == 1 else None
        code, source = Code.TZ_DESIGNATION_OFFSET, "IANA time zone database"
        params = {"designation": kind.designation, "usual": usual, "distance": shown}
    yield Problem(code, message, span, hint, source, Severity.WARNING, params=params)


def _hint(kind: LocalTimeType, utoff: int, designation: str, *, alone: bool) -> str:
    """A hint on what to write if another offset was intended: a whole string, or part of one."""
    if alone:
        hint = f"for a clock {_at(utoff)}, write {designation}{format_seconds(-utoff)}"
        # Both signs are possible: at most offsets that have minutes, zones exist only on one side of Greenwich.
        if designation != kind.quoted and utoff % 3600:
            meant = f"{numeric_designation(kind.utoff)}{format_seconds(-kind.utoff)}"
            hint += f"; for a clock {distance(kind.utoff)}, write {meant}"
        return hint
    name = season(kind)
    hint = f"write {designation}{format_seconds(-utoff)} for {name} {_at(utoff)}"
    if designation != kind.quoted:  # UTC or GMT: the offset may be right, and only the designation wrong
        hint += f", or {numeric_designation(kind.utoff)}{format_seconds(-kind.utoff)} for {name} {distance(kind.utoff)}"
    return hint


def stands_for(kind: LocalTimeType) -> tuple[int, ...]:
    """The offsets that a designation usually stands for; empty if it has no usual offset."""
    designation = kind.designation
    numeric = _NUMERIC.fullmatch(designation)
    if numeric is not None:
        seconds = int(numeric[3] or numeric[4]) * 3600 + int(numeric[5] or 0) * 60
        return (-seconds if "-" in (numeric[1], numeric[2]) else seconds,)
    if kind.isdst:
        return ()
    usual = "UTC" if _IS_UTC.fullmatch(designation) else designation
    return tuple(int(hours * 3600) for hours in USUAL_HOURS.get(usual, ()))


def _at(utoff: int) -> str:
    """A UTC offset as English text that can follow a noun."""
    return distance(utoff) if utoff else "with no offset from UTC"
