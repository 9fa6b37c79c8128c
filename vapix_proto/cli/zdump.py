"""The lines of ``zdump -V -c``, from a clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vapix_proto.tz.clock.calendar import DAY, civil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.zones import ZoneClock
    from vapix_proto.tz import Clock

__all__ = ["lines"]


def lines(name: str, clock: Clock | ZoneClock, low: int, high: int) -> Iterator[str]:
    """Two lines for each transition of the years, the second year exclusive.

    Before 2022, as in glibc 2.36, zdump itself left out a transition at the first instant of the first year, and showed
    one at the first instant of the second.
    """
    for transition in clock.transitions(low, high):
        for at, kind in ((transition.at - 1, transition.before), (transition.at, transition.after)):
            local = f"{_asctime(at + kind.utoff)} {kind.designation}"
            yield f"{name}  {_asctime(at)} UT = {local} isdst={kind.isdst:d} gmtoff={kind.utoff}"


def _asctime(seconds: int) -> str:
    """``Sun Mar 29 01:00:00 2026``, of any year."""
    year, month, day, second = civil(seconds)
    weekday = (seconds // DAY + 3) % 7
    return time.asctime((year, month, day, second // 3600, second // 60 % 60, second % 60, weekday, 1, 0))
