"""What is claimed about implementations, compared with simple checks: patterns for texts, instants for clocks."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.paths import VECTORS
from vapix_proto import ParseError, tz
from vapix_proto.tz.implementations.table import versions
from vapix_proto.tz.implementations.wording import reason, sentences

NOW = 1_795_737_600  # 2026-11-27
SAME, UNTIL, OTHER = tz.Outcome.SAME, tz.Outcome.SAME_UNTIL, tz.Outcome.OTHER_CLOCK
#: Features that can be seen in a string's text; features of its rules are left to the clocks.
PATTERNS = {
    tz.Feature.OFFSET_ZERO_SECONDS: "^[^,]*:[0-9]+:00",
    tz.Feature.QUOTED_DESIGNATION: r"<[^>]*[^A-Za-z>]",
    tz.Feature.LOWER_CASE_DESIGNATION: "[a-z]",
    tz.Feature.GMT_WITH_SIGN: "^GMT[+-](?!0*(:0*)*(?![0-9:]))",
    tz.Feature.JULIAN_DAY: ",J",
    tz.Feature.JULIAN_DAY_59: ",J0*59(?![0-9])",
    tz.Feature.DAY_OF_YEAR: r",\d",
    tz.Feature.DAY_365: ",365",
    tz.Feature.MONTH_WEEK_DAY: ",M",
    tz.Feature.TIME_SIGNED: "/[+-]",
    tz.Feature.TIME_24: r"/[+-]?24(?!\d)",
    tz.Feature.TIME_26: r"/[+-]?0*(2[5-9]|[3-9]\d)(?!\d)",
    tz.Feature.TIME_167: r"/[+-]?1\d\d",
    tz.Feature.DST_WITHOUT_RULES: r"^(<[^>]*>|[A-Za-z]+)[+-]?\d[\d:]*(<|[A-Za-z])[^,]*$",
    tz.Feature.FIXED_OFFSET: r"^(<[^>]*>|[A-Za-z]+)[+-]?\d[\d:]*$",
}
#: Zone names that are also strings without rules.
ZONE_NAMES = ("CST6CDT", "EST5EDT", "MST7MDT", "PST8PDT")
ROWS = {str(row): row for row in tz.IMPLEMENTATIONS}


@cache
def vector_texts() -> tuple[str, ...]:
    rows = [
        json.loads(line)
        for file in sorted((VECTORS / "tz").glob("*.jsonl"))
        for line in file.read_text("ascii").splitlines()
    ]
    return tuple(sorted({row["text"] for row in rows if row.get("posix-2024") == [] and "text" in row}))


def check_verdict(text: str, zone: tz.PosixTimeZone, verdict: tz.Verdict, at: int) -> None:
    row = verdict.implementation
    if verdict.outcome in (SAME, UNTIL):
        for feature, pattern in PATTERNS.items():
            if text in ZONE_NAMES and row.zone_names_first:
                continue
            if re.search(pattern, text):
                allowed = {tz.Effect.SAME, tz.Effect.SAME_OFFSETS}
                if row.reading_exact or feature is tz.Feature.DST_WITHOUT_RULES:
                    allowed |= {tz.Effect.OTHER_CLOCK} if feature.value in ("day-365", "dst-without-rules") else set()
                assert row.effect(feature) in allowed, (text, row, feature)
        longest = max(len(kind.designation) for kind in (zone.std, zone.dst) if kind is not None)
        assert longest <= (row.designation_max or 0) or row.longer_designation is tz.Effect.SAME_OFFSETS
        assert verdict.accepts
    if verdict.outcome in (SAME, UNTIL):
        reference = zone.clock()
        for shown in verdict.shows:
            if verdict.until is None or shown.at < verdict.until:
                assert shown.utoff == reference.at(shown.at).utoff, (text, row)
                assert shown.designation in (None, reference.at(shown.at).designation)
    if verdict.outcome is OTHER and verdict.shows:
        first = verdict.shows[0]
        assert (first.utoff, first.designation) != (zone.at(at).utoff, zone.at(at).designation), (text, row)
    if verdict.until is not None:
        assert verdict.until > at
        assert verdict.outcome is UNTIL
    if verdict.outcome is tz.Outcome.UTC:
        assert [shown.utoff for shown in verdict.shows] == [0]
    if verdict.outcome in (tz.Outcome.REFUSED, tz.Outcome.SYSTEM_ZONE, tz.Outcome.UNKNOWN):
        assert verdict.shows == ()


def rows_named(words: str) -> list[tz.Implementation]:
    """The rows that a list of names in a sentence refers to."""
    found: list[tz.Implementation] = []
    for word in re.split(r",? and (?!later|iOS)|, ", words):
        rows = [row for row in tz.IMPLEMENTATIONS if row.name == word] or [
            row for row in tz.IMPLEMENTATIONS if word.startswith(f"{row.name} ") and in_versions(row, word)
        ]
        assert rows, word
        found += rows
    return found


def in_versions(row: tz.Implementation, word: str) -> bool:
    """Whether a row is within a range of versions, by the order of the rows in the table."""
    rows = [other for other in tz.IMPLEMENTATIONS if other.name == row.name]
    spans = [
        rows[newest : oldest + 1]
        for newest in range(len(rows))
        for oldest in range(newest, len(rows))
        if word == f"{row.name} {versions(rows[oldest].first_version, rows[newest].last_version)}"
    ]
    return any(row in span for span in spans)


def check_sentences(found: tz.Agreement) -> None:
    outcome_of = {verdict.implementation: verdict.outcome for verdict in found.verdicts}
    verdict_of = {verdict.implementation: verdict for verdict in found.verdicts}
    told: set[tz.Implementation] = set()
    for sentence in sentences(found):
        if match := re.fullmatch(r"All (\d+) implementations tested show the same clock\.", sentence):
            assert {outcome for row, outcome in outcome_of.items() if row.common} == {SAME}
            assert int(match[1]) == len({row.name for row in outcome_of if row.common})
            told |= set(outcome_of)
        elif match := re.fullmatch(r"Same clock on (.*?)(?: and (\d+) other implementations)?\.", sentence):
            rows = rows_named(match[1])
            assert {outcome_of[row] for row in rows} == {SAME}
            same = {row.name for row, outcome in outcome_of.items() if row.common and outcome is SAME}
            assert int(match[2] or 0) == len(same - {row.name for row in rows})
            told |= {row for row in outcome_of if row.name in same}
        elif match := re.fullmatch(r"(.*?) shows? the same clock at least until (\S+)\.", sentence):
            rows = rows_named(match[1])
            assert {outcome_of[row] for row in rows} == {UNTIL}
            told |= set(rows)
        elif match := re.fullmatch(r"(.*?) shows? a different clock: (.*) at (\S+)\.", sentence):
            rows = rows_named(match[1])
            assert {outcome_of[row] for row in rows} == {OTHER}
            told |= set(rows)
        elif match := re.fullmatch(r"What (.*?) shows? is not known\.", sentence):
            rows = rows_named(match[1])
            assert {outcome_of[row] for row in rows} == {tz.Outcome.UNKNOWN}
            told |= set(rows)
        else:
            verb = (
                r" (refuses?|misreads?|shows? UTC for|shows? the system's own time zone for|"
                "shows? other designations for) "
            )
            names, _, rest = re.split(verb, sentence, maxsplit=1)
            for row in rows_named(names):
                features = [feature for feature in verdict_of[row].defects if rest.startswith(feature.words)]
                assert features, sentence
                assert row.effect(features[0]) not in (None, tz.Effect.SAME)
                assert reason(verdict_of[row]).endswith(rest.removesuffix(".")), sentence
                told.add(row)
    # The sentences leave out no common implementation.
    assert {row for row in outcome_of if row.common} <= told


def test_a_name_that_joins_two_is_a_plural_and_stands_apart() -> None:
    signed = tz.agreement("EST5EDT,M3.4.4/50,M10.5.0/-1", NOW, dialect="posix-2024").sentences
    assert "macOS and iOS show UTC for rule times with a sign." in signed
    without_rules = tz.agreement("CET-1CEST", NOW).sentences
    assert any("ESPHome, macOS and iOS, and dateutil show" in sentence for sentence in without_rules), without_rules


def test_a_time_before_midnight_is_not_called_a_time_of_the_next_day() -> None:
    found = tz.agreement("EST5EDT,M11.5.6/-46,M11.4.4", NOW, dialect="posix-2024").sentences
    assert "Hinnant date 3.0.3 refuses rule times more than 24 hours from midnight." in found


@pytest.mark.parametrize("at", [NOW, 2_190_000_000, -200_000_000])
def test_no_claim_over_the_vectors_is_more_than_its_row_supports(at: int) -> None:
    tried = 0
    for text in vector_texts():
        if not tz.is_valid(text, tz.POSIX_2024):
            continue
        found = tz.agreement(text, at, dialect=tz.POSIX_2024)
        assert [verdict.implementation for verdict in found.verdicts] == list(tz.IMPLEMENTATIONS)
        for verdict in found.verdicts:
            check_verdict(text, found.zone, verdict, at)
        check_sentences(found)
        tried += 1
    assert tried > 250


@given(zone=texts.zones(), at=st.integers(0, 4_102_444_800))
def test_no_claim_over_any_zone_is_more_than_its_row_supports(zone: tz.PosixTimeZone, at: int) -> None:
    found = tz.agreement(zone, at)
    for verdict in found.verdicts:
        check_verdict(str(zone), zone, verdict, at)
    check_sentences(found)
    assert str(found) == " ".join(sentences(found))


def outcome(text: str, name: str, at: int = NOW, dialect: tz.Dialect = tz.POSIX_2024) -> tz.Verdict:
    return next(v for v in tz.agreement(text, at, dialect=dialect).verdicts if str(v.implementation) == name)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        # Cases that people have met; implementations.json has the evidence.
        ("<+05>-5", "newlib up to 4.2", OTHER),
        ("<+05>-5", "musl up to 1.1.15", tz.Outcome.UTC),
        ("<+05>-5", "newlib 4.3 and later", SAME),
        ("<+05>-5", "dateutil 4.0", tz.Outcome.REFUSED),
        ("<+05>-5", "Node 20 to 24", tz.Outcome.SYSTEM_ZONE),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "uClibc-ng 1.0.58", tz.Outcome.UTC),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "glibc 2.31 to 2.43", SAME),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "newlib up to 4.2", UNTIL),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Java 11 to 25", OTHER),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "uClibc up to 0.9.32", UNTIL),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "newlib 4.3 and later", OTHER),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "macOS and iOS 2025", tz.Outcome.UTC),
        ("UTC+3", "dateutil 4.0", OTHER),
        ("GMT+3", "Java 11 to 25", OTHER),
        ("GMT3", "Java 11 to 25", SAME),
        ("GMT+0", "Java 11 to 25", SAME),
        ("GMT+0", "dateutil 4.0", SAME),
        ("ABCDEFGH5", "musl 1.1.17 to 1.2.0", OTHER),
        ("ABCDEFGH5", "musl 1.2.3 to 1.2.6", SAME),
        ("ABCDEFGH5", "uClibc-ng 1.0.58", tz.Outcome.UTC),
        ("AAA-0:45", "Ruby tzinfo 2.0", OTHER),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "musl up to 1.1.15", OTHER),
        ("CET-1CEST,59,300", "zoneinfo 3.14", OTHER),
        # Without rules, each implementation uses its own.
        ("EST5EDT", "musl 1.2.3 to 1.2.6", OTHER),
        ("EST5EDT", "glibc 2.31 to 2.43", UNTIL),
        ("EST5EDT", "newlib 4.3 and later", SAME),
        ("EST5EDT", "macOS and iOS 2025", UNTIL),
        ("EST5EDT", "jiff 0.1 to 0.2", tz.Outcome.REFUSED),
        ("EST5EDT", "ESPHome 2026.6", UNTIL),
        ("NST3:30NDT,M3.2.0,M11.1.0", "ical 14.3", OTHER),
        ("<-03>3<-02>,M3.2.0,M11.1.0", "ical 14.3", OTHER),
        ("est5edt,M3.2.0,M11.1.0", "ical 14.3", OTHER),
        ("<EST>5<EDT>,M3.2.0,M11.1.0", "ical 14.3", tz.Outcome.REFUSED),
        ("CST-8:00:00", "ical 14.3", tz.Outcome.REFUSED),
        ("LHST-10:30LHDT-11,M10.1.0,M4.1.0", "dateutil 4.0", SAME),
        ("EST5EDT3,M3.2.0,M11.1.0", "dateutil 4.0", SAME),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "dateutil 4.0", OTHER),
        ("EST5EDT5,M3.2.0,M11.1.0", "dateutil 4.0", SAME),
        # Strings that are also names of zones.
        ("EST5EDT", "Java 11 to 25", SAME),
        ("PST8PDT", "Node 20 to 24", SAME),
        ("CET-1CEST", "Java 11 to 25", OTHER),
        ("CET-1CEST", "Node 20 to 24", tz.Outcome.SYSTEM_ZONE),
        ("EST5EDT4", "Node 20 to 24", tz.Outcome.SYSTEM_ZONE),
        # How offsets are written.
        ("CST-8:00", "Node 20 to 24", tz.Outcome.SYSTEM_ZONE),
        ("CST-8:00", "dateutil 4.0", SAME),
        ("CST-8:00:00", "Node 20 to 24", tz.Outcome.SYSTEM_ZONE),
        ("CST-8:00:00", "dateutil 4.0", tz.Outcome.REFUSED),
        ("CST-8:00:00", "Java 11 to 25", SAME),
        ("CST-8:00:00", "PostgreSQL 13 to 18", SAME),
        ("CST-8:00:00", "glibc 2.31 to 2.43", SAME),
        ("EST5EDT4:00:00,M3.2.0,M11.1.0", "dateutil 4.0", tz.Outcome.REFUSED),
        ("EST5EDT,M3.2.0/2:00:00,M11.1.0/2:00:00", "dateutil 4.0", SAME),
        # A date that only some strings have.
        ("CET-1CEST,J60,J300", "zoneinfo 3.11 to 3.13", SAME),
        ("CET-1CEST,J59,J300", "zoneinfo 3.11 to 3.13", OTHER),
        ("CET-1CEST,J59,J300", "zoneinfo 3.14", SAME),
    ],
)  # fmt: skip
def test_what_people_met(text: str, name: str, expected: tz.Outcome) -> None:
    assert outcome(text, name).outcome is expected


def test_designations_that_are_cut_or_not_shown_are_not_claimed() -> None:
    assert outcome("ABCDEFGH5", "musl 1.2.3 to 1.2.6").shows[0].designation is None
    assert outcome("EST5", "ESPHome 2026.6").shows[0].designation is None
    assert outcome("EST5", "glibc 2.31 to 2.43").shows[0].designation == "EST"


def test_musl_shows_dst_all_year_without_rules() -> None:
    shows = outcome("PST8PDT", "musl 1.2.3 to 1.2.6", at=1_768_572_000).shows
    assert (shows[0].utoff, shows[0].designation) == (-7 * 3600, "PDT")


def test_a_year_past_the_last_one_with_rules_is_not_known() -> None:
    assert outcome("CET-1CEST,M3.5.0,M10.5.0/3", "newlib up to 4.2", at=2_200_000_000).outcome is tz.Outcome.UNKNOWN
    assert outcome("CET-1", "newlib up to 4.2", at=2_200_000_000).outcome is SAME


@pytest.mark.parametrize("name", ["Java 11 to 25", "Node 20 to 24", "PostgreSQL 13 to 18"])
def test_a_zone_of_the_same_name_had_other_rules_before_2007(name: str) -> None:
    assert outcome("EST5EDT", name, at=1_160_000_000).outcome is tz.Outcome.UNKNOWN
    assert [shown.utoff for shown in outcome("EST5EDT", name).shows] == [-18_000, -14_400, -18_000]


@pytest.mark.parametrize("name", ["Java 11 to 25", "zoneinfo 3.11 to 3.13", "zoneinfo 3.14", "dateutil 4.0"])
def test_dst_all_year_that_may_be_read_right_is_not_called_misread(name: str) -> None:
    (verdict,) = (
        verdict
        for verdict in tz.agreement("EST5EDT,0/0,J365/25", NOW, dialect=tz.TZIF_V3).verdicts
        if str(verdict.implementation) == name
    )
    assert verdict.outcome is tz.Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("text", "name", "until"),
    [
        # Where long has 32 bits, rules end with 2037; Debian's posixrules file ends with its last transition.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "newlib up to 4.2", datetime(2038, 1, 1, tzinfo=UTC)),
        ("EST5EDT", "glibc 2.31 to 2.43", datetime(2038, 1, 1, tzinfo=UTC)),
        # At the instants of that file, shifted: 07:00Z and 06:00Z in New York. Measured on Debian 12.
        ("CET-1CEST", "glibc 2.31 to 2.43", datetime(2027, 3, 14, 1, tzinfo=UTC)),
        ("XXX8YYY", "glibc 2.31 to 2.43", datetime(2027, 3, 14, 4, tzinfo=UTC)),
        ("XXX5YYY", "glibc 2.31 to 2.43", datetime(2027, 11, 7, 2, tzinfo=UTC)),
        # March 25, 2040, is a Sunday; October 25, 2040, a Thursday.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "uClibc up to 0.9.32", datetime(2040, 1, 1, tzinfo=UTC)),
        ("CET-1CEST,M3.5.1,M10.5.4/3", "uClibc up to 0.9.32", datetime(2040, 1, 1, tzinfo=UTC)),
        # Without rules, Apple uses the dates from before 2007, when summer began later or ended earlier.
        ("EST5EDT", "macOS and iOS 2025", datetime(2027, 3, 14, 7, tzinfo=UTC)),
    ],
)
def test_up_to_when_a_clock_is_known_to_be_the_same(text: str, name: str, until: datetime) -> None:
    assert outcome(text, name).until == until.timestamp()
    # A second before that instant, the clocks are still the same; from then on, no more.
    assert outcome(text, name, at=int(until.timestamp()) - 1).outcome is UNTIL
    assert outcome(text, name, at=int(until.timestamp())).outcome is not SAME


def test_how_a_string_is_written_counts() -> None:
    zone = tz.parse("GMT+3")
    assert tz.agreement(zone, NOW).text == "GMT3"
    assert tz.agreement("GMT+3", NOW).text == "GMT+3"
    assert tz.agreement(b"GMT+3", NOW).text == "GMT+3"


def test_what_is_no_string_is_refused() -> None:
    with pytest.raises(ParseError):
        tz.agreement("Europe/Vienna", NOW)
    with pytest.raises(TypeError):
        tz.agreement("EST5", "now")  # type: ignore[arg-type]


def test_a_string_that_always_shows_utc_is_not_said_to_give_a_different_clock() -> None:
    for text in ("<+00>0", "UTC0", "utc0", "<UTC>0", "<+00>-0:00:00"):
        assert OTHER not in {verdict.outcome for verdict in tz.agreement(text, NOW).verdicts}, text


@pytest.mark.parametrize("text", ["EST5", "<+05>-5", "EST5EDT", "EST5EDT,M3.2.0,M11.1.0"])
def test_nothing_is_known_after_the_year_9999(text: str) -> None:
    outcomes = [{v.outcome for v in tz.agreement(text, at).verdicts} for at in (253_402_300_799, 253_402_300_800)]
    assert tz.Outcome.SAME in outcomes[0]
    assert outcomes[1] == {tz.Outcome.UNKNOWN}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        # Run: at 2027-01-01T00:00Z, in the fold, Python 3.11 shows EDT for the first three strings.
        ("EST5EDT3,M3.2.0,J365/20", tz.Outcome.UNKNOWN),
        ("EST5EDT,M3.2.0,J365/19:30", tz.Outcome.UNKNOWN),
        ("EST5EDT,M3.2.0,J365/20", tz.Outcome.UNKNOWN),
        ("EST5EDT,M3.2.0,J365/19", SAME),
        # Run: at 2025-12-31T22:00Z, the local time is 2026-01-01 01:00, though the string gives it two hours later.
        ("EET-3EES,J58/12,J1/1", OTHER),
    ],
)
def test_zoneinfo_near_new_year(text: str, outcome: tz.Outcome) -> None:
    rows = [verdict for verdict in tz.agreement(text, NOW).verdicts if verdict.implementation.name == "zoneinfo"]
    assert {verdict.outcome for verdict in rows} == {outcome}
