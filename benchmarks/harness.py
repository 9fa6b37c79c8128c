"""Times contestants against each other in one run, and checks whether the maintainers' targets are met.

One call of a contestant does many units of work, so that the cost of reading the clock does not count. Each round calls
all contestants in turn, so that a moment when the machine is slow affects all of them; only the best call of all rounds
counts. The garbage collector is off during the rounds. Before anything is timed, every contestant's answer is compared
with the exact one.
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


class WrongAnswer(Exception):  # noqa: N818 - not an error in this program
    """A contestant's answer is not the exact one, so its time means nothing."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A function to time.

    Attributes:
        name: The name in the table.
        run: Does ``units`` units of work.
        check: Raises ``WrongAnswer`` if the work is wrong; called once, before the timing.
        units: How many units of work a call does.
        role: Whether the function is ours, a peer's, or a reference that does other work for comparison.
        before: Called before every call, but not timed.
    """

    name: str
    run: Callable[[], object]
    check: Callable[[], None]
    units: int
    role: Role = "peer"
    before: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A time or ratio that the maintainers aim for; ``--targets`` prints whether it is met.

    Attributes:
        of: The contestant that has the target.
        against: The contestant that it is compared with, or ``FASTEST_PEER``; empty if the limit is a time.
        limit: The limit, whose meaning depends on ``kind``.
        kind: "most": takes at most ``limit`` times as long; "faster": is at least ``limit`` times faster; "over": takes
            at most ``limit`` seconds longer per unit; "within": takes at most ``limit`` seconds per unit.
        reason: Why the target is missed, if that is known.
    """

    of: str
    against: str
    limit: float
    kind: Literal["most", "faster", "over", "within"] = "most"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target and the measured value; ``value`` is None if one of the two contestants is absent."""

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
    """How long a contestant takes, in seconds per unit."""

    name: str
    role: Role
    seconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """The times for one kind of work, which make one table or picture.

    Attributes:
        name: The work, in a few words; the same in every run.
        unit: The unit of work, such as "a string".
        times: The times, in the order of the contestants; ratios are relative to our first time.
        absent: Peers that could not be timed, each with the reason.
        verdicts: The targets and their outcomes.
        note: What the reader must know to understand the times.
        picture: Whether the times are for the same work, so that a picture can compare them.
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
        """The time to which ratios are relative."""
        return next((time for time in self.times if time.role == "ours"), None)


@dataclass(frozen=True, slots=True)
class Effort:
    """How thorough a run is.

    Attributes:
        quick: Whether the run only shows that everything works.
        rounds: How many rounds call all contestants.
        least: For how many seconds a round keeps calling a contestant, at least once.
        patience: After this many seconds, a contestant that has had two rounds is not called again.
        size: The length of columns.
        longest: The length of the longest column for measuring growth, as a power of ten.
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
    """Checks the answers of all contestants, then times them in turn.

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
    # ``no_collector`` first collects garbage, which would take longer than a quick run, whose times do not matter.
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
    """A function that calls another for one input after the other, and drops the answers."""

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
    """The check for a reference that has no answer, such as a copy."""
