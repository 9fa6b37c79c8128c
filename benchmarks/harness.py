"""Times contestants against each other in one run, and judges the targets of maintainers.

A contestant is called as a whole: one call does many units of work, so that the clock's own cost does not count. Rounds
go over all contestants in turn, so that a slow moment of the machine affects all of them; the best call of all rounds
counts. The garbage collector is off meanwhile. Before anything is timed every contestant's answer is compared with the
exact one.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["ours", "peer", "reference"]

#: The name in a target for the fastest of the available peers.
FASTEST_PEER = "the fastest peer"


class WrongAnswer(Exception):  # noqa: N818 - it is not an error of the program
    """A contestant's answer is not the exact one, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """What is timed.

    Attributes:
        name: For the table.
        run: Does ``units`` units of work.
        check: Raises ``WrongAnswer`` where the work is wrong; called once, before the timing.
        units: How many units of work a call does.
        role: Ours, a peer's, or a reference to compare with that does not do the same work.
        before: Called before every call, outside of the timing.
    """

    name: str
    run: Callable[[], object]
    check: Callable[[], None]
    units: int
    role: Role = "peer"
    before: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What maintainers aim for; ``--targets`` prints the outcome.

    Attributes:
        of: The contestant that has the target.
        against: The contestant that it is compared with, or ``FASTEST_PEER``; empty where the limit is a time.
        limit: The number.
        kind: "most": at most so many times the time; "faster": at least so many times faster; "over": at most so many
            seconds a unit more; "within": at most so many seconds a unit.
        reason: Why the target is missed, if it is known to be.
    """

    of: str
    against: str
    limit: float
    kind: Literal["most", "faster", "over", "within"] = "most"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target and its outcome; ``value`` is None if one of the two is absent."""

    target: Target
    against: str
    value: float | None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None if it could not be measured."""
        if self.value is None:
            return None
        return self.value >= self.target.limit if self.target.kind == "faster" else self.value <= self.target.limit


@dataclass(frozen=True, slots=True)
class Time:
    """How long a contestant takes, in seconds a unit."""

    name: str
    role: Role
    seconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """One question's table.

    Attributes:
        name: What is done, in a few words; the same in every run.
        unit: What a unit of work is, such as "a string".
        times: In the order of the contestants; ratios are relative to our first one.
        absent: Peers that could not be timed, each with the reason.
        verdicts: The targets.
        note: What the reader must know.
        picture: Whether the times answer one question and can be compared.
    """

    name: str
    unit: str
    times: tuple[Time, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    note: str = ""
    picture: bool = True

    @property
    def ours(self) -> Time | None:
        """The contestant that ratios are relative to."""
        return next((time for time in self.times if time.role == "ours"), None)


@dataclass(frozen=True, slots=True)
class Effort:
    """How thorough a run is.

    Attributes:
        quick: Whether the run only shows that everything works.
        rounds: How often to go over all contestants.
        least: The least seconds for a contestant in a round; there is at least one call.
        patience: Seconds after which a contestant, once it was called twice, is not called again.
        size: Length of columns.
        longest: The most elements where growth is the question, as a power of ten.
    """

    quick: bool = False
    rounds: int = 5
    least: float = 0.05
    patience: float = 8.0
    size: int = 10**7
    longest: int = 8


QUICK = Effort(quick=True, rounds=1, least=0.0, patience=0.0, size=10**4, longest=4)


@dataclass(frozen=True, slots=True)
class Section:
    """The cases of a module."""

    title: str
    cases: tuple[Case, ...]


@contextmanager
def no_collector() -> Iterator[None]:
    """Turns the garbage collector off."""
    was = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def race(
    name: str,
    unit: str,
    contestants: Sequence[Contestant],
    effort: Effort,
    *,
    absent: Mapping[str, str] | None = None,
    targets: Iterable[Target] = (),
    note: str = "",
    clock: Callable[[], float] = time.perf_counter,
) -> Case:
    """Checks all contestants, then times them in turn.

    Raises:
        WrongAnswer: A contestant's answer is not the exact one.
    """
    for each in contestants:
        try:
            if each.before is not None:
                each.before()
            each.check()
        except WrongAnswer as wrong:
            raise WrongAnswer(f"{name}: {each.name}: {wrong}") from wrong
    best = dict.fromkeys((each.name for each in contestants), math.inf)
    spent = dict.fromkeys(best, 0.0)
    # Collecting garbage would take longer than a quick run, whose times do not matter.
    with nullcontext() if effort.quick else no_collector():
        for number in range(effort.rounds):
            for each in contestants:
                if number < 2 or spent[each.name] < effort.patience:
                    quickest, used = _sample(each, effort.least, clock)
                    best[each.name] = min(best[each.name], quickest)
                    spent[each.name] += used
    times = tuple(Time(each.name, each.role, best[each.name] / each.units) for each in contestants)
    verdicts = tuple(judged(target, times) for target in targets)
    return Case(name, unit, times, dict(absent or {}), verdicts, note)


def _sample(each: Contestant, least: float, clock: Callable[[], float]) -> tuple[float, float]:
    """The time of the fastest call in a round, and of all calls together."""
    quickest, used = math.inf, 0.0
    while True:
        if each.before is not None:
            each.before()
        start = clock()
        each.run()
        seconds = clock() - start
        quickest, used = min(quickest, seconds), used + seconds
        if used >= least:
            return quickest, used


def judged(target: Target, times: Sequence[Time]) -> Verdict:
    """Whether the times meet a target."""
    seconds = {time.name: time.seconds for time in times}
    against = target.against
    if against == FASTEST_PEER:
        peers = {time.seconds: time.name for time in times if time.role == "peer"}
        against = peers[min(peers)] if peers else FASTEST_PEER
    of, other = seconds.get(target.of), seconds.get(against)
    if target.kind == "within":
        return Verdict(target, against, of)
    if of is None or other is None:
        return Verdict(target, against, None)
    value = {"most": of / other, "faster": other / of, "over": of - other}[target.kind]
    return Verdict(target, against, value)


def each_of(function: Callable[[Any], object], inputs: Sequence[Any]) -> Callable[[], object]:
    """Calls a function for one input after the other, and drops the answers."""

    def run() -> None:
        for value in inputs:
            function(value)

    return run


def answers(function: Callable[[Any], object], inputs: Sequence[Any], expected: Sequence[object]) -> Callable[[], None]:
    """The check that a function gives the expected answer to every input."""

    def check() -> None:
        for value, right in zip(inputs, expected, strict=True):
            found = function(value)
            if found != right:
                raise WrongAnswer(f"{found!r} for {value!r}, not {right!r}")

    return check


def no_answer() -> None:
    """The check of a reference that has no answer, such as a copy."""
