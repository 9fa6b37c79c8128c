"""The inputs to time: strings in the time zone database, and instants. Slow independent code gives exact answers."""

from __future__ import annotations

import random
from bisect import bisect_right
from functools import cache

from tests.support.independent.random_tz import change_instants, random_strings, split, year_start
from vapix_proto import tz
from vapix_proto.tz.iana.installed import zone_files

#: The TZ string for all benchmarks of a single zone, and a database zone that keeps the same time in these years.
TEXT, NAME = "CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Stockholm"
YEARS = range(2008, 2038)
FIRST, LAST = year_start(YEARS[0]), year_start(YEARS[-1] + 1)


@cache
def footers() -> dict[str, list[str]]:
    """The TZ strings in the newest installed database that VAPIX allows, each with the zones that have it."""
    newest = tz.database()
    found: dict[str, list[str]] = {}
    for name, file in sorted(zone_files(newest).items()) if newest is not None else ():
        if tz.is_valid(text := str(file.footer)):
            found.setdefault(text, []).append(name)
    return found


def generated(count: int) -> list[str]:
    """Random valid TZ strings that share few designations, offsets and rules."""
    rng = random.Random(1)  # noqa: S311 - no secrets
    return list(dict.fromkeys(random_strings(rng, count, dialect="vapix")))


@cache
def changes(text: str, years: range = YEARS) -> tuple[list[int], list[int]]:
    """The instants of the transitions in some years, with the UTC offset before each and after the last."""
    parts = split(text)
    if parts.start is None or parts.dst_utoff is None:
        return [], [parts.std_utoff]
    marks = []
    for year in range(years[0] - 1, years[-1] + 2):
        start, end = change_instants(text, year)
        marks += [(start, parts.dst_utoff), (end, parts.std_utoff)]
    marks.sort()
    before = parts.dst_utoff if marks[0][1] == parts.std_utoff else parts.std_utoff
    return [at for at, _ in marks], [before, *(utoff for _, utoff in marks)]


def utoff(text: str, instant: int) -> int:
    """The UTC offset at an instant in the benchmarks' years, in seconds east of UTC."""
    at, offsets = changes(text)
    return offsets[bisect_right(at, instant)]


def instants(count: int) -> list[int]:
    """Random instants in the benchmarks' years."""
    rng = random.Random(1)  # noqa: S311 - no secrets
    return [rng.randrange(FIRST, LAST) for _ in range(count)]


def local_kinds(text: str, local: int) -> tuple[str, list[int]]:
    """Whether the clock shows a local time "once", twice ("fold") or never ("gap"), and at which instants."""
    offsets = sorted(set(changes(text)[1]), reverse=True)
    found = [local - offset for offset in offsets if utoff(text, local - offset) == offset]
    return ("gap", "once", "fold")[len(found)], found
