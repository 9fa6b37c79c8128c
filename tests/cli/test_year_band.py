"""The band that shows a year in a terminal."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.cli.test_tz import in_terminal, plain
from tests.support.command import text_of
from vapix_proto import strategies, tz
from vapix_proto.cli.year_band import band
from vapix_proto.pictures.wording import move, short_date, times
from vapix_proto.tz.clock.calendar import year_start

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
YEAR = ("tz", "explain", "--no-database", VIENNA, "--at", "2026-11-26T12:00:00Z")


def lines_of(
    zone: tz.PosixTimeZone, width: int, *, blocks: bool, now: int | None = None, year: int = 2026
) -> list[str]:
    found = band(zone, year, width, blocks=blocks, now=now)
    return ["".join(piece if isinstance(piece, str) else piece[0] for piece in line) for line in found]


ZONES = strategies.tz_strings(tz.TZIF_V3).map(lambda text: tz.parse(text, tz.TZIF_V3))


@given(ZONES, st.integers(2020, 2030), st.integers(28, 120), st.booleans(), st.integers(0, 366 * 86400))
@example(tz.parse("GMT0BST,J1/0,J2/0"), 2026, 28, False, 0)
@example(tz.parse("AAA0BBB,J1/-2,J365/25", tz.TZIF_V3), 2026, 28, True, 365 * 86400 - 1)
def test_every_transition_is_there_and_no_date_is_cut(
    zone: tz.PosixTimeZone, year: int, width: int, blocks: bool, since: int
) -> None:
    lines = lines_of(zone, width, blocks=blocks, now=year_start(year) + since, year=year)
    text = "\n".join(lines)
    for each in zone.transitions(year):
        arrow = "\u2192" if blocks else "->"
        for words in (short_date(each.at + each.before.utoff, year), times(each, arrow), move(each)):
            assert words in text
        assert each.after.designation in text
    assert all(len(line) <= width for line in lines if "UTC" not in line)
    assert text.isascii() or blocks
    assert ("no transition" in text) == (not zone.transitions(year))


def test_narrow_bands() -> None:
    assert lines_of(tz.parse(VIENNA), 34, blocks=False, now=1_795_700_000) == [
        " Sun 29 Mar         Sun 25 Oct",
        " 02:00 -> 03:00     03:00 -> 02:00",
        " forward 60 min     back 60 min",
        "        |                  |",
        "........####################......",
        "J F  M  A  M  J J  A  S  O  N  D",
        "            today, Thu 26 Nov ^",
        ". CET UTC+01:00   # CEST UTC+02:00",
    ]
    assert lines_of(tz.parse("GMT0BST,J10/1,J40"), 24, blocks=False) == [
        "1 2",
        "| |",
        ".##.....................",
        "J FM A M J J A S O N D",
        "1  Sat 10 Jan",
        "   01:00 -> 02:00",
        "   forward 60 min",
        "2  Mon 9 Feb",
        "   02:00 -> 01:00",
        "   back 60 min",
        ". GMT UTC+00:00",
        "# BST UTC+01:00",
    ]


def test_a_terminal_has_two_colours_and_a_pipe_none() -> None:
    out = in_terminal(100, YEAR)
    assert "\x1b[94m\u2591" in out
    assert "\x1b[33m\u2588" in out
    assert "today, Thu 26 Nov \u25b2" in plain(out)
    without = in_terminal(100, YEAR, NO_COLOR="1")
    assert "\x1b[94m" not in without
    assert "\x1b[33m" not in without
    assert plain(without) == plain(out)
    assert "\x1b" not in text_of(*YEAR)


def test_forty_columns_show_both_dates() -> None:
    lines = plain(in_terminal(40, YEAR)).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("2026 "))
    assert lines[start].split("  ")[-1] == "Sun 25 Oct"
    assert "Sun 29 Mar" in lines[start]
    assert lines[start + 2].split() == ["forward", "60", "min", "back", "60", "min"]
