"""The clocks that the zones of a database show now, and those that they showed before."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from vapix_proto._value import Value
from vapix_proto.tz.advice._clocks import clocks
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.clock.calendar import DAY, year_of, year_start
from vapix_proto.tz.iana.strings import in_force
from vapix_proto.tz.iana.zone_files import changes_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.iana.zone_files import ZoneFile
    from vapix_proto.tz.model import PosixTimeZone

#: Laws change clocks at whole quarters of an hour, so what is in force is looked up once for each of them.
_QUARTER = 900
#: Devices had no time zones before.
_FIRST_YEAR = 1970
_FIRST = year_start(_FIRST_YEAR)
#: A clock that stays the same for so long has no seasons.
_NO_SEASONS = 400 * DAY
#: Clocks are compared over so many years: a leap year and three others.
_YEARS = 4


class Place(Value):
    """A zone of the database, and the string in force.

    Attributes:
        rank: Its place among the zones of the database: 0 is the best known; those whose string will change come last.
        names: Its names, the best known first.
        file: What its file says.
        zone: The string in force.
    """

    rank: int
    names: tuple[str, ...]
    file: ZoneFile
    zone: PosixTimeZone

    @property
    def name(self) -> str:
        """Its best known name."""
        return self.names[0]


class Former(Value):
    """A zone that had the clock of a string before.

    Attributes:
        place: The zone.
        year: The year of its last transition by the rules of the string, or in which a constant clock ended.
        weight: How many transitions it had by these rules, or years without any.
        alike: Whether it had the designation of its standard time, too.
        chance: Whether the rules of the zone's own footer give all these transitions, too, as M3.5.0 gives most of
            those of M3.4.0: then the zone never followed the rules of the string.
    """

    place: Place
    year: int
    weight: int
    alike: bool
    chance: bool


class Near(Value):
    """A zone, and how near its clock is to that of a string.

    Attributes:
        place: The zone.
        strange: How much its designations differ from those of the string. 0: both are the same, for the same offsets;
            1: that of standard time is; 2: both are, for other offsets; 3: they differ.
        apart: By how much the clocks differ in the next four years: in seconds, times the seconds for which they do.
    """

    place: Place
    strange: int
    apart: int


class History:
    """The zones of a database at an instant, with what they showed up to then. Get one from ``history``.

    Attributes:
        instant: The instant.
        places: The zones, the best known first; names that share a file are one.
        shifts: The seconds by which daylight saving time is ahead of standard time in zones now, or later.
    """

    def __init__(self, database: Database, instant: int) -> None:
        self.instant = instant
        self.places = list(_places(database, instant))
        zones = {zone for place in self.places for zone in (place.zone, place.file.footer)}
        self.shifts = {zone.dst.utoff - zone.std.utoff for zone in zones if zone.dst is not None}
        # The zones of each string, and the strings that have a signature.
        self._strings: dict[PosixTimeZone, list[Place]] = {}
        for place in self.places:
            self._strings.setdefault(place.zone, []).append(place)
        self._signed: dict[object, list[PosixTimeZone]] = {}
        for zone in self._strings:
            self._signed.setdefault(self._signature(zone), []).append(zone)

    def _signature(self, zone: PosixTimeZone) -> object:
        """What zones of one clock have in common: the offset at an instant, and the changes in the years after it."""
        first = year_of(self.instant) + 1
        changes = zone.transitions(first, first + _YEARS)
        offset = zone.at(year_start(first)).utoff
        return offset, tuple((t.at, t.after.utoff) for t in changes if t.before.utoff != t.after.utoff)

    def showing(self, zone: PosixTimeZone) -> list[Place]:
        """The zones that show the clock of a string now, the best known first."""
        same = [each for each in self._signed.get(self._signature(zone), ()) if _same(each, zone)]
        return sorted((place for each in same for place in self._strings[each]), key=lambda place: place.rank)

    def former(self, zone: PosixTimeZone) -> list[Former]:
        """The zones that had the clock of a string before, those that had it for longest first."""
        found: dict[int, Former] = {}
        past = _past(self)
        for number, instant, weight, own in past.constant_at(zone) if zone.dst is None else past.followers(zone):
            place = self.places[number]
            alike = zone.std.designation in (place.file.at(t).designation for t in (instant - 1, instant))
            before = found.get(number)
            total = weight + (0 if before is None else before.weight)
            chance = own and (before is None or before.chance)
            found[number] = Former(place, year_of(instant), total, alike, chance)
        return sorted(found.values(), key=lambda former: -former.weight)

    def nearest(self, zone: PosixTimeZone) -> list[Near]:
        """The best known zone of each string in force: those with its designations first, then the nearest."""
        low = self.instant
        high = year_start(year_of(low) + _YEARS)
        found = [
            Near(places[0], strangeness(now, zone), _apart(now, zone, low, high))
            for now, places in self._strings.items()
        ]
        return sorted(found, key=lambda near: (near.strange, near.apart, near.place.rank))


class _Past:
    """What the zones of a database showed up to an instant; looked up only where no zone shows a clock now.

    Its answers are the number of a zone, an instant, a weight as of ``Former``, and whether the change is one that the
    footer of the zone describes, too.
    """

    def __init__(self, places: list[Place], instant: int) -> None:
        # After the last transition that any file lists, each clock repeats itself.
        self._year = min(year_of(instant), 1 + max(year_of(place.file.last or 0) for place in places))
        # By what a change is, the zones that list it, by their numbers, and which of their changes it is.
        self._listing: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        # By its number, the changes of a zone that its footer describes.
        self._own: dict[int, frozenset[tuple[int, int, int]]] = {}
        # By its offset, the end of a clock without seasons, and the number of its zone.
        self._constant: dict[int, list[tuple[int, int, int]]] = {}
        for place in places:
            self._own[place.rank] = _changes_of(place.file.footer, self._year)
            listed = [*_changes(place.file)]
            # Some files list no transition that the footer describes.
            last = listed[-1][0] if listed else instant
            listed += sorted(change for change in self._own[place.rank] if change[0] > last)
            changes = [change for change in listed if _FIRST <= change[0] <= instant]
            for index, change in enumerate(changes):
                self._listing.setdefault(change, []).append((place.rank, index))
            for (since, _, utoff), (until, _, _) in pairwise(changes):
                if since + _NO_SEASONS <= until:
                    self._constant.setdefault(utoff, []).append((place.rank, until, until - since))

    def constant_at(self, zone: PosixTimeZone) -> Iterator[tuple[int, int, int, bool]]:
        for number, until, length in self._constant.get(zone.std.utoff, ()):
            yield number, until, length // (365 * DAY), False

    def followers(self, zone: PosixTimeZone) -> Iterator[tuple[int, int, int, bool]]:
        """The zones that had a transition of a string right after another of it, by their numbers."""
        previous: dict[int, tuple[int, int, bool]] = {}
        for order, transition in enumerate(zone.transitions(_FIRST_YEAR, self._year + 1)):
            change = transition.at, transition.before.utoff, transition.after.utoff
            for number, index in self._listing.get(change, ()):
                own = change in self._own[number]
                before = previous.get(number)
                # One transition alone can be at the same instant by chance.
                if before is not None and before[:2] == (order - 1, index - 1):
                    yield number, transition.at, 1, own and before[2]
                previous[number] = order, index, own


@lru_cache(maxsize=4)
def _past(history: History) -> _Past:
    return _Past(history.places, history.instant)


@lru_cache(maxsize=4)
def _history(database: Database, quarter: int) -> History:
    return History(database, quarter * _QUARTER)


def history(database: Database, instant: int) -> History:
    """The zones of a database at an instant, looked up once for a quarter of an hour."""
    return _history(database, instant // _QUARTER)


def _places(database: Database, instant: int) -> Iterator[Place]:
    known = clocks(database)
    names: dict[int, list[str]] = {}
    for name in known.order:
        names.setdefault(id(known.files[name]), []).append(name)
    files = [known.files[of_file[0]] for of_file in names.values()]
    found = [
        (file, in_force(file, instant), tuple(of_file)) for file, of_file in zip(files, names.values(), strict=True)
    ]
    # A string that will change is the last choice for its clock.
    found.sort(key=lambda each: each[1] != each[0].footer)
    for rank, (file, zone, of_file) in enumerate(found):
        yield Place(rank, of_file, file, zone)


def _changes(file: ZoneFile) -> Iterator[tuple[int, int, int]]:
    """The changes of the offset that a file lists: the instant, the offset before, and the one after."""
    shown = [kind.utoff for kind in file.shown]
    shown += [file.at(instant).utoff for instant in file.times[-1:]]
    for instant, (before, after) in zip(file.times, pairwise(shown), strict=True):
        if before != after:
            yield instant, before, after


@lru_cache(maxsize=256)
def _changes_of(zone: PosixTimeZone, year: int) -> frozenset[tuple[int, int, int]]:
    """The changes of the offset that a string describes, up to a year."""
    changes = zone.transitions(_FIRST_YEAR, year + 1) if zone.start is not None else ()
    return frozenset((t.at, t.before.utoff, t.after.utoff) for t in changes)


@lru_cache(maxsize=1024)
def _same(a: PosixTimeZone, b: PosixTimeZone) -> bool:
    return _offsets_and_rules(a) == _offsets_and_rules(b) or same_clock(a, b)


def _offsets_and_rules(zone: PosixTimeZone) -> object:
    return zone.std.utoff, zone.dst and zone.dst.utoff, zone.start, zone.end


def strangeness(other: PosixTimeZone, zone: PosixTimeZone) -> int:
    """How much the designations of a zone differ from those of a string; see ``Near``."""
    if (other.std, other.dst) == (zone.std, zone.dst):
        return 0
    if other.std == zone.std:
        return 1
    designations = [[kind.designation for kind in (each.std, each.dst) if kind is not None] for each in (other, zone)]
    return 2 if designations[0] == designations[1] else 3


def _apart(a: PosixTimeZone, b: PosixTimeZone, low: int, high: int) -> int:
    """By how much two clocks differ from one instant to another: in seconds, times the seconds for which they do."""
    marks = sorted({low, *changes_of(a, low, high), *changes_of(b, low, high), high})
    return sum((stop - first) * abs(a.at(first).utoff - b.at(first).utoff) for first, stop in pairwise(marks))
