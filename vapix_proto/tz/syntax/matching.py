"""Whether a text is a TZ string of a dialect, and which zone it is; why it is not is another module's work.

What was read is remembered with its dialect, up to a bound: the same few strings come again and again. The memories are
dictionaries that fill themselves when asked for a text that they don't have. Their keys are plain strings: one of a
subclass could claim to equal another text, and the memory would keep alive all that it refers to.
"""

from __future__ import annotations

from vapix_proto._value import setters
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.syntax._patterns import accepting, taking_apart
from vapix_proto.tz.syntax.building import (
    DST,
    END,
    START,
    STD,
    dst_type,
    dst_types,
    rule,
    rules,
    std_type,
    std_types,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from vapix_proto.tz.dialect import Dialect

#: How many texts a dialect remembers before it starts anew, and how long they are at the most.
KEPT = 512
KEPT_LENGTH = 100


def recognises(text: str, dialect: Dialect) -> bool:
    """Whether a text is a TZ string of the dialect."""
    return verdicts_of(dialect)[text]


def read(text: str, dialect: Dialect) -> PosixTimeZone | None:
    """The zone of a TZ string of the dialect; None for other texts."""
    try:
        return zones_of(dialect)[text]
    except KeyError:
        return None


def pieces(text: str, dialect: Dialect) -> Match[str] | None:
    """The pieces of a TZ string of the dialect as groups; None for other texts."""
    return zones_of(dialect).fullmatch(text)


class Verdicts(dict[str, bool]):
    """Whether texts are TZ strings of a dialect."""

    __slots__ = ("fullmatch",)

    def __init__(self, fullmatch: Callable[[str], Match[str] | None]) -> None:
        super().__init__()
        self.fullmatch: Callable[[str], Match[str] | None] = fullmatch

    def __missing__(self, text: str) -> bool:
        text = str.__str__(text)
        verdict = self.fullmatch(text) is not None
        if len(text) <= KEPT_LENGTH:
            if len(self) >= KEPT:
                self.clear()
            self[text] = verdict
        return verdict


_new = object.__new__
_set_std, _set_dst, _set_start, _set_end = setters(PosixTimeZone, "std", "dst", "start", "end")


class Zones(dict[str, PosixTimeZone]):
    """The zones of TZ strings of a dialect; a KeyError for other texts."""

    __slots__ = ("fullmatch",)

    def __init__(self, fullmatch: Callable[[str], Match[str] | None]) -> None:
        super().__init__()
        self.fullmatch: Callable[[str], Match[str] | None] = fullmatch

    def __missing__(self, text: str) -> PosixTimeZone:
        text = str.__str__(text)
        match = self.fullmatch(text)
        if match is None:
            raise KeyError
        groups = match.groups()
        std = std_types.get(groups[0]) or std_type(groups[STD])
        dst = start = end = None
        dst_text = groups[7]
        if dst_text is not None:
            dst = dst_types.get((dst_text, std.utoff)) or dst_type(groups[DST], std.utoff)
            start_text = groups[14]
            if start_text is not None:
                start = rules.get(start_text) or rule(groups[START])
                end = rules.get(groups[24]) or rule(groups[END])
        # Past the constructor, as the parts: the expression has judged what it would check again.
        zone = _new(PosixTimeZone)
        _set_std(zone, std)
        _set_dst(zone, dst)
        _set_start(zone, start)
        _set_end(zone, end)
        if len(text) <= KEPT_LENGTH:
            if len(self) >= KEPT:
                self.clear()
            self[text] = zone
        return zone


def verdicts_of(dialect: Dialect) -> Verdicts:
    """The verdicts that a dialect remembers."""
    try:
        verdicts: Verdicts = dialect.verdicts
    except AttributeError:
        verdicts = Verdicts(accepting(dialect))
        object.__setattr__(dialect, "verdicts", verdicts)
    return verdicts


def zones_of(dialect: Dialect) -> Zones:
    """The zones that a dialect remembers."""
    try:
        zones: Zones = dialect.zones
    except AttributeError:
        zones = Zones(taking_apart(dialect))
        object.__setattr__(dialect, "zones", zones)
    return zones
