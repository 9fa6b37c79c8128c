"""The picture of a clock in one year: properties that hold for any clock and width."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.svg import SVG, boxes, overlapping, texts
from vapix_proto import strategies, tz
from vapix_proto.pictures.wording import move, short_date, times
from vapix_proto.pictures.year import year_picture, year_svg
from vapix_proto.tz.clock.calendar import utc_offset, year_start

VIENNA = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
NOW = 1_795_700_000  # Thu 26 Nov 2026
ZONES = strategies.tz_strings(tz.TZIF_V3).map(lambda text: tz.parse(text, tz.TZIF_V3))
WIDTHS = st.integers(0, 1200)


class Listed:
    """A clock with arbitrary transitions, such as the files in the database can list."""

    def __init__(self, instants: list[int]) -> None:
        self.instants = instants

    def at(self, instant: int) -> tz.LocalTimeType:
        past = sum(each <= instant for each in self.instants)
        return VIENNA.std if past % 2 == 0 or VIENNA.dst is None else VIENNA.dst

    def transitions(self, first: int, stop: int) -> list[tz.Transition]:
        inside = [each for each in self.instants if year_start(first) <= each < year_start(stop)]
        return [tz.Transition(each, self.at(each - 1), self.at(each)) for each in inside]


LISTED = st.lists(st.integers(0, 365 * 86400 - 1), unique=True, max_size=9).map(
    lambda offsets: Listed([year_start(2026) + offset for offset in sorted(offsets)])
)


@given(ZONES | LISTED, st.integers(2020, 2030), WIDTHS, st.none() | st.integers(year_start(2020), year_start(2031)))
@example(tz.parse("AAA0BBB,J1/-2,J365/25", tz.TZIF_V3), 2026, 320, NOW)
@example(Listed([year_start(2026) + at for at in (0, 1, 365 * 86400 - 1)]), 2026, 320, NOW)
def test_a_picture_is_xml_whose_texts_fit_and_do_not_overlap(
    zone: tz.PosixTimeZone | Listed, year: int, width: int, now: int | None
) -> None:
    for svg in (
        year_svg(zone, year, width=width, now=now),
        year_picture(zone, year, width=width, now=now, name="<&>\"' \x07\ud800").as_file(),
    ):
        root = ElementTree.fromstring(svg)
        left, top, wide, high = map(float, root.attrib["viewBox"].split())
        found = boxes(root)
        for box in found:
            assert left <= box.left, box
            assert box.right <= left + wide, box
            assert top <= box.top, box
            assert box.bottom <= top + high, box
        assert not overlapping(found)
        assert root.attrib["role"] == "img"
        assert not any("style" in each.attrib or "id" in each.attrib for each in root.iter())
    assert svg == year_picture(zone, year, width=width, now=now, name="<&>\"' \x07\ud800").as_file()


@given(ZONES | LISTED, st.integers(2020, 2030), st.integers(320, 1200))
def test_every_transition_is_in_the_picture_and_in_words(
    zone: tz.PosixTimeZone | Listed, year: int, width: int
) -> None:
    root = ElementTree.fromstring(year_svg(zone, year, width=width))
    shown = "\n".join(texts(root))
    story = root.findtext(f"{SVG}desc") or ""
    for transition in zone.transitions(year, year + 1):
        local = transition.at + transition.before.utoff
        for words in (short_date(local, year), times(transition), move(transition)):
            assert words in shown
        assert transition.after.designation in story
        assert utc_offset(transition.after.utoff) in story
    assert story.count(" the clock goes ") + story.count(" stays the same ") == len(zone.transitions(year, year + 1))
    assert ("No transition" in shown) == (not zone.transitions(year, year + 1))


@given(ZONES | LISTED, WIDTHS)
def test_the_parts_of_the_band_follow_one_another_and_fill_the_year(
    zone: tz.PosixTimeZone | Listed, width: int
) -> None:
    root = ElementTree.fromstring(year_svg(zone, 2026, width=width))
    parts = [(each.get("class"), float(each.attrib["x"]), float(each.attrib["width"])) for each in _band(root)]
    end = 0.0
    for _, left, wide in parts:
        assert left == pytest.approx(end, abs=0.11)
        end = left + wide
    assert end == pytest.approx(max(width, 240), abs=0.11)
    kinds = [zone.at(t.at).isdst for t in zone.transitions(2026, 2027)]
    assert [css == "dst" for css, *_ in parts][-len(kinds) or len(parts) :] == kinds


def _band(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in root.iter(f"{SVG}rect") if each.get("height") == "38"]


def test_the_year_of_vienna() -> None:
    root = ElementTree.fromstring(year_svg(VIENNA, 2026, now=NOW))
    assert root.findtext(f"{SVG}title") == "The clock of CET-1CEST,M3.5.0,M10.5.0/3 in 2026"
    assert root.findtext(f"{SVG}desc") == (
        "The year begins in standard time: CET, UTC+01:00. "
        "On Sunday 29 March 2026 at 02:00 the clock goes forward 1 hour to 03:00, "
        "to daylight saving time: CEST, UTC+02:00. "
        "On Sunday 25 October 2026 at 03:00 the clock goes back 1 hour to 02:00, to standard time: CET, UTC+01:00. "
        "Today, Thu 26 Nov, the clock shows standard time: CET."
    )
    first, second = texts(root)[:2], texts(root)[2:4]
    assert first == ["Sun 29 Mar, 02:00 \u2192 03:00", "forward 60 min"]
    assert second == ["Sun 25 Oct, 03:00 \u2192 02:00", "back 60 min"]
    assert "today, Thu 26 Nov" in texts(root)
    assert "CEST UTC+02:00" in texts(root)


def test_the_words_name_the_day_that_the_clock_jumps_to() -> None:
    story = ElementTree.fromstring(year_svg(tz.parse("EST5EDT4,0/0,J365/24"), 2027)).findtext(f"{SVG}desc")
    assert story is not None
    assert "On Friday 1 January 2027 at 00:00 the clock goes back 1 hour to 23:00 on the day before, to " in story
    assert "On Friday 1 January 2027 at 00:00 the clock goes forward 1 hour to 01:00, to " in story
    far = tz.parse("AAA24BBB-12,M3.2.0,M11.1.0", "posix-2024")
    story = ElementTree.fromstring(year_svg(far, 2027)).findtext(f"{SVG}desc")
    assert story is not None
    assert "the clock goes forward 36 hours to 14:00 on the next day, to " in story


def test_a_clock_is_drawn_under_its_reading_and_another_year_has_no_mark_of_today() -> None:
    zone = tz.parse("EST5EDT", tz.POSIX_2024)
    svg = year_svg(zone.clock(implied_rules=""), 2026, now=year_start(2027))
    assert "No transition in 2026" in svg
    assert "The clock of EST5EDT in 2026" in svg
    assert "today" not in svg.lower()
    assert "Sun 8 Mar" in year_svg(zone, 2026)


def test_a_phone_has_short_months_and_three_lines_a_transition() -> None:
    words = texts(ElementTree.fromstring(year_svg(VIENNA, 2026, width=320)))
    assert words[:3] == ["Sun 29 Mar", "02:00 \u2192 03:00", "forward 60 min"]
    assert [word for word in words if len(word) == 1] == list("JFMAMJJASOND")


def test_the_heading_fits_on_a_phone() -> None:
    words = texts(ElementTree.fromstring(year_picture(VIENNA, 2026, width=320).as_file()))
    assert " ".join(words[:3]) == "The clock of CET-1CEST,M3.5.0,M10.5.0/3 in 2026"


def test_text_has_contrast_in_both_schemes() -> None:
    svg = year_picture(VIENNA, 2026).as_file()
    dark = dict(re.findall(r"(svg|\.paper|\.alarm)\{(?:color|fill):(#\w+)\}", svg))
    assert _contrast(dark["svg"], dark[".paper"]) >= 7
    for name in ("std", "dst"):
        fill = re.search(rf'class="{name}"[^>]*fill="(#\w+)"', svg)
        ink = re.search(rf'class="on-{name}"[^>]*fill="(#\w+)"', svg)
        assert fill is not None
        assert ink is not None
        assert _contrast(fill[1], ink[1]) >= 4.5
        if name == "std":
            assert _contrast(fill[1], "#ffffff") >= 3
        assert _contrast(fill[1], dark[".paper"]) >= 3
    assert _contrast(dark[".alarm"], dark[".paper"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    lights = []
    for color in (one, other):
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)
