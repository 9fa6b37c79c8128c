"""Finds the zones in the installed databases whose clocks agree with a given zone."""

from __future__ import annotations

from functools import lru_cache

from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.iana.agreement import footer_holds
from vapix_proto.tz.iana.installed import Database, chosen, instant_of, zone_files
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from os import PathLike

    from vapix_proto.tz.aliases import Instant, Text
    from vapix_proto.tz.iana.zone_files import ZoneFile


def iana_names(
    zone: PosixTimeZone | Text,
    *,
    dialect: Dialect | str = VAPIX,
    at: Instant | None = None,
    database: Database | str | PathLike[str] | None = None,
) -> tuple[str, ...]:
    """The sorted names of the IANA zones that show the same time as a given zone at every instant from ``at`` onwards.

    As in ``tz.same_clock``, only UTC offsets are compared: designations and the daylight saving time flag may differ.
    Each database is read once, on first use.

    Args:
        zone: A zone, or its TZ string; if it has DST but no rules, ``tz.US_RULES`` apply.
        dialect: The dialect of ``zone``, if it is a string.
        at: The instant; now by default.
        database: A database, or the path of its folder. By default, all installed databases are used, and each name is
            looked up in the newest one that has it.

    Raises:
        ParseError: The string is not valid in the dialect.
        TypeError: ``zone`` is neither a zone nor a string, or another argument has the wrong type.
        ValueError: The dialect is unknown, or the instant is outside the years 1 to 9999.
        NotADirectoryError: ``database`` is a path without a folder.
    """
    zone, instant = zone_of(zone, dialect), instant_of(at)
    found = (
        name
        for footer, zones in _by_footer(chosen(database)).items()
        # Most clocks already differ at the first instant, and this check is a hundred times faster than a full one.
        if footer.at(0).utoff == zone.at(0).utoff and same_clock(footer, zone)
        for name, file in zones
        # Two clocks that agree from some instant onwards have the same rules. So all that remains to be checked is
        # whether the footer describes the file's clock from ``instant`` onwards.
        if footer_holds(file, instant)
    )
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def _by_footer(databases: tuple[Database, ...]) -> dict[PosixTimeZone, list[tuple[str, ZoneFile]]]:
    """The databases' zones, keyed by footer; each name is looked up in the first database that has it."""
    files: dict[str, ZoneFile] = {}
    for each in reversed(databases):
        files |= zone_files(each)
    found: dict[PosixTimeZone, list[tuple[str, ZoneFile]]] = {}
    for name, file in files.items():
        if not file.unspecified:
            found.setdefault(file.footer, []).append((name, file))
    return found
