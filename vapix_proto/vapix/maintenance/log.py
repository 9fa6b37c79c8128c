"""Log lines, as AXIS OS 5.51 and 9.80 write them."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.grammar.expressions import EXPRESSIONS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE, _OLDER, _NEWER, _ORIGIN = (
    re.compile(EXPRESSIONS["log", symbol]) for symbol in ("title", "older", "newer", "origin")
)


class LogEntry(Value):
    """A log line. If its format is unknown, the whole line is the message.

    Attributes:
        line: The line as the device sent it.
        message: The text that the process wrote.
        level: EMERG, ALERT, CRIT, ERR, WARNING, NOTICE or INFO.
        time: The time as written: with a UTC offset on AXIS OS 9.80, without a year or UTC offset on 5.51.
        host: The device's name.
        process: The process that wrote the message.
        pid: The ID of the process.
    """

    line: str
    message: str
    level: str | None = None
    time: str | None = None
    host: str | None = None
    process: str | None = None
    pid: int | None = None


def log_entries(text: str) -> Iterator[LogEntry]:
    """The lines of a log except titles and blank lines."""
    return (_entry(line) for line in _lines(text) if _TITLE.fullmatch(line) is None)


def log_titles(text: str) -> Iterator[str]:
    """The titles in a log, without the dashes around them."""
    titles = map(_TITLE.fullmatch, _lines(text))
    return (title["heading"].removesuffix(" -----") for title in titles if title is not None)


def _lines(text: str) -> Iterator[str]:
    return (line.removesuffix("\r") for line in text.split("\n") if line and not line.isspace())


def _entry(line: str) -> LogEntry:
    found = _NEWER.fullmatch(line) or _OLDER.fullmatch(line)
    if found is None:
        return LogEntry(line, line)
    parts = found.groupdict()
    message = parts["text"] or ""
    time = parts.get("time") or parts.get("date")
    origin = _ORIGIN.match(message)
    if origin is None:
        return LogEntry(line, message, parts["level"], time, parts["host"])
    pid = None if origin["pid"] is None else int(origin["pid"])
    return LogEntry(line, message[origin.end() :], parts["level"], time, parts["host"], origin["process"], pid)
