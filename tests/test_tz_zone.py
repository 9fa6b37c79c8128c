"""``zone.tzinfo()``: behaves as zoneinfo does, with folds (PEP 495)."""

from __future__ import annotations

import copy
import gc
import pickle
import zoneinfo
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto import tz
from vapix_proto.tz.zone import PosixTzInfo

from . import tz_texts as texts

LONDON = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
OURS, THEIRS = LONDON.tzinfo(), zoneinfo.ZoneInfo("Europe/London")
RULED = range(1996, 2038)  # the years in which the footer of Europe/London is its rule


def around_changes() -> st.SearchStrategy[datetime]:
    """Naive datetimes, near the changes of London as often as not."""
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
            zone.tzinfo(reading=how)
        return
    info = zone.tzinfo(reading=how)
    at = data.draw(texts.instants_near_changes(zone, how))
    try:
        utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
        local = utc.astimezone(info)
    except OverflowError:
        return
    kind = zone.at(at, reading=how)
    assert (local.utcoffset(), local.tzname()) == (timedelta(seconds=kind.utoff), kind.designation) or _same_offset(
        zone
    )
    assert local.astimezone(UTC) == utc
    assert bool(local.dst()) is (kind.isdst and kind.utoff != zone.std.utoff) or _same_offset(zone)


def _same_offset(zone: tz.PosixTimeZone) -> bool:
    # Then a local time alone does not tell which of the two names is meant at a change.
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
    assert LONDON.tzinfo(reading="musl") != OURS
    assert tz.parse("UTC0").tzinfo() != OURS != THEIRS
    bare = tz.parse("EST5EDT")
    assert bare.tzinfo() != bare.tzinfo(implied_rules=",M3.5.0,M10.5.0")
    assert LONDON.tzinfo(implied_rules=",J1,J2") is OURS


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_and_copies_are_the_same_zone(protocol: int) -> None:
    for info in (OURS, LONDON.tzinfo(reading="utc-year"), tz.parse("EST5EDT").tzinfo(implied_rules=",J100,J200")):
        assert pickle.loads(pickle.dumps(info, protocol)) is info
        assert copy.copy(info) is copy.deepcopy(info) is info
    moment = datetime(2026, 10, 25, 1, 30, tzinfo=OURS, fold=1)
    again = pickle.loads(pickle.dumps(moment, protocol))
    assert again == moment
    assert again.tzinfo is OURS
    assert again.fold == (protocol >= 4)  # older protocols have no place for it


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
    assert repr(LONDON.tzinfo(reading="musl")) == "<PosixTzInfo GMT0BST,M3.5.0/1,M10.5.0 reading=musl>"
    assert str(OURS) == str(LONDON)
    assert OURS.zone == LONDON
    assert isinstance(OURS, tzinfo)


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
    with pytest.raises(TypeError, match="datetime"):
        OURS.utcoffset("2026")  # type: ignore[arg-type]
    for far in ("XXX24", "XXX-23:30YYY", "AAA14BBB-14,M3.2.0,M11.1.0"):
        with pytest.raises(ValueError, match="24 hours"):
            tz.parse(far).tzinfo()
