"""Turns ranges of numbers into regular expressions."""

from __future__ import annotations


def digits(low: int, high: int, width: int = 1) -> str:
    """A regular expression for the numbers in a range, to be put in a group because ``|`` separates its alternatives.

    A number has at least ``width`` digits, and may have leading zeros up to the number of digits in ``high``.
    """
    texts: list[str] = []
    for size in range(len(str(high)), width - 1, -1):
        if low < 10**size:
            texts += _range(str(low).zfill(size), str(min(high, 10**size - 1)).zfill(size))
    return "|".join(texts)


def _range(low: str, high: str) -> list[str]:
    """Regular expressions for a range of numbers. ``low`` and ``high`` must have the same number of digits."""
    rest = len(low) - 1
    if rest < 0:
        return [""]
    first, last = int(low[0]), int(high[0])
    if first == last:
        return [low[0] + _either(_range(low[1:], high[1:]))]
    before, after = [], []
    if low[1:] != "0" * rest:
        before = [low[0] + _either(_range(low[1:], "9" * rest))]
        first += 1
    if high[1:] != "9" * rest:
        after = [high[0] + _either(_range("0" * rest, high[1:]))]
        last -= 1
    middle = [] if first > last else [(f"[{first}-{last}]" if first < last else str(first)) + "[0-9]" * rest]
    return before + middle + after


def _either(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})"
