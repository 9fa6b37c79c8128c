"""The committed regular expressions are what the grammars say, and accept what Lark accepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from vapix_proto import _grammar, _recognisers, _regular

from . import tz_texts as texts


def test_making_the_expressions_anew_changes_nothing() -> None:
    assert Path(_recognisers.__file__).read_text("ascii") == _regular.module_text()


@pytest.mark.parametrize("name", _grammar.STARTS)
def test_every_grammar_is_lalr_without_collisions(name: str) -> None:
    pytest.importorskip("interegular")
    Lark(_grammar.grammar_text(name), parser="lalr", start=list(_grammar.STARTS[name]), strict=True)


def agree(key: tuple[str, str], text: str) -> bool:
    """Whether Lark accepts a text, after making sure that the expression says the same."""
    try:
        _grammar.parse(*key, text)
        accepted = True
    except _grammar.FormError:
        accepted = False
    assert (re.fullmatch(_recognisers.EXPRESSIONS[key], text) is not None) is accepted, text
    return accepted


@given(st.one_of(texts.tz_strings(), texts.broken_texts(), st.text(texts.ALPHABET, max_size=30)))
def test_tz_strings(text: str) -> None:
    agree(("posix_tz", "tz"), text)


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
        _regular._Compiler(rules, {"LPAR": r"\(", "RPAR": r"\)", "X": "x"}, ()).symbol("start", ())
