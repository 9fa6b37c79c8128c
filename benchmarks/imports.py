"""How long an import takes: the median of many runs, each in a fresh interpreter. The programs run in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.support.paths import ROOT

from .harness import Case, Effort, Target, Time, WrongAnswer, judged
from .peers import installed
from .samples import TEXT

TITLE = "Import"

#: Modules that neither the import nor a first parse may load.
HEAVY = ("lark", "numpy", "hypothesis")

BARE = "python -I -c pass"
_REASON = "the standard library's re, with enum and functools, is most of it"
_HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
_PARSE = f"from vapix_proto import tz; zone = tz.parse({TEXT!r})"
_OURS = {
    "import vapix_proto": f"{_HERE}import vapix_proto",
    "import, and a first parse": f"{_HERE}{_PARSE}",
}
_PEERS = {
    "zoneinfo, and a first zone": ("zoneinfo", "import zoneinfo; zoneinfo.ZoneInfo('Europe/Stockholm')"),
    "dateutil.tz, and a first parse": ("dateutil.tz", f"import dateutil.tz; dateutil.tz.tzstr({TEXT!r})"),
    "lark": ("lark", "import lark"),
    "whenever, and a first zone": (
        "whenever",
        "import whenever; whenever.Instant.from_timestamp(0).to_tz('Europe/Stockholm')",
    ),
    "pendulum, and a first zone": ("pendulum", "import pendulum; pendulum.timezone('Europe/Stockholm')"),
    "arrow, and a first zone": ("arrow", "import arrow; arrow.get(0, tzinfo='Europe/Stockholm')"),
    "ry (jiff), and a first parse": ("ry", f"import ry; ry.TimeZone.posix({TEXT!r})"),
    "aioesphomeapi, and a first parse": (
        "aioesphomeapi.posix_tz",
        f"from aioesphomeapi.posix_tz import parse_posix_tz; parse_posix_tz({TEXT!r})",
    ),
    "ical, and a first parse": (
        "ical.tzif.tz_rule",
        f"from ical.tzif.tz_rule import parse_tz_rule; parse_tz_rule({TEXT!r})",
    ),
}


def _start(code: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", code], check=True)  # noqa: S603 - code of this module
    return time.perf_counter() - before


def check(code: str) -> None:
    """Checks that nothing heavy is loaded, and that the first parse is correct.

    Raises:
        WrongAnswer: Something heavy is loaded, or the parse is wrong.
    """
    lines = [code, "import sys", f"print(*(name for name in {HEAVY!r} if name in sys.modules))"]
    if "zone = " in code:
        lines.append("print(zone.dst.utoff, zone)")
    answer = subprocess.run(  # noqa: S603 - code of this module
        [sys.executable, "-I", "-c", "\n".join(lines)], check=True, capture_output=True, text=True
    )
    expected = "\n" + (f"7200 {TEXT}\n" if "zone = " in code else "")
    if answer.stdout != expected:
        raise WrongAnswer(f"{answer.stdout!r}, not {expected!r}")


def run(effort: Effort) -> list[Case]:
    """Measures the cases of this module."""
    programs = {BARE: "pass", **_OURS}
    absent: dict[str, str] = {}
    for name, (module, code) in _PEERS.items():
        if installed(module, name, absent):
            programs[name] = code
    for code in _OURS.values():
        check(code)
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(1 if effort.quick else 26):
        for name, code in programs.items():
            seconds = _start(code)
            # The first start does not count, because it fills the caches of the disk and of compiled modules.
            if number or effort.quick:
                taken[name].append(seconds)
    times = []
    # Our longer import comes first, because ratios are relative to it.
    for name in ("import, and a first parse", "import vapix_proto", BARE, *_PEERS):
        if name in taken:
            role = "ours" if name in _OURS else "reference" if name == BARE else "peer"
            times.append(Time(name, role, statistics.median(taken[name])))  # type: ignore[arg-type]
    verdicts = tuple(judged(Target(name, BARE, 0.010, "over", _REASON), times) for name in _OURS)
    runs = len(taken[BARE])
    note = f"Each time is the median of {runs} runs, each in a fresh interpreter, and includes Python's start-up."
    return [Case("Import, and a first answer", "a start", tuple(times), absent, verdicts, note)]
