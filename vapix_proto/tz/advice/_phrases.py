"""Reads short descriptions of a time zone in words, such as ``5 hours behind UTC`` and ``UTC+1 with DST``."""

from __future__ import annotations

import re

from vapix_proto.tz.advice._by_name import size_of, unwrapped
from vapix_proto.tz.advice._names import names
from vapix_proto.tz.advice._notations import PRODUCT, calculated
from vapix_proto.tz.advice._rules_left_out import with_offsets
from vapix_proto.tz.advice._signs import ADVANCES, MOST, fixed
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion

_HOURS = r"(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-5][0-9]))?"
_UTC = r"(?:UTC|GMT)"
# UTC minus 5, and Etc/UTC+8, which is not a zone.
_SPELT_OUT = re.compile(
    rf"(?:Etc/UTC\s*(?=[+-])|{_UTC}\s+(?=[a-z]))(?P<sign>[+-]|plus|minus)\s*{_HOURS}", re.IGNORECASE
)
# 5 hours behind UTC.
_AWAY = re.compile(
    rf"{_HOURS}\s*(?:h|hrs?|hours?)\s+(?P<sign>ahead\s+of|behind|east\s+of|west\s+of)\s+(?:{_UTC}|Greenwich)",
    re.IGNORECASE,
)
# UTC+1/UTC+2, UTC-5/-4, UTC+1 (winter) UTC+2 (summer), and UTC+1 with DST.
_SEASON = r"(?:\s*\(?(?:winter|summer|standard|daylight|DST)\)?)?"
_TWO = re.compile(
    rf"{_UTC}\s*(?P<sign>[+-])\s*{_HOURS}(?:{_SEASON}\s*[/,]?\s*(?:{_UTC}\s*)?"
    rf"(?P<sign2>[+-])\s*(?P<hours2>[0-9]{{1,2}})(?::?(?P<minutes2>[0-5][0-9]))?{_SEASON}"
    r"|[\s,]+with\s+(?:DST|daylight\s+savings?(?:\s+time)?|summer\s+time))",
    re.IGNORECASE,
)
# In Arduino's NTPClient, the seconds east of UTC follow the server's name.
_NTP_CLIENT = re.compile(rf"\bNTPClient\s+\w+\(\s*\w+\s*,\s*(?:\"[^\"]*\"\s*,\s*)?([+-]?{PRODUCT})\s*[,)]")


def described(question: Question) -> Iterator[Suggestion]:
    """The strings for a description in words, or for the name of a place with the place's TZ string after it."""
    text = unwrapped(question.text)
    if (match := _SPELT_OUT.fullmatch(text) or _AWAY.fullmatch(text)) is not None and size_of(match) <= MOST:
        behind = match["sign"].lower().startswith(("-", "minus", "behind", "west"))
        utoff = -size_of(match) if behind else size_of(match)
        yield from question.answers(fixed(utoff), f"{distance(utoff)}, as in the text", "notation")
    elif (match := _TWO.fullmatch(text)) is not None:
        first, *others = _offsets(match)
        std, dst = min([first, *others]), max([first + ADVANCES[1]] if not others else [first, *others])
        for each in with_offsets(question, std, dst) if dst - std in ADVANCES else ():
            yield each.replace(kind="notation", reason=f"{each.reason}; the text gives no rules")
    elif (match := _NTP_CLIENT.search(text)) is not None:
        utoff = calculated(match[1])
        if abs(utoff) <= MOST and utoff % 900 == 0:
            yield from question.answers(fixed(utoff), f"{distance(utoff)} all year, as in the program", "notation")
    else:
        place, _, last = text.rpartition(" ")
        zone = question.dialect._reader.read(last) if last[-1:].isdigit() else None
        same = () if zone is None else question.clocks.same(zone, question.at)
        there = [zone for each in (names(question.clocks).named(place) if same else ()) for zone in each.zones]
        if zone is not None and (meant := [each for each in there if each in same]):
            yield from question.answers(zone, f"the clock of {listed(meant)}, as in the text", "notation", meant)


def _offsets(match: re.Match[str]) -> list[int]:
    """The offsets of a match of ``_TWO``, in seconds."""
    found = [(match["sign"], match["hours"], match["minutes"]), (match["sign2"], match["hours2"], match["minutes2"])]
    return [int(f"{sign}1") * (int(hours) * 3600 + int(minutes or 0) * 60) for sign, hours, minutes in found if sign]
