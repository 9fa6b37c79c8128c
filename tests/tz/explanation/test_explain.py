"""Explanations: the pieces of a string, the next transitions, who agrees, and what they show only on request."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.paths import ROOT
from tests.support.tzif_files import tzdata_folder
from vapix_proto import ParseError, Span, tz

LONDON = "GMT0BST,M3.5.0/1,M10.5.0"
DUBLIN = "IST-1GMT0,M10.5.0,M3.5.0/1"
ALL_YEAR = "XXX3EDT4,0/0,J365/23"
AT = 1_795_737_600  # 2026-11-27


def meanings(text: str, dialect: str = "vapix") -> dict[str, str]:
    return {piece.text: piece.meaning for piece in tz.explain(text, dialect=dialect).pieces}


@given(st.data(), texts.dialects())
def test_the_pieces_cover_the_text(data: st.DataObject, dialect: tz.Dialect) -> None:
    text = data.draw(texts.tz_strings(dialect))
    explanation = tz.explain(text, dialect=dialect)
    assert explanation.text == text
    rest, place = [], 0
    for piece in explanation.pieces:
        assert piece.text == text[piece.span.start : piece.span.end] != ""
        rest.append(text[place : piece.span.start])
        place = piece.span.end
    assert place == len(text)
    assert re.fullmatch("(,/?,/?)?", "".join(rest))
    head = 2 if explanation.zone.dst is None else 3 + (explanation.pieces[3:4] != () and rest[3] == "")
    assert len(explanation.pieces) == head + sum(text.count(separator) for separator in ",/")


@given(texts.zones())
@settings(max_examples=20)
def test_a_zone_is_explained_by_its_canonical_text(zone: tz.PosixTimeZone) -> None:
    explanation = tz.explain(zone, AT)
    assert explanation == tz.explain(str(zone), AT, dialect="tzif-v3").replace(portable=explanation.portable)
    assert (explanation.zone, explanation.text) == (zone, str(zone))
    assert pickle.loads(pickle.dumps(explanation)) == explanation


@given(texts.zones(), texts.readings(), texts.instants())
def test_what_comes_next_is_what_the_clock_shows(zone: tz.PosixTimeZone, reading: tz.Reading, at: int) -> None:
    explanation, clock = tz.explain(zone, at, reading=reading), zone.clock(reading=reading)
    assert (explanation.at, explanation.now) == (at, clock.at(at))
    place = at
    for transition in explanation.transitions:
        assert transition == clock.next_transition(place)
        place = transition.at
    assert len(explanation.transitions) == 2 or clock.next_transition(place) is None


def test_pieces_and_their_meanings() -> None:
    assert tz.explain(LONDON).pieces[3:5] == (
        tz.Piece(Span(8, 14), "M3.5.0", "start of daylight saving time: the last Sunday in March"),
        tz.Piece(Span(15, 16), "1", "time of the start: 01:00 GMT"),
    )
    assert meanings("<+03>-3") == {
        "<+03>": "designation of standard time",
        "-3": "UTC offset of standard time: 3 hours ahead of UTC, because POSIX counts hours west of Greenwich",
    }
    assert meanings("EET-2EEST,M3.4.4/-26,M10.5.4/24", "tzif-v3")["-26"] == (
        "time of the start: 22:00 EET 2 days earlier"
    )
    assert meanings("EST+5:00EDT+04,J60,59") == {
        "EST": "designation of standard time",
        "+5:00": "UTC offset of standard time: 5 hours behind UTC, because POSIX counts hours west of Greenwich",
        "EDT": "designation of daylight saving time",
        "+04": "UTC offset of daylight saving time: 4 hours behind UTC",
        "J60": "start of daylight saving time: March 1, by default at 02:00 EST",
        "59": "end of daylight saving time: March 1 (February 29 in leap years), by default at 02:00 EDT",
    }


def test_without_an_instant_there_is_nothing_of_now() -> None:
    explanation = tz.explain(LONDON)
    assert (explanation.at, explanation.now, explanation.transitions, explanation.iana_names) == (None, None, (), None)
    assert tz.explain(LONDON, datetime.fromtimestamp(AT, UTC)) == tz.explain(LONDON.encode(), AT)


def test_the_english_of_an_explanation() -> None:
    assert str(tz.explain(LONDON, AT)) == (
        "The clock shows UTC in standard time (GMT) and is 1 hour ahead of UTC in daylight saving time (BST). "
        "Daylight saving time starts on the last Sunday in March at 01:00 GMT, when the clock goes forward 1 hour to "
        "02:00 BST. It ends on the last Sunday in October at 02:00 BST, when the clock goes back 1 hour to 01:00 GMT."
        "\n\n"
        "At 2026-11-27T00:00:00Z it is 2026-11-27 00:00:00 GMT, the same as UTC. The next transition is at "
        "2027-03-28T01:00:00Z, from 2027-03-28 01:00:00 GMT to 2027-03-28 02:00:00 BST. The one after it is at "
        "2027-10-31T01:00:00Z, from 2027-10-31 02:00:00 BST to 2027-10-31 01:00:00 GMT."
        "\n\n" + "\n".join(tz.explain(LONDON, AT).readers)
    )


def test_who_reads_a_string_how_is_what_implementations_make_of_it() -> None:
    explanation = tz.explain("<+05>-5", AT)
    assert explanation.agreement == tz.agreement("<+05>-5", AT)
    assert " ".join(explanation.readers).startswith(str(explanation.agreement))
    why = "the digits of the designation are read as the offset, so <+05>-5 shows UTC-05:00"
    assert f"newlib up to 4.2 misreads designations in brackets: {why}." in explanation.readers
    advice = "AAA-5 shows the same clock, in the form that the most implementations agree on."
    assert explanation.readers[-1] == advice


def test_without_rules_no_string_is_named() -> None:
    explanation = tz.explain("CET-1CEST", AT)
    assert explanation.portable is None
    assert "CET-1CEST," not in str(explanation)
    assert "M3.2.0,M11.1.0" in str(explanation)  # the explanation names the rules that it assumes


def test_who_disagrees() -> None:
    explanation = tz.explain(ALL_YEAR)
    assert explanation.contested == tz.contested(ALL_YEAR)
    assert explanation.portable == tz.portable(ALL_YEAR)
    first, *groups, advice = explanation.readers
    assert first == "Implementations do not agree on this string:"
    assert sorted(word for group in groups for word in re.findall(r"(?:- |\), |musl, )([a-z-]+)", group)) == sorted(
        tz.Reading
    )
    assert advice == "EDT4 shows the same clock, in the form that the most implementations agree on."
    nowhere = tz.explain("EST5EDT,J100,J365/21")
    assert nowhere.portable is None
    assert "Write" not in str(nowhere)


@pytest.mark.parametrize("at", [None, AT])
def test_advice_names_the_reading_whose_clock_it_gives(at: int | None) -> None:
    text = "EST5EDT,M10.1.0,J365/22"
    (problem,) = tz.validate(text)
    assert problem.hint == ("check what the device shows: no string gives every device the clock that POSIX describes")
    assert tz.explain(text, at).portable is None
    advice = tz.explain(text, at, reading="glibc").readers[-1]
    assert advice.startswith("For the clock of the reading utc-year (glibc")
    assert advice.endswith("), write EST5EDT,M10.1.0,J365/20 instead: all readings give the same time for it.")
    assert tz.explain("AAA5BBB5,365/19,J2/19", at, reading="newlib").readers[-1] == (
        "AAA5 shows the clock of the reading utc-year-tie-dst (newlib, picolibc), "
        "in the form that the most implementations agree on."
    )
    assert tz.explain("<+01>-1<+02>,M3.5.0,M10.5.0", at, reading="glibc").readers[-1] == (
        "AAA-1BBB,M3.5.0,M10.5.0 shows the same clock, in the form that the most implementations agree on."
    )


def test_a_reading_that_departs_from_the_string_is_named() -> None:
    text = "XXX-14YYY,J1,J7"
    assert tz.explain(text).sentences[-1].startswith("It ends on January 7 at 02:00 YYY")
    assert tz.explain(text, reading="utc-year").sentences[-2:] == (
        "Those are the rules as written, but under the reading utc-year (glibc), the start never occurs at that time.",
        "There are other transitions instead, the first at 1970-01-01T00:00:00Z.",
    )
    assert tz.parse(text).clock(reading="utc-year").transitions(1970)[0].at == 0
    # The end at 22:00 falls in the next UTC year, where glibc applies the rules of that year.
    at_new_year = tz.explain("EST5EDT,M10.1.0,J365/22", reading="glibc").sentences
    assert at_new_year[-2:] == (
        "Those are the rules as written, but under the reading utc-year (glibc), the end never occurs at that time.",
        "There are other transitions instead, the first at 1970-01-01T00:00:00Z.",
    )
    # Both transitions occur, but glibc has more of them.
    assert tz.explain("EST5EDT,M9.4.2,M9.5.2", reading="glibc").sentences[-1] == (
        "Under the reading utc-year (glibc), there are other transitions, too, the first at 1971-01-01T00:00:00Z."
    )
    # If the rules' order depends on the year, or both come at the same instant, nothing starts or ends.
    assert tz.explain("AAA0BBB,M1.1.1,3").sentences[-1] == "Not every year has both of these transitions."


def test_daylight_saving_time_without_rules_has_the_rules_that_are_implied() -> None:
    assert tz.explain("EST5EDT").sentences[1:3] == (
        "The string has no rules for daylight saving time, so each implementation chooses its own.",
        "This explanation assumes the rules M3.2.0,M11.1.0, those of the United States.",
    )
    other = tz.explain("CET-1CEST", implied_rules=",M3.5.0,M10.5.0/3")
    assert other.sentences[2] == "This explanation assumes the rules M3.5.0,M10.5.0/3."
    assert other.sentences[3].startswith("Daylight saving time starts on the last Sunday in March at 02:00 CET")
    assert "Implementations do not agree on this string" in str(other)
    forever = tz.explain("EST5EDT", implied_rules=",0/0,J365/25")
    assert forever.sentences[0] == "The clock is always 4 hours behind UTC."


def test_a_database_is_asked_only_if_it_is_given() -> None:
    folder = tzdata_folder()
    explanation = tz.explain(DUBLIN, AT, database=folder)
    assert explanation.iana_names == tz.iana_names(DUBLIN, at=AT, database=folder)
    assert "Europe/Dublin" in str(explanation).splitlines()[-1]
    last = str(tz.explain("XXX0:17", AT, database=folder)).splitlines()[-1]
    assert last == "Zones in the IANA database that keep this time: none."
    implied = tz.explain("CET-1CEST", AT, implied_rules=",M3.5.0,M10.5.0/3", database=folder)
    assert "Europe/Vienna" in (implied.iana_names or ())
    with pytest.raises(ValueError, match="'at' must not be None"):
        tz.explain(DUBLIN, database=folder)


def test_an_explanation_loads_no_database_and_no_clock() -> None:
    code = f"import sys; from vapix_proto import tz; str(tz.explain({LONDON!r}, 0)); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert not {"zoneinfo", "vapix_proto.tz.iana.installed", "lark"} & set(loaded)


def test_what_is_no_tz_string_is_refused() -> None:
    with pytest.raises(ParseError, match="tz-offset-missing"):
        tz.explain("UTC")
    with pytest.raises(ValueError, match=r"reading must be one of .*, not 'axis'"):
        tz.explain(LONDON, reading="axis")
    with pytest.raises(TypeError):
        tz.explain(LONDON, "now")  # type: ignore[arg-type]


@pytest.mark.parametrize("reading", ["musl", "apple", "esphome"])
def test_readers_of_another_clock_than_the_one_explained_are_announced(reading: str) -> None:
    first = "Implementations are compared with the clock of the default reading here, not with the one explained above:"
    assert tz.explain("CET-1CEST", AT, reading=reading).readers[0] == first
    assert tz.explain("CET-1CEST", AT, reading="glibc").readers[0] != first
    assert tz.explain("CET-1CEST", AT).readers[0] != first
    assert tz.explain(LONDON, AT, reading=reading).readers[0] != first
    assert first in tz.explain("CET-1CEST", AT, implied_rules=",M3.5.0,M10.5.0/3").readers
    assert first not in tz.explain("CET-1CEST", reading=reading).readers
