"""Completes strings whose rules are missing, using zones with the same designations and offsets."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import pairwise

from vapix_proto._value import Value
from vapix_proto.tz.advice._abbreviations import FOREVER, meanings
from vapix_proto.tz.advice._by_name import clocks_of
from vapix_proto.tz.advice._clocks import LATELY
from vapix_proto.tz.advice._data import abbreviations, renown
from vapix_proto.tz.advice._history import strangeness
from vapix_proto.tz.advice._signs import SLIP, UTC, may_mean, moved, reverses
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance, duration
from vapix_proto.tz.analysis.portability import turned
from vapix_proto.tz.diagnosis.designations import contradicts, stands_for
from vapix_proto.tz.dialect import TZIF_V3

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vapix_proto.tz.advice._clocks import Clocks
    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

_PLUS = re.compile(r"(?:UTC|GMT|UT)\s*\+", re.IGNORECASE)
_SIGNS = ("+", "-")
#: The prominence of a zone that Windows lists but that has no large city.
_OF_WINDOWS = 2


class _Changing(Value):
    """A string that has daylight saving time and is in force somewhere.

    Attributes:
        zone: The zone that the string describes.
        dst: Its daylight saving time.
        but: If the string is right only until some time or only approximately, a phrase to that effect; else empty.
        names: The names of the zones where the string is in force.
    """

    zone: PosixTimeZone
    dst: LocalTimeType
    but: str
    names: tuple[str, ...]


def completed(question: Question, head: PosixTimeZone) -> Iterator[Suggestion]:
    """The strings of zones that match the designations and offsets of a string without rules.

    Zones with both designations are preferred to zones with only the standard time designation. If the database has
    neither, the search is repeated with the sign of the string's standard time offset reversed. If that does not help,
    ``_named_otherwise`` continues the search.

    If the designations are numeric, only the offsets count, because the designations merely repeat them. If both
    offsets are the same, zones with both designations come before a clock that never changes. If both designations are
    the same, a clock without daylight saving time may also be meant, unless that designation is used only for daylight
    saving time.
    """
    std, dst = head.std, head.dst
    assert dst is not None  # noqa: S101 - callers pass only strings with daylight saving time
    footers = question.clocks.footers
    # In EDT5EDT, the first designation is the slip.
    only_dst = {each.dst.designation for each in footers if each.dst} - {each.std.designation for each in footers}
    same = dst.designation == std.designation and std.designation not in only_dst and not contradicts(std)
    numeric = std.designation[0] in _SIGNS
    constant = dst.utoff == std.utoff or (same and numeric)
    if numeric and not constant and dst.designation[0] in _SIGNS:
        winter, summer = ((stands_for(kind) or (kind.utoff,))[0] for kind in (std, dst))
        yield from _with_seasons(question, head, winter, summer, "")
        return
    for asked in filter(None, (head, None if constant else moved(head, -std.utoff))):
        given = asked.std.utoff, std.designation
        changing = _changing(question, asked.std.utoff)
        named = [each for each in changing if (each.zone.std.utoff, each.zone.std.designation) == given]
        both = [each for each in named if each.dst.designation == dst.designation]
        if named:
            break
    if constant:
        yield from _answers(question, both, _where)
        reason = f"{dst.designation} has the offset of {std.designation}, so the clock never changes"
        yield from _without_seasons(question, head, reason)
        return
    reversed_sign = "" if asked is head else f", {distance(asked.std.utoff)}, with the sign reversed"
    yield from _answers(question, both or named, partial(_differing, asked, reversed_sign))
    if same:
        reason = f"both designations are {std.designation}, so there may be no daylight saving time"
        yield from _without_seasons(question, head, reason)
    elif not named:
        yield from _named_otherwise(question, head, dst)


def _named_otherwise(question: Question, head: PosixTimeZone, dst: LocalTimeType) -> Iterator[Suggestion]:
    """The strings that may be meant by ``head`` if no zone with daylight saving time has the same standard time.

    The search goes through these steps, in which designations and offsets are those of ``head``. It stops after the
    first step that finds anything, unless that is step 3:

    1. zones with both designations in the opposite order;
    2. zones with both offsets and the daylight saving time designation;
    3. zones with the daylight saving time designation at a nearby offset;
    4. zones with the standard time designation that have no daylight saving time now;
    5. zones with both offsets but other designations, then zones with the daylight saving time designation at any
       offset.

    If no step finds anything, and no zone with the standard time offset of ``head`` has daylight saving time now,
    ``head`` without daylight saving time is meant.
    """
    std, changing = head.std, list(_changing(question))
    alike = _with_offsets(changing, std.utoff, dst.utoff)
    names = dst.designation, std.designation
    swapped = [each for each in changing if (each.zone.std.designation, each.dst.designation) == names]
    spelt = swapped or [each for each in alike if each.dst.designation == dst.designation]
    if spelt:
        yield from _answers(question, spelt, _names_of_seasons)
        return
    elsewhere = [each for each in changing if each.dst.designation == dst.designation and each not in alike]
    yield from _answers(question, (each for each in elsewhere if abs(each.dst.utoff - dst.utoff) <= SLIP), _where)
    designation = std.designation.upper()
    # Neither UTC, as in UTC0DST, nor a numeric designation identifies a zone.
    fits_any = designation == "UTC" or not designation.isalpha()
    now = [] if fits_any else list(meanings(question, designation, std.utoff))
    if designation in abbreviations():
        # PYT4PYST has the offset that Paraguay used before its law changed.
        now = now or list(meanings(question, designation))
    elif contradicts(std) and not UTC.fullmatch(designation):
        lately = partial(question.clocks.shown_lately, utoff=-std.utoff, at=question.at, std=True)
        now += [each for each in meanings(question, designation) if any(map(lately, each.zones[:1]))]
    read = ((each, TZIF_V3._reader.read(each.text)) for each in now)
    likely = [(each, zone) for each, zone in read if zone and may_mean(question, std.utoff, zone.std.utoff, each.zones)]
    daylight = {footer.dst and footer.dst.replace(isdst=False) for footer in question.clocks.footers}
    for each, zone in likely:
        # Daylight saving time may be in force all year, as CDT was in Havana. Only letters in a designation reveal it.
        never = zone.dst is None and not (zone.std.designation.isalpha() and zone.std in daylight)
        yield each.replace(kind="rules", reason=each.reason + ", where there is no daylight saving time now" * never)
    # A string found is final if it is a footer, and thus permanent, or if the designation leaves no room for doubt.
    if any(designation in abbreviations() or zone in question.clocks.footers for _, zone in likely):
        return
    yield from _with_other_designations(question, head, changing)
    if UTC.fullmatch(designation):
        return
    if alike:
        yield from _answers(question, elsewhere, _where)
    elif not elsewhere and all(each.zone.std.utoff != std.utoff for each in changing):
        spelt_out = {name.upper() for name in names if name.isalpha()} - abbreviations().keys()
        known = any(any(meanings(question, name)) for name in spelt_out)
        if not known and question.clocks.same(head.replace(dst=None), question.at):
            reason = f"no zone that is {distance(std.utoff)} has daylight saving time now"
            yield from _without_seasons(question, head, reason)


def _without_seasons(question: Question, head: PosixTimeZone, reason: str) -> Iterator[Suggestion]:
    """The string without daylight saving time, or the strings of zones.

    The latter are given if zones use the standard time designation of the string, but only at other offsets.
    """
    designation = head.std.designation.upper()
    if designation in abbreviations() and not any(meanings(question, designation, head.std.utoff)):
        yield from (each.replace(kind="rules") for each in meanings(question, designation))
    else:
        yield from question.answers(head.replace(dst=None), reason, "rules")


def _with_other_designations(
    question: Question, head: PosixTimeZone, changing: list[_Changing]
) -> Iterator[Suggestion]:
    """Strings with the input's offsets but other designations.

    If the standard time designation is UTC, or if ``reverses`` finds the sign of its offset doubtful, strings whose
    offset has the opposite sign are suggested, too.
    """
    assert head.dst is not None  # noqa: S101 - callers pass only strings with daylight saving time
    in_use = {(each.zone.std.utoff, each.dst.utoff) for each in changing}
    ways = {(head.std.utoff, head.dst.utoff): ""}
    reversed_sign = reverses(question, head.std)
    doubtful = reversed_sign or (UTC.fullmatch(head.std.designation) and head.std.utoff)
    other = moved(head, -head.std.utoff) if doubtful else None
    if other is not None and other.dst is not None:
        turned_sign = {(other.std.utoff, other.dst.utoff): f", {distance(other.std.utoff)}, with the sign reversed"}
        # Outside TZ strings, UTC+2 is ahead of UTC. If no zone has offsets with that sign, suggest nothing, because
        # the opposite sign is unlikely.
        plus = _PLUS.search(question.text)
        spoken = not question.dialect._reader.recognises(question.text)
        spoken = spoken or any(meanings(question, head.dst.designation.upper()))
        if plus and spoken and not in_use & turned_sign.keys():
            return
        ways = turned_sign | ways if plus or reversed_sign else ways | turned_sign
    for utoffs in (each for each in ways if each in in_use):
        found = list(_with_seasons(question, head, *utoffs, ways[utoffs]))
        # Suggest a string without rules only if no zone with rules is as well known: UTC3DST probably means Brazil.
        first = next((index for index, each in enumerate(found) if "," in each.text), len(found))
        yield from (each for index, each in enumerate(found) if index < first or "," in each.text)


def with_offsets(question: Question, std: int, dst: int) -> Iterator[Suggestion]:
    """The strings that have these UTC offsets in standard and daylight saving time."""
    found = _with_offsets(_changing(question), std, dst)
    yield from _answers(question, found, lambda _: ", which have these offsets")


def _with_offsets(changing: Iterable[_Changing], std: int, dst: int) -> list[_Changing]:
    return [each for each in changing if (each.zone.std.utoff, each.dst.utoff) == (std, dst)]


def _with_seasons(question: Question, head: PosixTimeZone, std: int, dst: int, clause: str) -> Iterator[Suggestion]:
    """The strings of the zones that have these offsets in standard and daylight saving time, or recently had them."""
    clocks = question.clocks
    had = _seasons(clocks).get((std, dst), ())
    # Nobody means a small place that no longer has these offsets.
    lately = [name for name, last in had if last == FOREVER or (last > question.at - LATELY and renown()[name])]

    def now(name: str) -> PosixTimeZone:
        return clocks.in_force(name, question.at, question.dialect).zone

    def reason(meant: list[str]) -> str:
        zone = now(meant[0])
        if zone.dst is not None and {zone.std.utoff, zone.dst.utoff} == {std, dst}:
            other = " but other designations" * (strangeness(zone, head) not in (0, 2))
            return f"the rules of {listed(meant)}, which have these offsets{other}{clause}"
        return f"the clock of {listed(meant)}, which used to have daylight saving time with these offsets{clause}"

    # Matching designations count only if the zone has a large city; on a small island they may be a coincidence.
    spelt = [name for name in lately if renown()[name] > _OF_WINDOWS and strangeness(now(name), head) == 0]
    yield from clocks_of(question, spelt or lately, "rules", reason)


@lru_cache(maxsize=8)
def _seasons(clocks: Clocks) -> Mapping[tuple[int, int], list[tuple[str, int]]]:
    """For each pair of standard and daylight saving time offsets, the zones that had it, and when each last had it."""
    found: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name in clocks.order:
        file = clocks.files[name]
        changes = zip(file.times, pairwise((*file.shown, file.at(file.last or 0))), strict=True)
        last = {_utoffs(*kinds): at for at, kinds in changes if kinds[0].isdst is not kinds[1].isdst}
        if file.footer.dst is not None:
            last[_utoffs(file.footer.std, file.footer.dst)] = FOREVER
        for utoffs, at in last.items():
            found.setdefault(utoffs, []).append((name, at))
    return found


def _utoffs(a: LocalTimeType, b: LocalTimeType) -> tuple[int, int]:
    """The UTC offsets of two local time types, the lower one first (in Dublin, that of daylight saving time)."""
    return min(a.utoff, b.utoff), max(a.utoff, b.utoff)


def _changing(question: Question, utoff: int | None = None) -> Iterator[_Changing]:
    """The strings in force that have daylight saving time; if ``utoff`` is given, only those that use this offset."""
    found: dict[tuple[PosixTimeZone, str], list[str]] = {}
    for footer, names in question.clocks.footers.items():
        if utoff is None or utoff in (footer.std.utoff, footer.dst and footer.dst.utoff):
            for name in names:
                each = question.clocks.in_force(name, question.at, question.dialect)
                for zone in filter(None, (each.zone, turned(each.zone))):
                    found.setdefault((zone, each.but), []).append(name)
    for (zone, but), those in found.items():
        if zone.dst is not None:
            yield _Changing(zone, zone.dst, but, tuple(those))


def _answers(
    question: Question, found: Iterable[_Changing], differing: Callable[[_Changing], str]
) -> Iterator[Suggestion]:
    """A suggestion for each string found: first for strings that are exactly and permanently right, then for others.

    Within each of these two groups, the most widespread strings come first.
    """
    for each in sorted(found, key=lambda each: (each.but != "", -len(each.names))):
        reason = f"the rules of {listed(each.names)}{differing(each)}" + (f", {each.but}" if each.but else "")
        yield from question.answers(each.zone, reason, "rules", each.names)


def _where(found: _Changing) -> str:
    return f", where {found.dst.designation} is {distance(found.dst.utoff)}"


def _names_of_seasons(found: _Changing) -> str:
    std, dst = found.zone.std.designation, found.dst.designation
    return f", where standard time is {std} and daylight saving time is {dst}"


def _differing(asked: PosixTimeZone, reversed_sign: str, found: _Changing) -> str:
    """How the string found differs from the input, worded as the end of a clause."""
    assert asked.dst is not None  # noqa: S101 - callers pass only strings with daylight saving time
    clause = ""
    if found.dst.designation != asked.dst.designation:
        clause += f", where daylight saving time is {found.dst.designation}"
    given, there = asked.dst.utoff - asked.std.utoff, found.dst.utoff - found.zone.std.utoff
    if given != there:
        clause += f", with daylight saving time {_shift(there)}, not {_shift(given)}"
    return clause + reversed_sign


def _shift(seconds: int) -> str:
    return f"{duration(seconds)} {'ahead' if seconds > 0 else 'behind'}"
