"""The lines of ``zdump -V -c``, from a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vapix_proto.cli.instants import asctime
from vapix_proto.tz.calendar import year_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz import PosixTimeZone
    from vapix_proto.tz.model import ImpliedRules
    from vapix_proto.tz.readings import Reading

__all__ = ["lines"]


def lines(
    name: str,
    zone: PosixTimeZone,
    low: int,
    high: int,
    *,
    reading: Reading | str = "merge",
    implied_rules: ImpliedRules = ",M3.2.0,M11.1.0",
) -> Iterator[str]:
    """Two lines for each transition of the years.

    zdump starts from the state at the first instant of the first year, so a change at that very instant is not shown,
    and looks up to the first instant of the last year, so a change there is.
    """
    for transition in zone.transitions(low, high + 1, reading=reading, implied_rules=implied_rules):
        if year_start(low) < transition.at <= year_start(high):
            for at, kind in ((transition.at - 1, transition.before), (transition.at, transition.after)):
                local = f"{asctime(at + kind.utoff)} {kind.designation}"
                yield f"{name}  {asctime(at)} UT = {local} isdst={kind.isdst:d} gmtoff={kind.utoff}"
