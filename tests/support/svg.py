"""The text elements in an SVG picture, and roughly where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["SVG", "Box", "boxes", "overlapping", "texts"]

#: The widths of letters in DejaVu Sans, the widest common font, in ems, rounded to a twentieth.
_REGULAR = {
    0.3: "'IJijl",
    0.35: " ,./:;\\|\u00b7",
    0.4: "()-[]ft",
    0.45: "!r",
    0.5: '"*_`',
    0.55: "?csz",
    0.6: "FLkvxy",
    0.65: "$0123456789EPSTYabdeghnopqu{}",
    0.7: "ABCKRVXZ",
    0.75: "NU",
    0.8: "&DGHOQ\u25b2\u25bc",
    0.85: "#+<=>^w~\u2192\u2212",
    0.9: "M",
    1.0: "%@Wm\u2026",
}
_BOLD = {
    0.35: " 'ijl",
    0.4: ",./:;IJ\\|\u00b7",
    0.45: "-f",
    0.5: "!()[]_`rt",
    0.55: '"*',
    0.6: "?csz",
    0.65: "Lx",
    0.7: "$0123456789EFTaekovy",
    0.75: "CPSYZbdghnpqu{}",
    0.8: "ABKRVX\u25b2\u25bc",
    0.85: "#+<=>DGHNU^~\u2192\u2212",
    0.9: "&OQ",
    0.95: "w",
    1.0: "@M\u2026",
    1.05: "%m",
    1.15: "W",
}
_WIDTHS = {
    bold: {letter: wide for wide, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}

SVG = "{http://www.w3.org/2000/svg}"


class Box(NamedTuple):
    """The rectangle that a text element occupies."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def texts(root: Element) -> list[str]:
    """The content of a picture's text elements, in order."""
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def boxes(root: Element) -> list[Box]:
    """The text elements with the rectangles that they need in DejaVu Sans."""
    found: list[Box] = []
    _collect(root, 0.0, float(root.attrib["font-size"]), found)
    return found


def _collect(element: Element, down: float, size: float, found: list[Box]) -> None:
    if "transform" in element.attrib:
        down += float(element.attrib["transform"].removeprefix("translate(0 ").removesuffix(")"))
    if element.tag == f"{SVG}text":
        text = element.text or ""
        size = float(element.get("font-size", size))
        letters = _WIDTHS[element.get("font-weight") == "bold"]
        wide = sum(letters.get(letter, 1.0) - 0.05 for letter in text) * size
        x, y = float(element.attrib["x"]), float(element.attrib["y"]) + down
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        found.append(Box(text, left, left + wide, y - size * 0.8, y + size * 0.2))
    for child in element:
        _collect(child, down, size, found)


def overlapping(found: list[Box]) -> list[tuple[Box, Box]]:
    """The pairs of text elements that overlap."""
    return [
        (a, b)
        for place, a in enumerate(found)
        for b in found[:place]
        if a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
    ]
