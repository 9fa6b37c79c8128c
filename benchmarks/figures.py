"""Times and ratios in human-readable form."""

from __future__ import annotations

_UNITS = ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (float("inf"), 1.0, "s"))


def duration(seconds: float) -> str:
    """A time with three digits and a unit; it may be negative if it is a difference."""
    limit = next(index for index, (most, _, _) in enumerate(_UNITS) if abs(seconds) < most)
    _, factor, unit = _UNITS[limit]
    return f"{seconds * factor:.3g} {unit}" if seconds * factor < 1000 else f"{seconds * factor:.0f} {unit}"


def ratio(value: float) -> str:
    """A ratio with two or three digits."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
