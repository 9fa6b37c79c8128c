"""Why a piece of a TZ string does not have its form: from what the grammar expected to a problem in plain words."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Span, quote
from vapix_proto.grammar.loader import FormError, parse
from vapix_proto.tz import limits
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
            message = "the bracket < is not closed"
            hint = "write > after the designation"
            return Problem(Code.TZ_DESIGNATION_UNCLOSED, message, place(opened, len(piece)), hint, source)
        message = f"{quote(piece[at])} can't stand in a designation; letters, digits, + and - can"
        return Problem(Code.TZ_DESIGNATION_CHARACTER, message, place(at, at + 1), None, source)
    if ended and "LETTERS" in expected and "$END" not in expected:
        message = "the designation of standard time is missing"
        return Problem(Code.TZ_DESIGNATION_MISSING, message, here, None, dialect.sources["designation"])
    if "LETTERS" in expected and (piece[at : at + 1] in ("+", "-") or "$END" not in expected):
        return _designation_start(piece, at, dialect, place)
    if "$END" in expected:
        complete = "offset" if piece[at - 1].isdigit() else "designation"
        return _trailing(piece, at, dialect, place, complete)
    if piece[at - 1 : at] == ":":
        return _missing_digits(piece, at, dialect, place, topic="offset")
    message = "the offset from UTC is missing" if "SIGN" in expected else "there is no number after the sign"
    return Problem(Code.TZ_OFFSET_MISSING, message, here, None, dialect.sources["offset"])


def _designation_start(piece: str, at: int, dialect: Dialect, place: Place) -> Problem:
    source = dialect.sources["designation"]
    run = _SIGNED_DIGITS.match(piece, at)
    assert run is not None  # noqa: S101 - the pattern matches nothing, too
    end = max(run.end(), at + 1)
    if run.end() - at >= 2:
        message = f"a designation with digits or signs, {quote(run[0])}, must stand in brackets"
        fits = limits.DESIGNATION_MIN <= len(run[0]) <= (dialect.designation_max or 16)
        hint = f"write <{run[0]}>" if fits else "write a name such as <+05>"
    else:
        message = f"a designation starts with a letter or <, not with {quote(piece[at])}"
        hint = None
    return Problem(Code.TZ_DESIGNATION_CHARACTER, message, place(at, end), hint, source)


def _rule(piece: str, fault: FormError, dialect: Dialect, place: Place) -> Problem:
    at, expected = fault.at, fault.expected
    if "$END" in expected:
        return _trailing(piece, at, dialect, place, "rule")
    if piece[at - 1 : at] == ":" and at > 0:
        return _missing_digits(piece, at, dialect, place, topic="time")
    span = place(at, min(at + 1, len(piece)))
    if "/" in piece[:at]:
        message = "the time after / is missing"
        return Problem(Code.TZ_TIME_MISSING, message, span, "write /2 for 02:00:00", dialect.sources["time"])
    hint: str | None = "write Mm.w.d (month, week, weekday), Jn or n"
    message = "a rule starts with a date: Mm.w.d, Jn or n"
    if at == 0 and piece[0] in "mj":
        message = f"{piece[0]} must be a capital letter"
        capital = piece[0].upper() + piece[1:24]
        if len(piece) <= 24 and _is_rule(capital, dialect):
            hint = f"write {capital}"
    elif at > 0:
        message = "the date is not complete: " + (
            "Jn needs its number" if piece[0] == "J" else "Mm.w.d needs three numbers"
        )
    return Problem(Code.TZ_RULE_DATE, message, span, hint, dialect.sources["date"])


def _is_rule(text: str, dialect: Dialect) -> bool:
    try:
        tree = parse("posix_tz", "rule", text)
    except FormError:
        return False
    return not any(check(tree, dialect, Span))


def _missing_digits(piece: str, at: int, dialect: Dialect, place: Place, topic: str) -> Problem:
    clock = piece[len(piece[:at].rstrip("0123456789:")) : at]
    unit = "second" if clock.count(":") > 1 else "minute"
    message = f"{unit}s have two digits; there are none after the colon"
    return Problem(Code(f"tz-{unit}-digits"), message, place(at, at), "write :00", dialect.sources[topic])


def _trailing(piece: str, at: int, dialect: Dialect, place: Place, complete: str) -> Problem:
    rest = piece[at:]
    message = f"unexpected {quote(rest, 24)} after the {complete}"
    hint = "leave it out"
    if rest[0] in "MJ" and rest[1:2].isdigit():
        message, hint = f"{quote(rest, 24)} needs a comma before it", "put a comma before every rule"
    elif rest == "u" and complete == "rule":
        hint = "leave it out: times of rules are local times"
    elif rest[0] == "." and complete == "offset" and piece[:at].rstrip("0123456789")[-1:] == "M":
        hint = "put a comma before every rule"
    elif rest[0] == "." and complete == "offset" and rest[1:].isdigit():
        hint = "write minutes after a colon: 5:30"
    return Problem(Code.TZ_TRAILING, message, place(at, len(piece)), hint, dialect.sources["form"])
