"""What to write so that the most implementations agree: the same clock, in the form that they can all read."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz.analysis.portability import _MERGE_YEARS
from vapix_proto.tz.clock.calendar import is_leap, weekday_of_january_1

#: The form that more than twenty implementations read alike, as a regular expression.
SHARED = re.compile(
    r"[A-Za-z]{3,6}-?(1?\d|2[0-3])"
    r"([A-Za-z]{3,6}(-?(1?\d|2[0-3]))?(,M([2-9]|1[01])\.\d\.\d(/(1?\d|2[0-4]))?){2})?"
)

# A string, what to write for it, what that changes, and what it still lacks of the shared form.
PORTABLE = [
    ("GMT0BST,M3.5.0/1,M10.5.0", "GMT0BST,M3.5.0/1,M10.5.0", "", ""),
    ("UTC0", "UTC0", "", ""),
    ("EST5EDT", "EST5EDT,M3.2.0,M11.1.0", "rules", ""),
    ("XXX3EDT4,0/0,J365/23", "EDT4", "isdst rules", ""),
    ("EST5EDT,M3.2.0/2,M3.2.0/3", "EST5", "rules", ""),
    ("JST-9JDT,J1/0,J180", "JST-9JDT,J365/24,J180", "rules", "date"),
    ("EST5EDT,J100,J365/21", None, "", ""),
    ("AAA5BBB,365,J100", None, "", ""),
    # Given the offset, day 365 of a common year stays in its UTC year, but jiff reads it as the year's end.
    ("AAA-3BBB,J2,365/2", None, "", ""),
    ("CET-1CEST,M3.5.0,365/0", "CET-1CEST,M3.5.0,364/24", "rules", "date"),
    # In all readings, a transition in the first second of a UTC year is the last of the previous year.
    ("UTC0AAA,J365/24,J180", "UTC0AAA,J365/24,J180", "", "date"),
    ("AAA12BBB,J1/23,J365/13", "AAA12BBB,J1/23,J365/13", "", "date"),
    ("UTC0AAA,0/0,J180", "UTC0AAA,J365/24,J180", "rules", "date"),
    ("EST5EDT,M9.4.2,M9.5.2", None, "", ""),
    # Two names for the same offset need no rules.
    ("XXX-2XXX-2,0/0,J100", "XXX-2", "isdst rules", ""),
    ("XXX-2YYY-2,M3.5.0,M10.5.0", "XXX-2YYY-2,M3.5.0,M10.5.0", "", ""),
    # Numeric designations become letters; designations of letters stay.
    ("<-03>3", "AAA3", "designation", ""),
    ("<-03>3<-02>,M3.2.0,M11.1.0", "AAA3BBB,M3.2.0,M11.1.0", "designation", ""),
    ("<-03>3<-03>2,M3.2.0,M11.1.0", "AAA3BBB,M3.2.0,M11.1.0", "designation", ""),
    ("EST5<-04>,M3.2.0,M11.1.0", "EST5BBB,M3.2.0,M11.1.0", "designation", ""),
    ("<-03>3AAA,M3.2.0,M11.1.0", "BBB3AAA,M3.2.0,M11.1.0", "designation", ""),
    ("BBB3<-02>,M3.2.0,M11.1.0", "BBB3AAA,M3.2.0,M11.1.0", "designation", ""),
    ("<-02>2<-03>3,0/0,J365/23", "AAA3", "designation isdst rules", ""),
    # Daylight saving time behind standard time.
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "GMT0IST,M3.5.0/1,M10.5.0", "isdst rules", ""),
    ("<+01>-1<+00>0,M10.5.0,M3.5.0/1", "AAA0BBB,M3.5.0/1,M10.5.0", "designation isdst rules", ""),
    ("AAA-12BBB12,M3.2.0/1,M9.2.0", "AAA-12BBB12,M3.2.0/1,M9.2.0", "", ""),
    # Clocks that no portable string has.
    ("<+0530>-5:30", "AAA-5:30", "designation", "offset"),
    ("AAA-24", "AAA-24", "", "offset"),
    ("EST5EDT,M3.2.0/2:30,M11.1.0", "EST5EDT,M3.2.0/2:30,M11.1.0", "", "time"),
    ("EST5EDT,M3.2.0,M12.1.0", "EST5EDT,M3.2.0,M12.1.0", "", "date"),
    ("<+1030>-10:30<+11>-11,J90,M4.1.0/24:30", "AAA-10:30BBB-11,J90,M4.1.0/24:30", "designation", "offset date time"),
]


@pytest.mark.parametrize(("text", "same", "changed", "outside"), PORTABLE)
def test_portable(text: str, same: str | None, changed: str, outside: str) -> None:
    found = tz.portable(tz.parse(text))
    if found is None:
        assert same is None
        return
    assert (str(found.zone), " ".join(found.changed), " ".join(found.outside)) == (same, changed, outside)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        # April's last weekday is two days after the one in the fourth week; in a month of 31 days, it is three.
        ("EST5EDT,M4.5.0/-46,M11.1.0", "EST5EDT,M4.4.5,M11.1.0"),
        ("EST5EDT,M4.4.5/50,M11.1.0", "EST5EDT,M4.5.0,M11.1.0"),
        ("EST5EDT,M3.5.0/-70,M11.1.0", "EST5EDT,M3.4.4,M11.1.0"),
        # A week before the first Sunday of April is the last Sunday of March.
        ("EST5EDT,M4.1.0/-166,M11.1.0", "EST5EDT,M3.5.0,M11.1.0"),
        ("EST5EDT,M3.2.0,M12.1.0/-166", "EST5EDT,M3.2.0,M11.5.0"),
        # The evening before the last Sunday is not the last Saturday in every year.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", None),
        ("IST-2IDT,M3.4.4/26,M10.5.0", None),
        ("EST5EDT,J100,J365/21", None),
        ("LONGNAME5", "AAA5"),
    ],
)
def test_a_clock_of_another_dialect_is_written_in_the_form_that_most_share(text: str, same: str | None) -> None:
    found = tz.portable(tz.parse(text, "posix-2024"))
    assert (None if found is None else str(found.zone)) == same
    if found is not None:
        assert found.outside == ()


def test_a_later_dialect_can_write_more() -> None:
    greenland = tz.portable("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "tzif-v3")
    assert greenland is not None
    assert (str(greenland.zone), greenland.outside) == ("AAA2BBB,M3.5.0/-1,M10.5.0/0", ("time",))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("EST5EDT,M1.5.0,M5.2.0/2:30", "EST5EDT,M1.5.0,M5.2.0/2:30"),
        ("EST5EDT,M2.2.0/2:30,M12.1.0", "EST5EDT,M2.2.0/2:30,M12.1.0"),
        ("<+05>10WXYZ5:45,M2.4.1/9,M1.5.5/23:40", "AAA10WXYZ5:45,M2.4.1/9,M1.5.5/23:40"),
        # One time with a sign is no reason to write another.
        ("EST5EDT,M1.5.0,M5.2.0/-1", "EST5EDT,M1.5.0,M5.2.0/-1"),
        ("EST5EDT,M1.5.0,M5.2.0/-166", "EST5EDT,M1.5.0,M5.1.0"),
        # More implementations read Jn than n.
        ("EST5EDT,J2/106,M5.2.0", "EST5EDT,J6/10,M5.2.0"),
        # Only uClibc reads these strings in another way, and it shows UTC for all others with the same clock.
        ("EST5EDT,M11.4.4,M11.4.4", None),
        ("AAA5BBB,58,58", None),
    ],
)
def test_times_that_many_misread_do_not_replace_others(text: str, same: str | None) -> None:
    found = tz.portable(text, "posix-2024")
    assert (None if found is None else str(found.zone)) == same


@given(st.data(), st.sampled_from(["posix-2024", "tzif-v3"]), texts.readings())
@settings(max_examples=60)
def test_no_time_is_further_from_its_day_than_those_of_the_given_string(
    data: st.DataObject, dialect: str, reading: tz.Reading
) -> None:
    def beyond(zone: tz.PosixTimeZone) -> int:
        day = 24 * 3600 + 3599
        return max((max(-rule.time, rule.time - day, 0) for rule in zone.rules or ()), default=0)

    zone = data.draw(texts.zones(tz.TZIF_V3))
    found = tz.portable(zone, dialect, reading=reading)
    if found is not None:
        assert beyond(found.zone) <= beyond(zone)


def test_an_answer_in_a_dialect_of_many_hours_stays_plain() -> None:
    for text, dialect, reading, same in (
        ("UTC0AAA,J1/0,J180", "posix-2024", "merge", "UTC0AAA,J365/24,J180"),
        ("AAA5BBB5,365/19,J2/19", "vapix", "utc-year-tie-dst", "AAA5"),
    ):
        found = tz.portable(text, dialect, reading=reading)
        assert found is not None
        assert str(found.zone) == same
    found = tz.portable("AAA5BBB5,365/19,J2/19", reading="utc-year-tie-dst", designation=True)
    assert found is not None
    assert str(found.zone) == "AAA5BBB5,J365/19,J2/19"


def test_designations_are_kept_on_demand() -> None:
    found = tz.portable("<+00>0<+01>,J1/0,J180", designation=True)
    assert found == tz.Portable(tz.parse("<+00>0<+01>,J365/24,J180"), ("rules",))
    kept = tz.portable("<+03>-3", designation=True)
    assert kept == tz.Portable(tz.parse("<+03>-3"), ())
    assert kept is not None
    assert kept.outside == ("designation",)
    assert tz.portable("XXX-2YYY-2,M9.4.2,M9.5.2", designation=True) is None
    assert tz.portable(tz.parse("LONGNAME5", "posix-2024"), designation=True) is None


@given(st.data(), texts.dialects(), texts.readings(), st.booleans())
@settings(max_examples=60)
def test_the_clock_stays_and_what_changed_is_what_differs(
    data: st.DataObject, dialect: tz.Dialect, reading: tz.Reading, designation: bool
) -> None:
    zone = data.draw(texts.zones(data.draw(texts.dialects())))
    found = tz.portable(zone, dialect, designation=designation, reading=reading)
    if found is None:
        return
    assert tz.is_valid(str(found.zone), dialect)
    assert tz.contested(found.zone) is None
    assert tz.same_clock(zone, found.zone, reading=reading)
    differs = {
        "designation": not tz.same_clock(zone, found.zone, reading=reading, designation=True),
        "isdst": not tz.same_clock(zone, found.zone, reading=reading, isdst=True),
        "rules": (zone.start, zone.end) != (found.zone.start, found.zone.end),
    }
    assert found.changed == tuple(word for word, does in differs.items() if does)
    assert not (designation and differs["designation"])
    assert tz.portable(found.zone, dialect, designation=designation) == tz.Portable(found.zone, ())


@st.composite
def shared_texts(draw: st.DrawFn) -> str:
    """A string of the shared form, sometimes with a part that is not."""

    def chosen(usual: list[str], others: list[str]) -> str:
        return draw(st.sampled_from(others if draw(st.integers(0, 9)) == 0 else usual))

    names = ["EST", "AbCdEf"], ["<+05>", "<EST>", "ABCDEFG"]
    offsets = ["5", "-12", "23", "0"], ["24", "-24", "3:30", "-0:00:01"]
    text = chosen(*names) + chosen(*offsets)
    if draw(st.booleans()):
        text += chosen(*names) + chosen(["", "4", "-11"], ["23:59:59", "24"])
        for months in (["M2", "M3", "M5"], ["M9", "M10", "M11"]):
            date = chosen(months, ["M1", "M12"]) + draw(st.sampled_from([".1.0", ".5.6"]))
            time = chosen(["", "/0", "/3", "/24"], ["/0:30", "/24:00:01", "/-1", "/26"])
            text += "," + chosen([date], ["J90", "300"]) + time
    return text


@given(shared_texts())
@settings(max_examples=100)
def test_what_lies_outside_is_what_the_text_shows(text: str) -> None:
    zone = tz.parse(text, "posix-2024")
    inside = SHARED.fullmatch(str(zone)) is not None and (zone.dst is None or abs(zone.dst.utoff) < 24 * 3600)
    assert (tz.Portable(zone, ()).outside == ()) is inside
    if inside and tz.contested(zone) is None:
        assert tz.portable(zone) == tz.Portable(zone, ())
    found = tz.portable(zone)
    if found is not None:
        assert set(found.outside) <= {*tz.Portable(zone, ()).outside} - {"designation"}


def test_random_strings_have_answers(thorough: bool) -> None:
    rng = random.Random(4)
    answered = contested = 0
    for text in random_tz.random_strings(rng, 150 if thorough else 120):
        zone = tz.parse(text)
        found = tz.portable(zone)
        if tz.contested(zone) is None:
            assert found is not None
            assert "isdst" not in found.changed or zone.dst is not None
            continue
        contested += 1
        if found is None:
            continue
        assert tz.contested(found.zone) is None
        assert tz.same_clock(found.zone, zone)
        answered += 1
    assert answered > 3


def test_the_years_that_are_looked_at_are_of_all_kinds() -> None:
    def kinds(year: int) -> tuple[tuple[bool, int], ...]:
        """What the reading ``merge`` needs to know about years to find a year's transitions."""
        return tuple((is_leap(near), weekday_of_january_1(near)) for near in range(year - 3, year + 3))

    assert {kinds(year) for year in _MERGE_YEARS} == {kinds(year) for year in range(1970, 2370)}


def test_with_a_time_inside_the_day_no_other_date_of_the_form_falls_on_the_same_days() -> None:
    """Times from 0 to 24 hours are at most a day apart."""
    years = range(2000, 2028)
    dates = [tz.MonthWeekDay(m, w, d) for m in range(1, 13) for w in range(1, 6) for d in range(7)]
    days = {date: tuple(date.yday(year) for year in years) for date in dates}
    apart = {tuple(day + 1 for day in of): date for date, of in days.items()}
    assert len(set(days.values())) == len(dates) == len(apart)
    assert not set(days.values()) & set(apart)
