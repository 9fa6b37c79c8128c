"""Daylight saving time without its rules, whole or cut off: those of the zones with these designations and offsets."""

from __future__ import annotations

import re

from vapix_proto.errors import shown
from vapix_proto.tz.advice._by_name import unwrapped
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.dialect import POSIX_2024

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.model import PosixTimeZone

__all__ = ["completed", "cut_off"]

# The head of a string with daylight saving time, and what follows.
_HEAD = re.compile(
    r"((?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?[0-9:]+(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)(?:[+-]?[0-9]+(?::[0-9]+)*)?)(.*)",
    re.DOTALL,
)


def completed(question: Question, head: PosixTimeZone) -> Iterator[Suggestion]:
    """The strings of zones that have the designations and offsets of a string without rules.

    Those with both designations, if there are any; else those with that of standard time; else those that have its
    offsets alone. Where no zone has the offset of standard time, it is tried with the other sign.
    """
    assert head.dst is not None  # noqa: S101 - the caller looked
    if head.dst.utoff == head.std.utoff:
        reason = f"{head.dst.designation} has the offset of {head.std.designation}, so the clock never changes"
        yield from question.answers(head.replace(dst=None), reason, "rules")
        return
    found = list(_completed(question, head))
    if not found:
        turned = head.replace(std=head.std.replace(utoff=-head.std.utoff))
        found = [
            each.replace(reason=f"{each.reason}, {distance(turned.std.utoff)}, with the sign turned")
            for each in _completed(question, turned, by_offset=False)
        ]
    yield from found


def cut_off(question: Question) -> Iterator[Suggestion]:
    """The same for a string that is cut off within its rules, or has something else in their place."""
    text = re.sub(r"\s", "", unwrapped(question.text))
    match = _HEAD.fullmatch(text)
    head = None if match is None else POSIX_2024._reader.read(match[1])
    if match is None or head is None or head.dst is None:
        return
    longest = question.dialect.designation_max
    if longest is not None and max(len(kind.designation) for kind in (head.std, head.dst)) > longest:
        return
    rest = match[2]
    if not rest.startswith(","):
        # An index such as that of CST6CDT_2 is no part of the string; digits and letters might be.
        yield from completed(question, head) if rest[:1] in ("_", "#", "/", "(", "") else ()
        return
    for each in completed(question, head):
        zone = POSIX_2024._reader.read(each.text)
        if zone is not None and _begins(zone, rest[1:]):
            yield each.replace(reason=f"{shown(text)} is cut off: {each.reason}")


def _begins(zone: PosixTimeZone, rules: str) -> bool:
    """Whether rules that are cut off are the beginning of a zone's."""
    first, comma, second = rules.partition(",")
    return _is(str(zone.start), first, whole=bool(comma)) and _is(str(zone.end), second, whole=False)


def _is(rule: str, given: str, *, whole: bool) -> bool:
    spelt = re.sub(r"/0?2(?::00){0,2}$", "", given)
    return rule == spelt if whole else rule.startswith(given) or rule == spelt


def _completed(question: Question, head: PosixTimeZone, *, by_offset: bool = True) -> Iterator[Suggestion]:
    assert head.dst is not None  # noqa: S101 - the caller looked
    found: dict[PosixTimeZone, list[str]] = {}
    but: dict[PosixTimeZone, str] = {}
    best = 0 if by_offset else 1
    for zone, clause, names in _changing(question, head):
        assert zone.dst is not None  # noqa: S101 - only those are asked for
        level = (zone.std.designation == head.std.designation) * 2
        level += zone.dst.designation == head.dst.designation and zone.dst.utoff - zone.std.utoff > 0
        if level in (0, 1):
            level = 0 if zone.dst.utoff == head.dst.utoff else -1
        if level < best:
            continue
        if level > best:
            best, found = level, {}
        found.setdefault(zone, []).extend(names)
        but[zone] = clause
    for zone, names in sorted(found.items(), key=lambda item: (but[item[0]] != "", -len(item[1]))):
        reason = _reason(zone, head, names, best) + (f", {but[zone]}" if but[zone] else "")
        yield from question.answers(zone, reason, "rules", names)


def _changing(question: Question, head: PosixTimeZone) -> Iterator[tuple[PosixTimeZone, str, list[str]]]:
    """The strings of zones with daylight saving time and this offset of standard time."""
    clocks = question.clocks
    for footer, names in clocks.footers.items():
        if footer.std.utoff != head.std.utoff:
            continue
        found: dict[tuple[PosixTimeZone, str], list[str]] = {}
        for name in names:
            each = clocks.in_force(name, question.at, question.dialect)
            found.setdefault((each.zone, each.but), []).append(name)
        for (zone, but), those in found.items():
            if zone.dst is not None and zone.std.utoff == head.std.utoff:
                yield zone, but, those


def _reason(zone: PosixTimeZone, head: PosixTimeZone, names: list[str], level: int) -> str:
    assert zone.dst is not None  # noqa: S101 - only those are found
    assert head.dst is not None  # noqa: S101
    if level == 0:
        return f"the rules of {listed(names)}: no zone has these designations, and these have the offsets"
    reason = f"the rules of {listed(names)}"
    if level == 2:
        reason += f", where daylight saving time is {zone.dst.designation}"
    given, there = head.dst.utoff - head.std.utoff, zone.dst.utoff - zone.std.utoff
    if given != there:
        reason += f", {there // 60} minutes ahead of {zone.std.designation} and not {given // 60} minutes"
    return reason
