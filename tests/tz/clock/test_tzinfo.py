"""``zone.tzinfo()`` behaves as zoneinfo does, with folds (PEP 495)."""

from __future__ import annotations

import copy
import gc
import io
import pickle
import random
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz.clock.calendar import SPAN_BITS
from vapix_proto.tz.clock.readings import IS_DST
from vapix_proto.tz.clock.tzinfo import ClockTzInfo, PosixTzInfo

LONDON = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
OURS, THEIRS = LONDON.tzinfo(), zoneinfo.ZoneInfo("Europe/London")
RULED = range(1996, 2038)  # the years in which the footer of Europe/London is its rule


def around_changes() -> st.SearchStrategy[datetime]:
    """Naive datetimes, about half of them near a transition in London."""
    changes = [datetime(1970, 1, 1) + timedelta(seconds=t.at) for t in LONDON.transitions(RULED[1], RULED[-1])]
    near = st.builds(
        lambda base, delta: base + delta,
        st.sampled_from(changes),
        st.timedeltas(timedelta(hours=-4), timedelta(hours=4)),
    )
    return st.one_of(near, st.datetimes(datetime(RULED[1], 1, 1), datetime(RULED[-1], 1, 1)))


@given(around_changes(), st.sampled_from([0, 1]))
def test_local_times_are_those_of_zoneinfo(naive: datetime, fold: int) -> None:
    ours, theirs = naive.replace(tzinfo=OURS, fold=fold), naive.replace(tzinfo=THEIRS, fold=fold)
    assert (ours.utcoffset(), ours.dst(), ours.tzname()) == (theirs.utcoffset(), theirs.dst(), theirs.tzname())
    assert ours.astimezone(UTC) == theirs.astimezone(UTC)
    assert ours.timestamp() == theirs.timestamp()
    assert ours.isoformat() == theirs.isoformat()


@given(around_changes())
def test_utc_times_are_those_of_zoneinfo(naive: datetime) -> None:
    utc = naive.replace(tzinfo=UTC)
    ours, theirs = utc.astimezone(OURS), utc.astimezone(THEIRS)
    assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
    assert ours.fold == theirs.fold
    assert ours.astimezone(UTC) == utc


@given(around_changes(), st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.sampled_from([0, 1]))
def test_arithmetic_over_gaps_and_folds_is_that_of_zoneinfo(naive: datetime, delta: timedelta, fold: int) -> None:
    ours, theirs = naive.replace(tzinfo=OURS, fold=fold), naive.replace(tzinfo=THEIRS, fold=fold)
    assert (ours + delta).isoformat() == (theirs + delta).isoformat()
    assert (ours + delta) - ours == (theirs + delta) - theirs
    assert (ours + delta > ours) is (theirs + delta > theirs)
    assert (ours == naive.replace(tzinfo=UTC)) is (theirs == naive.replace(tzinfo=UTC))


@given(st.data(), texts.zones())
def test_from_utc_and_back(data: st.DataObject, zone: tz.PosixTimeZone) -> None:
    how = data.draw(texts.readings())
    dst = zone.dst or zone.std
    if max(abs(zone.std.utoff), abs(dst.utoff), abs(dst.utoff - zone.std.utoff)) >= 86400:
        with pytest.raises(ValueError, match="24 hours"):
            zone.clock(reading=how).tzinfo()
        return
    info = zone.clock(reading=how).tzinfo()
    at = data.draw(texts.instants_near_changes(zone, how))
    try:
        utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
        local = utc.astimezone(info)
    except OverflowError:
        return
    kind = zone.clock(reading=how).at(at)
    assert (local.utcoffset(), local.tzname()) == (timedelta(seconds=kind.utoff), kind.designation) or _same_offset(
        zone
    )
    assert local.astimezone(UTC) == utc
    assert bool(local.dst()) is (kind.isdst and kind.utoff != zone.std.utoff) or _same_offset(zone)


def _same_offset(zone: tz.PosixTimeZone) -> bool:
    # If so, a local time alone does not show which of the two designations is meant at a transition.
    return zone.dst is not None and zone.dst.utoff == zone.std.utoff


def test_a_fixed_zone_answers_without_a_datetime_and_others_do_not() -> None:
    fixed = tz.parse("<+0530>-5:30").tzinfo()
    assert fixed.utcoffset(None) == timedelta(hours=5, minutes=30)
    assert (fixed.tzname(None), fixed.dst(None)) == ("+0530", timedelta(0))
    assert time(12, tzinfo=fixed).utcoffset() == timedelta(hours=5, minutes=30)
    assert (OURS.utcoffset(None), OURS.tzname(None), OURS.dst(None)) == (None, None, None)
    assert time(12, tzinfo=OURS).utcoffset() is None


def test_equality_hash_and_identity() -> None:
    same = tz.parse("GMT0BST,M3.5.0/1,M10.5.0/2").tzinfo()
    assert same is OURS
    assert hash(same) == hash(OURS)
    assert LONDON.clock(reading="musl").tzinfo() != OURS
    assert tz.parse("UTC0").tzinfo() != OURS != THEIRS
    bare = tz.parse("EST5EDT")
    assert bare.tzinfo() != bare.clock(implied_rules=",M3.5.0,M10.5.0").tzinfo()
    assert LONDON.clock(implied_rules=",J1,J2").tzinfo() is OURS


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_and_copies_are_the_same_zone(protocol: int) -> None:
    for info in (
        OURS,
        LONDON.clock(reading="utc-year").tzinfo(),
        tz.parse("EST5EDT").clock(implied_rules=",J100,J200").tzinfo(),
    ):
        assert pickle.loads(pickle.dumps(info, protocol)) is info
        assert copy.copy(info) is copy.deepcopy(info) is info
    moment = datetime(2026, 10, 25, 1, 30, tzinfo=OURS, fold=1)
    again = pickle.loads(pickle.dumps(moment, protocol))
    assert again == moment
    assert again.tzinfo is OURS
    assert again.fold == (protocol >= 4)  # older pickle protocols do not store it


def test_zones_that_nobody_holds_are_let_go() -> None:
    held = tz.parse("XXX5").tzinfo()
    before = id(held)
    pickled = pickle.dumps(held)
    del held
    gc.collect()
    again = pickle.loads(pickled)
    assert isinstance(again, PosixTzInfo)
    assert again == tz.parse("XXX5").tzinfo()
    assert before is not None


def test_threads_get_the_same_object() -> None:
    zone_text = "XXX7YYY,J100,J200"
    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            found = list(pool.map(lambda _: tz.parse(zone_text).tzinfo(), range(16)))
            assert len({id(info) for info in found}) == 1


def test_its_names() -> None:
    assert repr(OURS) == "<PosixTzInfo GMT0BST,M3.5.0/1,M10.5.0>"
    assert repr(LONDON.clock(reading="musl").tzinfo()) == "<PosixTzInfo GMT0BST,M3.5.0/1,M10.5.0 reading=musl>"
    assert str(OURS) == str(LONDON)
    assert OURS.time_zone == LONDON
    assert isinstance(OURS, zoneinfo.ZoneInfo)


def test_what_other_libraries_know_it_by() -> None:
    # icalendar and Babel read an attribute .zone as a name, and APScheduler compares it.
    assert not hasattr(OURS, "zone")
    assert OURS.key == str(LONDON)
    # The key includes the rules, because EST5EDT alone is the name of a zone with another past.
    bare = tz.parse("EST5EDT")
    assert bare.tzinfo().key == "EST5EDT,M3.2.0,M11.1.0"
    assert bare.clock(implied_rules=",J1,J2").tzinfo().key == "EST5EDT,J1,J2"
    assert LONDON.clock(reading="musl").tzinfo().key == f"{LONDON} musl"


def test_a_zone_comes_from_a_string_and_not_from_the_class() -> None:
    by_calculator = tz.parse("AAA3BBB-8,J100/2,J100/14").tzinfo()
    kinds: tuple[type, ...] = (PosixTzInfo, type(OURS), type(by_calculator))
    for kind in kinds:
        for names in (("Europe/Vienna",), ()):
            with pytest.raises(TypeError, match=r"tz\.from_iana\(name\)\.tzinfo\(\)"):
                kind(*names)
    with pytest.raises(TypeError, match="from_iana"):
        PosixTzInfo.no_cache("Europe/Vienna")
    with pytest.raises(TypeError, match="from_iana"):
        PosixTzInfo.from_file(io.BytesIO(LONDON.to_tzif()))
    with pytest.raises(AttributeError, match="no attribute 'localize'"):
        OURS.localize  # type: ignore[attr-defined]  # noqa: B018


def test_the_ends_of_time() -> None:
    east, west = tz.parse("XXX-14").tzinfo(), tz.parse("XXX12").tzinfo()
    assert datetime.max.replace(tzinfo=east).utcoffset() == timedelta(hours=14)
    assert datetime.min.replace(tzinfo=OURS).utcoffset() == timedelta(0)
    assert datetime.max.replace(tzinfo=OURS).utcoffset() == timedelta(0)
    with pytest.raises(OverflowError):
        datetime.max.replace(tzinfo=UTC).astimezone(east)
    with pytest.raises(OverflowError):
        datetime.min.replace(tzinfo=UTC).astimezone(west)


def test_what_is_asked_wrongly() -> None:
    with pytest.raises(ValueError, match="not self"):
        OURS.fromutc(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError):
        OURS.fromutc("2026")  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):  # the latter from zoneinfo
        OURS.utcoffset("2026")  # type: ignore[arg-type]
    for far in ("XXX24", "XXX-23:30YYY", "AAA14BBB-14,M3.2.0,M11.1.0"):
        with pytest.raises(ValueError, match="24 hours"):
            tz.parse(far).tzinfo()


# --- with zoneinfo or with the calculator: the same answers ---------------------------------------------------------

EPOCH = datetime(1970, 1, 1)
#: Strings for which zoneinfo's own arithmetic with rules is wrong, and strings at the edges of its tables.
ODD = (
    "GMT0BST,M3.5.0/1,M10.5.0",  # plain: zoneinfo follows the footer
    "NZST-12NZDT,M9.5.0,M4.1.0/3",  # plain, DST at New Year
    "IST-1GMT0,M10.5.0,M3.5.0/1",  # DST behind standard time
    "AAA5BBB5,M3.2.0,M11.1.0",  # DST with the offset of standard time
    "AAA5BBB5,59,J59",
    "AAA-1BBB,59,300",  # days n, counted from 0
    "AAA-1BBB,J59,J300",  # zoneinfo mistakes this for February 29 in leap years
    "AAA3BBB,J1/0,J365/23",  # transitions near New Year
    "AAA3BBB,J1/0,J365/25",  # always DST
    "AAA3BBB2:30,0/0,J365/24:30",
    "AAA3BBB,365/4,0/1",  # in a common year, day 365 is in the next year
    "AAA3BBB,M3.2.0,M3.2.1",  # a day apart, in an order that depends on the year
    "AAA3BBB,M3.5.0/5,M3.5.0/5",  # at the same wall time
    "AAA3BBB-8,J100/2,J100/14",  # DST is shorter than the jump, so the calculator is used
    "AAA-8BBB3,J100/14,J100/4",  # the same in the other direction
    "AAA-14BBB9,J100,J101",
    "AAA12BBB-11:59:59,M3.2.0,M11.1.0",  # a jump of almost 24 hours
    "AAA12BBB-11:59:59,J3,J363",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",  # times that POSIX can't write
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "AAA3BBB,M1.1.0/-167,M12.5.6/167",
    "UTC0",
    "<+1345>-13:45",
)


def pair(zone: tz.PosixTimeZone, how: tz.Reading) -> tuple[PosixTzInfo, PosixTzInfo]:
    """The tzinfo of a zone, and a tzinfo that uses only the calculator, which the tests above and of peers cover."""
    return zone.clock(reading=how).tzinfo(), ClockTzInfo.of((zone, how, None), zone.clock(reading=how)._calculator)


def answers(info: tzinfo, naive: datetime, fold: int) -> tuple[object, ...]:
    local = naive.replace(tzinfo=info, fold=fold)
    return local.utcoffset(), local.dst(), local.tzname()


def from_utc(info: tzinfo, naive: datetime) -> tuple[datetime, int] | None:
    try:
        local = info.fromutc(naive.replace(tzinfo=info))
    except OverflowError:
        return None
    return local.replace(tzinfo=None, fold=0), local.fold


def same_around(zone: tz.PosixTimeZone, how: tz.Reading, years: list[int]) -> None:
    """Compares both around all transitions in some years, and around the ends of these years."""
    ours, slow = pair(zone, how)
    utoffs = sorted({zone.std.utoff, (zone.dst or zone.std).utoff})
    jump = utoffs[-1] - utoffs[0]
    for year in years:
        at = {change.at for change in zone.clock(reading=how).transitions(year)} | {random_tz.year_start(year)}
        for instant in {t + step + side for t in at for step in (-jump, 0, jump) for side in (-1, 0, 1)}:
            for utoff in (0, *utoffs):
                try:
                    naive = EPOCH + timedelta(seconds=instant + utoff)
                except OverflowError:
                    continue
                assert from_utc(ours, naive) == from_utc(slow, naive), (str(zone), how, naive)
                for fold in (0, 1):
                    assert answers(ours, naive, fold) == answers(slow, naive, fold), (str(zone), how, naive, fold)


EDGES = [1, 2, 1969, 1970, 1971, 2000, 2099, 2100, 2101, 9998, 9999]


@pytest.mark.parametrize("how", tz.Reading)
@pytest.mark.parametrize("text", ODD)
def test_odd_zones_are_those_of_the_calculator(text: str, how: tz.Reading, thorough: bool) -> None:
    some = random.Random(text + how)
    years = some.sample(range(3, 9998), 3) if thorough else [some.randrange(3, 9998)]
    same_around(tz.parse(text, "tzif-v3"), how, (EDGES if thorough else [1, 1971, 2100, 9999]) + years)


@given(texts.zones(), texts.readings(), st.lists(st.integers(1, 9999), min_size=2, max_size=2))
def test_any_zone_is_that_of_the_calculator(zone: tz.PosixTimeZone, how: tz.Reading, years: list[int]) -> None:
    utoffs = zone.std.utoff, (zone.dst or zone.std).utoff
    if max(*map(abs, utoffs), abs(utoffs[1] - utoffs[0])) < 86400:
        if zone.dst is not None and zone.start is None:
            zone = tz.parse(f"{zone},M3.2.0,M11.1.0", "tzif-v3")
        same_around(zone, how, years)


@pytest.mark.parametrize("text", [ODD[0], ODD[5], ODD[7], ODD[11], ODD[17]])
def test_every_year_shows_what_the_clock_shows(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    info, clock = zone.tzinfo(), zone.clock()._calculator
    assert type(info) is PosixTzInfo
    kinds = {
        (timedelta(seconds=kind.utoff), kind.designation): kind for kind in (clock.type_of(False), clock.type_of(True))
    }
    changes = zone.transitions(1, 10_000)
    assert len(changes) > 15_000
    for change in changes[2:-2]:
        for instant in (change.at - 1, change.at):
            local = (EPOCH + timedelta(seconds=instant)).replace(tzinfo=info)
            local = info.fromutc(local)
            shown = local.utcoffset()
            assert shown is not None
            assert kinds[shown, local.tzname() or ""] == clock.at(instant), instant
            assert local.timestamp() == instant


def test_only_a_stay_shorter_than_the_jump_needs_the_calculator() -> None:
    by_calculator = {text for text in ODD if isinstance(tz.parse(text, "tzif-v3").tzinfo(), ClockTzInfo)}
    assert by_calculator == {"AAA3BBB-8,J100/2,J100/14", "AAA-8BBB3,J100/14,J100/4"}
    for text in by_calculator:
        info = tz.parse(text).tzinfo()
        assert isinstance(info, PosixTzInfo)
        assert pickle.loads(pickle.dumps(info)) is info


def test_time_without_a_date_in_a_zone_that_changes_and_never_does() -> None:
    for text in ("AAA5BBB5,M3.2.0,M11.1.0", "AAA3BBB,J1/0,J365/25"):
        info = tz.parse(text, "tzif-v3").tzinfo()
        assert (info.utcoffset(None), info.dst(None), info.tzname(None)) == (None, None, None)


# --- the spans that a clock keeps -----------------------------------------------------------------------------------


@given(st.data(), texts.zones(), texts.readings())
def test_a_warm_clock_says_what_the_reading_says(data: st.DataObject, zone: tz.PosixTimeZone, how: tz.Reading) -> None:
    clock = zone.clock(reading=how)._calculator
    if clock.changes is None:
        return
    near = data.draw(texts.instants_near_changes(zone, how))
    within = st.integers(0, (1 << SPAN_BITS) - 1).map(lambda since: (near >> SPAN_BITS << SPAN_BITS) + since)
    for instant in [near, *data.draw(st.lists(within, min_size=3, max_size=12)), near]:
        isdst = IS_DST[how](clock.changes, instant, random_tz.utc_year(instant))
        assert zone.clock(reading=how).at(instant) == clock.type_of(isdst), instant
        if how is tz.Reading.MERGE:
            assert zone.at(instant) == clock.type_of(isdst), instant


def test_a_warm_clock_takes_any_kind_of_int_and_forgets() -> None:
    zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")

    class Seconds(int):
        pass

    for instant in (True, Seconds(1784000000), 2**70, -(2**70)):
        assert zone.at(instant) == zone.at(int(instant)) == zone.at(instant)
    assert zone.at(Seconds(1784000000)).designation == "BST"
    for instant in range(0, 10_000 << SPAN_BITS, 1 << SPAN_BITS):
        zone.at(instant)
    assert len(zone.clock()._calculator.spans) <= 3072
