"""Finds the clock for each string in a column of TZ strings, and the rows without a clock."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.errors import ParseError
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._distinct_strings import first_row
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.parser import is_valid, parse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._types import Array, Codes
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone

_INVALID = ("raise", "null")
#: Caches the most recently used zones.
_parsed = lru_cache(maxsize=4096)(parse)


def calculators_of(
    distinct: tuple[str | None, ...],
    codes: Codes,
    dialect: Dialect | str,
    invalid: str,
    reading: Reading | ReadingName,
    implied_rules: ImpliedRules | None,
) -> tuple[tuple[Calculator, ...], Array | None]:
    """The calculator for each distinct string, and which rows have no clock (None if every row has one).

    ``distinct`` contains the distinct strings, and None if a string is missing. ``codes`` contains, for each row, the
    index of its string in ``distinct``. A string without a clock gets the calculator for UTC. The other arguments are
    as for ``columns.to_local_by_string``.
    """
    if invalid not in _INVALID:
        raise ValueError(f"invalid must be one of {', '.join(_INVALID)}, not {invalid!r}")
    chosen = _dialect(dialect)
    zones: list[PosixTimeZone | None] = []
    for number, text in enumerate(distinct):
        if invalid == "null":
            zones.append(_parsed(text, chosen) if text is not None and is_valid(text, chosen) else None)
        else:
            zones.append(_zone(text, number, codes, chosen))
    known = [_parsed("UTC0", VAPIX) if zone is None else zone for zone in zones]
    clocks = [zone.clock(reading=reading, implied_rules=implied_rules) for zone in known]
    without = np.array([zone is None for zone in zones])[codes] if None in zones else None
    return tuple([clock._calculator for clock in clocks]), without


def _zone(text: str | None, number: int, codes: Codes, dialect: Dialect) -> PosixTimeZone | None:
    try:
        if text is None:
            raise TypeError("a TZ string is missing")  # noqa: TRY301 - gets the same note as other errors
        return _parsed(text, dialect)
    except (ParseError, TypeError) as error:
        row = first_row(number, codes)
        if row is None:
            return None
        error.add_note(f"the error is in row {row} of the TZ strings")
        raise
