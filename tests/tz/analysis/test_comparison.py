"""Questions about all time: ``contested`` and ``same_clock``, compared with a plain search over the whole cycle."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.independent import random_tz
from vapix_proto import ParseError, tz
from vapix_proto.tz.analysis.comparison import (
    agreed,
    first_contested,
    first_parting,
    least_gap,
    near_across_years,
)
from vapix_proto.tz.clock.calendar import CYCLE, year_of, year_start

if TYPE_CHECKING:
    from collections.abc import Callable

CYCLE_OF = range(1970, 2371)


def plain_difference(a: tz.PosixTimeZone, b: tz.PosixTimeZone, how_a: tz.Reading, how_b: tz.Reading) -> int | None:
    """The first instant of the cycle from 1970 at which two clocks differ, found by looking at every transition."""
    edges = {0}
    clock_a, clock_b = a.clock(reading=how_a), b.clock(reading=how_b)
    for year in CYCLE_OF:
        edges |= {t.at for t in clock_a.transitions(year)} | {t.at for t in clock_b.transitions(year)}
    differing = (at for at in sorted(edges) if at < CYCLE and clock_a.at(at) != clock_b.at(at))
    return next(differing, None)


def plain_partings(zone: tz.PosixTimeZone) -> dict[tuple[tz.Reading, tz.Reading], int]:
    """For every pair of readings that differ, the first instant of the cycle at which they do."""
    edges = {0}
    for how in tz.Reading:
        edges |= {t.at for t in zone.clock(reading=how).transitions(CYCLE_OF[0], CYCLE_OF[-1] + 1)}
    partings: dict[tuple[tz.Reading, tz.Reading], int] = {}
    for at in sorted(edges):
        if at < CYCLE:
            shown = [(how, zone.clock(reading=how).at(at)) for how in tz.Reading]
            for (a, shown_a), (b, shown_b) in combinations(shown, 2):
                if shown_a != shown_b:
                    partings.setdefault((a, b), at)
    return partings


def test_contested_is_exact(thorough: bool) -> None:
    rng = random.Random(3)
    found = 0
    for text in random_tz.random_strings(rng, 300 if thorough else 25):
        zone = tz.parse(text)
        contested = tz.contested(zone)
        plain = plain_partings(zone)
        assert (contested is None) is (not plain), text
        if contested is None:
            continue
        found += 1
        assert {(p.a, p.b): p.at for p in contested.partings} == plain
        assert contested.at == min(plain.values())
        assert [p.at for p in contested.partings] == sorted(p.at for p in contested.partings)
        for parting in contested.partings:
            assert zone.clock(reading=parting.a).at(parting.at) == parting.shown_a != parting.shown_b
            assert zone.clock(reading=parting.b).at(parting.at) == parting.shown_b
        assert sorted(how for group in contested.groups for how in group) == sorted(tz.Reading)
    assert found > 3


@given(texts.zones())
@settings(max_examples=25)
def test_the_plain_reason_to_agree_is_one(zone: tz.PosixTimeZone) -> None:
    if agreed(zone):
        assert plain_partings(zone) == {}


@pytest.mark.parametrize(
    "text",
    [
        "AAA5BBB,58,58",  # the end comes first, on the day of the start
        "EST5EDT,M10.1.0,J1/0:30",  # the end falls into the previous year, in standard time
        "AAA-5BBB-3,J100,J365/24",  # and into the next year
    ],
)
def test_only_uclibc_may_read_a_string_otherwise(text: str) -> None:
    zone = tz.parse(text)
    assert not agreed(zone)
    found = tz.contested(zone)
    assert found is not None
    assert found.groups == (tuple(how for how in tz.Reading if how != "uclibc"), (tz.Reading.UCLIBC,))
    assert {(p.a, p.b): p.at for p in found.partings} == plain_partings(zone)


def test_strings_without_rules_are_contested_by_what_readings_imply() -> None:
    for text in ("EST5EDT", "CET-1CEST", "AAA0AAA0"):
        found = tz.contested(text)
        assert found is not None
        assert found.groups == (tuple(how for how in tz.Reading if how != "musl"), (tz.Reading.MUSL,))
        assert {(p.a, p.b): p.at for p in found.partings} == plain_partings(tz.parse(text))
        assert tz.contested(text, implied_rules=tz.US_RULES) is None
        assert tz.contested(text, implied_rules="") is None
    assert tz.contested("EST5EDT", implied_rules=",0/0,J365/25") is not None
    codes = [problem.code for problem in tz.validate("EST5EDT")]
    assert codes == ["tz-rules-implied"]


def test_questions_accept_the_names_of_implementations() -> None:
    assert tz.same_clock("EST5EDT", "EST5EDT,M4.1.0,M10.5.0", reading="apple")
    assert not tz.same_clock("EST5EDT", "EST5EDT,M4.1.0,M10.5.0", reading="glibc")
    assert tz.same_clock("EST5EDT", "EST5", reading="esphome")
    assert tz.same_clock("EST5EDT", "EDT4", reading="musl") is tz.same_clock("EST5EDT,0/0,0/0", "EDT4", reading="musl")
    assert tz.first_difference("EST5EDT", "EST5", reading="glibc") == tz.parse("EST5EDT").transitions(1970)[0].at
    with pytest.raises(ValueError, match="whenever refuses daylight saving time without rules"):
        tz.first_difference("EST5EDT", "EST5", reading="whenever")
    for reading, text in (
        ("glibc", "EST5EDT,M3.2.0,M11.1.0"),
        ("apple", "EST5EDT,M4.1.0,M10.5.0"),
        ("esphome", "EST5"),
    ):
        found = tz.portable("EST5EDT", reading=reading)
        assert found is not None
        assert str(found.zone) == text


def test_same_clock() -> None:
    london, lisbon = tz.parse("GMT0BST,M3.5.0/1,M10.5.0"), tz.parse("WET0WEST,M3.5.0/1,M10.5.0")
    assert tz.same_clock(london, lisbon)
    assert not tz.same_clock(london, lisbon, designation=True)
    assert tz.first_difference(london, lisbon, designation=True) == 0
    dublin = tz.parse("IST-1GMT0,M10.5.0,M3.5.0/1")
    assert tz.same_clock(london, dublin)
    assert not tz.same_clock(london, dublin, isdst=True)
    # The fourth Sunday is the last, except in months with five Sundays.
    fourth = tz.parse("GMT0BST,M3.4.0/1,M10.5.0")
    assert not tz.same_clock(london, fourth)
    assert tz.first_difference(london, fourth) == tz.parse("GMT0BST,M3.4.0/1,M10.5.0").transitions(1970)[0].at
    all_year = tz.parse("XXX3EDT4,0/0,J365/23")
    assert tz.same_clock(all_year, tz.parse("EDT4"), designation=True)
    assert not tz.same_clock(all_year, tz.parse("EDT4"), reading="utc-year")
    assert tz.same_clock(tz.parse("EST5EDT"), tz.parse("EST5EDT,M3.2.0,M11.1.0"), designation=True, isdst=True)


@given(texts.zones(), texts.zones())
@settings(max_examples=20)
def test_same_clock_is_exact(a: tz.PosixTimeZone, b: tz.PosixTimeZone) -> None:
    for other in (b, a.replace(std=a.std.replace(designation="XXX"))):
        at = plain_difference(a, other, tz.Reading.MERGE, tz.Reading.MERGE)
        assert tz.first_difference(a, other, isdst=True, designation=True) == at


def test_the_difference_that_comes_once_in_400_years_is_found() -> None:
    # Only the February 29 of a leap year makes a difference: 1972 is the first year in which the two differ.
    counted, not_counted = tz.parse("XXX0YYY,59/0,J200"), tz.parse("XXX0YYY,J60/0,J200")
    assert tz.first_difference(counted, not_counted) == year_start(1972) + 59 * 86400


@given(texts.zones(), texts.zones(), texts.readings(), st.integers(-(10**10), 10**10))
@settings(max_examples=25)
def test_the_difference_after_an_instant_is_the_first_from_there(
    a: tz.PosixTimeZone, b: tz.PosixTimeZone, reading: tz.Reading, since: int
) -> None:
    at = tz.first_difference(a, b, reading=reading, since=since)
    clocks = a.clock(reading=reading), b.clock(reading=reading)
    year = year_of(since)
    edges = {since} | {t.at for clock in clocks for t in clock.transitions(year, year + 402) if t.at > since}
    differing = (edge for edge in sorted(edges) if len({clock.at(edge).utoff for clock in clocks}) > 1)
    if reading is not tz.Reading.MUSL or since >= 0:  # before 1970, musl has a different reading
        assert at == next(differing, None)
    elif at is not None:
        assert at == since or clocks[0].at(at - 1).utoff == clocks[1].at(at - 1).utoff
        assert clocks[0].at(at).utoff != clocks[1].at(at).utoff


def test_differences_from_an_instant_on() -> None:
    london, later = "GMT0BST,M3.5.0/1,M10.5.0", "GMT0BST,M3.5.0/2,M10.5.0"
    spring = 1774746000  # 2026-03-29T01:00:00Z
    for since, at in ((spring - 1, spring), (spring, spring), (spring + 1800, spring + 1800)):
        assert tz.first_difference(london, later, since=since) == at
    assert tz.first_difference(london, later, since=spring + 3600) == spring + 364 * 86400
    assert tz.first_difference(london, later, since=datetime(2026, 1, 1, tzinfo=UTC)) == spring
    with pytest.raises(ValueError, match="naive"):
        tz.first_difference(london, later, since=datetime(2026, 1, 1))


LISBON, NUUK = "WET0WEST,M3.5.0/1,M10.5.0", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
#: Functions of zones, each called with one zone; ``same_clock`` gets the same zone twice.
QUESTIONS: dict[str, Callable[..., object]] = {
    "same_clock": lambda zone, **how: tz.same_clock(zone, zone, **how),
    "first_difference": lambda zone, **how: tz.first_difference(zone, tz.parse("UTC0"), **how),
    "contested": tz.contested,
    "portable": tz.portable,
    "explain": tz.explain,
    "iana_names": tz.iana_names,
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_about_zones_accepts_their_strings(name: str) -> None:
    ask = QUESTIONS[name]
    zone = tz.parse(LISBON)
    for text in (LISBON, LISBON.encode(), bytearray(LISBON, "ascii"), memoryview(LISBON.encode())):
        assert ask(text) == ask(zone), text
    with pytest.raises(ParseError, match="tz-time-signed"):
        ask(NUUK)  # the dialect vapix does not allow this string
    assert ask(NUUK, dialect="tzif-v3") == ask(tz.parse(NUUK, "tzif-v3"), dialect=tz.TZIF_V3)
    with pytest.raises(TypeError, match="PosixTimeZone or a TZ string, not int"):
        ask(5)
    with pytest.raises(ValueError, match="there is no dialect 'axis'"):
        ask(zone, dialect="axis")


@given(texts.zones())
def test_the_least_gap_is_that_of_a_whole_cycle(zone: tz.PosixTimeZone) -> None:
    calculator = zone.clock()._calculator
    if calculator.changes is None or not calculator.changes.alternate:
        return
    ats = [transition.at for transition in zone.transitions(1970, 2370)]
    assert least_gap(calculator.changes) == min(later - earlier for earlier, later in pairwise([*ats, ats[0] + CYCLE]))


AT_NEW_YEAR = st.sampled_from(("M12.5.6/24", "J365/23", "365/25", "J1/0", "J1/1", "M1.1.0/-2", "J2/-25", "J363/49"))


@given(st.builds("AAA{}BBB,{},{}".format, st.sampled_from(("0", "-9", "5")), AT_NEW_YEAR, AT_NEW_YEAR))
def test_transitions_near_each_other_are_named_near_each_other(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    changes = zone.clock()._calculator.changes
    assert changes is not None
    ats = [transition.at for transition in zone.transitions(1970, 2370)]
    least = min((later - earlier for earlier, later in pairwise(ats)), default=CYCLE)
    in_a_year = min(abs(start - end) for start, end in zip(*changes.in_kinds, strict=True))
    # 20 days is about the most that the rules of two years differ at New Year.
    if least < min(in_a_year, 20 * 86400):
        assert near_across_years(changes, least)
        assert not near_across_years(changes, -1)


@given(texts.zones())
def test_the_first_contested_instant_is_that_of_every_year(zone: tz.PosixTimeZone) -> None:
    found = tz.contested(zone)
    assert first_contested(zone) == (None if found is None else found.partings[0])
    assert found is None or found.partings[0].a is tz.Reading.MERGE


@given(texts.zones(), texts.zones(), st.integers(-(10**10), 10**11))
def test_years_of_one_kind_are_compared_once(a: tz.PosixTimeZone, b: tz.PosixTimeZone, since: int) -> None:
    first, second = (zone.clock(reading="musl")._calculator for zone in (a, b))
    at = first_parting(first, second, since)
    years = range(year_of(since), year_of(since) + 2 if at is None else min(year_of(at), year_of(since) + 30) + 1)
    changes = {change.at for year in years for clock in (first, second) for change in clock.in_year(year)}
    apart = [t for t in sorted({since, *changes}) if t >= since and first.at(t) != second.at(t)]
    assert apart[:1] in ([], [at])
