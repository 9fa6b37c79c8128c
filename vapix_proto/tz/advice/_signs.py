"""Offsets whose sign may count the other way: east of Greenwich, as everywhere else, or west, as in a TZ string."""

from __future__ import annotations

import re

from vapix_proto.errors import ParseError
from vapix_proto.tz.advice._by_name import clocks_of, unwrapped
from vapix_proto.tz.advice._clocks import without_offsets
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.diagnosis import designations, wrappings
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion

_OFFSET = re.compile(
    r"(?:UTC|GMT|UT|Z)?\s*(?P<signs>[+-]\s*[+-]?)\s*"
    r"(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-5][0-9])|[.,](?P<fraction>25|50?|75))?(?:\s*(?:h|hrs?|hours?))?",
    re.IGNORECASE,
)
#: No clock of the world is further from UTC.
_MOST = 14 * HOUR
_QUARTERS = {"25": 15, "5": 30, "50": 30, "75": 45}
#: By how much daylight saving time is ahead of standard time.
ADVANCES = (HOUR // 2, HOUR, 2 * HOUR)
_UTC = re.compile(r"(?:UTC|GMT|UT)[+-]?[0-9]*", re.IGNORECASE)


def fixed(utoff: int) -> PosixTimeZone:
    """The clock that always shows one offset, with that offset as its designation."""
    name = designations.numeric_designation(utoff).strip("<>") if utoff else "UTC"
    return PosixTimeZone(LocalTimeType(utoff, False, name))


def _size(match: re.Match[str]) -> int:
    """The seconds of the hours and minutes in a match of an offset, without its sign."""
    minutes = int(match["minutes"] or 0) + _QUARTERS.get(match["fraction"] or "", 0)
    return int(match["hours"]) * HOUR + minutes * 60


def offset(question: Question) -> Iterator[Suggestion]:
    """The clocks that an offset alone may mean, such as UTC-0500, +5:30 or GMT-+05:30."""
    text = unwrapped(question.text)
    # UTC\u00b10, <+03> without its offset, and (UTC+01:00).
    plain = "".join("+" if character == "\u00b1" else wrappings.ascii_of(character) for character in text)
    plain = plain[1:-1] if plain[:1] + plain[-1:] in ("<>", "()", "[]") else plain
    match = _OFFSET.fullmatch(plain)
    if plain in ("Z", "z"):
        yield from question.answers(fixed(0), "Z is UTC in ISO 8601", "notation")
    if match is None or _size(match) > _MOST or ("\u00b1" in text and _size(match)):
        return
    signs = re.sub(r"\s", "", match["signs"])
    size = _size(match)
    east = -size if signs[-1] == "-" else size
    if len(signs) > 1:
        why = f"there are two signs, and the second belongs to the offset {signs[-1]}{plain[match.start('hours') :]}"
        other = -size if signs[0] == "+" else size
    else:
        why = "outside TZ strings, + is ahead of UTC and - is behind UTC"
        # Neither a minus sign of running text nor an offset without a name is ever that of a TZ string.
        other = -east if text.isascii() and plain[:1] not in ("+", "-") else east
    yield from question.answers(fixed(east), f"{distance(east)}: {why}", "sign")
    if other != east:
        why = "if the sign is that of a TZ string, which counts hours west of Greenwich"
        yield from question.answers(fixed(other), f"{distance(other)}, {why}", "sign")


def opposite(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """The clocks that a valid string may mean whose designation contradicts its offset, such as GMT+3 or <+0530>-5."""
    std, said, clocks = zone.std, designations.stands_for(zone.std), question.clocks
    if zone.dst is not None and (zone.start is None or bears_out(question, zone, zone.dst)):
        return
    if not designations.contradicts(std):
        # PST stands for two offsets, each the other turned; with rules, one of them is that of no zone.
        other = moved(zone, -std.utoff) if -std.utoff in said and zone.dst is not None else None
        if other is None or clocks.same(zone, question.at) or not clocks.same(other, question.at):
            return
    if _UTC.fullmatch(std.designation) or -std.utoff in said:
        said = (-std.utoff,)
    for utoff in sorted(said, key=lambda utoff: abs(utoff - std.utoff)):
        turned = ", with the sign reversed: a TZ string counts hours west of Greenwich" if utoff == -std.utoff else ""
        other = moved(zone, utoff)
        if other is not None and abs(utoff) <= _MOST:
            subject = "" if _UTC.fullmatch(std.designation) else f"{std.designation} is "
            answers = question.answers(other, f"{subject}{distance(utoff)}{turned}", "sign")
            # Where the designation stands for several offsets, only those of some zone may be meant.
            yield from (each for each in answers if each.zones or len(said) == 1)
    if zone.dst is None and std.designation[:1] in ("+", "-") and -std.utoff not in said:
        yield from question.answers(fixed(std.utoff), f"{distance(std.utoff)}, which is what the offset means", "sign")


def corrected(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """The clock of a string with rules of which one offset or both are not those of its designations.

    That of the zones that have its designations and its rules, such as Paris for CET-1CEST2; else the one that
    designations tell that are numbers.
    """
    clocks, given = question.clocks, without_offsets(zone)
    if given is None or zone.dst is None:
        return
    if zone.dst.utoff != zone.std.utoff and clocks.same(zone, question.at):
        return  # CET-1CEST-1 is the clock of Algiers by chance, and PST5PDT with its rules perhaps that of New York
    names = [name for footer in clocks.footers if without_offsets(footer) == given for name in clocks.footers[footer]]
    yield from clocks_of(
        question, names, "sign", lambda meant: f"the clock of {listed(meant)}, with these designations and these rules"
    )
    if not names and designations.contradicts(zone.dst):
        std, dst = (
            kind.replace(utoff=said[0]) if len(said := designations.stands_for(kind)) == 1 else kind
            for kind in (zone.std, zone.dst)
        )
        reason = f"{std.designation} is {distance(std.utoff)}, and {dst.designation} is {distance(dst.utoff)}"
        yield from question.answers(zone.replace(std=std, dst=dst), reason, "sign")


def bears_out(question: Question, zone: PosixTimeZone, dst: LocalTimeType) -> bool:
    """Whether the rest of a string bears out an offset after UTC: UTC-1CEST with rules, and with those of Paris."""
    if not _UTC.fullmatch(zone.std.designation):
        return False
    known = {footer.dst for footer in question.clocks.footers}
    return dst in known or bool(question.clocks.same(zone, question.at))


def moved(zone: PosixTimeZone, utoff: int) -> PosixTimeZone | None:
    """A zone with standard time at another offset, and daylight saving time by as much ahead of it.

    Where UTC becomes a number, so does the designation of daylight saving time, which goes with the old offset.
    """
    numeric = _UTC.fullmatch(zone.std.designation)
    std = fixed(utoff).std if numeric else zone.std.replace(utoff=utoff)
    if zone.dst is None:
        return zone.replace(std=std)
    ahead = zone.dst.utoff - zone.std.utoff
    # Where both offsets were reversed, daylight saving time is behind.
    then = utoff + (ahead if ahead in ADVANCES else -ahead)
    name = designations.numeric_designation(then).strip("<>") if numeric else zone.dst.designation
    try:
        return zone.replace(std=std, dst=LocalTimeType(then, True, name))
    except ParseError:
        return None
