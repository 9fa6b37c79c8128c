"""Reads strings that contain a slip, such as a wrong separator, if it is clear which string was meant."""

from __future__ import annotations

import re
from itertools import product

from vapix_proto.tz.advice._by_name import FRACTION, MINUTES, unwrapped
from vapix_proto.tz.advice._data import abbreviations
from vapix_proto.tz.advice._rules_cut_off import HEAD
from vapix_proto.tz.advice._unusual import findings
from vapix_proto.tz.advice._written_rules import MONTHS, WEEKDAYS, read_rule
from vapix_proto.tz.diagnosis.designations import contradictory, numeric_designation
from vapix_proto.tz.diagnosis.wrappings import LOOK_ALIKES
from vapix_proto.tz.dialect import POSIX_2024
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.rules import MonthWeekDay, Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vapix_proto.tz.advice._suggestion import Question
    from vapix_proto.tz.model import PosixTimeZone


_AROUND, _RESPELT = "without the text around it", "with only the offset as the designation"
#: Slips that leave no doubt about the string: a pattern, its replacement, and a phrase that describes the repair.
_SLIPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str], ...] = (
    (re.compile(r"^[^\w<+-]+(?=[\w<])|(?<=[\w>])[^\w<>.,:/+-]+$"), "", _AROUND),
    (re.compile(r"^<([^<>]+,[^<>]+)>$"), r"\1", _AROUND),
    (re.compile(r"(?:^|\u2039)([+-][0-9]{2,4})\u203a"), r"<\1>", "with < and > around the designation"),
    (re.compile(r"(?<=[A-Za-z>])[\u2013\u2212](?=[0-9])"), "-", "with an ASCII minus sign"),
    (
        re.compile(rf"(?:(?<=[A-Za-z])|(?=.[A-Za-z]))[{''.join(LOOK_ALIKES)}]"),
        lambda match: LOOK_ALIKES[match[0]],
        "with a Latin letter for one that looks the same",
    ),
    (re.compile(r"(M[0-9]{1,2}\.[1-5]\.)7(?![0-9])"), r"\g<1>0", "with 0 for Sunday, where the text has 7"),
    (re.compile(r"(?<=[0-9A-Za-z>])(?=M[0-9]{1,2}\.[1-5]\.[0-7])"), ",", "with a comma before each rule"),
    (
        re.compile(rf"(?<=[A-Za-z>])(?<![,\s]M)([+-]?[0-9]{{1,2}})[.,]({FRACTION})(?![0-9:.])"),
        lambda match: f"{match[1]}:{MINUTES[match[2]]:02}",
        "with the offset in hours and minutes",
    ),
    (
        # UTC+330 may be 330 minutes.
        re.compile(r"(?<=[A-Za-z>])(?<!UTC|GMT)([+-]?[0-9])(15|30|45)(?![0-9:.])"),
        r"\1:\2",
        "with a colon between the hours and the minutes",
    ),
    (
        re.compile(r"<(?:UTC|GMT)?([+-])(0?[1-9]|1[0-9]|2[0-4])(?::?([0-5][0-9]))?>"),
        lambda match: numeric_designation(int(f"{match[1]}1") * (int(match[2]) * HOUR + int(match[3] or 0) * 60)),
        _RESPELT,
    ),
)
_LIKE_DIGITS = str.maketrans("OolIZSGB", "00112568")
#: Slips that leave room for doubt: a pattern, its possible replacements, and a phrase that describes the repair.
_DOUBTS: tuple[tuple[re.Pattern[str], tuple[str | Callable[[re.Match[str]], str], ...], str], ...] = (
    (re.compile(r"(?<=\.)[06](?=\.[0-7])"), ("5",), "with week 5 for the last of the month"),
    (re.compile(r"(?<=[0-9]:)([1-5])(?![0-9])"), (r"\g<1>0", r"0\1"), "with two digits for the minutes"),
    (re.compile(r"(/[0-9]{1,2}):[0-9](?![0-9:])"), (r"\1",), "without the minutes, which have only one digit"),
    (re.compile(r"^([0-9]{2}(?:[0-9]{2})?)(?=-)"), (r"<+\1>",), "with <+ and > around the designation"),
    (
        re.compile(r"(?:(?<=[A-Z]{3})|(?<=-))[OolIZSGB](?=[A-Z<]{3})"),
        (lambda match: match[0].translate(_LIKE_DIGITS),),
        "with a digit for a letter that looks like it",
    ),
)
# A rule with any separators, with month and day names, with L for the last week, or with 2h, 2 AM or 2 PM.
_RULE = re.compile(
    rf"(?:M\.?(?=[0-9])|(?=[A-Z]))(?P<month>1[0-2]|0?[1-9]|(?:{'|'.join(MONTHS)})[a-z]*)[\s.,:/_-]{{1,2}}"
    rf"(?P<week>[1-5]|(?-i:L)|last)[\s.,:/_-]{{1,2}}(?P<weekday>[0-7]|(?:{'|'.join(WEEKDAYS)})[a-z]*)"
    r"(?:(?P<apart>[,./:@]?)(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-5][0-9])(?:[:.]00)?)?"
    r"(?:\s?(?:h|(?P<half>[ap])\.?m\b\.?))?)?(?P<scale>)(?![\w:])",
    re.IGNORECASE,
)
_PADDED = re.compile(r"^M(\d{1,2})\W([1-5])\W0([0-6])$", re.ASCII)
_DIGIT = re.compile("[0-9]")
_BETWEEN_RULES = re.compile(r"[\s,;]*")


def repaired(question: Question) -> tuple[PosixTimeZone, str] | None:
    """The string with its slips corrected, and the corrections, if only one corrected string is likely."""
    text = unwrapped(question.text)
    if _DIGIT.search(text) is None:
        return None
    reasons = [_AROUND] * (text != question.text)
    for pattern, by, reason in _SLIPS:
        before, text = text, pattern.sub(by, text)
        reasons += [reason] * (text != before and reason not in reasons)
    read = question.dialect._reader.read
    whole = read(text)
    sure = {} if whole is None else {whole: reasons}
    if whole is None:
        sure = {zone: [*reasons, "with rules of the form Mm.w.d/time"] for zone in _with_rules(text) if read(str(zone))}
    doubtful = {
        zone: [*reasons, reason]
        for pattern, ways, reason in _DOUBTS
        for way in ways
        if pattern.search(text) and (zone := read(pattern.sub(way, text))) is not None
    }
    possible = [zone for zone in sure | doubtful if not contradictory(zone)]
    shown = [zone for zone in possible if question.clocks.same(zone, question.at)]
    # A string that has no rules or contradicts itself is accepted here; what it may mean is decided later.
    incomplete = [zone for zone in sure if zone.dst is not None and zone.start is None]
    past = ((zone, findings(question, zone, nearest=zone.std.designation in abbreviations())) for zone in possible)
    advised = (zone for zone, found in past if any(each.meant for each in found))
    contrary = [zone for zone in sure if contradictory(zone) and _RESPELT not in reasons]
    chosen = shown or incomplete or [*advised] or contrary
    return (chosen[0], ", ".join((sure | doubtful)[chosen[0]])) if len(chosen) == 1 else None


def _with_rules(text: str) -> Iterator[PosixTimeZone]:
    """The strings that may be meant by a text with two loosely written rules: M10.5.03 is M10.5.0/3 or M10.5.3."""
    match = HEAD.fullmatch(text)
    head = None if match is None else POSIX_2024._reader.read(match[1])
    rules = [] if match is None else list(_RULE.finditer(match[2]))
    if match is None or head is None or len(rules) != 2 or not _BETWEEN_RULES.fullmatch(_RULE.sub("", match[2])):
        return
    for start, end in product(*map(_possible, rules)):
        if start is not None and end is not None:
            yield head.replace(start=start, end=end)


def _possible(match: re.Match[str]) -> list[Rule | None]:
    """The rules that may be meant by a loosely written rule."""
    rule, padded = read_rule(match, 0), _PADDED.search(match[0])
    return [rule, Rule(MonthWeekDay(*map(int, padded.groups())))] if rule is not None and padded else [rule]
