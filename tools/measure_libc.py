"""Compares the library with the C libraries on random strings: ``python -m tools.measure_libc``."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tests.support.independent import localtime_c, random_tz
from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Answer = tuple[int, bool, str]

# Years around which leap days and the ends of centuries could go wrong.
ALWAYS = (1972, 1999, 2000, 2100, 2400)
READINGS: dict[localtime_c.Libc, tz.Reading] = {"glibc": tz.Reading.UTC_YEAR, "musl": tz.Reading.MUSL}


@dataclass
class Outcome:
    """What was compared, and where it differed."""

    strings: int = 0
    contested: int = 0
    instants: int = 0
    compared: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def questions(seed: int, strings: int, years: int, dialect: random_tz.Dialect) -> Iterator[tuple[str, list[int]]]:
    """Random strings, each with instants around its changes and the ends of years, from 1971 on."""
    rng = random.Random(seed)
    for text in random_tz.random_strings(rng, strings, dialect=dialect):
        chosen = rng.sample(range(1972, 2038), years)
        yield text, [at for at in random_tz.instants_of_interest(text, [*chosen, *ALWAYS], rng) if at >= 31_536_000]


def compare(asked: list[tuple[str, list[int]]], dialect: str, programs: dict[localtime_c.Libc, Path]) -> Outcome:
    """Asks the C libraries, and the library by their readings, and by ``merge`` where nothing is contested."""
    outcome = Outcome(strings=len(asked), instants=sum(len(instants) for _, instants in asked))
    zones = [(tz.parse(text, dialect), instants) for text, instants in asked]
    agreed = [tz.contested(zone) is None for zone, _ in zones]
    outcome.contested = agreed.count(False)
    for libc, program in programs.items():
        answers = localtime_c.ask(program, asked)
        _tally(outcome, f"{READINGS[libc]} against {libc}", zones, answers, READINGS[libc], [True] * len(zones))
        _tally(outcome, f"merge against {libc}, not contested", zones, answers, tz.Reading.MERGE, agreed)
    return outcome


def _tally(
    outcome: Outcome,
    name: str,
    zones: Iterable[tuple[tz.PosixTimeZone, list[int]]],
    answers: list[list[Answer]],
    how: tz.Reading,
    wanted: list[bool],
) -> None:
    compared = 0
    for (zone, instants), told, asked in zip(zones, answers, wanted, strict=True):
        if not asked:
            continue
        for at, answer in zip(instants, told, strict=True):
            kind = zone.clock(reading=how).at(at)
            compared += 1
            if (kind.utoff, kind.isdst, kind.designation) != answer:
                outcome.differences.append(f"{name}: {zone} at {at}: {kind}, but {answer}")
    outcome.compared[name] = compared


def main() -> int:
    """Asks every C library that is there; 1 where one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--strings", type=int, default=3000)
    parser.add_argument("--years", type=int, default=36, help="random years for each string")
    parser.add_argument("--dialect", choices=get_args(random_tz.Dialect), default="vapix")
    options = parser.parse_args()
    asked = list(questions(options.seed, options.strings, options.years, options.dialect))
    with tempfile.TemporaryDirectory() as folder:
        there = [libc for libc in READINGS if localtime_c.compiler(libc) is not None]
        programs = {libc: localtime_c.build(libc, Path(folder)) for libc in there}
        outcome = compare(asked, options.dialect, programs)
    print(f"{outcome.strings} strings ({outcome.contested} contested), {outcome.instants} instants")
    for name, number in outcome.compared.items():
        print(f"{name}: {number} compared")
    print(f"{len(outcome.differences)} differences", *outcome.differences[:10], sep="\n  ")
    return 1 if outcome.differences else 0


if __name__ == "__main__":
    sys.exit(main())
