"""Text for pipes and files: whole lines without colors, because a line of rich takes 40 times as long."""

from __future__ import annotations

import os
import sys
from typing import IO, NoReturn

__all__ = ["INTERRUPTED", "NO", "WRONG_USE", "PlainOutput", "nobody_reads", "wants_plain"]

#: Exit codes: the answer is no; a usage error, or there is no answer; those of programs that SIGINT and SIGPIPE end.
NO, WRONG_USE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141
#: These make rich write colors, or leave them out, for any output.
_SWITCHES = ("FORCE_COLOR", "TTY_COMPATIBLE")


def wants_plain(file: IO[str]) -> bool:
    """Whether text for a file has no colors and is not wrapped."""
    return not file.isatty() and not any(name in os.environ for name in _SWITCHES)


def nobody_reads() -> NoReturn:
    """Ends the program because the reader of its output has gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # what is left would fail once more at the end of the interpreter
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    raise SystemExit(NOBODY_READS)


class PlainOutput:
    """Lines for a pipe or file.

    Attributes:
        width: The columns that excerpts may use.
        encoding: What can be written.
        wraps_at: None, because lines are whole.
    """

    wraps_at = None

    def __init__(self, file: IO[str]) -> None:
        columns = os.environ.get("COLUMNS", "")
        self.width: int = int(columns) if columns.isdecimal() else 120
        self.encoding: str = getattr(file, "encoding", None) or "utf-8"
        self._file = file

    def line(self, text: str) -> None:
        """Writes a line, which may wait for ``flush``."""
        self._file.write(text + "\n")

    def flush(self) -> None:
        """Hands over all lines."""
        self._file.flush()
