"""Draws a year as a band with one colour for standard time and one for daylight saving time.

The transitions are above the band, and the months below.
"""

from __future__ import annotations

from vapix_proto.pictures.bands import Months, colours
from vapix_proto.pictures.drawing import SIZE, Picture, clipped, label, number, spread, text_width
from vapix_proto.pictures.wording import move, sentence, short_date, times
from vapix_proto.tz.analysis.description import season
from vapix_proto.tz.clock.calendar import utc_offset
from vapix_proto.tz.clock.clock import Clock

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.pictures.bands import Shown

#: A date would not fit in a narrower picture.
_WIDTH_MIN = 240
_LINE = 15
_BAND = 38
_GAP = 10


def year_svg(zone: Shown, year: int, *, width: int = 860, now: int | None = None) -> str:
    """One UTC year of a clock, drawn as an SVG element to embed in a page.

    The year is a band whose parts are in standard time or daylight saving time. To change their colours, style the
    classes ``std`` and ``dst`` for the parts, and ``on-std`` and ``on-dst`` for the text in them. Text and lines
    outside the band have the colour of the page's text.

    Args:
        zone: A ``tz.PosixTimeZone`` or ``tz.Clock``.
        year: The year.
        width: The width in pixels; anything less than 240 counts as 240.
        now: The instant to mark as today, in seconds since 1970-01-01 00:00:00 UTC; None for no mark.
    """
    return year_picture(zone, year, width=width, now=now).embedded()


def year_picture(
    zone: Shown, year: int, *, width: int = 860, now: int | None = None, name: str | None = None
) -> Picture:
    """One UTC year of a clock as a ``Picture``, which can be saved as a file.

    ``name`` defaults to the clock's TZ string.
    """
    drawn = _Year(zone, year, max(width, _WIDTH_MIN), now)
    drawn.draw()
    called = name or str(zone.zone if isinstance(zone, Clock) else zone)
    story = " ".join(drawn.story())
    return Picture(f"The clock of {called} in {year}", story, drawn.width, drawn.height, "\n".join(drawn.out), "year")


class _Year:
    """Builds the picture of a year from the top down.

    Attributes:
        out: The SVG elements so far.
        height: The height of the picture so far.
    """

    def __init__(self, zone: Shown, year: int, width: int, now: int | None) -> None:
        self.zone, self.year, self.width = zone, year, width
        self.months = Months(year, 1, 0, width)
        self.now = now if now is not None and self.months.low <= now < self.months.high else None
        self.transitions = self.months.transitions(zone)
        self.spans = self.months.spans(zone)
        self.height = 0.0
        self.out: list[str] = []

    def draw(self) -> None:
        listed = not self._labels()
        self.out += self.months.band(self.spans, self.height, _BAND, self.now)
        self.out += self.months.names(self.height + _BAND)
        self.height += _BAND + 18
        if self.now is not None:
            self._today(self.now)
        if listed:
            self._list()
        self._legend()

    def story(self) -> list[str]:
        """Sentences that describe the picture."""
        first = self.spans[0].shown
        told = [f"The year begins in {season(first)}: {first.designation}, {utc_offset(first.utoff)}."]
        told += [sentence(transition) for transition in self.transitions] or ["The clock does not change."]
        if self.now is not None:
            shown = self.zone.at(self.now)
            day = short_date(self.now + shown.utoff, self.year)
            told.append(f"Today, {day}, the clock shows {season(shown)}: {shown.designation}.")
        return told

    def _labels(self) -> bool:
        """Labels the transitions, or numbers them if there is no room; returns whether the labels fit."""
        if not self.transitions:
            self.out.append(label(0, SIZE, f"No transition in {self.year}"))
            self.height = _LINE + 4
            return True
        centres = [self.months.x(transition.at) for transition in self.transitions]
        texts = [(short_date(t.at + t.before.utoff, self.year), times(t), move(t)) for t in self.transitions]
        for lines in ([(f"{date}, {time}", way) for date, time, way in texts], texts):
            widths = [max(text_width(line, bold=not row) for row, line in enumerate(each)) for each in lines]
            lefts = spread(centres, widths, self.width, _GAP)
            if lefts is not None:
                self._row(centres, lines, lefts, widths)
                return True
        numbers = [(str(place),) for place in range(1, len(texts) + 1)]
        widths = [text_width(each[0], bold=True) for each in numbers]
        self._row(centres, numbers, spread(centres, widths, self.width, 2) or [0.0] * len(texts), widths)
        return False

    def _row(
        self,
        centres: Sequence[float],
        texts: Sequence[Sequence[str]],
        lefts: Sequence[float],
        widths: Sequence[float],
    ) -> None:
        foot = len(texts[0]) * _LINE
        self.height = foot + 16
        for x, lines, left, wide in zip(centres, texts, lefts, widths, strict=True):
            middle = left + wide / 2
            for row, line in enumerate(lines):
                self.out.append(label(middle, SIZE + row * _LINE, line, anchor="middle", bold=not row))
            above = min(max(x, left + 4), left + wide - 4)
            points = ((above, foot + 2), (x, foot + 10), (x, self.height))
            line = " ".join(f"{number(a)},{number(b)}" for a, b in points)
            self.out.append(f'<polyline points="{line}" fill="none" stroke="currentColor"/>')

    def _today(self, now: int) -> None:
        """Draws today's date below the line that marks today in the band."""
        x, y = self.months.x(now), self.height
        shown = self.zone.at(now)
        text = f"today, {short_date(now + shown.utoff, self.year)}"
        points = f"{number(x)},{number(y + 3)} {number(x - 5)},{number(y + 11)} {number(x + 5)},{number(y + 11)}"
        self.out.append(f'<polygon points="{points}"/>')
        right = x + 9 + text_width(text, bold=True) <= self.width
        place, anchor = (x + 9, "start") if right else (x - 9, "end")
        self.out.append(label(place, y + SIZE, text, bold=True, anchor=anchor, css="today"))
        self.height += _LINE + 2

    def _list(self) -> None:
        """Lists the numbered transitions, one below another."""
        self.height += 4
        for place, transition in enumerate(self.transitions, 1):
            date = short_date(transition.at + transition.before.utoff, self.year)
            lines = [f"{date}, {times(transition)}, {move(transition)}"]
            if text_width(lines[0]) > self.width - 24:
                lines = [f"{date}, {times(transition)}", move(transition)]
            self.out.append(label(0, self.height + SIZE, str(place), bold=True))
            for line in lines:
                self.out.append(label(24, self.height + SIZE, line))
                self.height += _LINE

    def _legend(self) -> None:
        """Explains the colours, and lists all designations with their UTC offsets, even those that the band shows."""
        self.height += 6
        y = self.height
        self.out.append(label(0, y + SIZE, str(self.year), bold=True))
        x = text_width(str(self.year), bold=True) + 20
        kinds = {span.shown for span in self.spans}
        for shown in sorted(kinds, key=lambda kind: (kind.isdst, kind.utoff, kind.designation)):
            name, offset = shown.designation, utc_offset(shown.utoff)
            lines = [f"{season(shown)}: {name}, {offset}"]
            if 18 + text_width(lines[0]) > self.width:
                name = clipped(name, self.width - 18 - text_width(f", {offset}"))
                lines = [f"{season(shown)}:", f"{name}, {offset}"]
            wide = 18 + max(map(text_width, lines))
            if x and x + wide > self.width:
                x, y = 0.0, y + _LINE + 2
            css, fill, _ = colours(shown)
            self.out.append(
                f'<rect class="{css}" x="{number(x)}" y="{number(y + 2)}" width="12" height="12" fill="{fill}"/>'
            )
            self.out += [label(x + 18, y + SIZE + row * _LINE, line) for row, line in enumerate(lines)]
            x, y = x + wide + 20, y + (len(lines) - 1) * _LINE
        self.height = y + _LINE + 3
