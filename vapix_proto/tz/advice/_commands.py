"""Reads the commands that set the time zone of a switch or router."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.errors import Code
from vapix_proto.tz.advice import _abbreviations
from vapix_proto.tz.advice._by_name import named, size_of, unwrapped
from vapix_proto.tz.advice._notations import known_clock, with_rules
from vapix_proto.tz.advice._rules_left_out import completed
from vapix_proto.tz.advice._signs import ADVANCES, MOST, UTC, corrected, fixed, opposite
from vapix_proto.tz.advice._unusual import advice, findings
from vapix_proto.tz.advice._written_rules import WORDS, numbered, read_rule
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.diagnosis.designations import contradicts, stands_for
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType, format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.advice._suggestion import Question, Suggestion
    from vapix_proto.tz.rules import Rule

    Rules = tuple[Rule | None, Rule | None]

# Each command ends with its line, or where the next begins. A prompt may come first: Router(config)# clock ...
_ENDS = re.compile(r"[\n;!]+|(?<=\s)(?=clock\s)")
_PROMPT = re.compile(r"^[\w.()<\[-]{1,64}[#>\]]\s*(?=clock\s|set\s)")
# Cisco: clock timezone EST -5 0. Huawei and H3C: clock timezone beijing add 08:00:00, with any word as the name.
_TIME_ZONE = re.compile(
    r"clock\s+timezone\s+(?P<name>[\w.+-]+)\s+(?P<sign>[+-]|(?P<word>add|minus)\s+)?(?P<hours>[0-9]{1,2})"
    r"(?:(?:\s+|:)(?P<minutes>[0-5]?[0-9]))?(?::00)?"
)
# Cisco: clock summer-time EDT recurring 2 Sun Mar 2:00 1 Sun Nov 2:00. Some devices leave out "recurring" or the rules;
# without rules, those of the United States apply.
_SUMMER_TIME = re.compile(r"clock\s+summer-time\s+(?P<name>[\w.+-]+)(?:\s+recurring)?(?P<rules>\s.*)?")
# Huawei: clock daylight-saving-time CEST repeating 02:00 last Sun Mar 03:00 last Sun Oct 01:00. The first and the last
# year may follow.
_HUAWEI_RULE = r"[0-9]{1,2}:[0-9]{2}(?::00)?\s+\w+\s+\w+\s+\w+"
_DAYLIGHT_SAVING_TIME = re.compile(
    rf"clock\s+daylight-saving-time\s+(?P<name>[\w.+-]+)\s+repeating\s+(?P<start>{_HUAWEI_RULE})\s+"
    rf"(?P<end>{_HUAWEI_RULE})\s+(?P<hours>[0-9]{{1,2}})(?::(?P<minutes>[0-9]{{2}}))?(?::00)?(?:\s+[0-9]{{4}}){{0,2}}"
)
_DESIGNATION = re.compile(r"[A-Za-z]{3,6}")
_UNITED_STATES = numbered(3, 2, 0, 2), numbered(11, 1, 0, 2)


class _Summer(Value):
    """What a command for daylight saving time gives.

    Attributes:
        name: The designation, or another word.
        rules: The two rules, with None in place of a rule that can't be read; None if the command gives no rules.
        ahead: How far daylight saving time is ahead of standard time, in seconds.
    """

    name: str
    rules: Rules | None
    ahead: int


def commanded(question: Question) -> Iterator[Suggestion]:
    """The strings equivalent to the commands in a text, if these are commands for a time zone and can all be read."""
    commands = [_PROMPT.sub("", each.strip()) for each in _ENDS.split(unwrapped(question.text))]
    commands = [each for each in commands if each.startswith("clock")]
    zones = [match for match in map(_TIME_ZONE.fullmatch, commands) if match]
    summers = [summer for summer in map(_summer, commands) if summer]
    if not commands or len(zones) + len(summers) != len(commands) or max(len(zones), len(summers)) > 1:
        return
    if not zones:
        yield from _of_summer(question, summers[0])
    elif abs(_east(zones[0])) <= MOST:
        yield from _of_both(question, zones[0], summers[0]) if summers else _of_time_zone(question, zones[0])


def _summer(command: str) -> _Summer | None:
    """The values in a command for daylight saving time, or None if it is another command."""
    if (match := _DAYLIGHT_SAVING_TIME.fullmatch(command)) is not None:
        times = (re.sub(r"(\S+)\s+(.*)", r"\2 \1", match[rule]) for rule in ("start", "end"))
        start, end = (read_rule(words, 0) if (words := WORDS.fullmatch(time)) else None for time in times)
        return _Summer(match["name"], (start, end), size_of(match))
    match = _SUMMER_TIME.fullmatch(command)
    if match is None or not match["rules"] or not match["rules"].strip():
        return match and _Summer(match["name"], None, HOUR)
    # The rules may be followed by the minutes that daylight saving time adds; only the default of 60 is supported.
    both = list(WORDS.finditer(match["rules"]))
    known = len(both) == 2 and re.fullmatch(r"\s*(60)?\s*", WORDS.sub("", match["rules"]))
    return _Summer(match["name"], (read_rule(both[0], 0), read_rule(both[1], 0)) if known else (None, None), HOUR)


def _east(match: re.Match[str]) -> int:
    return -size_of(match) if match["sign"] and match["sign"].strip() in ("-", "minus") else size_of(match)


def _of_time_zone(question: Question, match: re.Match[str]) -> Iterator[Suggestion]:
    """The strings for ``clock timezone`` alone."""
    utoff, name = _east(match), match["name"]
    given = question.answers(fixed(utoff), f"{distance(utoff)}, as in the command", "notation")
    # The name may be a place: clock timezone NewYork -5.
    label = f"{name} {'+' if utoff >= 0 else ''}{format_seconds(utoff)}"
    places = [] if UTC.fullmatch(name) else list(named(question.replace(text=label)))
    if places:
        yield from places
        yield from given
        return
    # Outside TZ strings, UTC+2 always means 2 hours ahead of UTC.
    plain = UTC.fullmatch(name) or not _DESIGNATION.fullmatch(name)
    zone = fixed(utoff) if plain else PosixTimeZone(LocalTimeType(utoff, False, name))
    if contradicts(zone.std):
        yield from opposite(question, zone, "the command counts hours east")
    elif plain or match["word"]:
        yield from given
    else:
        said, other = stands_for(zone.std), zone.replace(std=zone.std.replace(utoff=-utoff))
        if utoff > 0 and -utoff in said:  # PST
            reason = f"{distance(-utoff)}, with the sign reversed, because the command counts hours east of Greenwich"
            yield from question.answers(other, reason, "sign")
        # As in a TZ string, the designation counts more than the sign.
        yield from advice(question, findings(question, zone))
        yield from _abbreviations.opposite(question, zone)
        yield from question.answers(zone, f"{distance(utoff)}, as in the command", "notation")


def _of_both(question: Question, match: re.Match[str], summer: _Summer) -> Iterator[Suggestion]:
    """The strings for ``clock timezone`` with a command for daylight saving time."""
    utoff = _east(match)
    std, dst = fixed(utoff).std, fixed(utoff + summer.ahead).std
    # A name that is no designation says nothing.
    if all(map(_DESIGNATION.fullmatch, (match["name"], summer.name))) and match["name"] != summer.name:
        std, dst = std.replace(designation=match["name"]), dst.replace(designation=summer.name)
    start, end = summer.rules or _UNITED_STATES
    if start is None or end is None or summer.ahead not in ADVANCES:
        return
    head = PosixTimeZone(std, dst.replace(isdst=True))
    zone = head.replace(start=start, end=end)
    meant = list(corrected(question, zone))
    if not meant and summer.rules is None and not question.clocks.same(zone, question.at):
        why = "the command gives no rules, and no zone with these designations follows its default, the US rules"
        meant = [each.replace(reason=f"{each.reason}; {why}", kind="notation") for each in completed(question, head)]
    reason = f"the command gives {distance(utoff)} and these rules"
    # CEST ends at 3:00 rather than at 2:00.
    for each in advice(question, [] if meant else findings(question, zone)):
        if f",{start}" in each.text:
            yield each.replace(reason=f"{reason}: {each.reason}", kind="notation")
    yield from meant or known_clock(question, zone, reason)


def _of_summer(question: Question, summer: _Summer) -> Iterator[Suggestion]:
    """The strings of zones with the rules and the designation of a command for daylight saving time."""
    found = list(with_rules(question, summer.rules or _UNITED_STATES, summer.ahead, "", summer.name))
    yield from found
    start, end = summer.rules or (None, None)
    if found or start is None or end is None:
        return
    # The rules may be old ones of zones with this designation.
    for footer in question.clocks.footers:
        if footer.dst is not None and footer.dst.designation == summer.name:
            stale = findings(question, footer.replace(start=start, end=end))
            yield from advice(question, [each for each in stale if each.code is Code.TZ_RULE_STALE])
