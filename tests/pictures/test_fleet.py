"""The picture of a fleet's clocks: properties that hold for any fleet."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests.support.svg import SVG, boxes, overlapping, texts
from vapix_proto import strategies, tz
from vapix_proto._places import visible
from vapix_proto.pictures.drawing import text_width
from vapix_proto.pictures.fleet import FleetRow, InvalidRow, fleet_picture, shortened
from vapix_proto.pictures.wording import days_ahead, move, times
from vapix_proto.tz.clock.calendar import year_start

ZONES = strategies.tz_strings(tz.TZIF_V3).map(lambda text: tz.parse(text, tz.TZIF_V3))
NOWS = st.integers(year_start(2020), year_start(2031))
NAMES = st.lists(st.text(max_size=60), min_size=1, max_size=5).map(tuple)


def row(zone: tz.PosixTimeZone, now: int, devices: tuple[str, ...], differ: tuple[str, ...] = ()) -> FleetRow:
    return FleetRow((str(zone),), devices, zone, zone.next_transition(now), differ, tz.contested(zone) is not None)


@st.composite
def fleets(draw: st.DrawFn) -> tuple[list[FleetRow], list[InvalidRow], int]:
    now = draw(NOWS)
    rows = [
        row(draw(ZONES), now, draw(NAMES), tuple(draw(st.lists(st.text(), max_size=3))))
        for _ in range(draw(st.integers(0, 4)))
    ]
    invalid = st.builds(InvalidRow, st.text(), NAMES, st.text(), st.none() | st.text())
    return rows, draw(st.lists(invalid, max_size=3)), now


@given(fleets())
def test_a_picture_is_xml_whose_texts_fit_and_do_not_overlap(
    fleet: tuple[list[FleetRow], list[InvalidRow], int],
) -> None:
    rows, invalid, now = fleet
    svg = fleet_picture(rows, invalid, now).as_file()
    root = ElementTree.fromstring(svg)
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    found = boxes(root)
    for box in found:
        assert left <= box.left, box
        assert box.right <= left + wide, box
        assert top <= box.top, box
        assert box.bottom <= top + high, box
    assert not overlapping([box for box in found if box.text])
    assert svg == fleet_picture(rows, invalid, now).as_file()


def test_the_widest_date_fits_into_a_page() -> None:
    # The transition's time has seconds, and the clock jumps to another day, in another year.
    zone, now = tz.parse("AAA11:59:59BBB10:59:58,0/23:59:59,180", tz.TZIF_V3), year_start(2027) - 1
    root = ElementTree.fromstring(fleet_picture([row(zone, now, ("lab",))], [], now).embedded())
    found = boxes(root)
    assert any(box.text.startswith("Fri 1 Jan 2027, 23:59:59 \u2192 Sat 01:") for box in found)
    assert max(box.right for box in found) <= float(root.attrib["width"])


@given(fleets())
def test_every_row_is_in_the_picture_and_in_words(fleet: tuple[list[FleetRow], list[InvalidRow], int]) -> None:
    rows, invalid, now = fleet
    root = ElementTree.fromstring(fleet_picture(rows, invalid, now).as_file())
    shown, story = texts(root), root.findtext(f"{SVG}desc") or ""
    for each in rows:
        following = each.next_transition
        if following is None:
            assert "no transition" in shown
        else:
            assert any(text.endswith(times(following)) for text in shown)
            far = f"{days_ahead(following.at - now)}, {move(following)}"
            assert far in shown
            assert days_ahead(following.at - now) in story
        assert each.strings[0] in story
    bands = [each for each in root.iter(f"{SVG}rect") if each.get("height") == "26"]
    assert len({each.attrib["y"] for each in bands}) == len(rows)
    assert sum("differ" in text for text in shown) >= sum(each.disputed for each in rows)
    red = [each for each in root.iter(f"{SVG}text") if (each.text or "").startswith("invalid: ")]
    assert len(red) >= len(invalid)
    assert all(each.get("class") == "alarm" for each in red[-len(invalid) :])


@given(st.lists(st.text(max_size=20), min_size=1, max_size=9), st.integers(0, 120))
def test_a_shortened_list_counts_what_it_leaves_out(items: list[str], room: int) -> None:
    text = shortened("devices:", items, room, len)
    forms = {
        kept: f"devices: {', '.join(map(visible, items[:kept]))}"
        + (f" and {len(items) - kept} more" if kept < len(items) else "")
        for kept in range(1, len(items) + 1)
    }
    assert text in forms.values()
    assert len(text) <= room or text == forms[1]


def test_a_long_name_is_clipped_and_a_long_list_counted() -> None:
    zone = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
    picture = fleet_picture([row(zone, 0, ("x" * 500, *map(str, range(9999))))], [], 0)
    line = next(
        text for text in texts(ElementTree.fromstring(picture.as_file())) if text.startswith("10,000 devices: ")
    )
    assert "\u2026" in line
    assert line.endswith((" and 9,999 more", " and 9,998 more"))
    assert text_width(line, 11) <= 320
