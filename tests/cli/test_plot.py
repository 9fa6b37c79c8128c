"""``vapix-proto tz plot``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tests.support.command import run, text_of
from tests.support.svg import SVG, texts
from vapix_proto import tz
from vapix_proto.pictures.year import year_picture

if TYPE_CHECKING:
    from pathlib import Path

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
AT = ("--at", "2026-11-26T12:00:00Z")
NOW = 1_795_694_400


def test_a_picture_goes_to_standard_output_or_to_a_file_which_is_replaced(tmp_path: Path) -> None:
    expected = year_picture(tz.parse(VIENNA), 2026, now=NOW).as_file()
    assert text_of("tz", "plot", VIENNA, *AT) == expected
    path = tmp_path / "year.svg"
    path.write_text("old")
    assert text_of("tz", "plot", VIENNA, *AT, "-o", str(path)) == ""
    assert path.read_text("utf-8") == expected
    narrow = text_of("tz", "plot", VIENNA, *AT, "--year", "2027", "--width", "320", "-o", "-")
    assert narrow == year_picture(tz.parse(VIENNA), 2027, width=320, now=NOW).as_file()
    ascii_only = run("tz", "plot", VIENNA, *AT, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ascii_only.stdout.decode() == expected


def test_a_name_has_the_clock_of_the_database() -> None:
    done = run("tz", "plot", "Africa/Casablanca", "--year", "2015", *AT)
    root = ElementTree.fromstring(done.stdout)
    assert root.findtext(f"{SVG}title") == "The clock of Africa/Casablanca in 2015"
    # Morocco suspended daylight saving time during Ramadan.
    assert [text for text in texts(root) if text.startswith("S") and "2015" not in text and "," in text] == [
        "Sun 29 Mar, 02:00 \u2192 03:00",
        "Sun 14 Jun, 03:00 \u2192 02:00",
        "Sun 19 Jul, 02:00 \u2192 03:00",
        "Sun 25 Oct, 03:00 \u2192 02:00",
    ]
    assert done.stderr.startswith(b"database: ")


def test_readings_and_implied_rules_count() -> None:
    all_year = "XXX3EDT4,0/0,J365/23"
    assert "No transition in 2026" in text_of("tz", "plot", all_year, "--year", "2026")
    assert "No transition" not in text_of("tz", "plot", all_year, "--year", "2026", "--reading", "utc-year")
    assert "Sun 29 Mar" in text_of("tz", "plot", "EST5EDT", "--year", "2026", "--implied-rules", ",M3.5.0,M10.5.0")


def test_what_cannot_be_drawn_or_written(tmp_path: Path) -> None:
    for name in ("p.png", "p.PDF"):
        done = run("tz", "plot", "UTC0", "-o", str(tmp_path / name))
        assert done.returncode == 2
        assert b"Error: the picture is SVG: write a name that ends in .svg, not " in done.stderr
    assert list(tmp_path.iterdir()) == []
    invalid = run("tz", "plot", "UTC+", "-o", str(tmp_path / "year.svg"))
    assert (invalid.returncode, invalid.stdout) == (1, b"")
    assert b"[tz-offset-missing]" in invalid.stderr
    assert not (tmp_path / "year.svg").exists()
    unwritable = run("tz", "plot", VIENNA, "-o", str(tmp_path / "no" / "year.svg"))
    assert unwritable.returncode == 2
    assert b"No such file or directory" in unwritable.stderr
