"""A year of a zone as a band of a terminal's characters: light for standard time, dark for daylight saving time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vapix_proto.tz.clock.calendar import DAY, days_before_month, is_leap, year_start

if TYPE_CHECKING:
    from vapix_proto.tz import Clock, LocalTimeType

__all__ = ["band"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BLOCKS, _ASCII = "\u2591\u2588", ".#"


def band(clock: Clock, year: int, width: int, *, blocks: bool) -> list[str]:
    """The lines of the band: months, cells, what the cells mean.

    Args:
        clock: The zone under a reading.
        year: The UTC year to draw.
        width: Columns at the most; 24 at least are used.
        blocks: Whether block characters can be written; else ``.`` and ``#``.
    """
    signs = _BLOCKS if blocks else _ASCII
    cells = max(24, min(width, 73))
    low, size = year_start(year), year_start(year + 1) - year_start(year)
    seen: dict[bool, LocalTimeType] = {}
    row = []
    for cell in range(cells):
        # What holds in the middle of the cell.
        kind = clock.at(low + size * (2 * cell + 1) // (2 * cells))
        seen[kind.isdst] = kind
        row.append(signs[kind.isdst])
    for transition in clock.transitions(year):
        seen[transition.after.isdst] = transition.after
    legend = "   ".join(f"{signs[isdst]} {seen[isdst].designation}" for isdst in sorted(seen))
    return [_months(year, cells), "".join(row), legend]


def _months(year: int, cells: int) -> str:
    line = [" "] * (cells + 3)
    length = (year_start(year + 1) - year_start(year)) // DAY
    names = _MONTHS if cells >= 48 else tuple(name[0] for name in _MONTHS)
    for month, name in enumerate(names, 1):
        at = days_before_month(month, is_leap(year)) * cells // length
        line[at : at + len(name)] = name
    return "".join(line)[:cells].rstrip()
