"""The lines of ``zdump -V -c``, from a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vapix_proto.cli.instants import asctime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz import PosixTimeZone
    from vapix_proto.tz.aliases import ImpliedRules
    from vapix_proto.tz.clock.readings import Reading

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
    """Two lines for each transition of the years, the second year exclusive.

    Before 2022, as in glibc 2.36, zdump itself left out a transition at the first instant of the first year, and showed
    one at the first instant of the second.
    """
    for transition in zone.transitions(low, high, reading=reading, implied_rules=implied_rules):
        for at, kind in ((transition.at - 1, transition.before), (transition.at, transition.after)):
            local = f"{asctime(at + kind.utoff)} {kind.designation}"
            yield f"{name}  {asctime(at)} UT = {local} isdst={kind.isdst:d} gmtoff={kind.utoff}"
