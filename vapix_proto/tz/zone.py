"""A POSIX time zone as a ``datetime.tzinfo`` (PEP 495)."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from threading import Lock
from weakref import WeakValueDictionary

from vapix_proto.tz.readings import Reading
from vapix_proto.tz.transitions import Fold, Gap, Unambiguous

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType, Rule

__all__ = ["PosixTzInfo", "tzinfo_of"]

_EPOCH = datetime(1970, 1, 1)
_DAY = 86400
_ZERO = timedelta(0)
_SECOND = timedelta(seconds=1)


class PosixTzInfo(tzinfo):
    """The clock of a zone under a reading, for ``datetime``. Get one from ``zone.tzinfo()``.

    Behaves as ``zoneinfo.ZoneInfo`` does: ``fold`` chooses between the two instants of a repeated local time and
    between the two offsets around a skipped one; arithmetic within a zone is of local times. Equal zones give the same
    object as long as one of them is alive, also after pickling, so that datetimes of equal zones are of one zone.

    Raises:
        ValueError: An offset, or the difference of both, of 24 hours or more, which ``datetime`` can't hold.
    """

    __slots__ = ("__weakref__", "_clock", "_deltas", "_implied", "_key", "_zone")

    def __init__(self, zone: PosixTimeZone, reading: Reading, implied: tuple[Rule, Rule]) -> None:
        dst = zone.dst or zone.std
        if max(abs(zone.std.utoff), abs(dst.utoff), abs(dst.utoff - zone.std.utoff)) >= _DAY:
            raise ValueError(
                f"datetime can't hold the offsets of {zone}: one, or their difference, is 24 hours or more"
            )
        self._zone = zone
        self._implied = implied
        self._clock = zone.clock(reading=reading, implied_rules=implied)
        # Rules are implied for DST without rules alone: other zones are equal whatever is implied.
        needed = implied if zone.dst is not None and zone.start is None else None
        self._key = (zone, reading, needed)
        ahead = timedelta(seconds=dst.utoff - zone.std.utoff)
        self._deltas = {
            zone.std: (timedelta(seconds=zone.std.utoff), _ZERO),
            dst: (timedelta(seconds=dst.utoff), ahead if zone.dst else _ZERO),
        }

    @property
    def zone(self) -> PosixTimeZone:
        """The zone."""
        return self._zone

    @property
    def reading(self) -> Reading:
        """The reading of its string."""
        return self._clock.reading

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        """Local time minus UTC; for None that of a zone that never changes, and None for others."""
        kind = self._type(dt)
        return None if kind is None else self._deltas[kind][0]

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """How far daylight saving time is ahead of standard time, where in force; negative with negative DST."""
        kind = self._type(dt)
        return None if kind is None else self._deltas[kind][1]

    def tzname(self, dt: datetime | None, /) -> str | None:
        """The designation."""
        kind = self._type(dt)
        return None if kind is None else kind.designation

    def fromutc(self, dt: datetime, /) -> datetime:
        """The local time, with its fold, of a datetime in UTC whose tzinfo is this object.

        Raises:
            TypeError: No datetime.
            ValueError: A datetime of another zone.
            OverflowError: A local time outside the years 1 to 9999.
        """
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        instant = (dt.replace(tzinfo=None) - _EPOCH) // _SECOND
        kind = self._clock.at(instant)
        local = dt + self._deltas[kind][0]
        found = self._clock.resolve(instant + kind.utoff)
        later = isinstance(found, Fold) and found.later == instant
        return local.replace(fold=1) if later else local.replace(fold=0)

    def _type(self, dt: datetime | None) -> LocalTimeType | None:
        if dt is None:
            return self._zone.std if self._zone.dst is None else None
        if not isinstance(dt, datetime):
            raise TypeError(f"a datetime is needed, not {type(dt).__name__}")
        local = (dt.replace(tzinfo=None) - _EPOCH) // _SECOND
        found = self._clock.resolve(local)
        if isinstance(found, Unambiguous):
            return self._clock.at(found.utc)
        if isinstance(found, Fold):
            return self._clock.at(found.later if dt.fold else found.earlier)
        return self._in_gap(found, local, fold=dt.fold)

    def _in_gap(self, gap: Gap, local: int, *, fold: int) -> LocalTimeType:
        """PEP 495: the offset before the jump for fold=0, after it for fold=1."""
        utoff = local - (gap.after if fold else gap.before)
        return next(kind for kind in self._deltas if kind.utoff == utoff)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PosixTzInfo):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        reading = "" if self.reading is Reading.MERGE else f" reading={self.reading}"
        implied = "" if self._key[2] is None else " implied_rules={},{}".format(*self._implied)
        return f"<PosixTzInfo {self._zone}{reading}{implied}>"

    def __str__(self) -> str:
        return str(self._zone)

    def __reduce__(self) -> tuple[object, ...]:
        return tzinfo_of, (self._zone, self.reading, self._implied)

    def __copy__(self) -> PosixTzInfo:
        return self

    def __deepcopy__(self, memo: object) -> PosixTzInfo:
        return self


_alive: WeakValueDictionary[object, PosixTzInfo] = WeakValueDictionary()
_alive_lock = Lock()


def tzinfo_of(zone: PosixTimeZone, reading: Reading, implied: tuple[Rule, Rule]) -> PosixTzInfo:
    """The tzinfo of a zone under a reading: the one that is alive, or a new one."""
    new = PosixTzInfo(zone, reading, implied)
    with _alive_lock:
        return _alive.setdefault(new._key, new)
