"""A POSIX time zone as a ``datetime.tzinfo`` (PEP 495).

If ``zoneinfo`` is correct for a clock, it calculates the results from a TZif file in memory, which is fast because
``zoneinfo`` is written in C. For any other clock, the results come from a ``Calculator``. ``tzif`` explains when
``zoneinfo`` is correct, and why.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from io import BytesIO
from threading import Lock
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from vapix_proto.tz.clock import _pandas
from vapix_proto.tz.clock.calendar import DAY
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.clock.transitions import Fold, Gap, Unambiguous
from vapix_proto.tz.clock.tzif import for_zoneinfo, without_transitions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Self, TypeAlias

    from vapix_proto.tz.clock.implied_rules import Implied
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

    #: What identifies a tzinfo: the zone, the reading and, if the zone needs them, the implied rules.
    _Identity: TypeAlias = tuple[PosixTimeZone, Reading, Implied | None]

_EPOCH = datetime(1970, 1, 1)
_ZERO = timedelta(0)
_SECOND = timedelta(seconds=1)
_NOT_CALLED = "a PosixTzInfo comes from tz.parse(...).tzinfo(), or from tz.from_iana(name).tzinfo() for an IANA name"


class PosixTzInfo(ZoneInfo):
    """A zone's clock under a reading, as a ``datetime.tzinfo``. Get one from ``zone.tzinfo()`` or ``clock.tzinfo()``.

    It behaves like any ``zoneinfo.ZoneInfo``: ``fold`` chooses between the two instants of a repeated local time and
    between the two offsets around a skipped one; arithmetic within a zone uses local times. Equal zones with the
    same reading and implied rules share one tzinfo object as long as it is alive, even after pickling, and so do their
    datetimes.

    If the zone has no daylight saving time, ``utcoffset(None)``, ``dst(None)`` and ``tzname(None)`` return its values;
    otherwise they return None. While daylight saving time is in force, ``dst`` returns how far it is ahead of
    standard time: less than zero for negative DST.

    It is a ``zoneinfo.ZoneInfo``, and just as fast unless two transitions are closer together than the difference
    between the two offsets. Its ``key`` is the TZ string with any implied rules, followed by the reading unless the
    reading is ``merge``.

    Raises:
        TypeError: The class was called, as in ``PosixTzInfo("Europe/Vienna")``.
    """

    __slots__ = ("_identity", *_pandas.NAMES)
    _identity: _Identity

    def __new__(cls, *_: object, **__: object) -> Self:
        """Always raises TypeError: unlike ``ZoneInfo``, this class does not look up zones by name."""
        raise TypeError(_NOT_CALLED)

    @classmethod
    def of_file(cls, data: bytes, identity: _Identity) -> Self:
        """A tzinfo with the given identity, built from the bytes of a TZif file."""
        info = super().from_file(BytesIO(data), key=_key(identity))
        info._identity = identity
        return info

    @classmethod
    def from_file(cls, file_obj: object, /, key: str | None = None) -> Self:
        """Always raises TypeError, as calling the class does."""
        raise TypeError(_NOT_CALLED)

    @classmethod
    def no_cache(cls, key: str) -> Self:
        """Always raises TypeError, as calling the class does."""
        raise TypeError(_NOT_CALLED)

    @property
    def time_zone(self) -> PosixTimeZone:
        """The zone."""
        return self._identity[0]

    @property
    def reading(self) -> Reading:
        """The reading that applies to the zone's string."""
        return self._identity[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PosixTzInfo):
            return NotImplemented
        return self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        zone, how, implied = self._identity
        reading = "" if how is Reading.MERGE else f" reading={how}"
        rules = "" if implied is None else f" implied_rules={','.join(map(str, implied))}"
        return f"<PosixTzInfo {zone}{reading}{rules}>"

    def __str__(self) -> str:
        return str(self.time_zone)

    def __reduce_ex__(self, protocol: object, /) -> tuple[Any, ...]:
        # __reduce__ is not overridden, because pandas 3.1 uses the inherited method to find out that the installed
        # database does not have this zone.
        return tzinfo_of, self._identity

    def __copy__(self) -> PosixTzInfo:
        return self

    def __deepcopy__(self, memo: object) -> PosixTzInfo:
        return self

    # If type checkers saw __getattr__, they would accept any attribute. They find the methods in the base class.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """The attributes that pandas reads, all created when it first looks for one of them."""
            if name not in _pandas.NAMES:
                raise AttributeError(f"a PosixTzInfo has no attribute {name!r}")
            zone, reading, implied = self._identity
            for each, value in _pandas.table(zone._calculator_of(reading, implied), self.key).items():
                setattr(self, each, value)
            return object.__getattribute__(self, name)

        # datetime looks up methods without the type cache (CPython 3.11), searching one class after another. Repeating
        # the methods in the first class saves a sixth of the time that a call takes.
        utcoffset = ZoneInfo.utcoffset
        dst = ZoneInfo.dst
        tzname = ZoneInfo.tzname
        fromutc = ZoneInfo.fromutc


class ClockTzInfo(PosixTzInfo):
    """A tzinfo that calculates its results instead of reading them from a TZif file."""

    __slots__ = ("_calculator", "_deltas")

    _calculator: Calculator
    _deltas: dict[LocalTimeType, tuple[timedelta, timedelta]]

    @classmethod
    def of(cls, identity: _Identity, calculator: Calculator) -> ClockTzInfo:
        """A tzinfo with the given identity, which uses the given calculator."""
        zone = identity[0]
        # The content of the file is irrelevant, because this class overrides all methods that use it.
        info = cls.of_file(without_transitions(zone.std), identity)
        info._calculator = calculator
        dst = zone.dst or zone.std
        ahead = timedelta(seconds=dst.utoff - zone.std.utoff)
        info._deltas = {
            zone.std: (timedelta(seconds=zone.std.utoff), _ZERO),
            dst: (timedelta(seconds=dst.utoff), ahead if zone.dst else _ZERO),
        }
        return info

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        """The UTC offset: local time minus UTC."""
        kind = self._type(dt)
        return None if kind is None else self._deltas[kind][0]

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        """How far daylight saving time is ahead of standard time; zero while standard time is in force."""
        kind = self._type(dt)
        return None if kind is None else self._deltas[kind][1]

    def tzname(self, dt: datetime | None, /) -> str | None:
        """The designation."""
        kind = self._type(dt)
        return None if kind is None else kind.designation

    def fromutc(self, dt: datetime, /) -> datetime:
        """The local time, with its fold, for ``dt``, which is in UTC although its tzinfo is this object.

        Raises:
            TypeError: ``dt`` is not a datetime.
            ValueError: The tzinfo of ``dt`` is not this object.
            OverflowError: The local time is outside the years 1 to 9999.
        """
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("dt.tzinfo is not self")
        instant = (dt.replace(tzinfo=None) - _EPOCH) // _SECOND
        kind = self._calculator.at(instant)
        local = dt + self._deltas[kind][0]
        found = self._calculator.resolve(instant + kind.utoff)
        later = isinstance(found, Fold) and found.later == instant
        return local.replace(fold=1) if later else local.replace(fold=0)

    def _type(self, dt: datetime | None) -> LocalTimeType | None:
        if dt is None:
            return self.time_zone.std if self.time_zone.dst is None else None
        if not isinstance(dt, datetime):
            raise TypeError(f"expected a datetime, not {type(dt).__name__}")
        local = (dt.replace(tzinfo=None) - _EPOCH) // _SECOND
        found = self._calculator.resolve(local)
        if isinstance(found, Unambiguous):
            return self._calculator.at(found.utc)
        if isinstance(found, Fold):
            return self._calculator.at(found.later if dt.fold else found.earlier)
        return self._in_gap(found, local, fold=dt.fold)

    def _in_gap(self, gap: Gap, local: int, *, fold: int) -> LocalTimeType:
        """The local time type to use in a gap (PEP 495): the one before the jump for fold=0, or after it for fold=1."""
        utoff = local - (gap.after if fold else gap.before)
        return next(kind for kind in self._deltas if kind.utoff == utoff)


#: How many of the most recently used tzinfo objects stay alive, as in ZoneInfo. Building one can take milliseconds.
_RECENT_MAX = 8
_recent: OrderedDict[_Identity, PosixTzInfo] = OrderedDict()
_alive: WeakValueDictionary[_Identity, PosixTzInfo] = WeakValueDictionary()
_alive_lock = Lock()


def tzinfo_of(zone: PosixTimeZone, reading: Reading, implied: Implied | None) -> PosixTzInfo:
    """The tzinfo for a zone under a reading: the existing object if it is still alive, otherwise a new one."""
    # Implied rules matter only for DST without rules. Any other zone has only one tzinfo per reading, whatever the
    # implied rules.
    identity = (zone, reading, implied if zone.dst is not None and zone.start is None else None)
    with _alive_lock:
        found = _alive.get(identity)
    if found is None:
        found = _new(identity)
    with _alive_lock:
        found = _alive.setdefault(identity, found)
        _recent[identity] = found
        _recent.move_to_end(identity)
        if len(_recent) > _RECENT_MAX:
            _recent.popitem(last=False)
    return found


def _new(identity: _Identity) -> PosixTzInfo:
    zone, reading, implied = identity
    dst = zone.dst or zone.std
    if max(abs(zone.std.utoff), abs(dst.utoff), abs(dst.utoff - zone.std.utoff)) >= DAY:
        raise ValueError(
            f"datetime can't represent the offsets of {zone}: one of them, or their difference, is 24 hours or more"
        )
    calculator = zone._calculator_of(reading, implied)
    data = for_zoneinfo(calculator, _ruled(identity))
    if data is None:
        return ClockTzInfo.of(identity, calculator)
    return PosixTzInfo.of_file(data, identity)


def _ruled(identity: _Identity) -> str:
    """The zone's string with its rules, including implied ones."""
    zone, _, implied = identity
    return str(zone._written_out(implied))


def _key(identity: _Identity) -> str:
    """A zone's key for other libraries: zones with the same key show the same times.

    It includes the implied rules, because ``EST5EDT`` alone is the name of an IANA zone with a different history.
    """
    how = identity[1]
    return _ruled(identity) if how is Reading.MERGE else f"{_ruled(identity)} {how}"
