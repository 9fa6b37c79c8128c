"""Drawing functions that all pictures share: estimated text widths, rows of labels, and the frame of a picture.

No element has an ``id`` or a ``style``, so a page with the strictest Content-Security-Policy can embed many pictures.
"""

from __future__ import annotations

from html import escape as _escape

from vapix_proto._places import visible
from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: Blue and amber, which colour-blind people can tell apart; both are visible on a white and on a dark background.
STD, DST = "#3a6fa8", "#efb04b"
STD_TEXT, DST_TEXT = "#ffffff", "#16202a"
#: The default font size, in pixels.
SIZE = 12.0
_FONT = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
#: The border and the heading height of a picture saved as a file.
_PADDING, _HEADING = 16, 30
#: The font size of the heading, and the height of each line after the first.
_HEADING_SIZE, _HEADING_LINE = 15.0, 19

_NARROW = frozenset(" ijlI.,:;/|'\u00b7")
_LESS = frozenset('frtJ-()[]!`"*_\\')
_MORE = frozenset("ABCDGHKNOQRUVXZw#&+<=>^~\u2192\u2212\u25b2\u25bc")
_MOST = frozenset("mMW@%")
#: The maximum ratio between the widths of a bold and a regular letter.
_BOLD = 1.15


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """A generous estimate of the text's width, based on DejaVu Sans, the widest of the common sans-serif fonts."""
    ems = 0.0
    for character in text:
        if character in _NARROW:
            ems += 0.34
        elif character in _LESS:
            ems += 0.5
        elif character in _MORE:
            ems += 0.84
        elif character in _MOST or character > "\u02ff":
            ems += 1.0 if character < "\U00010000" else 1.4
        else:
            ems += 0.65
    return ems * size * (_BOLD if bold else 1)


def clipped(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> str:
    """The text, with its middle replaced by an ellipsis if it is wider than ``width``."""
    if text_width(text, size, bold=bold) <= width:
        return text
    # No letter is narrower than a third of the font size.
    for keep in range(min(len(text) - 1, int(3 * width / size)), 0, -1):
        head = (keep + 1) // 2
        short = f"{text[:head]}\u2026{text[len(text) - keep + head :]}"
        if text_width(short, size, bold=bold) <= width:
            return short
    return "\u2026"


def number(value: float) -> str:
    """A number formatted for an attribute, rounded to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def label(
    x: float, y: float, text: str, *, size: float = SIZE, anchor: str = "start", bold: bool = False, css: str = "",
    fill: str = "",
) -> str:  # fmt: skip
    """A line of text whose baseline is at ``y``."""
    attributes = f' class="{css}"' if css else ""
    attributes += f' x="{number(x)}" y="{number(y)}"'
    attributes += f' font-size="{number(size)}"' if size != SIZE else ""
    attributes += f' text-anchor="{anchor}"' if anchor != "start" else ""
    attributes += ' font-weight="bold"' if bold else ""
    attributes += f' fill="{fill}"' if fill else ""
    return f"<text{attributes}>{_escape(visible(text))}</text>"


def spread(centres: Sequence[float], widths: Sequence[float], room: float, gap: float) -> list[float] | None:
    """Places labels in a row, in order, each centred as near to its entry in ``centres`` as the others allow.

    Returns:
        The left edges, measured from 0, or None if the labels do not fit in the row.
    """
    if sum(widths) + gap * (len(widths) - 1) > room:
        return None
    wanted = [centre - width / 2 for centre, width in zip(centres, widths, strict=True)]
    rightwards = _pushed(wanted, widths, room, gap)
    mirrored = [room - left - width for left, width in zip(wanted, widths, strict=True)]
    back = _pushed(mirrored[::-1], widths[::-1], room, gap)[::-1]
    leftwards = [room - left - width for left, width in zip(back, widths, strict=True)]
    # The labels do not overlap in ``rightwards`` or in ``leftwards``, so they do not overlap in the average either.
    return [(a + b) / 2 for a, b in zip(rightwards, leftwards, strict=True)]


def _pushed(wanted: Sequence[float], widths: Sequence[float], room: float, gap: float) -> list[float]:
    """Left edges at which labels do not overlap: each pushes the next to the right; the right border pushes back."""
    lefts: list[float] = []
    low = 0.0
    for left, width in zip(wanted, widths, strict=True):
        lefts.append(max(left, low))
        low = lefts[-1] + width + gap
    high = room
    for place in reversed(range(len(lefts))):
        lefts[place] = min(lefts[place], high - widths[place])
        high = lefts[place] - gap
    return lefts


def _lines(text: str, width: float) -> list[str]:
    """The lines of a heading wrapped to ``width``; the middle of a word that is too wide is left out."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, _HEADING_SIZE, bold=True) <= width:
            lines[-1] = longer
        else:
            lines.append(clipped(word, width, _HEADING_SIZE, bold=True))
    return lines


class Picture(Value):
    """A drawing with its description for screen readers.

    Attributes:
        title: What the picture shows, in one line.
        description: What the picture shows, in full sentences.
        width: The width in pixels.
        height: The height in pixels.
        body: The SVG elements.
        css: The CSS class of the outermost element.
    """

    title: str
    description: str
    width: float
    height: float
    body: str
    css: str

    def embedded(self) -> str:
        """The picture as an element of a page, in the colour of the page's text."""
        return self._framed(self.body, 0, 0, "")

    def as_file(self) -> str:
        """The picture as a file, with a heading, and a background that is light or dark as the reader prefers."""
        lines = _lines(visible(self.title), self.width)
        heading = _HEADING + _HEADING_LINE * (len(lines) - 1)
        width, height = (number(size + 2 * _PADDING) for size in (self.width, self.height + heading))
        title = "\n".join(
            [label(0, 14 + row * _HEADING_LINE, line, size=_HEADING_SIZE, bold=True) for row, line in enumerate(lines)]
        )
        body = (
            f"<style>{_STYLE}</style>\n"
            f'<rect class="paper" x="-{_PADDING}" y="-{_PADDING}" width="{width}" height="{height}" fill="#ffffff"/>\n'
            f"{title}\n"
            f'<g transform="translate(0 {heading})">\n{self.body}\n</g>'
        )
        return self._framed(body, _PADDING, heading, ' color="#16202a"') + "\n"

    def _framed(self, body: str, padding: int, heading: int, attributes: str) -> str:
        width, height = number(self.width + 2 * padding), number(self.height + heading + 2 * padding)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{self.css}" role="img" width="{width}" height="{height}" '
            f'viewBox="{-padding} {-padding} {width} {height}" font-family="{_escape(_FONT)}" '
            f'font-size="{number(SIZE)}" fill="currentColor"{attributes}>\n'
            f"<title>{_escape(visible(self.title))}</title>\n<desc>{_escape(visible(self.description))}</desc>\n{body}\n</svg>"
        )


_STYLE = (
    "@media(prefers-color-scheme:dark){svg{color:#e6edf3}.paper{fill:#14191f}.alarm{fill:#ff9b90}.grid{stroke:#3a444e}}"
)
