"""Whether those who read a string agree on its clock, in English."""

from __future__ import annotations

from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.clock.calendar import iso

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.tz.analysis.comparison import Contested
    from vapix_proto.tz.clock.readings import Reading
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

__all__ = ["readers_of"]

#: Who reads strings so, for people; readings that are named after their implementation need no more.
_FOLLOWED_BY = {
    "merge": "what the text says; whenever, Ruby, Perl",
    "iana": "IANA tz",
    "utc-year": "glibc, Go, Hinnant's date",
    "utc-year-tie-dst": "newlib, picolibc",
    "clamp": "jiff",
}


def readers_of(zone: PosixTimeZone, found: Contested | None, same: PosixTimeZone | None) -> tuple[str, ...]:
    """Whether all readings of a string give the same clock, and which do not; one line each.

    Args:
        zone: The zone of the string.
        found: Where the readings differ.
        same: A zone with the same clock under every reading.
    """
    if zone.dst is not None and zone.start is None:
        return ("Implementations do not agree on this string: it has no rules, so each uses its own.",)
    if found is None:
        return ("All readings that this library knows give the same clock.",)
    first, *others = found.groups
    lines = ["Implementations do not agree on this string:", f"  - {_names(first)}"]
    for group in others:
        parting = next(p for p in found.partings if p.a == first[0] and p.b == group[0])
        lines.append(
            f"  - {_names(group)}: shows {_shown(parting.shown_b)} at {iso(parting.at)}, "
            f"when {first[0]} shows {_shown(parting.shown_a)}"
        )
    if same is not None:
        lines.append(f"Write {same} instead: all readings give it this clock.")
    return tuple(lines)


def _names(group: Iterable[Reading]) -> str:
    return ", ".join(f"{each} ({_FOLLOWED_BY[each]})" if each in _FOLLOWED_BY else str(each) for each in group)


def _shown(kind: LocalTimeType) -> str:
    return f"{kind.designation} ({distance(kind.utoff)})"
