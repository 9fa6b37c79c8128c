"""The clocks of a database's zones at an instant: the strings in force, and the zones that agree with a string."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from vapix_proto._value import Value
from vapix_proto.tz.advice._data import large_zones, renown
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.clock.calendar import DAY, iso
from vapix_proto.tz.iana.agreement import footer_holds
from vapix_proto.tz.iana.installed import Database, chosen, table, zone_files
from vapix_proto.tz.iana.rules import iana_rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.iana.zone_files import ZoneFile
    from vapix_proto.tz.model import PosixTimeZone

#: No device or list of zones is older than this, so offsets and designations abolished earlier are ignored.
LATELY = 25 * 366 * DAY


class InForce(Value):
    """The string in force in a zone at an instant.

    Attributes:
        zone: The string, or the nearest string that is valid in the dialect.
        but: If the string is right only until some time or only approximately, a phrase to that effect; else empty.
    """

    zone: PosixTimeZone
    but: str = ""


class Clocks:
    """The zones of one or more databases; each name is looked up in the first database that has it."""

    def __init__(self, databases: tuple[Database, ...]) -> None:
        self.files: dict[str, ZoneFile] = {}
        self._homes: dict[str, Database] = {}
        #: The target of each name that the databases list as a link.
        self.links: dict[str, str] = {}
        for database in databases:
            zones = zone_files(database)
            # The first database has most of the names; from the other databases, only files that it lacks are read.
            new = {name: zones[name] for name in zones.names_besides(self.files) if _is_known(zones, name)}
            self.files |= new
            self._homes |= dict.fromkeys(new, database)
            for target, name in re.findall(r"^L (\S+) (\S+)$", table(database, "tzdata.zi"), re.MULTILINE):
                if name not in self.links and _is_known(zones, name) and _is_known(zones, target):
                    self.links[name] = target
        self.databases = databases
        # For each clock, its most populous zone.
        large = set(re.findall(r"^\w\w\t\S+\t(\S+)", self.table("zonenow.tab"), re.MULTILINE)) or large_zones()
        weights: dict[str, int] = {}
        for target in self.links.values():
            weights[target] = weights.get(target, 0) + 1
        #: All names, best known first: zones before links, large zones before others, and then by renown and links.
        self.order = sorted(
            self.files,
            key=lambda name: (name in self.links, name not in large, -renown()[name], -weights.get(name, 0), name),
        )
        self.rank = {name: rank for rank, name in enumerate(self.order)}
        self.footers: dict[PosixTimeZone, list[str]] = {}
        for name in self.order:
            self.footers.setdefault(self.files[name].footer, []).append(name)
        self._of_countries = set(re.findall(r"^[A-Z]{2}\t\S+\t(\S+)", self.table("zone.tab"), re.MULTILINE))
        self._alike: dict[tuple[int, ...], list[PosixTimeZone]] = {}
        for footer in self.footers:
            self._alike.setdefault(_shown(footer), []).append(footer)

    def table(self, name: str) -> str:
        """The text of a table, such as ``zone.tab``, from the first database that has it."""
        return next(filter(None, (table(database, name) for database in self.databases)), "")

    def alike(self, zones: Iterable[str], others: Iterable[str]) -> set[str]:
        """The members of ``zones`` that are also in ``others``, under the same name or another.

        A zone that a country has is no alias: the Cayman Islands keep the time of Atikokan, but are not in Canada.
        """
        known = set(others)
        targets = {self.links.get(zone, zone) for zone in known}
        renamed = {self.links.get(zone, zone) for zone in known - self._of_countries}
        names = ((zone, self.links.get(zone, zone)) for zone in zones)
        return {
            zone
            for zone, target in names
            if zone in known or target in (targets if zone not in self._of_countries else renamed)
        }

    def holds(self, name: str, at: int) -> bool:
        """Whether a zone's footer describes its clock from an instant onwards."""
        return footer_holds(self.files[name], at)

    def shown_lately(self, name: str, utoff: int, at: int, *, std: bool = False) -> bool:
        """Whether a zone has used a UTC offset in the last ``LATELY`` seconds, or will use it.

        If ``std`` is true, only its use as standard time counts.
        """
        file = self.files[name]
        kinds = *file.shown[bisect_right(file.times, at - LATELY) :], file.footer.std, file.footer.dst
        return any(kind is not None and kind.utoff == utoff and not (std and kind.isdst) for kind in kinds)

    def in_force(self, name: str, at: int, dialect: Dialect) -> InForce:
        """The string in force in a zone at an instant."""
        footer = self.files[name].footer
        if self.holds(name, at) and dialect._reader.recognises(str(footer)):
            return InForce(footer)
        return self._nearest(self.links.get(name, name), at, dialect)

    @lru_cache(maxsize=512)  # noqa: B019 - there are few databases, so there are few instances
    def _nearest(self, name: str, at: int, dialect: Dialect) -> InForce:
        rule = iana_rule(name, at, dialect=dialect, database=self._homes[name])
        if rule.until is None:
            return InForce(rule.zone)
        if self.holds(name, at):
            nearest = f"the nearest string in the dialect {dialect.name} to {self.files[name].footer}"
            return InForce(rule.zone, f"though only approximately: {nearest}")
        return InForce(rule.zone, f"though only until {iso(rule.until)}")

    def same(self, zone: PosixTimeZone, at: int) -> tuple[str, ...]:
        """The zones whose clocks agree with a string from an instant onwards.

        The result is empty if the string has daylight saving time without rules.
        """
        if zone.dst is not None and zone.start is None:
            return ()
        return tuple(name for footer in self._same(zone) for name in self.footers[footer] if self.holds(name, at))

    @lru_cache(maxsize=512)  # noqa: B019
    def _same(self, zone: PosixTimeZone) -> list[PosixTimeZone]:
        return [footer for footer in self._alike.get(_shown(zone), ()) if same_clock(footer, zone)]


def in_force_in_a_large_zone(database: Database, zone: PosixTimeZone, at: int) -> bool:
    """Whether a string is the footer of a large zone and describes the zone's clock from an instant onwards.

    A large zone is the most populous of the zones that share its clock. Most valid strings that people write are
    footers of large zones. The check reads a sixth of the zone files; if it read all of them, a process would spend
    most of its first review on that.
    """
    return any(footer_holds(file, at) for file in _large_zones_by_footer(database).get(zone, ()))


@lru_cache(maxsize=8)
def _large_zones_by_footer(database: Database) -> dict[PosixTimeZone, list[ZoneFile]]:
    files = zone_files(database)
    found: dict[PosixTimeZone, list[ZoneFile]] = {}
    for name in large_zones():
        if _is_known(files, name):
            found.setdefault(files[name].footer, []).append(files[name])
    return found


def _is_known(zones: Mapping[str, ZoneFile], name: str) -> bool:
    file = zones.get(name)
    return file is not None and not file.unspecified


def _shown(zone: PosixTimeZone) -> tuple[int, ...]:
    """A clock's UTC offsets, sampled over a year: if two clocks differ in these, no other comparison is needed."""
    return tuple(zone.at(month * 30 * DAY).utoff for month in range(12))


@lru_cache(maxsize=8)
def _of(databases: tuple[Database, ...]) -> Clocks:
    return Clocks(databases)


def clocks(choice: Database | str | PathLike[str] | None) -> Clocks:
    """The clocks of a database, or of all installed databases; read once and cached.

    Raises:
        TypeError: ``choice`` is neither a database nor a path.
    """
    return _of(chosen(choice))
