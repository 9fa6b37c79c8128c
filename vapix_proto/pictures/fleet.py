"""The clocks of a fleet as bands, one above the other."""

from __future__ import annotations

from vapix_proto._places import plural, visible
from vapix_proto._value import Value
from vapix_proto.pictures.bands import Months
from vapix_proto.pictures.drawing import SIZE, Picture, clipped, label, number, text_width
from vapix_proto.pictures.wording import days_ahead, move, short_date, times
from vapix_proto.tz.clock.calendar import DAY, civil

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vapix_proto.pictures.bands import Shown
    from vapix_proto.tz.clock.transitions import Transition

#: A transition within this many days is highlighted.
_SOON_DAYS = 14
#: The width of the left column, the minimum width of the right one, and the width of the whole picture.
_LEFT, _RIGHT, _WIDTH = 320, 216, 1060
_GAP = 14
_LINE = 15
_BAND = 26
_ROW = 2 * _LINE + 8
_SMALL = 11.0
_ALARM = "#b3261e"
#: What is shown for a device whose string is missing or empty.
NO_STRING = "''"


class FleetRow(Value):
    """Devices whose clocks show the same time.

    Attributes:
        strings: The TZ strings of the devices, the most frequent first.
        devices: The names of the devices.
        shown: The clock that these devices share.
        next_transition: The next transition of the clock, or None if no transition follows.
        differ: The implementations that do not read all of the strings as POSIX specifies.
        contested: Whether the clock depends on which implementation reads the strings.
    """

    strings: tuple[str, ...]
    devices: tuple[str, ...]
    shown: Shown
    next_transition: Transition | None
    differ: tuple[str, ...]
    contested: bool

    @property
    def disputed(self) -> bool:
        """Whether implementations disagree about the clock."""
        return self.contested or bool(self.differ)


class InvalidRow(Value):
    """Devices with the same invalid string.

    Attributes:
        string: The string.
        devices: The names of the devices.
        message: What is wrong with the string.
        advice: What to do about the string, or None if there is no advice.
    """

    string: str
    devices: tuple[str, ...]
    message: str
    advice: str | None


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 device``, ``10,000 devices``."""
    return plural(f"{number:,}", noun)


def shortened(head: str, items: Sequence[str], room: float, width_of: Callable[[str], float]) -> str:
    """The text ``head``, followed by as many items as fit (at least one) and by the number of items left out."""
    text = head
    for place, item in enumerate(items):
        more = len(items) - place - 1
        longer = f"{text}{', ' if place else ' '}{visible(item)}"
        if place and width_of(longer + (f" and {more:,} more" if more else "")) > room:
            return f"{text} and {more + 1:,} more"
        text = longer
    return text


def soon(row: FleetRow, now: int) -> bool:
    """Whether the next transition is less than two weeks away."""
    return row.next_transition is not None and row.next_transition.at - now < _SOON_DAYS * DAY


def fleet_title(rows: Sequence[FleetRow], invalid: Sequence[InvalidRow], now: int) -> str:
    """A one-line summary of the fleet."""
    wrong = sum(len(row.devices) for row in invalid)
    devices = wrong + sum(len(row.devices) for row in rows)
    parts = [f"{counted(devices, 'device')}, {counted(len(rows), 'clock')}"]
    near = sum(len(row.devices) for row in rows if soon(row, now))
    if near:
        parts.append(f"{counted(near, 'device')} with a transition within {_SOON_DAYS} days")
    if wrong:
        parts.append(f"{counted(wrong, 'device')} with an invalid string")
    return "; ".join(parts)


def fleet_picture(rows: Sequence[FleetRow], invalid: Sequence[InvalidRow], now: int) -> Picture:
    """A fleet's clocks over twelve months, starting with the month of ``now``.

    Args:
        rows: The clocks, in drawing order.
        invalid: The devices whose string is invalid; they are listed below the clocks.
        now: The current time, in seconds since 1970-01-01 00:00:00 UTC.
    """
    drawn = _Fleet(rows, now)
    if rows:
        drawn.draw(rows)
    for wrong in invalid:
        drawn.invalid(wrong)
    story = [_told(row, now) for row in rows]
    story += [f"Invalid: {row.string}, on {counted(len(row.devices), 'device')}: {row.message}." for row in invalid]
    title = fleet_title(rows, invalid, now)
    return Picture(title, " ".join(story), _WIDTH, drawn.height, "\n".join(drawn.out), "fleet")


def _when(transition: Transition, now: int) -> str:
    local = transition.at + transition.before.utoff
    return f"{short_date(local, civil(now)[0])}, {times(transition)}"


def _next(row: FleetRow, now: int) -> tuple[str, ...]:
    """The lines that describe the next transition of a row's clock."""
    following = row.next_transition
    if following is None:
        return ("no transition",)
    return _when(following, now), f"{days_ahead(following.at - now)}, {move(following)}"


def _told(row: FleetRow, now: int) -> str:
    """A sentence for screen readers that describes one row of the picture."""
    then = "no transition"
    if row.next_transition is not None:
        far = days_ahead(row.next_transition.at - now)
        then = f"{far}, {_when(row.next_transition, now)}, {move(row.next_transition)}"
    doubt = "; implementations differ" if row.disputed else ""
    return f"{row.strings[0]}, on {counted(len(row.devices), 'device')}: {then}{doubt}."


def _small(text: str) -> float:
    return text_width(text, _SMALL)


class _Fleet:
    """Builds the picture of a fleet from the top down.

    Attributes:
        out: The SVG elements so far.
        place: The x coordinate at which the text on the right begins.
        height: The height of the picture so far.
    """

    def __init__(self, rows: Sequence[FleetRow], now: int) -> None:
        year, month, _, _ = civil(now)
        self.now, self.year = now, year
        texts = [(text, soon(row, now)) for row in rows for text in _next(row, now)]
        self.place = _WIDTH - max([_RIGHT, *(text_width(text, bold=near) for text, near in texts)])
        self.months = Months(year, month, _LEFT + _GAP, self.place - _LEFT - 2 * _GAP)
        self.out: list[str] = []
        self.height = 0.0

    def draw(self, rows: Sequence[FleetRow]) -> None:
        x = self.months.x(self.now)
        self.out.append(label(x, SIZE, f"\u25bc today, {short_date(self.now, self.year)}", bold=True, css="today"))
        self.out += self.months.names(18)
        self.height = 42.0
        for row in rows:
            self._row(row)

    def _row(self, row: FleetRow) -> None:
        y = self.height
        others = f" and {len(row.strings) - 1} more" if len(row.strings) > 1 else ""
        room = _LEFT - text_width(others, bold=True)
        lines = "".join([f"M{number(self.months.x(start))} {number(y)}v{_ROW}" for start in self.months.starts])
        self.out.append(f'<path class="grid" d="{lines}" stroke="#d5dce3"/>')
        self.out.append(label(0, y + SIZE, clipped(visible(row.strings[0]), room, bold=True) + others, bold=True))
        self.out.append(label(0, y + SIZE + _LINE, _devices(row.devices, _LEFT), size=_SMALL))
        for place, text in enumerate(_next(row, self.now)):
            self.out.append(label(self.place, y + SIZE + place * _LINE, text, bold=soon(row, self.now)))
        self.out += self.months.band(self.months.spans(row.shown), y + 2, _BAND, self.now)
        self.height += _ROW
        if row.disputed:
            text = shortened(f"implementations differ{':' if row.differ else ''}", row.differ, _WIDTH, _small)
            css, fill = ("alarm", _ALARM) if row.contested else ("", "")
            self.out.append(label(0, self.height + 6, text, size=_SMALL, css=css, fill=fill))
            self.height += _LINE + 2

    def invalid(self, row: InvalidRow) -> None:
        """Writes an invalid string and its fault, both in red; below, the advice and the names of the devices."""
        self.height += 6
        text = clipped(visible(f"invalid: {row.string or NO_STRING}"), _WIDTH / 2, bold=True)
        text = clipped(f"{text}: {visible(row.message)}", _WIDTH, bold=True)
        self.out.append(label(0, self.height + SIZE, text, bold=True, css="alarm", fill=_ALARM))
        advice = "" if row.advice is None else f"{clipped(visible(row.advice), _WIDTH * 0.6)}; "
        devices = _devices(row.devices, _WIDTH - text_width(advice), text_width)
        self.out.append(label(0, self.height + SIZE + _LINE, advice + devices))
        self.height += 2 * _LINE + 6


def _devices(names: Sequence[str], room: float, width_of: Callable[[str], float] = _small) -> str:
    """The number of devices, and as many of their names as fit."""
    head = f"{counted(len(names), 'device')}:"
    first = clipped(visible(names[0]), room - width_of(f"{head}  and {len(names) - 1:,} more"))
    return shortened(head, (first, *names[1:]), room, width_of)
