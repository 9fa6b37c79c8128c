"""Parses a text as a symbol of a grammar: an LALR(1) parser, whose tables are those that Lark makes of the grammar."""

from __future__ import annotations

import re
from functools import cache

from vapix_proto.grammar.tables import TABLES

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_END = "$END"


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


def parse(name: str, symbol: str, text: str) -> Node:
    """Parses a text as a symbol of a grammar.

    Raises:
        FormError: The text does not have the symbol's form.
    """
    symbols, _, rules, actions, gotos = TABLES[name]
    first, last = symbols[symbol]
    states = [first]
    # For each state but the first: the node that led to it, or the parts of a node, and where that starts.
    found: list[Any] = []
    starts: list[int] = []
    at = 0
    while True:
        kind, end = _terminal(name, actions[states[-1]], text, at) if at < len(text) else (_END, at)
        while (action := actions[states[-1]].get(kind)) is not None and action < 0:
            rule, shown, size, kept = rules[~action]
            begin = len(found) - size
            start = starts[begin] if size else at
            # There are no gaps between terminals, so a complete rule ends where the next terminal starts.
            made = _made(rule, shown, start, at, found[begin:], kept)
            del states[begin + 1 :], found[begin:], starts[begin:]
            states.append(gotos[states[-1]][rule])
            found.append(made)
            starts.append(start)
            if kind == _END and states[-1] == last:
                node: Node = made
                return node
        if action is None:
            accepted = (each for each in actions[states[-1]] if _accepts(name, states[:], last, each))
            raise FormError(at, frozenset(accepted))
        states.append(action)
        found.append(Node(kind, at, end, text[at:end], ()))
        starts.append(at)
        at = end


def _made(rule: str, shown: str, start: int, end: int, found: list[Any], kept: tuple[int | None, ...]) -> Any:  # noqa: ANN401
    """The node of a complete rule; if its name begins with ``_``, only the parts, for the rule around it.

    ``found`` has what was found for each symbol of its body. ``kept`` tells which of it are parts: an index, ``~index``
    for all parts found there, or None for an absent ``[...]``.
    """
    parts: list[Any] = []
    for index in kept:
        if index is None:
            parts.append(None)
        elif index >= 0:
            parts.append(found[index])
        elif parts:
            parts += found[~index]
        else:
            parts = found[~index]  # a long list grows in place
    if rule[0] == "_":
        return parts
    text = parts[0].text if len(parts) == 1 and parts[0] is not None and not parts[0].parts else ""
    return Node(shown, start, end, text, tuple(parts))


def _terminal(name: str, state: dict[str, int], text: str, at: int) -> tuple[str, int]:
    """The first terminal of a state that matches at a place, and where it ends; an empty name if none does."""
    for kind in state:
        if kind != _END:
            match = _pattern(name, kind).match(text, at)
            if match is not None:
                return kind, match.end()
    return "", at


@cache
def _pattern(name: str, kind: str) -> re.Pattern[str]:
    return re.compile(TABLES[name][1][kind])


def _accepts(name: str, states: list[int], last: int, kind: str) -> bool:
    """Whether a terminal can stand next, or the text can end."""
    _, _, rules, actions, gotos = TABLES[name]
    while (action := actions[states[-1]].get(kind)) is not None and action < 0:
        rule, _, size, _ = rules[~action]
        del states[len(states) - size :]
        states.append(gotos[states[-1]][rule])
        if kind == _END and states[-1] == last:
            return True
    return action is not None
