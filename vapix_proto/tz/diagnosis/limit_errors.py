"""Checks the parse tree of a TZ string, or of a piece of one, against the limits of a dialect."""

from __future__ import annotations

from vapix_proto._places import plural
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

    #: Maps a start and an end in the parsed piece to a span in the original text.
    Place: TypeAlias = Callable[[int, int], Span]

_DATE_LIMITS = {
    "month": limits.MONTH,
    "week": limits.WEEK,
    "weekday": limits.WEEKDAY,
    "julian_day": limits.JULIAN_DAY,
    "day_of_year": limits.DAY_OF_YEAR,
}
_DATE_HINTS = {
    (limits.WEEKDAY, "7"): "write 0 for Sunday",
    (limits.DAY_OF_YEAR, "366"): "write 365 for December 31 of a leap year, or J365 for December 31 of every year",
    (limits.JULIAN_DAY, "0"): "write J1 for January 1: only day numbers without J count from 0",
}
_LONGER = "POSIX.1-2024 and version 3 of TZif"
_ONLY_LATER = f"only {_LONGER} allow a time on a later day"


def error(
    dialect: Dialect, topic: str, code: Code, message: str, span: Span, hint: str | None, /, **params: str | int
) -> Problem:
    """An error that cites the clause on ``topic``, such as ``"offset"``, in the dialect's standard."""
    return Problem(code, message, span, hint, dialect.sources[topic], params=params)


def form(text: str) -> Node:
    """The parse tree of the text; raises ``FormError`` if the text does not have the form of a TZ string."""
    return parse("posix_tz", "tz", text)


def limit_problems(tree: Node, text: str, dialect: Dialect) -> list[Problem]:
    """An error for every limit of the dialect that a well-formed string violates, in order of position."""
    problems = list(check(tree, dialect, Span))
    _, dst, start, _ = tree.parts
    if dialect.rules_required and dst is not None and start is None:
        problems.append(rules_required(len(text), dialect))
    return problems


def rules_required(at: int, dialect: Dialect) -> Problem:
    """The error for daylight saving time without rules in a dialect that requires them."""
    message, hint = f"{dialect.name} requires rules for daylight saving time", "add the two rules: ,start,end"
    return error(dialect, "rules", Code.TZ_RULE_MISSING, message, Span(at, at), hint, dialect=dialect.name)


def check(tree: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    """The errors for the numbers and names in a tree that violate a limit of the dialect, in order of position."""
    for node in tree.walk():
        if node.name in ("std", "dst"):
            yield from _designation(node, dialect, place)
        elif node.name in ("offset", "time"):
            yield from _clock(node, dialect, place)
        elif node.name in _DATE_LIMITS:
            yield from _date_number(node, dialect, place)


def seconds_of(node: Node) -> int | None:
    """An ``offset`` or ``time`` node as a signed number of seconds; None if a part has more than three digits."""
    sign, *numbers = node.parts
    if any(number is not None and len(number.text) > 3 for number in numbers):
        return None
    hours, minutes, seconds = (0 if number is None else int(number.text) for number in numbers)
    total: int = hours * limits.HOUR + minutes * 60 + seconds
    return -total if sign is not None and sign.text == "-" else total


def _designation(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    name, offset = node.parts
    size, most = len(name.text), dialect.designation_max
    if size < limits.DESIGNATION_MIN:
        code, limit, allowed, hint = Code.TZ_DESIGNATION_SHORT, limits.DESIGNATION_MIN, "least {} are needed", "longer"
    elif most is not None and size > most:
        code, limit, allowed, hint = Code.TZ_DESIGNATION_LONG, most, "most {} are allowed", "shorter"
    else:
        return
    designation, hint = shown(name.text), f"use a {hint} one"
    message = f"designation '{designation}' has {plural(size, 'character')}: at {allowed.format(limit)}"
    seconds = None if offset is None else seconds_of(offset)
    if seconds is not None and abs(seconds) <= limits.OFFSET_MAX:
        given = place(offset.start, offset.end)
        # An offset that is apart from the designation, as in Timezone +01:00, may count hours east of UTC.
        if place(name.start, name.end).end == given.start < given.end:
            hint += f", such as {numeric_designation(-seconds)}"
    bracket = name.name == "quoted"
    span, params = place(name.start + bracket, name.end - bracket), {"size": size, "limit": limit}
    yield error(dialect, "designation", code, message, span, hint, designation=designation, **params)


def _clock(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    sign, hours, minutes, seconds = node.parts
    topic, is_time = node.name, node.name == "time"
    if is_time and sign is not None and not dialect.time_signed:
        hint = "remove the sign"
        if sign.text == "-":
            hint = f"use an hour from 0 to {dialect.time_hours_max}: only {_LONGER} allow a time before midnight"
        message, span = f"the sign {sign.text} is not allowed in the time of a rule", place(sign.start, sign.end)
        yield error(dialect, topic, Code.TZ_TIME_SIGNED, message, span, hint, sign=sign.text)
    most, digits = (dialect.time_hours_max, dialect.time_digits_max) if is_time else (limits.OFFSET_HOURS_MAX, 2)
    number, size, span = shown(hours.text, 12), len(hours.text), place(hours.start, hours.end)
    if size > digits:
        message = f"hour {number} has {size} digits: at most {digits} are allowed"
        hint = _hour_hint(node, digits)
        yield error(dialect, topic, Code.TZ_HOUR_DIGITS, message, span, hint, hour=number, digits=size, limit=digits)
    elif int(hours.text) > most:
        code, what = (Code.TZ_TIME_RANGE, "rule times") if is_time else (Code.TZ_OFFSET_RANGE, "offsets")
        least = -most if is_time and dialect.time_signed else 0
        message = f"hour {number} is out of range: {what} run from {least} to {most}"
        later = is_time and int(hours.text) <= limits.TIME_HOURS_MAX
        later_hint = f"use an hour from 0 to {most}: {_ONLY_LATER}" if later else None
        yield error(dialect, topic, code, message, span, later_hint, hour=number, least=least, most=most)
    for unit, part in (("minute", minutes), ("second", seconds)):
        if part is not None:
            yield from _sexagesimal(unit, part, dialect, topic, place)


def _hour_hint(node: Node, digits: int) -> str:
    """A hint for an hour with too many digits. These may include minutes, as in formats that write 0330 for 3:30."""
    _, hours, minutes, _ = node.parts
    hint = f"use one {'or two digits' if digits == 2 else 'to three digits'}"
    if minutes is None and len(hours.text) in (3, 4):
        hint += "; a colon separates hours from minutes"
    later = limits.PLAIN_TIME_HOURS_MAX < int(hours.text[:4]) <= limits.TIME_HOURS_MAX
    if node.name == "time" and len(hours.text) == 3 and later:
        hint += f"; {_ONLY_LATER}"
    return hint


def _sexagesimal(unit: str, node: Node, dialect: Dialect, topic: str, place: Place) -> Iterator[Problem]:
    digits, span, number = node.text, place(node.start, node.end), shown(node.text, 12)
    if len(digits) != 2:
        message = f"{unit} {number} has {plural(len(digits), 'digit')}: two are needed"
        hint = "use two digits"
        if len(digits) == 1:
            hint = f"write :0{digits} for {plural(int(digits), unit)}"
            hint += f", or :{digits}0 for {digits}0 {unit}s" if "0" < digits < "6" else ""
        code, params = Code(f"tz-{unit}-digits"), {"digits": len(digits)}
        yield error(dialect, topic, code, message, span, hint, unit=unit, number=number, **params)
    elif digits > "59":
        message, hint = f"{unit} {number} is out of range: {unit}s run from 00 to 59", f"use {unit}s from 00 to 59"
        yield error(dialect, topic, Code(f"tz-{unit}-range"), message, span, hint, unit=unit, number=number)


def _date_number(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    limit, digits, number = _DATE_LIMITS[node.name], len(node.text), shown(node.text, 12)
    if limit.allows(node.text):
        return
    params: dict[str, str | int] = {"number": number}
    message, hint = limit.refused(number), _DATE_HINTS.get((limit, number))
    if digits > len(str(limit.high)) and int(node.text[:6]) <= limit.high:
        message = limit.refused(number, f"has {digits} digits")
        params["digits"] = digits
        hint = f"use one {('digit', 'or two digits', 'to three digits')[len(str(limit.high)) - 1]}"
    part = node.parts[0]
    yield error(dialect, "date", Code(limit.code), message, place(part.start, part.end), hint, **params)
