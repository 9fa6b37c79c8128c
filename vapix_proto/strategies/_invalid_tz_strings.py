"""Invalid TZ strings, each with the code of its only fault, and TZ strings that are broken at random."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vapix_proto.errors import Code
from vapix_proto.strategies._accounts import Labelled
from vapix_proto.strategies._tz_strings import (
    LETTERS,
    QUOTED,
    clocks,
    dates,
    designations,
    glued,
    made,
    offsets,
    rules,
    tz_strings,
)
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as dialect_of
from vapix_proto.tz.limits import DESIGNATION_MIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    Texts = st.SearchStrategy[str]

_ALPHABET = QUOTED + "<>:,./"
_PLACES = ["Europe/Vienna", "America/New_York", "Asia/Tokyo", "Etc/GMT+3", "America/Argentina/Ushuaia"]
_UNQUOTED = st.text(LETTERS, min_size=DESIGNATION_MIN, max_size=6)


def invalid_tz_strings(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[Labelled[str]]:
    """Strings that are not valid TZ strings in a dialect, each with the code of its first problem."""
    return st.one_of([st.builds(Labelled, texts, st.just(code)) for code, texts in faults(dialect_of(dialect))])


def faults(dialect: Dialect) -> Iterator[tuple[Code, Texts]]:
    """Yields each code with a strategy for strings whose first fault has this code."""
    yield from _heads(dialect)
    yield from _offsets(dialect)
    yield from _rules(dialect)
    yield from _times(dialect)


def broken_tz_strings(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[str]:
    """TZ strings of a dialect, cut short or with one character removed, inserted or replaced; most are invalid."""
    characters = st.sampled_from(_ALPHABET) | st.sampled_from(" \t\n\0_=\u0665\uff15\u2212\xe9\ud800")

    def change(text: str, at: int, character: str, how: str) -> str:
        at %= len(text)
        if how == "cut":
            return text[:at]
        if how == "drop":
            return text[:at] + text[at + 1 :]
        return text[:at] + character + text[at + (how == "replace") :]

    how = st.sampled_from(["cut", "drop", "replace", "insert"])
    return made(change, tz_strings(dialect), st.integers(0, 200), characters, how)


def _digits(low: int, high: int) -> Texts:
    return st.integers(low, high).map(str)


def _heads(dialect: Dialect) -> Iterator[tuple[Code, Texts]]:
    name, rule = designations(dialect), rules(dialect)
    # What may follow a faulty designation without adding another fault.
    rest = glued(offsets(), st.just("") | glued(name, ",", rule, ",", rule))
    yield Code.TZ_EMPTY, st.just("")
    yield Code.TZ_WRAPPED, glued(st.sampled_from(["TZ=", "export TZ=", "PSTR("]), tz_strings(dialect))
    quoted = st.text(QUOTED, min_size=DESIGNATION_MIN, max_size=6)
    yield Code.TZ_ENCODED, glued("%3C", quoted, "%3E", offsets())
    yield Code.TZ_COLON_FORM, glued(":", st.text(_ALPHABET, max_size=20))
    yield Code.TZ_IANA_NAME, st.sampled_from(_PLACES)
    yield Code.TZ_DESIGNATION_MISSING, glued(",", rule, ",", rule)
    short = st.text(LETTERS, min_size=1, max_size=DESIGNATION_MIN - 1)
    yield Code.TZ_DESIGNATION_SHORT, glued(short | glued("<", st.just("") | short, ">"), rest)
    if dialect.designation_max is not None:
        long = st.text(LETTERS, min_size=dialect.designation_max + 1, max_size=dialect.designation_max + 20)
        yield Code.TZ_DESIGNATION_LONG, glued(long | glued("<", long, ">"), rest)
    yield Code.TZ_DESIGNATION_CHARACTER, glued("<", short, st.sampled_from("./:"), short, ">", rest)
    yield Code.TZ_DESIGNATION_UNCLOSED, glued("<", _UNQUOTED, offsets())
    yield Code.TZ_OFFSET_MISSING, glued(name, st.sampled_from(["", "+", "-"]))
    yield Code.TZ_DST_MISSING, glued(name, offsets(), ",", rule, ",", rule)
    yield Code.TZ_WHITESPACE, glued(name, offsets(), st.text(" \t\r\n", min_size=1, max_size=3))
    foreign = st.sampled_from("\x00\x1b\x7f=*~")
    yield Code.TZ_CHARACTER, glued(name, offsets(), name, ",", rule, ",", dates(), foreign)


def _offsets(dialect: Dialect) -> Iterator[tuple[Code, Texts]]:
    before = glued(designations(dialect), st.sampled_from(["", "+", "-"]))
    rest = st.just("") | glued(designations(dialect), ",", rules(dialect), ",", rules(dialect))
    yield Code.TZ_OFFSET_RANGE, glued(before, _digits(25, 99), rest)
    yield Code.TZ_HOUR_DIGITS, glued(before, _digits(100, 99999), rest)
    low = glued(before, _digits(0, 24), ":")
    wrong_digits = st.just("") | _digits(0, 9) | _digits(100, 999)
    yield Code.TZ_MINUTE_DIGITS, glued(low, wrong_digits)
    yield Code.TZ_MINUTE_RANGE, glued(low, _digits(60, 99), rest)
    low = glued(low, st.integers(0, 59).map("{:02}:".format))
    yield Code.TZ_SECOND_DIGITS, glued(low, wrong_digits)
    yield Code.TZ_SECOND_RANGE, glued(low, _digits(60, 99), rest)


def _rules(dialect: Dialect) -> Iterator[tuple[Code, Texts]]:
    head = glued(designations(dialect), offsets(), designations(dialect))
    rule = rules(dialect)
    with_date = partial(_with_rule, dialect)
    yield (
        Code.TZ_RULE_MISSING,
        glued(head, ",", rule) | (glued(head) if dialect.rules_required else glued(head, ",")),
    )
    yield (
        Code.TZ_RULE_DATE,
        with_date(st.sampled_from(["m3.2.0", "j60", "X", "M", "J", "M3", "M3.2", "M3.2.", "M.2.0"])),
    )
    week, weekday = _digits(1, 5), _digits(0, 6)
    yield Code.TZ_MONTH_RANGE, with_date(glued("M", st.just("0") | _digits(13, 999), ".", week, ".", weekday))
    yield Code.TZ_WEEK_RANGE, with_date(glued("M", _digits(1, 12), ".", st.just("0") | _digits(6, 99), ".", weekday))
    yield Code.TZ_WEEKDAY_RANGE, with_date(glued("M", _digits(1, 12), ".", week, ".", _digits(7, 99)))
    yield Code.TZ_JULIAN_RANGE, with_date(glued("J", st.just("0") | _digits(366, 9999)))
    yield Code.TZ_DAY_RANGE, with_date(_digits(366, 9999))
    yield Code.TZ_TRAILING, glued(head, ",", rule, ",", rule, ",", st.text(_ALPHABET, max_size=10))


def _with_rule(dialect: Dialect, rule: Texts) -> Texts:
    """Strings in which the start or the end is the given rule."""
    head, other = glued(designations(dialect), offsets(), designations(dialect)), rules(dialect)
    return glued(head, ",", rule, ",", other) | glued(head, ",", other, ",", rule)


def _times(dialect: Dialect) -> Iterator[tuple[Code, Texts]]:
    signs = ("", "+", "-") if dialect.time_signed else ("",)

    def with_time(time: Texts) -> Texts:
        return _with_rule(dialect, glued(dates(), "/", time))

    yield Code.TZ_TIME_MISSING, with_time(st.sampled_from(signs))
    yield (
        Code.TZ_TIME_RANGE,
        with_time(glued(st.sampled_from(signs), _digits(dialect.time_hours_max + 1, 10**dialect.time_digits_max - 1))),
    )
    yield (
        Code.TZ_TRAILING,
        with_time(glued(clocks(dialect.time_hours_max, signs), st.text(LETTERS, min_size=1, max_size=5))),
    )
    if not dialect.time_signed:
        yield Code.TZ_TIME_SIGNED, with_time(clocks(dialect.time_hours_max, ("+", "-")))
