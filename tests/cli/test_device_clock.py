"""Whether a device's clock is the expected one, judged by the time that it shows and by its settings."""

from __future__ import annotations

import pytest

from tests.support.tzif_files import tzdata_folder
from vapix_proto import tz
from vapix_proto.cli.device_clock import clock_of_text, difference, shown_by, shown_difference
from vapix_proto.conform import ZoneSetting

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
AT = 1_795_867_200  # 2026-11-28T12:00:00Z
DATABASE = tz.database(tzdata_folder())


@pytest.mark.parametrize(
    ("asked", "name", "string", "dst_enabled", "expected"),
    [
        (VIENNA, None, VIENNA, True, ""),
        (VIENNA, None, VIENNA, None, ""),
        (VIENNA, None, "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00", True, ""),
        (VIENNA, "Europe/Vienna", None, True, ""),
        ("Europe/Vienna", "Europe/Vienna", None, False, ""),  # a name always includes its daylight saving time
        ("Europe/Vienna", "Europe/Berlin", VIENNA, True, ""),
        ("Europe/Vienna", None, VIENNA, True, ""),
        ("CET-1", None, VIENNA, False, ""),
        (VIENNA, None, VIENNA, False, f"at 2027-03-28T01:00:00Z {VIENNA} is UTC+01:00, not UTC+02:00"),
        (VIENNA, None, "UTC0", True, "at 2026-11-28T12:00:00Z UTC0 is UTC+00:00, not UTC+01:00"),
        ("UTC0", "Europe/Vienna", None, True, "at 2026-11-28T12:00:00Z Europe/Vienna is UTC+01:00, not UTC+00:00"),
        (VIENNA, "Mars/Olympus", VIENNA, True, None),
        (VIENNA, None, "no string", True, None),
        (VIENNA, None, None, None, None),
        ("EST5EDT", None, "EST5EDT", True, None),
    ],
)
def test_what_a_setting_means(
    asked: str, name: str | None, string: str | None, dst_enabled: bool | None, expected: str | None
) -> None:
    clock = clock_of_text(asked, AT, DATABASE)
    assert clock is not None
    assert difference(clock, ZoneSetting("time.cgi", name, string, dst_enabled), AT, DATABASE) == expected


@pytest.mark.parametrize(
    ("utc", "local", "expected"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T14:00:00+02:00", ""),
        ("2026-12-01T12:00:00Z", "2026-12-01T13:00:00+01:00", ""),
        (
            "2026-07-01T12:00:00Z",
            "2026-07-01T13:00:00+01:00",
            "at 2026-07-01T12:00:00Z the device shows UTC+01:00, not UTC+02:00",
        ),
    ],
)
def test_what_the_device_shows(utc: str, local: str, expected: str) -> None:
    clock = clock_of_text("Europe/Vienna", AT, DATABASE)
    assert clock is not None
    assert shown_difference(clock, ZoneSetting("time/v2", "Europe/Vienna", utc=utc, local=local)) == expected


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (None, None),
        ("2026-07-01T12:00:00Z", None),
        ("soon", "later"),
        ("2026-07-01T12:00:00Z", "2026-07-01T12:00:00"),
        ("2026-07-01T12:00:00", "2026-07-01T12:00:00+00:00"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_times_that_are_none_show_nothing(utc: str | None, local: str | None) -> None:
    assert shown_by(ZoneSetting("time/v2", utc=utc, local=local)) is None
