"""Problems of valid strings that only a time zone database reveals: one made for a test, or the tzdata package's."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.paths import VECTORS
from tests.support.tzif_files import Shown, instant, tzdata_folder, tzif_file
from vapix_proto import Code, strategies, tz
from vapix_proto.tz.advice._data import large_zones
from vapix_proto.tz.advice._history import _past, history
from vapix_proto.tz.advice.review import CODES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vapix_proto import Problem

NOW = instant("2026-11-27T00:00")
TZDATA = tzdata_folder()
NORTH, STANDARD, SUMMER = "QST1QDT,M3.5.0,M10.5.0", (-3600, False, "QST"), (0, True, "QDT")
LATER = "QST1QDT,M4.1.0,M9.5.0"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., tz.Database]:
    """A function that makes a database from the files of some zones."""

    def make(**files: bytes) -> tz.Database:
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        (tmp_path / "version").write_text("2026z\n")
        database = tz.database(tmp_path)
        assert database is not None
        return database

    return make


def left(first: int, last: int, text: str, footer: str, summer: Shown = SUMMER) -> bytes:
    """The file of a zone that followed a string for some years, with these designations, and then follows another."""
    changes = {
        f"{datetime.fromtimestamp(t.at, UTC):%Y-%m-%dT%H:%M}": summer if t.after.isdst else STANDARD
        for t in tz.parse(text).transitions(first, last + 1)
    }
    return tzif_file(footer, {f"{first - 1}-12-01T00:00": STANDARD} | changes, before=(-3660, False, "LMT"))


def found(text: str, database: tz.Database | Path, at: int = NOW, dialect: str = "vapix") -> list[Problem]:
    """The problems that a database adds to a string's problems."""
    problems = tz.review(text, dialect, at=at, database=database)
    plain = [p for p in problems if p.code not in CODES]
    # Daylight saving time behind standard time is either a real zone's, or reported.
    assert plain == [p for p in tz.validate(text, dialect) if p in plain or p.code != Code.TZ_DST_NOT_AHEAD]
    assert list(problems) == sorted(problems, key=lambda p: (p.span, p.code))
    assert all(p.severity == "warning" and p.fix is None for p in problems if p.code in CODES)
    return [p for p in problems if p.code in CODES]


# -- rules


def test_the_clock_of_a_zone_is_not_unusual_by_whatever_rules(made: Callable[..., tz.Database]) -> None:
    database = made(Northern=tzif_file(NORTH), Fixed=tzif_file("QST1"))
    for text in (
        NORTH,
        "AAA1BBB,M3.5.0,M10.5.0",
        "AAA1BBB,M3.5.0/2:00:00,M10.5.0/2",
        "AAA0BBB1,M10.5.0,M3.5.0",
        "QST1",
    ):
        assert found(text, database) == []


def test_unusual_rules_get_the_nearest_zone_and_the_next_instant_at_which_it_differs(
    made: Callable[..., tz.Database],
) -> None:
    database = made(Northern=tzif_file(NORTH), Fixed=tzif_file("QST1"), East=tzif_file("EET-2"))
    text = "QST1QDT,M3.4.0,M10.5.0"
    (problem,) = found(text, database)
    assert (problem.code, text[problem.span.start : problem.span.end]) == (Code.TZ_RULE_UNUSUAL, "M3.4.0,M10.5.0")
    differs = next(t for t in range(NOW, NOW + 1500 * 86400, 3600) if tz.parse(text).at(t) != tz.parse(NORTH).at(t))
    assert problem.params["zone"] == "Northern"
    assert instant(str(problem.params["differs"]).rstrip("Z")) == differs
    assert problem.hint == f"write {NORTH} for Northern"
    assert problem.source == "IANA time zone database 2026z"
    (suggestion,) = tz.suggest(text, at=NOW, database=database)
    assert (suggestion.text, suggestion.kind, suggestion.zones) == (NORTH, "rules", ("Northern",))


def test_no_zone_is_named_as_the_nearest_that_is_far(made: Callable[..., tz.Database]) -> None:
    (problem,) = found("XXX5YYY,M3.5.0,M10.5.0", made(East=tzif_file("EET-2"), West=tzif_file("PST8")))
    assert (problem.message, problem.hint) == ("no zone keeps this time", None)


def test_all_the_nearest_are_named(made: Callable[..., tz.Database]) -> None:
    database = made(Early=tzif_file("QST1QDT,M3.5.0/1,M10.5.0"), Late=tzif_file("QST1QDT,M3.5.0/3,M10.5.0"))
    (problem,) = found(NORTH, database)
    assert problem.hint == "write QST1QDT,M3.5.0/1,M10.5.0 for Early, or QST1QDT,M3.5.0/3,M10.5.0 for Late"


def test_of_zones_with_one_clock_the_one_with_most_people_is_named(made: Callable[..., tz.Database]) -> None:
    zones = {f"America/{place}": tzif_file("EST5EDT,M3.2.0,M11.1.0") for place in ("Detroit", "New_York", "Toronto")}
    (problem,) = found("EST5EDT,M3.1.0,M11.1.0", made(**zones))
    assert problem.params["zone"] == "America/New_York"
    names = {line.split("\t")[2] for line in (TZDATA / "zonenow.tab").read_text("utf-8").splitlines() if line[0] != "#"}
    assert large_zones() == names or tzdata_database().version != "2026f"
    assert large_zones() <= set(tzdata_database().names())


def test_of_several_large_zones_with_one_clock_the_best_known_comes_first(made: Callable[..., tz.Database]) -> None:
    zones = {f"America/{place}": tzif_file("CST6") for place in ("Belize", "Edmonton", "Mexico_City")}
    (suggestion,) = tz.suggest("CST", database=made(**zones), at=NOW)
    assert suggestion.zones == ("America/Mexico_City", "America/Edmonton", "America/Belize")


def test_rules_that_a_zone_followed_are_stale_and_each_zone_has_its_last_year(
    made: Callable[..., tz.Database],
) -> None:
    database = made(
        Gone=left(1990, 2022, NORTH, "QST1"), Moved=left(1980, 2006, NORTH, LATER), Other=tzif_file("EET-2")
    )
    (problem,) = found(NORTH, database)
    assert (problem.code, NORTH[problem.span.start : problem.span.end]) == (Code.TZ_RULE_STALE, "M3.5.0,M10.5.0")
    assert problem.params == {"former": "Gone did until 2022 and Moved until 2006"}
    assert problem.hint == f"write QST1 for Gone, or {LATER} for Moved"
    assert [s.text for s in tz.suggest(NORTH, at=NOW, database=database)] == ["QST1", LATER]


def test_what_is_stale_depends_on_the_instant(made: Callable[..., tz.Database]) -> None:
    database = made(Moved=left(1980, 2006, NORTH, LATER))
    assert found(NORTH, database, at=instant("2006-12-01T00:00"))[0].code == Code.TZ_RULE_STALE
    assert found(NORTH, database, at=instant("2000-01-01T00:00")) == []
    assert found(LATER, database) == []


def test_a_single_transition_on_the_same_day_is_chance(made: Callable[..., tz.Database]) -> None:
    # Only the end of daylight saving time is on the same day as the string's.
    database = made(Moved=left(1980, 2006, "QST1QDT,M4.5.0,M10.5.0", "QST1"))
    assert [problem.code for problem in found(NORTH, database)] == [Code.TZ_RULE_UNUSUAL]


def test_zones_with_other_designations_then_are_named_only_where_none_had_these(
    made: Callable[..., tz.Database],
) -> None:
    database = made(
        Gone=left(1990, 2022, NORTH, "QST1"), Moved=left(1980, 2006, NORTH, "<-01>1").replace(b"QST", b"-01")
    )
    assert found(NORTH, database)[0].params == {"former": "Gone did until 2022"}
    for others in ("XST1XDT,M3.5.0,M10.5.0", "<-01>1<+00>,M3.5.0,M10.5.0"):
        assert found(others, database)[0].params == {"former": "Gone did until 2022 and Moved until 2006"}


def test_a_constant_clock_that_no_zone_has_any_more(made: Callable[..., tz.Database]) -> None:
    changes = {"2007-12-09T07:00": (-16200, False, "-0430"), "2016-05-01T07:00": (-14400, False, "-04")}
    database = made(Caracas=tzif_file("<-04>4", changes, before=(-14400, False, "-04")))
    (problem,) = found("<-0430>4:30", database)
    assert (problem.code, problem.span.start) == (Code.TZ_RULE_STALE, 7)
    assert problem.params == {"former": "Caracas kept it until 2016"}
    assert problem.hint == "write <-04>4 for Caracas"
    assert found("<-0430>4:30", database, at=instant("2010-01-01T00:00")) == []


def test_a_clock_that_a_zone_will_have(made: Callable[..., tz.Database]) -> None:
    database = made(Next=tzif_file(NORTH, {"2028-01-01T00:00": STANDARD}, before=(7200, False, "EET")))
    (problem,) = found(NORTH, database)
    assert problem.message == "no zone keeps this time now: Next will keep it from 2028-01-01T00:00:00Z onwards"
    assert problem.hint == "write EET-2 for Next, though only until 2028-01-01T00:00:00Z"


def test_the_nearest_string_of_a_dialect_that_cannot_write_the_rule(made: Callable[..., tz.Database]) -> None:
    text = "IST-2IDT,M3.4.4/26,M10.5.0"
    database = made(Jerusalem=tzif_file(text, version=b"3"))
    assert found(text, database, dialect="posix-2024") == []
    nearest = str(tz.iana_rule("Jerusalem", NOW, database=database).zone)
    (problem,) = found(nearest, database)
    assert (problem.code, problem.hint) == (Code.TZ_RULE_UNUSUAL, None)
    assert "Jerusalem" in problem.message


# -- designations and shifts


def test_designations_that_belong_to_other_clocks(made: Callable[..., tz.Database]) -> None:
    database = made(East=tzif_file("EST5EDT,M3.2.0,M11.1.0"), Central=tzif_file("CST6CDT,M3.2.0,M11.1.0"))
    text = "CST5CDT,M3.2.0,M11.1.0"
    (problem,) = found(text, database)
    assert (problem.code, text[problem.span.start : problem.span.end]) == (Code.TZ_DESIGNATION_ELSEWHERE, "CST5")
    assert problem.params["used"] == "6 hours behind UTC in Central"
    assert problem.hint == "write EST5EDT,M3.2.0,M11.1.0 for East, or CST6CDT,M3.2.0,M11.1.0 for Central"
    # Designations that nobody uses do not suggest another zone.
    assert found("XST5XDT,M3.2.0,M11.1.0", database) == []
    assert found("EST5XDT,M3.2.0,M11.1.0", database) == []
    (problem,) = found("EST5CDT,M3.2.0,M11.1.0", database)
    assert problem.params["designation"] == "CDT"


def test_a_designation_is_reported_once(made: Callable[..., tz.Database]) -> None:
    database = made(East=tzif_file("EST5EDT,M3.2.0,M11.1.0"), West=tzif_file("<+11>-11"))
    assert [problem.code for problem in tz.review("EST-11", at=NOW, database=database)] == [Code.TZ_DESIGNATION_OFFSET]


@pytest.mark.parametrize(
    ("text", "ahead", "hint"),
    [
        ("NST3:30NDT2:00", "1 hour 30 minutes ahead of", "write NST3:30NDT,M3.2.0,M11.1.0 for Newfoundland"),
        ("NST3:30NDT6:30", "3 hours behind", "write NST3:30NDT,M3.2.0,M11.1.0 for Newfoundland"),
        (
            "CST+3:30DST01:00:00,M3.2.0,M11.1.0",
            "2 hours 30 minutes ahead of",
            "if 1 hour is the amount by which the clock advances, write NST3:30NDT,M3.2.0,M11.1.0 for Newfoundland",
        ),
        ("XXX5YYY2,J60,J300", "3 hours ahead of", None),
        # Read as an advance, the shift would be further than any offset.
        ("XXX-24YYY2,J60,J300", "26 hours behind", None),
    ],
)
def test_a_shift_that_no_zone_has(made: Callable[..., tz.Database], text: str, ahead: str, hint: str | None) -> None:
    database = made(Newfoundland=tzif_file("NST3:30NDT,M3.2.0,M11.1.0"))
    problems = [problem for problem in found(text, database) if problem.code == Code.TZ_SHIFT_UNUSUAL]
    assert [(problem.params["ahead"], problem.hint) for problem in problems] == [(ahead, hint)]


def test_a_shift_that_a_zone_has_is_usual(made: Callable[..., tz.Database]) -> None:
    assert [problem.code for problem in found("AAA5BBB3:30", made(Odd=tzif_file("CCC-11DDD-12:30,J1,J60")))] == []
    for text in ("AAA5BBB3", "AAA5BBB4", "AAA5BBB4:30", "AAA5BBB5"):
        assert found(text, made(Fixed=tzif_file("EET-2"))) == []


def test_what_a_zone_shows_at_the_instant_contradicts_nothing() -> None:
    def codes(text: str, at: str) -> set[str]:
        return {problem.code for problem in tz.review(text, at=instant(at), database=TZDATA)}

    assert codes("MSK-4", "2012-01-01T00:00") == set()
    assert Code.TZ_DESIGNATION_OFFSET in codes("MSK-4", "2026-11-27T00:00")
    assert Code.TZ_SIGN_SUSPICIOUS in codes("UTC-1", "2026-11-27T00:00")
    assert Code.TZ_SIGN_SUSPICIOUS not in codes("UTC-1CEST,M3.5.0,M10.5.0/3", "2026-11-27T00:00")


def test_the_past_ends_with_the_last_transition_that_a_file_lists(made: Callable[..., tz.Database]) -> None:
    database = made(Left=left(2000, 2005, NORTH, LATER))
    soon, late = (_past(history(database, instant(at))) for at in ("2010-01-01T00:00", "9999-12-31T00:00"))
    assert late._listing == soon._listing
    (found,) = tz.review(NORTH, at=instant("9999-12-31T00:00"), database=database)
    assert found.message == "no zone follows these rules any more: Left did until 2005"


def test_negative_daylight_saving_time_of_a_zone_is_not_called_wrong(made: Callable[..., tz.Database]) -> None:
    dublin, other = "IST-1GMT0,M10.5.0,M3.5.0/1", "CET-1CXT0,M10.5.0,M3.5.0/1"
    database = made(Dublin=tzif_file(dublin))
    assert [problem.code for problem in tz.validate(dublin)] == [Code.TZ_DST_NOT_AHEAD]
    assert tz.review(dublin, at=NOW, database=database) == ()
    assert Code.TZ_DST_NOT_AHEAD in [problem.code for problem in tz.review(other, at=NOW, database=database)]


# -- ``tz.review`` itself


def test_without_a_database_and_for_what_is_not_valid_it_is_validate(
    made: Callable[..., tz.Database], tmp_path: Path
) -> None:
    for text in ("EST5EDT,M3.1.0,M11.1.0", "CET", b"EST5EDT,M3.1.0,M11.1.0", b"\xff"):
        assert tz.review(text, at=NOW, database=tmp_path) == tz.validate(text)
    database = made(Northern=tzif_file(NORTH))
    for invalid in ("CET", "Europe/Vienna", b"\xff", ""):
        assert tz.review(invalid, at=NOW, database=database) == tz.validate(invalid)
    assert tz.review(b"QST1QDT,M3.4.0,M10.5.0", at=NOW, database=database) == tuple(
        found("QST1QDT,M3.4.0,M10.5.0", database)
    )


def test_what_is_no_question_is_refused() -> None:
    with pytest.raises(TypeError):
        tz.review(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        tz.review("UTC0", database=5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="dialect"):
        tz.review("UTC0", "axis", database=TZDATA)
    with pytest.raises(ValueError, match="years"):
        tz.review("UTC0", at=10**15, database=TZDATA)
    aware = datetime(2026, 11, 27, tzinfo=UTC)
    text = "EST5EDT,M3.1.0,M11.1.0"
    assert tz.review(text, at=aware, database=TZDATA) == tz.review(text, at=NOW, database=str(TZDATA))


# -- the database in the tzdata package


@cache
def tzdata_database() -> tz.Database:
    database = tz.database(TZDATA)
    assert database is not None
    return database


def test_the_string_of_every_zone_is_without_objection() -> None:
    for name in tzdata_database().names():
        rule = tz.iana_rule(name, NOW, dialect="posix-2024", database=tzdata_database())
        if name not in ("Factory", "Europe/Dublin", "Eire"):
            assert found(str(rule.zone), tzdata_database(), dialect="posix-2024") == [], (name, str(rule.zone))


@pytest.mark.parametrize(
    ("text", "code", "zones", "strings"),
    [
        ("<-03>3<-02>,M10.3.0/0,M2.3.0/0", "tz-rule-stale", ["America/Sao_Paulo"], ["<-03>3"]),
        ("<-04>4<-03>,M10.1.0/0,M3.4.0/0", "tz-rule-stale", ["America/Asuncion"], ["<-03>3"]),
        ("<+0330>-3:30<+0430>,J79/24,J263/24", "tz-rule-stale", ["Asia/Tehran"], ["<+0330>-3:30"]),
        ("<+08>-8<+09>,M3.5.6,M9.5.6/0", "tz-rule-stale", ["Asia/Ulaanbaatar"], ["<+08>-8"]),
        ("EST5EDT,M4.1.0,M10.5.0", "tz-rule-stale", ["America/New_York"], ["EST5EDT,M3.2.0,M11.1.0"]),
        (
            "CST6CDT,M4.1.0,M10.5.0",
            "tz-rule-stale",
            ["America/Mexico_City", "America/Chicago"],
            ["CST6", "CST6CDT,M3.2.0,M11.1.0"],
        ),
        (
            "GMT+1CEST,M3.5.0,M10.5.0/3",
            "tz-rule-unusual",
            ["Europe/Paris has the designation CEST and these rules"],
            ["CET-1CEST,M3.5.0,M10.5.0/3"],
        ),
        (
            "YEKT-5YEKST,M3.5.0,M10.5.0/3",
            "tz-rule-stale",
            ["any more: Asia/Yekaterinburg did until 2011"],
            ["<+05>-5"],
        ),
        ("<+05>-5<+06>,M3.5.0,M10.5.0/3", "tz-rule-stale", ["Asia/Yekaterinburg did until 2011"], ["<+05>-5"]),
        ("NOVT-6NOVST,M3.5.0,M10.5.0/3", "tz-rule-stale", ["any more: Asia/Novosibirsk"], ["<+07>-7"]),
        ("SAMT-4SAMST,M3.5.0,M10.5.0/3", "tz-rule-stale", ["any more: Europe/Samara"], ["<+04>-4"]),
        ("AMT4AMST,M10.3.0/0,M2.3.0/0", "tz-rule-stale", ["America/Cuiaba did until 2018"], ["<-04>4"]),
        # The end of a season under one rule and the start of the next under another.
        (
            "EET-2EEST,M3.5.0/3,M10.5.0",
            "tz-rule-unusual",
            ["Europe/Athens"],
            ["EET-2EEST,M3.5.0/3,M10.5.0/4"],
        ),
        ("<+01>-1<+02>,M3.5.0,M10.5.0", "tz-rule-unusual", ["Europe/Paris"], ["CET-1CEST,M3.5.0,M10.5.0/3"]),
        # Rules that nobody has followed, with a designation that tells.
        ("PYT3PYST,M10.1.0/0,M3.4.0/0", "tz-rule-unusual", ["America/Asuncion"], ["<-03>3"]),
        ("FJT-12FJST,M11.2.0,M1.3.0", "tz-rule-unusual", ["Pacific/Fiji"], ["<+12>-12"]),
        ("BRT3BRST,M3.5.0,M10.5.0/3", "tz-rule-unusual", ["America/Sao_Paulo"], ["<-03>3"]),
        ("TRT2TRST,M3.5.0/3,M10.5.0/4", "tz-rule-unusual", ["Europe/Istanbul"], ["<+03>-3"]),
        # An old designation of another offset.
        ("TRT-2TRST,M3.5.0/3,M10.5.0/4", "tz-designation-elsewhere", ["Europe/Istanbul"], ["<+03>-3"]),
        ("VET-4:30", "tz-designation-elsewhere", ["America/Caracas"], ["<-04>4"]),
        ("WGT3", "tz-designation-elsewhere", ["America/Nuuk"], ["<-02>2<-01>,M3.5.0/0,M10.5.0/0"]),
        # A designation of daylight saving time, all year.
        ("CEST-2", "tz-designation-elsewhere", ["Europe/Paris"], ["CET-1CEST,M3.5.0,M10.5.0/3"]),
        ("EDT4", "tz-designation-elsewhere", ["America/New_York"], ["EST5EDT,M3.2.0,M11.1.0"]),
        ("BST-1", "tz-designation-elsewhere", ["Europe/London"], ["GMT0BST,M3.5.0/1,M10.5.0"]),
        ("AEDT-11", "tz-designation-elsewhere", ["Australia/Sydney"], ["AEST-10AEDT,M10.1.0,M4.1.0/3"]),
        (
            "EEST-3",
            "tz-designation-elsewhere",
            ["Europe/Athens", "Africa/Cairo"],
            ["EET-2EEST,M3.5.0/3,M10.5.0/4", "EET-2EEST,M4.5.5/0,M10.5.4/24"],
        ),
        ("MSD-4", "tz-designation-elsewhere", ["Europe/Moscow"], ["MSK-3"]),
        ("BRST2", "tz-designation-elsewhere", ["America/Sao_Paulo"], ["<-03>3"]),
        # People use these designations, but the database does not.
        (
            "MESZ-2",
            "tz-designation-elsewhere",
            ["Europe/Berlin is 2 hours ahead of UTC only in"],
            ["CET-1CEST,M3.5.0,M10.5.0/3"],
        ),
        ("HAEC-2", "tz-designation-elsewhere", ["Europe/Paris", "HAEC all year"], ["CET-1CEST,M3.5.0,M10.5.0/3"]),
        ("CLST3", "tz-designation-elsewhere", ["America/Santiago"], ["<-04>4<-03>,M9.1.6/24,M4.1.6/24"]),
        ("LHDT-11", "tz-designation-elsewhere", ["Australia/Lord_Howe"], ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"]),
        # The name of a place, before an offset with the usual sign.
        ("Sydney+10", "tz-designation-elsewhere", ["Australia/Sydney"], ["AEST-10AEDT,M10.1.0,M4.1.0/3"]),
        ("UAE4", "tz-designation-elsewhere", ["Asia/Dubai"], ["<+04>-4"]),
        ("London+1", "tz-designation-elsewhere", ["Europe/London"], ["GMT0BST,M3.5.0/1,M10.5.0"]),
        ("EGT1EGST,M3.5.0/0,M10.5.0/1", "tz-designation-elsewhere", ["America/Scoresbysund"], []),
        ("MIST-11", "tz-designation-elsewhere", ["Antarctica/Macquarie"], ["AEST-10AEDT,M10.1.0,M4.1.0/3"]),
        # A rule that Jordan followed only once, and one of Morocco, which interrupted each season.
        ("EET-2EEST,M2.5.4/24,M10.5.5/1", "tz-rule-stale", ["Asia/Amman did until 2022"], ["<+03>-3"]),
        (
            "WET0WEST,M3.5.0,M10.5.0/3",
            "tz-rule-unusual",
            ["Europe/Lisbon", "Africa/Casablanca"],
            ["WET0WEST,M3.5.0/1,M10.5.0"],
        ),
        # The amount of the advance in place of an offset.
        ("CST+3DST1,M10.3.0/0,M2.3.0/0", "tz-shift-unusual", ["America/Sao_Paulo"], ["<-03>3"]),
        (
            "CST6DST1,M4.1.0,M10.5.0",
            "tz-shift-unusual",
            ["America/Mexico_City", "America/Chicago"],
            ["CST6", "CST6CDT,M3.2.0,M11.1.0"],
        ),
        ("CST-8CDT,M4.2.0,M9.2.0/3", "tz-rule-unusual", ["Asia/Shanghai"], ["CST-8"]),
        ("AEST-10AEDT,M10.1.0,M4.1.0", "tz-rule-unusual", ["Australia/Sydney"], ["AEST-10AEDT,M10.1.0,M4.1.0/3"]),
        (
            "AEST+10AEDT,M10.1.0,M4.1.0/3",
            "tz-rule-unusual",
            ["Australia/Sydney"],
            ["AEST-10AEDT,M10.1.0,M4.1.0/3"],
        ),
    ],
)
def test_strings_of_the_field(text: str, code: str, zones: list[str], strings: list[str]) -> None:
    problem = next(problem for problem in found(text, tzdata_database()) if problem.code == code)
    assert problem.hint is not None
    assert all(zone in f"{problem.message} {problem.hint}" for zone in zones)
    assert all(f"{string} for " in problem.hint for string in strings)


def test_a_designation_is_that_of_the_zone_that_people_mean_by_it() -> None:
    # The database has one file for Reunion, Seychelles and Dubai.
    (problem,) = found("RET4", tzdata_database())
    assert problem.message == "RET is 4 hours ahead of UTC in Indian/Reunion, but this clock is 4 hours behind UTC"
    assert problem.hint == "write <+04>-4 for Indian/Reunion"
    # No slip makes 6 hours behind UTC of 4 hours ahead of it.
    (problem,) = found("SCT6", tzdata_database())
    assert (problem.params["used"], problem.hint) == ("4 hours ahead of UTC in Indian/Mahe", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MSD-4", "was 4 hours ahead of UTC in Europe/Moscow until 2010 (now 3 hours ahead of UTC)"),
        ("MSD-5", "was 4 hours ahead of UTC in Europe/Moscow until 2010 (now 3 hours ahead of UTC)"),
        ("PKST-6", "was 6 hours ahead of UTC in Asia/Karachi until 2009 (now 5 hours ahead of UTC)"),
        ("AWDT-9", "was 9 hours ahead of UTC in Australia/Perth until 2009 (now 8 hours ahead of UTC)"),
        # The database no longer uses these designations, even for the time when they were in use.
        ("BRST2", "was 2 hours behind UTC in America/Sao_Paulo until 2019 (now 3 hours behind UTC)"),
        ("BDST-2", "was 7 hours ahead of UTC in Asia/Dhaka until 2009 (now 6 hours ahead of UTC)"),
        ("WGT3", "is 2 hours behind UTC in America/Nuuk"),
        ("EGST-3", "is 1 hour behind UTC in America/Scoresbysund"),
        (
            "IRDT-5",
            "was 4 hours 30 minutes ahead of UTC in Asia/Tehran until 2022 (now 3 hours 30 minutes ahead of UTC)",
        ),
        (
            "AMST2",
            "was 3 hours behind UTC in America/Cuiaba until 2019 (now 4 hours behind UTC) "
            "and 5 hours ahead of UTC in Asia/Yerevan until 2011 (now 4 hours ahead of UTC)",
        ),
    ],
)
def test_a_designation_has_the_offset_that_it_had_when_it_was_last_used(text: str, said: str) -> None:
    (problem,) = [each for each in found(text, tzdata_database()) if each.code == "tz-designation-elsewhere"]
    assert problem.message.partition(", but this clock is ")[0] == f"{text.rstrip('-0123456789')} {said}"


def test_a_designation_can_be_said_to_have_the_offset_of_utc() -> None:
    (problem,) = found("CEST0", tzdata_database())
    assert problem.message == "no zone uses CEST for the offset of UTC: it is 2 hours ahead of UTC in Europe/Paris"


@pytest.mark.parametrize("text", ["MEZ-1", "HNEC-1", "CLT4", "BRT3", "MESZ-2MEZ", "MEZ-1MESZ,M3.5.0,M10.5.0/3"])
def test_a_designation_that_people_use_at_its_offset_is_not_reported(text: str) -> None:
    assert "tz-designation-elsewhere" not in [problem.code for problem in found(text, tzdata_database())]


def test_the_strings_of_the_northern_summer_are_not_advised_for_the_southern() -> None:
    # Australians, too, called their time EST.
    for text in ("EST-11EDT-10,M10.1.0,M4.1.0", "EST-10EDT,M10.1.0,M4.1.0/3"):
        assert "EST5EDT" not in str(found(text, tzdata_database()))
        suggested = tz.suggest(text, at=NOW, database=tzdata_database())
        assert "EST5EDT,M3.2.0,M11.1.0" not in {suggestion.text for suggestion in suggested}


FIELD = [line.split('"')[3] for line in (VECTORS / "tz" / "field.jsonl").read_text("ascii").splitlines()]
VALID = st.one_of(strategies.tz_strings(), st.sampled_from([text for text in FIELD if tz.is_valid(text)]))


@given(VALID, st.integers(instant("1990-01-01T00:00"), instant("2040-01-01T00:00")))
@settings(max_examples=10)
def test_what_is_advised_is_the_clock_of_a_zone_at_the_instant(text: str, at: int) -> None:
    for problem in found(text, tzdata_database(), at=at):
        for piece in (problem.hint or "").replace("if ", ", ").split(", "):
            words = piece.removeprefix("or ").removeprefix("write ").split(" for ")
            if len(words) > 1 and tz.is_valid(words[0]):
                name = words[1].split(" and ")[0]
                there = tz.iana_rule(name, at, database=tzdata_database())
                assert str(there.zone) == words[0]


def test_what_large_zones_tell_is_what_all_zones_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tz.database(TZDATA)
    assert folder is not None
    rules = {tz.iana_rule(name, NOW, dialect=tz.TZIF_V3, database=folder) for name in sorted(large_zones())}
    strings = sorted({str(rule.zone) for rule in rules})
    found = {text: tz.review(text, tz.TZIF_V3, at=NOW, database=folder) for text in strings}
    monkeypatch.setattr("vapix_proto.tz.advice.review.in_force_in_a_large_zone", lambda *_: False)
    assert found == {text: tz.review(text, tz.TZIF_V3, at=NOW, database=folder) for text in strings}
    assert sum(not problems for problems in found.values()) > len(strings) // 2
