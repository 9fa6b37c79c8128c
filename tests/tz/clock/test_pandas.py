"""``zone.tzinfo()`` in pandas shows what the clock shows. ``tools.compat`` tests other versions of pandas."""

from __future__ import annotations

import pickle
from datetime import datetime

import pytest

from vapix_proto import tz

pd = pytest.importorskip("pandas")

VIENNA = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
ZONES = {
    text: tz.parse(text, tz.POSIX_2024)
    for text in (
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",  # daylight saving time at New Year
        "IST-1GMT0,M10.5.0,M3.5.0/1",  # DST behind standard time
        "AAA3BBB,59,365/24",  # zoneinfo gets all transitions in a list
        "AAA3BBB,J1/0,J365/25",  # always DST
        "AAA5BBB5,M3.2.0,M11.1.0",
        "AAA3BBB-8,J100/2,J100/14",  # the calculator computes these
        "EST5EDT",
        "IST-5:30",
        "UTC0",
    )
}
YEARS = (1971, 2026, 2027, 2100, 2261)


def around_transitions(clock: tz.Clock) -> list[int]:
    """Instants just before and after every transition in some years."""
    at = {change.at for year in YEARS for change in clock.transitions(year)}
    return sorted({at + step for at in at | {0, 2_000_000_000} for step in (-3600, -1, 0, 1, 3600)})


@pytest.mark.parametrize("reading", ["merge", "musl"])
@pytest.mark.parametrize("text", ZONES)
def test_utc_shows_as_the_clock_shows_it_and_back(text: str, reading: str) -> None:
    clock = ZONES[text].clock(reading=reading)
    instants = around_transitions(clock)
    for unit in ("s", "us", "ns"):
        utc = pd.to_datetime(instants, unit="s", utc=True).as_unit(unit)
        local = utc.tz_convert(clock.tzinfo())
        shown = local.tz_localize(None).astype(f"datetime64[{unit}]").as_unit("s").astype("int64")
        assert [int(wall) for wall in shown] == [at + clock.at(at).utoff for at in instants]
        assert [moment.tzname() for moment in local] == [clock.at(at).designation for at in instants]
        assert (local.tz_convert("UTC") == utc).all()


def test_every_way_to_give_it() -> None:
    info = VIENNA.tzinfo()
    summer = pd.Timestamp("2026-07-01 12:00", tz="UTC")
    for made in (
        pd.Timestamp("2026-07-01 14:00", tz=info),
        pd.Timestamp(datetime(2026, 7, 1, 14, tzinfo=info)),
        pd.Timestamp("2026-07-01 14:00").tz_localize(info),
        summer.tz_convert(info),
        pd.to_datetime([datetime(2026, 7, 1, 14, tzinfo=info)])[0],
        pd.Series([summer]).astype(pd.DatetimeTZDtype("ns", info))[0],
    ):
        assert made == summer
        assert made.tz is info
        assert made.isoformat() == "2026-07-01T14:00:00+02:00"
    days = pd.date_range("2026-03-28 12:00", periods=3, freq="D", tz=info)
    assert [f"{day:%d %H %Z}" for day in days] == ["28 12 CET", "29 12 CEST", "30 12 CEST"]
    hours = pd.date_range("2026-03-29 00:00", periods=3, freq="h", tz=info)
    assert [hour.hour for hour in hours] == [0, 1, 3]
    hours = pd.date_range("2026-03-28", "2026-03-30", freq="h", tz=info)
    assert list(pd.Series(1, index=hours).resample("D").sum()) == [24, 23, 1]


def test_gaps_and_folds() -> None:
    info = VIENNA.tzinfo()
    twice = pd.DatetimeIndex(["2026-10-25 02:30", "2026-10-25 02:30"])
    assert list(twice.tz_localize(info, ambiguous="infer").tz_convert("UTC").hour) == [0, 1]
    assert list(twice.tz_localize(info, ambiguous="NaT").isna()) == [True, True]
    skipped = pd.DatetimeIndex(["2026-03-29 02:30"])
    assert skipped.tz_localize(info, nonexistent="shift_forward")[0].isoformat() == "2026-03-29T03:00:00+02:00"
    with pytest.raises(Exception, match="2026-03-29 02:30"):
        skipped.tz_localize(info)
    with pytest.raises(Exception, match="2026-10-25 02:30"):
        twice.tz_localize(info)


def test_a_frame_survives_pickling() -> None:
    info = VIENNA.tzinfo()
    index = pd.date_range("2026-03-28 23:00", periods=30, freq="h", tz="UTC").tz_convert(info)
    frame = pd.DataFrame({"seen": index, "n": range(30)}, index=index)
    again = pickle.loads(pickle.dumps(frame))
    pd.testing.assert_frame_equal(again, frame)
    assert again.index.tz is info
    assert again["seen"].dt.tz is info


def test_columns_of_two_zones_have_two_types() -> None:
    types = {text: pd.DatetimeTZDtype("ns", zone.tzinfo()) for text, zone in ZONES.items()}
    for text, kind in types.items():
        assert [other for other in types if types[other] == kind] == [text]
    first = pd.Timestamp("2026-01-01", tz="UTC")
    vienna, auckland = (pd.Series([first.tz_convert(zone.tzinfo())]) for zone in list(ZONES.values())[:2])
    assert pd.concat([vienna, auckland]).dtype == object
