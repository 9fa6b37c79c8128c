"""Functions that no other library has; each time is a median over distinct inputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from statistics import median
from typing import Any, NamedTuple

from tests.support.independent.tz_checker import accepts
from vapix_proto import tz

from .harness import Case, Effort, Target, Time, WrongAnswer, judged, no_collector
from .samples import footers, instants, utoff
from .strings import invalid

TITLE = "Other questions"


class Function(NamedTuple):
    """A function, its inputs, and the maintainers' target.

    Attributes:
        name: The name in the table.
        call: Returns the answer to one input.
        inputs: The inputs; each is used only once, because answers are cached.
        right: Whether the answer to an input is correct.
        within: The target: how many seconds the median may take.
    """

    name: str
    call: Callable[[Any], Any]
    inputs: Sequence[Any]
    right: Callable[[Any, Any], bool]
    within: float


def _functions() -> Iterator[Function]:
    valid, wrong = list(footers()), invalid()
    zones = [tz.parse(text) for text in valid if "24" not in text]
    # The second string gives a different local time, because a rule without a time means 2 o'clock.
    pairs = [(text, f"{text}/1") for text in valid if "," in text and "/" not in text.rpartition(",")[2]]

    yield Function("suggest, invalid strings", tz.suggest, wrong[::2], _all_valid, 2.5e-3)
    yield Function("review, invalid strings", tz.review, wrong[1::2], lambda _, found: _has_error(found), 800e-6)
    yield Function("review, valid strings", tz.review, valid, lambda _, found: not _has_error(found), 500e-6)
    yield Function("validate, invalid strings", tz.validate, wrong, lambda _, found: _has_error(found), 150e-6)
    yield Function("iana_names", tz.iana_names, valid, _same_offsets, 5e-3)
    yield Function("explain", _explained, zones, lambda zone, found: zone.std.designation in found, 200e-6)
    yield Function(
        "same_clock, of two strings", lambda pair: tz.same_clock(*pair), pairs, lambda _, found: not found, 150e-6
    )
    yield Function("contested", tz.contested, zones, lambda zone, found: zone.dst is not None or found is None, 5e-6)
    yield Function("tzinfo(), of a new zone", tz.PosixTimeZone.tzinfo, zones, _shows, 100e-6)


def _explained(zone: tz.PosixTimeZone) -> str:
    return str(tz.explain(zone))


def _has_error(problems: Sequence[Any]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _all_valid(_: str, suggestions: Sequence[tz.Suggestion]) -> bool:
    return all(accepts(suggestion.text, "vapix") for suggestion in suggestions)


def _same_offsets(text: str, names: Sequence[str]) -> bool:
    texts = {name: text for text, all_names in footers().items() for name in all_names}
    # Other installed databases may have names that the database of the strings lacks.
    known = [texts[name] for name in names if name in texts]
    return bool(known or not names) and all(
        utoff(other, instant) == utoff(text, instant) for other in known for instant in instants(4)
    )


def _shows(zone: tz.PosixTimeZone, info: tzinfo) -> bool:
    moments = [datetime.fromtimestamp(instant, info) for instant in instants(20)]
    found = [offset.total_seconds() for offset in map(datetime.utcoffset, moments) if offset is not None]
    return found == [utoff(str(zone), instant) for instant in instants(20)]


def _seconds(function: Function, value: object) -> float:
    start = time.perf_counter()
    answer = function.call(value)
    seconds = time.perf_counter() - start
    if not function.right(value, answer):
        raise WrongAnswer(f"{function.name}: {answer!r} for {value!r}")
    return seconds


def run(effort: Effort) -> list[Case]:
    """Measures the cases of this module."""
    times, targets = [], []
    for function in _functions():
        with no_collector():
            seconds = [_seconds(function, value) for value in function.inputs[: 10 if effort.quick else None]]
        times.append(Time(function.name, "ours", median(seconds)))
        targets.append(Target(function.name, "", function.within, "within"))
    note = (
        "Each time is the median over distinct inputs, each used once: the strings in the time zone database, and "
        "strings that people have written where a TZ string was expected. No other library has the functions in this "
        "table."
    )
    verdicts = tuple(judged(target, times) for target in targets)
    return [Case("Advice, comparison and names", "a call", tuple(times), {}, verdicts, note, picture=False)]
