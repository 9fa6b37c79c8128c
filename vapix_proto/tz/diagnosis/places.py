"""Locates the pieces of a valid TZ string."""

from __future__ import annotations

from vapix_proto.errors import Span

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from re import Match

# The numbers of the pattern's groups for standard time, daylight saving time and the two rules. To get the group for
# the sign of an offset, add _TYPE_SIGN; for the sign of a rule's time, add _RULE_SIGN. The group for the hours follows
# the group for the sign.
_STD, _DST, _START, _END = 1, 8, 15, 25
_TYPE_SIGN, _RULE_SIGN = 3, 6


class Places:
    """The spans of a TZ string's pieces, from a match of a dialect's regular expression.

    Attributes:
        std: Standard time: designation and offset.
        std_offset: The offset of standard time.
        dst: Daylight saving time: designation and offset; empty if absent, like the spans below.
        dst_offset: The offset of daylight saving time; all of ``dst`` if it has no offset.
        rules: Both rules.
        start_date: The date of the first rule.
        end_date: The date of the second rule.
    """

    def __init__(self, match: Match[str]) -> None:
        end = match.end()
        self.std: Span = _span(match, _STD)
        self.dst: Span = _span(match, _DST)
        self.std_offset: Span = _offset(match, _STD)
        self.dst_offset: Span = _offset(match, _DST)
        self.rules: Span = Span(_span(match, _START).start, end)
        self.start_date: Span = _date(match, _START)
        self.end_date: Span = _date(match, _END)


def _span(match: Match[str], group: int) -> Span:
    start, end = match.span(group)
    return Span(match.end(), match.end()) if start < 0 else Span(start, end)


def _clock(match: Match[str], sign: int) -> int | None:
    """The index of the first character of an offset or a time, which may be its sign; None if neither is present."""
    for group in (sign, sign + 1):
        if match.start(group) >= 0:
            return match.start(group)
    return None


def _offset(match: Match[str], part: int) -> Span:
    whole, start = _span(match, part), _clock(match, part + _TYPE_SIGN)
    return whole if start is None else Span(start, whole.end)


def _date(match: Match[str], rule: int) -> Span:
    whole, time = _span(match, rule), _clock(match, rule + _RULE_SIGN)
    return whole if time is None else Span(whole.start, time - 1)
