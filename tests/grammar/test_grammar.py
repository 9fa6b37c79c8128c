"""The grammar file itself: it is unambiguous, uses the explanations' alphabet, and names a clause for each rule."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from tests.support import tz_texts as texts
from tools import compile_grammars
from vapix_proto import tz
from vapix_proto.grammar import parser
from vapix_proto.tz.diagnosis._foreign_characters import FOREIGN

TEXT = compile_grammars.grammar_text("posix_tz")


def test_no_terminals_of_the_grammar_collide() -> None:
    pytest.importorskip("interegular")
    Lark(TEXT, parser="lalr", start=list(compile_grammars.STARTS["posix_tz"]), strict=True)


def test_every_terminal_is_reachable_and_none_catches_all() -> None:
    lark = Lark(TEXT, parser="lalr", start=list(compile_grammars.STARTS["posix_tz"]))
    used = {symbol.name for rule in lark.rules for symbol in rule.expansion}
    assert {terminal.name for terminal in lark.terminals} <= used
    for terminal in lark.terminals:
        pattern = re.compile(terminal.pattern.to_regexp())
        assert sum(pattern.fullmatch(chr(code)) is not None for code in range(0x300)) <= 64, terminal.name


def test_characters_that_explanations_call_foreign_are_foreign_to_the_grammar() -> None:
    lark = Lark(TEXT, parser="lalr", start=list(compile_grammars.STARTS["posix_tz"]))
    patterns = [re.compile(terminal.pattern.to_regexp()) for terminal in lark.terminals]
    for code in range(0x3000):
        character = chr(code)
        known = any(pattern.fullmatch(character) for pattern in patterns)
        assert (FOREIGN.fullmatch(character) is None) is known, hex(code)


def test_every_rule_of_the_grammar_has_its_clause() -> None:
    rules = re.findall(r"^_?[a-z_]+:", TEXT, re.MULTILINE)
    clauses = re.findall(r"^// \[(?:XBD 8\.3|VAPIX)\]", TEXT, re.MULTILINE)
    assert len(rules) >= 10
    assert len(clauses) >= 6


@given(st.data(), texts.dialects())
def test_the_grammar_covers_every_dialect(data: st.DataObject, dialect: tz.Dialect) -> None:
    text = data.draw(texts.tz_strings(dialect))
    tree = parser.parse("posix_tz", "tz", text)
    assert (tree.name, tree.start, tree.end) == ("tz", 0, len(text))
    for node in tree.walk():
        assert 0 <= node.start <= node.end <= len(text)
        if node.name in string.ascii_uppercase or node.name == "INT":
            assert node.text == text[node.start : node.end]


def test_a_text_of_another_form_is_a_form_error_with_its_place() -> None:
    for text, at, expected in [
        ("UTC", 3, {"INT", "SIGN"}),
        ("EST5EDT,", 8, {"INT", "J", "M"}),
        ("", 0, {"LETTERS", "LESSTHAN"}),
        ("EST_5", 3, {"INT", "SIGN"}),
    ]:
        with pytest.raises(parser.FormError) as caught:
            parser.parse("posix_tz", "tz", text)
        assert caught.value.at == at
        assert set(caught.value.expected) == expected
