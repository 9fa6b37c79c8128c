"""Finds TZ strings for input in other notations that people mistake for TZ strings."""

from __future__ import annotations

import re
from math import prod

from vapix_proto.tz.advice._by_name import size_of, unwrapped
from vapix_proto.tz.advice._rules_left_out import completed, with_offsets
from vapix_proto.tz.advice._signs import ADVANCES, MOST, fixed, moved
from vapix_proto.tz.advice._suggestion import listed
from vapix_proto.tz.advice._unusual import advice, findings
from vapix_proto.tz.advice._written_rules import WORDS, numbered, read_rule, rule_structures
from vapix_proto.tz.analysis.description import distance, duration
from vapix_proto.tz.diagnosis import wrappings
from vapix_proto.tz.diagnosis.designations import contradicts
from vapix_proto.tz.limits import HOUR, OFFSET_MAX
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType, format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.rules import Rule

    Rules = tuple[Rule | None, Rule | None]

# The only words allowed around the two rules: any other word could change their meaning.
_DST = r"(?:dst|summer time|daylight (?:saving )?time)"
_OFFSET = r"(?:utc|gmt)?\s*(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-5][0-9]))?"
_BEFORE = re.compile(
    rf"(?:{_OFFSET}(?:[\s,;:(]+|$))?(?:with\s+)?(?:{_DST}\W+)?(?:(?:is|starts?|begins?|from|on|the)\W+)*", re.IGNORECASE
)
_BETWEEN = re.compile(rf"[\s,;/.\u2013-]*(?:(?:to|until|till|through|and|on|the|(?:{_DST} )?ends?)\W+)*", re.IGNORECASE)
_AFTER = re.compile(rf"[\s.,;)(]*(?:{_OFFSET})?[\s.;)]*", re.IGNORECASE)
# On an ESP, configTime(3600, 3600, "pool.ntp.org") sets the seconds east of UTC, then the seconds that DST adds.
PRODUCT = r"[0-9]{1,5}(?:\.[0-9]{1,2})?L?(?:\s*\*\s*[0-9]{1,4}L?){0,2}"
_SECONDS = rf"([+-]?{PRODUCT}(?:\s*[+-]\s*{PRODUCT})?)"
_CONFIG_TIME = re.compile(
    rf"(?:configTime\(|gmtOffset_sec\s*=)\s*{_SECONDS}\s*[,;]"
    rf"\s*(?:[a-z\s]+daylightOffset_sec\s*=\s*)?{_SECONDS}\s*(?:[,;)]|$)"
)
ENCODED = re.compile(wrappings.ENCODED)
_DECODINGS_MAX = 2
# 45:45:54:2d:32, 0x4545542d32 and 4545.542d.32.
_BYTES = re.compile(r"(?<![0-9A-Za-z])(?:0x)?([0-9A-Fa-f]{2}(?:[:.\s-]?[0-9A-Fa-f]{2}){3,}+)(?![0-9A-Za-z])")
# Grandstream phones list the month, week, weekday, hour and minute of both rules, then the minutes that daylight saving
# time adds. With weekday 0, a rule names a fixed date, which is not supported here. Cisco phones are set with lines
# such as start=3/8/7/2:0:0;end=11/1/7/2;save=1. They give the day of the month on which the week begins, not the number
# of the week, and the hours that daylight saving time adds.
_PHONE_RULE = r"([0-9]+)[,/](-1|[0-9]+)[,/]([1-7])(?:[,/]([0-9]+)(?:[,:]([0-9]+)(?::00?)?)?)?"
_PHONE = re.compile(rf"(?i)(?:start=)?{_PHONE_RULE};\s*(?:end=)?{_PHONE_RULE};\s*(?:save=)?([0-9]+)(?::00?)*")
_PHONE_WEEKS = {",": {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, -1: 5}, "/": {1: 1, 8: 2, 15: 3, 22: 4, -1: 5}}
# Yealink: szTime=+6 szStart=3/5/7/2 szEnd=10/5/7/3 szOffset=30.
_YEALINK = re.compile(
    r"szTime=(?P<sign>[+-]?)(?P<hours>[0-9]{1,2})(?::(?P<minutes>[0-5][0-9]))?\W+"
    r"szStart=(?P<start>[0-9]+(?:/[0-9]+){3})\W+szEnd=(?P<end>[0-9]+(?:/[0-9]+){3})\W+szOffset=(?P<advance>[0-9]+)"
)
# <timeZone>, </tt:TZ>: if the text closes any tag, <...> is never a designation.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:._-]*>")
_PIECES = re.compile(r"[\s\"'`;()=]+")
# The value of a variable, argument or member whose name refers to the time zone, or the text that echo writes.
_SET = r"""(?:(?:TZ\w*|time_?zone)["']?\[?\]?(?:\s*[=:,]\s*["']?|\s+["'])|\becho\s+["']?)"""
_ASSIGNED = re.compile(rf"""{_SET}([^\s"'`;,()={{}}]+)""", re.IGNORECASE)


def decoded(text: str) -> str | None:
    """The input, decoded from percent encoding and the like, or from hexadecimal bytes, as for DHCP option 100.

    The result is None if nothing can be decoded.
    """
    plain = text
    for _ in range(_DECODINGS_MAX):
        plain = ENCODED.sub(lambda match: wrappings.decode(match[0])[0] or match[0], plain)
    if plain != text:
        return None if ENCODED.search(plain) else plain
    match = _BYTES.search(text)
    found = "" if match is None else bytes.fromhex(re.sub(r"[^0-9A-Fa-f]", "", match[1])).decode("latin-1").rstrip("\0")
    return found if found and found.isascii() and found.isprintable() else None


def inside(question: Question) -> str | None:
    """The TZ string that fills an XML element or, failing that, the only one in the input that has rules.

    If none has rules, the result is the only TZ string that is the value of a time zone setting. If several strings
    qualify, or none, the result is None.
    """
    reader, text = question.dialect._reader, question.text
    if "</" in text:
        from html import unescape  # noqa: PLC0415 - html loads when first needed

        text = unescape(_TAG.sub(" ", text)).strip()
        if reader.recognises(text):
            return text
    with_rules = (piece for piece in _PIECES.split(text) if "," in piece)
    for pieces in with_rules, _ASSIGNED.findall(text):
        found = {piece for piece in pieces if reader.recognises(piece)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def amount(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """The strings for input whose second offset is how far the clock advances, as in CST+5:00:00DST01:00:00."""
    if zone.dst is None:
        return
    read, meant = zone.dst.utoff - zone.std.utoff, -zone.dst.utoff
    # No zone that is 3 hours behind UTC has ever advanced its clocks by 2 hours.
    if 0 < read <= HOUR or meant not in ADVANCES or zone.std.utoff + meant > OFFSET_MAX:
        return
    jump = f"go {'back' if read < 0 else 'forward'} {duration(read)}" if read else "never change"
    clause = (
        f"{zone.dst.quoted}{format_seconds(meant)} sets the offset to {distance(zone.dst.utoff)}, so the clock "
        f"would {jump}; read as the amount of the advance, it is {duration(meant)} ahead of standard time"
    )
    dst = zone.dst.replace(utoff=zone.std.utoff + meant)
    known = {each.dst.utoff for each in question.clocks.footers if each.dst and each.dst.designation == dst.designation}
    if known and dst.utoff not in known:
        return
    other = zone.replace(dst=dst)
    if zone.start is None:
        for each in completed(question, other):
            yield each.replace(reason=f"{clause}: {each.reason}", kind="notation")
        return
    turned = moved(zone, -zone.std.utoff)
    if question.clocks.same(other, question.at) or turned is None or not question.clocks.same(turned, question.at):
        # Otherwise, both offsets have the wrong sign, as in CET+1CEST+2.
        yield from known_clock(question, other, clause)


def other_notations(question: Question) -> Iterator[Suggestion]:
    """The strings for rules given in English, in C structures, or in the notation of a router or phone."""
    text = unwrapped(question.text)
    structures = rule_structures(text)
    words = list(WORDS.finditer(text))
    head, comma, rules = re.sub(r"\s*,\s*", ",", text).lstrip(",").partition(",")
    read = question.dialect._reader.read
    if len(structures) == 2:
        yield from _structures(question, structures)
    elif (match := _CONFIG_TIME.search(text)) is not None:
        yield from _config_time(question, *map(calculated, match.groups()))
    elif len(words) == 2:
        before = _BEFORE.fullmatch(text, 0, words[0].start())
        between = _BETWEEN.fullmatch(text, words[0].end(), words[1].start())
        after = _AFTER.fullmatch(text, words[1].end())
        offsets = [each for each in (before, after) if each is not None and each["hours"]]
        if before and between and after and len(offsets) == 1:
            east = _east(offsets[0])
            # Daylight saving time is an hour ahead, unless only another amount gives the clock of a zone (Lord Howe).
            zones = [
                _zone(east, ahead, read_rule(words[0], east), read_rule(words[1], east, ahead))
                for ahead in (HOUR, HOUR // 2, 2 * HOUR)
            ]
            kept = [zone for zone in zones if zone is not None and question.clocks.same(zone, question.at)]
            yield from known_clock(question, [*kept, *zones][0], f"{distance(east)}, with the rules in the text")
    elif (match := _PHONE.fullmatch(text)) is not None:
        yield from _phone(question, list(map(int, match.groups("0"))), "/" if "/" in text else ",")
    elif (match := _YEALINK.fullmatch(text)) is not None:
        start, end = (numbered(*map(int, match[name].split("/"))) for name in ("start", "end"))
        east = _east(match)
        zone = _zone(east, int(match["advance"]) * 60, start, end)
        yield from known_clock(question, zone, f"{distance(east)}, with these rules, read as month/week/weekday/hour")
    elif (zone := read(f"AAA0BBB,{head}{comma}{rules}")) is not None:
        yield from with_rules(question, (zone.start, zone.end), HOUR, "")
    elif (zone := read(f"AAA0BBB,{rules}")) is not None and (one := read(head)) is not None:
        yield from with_rules(question, (zone.start, zone.end), HOUR, "", one.std.designation, one.std.utoff)


def _structures(question: Question, structures: list[tuple[LocalTimeType, Rule]]) -> Iterator[Suggestion]:
    """The string for two rules that the input gives as C structures, such as ``{"EDT", Second, Sun, Mar, 2, -240}``.

    Positive offsets are read as east of UTC, or as west if only west makes sense.
    """
    found: list[tuple[PosixTimeZone, str]] = []
    for sign, reason in (1, ""), (-1, ", with the sign of the minutes reversed: they count east of UTC"):
        # A numeric designation must agree with the offset.
        kinds = [
            (
                each.replace(utoff=sign * each.utoff) if each.designation.isalpha() else fixed(sign * each.utoff).std,
                rule,
            )
            for each, rule in structures
        ]
        (std, end), (dst, start) = sorted(kinds, key=lambda each: each[0].utoff)
        zone = _zone(std.utoff, dst.utoff - std.utoff, start, end)
        if zone is not None and not (contradicts(std) or contradicts(dst)):
            found.append((zone.replace(std=std, dst=dst.replace(isdst=True)), f"both rules in the text{reason}"))
    known = [each for each in found if question.clocks.same(each[0], question.at)]
    for zone, reason in (known or found)[:1]:
        yield from known_clock(question, zone, reason)


def _config_time(question: Question, std: int, ahead: int) -> Iterator[Suggestion]:
    """The strings with the offsets from a configTime call, which gives no rules for daylight saving time."""
    if ahead == 0 and abs(std) <= MOST and std % (HOUR // 4) == 0:
        yield from question.answers(fixed(std), f"{distance(std)} all year, as in configTime", "notation")
    elif ahead in ADVANCES:
        for each in with_offsets(question, std, std + ahead):
            yield each.replace(kind="notation", reason=f"{each.reason}; configTime gives no rules")


def calculated(text: str) -> int:
    """The value of a sum or difference of products, such as 5 * 3600 + 1800."""
    products = re.findall(r"[+-]?[^+-]+", re.sub(r"[\sL]", "", text))
    return round(sum(prod(map(float, product.split("*"))) for product in products))


def _phone(question: Question, numbers: list[int], between: str) -> Iterator[Suggestion]:
    """The TZ strings with the rules in ``numbers``, which come from the settings of a phone.

    ``between`` is the character between the numbers: ``/`` for a Cisco phone, a comma for a Grandstream phone.
    """
    unit, read = (HOUR, "month/day/weekday/time") if between == "/" else (60, "month, week, weekday, hour and minute")
    weeks, both = _PHONE_WEEKS[between], (numbers[:5], numbers[5:10])
    start, end = (numbered(month, weeks.get(week, 0), *rest) for month, week, *rest in both)
    yield from with_rules(question, (start, end), numbers[10] * unit, f", read as {read}")


def _east(match: re.Match[str]) -> int:
    return -size_of(match) if match["sign"] == "-" else size_of(match)


def _zone(std: int, advance: int, start: Rule | None, end: Rule | None) -> PosixTimeZone | None:
    """A zone with these offsets and rules, and with numeric designations, or None if it is implausible."""
    if start is None or end is None or advance not in ADVANCES or abs(std) > MOST:
        return None
    return PosixTimeZone(fixed(std).std, fixed(std + advance).std.replace(isdst=True), start, end)


def known_clock(question: Question, zone: PosixTimeZone | None, reason: str) -> Iterator[Suggestion]:
    """Suggests the string of a database zone that has the clock of ``zone``; if there is no such zone, ``zone`` itself.

    If zones with a different clock use the designations of ``zone``, their strings are suggested first.
    """
    if zone is None:
        return
    same = question.clocks.same(zone, question.at)
    for each in advice(question, findings(question, zone)) if same and zone.std.designation.isalpha() else ():
        if each.zones[:1] and each.zones[0] not in same:
            yield each.replace(reason=f"{reason}: {each.reason}", kind="notation")
    if same:
        known = question.clocks.in_force(same[0], question.at, question.dialect)
        zone = zone if known.but else known.zone
        reason = f"{reason}: the clock of {listed(same)}"
    yield from question.answers(zone, reason, "notation", same)


def with_rules(
    question: Question, rules: Rules, advance: int, given: str, name: str | None = None, utoff: int | None = None
) -> Iterator[Suggestion]:
    """The strings of all zones with these two rules, most widespread first. The input lacks at least one offset.

    Args:
        question: The input and settings that the suggestions are based on.
        rules: The two rules, with None in place of a rule that is out of range.
        advance: How far daylight saving time is ahead of standard time, in seconds.
        given: Text to add to the reason, such as how the input was read; may be empty.
        name: The only designation in the input, or None if the input has none; ``"DST"`` fits any designation of
            daylight saving time.
        utoff: The offset that the input gives for this designation, or None if it gives none.
    """
    found = []
    for footer, names in question.clocks.footers.items():
        dst, both = footer.dst, (footer.start, footer.end)
        if dst is None or None in rules or (both, dst.utoff - footer.std.utoff) != (rules, advance):
            continue
        kinds = footer.std, dst, dst.replace(designation="DST")
        if any(name in (None, kind.designation) and utoff in (None, kind.utoff) for kind in kinds):
            found.append((footer, [each for each in names if question.clocks.holds(each, question.at)]))
    given += "" if name is None else f", where {name} is {'used' if utoff is None else distance(utoff)}"
    given += "; the text gives no offset" * (utoff is None)
    for footer, names in sorted(found, key=lambda each: -len(each[1])):
        if names:
            yield from question.answers(footer, f"the rules of {listed(names)}{given}", "notation", names)
