"""Looks up zones, places, countries and Windows zones by name, tolerating differences in spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from vapix_proto._value import Value
from vapix_proto.errors import shown
from vapix_proto.tz.advice._data import known_names, windows_zones
from vapix_proto.tz.advice._spelling import letters_of, opposite, slips_between

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from vapix_proto.tz.advice._clocks import Clocks

# In a name, a sign counts only before a digit: Etc/GMT+5.
_DROPPED = re.compile(r"\b(?:and|the)\b|[^\w+-]|_|[+-](?![0-9])")
_SAINT = re.compile(r"\bsaint\b")
_SEASON = re.compile(r"\b(?:standard|daylight|summer)\s+time\b", re.IGNORECASE)
_ZONE = re.compile(r"(?<=time) ?zone\s*$", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*\(([^)]*)\)")
#: Parts of zone.tab comments that are not places: abbreviations, areas and times.
_NO_PLACE = re.compile(r".* - .*|[A-Z+0-9]+ .*|[A-Z]{2}|Eastern|Central|Mountain|Pacific|.* [Tt]ime")
#: The name of a place: words without digits, so neither a setting nor an offset.
_TOWN = re.compile(r"\s*[^\W\d_]+(?:[\s.'\u2019-]+[^\W\d_]+)*\.?\s*")
_WORDS = re.compile(r"\b[A-Za-z]{2,5}\b")
#: In Etc/GMT-x, a number is misspelt.
_NUMBER = re.compile(r"\d|GMT[+-]", re.IGNORECASE)
_GAPS = re.compile(r"[\W_]+")
#: What East becomes if it loses a letter.
_EAST = re.compile("(?<!w)est")
#: Final parts of names that mean nothing on their own, as in Brazil/East.
_NO_NAMES = frozenset(("East", "West", "North", "South", "Center", "Continental", "General"))


class Named(Value):
    """What a name refers to.

    Attributes:
        name: The name, spelt correctly.
        zones: The zones that it may stand for, in database order.
        of: The kind of name: ``"zone"``, ``"place"``, ``"country"``, ``"state"``, ``"time"`` or ``"windows"``.
    """

    name: str
    zones: tuple[str, ...]
    of: str


def key(text: str) -> str:
    """A name in lower case, without accents, spaces, punctuation, or words that people often omit, such as "the"."""
    if not text.isascii():
        text = normalize("NFKD", text)
    lower = text.lower()
    return lower if lower.isalnum() else _DROPPED.sub("", _SAINT.sub("st", lower))


class Names:
    """All names by which the zones of one or more databases can be looked up."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self._entries: dict[str, list[Named]] = {}
        #: What may follow a city name: countries keyed by code, states and provinces keyed by code and name.
        self._regions: dict[str, list[Named]] = {}
        for name in clocks.order:
            parts = name.split("/")
            for first in range(len(parts)):
                # Etc/GMT+5 is looked up only by its full name, because GMT+5 alone may mean the opposite offset.
                if first and (parts[0] == "Etc" or parts[-1] in _NO_NAMES):
                    break
                self._add("/".join(parts[first:]), (name,), "place" if first else "zone", name)
        for kind, name, zones in known_names():
            if kind == "place":
                self._add(name, zones, "place")
                # Asia/Mumbai does not exist, but people write it.
                for area in dict.fromkeys(zone.partition("/")[0] for zone in zones):
                    if key(f"{area}/{name}") not in self._entries:
                        self._add(f"{area}/{name}", tuple(zone for zone in zones if zone.startswith(area)), "place")
        self._add_countries()
        #: For each country, the zones of its territories that are countries of their own in the database.
        self._territories = {name: zones for kind, name, zones in known_names() if kind == "territory"}
        for name, zone, places in windows_zones():
            self._add(name, (zone,), "windows")
            if places:
                self._add(places, (zone,), "windows", name)
            for place in places.split(", ") if ", " in places else ():
                # Windows has one zone for Dublin and London, and one for Berlin and Bern; the database has four.
                if not any(each.of == "place" for each in self._entries.get(key(place), ())):
                    self._add(place, (zone,), "place")
        for kind, name, zones in known_names():
            if kind == "time":
                self._add(name, zones, "time")
            elif kind == "state":
                code, _, state = name.partition(" ")
                self._add(state, zones, "state")
                found = [each for each in self._entries[key(state)] if each.of in ("state", "country")]
                self._regions[key(state)] = sorted(found, key=lambda each: each.of == "country")
                states = [each for each in found if each.of == "state"]
                found = [*self._regions.get(key(code), []), *states]
                self._regions[key(code)] = sorted(found, key=lambda each: each.of == "country")
            elif kind == "country":
                self._add_country(name, zones)
        kinds = (kind for footer in clocks.footers for kind in (footer.std, footer.dst) if kind is not None)
        self._designations = {kind.designation.lower() for kind in kinds}
        #: For each key of ``_entries``, its letters as bits, computed on first use. An input whose letters differ too
        #: much from those of a key is not a misspelling of that key.
        self._letters: dict[str, int] = {}

    def _add(self, spelt: str, zones: tuple[str, ...], of: str, name: str = "") -> None:
        known = tuple(zone for zone in zones if zone in self.clocks.files)
        entry = Named(name or spelt, known, of)
        found = self._entries.setdefault(key(spelt), [])
        if known and entry not in found:
            found.append(entry)

    def _add_countries(self) -> None:
        countries = dict(
            line.split("\t")[:2] for line in self.clocks.table("iso3166.tab").splitlines() if line[:1] not in ("#", "")
        )
        zones: dict[str, list[str]] = {}
        for line in self.clocks.table("zone.tab").splitlines():
            code, _, zone, *comment = [*line.split("\t"), "", "", ""][:4]
            if code in countries and zone:
                zones.setdefault(code, []).append(zone)
                for place in re.split(r"[;,/]\s*", _PARENTHESES.sub("", comment[0])):
                    if place and not _NO_PLACE.fullmatch(place) and countries[code] not in place:
                        self._add(place, (zone,), "place")
        for code, country in countries.items():
            if code in zones:
                self._regions[key(code)] = [Named(country, tuple(zones[code]), "country")]
            # Korea (South), and Trinidad & Tobago.
            turned = re.sub(r"(.*) \((.*)\)", r"\2 \1", country)
            plain = _PARENTHESES.sub("", country)
            for spelt in dict.fromkeys([country, turned, plain, *plain.split(" & ")]):
                self._add(spelt, tuple(zones.get(code, ())), "country", country)

    def _add_country(self, name: str, zones: tuple[str, ...]) -> None:
        """Adds another name for a country, identified by its usual name or by its zones."""
        countries = [each for each in self._entries.get(key(zones[0]), ()) if each.of == "country"]
        for each in countries:
            self._add(name, each.zones, "country", each.name)
        if not countries:
            self._add(name, zones, "country")

    def named(self, text: str) -> list[Named]:
        """What the text names, regardless of case, spaces, punctuation, and words such as "daylight"."""
        if text.rstrip(" \t\r\n#*?").endswith(("+", "-")):
            return []
        text = _ZONE.sub("", text)
        # Mountain Daylight Time can't mean a zone that stays on Mountain Standard Time all year.
        for spelt in (text, _SEASON.sub("Time", text), _SEASON.sub("Standard Time", text)):
            found = self._entries.get(key(spelt))
            if found and key(spelt):
                return found
        # Berlin time is the time in Berlin.
        found = self._entries.get(key(text[:-5]), []) if text.lower().endswith(" time") else []
        if places := [each for each in found if each.of not in ("zone", "windows")]:
            return places
        city, comma, whole = text.rpartition(",")
        if comma:
            return self._of_regions(city, key(whole)) if text.count(",") <= _COMMAS_MAX else []
        # Europe/Germany and Germany/Berlin do not exist, but people write them.
        area, slash, place = text.lower().rpartition("/")
        if slash:
            found = self.named(place)
            return self._lying_in(found, self.zones_in(area), self._entries.get(key(area), [])) if found else []
        # "Birmingham AL" and "San Juan Puerto Rico": no comma, so both parts must be known, and codes have capitals.
        plain = text.count(" ") in range(1, _SPACES_MAX + 1) and _TOWN.fullmatch(text) and " and " not in text.lower()
        for space in re.finditer(" ", text) if plain else ():
            city, whole = text[: space.start()], text[space.end() :]
            if (len(whole) > _CODE_MAX or whole.isupper()) and self._wholes(key(whole)) and self.named(city):
                return self._of_regions(city, key(whole))
        return []

    def zones_in(self, area: str) -> set[str]:
        """The zones in an area or country; the country may follow an area, as in ``South America/Argentina``."""
        around = self._entries.get(key(area.rpartition("/")[2]), ())
        start = f"{area}/".lower()
        names = (zone for zone in self.clocks.order if zone.lower().startswith(start))
        return {*names, *(zone for each in around for zone in each.zones)}

    def _lying_in(self, found: list[Named], zones: Collection[str], wholes: list[Named]) -> list[Named]:
        """The members of ``found`` that lie in ``zones``, each limited to the zones in which it lies.

        If there are none, the result is the zones and places whose zones are in ``zones`` under another name or,
        failing that, the countries that lie in territories of the countries in ``wholes``.

        Args:
            found: What a name may refer to, such as places or countries.
            zones: The zones of an area, such as America, or of the states and countries in ``wholes``.
            wholes: States and countries.
        """
        places = [each for each in found if each.of in ("place", "zone")]
        alike = self.clocks.alike((zone for each in places for zone in each.zones), zones)
        countries = [each for each in found if each.of == "country"]
        return within(found, zones) or within(places, alike) or within(countries, self._overseas(wholes))

    def _overseas(self, countries: list[Named]) -> set[str]:
        """The zones of these countries' territories, such as Guam, that the database lists as separate countries."""
        return {zone for each in countries for zone in self._territories.get(each.name, ())}

    def _is_spelt(self, area: str, gap: str, place: str) -> bool:
        """Whether an area is spelt correctly, and so is the place or, after a slash, the abbreviation beside it."""
        code = gap == "/" and place.isupper() > area.isupper()
        return key(area) in self._entries and (code or key(place) in self._entries or place.title() in _NO_NAMES)

    def _is_word(self, word: str) -> bool:
        """Whether a word is a correctly spelt state, country, code, abbreviation or direction."""
        return bool(self._wholes(word)) or word in self._designations or word.title() in _NO_NAMES

    def _wholes(self, region: str) -> list[Named]:
        """The states and countries with this name or code, states first."""
        return self._regions.get(region) or [each for each in self._entries.get(region, ()) if each.of == "country"]

    def _of_regions(self, city: str, region: str) -> list[Named]:
        """The zones of a city in a region (Chicago, IL) or, if no such city is known, of the region (Paris, TX).

        Without such a city, a country with several clocks is left out, unless a state has the same code as the country.
        If a country has one clock but its territories have others, its name becomes a phrase with that limit.
        A territory such as Guam counts as a part of its country.
        """
        regions = self._wholes(region)
        # "TX, USA" has no city.
        cities = regions and (self.named(city) or self._regions.get(key(city), []))
        zones = [zone for region in regions for zone in region.zones]
        overseas = within(cities, self._overseas(regions))
        # A place overseas counts only with its territory, as in "San Juan, Puerto Rico, USA" but not "Tahiti, France",
        # or if it has a namesake in the country itself: "Saint-Denis, France".
        here = self._lying_in(cities, zones, regions)
        if there := [*here, *(overseas if here or "," in city else ())]:
            # Birmingham in Alabama shares its clock with a small part of Michigan, but not with Birmingham, Michigan.
            places = [zone for each in there for zone in each.zones if each.of == "place"]
            kept = {self.clocks.files[zone].footer for zone in places}
            homes = [each for each in regions if each.of == "state" and not set(places).isdisjoint(each.zones)]
            return there + [each for each in homes if self.clocks.files[each.zones[0]].footer not in kept]
        # "US, Canada" and "Armenia, Georgia" are lists, but "Lebanon, Pennsylvania" is not.
        countries = (any(each.of == "country" for each in some) for some in (cities, regions))
        listed = len(region) > _CODE_MAX and all(countries)
        if listed or overseas or not _TOWN.fullmatch(city) or key(city) in self._designations:
            return []
        if any(each.of == "state" for each in regions):
            return regions
        own, others = ({self.clocks.files[each].footer for each in some} for some in (zones, self._overseas(regions)))
        limit = f", if {shown(city.strip(), 24)} is not in one of its territories" if others - own else ""
        return [each.replace(name=f"{each.name}{limit}") for each in regions] if len(own) == 1 else []

    def near(self, text: str) -> list[Named]:
        """The known names closest to the input: within one typing error, or two if it is long and is not a known name.

        A replaced letter counts as two typing errors, because in a short word it makes a different word: Manama is not
        Panama. If the text contains a slash and is not a known name, a replaced letter counts as one.
        """
        asked = key(text)
        exact = asked in self._entries
        most = 0 if len(asked) < 6 else 1 if len(asked) < 10 or exact else 2
        other = 1 if "/" in text and not exact else 2
        if not most or _NUMBER.search(text) or len(asked) > _NAME_MAX:
            return []
        # Australia/NZ does not mean Australia, nor does Porto (Spain) mean Port of Spain.
        splits = ((text[: gap.start()], gap[0], text[gap.end() :]) for gap in _GAPS.finditer(text))
        if any(self._is_spelt(*split) for split in splits) and not self.named(text):
            return []
        if not self._letters:
            self._letters = {each: letters_of(each) for each in self._entries}
        letters = letters_of(asked)
        # In a short name, the first letter is rarely left out: Iberia is not Liberia.
        short = most == 1 and other > 1
        found: list[str] = []
        for known, bits in self._letters.items():
            if known == asked or abs(len(known) - len(asked)) > most or (letters ^ bits).bit_count() > 2 * most:
                continue
            if short and known[:1] != asked[:1] and len(known) != len(asked):
                continue
            slips = slips_between(asked, known, most, other)
            if slips <= most:
                found = [*(found if slips == most else ()), known]
                most = slips
        # Names with the same ending, such as Irkutsk and Yakutsk Standard Time, differ in only a few letters.
        if most > 1 and asked.endswith("time") and any(len(known) == len(asked) for known in found):
            return []
        # Codes, abbreviations and East are not misspelt: Australia CST does not mean Australia/ACT.
        # But in Brazil/Eat, a capitalised word that has lost a letter happens to be an abbreviation.
        words = [word for word in _WORDS.findall(text) if self._is_word(word.lower())]
        likely = (
            known
            for known in found
            if all(word.lower() in known or (word.istitle() and len(known) > len(asked)) for word in words)
        )
        # Nor does Eastern Australia, or Estern Australia, mean Western Australia: a first letter is rarely left out.
        east = _EAST.search(asked)
        sure = (
            known
            for known in likely
            if (east and "east" in known) or slips_between(asked, opposite(known), most, other) > most
        )
        return [each for known in sure for each in self._entries[known]]


def within(found: list[Named], zones: Collection[str]) -> list[Named]:
    """Limits each name to the zones in ``zones``; names that have none of these zones are left out."""
    return [each.replace(zones=some) for each in found if (some := tuple(filter(zones.__contains__, each.zones)))]


_CODE_MAX = 3
#: Three commas separate a city, county, state and country.
_COMMAS_MAX = 3
_SPACES_MAX = 5
#: The longest zone name has 32 characters, and the longest Windows name, with its places, has 60.
_NAME_MAX = 64


@lru_cache(maxsize=8)
def names(clocks: Clocks) -> Names:
    """All names that can be looked up in ``clocks``, cached."""
    return Names(clocks)
