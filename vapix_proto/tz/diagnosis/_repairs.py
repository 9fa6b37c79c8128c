"""Repairs a TZ string, but only where there is no doubt about which string was intended.

A repair belongs here if every other correction of the fault is invalid in all dialects, and if numbers and names stay
the same. Missing text is never guessed, neither a single digit, such as the second digit of the minutes, nor the
rules for daylight saving time.
"""

from __future__ import annotations

import re

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.dialect import Dialect

# A designation that names its offset, such as +03, and four digits for hours and minutes, such as 0330 for 3:30.
_NUMERIC = r"[+-](?:[01][0-9]|2[0-4])(?:[0-5][0-9])?"
_HHMM = r"([01][0-9]|2[0-4])([0-5][0-9])"

_STOP_FOR_COMMA = re.compile(r"(?<=[0-9A-Za-z>])\.(?=[MJ])")

#: Repairs to the text before the first comma, in order.
HEAD = (
    # UTC and GMT have only one offset.
    (r"^(UTC|GMT)$", r"\g<1>0"),
    # Doubled brackets.
    (r"<<", "<"),
    (r">>", ">"),
    # <+05:30>-5:30 and +05:30-5:30.
    (r"((?:^|<)[+-](?:[01][0-9]|2[0-4])):([0-5][0-9])(?=[>+-])", r"\1\2"),
    # <+03-3: the closing bracket belongs after +03, the numeric designation.
    (rf"<({_NUMERIC})(?=[+-]|$)", r"<\1>"),
    # +03>-3 and <-03>3-02>.
    (rf"(?:^|(?<=[0-9]))({_NUMERIC})>", r"<\1>"),
    # +03-3 and <-03>3-02: an offset can't follow another, so +03 and -02 are designations.
    (rf"^({_NUMERIC})(?=[+-])", r"<\1>"),
    (rf"^(<[^<>]+>[+-]?[0-9]+(?::[0-9]+)*)({_NUMERIC})(?=[+-]|$)", r"\1<\2>"),
    # EST0500.
    (rf"(?:^|(?<=[0-9]))([A-Za-z]+|<[^<>]+>)([+-]?){_HHMM}(?![0-9:])", r"\1\2\3:\4"),
)
#: Repairs to a rule.
RULE = (
    # Capital letters.
    (r"^m(?=[0-9])", "M"),
    (r"^j(?=[0-9])", "J"),
    # Doubled letters and separators.
    (r"^MM", "M"),
    (r"^JJ", "J"),
    (r"\.\.", "."),
    (r"//", "/"),
    # The letter O for a zero: M3.2.O. A letter l, however, may be a 1 or a typing error.
    (r"(?<=[MJ0-9./:])O(?=[0-9./:]|$)", "0"),
    # M03.05.00 and M3.05.0, but not M1.05.0, which may be M10.5.0 with two characters swapped.
    (r"^(M(?:0?[2-9]|01|1[0-2]))\.0([1-5])\.0?([0-6])(?=/|$)", r"\1.\2.\3"),
    # 3.5.0 lacks its M: only a date with an M has two dots.
    (r"^(?=[0-9]{1,2}\.[1-5]\.[0-6](?:/|$))", "M"),
)
#: More repairs to a rule, for dialects whose times have neither signs nor three-digit hours: M3.5.0/+2 and M3.5.0/0200.
SHORT_TIME = ((r"/\+", "/"), (rf"/{_HHMM}$", r"/\1:\2"))


def repaired(text: str, dialect: Dialect) -> str | None:
    """The string, valid in the dialect, that was clearly intended, or None if it can't be determined.

    The text must contain only characters that can be part of a TZ string.
    """
    if dialect._reader.recognises(text):
        return text
    text = _pieces_repaired(text, dialect) or text
    zone = dialect._reader.read(text)
    # A malformed string that has daylight saving time but no rules may have lost its rules.
    return None if zone is None or (zone.dst is not None and zone.start is None) else text


def _pieces_repaired(text: str, dialect: Dialect) -> str | None:
    if "," in text:
        text = text.removesuffix(".")  # the end of a sentence
    head, *rules = _STOP_FOR_COMMA.sub(",", text).split(",", 5)
    # An empty rule between or after the two rules comes from an extra comma.
    rules = [rule for rule in rules if rule]
    if len(rules) not in (0, 2) or (not rules and "," in text):
        return None
    fixes: tuple[tuple[str, str], ...] = RULE if dialect.time_signed else RULE + SHORT_TIME
    # An M just before the comma may belong after it. And a rule that is only a number may be a month, in which case
    # more than the M is missing.
    if head[-1:] in ("M", "J", "m", "j") or any(rule.partition("/")[0].isdigit() for rule in rules):
        fixes = tuple(fix for fix in fixes if fix[1] != "M")
    return ",".join([_substituted(head, HEAD), *(_substituted(rule, fixes) for rule in rules)])


def _substituted(piece: str, fixes: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in fixes:
        piece = re.sub(pattern, replacement, piece)
    return piece
