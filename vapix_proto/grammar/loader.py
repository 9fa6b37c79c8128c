"""Finds and loads the grammars. The only module that imports lark, and only when a text is first parsed."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lark import Lark
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

__all__ = ["FormError", "Node", "grammar_text", "parse", "rules_of"]

#: The symbols that can be asked for, by grammar.
STARTS: dict[str, tuple[str, ...]] = {
    "posix_tz": ("tz", "head", "rule"),
    "accounts": ("user", "password", "sgrp", "group", "comment"),
    "pwdgrp_get": ("line", "entry", "member", "comma"),
    "pwdgrp_response": ("response",),
    "usergroup": ("response",),
    "log": ("title", "older", "newer", "origin"),
    "param_list": ("line", "report_line", "name", "update_response", "update_error", "group"),
}


class FormError(Exception):
    """A text does not have the form of a symbol.

    Attributes:
        at: The index of the first character that nothing in the grammar accepts there; the text's length at its end.
        expected: The names of the terminals that could stand there; ``"$END"`` where the text could also end.
    """

    def __init__(self, at: int, expected: frozenset[str]) -> None:
        super().__init__(at, expected)
        self.at = at
        self.expected = expected


class Node:
    """A piece of a parsed text: a rule of the grammar with its parts, or a terminal.

    Attributes:
        name: The rule or terminal.
        start: Where it starts in the text.
        end: Where it ends.
        text: The characters of a terminal; those of its terminal for a rule of a single one; else empty.
        parts: The nodes of a rule, in the grammar's order, with None for each ``[...]`` that is absent.
    """

    __slots__ = ("end", "name", "parts", "start", "text")
    name: str
    start: int
    end: int
    text: str
    parts: tuple[Any, ...]

    def __init__(self, name: str, start: int, end: int, text: str, parts: tuple[Any, ...]) -> None:
        self.name, self.start, self.end, self.text, self.parts = name, start, end, text, parts

    def walk(self) -> Iterator[Node]:
        """This node and all nodes in it, in the order of the text."""
        yield self
        for part in self.parts:
            if part is not None:
                yield from part.walk()


def _node(tree: Any, at: int = 0) -> Node | None:  # noqa: ANN401 - a Tree, a Token or None
    """The node of a tree or token of lark, which starts at a place or later."""
    if tree is None:
        return None
    if not hasattr(tree, "children"):
        return Node(tree.type, tree.start_pos, tree.end_pos, str(tree), ())
    # What matched nothing has no place in lark: it stands right behind what came before.
    start = getattr(tree.meta, "start_pos", at)
    end = getattr(tree.meta, "end_pos", start)
    parts: list[Node | None] = []
    for child in tree.children:
        part = _node(child, parts[-1].end if parts and parts[-1] is not None else start)
        parts.append(part)
    text = parts[0].text if len(parts) == 1 and parts[0] is not None and not parts[0].parts else ""
    return Node(tree.data, start, end, text, tuple(parts))


def grammar_text(name: str) -> str:
    """The text of a grammar: from the package where it is installed, from the folder beside it in a plain checkout."""
    from importlib.resources import files  # noqa: PLC0415 - loads when first needed
    from pathlib import Path  # noqa: PLC0415

    inside = files("vapix_proto") / "grammars"
    if inside.is_dir():
        return (inside / f"{name}.lark").read_text("ascii")
    return (Path(__file__).parent.parent.parent / "grammars" / f"{name}.lark").read_text("ascii")


@cache
def _lark(name: str) -> Lark:
    from lark import Lark  # noqa: PLC0415 - lark loads when first needed

    return Lark(
        grammar_text(name), parser="lalr", start=list(STARTS[name]), maybe_placeholders=True, propagate_positions=True
    )


def rules_of(name: str) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, str]]:
    """The rules of a grammar, each with its bodies of symbols, and the patterns of its terminals.

    A body that has a name of its own, by ``->``, is given as a rule of that name.
    """
    from lark import Lark  # noqa: PLC0415 - lark loads when first needed

    lark = Lark(grammar_text(name), parser="lalr", start=list(STARTS[name]), maybe_placeholders=False)
    rules: dict[str, list[tuple[str, ...]]] = {}
    for rule in lark.rules:
        name, body = str(rule.origin.name), tuple(str(symbol.name) for symbol in rule.expansion)
        if rule.alias is not None:
            # A body with a name of its own is a rule of its own.
            rules.setdefault(rule.alias, []).append(body)
            body = (rule.alias,)
        if body not in rules.setdefault(name, []):
            rules[name].append(body)
    return rules, {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}


def parse(name: str, symbol: str, text: str) -> Node:
    """Parses a text as a symbol of a grammar.

    Raises:
        FormError: The text does not have the symbol's form. No exception of lark ever comes out.
    """
    parser = _lark(name)
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415 - loaded by now

    try:
        node = _node(parser.parse(text, start=symbol))
    except (UnexpectedToken, UnexpectedCharacters) as error:
        raise _form_error(error, text) from None
    assert node is not None  # noqa: S101 - a symbol is never absent
    return node


def _form_error(error: UnexpectedToken | UnexpectedCharacters, text: str) -> FormError:
    # At the end of the text lark gives the place of the last token.
    ended = getattr(getattr(error, "token", None), "type", None) == "$END"
    at = error.pos_in_stream
    accepts = error.interactive_parser.accepts()  # type: ignore[no-untyped-call]
    return FormError(len(text) if ended or at is None else at, frozenset(accepts))
