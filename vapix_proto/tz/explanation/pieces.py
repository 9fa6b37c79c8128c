"""Splits a TZ string into pieces, and explains what each piece means."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import Span
from vapix_proto.tz.analysis.description import distance, on_day, rule_time, season
from vapix_proto.tz.diagnosis.places import Places
from vapix_proto.tz.dialect import POSIX_2024

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType, Rule


class Piece(Value):
    """A piece of a TZ string. Only the commas and slashes of the rules lie between pieces.

    Attributes:
        span: Its position in the string.
        text: The piece.
        meaning: What it means, in English.
    """

    span: Span
    text: str
    meaning: str


def pieces_of(text: str, zone: PosixTimeZone) -> tuple[Piece, ...]:
    """The pieces of a TZ string, in order.

    Args:
        text: The string.
        zone: The zone that it describes.
    """
    return tuple(Piece(span, text[span.start : span.end], meaning) for span, meaning in _meanings(text, zone))


def _meanings(text: str, zone: PosixTimeZone) -> Iterator[tuple[Span, str]]:
    match = POSIX_2024._reader.match(text)  # every dialect's strings are valid in this one
    assert match is not None  # noqa: S101 - the string is valid
    places = Places(match)
    std, dst, start, end = zone.std, zone.dst, zone.start, zone.end
    yield Span(0, places.std_offset.start), f"designation of {season(std)}"
    why = "" if std.utoff == 0 else ", because POSIX counts hours west of Greenwich"
    yield places.std_offset, f"UTC offset of {season(std)}: {distance(std.utoff)}{why}"
    if dst is None:
        return
    if places.dst_offset == places.dst:
        yield places.dst, f"designation of {season(dst)}, which is 1 hour ahead of {season(std)} by default"
    else:
        yield Span(places.dst.start, places.dst_offset.start), f"designation of {season(dst)}"
        yield places.dst_offset, f"UTC offset of {season(dst)}: {distance(dst.utoff)}"
    if start is not None and end is not None:
        yield from _rule(text, "start", start, std, Span(places.start_date.start, places.end_date.start - 1))
        yield from _rule(text, "end", end, dst, Span(places.end_date.start, len(text)))


def _rule(text: str, word: str, rule: Rule, before: LocalTimeType, span: Span) -> Iterator[tuple[Span, str]]:
    date = f"{word} of daylight saving time: {on_day(rule.date)}"
    slash = text.find("/", span.start, span.end)
    if slash < 0:
        yield span, f"{date}, by default at {rule_time(rule, before)}"
        return
    yield Span(span.start, slash), date
    yield Span(slash + 1, span.end), f"time of the {word}: {rule_time(rule, before)}"
