"""Makes the command that starts each driver, and compiles the driver into a folder where necessary."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

#: Builds a driver into a folder, and returns the command that starts it.
Start: TypeAlias = "Callable[[Path], list[str]]"

DRIVERS = Path(__file__).parent / "drivers"
DRIVERS_MODULE = "tools.measure_implementations.drivers"
CLOCK_C = str(DRIVERS / "clock.c")
# qemu maps these names to files of the host.
BARE_METAL = ("-O2", "-w", "-D_GNU_SOURCE", '-DQUESTIONS="/dev/stdin"', '-DANSWERS="/dev/stdout"')
# The memory of qemu's machine mps2-an385.
MEMORY = {"flash": "0", "flash_size": "4M", "ram": "0x20000000", "ram_size": "4M"}

PRETENDED_ZONE, PRETENDED_UTOFF = Path("/usr/share/zoneinfo/Etc/GMT-14"), 14 * 3600
PRETEND = ("unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc && exec "$@"')


def interpreted(command: str, name: str, *arguments: str) -> Start:
    """A driver that its language runs without compiling."""
    return lambda _: [command, str(DRIVERS / name), *arguments]


def python(name: str, *arguments: str) -> Start:
    """A driver in Python, which must be started in the root of the checkout."""
    return lambda _: [sys.executable, "-m", f"{DRIVERS_MODULE}.{name}", *arguments]


def c(compiler: str, *flags: str) -> Start:
    options = ("-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-DTM_ZONE=tm_zone")
    return lambda folder: _compiled(folder, compiler, *options, *flags, CLOCK_C)


def cxx(name: str, *libraries: str) -> Start:
    return lambda folder: _compiled(folder, "g++", "-std=c++17", "-O1", str(DRIVERS / name), *libraries)


def newlib(folder: Path) -> list[str]:
    return ["qemu-arm", *_compiled(folder, "arm-none-eabi-gcc", "--specs=rdimon.specs", *BARE_METAL, CLOCK_C)]


def picolibc(folder: Path) -> list[str]:
    linker = [f"-Wl,--defsym=__{name}={value}" for name, value in MEMORY.items()]
    flags = (
        "--specs=picolibc.specs",
        "--oslib=semihost",
        "--crt0=hosted",
        "-mcpu=cortex-m3",
        "-mthumb",
        *linker,
        *BARE_METAL,
    )
    machine = "-M mps2-an385 -monitor none -serial none -nographic -semihosting-config enable=on,target=native -kernel"
    return ["qemu-system-arm", *machine.split(), *_compiled(folder, "arm-none-eabi-gcc", *flags, CLOCK_C)]


def go(folder: Path) -> list[str]:
    environment = {**os.environ, "GOCACHE": str(folder / "cache"), "GO111MODULE": "off"}
    subprocess.run(["go", "build", "-o", folder / "clock", DRIVERS / "clock.go"], check=True, env=environment)
    return [str(folder / "clock")]


def java(folder: Path) -> list[str]:
    subprocess.run(["javac", "-d", folder, DRIVERS / "Clock.java"], check=True)
    return python("clock_java", str(folder))(folder)


def iana(source: Path) -> Start:
    """A driver for the localtime.c in a checkout of IANA tz."""

    def start(folder: Path) -> list[str]:
        # The makefile would write the folder of the time zone files here, but the driver must not find any.
        (folder / "tzdir.h").write_text('#define TZDIR "/nonexistent"\n#define TZDEFAULT "/nonexistent"\n')
        flags = (
            "-O2",
            "-w",
            "-Dtime_tz=time_t",
            "-DTM_GMTOFF=tm_gmtoff",
            "-DTM_ZONE=tm_zone",
            f"-I{source}",
            f"-I{folder}",
        )
        library = _object(folder, "localtime", *flags, str(source / "localtime.c"))
        return _compiled(folder, "gcc", *flags, "-include", "private.h", CLOCK_C, library)

    return start


def uclibc(source: Path) -> Start:
    """A driver for the time.c in a checkout of uClibc-ng or uClibc, with stand-ins for the rest of the library."""

    def start(folder: Path) -> list[str]:
        (folder / "bits").mkdir()
        for name in ("uClibc_mutex.h", "uClibc_uintmaxtostr.h"):
            (folder / "bits" / name).touch()
        public = ("tzset", "localtime", "localtime_r", "tzname", "timezone", "daylight")
        flags = ("-O2", "-w", "-fwrapv", "-D_GNU_SOURCE", *(f"-D{name}=uclibc_{name}" for name in public))
        own = (*flags, f"-I{folder}", "-include", str(DRIVERS / "uclibc.h"), str(source / "libc/misc/time/time.c"))
        parts = ("tzset", "localtime", "localtime_r", "_time_localtime_tzi", "_time_t2tm", "__time_tm")
        return _compiled(
            folder, "gcc", *flags, CLOCK_C, *(_object(folder, part, f"-DL_{part}", *own) for part in parts)
        )

    return start


def elsewhere(folder: Path, command: list[str]) -> list[str]:
    """The command, run so that the system's time zone appears not to be UTC, if we ``can_pretend``."""
    etc = folder / "etc"
    etc.mkdir()
    (etc / "localtime").symlink_to(PRETENDED_ZONE)
    return [*PRETEND, str(etc), *command] if can_pretend() else command


@cache
def can_pretend() -> bool:
    """Whether a program can be shown a different /etc, which needs Linux, root and the installed zone."""
    try:
        subprocess.run([*PRETEND, "/etc", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return PRETENDED_ZONE.exists()


def _compiled(folder: Path, *command: str) -> list[str]:
    program = str(folder / "clock")
    subprocess.run([*command[:1], "-o", program, *command[1:]], check=True)
    return [program]


def _object(folder: Path, name: str, *flags: str) -> str:
    path = str(folder / f"{name}.o")
    subprocess.run(["gcc", "-c", "-o", path, *flags], check=True)
    return path
