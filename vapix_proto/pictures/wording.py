"""The wording in pictures: dates, times, UTC offsets, and what a transition does to the clock."""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto.tz.analysis.description import MONTHS, WEEKDAYS, days_later, duration, season
from vapix_proto.tz.clock.calendar import DAY, civil, short_clock, utc_offset

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.clock.transitions import Transition


def short_date(local: int, year: int) -> str:
    """A date such as ``Sun 29 Mar``, followed by its year if that is not ``year``.

    Args:
        local: A local time, in seconds since 1970-01-01 00:00:00 local time.
        year: The year that readers assume if the date shows none.
    """
    its_year, month, day, _ = civil(local)
    text = f"{_weekday(local)[:3]} {day} {MONTHS[month - 1][:3]}"
    return text if its_year == year else f"{text} {its_year}"


def _long_date(local: int) -> str:
    """A date such as ``Sunday 29 March 2026``, from local time in seconds."""
    year, month, day, _ = civil(local)
    return f"{_weekday(local)} {day} {MONTHS[month - 1]} {year}"


def _weekday(local: int) -> str:
    return WEEKDAYS[(local // DAY + 4) % 7]  # 1970-01-01 was a Thursday


def times(transition: Transition, arrow: str = "\u2192") -> str:
    """The time before and after a transition: ``01:00 → 02:00``, with the new weekday if the date differs."""
    before, after = (transition.at + kind.utoff for kind in (transition.before, transition.after))
    day = "" if before // DAY == after // DAY else f"{_weekday(after)[:3]} "
    return f"{short_clock(before % DAY)} {arrow} {day}{short_clock(after % DAY)}"


def _minutes(seconds: int) -> str:
    """A duration without its sign: ``60 min``, ``29 min 30 s``."""
    whole, rest = divmod(abs(seconds), 60)
    parts = [f"{whole} min"] if whole or not rest else []
    return " ".join([*parts, f"{rest} s"] if rest else parts)


def move(transition: Transition) -> str:
    """How far a transition moves the clock, and which way: ``forward 60 min``."""
    change = transition.after.utoff - transition.before.utoff
    if change == 0:
        return "same offset"
    return f"{'forward' if change > 0 else 'back'} {_minutes(change)}"


def sentence(transition: Transition) -> str:
    """A sentence that describes a transition, for screen readers."""
    local = transition.at + transition.before.utoff
    change = transition.after.utoff - transition.before.utoff
    when = f"On {_long_date(local)} at {short_clock(local % DAY)}"
    shown = f"{season(transition.after)}: {transition.after.designation}, {utc_offset(transition.after.utoff)}"
    if change == 0:
        return f"{when} the UTC offset stays the same and the clock changes to {shown}."
    way = "forward" if change > 0 else "back"
    arrived = local + change
    after = f"{short_clock(arrived % DAY)}{days_later(arrived // DAY - local // DAY)}"
    return f"{when} the clock goes {way} {duration(change)} to {after}, to {shown}."


def days_ahead(seconds: int) -> str:
    """How long it is until an instant: ``in 9 days``."""
    for size, unit in ((DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"in {plural(number, unit)}"
    return "in less than a minute"
