"""Data that time zone databases lack, mostly names for zones; it comes from files that are read on first use."""

from __future__ import annotations

from collections import Counter
from functools import cache

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def _rows(name: str) -> Iterator[list[str]]:
    from pkgutil import get_data  # noqa: PLC0415 - pkgutil loads when needed; importlib.resources takes 10 ms longer

    text = (get_data("vapix_proto.tz.advice", name) or b"").decode()
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


@cache
def windows_zones() -> tuple[tuple[str, str, str], ...]:
    """The Windows time zones: name, IANA zone, and the places that Windows lists beside the name."""
    return tuple((name, zone, places[0] if places else "") for name, zone, *places in _rows("windows_zones.tsv"))


@cache
def large_zones() -> frozenset[str]:
    """The most populous zone for each clock, used if the database lacks this information."""
    return frozenset(zone for zone, *_ in _rows("large_zones.tsv"))


@cache
def known_names() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Other names that people use for zones: the kind of name, the name, and its zones or country."""
    return tuple((kind, name, tuple(zones)) for kind, name, *zones in _rows("known_names.tsv"))


@cache
def regions() -> tuple[tuple[str, ...], ...]:
    """The parts of states and some countries, each with one clock: country code, code, name, part, zones, towns."""
    return tuple(tuple([*row, "", "", ""][:6]) for row in _rows("regions.tsv"))


#: The countries whose states people usually write after the name of a place.
STATES = frozenset(("US", "CA", "AU"))


@cache
def renown() -> Counter[str]:
    """For each zone, the number of places, states and Windows zones that use its time, as an estimate of its fame."""
    states = {name: zones.split()[0] for country, _, name, _, zones, _ in reversed(regions()) if country in STATES}
    return Counter(
        [zones[0] for kind, _, zones in known_names() if kind == "place"]
        + list(states.values())
        + [zone for _, zone, places in windows_zones() for _ in f"{places},".split(",")]
    )


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """For each designation, the zones that people mean by it although the database does not use it for them."""
    return {name: zones for kind, name, zones in known_names() if kind in ("abbreviation", "daylight")}


@cache
def daylight() -> frozenset[str]:
    """The keys of ``abbreviations`` that stand for daylight saving time."""
    return frozenset(name for kind, name, _ in known_names() if kind == "daylight")
