"""Writes the times as text for a terminal and as a page for users, and the targets for maintainers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .figures import duration, ratio
from .harness import Case, Section, Target, Time, Verdict
from .pictures import LONGEST, bars

_VERDICT = {True: "met", False: "missed", None: "not measured"}
_HEAD = f"""# Benchmarks

This page shows how fast this library is, compared with other libraries that do the same work.

## How to read this page

- A bar shows how long a library takes, as a multiple of the time that vapix-proto takes. The first bar is that of
  vapix-proto, and has length 1. A library with a bar of 5 takes five times as long, and one with a bar of 0.5 takes
  half as long. The scale is linear and starts at zero; a bar longer than {LONGEST:g} is drawn with a break. The time
  itself is written beside the bar.
- Before a library was timed, each of its results was compared with the exact result. A library that cannot do all of
  the work is listed with the reason.
- The libraries take turns, for several rounds. The time shown for a library is that of its fastest round, or a median
  if the section says so.
- In the Growth section, there is a bar for each amount of work, and its length stands for the time per unit of work. If
  that time does not depend on the amount, all bars have the same length.
- Times depend on the machine, so compare only the ratios.

Repeat the measurements on an otherwise idle machine. They take less than ten minutes:

```
pip --python .venv install -e '.[dev,bench]'
python -m benchmarks --report docs/reference/benchmarks.md
```
"""


def times_ours(case: Case, time: Time) -> str:
    """A time in multiples of ours; empty if the times of a case are for different kinds of work."""
    return ratio(time.seconds / case.ours.seconds) if case.picture and case.ours is not None else ""


def text(case: Case) -> str:
    """A case as a table for a terminal."""
    lines = [f"{case.name} (for {case.unit})"]
    for time in case.times:
        lines.append(f"  {time.name:44} {duration(time.seconds):>10} {times_ours(case, time):>9}".rstrip())
    return "\n".join([*lines, *(f"  {name:44} {'absent':>10} {reason}" for name, reason in case.absent.items())])


def targets(case: Case) -> Iterator[str]:
    """A line for every target of a case: the target, what was measured, and whether it is met."""
    for verdict in case.verdicts:
        reason = f": {verdict.target.reason}" if verdict.met is False and verdict.target.reason else ""
        goal = _goal(verdict.target, verdict.against)
        yield f"{case.name}: {goal}: {_found(verdict)}, {_VERDICT[verdict.met]}{reason}"


def _goal(target: Target, against: str) -> str:
    name = against if against == target.against else f"{target.against} ({against})"
    return {
        "faster": f"{target.of} at least {target.limit:g} times faster than {name}",
        "over": f"{target.of} at most {duration(target.limit)} more than {name}",
        "most": f"{target.of} at most {target.limit:g} times {name}",
        "within": f"{target.of} within {duration(target.limit)}",
    }[target.kind]


def _found(verdict: Verdict) -> str:
    if verdict.value is None:
        return "-"
    # One more digit than elsewhere, so that a target that is narrowly missed does not look met.
    return duration(verdict.value) if verdict.target.kind in {"over", "within"} else f"{verdict.value:.4g}"


def write(sections: Sequence[Section], machine: Mapping[str, str], page: Path) -> None:
    """Writes the page, and its pictures into a folder of the same name, after removing the old pictures from it."""
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    lines = [_HEAD, *_machine(machine)]
    for section in sections:
        lines.append(f"## {section.title}\n")
        for case in section.cases:
            lines += [f"### {case.name}\n", *_case(case, folder)]
    page.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def _machine(machine: Mapping[str, str]) -> Iterator[str]:
    libraries = dict(machine)
    words = [libraries.pop(key) for key in ("date", "processor", "cores", "memory", "system", "Python")]
    date, processor, cores, memory, system, python = words
    yield f"Measured {date} on {processor}, {cores} cores, {memory}, {system}, {python}, with"
    yield f"{', '.join(f'{name} {version}' for name, version in libraries.items())}.\n"


def _case(case: Case, folder: Path) -> Iterator[str]:
    if case.note:
        yield f"{case.note}\n"
    if case.picture and len(case.times) > 1:
        name = re.sub(r"\W+", "-", case.name.lower()).strip("-")
        (folder / f"{name}.svg").write_text(bars(case), "utf-8")
        yield f"![Each library's time for {case.unit}, as a multiple of this library's]({folder.name}/{name}.svg)\n"
    else:
        yield f"| | for {case.unit} |\n| --- | ---: |"
        yield from (f"| {time.name} | {duration(time.seconds)} |" for time in case.times)
        yield ""
    yield from _absent(case.absent)


def _absent(absent: Mapping[str, str]) -> Iterable[str]:
    if absent:
        *others, last = (f"{name}, which {reason}" for name, reason in absent.items())
        yield f"Not timed: {'; '.join([*others, f'and {last}' if others else last])}.\n"
