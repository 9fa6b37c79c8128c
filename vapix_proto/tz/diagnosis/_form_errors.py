"""Explains in plain English why part of a TZ string is malformed, based on what the grammar expected there."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Span, shown
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.tz.diagnosis.limit_errors import check, error

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.diagnosis.limit_errors import Place
    from vapix_proto.tz.dialect import Dialect

_SIGNED_DIGITS = re.compile(r"[+-]?[0-9]*")
# Endings that may make the text before a fault well-formed. The first one that does is added, so that the text can be
# checked against the limits.
_COMPLETIONS = {"head": ("", "0"), "rule": ("", "1", ".1", "1.1", ".1.1", "1.1.1")}
_LOCAL = "convert the time to local time, and remove the {}"
_HOURS = "use hours from 0 to 24: 2pm is 14"
# Hints for text that follows a time, keyed by that text in lower case and without full stops.
_AFTER_TIME = dict.fromkeys(("u", "g", "z", "s", "utc", "gmt"), _LOCAL) | {
    "w": "remove the w",
    "am": _HOURS,
    "pm": _HOURS,
}
COMMAS = "put a comma before every rule"
MINUTES = "use minutes after a colon: 5:30 is five and a half hours"
_WEST = "add the hours west of Greenwich: 5 for five hours behind UTC, -1 for one hour ahead"


def diagnose(symbol: str, piece: str, fault: FormError, dialect: Dialect, place: Place) -> Iterator[Problem]:
    """The errors in a malformed ``"head"`` or ``"rule"``: violations of limits before the fault, then the fault itself.

    ``piece`` is the head or rule after the removal of all characters that can't occur in a TZ string; ``place`` maps a
    span of ``piece`` to a span of the original text.
    """
    problem = (_head if symbol == "head" else _rule)(piece, fault, dialect, place)
    before = piece[: fault.at]
    if problem.code is Code.TZ_DESIGNATION_UNCLOSED:
        before = before[: before.rfind("<")]  # the designation may end anywhere
    in_brackets = symbol == "head" and "MORETHAN" in fault.expected and before == piece[: fault.at]
    completions = (">0",) if in_brackets else ("00",) if before.endswith(":") else _COMPLETIONS[symbol]

    def place_before(low: int, high: int) -> Span:
        return place(min(low, len(before)), min(high, len(before)))

    for completion in completions:
        try:
            tree = parse("posix_tz", symbol, before + completion)
        except FormError:
            continue
        # An error in the ending that was added has an empty span.
        end = place_before(len(before), len(before))
        for found in check(tree, dialect, place_before):
            # A designation cut off at the fault may be reported as too long, but not as too short.
            unfinished = in_brackets and found.code is Code.TZ_DESIGNATION_SHORT and found.span.end == end.end
            if found.span != end and not unfinished:
                yield found
        break
    yield problem


def _head(piece: str, fault: FormError, dialect: Dialect, place: Place) -> Problem:
    at, expected = fault.at, fault.expected
    here, following = place(at, at), piece[at : at + 1]
    if "MORETHAN" in expected:
        if ">" not in piece[at:]:
            message, hint = "the bracket < is not closed", "close it with > after the designation"
            span = place(piece.rfind("<", 0, at), len(piece))
            return error(dialect, "designation", Code.TZ_DESIGNATION_UNCLOSED, message, span, hint)
        character, span = shown(following), place(at, at + 1)
        message, hint = f"'{character}' is not allowed in a designation", "use letters, digits, + and - between < and >"
        code = Code.TZ_DESIGNATION_CHARACTER
        return error(dialect, "designation", code, message, span, hint, character=character)
    if "LETTERS" in expected and "$END" not in expected and not following:
        message, hint = "the designation of standard time is missing", "start with a designation and an offset"
        return error(dialect, "designation", Code.TZ_DESIGNATION_MISSING, message, here, hint)
    if "LETTERS" in expected and (following in ("+", "-") or "$END" not in expected):
        return _designation_start(piece, at, dialect, place)
    if "$END" in expected:
        return _trailing(piece, at, dialect, place, "offset" if piece[at - 1].isdigit() else "designation")
    if piece[at - 1 : at] == ":":
        return _missing_digits(piece, at, dialect, place, "offset")
    if "SIGN" not in expected:
        sign = piece[at - 1]
        hint = _WEST
        if following in ("+", "-"):
            hint = "keep one sign: POSIX counts hours west of Greenwich, so - means ahead of UTC"
        message = f"the number after '{sign}' is missing"
        return error(dialect, "offset", Code.TZ_OFFSET_MISSING, message, here, hint, sign=sign)
    name = piece[:at].isalpha() and following in ("", "/")
    hint = f"{_WEST}; for an IANA zone name, use tz.from_iana" if name else _WEST
    return error(dialect, "offset", Code.TZ_OFFSET_MISSING, "the offset from UTC is missing", here, hint)


def _designation_start(piece: str, at: int, dialect: Dialect, place: Place) -> Problem:
    run = _SIGNED_DIGITS.match(piece, at)
    assert run is not None  # noqa: S101 - the pattern also matches the empty string
    end = max(run.end(), at + 1)
    if run.end() - at >= 2:
        start = shown(run[0])
        message = f"a designation with digits or signs must be between < and >: '{start}'"
        hint = "put the designation between < and >, followed by the offset with the opposite sign"
    else:
        start = shown(piece[at])
        message = f"a designation starts with a letter or <, not with '{start}'"
        hint = "start with letters, or put the designation between < and >"
    code = Code.TZ_DESIGNATION_CHARACTER
    return error(dialect, "designation", code, message, place(at, end), hint, start=start)


def _rule(piece: str, fault: FormError, dialect: Dialect, place: Place) -> Problem:
    at = fault.at
    if "$END" in fault.expected:
        return _trailing(piece, at, dialect, place, "rule")
    if piece[:at].endswith(":"):
        return _missing_digits(piece, at, dialect, place, "time")
    span = place(at, min(at + 1, len(piece)))
    if "/" in piece[:at]:
        message, hint = "the time after / is missing", "add the time, or remove the / for 02:00:00"
        return error(dialect, "time", Code.TZ_TIME_MISSING, message, span, hint)
    start = shown(piece[:at], 24) if at else shown(piece[0])
    if at:
        needs = "J must be followed by a day number" if piece[0] == "J" else "Mm.w.d needs three numbers"
        message = f"the date {start} is incomplete: {needs}"
    elif piece[0] in "mj":
        message = f"'{start}' must be a capital {start.upper()}"
    else:
        message = f"a rule starts with a date (Mm.w.d, Jn or n), not with '{start}'"
    return error(
        dialect, "date", Code.TZ_RULE_DATE, message, span, "use Mm.w.d (month, week, weekday), Jn or n", start=start
    )


def _missing_digits(piece: str, at: int, dialect: Dialect, place: Place, topic: str) -> Problem:
    clock = piece[len(piece[:at].rstrip("0123456789:")) : at]
    unit = "second" if clock.count(":") > 1 else "minute"
    message, hint = f"the {unit}s after the colon are missing", "use two digits, or remove the colon"
    return error(dialect, topic, Code(f"tz-{unit}-digits"), message, place(at, at), hint, unit=unit)


def _trailing(piece: str, at: int, dialect: Dialect, place: Place, complete: str) -> Problem:
    rest, before = piece[at:], piece[:at].rstrip("0123456789")
    text = shown(rest, 24)
    message = f"'{text}' is not expected after the {complete}"
    params = {"text": text, "complete": complete}
    hint = "remove it, or add what is missing before it"
    if rest[0] in "MJ" and rest[1:2].isdigit():
        message, hint, params = f"'{text}' needs a comma before it", COMMAS, {"text": text}
    elif rest[0] == "." and rest[1:2] in ("M", "J"):
        hint = "put a comma in place of the full stop"
    elif rest == ".":
        hint = "remove the full stop"
    elif complete == "rule" and (known := rest.lower().replace(".", "")) in _AFTER_TIME and "/" in piece:
        hint = _AFTER_TIME[known].format(text)
    elif rest[0] == "." and piece[:at].isdigit():
        hint = "put M before the month, week and weekday"
    elif rest[0] == "." and complete == "offset" and before.endswith("M"):
        hint = COMMAS
    elif rest[0] == "." and rest[1:].isdigit() and (complete == "offset" or "/" in piece[:at]):
        hint = MINUTES
    return error(dialect, "form", Code.TZ_TRAILING, message, place(at, len(piece)), hint, **params)
