"""Explains why the input is not a TZ string: reports every error with its span, and the fix if it is certain."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Span, shown
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.tz.diagnosis._foreign_characters import Cleaned, clean
from vapix_proto.tz.diagnosis._form_errors import COMMAS, MINUTES, diagnose
from vapix_proto.tz.diagnosis._repairs import repaired
from vapix_proto.tz.diagnosis.designations import confirmed, contradictory, stands_for
from vapix_proto.tz.diagnosis.limit_errors import check, error, form, limit_problems, rules_required

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.grammar.parser import Node
    from vapix_proto.tz.dialect import Dialect

# Only names like Etc/GMT+3 contain digits, so EST5/2 is not a name. New York is often written with a space.
_AREA_AND_PLACE = re.compile(
    r"[A-Za-z_]{2,32}(?:/(?:[A-Za-z][A-Za-z_-]{1,32}(?: [A-Za-z_-]{1,32}){0,2}|GMT[+-]?[0-9]{1,2})){1,3}"
)
_NAME_MAX = 128
# The end of UTC+5,5 or IST-5,30, but not of IST-5:30,30.
_FRACTION = re.compile(r"(?<!:[0-5][0-9]),(?:[0-5][0-9]|5|75)")
_PAIR_OR_COMMA = re.compile(r"<[^<>]*>|,")
# A name and the offset after it, as in Sydney +10, Berlin 1 and "Lima+5".
_LABEL = re.compile(r"[^\W\d_]\s[+-]?[0-9]|[^\W\d_A-Z]\+[0-9]")
#: Hints do not repeat a fix longer than this.
_HINT_MAX = 128


def explain(text: str, dialect: Dialect, *, is_bytes: bool) -> list[Problem]:
    """Every error in text that is not a TZ string in the dialect, in order of position.

    If ``is_bytes`` is true, the input was bytes, and ``text`` is those bytes decoded as Latin-1.
    """
    try:
        tree = form(text)
    except FormError:
        problems, fix = _explain_form(text, dialect, is_bytes=is_bytes)
    else:
        problems, fix = limit_problems(tree, text, dialect), repaired(text, dialect)
    if fix is not None:
        problems = _advised(problems, fix, text, dialect)
    return sorted(problems, key=lambda problem: (problem.span, problem.code))


def _advised(problems: list[Problem], fix: str, text: str, dialect: Dialect) -> list[Problem]:
    """The errors in the text. Each gets ``fix``, the only string that the text can mean, as its fix.

    In four cases, the errors get no fix:

    - A designation in ``fix`` contradicts its offset, and either may be wrong.
    - The text has a four-digit offset as in ISO 8601 (0800, -0800), and the designation before it does not confirm the
      sign.
    - The text has an offset with a typeset minus sign, and the designation before it does not usually stand for that
      offset.
    - The text looks like a name with an ordinary UTC offset beside it, as in ``Sydney +10``: the string has no daylight
      saving time, and its designation does not usually stand for its offset.
    """
    zone = dialect._reader.read(fix)
    if zone is not None and (
        contradictory(zone)
        or (_LABEL.search(text) and zone.dst is None and zone.std.utoff not in stands_for(zone.std))
        or (_like_iso(problems, text) and not confirmed(zone.std))
        or (_typeset(problems) and zone.std.utoff not in stands_for(zone.std))
    ):
        also = "check the offset, too: POSIX counts hours west of Greenwich"
        return [problem.replace(hint=f"{problem.hint}; {also}" if problem.hint else also) for problem in problems]
    if len(fix) > _HINT_MAX:
        return [problem.replace(fix=fix) for problem in problems]
    return [problem.replace(fix=fix, hint=f"write {fix}") for problem in problems]


def _like_iso(problems: list[Problem], text: str) -> bool:
    """Whether an offset, or a signed time in a rule, has too many digits in its hour, as in -0800 (ISO 8601)."""
    return any(
        problem.code is Code.TZ_HOUR_DIGITS and text[problem.span.start - 1 : problem.span.start] != "/"
        for problem in problems
    )


def _typeset(problems: list[Problem]) -> bool:
    """Whether the text has a minus sign (U+2212) or an en dash.

    Offsets with these characters come from typeset text, where, unlike in TZ strings, offsets east of Greenwich are
    positive.
    """
    return any(str(problem.params.get("character")).startswith(("U+2013 ", "U+2212 ")) for problem in problems)


def _explain_form(text: str, dialect: Dialect, *, is_bytes: bool) -> tuple[list[Problem], str | None]:
    """The errors in text that does not have the form of a TZ string, and the fix if there is one."""
    cleaned, problems = clean(text, dialect, is_bytes=is_bytes)
    left, sure = cleaned.text, cleaned.sure
    if text[:1] == ":":
        # Report no other errors for text that starts with a colon.
        problems, sure = [], not problems
    elif (name := _iana_name(text, cleaned, dialect)) is not None:
        # Only the zone name itself, and errors in the text around it, are reported.
        around = [p for p in problems if not name.span.start < p.span.end <= name.span.end]
        return [name, *around], None
    if left[:1] == ":":
        # The text after the colon is a fix only if it is valid, because errors in it are not reported. If the text
        # consists only of letters and digits, it may be a file name, and is not a fix.
        rest = left[1:]
        surely = sure and dialect._reader.recognises(rest) and not rest.isalnum()
        return [*problems, _colon_form(text, cleaned, dialect)], rest if surely else None
    if left == "":
        message = "the string is empty" if sure else "the text contains nothing that belongs in a TZ string"
        empty = error(dialect, "form", Code.TZ_EMPTY, message, Span(0, 0), "write UTC0 for UTC")
        return [*problems, empty], None
    removed = [problem.span for problem in problems if problem.code is Code.TZ_DESIGNATION_CHARACTER]
    for problem in _pieces(cleaned, dialect):
        short = problem.code is Code.TZ_DESIGNATION_SHORT
        if short and any(span.start <= problem.span.end and problem.span.start <= span.end for span in removed):
            message = f"once the characters that are not allowed are removed or replaced, {problem.message}"
            problems.append(problem.replace(message=message))
        else:
            problems.append(problem)
    return problems, repaired(left, dialect) if sure else None


def _colon_form(text: str, cleaned: Cleaned, dialect: Dialect) -> Problem:
    message = "a string with a leading colon is not a rule string: each implementation chooses its meaning"
    hint = "remove the colon; for a zone of the IANA database, use tz.from_iana"
    if (name := _name(text, cleaned, 1)) is not None:
        hint = f"use tz.from_iana('{text[name.start : name.end].replace(' ', '_')}')"
    return error(dialect, "name", Code.TZ_COLON_FORM, message, cleaned.span(0, 1), hint)


def _iana_name(text: str, cleaned: Cleaned, dialect: Dialect) -> Problem | None:
    """The error for text that has the form of an IANA zone name, or None for other text."""
    span = _name(text, cleaned, 0)
    if span is None:
        return None
    name = text[span.start : span.end]
    message = f"'{name}' has the form of an IANA zone name, not of a TZ string"
    hint = f"use tz.from_iana('{name.replace(' ', '_')}')"
    return error(dialect, "name", Code.TZ_IANA_NAME, message, span, hint, name=name)


def _name(text: str, cleaned: Cleaned, start: int) -> Span | None:
    """If the cleaned text from ``start`` onwards is a zone name, its span in ``text``; otherwise None."""
    if start >= len(cleaned.text):
        return None
    span = cleaned.span(start, len(cleaned.text))
    size = span.end - span.start
    return span if size <= _NAME_MAX and _AREA_AND_PLACE.fullmatch(text, span.start, span.end) else None


def _pieces(cleaned: Cleaned, dialect: Dialect) -> list[Problem]:
    """The errors in the head, in each rule, and in how the head and the rules are combined."""
    text = cleaned.text
    head_at, rules_at, third = _split(text)
    problems: list[Problem] = []
    head = _piece("head", cleaned, head_at, dialect, problems)
    rules = [rule for rule in rules_at if rule[0] < rule[1]]
    for rule in rules:
        _piece("rule", cleaned, rule, dialect, problems)
    end = cleaned.span(len(text), len(text))
    has_dst = head is not None and head.parts[1] is not None
    # UTC+5,5 and IST-5,30 have a comma before the minutes; CESTM3.5.0 lacks the comma before its first rule.
    decimal = _FRACTION.fullmatch(text, head_at[1]) and not has_dst
    commas = any(problem.hint == COMMAS for problem in problems)
    if rules_at and head is not None and not has_dst:
        message = "there are rules, but no designation of daylight saving time before them"
        hint = MINUTES if decimal else "add the designation before the first comma, or remove the rules"
        span = cleaned.span(head_at[1], head_at[1])
        problems.append(error(dialect, "rules", Code.TZ_DST_MISSING, message, span, hint))
    for rule in rules_at:
        if rule[0] == rule[1]:
            message, s = "the rule after the comma is missing", "" if len(rules_at) == 1 else "s"
            hint = f"add rules for the start and the end of daylight saving time, or remove the comma{s}"
            problems.append(error(dialect, "rules", Code.TZ_RULE_MISSING, message, cleaned.span(*rule), hint))
    if len(rules_at) == 1 and rules:
        message = "the second rule is missing: daylight saving time needs a start and an end"
        hint = MINUTES if decimal else COMMAS if commas else "add a comma and the rule for the end"
        problems.append(error(dialect, "rules", Code.TZ_RULE_MISSING, message, end, hint))
    if not rules_at and has_dst and dialect.rules_required:
        problems.append(rules_required(end.start, dialect))
    if third is not None:
        rest, span = shown(text[third:], 24), cleaned.span(third, len(text))
        message = f"'{rest}' follows the second rule: a string has two rules"
        hint = "keep the start and the end that are in force now"
        problems.append(error(dialect, "form", Code.TZ_TRAILING, message, span, hint, text=rest))
    return problems


def _split(text: str) -> tuple[tuple[int, int], list[tuple[int, int]], int | None]:
    """The positions of the head, of up to two rules, and of the comma before a third rule.

    The head ends at the first comma outside ``<...>``.
    """
    first = next((match.start() for match in _PAIR_OR_COMMA.finditer(text) if match[0] == ","), None)
    if first is None:
        return (0, len(text)), [], None
    rules: list[tuple[int, int]] = []
    start: int | None = first
    while start is not None and len(rules) < 2:
        end = text.find(",", start + 1)
        rules.append((start + 1, len(text) if end < 0 else end))
        start = None if end < 0 else end
    return (0, first), rules, start


def _piece(
    symbol: str, cleaned: Cleaned, piece_at: tuple[int, int], dialect: Dialect, problems: list[Problem]
) -> Node | None:
    start, end = piece_at
    piece = cleaned.text[start:end]

    def place(low: int, high: int) -> Span:
        return cleaned.span(start + low, start + high)

    try:
        tree = parse("posix_tz", symbol, piece)
    except FormError as fault:
        problems.extend(diagnose(symbol, piece, fault, dialect, place))
        return None
    problems.extend(check(tree, dialect, place))
    return tree
