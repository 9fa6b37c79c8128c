"""Checks the arguments of the column functions."""

from __future__ import annotations

import numpy as np

from vapix_proto.tz.clock.clock import Clock
from vapix_proto.tz.columns._containers import Held, array_of, held
from vapix_proto.tz.columns._tables import UNITS
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz.columns._types import Array, ZoneOrClock


_GAPS = ("raise", "forward", "backward", "nat")


class Times:
    """A column of instants or local times.

    Attributes:
        values: The times as integers, in any layout.
        unit: How many of the column's units make up a second.
        has_nat: Whether the smallest int64 means NaT.
        dtype: The dtype of results that are times: datetime64 in the column's unit, or int64 for a column of integers.
        held: The pandas, PyArrow or Polars column, or the masked array, that the times came from; None if they came
            from anything else.
    """

    def __init__(self, given: Any, held: Held | None) -> None:
        array = array_of(given)
        if array.size == 0 and not isinstance(given, np.ndarray):
            array = array.astype(np.int64)
        self.held = held
        self.unit, self.has_nat, self.dtype = 1, False, np.dtype(np.int64)
        if array.dtype.kind == "M":
            name, count = np.datetime_data(array.dtype)
            if name not in UNITS or count != 1:
                raise TypeError(f"times must be datetime64 in s, ms, us or ns, not {array.dtype}: use astype")
            self.unit, self.has_nat, self.dtype = UNITS[name], True, np.dtype(f"M8[{name}]")
            array = array.view(np.dtype(np.int64).newbyteorder(array.dtype.byteorder))
        elif array.dtype.kind not in "iu" or not np.can_cast(array.dtype, np.int64):
            raise TypeError(f"times must be datetime64 or integers that fit in int64, not {array.dtype}")
        self.values: Array = array

    @property
    def nulls(self) -> Array | None:
        """Which rows have no value; None if every row has one."""
        return None if self.held is None else self.held.nulls

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the column."""
        return self.values.shape

    def filled(self, number: Callable[[], int]) -> Array:
        """The values, with a harmless number in each row that has no value."""
        return self.values if self.nulls is None else np.where(self.nulls, number(), self.values)

    @property
    def has_missing(self) -> bool:
        """Whether the column's own type can represent missing values."""
        return self.has_nat or (self.held is not None and self.held.nullable)

    def leave_out(self, rows: Array | None) -> None:
        """Makes the given rows null or masked, if the container supports that."""
        if self.held is not None and rows is not None:
            self.held.nulls = rows if self.held.nulls is None else rows | self.held.nulls

    def result(self, dtype: np.dtype[Any] | None, out: Array | None) -> Array:
        """An array for the results, which are times unless ``dtype`` is given."""
        if self.held is not None and out is not None:
            raise TypeError("'out' is supported only for NumPy arrays")
        return checked_out(out, "out", self.shape, self.dtype if dtype is None else dtype)

    def give(self, result: Array, out: Array | None) -> Any:
        """The results, in a container of the same type as the column."""
        if self.held is not None:
            return self.held.give(result)
        return result[()] if out is None and result.ndim == 0 else result


def clock_of(zone: ZoneOrClock) -> Clock:
    """The given clock, or the default clock of the given zone."""
    if type(zone) is Clock:
        return zone
    if type(zone) is not PosixTimeZone:
        raise TypeError(
            f"expected a PosixTimeZone or a Clock, not {type(zone).__name__}; tz.parse() makes a zone from a string"
        )
    return zone.clock()


def integers(times: Array) -> Array:
    """The array, with datetime64 values viewed as integers of the same byte order."""
    return times.view(times.dtype.str.replace("M8", "i8").partition("[")[0]) if times.dtype.kind == "M" else times


def times_of(given: Any, *, local: bool = False) -> Times:
    """The column as ``Times``. If ``local``, a column whose type marks the times as instants is refused."""
    container = held(given, local=local)
    return Times(given if container is None else container.values, container)


def fold_of(fold: Any, shape: tuple[int, ...]) -> tuple[int | None, Array | None]:
    """A pair: one fold for all times, as a number, and None; or None and a uint8 array with a fold for each time."""
    if np.ma.is_masked(fold):
        raise TypeError("a fold must be 0 or 1, but some elements of fold are masked")
    array = array_of(fold)
    if array.dtype.kind not in "biu":
        raise TypeError(f"fold must contain integers or booleans, not {array.dtype}")
    if array.size and (array.min() < 0 or array.max() > 1):
        raise ValueError("a fold must be 0 or 1")
    if array.ndim == 0:
        return int(array), None
    try:
        return None, np.broadcast_to(array.astype(np.uint8, copy=False), shape)
    except ValueError:
        raise ValueError(f"fold has shape {array.shape}, but the times have shape {shape}") from None


def gap_of(gap: str, has_nat: bool) -> str:
    """Checks and returns ``gap``, which determines how times in gaps are handled.

    Raises:
        ValueError: ``gap`` is not one of the known values, or it is "nat" although the times are integers.
    """
    if gap not in _GAPS:
        raise ValueError(f"gap must be one of {', '.join(_GAPS)}, not {gap!r}")
    if gap == "nat" and not has_nat:
        raise ValueError('gap="nat" needs datetime64: integers have no NaT')
    return gap


def checked_out(out: Array | None, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """The array given for results, if it has the right shape and type; a new array if none is given."""
    if out is None:
        return np.empty(shape, dtype)
    if isinstance(out, np.ma.MaskedArray):
        raise TypeError(f"{name} must be a plain array, not a masked one: its mask would hide results")
    if not isinstance(out, np.ndarray) or out.dtype.newbyteorder("=") != dtype:
        raise TypeError(f"{name} must be an array of {dtype}, not {getattr(out, 'dtype', type(out).__name__)}")
    if out.shape != shape:
        raise ValueError(f"{name} has shape {out.shape}, but the result has shape {shape}")
    if not out.flags.writeable:
        raise ValueError(f"{name} is read-only")
    return out


def check_threads(threads: int) -> None:
    """Refuses an invalid number of threads."""
    if type(threads) is not int:
        raise TypeError(f"threads must be an int, not {type(threads).__name__}")
    if threads < 1:
        raise ValueError("threads must be 1 or more")
