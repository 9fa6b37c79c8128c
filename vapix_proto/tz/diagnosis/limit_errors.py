"""The limits of a dialect, checked on the parse tree of a piece of a TZ string."""

from __future__ import annotations

from vapix_proto.errors import Code, Problem, Span, quote
from vapix_proto.grammar.loader import parse
from vapix_proto.tz import limits

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from vapix_proto.grammar.loader import Node
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
    message = f"{dialect.name} needs the rules of daylight saving time"
    return Problem(Code.TZ_RULE_MISSING, message, Span(at, at), "add ,start,end", dialect.sources["rules"])


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


def seconds_of(node: Node) -> int | None:
    """The signed seconds of an ``offset`` or ``time`` node; None where a number has too many digits to be one."""
    sign, *numbers = node.parts
    if any(number is not None and len(number.text) > 3 for number in numbers):
        return None
    hours, minutes, seconds = (0 if number is None else int(number.text) for number in numbers)
    total: int = hours * limits.HOUR + minutes * 60 + seconds
    return -total if sign is not None and sign.text == "-" else total


def numeric_designation(utoff: int) -> str:
    """The designation that says its own offset, as the IANA database writes it: ``<+0330>``."""
    sign = "-" if utoff < 0 else "+"
    hours, minutes = divmod(abs(utoff) // 60, 60)
    return f"<{sign}{hours:02}{minutes:02}>" if minutes else f"<{sign}{hours:02}>"


def _designation(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    name, offset = node.parts
    size = len(name.text)
    bracket = name.name == "quoted"
    span = place(name.start + bracket, name.end - bracket)
    seconds = None if offset is None else seconds_of(offset)
    numeric = numeric_designation(-seconds) if seconds is not None and abs(seconds) <= limits.OFFSET_MAX else "<+01>"
    source = dialect.sources["designation"]
    if size < limits.DESIGNATION_MIN:
        what = f"designation {quote(name.text)} has {size} character{'' if size == 1 else 's'}; at least 3 are needed"
        yield Problem(Code.TZ_DESIGNATION_SHORT, what, span, f"write a longer one, such as {numeric}", source)
    most = dialect.designation_max
    if most is not None and size > most:
        what = f"designation {quote(name.text)} has {size} characters; at most {most} are allowed"
        yield Problem(Code.TZ_DESIGNATION_LONG, what, span, f"write a shorter one, such as {numeric}", source)


def _clock(node: Node, dialect: Dialect, place: Place, *, is_offset: bool) -> Iterator[Problem]:
    sign, hours, minutes, seconds = node.parts
    source = dialect.sources["offset" if is_offset else "time"]
    if not is_offset and sign is not None and not dialect.time_signed:
        hint: str | None = f"only {_LONGER} can say a time before midnight"
        if sign.text == "+":
            hint = "leave the sign out"
        yield Problem(Code.TZ_TIME_SIGNED, "the time of a rule has no sign", _span(place, sign), hint, source)
    most = limits.OFFSET_HOURS_MAX if is_offset else dialect.time_hours_max
    digits = 2 if is_offset else dialect.time_digits_max
    number = hours.text
    if len(number) > digits:
        what = f"hours have {'one to three' if digits == 3 else 'one or two'} digits, not {len(number)}"
        hint = _hour_hint(number, most, minutes is not None, is_offset=is_offset)
        yield Problem(Code.TZ_HOUR_DIGITS, what, _span(place, hours), hint, source)
    elif int(number) > most:
        code = Code.TZ_OFFSET_RANGE if is_offset else Code.TZ_TIME_RANGE
        what = f"{'the hours of an offset' if is_offset else 'the hours of a time'} run up to {most}, not {int(number)}"
        hint = None
        if not is_offset and most < int(number) <= limits.TIME_HOURS_MAX:
            hint = f"only {_LONGER} can say a time on a later day"
        yield Problem(code, what, _span(place, hours), hint, source)
    for unit, digits_node in (("minute", minutes), ("second", seconds)):
        if digits_node is not None:
            yield from _sexagesimal(unit, digits_node.text, _span(place, digits_node), source)


def _hour_hint(number: str, most: int, has_minutes: bool, *, is_offset: bool) -> str | None:
    """What hours of too many digits may have meant: 0330 for 3:30 is the habit of other formats."""
    hints = []
    if len(number) in (3, 4) and not has_minutes and number[-2] < "6" and int(number[:-2]) <= most:
        hints.append(f"write {int(number[:-2])}:{number[-2:]}, with a colon")
    if not is_offset and len(number) == 3 and int(number) <= limits.TIME_HOURS_MAX:
        hints.append(f"only {_LONGER} can say a time on a later day")
    return "; ".join(hints) or None


def _sexagesimal(unit: str, digits: str, span: Span, source: str) -> Iterator[Problem]:
    if len(digits) != 2:
        hint = f"write :0{digits}" + (f", or :{digits}0 if that was meant" if "0" < digits < "6" else "")
        what = f"{unit}s have two digits, not {len(digits)}"
        yield Problem(Code(f"tz-{unit}-digits"), what, span, hint if len(digits) == 1 else None, source)
    elif digits > "59":
        yield Problem(Code(f"tz-{unit}-range"), f"{unit}s run from 00 to 59, not {digits}", span, None, source)


def _date_number(node: Node, dialect: Dialect, place: Place) -> Iterator[Problem]:
    limit = _DATE_LIMITS[node.name]
    number = node.text
    if not limit.allows(number):
        span = _span(place, node.parts[0])
        shown = quote(number, 12).strip("'")
        what = f"{limit.meaning}; {shown} is none"
        hint: str | None = None
        if limit is limits.WEEKDAY and number == "7":
            hint = "write 0 for Sunday"
        elif limit is limits.DAY_OF_YEAR and number == "366":
            hint = "write 365 for December 31 of a leap year, or J365 for December 31 of every year"
        elif limit is limits.JULIAN_DAY and number == "0":
            hint = "write J1 for January 1; only n counts from 0"
        yield Problem(Code(limit.code), what, span, hint, dialect.sources["date"])
