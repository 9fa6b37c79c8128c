"""Turns the trees that Lark builds into nodes of the package's own parser."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from tools.compile_grammars import lark_of
from vapix_proto.grammar.parser import FormError, Node

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["parse"]


def _node(tree: Any, at: int = 0) -> Node | None:
    """The node for one of Lark's trees or tokens, which starts at ``at`` or later."""
    if tree is None:
        return None
    if not hasattr(tree, "children"):
        return Node(tree.type, tree.start_pos, tree.end_pos, str(tree), ())
    # Lark gives no position for a part that matched nothing; it starts right after the part before it.
    start = getattr(tree.meta, "start_pos", at)
    end = getattr(tree.meta, "end_pos", start)
    parts: list[Node | None] = []
    for child in tree.children:
        part = _node(child, parts[-1].end if parts and parts[-1] is not None else start)
        parts.append(part)
    text = parts[0].text if len(parts) == 1 and parts[0] is not None and not parts[0].parts else ""
    return Node(tree.data, start, end, text, tuple(parts))


@cache
def _lark(name: str) -> Lark:
    return lark_of(name)


def parse(name: str, symbol: str, text: str) -> Node:
    """Parses text as a symbol of a grammar.

    Raises:
        FormError: The text does not have the symbol's form. Lark's own exceptions are never raised.
    """
    try:
        node = _node(_lark(name).parse(text, start=symbol))
    except (UnexpectedToken, UnexpectedCharacters) as error:
        raise _form_error(error, text) from None
    assert node is not None
    return node


def _form_error(error: UnexpectedToken | UnexpectedCharacters, text: str) -> FormError:
    # At the end of the text, Lark gives the position of the last token.
    ended = getattr(getattr(error, "token", None), "type", None) == "$END"
    at = error.pos_in_stream
    accepts = error.interactive_parser.accepts()  # type: ignore[no-untyped-call]
    return FormError(len(text) if ended or at is None else at, frozenset(accepts))
