"""The limits of a dialect, checked on the parse tree of a piece of a TZ string."""

from __future__ import annotations

from vapix_proto.errors import Code, Problem, Span, shown
from vapix_proto.grammar.parser import parse
from vapix_proto.tz import limits
from vapix_proto.tz.diagnosis.designations import numeric_designation

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from vapix_proto.grammar.parser import Node
    from vapix_proto.tz.dialect import Dialect

    #: From a place in the piece that was parsed to the span in the text as given.
    Place: TypeAlias = Callable[[int, int], Span]

_DATE_LIMITS = {
    "month": limits.MONTH,
    "week": limits.WEEK,
    "weekday": limits.WEEKDAY,
    "julian_day": limits.JULIAN_DAY,
    "day_of_year": limits.DAY_OF_YEAR,
}
_LONGER = "POSIX.1-2024 and version 3 of TZif"
_ONLY_LATER = f"only {_LONGER} allow a time on a later day"


def form(text: str) -> Node:
    """The parse tree of a text.

    Raises:
        FormError: The text does not have the form of a TZ string.
    """
    return parse("posix_tz", "tz", text)


def limit_problems(tree: Node, text: str, dialect: Dialect) -> list[Problem]:
    """Every limit of the dialect that a text of the right form breaks, in the order of the text."""
    problems = list(check(tree, dialect, Span))
    _, dst, start, _ = tree.parts
    if dialect.rules_required and dst is not None and start is None:
        problems.append(rules_required(len(text), dialect))
    return problems


def rules_required(at: int, dialect: Dialect) -> Problem:
    """The problem of DST without rules in a dialect that needs them."""
    message = f"{dialect.name} requires rules for daylight saving time"
    hint, source = "add the two rules: ,start,end", dialect.sources["rules"]
    return Problem(Code.TZ_RULE_MISSING, message, Span(at, at), hint, source, params={"dialect": dialect.name})


def check(tree: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    """Every number and name of a tree that breaks a limit of the dialect, in the order of the text."""
    for node in tree.walk():
        if node.name in ("std", "dst"):
            yield from _designation(node, dialect, place)
        elif node.name == "offset":
            yield from _clock(node, dialect, place, is_offset=True)
        elif node.name == "time":
            yield from _clock(node, dialect, place, is_offset=False)
        elif node.name in _DATE_LIMITS:
            yield from _date_number(node, dialect, place)


def _span(place: Place, node: Node) -> Span:
    return place(node.start, node.end)


def _is_empty(span: Span) -> bool:
    return span.start == span.end


def seconds_of(node: Node) -> int | None:
    """The signed seconds of an ``offset`` or ``time`` node; None where a number has too many digits to be one."""
    sign, *numbers = node.parts
    if any(number is not None and len(number.text) > 3 for number in numbers):
        return None
    hours, minutes, seconds = (0 if number is None else int(number.text) for number in numbers)
    total: int = hours * limits.HOUR + minutes * 60 + seconds
    return -total if sign is not None and sign.text == "-" else total


def _designation(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    name, offset = node.parts
    size, least, most = len(name.text), limits.DESIGNATION_MIN, dialect.designation_max
    bracket = name.name == "quoted"
    span = place(name.start + bracket, name.end - bracket)
    if size < least:
        code, limit, allowed, hint = (
            Code.TZ_DESIGNATION_SHORT,
            least,
            f"at least {least} are needed",
            "use a longer one",
        )
    elif most is not None and size > most:
        code, limit, allowed, hint = Code.TZ_DESIGNATION_LONG, most, f"at most {most} are allowed", "use a shorter one"
    else:
        return
    designation = shown(name.text)
    message = f"designation '{designation}' has {_counted(size, 'character')}: {allowed}"
    # An offset without a place is not in the text as given.
    given = None if offset is None or _is_empty(_span(place, offset)) else seconds_of(offset)
    if given is not None and abs(given) <= limits.OFFSET_MAX:
        hint += f", such as {numeric_designation(-given)}"
    params: dict[str, str | int] = {"designation": designation, "size": size, "limit": limit}
    yield Problem(code, message, span, hint, dialect.sources["designation"], params=params)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _clock(node: Node, dialect: Dialect, place: Place, *, is_offset: bool) -> Iterator[Problem]:
    sign, hours, minutes, seconds = node.parts
    source = dialect.sources["offset" if is_offset else "time"]
    if not is_offset and sign is not None and not dialect.time_signed:
        hint = "remove the sign"
        if sign.text == "-":
            hint = f"use an hour from 0 to {dialect.time_hours_max}: only {_LONGER} allow a time before midnight"
        message = f"the sign {sign.text} is not allowed in the time of a rule"
        yield Problem(Code.TZ_TIME_SIGNED, message, _span(place, sign), hint, source, params={"sign": sign.text})
    most = limits.OFFSET_HOURS_MAX if is_offset else dialect.time_hours_max
    digits = 2 if is_offset else dialect.time_digits_max
    number = shown(hours.text, 12)
    if len(hours.text) > digits:
        message = f"hour {number} has {len(hours.text)} digits: at most {digits} are allowed"
        params: dict[str, str | int] = {"hour": number, "digits": len(hours.text), "limit": digits}
        yield Problem(
            Code.TZ_HOUR_DIGITS, message, _span(place, hours), _hour_hint(node, digits), source, params=params
        )
    elif int(hours.text) > most:
        code, what = (Code.TZ_OFFSET_RANGE, "offsets") if is_offset else (Code.TZ_TIME_RANGE, "times of rules")
        low = -most if not is_offset and dialect.time_signed else 0
        message = f"hour {number} is out of range: {what} run from {low} to {most}"
        later = not is_offset and int(hours.text) <= limits.TIME_HOURS_MAX
        later_hint = f"use an hour from 0 to {most}: {_ONLY_LATER}" if later else None
        params = {"hour": number, "least": low, "most": most}
        yield Problem(code, message, _span(place, hours), later_hint, source, params=params)
    for unit, digits_node in (("minute", minutes), ("second", seconds)):
        if digits_node is not None:
            yield from _sexagesimal(unit, digits_node.text, _span(place, digits_node), source)


def _hour_hint(node: Node, digits: int) -> str:
    """What hours of too many digits may have meant: 0330 for 3:30 is the habit of other formats."""
    _, hours, minutes, _ = node.parts
    hint = f"use one {'or two digits' if digits == 2 else 'to three digits'}"
    if minutes is None and len(hours.text) in (3, 4):
        hint += "; a colon separates hours from minutes"
    if node.name == "time" and len(hours.text) == 3 and int(hours.text) <= limits.TIME_HOURS_MAX:
        hint += f"; {_ONLY_LATER}"
    return hint


def _sexagesimal(unit: str, digits: str, span: Span, source: str) -> Iterator[Problem]:
    number = shown(digits, 12)
    if len(digits) != 2:
        message = f"{unit} {number} has {_counted(len(digits), 'digit')}: two are needed"
        hint = "use two digits"
        if len(digits) == 1:
            hint = f"write :0{digits} for {_counted(int(digits), unit)}"
            hint += f", or :{digits}0 for {digits}0 {unit}s" if "0" < digits < "6" else ""
        params: dict[str, str | int] = {"unit": unit, "number": number, "digits": len(digits)}
        yield Problem(Code(f"tz-{unit}-digits"), message, span, hint, source, params=params)
    elif digits > "59":
        message = f"{unit} {number} is out of range: {unit}s run from 00 to 59"
        params = {"unit": unit, "number": number}
        yield Problem(Code(f"tz-{unit}-range"), message, span, f"use {unit}s from 00 to 59", source, params=params)


def _date_number(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    limit = _DATE_LIMITS[node.name]
    if limit.allows(node.text):
        return
    number = shown(node.text, 12)
    too_long = len(node.text) > len(str(limit.high)) and int(node.text[:6]) <= limit.high
    message = limit.refused(number, f"has {len(node.text)} digits") if too_long else limit.refused(number)
    hint: str | None = None
    if limit is limits.WEEKDAY and number == "7":
        hint = "write 0 for Sunday"
    elif limit is limits.DAY_OF_YEAR and number == "366":
        hint = "write 365 for December 31 of a leap year, or J365 for December 31 of every year"
    elif limit is limits.JULIAN_DAY and number == "0":
        hint = "write J1 for January 1: only n counts from 0"
    span, source = _span(place, node.parts[0]), dialect.sources["date"]
    params: dict[str, str | int] = {"number": number}
    yield Problem(
        Code(limit.code),
        message,
        span,
        hint,
        source,
        params=params | {"digits": len(node.text)} if too_long else params,
    )
