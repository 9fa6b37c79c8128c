"""Why a piece of a TZ string does not have its form: from what the grammar expected to a problem in plain words."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Span, shown
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.tz.diagnosis.limit_errors import check

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.diagnosis.limit_errors import Place
    from vapix_proto.tz.dialect import Dialect

_SIGNED_DIGITS = re.compile(r"[+-]?[0-9]*")
# What can complete the part of a piece before a fault, so that its limits can be checked: neutral values, the first
# that fits.
_COMPLETIONS = {"head": ("", "0"), "rule": ("", "1", ".1", "1.1", ".1.1", "1.1.1")}


def diagnose(symbol: str, piece: str, fault: FormError, dialect: Dialect, place: Place) -> Iterator[Problem]:
    """The problem of form of a head or rule, and the problems of limits of all that stands before it.

    Args:
        symbol: ``"head"`` or ``"rule"``.
        piece: Its text, of characters of the alphabet only.
        fault: What the grammar said of it.
        dialect: The dialect whose limits and clauses count.
        place: From a place in the piece to the span in the text as given.
    """
    problem = (_head if symbol == "head" else _rule)(piece, fault, dialect, place)
    before = piece[: fault.at]
    if problem.code is Code.TZ_DESIGNATION_UNCLOSED:
        before = before[: before.rfind("<")]  # where the designation should end nobody knows
    in_brackets = symbol == "head" and "MORETHAN" in fault.expected and before == piece[: fault.at]
    completions = (">0",) if in_brackets else ("00",) if before.endswith(":") else _COMPLETIONS[symbol]

    def place_before(low: int, high: int) -> Span:
        return place(min(low, len(before)), min(high, len(before)))

    for completion in completions:
        try:
            tree = parse("posix_tz", symbol, before + completion)
        except FormError:
            continue
        # What is wrong only with the completion has no place of its own.
        end = place_before(len(before), len(before))
        for found in check(tree, dialect, place_before):
            # What is in the brackets up to the fault may be too long by now; it is not too short yet.
            unfinished = in_brackets and found.code is Code.TZ_DESIGNATION_SHORT and found.span.end == end.end
            if found.span != end and not unfinished:
                yield found
        break
    yield problem


def _head(piece: str, fault: FormError, dialect: Dialect, place: Place) -> Problem:
    at, expected = fault.at, fault.expected
    here = place(at, at)
    ended = at == len(piece)
    if "MORETHAN" in expected:
        opened = piece.rfind("<", 0, at)
        source = dialect.sources["designation"]
        if ">" not in piece[at:]:
            message, hint = "the bracket < is not closed", "close it with > after the designation"
            return Problem(Code.TZ_DESIGNATION_UNCLOSED, message, place(opened, len(piece)), hint, source)
        character = shown(piece[at])
        message, hint = f"'{character}' is not allowed in a designation", "use letters, digits, + and - between < and >"
        params = {"character": character}
        return Problem(Code.TZ_DESIGNATION_CHARACTER, message, place(at, at + 1), hint, source, params=params)
    if ended and "LETTERS" in expected and "$END" not in expected:
        message, hint = "the designation of standard time is missing", "start with a designation and an offset"
        return Problem(Code.TZ_DESIGNATION_MISSING, message, here, hint, dialect.sources["designation"])
    if "LETTERS" in expected and (piece[at : at + 1] in ("+", "-") or "$END" not in expected):
        return _designation_start(piece, at, dialect, place)
    if "$END" in expected:
        complete = "offset" if piece[at - 1].isdigit() else "designation"
        return _trailing(piece, at, dialect, place, complete)
    if piece[at - 1 : at] == ":":
        return _missing_digits(piece, at, dialect, place, topic="offset")
    message = "the offset from UTC is missing"
    hint = "add the hours west of Greenwich: 5 for five hours behind UTC, -1 for one hour ahead"
    if "SIGN" not in expected:
        message = f"the number after the sign {piece[at - 1]} is missing"
        if piece[at : at + 1] in ("+", "-"):
            hint = "keep one sign: POSIX counts hours west of Greenwich, so - is ahead of UTC"
        params = {"sign": piece[at - 1]}
        return Problem(Code.TZ_OFFSET_MISSING, message, here, hint, dialect.sources["offset"], params=params)
    if piece[:at].isalpha() and piece[at : at + 1] in ("", "/"):
        hint += "; for an IANA zone name, use tz.from_iana"
    return Problem(Code.TZ_OFFSET_MISSING, message, here, hint, dialect.sources["offset"])


def _designation_start(piece: str, at: int, dialect: Dialect, place: Place) -> Problem:
    run = _SIGNED_DIGITS.match(piece, at)
    assert run is not None  # noqa: S101 - the pattern matches nothing, too
    end = max(run.end(), at + 1)
    if run.end() - at >= 2:
        start = shown(run[0])
        message = f"a designation with digits or signs must be between < and >: '{start}'"
        hint = "put it between < and >, followed by the offset with the opposite sign"
    else:
        start = shown(piece[at])
        message = f"a designation starts with a letter or <, not with '{start}'"
        hint = "start with letters, or put the designation between < and >"
    source, params = dialect.sources["designation"], {"start": start}
    return Problem(Code.TZ_DESIGNATION_CHARACTER, message, place(at, end), hint, source, params=params)


def _rule(piece: str, fault: FormError, dialect: Dialect, place: Place) -> Problem:
    at, expected = fault.at, fault.expected
    if "$END" in expected:
        return _trailing(piece, at, dialect, place, "rule")
    if piece[at - 1 : at] == ":" and at > 0:
        return _missing_digits(piece, at, dialect, place, topic="time")
    span, source = place(at, min(at + 1, len(piece))), dialect.sources["date"]
    if "/" in piece[:at]:
        message, hint = "the time after / is missing", "add the time, or remove the / for 02:00:00"
        return Problem(Code.TZ_TIME_MISSING, message, span, hint, dialect.sources["time"])
    hint = "use Mm.w.d (month, week, weekday), Jn or n"
    if at == 0 and piece[0] in "mj":
        message, start = f"'{piece[0]}' must be a capital {piece[0].upper()}", piece[0]
    elif at == 0:
        start = shown(piece[0])
        message = f"a rule starts with a date (Mm.w.d, Jn or n), not with '{start}'"
    else:
        start = shown(piece[:at], 24)
        needs = "Jn needs its number" if piece[0] == "J" else "Mm.w.d needs three numbers"
        message = f"the date {start} is incomplete: {needs}"
    return Problem(Code.TZ_RULE_DATE, message, span, hint, source, params={"start": start})


def _missing_digits(piece: str, at: int, dialect: Dialect, place: Place, topic: str) -> Problem:
    clock = piece[len(piece[:at].rstrip("0123456789:")) : at]
    unit = "second" if clock.count(":") > 1 else "minute"
    message, hint = f"the {unit}s after the colon are missing", "use two digits, or remove the colon"
    source = dialect.sources[topic]
    return Problem(Code(f"tz-{unit}-digits"), message, place(at, at), hint, source, params={"unit": unit})


def _trailing(piece: str, at: int, dialect: Dialect, place: Place, complete: str) -> Problem:
    rest = piece[at:]
    text = shown(rest, 24)
    message = f"'{text}' is not expected after the {complete}"
    params = {"text": text, "complete": complete}
    hint = "remove it, or add what is missing before it"
    if rest[0] in "MJ" and rest[1:2].isdigit():
        message, hint, params = f"'{text}' needs a comma before it", "put a comma before every rule", {"text": text}
    elif rest == "u" and complete == "rule":
        hint = "convert the time to local time, and remove the u"
    elif rest[0] == "." and complete == "rule":
        hint = "start a date of month, week and weekday with M"
    elif rest[0] == "." and complete == "offset" and piece[:at].rstrip("0123456789")[-1:] == "M":
        hint = "put a comma before every rule"
    elif rest[0] == "." and complete == "offset" and rest[1:].isdigit():
        hint = "use minutes after a colon: 5:30 is five and a half hours"
    return Problem(Code.TZ_TRAILING, message, place(at, len(piece)), hint, dialect.sources["form"], params=params)
