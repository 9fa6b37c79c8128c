"""Results as text for a terminal, and as a page of the documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .harness import Case, Target, Verdict
from .results import Results

_UNITS = ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (float("inf"), 1.0, "s"))
_VERDICT = {True: "met", False: "missed", None: "not measured"}
_HEAD = """# Benchmarks

Written by `python -m benchmarks --report docs/benchmarks.md`: do not edit. Every answer that is timed was compared with
an exact one in the same run. A time is the best of several rounds that go over all contestants in turn, for imports the
median. *Times ours* is how many times our first line's time a line takes: above 1, ours is faster. A machine's times
are its own, and neighbours disturb them: compare ratios.
"""


def duration(seconds: float) -> str:
    """A time with three digits; a difference of times may be negative."""
    limit = next(index for index, (most, _, _) in enumerate(_UNITS) if abs(seconds) < most)
    _, factor, unit = _UNITS[limit]
    return f"{seconds * factor:.3g} {unit}" if seconds * factor < 1000 else f"{seconds * factor:.0f} {unit}"


def ratio(value: float) -> str:
    """A ratio with two or three digits."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def goal(target: Target, against: str) -> str:
    """What a target says."""
    name = against if against == target.against else f"{target.against} ({against})"
    if target.kind == "faster":
        return f"{target.of}: at least {target.limit:g} times faster than {name}"
    if target.kind == "over":
        return f"{target.of}: at most {duration(target.limit)} more than {name}"
    return f"{target.of}: at most {target.limit:g} times {name}"


def found(verdict: Verdict) -> str:
    """What was measured for a target."""
    if verdict.value is None:
        return "-"
    # One digit more than elsewhere: what is missed by little is not to look met.
    return duration(verdict.value) if verdict.target.kind == "over" else f"{verdict.value:.4g}"


def heading(case: Case) -> str:
    """The name of a case with its size."""
    if case.size is None:
        return case.name
    # "a string": so many strings; but a listing has bytes.
    things = "bytes" if case.unit == "a listing" else f"{case.unit.partition(' ')[2]}s"
    return f"{case.name}, {case.size:,} {things}"


def text(case: Case) -> str:
    """A case for a terminal."""
    lines = [f"{heading(case)} (for {case.unit})"]
    ours = case.ours
    for time in case.times:
        against = "" if ours is None else f"{ratio(time.seconds / ours.seconds):>9} times ours"
        lines.append(f"  {time.name:44} {duration(time.seconds):>10} {against}")
    lines += [f"  {name:44} {'absent':>10} {reason}" for name, reason in case.absent.items()]
    lines += [f"  {name}: {value:,.0f}" for name, value in case.facts.items()]
    for verdict in case.verdicts:
        lines.append(f"  target: {goal(verdict.target, verdict.against)}: {found(verdict)}, {_VERDICT[verdict.met]}")
    return "\n".join(lines)


def page(results: Results, charts: Path | None, folder: Path) -> str:
    """The page.

    Args:
        results: The run.
        charts: Where the pictures are, if there are any.
        folder: Where the page will be.
    """
    return "\n".join([_HEAD, *_machine(results), *_targets(results), *_pictures(charts, folder), *_tables(results)])


def _machine(results: Results) -> Iterator[str]:
    given = dict(results.machine)
    keys = ("date", "processor", "cores", "memory", "system", "Python")
    date, processor, cores, memory, system, python = (given.pop(key, "unknown") for key in keys)
    busy = given.pop("load", None)
    yield f"Measured {date} on {processor}, {cores} cores, {memory}, {system}, {python}."
    if busy is not None:
        yield f"The system's load was {busy} at the end; 1 is this run alone."
    yield f"Libraries: {', '.join(f'{name} {version}' for name, version in given.items())}.\n"
    if results.quick:
        yield "**A quick run: the times mean nothing.**\n"


def _targets(results: Results) -> Iterator[str]:
    rows = [(case, verdict) for section in results.sections for case in section.cases for verdict in case.verdicts]
    met = sum(verdict.met is True for _, verdict in rows)
    yield f"## Targets\n\n{met} of {len(rows)} met.\n"
    yield "| what | target | measured | |\n| --- | --- | ---: | --- |"
    for case, verdict in rows:
        word = _VERDICT[verdict.met]
        if verdict.met is False:
            word = f"**missed**: {verdict.target.reason or 'the reason is not known'}"
        yield f"| {heading(case)} | {goal(verdict.target, verdict.against)} | {found(verdict)} | {word} |"
    yield ""


def _pictures(charts: Path | None, folder: Path) -> Iterator[str]:
    if charts is not None and charts.is_dir():
        yield "## Pictures\n"
        for picture in sorted(charts.glob("*.svg")):
            yield f"![{picture.stem}]({Path(os.path.relpath(picture, folder)).as_posix()})\n"


def _tables(results: Results) -> Iterator[str]:
    for section in results.sections:
        yield f"## {section.name}: {section.question}\n"
        for case in section.cases:
            yield f"### {heading(case)}\n"
            if case.note:
                yield f"{case.note}\n"
            yield f"| | for {case.unit} | times ours |\n| --- | ---: | ---: |"
            ours = case.ours
            for time in case.times:
                name = f"**{time.name}**" if time.role == "ours" else time.name
                against = "" if ours is None else ratio(time.seconds / ours.seconds)
                yield f"| {name} | {duration(time.seconds)} | {against} |"
            for name, reason in case.absent.items():
                yield f"| {name} | absent: {reason} | |"
            yield ""
            yield from (f"- {name}: {value:,.0f}" for name, value in case.facts.items())
            if case.facts:
                yield ""
