"""``python -m tools.measure_implementations``: runs every installed program, and checks its row in the table."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.measure_implementations import building
from tools.measure_implementations.cases import MAKERS, cases
from tools.measure_implementations.judging import Measured, measure
from tools.measure_implementations.programs import Program, programs, row_of
from vapix_proto.cli.line_clock import ClockError, LineClock

if TYPE_CHECKING:
    from tools.measure_implementations.cases import Case
    from vapix_proto import tz
    from vapix_proto.conform.clock import ClockAnswer

STRINGS_AT_ONCE = 20
TIMEOUT = 120.0


def ask(program: Program, asked: list[Case]) -> list[tuple[Case, list[ClockAnswer]]]:
    """A program's answers for every string, at each of the string's instants."""
    answered: list[tuple[Case, list[ClockAnswer]]] = []
    with tempfile.TemporaryDirectory() as folder, LineClock(program.command(Path(folder)), TIMEOUT) as clock:
        for first in range(0, len(asked), STRINGS_AT_ONCE):
            batch = asked[first : first + STRINGS_AT_ONCE]
            answers = iter(clock.ask([(case.text, at) for case in batch for at in case.instants]))
            answered += [(case, [next(answers) for _ in case.instants]) for case in batch]
        clock.close()
    return answered


def run(program: Program, row: tz.Implementation, n: int, seed: int) -> Measured:
    """Runs a program, and compares its answers with its row in the table."""
    longest = None if row.designation_max_at_least else row.designation_max
    asked = cases(seed, n, MAKERS, designation_max=longest)
    if program.strings_max is not None:
        asked = [
            case for _, group in groupby(asked, lambda case: case.group) for case in list(group)[: program.strings_max]
        ]
    pretending = program.shows_system_zone and building.can_pretend()
    return measure(row, ask(program, asked), building.PRETENDED_UTOFF if pretending else None)


def main() -> int:
    """Measures the programs; returns 1 if an answer contradicts the table or ``tz.agreement``, or a program fails."""
    parser = argparse.ArgumentParser(prog="python -m tools.measure_implementations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="programs to ask (default: all that are installed)")
    parser.add_argument("--n", type=int, default=300, help="random strings of each kind")
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--iana", type=Path, metavar="FOLDER", help="a checkout of github.com/eggert/tz")
    parser.add_argument("--uclibc", type=Path, metavar="FOLDER", help="a checkout of github.com/wbx-github/uclibc-ng")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    known = programs(options.iana, options.uclibc)
    unknown = set(options.names) - {program.name for program in known}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(program.name for program in known)}")
    os.environ["TZDIR"] = "/nonexistent"  # C libraries first try TZ as a file name, so there must be no such file
    results = []
    for program in known:
        if not options.names or program.name in options.names:
            result = _result(program, options.n, options.seed)
            results.append(result)
            if options.format == "text":
                print(_text(result), flush=True)
    if options.format == "json":
        print(json.dumps({"n": options.n, "seed": options.seed, "programs": results}, indent=2))
    return 0 if all(result["holds"] for result in results) else 1


def _result(program: Program, n: int, seed: int) -> dict[str, Any]:
    version = program.found()
    result: dict[str, Any] = {"program": program.name, "version": version, "row": None, "holds": True}
    if version is None:
        return result | {"missing": program.source}
    row = row_of(program.name, version)
    if row is None:
        return result
    try:
        measured = run(program, row, n, seed)
    except ClockError as error:
        return result | {"row": str(row), "holds": False, "failed": str(error)}
    return result | {"row": str(row), "holds": measured.holds} | vars(measured)


def _text(result: dict[str, Any]) -> str:
    name = f"{result['program']} {result['version']}"
    if "missing" in result:
        return f"{result['program']}: not found; install {result['missing']}"
    if result["row"] is None:
        return f"{name}: no row of the table has this version"
    if "failed" in result:
        return f"{name}: {result['failed']}"
    strings, refused = sum(result["strings"].values()), sum(result["refused"].values())
    claims, wrong = sum(result["claims"].values()), sum(result["wrong"].values())
    lines = [
        f"{name} (row {result['row']}): {strings} strings, {refused} refused",
        f"  cells: {len(result['confirmed'])} confirmed, {len(result['contradicted'])} contradicted",
        *(f"    {group}: {text}" for group, text in result["contradicted"].items()),
        f"  claims of tz.agreement: {claims} checked, {wrong} wrong",
        *(
            f"    {group}, {result['wrong'][group]} of {result['claims'][group]}: {text}"
            for group, text in result["first_wrong"].items()
        ),
    ]
    if unseen := sum(result["unseen"].values()):
        groups = ", ".join(
            f"{group} {count} of {result['strings'][group]}" for group, count in result["unseen"].items()
        )
        lines.append(f"  another clock claimed, but not seen in the years asked, of {unseen} strings: {groups}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
