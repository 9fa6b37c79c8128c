"""The clocks of a database's zones at an instant: their strings, and which zones have the same."""

from __future__ import annotations

import re
from functools import lru_cache

from vapix_proto._value import Value
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.clock.calendar import DAY, iso
from vapix_proto.tz.iana.agreement import agrees_since
from vapix_proto.tz.iana.installed import Database, chosen, table, zone_files
from vapix_proto.tz.iana.rules import iana_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.iana.zone_files import ZoneFile
    from vapix_proto.tz.model import PosixTimeZone

__all__ = ["Clocks", "InForce", "clocks"]

#: RFC 9636, 3.2: the designation of a local time that is not specified, as that of the zone Factory.
_UNSPECIFIED = "-00"
#: Strings whose zones are remembered.
_REMEMBERED = 512


class InForce(Value):
    """The string of a zone at an instant.

    Attributes:
        zone: The string, or the nearest that the dialect can write.
        but: Where it is not the zone's clock from that instant on, how it is not, as the end of a clause.
    """

    zone: PosixTimeZone
    but: str = ""


class Clocks:
    """What is known of the zones of some databases, each name being looked up in the first that has it."""

    def __init__(self, databases: tuple[Database, ...]) -> None:
        self.files: dict[str, ZoneFile] = {}
        self._homes: dict[str, Database] = {}
        #: The names that are links, each with what it is a link to, as far as the databases tell.
        self.links: dict[str, str] = {}
        for database in reversed(databases):
            known = {
                name: file for name, file in zone_files(database).items() if file.footer.std.designation != _UNSPECIFIED
            }
            self.files |= known
            self._homes |= dict.fromkeys(known, database)
            found = re.findall(r"^L (\S+) (\S+)$", table(database, "tzdata.zi"), re.MULTILINE)
            self.links |= {name: target for target, name in found if name in known and target in known}
        self.databases = databases
        weights: dict[str, int] = {}
        for target in self.links.values():
            weights[target] = weights.get(target, 0) + 1
        #: Zones before links, and those with more links before others: the places that more people know.
        self.order = sorted(self.files, key=lambda name: (name in self.links, -weights.get(name, 0), name))
        self._footers: dict[PosixTimeZone, list[str]] = {}
        for name in self.order:
            self._footers.setdefault(self.files[name].footer, []).append(name)
        self._since: dict[str, int | None] = {}
        self._same: dict[PosixTimeZone, tuple[str, ...]] = {}

    def holds(self, name: str, at: int) -> bool:
        """Whether a zone's footer is its clock from an instant on."""
        file = self.files[name]
        if file.last is None or at >= file.last:
            return True
        # Many files list transitions ahead which their footer describes as well.
        if name not in self._since:
            self._since[name] = agrees_since(file, file.footer, file.last)
        since = self._since[name]
        return since is None or at >= since

    def in_force(self, name: str, at: int, dialect: Dialect) -> InForce:
        """The string of a zone at an instant."""
        footer = self.files[name].footer
        if self.holds(name, at) and dialect._reader.recognises(str(footer)):
            return InForce(footer)
        rule = iana_rule(name, at, dialect=dialect, database=self._homes[name])
        if rule.until is None:
            return InForce(rule.zone)
        if self.holds(name, at):
            but = f"the nearest that {dialect.name} can write, for {footer} is exact"
        else:
            but = f"up to {iso(rule.until)}"
        return InForce(rule.zone, but)

    def same(self, zone: PosixTimeZone, at: int) -> tuple[str, ...]:
        """The zones that show the clock of a string from an instant on; none for daylight saving time without rules."""
        if zone.dst is not None and zone.start is None:
            return ()
        if zone not in self._same:
            if len(self._same) >= _REMEMBERED:
                self._same.clear()
            # What differs in a winter or a summer needs no comparison.
            probes = [at + month * 30 * DAY for month in range(12)]
            shown = [zone.at(probe).utoff for probe in probes]
            self._same[zone] = tuple(
                name
                for footer, names in self._footers.items()
                if [footer.at(probe).utoff for probe in probes] == shown and same_clock(footer, zone)
                for name in names
            )
        return tuple(name for name in self._same[zone] if self.holds(name, at))


@lru_cache(maxsize=8)
def _of(databases: tuple[Database, ...]) -> Clocks:
    return Clocks(databases)


def clocks(choice: Database | str | PathLike[str] | None) -> Clocks:
    """The clocks of a database, or of all that are installed; read once.

    Raises:
        TypeError: Neither a database nor a path.
    """
    return _of(chosen(choice))
