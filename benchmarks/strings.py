"""TZ strings: parsing one, and deciding whether one is valid.

Our parser's cache of whole strings is emptied before each pass over distinct strings. Its caches of local time types
and rules, which strings share, are kept unless the case's note says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial

from tests.support.independent.random_tz import split
from tests.support.independent.tz_checker import DIALECTS, accepts
from tests.support.tz_damage import FIELD
from vapix_proto import tz
from vapix_proto.tz.syntax import _patterns as expressions

from .c_library import process_zone
from .harness import Case, Contestant, Effort, Target, answers, each_of, race
from .memory import forget
from .readers import contestants, judges
from .samples import footers, generated

TITLE = "TZ strings"

RE, LARK = "re, match and groups", "Lark, tree only"
PARSE, IS_VALID, VALIDATE = "tz.parse", "tz.is_valid", "tz.validate"
_PIECES = "a new piece is made out of its groups; real strings share most"


def invalid() -> list[str]:
    """Strings that people have entered as TZ strings, but that no dialect allows."""
    texts = [text for text in dict.fromkeys(FIELD) if text.isascii() and text.isprintable()]
    return [text for text in texts if not any(accepts(text, dialect) for dialect in DIALECTS)]


def _meaning(zone: tz.PosixTimeZone) -> tuple[object, ...]:
    """The meaning of a zone, in the form that the independent reader returns."""
    dst = zone.dst
    if dst is None:
        return zone.std.designation, zone.std.utoff, None, None, None, None
    assert zone.start is not None
    assert zone.end is not None
    rules = [(str(rule.date), rule.time) for rule in (zone.start, zone.end)]
    return zone.std.designation, zone.std.utoff, dst.designation, dst.utoff, *rules


def _called(
    name: str, function: Callable[[str], object], texts: Sequence[str], expected: Sequence[object]
) -> Contestant:
    """One of our functions, called with strings that are not cached."""
    check = answers(function, texts, expected)
    return Contestant(name, each_of(function, texts), check, len(texts), "ours", partial(forget, pieces=False))


def _ours(texts: Sequence[str], *, pieces: bool = False) -> Contestant:
    check = answers(lambda text: _meaning(tz.parse(text)), texts, [tuple(split(text)) for text in texts])
    return Contestant(PARSE, each_of(tz.parse, texts), check, len(texts), "ours", partial(forget, pieces=pieces))


def _re_groups(texts: Sequence[str]) -> Contestant:
    fullmatch = re.compile(expressions.expression(tz.VAPIX, "(")).fullmatch

    def groups(text: str) -> Sequence[str | None]:
        found: re.Match[str] | None = fullmatch(text)
        assert found is not None
        return found.groups()

    def designation(text: str) -> str:
        first, second = groups(text)[1:3]
        return (first or second or "").strip("<>")

    check = answers(designation, texts, [split(text).std for text in texts])
    return Contestant(RE, each_of(groups, texts), check, len(texts), "reference")


@cache
def _lark() -> Callable[[str], object]:
    from lark import Lark

    from tools import compile_grammars

    start = compile_grammars.STARTS["posix_tz"]
    grammar = compile_grammars.grammar_text("posix_tz")
    return partial(Lark(grammar, parser="lalr", start=list(start), maybe_placeholders=True).parse, start="tz")


def _trees(texts: Sequence[str]) -> Contestant:
    parse = _lark()

    def designation(text: str) -> str:
        return str(next(iter(parse(text).scan_values(lambda _: True)))).strip("<>")  # type: ignore[attr-defined]

    check = answers(designation, texts, [split(text).std for text in texts])
    return Contestant(LARK, each_of(parse, texts), check, len(texts), "reference")


def _parse(
    name: str, texts: Sequence[str], effort: Effort, note: str, *, pieces: bool, goals: Sequence[Target]
) -> Case:
    absent: dict[str, str] = {}
    rivals = [*contestants(texts, absent), _re_groups(texts), _trees(texts)]
    return race(
        name, "a string", [_ours(texts, pieces=pieces), *rivals], effort, absent=absent, targets=goals, note=note
    )


def _validity(name: str, texts: Sequence[str], effort: Effort, note: str, *, valid: bool) -> Case:
    absent: dict[str, str] = {}
    expected = [valid] * len(texts)
    ours = [
        _called(IS_VALID, tz.is_valid, texts, expected),
        _called(VALIDATE, lambda text: not any(p.severity == "error" for p in tz.validate(text)), texts, expected),
    ]
    bare = re.compile(expressions.expression(tz.VAPIX)).fullmatch
    check = answers(lambda text: bare(text) is not None, texts, expected)
    plain = Contestant("re.fullmatch", each_of(bare, texts), check, len(texts), "reference")
    goals = [Target(IS_VALID, "re.fullmatch", 1.3, reason="an entry in the memory costs more than the match")]
    if valid:
        goals.append(Target(VALIDATE, "", 40e-6, "within"))
    rivals = [*judges(texts, absent, valid=valid), plain]
    return race(name, "a string", [*ours, *rivals], effort, absent=absent, targets=goals, note=note)


def _again(texts: Sequence[str], effort: Effort) -> Case:
    # A call makes many passes, because a single one takes only a few microseconds.
    many = list(texts) * 50
    known = {text: tz.parse(text) for text in texts}
    expected = [known[text] for text in many]
    contestants = [
        Contestant(PARSE, each_of(tz.parse, many), answers(tz.parse, many, expected), len(many), "ours"),
        Contestant(
            IS_VALID, each_of(tz.is_valid, many), answers(tz.is_valid, many, [True] * len(many)), len(many), "ours"
        ),
        Contestant(
            "a dict",
            each_of(known.__getitem__, many),
            answers(known.__getitem__, many, expected),
            len(many),
            "reference",
        ),
    ]
    note = "Each string has been parsed before, and its result is cached."
    targets = [Target(name, "a dict", 3) for name in (PARSE, IS_VALID)]
    return race("Parse a string again", "a string", contestants, effort, targets=targets, note=note)


def run(effort: Effort) -> list[Case]:
    """Measures the cases of this module."""
    real = list(footers())
    plain = [text for text in real if "<" not in text]
    # Strings that implementations read differently are left out, because other libraries may answer differently, too.
    long = [text for text in generated(100 if effort.quick else 500) if tz.contested(tz.parse(text)) is None]
    wrong = invalid()
    re_lark = [Target(PARSE, RE, 2.5, reason=_PIECES), Target(PARSE, LARK, 14, "faster", _PIECES)]
    # The C library's reader sets TZ, which is restored afterwards.
    with process_zone("UTC0"):
        return [
            _parse(
                "Parse a string",
                real,
                effort,
                f"The time zone database contains {len(real)} distinct strings that VAPIX allows. Each library parses "
                "them all; none has been parsed before.",
                pieces=False,
                goals=[*re_lark, Target(PARSE, "zoneinfo (from a TZif file)", 4, "faster")],
            ),
            _parse(
                "Parse a string without brackets",
                plain,
                effort,
                f"Each library parses {len(plain)} of the {len(real)} strings in the previous section. The "
                f"designations in these {len(plain)} strings contain only letters, so more libraries can read them.",
                pieces=False,
                goals=[Target(PARSE, "dateutil tzstr", 8, "faster")],
            ),
            _parse(
                "Parse a long string",
                long,
                effort,
                f"Each library parses {len(long)} random strings. Together they use everything that VAPIX allows and "
                "that all implementations read the same way. "
                "Hardly any part of a string occurs twice, and our parser's cache of parts starts empty.",
                pieces=True,
                goals=re_lark,
            ),
            _again(real, effort),
            _validity(
                "Is this string valid? It is",
                real,
                effort,
                "Each string in the database is checked once. `validate` also looks for anything suspicious.",
                valid=True,
            ),
            _validity(
                "Is this string valid? It is not",
                wrong,
                effort,
                f"The input is {len(wrong)} strings that people have written where a TZ string was expected. "
                "`validate` reports every error with its position and a fix; everything else in this chart reports "
                "only that the string is invalid.",
                valid=False,
            ),
        ]
