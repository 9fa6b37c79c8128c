"""The lines of ``zdump -V -c``, from a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vapix_proto.cli.instants import asctime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.zones import FileClock
    from vapix_proto.tz import Clock

__all__ = ["lines"]


def lines(name: str, clock: Clock | FileClock, low: int, high: int) -> Iterator[str]:
    """Two lines for each transition of the years, the second year exclusive.

    Before 2022, as in glibc 2.36, zdump itself left out a transition at the first instant of the first year, and showed
    one at the first instant of the second.
    """
    for transition in clock.transitions(low, high):
        for at, kind in ((transition.at - 1, transition.before), (transition.at, transition.after)):
            local = f"{asctime(at + kind.utoff)} {kind.designation}"
            yield f"{name}  {asctime(at)} UT = {local} isdst={kind.isdst:d} gmtoff={kind.utoff}"
