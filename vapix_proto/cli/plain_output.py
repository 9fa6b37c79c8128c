"""Text for pipes and files: whole lines without colors; a line of a console of rich takes 40 times as long."""

from __future__ import annotations

import os
from typing import IO, NoReturn

__all__ = ["NO", "OK", "WRONG_USE", "PlainOutput", "nobody_reads", "wants_plain"]

#: Exit codes: all is well; the answer is no; the command was used wrongly, or its answer could not be given.
OK, NO, WRONG_USE = 0, 1, 2
#: What makes rich write colors, or leave them out, whatever the output is.
_SWITCHES = ("FORCE_COLOR", "TTY_COMPATIBLE")


def wants_plain(file: IO[str]) -> bool:
    """Whether text for a file has no colors and is not wrapped."""
    return not file.isatty() and not any(name in os.environ for name in _SWITCHES)


def nobody_reads(file: IO[str]) -> NoReturn:
    """Ends the program where the reader of its output has gone."""
    # What is still to be written would fail once more at the end of the interpreter.
    os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())
    raise SystemExit(WRONG_USE)


class PlainOutput:
    """A pipe or file, as lines.

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
        try:
            self._file.write(text + "\n")
        except BrokenPipeError:
            nobody_reads(self._file)

    def flush(self) -> None:
        """Hands all lines over."""
        try:
            self._file.flush()
        except BrokenPipeError:
            nobody_reads(self._file)
