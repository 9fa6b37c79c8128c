"""``python -m benchmarks``: checks all answers, times them in one run, and prints tables or writes the page."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from .harness import QUICK, Effort, Section
from .machine import LOAD_MAX, load, machine
from .peers import COLUMNS, NOT_INSTALLED, peer
from .report import targets, text, write

#: In the order of the run. Modules that use several processors come first, so that they do not add to the final load.
MODULES = ("columns", "fleets", "growth", "strings", "clocks", "functions", "listings", "imports")
#: In the order of the page.
_PAGE = ("strings", "clocks", "columns", "fleets", "listings", "imports", "functions", "growth")
#: The packages without which a module can't run.
NEEDS = dict.fromkeys(("columns", "growth", "fleets"), ("numpy", COLUMNS))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmarks that the arguments select; returns 2 if the machine is too busy to write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only check all answers: small sizes, one round")
    parser.add_argument(
        "--only", nargs="+", choices=MODULES, metavar="NAME", help=f"modules to run: {', '.join(MODULES)}"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the page and its pictures")
    parser.add_argument("--targets", action="store_true", help="print only the maintainers' targets")
    given = parser.parse_args(arguments)
    if given.report is not None and (given.quick or given.only):
        parser.error("--report needs a whole run, without --quick and --only")
    if given.report is not None and _busy():
        return 2
    sections = measured(given.only or MODULES, QUICK if given.quick else Effort(), quiet=given.targets)
    if given.targets:
        print(*(line for section in sections.values() for case in section.cases for line in targets(case)), sep="\n")
    if given.report is not None:
        if _busy():
            return 2
        write([sections[name] for name in _PAGE if name in sections], machine(), given.report)
    return 0


def _busy() -> bool:
    found = load()
    if found > LOAD_MAX:
        print(
            f"the load is {found:.1f}: to write the page, the machine must be idle, with a load of at most {LOAD_MAX}"
        )
    return found > LOAD_MAX


def measured(names: Sequence[str], effort: Effort, *, quiet: bool = False) -> dict[str, Section]:
    """Runs modules, and prints their results unless ``quiet`` is set."""
    sections = {}
    for name in names:
        start = time.perf_counter()
        lacking = [needed for needed in NEEDS.get(name, ()) if peer(needed) is None]
        if lacking:
            print(f"{name}: not measured, {', '.join(lacking)} {NOT_INSTALLED}", file=sys.stderr)
            continue
        module = import_module(f"benchmarks.{name}")
        cases = []
        for case in module.run(effort):
            if not quiet:
                print(f"{text(case)}\n", flush=True)
            cases.append(case)
        sections[name] = Section(module.TITLE, tuple(cases))
        if not quiet:
            print(f"({name}: {time.perf_counter() - start:.1f} s, answers checked)\n", flush=True)
    return sections


if __name__ == "__main__":
    sys.exit(main())
