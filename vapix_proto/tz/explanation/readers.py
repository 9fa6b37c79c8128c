"""Describes in English whether implementations agree on the time that a string gives."""

from __future__ import annotations

from vapix_proto.tz.analysis.description import FOLLOWERS, distance
from vapix_proto.tz.clock.calendar import iso

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.tz.analysis.comparison import Contested
    from vapix_proto.tz.analysis.portability import Portable
    from vapix_proto.tz.clock.readings import Reading
    from vapix_proto.tz.implementations.agreement import Agreement
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType


def readers_of(
    text: str, zone: PosixTimeZone, differ: Contested | None, agreed: Agreement | None, same: Portable | None
) -> Iterator[str]:
    """Lines in English on how a string is read, and by which implementations.

    Args:
        text: The string.
        zone: The zone that the string describes.
        differ: Where the readings disagree.
        agreed: What implementations make of the string.
        same: What to write so that as many implementations as possible show the same time.
    """
    if agreed is not None:
        yield from agreed.sentences
    elif zone.dst is not None and zone.start is None:
        yield "Implementations do not agree on this string: it has no rules, so each chooses its own."
    elif differ is None:
        yield "All readings that this library knows give the same time."
    else:
        yield from _readings(differ)
    if same is not None and str(same.zone) not in (text, str(zone)) and not same.outside:
        yield f"{same.zone} shows the same clock, in the form that the most implementations agree on."
    elif same is not None and differ is not None:
        yield f"Write {same.zone} instead: all readings give the same time for it."


def _readings(differ: Contested) -> Iterator[str]:
    first, *others = differ.groups
    yield "Implementations do not agree on this string:"
    yield f"  - {readings_named(first)}"
    for group in others:
        parting = next(p for p in differ.partings if p.a == first[0] and p.b == group[0])
        yield (
            f"  - {readings_named(group)}: shows {_shown(parting.shown_b)} at {iso(parting.at)}, "
            f"when {first[0]} shows {_shown(parting.shown_a)}"
        )


def readings_named(group: Iterable[Reading]) -> str:
    """The names of readings, each with its implementations unless it is named after its only implementation."""
    shown = []
    for each in group:
        followers = ", ".join(FOLLOWERS[each])
        meaning = "what the text of POSIX describes; " if each == "merge" else ""
        shown.append(str(each) if followers.lower() == each else f"{each} ({meaning}{followers})")
    return ", ".join(shown)


def _shown(kind: LocalTimeType) -> str:
    return f"{kind.designation} ({distance(kind.utoff)})"
