"""``python -m benchmarks``: times all in one run, prints tables, and writes results, pictures and a page if asked."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from .harness import QUICK, Case, Effort
from .peers import COLUMNS, NOT_INSTALLED, peer
from .report import page, text
from .results import Results, Section, from_json, of, to_json

MODULES = ("parsing", "imports", "scalar", "columns", "growth", "fleets", "listing")
#: What a module can do nothing without.
NEEDS = dict.fromkeys(("columns", "growth", "fleets"), ("numpy", COLUMNS))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only check all answers: small sizes, one round")
    parser.add_argument("--only", nargs="+", choices=MODULES, metavar="NAME", help=f"of {', '.join(MODULES)}")
    parser.add_argument("--sizes", nargs="+", type=float, metavar="N", help="lengths of columns, such as 1e6 1e8")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results")
    parser.add_argument("--charts", type=Path, metavar="DIR", help="write pictures")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a page")
    parser.add_argument(
        "--from", dest="saved", type=Path, metavar="FILE", help="take results that were written, and time nothing"
    )
    parser.add_argument("--longest", type=float, metavar="N", help="length of the longest column of growth")
    given = parser.parse_args(arguments)
    if given.saved is not None:
        results = from_json(json.loads(given.saved.read_text("utf-8")))
    else:
        effort = QUICK if given.quick else Effort()
        if given.sizes:
            sizes = tuple(int(size) for size in given.sizes)
            effort = replace(effort, sizes=sizes, longest=max(sizes))
        if given.longest:
            effort = replace(effort, longest=int(given.longest))
        results = measured(given.only or MODULES, effort)
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(to_json(results), indent=1) + "\n", "utf-8")
    if given.charts is not None:
        from .charts import draw

        draw(results, given.charts)
    if given.report is not None:
        given.report.parent.mkdir(parents=True, exist_ok=True)
        given.report.write_text(page(results, given.charts, given.report.parent), "utf-8")
    return 0


def measured(names: Sequence[str], effort: Effort) -> Results:
    """Runs modules and prints what they find."""
    sections = []
    for name in names:
        start = time.perf_counter()
        lacking = [needed for needed in NEEDS.get(name, ()) if peer(needed) is None]
        if lacking:
            print(f"\n== {name}: not measured, {', '.join(lacking)} {NOT_INSTALLED}", flush=True)
            case = Case(name, "", (), dict.fromkeys(lacking, NOT_INSTALLED))
            sections.append(Section(name, "Not measured.", (case,)))
            continue
        module = import_module(f"benchmarks.{name}")
        print(f"\n== {name}: {module.QUESTION}\n", flush=True)
        cases = []
        for case in module.run(effort):
            print(f"{text(case)}\n", flush=True)
            cases.append(case)
        sections.append(Section(name, module.QUESTION, tuple(cases)))
        print(f"({name}: {time.perf_counter() - start:.1f} s, answers checked)", flush=True)
    return of(sections, effort)


if __name__ == "__main__":
    sys.exit(main())
