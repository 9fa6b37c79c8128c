"""The committed regular expressions are what the grammars say, and accept what Lark accepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from tests.support import lark_reader
from tests.support import tz_texts as texts
from tools import compile_grammars
from vapix_proto import ParseError, tz
from vapix_proto.grammar import expressions, loader
from vapix_proto.tz.syntax import building
from vapix_proto.tz.syntax._patterns import digits, holes


def test_making_the_expressions_anew_changes_nothing() -> None:
    assert Path(expressions.__file__).read_text("ascii") == compile_grammars.module_text()


@pytest.mark.parametrize("name", loader.STARTS)
def test_every_grammar_is_lalr_without_collisions(name: str) -> None:
    pytest.importorskip("interegular")
    Lark(loader.grammar_text(name), parser="lalr", start=list(loader.STARTS[name]), strict=True)


def agree(key: tuple[str, str], text: str) -> bool:
    """Whether Lark accepts a text, after making sure that the expression says the same."""
    try:
        loader.parse(*key, text)
        accepted = True
    except loader.FormError:
        accepted = False
    assert (re.fullmatch(expressions.EXPRESSIONS[key], text) is not None) is accepted, text
    return accepted


#: The holes of the template filled with what the grammar itself says: no limits.
NO_LIMITS = dict.fromkeys(holes(tz.VAPIX), "[0-9]+") | {
    "length": "+",
    "name_optional": "?",
    "time_sign": "?",
    "rules_optional": "?",
}
TEMPLATE, GROUPS = expressions.TEMPLATES["posix_tz", "tz"]


@given(st.one_of(texts.tz_strings(), texts.broken_texts(), st.text(texts.ALPHABET, max_size=30)))
def test_the_form_of_tz_strings(text: str) -> None:
    try:
        loader.parse("posix_tz", "tz", text)
        accepted = True
    except loader.FormError:
        accepted = False
    for group in ("(", "(?:"):
        assert (re.fullmatch(TEMPLATE.format(group=group, **NO_LIMITS), text) is not None) is accepted, text


@st.composite
def any_dialects(draw: st.DrawFn) -> tz.Dialect:
    """The five dialects, and others that their record can say."""
    if draw(st.booleans()):
        return draw(texts.dialects())
    return tz.Dialect(
        "other",
        "",
        designation_max=draw(st.none() | st.integers(3, 12)),
        time_hours_max=draw(st.integers(24, 167)),
        time_signed=draw(st.booleans()),
        rules_required=draw(st.booleans()),
        sources=tz.VAPIX.sources,
    )


@given(st.data(), any_dialects())
def test_tz_strings(data: st.DataObject, dialect: tz.Dialect) -> None:
    valid = texts.tz_strings(tz.POSIX_2024)
    text = data.draw(st.one_of(valid, texts.broken_texts(tz.POSIX_2024), st.text(texts.ALPHABET, max_size=30)))
    expected = lark_reader.read(text, dialect)
    for _ in range(2):
        # The second time from memory.
        assert tz.is_valid(text, dialect) is (expected is not None)
        assert dialect._reader.read(text) == expected
    assert tz.is_valid(text.encode("utf-8", "surrogatepass"), dialect) is (expected is not None)
    if expected is None:
        with pytest.raises(ParseError):
            tz.parse(text, dialect)
        return
    zone = tz.parse(text, dialect)
    assert zone == expected
    # What was made past the constructors is what they make.
    parts = (zone.std, zone.dst, zone.start, zone.end)
    assert [None if part is None else part.replace() for part in parts] == list(parts)
    assert type(zone)(*parts) == zone
    assert [type(value) for value in fields(zone)] == [type(value) for value in fields(expected)]


def fields(value: object) -> list[object]:
    """Every field of a value and of the values in it."""
    names = getattr(value, "__match_args__", ())
    return [value] if not names else [inner for name in names for inner in fields(getattr(value, name))]


@pytest.mark.parametrize(
    ("low", "high", "width"),
    [(0, 24, 1), (0, 167, 1), (1, 365, 1), (0, 59, 2), (1, 12, 1), (0, 6, 1), (3, 3, 1), (18, 231, 2), (99, 101, 1)],
)
def test_ranges_of_numbers(low: int, high: int, width: int) -> None:
    expression = re.compile(digits(low, high, width))
    for size in range(1, 5):
        for number in range(10**size):
            text = str(number).zfill(size)
            expected = width <= len(text) <= len(str(high)) and low <= number <= high
            assert (expression.fullmatch(text) is not None) is expected, text


def test_every_range_of_two_digits() -> None:
    for low in range(100):
        for high in range(low, 100):
            expression = re.compile(digits(low, high))
            accepted = [n for n in range(100) if expression.fullmatch(f"{n:0{len(str(high))}}")]
            assert accepted == list(range(low, high + 1)), (low, high)


def test_the_parts_stand_where_they_are_read() -> None:
    kind = ("LETTERS", "QUOTED", "SIGN", "hours", "minutes", "seconds")
    rule = ("rule", "month", "week", "weekday", "julian_day.INT", "day_of_year.INT", *kind[2:])
    assert GROUPS[building.STD] == ("std", *kind)
    assert GROUPS[building.DST] == ("dst", *kind)
    assert GROUPS[building.START] == GROUPS[building.END] == rule
    assert len(GROUPS) == building.END.stop


def test_a_hole_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for fortnight"):
        compile_grammars.template("posix_tz", "tz", (), {"fortnight": "x"})


LINES = st.one_of(
    st.text('ab,=" \n_-\xe9', max_size=20),
    st.builds(
        lambda group, names: f'{group}="{",".join(names)}"',
        st.text("ab-_", min_size=1),
        st.lists(st.text("a b=", max_size=3)),
    ),
    st.builds(
        lambda group, names: f"{group}={','.join(names)}",
        st.text("ab-_", min_size=1),
        st.lists(st.text("a b=", max_size=3)),
    ),
)


@given(LINES)
def test_lines_of_group_listings(text: str) -> None:
    agree(("pwdgrp_get", "line"), text)
    agree(("pwdgrp_get", "entry"), text)


@given(st.one_of(st.text(max_size=20), st.text("ab:_-9 \n", max_size=20)))
def test_parts_of_accounts(text: str) -> None:
    for symbol in ("user", "password", "sgrp", "comment"):
        agree(("accounts", symbol), text)


def test_a_recursive_grammar_is_refused() -> None:
    rules = {"start": [("LPAR", "start", "RPAR"), ("X",)]}
    with pytest.raises(ValueError, match="contains itself"):
        compile_grammars._Compiler(rules, {"LPAR": r"\(", "RPAR": r"\)", "X": "x"}, ()).symbol("start", ())
