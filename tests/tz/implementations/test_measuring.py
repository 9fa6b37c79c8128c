"""The command that runs other programs: how it judges answers, what it asks, and its drivers."""

from __future__ import annotations

import random

import pytest

from tools.measure_implementations.__main__ import ask, run
from tools.measure_implementations.cases import MAKERS, Case, cases
from tools.measure_implementations.judging import effect, measure
from tools.measure_implementations.programs import programs, row_of
from vapix_proto import tz
from vapix_proto.conform.clock import ClockAnswer
from vapix_proto.tz import Effect, Feature
from vapix_proto.tz.implementations.features import features_of

REFUSAL = ClockAnswer(None, None, None)
PROGRAMS = {program.name: program for program in programs()}
PURE_PYTHON = ("zoneinfo", "dateutil", "whenever")
PLAIN = Case(Feature.MONTH_WEEK_DAY, "CET-1CEST,M3.4.0,M10.4.0/3")
FAULTY = Case(Feature.TRAILING_BLANK, "EST5 ", repaired="EST5")


def row(name: str, version: str) -> tz.Implementation:
    found = row_of(name, version)
    assert found is not None
    return found


def answers(case: Case, utoff: int | None = None, reading: str = "merge") -> list[ClockAnswer]:
    """A clock's answers, by a reading or always with the same offset."""
    if utoff is not None:
        return [ClockAnswer(utoff, None, None)] * len(case.instants)
    kinds = map(case.zone.clock(reading=reading).at, case.instants)
    return [ClockAnswer(kind.utoff, kind.isdst, kind.designation) for kind in kinds]


GLIBC = row("glibc", "2.36")


@pytest.mark.parametrize(
    ("case", "given", "expected"),
    [
        (PLAIN, answers(PLAIN), Effect.SAME),
        (PLAIN, [ClockAnswer(a.utoff, None, "X") for a in answers(PLAIN)], Effect.SAME_OFFSETS),
        (PLAIN, [ClockAnswer(a.utoff, None, None) for a in answers(PLAIN)], Effect.SAME),
        (PLAIN, answers(PLAIN, 0), Effect.UTC),
        (PLAIN, answers(PLAIN, 50_400), Effect.SYSTEM_ZONE),
        (PLAIN, answers(PLAIN, 3600), Effect.OTHER_CLOCK),
        (PLAIN, [REFUSAL] * len(PLAIN.instants), Effect.REFUSED),
        (PLAIN, [REFUSAL, *answers(PLAIN)[1:]], Effect.OTHER_CLOCK),
        (FAULTY, answers(FAULTY), Effect.FAULT_IGNORED),
        (FAULTY, answers(FAULTY, 0), Effect.UTC),
        (FAULTY, answers(FAULTY, -14_400), Effect.FAULT_READ_IN),
        (FAULTY, [ClockAnswer(-18_000, False, "EST ")] * len(FAULTY.instants), Effect.FAULT_READ_IN),
    ],
)
def test_the_effect_of_a_string_follows_from_the_answers(
    case: Case, given: list[ClockAnswer], expected: Effect
) -> None:
    assert effect(GLIBC, case, given, system_utoff=50_400).effect is expected


def test_a_program_that_does_what_its_row_says_confirms_it() -> None:
    contested = Case("year-ends", "AAA5BBB,J1/0,365/12")
    measured = measure(GLIBC, [(PLAIN, answers(PLAIN)), (contested, answers(contested, reading="utc-year"))])
    assert measured.holds
    assert measured.confirmed == {"month-week-day": "same"}
    assert measured.claims["month-week-day"] == 1
    assert measured.claims["year-ends"] > 1


def test_the_first_wrong_answer_is_shown() -> None:
    given = answers(PLAIN)
    given[20] = ClockAnswer(0, False, "CET")
    measured = measure(GLIBC, [(PLAIN, given)])
    assert not measured.holds
    text, at, kind = PLAIN.text, PLAIN.instants[20], PLAIN.kinds[20]
    shown = f"at {at} 0 0 CET, not {kind.utoff} {int(kind.isdst)} {kind.designation}"
    assert measured.contradicted == {"month-week-day": f"same in the table, other-clock of {text!r}: {shown}"}
    assert measured.wrong == {"month-week-day": 1}
    assert shown in measured.first_wrong["month-week-day"]


def test_a_clock_by_another_reading_contradicts_what_is_claimed() -> None:
    contested = Case("year-ends", "AAA5BBB,J1/0,365/12")
    measured = measure(GLIBC, [(contested, answers(contested))])
    assert measured.wrong["year-ends"] > 0


def test_refused_strings_are_counted_and_contradict_a_row_that_reads_them() -> None:
    measured = measure(GLIBC, [(PLAIN, [REFUSAL] * len(PLAIN.instants)), (FAULTY, [REFUSAL] * len(FAULTY.instants))])
    assert measured.refused == {"month-week-day": 1, "trailing-blank": 1}
    assert set(measured.contradicted) == {"month-week-day", "trailing-blank"}


def test_a_string_with_another_defect_tells_nothing_of_a_cell() -> None:
    quoted = Case(Feature.MONTH_WEEK_DAY, "<+01>-1<+02>,M3.4.0,M10.4.0")
    measured = measure(row("dateutil", "4.0.0"), [(quoted, [REFUSAL] * len(quoted.instants))])
    assert measured.contradicted == {}
    assert measured.claims == {"month-week-day": 1}


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("musl", "1.2.3", "musl 1.2.3 to 1.2.6"),
        ("musl", "1.2.2", "musl 1.2.1 to 1.2.2"),
        ("newlib", "3.3.0", "newlib up to 4.2"),
        ("newlib", "4.5.0", "newlib 4.3 and later"),
        ("IANA tz", "2020a", "IANA tz 2018i to 2022g"),
        ("PostgreSQL", "15.18", "PostgreSQL 13 to 18"),
        ("PostgreSQL", "99.1", None),
        ("Multics", "1", None),
    ],
)
def test_the_row_of_a_version(name: str, version: str, expected: str | None) -> None:
    found = row_of(name, version)
    assert (found and str(found)) == expected


def test_every_program_has_rows() -> None:
    assert {program.name for program in PROGRAMS.values()} <= {row.name for row in tz.IMPLEMENTATIONS}


@pytest.mark.parametrize("feature", MAKERS)
def test_the_strings_of_a_feature_have_it(feature: Feature) -> None:
    for seed in range(30):
        case = MAKERS[feature](random.Random(seed))
        assert case.group == feature
        if case.repaired is None:
            assert feature in features_of(case.zone, case.text), case.text
        else:
            assert not tz.is_valid(case.text, tz.POSIX_2024), case.text
        assert list(case.instants) == sorted(set(case.instants))


def test_the_same_seed_asks_the_same() -> None:
    def texts(seed: int) -> list[str]:
        return [case.text for case in cases(seed, 20, MAKERS, designation_max=10)]

    assert texts(1) == texts(1) != texts(2)
    groups = {case.group for case in cases(1, 20, MAKERS, designation_max=10)}
    assert groups == {*Feature, "designation-max", "vapix", "year-ends", "without-rules", "far-years"}


@pytest.fixture
def without_zone_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZDIR", "/nonexistent")


@pytest.mark.usefixtures("without_zone_files")
@pytest.mark.parametrize("name", PURE_PYTHON)
def test_what_python_shows_is_what_the_table_says(name: str) -> None:
    version = PROGRAMS[name].found()
    if version is None:
        pytest.skip(f"no {name} here")
    features = (Feature.FIXED_OFFSET, Feature.QUOTED_DESIGNATION, Feature.OFFSET_SECONDS)
    asked = [case for case in cases(7, 3, features) if case.group in features]
    measured = measure(row(name, version), ask(PROGRAMS[name], asked))
    assert measured.holds, measured
    assert {"fixed-offset", "quoted-designation"} <= set(measured.confirmed)


@pytest.mark.usefixtures("without_zone_files")
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_shows_what_the_table_says(name: str, thorough: bool) -> None:
    if not thorough:
        pytest.skip("asks with --thorough")
    version = PROGRAMS[name].found()
    found = version and row_of(name, version)
    if not found:
        pytest.skip(f"no {name} here that the table has")
    measured = run(PROGRAMS[name], found, n=30, seed=101)
    assert measured.holds, measured
    assert measured.confirmed
