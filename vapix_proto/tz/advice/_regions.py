"""Finds places by the state, province or country that follows their names."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.errors import shown
from vapix_proto.tz.advice._data import STATES, known_names, regions
from vapix_proto.tz.advice._named import Named, within
from vapix_proto.tz.advice._spelling import key

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from vapix_proto.tz.advice._clocks import Clocks

#: Codes are shorter than names.
_CODE_MAX = 3
#: The name of a place: words without digits, so neither a setting nor an offset.
TOWN = re.compile(r"\s*[^\W\d_]+(?:[\s.'\u2019-]+[^\W\d_]+)*\.?\s*")


class Part(Value):
    """A part of a region whose places share a clock: a phrase for it, its zones, and the keys of some towns in it."""

    phrase: str
    zones: tuple[str, ...]
    towns: frozenset[str]


class Region(Value):
    """A state, province or country.

    Attributes:
        name: Its name.
        of: ``"state"``, also for provinces, or ``"country"``.
        zones: Its zones.
        country: The code of the country, if known.
        parts: Its parts, the most populous first; none for a country that is not divided by its clocks.
        overseas: The zones of its territories that the database lists as separate countries.
    """

    name: str
    of: str
    zones: tuple[str, ...]
    country: str = ""
    parts: tuple[Part, ...] = ()
    overseas: frozenset[str] = frozenset()

    def named(self) -> list[Named]:
        """The region as what a name refers to: a state as its parts, and a country as a whole."""
        if self.of == "country":
            return [Named(self.name, self.zones, self.of)]
        return [Named(part.phrase, part.zones, self.of) for part in self.parts]


class Regions:
    """The states and countries of a database, and the places in them.

    Attributes:
        by_key: States by code and name, then countries by code.
    """

    def __init__(self, clocks: Clocks, countries: dict[str, tuple[str, tuple[str, ...]]]) -> None:
        """Reads the states.

        Args:
            clocks: The zones of the database.
            countries: For each country code, the name of the country and its zones.
        """
        self._clocks = clocks
        self._territories = {name: frozenset(zones) for kind, name, zones in known_names() if kind == "territory"}
        parts: dict[tuple[str, str, str], list[Part]] = {}
        for country, code, name, phrase, of_part, towns in regions():
            known = tuple(filter(clocks.files.__contains__, of_part.split()))
            if known:
                part = Part(phrase or name, known, frozenset(map(key, filter(None, towns.split(", ")))))
                parts.setdefault((country, code, name), []).append(part)
        self.by_key: dict[str, list[Region]] = {}
        #: For each town, the states in which it lies, and its part of the state.
        self._towns: dict[str, list[tuple[Region, Part]]] = {}
        #: The number of states with each zone.
        self._shared: dict[str, int] = {}
        divided: dict[str, tuple[Part, ...]] = {}
        for (country, code, name), some in parts.items():
            if not code:
                divided[country] = tuple(some)
                continue
            here = tuple(dict.fromkeys(zone for part in some for zone in part.zones))
            state = Region(name, "state", here, country, tuple(some))
            for part in some:
                for town in part.towns:
                    self._towns.setdefault(town, []).append((state, part))
            for zone in state.zones:
                self._shared[zone] = self._shared.get(zone, 0) + 1
            for spelt in dict.fromkeys((key(code), key(name))):
                self.by_key.setdefault(spelt, []).append(state)
        self._codes = {name: code for code, (name, _) in countries.items()}
        self._divided = {countries[code][0]: some for code, some in divided.items() if code in countries}
        for code, (name, zones) in countries.items():
            self.by_key.setdefault(key(code), []).append(self.country(Named(name, zones, "country")))

    def country(self, named: Named) -> Region:
        """The region for a country."""
        overseas = self._territories.get(named.name, frozenset())
        return Region(
            named.name,
            "country",
            named.zones,
            self._codes.get(named.name, ""),
            self._divided.get(named.name, ()),
            overseas,
        )

    def lying_in(self, found: list[Named], zones: Iterable[str], overseas: Iterable[str] = ()) -> list[Named]:
        """The members of ``found`` that lie in ``zones``, each limited to the zones in which it lies.

        If there are none, the result is the zones and places with an alias of a zone in ``zones`` or, failing that,
        the countries that lie in ``overseas``.

        Args:
            found: What a name may refer to, such as places or countries.
            zones: The zones of an area, such as America, or of a region.
            overseas: The zones of its territories.
        """
        places = [each for each in found if each.of in ("place", "zone")]
        alike = self._clocks.alike((zone for each in places for zone in each.zones), zones)
        countries = [each for each in found if each.of == "country"]
        return within(found, set(zones)) or within(places, alike) or within(countries, set(overseas))

    def _known(self, town: str, found: list[Named], region: Region, *, coded: bool) -> list[Named]:
        """The places in a region, given by name or code, with a name that may also refer to other places."""
        if region.of == "country":
            here = self.lying_in(found, region.zones, region.overseas)
            # A place overseas counts only with its territory, as in "San Juan, Puerto Rico, USA" but not "Tahiti,
            # France", or if it has a namesake in the country itself: "Saint-Denis, France".
            beyond = within(found, region.overseas) if here or "," in town else []
            # In the United States, too many states have towns of the same name.
            inside = self._in_states(town, region.country) if not coded and region.country != "US" else []
            return [*here, *beyond, *inside]
        if any(each.of == "country" and set(region.zones) <= set(each.zones) for each in found):
            return region.named()  # Australia, WA
        clocks = {self._clocks.files[zone].footer for zone in region.zones}
        # Birmingham in Alabama shares its clock with a small part of Michigan, but not with Birmingham, Michigan.
        own = [zone for zone in region.zones if len(clocks) == 1 or self._shared[zone] == 1]
        places = self.lying_in([each for each in found if each.of in ("place", "zone")], own)
        towns = (part for state, part in self._towns.get(key(town), ()) if state is region)
        return places or [Named(shown(town, 24), part.zones[:1], "place") for part in towns]

    def _in_states(self, town: str, country: str) -> list[Named]:
        """The known towns called ``town`` in the states of a country."""
        here = ((state, part) for state, part in self._towns.get(key(town), ()) if state.country == country)
        return [Named(f"{shown(town, 24)} in {state.name}", part.zones[:1], "state") for state, part in here]

    def _unknown(self, town: str, region: Region, *, alone: bool) -> list[Named]:
        """The clocks of a region in which no such place is known, each with its condition.

        A country that has several clocks, and is not divided, is left out if it is the only region.
        """
        own, others = ({self._clocks.files[each].footer for each in some} for some in (region.zones, region.overseas))
        if len(own) > 1 and region.parts:
            first, *rest = (Named(part.phrase, part.zones, "state") for part in region.parts)
            return [first, *(each.provided(f"{shown(town, 24)} is there") for each in rest)]
        if len(own) > 1 and alone:
            return []
        if region.of == "country" and region.country != "US" and (inside := self._in_states(town, region.country)):
            return inside
        outside = region.of == "country" and alone and others - own
        limit = f", if {shown(town, 24)} is not in one of its territories" if outside else ""
        return [Named(f"{region.name}{limit}", region.zones, region.of)]

    def knows(self, town: str, meanings: Collection[Region]) -> bool:
        """Whether a town is among those known in a region."""
        return any(state in meanings for state, _ in self._towns.get(key(town), ()))

    def in_regions(
        self, town: str, found: list[Named], code: str, meanings: list[Region], *, may_be_unknown: bool
    ) -> list[Named]:
        """The places called ``town`` in the regions in ``meanings`` or, if none is known, those regions.

        Args:
            town: The name of the place.
            found: What the name may refer to, anywhere.
            code: The name or code of the regions.
            meanings: The regions.
            may_be_unknown: Whether the text may name a place that is not known.
        """
        town = town.strip()
        coded = len(code) <= _CODE_MAX
        # MA is Massachusetts or Morocco rather than Maranhao.
        meanings = sorted(meanings, key=lambda each: each.of == "state" and each.country not in STATES)
        known = {region: here for region in meanings if (here := self._known(town, found, region, coded=coded))}
        if not known and (not may_be_unknown or any(within(found, region.overseas) for region in meanings)):
            return []
        # "Liberia, Costa Rica" is a town, but "Germany, Finland" is a list.
        countries = [each for each in found if each.of == "country" and "," not in town]
        listed = bool(countries) and not known and not coded and any(each.of == "country" for each in meanings)
        chosen = list(known) or list(meanings)
        several = any(len({self._clocks.files[zone].footer for zone in each.zones}) > 1 for each in countries)
        if listed and several and not any(self._unknown(town, region, alone=True) for region in chosen):
            return []  # United States, Canada
        shared = len({zone for each in found for zone in each.zones}) != 1
        if coded and shared and may_be_unknown and not any(each.of == "state" for each in chosen):
            # There is a London in Canada, but CA may also stand for California.
            chosen += [each for each in meanings if each.of == "state" and each.country in STATES]
        alone = len(chosen) == 1 and not listed
        answers: list[Named] = []
        for tier, region in enumerate(chosen):
            some = known.get(region) or self._unknown(town, region, alone=alone)
            if len(chosen) > 1:
                some = list(_if_meant(some, code, region))
            answers += [each.replace(tier=tier) for each in some]
        if listed and answers:
            answers += (each.replace(tier=len(chosen)).provided("this is a list of countries") for each in countries)
        return answers


def _if_meant(found: list[Named], code: str, region: Region) -> Iterator[Named]:
    """Adds the condition that a code or name stands for a region."""
    # The zones of a place stay in their order, unlike those of a country.
    places = [each for each in found if each.of in ("place", "zone")]
    apart = [Named(region.name, (zone,), "state") for each in places for zone in each.zones]
    for shown_as in [*apart, *(each for each in found if each not in places)]:
        if key(code) == key(region.name):
            yield shown_as.provided(f"the {region.of} is meant")
        else:
            yield shown_as.provided(
                f"{shown(code, 24)} stands for {'it' if shown_as.name == region.name else region.name}"
            )
