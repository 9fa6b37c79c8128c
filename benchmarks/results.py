"""The results of a run: as JSON and back, and the machine that they are of."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .harness import Case, Effort, Target, Time, Verdict
from .peers import versions


@dataclass(frozen=True, slots=True)
class Section:
    """A module's cases.

    Attributes:
        name: The module.
        question: What it asks.
        cases: What came out.
    """

    name: str
    question: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A run.

    Attributes:
        machine: What it ran on, and with which libraries.
        quick: Whether the times mean nothing, because only the answers were checked.
        sections: What was measured.
    """

    machine: Mapping[str, str]
    quick: bool
    sections: tuple[Section, ...]


def machine() -> dict[str, str]:
    """Processor, cores, how busy they are (1 is this run alone), system and versions."""
    found = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }
    return found | versions()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    return ", ".join(sorted(names)) or platform.processor()


def to_json(results: Results) -> dict[str, Any]:
    """What ``json.dump`` writes; every verdict with whether it is met."""
    found = asdict(results)
    for section, given in zip(found["sections"], results.sections, strict=True):
        for case, each in zip(section["cases"], given.cases, strict=True):
            for verdict, judged in zip(case["verdicts"], each.verdicts, strict=True):
                verdict["met"] = judged.met
    return found


def from_json(data: Mapping[str, Any]) -> Results:
    """The results that ``to_json`` wrote."""
    return Results(
        data["machine"],
        data["quick"],
        tuple(
            Section(section["name"], section["question"], tuple(_case(case) for case in section["cases"]))
            for section in data["sections"]
        ),
    )


def _case(data: Mapping[str, Any]) -> Case:
    verdicts = tuple(
        Verdict(Target(**verdict["target"]), verdict["against"], verdict["value"]) for verdict in data["verdicts"]
    )
    return Case(**{**data, "times": tuple(Time(**time) for time in data["times"]), "verdicts": verdicts})


def of(sections: Sequence[Section], effort: Effort) -> Results:
    """The results of this machine."""
    return Results(machine(), effort.quick, tuple(sections))
