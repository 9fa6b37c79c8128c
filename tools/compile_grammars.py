"""Compiles the grammars into two modules, so that the package does not need Lark.

``expressions.py`` has a regular expression for each symbol whose acceptance must be fast. The languages are regular, so
``re`` can accept all that Lark can parse. ``tables.py`` has the tables of Lark's LALR(1) parsers, which ``parser.py``
follows to explain why text is refused. ``python -m tools.compile_grammars`` writes both modules; a test fails if they
differ from what the grammars produce.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.parse_tree_builder import maybe_create_child_filter
from lark.parsers.lalr_analysis import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ROOT = Path(__file__).resolve().parent.parent

#: The start symbols of each grammar.
STARTS: dict[str, tuple[str, ...]] = {
    "posix_tz": ("tz", "head", "rule"),
    "accounts": ("user", "password", "sgrp", "group", "comment"),
    "pwdgrp_get": ("line", "entry", "member", "comma"),
    "pwdgrp_response": ("response",),
    "usergroup": ("response",),
    "log": ("title", "older", "newer", "origin"),
    "param_list": ("line", "report_line", "name", "update_response", "update_error", "group"),
}

#: The symbols that the package parses, to explain why text is refused.
EXPLAINED: dict[str, tuple[str, ...]] = {
    "posix_tz": ("tz", "head", "rule"),
    "accounts": ("sgrp",),
    "pwdgrp_get": ("line",),
    "param_list": ("line", "name"),
}

#: The symbols whose acceptance must be fast, each with the rules to capture as named groups.
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

#: The symbols that have limits besides their form, which are filled in later: for each, the symbols to capture (every
#: occurrence becomes a group) and the holes for the limits. A hole replaces a symbol (``inside.symbol`` replaces it
#: only within ``inside``), the repetition in a terminal (``TERMINAL+``), or the question mark after an optional part,
#: which is named after its first symbol (``inside.symbol?``).
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
    """The regular expression for a symbol of a grammar, to use with ``re.fullmatch``.

    Args:
        name: The name of the grammar.
        symbol: The symbol.
        captures: The rules whose text becomes a named group; each may occur only once in the symbol.

    Raises:
        ValueError: The grammar is recursive in a way that no regular expression can express.
    """
    return _Compiler(*rules_of(name), captures).symbol(symbol, ())


def template(name: str, symbol: str, captures: Sequence[str], holes: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The regular expression for a symbol, with holes for ``str.format`` in place of limits, and its groups in order.

    Besides the given holes, there is ``{group}``, which opens every group: fill it with ``(``, or with ``(?:`` if only
    the verdict is needed.

    Raises:
        ValueError: See ``expression``; or a hole occurs nowhere.
    """
    compiler = _Template(*rules_of(name), captures, holes)
    text = compiler.symbol(symbol, ())
    if compiler.filled != set(holes):
        raise ValueError(f"the symbol has no place for {', '.join(sorted(set(holes) - compiler.filled))}")
    return text, tuple(compiler.groups)


# One or more of a set of characters.
_REPEATED = re.compile(r"\[[^]]+\]\+")
# Any characters except some, or one of the excluded characters.
_ALL_OR_ONE = re.compile(r"\(\?:\[\^([^]\\-]*)([^]\\-])([^]\\-]*)\]\+\+\|\2\)")


class _Compiler:
    def __init__(
        self, rules: Mapping[str, Sequence[tuple[str, ...]]], terminals: Mapping[str, str], captures: Sequence[str]
    ) -> None:
        self.rules, self.terminals, self.captures = rules, terminals, captures

    def symbol(self, name: str, above: tuple[str, ...]) -> str:
        """The expression for a symbol; ``above`` has the symbols that contain it."""
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
                # Lark takes the longest match of a terminal without backtracking, as does a possessive repetition.
                return f"{pattern}+"
            return f"(?:{pattern})" if "|" in pattern else pattern
        bodies = self.rules[name]
        # Lark turns x+ into a left-recursive helper rule, y: x | y x, and x* into an optional one.
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
        """The alternative bodies of a rule as one expression, with a common beginning written only once."""
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
        return text[:-2] + "*+" if _REPEATED.fullmatch(text[:-1]) else f"(?:{text})?"


class _Template(_Compiler):
    """Compiles to an expression with numbered groups, and with holes in place of limits."""

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


_HEADING = (
    '"""Generated from grammars/ by ``python -m tools.compile_grammars``; do not edit by hand."""',
    "",
    "# fmt: off",
)


def expressions_text() -> str:
    """The text of ``expressions.py``."""
    lines = [
        *_HEADING,
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


def tables_text() -> str:
    """The text of ``tables.py``."""
    lines = [
        *_HEADING,
        "#: Each grammar has five tables. The first gives each symbol's first and last state, and the second each",
        "#: terminal's pattern. The third gives each rule's name, the name of its nodes, the number of its symbols,",
        "#: and which of them the nodes keep. The fourth gives the terminals that the parser tries in each state, in",
        "#: order, each with its action: the next state, or the bitwise inverse of the completed rule's number. The",
        "#: fifth gives the state that follows each state once a rule is complete.",
        "TABLES: dict[",
        "    str,",
        "    tuple[",
        "        dict[str, tuple[int, int]],",
        "        dict[str, str],",
        "        tuple[tuple[str, str, int, tuple[int | None, ...]], ...],",
        "        tuple[dict[str, int], ...],",
        "        dict[int, dict[str, int]],",
        "    ],",
        "] = {",
    ]
    for name, starts in EXPLAINED.items():
        lines.append(f"    {name!r}: (")
        for part in _tables(lark_of(name, starts), starts):
            if isinstance(part, dict):
                lines += ["        {", *_filled(f"{key!r}: {value!r}" for key, value in part.items()), "        },"]
            else:
                lines += ["        (", *_filled(map(repr, part)), "        ),"]
        lines.append("    ),")
    return "\n".join([*lines, "}", ""])


def _filled(items: Iterable[str]) -> Iterator[str]:
    """Lines that each hold as many items as fit."""
    line = ""
    for item in items:
        if line and len(line) + len(item) > 118:
            yield line
            line = ""
        line = f"{line} {item}," if line else f"            {item},"
    if line:
        yield line


def _tables(lark: Lark, starts: Sequence[str]) -> tuple[Any, ...]:
    """The tables of one of Lark's parsers, with its states renumbered so that Lark's own order does not matter."""
    table = lark.parser.parser._parse_table
    terminals = sorted(
        lark.terminals, key=lambda each: (-each.priority, -each.pattern.max_width, -len(each.pattern.value), each.name)
    )
    order = [terminal.name for terminal in terminals] + ["$END"]
    numbers: dict[int, int] = {}
    waiting = [table.start_states[start] for start in starts]
    while waiting:
        state = waiting.pop(0)
        if state not in numbers:
            numbers[state] = len(numbers)
            row = table.states[state]
            waiting += [row[symbol][1] for symbol in sorted(row) if row[symbol][0] is Shift]
    number_of = {rule: index for index, rule in enumerate(lark.rules)}

    def shown(entry: tuple[Any, Any]) -> int:
        action, to = entry
        return numbers[to] if action is Shift else ~number_of[to]

    actions: list[dict[str, int]] = []
    gotos: dict[int, dict[str, int]] = {}
    for state, number in numbers.items():
        row = table.states[state]
        allowed = [terminal for terminal in terminals if terminal.name in row]
        _check_apart(allowed)
        actions.append({kind: shown(row[kind]) for kind in order if kind in row})
        after = {str(symbol): shown(row[symbol]) for symbol in sorted(set(row) - set(order))}
        if after:
            gotos[number] = after
    return (
        {start: (numbers[table.start_states[start]], numbers[table.end_states[start]]) for start in starts},
        {terminal.name: terminal.pattern.to_regexp() for terminal in terminals},
        [
            (str(rule.origin.name), str(rule.alias or rule.origin.name), len(rule.expansion), _kept(rule))
            for rule in lark.rules
        ],
        actions,
        gotos,
    )


def _check_apart(terminals: Sequence[Any]) -> None:
    """Checks that no fixed word matches a pattern: Lark would prefer the word, but the tables only have an order."""
    for word in terminals:
        for other in terminals:
            if word.pattern.type == "str" and other.pattern.type == "re":
                assert not re.fullmatch(other.pattern.to_regexp(), word.pattern.value), (word, other)


def _kept(rule: Any) -> tuple[int | None, ...]:
    """Which symbols of a rule the tree keeps, in the notation that ``parser.py`` reads."""
    assert not rule.options.expand1
    chosen = maybe_create_child_filter(rule.expansion, False, False, rule.options.empty_indices)
    if chosen is None:
        return tuple(range(len(rule.expansion)))
    kept: list[int | None] = []
    for index, expand, *absent in chosen.args[0]:
        kept += [None] * sum(absent)
        kept.append(~index if expand else index)
    return (*kept, *[None] * sum(chosen.args[1:]))


def grammar_text(name: str) -> str:
    return (_ROOT / "grammars" / f"{name}.lark").read_text("ascii")


def lark_of(name: str, starts: Sequence[str] | None = None, *, placeholders: bool = True) -> Lark:
    """Lark's parser for a grammar, or for some of its start symbols."""
    return Lark(
        grammar_text(name),
        parser="lalr",
        start=list(starts or STARTS[name]),
        maybe_placeholders=placeholders,
        propagate_positions=True,
    )


def rules_of(name: str) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, str]]:
    """The rules of a grammar, each with its alternative sequences of symbols, and the patterns of its terminals.

    An alternative that ``->`` gives a name becomes a rule with that name.
    """
    lark = lark_of(name, placeholders=False)
    rules: dict[str, list[tuple[str, ...]]] = {}
    for rule in lark.rules:
        name, body = str(rule.origin.name), tuple(str(symbol.name) for symbol in rule.expansion)
        if rule.alias is not None:
            rules.setdefault(rule.alias, []).append(body)
            body = (rule.alias,)
        if body not in rules.setdefault(name, []):
            rules[name].append(body)
    return rules, {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}


if __name__ == "__main__":
    _ROOT.joinpath("vapix_proto", "grammar", "expressions.py").write_text(expressions_text(), "ascii")
    _ROOT.joinpath("vapix_proto", "grammar", "tables.py").write_text(tables_text(), "ascii")
