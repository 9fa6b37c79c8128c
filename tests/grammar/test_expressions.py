"""The committed regular expressions are what the grammars produce, and accept what Lark accepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from tests.support import lark_reader, lark_trees
from tests.support import tz_texts as texts
from tools import compile_grammars
from vapix_proto import ParseError, tz
from vapix_proto.grammar import expressions, parser
from vapix_proto.tz.syntax import building
from vapix_proto.tz.syntax._patterns import holes
from vapix_proto.tz.syntax.numbers import digits
from vapix_proto.vapix.pwdgrp.responses import Reason


def test_the_expressions_are_up_to_date() -> None:
    assert Path(expressions.__file__).read_text("ascii") == compile_grammars.expressions_text()


@pytest.mark.parametrize("name", compile_grammars.STARTS)
def test_every_grammar_is_lalr_without_conflicts(name: str) -> None:
    pytest.importorskip("interegular")
    Lark(compile_grammars.grammar_text(name), parser="lalr", start=list(compile_grammars.STARTS[name]), strict=True)


def agree(key: tuple[str, str], text: str) -> parser.Node | None:
    """The tree that Lark reads; asserts that the expression agrees, and captures the same parts."""
    found = re.fullmatch(expressions.EXPRESSIONS[key], text)
    try:
        tree = lark_trees.parse(*key, text)
    except parser.FormError:
        assert found is None, text
        return None
    assert found is not None, text
    parts = {node.name: text[node.start : node.end] for node in tree.walk()}
    assert found.groupdict() == {name: parts.get(name) for name in found.groupdict()}
    return tree


#: The holes in the template, filled without limits, as in the grammar itself.
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
        lark_trees.parse("posix_tz", "tz", text)
        accepted = True
    except parser.FormError:
        accepted = False
    for group in ("(", "(?:"):
        assert (re.fullmatch(TEMPLATE.format(group=group, **NO_LIMITS), text) is not None) is accepted, text


@st.composite
def any_dialects(draw: st.DrawFn) -> tz.Dialect:
    """The five dialects, and others that a ``Dialect`` can describe."""
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
        # The second answer comes from the cache.
        assert tz.is_valid(text, dialect) is (expected is not None)
        assert dialect._reader.read(text) == expected
    assert tz.is_valid(text.encode("utf-8", "surrogatepass"), dialect) is (expected is not None)
    if expected is None:
        with pytest.raises(ParseError):
            tz.parse(text, dialect)
        return
    zone = tz.parse(text, dialect)
    assert zone == expected
    # The parser bypasses the constructors, which must produce the same values.
    parts = (zone.std, zone.dst, zone.start, zone.end)
    assert [None if part is None else part.replace() for part in parts] == list(parts)
    assert type(zone)(*parts) == zone
    assert [type(value) for value in fields(zone)] == [type(value) for value in fields(expected)]


def fields(value: object) -> list[object]:
    """Every field of a value, and of the values in it."""
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


def test_the_parts_are_in_the_groups_where_they_are_read() -> None:
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
    for symbol in ("line", "entry", "member", "comma"):
        tree = agree(("pwdgrp_get", symbol), text)
        if tree is not None and symbol in ("line", "entry"):
            members = [node.text for node in tree.walk() if node.name == "member"]
            value = tree.parts[1]
            written = text[value.start : value.end]
            # Finding members gives the same list as splitting at commas.
            assert re.findall(expressions.EXPRESSIONS["pwdgrp_get", "member"], written) == members
            assert list(filter(None, written.split(expressions.EXPRESSIONS["pwdgrp_get", "comma"]))) == members


REASONS = [reason.value for reason in Reason]
RESPONSES = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            [
                *("Created ", "Modified ", "Removed ", "the ", "account ", "Error: ", "malformed action operation, "),
                *("joe", "<action>", ".", " ", "\n", "\xe9", "\ud800"),
                *REASONS,
            ]
        ),
        max_size=6,
    ).map("".join),
    st.builds("{}{}.".format, st.sampled_from(["Created account ", "Modified account "]), st.text(max_size=5)),
    st.builds("{}{}.".format, st.sampled_from(["Modified the account ", "Removed account "]), st.text(max_size=5)),
    st.builds("Error: {}{}".format, st.sampled_from(["malformed action operation, ", *REASONS]), st.text(max_size=5)),
)


@given(RESPONSES)
def test_responses_of_pwdgrp(text: str) -> None:
    agree(("pwdgrp_response", "response"), text)


def test_the_reasons_of_the_grammar_are_those_of_the_package() -> None:
    rules, terminals = compile_grammars.rules_of("pwdgrp_response")
    assert [re.sub(r"\\(.)", r"\1", terminals[name]) for (name,) in rules["reason"]] == REASONS


@given(st.one_of(st.text(max_size=20), st.text("ab:_-9 \n", max_size=20)))
def test_parts_of_accounts(text: str) -> None:
    for symbol in compile_grammars.STARTS["accounts"]:
        tree = agree(("accounts", symbol), text)
        if tree is not None and symbol == "sgrp":
            groups = [node.text for node in tree.walk() if node.name == "group"]
            assert re.findall(expressions.EXPRESSIONS["accounts", "group"], text) == groups
    expression, captures = expressions.TEMPLATES["accounts", "user"]
    is_user = agree(("accounts", "user"), text) is not None
    assert captures == ()
    assert (re.fullmatch(expression.format(length="+"), text) is not None) is is_user
    assert (re.fullmatch(expression.format(length="{1,3}"), text) is not None) is (is_user and len(text) <= 3)


def test_a_recursive_grammar_is_refused() -> None:
    rules = {"start": [("LPAR", "start", "RPAR"), ("X",)]}
    with pytest.raises(ValueError, match="contains itself"):
        compile_grammars._Compiler(rules, {"LPAR": r"\(", "RPAR": r"\)", "X": "x"}, ()).symbol("start", ())
