"""Runs a project's parser on our test vectors to find invalid strings that it accepts and valid ones it misreads."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.everywhere import ROOT
from vapix_proto import ParseError, tz
from vapix_proto.tz.clock.calendar import utc_offset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.downstream.fetching import Sources
    from tools.downstream.projects import Project

_PROBE = Path(__file__).with_name("probe.py")


class Judged(NamedTuple):
    """How a parser read a string."""

    text: str
    #: Whether the string is valid and how the parser read it, in a few words.
    kind: str
    #: The error that the parser overlooked, or the first difference between the clocks.
    detail: str = ""


def judge(project: Project, dialect: str, tree: Path, sources: Sources) -> list[Judged]:
    """Every string in the test vectors, with how the parser in the tree reads it."""
    vectors = _vectors()
    done = subprocess.run(
        [str(sources.python), "-P", str(_PROBE), project.name],
        input=json.dumps([vector["text"] for vector in vectors]),
        env={"PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    answers = json.loads(done.stdout)
    return [
        judged(vector["text"], [code for code, _, _ in vector[dialect]], answer, dialect)
        for vector, answer in zip(vectors, answers, strict=True)
    ]


def _vectors() -> Iterable[dict[str, Any]]:
    lines = [line for path in sorted((ROOT / "tests/vectors/tz").glob("*.jsonl")) for line in path.open("rb")]
    vectors = [json.loads(line) for line in lines]
    return {vector["text"]: vector for vector in vectors if "text" in vector}.values()


def judged(text: str, errors: list[str], answer: str | dict[str, str] | None, dialect: str) -> Judged:
    """Judges a parser's answer (see ``probe``) to a string that has these errors in a dialect."""
    kind = "wrong" if errors else "right"
    if isinstance(answer, dict):
        return Judged(text, f"{kind}, raises {answer['raised']}")
    if answer is None:
        return Judged(text, f"{kind}, refused")
    if errors:
        return Judged(text, "wrong, accepted", errors[0])
    zone = tz.parse(text, dialect)
    if zone.dst is not None and zone.rules is None:
        return Judged(text, "right, daylight saving time without rules: its clock is left open")
    try:
        read = tz.parse(answer, tz.POSIX_2024)
    except ParseError as error:
        return Judged(text, "right, misread", str(error.problem))
    if tz.same_clock(read, zone):
        return Judged(text, "right, the same clock")
    at = tz.first_difference(read, zone)
    assert at is not None
    shown, wanted = (utc_offset(zone.at(at).utoff) for zone in (read, zone))
    return Judged(text, "right, misread", f"{shown} instead of {wanted} at {datetime.fromtimestamp(at, UTC):%FT%RZ}")
