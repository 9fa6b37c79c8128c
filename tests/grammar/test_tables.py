"""The package's parser reads what Lark reads: it builds the same tree, or refuses the text at the same position."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import lark_trees
from tests.support import tz_texts as texts
from tools import compile_grammars
from vapix_proto.grammar import parser, tables

if TYPE_CHECKING:
    from vapix_proto.grammar.parser import Node

SYMBOLS = [(name, symbol) for name, starts in compile_grammars.EXPLAINED.items() for symbol in starts]
#: The words of these grammars, and characters that no grammar has.
WORDS = [
    *("M3.5.0/1", "J60", "<+03>-3", "EST5EDT", ",", "0", "/", ":", ".", "-", "<", ">", "A", "é", "\ud800", " ", "_"),
    *("root.Time.POSIXTimeZone=", "# Error: Error -1 getting param in group '", "'", "OK", "\n", "\r\n", "=", '"'),
    *("admin", "digusers=", "root,joe", "*"),
]


def outline(node: Node | None) -> object:
    """A tree as plain data. Lark gives no position for a part that matched nothing."""
    if node is None:
        return None
    place = (node.start, node.end) if node.start < node.end else ()
    return node.name, place, node.text, [outline(part) for part in node.parts]


def read(parse: object, name: str, symbol: str, text: str) -> object:
    assert callable(parse)
    try:
        return outline(parse(name, symbol, text))
    except parser.FormError as error:
        return error.at, error.expected


def test_the_tables_are_up_to_date() -> None:
    assert Path(tables.__file__).read_text("ascii") == compile_grammars.tables_text()


@given(st.sampled_from(SYMBOLS), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
@example(("posix_tz", "tz"), "")
@example(("pwdgrp_get", "line"), 'admin=","')
def test_any_text_as_any_symbol(symbol: tuple[str, str], text: str) -> None:
    assert read(parser.parse, *symbol, text) == read(lark_trees.parse, *symbol, text)


@given(st.sampled_from([*compile_grammars.STARTS["posix_tz"]]), st.one_of(texts.tz_strings(), texts.broken_texts()))
def test_tz_strings(symbol: str, text: str) -> None:
    for piece in (text, *text.split(",")):
        assert read(parser.parse, "posix_tz", symbol, piece) == read(lark_trees.parse, "posix_tz", symbol, piece)


@pytest.mark.parametrize(
    ("name", "symbol", "text"),
    [("pwdgrp_get", "line", f'admin="{"joe," * 20_000}"'), ("param_list", "name", ".".join(["a"] * 50_000))],
)
def test_long_lists(name: str, symbol: str, text: str) -> None:
    tree = parser.parse(name, symbol, text)
    assert (tree.start, tree.end) == (0, len(text))
