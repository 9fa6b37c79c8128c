"""The machine of a run: its processor, its load, and the versions of the installed libraries."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from .peers import versions

#: The maximum load at which a run writes the page; the run itself makes a load of 1.
LOAD_MAX = 1.5


def load() -> float:
    """How many processes wanted a processor, on average over the last minute."""
    return os.getloadavg()[0]


def machine() -> dict[str, str]:
    """Date, processor, cores, memory, system, Python, and the versions of libraries."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        **versions(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    return ", ".join(sorted(names)) or platform.processor()
