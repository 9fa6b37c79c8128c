"""Finds zones by path, by zone name in any capitalisation, by place, country or Windows name, or by misspelt name."""

from __future__ import annotations

import re
from functools import partial, reduce
from operator import itemgetter

from vapix_proto.errors import shown
from vapix_proto.tz.advice._data import abbreviations, renown
from vapix_proto.tz.advice._misspelt import likely
from vapix_proto.tz.advice._named import Named, within
from vapix_proto.tz.advice._names import names
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.diagnosis import designations, wrappings
from vapix_proto.tz.dialect import TZIF_V3
from vapix_proto.tz.limits import HOUR

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vapix_proto.tz.advice._clocks import Clocks
    from vapix_proto.tz.advice._names import Names
    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone

# A prefix of a zone name: the folders in /usr/share/zoneinfo/posix/Europe/Paris, with slashes or backslashes, or the
# TZ_ in TZ_Europe_Paris, a spelling from the ESP8266.
_FOLDERS = re.compile(r"^:?(?:TZ_|(?:.*[/\\]zoneinfo[/\\])?[/\\]?(?:(?:posix|right)[/\\])?)", re.IGNORECASE)
#: The minutes that the digits after a decimal point or comma stand for. No offset has 18 or 27 minutes, so 5.30 is 5:30
#: and 5.45 is 5:45.
MINUTES = {"0": 0, "00": 0, "25": 15, "30": 30, "45": 45, "5": 30, "50": 30, "75": 45}
FRACTION = "|".join(MINUTES)
# (GMT+01:00) Amsterdam, GMT+1 Amsterdam, Moscow (UTC+3), India (UTC+5.5) and GMT+0100 (Central European Standard Time).
_SIZE = rf"(?P<hours>[0-9]{{1,2}})(?::?(?P<minutes>[0-9]{{2}})|[.,](?P<fraction>{FRACTION})(?![0-9]))?"
_OFFSET_MEANT = re.compile(rf"(?:UTC|GMT)\s*(?P<sign>[+\u2212-])\s*{_SIZE}", re.IGNORECASE)
_OFFSET = re.sub(r"\?P<\w+>", "?:", _OFFSET_MEANT.pattern)
_IN_PARENTHESES = rf"[(\[]\s*(?:{_OFFSET}|UTC|GMT)\s*[)\]]"
_UTC_BESIDE = re.compile(r"\(\s*(?:UTC|GMT)\s*\)", re.IGNORECASE)
_OFFSET_BESIDE = re.compile(
    rf"^\s*(?:{_IN_PARENTHESES}|{_OFFSET}\s)\s*(?=\S)|\s*{_IN_PARENTHESES}\s*$|\s+{_OFFSET}\s*$", re.IGNORECASE
)
# A name with an offset beside it, but without UTC: Sydney +10, Tokyo+9, Lima (-5), Berlin 1 and +10 Sydney.
_SIGN = r"(?P<sign>[+\u2212-]|(?<=\s))"
_BARE_OFFSETS = (
    re.compile(rf"(?<=[^\W\d_.)])[\s,:]{{0,2}}\(?{_SIGN}\s?{_SIZE}\)?$"),
    re.compile(rf"^\(?(?P<sign>[+\u2212-])\s?{_SIZE}\)?[\s,:]\s?(?=[^\W\d_])"),
)
_NAME_IN_PARENTHESES = re.compile(rf"(?:^|\s){_OFFSET}\s*\(([^()]+)\)\s*$", re.IGNORECASE)
_BESIDE = re.compile(r"\s\(([^()\"']+)\)\s*$|\s-\s([^-]+)$")
# Etc/GMT-5:30 does not name Etc/GMT-5.
_AREA_AND_PLACE = re.compile(r"\bTZ_[A-Z]\w+|[A-Za-z_]+(?:/[A-Za-z0-9_+-]++)++(?!(?<=[0-9])[:.,][0-9])")
# The value of a time zone setting, up to the closing quote, the next tag or the end of the line. A value such as -300
# is skipped because it may count minutes, and TZNAME because in iCalendar it does not name a zone.
_SETTING = (
    r"""(?:(?<![a-z0-9])(?:my|posix)?TZ(?:ID|_INFO)?|time[_ -]?zone(?:[_-]?(?:(?:key)?name|id|desc|offset)"""
    r"""|\s+-(?:name|id))?"""
    r"""|(?:gmt|utc)[_ -]offset|zone_?name|tzutil(?:\.exe)?\s+/s)["']?\[?\]?"""
)
_COMMANDS = r"(?:(?<=set[ -]timezone)|(?<=option timezone)|(?<=option zonename)|(?<=system time-zone)|(?<=^timezone))"
_SET_TO = rf"""(?:\s*[=:>]\s*|\s+to\s+|(?<=["']),\s*|\s+(?=["'])|{_COMMANDS} +)"""
_SET_VALUE = r"""(?:"([^"\n]+)"|'([^'\n]+)'|((?![+-]?[0-9]{3}\b)[^\s"'<][^"'\n;{}<>]*))"""
# Calls such as configTzTime("CET", "pool.ntp.org"), setTZ(F("CET")) and configTzTime(CET, ...), but not
# configTzTime(MYTZ, ...).
_CALL = (
    r"""(?:TZ|time_?zone|configTime|set(?:Location|Posix)|Zone(?:Info|Id\.of))\w{0,16}\(\s*(?:F\(\s*)?(?:"([^"\n]+)"|'([^'\n]+)'"""
    r"|(?!\w*TZ)((?-i:[A-Z]{3,5}))(?=\s*[,)]))"
)
_VALUE = re.compile(f"{_SETTING}{_SET_TO}{_SET_VALUE}|{_CALL}", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;|()\n]|\band\b|\s[:-]\s)\s*")
_PARTS_MAX = 8
_ENDS = "".join(wrappings.QUOTES | wrappings.TERMINATORS | wrappings.CLOSINGS) + " \t\r\n"
_OPENWRT = re.compile(r"(?:option\s+|\.)(timezone|zonename)(?:\s+|=)['\"]?([^'\"\n]+)", re.IGNORECASE)
# What may come first in a Windows name: AUS, SA, W.
_CODE_FIRST = re.compile(r"(?!GMT|UTC)(?:[A-Z]\.|[A-Z]{2,3})[ /_-]", re.IGNORECASE)
# Etc/GMT +5 means the zone Etc/GMT+5.
_NO_LABEL = re.compile(rf"(?:\b(?:{designations.UTC})|\b[A-Z])$|^Etc\b", re.IGNORECASE)
_ETC = re.compile(r"Etc/GMT[+-]")


def unwrapped(text: str) -> str:
    """The text without the quotes, commands and line breaks that were copied with it."""
    text = text.strip(_ENDS) if "(" not in text else text.strip()
    for _ in range(4):
        opening = wrappings.OPENING.match(text)
        if opening is None:
            break
        text = text[opening.end() :].strip(_ENDS)
    return text


def named(question: Question) -> Iterator[Suggestion]:
    """The strings of the zones that the input names, regardless of case, spaces and punctuation."""
    known = names(question.clocks)
    yield from _looked_up(question, lambda text: known.named(text) or _of_windows(known, text), "")


def _of_windows(known: Names, text: str) -> list[Named]:
    """The Windows zone in text such as ``AUS Eastern`` and ``W. Europe``, which lacks only the words Standard Time."""
    found = known.named(f"{text} Standard Time") if _CODE_FIRST.match(text) else []
    return [each for each in found if each.of == "windows"]


def slipped(question: Question) -> Iterator[Suggestion]:
    """The zone whose name is one letter off the input's ``area/place``: America/Monterrey for America/Monterey."""
    known = names(question.clocks)

    def look_up(text: str) -> list[Named]:
        places = known.named(text) if "/" in text else []
        invented = places and all(each.of == "place" for each in places)
        return [each for each in known.near(text) if each.of == "zone"] if invented else []

    yield from _looked_up(question, look_up, shown(question.text, 24))


def misspelt(question: Question) -> Iterator[Suggestion]:
    """The strings of the zones whose names the input misspells."""
    known = names(question.clocks)
    yield from _looked_up(question, lambda text: likely(known, text, known.near(text)), shown(question.text, 24))


def in_region(question: Question) -> Iterator[Suggestion]:
    """The strings of the state or country that follows the name of a place that is not known: Portland ME."""
    yield from _looked_up(question, names(question.clocks).in_region, "")


def value(text: str) -> str:
    """The value that all time zone settings in the text have; empty if it has no settings or their values differ."""
    values = {"".join(match.groups("")).strip(" \t\r,") for match in _VALUE.finditer(text)}
    return values.pop() if len(values) == 1 else ""


def contradictory_settings(text: str) -> tuple[str, str] | None:
    """The values of ``zonename`` and ``timezone`` in a configuration of OpenWrt, which should mean the same clock."""
    found = {match[1].lower(): match[2] for match in _OPENWRT.finditer(text)}
    return (found["zonename"], found["timezone"]) if len(found) > 1 else None


def inside(question: Question) -> Iterator[Suggestion]:
    """The strings of the zones whose names appear in input such as a command or a configuration line."""
    look_up, spelt = names(question.clocks).named, value(question.text)
    text = question.text.replace(spelt, spelt.replace(" ", "_")) if look_up(spelt) else question.text
    found = [_FOLDERS.sub("", name) for name in _AREA_AND_PLACE.findall(text)]
    known = dict.fromkeys(zone for name in found for each in look_up(name) if each.of == "zone" for zone in each.zones)
    yield from clocks_of(question, known, "zone", lambda meant: f"the clock of {listed(meant)}, which the text names")


def size_of(match: re.Match[str]) -> int:
    """The total, in seconds, of a match's groups ``hours``, ``minutes`` and ``fraction``; the last two are optional."""
    parts = match.groupdict()
    minutes = int(parts["minutes"] or 0) + MINUTES.get(parts.get("fraction") or "", 0)
    return int(parts["hours"]) * HOUR + minutes * 60


def without_offset(text: str) -> tuple[str, int | None]:
    """Splits a label such as ``Moscow (UTC+3)`` into a name and a UTC offset, which is None if missing."""
    name = _NAME_IN_PARENTHESES.search(text)
    beside = _OFFSET_MEANT.search(text)
    utoff = None
    if beside is not None:
        utoff = size_of(beside) if beside["sign"] == "+" else -size_of(beside)
    elif _UTC_BESIDE.search(text):
        utoff = 0
    return name[1] if name else _OFFSET_BESIDE.sub("", text), utoff


def _looked_up(question: Question, look_up: Callable[[str], list[Named]], misspelt: str) -> Iterator[Suggestion]:
    text, utoff = without_offset(wrappings.LOST_PLUS.sub("+", unwrapped(question.text)))
    text = _FOLDERS.sub("", text)
    meant = _meant(question, look_up, text)
    if not meant and utoff is None:
        meant, utoff = _beside_bare_offset(question, look_up, text)
    yield from _clocks_of_names(question, meant, utoff, misspelt)


def _beside_bare_offset(
    question: Question, look_up: Callable[[str], list[Named]], text: str
) -> tuple[list[Named], int | None]:
    """What the name in a label such as ``Sydney +10`` means, and the UTC offset beside it.

    The name must have a zone with this offset or, failing that, with the opposite offset. Designations and names for
    UTC are left to other functions.
    """
    match = next(filter(None, (pattern.search(text) for pattern in _BARE_OFFSETS)), None)
    name = "" if match is None else text[: match.start()] + text[match.end() :]
    known = designations.USUAL_HOURS.keys() | abbreviations().keys()
    if match is None or _NO_LABEL.search(name) or name.upper() in known:
        return [], None
    size = -size_of(match) if match["sign"] in ("-", "\u2212") else size_of(match)
    meant = _meant(question, look_up, name)
    for utoff in (size, -size):
        had = partial(question.clocks.shown_lately, utoff=utoff, at=question.at)
        if found := within(meant, {zone for each in meant for zone in each.zones if had(zone)}):
            return found, utoff
    return [], None


def _meant(question: Question, look_up: Callable[[str], list[Named]], text: str) -> list[Named]:
    """What the text names as a whole or, failing that, in its parts, best known first."""
    # "Pacific Time (US & Canada); Tijuana" has two parts, and so has "United States-Eastern Time".
    parts = [part for part in _PARTS.split(text) if part], text.split("; "), text.split("-")
    # Guam (USA) and Guam - USA are Guam, USA.
    beside = _BESIDE.search(text)
    whole = look_up(text) or (look_up(f"{text[: beside.start()]}, {beside[1] or beside[2]}") if beside else [])
    meant = whole or next(filter(None, (_of_parts(each, look_up, question.clocks) for each in parts)), [])
    return sorted(meant, key=lambda each: (each.tier, _fame(question, each)))


def _clocks_of_names(question: Question, meant: list[Named], utoff: int | None, misspelt: str) -> Iterator[Suggestion]:
    """The strings of the zones that the names in ``meant`` stand for, those with the UTC offset ``utoff`` first."""
    clocks = question.clocks
    found: list[tuple[int, Suggestion]] = []
    for each in meant:
        # A label may be older than the present law: (GMT-03:00) Greenland.
        had = tuple(zone for zone in each.zones if utoff is None or clocks.shown_lately(zone, utoff, question.at))
        others = tuple(zone for zone in each.zones if zone not in had)
        if each.of in ("place", "country") and had:
            others = ()  # a namesake or a part of the country with another offset
        for zones, tier in ((had, 0), (others, 2)):
            # Rank the zones of a country or state together. For any other name, the first zone is the likeliest.
            for some in [zones] if each.of in ("country", "state") else [(zone,) for zone in zones]:
                strings = (str(clocks.in_force(zone, question.at, question.dialect).zone) for zone in some)
                now = utoff is None or any(shows(string, utoff) for string in strings)
                answers = clocks_of(question, some, "zone", partial(_reason, question, misspelt, each))
                found += [(tier or 1 - now, answer) for answer in answers]
    yield from (answer for _, answer in sorted(found, key=itemgetter(0)))


def _fame(question: Question, named: Named) -> int:
    """A sort key for namesakes: US/Pacific comes before Canada/Pacific, Korea (South) before Korea (North)."""
    links = question.clocks.links
    zones = {"country": named.zones, "place": named.zones[:1], "zone": named.zones}.get(named.of, ())
    return -sum(renown()[links.get(zone, zone)] for zone in zones)


def shows(text: str, utoff: int) -> bool:
    """Whether a string has this UTC offset in standard or daylight saving time."""
    zone = TZIF_V3._reader.read(text)
    return zone is not None and utoff in (zone.std.utoff, zone.dst and zone.dst.utoff)


def _of_parts(parts: list[str], look_up: Callable[[str], list[Named]], clocks: Clocks) -> list[Named]:
    """The zones that all parts of the input share, or the zones of each part if they share none.

    The parts of "Sydney, Australia" share one zone; the parts of "London, Paris" share none.
    """
    found = [look_up(part) for part in parts] if len(parts) in range(2, _PARTS_MAX + 1) else []
    if not found or not all(found):
        return []
    zones = [{zone for each in part for zone in each.zones} for part in found]
    common = set.intersection(*zones)
    if any(all(each.of == "place" for each in part) for part in found):
        common = reduce(clocks.alike, zones)
    meant = [each for part in found for each in part]
    if common:
        return within(meant, common)
    # "Santiago, Spain" does not mean Santiago in Chile.
    kinds = [{each.of for each in part} - {"zone", "windows"} for part in found]
    if len(kinds) == 2 and kinds[1] <= {"country", "state"} and not kinds[0] & kinds[1]:
        return []
    # "London, Paris" does not mean London in Canada.
    return [each.replace(zones=each.zones[: 1 if each.of == "place" else None]) for each in meant]


def _reason(question: Question, misspelt: str, named: Named, meant: list[str]) -> str:
    if not misspelt:
        return _clause(question, named, meant)
    clause = _clause(question, named, meant) if named.of in ("zone", "place") else f"the clock of {listed(meant)}"
    return f"{clause}, if {misspelt} stands for {'the Windows name ' * (named.of == 'windows')}{named.name}"


def _clause(question: Question, named: Named, meant: list[str]) -> str:
    zones = listed(meant)
    if named.of in ("country", "state", "time"):
        return f"{named.name}: the clock of {zones}"
    if named.of == "windows":
        return f"{named.name} is the Windows name for the clock of {zones}"
    target = question.clocks.links.get(meant[0])
    if target is not None and not _ETC.match(meant[0]):
        return f"the clock of {meant[0]}, another name for {target}"
    if _ETC.match(meant[0]):
        utoff = question.clocks.files[meant[0]].footer.std.utoff
        return f"the clock of {meant[0]}, {distance(utoff)}: names in Etc count hours west of Greenwich"
    return f"the clock of {zones}"


def clocks_of(
    question: Question, zones: Iterable[str], kind: str, reason: Callable[[list[str]], str]
) -> Iterator[Suggestion]:
    """Suggests the strings in force in ``zones``, each string once, starting with the string of the best-known zones.

    Of two strings whose zones are equally well known, one that will always be right for those zones comes first.

    Args:
        question: The input and settings that the suggestions are based on.
        zones: The zone names.
        kind: The kind of suggestion.
        reason: A function that returns the reason to give for zones that share a string.
    """
    groups: dict[tuple[PosixTimeZone, str], list[str]] = {}
    for name in sorted(zones, key=question.clocks.rank.__getitem__):
        found = question.clocks.in_force(name, question.at, question.dialect)
        groups.setdefault((found.zone, found.but), []).append(name)

    def place(group: tuple[tuple[PosixTimeZone, str], list[str]]) -> tuple[int, bool, int]:
        (_, but), meant = group
        return -sum(map(renown().__getitem__, meant)), but != "", -len(meant)

    for (zone, but), meant in sorted(groups.items(), key=place):
        yield from question.answers(zone, reason(meant) + (f", {but}" if but else ""), kind, meant)
