"""Properties of fixes and hints: sure damage is repaired, nothing else changes, and every string they name is valid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import tz_damage
from tests.support import tz_texts as texts
from tests.support.independent import tz_checker
from tests.support.tz_damage import FIELD, FOOTERS, SLIPS, VECTOR_TEXTS, WRAPPINGS
from vapix_proto import ParseError, Problem, Severity, tz

#: A hint names a whole string, as the fix or for another clock; or it names pieces, each with its meaning.
MINUTES = "use minutes after a colon: 5:30 is five and a half hours"
WHOLE = re.compile(r"write (\S+)")
CONDITIONAL = re.compile(r"for (?:a|this|the same) clock[^,]*, write (\S+)")
PIECES = re.compile(r"write (\S+) for [^,;:]+(?:, or (\S+) for [^,;:]+)?(?:: only day numbers without J count from 0)?")


def dialect_of(text: str) -> str:
    """The narrowest dialect in which a string is valid."""
    return next(name for name in ("vapix", "tzif-v2", "tzif-v3", "posix-2024") if tz.is_valid(text, name))


def fix_of(text: str, dialect: str) -> str | None:
    """The fix of a text; asserts everything that must hold for it."""
    problems = tz.validate(text, dialect)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in problems:
        check_words(problem, dialect)
    fixes = {problem.fix for problem in errors}
    assert len(fixes) <= 1, "the errors of a text share their fix"
    assert all(problem.fix is None for problem in problems if problem.severity is Severity.WARNING)
    if errors:
        with pytest.raises(ParseError) as caught:
            tz.parse(text, dialect)
        assert caught.value.fix == errors[0].fix
    if fixes in (set(), {None}):
        return None
    (fix,) = fixes
    assert fix is not None
    assert tz_checker.accepts(fix, dialect)
    assert tz.is_valid(fix, dialect)
    spans = [(problem.span.start, problem.span.end) for problem in errors]
    assert tz_damage.keeps_the_rest(text, spans, fix), (text, spans, fix)
    return fix


def check_words(problem: Problem, dialect: str) -> None:
    """Asserts what must hold for the message and the hint of every problem."""
    hint = problem.hint or ""
    for name, value in problem.params.items():
        assert str(value) in problem.message, (problem, name)
    if (named := WHOLE.fullmatch(hint)) is not None:
        assert named[1] == problem.fix
    elif (named := CONDITIONAL.fullmatch(hint)) is not None:
        assert tz_checker.accepts(named[1], dialect), hint
    elif "write" in hint:
        assert PIECES.fullmatch(hint), hint
    if problem.fix is not None and len(problem.fix) <= 128:
        assert hint == f"write {problem.fix}"


def test_the_check_of_what_is_kept_can_fail() -> None:
    keeps = tz_damage.keeps_the_rest
    assert keeps("CET-1CEST,3.5.0,M10.5.0", [(10, 14)], "CET-1CEST,M3.5.0,M10.5.0")
    assert keeps("TZ=UTC0", [(0, 3)], "UTC0")
    assert keeps("UTC", [(3, 3)], "UTC0")
    assert not keeps("TZ=UTC0", [(2, 3)], "UTC0")
    assert not keeps("UTC", [], "UTC0")
    assert not keeps("CET-1CEST,3.5.0,10.5.0", [(11, 15), (18, 22)], "CET-1CEST,4,10")
    assert not keeps("UTC-10DST_1", [(9, 10)], "UTC-10DST")
    assert not keeps("UTC\u22125", [], "UTC-5")
    assert not keeps("CET-1CEST", [], "CETM-1CEST")


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_every_wrapping_of_every_footer_is_undone(wrapping: str) -> None:
    damaged = 0
    for text in FOOTERS:
        wrapped = WRAPPINGS[wrapping](text)
        if wrapped != text:
            damaged += 1
            fix = fix_of(wrapped, dialect_of(text))
            assert fix is not None, wrapped
            assert tz.parse(fix, dialect_of(text)) == tz.parse(text, dialect_of(text)), wrapped
    assert damaged >= 20


#: For each slip, the least number of right fixes, and the greatest number of wrong ones: a cut may make GMT of GMT0BST.
EXPECTED = {
    "dropped": (150, 0),
    "doubled": (390, 0),
    "swapped": (0, 0),
    "look-alike": (60, 0),
    "cut": (2, 1),
    "space put in": (870, 0),
    "line end put in": (270, 0),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_undone_or_gets_no_fix(slip: str) -> None:
    found: Counter[bool] = Counter()
    for text in FOOTERS:
        dialect = dialect_of(text)
        for damaged in {slipped for slipped in SLIPS[slip](text) if not tz.is_valid(slipped, dialect)}:
            fix = fix_of(damaged, dialect)
            if fix is not None:
                found[tz.parse(fix, dialect) == tz.parse(text, dialect)] += 1
    right, wrong = EXPECTED[slip]
    assert found[True] >= right, found
    assert found[False] <= wrong, found


@given(st.data())
def test_a_wrapping_around_a_slip_changes_nothing_of_it(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FOOTERS))
    slipped = data.draw(st.sampled_from(SLIPS[data.draw(st.sampled_from(sorted(SLIPS)))](text)))
    wrapped = WRAPPINGS[data.draw(st.sampled_from(sorted(WRAPPINGS)))](slipped)
    # A plus sign at the beginning that has become a space is lost, because it looks like any other space.
    assume(not (slipped[:1] == "+" and wrapped[:1] == " "))
    dialect = dialect_of(text)
    fix = fix_of(wrapped, dialect)
    if fix is not None and fix != slipped:
        meant = slipped if tz.is_valid(slipped, dialect) else fix_of(slipped, dialect)
        assert meant is not None, (slipped, wrapped, fix)
        assert tz.parse(fix, dialect) == tz.parse(meant, dialect)


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_laws_hold_over_the_vectors_and_the_field(dialect: str, thorough: bool) -> None:
    tried = (*VECTOR_TEXTS, *FIELD)
    whole = thorough or dialect == "vapix"
    fixed = [text for text in (tried if whole else tried[::3]) if fix_of(text, dialect) is not None]
    assert len(fixed) > (60 if whole else 20)
    for text in fixed:
        assert not tz.is_valid(text, dialect)


@given(st.data(), texts.dialects())
def test_laws_hold_over_broken_strings(data: st.DataObject, dialect: tz.Dialect) -> None:
    fix_of(data.draw(texts.broken_texts(dialect)), dialect.name)


@given(st.text() | st.text("TZ=tz PSTR(b'\"<>+-0139,;:./Mm%&#\\n3Cltgx"), texts.dialects())
def test_laws_hold_over_anything(text: str, dialect: tz.Dialect) -> None:
    fix_of(text, dialect.name)


@given(st.data(), texts.dialects())
def test_bytes_get_the_fix_of_their_characters(data: st.DataObject, dialect: tz.Dialect) -> None:
    text = data.draw(texts.broken_texts(dialect).filter(str.isascii))
    assert [p.fix for p in tz.validate(text.encode(), dialect)] == [p.fix for p in tz.validate(text, dialect)]


SURE = {
    "UTC": "UTC0",
    "CET-1CEST,3.5.0,10.5.0": "CET-1CEST,M3.5.0,M10.5.0",
    "CET-1CEST,m3.5.0,M10.5.0/3": "CET-1CEST,M3.5.0,M10.5.0/3",
    "NST0330": "NST03:30",
    "EST0500EDT0400,M3.2.0,M11.1.0": "EST05:00EDT04:00,M3.2.0,M11.1.0",
    "EST5EDT,M3.2.0/0200,M11.1.0/+2": "EST5EDT,M3.2.0/02:00,M11.1.0/2",
    "+0330-3:30": "<+0330>-3:30",
    "+03>-3": "<+03>-3",
    "<+03-3": "<+03>-3",
    "EST5EDT,,M3..2.0,MM11.1.0,": "EST5EDT,M3.2.0,M11.1.0",
    ":EST5EDT,M3.2.0,M11.1.0": "EST5EDT,M3.2.0,M11.1.0",
    'export TZ="%3C-04%3E4%3C-03%3E,M9.1.6/24,M4.1.6/24"\n': "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
    "CET-1CEST,M3.5.0,M10.5.0/3.": "CET-1CEST,M3.5.0,M10.5.0/3",
    "CET-1CEST,M3.5.0/2.M10.5.0/3": "CET-1CEST,M3.5.0/2,M10.5.0/3",
    "CET-1CEST\\\\,M3.5.0\\\\,M10.5.0/3": "CET-1CEST,M3.5.0,M10.5.0/3",
    "CET%E2%88%921": "CET-1",
    "CET-1CEST,M3.05.0,M10.05.0/3": "CET-1CEST,M3.5.0,M10.5.0/3",
    "EST5EDT,M3.02.00,M11.01.00": "EST5EDT,M3.2.0,M11.1.0",
    "\u201eUTC0\u201c": "UTC0",
    "\u201aUTC0\u2018": "UTC0",
    "\xabUTC0\xbb": "UTC0",
    "\u203aUTC0\u2039": "UTC0",
}
NOT_SURE = [
    "CET",
    "UTC+",
    "UTC-0500",
    "UTC\u22125",
    *("BRT\u22123", "VET\u22124:30", "EDT\u20134", "EDT&minus;4", "XYZ\u22123"),
    "TZ=UTC+3",
    "CUT +12",
    "TZ=EST+0:00:00",
    "GMT-+05:30",
    "CET--1",
    "+08",
    "+5:30",
    "UTC-10DST_1",
    "CET-01:0",
    "CET-1CEST,M3.5.0/2:3,M10.5.0/3",
    "CET-1CESTM,3.5.0,M10.5.0/3",
    "AEST-10AEDT,M10.1.0,M4.1",
    "CET-1CEST,3.5.0,10",
    "CET-1CEST,m3.5.0,10",
    "EST5EDT,M3.2.7,M11.1.0",
    "EST5EDT,J0,J365",
    "EST5EDT,M3.2.0/2u,M11.1.0/2u",
    "EST5EDT,M3.2.0/2am,M11.1.0/2am",
    "UTC0.",
    "NPT0545",
    "XYZ0530",
    "CET-1CEST,M1.05.0,M10.5.0",
    "CET-1CEST,M3.5.00,M10.5.01",
    "M%C3%96Z-1",
    "CET%FF1",
    "EST5 EDT",
    "Sydney +10",
    "Berlin 1",
    "TZ='Lima+5'",
    "E ST5",
    "EST5EDT,M1 1.1.0,M3.2.0",
    "UTC0\nEST5",
    "'EST5EDT,M3.2.0,M11.1.0",
    'PSTR("EST5EDT,M3.2.0,M11.1.0"',
    "EST5EDT,M3.2.0,M11.1.0#comment",
    "< ABC>5",
    "M\xd6Z-1",
    "EST\xad5",
    ":EST5EDT",
    ":%3C-04%3E4",
    ":EST5EDT,m3.2.0,M11.1.0",
    "Europe/Vienna",
    "TZ=Europe/Vienna",
    "NZST-122NZDT,M9.5.0,M4.1.0/3",
    "<+11>-11<+12",
]


@pytest.mark.parametrize("text", SURE)
def test_what_is_sure(text: str) -> None:
    assert fix_of(text, "vapix") == SURE[text]


@pytest.mark.parametrize("text", NOT_SURE)
def test_what_is_not_sure(text: str) -> None:
    assert tz.validate(text)
    assert fix_of(text, "vapix") is None


@pytest.mark.parametrize("text", ["CET&#8722;1", "CET&minus;1", r"CET\u22121", r"\ufeffCET-1", "CET%E2%88%921"])
def test_what_is_encoded_in_ascii_is_decoded_in_bytes_too(text: str) -> None:
    assert fix_of(text, "vapix") == "CET-1"
    assert tz.validate(text.encode()) == tz.validate(text)


@pytest.mark.parametrize(
    ("time", "hint"),
    [
        ("1Z", "convert the time to local time, and remove the Z"),
        ("1:00UTC", "convert the time to local time, and remove the UTC"),
        ("2s", "convert the time to local time, and remove the s"),
        ("2w", "remove the w"),
        ("2pm", "use hours from 0 to 24: 2pm is 14"),
        ("2:30a.m.", "use hours from 0 to 24: 2pm is 14"),
        ("2.", "remove the full stop"),
        ("2x", "remove it, or add what is missing before it"),
    ],
)
def test_the_hint_about_what_follows_a_time_keeps_its_meaning(time: str, hint: str) -> None:
    problems = tz.validate(f"CET-1CEST,M3.5.0/{time},M10.5.0/3:0")
    assert hint in [problem.hint for problem in problems if problem.code == "tz-trailing"]


@pytest.mark.parametrize("character", ["½", "⅓", "²", "₂", "①", "…", "ﬁ", "㏄"])
def test_a_sign_that_only_contains_an_ascii_character_is_not_read_as_it(character: str) -> None:
    for text in (f"CET-1{character}", f"CET-{character}", f"CE{character}T-1"):
        assert not any((problem.hint or "").startswith("use '") for problem in tz.validate(text)), text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("CET-1CEST,M3.5.00,M10.5.0/3", "use one digit"),
        ("CET-1CEST,M003.5.0,M10.5.0/3", "use one or two digits"),
        ("CET-1CEST,J0060,J300", "use one to three digits"),
        ("EST5EDT,M3.2.0/002:0,M11.1.0", "use one or two digits"),
    ],
)
def test_the_hint_about_needless_digits_is_how_many_to_use(text: str, hint: str) -> None:
    assert tz.validate(text)[0].hint == hint


def test_the_hint_about_a_full_stop_after_an_offset_is_to_remove_it() -> None:
    (problem,) = tz.validate("UTC0.")
    assert problem.hint == "remove the full stop"


@pytest.mark.parametrize("text", ["IST-5,30", "UTC+5,75", "NST3,30", "<+1245>-12,45", "IST-5,5", "EST5,00"])
def test_the_hint_about_a_comma_before_minutes_is_to_use_a_colon(text: str) -> None:
    assert {problem.hint for problem in tz.validate(text)} == {MINUTES}


@pytest.mark.parametrize("text", ["IST-5:30,30", "IST-5,300", "IST-5,60", "CET-1,M3.5.0,M10.5.0"])
def test_a_comma_before_a_rule_is_not_a_comma_before_minutes(text: str) -> None:
    assert MINUTES not in {problem.hint for problem in tz.validate(text)}


def test_the_hint_about_a_foreign_letter_in_a_latin_word_names_the_latin_letter() -> None:
    (problem,) = tz.validate("CET-1\u0421EST,M3.5.0,M10.5.0/3")
    assert problem.hint == "use the Latin letter C"
    # A designation in another script may stand for another one: \u041c\u0421\u041a is MSK.
    assert not any("Latin" in (problem.hint or "") for problem in tz.validate("\u041c\u0421\u041a-3"))


def test_a_byte_order_mark_of_bytes_is_known() -> None:
    assert tz.validate(b"\xef\xbb\xbfUTC0\r\n")[0].fix == "UTC0"
    assert tz.validate(b"UTC0\xef\xbb\xbf")[0].fix is None


def test_a_long_fix_is_in_no_hint() -> None:
    long = f"<{'A' * 5000}>5"
    (problem,) = tz.validate(f"{long}\n", "posix-2024")
    assert problem.fix == long
    assert problem.hint == "remove it"


def test_a_hint_of_missing_rules_names_none() -> None:
    (problem,) = tz.validate("CET-1CEST")
    assert problem.fix is None
    assert not re.search(r"M[0-9]", str(problem))


def templates(text: str, dialect: str) -> Iterator[tuple[str, str]]:
    """The messages about a text, without their values."""
    for problem in tz.validate(text, dialect):
        message = problem.message
        for name, value in sorted(problem.params.items(), key=lambda item: -len(str(item[1]))):
            if value != "":
                before, _, after = message.rpartition(str(value))
                message = f"{before}{{{name}}}{after}"
        yield str(problem.code), message


def test_the_values_of_a_message_are_all_in_its_params() -> None:
    slips = [damaged for text in FOOTERS[:10] for slip in SLIPS.values() for damaged in slip(text)]
    found = {each for text in (*VECTOR_TEXTS, *FIELD, *slips) for each in templates(text, "vapix")}
    # However many texts there are, the sentences stay the same few; most have a plural or two units.
    assert len(found) < 70, sorted(found)


@pytest.mark.parametrize("text", ["PST-0800", "PST+0800", "BRT-0300", "ABC+0100"])
def test_a_sign_before_four_digits_may_be_that_of_iso_8601(text: str) -> None:
    (problem,) = tz.validate(text)
    assert problem.fix is None
    assert "check the offset" in str(problem)


@pytest.mark.parametrize(
    ("text", "fix"), [("CET-0100", "CET-01:00"), ("EST+0500", "EST+05:00"), ("NST0330", "NST03:30")]
)
def test_a_designation_that_stands_for_the_offset_confirms_its_sign(text: str, fix: str) -> None:
    assert [problem.fix for problem in tz.validate(text)] == [fix]


@pytest.mark.parametrize("text", ["< 00>1", "< 01>-11"])
def test_a_lost_plus_sign_beside_a_contradiction_has_a_hint_in_words(text: str) -> None:
    assert fix_of(text, "vapix") is None
    assert "replace the space with +" in str(tz.validate(text)[0])
