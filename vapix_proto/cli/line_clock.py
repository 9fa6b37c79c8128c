"""A program that acts as a clock: it reads questions from standard input and writes answers to standard output."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

from vapix_proto._places import plural, quote
from vapix_proto.conform.clock import ClockAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO, Self


#: The maximum length of an answer in bytes, so that a line that never ends is not read forever.
_LINE_MAX = 4096
#: How long the threads may take to notice that a program has ended, in seconds.
_THREADS_SECONDS = 10.0
#: How many seconds to wait for a program to end after it closes its output, or for other processes to close its pipes.
_PATIENCE = 2.0
#: The maximum length of one wait, in seconds. A signal is sometimes handled only when the current wait ends.
_LISTENING = 0.5


class ClockError(Exception):
    """The program acting as a clock did not start, ended early, was too slow, or wrote a line that is not an answer."""


class LineClock:
    """A program that speaks the line protocol described in docs/how-to/time-oracle.md.

    On POSIX systems, the program runs in a session of its own. When it ends, so do the processes that it has started
    in that session.

    Args:
        command: The program and its arguments; no shell is involved.
        timeout: How long the program may take for one batch, in seconds.
        check: Called regularly while the program is working; any exception that it raises ends the wait.

    Raises:
        ClockError: The program can't be started.
    """

    def __init__(self, command: Sequence[str], timeout: float, check: Callable[[], object] = lambda: None) -> None:
        self._timeout, self._check = timeout, check
        self._deadline = time.monotonic() + timeout
        try:
            self._child = subprocess.Popen(  # noqa: S603
                list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            raise ClockError(f"{command[0]} can't be started: {error.strerror}") from None
        assert self._child.stdin is not None  # noqa: S101 - PIPE was passed
        assert self._child.stdout is not None  # noqa: S101
        self._stdin: IO[bytes] = self._child.stdin
        # Lines that the program prints, then b"" when its output ends; None once all questions in a batch are written.
        # The queue has room for one batch, so a program that writes too much has to wait.
        self._lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1024)
        self._reader = threading.Thread(target=self._read, args=(self._child.stdout,), daemon=True)
        self._reader.start()
        self._writer: threading.Thread | None = None
        self._over = self._killed = False

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(_LINE_MAX):
                self._lines.put(line)
        self._lines.put(b"")

    def _write(self, data: bytes) -> None:
        try:
            self._stdin.write(data)
            self._stdin.flush()
        except OSError:
            pass  # the program has ended, as its missing answers will show
        finally:
            self._lines.put(None)

    def _next(self, patience: float) -> bytes | None:
        """The next item in the queue.

        Raises:
            queue.Empty: No item came within ``patience`` seconds, or before the deadline.
        """
        line = self._lines.get(timeout=max(0.0, min(patience, self._deadline - time.monotonic())))
        self._over = self._over or line == b""
        return line

    def ask(self, questions: Sequence[tuple[str, int]]) -> list[ClockAnswer]:
        """Sends a batch of questions, and returns the answers."""
        self._deadline = time.monotonic() + self._timeout
        # All earlier answers have been read. A surplus line that arrives too late to be seen here is taken for the
        # next answer; then one answer is left over at the end, and close() finds it.
        if not self._over and not self._lines.empty() and (line := self._next(0)):
            raise _surplus(line)
        if self._over:
            raise self._ended(*questions[0])
        data = "".join(f"{text}\t{at}\n" for text, at in questions).encode("ascii") + b"\n"
        # The program may answer before it has read all questions. Without a thread, it and this process could deadlock.
        self._writer = threading.Thread(target=self._write, args=(data,), daemon=True)
        self._writer.start()
        answers: list[ClockAnswer] = []
        written = False
        while len(answers) < len(questions) or not written:
            try:
                line = self._next(_LISTENING)
            except queue.Empty:
                self._check()
                if time.monotonic() < self._deadline:
                    continue
                raise self._slow(questions, len(answers)) from None
            if line is None:
                written = True
            elif len(answers) < len(questions):
                answers.append(self._answer(line, *questions[len(answers)]))
            elif line:
                raise _surplus(line)
        return answers

    def _slow(self, questions: Sequence[tuple[str, int]], count: int) -> ClockError:
        timeout = plural(f"{self._timeout:g}", "second")
        if count == len(questions):
            return ClockError(f"the program did not read all of its input within {timeout}")
        text, at = questions[count]
        return ClockError(
            f"the program answered only {count} of {plural(len(questions), 'question')} "
            f"within {timeout}; the next question was about the string {text} at the instant {at}"
        )

    def _answer(self, line: bytes, text: str, at: int) -> ClockAnswer:
        if not line:
            raise self._ended(text, at)
        try:
            return _parse(line)
        except ValueError as error:
            raise ClockError(f"{error} (in the answer about the string {text} at the instant {at})") from None

    def _ended(self, text: str, at: int) -> ClockError:
        question = f"the question about the string {text} at the instant {at}"
        try:
            code = self._child.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return ClockError(f"the program closed its output before it answered {question}")
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        return ClockError(f"the program ended ({how}) before it answered {question}")

    def close(self) -> None:
        """Closes the program's input, and waits for the program to end, but no longer than a batch may take."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._deadline = time.monotonic() + self._timeout
        while not self._over and time.monotonic() < self._deadline:
            try:
                line = self._next(0.1)
            except queue.Empty:
                self._check()
                if self._child.poll() is not None and not self._killed:
                    self._kill()  # without this, the program's child processes might keep its output open
                    self._deadline = min(self._deadline, time.monotonic() + _PATIENCE)
            else:
                if line:
                    raise _surplus(line)

    def _kill(self) -> None:
        if self._killed:  # the program's process ID may now belong to another process
            return
        self._killed = True
        if hasattr(os, "killpg"):
            # This ends all processes of the session except those that left its original process group. That group may
            # already have ended, or be a zombie (on macOS).
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child.pid, signal.SIGKILL)
        else:
            self._child.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._kill()
        self._child.wait()
        # Both threads end when the pipes close, unless a process that left the session holds them open.
        deadline = time.monotonic() + _THREADS_SECONDS
        while self._reader.is_alive() and time.monotonic() < deadline:  # the reader may wait for room in the queue
            with contextlib.suppress(queue.Empty):
                self._lines.get(timeout=0.05)
        if self._writer is not None:
            self._writer.join(max(0.0, deadline - time.monotonic()))
        if self._writer is None or not self._writer.is_alive():
            with contextlib.suppress(OSError):  # nobody is left to read the unwritten data
                self._stdin.close()


def _parse(line: bytes) -> ClockAnswer:
    if not line.endswith(b"\n"):
        raise ValueError(f"the line does not end within {_LINE_MAX} bytes")
    return ClockAnswer.parse(line.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r"))


def _surplus(line: bytes) -> ClockError:
    try:
        _parse(line)
    except ValueError as error:  # the message must not depend on when the line arrives
        return ClockError(str(error))
    return ClockError(f"the program wrote a line that answers no question: {quote(line, 80)}")
