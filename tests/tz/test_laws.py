"""Properties of parsing and validation, compared with an independent checker written by hand."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.independent import tz_checker
from vapix_proto import ParseError, tz
from vapix_proto.errors import excerpt


def plain(zone: tz.PosixTimeZone) -> tuple[object, ...]:
    """A zone in the form of the independent checker."""

    def rule(value: tz.Rule | None) -> tuple[object, ...] | None:
        if value is None:
            return None
        date = value.date
        if isinstance(date, tz.MonthWeekDay):
            return "M", (date.month, date.week, date.weekday), value.time
        return "J" if isinstance(date, tz.JulianDay) else "n", (date.day,), value.time

    dst = zone.dst
    return (
        zone.std.designation,
        zone.std.utoff,
        dst and dst.designation,
        dst and dst.utoff,
        rule(zone.start),
        rule(zone.end),
    )


@given(st.data(), texts.dialects())
def test_a_valid_string_is_accepted_and_means_what_the_checker_says(data: st.DataObject, dialect: tz.Dialect) -> None:
    text = data.draw(texts.tz_strings(dialect))
    assert tz.is_valid(text, dialect)
    assert tz_checker.accepts(text, dialect.name)
    assert plain(tz.parse(text, dialect)) == tz_checker.value(text, dialect.name)
    assert tz.parse(text.encode(), dialect) == tz.parse(text, dialect)


@given(st.data(), texts.dialects())
def test_the_canonical_text_parses_back_and_is_the_shortest(data: st.DataObject, dialect: tz.Dialect) -> None:
    text = data.draw(texts.tz_strings(dialect))
    zone = tz.parse(text, dialect)
    canonical = str(zone)
    assert tz.parse(canonical, dialect) == zone
    assert str(tz.parse(canonical, dialect)) == canonical
    assert len(canonical) <= len(text)


@given(st.data(), texts.dialects())
def test_a_broken_string_is_judged_as_the_checker_does_with_a_span_on_the_fault(
    data: st.DataObject, dialect: tz.Dialect
) -> None:
    text = data.draw(texts.broken_texts(dialect))
    errors = [problem for problem in tz.validate(text, dialect) if problem.severity == "error"]
    assert (not errors) is tz_checker.accepts(text, dialect.name)
    if errors:
        # Up to here, the text could still have become valid, so the fault is here.
        fault = tz_checker.viable_prefix(text, dialect.name)
        assert any(problem.span.start <= fault <= problem.span.end for problem in errors), (fault, errors)


@pytest.mark.parametrize(
    "text", ["GMT0BST,M3.5.0/1,M10.5.0", "<-03>3:30<-02>-2,J60/24:59:59,365", "EST5EDT", "ABCDEF-24:00:00"]
)
def test_every_cut_and_every_corrupted_index_has_its_span(text: str, thorough: bool) -> None:
    # The grammar treats all letters alike except J and M; the narrowest and the widest dialect have all the limits.
    characters = texts.ALPHABET if thorough else "AJMjm0123456789<>:+,./-"
    explained = tz.DIALECTS if thorough else ("vapix", "tzif-v3")
    broken = [text[:cut] for cut in range(len(text))]
    for index in range(len(text)):
        broken += [text[:index] + character + text[index + 1 :] for character in characters + " \n\0_\xe9\uff15"]
    refused = 0
    for candidate in broken:
        for dialect in tz.DIALECTS:
            valid = tz.is_valid(candidate, dialect)
            assert valid is tz_checker.accepts(candidate, dialect)
            if not valid and dialect in explained:  # validate is slow, so it is not called for valid texts
                refused += 1
                errors = tz.validate(candidate, dialect)
                fault = tz_checker.viable_prefix(candidate, dialect)
                assert any(e.span.start <= fault <= e.span.end for e in errors), (candidate, dialect, fault, errors)
    assert refused > len(broken)


ANYTHING = st.one_of(st.text(), st.text(texts.ALPHABET), texts.broken_texts(), st.binary(), st.binary().map(bytearray))


@given(ANYTHING, texts.dialects())
@example("", tz.VAPIX)
@example("<" * 50, tz.VAPIX)
@example("1" * 5000, tz.VAPIX)
@example("EST5EDT,M" + "9" * 5000 + ".1.1,J1", tz.VAPIX)
@example(memoryview(b"UTC0"), tz.VAPIX)
@example("EST5:\n", tz.VAPIX)
@example("E\u2212ST5EDT,M3.2.0,M11.1.0/2:", tz.TZIF_V3)
@example("EST5" + "\U0001f600" * 1000, tz.VAPIX)
def test_anything_gets_an_answer_or_a_parse_error(text: str | bytes, dialect: tz.Dialect) -> None:
    problems = tz.validate(text, dialect)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert tz.is_valid(text, dialect) is (not errors)
    assert list(problems) == sorted(problems, key=lambda problem: (problem.span, problem.code))
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.message
        assert problem.source
        for words in (problem.message, problem.hint or ""):
            assert words.isascii()
            assert words.isprintable()
            assert len(words) < 400
    if not errors:
        assert isinstance(tz.parse(text, dialect), tz.PosixTimeZone)
        return
    with pytest.raises(ParseError) as caught:
        tz.parse(text, dialect)
    assert caught.value.problem == errors[0]
    assert list(caught.value.problems) == errors
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.problem) == (str(caught.value), caught.value.problem)


@given(ANYTHING, st.integers(0, 60), st.integers(0, 60))
def test_the_caret_stands_beneath_its_span(text: str | bytes, start: int, length: int) -> None:
    text = bytes(text) if not isinstance(text, str) else text
    start = min(start, len(text))
    end = min(start + length, len(text))
    line, caret = excerpt(text, tz.validate("")[0].span.replace(start=start, end=end))
    assert line.isprintable() or line == ""
    assert caret.strip() == "^" * len(caret.strip()) != ""
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
    assert len(caret) <= columns + 1
    assert columns - sum(unicodedata.category(character) in ("Mn", "Me") for character in line) <= 72


@pytest.mark.parametrize("value", [None, 5, 1.5, ["UTC0"], object()])
def test_what_is_no_text_is_a_type_error(value: object) -> None:
    for function in (tz.parse, tz.validate, tz.is_valid):
        with pytest.raises(TypeError, match="TZ string"):
            function(value)  # type: ignore[arg-type]


def test_a_dialect_goes_by_value_or_name() -> None:
    assert tz.is_valid("EST5EDT,M3.2.0/-1,M11.1.0", "tzif-v3")
    assert tz.is_valid("EST5EDT,M3.2.0/-1,M11.1.0", tz.POSIX_2024)
    assert not tz.is_valid("EST5EDT,M3.2.0/-1,M11.1.0", "TZIF_V2")
    with pytest.raises(ValueError, match="there is no dialect 'axis': choose one of vapix"):
        tz.parse("UTC0", "axis")
    with pytest.raises(TypeError):
        tz.parse("UTC0", 5)  # type: ignore[arg-type]


SHAPES = {
    "letters": "A",
    "digits": "1",
    "open brackets": "<",
    "brackets": "<>",
    "commas": ",",
    "colons": "EST5:",
    "rules": "M3.2.0,",
    "white space": " \n",
    "mixed": "A_",
    "wide digits": "\uff15",
    "places": "A/",
    "openings": "TZ=",
    "percent encoding": "%3C",
    "HTML": "&lt;",
    "backslashes": "\\<",
    "quotes": "'A",
    "spaces": "A ,",
    "semicolons": "1;",
    "dots": ".",
    "offsets": "<+03>-3",
    "combining": "e\u0301",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_text_gets_its_answer(shape: str, thorough: bool) -> None:
    text = SHAPES[shape] * ((1_000_000 if thorough else 20_000) // len(SHAPES[shape]))
    problems = tz.validate(text)
    assert problems
    assert len(problems) < 64
    assert not tz.is_valid(text)
    with pytest.raises(ParseError) as caught:
        tz.parse("UTC0" + text)
    assert len(str(caught.value)) < 1200
