"""The command ``python -m tools.compat``, which the package describes."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.compat.environments import ENVIRONMENTS, GROUPS, Environment
from tools.compat.table import results, table
from tools.everywhere import ROOT, found_interpreters

#: The requirements of this package and of the tests, besides the library that they test.
ALWAYS = ("lark>=1.2,<2", "pytest>=8", "hypothesis>=6.100", "tzdata")
REPORT = "report.xml"
BEGIN, END = "<!-- table -->\n", "<!-- end -->\n"


def run(environment: Environment, folder: Path, interpreter: str) -> tuple[bool, str]:
    """Runs the tests in an environment; pytest leaves its report in the folder.

    Returns:
        Whether all tests ran and passed, and what was printed.
    """
    python, report = folder / "bin" / "python", folder / REPORT
    report.unlink(missing_ok=True)
    make: list[str | Path] = [interpreter, "-m", "venv", folder]
    install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", *ALWAYS, *environment.requirements]
    tests: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-rs",
        "--tb=short",
        f"--junitxml={report}",
        *environment.tests,
    ]
    commands = [install, tests] if python.exists() else [make, install, tests]
    if environment.modules:
        commands.insert(-1, ["npm", "install", "--silent", "--prefix", folder, *environment.modules])
    variables = {**os.environ, "NODE_PATH": str(folder / "node_modules")}
    printed = ""
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=variables)
        printed += done.stdout + done.stderr
        if done.returncode != 0:
            return False, printed
    return re.search(r"^SKIPPED ", printed, re.MULTILINE) is None, printed


def main() -> int:
    """Runs the tests in the environments that the arguments name; returns 1 if any failed."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.compat", description="Tests with versions of other libraries."
    )
    known = [*ENVIRONMENTS, *GROUPS]
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"environments to test: {', '.join(known)} (default: all)"
    )
    parser.add_argument(
        "--folder", type=Path, help="keep the environments and reports here, and use those already here"
    )
    parser.add_argument("--page", type=Path, help="write the table of the clients into this page")
    given = parser.parse_args()
    unknown = set(given.names) - set(known)
    if unknown:
        parser.error(f"there is no environment {min(unknown)}: choose from {', '.join(known)}")
    names = [one for name in given.names or ENVIRONMENTS for one in GROUPS.get(name, (name,))]
    interpreters = {"": sys.executable, **found_interpreters()}
    failed = []
    with tempfile.TemporaryDirectory(prefix="compat-") as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        for name in names:
            environment = ENVIRONMENTS[name]
            wanted = environment.python and f"python{environment.python}"
            if wanted not in interpreters:
                print(f"{name}: NOT RUN, because PATH and pyenv have no {wanted}", flush=True)
                continue
            good, printed = run(environment, folder / name, interpreters[wanted])
            print(f"{name}: {'passed' if good else 'FAILED'}", flush=True)
            if not good:
                failed.append(name)
                print(printed)
        reports = [report for name in names if (report := folder / name / REPORT).exists()]
        found = [result for report in reports for result in results(report)]
    if found and given.page:
        before, _, rest = given.page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        given.page.write_text(f"{before}{BEGIN}{table(found)}{END}{after}", encoding="utf-8")
    elif found:
        print(table(found))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
