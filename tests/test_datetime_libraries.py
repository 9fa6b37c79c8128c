"""The claims and programs in docs/how-to/datetime-libraries.md; ``tools.compat`` runs all of them."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.recipes import recipe, sections
from vapix_proto import tz
from vapix_proto.tz import columns

DOCUMENT = "how-to/datetime-libraries.md"
VIENNA = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
NOON = datetime(2026, 7, 1, 12, tzinfo=VIENNA.tzinfo())


def test_pandas() -> None:
    scope = recipe(DOCUMENT, "pandas", "pandas")
    frame = scope["frame"]
    assert [f"{moment:%H:%M%z}" for moment in frame["local"]] == ["01:59+0100", "03:00+0200"]
    assert list(frame["shown"]) == list(frame["local"].dt.tz_localize(None))
    assert [f"{day:%H%z}" for day in scope["days"]] == ["12+0100", "12+0200", "12+0200"]


def test_pyarrow() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    scope = recipe(DOCUMENT, "pyarrow")
    assert scope["column"].type.tz == str(VIENNA)
    assert scope["utc"].to_pylist() == [NOON]
    assert scope["shown"].to_pylist() == [NOON.replace(tzinfo=None)]
    with pytest.raises(Exception, match=r"CET-1CEST|zoneinfo module"):
        scope["column"].to_pylist()
    with pytest.raises(pa.ArrowInvalid, match="not found in timezone database"):
        pytest.importorskip("pyarrow.compute").hour(scope["column"])
    assert list(scope["rescued"]["seen"]) == [NOON]
    assert scope["rescued"]["seen"].dt.tz == VIENNA.tzinfo()
    with pytest.raises(Exception, match=r"CET-1CEST|zoneinfo module"):
        pd.read_parquet(scope["file"])


def test_pandas_to_arrow() -> None:
    pa: Any = pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"seen": pd.DatetimeIndex([NOON])})
    table = pa.Table.from_pandas(frame)
    assert table.schema.field("seen").type.tz == str(VIENNA)
    with pytest.raises(Exception, match=r"CET-1CEST|zoneinfo module"):
        table.to_pandas()
    assert list(columns.to_local(VIENNA, frame["seen"])) == [NOON.replace(tzinfo=None)]


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    assert recipe(DOCUMENT, "polars")["shown"].to_list() == [NOON.replace(tzinfo=None)]
    with pytest.raises(ValueError, match="failed to parse timezone"):
        pl.Series([NOON])


def test_pendulum() -> None:
    pendulum = pytest.importorskip("pendulum")
    scope = recipe(DOCUMENT, "pendulum")
    assert scope["after"].isoformat() == "2026-03-29T04:00:00+02:00"
    assert pendulum.instance(NOON.replace(tzinfo=scope["vienna"])) == NOON
    with pytest.raises(ValueError, match="CET-1CEST"):
        pendulum.instance(NOON)


def test_whenever() -> None:
    whenever = pytest.importorskip("whenever")
    try:
        scope = recipe(DOCUMENT, "whenever")
    finally:
        whenever.reset_tzpath()
    assert (scope["shown"].hour, scope["shown"].offset) == (12, whenever.hours(2))
    assert whenever.Instant(NOON) == whenever.Instant.from_utc(2026, 7, 1, 10)
    assert whenever.OffsetDateTime(NOON).offset == whenever.hours(2)
    with pytest.raises(whenever.TimeZoneNotFoundError, match="CET-1CEST"):
        whenever.ZonedDateTime(NOON)


def test_icalendar() -> None:
    icalendar = pytest.importorskip("icalendar")
    calendar = recipe(DOCUMENT, "icalendar")["calendar"]
    alone = icalendar.Calendar()
    alone.add_component(calendar.walk("VEVENT")[0])
    alone.add_missing_timezones(last_date=date(2030, 1, 1))
    assert b"VTIMEZONE" not in alone.to_ical()
    text = calendar.to_ical()
    assert b'DTSTART;TZID="CET-1CEST,M3.5.0,M10.5.0/3":20260701T120000' in text
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event.start.utcoffset() == timedelta(hours=2)
    assert event.start == NOON


def test_babel() -> None:
    dates = pytest.importorskip("babel.dates")
    assert (
        dates.format_datetime(NOON, "yyyy-MM-dd HH:mm Z", tzinfo=NOON.tzinfo, locale="en") == "2026-07-01 12:00 +0200"
    )
    assert dates.get_timezone_name(NOON, locale="en") == "GMT+02:00"


def test_apscheduler() -> None:
    pytest.importorskip("apscheduler")
    from apscheduler.schedulers.background import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        BackgroundScheduler,
    )
    from apscheduler.triggers.cron import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        CronTrigger,
    )

    info = VIENNA.tzinfo()
    trigger = pickle.loads(pickle.dumps(CronTrigger(hour=12, timezone=info)))
    assert trigger.timezone is info
    assert trigger.get_next_fire_time(None, datetime(2026, 7, 1, 5, tzinfo=UTC)) == NOON
    assert BackgroundScheduler(timezone=info).timezone is info


def test_dateutil() -> None:
    rrule = pytest.importorskip("dateutil.rrule")
    days = rrule.rrule(rrule.DAILY, count=2, dtstart=datetime(2026, 3, 28, 12, tzinfo=VIENNA.tzinfo()))
    assert [day.utcoffset() for day in days] == [timedelta(hours=1), timedelta(hours=2)]
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=VIENNA.tzinfo())
    assert pytest.importorskip("dateutil.tz").resolve_imaginary(skipped).hour == 3


def test_every_program_has_a_test() -> None:
    assert {f"test_{title}" for title in sections(DOCUMENT)} <= set(globals())
