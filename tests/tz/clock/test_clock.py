"""The calculators: properties, every row in the table of readings, and the independent module's plain readings."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.independent import random_tz
from tests.support.independent import readings as plain
from vapix_proto import tz
from vapix_proto.tz.aliases import ReadingName
from vapix_proto.tz.clock.calendar import (
    CYCLE,
    SPAN_BITS,
    days_before_month,
    is_leap,
    weekday_of_january_1,
    year_of,
    year_start,
)
from vapix_proto.tz.clock.reading_names import NAMES, READING_NAMES
from vapix_proto.tz.clock.readings import plain_year_row, year_row

LONDON = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")


def instant(text: str) -> int:
    """The instant of a UTC date and time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@given(st.integers(1, 9999))
def test_the_calendar_is_that_of_datetime(year: int) -> None:
    first = datetime(year, 1, 1)
    assert year_start(year) == (first - datetime(1970, 1, 1)) // timedelta(seconds=1)
    assert year_of(year_start(year)) == year
    assert year_of(year_start(year) - 1) == year - 1
    assert weekday_of_january_1(year) == first.isoweekday() % 7
    for month in range(1, 13):
        assert days_before_month(month, is_leap(year)) == datetime(year, month, 1).timetuple().tm_yday - 1


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(1, 5), st.integers(0, 6), st.integers(1, 365))
def test_dates_fall_on_the_days_of_datetime(year: int, month: int, week: int, weekday: int, day: int) -> None:
    found = datetime(year, 1, 1) + timedelta(days=tz.MonthWeekDay(month, week, weekday).yday(year))
    in_month = [datetime(year, month, 1) + timedelta(days=n) for n in range(31)]
    fitting = [d for d in in_month if d.month == month and d.isoweekday() % 7 == weekday]
    assert found == (fitting[-1] if week == 5 else fitting[week - 1])
    in_common_year = datetime(2001, 1, 1) + timedelta(days=day - 1)
    julian = datetime(year, 1, 1) + timedelta(days=tz.JulianDay(day).yday(year))
    assert (julian.month, julian.day) == (in_common_year.month, in_common_year.day)
    assert tz.DayOfYear(day).yday(year) == day


def test_the_default_of_devices_changes_when_the_specification_says() -> None:
    first, second = LONDON.transitions(2026)
    assert first == tz.Transition(instant("2026-03-29T01:00"), LONDON.std, LONDON.dst or LONDON.std)
    assert second.at == instant("2026-10-25T01:00")
    assert LONDON.at(first.at - 1).designation == "GMT"
    assert LONDON.at(first.at).designation == "BST"
    assert [t.at for t in LONDON.transitions(2026, 2028)] == [t.at for y in (2026, 2027) for t in LONDON.transitions(y)]
    assert LONDON.transitions(2026, stop=2028) == LONDON.transitions(2026, 2028)
    assert LONDON.transitions(2026, 2026) == ()


@given(texts.zones(), texts.instants())
def test_a_zone_answers_as_its_clock_does(zone: tz.PosixTimeZone, at: int) -> None:
    clock = zone.clock()
    assert (clock.zone, clock.reading) == (zone, tz.Reading.MERGE)
    assert zone.at(at) == clock.at(at)
    assert zone.transitions(2000, stop=2002) == clock.transitions(2000, stop=2002)
    assert zone.next_transition(at) == clock.next_transition(at)
    assert zone.previous_transition(at) == clock.previous_transition(at)
    assert zone.resolve(datetime(2026, 3, 29, 1, 30)) == clock.resolve(datetime(2026, 3, 29, 1, 30))
    assert zone.to_tzif() == clock.to_tzif()


def test_clocks_are_values_of_a_zone_a_reading_and_the_rules_that_count() -> None:
    bare, european = tz.parse("EST5EDT"), tz.parse("EST5EDT,M3.5.0,M10.5.0")
    rules = european.rules
    assert rules == (european.start, european.end)
    assert bare.rules is None
    assert bare.clock(implied_rules=rules) == bare.clock(implied_rules=",M3.5.0,M10.5.0")
    clock = bare.clock(reading="musl", implied_rules=",M3.5.0,M10.5.0")
    assert (clock.zone, clock.reading, clock.implied_rules) == (bare, tz.Reading.MUSL, rules)
    assert clock == bare.clock(reading=tz.Reading.MUSL, implied_rules="M3.5.0,M10.5.0")
    assert len({clock, bare.clock(), bare.clock(reading="musl"), bare.clock(implied_rules=",M3.5.0,M10.5.0")}) == 4
    # Strings with rules never imply any.
    assert LONDON.clock(implied_rules=",J1,J2") == LONDON.clock()
    assert LONDON.clock().implied_rules is None
    for value in (clock, LONDON.clock(reading="iana"), tz.parse("UTC0").clock()):
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert again.at(0) == value.at(0)
    assert clock.replace(reading="merge").reading is tz.Reading.MERGE
    assert clock.transitions(2026) == european.transitions(2026)
    assert clock.to_tzif() == european.to_tzif()
    assert clock.tzinfo() is clock.tzinfo()


def test_a_clock_refuses_what_is_no_zone_reading_or_rules() -> None:
    with pytest.raises(TypeError, match="PosixTimeZone, not str"):
        tz.Clock("UTC0")  # type: ignore[arg-type]
    for zone in (LONDON, tz.parse("EST5EDT")):
        with pytest.raises(TypeError, match="implied_rules must be"):
            zone.clock(implied_rules=5)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match=r"reading must be one of .*, not 'axis'"):
            zone.clock(reading="axis")


def test_an_instant_is_an_int_of_any_size_or_an_aware_datetime() -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert LONDON.at(moment) == LONDON.at(instant("2026-07-01T10:00"))
    assert LONDON.at(10**30) == LONDON.at(10**30 % CYCLE)
    with pytest.raises(ValueError, match="naive"):
        LONDON.at(datetime(2026, 7, 1))
    with pytest.raises(TypeError, match="instant"):
        LONDON.at("now")  # type: ignore[arg-type]


def test_the_last_transition_may_be_less_than_a_second_ago() -> None:
    change = LONDON.transitions(2026)[0]
    moment = datetime.fromtimestamp(change.at, UTC)
    second, step = timedelta(seconds=1), timedelta(microseconds=1)
    for before in (change.at - 0.5, change.at, float(change.at), moment - step, moment):
        assert LONDON.previous_transition(before) == LONDON.transitions(2025)[1], before
    for after in (change.at + 1e-3, change.at + 1, moment + step, moment + second, moment + second - step):
        assert LONDON.previous_transition(after) == change, after
    for before in (change.at - 1e-3, change.at - 1, moment - step, moment - second):
        assert LONDON.next_transition(before) == change, before
    assert LONDON.next_transition(moment + step) == LONDON.next_transition(change.at) == LONDON.transitions(2026)[1]


def test_a_float_is_an_instant_of_the_second_that_has_begun() -> None:
    change = LONDON.transitions(2026)[0].at
    clock = LONDON.clock(reading="musl")
    for at in (change - 1e-3, float(change), change + 0.999):
        begun = change - (at < change)
        assert LONDON.at(at) == clock.at(at) == LONDON.at(datetime.fromtimestamp(at, UTC)) == LONDON.at(begun), at
        assert LONDON.next_transition(at) == LONDON.next_transition(begun)
    assert LONDON.at(-0.5) == LONDON.at(-1)
    assert LONDON.at(1e30) == LONDON.at(int(1e30))
    for number in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(ValueError, match=f"a finite number, not {number}"):
            LONDON.at(number)
    with pytest.raises(TypeError, match="an int, a float or an aware datetime, not Fraction"):
        LONDON.at(Fraction(1, 2))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"reading must be one of .*, not 'axis'"):
        LONDON.clock(reading="axis").at(0)


@given(st.data(), texts.zones(), texts.readings())
def test_transitions_are_in_order_and_the_clock_is_constant_between(
    data: st.DataObject, zone: tz.PosixTimeZone, how: tz.Reading
) -> None:
    clock = zone.clock(reading=how)
    year = data.draw(st.integers(1, 9998))
    found = clock.transitions(year, year + 2)
    edges = [year_start(year), *(t.at for t in found), year_start(year + 2)]
    assert edges[1:-1] == sorted(set(edges[1:-1]))
    assert all(year_start(year) <= t.at < year_start(year + 2) for t in found)
    for transition in found:
        assert clock.at(transition.at - 1) == transition.before != transition.after
        assert clock.at(transition.at) == transition.after
    for low, high in pairwise(edges):
        if low < high:
            shown = {clock.at(t) for t in (low, high - 1, data.draw(st.integers(low, high - 1)))}
            assert len(shown) == 1


@given(st.data(), texts.zones(), texts.readings())
def test_next_and_previous_transition_are_neighbours(
    data: st.DataObject, zone: tz.PosixTimeZone, how: tz.Reading
) -> None:
    clock = zone.clock(reading=how)
    at = data.draw(texts.instants())
    after, before = clock.next_transition(at), clock.previous_transition(at)
    if after is not None:
        assert after.at > at
        assert clock.previous_transition(after.at + 1) == after
        assert clock.at(at) == after.before
        assert after in clock.transitions(year_of(after.at))
    if before is not None:
        assert before.at < at
        assert clock.next_transition(before.at - 1) == before
        assert clock.at(at - 1) == before.after


@given(texts.zones(), st.sampled_from([how for how in tz.Reading if how != "musl"]), texts.instants())
def test_the_clock_repeats_after_400_years(zone: tz.PosixTimeZone, how: tz.Reading, at: int) -> None:
    clock = zone.clock(reading=how)
    assert clock.at(at) == clock.at(at + CYCLE) == clock.at(at - 7 * CYCLE)


@given(texts.zones(), st.integers(0, 2**63 - 1))
def test_musls_clock_repeats_from_1970_on(zone: tz.PosixTimeZone, at: int) -> None:
    clock = zone.clock(reading="musl")
    assert clock.at(at) == clock.at(at + CYCLE)


@given(st.data(), texts.zones(), texts.readings())
def test_resolve_is_the_inverse_of_at(data: st.DataObject, zone: tz.PosixTimeZone, how: tz.Reading) -> None:
    clock = zone.clock(reading=how)
    at = data.draw(texts.instants_near_changes(zone, how))
    shown = clock.at(at)
    try:
        local = datetime(1970, 1, 1) + timedelta(seconds=at + shown.utoff)
    except OverflowError:
        return
    offsets = {zone.std.utoff, (zone.dst or zone.std).utoff}
    wall = (local - datetime(1970, 1, 1)) // timedelta(seconds=1)
    showing = sorted(wall - utoff for utoff in offsets if clock.at(wall - utoff).utoff == utoff)
    match clock.resolve(local):
        case tz.Unambiguous(utc):
            assert [utc] == showing == [at]
        case tz.Fold(earlier, later):
            assert [earlier, later] == showing
            assert at in showing
        case gap:
            pytest.fail(f"{local} is shown at {at}, but is {gap}")


@given(texts.zones(), texts.readings(), st.integers(1, 9999))
def test_what_is_kept_of_local_times_is_right(zone: tz.PosixTimeZone, how: tz.Reading, year: int) -> None:
    clock = zone.clock(reading=how, implied_rules=tz.US_RULES if zone.start is None and zone.dst else None)
    ends = [year_start(year), *(change.at for change in clock.transitions(year))]
    # The clock keeps spans that begin at multiples of 2**20.
    ends += [end >> SPAN_BITS << SPAN_BITS for end in ends]
    utoffs = {zone.std.utoff, (zone.dst or zone.std).utoff, 0}
    times = [
        end + utoff + step for end in ends for utoff in utoffs for step in (-(2**19), -3600, -1, 0, 1, 3600, 2**19)
    ]
    first = [clock._calculator.resolve(local) for local in times]
    assert [clock._calculator.resolve(local) for local in times] == first
    for local, found in zip(times, first, strict=True):
        shown = [local - utoff for utoff in utoffs if clock.at(local - utoff).utoff == utoff]
        expected = [] if isinstance(found, tz.Gap) else [getattr(found, name) for name in found.__match_args__]
        assert sorted(shown) == expected, local


@given(st.data(), texts.zones(), texts.readings())
def test_a_gap_is_what_no_instant_shows(data: st.DataObject, zone: tz.PosixTimeZone, how: tz.Reading) -> None:
    clock = zone.clock(reading=how)
    at = data.draw(texts.instants_near_changes(zone, how))
    try:
        local = datetime(1970, 1, 1) + timedelta(seconds=at)
    except OverflowError:
        return
    found = clock.resolve(local)
    if isinstance(found, tz.Gap):
        low, high = sorted({zone.std.utoff, (zone.dst or zone.std).utoff})
        assert (found.before, found.after) == (at - low, at - high)
        assert clock.at(found.before).utoff == high
        assert clock.at(found.after).utoff == low


def test_musl_has_transitions_only_from_1970_on() -> None:
    # The only transitions are at the one second of each year that musl counts to the previous year.
    clock = tz.parse("UTC0AAA0,0/0,J365/24").clock(reading="musl")
    first = clock.next_transition(-(10**12))
    assert first is not None
    assert first.at == year_start(1971)
    assert clock.previous_transition(first.at) is None
    last = clock.previous_transition(10**13)
    assert last is not None
    assert clock.next_transition(10**13) is not None


def test_resolve_knows_gaps_and_folds() -> None:
    gap = LONDON.resolve(datetime(2026, 3, 29, 1, 30, 0, 5))
    assert gap == tz.Gap(instant("2026-03-29T01:30"), instant("2026-03-29T00:30"))
    first = LONDON.resolve(datetime(2026, 3, 29, 1, 0))
    assert first == tz.Gap(instant("2026-03-29T01:00"), instant("2026-03-29T00:00"))
    assert LONDON.resolve(datetime(2026, 3, 29, 2, 0)) == tz.Unambiguous(instant("2026-03-29T01:00"))
    fold = LONDON.resolve(datetime(2026, 10, 25, 1, 59, 59, fold=1))
    assert fold == tz.Fold(instant("2026-10-25T00:59:59"), instant("2026-10-25T01:59:59"))
    assert LONDON.resolve(datetime(2026, 10, 25, 2, 0)) == tz.Unambiguous(instant("2026-10-25T02:00"))
    with pytest.raises(ValueError, match="aware"):
        LONDON.resolve(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError, match="naive datetime"):
        LONDON.resolve(0)  # type: ignore[arg-type]


def test_dst_without_rules_takes_those_it_is_given() -> None:
    zone = tz.parse("EST5EDT")
    assert zone.transitions(2026) == tz.parse("EST5EDT,M3.2.0,M11.1.0").transitions(2026)
    european = zone.clock(implied_rules=",M3.5.0,M10.5.0/3").transitions(2026)
    assert european == tz.parse("EST5EDT,M3.5.0,M10.5.0/3").transitions(2026)
    rules = (tz.Rule(tz.MonthWeekDay(3, 5, 0)), tz.Rule(tz.MonthWeekDay(10, 5, 0), 10_800))
    assert zone.clock(implied_rules=rules).transitions(2026) == european
    # A string with rules of its own ignores them.
    assert LONDON.clock(implied_rules=",J1,J2").transitions(2026) == LONDON.transitions(2026)
    for wrong in (",", "M3.2.0", ",M3.2.0,M13.1.0", "EST5"):
        with pytest.raises(ValueError, match="implied_rules"):
            zone.clock(implied_rules=wrong).at(0)
    with pytest.raises(TypeError, match="implied_rules"):
        zone.clock(implied_rules=5).at(0)  # type: ignore[arg-type]


def test_without_rules_every_reading_implies_its_own() -> None:
    zone, january = tz.parse("PST8PDT"), instant("2026-01-16T14:00")
    assert {how for how in tz.Reading if zone.clock(reading=how).at(january).isdst} == {tz.Reading.MUSL}
    for how in tz.Reading:
        rules = ",0/0,0/0" if how == "musl" else tz.US_RULES
        assert zone.clock(reading=how) == zone.clock(reading=how, implied_rules=rules)
        assert not zone.clock(reading=how, implied_rules=tz.US_RULES).at(january).isdst
    assert zone.clock(reading="apple") == zone.clock(reading="iana", implied_rules=",M4.1.0,M10.5.0")
    assert zone.clock(reading="jiff", implied_rules=tz.US_RULES) == zone.clock(reading="clamp")
    with pytest.raises(ValueError, match="jiff refuses daylight saving time without rules"):
        zone.clock(reading="jiff")
    assert LONDON.clock(reading="jiff") == LONDON.clock(reading="clamp")


def test_no_implied_rules_mean_standard_time_all_year() -> None:
    zone = tz.parse("EST5EDT")
    clock = zone.clock(implied_rules="")
    assert clock.implied_rules == ()
    assert clock == zone.clock(implied_rules=()) == pickle.loads(pickle.dumps(clock))
    assert zone.clock(reading="esphome").implied_rules == ()
    assert clock.replace(reading="musl") == zone.clock(reading="musl", implied_rules="")
    for how in tz.Reading:
        bare = zone.clock(reading=how, implied_rules="")
        assert {bare.at(year_start(2026) + month * 31 * 86_400) for month in range(12)} == {zone.std}
        assert bare.next_transition(0) is None
        assert bare.previous_transition(0) is None
        assert bare.resolve(datetime(2026, 7, 1)) == tz.Unambiguous(instant("2026-07-01T05:00"))
    assert clock.to_tzif() == tz.parse("EST5").to_tzif()
    info = clock.tzinfo()
    assert info is clock.tzinfo() is pickle.loads(pickle.dumps(info))
    assert info.utcoffset(None) == info.utcoffset(datetime(2026, 7, 1)) == timedelta(hours=-5)
    assert repr(info) == "<PosixTzInfo EST5EDT implied_rules=>"


def test_every_name_is_a_reading_with_implied_rules() -> None:
    assert set(get_args(get_args(ReadingName)[0])) == set(READING_NAMES)
    assert len(set(READING_NAMES)) == len(READING_NAMES) == len(tz.Reading) + len(NAMES) - len({"musl", "uclibc"})
    # The name of a reading has priority over an implementation's. If a text is both, both mean the same reading.
    assert NAMES.keys() & set(tz.Reading) == {"musl", "uclibc"}
    zone = tz.parse("EST5EDT")
    for name, (how, rules) in NAMES.items():
        assert LONDON.clock(reading=name) == LONDON.clock(reading=how)
        if rules is not None:
            assert zone.clock(reading=name) == zone.clock(reading=how, implied_rules=rules)
        assert zone.clock(reading=name, implied_rules=",J1,J2") == zone.clock(reading=how, implied_rules=",J1,J2")
        if name == how:
            assert zone.clock(reading=name) == zone.clock(reading=how)


def test_rfc_9636_all_year_daylight_saving_time_is_in_force_all_year() -> None:
    zone = tz.parse("XXX3EDT4,0/0,J365/23")
    assert zone.next_transition(0) is None
    assert zone.previous_transition(0) is None
    assert {zone.at(year_start(year) + second).designation for year in range(1, 2500) for second in (-1, 0)} == {"EDT"}
    assert tz.parse("EST5EDT,0/0,J365/25", "tzif-v3").next_transition(0) is None


# A row for every pair of readings in the table that differ, each worked out by hand from the dates in the string.
TABLE = [
    # All-year DST (RFC 9636): readings that look at a single UTC year show standard time in the year's last hours.
    ("XXX3EDT4,0/0,J365/23", "2026-01-01T02:59:59", "merge iana uclibc", "utc-year utc-year-tie-dst musl clamp"),
    ("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00:00", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    # jiff recognises all-year DST if it starts with the UTC year.
    ("XXX-2YYY-1,0/2,J365/25", "2025-12-31T23:30:00", "merge iana utc-year utc-year-tie-dst musl clamp", "uclibc"),
    ("XXX-2YYY-1,0/0,J365/23", "2026-12-31T23:00:00", "merge iana clamp uclibc", "utc-year utc-year-tie-dst musl"),
    # Start and end at the same instant.
    ("EST5EDT,M3.2.0/2,M3.2.0/3", "2026-06-01T00:00:00", "iana utc-year-tie-dst musl", "merge utc-year clamp uclibc"),
    # A transition in another UTC year than its rule's: in Japan, J1/0 is on December 31 of the previous UTC year.
    ("JST-9JDT,J1/0,J180", "2025-12-31T15:00:00", "merge iana uclibc", "utc-year utc-year-tie-dst musl clamp"),
    ("JST-9JDT,J1/0,J180", "2026-01-01T00:00:01", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    # musl counts the first second of 1972, but not that of 2026, to the previous year.
    ("JST-9JDT,J1/0,J180", "1972-01-01T00:00:00", "merge iana utc-year utc-year-tie-dst clamp uclibc", "musl"),
    ("JST-9JDT,J1/0,J180", "1972-01-01T00:00:01", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    ("JST-9JDT,J1/0,J180", "2026-01-01T00:00:00", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    # In a common year, day 365 is the next January 1, which readings that look at a single UTC year miss.
    ("AAA5BBB,365,J100", "2026-01-15T00:00:00", "merge iana uclibc", ""),
    ("AAA5BBB,J100,365", "2025-12-31T23:00:00", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    ("AAA5BBB,J100,365", "2026-01-01T02:00:00", "merge iana uclibc", "utc-year utc-year-tie-dst musl clamp"),
    # Start and end change their order: in some years, the last Tuesday of September is the fourth.
    ("EST5EDT,M9.4.2,M9.5.2", "2025-09-24T12:00:00", "merge iana utc-year utc-year-tie-dst musl clamp uclibc", ""),
    # IANA tz drops the transitions of a year that is all DST, but not of a leap year that is longer.
    ("XXX0YYY,0/0,365/1", "2028-12-31T12:00:00", "", "uclibc"),
    # uClibc compares only the days: at New Year in standard time, and if start and end are on the same day.
    ("EST5EDT,M10.1.0,J1/0:30", "2026-01-01T04:45:00", "uclibc", "merge iana utc-year utc-year-tie-dst musl clamp"),
    ("EST5EDT,M10.1.0,J1/0:30", "2026-01-01T05:00:00", "", "merge iana utc-year utc-year-tie-dst musl uclibc clamp"),
    ("AAA5BBB,58,58", "2026-06-01T00:00:00", "merge iana utc-year utc-year-tie-dst musl clamp", "uclibc"),
    ("AAA5BBB,58,58", "2026-02-28T06:30:00", "uclibc", "merge iana utc-year utc-year-tie-dst musl clamp"),
]


@pytest.mark.parametrize(("text", "at", "dst", "std"), TABLE)
def test_the_table_of_readings(text: str, at: str, dst: str, std: str) -> None:
    zone = tz.parse(text, tz.TZIF_V3)
    for how in dst.split():
        assert zone.clock(reading=how).at(instant(at)).isdst, how
    for how in std.split():
        assert not zone.clock(reading=how).at(instant(at)).isdst, how


#: Transitions in the first or last second of a UTC year or of a year in standard time, and right beside it.
AT_NEW_YEAR = [
    f"AAA{offset}BBB,{start},{end}"
    for offset in ("0", "5", "-5")
    for start, end in (
        ("J1/0", "J100"), ("J1/0:00:01", "J100"), ("J1/5", "J100"), ("J1/5:00:01", "J100"), ("J100", "J1/1"),
        ("J100", "J365/24"), ("J100", "J365/23:59:59"), ("J100", "J365/19"), ("J365/24", "J100"),
        ("J100", "J1/6:00:01"), ("J100", "J365/20"), ("J365/19", "J100"), ("J100/2", "J100/3"), ("J100/3", "J100/2"),
    )
]  # fmt: skip


@given(
    st.sampled_from(AT_NEW_YEAR).map(lambda text: tz.parse(text, "tzif-v3")) | texts.zones(), st.integers(-9999, 9999)
)
def test_a_year_is_that_of_the_definition_where_all_readings_agree(zone: tz.PosixTimeZone, year: int) -> None:
    changes = zone.clock(implied_rules=tz.US_RULES)._calculator.changes
    if changes is not None:
        for how in tz.Reading:
            found, defined = year_row(changes, how, year), plain_year_row(changes, how, year)
            assert (found.first, found.changes) == (defined.first, defined.changes), (how, changes.alternate)


def test_every_reading_is_that_of_its_plain_definition() -> None:
    rng = random.Random(1)
    asked = 0
    chosen: tuple[random_tz.Dialect, ...] = ("vapix", "tzif-v3")
    for dialect in chosen:
        for text in random_tz.random_strings(rng, 90, dialect=dialect):
            zone = tz.parse(text, dialect)
            years = [*rng.sample(range(1850, 2450), 3), 1970, 1971]
            for at in random_tz.instants_of_interest(text, years, rng):
                for how in tz.Reading:
                    expected = plain.clock(text, how.value, at)
                    got = zone.clock(reading=how).at(at)
                    assert (got.utoff, got.isdst, got.designation) == expected, (text, how, at)
                    asked += 1
    assert asked > 60_000


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (lambda: tz.Transition(True, LONDON.std, LONDON.std), TypeError),
        (lambda: tz.Transition(0, LONDON.std, "BST"), TypeError),  # type: ignore[arg-type]
        (lambda: tz.Unambiguous("now"), TypeError),  # type: ignore[arg-type]
        (lambda: tz.Fold(0, 1.5), TypeError),  # type: ignore[arg-type]
        (lambda: tz.Fold(1, 1), ValueError),
        (lambda: tz.Gap(1, 2), ValueError),
    ],
)
def test_no_clock_has_such_transitions_folds_and_gaps(made: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        made()
