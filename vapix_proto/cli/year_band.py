"""Draws a year as a band of characters: light while standard time is in force, dark during daylight saving time."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vapix_proto.pictures.bands import Months
from vapix_proto.pictures.drawing import spread
from vapix_proto.pictures.wording import move, short_date, times
from vapix_proto.tz.clock.calendar import utc_offset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from vapix_proto.pictures.bands import Shown

    #: The strings that make up a line, each with or without a style.
    Pieces: TypeAlias = list[str | tuple[str, str]]


_STYLES = {False: "bright_blue", True: "yellow"}
_CELLS_MIN, _CELLS_MAX = 24, 73
_GAP = 2


def band(zone: Shown, year: int, width: int, *, blocks: bool, now: int | None = None) -> list[Pieces]:
    """The lines that draw a UTC year, in which a band shows standard and daylight saving time.

    The lines around the band show the transitions, the months, the day of ``now`` and a legend. The band has ``width``
    columns, but at least 24 and at most 73. Without ``blocks``, the lines are ASCII.
    """
    return _Band(zone, year, max(_CELLS_MIN, min(width, _CELLS_MAX)), blocks=blocks).lines(now)


class _Band:
    def __init__(self, zone: Shown, year: int, cells: int, *, blocks: bool) -> None:
        self.zone, self.year, self.cells = zone, year, cells
        self.months = Months(year, 1, 0, cells)
        self.transitions = self.months.transitions(zone)
        self.signs = "\u2591\u2588" if blocks else ".#"
        self.arrow, self.pole, self.mark = ("\u2192", "\u2502", "\u25b2") if blocks else ("->", "|", "^")

    def lines(self, now: int | None) -> list[Pieces]:
        above, below = self._labels()
        lines: list[Pieces] = [[line] for line in above]
        lines += [self._row(), [self._months()]]
        if now is not None and self.months.low <= now < self.months.high:
            lines.append([self._today(now)])
        return lines + [[line] for line in below] + self._legend()

    def _labels(self) -> tuple[list[str], list[str]]:
        """The lines above and below the band. If the labels do not fit above, they are numbered and listed below."""
        if not self.transitions:
            return [f"no transition in {self.year}"], []
        places = [self._cell(transition.at) for transition in self.transitions]
        poles = _placed([(place, self.pole) for place in dict.fromkeys(places)])
        texts = [
            (short_date(each.at + each.before.utoff, self.year), times(each, self.arrow), move(each))
            for each in self.transitions
        ]
        for labels in ([(f"{date} {time}", way) for date, time, way in texts], texts):
            widths = [max(map(len, lines)) for lines in labels]
            lefts = spread([place + 0.5 for place in places], widths, self.cells, _GAP)
            if lefts is not None:
                rows = zip(*labels, strict=True)
                return [*(_placed(zip(map(int, lefts), row, strict=True)) for row in rows), poles], []
        numbers = [str(number) for number in range(1, len(texts) + 1)]
        lefts = spread(places, [len(number) for number in numbers], self.cells, 1) or list(range(len(texts)))
        below = []
        for number, (date, time, way) in zip(numbers, texts, strict=True):
            room = self.cells - 3
            shapes = ([f"{date} {time}, {way}"], [f"{date} {time}", way], [date, time, way])
            lines = next((lines for lines in shapes if max(map(len, lines)) <= room), shapes[-1])
            below += [f"{'' if row else number:<3}{line}" for row, line in enumerate(lines)]
        return [_placed(zip(map(int, lefts), numbers, strict=True)), poles], below

    def _cell(self, instant: int) -> int:
        return int(self.months.x(instant))

    def _row(self) -> Pieces:
        """The cells: each shows whether daylight saving time is in force in the middle of its part of the year."""
        size = self.months.high - self.months.low
        middles = [self.months.low + size * (2 * cell + 1) // (2 * self.cells) for cell in range(self.cells)]
        return [
            (self.signs[isdst] * len(list(cells)), _STYLES[isdst])
            for isdst, cells in groupby(self.zone.at(middle).isdst for middle in middles)
        ]

    def _months(self) -> str:
        names = self.months.short_names
        if self.cells < 48:
            names = [name[0] for name in names]
        return _placed((self._cell(start), name) for start, name in zip(self.months.starts, names, strict=False))

    def _today(self, now: int) -> str:
        shown = self.zone.at(now)
        text, place = f"today, {short_date(now + shown.utoff, self.year)}", self._cell(now)
        if place + len(text) + 2 <= self.cells:
            return f"{' ' * place}{self.mark} {text}"
        return f"{text} {self.mark}".rjust(place + 1)

    def _legend(self) -> list[Pieces]:
        """The meaning of the cells: each designation with its UTC offset, on one line if there is room."""
        kinds = {span.shown for span in self.months.spans(self.zone)}
        kinds |= {transition.after for transition in self.transitions}
        texts = [
            (kind.isdst, f"{kind.designation} {utc_offset(kind.utoff)}")
            for kind in sorted(kinds, key=lambda kind: (kind.isdst, kind.utoff, kind.designation))
        ]
        parts: list[Pieces] = [[(self.signs[isdst], _STYLES[isdst]), f" {text}"] for isdst, text in texts]
        if sum(len(text) + 5 for _, text in texts) - 3 > self.cells:
            return parts
        return [[piece for place, part in enumerate(parts) for piece in (["   ", *part] if place else part)]]


def _placed(texts: Iterable[tuple[int, str]]) -> str:
    """A line of text in which each string begins at its column."""
    line = ""
    for column, text in texts:
        line = line.ljust(column) + text
    return line
