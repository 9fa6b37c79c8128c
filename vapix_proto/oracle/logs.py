"""Log entries, and their lines in both recorded formats: the old one (5.51.7) and the new one (9.80.2.2 and later)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from vapix_proto._value import Value

#: The client address in all log lines: an ``HttpRequest`` does not contain the client's address.
ADDRESS = "192.0.2.1"
#: The number of characters before a line's text in the old format.
HEAD_SIZE = len("<INFO    > Oct 10 02:40:46 axis-00408cfb6888 root: ")
_LEVELS = {"Critical": "CRIT", "Warning": "WARNING", "Informational": "INFO"}
_ACCESS = "NOTICE"
#: Logs are always in English, whereas strftime would follow the locale.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Event(Value):
    """A log entry: its time (the ``now`` of the request), the name of its log, its level and its text."""

    at: int
    log: str
    level: str
    text: str

    def _check(self) -> None:
        if type(self.at) is not int or not all(type(word) is str for word in (self.log, self.level, self.text)):
            raise TypeError("an event must consist of an int and three strings")


def _local(at: int, utoff: int) -> datetime | None:
    try:
        return (_EPOCH + timedelta(seconds=at)).astimezone(timezone(timedelta(seconds=utoff)))
    except (OverflowError, ValueError):
        return None


def date_of(at: int) -> str:
    """Writes a time as in server reports: ``Tue Feb 13 22:29:26 2018``.

    A time outside the years 1 to 9999 is written as a number of seconds.
    """
    date = _local(at, 0)
    if date is None:
        return str(at)
    return f"{_DAYS[date.weekday()]} {_MONTHS[date.month - 1]} {date.day:2} {date:%H:%M:%S} {date.year}"


def line(event: Event, host: str, utoff: int, *, is_old: bool) -> str:
    """A log line, in the old format if ``is_old``. Its time is ``utoff`` seconds ahead of UTC."""
    local = _local(event.at, utoff)
    if is_old:
        date = f"{_MONTHS[local.month - 1]} {local.day:2} {local:%H:%M:%S}" if local else f"{event.at:15}"
        return f"<{_LEVELS[event.level]:<8}> {date} {host} root: {event.text}"
    date = local.isoformat(timespec="milliseconds") if local else str(event.at)
    word, program = (_LEVELS[event.level], "vapix") if event.log == "System" else (_ACCESS, "httpd")
    return f"{date} {host} [ {word:<7} ] {program}[1]: {event.text}"
