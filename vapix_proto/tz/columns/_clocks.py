"""Finds the clock for each string in a column of TZ strings, and the rows without a clock."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._distinct_strings import first_row, note_row
from vapix_proto.tz.dialect import VAPIX
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.parser import is_valid, parse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.columns._types import Array, Codes
    from vapix_proto.tz.dialect import Dialect

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

    ``distinct`` contains the distinct strings, and also None if any row has no string. ``codes`` contains, for each
    row, the index of its string in ``distinct``. A string without a clock gets the calculator for UTC. The other
    arguments are as for ``columns.to_local_by_string``.
    """
    if invalid not in _INVALID:
        raise ValueError(f"invalid must be one of {', '.join(_INVALID)}, not {invalid!r}")
    chosen = _dialect(dialect)

    def clock_of(text: str | None, number: int) -> Clock | None:
        if invalid == "null" and (text is None or not is_valid(text, chosen)):
            return None
        try:
            if text is None:
                raise TypeError("a TZ string is missing")  # noqa: TRY301 - gets the same note as other errors
            return _parsed(text, chosen).clock(reading=reading, implied_rules=implied_rules)
        except (ValueError, TypeError) as error:
            row = first_row(number, codes)
            if row is None:
                return None
            note_row(error, row)
            raise

    utc = _parsed("UTC0", VAPIX).clock(reading=reading, implied_rules=implied_rules)
    clocks = [clock_of(text, number) for number, text in enumerate(distinct)]
    without = np.array([clock is None for clock in clocks])[codes] if None in clocks else None
    return tuple([(clock or utc)._calculator for clock in clocks]), without
