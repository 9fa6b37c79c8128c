"""The programs to test, each through a driver that speaks the line protocol of docs/how-to/time-oracle.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import EXAMPLES
from tools.measure_implementations import building
from vapix_proto import tz

POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql/bin"))
UCLIBC_VERSION = "sed -n 's/^M[AJINOR]*_VERSION *:= *//p; s/^SUBLEVEL *:= *//p' \"$0/Rules.mak\" | paste -sd."
IANA_VERSION = 'cat "$0/version" 2>&- || git -C "$0" describe --tags'


@dataclass(frozen=True)
class Program:
    """A program to test.

    Attributes:
        name: The name of its rows in the table of implementations.
        source: Where it comes from: the names of Debian packages, unless it names another source.
        version: A command whose output contains the version; it fails if the program is missing.
        start: Builds the driver into a folder, and returns the command that starts it.
        needs: Other commands that are needed to build or run the driver.
        strings_max: How many strings of each kind to ask about; None for all. Programs that must be
            restarted for each string have a limit.
        shows_system_zone: Whether the program may show the system's time zone. If so, it runs on a system
            whose time zone is not UTC.
    """

    name: str
    source: str
    version: tuple[str, ...]
    start: building.Start
    needs: tuple[str, ...] = ()
    strings_max: int | None = None
    shows_system_zone: bool = False

    def found(self) -> str | None:
        """The installed version; None if anything is missing."""
        if not all(map(shutil.which, self.needs)):
            return None
        try:
            run = subprocess.run(self.version, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        match = re.search(r"\d[\w.]*", run.stdout)
        return match and match[0]

    def command(self, folder: Path) -> list[str]:
        """Builds the driver into an empty folder, and returns the command that starts it."""
        command = self.start(folder)
        return building.elsewhere(folder, command) if self.shows_system_zone else command


def row_of(name: str, version: str) -> tz.Implementation | None:
    """The row of the table for this version of a program, or None."""

    def numbers(text: str) -> list[tuple[int, str]]:
        return [(int(number), letter) for number, letter in re.findall(r"(\d+)([a-z]?)", text)]

    asked = numbers(version)
    for row in tz.IMPLEMENTATIONS:
        last = numbers(row.last_version or version)
        if row.name == name and numbers(row.first_version or "0") <= asked and asked[: len(last)] <= last:
            return row
    return None


def programs(iana: Path | None = None, uclibc: Path | None = None) -> list[Program]:
    """All programs; the folders hold the sources of the two programs that no package provides."""
    return [
        Program("glibc", "gcc libc6-dev", ("ldd", "--version"), building.c("gcc"), ("gcc",)),
        Program("musl", "musl-tools", _debian("musl"), building.c("musl-gcc", "-static"), ("musl-gcc",)),
        Program(
            "uClibc-ng",
            "a checkout of github.com/wbx-github/uclibc-ng: --uclibc FOLDER",
            ("sh", "-c", UCLIBC_VERSION, str(uclibc)),
            building.uclibc(uclibc or Path()),
            ("gcc",),
        ),
        Program(
            "newlib",
            "gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-user",
            _debian("libnewlib-arm-none-eabi"),
            building.newlib,
            ("arm-none-eabi-gcc", "qemu-arm"),
        ),
        Program(
            "picolibc",
            "gcc-arm-none-eabi picolibc-arm-none-eabi qemu-system-arm",
            _debian("picolibc-arm-none-eabi"),
            building.picolibc,
            ("arm-none-eabi-gcc", "qemu-system-arm"),
        ),
        Program(
            "IANA tz",
            "a checkout of github.com/eggert/tz: --iana FOLDER",
            ("sh", "-c", IANA_VERSION, str(iana)),
            building.iana(iana or Path()),
            ("gcc",),
        ),
        Program(
            "PostgreSQL",
            "postgresql",
            (str(POSTGRESQL / "postgres"), "--version"),
            building.python("clock_postgresql", str(POSTGRESQL)),
        ),
        Program("Java", "default-jdk-headless", ("javac", "--version"), building.java, ("java",), strings_max=5),
        Program(
            "Node", "nodejs", ("node", "--version"), building.interpreted("node", "clock.js"), shows_system_zone=True
        ),
        Program("Go", "golang-go", ("go", "version"), building.go),
        Program(
            "cctz",
            "g++ libabsl-dev",
            # Its versions are dates.
            ("sh", "-c", "dpkg-query -W -f '${Version}' libabsl-dev | cut -c 1-4"),
            building.cxx("clock_cctz.cc", "-labsl_time_zone", "-labsl_base"),
            ("g++",),
        ),
        Program(
            "Hinnant date",
            "g++ libhowardhinnant-date-dev",
            _debian("libhowardhinnant-date-dev"),
            building.cxx("clock_hinnant.cc", "-ldate-tz"),
            ("g++",),
        ),
        Program(
            "Boost",
            "g++ libboost-date-time-dev",
            _debian("libboost-date-time-dev"),
            building.cxx("clock_boost.cc"),
            ("g++",),
        ),
        # ry doesn't report which version of jiff it contains.
        Program("jiff", "PyPI: ry", _python("import ry; print('0.2')"), building.python("clock_jiff")),
        Program(
            "zoneinfo",
            "python3",
            _python("import platform; print(platform.python_version())"),
            lambda _: [sys.executable, str(EXAMPLES / "localtime_zoneinfo.py")],
        ),
        Program(
            "dateutil",
            "PyPI: python-dateutil",
            _python("import dateutil; print(dateutil.__version__)"),
            building.python("clock_dateutil"),
        ),
        Program(
            "whenever",
            "PyPI: whenever",
            _python("import whenever; print(whenever.__version__)"),
            building.python("clock_whenever"),
        ),
        Program(
            "Ruby tzinfo",
            "ruby ruby-tzinfo",
            _debian("ruby-tzinfo"),
            building.interpreted("ruby", "clock.rb"),
            ("ruby",),
        ),
        *(
            Program(
                f"Perl SystemV, {system}",
                "libdatetime-perl libdatetime-timezone-systemv-perl",
                _debian("libdatetime-timezone-systemv-perl"),
                building.interpreted("perl", "clock.pl", system),
                ("perl",),
            )
            for system in ("tzfile3", "posix")
        ),
        Program(
            "Tcl",
            "tcl",
            ("sh", "-c", "echo 'puts [info patchlevel]' | tclsh"),
            building.interpreted("tclsh", "clock.tcl"),
            ("tclsh",),
        ),
    ]


def _debian(package: str) -> tuple[str, ...]:
    return ("dpkg-query", "-W", "-f", "${Version}", package)


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)
