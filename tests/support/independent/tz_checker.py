"""A second opinion about POSIX TZ strings, written by hand and independent of the library.

A state machine reads a string character by character. From every state that it can reach, some string is accepted,
so the first character without a next state is the first that no valid string can have there. `accepts`,
`viable_prefix` and `value` are three views of the same run.
"""

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["DIALECTS", "RuleValue", "Value", "accepts", "value", "viable_prefix"]

# the kind ("M", "J" or "n"), the numbers, and the seconds after midnight
RuleValue = tuple[str, tuple[int, ...], int]
# standard designation, seconds east, DST designation, seconds east, start, end
Value = tuple[str, int, str | None, int | None, RuleValue | None, RuleValue | None]


class _Dialect(NamedTuple):
    """The limits that differ between dialects."""

    longest_name: int | None
    long_times: bool  # -167 to 167 hours in a rule time, else 0 to 24 without a sign
    dst_needs_rules: bool


class _Number(NamedTuple):
    """The limits of a number: its least and greatest value, and the least and greatest number of digits."""

    least: int
    greatest: int
    most_digits: int
    least_digits: int = 1


class _State(NamedTuple):
    """Where the machine is: the field being read, the part it belongs to, and what has been read of it."""

    field: str
    part: int  # 0 standard time, 1 daylight saving time, 2 start rule, 3 end rule
    length: int = 0  # characters or digits read of this field
    number: int = 0  # their value, if they are digits


DIALECTS = {
    "vapix": _Dialect(6, False, False),
    "posix-2004": _Dialect(None, False, False),
    "posix-2024": _Dialect(None, True, False),
    "tzif-v2": _Dialect(None, False, True),
    "tzif-v3": _Dialect(None, True, True),
}

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_SIGNS = frozenset("+-")
_QUOTED = _LETTERS | _DIGITS | _SIGNS
_SHORTEST_NAME = 3

_BEGIN = _State("begin", 0)
_SHORT_HOURS = _Number(0, 24, 2)
_LONG_HOURS = _Number(0, 167, 3)
_NUMBERS = {
    "minutes": _Number(0, 59, 2, 2),
    "seconds": _Number(0, 59, 2, 2),
    "month": _Number(1, 12, 2),
    "week": _Number(1, 5, 1),
    "weekday": _Number(0, 6, 1),
    "julian": _Number(1, 365, 3),
    "day": _Number(0, 365, 3),
}
# the field that follows after a number and a given character
_NEXT_FIELD = {
    ("hours", ":"): "minutes",
    ("minutes", ":"): "seconds",
    ("month", "."): "week",
    ("week", "."): "weekday",
    ("weekday", "/"): "time",
    ("julian", "/"): "time",
    ("day", "/"): "time",
}


def accepts(text: str, dialect: str) -> bool:
    """Say whether the string is valid in the dialect."""
    state = _BEGIN
    for after in _run(text, dialect):
        if after is None:
            return False
        state = after
    return _may_stop(state, DIALECTS[dialect])


def viable_prefix(text: str, dialect: str) -> int:
    """Count the characters at the start of the text that some accepted string starts with, too."""
    for index, after in enumerate(_run(text, dialect)):
        if after is None:
            return index
    return len(text)


def value(text: str, dialect: str) -> Value | None:
    """Return what the string means as plain values, or None if it is not accepted."""
    if not accepts(text, dialect):
        return None
    names: dict[int, str] = {}
    minus: set[int] = set()
    numbers: dict[tuple[int, str], int] = {}
    for char, state in zip(text, _run(text, dialect), strict=True):
        assert state is not None
        part, field = state.part, state.field
        if field in ("letters", "quoted") and state.length:
            names[part] = names.get(part, "") + char
        elif char == "-":
            minus.add(part)
        elif char in _DIGITS:
            numbers[part, field] = state.number

    def seconds(part: int, default: int) -> int:
        if (part, "hours") not in numbers:
            return default
        hours, minutes, rest = (numbers.get((part, field), 0) for field in ("hours", "minutes", "seconds"))
        total = 3600 * hours + 60 * minutes + rest
        return -total if part in minus else total

    def rule(part: int) -> RuleValue | None:
        for kind, fields in (("M", ("month", "week", "weekday")), ("J", ("julian",)), ("n", ("day",))):
            if (part, fields[0]) in numbers:
                return kind, tuple(numbers[part, field] for field in fields), seconds(part, 7200)
        return None

    std_east = -seconds(0, 0)
    if 1 not in names:
        return names[0], std_east, None, None, None, None
    return names[0], std_east, names[1], -seconds(1, -std_east - 3600), rule(2), rule(3)


def _run(text: str, dialect: str) -> Iterator[_State | None]:
    """Yield the state after each character; after a character that no valid string has there, yield None and stop."""
    limits = DIALECTS[dialect]
    state: _State | None = _BEGIN
    for char in text:
        if state is None:
            return
        state = _step(state, char, limits)
        yield state


def _step(state: _State, char: str, limits: _Dialect) -> _State | None:
    """Read one character."""
    field, part = state.field, state.part
    if field == "begin":
        return _start_name(char, part)
    if field == "letters" and char in _LETTERS:
        return _longer_name(state, limits)
    if field == "quoted":
        if char == ">":
            return _State("named", part) if state.length >= _SHORTEST_NAME else None
        return _longer_name(state, limits) if char in _QUOTED else None
    if field in ("letters", "named"):
        return _after_name(state, char)
    if field == "signed":
        return _digit(_State("hours", part), char, limits)
    if field == "date":
        if char in "MJ":
            return _State("month" if char == "M" else "julian", part)
        return _digit(_State("day", part), char, limits)
    if field == "time":
        if char in _SIGNS:
            return _State("signed", part) if limits.long_times else None
        return _digit(_State("hours", part), char, limits)
    if char in _DIGITS:
        return _digit(state, char, limits)
    return _after_number(state, char, limits)


def _start_name(char: str, part: int) -> _State | None:
    """Start a designation."""
    if char == "<":
        return _State("quoted", part)
    return _State("letters", part, 1) if char in _LETTERS else None


def _longer_name(state: _State, limits: _Dialect) -> _State | None:
    """Add a character to a designation, if there is room for it."""
    if state.length == limits.longest_name:
        return None
    return state._replace(length=state.length + 1)


def _after_name(state: _State, char: str) -> _State | None:
    """Leave a designation: an offset follows or, after the designation of daylight saving time, a rule."""
    if not _whole_name(state):
        return None
    if char in _SIGNS:
        return _State("signed", state.part)
    if char in _DIGITS:
        return _State("hours", state.part, 1, int(char))
    return _State("date", 2) if char == "," and state.part == 1 else None


def _after_number(state: _State, char: str, limits: _Dialect) -> _State | None:
    """Leave a number: go on within the offset or rule, or to the next part."""
    if not _whole_number(state, limits):
        return None
    field = _NEXT_FIELD.get((state.field, char))
    if field is not None:
        return _State(field, state.part)
    if state.field in ("month", "week"):
        return None
    if state.part == 0:
        return _start_name(char, 1)
    return _State("date", state.part + 1) if char == "," and state.part < 3 else None


def _digit(state: _State, char: str, limits: _Dialect) -> _State | None:
    """Add a digit to a number, if some allowed number starts like this."""
    if char not in _DIGITS:
        return None
    least, greatest, most_digits, least_digits = _limits_of(state, limits)
    length, number = state.length + 1, 10 * state.number + int(char)
    # with `more` further digits, the number is between these two
    for more in range(max(0, least_digits - length), most_digits - length + 1):
        if number * 10**more <= greatest and (number + 1) * 10**more - 1 >= least:
            return state._replace(length=length, number=number)
    return None


def _limits_of(state: _State, limits: _Dialect) -> _Number:
    """Return the limits of the number that is being read."""
    if state.field == "hours":
        return _LONG_HOURS if state.part >= 2 and limits.long_times else _SHORT_HOURS
    return _NUMBERS[state.field]


def _whole_name(state: _State) -> bool:
    """Say whether a designation may end here."""
    return state.field == "named" or (state.field == "letters" and state.length >= _SHORTEST_NAME)


def _whole_number(state: _State, limits: _Dialect) -> bool:
    """Say whether a number may end here."""
    if state.field != "hours" and state.field not in _NUMBERS:
        return False
    least, greatest, _, least_digits = _limits_of(state, limits)
    return state.length >= least_digits and least <= state.number <= greatest


def _may_stop(state: _State, limits: _Dialect) -> bool:
    """Say whether the text may end here."""
    if state.part == 1 and limits.dst_needs_rules:
        return False
    if state.part == 1 and _whole_name(state):
        return True
    if state.part == 2 or state.field in ("month", "week"):
        return False
    return _whole_number(state, limits)
