"""From a grammar to one regular expression: the languages are regular, so what Lark explains, ``re`` can accept.

The expressions are committed in ``_recognisers.py``, so that accepting a text needs no lark. ``python -m
vapix_proto._regular`` writes that file anew; a test fails where it is not what the grammars say.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vapix_proto._grammar import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COMPILED", "expression", "module_text"]

#: The symbols whose acceptance must be fast, and the rules in them to capture by name.
COMPILED: dict[tuple[str, str], tuple[str, ...]] = {
    ("posix_tz", "tz"): (),
    ("accounts", "user"): (),
    ("accounts", "password"): (),
    ("accounts", "sgrp"): (),
    ("accounts", "comment"): (),
    ("pwdgrp_get", "line"): ("group", "quoted", "bare"),
    ("pwdgrp_get", "entry"): ("group", "quoted"),
    ("param_list", "line"): ("name", "value", "asked"),
    ("param_list", "name"): (),
    ("param_list", "update_answer"): (),
    ("param_list", "update_error"): ("name", "rejected"),
    ("param_list", "group"): (),
}


def expression(name: str, symbol: str, captures: Sequence[str] = ()) -> str:
    """The regular expression of a symbol of a grammar, for ``re.fullmatch``.

    Args:
        name: The grammar.
        symbol: The symbol.
        captures: The rules whose text is a named group; each may stand once in the symbol.

    Raises:
        ValueError: The grammar is recursive in a way that no regular expression can follow.
    """
    return _Compiler(*rules_of(name), captures).symbol(symbol, ())


class _Compiler:
    def __init__(
        self, rules: Mapping[str, Sequence[tuple[str, ...]]], terminals: Mapping[str, str], captures: Sequence[str]
    ) -> None:
        self.rules, self.terminals, self.captures = rules, terminals, captures

    def symbol(self, name: str, above: tuple[str, ...]) -> str:
        if name in self.terminals:
            return self._atom(self.terminals[name])
        if name in above:
            raise ValueError(f"{name} contains itself")
        bodies = self.rules[name]
        # x+ is a left-recursive helper in lark, y: x | y x, and x* is one that may be absent.
        heads = [body for body in bodies if body[:1] != (name,)]
        tails = [body[1:] for body in bodies if body[:1] == (name,)]
        whole = self._alternatives(heads, (*above, name))
        if tails:
            again = self._alternatives(tails, (*above, name))
            whole = f"(?:{whole})+" if whole == again else f"{whole}(?:{again})*"
        return f"(?P<{name}>{whole})" if name in self.captures else whole

    def _alternatives(self, bodies: list[tuple[str, ...]], above: tuple[str, ...]) -> str:
        """The bodies of a rule, what they have in common at their start written once."""
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for body in bodies:
            if body:
                by_first.setdefault(body[0], []).append(body[1:])
        texts = [self.symbol(first, above) + self._alternatives(rests, above) for first, rests in by_first.items()]
        if not texts:
            return ""
        if () in bodies:
            return f"(?:{'|'.join(texts)})?"
        return texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})"

    @staticmethod
    def _atom(pattern: str) -> str:
        return f"(?:{pattern})" if "|" in pattern else pattern


def module_text() -> str:
    """The text of ``_recognisers.py``."""
    lines = [
        '"""Made from grammars/ by ``python -m vapix_proto._regular``; a test compares the two. Do not edit."""',
        "",
        "# fmt: off",
        "# ruff: noqa: E501",
        "EXPRESSIONS: dict[tuple[str, str], str] = {",
    ]
    for (name, symbol), captures in COMPILED.items():
        lines.append(f"    ({name!r}, {symbol!r}):\n        {expression(name, symbol, captures)!r},")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    Path(__file__).with_name("_recognisers.py").write_text(module_text(), "ascii")
