"""Explanations as users read them: the pieces of a string, and the paragraphs.

A block in the file begins with the dialect and the string; after a semicolon comes the reading, if not the default.
``python -m tests.tz.explanation.test_golden`` writes the rest of each block: read the difference before you keep it.
"""

from __future__ import annotations

import re

import pytest

from tests.support.paths import VECTORS
from vapix_proto import tz

FILE = VECTORS / "tz_explanations.txt"
AT = 1_795_737_600  # 2026-11-27


def blocks() -> list[tuple[str, str]]:
    """Every block in the file: its first line, and the rest."""
    found = re.split(r"^=== ", FILE.read_text("ascii"), flags=re.MULTILINE)[1:]
    return [(head, said.rstrip("\n")) for head, _, said in (block.partition("\n") for block in found)]


def said_of(head: str) -> str:
    """The explanation that a block's first line asks for, its paragraphs sentence by sentence."""
    dialect, _, rest = head.partition(" ")
    text, _, reading = rest.partition(" ; ")
    explanation = tz.explain(text, AT, dialect=dialect, reading=reading or "merge")
    pieces = [f"  {piece.text:<8} {piece.meaning}" for piece in explanation.pieces]
    return "\n".join([*pieces, *re.split(r"\n+|(?<=\.) ", str(explanation))])


@pytest.mark.parametrize(("head", "said"), blocks())
def test_what_is_said(head: str, said: str) -> None:
    assert said_of(head) == said


def test_the_file_has_strings_of_every_kind() -> None:
    heads = [head for head, _ in blocks()]
    assert len(heads) >= 40
    assert len(set(heads)) == len(heads)
    zones = [tz.parse(text, dialect) for dialect, text in (head.split(" ; ")[0].split(" ", 1) for head in heads)]
    rules = [rule for zone in zones for rule in (zone.start, zone.end) if rule is not None]
    assert {type(rule.date) for rule in rules} == {tz.MonthWeekDay, tz.JulianDay, tz.DayOfYear}
    assert min(rule.time for rule in rules) < -86400
    assert max(rule.time for rule in rules) > 2 * 86400


if __name__ == "__main__":
    FILE.write_text("".join(f"=== {head}\n{said_of(head)}\n" for head, _ in blocks()), "ascii")
