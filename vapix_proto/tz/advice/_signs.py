"""Handles offsets whose sign may be reversed: east of Greenwich is positive, except in TZ strings."""

from __future__ import annotations

import re

from vapix_proto.errors import ParseError
from vapix_proto.tz.advice._by_name import FRACTION, clocks_of, size_of, unwrapped
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.diagnosis import designations, wrappings
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vapix_proto.tz.advice._suggestion import Question, Suggestion

# Three digits may be minutes, as in -300, but not after GMT. Without a sign, only a number such as 5.5 is an offset.
_OFFSET = re.compile(
    rf"(?:time[ _]?zone[ :=]\s*)?(?:UTC/GMT|GMT/UTC|(?P<name>{designations.UTC}|Z))?\s*"
    r"(?P<signs>[+-]\s*[+-]?|(?(name)(?!)|(?=[0-9]{1,2}[.,](?:5|25|75)$)))\s*"
    r"(?P<hours>[0-9]{1,2})(?:(?:[:h]|(?<=[0-9]{2})|(?P<short>(?(name)(?=00$|15$|30$|45$)|(?!))))(?P<minutes>[0-5][0-9])"
    rf"(?::00|m(?:in)?)?|[.,](?P<fraction>{FRACTION}))?(?:\s*(?:h|hrs?|hours?))?(?:\s*(?:UTC|GMT))?"
    r"(?:[\s,(]+(?:no|without)\s+(?:dst|daylight\s+savings?(?:\s+time)?)\)?)?",
    re.IGNORECASE,
)
#: No clock in the world is further from UTC than this.
MOST = 14 * HOUR
_IN_OFFSETS = {"\u00b1": "+", "\u00bc": ".25", "\u00bd": ".5", "\u00be": ".75"}
#: The largest slip in an offset. If an offset differs by more than this from its designation's offset, the
#: designation is wrong.
SLIP = 3 * HOUR
#: The usual amounts by which daylight saving time is ahead of standard time.
ADVANCES = (HOUR // 2, HOUR, 2 * HOUR)
#: What video recorders write; few other devices write the seconds.
_OF_RECORDERS = re.compile(r"CST[+-][0-9]{1,2}:[0-5][0-9]:00")
UTC = re.compile(rf"(?:{designations.UTC})[+-]?[0-9]*", re.IGNORECASE)


def fixed(utoff: int) -> PosixTimeZone:
    """The zone that always has this UTC offset, with the offset as its designation."""
    name = designations.numeric_designation(utoff).strip("<>") if utoff else "UTC"
    return PosixTimeZone(LocalTimeType(utoff, False, name))


def offset(question: Question) -> Iterator[Suggestion]:
    """The strings that may be meant by a bare offset such as UTC-0500, +5:30 or GMT-+05:30."""
    text = unwrapped(question.text)
    # UTC\u00b10, <+03> without its offset, and (UTC+01:00). In any script, letters before a sign are a designation.
    visible = (character for character in text if character not in wrappings.INVISIBLE)
    plain = "".join(_IN_OFFSETS.get(character) or wrappings.ascii_of(character) or character for character in visible)
    plain = wrappings.LOST_PLUS.sub("+", plain)
    plain = plain[1:-1] if plain[:1] + plain[-1:] in ("<>", "()", "[]") else plain
    match = _OFFSET.fullmatch(plain)
    if plain in ("Z", "z"):
        yield from question.answers(fixed(0), "Z is UTC in ISO 8601", "notation")
    if plain.upper() in ("UTC/GMT", "GMT/UTC"):
        yield from question.answers(fixed(0), "UTC and GMT are the same time", "notation")
    if match is None or size_of(match) > MOST or ("\u00b1" in text and size_of(match)):
        return
    signs = re.sub(r"\s", "", match["signs"])
    size = size_of(match)
    east = -size if signs.endswith("-") else size
    if not signs and all(footer.std.utoff != east for footer in question.clocks.footers):
        return  # 2.5 is not an offset
    three = match["short"] is not None
    if three and int(plain[-3:]) % 15 == 0 and int(plain[-3:]) * 60 <= MOST:
        return  # UTC+330 may be 3 hours 30 minutes, or 330 minutes
    if len(signs) == 1 and match["name"] and (match["fraction"] or three) and text.isascii():
        # UTC+5.5 and UTC+530 mean what the TZ string UTC+5:30 means.
        yield from opposite(question, PosixTimeZone(LocalTimeType(-east, False, "UTC")))
        return
    if len(signs) > 1:
        why = f"there are two signs, and the second belongs to the offset {signs[-1]}{plain[match.start('hours') :]}"
        other = -size if signs[0] == "+" else size
    else:
        why = "outside TZ strings, + is ahead of UTC and - is behind UTC" if signs else "there is no minus sign"
        # TZ strings contain neither typographic minus signs nor offsets without a designation.
        other = -east if text.isascii() and match["name"] else east
    yield from question.answers(fixed(east), f"{distance(east)}, because {why}", "sign")
    if other != east:
        why = "if the sign is meant as in a TZ string, which counts hours west of Greenwich"
        yield from question.answers(fixed(other), f"{distance(other)}, {why}", "sign")


def opposite(
    question: Question, zone: PosixTimeZone, counts: str = "a TZ string counts hours west"
) -> Iterator[Suggestion]:
    """What a valid string was meant to be if its designation contradicts its offset, as in GMT+3 or <+0530>-5."""
    std, clocks = zone.std, question.clocks
    said = stands = designations.stands_for(std)
    if zone.dst is not None and (zone.start is None or bears_out(question, zone, zone.dst)):
        return
    if not designations.contradicts(std):
        # PST is UTC-8 in California and UTC+8 in the Philippines; only California has daylight saving time rules.
        other = moved(zone, -std.utoff) if -std.utoff in said and zone.dst is not None else None
        if other is None or clocks.same(zone, question.at) or not clocks.same(other, question.at):
            return
    if _OF_RECORDERS.fullmatch(question.text):
        reason = f"{distance(std.utoff)}, if the string is from a video recorder that writes CST for every zone"
        yield from question.answers(fixed(std.utoff), reason, "sign")
        return
    if UTC.fullmatch(std.designation) or -std.utoff in said:
        said = (-std.utoff,)
    elif std.designation.isalpha():
        said = tuple(utoff for utoff in said if may_mean(question, std.utoff, utoff))
    sign_reversed = reverses(question, std)
    back = (fixed(-std.utoff) if zone.dst is None else moved(zone, -std.utoff)) if sign_reversed else None
    if back is not None and (zone.dst is None or clocks.same(back, question.at)):
        reason = f"{distance(-std.utoff)}, with the sign reversed, because {counts} of Greenwich"
        yield from question.answers(back, reason, "sign")
    # No zone that uses MSK is behind UTC, so MSK+2 does not mean 2 hours behind UTC.
    sign_reversed = sign_reversed or std.utoff < 0 < min(stands)
    for utoff in sorted(said, key=lambda utoff: abs(utoff - std.utoff)):
        turned = f", with the sign reversed, because {counts} of Greenwich" if utoff == -std.utoff else ""
        other = moved(zone, utoff)
        if other is not None and abs(utoff) <= MOST:
            subject = "" if UTC.fullmatch(std.designation) else f"{std.designation} is "
            answers = question.answers(other, f"{subject}{distance(utoff)}{turned}", "sign")
            # If the designation stands for several offsets, suggest only strings that some zone uses.
            yield from (each for each in answers if each.zones or len(said) == 1)
    # No zone is 13 hours behind UTC, so GMT-13 may be right about the offset.
    kept = UTC.fullmatch(std.designation) and clocks.same(zone, question.at)
    right = kept and all(footer.std.utoff != -std.utoff for footer in clocks.footers)
    if zone.dst is None and not sign_reversed and (right or -std.utoff not in said):
        yield from question.answers(fixed(std.utoff), f"{distance(std.utoff)}, which is what the offset means", "sign")


def corrected(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """The strings that may be meant if a string with rules has an offset that does not match its designation.

    They come from zones with the same designations and rules, such as Paris for CET-1CEST2. If there are no such
    zones, and the designation for daylight saving time is numeric but does not match its offset, both offsets are taken
    from the designations.
    """
    clocks = question.clocks
    if zone.dst is None or zone.start is None:
        return
    if zone.dst.utoff != zone.std.utoff and clocks.same(zone, question.at):
        return  # PST5PDT with rules may mean New York, but CET-1CEST-1 matches the clock in Algiers only by chance
    alike = (name for footer, names in clocks.footers.items() if differ_in_offsets(footer, zone) for name in names)
    # A footer that is not in force yet says nothing about its zone's current clock.
    names = [name for name in alike if clocks.holds(name, question.at)]
    what = what_tells(zone)
    yield from clocks_of(question, names, "sign", lambda meant: f"the clock of {listed(meant)}, with {what}")
    if not names and designations.contradicts(zone.dst):
        std, dst = (
            kind.replace(utoff=said[0]) if len(said := designations.stands_for(kind)) == 1 else kind
            for kind in (zone.std, zone.dst)
        )
        reason = f"{std.designation} is {distance(std.utoff)}, and {dst.designation} is {distance(dst.utoff)}"
        yield from question.answers(zone.replace(std=std, dst=dst), reason, "sign")


def reverses(question: Question, kind: LocalTimeType) -> bool:
    """Whether an offset probably has the wrong sign, even though its designation belongs to neither sign.

    This is the case if a zone with the opposite offset has a designation that ends in the same letters, as AEST does
    for ``EST+10``, or if some zones have the opposite offset but none has the offset as written, as for ``NST+5:45``.
    """
    contradicted = designations.contradicts(kind) and -kind.utoff not in designations.stands_for(kind)
    if not contradicted or not kind.designation.isalpha() or UTC.fullmatch(kind.designation):
        return False
    known = {footer.std for footer in question.clocks.footers}
    there = [each.designation for each in known if each.utoff == -kind.utoff]
    longer = any(name.endswith(kind.designation) and name != kind.designation for name in there)
    return longer or (bool(there) and all(each.utoff != kind.utoff for each in known))


def may_mean(question: Question, given: int, utoff: int, names: Sequence[str] = ()) -> bool:
    """Whether somebody who writes the offset ``given`` may mean ``utoff``.

    True if ``utoff`` is close to ``given`` or equals ``-given``, or if the first zone in ``names`` has, recently had or
    will have the offset ``-given``.
    """
    lately = (question.clocks.shown_lately(name, -given, question.at) for name in names[:1])
    return utoff == -given or abs(utoff - given) <= SLIP or any(lately)


def differ_in_offsets(other: PosixTimeZone, zone: PosixTimeZone) -> bool:
    """Whether two strings have the same designations and rules, so that they can differ only in their offsets.

    If the standard time designation of ``zone`` is UTC or GMT, it matches any other.
    """
    if zone.start is None or (other.start, other.end) != (zone.start, zone.end) or not (other.dst and zone.dst):
        return False
    std = other.std.designation == zone.std.designation or UTC.fullmatch(zone.std.designation)
    return bool(std) and other.dst.designation == zone.dst.designation


def what_tells(zone: PosixTimeZone) -> str:
    """A phrase for what ``differ_in_offsets`` compares."""
    assert zone.dst is not None  # noqa: S101 - a string with rules has daylight saving time
    named = f"the designation {zone.dst.designation}" if UTC.fullmatch(zone.std.designation) else "these designations"
    return f"{named} and these rules"


def bears_out(question: Question, zone: PosixTimeZone, dst: LocalTimeType) -> bool:
    """Whether the rest of a string, such as CEST in UTC-1CEST or the rules, confirms the offset that follows UTC."""
    if not UTC.fullmatch(zone.std.designation):
        return False
    known = {footer.dst for footer in question.clocks.footers}
    return dst in known or bool(question.clocks.same(zone, question.at))


def moved(zone: PosixTimeZone, utoff: int) -> PosixTimeZone | None:
    """The zone with its standard time moved to another offset; daylight saving time stays as far ahead as before.

    If the standard time designation is UTC, both designations become numeric, because neither fits the new offset.
    """
    numeric = UTC.fullmatch(zone.std.designation)
    std = fixed(utoff).std if numeric else zone.std.replace(utoff=utoff)
    if zone.dst is None:
        return zone.replace(std=std)
    ahead = zone.dst.utoff - zone.std.utoff
    # If both signs are reversed, daylight saving time seems to be behind standard time.
    then = utoff + (ahead if ahead in ADVANCES else -ahead)
    name = designations.numeric_designation(then).strip("<>") if numeric else zone.dst.designation
    try:
        return zone.replace(std=std, dst=LocalTimeType(then, True, name))
    except ParseError:
        return None
