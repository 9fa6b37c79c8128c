"""Why a text is no TZ string: every problem, each with its place, and what to write instead where we know."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.grammar.loader import FormError
from vapix_proto.grammar.loader import parse as parse_form
from vapix_proto.tz.diagnosis._foreign_characters import Cleaned, clean, split
from vapix_proto.tz.diagnosis._form_errors import diagnose
from vapix_proto.tz.diagnosis.limit_errors import check, rules_required
from vapix_proto.tz.iana.rules import footer, from_iana

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.grammar.loader import Node
    from vapix_proto.tz.dialect import Dialect

_NUMERIC_START = re.compile(r"[+-][0-9]{2}(?::?[0-9]{2})?")
# Places have no digits, but for Etc/GMT+3: EST5/2 is no name.
_AREA_AND_PLACE = re.compile(r"[A-Za-z_]{2,32}(?:/(?:[A-Za-z][A-Za-z_-]{1,32}|GMT[+-]?[0-9]{1,2})){1,3}")
_NAME_MAX = 128
_LETTERS = re.compile(r"[A-Za-z]+")


def explain(text: str, fault: FormError, dialect: Dialect, *, is_bytes: bool) -> list[Problem]:
    """Every problem of a text that does not have the form of a TZ string, in the order of the text.

    Args:
        text: The text; bytes as the characters of the same numbers.
        fault: What the grammar said of the whole text.
        dialect: The dialect whose limits and clauses count.
        is_bytes: Whether the text was given as bytes.
    """
    cleaned, problems = clean(text, dialect, is_bytes=is_bytes)
    if text[:1] == ":":
        return [_colon_form(text, cleaned, dialect)]
    name = text.strip()
    if len(name) <= _NAME_MAX and _AREA_AND_PLACE.fullmatch(name):
        special = _iana_name(name, text.index(name), dialect)
        # Nothing else is said of a name, but of what stands around it.
        around = [p for p in problems if not special.span.start < p.span.end <= special.span.end]
        return sorted([special, *around], key=_order)
    if cleaned.text == "":
        hint = "write UTC0 for UTC"
        problems.append(Problem(Code.TZ_EMPTY, "the text is empty", Span(0, 0), hint, dialect.sources["form"]))
        return sorted(problems, key=_order)
    if cleaned.text[0] == ":":
        return sorted([*problems, _colon_form(cleaned.text, cleaned, dialect)], key=_order)
    found = _pieces(cleaned, dialect)
    problems = [_with_hint(problem, cleaned, dialect, whole=len(found) == 0) for problem in problems]
    problems += [_with_hint(problem, cleaned, dialect, whole=False) for problem in found]
    if not problems:  # the pieces are all the form there is, so this is never reached; an answer all the same
        message = f"unexpected {quote(text[fault.at :], 24)}"
        problems = [Problem(Code.TZ_TRAILING, message, Span(fault.at, len(text)), None, dialect.sources["form"])]
    return sorted(problems, key=_order)


def _order(problem: Problem) -> tuple[Span, Code]:
    return problem.span, problem.code


def _colon_form(text: str, cleaned: Cleaned, dialect: Dialect) -> Problem:
    message = "the form with a colon, whose meaning every implementation chooses, is no rule string"
    hint = _instead_of_name(text[1 : _NAME_MAX + 2].strip(), dialect)
    return Problem(Code.TZ_COLON_FORM, message, cleaned.span(0, 1), hint, dialect.sources["name"])


def _iana_name(name: str, start: int, dialect: Dialect) -> Problem:
    hint = _instead_of_name(name, dialect)
    verb = "looks like" if hint is None else "is"
    message = f"{quote(name)} {verb} the name of a time zone in the IANA database, which is no rule string"
    return Problem(Code.TZ_IANA_NAME, message, Span(start, start + len(name)), hint, dialect.sources["name"])


def _instead_of_name(name: str, dialect: Dialect) -> str | None:
    """What to write instead of a name of the installed database."""
    text = footer(name)
    if text is None:
        return None
    try:
        return f"write {from_iana(name, dialect)}"
    except ParseError as error:
        if error.text == name:
            return None
        return f"{dialect.name} can't write its rule {quote(text)}" + (f"; {error.hint}" if error.hint else "")


def _pieces(cleaned: Cleaned, dialect: Dialect) -> list[Problem]:
    """The problems of head and rules, each judged on its own, and of how they stand together."""
    text = cleaned.text
    head_at, rules_at, third = split(text)
    problems: list[Problem] = []
    head = _piece("head", cleaned, head_at, dialect, problems)
    rules = [rule for rule in rules_at if rule[0] < rule[1]]
    for rule in rules:
        _piece("rule", cleaned, rule, dialect, problems)
    source = dialect.sources["rules"]
    has_dst = head is not None and head.parts[1] is not None
    if rules_at and head is not None and not has_dst:
        message = "there are rules, but no designation of daylight saving time before them"
        hint = "write its designation before the first comma, or leave the rules out"
        problems.append(Problem(Code.TZ_DST_MISSING, message, cleaned.span(head_at[1], head_at[1]), hint, source))
    for rule in rules_at:
        if rule[0] == rule[1]:
            message, hint = "there is no rule after the comma", "write start,end, or leave the commas out"
            problems.append(Problem(Code.TZ_RULE_MISSING, message, cleaned.span(*rule), hint, source))
    if len(rules_at) == 1 and rules:
        message = "one rule alone: daylight saving time needs a start and an end"
        end = cleaned.span(len(text), len(text))
        problems.append(Problem(Code.TZ_RULE_MISSING, message, end, "add a comma and the rule of its end", source))
    if not rules_at and has_dst and dialect.rules_required:
        problems.append(rules_required(cleaned.span(len(text), len(text)).start, dialect))
    if third is not None:
        message = f"{quote(text[third:], 24)} after the second rule; there are no more than two"
        span = cleaned.span(third, len(text))
        problems.append(Problem(Code.TZ_TRAILING, message, span, "leave it out", dialect.sources["form"]))
    return problems


def _piece(
    symbol: str, cleaned: Cleaned, piece_at: tuple[int, int], dialect: Dialect, problems: list[Problem]
) -> Node | None:
    start, end = piece_at
    piece = cleaned.text[start:end]

    def place(low: int, high: int) -> Span:
        return cleaned.span(start + low, start + high)

    try:
        tree = parse_form("posix_tz", symbol, piece)
    except FormError as fault:
        problems.extend(diagnose(symbol, piece, fault, dialect, place))
        return None
    problems.extend(check(tree, dialect, place))
    return tree


def _with_hint(problem: Problem, cleaned: Cleaned, dialect: Dialect, *, whole: bool) -> Problem:
    """A problem with a better hint, where the whole text tells more than the place of the fault."""
    text = cleaned.text
    if problem.code in (Code.TZ_WHITESPACE, Code.TZ_CHARACTER, Code.TZ_DESIGNATION_CHARACTER):
        if whole and len(text) <= 64 and dialect._reader.recognises(text):
            return problem.replace(hint=f"write {text}")
        if problem.span.start == 0 and (name := _NUMERIC_START.match(text)):
            bracketed = f"<{name[0].replace(':', '')}>{text[name.end() :]}"
            if len(text) <= 64 and dialect._reader.recognises(bracketed):
                return problem.replace(hint=f"write {bracketed}")
    elif problem.code == Code.TZ_OFFSET_MISSING and problem.hint is None:
        return problem.replace(hint=_offset_hint(text, dialect))
    return problem


def _offset_hint(text: str, dialect: Dialect) -> str:
    """What to write where a designation has no offset: ``UTC`` for ``UTC0``, or the rule of a zone of that name."""
    name = _LETTERS.match(text)
    if name is not None and name[0] in ("UTC", "GMT", "UT", "WET", "Z"):
        zero = f"{name[0]}0{text[name.end() :].lstrip('+-')}"
        if len(zero) <= 64 and dialect._reader.recognises(zero):
            return f"write {zero}"
    if name is not None and name.end() == len(text):
        instead = _instead_of_name(text, dialect)
        if instead is not None:
            return instead
        return "write the hours west of Greenwich after it: 5 for five hours behind UTC, -1 for one hour ahead"
    return "write the hours west of Greenwich there: 0 for UTC, 5 for five hours behind, -1 for one hour ahead"
