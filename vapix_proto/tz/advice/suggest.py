"""Finds the complete TZ strings that the input may mean."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Severity
from vapix_proto.tz.advice import _abbreviations, _by_name, _notations, _rules_left_out, _signs, _slips, _unusual
from vapix_proto.tz.advice._clocks import clocks
from vapix_proto.tz.advice._commands import commanded
from vapix_proto.tz.advice._data import abbreviations
from vapix_proto.tz.advice._phrases import described
from vapix_proto.tz.advice._rules_cut_off import cut_off
from vapix_proto.tz.advice._suggestion import Question, Suggestion, listed
from vapix_proto.tz.diagnosis.designations import contradictory
from vapix_proto.tz.dialect import TZIF_V3, VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.iana.installed import instant_of
from vapix_proto.tz.parser import parse, validate

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import Instant, Text
    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.model import PosixTimeZone

    Way = Callable[[Question], Iterator[Suggestion]]

__all__ = ["Suggestion", "suggest"]

#: Input longer than this never stands for a time zone.
LONGEST = 512
_NO_SIGN = re.compile(r"[A-Za-z]\s[0-9]")


def suggest(
    text: Text,
    dialect: Dialect | str = VAPIX,
    *,
    at: Instant | None = None,
    database: Database | str | PathLike[str] | None = None,
) -> tuple[Suggestion, ...]:
    """The complete TZ strings that the input may mean, best first.

    The result is empty if there is nothing to suggest.

    Invalid input is repaired if the repair is certain. Otherwise it is looked up as the name of a zone, place, country
    or Windows zone and as an abbreviation, and read as a signed offset or another notation. A valid string gets
    suggestions if its rules are missing, if it contradicts itself, or if it is unusual.

    Args:
        text: The input, as str or bytes.
        dialect: The dialect of the suggestions: a ``Dialect`` or its name.
        at: The instant from which the suggestions must be correct; now by default.
        database: A database, or the path of its folder. By default, each name is looked up in the newest installed
            database that has it.

    Raises:
        TypeError: The text is not a str or bytes, or another argument has the wrong type.
        ValueError: The dialect is unknown, or the instant is outside the years 1 to 9999.
        NotADirectoryError: There is no folder at the path ``database``.
    """
    chosen, instant, known = _dialect(dialect), instant_of(at), clocks(database)
    problems = validate(text, chosen)
    characters = str.__str__(text) if isinstance(text, str) else bytes(text).decode("latin-1")
    question = Question(characters[:LONGEST], chosen, instant, known)
    found: dict[str, Suggestion] = {}
    suggestions: Iterable[Suggestion] = ()
    if not any(problem.severity is Severity.ERROR for problem in problems):
        suggestions = _of_valid(question, parse(text, chosen))
    elif (fix := next((problem.fix for problem in problems if problem.fix is not None), None)) is not None:
        suggestions = _of_fixed(question, fix)
    elif len(characters) <= LONGEST:
        suggestions = _of_invalid(question, _WAYS)
    for suggestion in _reviewed(question, suggestions):
        if suggestion.text != characters:
            found.setdefault(suggestion.text, suggestion)
    return tuple(found.values())


def _reviewed(question: Question, suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """The suggestions, and the advice that ``review`` would give on strings that were built from the input.

    Each string comes first and the advice on it follows, except in these cases:

    - If zones no longer follow the string's rules, the advice replaces the string. If the input contains the string's
      designations and offsets, however, the advice comes first and the string last.
    - If the string contradicts itself, the advice replaces it. The advice also replaces it if a zone that the advice
      names has, or recently had, the opposite offset in standard time (+2 hours in place of -2 hours, for example).
    - If the zone database uses the string's designation only for other zones, or if people use the designation for
      zones for which the database does not use it, the advice comes first and the string last.
    - If the sign of the string was corrected and the string is unusual for a reason other than old rules, it is
      suggested only if there is nothing else to suggest. Even then, any advice replaces it, unless the string has a
      numeric designation and no rules.
    """
    found, rest, clocks = False, [], question.clocks
    for each in suggestions:
        # Suggestions of kinds other than ``notation`` and ``sign`` are strings that a zone currently uses, so they need
        # no advice. Reversing the sign of an offset does not change the designation.
        made = each.kind == "notation" or (each.kind == "sign" and not each.zones)
        zone = question.dialect._reader.read(each.text) if made else None
        unusual = [] if zone is None else _unusual.findings(question, zone)
        advised = [
            advice.replace(reason=f"{each.reason}: {advice.reason}", kind=each.kind)
            for advice in _unusual.advice(question, unusual)
        ]
        codes = {finding.code for finding in unusual}
        stale = Code.TZ_RULE_STALE in codes
        if each.kind == "sign" and unusual and not stale:
            # If the designation is a number, it confirms the offset.
            rest += advised if advised and ("," in each.text or each.text[0].isalpha()) else [each]
            continue
        found = True
        if Code.TZ_RULE_UNUSUAL in codes and "," in each.text:
            each = each.replace(reason=f"{each.reason}, although no zone keeps this time")  # noqa: PLW2901
        if zone is None or not advised:
            yield each
            continue
        names = {name for advice in advised for name in advice.zones[:1]}
        elsewhere = Code.TZ_DESIGNATION_ELSEWHERE in codes and names.isdisjoint(each.zones)
        back = -zone.std.utoff
        turned = back and any(clocks.shown_lately(name, back, question.at, std=True) for name in names)
        first, last = [], [each]
        head, comma, _ = each.text.partition(",")
        if stale and comma and re.search(rf"{re.escape(head)}[^0-9+-]", question.text):
            last = [each.replace(reason=f"{each.reason}, although {unusual[0].message}")]
        elif stale or turned or contradictory(zone):
            last = []
        elif not elsewhere and zone.std.designation not in abbreviations():
            first, last = [each], []
        yield from (*first, *advised, *last)
    if not found:
        yield from rest


def _of_valid(question: Question, zone: PosixTimeZone) -> Iterator[Suggestion]:
    """What a valid string may mean if its rules are missing, or if it contradicts itself or is unusual."""
    offsets = list(_signs.corrected(question, zone)) or list(_notations.amount(question, zone))
    if offsets:
        yield from offsets
        return
    turned = list(_signs.opposite(question, zone))
    # Strings that belong to no zone come last.
    yield from (each for each in turned if each.zones)
    if zone.dst is not None and zone.start is None:
        yield from _rules_left_out.completed(question, zone)
    yield from _unusual.advice(question, _unusual.findings(question, zone))
    yield from turned
    yield from _abbreviations.opposite(question, zone)


def _of_fixed(question: Question, fix: str) -> Iterator[Suggestion]:
    """The fix from a diagnosis, and what the fixed string may mean."""
    written = fix in (_notations.decoded(question.text) or question.text)
    asked, zone = question.replace(text=fix) if written else question, parse(fix, question.dialect)
    # PST-0800 may be a TZ string with a slip, but is more often an ISO 8601 offset. PST 8, however, has no sign.
    signed = _NO_SIGN.search(question.text) is None
    yield from _abbreviations.with_offset(question) if signed else ()
    unusual = _unusual.findings(question, zone) if zone.start is not None else []
    stale = [each for each in unusual if each.code is Code.TZ_RULE_STALE]
    yield from _unusual.advice(question, stale)
    reason = "".join(["the string with its errors corrected", *(f", although {each.message}" for each in stale)])
    yield from _of_string(asked, zone, reason, "repair")
    yield from () if signed else _abbreviations.with_offset(question)


def _of_invalid(question: Question, groups: Iterable[tuple[Way, ...]]) -> Iterable[Suggestion]:
    """What the input may mean if no repair is certain."""
    found = ([each for way in ways for each in way(question)] for ways in groups)
    return next(filter(None, found), ())


def _inside(question: Question) -> Iterator[Suggestion]:
    """The only TZ string in input such as a program statement or an XML element, and what it may mean."""
    text = _notations.inside(question)
    if text is not None:
        zone = question.dialect._reader.read(text)
        yield from _of_string(question.replace(text=text), zone, "the TZ string in the text")


def _of_value(question: Question) -> Iterator[Suggestion]:
    """What the value of a time zone setting, such as CET in ``timezone: CET``, means."""
    text = _by_name.value(question.text)
    if text and _notations.inside(question) is None:
        yield from _of_setting(question, text)


def _of_setting(question: Question, text: str) -> Iterator[Suggestion]:
    """What the value of a setting means."""
    ways = (_WAYS[0], (_repaired, cut_off), *_WAYS[2:])
    yield from _of_text(question.replace(text=text), "the value of the setting as a TZ string", ways)


def _of_settings(question: Question) -> Iterator[Suggestion]:
    """What both settings of OpenWrt mean, if they contradict each other: first the name, then the TZ string."""
    settings = _by_name.contradictory_settings(question.text)
    each_means = [list(_of_setting(question, text)) for text in settings or ()]
    texts = [{suggestion.text for suggestion in meant} for meant in each_means]
    if len(texts) > 1 and all(texts) and texts[0].isdisjoint(texts[1]):
        for setting, meant in zip(("zonename", "timezone"), each_means, strict=True):
            for each in meant:
                yield each.replace(
                    reason=f"{each.reason}, if {setting} is right: the two settings contradict each other"
                )


def _repaired(question: Question) -> Iterator[Suggestion]:
    """The input with its slips corrected, and what the corrected string may mean."""
    zone, reason = _slips.repaired(question) or (None, "")
    yield from _of_string(question, zone, reason)


def _decoded(question: Question) -> Iterator[Suggestion]:
    """What the input means if its characters are encoded, or if it lists their bytes in hexadecimal digits."""
    text = _notations.decoded(question.text)
    if text is not None:
        yield from _of_text(question.replace(text=text), "the TZ string after decoding", _WAYS)


def _named_inside(question: Question) -> Iterator[Suggestion]:
    """The zones named in the input, unless it is still encoded: Etc/GMT%2B5 does not name Etc/GMT."""
    if _notations.ENCODED.search(question.text) is None:
        yield from _by_name.inside(question)


def _of_text(question: Question, reason: str, groups: Iterable[tuple[Way, ...]]) -> Iterator[Suggestion]:
    """The possible meanings of a piece of the input: a TZ string, a string that can be repaired, or something else."""
    fix = next((problem.fix for problem in validate(question.text, question.dialect) if problem.fix is not None), None)
    zone = question.dialect._reader.read(question.text if fix is None else fix)
    yield from _of_invalid(question, groups) if zone is None else _of_string(question, zone, reason)


def _of_string(
    question: Question, zone: PosixTimeZone | None, reason: str, kind: str = "notation"
) -> Iterator[Suggestion]:
    """Suggests ``zone``, the TZ string derived from the input; suggests nothing if ``zone`` is None.

    If that string is doubtful, likelier strings are suggested before it.
    """
    if zone is None:
        return
    yield from _notations.amount(question, zone)
    advice, contrary = list(_of_valid(question, zone)), contradictory(zone)
    written = str(zone) in question.text
    named = any(finding.meant for finding in _unusual.findings(question, zone))
    # If a correction produced the string and a finding names other strings, ``_reviewed`` decides which come first.
    first = written or question.dialect._reader.recognises(question.text) or contrary or not named
    yield from advice if first else ()
    # A string that contradicts itself is never the only suggestion. A plus sign makes it all the more doubtful.
    if ((written and advice) or not contrary) and (zone.dst is None or zone.start is not None):
        yield from question.answers(zone, reason, kind)
    yield from () if first else advice


def _of_another_dialect(question: Question) -> Iterator[Suggestion]:
    """The strings to suggest for a string whose rules only another dialect allows, such as M3.4.4/26."""
    zone = TZIF_V3._reader.read(_by_name.unwrapped(question.text))
    if zone is not None and zone.start is not None:
        same = question.clocks.same(zone, question.at)
        own = [name for name in same if question.clocks.files[name].footer == zone]
        yield from _by_name.clocks_of(question, own or same, "rules", lambda meant: f"the clock of {listed(meant)}")
        yield from _unusual.advice(question, _unusual.findings(question, zone))


#: The kinds of misunderstanding, in groups: once a group finds something, later groups are skipped.
_WAYS: tuple[tuple[Way, ...], ...] = (
    (
        _of_another_dialect,
        _signs.offset,
        _abbreviations.abbreviated,
        _abbreviations.with_offset,
        _by_name.slipped,
        _by_name.named,
    ),
    (
        _decoded,
        _of_settings,
        _inside,
        _repaired,
        _named_inside,
        _of_value,
        commanded,
        _notations.other_notations,
        described,
        cut_off,
    ),
    (_by_name.misspelt,),
    (_by_name.in_region,),
)
