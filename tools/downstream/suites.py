"""Runs the tests in a tree of sources, and times the first use of a parser in two trees."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.downstream.fetching import Sources
    from tools.downstream.projects import Project

#: The number of rounds, of which only the fastest counts.
_TIMES = 15
_WHY_LENGTH = 160


class Result(NamedTuple):
    outcome: str
    #: The beginning of the message of its failure, error or skip.
    why: str


def suite(project: Project, tree: Path, sources: Sources) -> dict[str, Result]:
    """The result of each test, keyed by name; a module that can't be imported counts as one test."""
    report = tree / "report.xml"
    tests = [test for test in project.tests if (tree / test).exists()]
    options = ["-q", "--continue-on-collection-errors", "-o", "addopts="]
    options += ["-p", "no:cacheprovider", "-p", "no:vapix_proto.integrations.pytest_plugin"]
    if "pytest-benchmark" in project.needs:
        options.append("--benchmark-disable")
    _run(tree, sources, "-m", "pytest", *options, f"--junitxml={report}", *tests)
    if not report.exists():
        return {}
    return dict(map(result_of, ElementTree.parse(report).iter("testcase")))


def result_of(case: ElementTree.Element) -> tuple[str, Result]:
    name = f"{case.get('classname')}::{case.get('name')}"
    for child in case:
        if child.tag in ("failure", "error", "skipped"):
            return name, Result(child.tag, " ".join((child.get("message") or "").split())[:_WHY_LENGTH])
    return name, Result("passed", "")


def counts(results: dict[str, Result]) -> str:
    """How many tests passed, and how many ended in each other way."""
    outcomes = [result.outcome for result in results.values()]
    parts = [f"{outcomes.count('passed')} passed"]
    parts += [f"{outcomes.count(kind)} {word}" for kind, word in _WORDS.items() if kind in outcomes]
    return ", ".join(parts)


_WORDS = {"failure": "failed", "error": "with an error", "skipped": "skipped"}


def first_uses(project: Project, trees: Sequence[Path], sources: Sources) -> list[float]:
    """For each tree, the processor time in milliseconds from the import to the first answer in a new interpreter."""
    code = f"from time import process_time as now; start = now(); {project.first_use}; print(now() - start)"
    rounds = [[float(_run(tree, sources, "-c", code).split()[-1]) for tree in trees] for _ in range(_TIMES)]
    return [min(times) * 1000 for times in zip(*rounds, strict=True)]


def _run(tree: Path, sources: Sources, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        [str(sources.python), *arguments],
        cwd=tree,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout
