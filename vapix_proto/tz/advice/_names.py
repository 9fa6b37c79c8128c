"""Looks up zones, places, countries and Windows zones by name, tolerating differences in spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from vapix_proto.tz.advice._beside_names import ABBREVIATION_MAX, ADJECTIVES, NO_ENDS, SHARED_ENDS
from vapix_proto.tz.advice._data import known_names, windows_zones
from vapix_proto.tz.advice._named import Named, within
from vapix_proto.tz.advice._regions import TOWN, Region, Regions
from vapix_proto.tz.advice._spelling import key, letters_of, opposite, slips_between

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._clocks import Clocks

_SEASON = re.compile(r"\b(?:standard|daylight|summer)\s+time\b", re.IGNORECASE)
_ZONE = re.compile(r"(?<=time) ?zone\s*$", re.IGNORECASE)
_PARENTHESES = re.compile(r"\s*\(([^)]*)\)")
#: Parts of zone.tab comments that are not places: abbreviations, areas and times.
_NO_PLACE = re.compile(r".* - .*|[A-Z+0-9]+ .*|[A-Z]{2}|Eastern|Central|Mountain|Pacific|.* [Tt]ime")
_WORDS = re.compile(r"\b[A-Za-z]{2,5}\b")
#: In Etc/GMT-x, a number is misspelt.
_NUMBER = re.compile(r"\d|GMT[+-]", re.IGNORECASE)
_GAPS = re.compile(r"[\W_]+")
#: What East becomes if it loses a letter.
_EAST = re.compile("(?<!w)est")
#: Final parts of names that mean nothing on their own, as in Brazil/East.
_NO_NAMES = frozenset(("East", "West", "North", "South", "Center", "Continental", "General"))


class Names:
    """All names by which the zones of one or more databases can be looked up."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self._entries: dict[str, list[Named]] = {}
        for name in clocks.order:
            parts = name.split("/")
            for first in range(len(parts)):
                # Etc/GMT+5 is looked up only by its full name, because GMT+5 alone may mean the opposite offset.
                if first and (parts[0] == "Etc" or parts[-1] in _NO_NAMES):
                    break
                self._add("/".join(parts[first:]), (name,), "place" if first else "zone", name)
        for kind, name, zones in known_names():
            if kind == "place":
                self._add_place(name, zones)
        self._regions = Regions(clocks, self._add_countries())
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
            elif kind == "country":
                self._add_country(name, zones)
        for meanings in self._regions.by_key.values():
            for region in meanings:
                for named in region.named() if region.of == "state" else ():
                    self._add(region.name, named.zones, "state", named.name)
        others = frozenset(self._entries)
        for kind, name, zones in known_names():
            if kind == "city":
                self._add_place(name, zones)
        #: Names that misspelt ones are not compared with, because they resemble those of too many other towns.
        self._cities = frozenset(self._entries) - others
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

    def _add_place(self, name: str, zones: tuple[str, ...]) -> None:
        self._add(name, zones, "place")
        # Asia/Mumbai does not exist, but people write it.
        for area in dict.fromkeys(zone.partition("/")[0] for zone in zones):
            if key(f"{area}/{name}") not in self._entries:
                self._add(f"{area}/{name}", tuple(zone for zone in zones if zone.startswith(area)), "place")

    def _add_countries(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Adds the countries, and returns their names and zones by their codes."""
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
            # Korea (South), and Trinidad & Tobago.
            turned = re.sub(r"(.*) \((.*)\)", r"\2 \1", country)
            plain = _PARENTHESES.sub("", country)
            for spelt in dict.fromkeys([country, turned, plain, *plain.split(" & ")]):
                self._add(spelt, tuple(zones.get(code, ())), "country", country)
        known = {code: tuple(filter(self.clocks.files.__contains__, some)) for code, some in zones.items()}
        return {code: (country, known[code]) for code, country in countries.items() if known.get(code)}

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
            return self._in_regions(city, whole) if text.count(",") <= _COMMAS_MAX else []
        # Europe/Germany and Germany/Berlin do not exist, but people write them.
        area, slash, place = text.rpartition("/")
        if slash:
            whole = area.rpartition("/")[2]
            if any(each.of == "state" for each in self._meanings(key(whole))):
                return self._in_regions(place, whole)
            return self._regions.lying_in(self.named(place), self.zones_in(area.lower()), self._overseas(area))
        # "Birmingham AL" and "San Juan Puerto Rico": no comma, so both parts must be known, codes in capitals.
        for city, whole in self._split(text):
            if self._regions.knows(city, self._meanings(key(whole))) or self.named(city):
                return self._in_regions(city, whole, may_be_unknown=self._may_precede(city, whole))
        return []

    def in_region(self, text: str) -> list[Named]:
        """The states or countries in a text such as ``Portland ME`` or ``Mexico/León``, with a place that is not known.

        The place must be written with a capital letter, or be a single word.
        """
        area, slash, place = text.rpartition("/")
        if slash:
            unknown = place.lower() not in ADJECTIVES and not self.named(place)
            return self._in_regions(place, area, may_be_unknown=unknown)
        for city, whole in self._split(text):
            if city[0].isupper() or (" " not in city and len(city) >= _WORD_MIN):
                return self._in_regions(city, whole, may_be_unknown=self._may_precede(city, whole))
        return []

    def _split(self, text: str) -> Iterator[tuple[str, str]]:
        """The ways to split a text at a space into a place and a known state or country; codes must be in capitals."""
        plain = text.count(" ") in range(1, _SPACES_MAX + 1) and TOWN.fullmatch(text) and " and " not in text.lower()
        for space in re.finditer(" ", text) if plain else ():
            city, whole = text[: space.start()], text[space.end() :]
            if (len(whole) > _CODE_MAX or whole.replace(".", "").isupper()) and self._meanings(key(whole)):
                yield city, whole

    def zones_in(self, area: str) -> set[str]:
        """The zones in an area or country; the country may follow an area, as in ``South America/Argentina``."""
        around = self._entries.get(key(area.rpartition("/")[2]), ())
        start = f"{area}/".lower()
        names = (zone for zone in self.clocks.order if zone.lower().startswith(start))
        return {*names, *(zone for each in around for zone in each.zones)}

    def _may_precede(self, words: str, whole: str) -> bool:
        """Whether words before the name of a state or country may be the name of a place that is not known in it."""
        several = " " in words
        last = key(words.rpartition(" ")[2])
        if last in (NO_ENDS if several else ADJECTIVES) or (words.isupper() and len(words) <= ABBREVIATION_MAX):
            return False
        meanings = self._meanings(key(whole))
        countries = any(each.of == "country" for each in self.named(words))
        return any(each.of == "state" or not (countries or each.name in SHARED_ENDS) for each in meanings)

    def _meanings(self, region: str) -> list[Region]:
        """The states and countries with this name or code, states first."""
        found = self._regions.by_key.get(region, [])
        named = (each for each in self._entries.get(region, ()) if each.of == "country")
        return [*found, *(each for each in map(self._regions.country, named) if each not in found)]

    def _overseas(self, area: str) -> set[str]:
        """The zones of the territories, such as Guam, of a country at the end of ``area``."""
        return {zone for each in self._meanings(key(area.rpartition("/")[2])) for zone in each.overseas}

    def _is_spelt(self, area: str, gap: str, place: str) -> bool:
        """Whether an area is spelt correctly, and whether the place (or, with a slash, the abbreviation) is, too."""
        code = gap == "/" and place.isupper() > area.isupper()
        return key(area) in self._entries and (code or key(place) in self._entries or place.title() in _NO_NAMES)

    def _is_word(self, word: str) -> bool:
        """Whether a word is a correctly spelt state, country, code, abbreviation or direction."""
        return bool(self._meanings(word)) or word in self._designations or word.title() in _NO_NAMES

    def _in_regions(self, city: str, whole: str, *, may_be_unknown: bool = True) -> list[Named]:
        """The zones of a city in a region (Chicago, IL) or, if no such city is known, of the region (Paris, TX)."""
        meanings = self._meanings(key(whole))
        if not meanings or key(city) in self._designations:
            return []
        # "TX, USA" has no city.
        codes = self._regions.by_key.get(key(city), ()) if city.strip().isupper() else ()
        found = self.named(city) or [each for region in codes for each in region.named()]
        whole = whole.strip()
        unknown = may_be_unknown and TOWN.fullmatch(city) is not None
        known = self._regions.in_regions(city, found, whole, meanings, may_be_unknown=unknown)
        # "Seattle, PT": PT may also stand for Pacific Time.
        times = {zone for each in self._entries.get(key(whole), ()) if each.of == "time" for zone in each.zones}
        if there := within([each for each in found if each.of in ("place", "zone")], times):
            others = (each.replace(of="state", tier=each.tier + 1) for each in known)
            return [*there, *(each.provided(f"{whole} stands for it") for each in others)]
        return known

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
            self._letters = {each: letters_of(each) for each in self._entries if each not in self._cities}
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


_CODE_MAX = 3
#: Three commas separate a city, county, state and country.
_COMMAS_MAX = 3
_SPACES_MAX = 5
#: "for Germany" names no place, but "columbus ohio" does.
_WORD_MIN = 4
#: The longest zone name has 32 characters, and the longest Windows name, with its places, has 60.
_NAME_MAX = 64


@lru_cache(maxsize=8)
def names(clocks: Clocks) -> Names:
    """All names that can be looked up in ``clocks``, cached."""
    return Names(clocks)
