"""Orders zones whose clocks agree, best known first."""

from __future__ import annotations

from vapix_proto.tz.advice._clocks import clocks

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.model import PosixTimeZone


def best_known_first(names: Iterable[str], zone: PosixTimeZone, database: Database | None) -> list[str]:
    """The names, sorted: first zones with the same standard time designation as ``zone``, then all others.

    Within each of these two groups, better-known zones come before lesser-known ones.

    Args:
        names: Names of zones in the database.
        zone: The zone whose designation is compared.
        database: Where to look up the zones; by default, in all installed databases.
    """
    known = clocks(database)

    def place(name: str) -> tuple[bool, int]:
        return known.files[name].footer.std.designation != zone.std.designation, known.rank[name]

    return sorted(names, key=place)
