"""``vapix-proto conform-clock``: asks a program what a clock shows, and says where it is wrong."""

from __future__ import annotations

import contextlib
import json
import queue
import shlex
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from vapix_proto import tz
from vapix_proto.cli.instants import iso
from vapix_proto.cli.options import dialect_option
from vapix_proto.cli.output import NO, WRONG_USE, console
from vapix_proto.errors import escape
from vapix_proto.oracle import ClockAnswer, ClockCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType
    from typing import IO, Self

    from rich.console import Console

    from vapix_proto.oracle import ClockFinding
    from vapix_proto.tz import LocalTimeType

__all__ = ["ClockError", "LineClock", "conform_clock"]

#: No answer is longer; a program that writes without an end is not read without one.
_LINE_MAX = 4096
_PATIENCE = 2.0


class ClockError(Exception):
    """The program ended, was too slow, or wrote what is no answer."""


class LineClock:
    """A program that speaks the line protocol of docs/time-oracle.md.

    Args:
        command: The program and its arguments; no shell reads them.
        timeout: Seconds that it may take for one batch.

    Raises:
        ClockError: It can't be started.
    """

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._timeout = timeout
        try:
            self._child = subprocess.Popen(list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        except OSError as error:
            raise ClockError(f"{command[0]} can't be started: {error.strerror}") from None
        assert self._child.stdin is not None  # noqa: S101 - pipes were asked for
        assert self._child.stdout is not None  # noqa: S101
        self._stdin: IO[bytes] = self._child.stdin
        # Room for one batch and no more: who writes more than was asked for waits.
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=1024)
        self._reader = threading.Thread(target=self._read, args=(self._child.stdout,), daemon=True)
        self._reader.start()
        self._writer: threading.Thread | None = None

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(_LINE_MAX):
                self._lines.put(line)
        self._lines.put(b"")

    def ask(self, questions: Sequence[tuple[str, int]]) -> list[ClockAnswer]:
        """The answers to a batch.

        Raises:
            ClockError: See there.
        """
        if not self._lines.empty():  # every answer to what was asked before has been taken
            line = self._lines.get()
            raise _surplus(line) if line else self._ended(*questions[0])
        data = "".join(f"{text}\t{at}\n" for text, at in questions).encode("ascii") + b"\n"
        # The program may answer before it has read all: both ends would wait for each other without a thread.
        self._writer = threading.Thread(target=self._write, args=(data,), daemon=True)
        self._writer.start()
        deadline = time.monotonic() + self._timeout
        answers: list[ClockAnswer] = []
        for text, at in questions:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                place = f"{len(answers)} of {len(questions)} answers, none to {text} at {at}"
                raise ClockError(f"the program gave no answer for {self._timeout:g} seconds: {place}") from None
            answers.append(self._answer(line, text, at))
        # A program that writes too much waits for room, and reads no further.
        self._writer.join(max(0.0, deadline - time.monotonic()))
        if self._writer.is_alive():
            line = b"" if self._lines.empty() else self._lines.get()
            why = f"the program did not read its questions for {self._timeout:g} seconds"
            raise _surplus(line) if line else ClockError(why)
        return answers

    def _write(self, data: bytes) -> None:
        try:
            self._stdin.write(data)
            self._stdin.flush()
        except OSError:
            return  # it has ended, which its missing answers say

    def _answer(self, line: bytes, text: str, at: int) -> ClockAnswer:
        if not line:
            raise self._ended(text, at)
        if not line.endswith(b"\n"):
            raise ClockError(f"a line without its end, or of {_LINE_MAX} bytes and more, for {text} at {at}")
        try:
            return ClockAnswer.parse(line.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r"))
        except ValueError as error:
            raise ClockError(f"{error}; for {text} at {at}") from None

    def _ended(self, text: str, at: int) -> ClockError:
        try:
            code = self._child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return ClockError(f"the program closed its output before it answered {text} at {at}")
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        return ClockError(f"the program ended ({how}) before it answered {text} at {at}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.kill()
        self._child.wait()
        # What the program has started may still hold the pipes: then both threads are left waiting, and end with us.
        deadline = time.monotonic() + _PATIENCE
        if self._writer is not None:
            self._writer.join(_PATIENCE)
        if self._writer is None or not self._writer.is_alive():
            with contextlib.suppress(OSError):  # what was not written yet has nobody to read it
                self._stdin.close()
        while self._reader.is_alive() and time.monotonic() < deadline:  # it may wait for room in the queue
            with contextlib.suppress(queue.Empty):
                self._lines.get(timeout=0.05)


def _surplus(line: bytes) -> ClockError:
    return ClockError(f"the program wrote a line that nothing asked for: {line[:80]!a}")


@click.command("conform-clock")
@click.option("--command", required=True, metavar="CMD", help="The program to ask, with its arguments.")
@click.option(
    "--reading", type=click.Choice([str(reading) for reading in tz.Reading]),
    help="How it has to read strings on which implementations differ.  [default: as any of them, at each instant]",
)  # fmt: skip
@dialect_option
@click.option("--n", "-n", "number", type=click.IntRange(1), default=200, show_default=True, help="How many strings.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed asks the same.")
@click.option("--implied-rules", metavar="RULES", help="Ask also for DST without rules, which has to mean these.")
@click.option("--timeout", type=click.FloatRange(0.01), default=30.0, show_default=True, help="Seconds for a batch.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write a report, as JSON.")
def conform_clock(
    command: str,
    reading: str | None,
    dialect: str,
    number: int,
    seed: int,
    implied_rules: str | None,
    timeout: float,
    report: Path | None,
) -> None:
    """Check the clock of a device or a library.

    CMD reads lines 'TZ-string<TAB>seconds since 1970' and writes a line 'utoff<TAB>isdst<TAB>designation' for each; an
    empty line asks it to flush what it has. docs/time-oracle.md has the protocol and examples.

    Exit code 0 if every answer is right, 1 if some are not, 2 for wrong use or a program that fails.
    """
    try:
        words = shlex.split(command)
        check = ClockCheck(dialect=dialect, reading=reading, n=number, seed=seed, implied_rules=implied_rules)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not words:
        raise click.UsageError("there is no command")
    try:
        with _terminated(), LineClock(words, timeout) as clock:
            while check.questions:
                check.answer(clock.ask(check.questions))
    except (ClockError, KeyboardInterrupt) as error:
        why = escape(str(error)) or "interrupted"
        console(stderr=True).print(Text(f"vapix-proto: {why}", "bold red"))
        raise SystemExit(WRONG_USE) from None
    if report is not None:
        head = {"format": 1, "dialect": dialect, "reading": reading, "seed": seed, "implied_rules": implied_rules}
        try:
            report.write_text(json.dumps(head | _as_json(check), indent=2) + "\n", "ascii")
        except OSError as error:
            raise click.UsageError(f"can't write {report}: {error.strerror}") from None
    _print(console(), check)
    raise SystemExit(NO if check.wrong else 0)


def _as_json(check: ClockCheck) -> dict[str, Any]:
    return {
        "strings": check.strings,
        "instants": check.instants,
        "wrong": check.wrong,
        "refused": check.refused,
        "elsewise": check.elsewise,
        "follows": [str(reading) for reading in check.follows],
        "findings": [finding.to_json() for finding in check.findings],
    }


def _print(out: Console, check: ClockCheck) -> None:
    style = "bold red" if check.wrong else "bold green"
    line = f"{check.strings} strings, {check.instants} instants: {check.wrong} wrong answers"
    out.print(Text(line, style))
    if check.refused:
        out.print(Text(f"{check.refused} of them are to refused strings"))
    if check.elsewise:
        out.print(Text(f"{check.elsewise} answers are right, though not by the reading merge"))
    out.print(Text(f"readings that it follows: {', '.join(check.follows) or 'none'}"))
    for finding in check.findings:
        _print_finding(out, finding)


def _print_finding(out: Console, finding: ClockFinding) -> None:
    what = ", ".join(finding.fields) or "refused"
    dates = f", dates {' and '.join(finding.dates)}" if finding.dates else ""
    out.print(Text.assemble("\n", (f"{what}{dates}", "bold"), f" ({finding.seen} answers like the first)"))
    out.print(Text(f"  {finding.text} at {finding.at} ({iso(finding.at)})"))
    out.print(Text(f"  expected {_shown(finding.expected)}, got {escape(str(finding.answered))}"))
    out.print(Text(f"  first seen: {finding.first_text} at {finding.first_at}", "dim"))


def _shown(kind: LocalTimeType) -> str:
    return f"{kind.utoff} {int(kind.isdst)} {kind.designation}"


@contextlib.contextmanager
def _terminated() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does, so that what it began is undone."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
