"""``python tools/everywhere.py``: runs both commands in the README on other systems and with other interpreters.

The other systems are Debian 12, 13 and sid, made with debootstrap (as root). The other interpreters are every CPython
from 3.11 on that ``PATH`` or pyenv offers on this system. Each gets a fresh clone of the last commit. After the
README's commands, the tests run again in hard conditions: without a network, with a nonsensical ``TZ``, in the C
locale, with a fixed hash seed, on one core, and with the oldest supported release of the tzdata package. Prints a line
for each run; the exit code is 1 if anything failed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUITES = {"debian-12": "bookworm", "debian-13": "trixie", "debian-sid": "sid"}
PACKAGES = (
    "python3,python3-venv,python3-pip,ca-certificates,curl,gcc,libc6-dev,musl-tools,tzdata,libc-bin,iproute2,util-linux"
)
EXPLAINED = "starts on the last Sunday in March at 01:00"
#: The certificates that the system trusts, including a proxy's.
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST_DATABASE = "2025.2"
HARD = {"TZ": "Nonsense/Zone", "LC_ALL": "C", "PYTHONHASHSEED": "12345", "PYTHONTZPATH": "", "PYTHONUTF8": "0"}


@dataclass(frozen=True)
class Place:
    """Where the commands run: a folder with a clone, and the words that precede each command."""

    name: str
    clone: str
    before: list[str]
    environment: dict[str, str]

    def run(self, script: str, log: Path, *, network: bool = True) -> bool:
        """Runs a line of shell in the clone; its output is appended to the log."""
        line = f"cd {shlex.quote(self.clone)} && {script}"
        if not network:
            line = f"unshare --net bash -c {shlex.quote('ip link set lo up; ' + line)}"
        with log.open("a", encoding="utf-8") as out:
            out.write(f"\n$ {script}\n")
            out.flush()
            done = subprocess.run(
                [*self.before, "bash", "-euo", "pipefail", "-c", line],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                check=False,
            )
        return done.returncode == 0


def main() -> int:
    """Runs the commands in each place that the arguments select; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1, metavar="N", help="run the README's commands N times in a row")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="such as debian-13 debian-sid python3.12")
    parser.add_argument("--folder", type=Path, help="keep the systems and logs here, and use the systems already here")
    parser.add_argument("--no-hard", action="store_true", help="leave out the run in hard conditions")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="everywhere-", ignore_cleanup_errors=True) as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        return report(folder, given.times, given.only, hard=not given.no_hard)


def report(folder: Path, times: int, only: list[str] | None, *, hard: bool) -> int:
    """Runs the commands in every place and prints a line for each run; returns the exit code."""
    failed = []
    wanted = [name for name in (*SUITES, *interpreters()) if only is None or name in only]
    if not wanted:
        sys.exit(f"there is nothing to run: choose from {', '.join((*SUITES, *interpreters()))}")
    for name in wanted:
        if name in SUITES and (os.geteuid() != 0 or shutil.which("debootstrap") is None):
            print(f"{name:12} not run: needs root and debootstrap", flush=True)
            failed.append(name)
            continue
        place = debian(name, folder) if name in SUITES else interpreter(name, folder)
        log = folder / f"{name}.log"
        log.unlink(missing_ok=True)
        for number in range(times):
            failed += [name] * (not tried(place, log, f"run {number + 1}", readme_commands()))
        if hard and place.run("command -v ip unshare", log):
            failed += [name] * (not tried_hard(place, log))
    print(f"failed: {', '.join(dict.fromkeys(failed))}" if failed else "all passed")
    return 1 if failed else 0


def tried(place: Place, log: Path, label: str, commands: list[str]) -> bool:
    """Runs commands and prints a line with the result; returns whether all succeeded."""
    start, before = time.monotonic(), log.read_text("utf-8") if log.exists() else ""
    well = all(place.run(command, log) for command in commands)
    output = log.read_text("utf-8")[len(before) :]
    return told(place, label, start, output, well=well and EXPLAINED in output)


def tried_hard(place: Place, log: Path) -> bool:
    """Runs the tests again in hard conditions and prints a line with the result; returns whether they passed."""
    start, before = time.monotonic(), log.read_text("utf-8")
    database = f"python3 -m pip -q --python .venv install tzdata=={OLDEST_DATABASE}"
    settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in HARD.items())
    tests = f"taskset --cpu-list 0 env {settings} .venv/bin/python -m pytest"
    well = place.run(database, log) and place.run(tests, log, network=False)
    return told(place, "hard", start, log.read_text("utf-8")[len(before) :], well=well)


def told(place: Place, label: str, start: float, output: str, *, well: bool) -> bool:
    """Prints a line with the result, and the failures if there are any; returns the result."""
    tests = re.findall(r"^\d+ (?:passed|failed).*$", output, re.MULTILINE)
    verdict, seconds = "passed" if well else "FAILED", time.monotonic() - start
    print(f"{place.name:12} {label:6} {verdict} {seconds:4.0f} s  {'; '.join(tests)}")
    if not well:
        failures = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
        print("\n".join(failures or output.splitlines()[-15:]))
    sys.stdout.flush()
    return well


def readme_commands() -> list[str]:
    """The two command lines in the README that make an environment: one explains a string, the other runs the tests."""
    found = re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    if len(found) != 2:
        sys.exit(f"the README has {len(found)} commands that make an environment, not 2")
    return found


def interpreters() -> dict[str, str]:
    """The interpreters on this system, keyed by name, except those with the version of the running one."""
    return {name: path for name, path in found_interpreters().items() if name != f"python3.{sys.version_info.minor}"}


def found_interpreters() -> dict[str, str]:
    """The interpreters on this system, keyed by name; only the first of each version."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = [str(path) for path in sorted(pyenv.glob("versions/*/bin"))] + [f for f in folders if "shims" not in f]
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(Path(folder).glob("python3.*")):
            version = re.fullmatch(r"python3\.(\d+)", path.name)
            if version and int(version[1]) >= 11:
                found.setdefault(path.name, str(path))
    return dict(sorted(found.items()))


def interpreter(name: str, folder: Path) -> Place:
    """This system, with the named interpreter as ``python3``."""
    programs = fresh(folder / name / "bin")
    (programs / "python3").symlink_to(interpreters()[name])
    clone = folder / name / "clone"
    make_clone(clone)
    return Place(name, str(clone), [], {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})


def debian(name: str, folder: Path) -> Place:
    """A Debian system in a folder, which is made if it does not exist yet."""
    system = folder / SUITES[name]
    if not (system / "ready").exists():
        shutil.rmtree(system, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITES[name], str(system)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"debootstrap of {SUITES[name]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        (system / "ready").touch()
    # If downloads pass through a proxy with its own certificate, the new system must trust it, too, and find its host.
    for known in (CERTIFICATES, Path("/etc/resolv.conf"), Path("/etc/hosts")):
        if known.exists():
            shutil.copyfile(known, system / known.relative_to("/"))
    quoted = shlex.quote(str(system))
    mounts = f"mount -t proc proc {quoted}/proc; mount --rbind /dev {quoted}/dev; mount --rbind /sys {quoted}/sys"
    before = ["unshare", "--mount", "bash", "-euc", f'{mounts}; exec chroot {quoted} "$@"', "_"]
    environment = {"HOME": "/root", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    make_clone(system / "root" / "clone")
    return Place(name, "/root/clone", before, environment)


def make_clone(folder: Path) -> None:
    """Makes a fresh clone of the last commit."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "-c", "advice.detachedHead=false", str(ROOT), str(folder)], check=True)


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
