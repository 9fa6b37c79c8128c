"""From a grammar to one regular expression: the languages are regular, so what Lark explains, ``re`` can accept.

The expressions are committed in ``expressions.py``, so that accepting a text needs no lark. ``python -m
tools.compile_grammars`` writes that file; a test fails where it is not what the grammars say.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from vapix_proto.grammar import loader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COMPILED", "LIMITED", "expression", "module_text", "template"]

#: The symbols whose acceptance must be fast, and the rules in them to capture by name.
COMPILED: dict[tuple[str, str], tuple[str, ...]] = {
    ("accounts", "user"): (),
    ("accounts", "password"): (),
    ("accounts", "sgrp"): (),
    ("accounts", "group"): (),
    ("accounts", "comment"): (),
    ("pwdgrp_get", "line"): ("group", "quoted", "bare"),
    ("pwdgrp_get", "entry"): ("group", "quoted"),
    ("pwdgrp_get", "member"): (),
    ("pwdgrp_get", "comma"): (),
    ("pwdgrp_response", "response"): ("created", "modified", "removed", "reason", "action"),
    ("usergroup", "response"): ("user", "groups"),
    ("log", "title"): ("heading",),
    ("log", "older"): ("level", "date", "host", "text"),
    ("log", "newer"): ("time", "host", "level", "text"),
    ("log", "origin"): ("process", "pid"),
    ("param_list", "line"): ("name", "value", "asked"),
    ("param_list", "report_line"): ("section", "key", "quoted"),
    ("param_list", "name"): (),
    ("param_list", "update_response"): (),
    ("param_list", "update_error"): ("name", "rejected"),
    ("param_list", "group"): (),
}

#: The symbols that have limits besides their form: which symbols in them to capture, every occurrence as a group, and
#: the holes that the limits fill. A hole stands in the place of a symbol (``inside.symbol``: only there), of the
#: repetition in a terminal (``TERMINAL+``), or of the question mark behind something optional, which is named by its
#: first symbol (``inside.symbol?``).
LIMITED: dict[tuple[str, str], tuple[tuple[str, ...], dict[str, str]]] = {
    ("accounts", "user"): ((), {"ALNUM+": "length"}),
    ("posix_tz", "tz"): (
        (
            "std", "dst", "LETTERS", "QUOTED", "SIGN", "hours", "minutes", "seconds",
            "rule", "month", "week", "weekday", "julian_day.INT", "day_of_year.INT",
        ),
        {
            "LETTERS+": "length",
            "QUOTED+": "length",
            "quoted.QUOTED?": "name_optional",
            "offset.hours": "offset_hours",
            "time.SIGN?": "time_sign",
            "time.hours": "time_hours",
            "minutes": "sixtieths",
            "seconds": "sixtieths",
            "month": "month",
            "week": "week",
            "weekday": "weekday",
            "julian_day.INT": "julian_day",
            "day_of_year.INT": "day_of_year",
            "tz.COMMA?": "rules_optional",
        },
    ),
}  # fmt: skip


def expression(name: str, symbol: str, captures: Sequence[str] = ()) -> str:
    """The regular expression of a symbol of a grammar, for ``re.fullmatch``.

    Args:
        name: The grammar.
        symbol: The symbol.
        captures: The rules whose text is a named group; each may stand once in the symbol.

    Raises:
        ValueError: The grammar is recursive in a way that no regular expression can follow.
    """
    return _Compiler(*loader.rules_of(name), captures).symbol(symbol, ())


def template(name: str, symbol: str, captures: Sequence[str], holes: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The expression of a symbol with its limits left open, for ``str.format``, and the names of its groups in order.

    Besides the holes asked for there is ``{group}``, which opens every group: ``(``, or ``(?:`` where only the verdict
    is wanted.

    Raises:
        ValueError: As for ``expression``, or a hole that stands nowhere.
    """
    compiler = _Template(*loader.rules_of(name), captures, holes)
    text = compiler.symbol(symbol, ())
    if compiler.filled != set(holes):
        raise ValueError(f"no place for {', '.join(sorted(set(holes) - compiler.filled))}")
    return text, tuple(compiler.groups)


# One or more of a set of characters.
_REPEATED = re.compile(r"\[[^]]+\]\+")
# Any characters but some, or one of these.
_ALL_OR_ONE = re.compile(r"\(\?:\[\^([^]\\-]*)([^]\\-])([^]\\-]*)\]\+\+\|\2\)")


class _Compiler:
    def __init__(
        self, rules: Mapping[str, Sequence[tuple[str, ...]]], terminals: Mapping[str, str], captures: Sequence[str]
    ) -> None:
        self.rules, self.terminals, self.captures = rules, terminals, captures

    def symbol(self, name: str, above: tuple[str, ...]) -> str:
        """The expression of a symbol that stands inside others."""
        if name in above:
            raise ValueError(f"{name} contains itself")
        return self.captured(name, above)

    def captured(self, name: str, above: tuple[str, ...]) -> str:
        whole = self.body(name, above)
        return f"(?P<{name}>{whole})" if name in self.captures else whole

    def body(self, name: str, above: tuple[str, ...]) -> str:
        if name in self.terminals:
            pattern = self.terminals[name]
            if _REPEATED.fullmatch(pattern):
                # Lark takes the longest match of a terminal and never less: so does this, without a second try.
                return f"{pattern}+"
            return f"(?:{pattern})" if "|" in pattern else pattern
        bodies = self.rules[name]
        # x+ is a left-recursive helper in lark, y: x | y x, and x* is one that may be absent.
        heads = [body for body in bodies if body[:1] != (name,)]
        tails = [body[1:] for body in bodies if body[:1] == (name,)]
        whole = self._alternatives(heads, (*above, name))
        if tails:
            again = self._alternatives(tails, (*above, name))
            if whole != again:
                return f"{whole}(?:{again})*"
            # (?:[^",]++|,)+ is [^"]++, which is 3 times as fast.
            found = _ALL_OR_ONE.fullmatch(whole)
            return f"(?:{whole})+" if found is None else f"[^{found[1]}{found[3]}]++"
        return whole

    def _alternatives(self, bodies: list[tuple[str, ...]], above: tuple[str, ...]) -> str:
        """The bodies of a rule, what they have in common written once."""
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for body in bodies:
            if body:
                by_first.setdefault(body[0], []).append(body[1:])
        if not by_first:
            return ""
        first, rests = next(iter(by_first.items()))
        if () not in bodies and len(bodies) == 2 * len(rests) and {*bodies} == {*rests, *((first, *r) for r in rests)}:
            # [first] rests
            return self.optional(first, self.symbol(first, above), above) + self._alternatives(rests, above)
        texts = [self.symbol(first, above) + self._alternatives(rests, above) for first, rests in by_first.items()]
        if () in bodies:
            return self.optional(first, "|".join(texts), above)
        return texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})"

    def optional(self, _first: str, text: str, _above: tuple[str, ...]) -> str:
        """An expression of which nothing may be there."""
        return text[:-2] + "*+" if _REPEATED.fullmatch(text[:-1]) else f"(?:{text})?"


class _Template(_Compiler):
    """Groups by number and with holes in the places of limits."""

    def __init__(
        self,
        rules: Mapping[str, Sequence[tuple[str, ...]]],
        terminals: Mapping[str, str],
        captures: Sequence[str],
        holes: Mapping[str, str],
    ) -> None:
        super().__init__(rules, terminals, captures)
        self.holes = holes
        self.filled: set[str] = set()
        self.groups: list[str] = []

    def captured(self, name: str, above: tuple[str, ...]) -> str:
        wanted = [key for key in (name, *(f"{rule}.{name}" for rule in above)) if key in self.captures]
        if not wanted:
            return self._limited(name, above)
        self.groups.append(wanted[-1])
        return f"{{group}}{self._limited(name, above)})"

    def _limited(self, name: str, above: tuple[str, ...]) -> str:
        hole = self._hole(name, above)
        if hole is not None:
            return hole
        text = self.body(name, above)
        repetition = self._hole(f"{name}+", ()) if text.endswith("++") else None
        return text if repetition is None else text[:-2] + repetition

    def optional(self, first: str, text: str, above: tuple[str, ...]) -> str:
        group = text.startswith("{group}") and text.endswith(")") and text.count(")") == 1
        mark = self._hole(f"{first}?", above)
        return (text if group else f"(?:{text})") + (mark or "?")

    def _hole(self, name: str, above: tuple[str, ...]) -> str | None:
        for key in (f"{above[-1]}.{name}" if above else name, *(f"{rule}.{name}" for rule in above), name):
            if key in self.holes:
                self.filled.add(key)
                return f"{{{self.holes[key]}}}"
        return None


def module_text() -> str:
    """The text of ``expressions.py``."""
    lines = [
        '"""Made from grammars/ by ``python -m tools.compile_grammars``; a test compares the two. Do not edit."""',
        "",
        "# fmt: off",
        "# ruff: noqa: E501",
        "EXPRESSIONS: dict[tuple[str, str], str] = {",
    ]
    for (name, symbol), captures in COMPILED.items():
        lines.append(f"    ({name!r}, {symbol!r}):\n        {expression(name, symbol, captures)!r},")
    lines += ["}", "TEMPLATES: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {"]
    for (name, symbol), (captures, holes) in LIMITED.items():
        text, groups = template(name, symbol, captures, holes)
        lines.append(f"    ({name!r}, {symbol!r}): (\n        {text!r},\n        {groups!r},\n    ),")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    Path(loader.__file__).with_name("expressions.py").write_text(module_text(), "ascii")
