"""Simplifies and compares the spelling of names."""

from __future__ import annotations

import re
from unicodedata import normalize

# In a name, a sign counts only before a digit: Etc/GMT+5.
_DROPPED = re.compile(r"\b(?:and|the)\b|[^\w+-]|_|[+-](?![0-9])")
_SAINT = re.compile(r"\bsaint\b")


def key(text: str) -> str:
    """A name in lower case, without accents, spaces, punctuation, or words that people often omit, such as "the"."""
    if not text.isascii():
        text = normalize("NFKD", text)
    lower = text.lower()
    return lower if lower.isalnum() else _DROPPED.sub("", _SAINT.sub("st", lower))


def opposite(name: str) -> str:
    """The name with East for West and West for East, or an empty string if it contains neither."""
    turned = re.sub("east|west", lambda match: "west" if match[0] == "east" else "east", name)
    return "" if turned == name else turned


def letters_of(text: str) -> int:
    """The set of letters in a text, as the bits of an integer."""
    bits = 0
    for character in text:
        bits |= 1 << (ord(character) - 43) % 80
    return bits


def slips_between(a: str, b: str, most: int, other: int) -> int:
    """The number of slips between two texts: letters omitted, inserted, or swapped with the next letter.

    A replaced letter counts as ``other`` slips. A result above ``most`` only means that there are too many slips.
    """
    before = last = row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = last, row, [i]
        for j, y in enumerate(b, 1):
            slips = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + other * (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                slips = min(slips, before[j - 2] + 1)
            row.append(slips)
        if min(row) > most:
            return most + 1
    return row[-1]
