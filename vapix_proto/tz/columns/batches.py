"""Adds local times to Arrow tables and record batches of instants and TZ strings. Needs NumPy and pyarrow.

``localise`` turns one record batch into another and keeps no state, so any engine that applies a function to each
partition can use it, on one machine or many.
"""

from __future__ import annotations

import numpy as np

from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.columns._arguments import times_of
from vapix_proto.tz.columns._clocks import calculators_of
from vapix_proto.tz.columns._distinct_strings import coded
from vapix_proto.tz.columns._fleets import sweep_fleet
from vapix_proto.tz.columns._operations import IsDst, Local, Offset
from vapix_proto.tz.dialect import VAPIX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.columns._types import Batch, Invalid
    from vapix_proto.tz.dialect import Dialect

__all__ = ["localise"]


def localise(
    batch: Batch,
    *,
    timestamp: str = "timestamp",
    tz_string: str = "tz_string",
    dialect: Dialect | str = VAPIX,
    invalid: Invalid = "raise",
    reading: Reading | ReadingName = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
) -> Batch:
    """The record batch or table, with additional columns for what each row's clock shows.

    Args:
        batch: A ``pyarrow.RecordBatch`` or ``pyarrow.Table``.
        timestamp: The column of instants: timestamps (in any zone; UTC if they have no zone) or int64 seconds.
        tz_string: The column of TZ strings: text, plain or dictionary-encoded.
        dialect: The dialect of the strings.
        invalid: What to do with a row whose string is missing or invalid: "raise" raises an error; "null" makes the
            row's results null.
        reading: As for ``zone.clock``.
        implied_rules: As for ``zone.clock``.

    Returns:
        The batch with three more columns: ``local``, of the instants' type but without a zone; ``utoff``, int32
        seconds east of UTC; and ``isdst``. They are null where the instant is.

    Raises:
        ParseError: With ``invalid="raise"``, a string is invalid; a note names the row.
        TypeError: A column has the wrong type or, with ``invalid="raise"``, a string is missing.
        KeyError: The batch lacks one of the columns.
        ValueError: The batch already has a column with one of the new names, or ``invalid`` is an unknown option.
        OverflowError: A local time does not fit in the column's type.
    """
    there = {"local", "utoff", "isdst"}.intersection(batch.schema.names)
    if there:
        raise ValueError(f"the batch already has a column named {min(there)}")
    times = times_of(batch.column(timestamp))
    if times.held is None:
        raise TypeError(f"expected a pyarrow RecordBatch or Table, not {type(batch).__name__}")
    distinct, codes = coded(batch.column(tz_string))
    calculators, without = calculators_of(distinct, codes, dialect, invalid, reading, implied_rules)
    times.leave_out(without)
    utoff = np.empty(times.shape, np.int32)
    isdst = np.empty(times.shape, np.bool_)
    local = np.empty(times.shape, np.int64)
    for kind, out in ((Offset, utoff), (IsDst, isdst), (Local, local)):
        sweep_fleet(kind, calculators, codes, times, out)
    result: Any = batch
    for name, column in (("local", local.view(times.dtype)), ("utoff", utoff), ("isdst", isdst)):
        result = result.append_column(name, times.give(column, None))
    return result  # type: ignore[no-any-return]
