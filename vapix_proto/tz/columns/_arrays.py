"""Columns from any library that follows the Python array API standard, processed on their own device, such as a GPU.

All instants are first moved into the years that the clock's table covers. A bit shift then turns an instant into the
index of its cell in the table. The number in the cell is subtracted from the instant in wrapping arithmetic, and the
result shows which offset is in force, as ``_tables`` explains. The array API standard leaves integer overflow
undefined. In this module, the subtraction wraps because only the lowest 41 bits of its result are kept. Which
operations run does not depend on the values of the instants, so everything except checks of values can be compiled and
traced.
"""

from __future__ import annotations

from functools import lru_cache

from vapix_proto.tz.clock.calendar import CYCLE, year_start
from vapix_proto.tz.columns._arguments import fold_of
from vapix_proto.tz.columns._containers import namespace_of
from vapix_proto.tz.columns._numpy_kernels import FOLD, GAP
from vapix_proto.tz.columns._tables import EDGE, Table, table_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.columns._types import Int64s

    #: An array of the column's library.
    Array: TypeAlias = Any

_BITS = 41
_HALF, _MASK = 2 ** (_BITS - 1), 2**_BITS - 1
_FROM_1971 = year_start(1971)


class ArrayClock:
    """A clock for flat int64 arrays of seconds on one device; ``xp`` is the namespace of their library."""

    def __init__(self, xp: Any, clock: Clock, device: object) -> None:
        self._xp, self._table = xp, table_of(clock._calculator, 1)
        searched = self._table.shift < 0
        self._points = xp.asarray(self._table.points.at, device=device) if searched else None
        self._cells = None if searched else xp.asarray(_cells(self._table), device=device)
        self._ahead = xp.asarray(self._table.ahead, dtype=xp.int64, device=device)
        self._behind = xp.asarray(self._table.behind, dtype=xp.int64, device=device)

    def utoff(self, t: Array) -> Array:
        """The UTC offset at each instant, in seconds east of UTC, as int32."""
        return self._xp.astype(self._utoff(self._upper(t)), self._xp.int32)

    def isdst(self, t: Array) -> Array:
        """Whether daylight saving time is in force at each instant."""
        upper = self._upper(t)
        return upper if self._table.offsets.dst_ahead else ~upper

    def to_local(self, t: Array) -> Array:
        """The local times; results that don't fit in int64 wrap around."""
        return t + self._utoff(self._upper(t))

    def ambiguity(self, local: Array) -> Array:
        """The ambiguity flags of local times."""
        xp, (_, folds, gaps) = self._xp, self.shown(local)
        return xp.astype(folds, xp.uint8) * FOLD + xp.astype(gaps, xp.uint8) * GAP

    def to_utc(self, local: Array, fold: Array | int = 0, gap: str = "forward") -> tuple[Array, Array]:
        """The instants, and which local times lie in a gap; results that don't fit in int64 wrap around."""
        upper, folds, gaps = self.shown(local)
        if gap == "backward":
            upper = upper | gaps
        if not isinstance(fold, int) or fold:
            upper = upper & ~(folds & (fold == 1))
        return local - self._utoff(upper), gaps

    def shown(self, local: Array) -> tuple[Array, Array, Array]:
        """Whether each local time has the greater UTC offset, whether it is in a fold, and whether it is in a gap.

        Returns three Boolean arrays. For a time in a fold or gap, the first one contains the answer for fold=0.
        """
        table = self._table
        if self._cells is None:
            upper, lower = self._upper(local, table.ahead), ~self._upper(local, table.behind)
            return upper, upper & lower, ~(upper | lower)
        found = self._differences(self._near(local, table.ahead))
        upper = found < _HALF
        return upper, upper & (found >= _HALF - table.step), found > _MASK - table.step

    def _utoff(self, upper: Array) -> Array:
        return self._xp.where(upper, self._ahead, self._behind)

    def _near(self, t: Array, offset: int) -> Array:
        """The instants ``t - offset``, moved into the years that the clock's table covers, as in ``Table.reduced``."""
        xp, near = self._xp, t % CYCLE - offset
        if not self._table.musl:
            return near
        before = t < _FROM_1971 + offset
        return near + CYCLE * (xp.astype(~before & (near < _FROM_1971), xp.int64) - xp.astype(before, xp.int64))

    def _differences(self, near: Array) -> Array:
        numbers = (near >> self._table.shift) & (self._cells.shape[0] - 1)  # type: ignore[union-attr]
        return (near - self._xp.take(self._cells, numbers, axis=0)) & _MASK

    def _upper(self, t: Array, offset: int = 0) -> Array:
        """For each instant ``t - offset``: whether the greater of the clock's two UTC offsets is in force."""
        near = self._near(t, offset)
        if self._cells is not None:
            return self._differences(near) < _HALF
        odd = self._xp.searchsorted(self._points, near, side="right") % 2 == 1
        return ~odd if self._table.points.upper else odd


@lru_cache(maxsize=128)
def _cells(table: Table) -> Int64s:
    """A table's cells for the years that it covers, and for four days on either side of these years.

    The difference between an instant and the number stored in its cell is computed as a 41-bit integer.
    """
    return table.cells_of_numbers(range(table.low - EDGE >> table.shift, (table.high + EDGE >> table.shift) + 1), _BITS)


def answer(question: str, xp: Any, clock: Clock, given: Array) -> Array:
    """The result of a function that needs only a clock and times, as an array from the same library as the times."""
    device, flat = _seconds(xp, given)
    result = getattr(ArrayClock(xp, clock, device), question)(flat)
    if question == "to_local":
        _check(xp, flat, result)
    return xp.reshape(result, given.shape)


def to_utc(xp: Any, clock: Clock, given: Array, fold: Array, gap: str) -> Array:
    """The instants for local times, as in ``columns.to_utc``; the caller has checked that ``gap`` is valid."""
    device, flat = _seconds(xp, given)
    result, gaps = ArrayClock(xp, clock, device).to_utc(flat, _folds(xp, fold, given.shape, device), gap)
    if gap == "raise" and bool(xp.any(gaps)):
        raise ValueError(f"element {_first(xp, gaps)} lies in a gap: the clock never shows that local time")
    _check(xp, flat, result)
    return xp.reshape(result, given.shape)


def _seconds(xp: Any, given: Array) -> tuple[object, Array]:
    """The device (such as a GPU) on which to put the clock's table, and an array's elements as a flat int64 array."""
    if not xp.isdtype(given.dtype, ("signed integer", "unsigned integer")) or given.dtype == xp.uint64:
        raise TypeError(f"times in {xp.__name__} arrays must be integers that fit in int64, not {given.dtype}")
    if "int64" not in xp.__array_namespace_info__().dtypes(kind="signed integer"):
        raise TypeError(f"{xp.__name__} has no int64: if this is JAX, set jax_enable_x64")
    # In JAX, an array has no device while a function is being traced, and if it spans several devices, its device is a
    # sharding. In both cases, JAX decides where to put the clock's table.
    device = getattr(given, "device", None)
    device = None if hasattr(device, "device_set") else device
    return device, xp.reshape(xp.astype(given, xp.int64, copy=False), (-1,))


def _folds(xp: Any, fold: Array, shape: tuple[int, ...], device: object) -> Array:
    """One fold for all times, as a number, or a flat array with a fold for each time."""
    if namespace_of(fold) is None:
        number, folds = fold_of(fold, shape)
        return number if folds is None else xp.reshape(xp.asarray(folds.copy(), device=device), (-1,))
    if not xp.isdtype(fold.dtype, ("bool", "signed integer", "unsigned integer")):
        raise TypeError(f"fold must contain integers or booleans, not {fold.dtype}")
    folds = xp.astype(fold, xp.int64)
    if _known(xp.any((folds < 0) | (folds > 1))):
        raise ValueError("a fold must be 0 or 1")
    try:
        return xp.reshape(xp.broadcast_to(folds, shape), (-1,))
    except (ValueError, RuntimeError):
        raise ValueError(f"fold has shape {tuple(fold.shape)}, but the times have shape {tuple(shape)}") from None


def _check(xp: Any, times: Array, result: Array) -> None:
    """Rejects results that have wrapped around.

    If a time is further than EDGE from 0, no offset can change its sign, so a result with the other sign has wrapped.
    """
    wrapped = ((times ^ result) < 0) & ((times < -EDGE) | (times > EDGE))
    if _known(xp.any(wrapped)):
        raise OverflowError(f"the result for element {_first(xp, wrapped)} does not fit in int64")


def _known(flag: Array) -> bool:
    """Whether a flag is set; False while JAX traces a function, when no value is known yet."""
    try:
        return bool(flag)
    except TypeError:
        return False


def _first(xp: Any, flags: Array) -> int:
    return int(xp.argmax(xp.astype(flags, xp.uint8)))
