"""Suggests complete strings for input whose rules are missing, cut off, or replaced by other text."""

from __future__ import annotations

import re
from functools import partial

from vapix_proto.errors import shown
from vapix_proto.tz.advice._by_name import clocks_of, unwrapped
from vapix_proto.tz.advice._names import names
from vapix_proto.tz.advice._rules_left_out import completed
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.dialect import POSIX_2024, TZIF_V3

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone

_NAME = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
# The designations and offsets of a string with daylight saving time, and everything after them.
HEAD = re.compile(rf"({_NAME}[+-]?[0-9:]+{_NAME}(?:[+-]?[0-9]+(?::[0-9]+)*)?)(.*)", re.DOTALL)
#: What may follow the designations and offsets without being part of the string: the index in CST6CDT_2, a remark, or a
#: place. If the place is known, its zones that have the offset, or had it lately, are meant.
_NO_PART = ("_", "#", "(", " ")


def cut_off(question: Question) -> Iterator[Suggestion]:
    """Suggests complete strings if the rules in the input are missing, cut off, or replaced by other text."""
    text = re.sub(r"\s*(,)\s*|(?<=[0-9])[\s+]+(?=[A-Za-z]+$)|(?:\.{3}|\u2026)$", r"\1", unwrapped(question.text))
    match = HEAD.fullmatch(text)
    head = None if match is None else POSIX_2024._reader.read(match[1])
    if match is None or head is None or head.dst is None:
        return
    longest, rest = question.dialect.designation_max, match[2]
    if longest is not None and max(len(head.std.designation), len(head.dst.designation)) > longest:
        return
    if rest == "" or rest.startswith(_NO_PART):
        place = rest.strip("_#() ")
        named = dict.fromkeys(zone for each in names(question.clocks).named(place) for zone in each.zones)
        utoffs = head.std.utoff, -head.std.utoff
        had = partial(question.clocks.shown_lately, at=question.at, std=True)
        there = (zone for zone in named if any(had(zone, utoff) for utoff in utoffs))
        yield from clocks_of(question, there, "zone", lambda meant: f"{shown(place)}: the clock of {listed(meant)}")
        yield from () if named else completed(question, head)
    elif rest.startswith(","):
        for each in completed(question, head):
            zone = TZIF_V3._reader.read(each.text)
            if zone is not None and zone.start is not None and _begins(zone, rest[1:]):
                yield each.replace(reason=f"{shown(text)} is cut off: {each.reason}")


def _begins(zone: PosixTimeZone, rules: str) -> bool:
    """Whether a zone's rules begin with the incomplete text ``rules``."""
    first, comma, second = rules.partition(",")
    return _is(str(zone.start), first, whole=bool(comma)) and _is(str(zone.end), second, whole=False)


def _is(rule: str, given: str, *, whole: bool) -> bool:
    spelt = re.sub(r"/0?2(?::00){0,2}$", "", given)
    return rule == spelt or (not whole and rule.startswith(given))
