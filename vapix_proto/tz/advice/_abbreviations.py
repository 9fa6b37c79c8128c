"""Finds the zones that use an abbreviation such as CST, with or without an offset beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from vapix_proto.tz.advice._by_name import clocks_of, shows, size_of, unwrapped, without_offset
from vapix_proto.tz.advice._data import abbreviations, renown
from vapix_proto.tz.advice._names import names
from vapix_proto.tz.advice._signs import MOST, UTC, fixed, may_mean
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.clock.calendar import DAY
from vapix_proto.tz.diagnosis.designations import stands_for
from vapix_proto.tz.dialect import TZIF_V3
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vapix_proto.tz.advice._clocks import Clocks
    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone

_ABBREVIATION = re.compile(r"[^\W\d_]{3,6}")
# What follows the designation in "CET time zone". "UTC time" is left alone.
_TIME = re.compile(r"(?<!UTC)(?<!GMT)\stime(?:\s?zone)?$", re.IGNORECASE)
# CST (China), IST/India, India Standard Time (IST) and US/EST: an abbreviation beside a place, country or area.
_FIRST = re.compile(r"([A-Z]{3,6})[\s(,/-](?=[^0-9]+$)")
_LAST = re.compile(r"[\s(,/-]([^\W\d_]{3,6})\)?$")
# CET/CEST, CET or CEST, and CET (CEST).
_BOTH = re.compile(r"(?P<std>[A-Z]{3,6})(?:\s*[/,&|(]\s*|\s+(?:(?:or|and)\s+)?)(?P<dst>[A-Z]{3,6})\)?")
# EST-0500, EST (-05:00) and CET +1, with an ISO 8601 offset; CET0100, without a sign; CET 1, which has lost its plus.
_WITH_OFFSET = re.compile(
    r"(?P<name>[A-Za-z]{3,6})\s*\(?(?P<sign>[+-]|(?=[0-9]{4}$)|(?P<lost>(?<= )))"
    r"(?P<hours>[01]?[0-9])(?:[:.]?(?P<minutes>[0-5][0-9]))?\)?"
)
# -0500 (EST), from the header of an e-mail.
_OFFSET_FIRST = re.compile(r"^(?P<offset>[+-][01][0-9]:?[0-5][0-9])\s*\(?(?P<name>[A-Za-z]{3,6})\)?$")
#: If no zone uses a designation any more, zones that stopped at least this long before the last one are ignored.
_YEAR = 366 * DAY
FOREVER = 2**62


def abbreviated(question: Question) -> Iterator[Suggestion]:
    """The strings of all zones that use the designation or pair of designations in the input.

    If the input is one designation and a place, only zones in that place are considered.
    """
    text = unwrapped(question.text)
    alone = _TIME.sub("", text)
    # A capitalised word is a name.
    if _ABBREVIATION.fullmatch(alone) and not alone.istitle():
        yield from meanings(question, alone.upper())
    name, utoff = without_offset(text) if _BOTH.match(text) else ("", None)
    if (both := _BOTH.fullmatch(name)) is not None:
        texts = {each.text for each in meanings(question, both["dst"]) if utoff is None or shows(each.text, utoff)}
        yield from (each for each in meanings(question, both["std"]) if each.text in texts)
    for match in filter(None, (_FIRST.match(text), _LAST.search(text))):
        name = match[1].upper()
        # West Africa does not use Western European Summer Time.
        word = match[1].istitle() or name in ("EAST", "WEST")
        if not word and (name in _shown(question.clocks) or name in abbreviations()):
            place = f"{text[: match.start()]}{text[match.end() :]}".strip(" (),/-")
            there = meanings(question, name, among=names(question.clocks).zones_in(place))
            yield from (each.replace(kind="zone") for each in there)


def with_offset(question: Question) -> Iterator[Suggestion]:
    """The strings of the zones that use a designation and whose UTC offset is the one written beside it.

    The sign of the offset is read as in ISO 8601. First come zones that use the designation at this offset, then zones
    that use it in one season and have the offset in the other, as New York does with EST and UTC-4.

    After UTC or GMT, the sign of the offset is certain. In that case, if no zone uses the designation at the offset,
    either the designation or the offset must be wrong, so the zones that use the designation follow if their offset is
    near, and after them a fixed clock with the offset.
    """
    text = unwrapped(question.text)
    if question.dialect._reader.recognises(text):
        return  # TZ=EST-5 is a TZ string, so its sign does not follow ISO 8601
    name, utoff = without_offset(text)
    match = _WITH_OFFSET.fullmatch(_OFFSET_FIRST.sub(r"\g<name> \g<offset>", text))
    if utoff is not None and _ABBREVIATION.fullmatch(name):
        utoffs = [utoff]
    elif match is not None:
        size = size_of(match)
        name, utoffs = match["name"], {"+": [size], "-": [-size], "": [size, -size]}[match["sign"]]
        if match["lost"] is not None:
            # PST 8 may be California's time or that of the Philippines. BRT 3 can only be a TZ string.
            said = stands_for(LocalTimeType(size, False, name.upper()))
            either = {size, -size} <= {*said} or not (said or any(meanings(question, name.upper(), size)))
            utoffs = utoffs if either else [size]
    else:
        return
    designation = name.upper()
    found = [each for east in utoffs for each in meanings(question, designation, east)]
    if len(utoffs) > 1:
        found.sort(key=lambda each: -renown()[each.zones[0]])
    others = [] if UTC.fullmatch(designation) else list(meanings(question, designation))
    yield from found
    for each in others:
        # The offset may be one that the zone no longer has, as in TRT +2: Turkey was at UTC+2 until 2016.
        lately = (question.clocks.shown_lately(name, utoffs[0], question.at) for name in each.zones[:1])
        if shows(each.text, utoffs[0]) or any(lately):
            yield each
    if not found and match is None and name.isascii() and (others or UTC.fullmatch(designation)):
        # In AST UTC+3, AST is Arabian time, which has nothing to do with Atlantic Standard Time.
        possible = abs(utoffs[0]) <= MOST
        read = ((each, TZIF_V3._reader.read(each.text)) for each in others)
        near = (each for each, zone in read if zone and may_mean(question, utoffs[0], zone.std.utoff))
        yield from near if possible else others
        if possible:
            reason = f"{distance(utoffs[0])}, if the offset is right and {designation} is wrong"
            yield from question.answers(fixed(utoffs[0]), reason, "notation")


def opposite(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """The zones that use a string's designation at another offset, if none uses it at the string's offset (CET+1)."""
    name, utoff = zone.std.designation.upper(), zone.std.utoff
    if zone.dst is None and name.isalpha() and not UTC.fullmatch(name) and not any(meanings(question, name, utoff)):
        said = stands_for(zone.std)
        near = [] if -utoff in said else [east for east in said if may_mean(question, utoff, east)]
        for east in (-utoff, *near):
            yield from meanings(question, name, east)
        # CEST-1 and EDT5: a designation of daylight saving time with the offset of standard time.
        others = () if said else meanings(question, name)
        yield from (each for each in others if shows(each.text, utoff) or shows(each.text, -utoff))


def meanings(
    question: Question, designation: str, utoff: int | None = None, among: Collection[str] | None = None
) -> Iterator[Suggestion]:
    """The strings of all zones that use a designation or, if none does now, of the zones that used it last.

    Args:
        question: The input and settings that the suggestions are based on.
        designation: The designation, in capital letters.
        utoff: The UTC offset that the zones must have in standard or daylight saving time, or None for any offset.
        among: The zones to choose from, or None for all zones.
    """
    clocks = question.clocks
    now: list[str] = []
    once: list[tuple[str, int]] = []
    for name, last in _shown(clocks).get(designation, ()):
        if among is not None and name not in among:
            continue
        # A footer may describe a law that is not in force yet.
        zones = clocks.in_force(name, question.at, question.dialect).zone, clocks.files[name].footer
        kinds = [kind for zone in zones for kind in (zone.std, zone.dst) if kind is not None]
        if any(kind.designation.upper() == designation and utoff in (None, kind.utoff) for kind in kinds):
            now.append(name)
        elif utoff is None:
            once.append((name, last))
    other = [name for name in abbreviations().get(designation, ()) if name in clocks.files and name not in now]
    strings = {name: clocks.in_force(name, question.at, question.dialect).zone for name in (*other, *(among or ()))}
    kept = {strings[name] for name in other if utoff in (None, strings[name].std.utoff)}
    # ICT is the time in Bangkok, and Vietnam keeps the same time.
    also = [name for name in (other if among is None else among) if strings[name] in kept]
    yield from clocks_of(question, now, "abbreviation", lambda meant: f"{designation} in {listed(meant)}")
    yield from clocks_of(question, also, "abbreviation", lambda meant: f"{designation} for the time in {listed(meant)}")
    if once and not now and not also:
        latest = max(last for _, last in once)
        names = [name for name, last in once if last > latest - _YEAR]
        reason = f"which used to show {designation}"
        yield from clocks_of(question, names, "abbreviation", lambda meant: f"the clock of {listed(meant)}, {reason}")


@lru_cache(maxsize=8)
def _shown(clocks: Clocks) -> Mapping[str, list[tuple[str, int]]]:
    """The zones that have used each designation since 1970, and when each last did. The keys are in capital letters."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in clocks.order:
        file = clocks.files[name]
        last = {kind.designation.upper(): at for at, kind in zip(file.times, file.shown, strict=True) if at > 0}
        last |= {kind.designation.upper(): FOREVER for kind in (file.footer.std, file.footer.dst) if kind is not None}
        for designation, at in last.items():
            found.setdefault(designation, []).append((name, at))
    return found
