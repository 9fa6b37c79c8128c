"""The command; see the package."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.compat.environments import ENVIRONMENTS, Environment

ROOT = Path(__file__).resolve().parents[2]
#: What this package, and the tests beside their own library, need.
ALWAYS = ("lark>=1.2,<2", "pytest>=8", "hypothesis>=6.100", "tzdata")


def run(environment: Environment, folder: Path) -> tuple[bool, str]:
    """Whether all tests ran and passed, and what was printed."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", *ALWAYS, *environment.requirements]
    tests: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-rs",
        "--tb=short",
        *environment.tests,
    ]
    printed = ""
    for command in (install, tests):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        printed += done.stdout + done.stderr
        if done.returncode != 0:
            return False, printed
    return re.search(r"^SKIPPED ", printed, re.MULTILINE) is None, printed


def main() -> int:
    """Runs the environments that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m tools.compat", description="Tests with other libraries' versions.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ENVIRONMENTS)}; without one, all")
    parser.add_argument("--folder", type=Path, help="keep the environments here, and use those already here")
    given = parser.parse_args()
    unknown = set(given.names) - set(ENVIRONMENTS)
    if unknown:
        parser.error(f"no environment {min(unknown)}; there are {', '.join(ENVIRONMENTS)}")
    failed = []
    with tempfile.TemporaryDirectory(prefix="compat-") as temporary:
        for name in given.names or ENVIRONMENTS:
            good, printed = run(ENVIRONMENTS[name], (given.folder or Path(temporary)).resolve() / name)
            print(f"{name}: {'passed' if good else 'FAILED'}", flush=True)
            if not good:
                failed.append(name)
                print(printed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
