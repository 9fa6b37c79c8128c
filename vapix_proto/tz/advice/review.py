"""Compares a valid string with the time zone database, for warnings that depend on the database and the date."""

from __future__ import annotations

from vapix_proto.errors import Code, Problem, Severity
from vapix_proto.tz.advice._clocks import clocks, in_force_in_a_large_zone
from vapix_proto.tz.advice._suggestion import Question
from vapix_proto.tz.diagnosis.places import Places
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.iana.installed import chosen, instant_of
from vapix_proto.tz.parser import validate

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Container
    from os import PathLike

    from vapix_proto.tz.aliases import Instant, Text
    from vapix_proto.tz.iana.installed import Database

#: The codes of the warnings that depend on a database.
CODES = frozenset({Code.TZ_RULE_UNUSUAL, Code.TZ_RULE_STALE, Code.TZ_SHIFT_UNUSUAL, Code.TZ_DESIGNATION_ELSEWHERE})
#: The codes that a diagnosis reports for a designation.
_SAID = {Code.TZ_SIGN_SUSPICIOUS, Code.TZ_DESIGNATION_OFFSET}
#: Codes of warnings that are omitted if a zone currently uses the TZ string: what they report is then intended.
_OF_DESIGNATIONS = {*_SAID, Code.TZ_DST_NOT_AHEAD}


def review(
    text: Text,
    dialect: Dialect | str = VAPIX,
    *,
    at: Instant | None = None,
    database: Database | str | PathLike[str] | None = None,
) -> tuple[Problem, ...]:
    """The problems that ``validate`` reports and, for a valid string, the warnings that a time zone database adds.

    Each of the database's warnings reports that no zone's clock agrees with the string at the instant ``at``
    (``tz-rule-unusual``), that zones' clocks agreed with it only earlier (``tz-rule-stale``), that daylight saving time
    is ahead of standard time by an amount that no zone uses (``tz-shift-unusual``), or that a designation belongs to
    zones with a different clock or is the name of a place with the opposite offset (``tz-designation-elsewhere``). The
    ``source`` of these warnings is the database with its version.

    If a zone uses the string at that instant, some warnings from ``validate`` are omitted, such as the warning that
    daylight saving time is behind standard time (Europe/Dublin), or that MSK is 4 hours ahead of UTC (Europe/Moscow in
    2012).

    Args:
        text: The string, as str or as ASCII bytes.
        dialect: The dialect whose limits apply: a ``Dialect`` or its name.
        at: The instant from which to judge; now by default.
        database: A database, or the path of its folder; by default the newest that is installed. Without a database,
            only the problems that ``validate`` reports are returned.

    Raises:
        TypeError: The text is not a str or bytes, or another argument has the wrong type.
        ValueError: The dialect is unknown, or the instant is outside the years 1 to 9999.
        NotADirectoryError: There is no folder at the path ``database``.
    """
    judged, instant, databases = _dialect(dialect), instant_of(at), chosen(database)[:1]
    problems = validate(text, judged)
    characters = str.__str__(text) if isinstance(text, str) else bytes(text).decode("latin-1")
    zone = judged._reader.read(characters)
    pieces = judged._reader.match(characters)
    if not databases or zone is None or pieces is None:
        return problems
    if in_force_in_a_large_zone(databases[0], zone, instant):
        return _without(problems, _OF_DESIGNATIONS)
    # Most strings never get here, and these modules take 5 ms to load.
    from vapix_proto.tz.advice._history import history  # noqa: PLC0415
    from vapix_proto.tz.advice._signs import bears_out  # noqa: PLC0415
    from vapix_proto.tz.advice._unusual import findings  # noqa: PLC0415

    known, places = clocks(databases[0]), Places(pieces)
    source = f"IANA time zone database {databases[0].version or 'of unknown version'}"
    question = Question(characters, judged, instant, known)
    said = {problem.code for problem in problems}
    if said & _OF_DESIGNATIONS:
        meant: set[Code] = set()
        if any(place.zone == zone for place in history(databases[0], instant).places):
            meant = _OF_DESIGNATIONS
        elif zone.dst is not None and zone.start is not None and bears_out(question, zone, zone.dst):
            meant = {Code.TZ_SIGN_SUSPICIOUS}
        problems, said = _without(problems, meant), said - meant
    found = [
        Problem(
            finding.code,
            finding.message,
            getattr(places, finding.piece),
            finding.hint,
            source,
            Severity.WARNING,
            params=finding.params,
        )
        for finding in findings(question, zone)
        if finding.code != Code.TZ_DESIGNATION_ELSEWHERE or not said & _SAID
    ]
    return tuple(sorted([*problems, *found], key=lambda problem: (problem.span, problem.code)))


def _without(problems: tuple[Problem, ...], codes: Container[Code]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.code not in codes)
