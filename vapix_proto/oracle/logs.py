"""Lines of logs in their recorded shapes: that of 5.51.7, and that of 9.80.2.2 and later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

__all__ = ["ADDRESS", "HEAD_SIZE", "date_of", "line"]

#: From where requests come in the lines of the logs: requests here come from nowhere.
ADDRESS = "192.0.2.1"
#: The characters before the text of an old line.
HEAD_SIZE = len("<INFO    > Oct 10 02:40:46 axis-00408cfb6888 root: ")
_LEVELS = {"Critical": "CRIT", "Warning": "WARNING", "Informational": "INFO"}
_ACCESS = "NOTICE"
#: In English, whatever the locale of the process.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _local(at: int, utoff: int) -> datetime | None:
    try:
        return (_EPOCH + timedelta(seconds=at)).astimezone(timezone(timedelta(seconds=utoff)))
    except (OverflowError, ValueError):
        return None


def date_of(at: int) -> str:
    """The date of a server report, as ``Tue Feb 13 22:29:26 2018``; of no year from 1 to 9999, the number."""
    date = _local(at, 0)
    if date is None:
        return str(at)
    return f"{_DAYS[date.weekday()]} {_MONTHS[date.month - 1]} {date.day:2} {date:%H:%M:%S} {date.year}"


def line(at: int, log: str, level: str, text: str, *, serial: str, utoff: int, is_old: bool) -> str:
    """A line.

    Args:
        at: Seconds since 1970-01-01 00:00:00 UTC; those of no year from 1 to 9999 are written as a number.
        log: ``"System"`` or ``"Access"``.
        level: ``"Critical"``, ``"Warning"`` or ``"Informational"``.
        text: What happened.
        serial: The serial number of the device.
        utoff: Seconds that local time is ahead of UTC.
        is_old: Whether it is of the shape of 5.51.7.
    """
    host = f"axis-{serial.lower()}"
    local = _local(at, utoff)
    if is_old:
        date = f"{_MONTHS[local.month - 1]} {local.day:2} {local:%H:%M:%S}" if local else f"{at:15}"
        return f"<{_LEVELS[level]:<8}> {date} {host} root: {text}"
    date = local.isoformat(timespec="milliseconds") if local else str(at)
    word, program = (_LEVELS[level], "vapix") if log == "System" else (_ACCESS, "httpd")
    return f"{date} {host} [ {word:<7} ] {program}[1]: {text}"
