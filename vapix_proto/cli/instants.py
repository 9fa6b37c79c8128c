"""Instants in and out: what a user may write for one, and how one is shown, in any year."""

from __future__ import annotations

from datetime import datetime

from vapix_proto.tz.clock.calendar import DAY, civil, clock, iso, utc_offset, wall

__all__ = ["asctime", "civil", "iso", "parse_instant", "utc_offset", "wall"]


def asctime(seconds: int) -> str:
    """``Sun Mar 29 01:00:00 2026``, as C's asctime writes it."""
    year, month, day, second = civil(seconds)
    weekday = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")[seconds // DAY % 7]
    name = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[month - 1]
    return f"{weekday} {name} {day:2} {clock(second)} {year}"


def parse_instant(text: str, now: int) -> int | datetime:
    """An instant, or a local time, from what a user wrote.

    Args:
        text: Seconds since 1970-01-01 00:00:00 UTC; ``now``; a date and time of ISO 8601: with an offset or Z an
            instant, without a local time.
        now: The instant that ``now`` stands for.

    Returns:
        Seconds for an instant, a naive datetime for a local time.

    Raises:
        ValueError: None of these.
    """
    if text == "now":
        return now
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 19:
        return int(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.replace(microsecond=0)
    days = moment.toordinal() - 719_163
    offset = moment.utcoffset()
    seconds = days * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds - (0 if offset is None else round(offset.total_seconds()))
