"""All footers in the installed time zone database, parsed as TZif version 3 and compared with zoneinfo."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.tzif_files import footer_of, listed_changes
from vapix_proto import tz
from vapix_proto.tz.clock.calendar import year_start

DATABASE = tz.database()
FILES = {name: Path(DATABASE.path, name).read_bytes() for name in DATABASE.names()} if DATABASE else {}
FOOTERS = {name: footer_of(data) for name, data in FILES.items()}
DISTINCT = sorted(set(FOOTERS.values()))
UTC_YEARS = range(1970, 2038)


def test_there_are_footers() -> None:
    assert len(DISTINCT) >= 90


@pytest.mark.parametrize("text", DISTINCT)
def test_a_footer_is_canonical_in_version_3(text: str) -> None:
    assert str(tz.parse(text, tz.TZIF_V3)) == text
    assert tz.is_valid(text, tz.POSIX_2024)
    # No footer in use is read in different ways; footers with all-year DST would be.
    assert tz.contested(tz.parse(text, tz.TZIF_V3)) is None


def test_vapix_refuses_exactly_those_with_a_negative_time_or_more_than_24_hours() -> None:
    refused = {}
    for text in DISTINCT:
        errors = [problem for problem in tz.validate(text) if problem.severity == "error"]
        if errors:
            refused[text] = [(str(problem.code), text[problem.span.start : problem.span.end]) for problem in errors]
    expected = {}
    for text in DISTINCT:
        times = [part.partition("/")[2] for part in text.split(",")[1:]]
        far = [time for time in times if time.startswith("-") or int(time.partition(":")[0] or 0) > 24]
        if far:
            expected[text] = [("tz-time-signed", "-") if time[0] == "-" else ("tz-time-range", time) for time in far]
    assert refused == expected
    assert 3 <= len(refused) <= 5


#: A name for each file, grouped by area. A test for each name would take as long to start as to run.
AREAS: dict[str, list[str]] = {}
for _name in sorted({FILES[name]: name for name in FOOTERS}.values()):
    AREAS.setdefault(_name.partition("/")[0] if "/" in _name else "none", []).append(_name)


@pytest.mark.parametrize("area", AREAS)
def test_a_footer_shows_what_zoneinfo_shows_where_the_footer_rules(area: str) -> None:
    for name in AREAS[area]:
        _compare_with_zoneinfo(name)


def _compare_with_zoneinfo(name: str) -> None:
    zone, theirs = tz.parse(FOOTERS[name], tz.TZIF_V3), ZoneInfo.from_file(BytesIO(FILES[name]))
    ruled_from = _ruled_from(name, zone)
    compared = 0
    for transition in zone.transitions(UTC_YEARS[0], UTC_YEARS[-1] + 1):
        for at in (transition.at - 1, transition.at, transition.at + 1):
            if at > ruled_from:
                moment = datetime.fromtimestamp(at, UTC).astimezone(theirs)
                kind = zone.at(at)
                offset = moment.utcoffset()
                assert offset is not None
                assert (kind.utoff, kind.designation) == (offset.total_seconds(), moment.tzname()), (name, at)
                # Whether there is a fold depends on the previous transition, before which the footer may not apply yet.
                if at > ruled_from + 86_400:
                    assert datetime.fromtimestamp(at, zone.tzinfo()).fold == moment.fold, (name, at)
                compared += 1
    if zone.dst is not None and ruled_from < year_start(2037):
        assert compared > 0, name


def _ruled_from(name: str, zone: tz.PosixTimeZone) -> int:
    """The first listed transition from which on the footer explains everything that the file shows."""
    explicit = {at: (utoff, name) for at, (utoff, _, name) in listed_changes(FILES[name]).items()}
    if not explicit:
        return -(2**63)
    ours = {t.at: t.after for t in zone.transitions(1900, 2040)}
    odd = [at for at, shown in explicit.items() if at not in ours or (ours[at].utoff, ours[at].designation) != shown]
    # If the footer has a transition that the file lacks, the footer did not apply yet.
    odd += [at for at in ours if min(explicit) <= at <= max(explicit) and at not in explicit]
    last = max(odd, default=min(explicit))
    # Until the next listed transition, the file may still show something other than the footer.
    return min((at for at in explicit if at > last), default=last)
