"""Values: which can't be built, which are equal, and how they are copied, pickled, ordered and written."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from vapix_proto import ParseError, Problem, Span, tz

STD = tz.LocalTimeType(0, False, "GMT")
DST = tz.LocalTimeType(3600, True, "BST")
RULE = tz.Rule(tz.MonthWeekDay(3, 5, 0), 3600)


@pytest.mark.parametrize(
    ("build", "code", "caret"),
    [
        (lambda: tz.MonthWeekDay(0, 1, 0), "tz-month-range", "M0.1.0\n   ^"),
        (lambda: tz.MonthWeekDay(13, 1, 0), "tz-month-range", "M13.1.0\n   ^^"),
        (lambda: tz.MonthWeekDay(12, 6, 0), "tz-week-range", "M12.6.0\n      ^"),
        (lambda: tz.MonthWeekDay(12, 5, 7), "tz-weekday-range", "M12.5.7\n        ^"),
        (lambda: tz.JulianDay(0), "tz-julian-range", "J0\n   ^"),
        (lambda: tz.JulianDay(366), "tz-julian-range", "J366\n   ^^^"),
        (lambda: tz.DayOfYear(366), "tz-day-range", "366\n  ^^^"),
        (lambda: tz.DayOfYear(-1), "tz-day-range", "-1\n  ^^"),
        (lambda: tz.Rule(tz.JulianDay(1), 168 * 3600), "tz-time-range", "J1/168\n     ^^^"),
        (lambda: tz.LocalTimeType(0, False, "AB"), "tz-designation-short", "AB\n  ^^"),
        (lambda: tz.LocalTimeType(0, False, "A_C"), "tz-designation-character", "A_C\n   ^"),
        (lambda: tz.LocalTimeType(90_000, False, "ABC"), "tz-offset-range", "-25\n  ^^^"),
        (lambda: tz.PosixTimeZone(STD, DST, RULE), "tz-rule-missing", "GMT0BST,M3.5.0/1\n                  ^"),
        (lambda: tz.PosixTimeZone(STD, None, RULE, RULE), "tz-dst-missing", "GMT0,M3.5.0/1,M3.5.0/1\n      ^"),
    ],
)
def test_an_illegal_value_cant_be_built(build: Callable[[], object], code: str, caret: str) -> None:
    with pytest.raises(ParseError) as caught:
        build()
    assert caught.value.code == code
    assert caret in str(caught.value)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: tz.MonthWeekDay(13, 1, 0), "month 13 is out of range: months run from 1 to 12"),
        (lambda: tz.JulianDay(0), "J0 is out of range: Jn runs from J1 to J365; February 29 is not counted"),
        (lambda: tz.DayOfYear(-1), "day -1 is out of range: days run from 0 to 365; February 29 is counted"),
        (
            lambda: tz.Rule(tz.JulianDay(1), -168 * 3600 - 60),
            "hour -168 is out of range: rule times run from -167 to 167",
        ),
        (lambda: tz.LocalTimeType(90_000, False, "ABC"), "hour 25 is out of range: offsets run from 0 to 24"),
        (
            lambda: tz.LocalTimeType(0, False, "A\n"),
            r"'\n' is not allowed in a designation: use letters, digits, + and -",
        ),
        (lambda: tz.LocalTimeType(0, False, "A"), "designation 'A' has 1 character: at least 3 are needed"),
    ],
)
def test_the_message_about_a_value_is_that_about_its_text(build: Callable[[], object], message: str) -> None:
    with pytest.raises(ParseError) as caught:
        build()
    assert caught.value.problem.message == message


@pytest.mark.parametrize(
    "build",
    [
        lambda: tz.MonthWeekDay("3", 5, 0),  # type: ignore[arg-type]
        lambda: tz.JulianDay(True),
        lambda: tz.Rule("M3.5.0"),  # type: ignore[arg-type]
        lambda: tz.Rule(tz.JulianDay(1), 1.5),  # type: ignore[arg-type]
        lambda: tz.LocalTimeType(0, 1, "GMT"),  # type: ignore[arg-type]
        lambda: tz.LocalTimeType(0, False, b"GMT"),  # type: ignore[arg-type]
        lambda: tz.PosixTimeZone(None),  # type: ignore[arg-type]
        lambda: tz.PosixTimeZone(STD, DST, "M3.5.0", RULE),  # type: ignore[arg-type]
    ],
)
def test_a_part_of_another_type_is_a_type_error(build: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        build()


def test_the_flags_must_fit_their_places() -> None:
    with pytest.raises(ValueError, match="isdst"):
        tz.PosixTimeZone(DST)
    with pytest.raises(ValueError, match="isdst"):
        tz.PosixTimeZone(STD, tz.LocalTimeType(0, False, "XXX"))


def test_a_zone_built_in_code_equals_the_parsed_one() -> None:
    built = tz.PosixTimeZone(STD, DST, RULE, tz.Rule(tz.MonthWeekDay(10, 5, 0)))
    assert built == tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
    assert hash(built) == hash(tz.parse("GMT+00:00:00BST-1,M3.5.0/01:00,M10.5.0/2"))
    assert str(built) == "GMT0BST,M3.5.0/1,M10.5.0"


def test_the_widest_offsets_are_written_as_they_are_read() -> None:
    for text in ("XXX-24:59:59YYY", "XXX24:59:59YYY", "XXX-24:59:59YYY24:59:59", "XXX0YYY-24:59:59"):
        assert str(tz.parse(text)) == text
    far = tz.LocalTimeType(25 * 3600, True, "YYY")
    with pytest.raises(ParseError, match="tz-offset-range") as caught:
        tz.PosixTimeZone(tz.LocalTimeType(0, False, "XXX"), far)
    assert "XXX0YYY-25\n         ^^^" in str(caught.value)


@pytest.mark.parametrize("huge", [10**5000, -(10**5000)], ids=["positive", "negative"])
def test_numbers_of_any_size_are_refused_alike(huge: int) -> None:
    for build in (
        lambda: tz.MonthWeekDay(huge, 1, 1),
        lambda: tz.MonthWeekDay(1, 1, huge),
        lambda: tz.JulianDay(huge),
        lambda: tz.Rule(tz.DayOfYear(0), huge),
        lambda: tz.LocalTimeType(huge, False, "XXX"),
    ):
        with pytest.raises(ParseError):
            build()


def test_a_dialect_of_ones_own() -> None:
    longer = tz.VAPIX.replace(name="longer", designation_max=9)
    assert tz.is_valid("<UTC-330>3:30", longer)
    assert pickle.loads(pickle.dumps(longer)) == longer != tz.VAPIX
    assert pickle.loads(pickle.dumps(tz.VAPIX)) is tz.VAPIX
    with pytest.raises(ValueError, match="167"):
        tz.VAPIX.replace(time_hours_max=1000)


@given(texts.zones(), st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_zones_copy_pickle_and_hash(zone: tz.PosixTimeZone, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(zone, protocol))
    assert again == zone
    assert hash(again) == hash(zone)
    assert repr(again) == repr(zone) == f"<PosixTimeZone {zone}>"
    assert copy.deepcopy(zone) == copy.copy(zone) == zone.replace() == zone
    assert zone != str(zone)


def test_a_copy_with_changes_is_checked() -> None:
    zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
    assert str(zone.replace(std=tz.LocalTimeType(0, False, "WET"))) == "WET0BST,M3.5.0/1,M10.5.0"
    assert RULE.replace(time=7200) == tz.Rule(tz.MonthWeekDay(3, 5, 0))
    with pytest.raises(ParseError):
        zone.replace(dst=None)
    with pytest.raises(TypeError, match="no field 'begin'"):
        zone.replace(begin=RULE)


@pytest.mark.parametrize(
    "value", [STD, RULE, RULE.date, tz.JulianDay(1), tz.DayOfYear(0), Span(0, 1), tz.parse("UTC0")]
)
def test_values_are_frozen_and_slotted(value: object) -> None:
    assert not hasattr(value, "__dict__")
    name = type(value).__match_args__[0]  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="frozen"):
        setattr(value, name, 5)
    with pytest.raises(AttributeError, match="frozen"):
        delattr(value, name)
    assert pickle.loads(pickle.dumps(value)) == value


def test_order_where_it_means_something() -> None:
    assert tz.JulianDay(59) < tz.JulianDay(60) <= tz.JulianDay(60)
    assert tz.DayOfYear(365) > tz.DayOfYear(0) >= tz.DayOfYear(0)
    assert Span(1, 2) < Span(1, 3) < Span(2, 2)
    with pytest.raises(TypeError):
        tz.JulianDay(1) < tz.DayOfYear(1)  # noqa: B015
    with pytest.raises(TypeError):
        tz.MonthWeekDay(3, 2, 0) < tz.MonthWeekDay(3, 2, 1)  # type: ignore[operator]  # noqa: B015


def test_values_match_patterns() -> None:
    match tz.parse("GMT0BST,M3.5.0/1,M10.5.0"):
        case tz.PosixTimeZone(tz.LocalTimeType(0, False, "GMT"), _, tz.Rule(tz.MonthWeekDay(3, 5, 0), time), _):
            assert time == 3600
        case other:
            pytest.fail(str(other))


def test_a_problem_is_data() -> None:
    problem = tz.validate("UTC")[0]
    assert problem.to_json() == {
        "code": "tz-offset-missing",
        "severity": "error",
        "message": "the offset from UTC is missing",
        "start": 3,
        "end": 3,
        "hint": "write UTC0",
        "fix": "UTC0",
        "source": "VAPIX System settings, Time zone: <offset> and <dst offset>",
        "params": {},
    }
    assert pickle.loads(pickle.dumps(problem)) == problem
    with pytest.raises(ValueError, match="a span can't run from"):
        Span(2, 1)
    with pytest.raises(TypeError):
        Span(True, 2)
    with pytest.raises(ValueError, match="tz-nonsense"):
        Problem("tz-nonsense", "", Span(0, 0))
