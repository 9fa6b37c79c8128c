"""Twelve months as a band, coloured for standard or daylight saving time, with the month names below."""

from __future__ import annotations

from itertools import pairwise

from vapix_proto._value import Value
from vapix_proto.pictures.drawing import DST, DST_TEXT, STD, STD_TEXT, label, number, text_width
from vapix_proto.tz.analysis.description import MONTHS
from vapix_proto.tz.clock.calendar import DAY, days_before_month, is_leap, utc_offset, year_of, year_start

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from vapix_proto.tz.clock.transitions import Transition
    from vapix_proto.tz.rules import LocalTimeType

    class Shown(Protocol):
        """Anything that shows local time: a zone, a clock, or another object with these methods."""

        def at(self, instant: int, /) -> LocalTimeType:
            """The local time type at an instant."""

        def transitions(self, first: int, stop: int, /) -> Sequence[Transition]:
            """The transitions from the UTC year ``first`` up to, but not including, ``stop``."""


_MONTH_SIZE = 11.0
_LINE = 15


class Span(Value):
    """A period without transitions: its first instant, its end (exclusive), and the local time type in force."""

    start: int
    stop: int
    shown: LocalTimeType


def colours(shown: LocalTimeType) -> tuple[str, str, str]:
    """The CSS class of a local time type, its colour, and the colour of text on it."""
    return ("dst", DST, DST_TEXT) if shown.isdst else ("std", STD, STD_TEXT)


class Months:
    """Twelve consecutive months, and where they are drawn.

    Attributes:
        starts: The first instant of each month, and of the month after the last.
        short_names: The month names, such as ``Jan``.
        low: The first instant.
        high: The first instant after the last month.
    """

    def __init__(self, year: int, month: int, left: float, width: float) -> None:
        self._left, self._width = left, width
        self.short_names = [MONTHS[(month - 1 + later) % 12][:3] for later in range(12)]
        years = [(year + (month - 1 + later) // 12, (month - 1 + later) % 12 + 1) for later in range(13)]
        self.starts = [year_start(of) + DAY * days_before_month(which, is_leap(of)) for of, which in years]
        self.low, self.high = self.starts[0], self.starts[-1]

    def x(self, instant: int) -> float:
        """The x coordinate of an instant."""
        return self._left + (instant - self.low) * self._width / (self.high - self.low)

    def transitions(self, zone: Shown) -> list[Transition]:
        """A clock's transitions within the twelve months, in order."""
        found = zone.transitions(year_of(self.low), year_of(self.high - 1) + 1)
        return [transition for transition in found if self.low <= transition.at < self.high]

    def spans(self, zone: Shown) -> list[Span]:
        """The periods into which a clock's transitions divide the twelve months, in order."""
        cuts = [self.low, *(transition.at for transition in self.transitions(zone)), self.high]
        return [Span(start, stop, zone.at(start)) for start, stop in pairwise(cuts) if start < stop]

    def names(self, y: float) -> list[str]:
        """The month names below a band that ends at ``y``, cut to one letter if there is no room for three."""
        ends = [self.x(start) for start in self.starts]
        names = self.short_names
        if max(text_width(name, _MONTH_SIZE) for name in names) + 2 > min(
            stop - start for start, stop in pairwise(ends)
        ):
            names = [name[0] for name in names]
        ticks = "".join([f"M{number(x)} {number(y)}v5" for x in ends[1:-1]])
        return [f'<path d="{ticks}" stroke="currentColor"/>'] + [
            label((start + stop) / 2, y + 14, name, size=_MONTH_SIZE, anchor="middle")
            for name, (start, stop) in zip(names, pairwise(ends), strict=True)
        ]

    def band(self, spans: Sequence[Span], top: float, height: float, now: int | None) -> list[str]:
        """The SVG elements of a band: its labelled parts, and a line at the instant ``now``."""
        out, names, edges = [], [], ""
        for span in spans:
            left, right = self.x(span.start), self.x(span.stop)
            css, fill, _ = colours(span.shown)
            out.append(
                f'<rect class="{css}" x="{number(left)}" y="{number(top)}" width="{right - left:.2f}" '
                f'height="{number(height)}" fill="{fill}"/>'
            )
            edges += f"M{number(left)} {number(top)}v{number(height)}" if span is not spans[0] else ""
            today = left if now is None else min(max(self.x(now), left), right)
            names += _name(span.shown, left, today, right, top + height / 2, most_lines=int(height / _LINE))
        # A line separates adjacent parts, because they may have the same colour.
        out += [f'<path d="{edges}" stroke="#ffffff"/>'] if edges else []
        if now is not None:
            x = number(self.x(now))
            # A black line edged with white is visible on a band of any colour.
            for thick, colour in ((4, "#ffffff"), (2, "#000000")):
                out.append(f'<path d="M{x} {number(top)}v{number(height)}" stroke="{colour}" stroke-width="{thick}"/>')
        return out + names


def _name(shown: LocalTimeType, left: float, today: float, right: float, middle: float, most_lines: int) -> list[str]:
    """The label for part of a band, in as few lines of text as possible, not crossed by the mark for today."""
    name, offset = shown.designation, utc_offset(shown.utoff)
    css, _, ink = colours(shown)
    parts = sorted([(left, today), (today, right)], key=lambda part: part[0] - part[1])
    for lines in ([f"{name} {offset}"], [name, offset], [name, offset.removeprefix("UTC")], [name]):
        wide = max(text_width(line, bold=True) for line in lines) + 10
        centre = (left + right) / 2
        centred = wide <= right - left and abs(today - centre) >= wide / 2
        places = ([centre] if centred else []) + [(a + b) / 2 for a, b in parts if wide <= b - a]
        if places and len(lines) <= most_lines:
            y = middle + 4 - (len(lines) - 1) * _LINE / 2
            return [
                label(places[0], y + row * _LINE, line, anchor="middle", bold=True, css=f"on-{css}", fill=ink)
                for row, line in enumerate(lines)
            ]
    return []
