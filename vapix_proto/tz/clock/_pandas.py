"""A clock's transitions, in the attributes that pandas reads from dateutil zones.

pandas 3.0 looks up the ``key`` of every ``zoneinfo.ZoneInfo`` in the installed database, and fails if the database has
no such zone. It skips this lookup for every object that has these attributes, whatever its class. Other versions call
the methods of ``datetime.tzinfo`` and use the attributes only to recognise fixed zones.
"""

from __future__ import annotations

from itertools import chain

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.clock.transitions import Calculator

NAMES = ("_filename", "_trans_idx", "_trans_list", "_ttinfo_before", "_ttinfo_std")
#: The years that lie completely within the range of 64-bit nanoseconds.
_YEARS = range(1678, 2262)
_FIRST = -9214560000  # 1678-01-01 00:00:00 UTC


class _Kind(Value):
    offset: int
    isdst: bool


def table(calculator: Calculator, key: str) -> dict[str, Any]:
    """The values of the tzinfo attributes that pandas reads, keyed by name.

    For a zone without daylight saving time, the lists of transitions are empty.
    """
    std, dst = (_Kind(calculator.type_of(isdst).utoff, isdst) for isdst in (False, True))
    transitions = chain.from_iterable(map(calculator.in_year, _YEARS))
    changes = [(each.at, dst if each.after.isdst else std) for each in transitions]
    before = dst if calculator.at(_FIRST - 1).isdst else std
    if calculator.changes is not None and not changes:
        changes = [(_FIRST, before)]  # else pandas would assume that the zone has no daylight saving time
    listed, known = [], 0
    for at, kind in changes:
        # To each transition, dateutil adds the latest offset of standard time listed so far; pandas subtracts it again.
        known = known if kind.isdst else kind.offset
        listed.append(at + known)
    return dict(zip(NAMES, (key, tuple(kind for _, kind in changes), listed, before, std), strict=True))
