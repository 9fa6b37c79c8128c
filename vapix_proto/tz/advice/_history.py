"""Local time in the zones of a database, now and in the past."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from vapix_proto._value import Value
from vapix_proto.tz.advice._clocks import LATELY, clocks
from vapix_proto.tz.advice._data import abbreviations
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.clock.calendar import DAY, year_of, year_start
from vapix_proto.tz.iana.strings import in_force
from vapix_proto.tz.iana.zone_files import changes_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.iana.zone_files import ZoneFile
    from vapix_proto.tz.model import PosixTimeZone

#: Laws change clocks on the quarter hour, so one lookup is good for 15 minutes.
_QUARTER = 900
#: Before this year, there were no devices with time zones.
_FIRST_YEAR = 1970
_FIRST = year_start(_FIRST_YEAR)
#: A zone that keeps the same UTC offset for this long has no seasonal transitions.
_NO_SEASONS = 400 * DAY
#: Clocks are compared over this many years: a leap year and three common years.
_YEARS = 4

_same = lru_cache(maxsize=1024)(same_clock)


class Place(Value):
    """A zone in the database, and the string in force there.

    Attributes:
        rank: Its rank among the zones. The best-known zone has rank 0; zones whose string will change come last.
        names: Its names, best known first.
        file: The content of its file.
        zone: The string in force.
    """

    rank: int
    names: tuple[str, ...]
    file: ZoneFile
    zone: PosixTimeZone

    @property
    def name(self) -> str:
        """Its best-known name."""
        return self.names[0]


class Former(Value):
    """A zone whose clock used to agree with a string.

    Attributes:
        place: The zone.
        year: The year of the zone's last transition that matches the string's rules or, if the string has no rules, of
            its last transition away from the string's offset.
        weight: The number of transitions that match or, if the string has no rules, the number of years that the zone
            spent at the string's offset.
        alike: Whether the zone also used the string's standard time designation.
        chance: Whether the match is only a coincidence: the rules in the zone's footer differ from the string's, but
            they, too, give all the transitions that match. M3.4.0 and M3.5.0, for example, coincide in most years.
    """

    place: Place
    year: int
    weight: int
    alike: bool
    chance: bool


class Near(Value):
    """A zone, and how close its clock is to a string's clock.

    Attributes:
        place: The zone.
        strange: How much its designations differ from the string's. 0: both match, at the same offsets; 1: standard
            time has the same designation and offset; 2: both designations match, but at other offsets; 3: they differ.
        apart: The difference in UTC offset between the clocks, summed over the seconds of the next four years.
    """

    place: Place
    strange: int
    apart: int


class History:
    """The zones of a database at an instant, with their past UTC offsets and designations. Get one from ``history``.

    Attributes:
        instant: The instant.
        places: The zones, best known first. Names that share a file count as one zone.
        shifts: Every number of seconds by which daylight saving time is, or will be, ahead of standard time in some
            zone.
    """

    def __init__(self, database: Database, instant: int) -> None:
        self.instant = instant
        self.places = list(_places(database, instant))
        zones = {zone for place in self.places for zone in (place.zone, place.file.footer)}
        self.shifts = {zone.dst.utoff - zone.std.utoff for zone in zones if zone.dst is not None}
        # The zones keyed by string, and the strings keyed by the result of ``_signature``.
        self._strings: dict[PosixTimeZone, list[Place]] = {}
        for place in self.places:
            self._strings.setdefault(place.zone, []).append(place)
        self._signed: dict[object, list[PosixTimeZone]] = {}
        for zone in self._strings:
            self._signed.setdefault(self._signature(zone), []).append(zone)

    def _signature(self, zone: PosixTimeZone) -> object:
        """The UTC offset at the start of next year, and the transitions after it.

        Zones whose clocks agree have the same signature.
        """
        first = year_of(self.instant) + 1
        changes = zone.transitions(first, first + _YEARS)
        offset = zone.at(year_start(first)).utoff
        return offset, tuple((t.at, t.after.utoff) for t in changes if t.before.utoff != t.after.utoff)

    def showing(self, zone: PosixTimeZone) -> list[Place]:
        """The zones whose clocks now agree with a string, best known first."""
        same = [each for each in self._signed.get(self._signature(zone), ()) if _same(each, zone)]
        return sorted((place for each in same for place in self._strings[each]), key=lambda place: place.rank)

    def former(self, zone: PosixTimeZone) -> list[Former]:
        """The zones whose clocks used to agree with a string, starting with the one that did so longest."""
        found: dict[int, Former] = {}
        whole: set[int] = set()
        past = _past(self)
        for number, instant, weight, own, season in (
            past.constant_at(zone) if zone.dst is None else past.followers(zone)
        ):
            place = self.places[number]
            alike = zone.std.designation in (place.file.at(t).designation for t in (instant - 1, instant))
            before = found.get(number)
            total = weight + (0 if before is None else before.weight)
            chance = own and (before is None or before.chance)
            found[number] = Former(place, year_of(instant), total, alike, chance)
            whole |= {number} if season else set()
        # The end of one season and the start of the next may have followed different rules. But Jordan abolished
        # daylight saving time in the first season of a rule, and Morocco interrupted every season for Ramadan.
        alone = {number for number, each in found.items() if each.weight > 1 or _never_again(each)}
        kept = whole or (alone if zone.dst is not None else whole)
        return sorted((each for number, each in found.items() if number in kept), key=lambda former: -former.weight)

    def showed(self, designation: str) -> list[Place]:
        """The zones that have used a designation in the last ``LATELY`` seconds; numeric designations don't count."""
        return _showed(self).get(designation, [])

    def named(self, designation: str) -> list[Place]:
        """The zones that people mean by a designation, even though the database does not use it for these zones."""
        return self.with_names(abbreviations().get(designation, ()))

    def with_names(self, names: Collection[str]) -> list[Place]:
        """The zones that have one of these names, each with that name first."""
        # In the database, Seychelles and Dubai share a file, but people use SCT only for Seychelles.
        given = ((place, sorted(set(names).intersection(place.names))) for place in (self.places if names else ()))
        return [place.replace(names=(*found, *place.names)) for place, found in given if found]

    def nearest(self, zone: PosixTimeZone) -> list[Near]:
        """The best-known zone for each string in force, sorted by ``Near.strange``, then ``Near.apart``."""
        low = self.instant
        high = year_start(year_of(low) + _YEARS)
        found = [
            Near(places[0], strangeness(now, zone), _apart(now, zone, low, high))
            for now, places in self._strings.items()
        ]
        return sorted(found, key=lambda near: (near.strange, near.apart, near.place.rank))


def _never_again(former: Former) -> bool:
    """Whether a zone had no daylight saving time after the season in which its clock last agreed with a string."""
    file = former.place.file
    seasons = [kind for kind in file.shown[bisect_right(file.times, year_start(former.year)) :] if kind.isdst]
    return len(seasons) == 1 and file.footer.dst is None


class _Past:
    """The changes of UTC offset in a database's zones up to an instant.

    They are needed only for strings with which no zone's clock agrees now. For each change that matches a string, the
    methods yield five values:

    - the number of the zone;
    - the instant of the change;
    - the amount to add to ``Former.weight``;
    - whether the zone's footer also describes the change;
    - whether the change ends a whole season in which the zone followed the string.
    """

    def __init__(self, places: list[Place], instant: int) -> None:
        # After the last transition that any file lists, every zone follows its footer.
        self._year = min(year_of(instant), 1 + max(year_of(place.file.last or 0) for place in places))
        # For each change, the number of every zone that lists it, and the index of the change in that zone's list.
        self._listing: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        # For each zone number, the changes that the zone's footer describes.
        self._own: dict[int, frozenset[tuple[int, int, int]]] = {}
        # For each UTC offset, the periods of at least ``_NO_SEASONS`` in which a zone kept it: zone number, end, and
        # length in seconds.
        self._constant: dict[int, list[tuple[int, int, int]]] = {}
        for place in places:
            self._own[place.rank] = _changes_of(place.file.footer, self._year)
            listed = [*_changes(place.file)]
            # Some files omit the transitions that their footer describes.
            last = listed[-1][0] if listed else instant
            listed += sorted(change for change in self._own[place.rank] if change[0] > last)
            changes = [change for change in listed if _FIRST <= change[0] <= instant]
            for index, change in enumerate(changes):
                self._listing.setdefault(change, []).append((place.rank, index))
            for (since, _, utoff), (until, _, _) in pairwise(changes):
                if since + _NO_SEASONS <= until:
                    self._constant.setdefault(utoff, []).append((place.rank, until, until - since))

    def constant_at(self, zone: PosixTimeZone) -> Iterator[tuple[int, int, int, bool, bool]]:
        for number, until, length in self._constant.get(zone.std.utoff, ()):
            yield number, until, length // (365 * DAY), False, True

    def followers(self, zone: PosixTimeZone) -> Iterator[tuple[int, int, int, bool, bool]]:
        """The zones in which two consecutive transitions matched two consecutive transitions of the string."""
        previous: dict[int, tuple[int, int, bool]] = {}
        for order, transition in enumerate(zone.transitions(_FIRST_YEAR, self._year + 1)):
            change = transition.at, transition.before.utoff, transition.after.utoff
            for number, index in self._listing.get(change, ()):
                own = change in self._own[number]
                before = previous.get(number)
                # A single matching transition may be a coincidence.
                if before is not None and before[:2] == (order - 1, index - 1):
                    yield number, transition.at, 1, own and before[2], transition.before.isdst
                previous[number] = order, index, own


@lru_cache(maxsize=4)
def _past(history: History) -> _Past:
    return _Past(history.places, history.instant)


@lru_cache(maxsize=4)
def _showed(history: History) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in history.places:
        file = place.file
        kinds = file.shown[bisect_right(file.times, history.instant - LATELY) :]
        for designation in {kind.designation for kind in kinds if kind.designation.isalpha()}:
            found.setdefault(designation, []).append(place)
    return found


@lru_cache(maxsize=4)
def _history(database: Database, quarter: int) -> History:
    return History(database, quarter * _QUARTER)


def history(database: Database, instant: int) -> History:
    """The zones of a database at an instant, which is rounded down to the quarter-hour; results are cached."""
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
    # Among the zones that share a clock, those whose string will change come last.
    found.sort(key=lambda each: each[1] != each[0].footer)
    for rank, (file, zone, of_file) in enumerate(found):
        yield Place(rank, of_file, file, zone)


def _changes(file: ZoneFile) -> Iterator[tuple[int, int, int]]:
    """The changes of UTC offset that a file lists: the instant, the offset before, and the offset after."""
    shown = [kind.utoff for kind in file.shown]
    shown += [file.at(instant).utoff for instant in file.times[-1:]]
    for instant, (before, after) in zip(file.times, pairwise(shown), strict=True):
        if before != after:
            yield instant, before, after


@lru_cache(maxsize=256)
def _changes_of(zone: PosixTimeZone, year: int) -> frozenset[tuple[int, int, int]]:
    """The changes of UTC offset that a string describes, up to and including the given year."""
    changes = zone.transitions(_FIRST_YEAR, year + 1) if zone.start is not None else ()
    return frozenset((t.at, t.before.utoff, t.after.utoff) for t in changes)


def strangeness(other: PosixTimeZone, zone: PosixTimeZone) -> int:
    """How much a zone's designations differ from a string's, on the scale of ``Near.strange``."""
    if (other.std, other.dst) == (zone.std, zone.dst):
        return 0
    # A numeric designation fits any zone.
    if other.std == zone.std and zone.std.designation.isalpha():
        return 1
    designations = [[kind.designation for kind in (each.std, each.dst) if kind is not None] for each in (other, zone)]
    return 2 if designations[0] == designations[1] else 3


def _apart(a: PosixTimeZone, b: PosixTimeZone, low: int, high: int) -> int:
    """How far apart two clocks are: the difference in UTC offset, summed over the seconds from ``low`` to ``high``."""
    marks = sorted({low, *changes_of(a, low, high), *changes_of(b, low, high), high})
    return sum((stop - first) * abs(a.at(first).utoff - b.at(first).utoff) for first, stop in pairwise(marks))
