"""How fast is a TZ string judged and parsed, cold, warm and refused?

Cold are whole strings: before every pass over distinct strings the memory of what was parsed is emptied. The memory of
their pieces, which strings share, is kept in one case and emptied as well in the others.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from tests.support.independent.random_tz import split
from vapix_proto import tz
from vapix_proto.tz.syntax import _patterns as expressions
from vapix_proto.tz.syntax import building

from .harness import Case, Contestant, Effort, Target, WrongAnswer, answers, each_of, race
from .peers import NOT_INSTALLED, peer, tzif
from .samples import footers, generated

QUESTION = "How fast is a TZ string judged and parsed?"

_JULY = datetime(2027, 7, 1, 12, tzinfo=UTC)
_JANUARY = datetime(2027, 1, 2, 12, tzinfo=UTC)
_NO_DOOR = "has no public door for TZ strings"
PARSE = "parse"
_ENTRY = "a verdict that is not yet remembered takes two calls of Python and an entry in the memory, too"
_CALL = "calling a function of Python costs more than a lookup"
RE, LARK, ZONEINFO, DATEUTIL = "re, match and groups", "Lark", "zoneinfo, in memory", "dateutil tzstr"


def forget(*, pieces: bool) -> None:
    """Empties the memory of strings, and of their pieces."""
    tz.VAPIX._reader.zones.clear()
    tz.VAPIX._reader.verdicts.clear()
    if pieces:
        building.std_types.clear()
        building.dst_types.clear()
        building.rules.clear()


def _meaning(zone: tz.PosixTimeZone) -> tuple[object, ...]:
    """What a zone means, in the words of the independent reader."""
    dst = zone.dst
    if dst is None:
        return zone.std.designation, zone.std.utoff, None, None, None, None
    assert zone.start is not None
    assert zone.end is not None
    rules = [(str(rule.date), rule.time) for rule in (zone.start, zone.end)]
    return zone.std.designation, zone.std.utoff, dst.designation, dst.utoff, *rules


def _pass(function: Callable[[str], object], texts: Sequence[str]) -> tuple[Callable[[], object], int]:
    return each_of(function, texts), len(texts)


def _expected(texts: Sequence[str]) -> list[object]:
    return [tuple(split(text)) for text in texts]


def _fullmatch() -> Callable[[str], re.Match[str] | None]:
    return expressions.taking_apart(tz.VAPIX)


def _re_groups(texts: Sequence[str]) -> Contestant:
    fullmatch = _fullmatch()

    def run() -> None:
        for text in texts:
            match = fullmatch(text)
            match and match.groups()  # type: ignore[unused-ignore]

    def designation(text: str) -> str:
        found = fullmatch(text)
        assert found is not None
        return (found[2] or found[3]).strip("<>")

    return Contestant(RE, run, answers(designation, texts, [split(t).std for t in texts]), len(texts), "reference")


def _lark(texts: Sequence[str]) -> Contestant:
    from lark import Lark

    from tools import compile_grammars

    start = compile_grammars.STARTS["posix_tz"]
    lark = Lark(compile_grammars.grammar_text("posix_tz"), parser="lalr", start=list(start), maybe_placeholders=True)

    def designation(text: str) -> str:
        tree = lark.parse(text, start="tz")
        token = next(iter(tree.scan_values(lambda _: True)))
        return str(token).strip("<>")

    check = answers(designation, texts, [split(t).std for t in texts])
    return Contestant(LARK, *_run(partial(lark.parse, start="tz"), texts, check), "peer")


def _run(
    function: Callable[[str], object], texts: Sequence[str], check: Callable[[], None]
) -> tuple[Callable[[], object], Callable[[], None], int]:
    return each_of(function, texts), check, len(texts)


def _same_clock(read: Callable[[str], object], texts: Sequence[str], inputs: Sequence[object]) -> Callable[[], None]:
    """The check that a peer understood a string: its offsets in winter and summer."""

    def check() -> None:
        for text, given in zip(texts, inputs, strict=True):
            zone = tz.parse(text)
            found = read(given)  # type: ignore[arg-type]
            for moment in (_JANUARY, _JULY):
                offset = moment.astimezone(found).utcoffset()  # type: ignore[arg-type]
                if offset is None or offset.total_seconds() != zone.at(moment).utoff:
                    raise WrongAnswer(f"{offset} for {text!r} at {moment}")

    return check


def _zoneinfo(texts: Sequence[str]) -> Contestant:
    files = [tzif(text) for text in texts]

    def read(data: bytes) -> ZoneInfo:
        return ZoneInfo.from_file(io.BytesIO(data))

    return Contestant(ZONEINFO, each_of(read, files), _same_clock(read, texts, files), len(texts))  # type: ignore[arg-type]


def _dateutil(texts: Sequence[str], absent: dict[str, str]) -> list[Contestant]:
    dateutil = peer("dateutil.tz")
    if dateutil is None:
        absent[DATEUTIL] = NOT_INSTALLED
        return []
    read, readable = _read_by_dateutil(), _readable(texts)
    return [Contestant(DATEUTIL, each_of(read, readable), _same_clock(read, readable, readable), len(readable))]


def _read_by_dateutil() -> Callable[[str], object]:
    """How dateutil reads a string, past its cache and with the signs of POSIX."""
    return partial(peer("dateutil.tz").tzstr.instance, posix_offset=True)


def _readable(texts: Sequence[str]) -> list[str]:
    read = _read_by_dateutil()
    return [text for text in texts if _reads(read, text)]


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _cold(name: str, texts: Sequence[str], effort: Effort, note: str, *, pieces: bool, real: bool = True) -> Case:
    """Against everything but dateutil, which does not read all strings, nor zoneinfo all that are not real."""
    ours = _ours_cold(texts, pieces=pieces)
    reason = "a new piece is made out of its groups; real strings share most" if pieces else ""
    targets = [Target(PARSE, RE, 2.5, reason=reason), Target(PARSE, LARK, 14, "faster", reason)]
    rivals = [_re_groups(texts), _lark(texts)]
    absent = {"whenever": _NO_DOOR, DATEUTIL: "does not read all: see the case of those that it reads"}
    if real:
        targets.append(Target(PARSE, ZONEINFO, 4, "faster", reason))
        rivals.append(_zoneinfo(texts))
    else:
        absent[ZONEINFO] = "has no offsets of 24 hours"
    return race(name, "a string", [ours, *rivals], effort, absent=absent, targets=targets, size=len(texts), note=note)


def _ours_cold(texts: Sequence[str], *, pieces: bool) -> Contestant:
    check = answers(lambda text: _meaning(tz.parse(text)), texts, _expected(texts))
    return Contestant(PARSE, each_of(tz.parse, texts), check, len(texts), "ours", partial(forget, pieces=pieces))


def _cold_dateutil(texts: Sequence[str], effort: Effort) -> list[Case]:
    """Against dateutil, on the strings that it reads."""
    absent: dict[str, str] = {}
    rivals = _dateutil(texts, absent)
    readable = _readable(texts) if rivals else list(texts)
    targets = [Target(PARSE, DATEUTIL, 10, "faster")]
    note = f"The {len(readable)} strings that dateutil reads: those without brackets. dateutil is past its cache."
    name = "parse, cold, strings that dateutil reads"
    contestants = [_ours_cold(readable, pieces=False), _re_groups(readable), *rivals]
    return [race(name, "a string", contestants, effort, absent=absent, targets=targets, size=len(readable), note=note)]


def _valid_cold(texts: Sequence[str], effort: Effort) -> Case:
    yes = [True] * len(texts)
    bare = expressions.accepting(tz.VAPIX)
    ours = Contestant(
        "is_valid", *_run(tz.is_valid, texts, answers(tz.is_valid, texts, yes)), "ours", partial(forget, pieces=False)
    )
    plain = Contestant("re.fullmatch", *_run(bare, texts, answers(lambda t: bool(bare(t)), texts, yes)), "reference")
    note = "Whole strings are forgotten before every pass. The expression is the same, without groups."
    targets = [Target("is_valid", "re.fullmatch", 1.3, reason=_ENTRY)]
    return race("is_valid, cold", "a string", [ours, plain], effort, targets=targets, size=len(texts), note=note)


def _warm(texts: Sequence[str], effort: Effort) -> Case:
    # Many passes make one call: a pass is a few microseconds.
    many = list(texts) * 50
    for text in texts:
        tz.parse(text)
    known = {text: tz.parse(text) for text in texts}
    expected = [known[text] for text in many]
    verdicts = dict.fromkeys(texts, True)
    parse, is_valid = tz.parse, tz.is_valid

    def ours() -> None:
        for text in many:
            parse(text)

    def valid() -> None:
        for text in many:
            is_valid(text)

    def lookup() -> None:
        for text in many:
            known[text]

    contestants = [
        Contestant("parse", ours, answers(parse, many, expected), len(many), "ours"),
        Contestant("is_valid", valid, answers(is_valid, many, [verdicts[text] for text in many]), len(many), "ours"),
        Contestant("dict lookup", lookup, answers(known.__getitem__, many, expected), len(many), "reference"),
    ]
    note = "Every string was parsed before. The loop over the strings is counted in all."
    targets = [Target(name, "dict lookup", 3, reason=_CALL) for name in ("parse", "is_valid")]
    return race("warm", "a string", contestants, effort, targets=targets, size=len(texts), note=note)


#: Broken strings, and the code of the first error.
BROKEN = {
    "GMT0BST,M3.5.0/1": "tz-rule-missing",
    "GMT0BST,M13.5.0/1,M10.5.0": "tz-month-range",
    "UTC": "tz-offset-missing",
    "EST5EDT,M3.2.0/2,M11.1.0/2x": "tz-trailing",
    "CE-1CEST,M3.5.0,M10.5.0/3": "tz-designation-short",
    "CET-25CEST,M3.5.0,M10.5.0/3": "tz-offset-range",
    "CET-1CEST,M3.5.0,M10.5.0/-1": "tz-time-signed",
    "Europe/Stockholm": "tz-iana-name",
}


def _refused(effort: Effort) -> Case:
    texts = list(BROKEN)

    def first(text: str) -> str:
        return str(tz.validate(text)[0].code)

    explain = Contestant("validate", *_run(tz.validate, texts, answers(first, texts, list(BROKEN.values()))), "ours")
    verdict = Contestant(
        "is_valid",
        *_run(tz.is_valid, texts, answers(tz.is_valid, texts, [False] * len(texts))),
        "ours",
        partial(forget, pieces=False),
    )
    absent: dict[str, str] = {"whenever": _NO_DOOR}
    rivals = []
    dateutil = peer("dateutil.tz")
    if dateutil is None:
        absent[DATEUTIL] = NOT_INSTALLED
    else:
        read = _read_by_dateutil()
        # It takes some of them for valid: it is timed on those that it refuses.
        refused = [text for text in texts if not _reads(read, text)]
        check = answers(lambda text: _reads(read, text), refused, [False] * len(refused))
        rivals.append(Contestant(DATEUTIL, each_of(lambda text: _reads(read, text), refused), check, len(refused)))
    note = "validate says every error with its place and a hint; the others only that there is one."
    return race("refused", "a string", [explain, verdict, *rivals], effort, absent=absent, size=len(texts), note=note)


def run(effort: Effort) -> list[Case]:
    """The cases."""
    real = list(footers())
    random_texts = generated(100 if effort.quick else 500)
    kept = (
        f"All {len(real)} distinct strings of the time zone database that VAPIX allows. Whole strings are forgotten "
        "before every pass, their pieces are kept. Lark builds its tree and no zone."
    )
    emptied = (
        "The same, and the pieces are forgotten before every pass, too: a pass meets each piece for the first time."
    )
    anew = (
        f"{len(random_texts)} random strings of all that VAPIX allows, much longer than real ones; their pieces hardly "
        "ever come twice, and all memory is emptied before a pass."
    )
    return [
        _cold("parse, cold", real, effort, kept, pieces=False),
        *_cold_dateutil(real, effort),
        _cold("parse, cold, pieces forgotten", real, effort, emptied, pieces=True),
        _cold("parse, cold, random strings", random_texts, effort, anew, pieces=True, real=False),
        _valid_cold(real, effort),
        _warm(real, effort),
        _refused(effort),
    ]
