"""Build localtime.c with glibc or musl and ask it what the clock shows."""

from __future__ import annotations

import functools
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Literal, TypeAlias
from urllib.parse import unquote

Libc: TypeAlias = Literal["glibc", "musl"]
Question: TypeAlias = tuple[str, Sequence[int]]
Clock: TypeAlias = tuple[int, bool, str]

SOURCE = Path(__file__).with_name("localtime.c")
FLAGS = ("-O2", "-Wall", "-Wextra", "-Werror", "-std=c99", "-D_DEFAULT_SOURCE")
# No zone files: glibc looks TZ up as a file under TZDIR before it reads it as a rule string.
ENVIRONMENT = {"TZDIR": "/nonexistent", "LC_ALL": "C"}


def _has_glibc(command: str) -> bool | None:
    """Whether the compiler's headers are glibc's; None if it cannot tell because there are no libc headers at all."""
    run = subprocess.run(
        [command, "-E", "-P", "-"],
        input="#include <stdlib.h>\n#ifdef __GLIBC__\nlibc_is_glibc\n#else\nlibc_is_other\n#endif\n",
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        return None
    return run.stdout.split()[-1:] == ["libc_is_glibc"]


@functools.cache
def compiler(libc: Libc) -> str | None:
    """The path of a compiler for this C library, or None if there is none."""
    command = shutil.which({"glibc": "gcc", "musl": "musl-gcc"}[libc])
    if command is None or _has_glibc(command) is not (libc == "glibc"):
        return None
    return command


def build(libc: Libc, folder: Path, source: Path = SOURCE) -> Path:
    """Compile localtime.c, or another source, into the folder and return the program's path."""
    command = compiler(libc)
    if command is None:
        raise RuntimeError(f"no compiler for {libc}")
    program = folder / f"{source.stem}-{libc}"
    static = ("-static",) if libc == "musl" else ()
    subprocess.run([command, *FLAGS, *static, "-o", str(program), str(source)], check=True)
    return program


def _line(question: Question) -> str:
    text, instants = question
    if any(character in text for character in "\t\n\0"):
        raise ValueError(f"tab, newline or NUL in {text!r}")
    return f"{text}\t{' '.join(map(str, instants))}\n"


def _clock(field: str) -> Clock:
    if field == "?":
        raise ValueError("the C library has no answer for an instant")
    utoff, isdst, designation = field.split(",", 2)
    return int(utoff), int(isdst) > 0, unquote(designation, errors="surrogateescape")


def stream(program: Path, questions: Iterable[Question]) -> Iterator[list[Clock]]:
    """Yields a list of (utoff, isdst, designation) for each question, in order, all from one child process."""
    failures: list[BaseException] = []

    def feed(pipe: IO[bytes]) -> None:
        try:
            with pipe:
                for question in questions:
                    pipe.write(_line(question).encode("utf-8", "surrogateescape"))
        except BaseException as failure:  # raised below, by the reader
            failures.append(failure)

    clock = functools.cache(_clock)
    child = subprocess.Popen([str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)
    assert child.stdin is not None
    assert child.stdout is not None
    writer = threading.Thread(target=feed, args=(child.stdin,), daemon=True)
    writer.start()
    try:
        for line in child.stdout:
            yield [clock(field) for field in line.decode("ascii").split()]
        writer.join()
        code = child.wait()
        if code != 0:
            raise RuntimeError(f"{program.name} ended with code {code}")
        if failures:
            raise failures[0]
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
        writer.join()


def ask(program: Path, questions: Iterable[Question]) -> list[list[Clock]]:
    """The answers to all questions, in order: (utoff, isdst, designation) for each instant."""
    return list(stream(program, questions))
