"""Draws cases as SVG, with a bar for each contestant. The scale is linear from zero, in multiples of our time."""

from __future__ import annotations

from html import escape

from .figures import duration, ratio
from .harness import Case

#: Greys and colours that can be read on white and on black.
_INK = "#7d8590"
_COLOURS = {"ours": "#2f9e62", "peer": "#5b8def", "reference": "#b08948"}
_WORDS = {"ours": "vapix_proto", "peer": "others", "reference": "for comparison"}

_NAMES, _SCALE, _VALUES, _ROW = 270, 380, 130, 22
#: The longest bar. A longer one is drawn with a break, because at full length it would dwarf all others.
LONGEST = 12.0


def bars(case: Case) -> str:
    """The picture of a case: bars in the order of the table, with the times and ratios as text."""
    ours = case.ours
    assert ours is not None
    ratios = [time.seconds / ours.seconds for time in case.times]
    end = min(max(ratios), LONGEST)
    roles = dict.fromkeys(time.role for time in case.times)
    height = _ROW * (len(case.times) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_NAMES + _SCALE + _VALUES}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{_INK}">',
        f"<title>{escape(case.name)}: time for {case.unit}, in times of {escape(ours.name)}</title>",
    ]
    for row, (time, times_ours) in enumerate(zip(case.times, ratios, strict=True)):
        y = row * _ROW + 4
        parts.append(f'<text x="{_NAMES - 8}" y="{y + 13}" text-anchor="end">{escape(time.name)}</text>')
        width = _SCALE * min(times_ours, end) / end
        parts.append(f'<rect x="{_NAMES}" y="{y}" width="{width:.1f}" height="16" fill="{_COLOURS[time.role]}"/>')
        if times_ours > end:
            gap = _NAMES + _SCALE - 24
            parts.append(f'<path d="M{gap} {y + 18}l6 -20h6l-6 20z" fill="#fff"/>')
        label = f"{ratio(times_ours)} \u00d7 ({duration(time.seconds)})"
        parts.append(f'<text x="{_NAMES + width + 6:.1f}" y="{y + 13}">{label}</text>')
    bottom = len(case.times) * _ROW
    parts += [
        f'<path d="M{x:.1f} 0V{bottom}" stroke="{_INK}" stroke-dasharray="{dashes}"/>'
        for x, dashes in ((_NAMES, "none"), (_NAMES + _SCALE / end, "2 3"))
    ]
    for x, word in ((_NAMES, "0"), (_NAMES + _SCALE / end, "1")):
        parts.append(f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{word}</text>')
    for place, role in enumerate(roles):
        x, y = 8 + place * 110, bottom + 20
        parts.append(f'<rect x="{x}" y="{y}" width="10" height="10" fill="{_COLOURS[role]}"/>')
        parts.append(f'<text x="{x + 15}" y="{y + 10}">{_WORDS[role]}</text>')
    return "\n".join([*parts, "</svg>", ""])
