"""The page on the dialects is true."""

from __future__ import annotations

import re

from tests.support.paths import DOCS
from vapix_proto import tz

PAGE = (DOCS / "reference/dialects.md").read_text("utf-8")


def test_the_examples_have_these_verdicts() -> None:
    lines = PAGE.partition("## Examples")[2].partition("##")[0].splitlines()
    (_, *dialects), _, *examples = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    assert len(examples) > 5
    for text, *verdicts in examples:
        for dialect, verdict in zip(dialects, verdicts, strict=True):
            assert tz.is_valid(text.strip("`"), dialect.strip("`")) is (verdict == "yes"), (text, dialect)


def test_the_limits_of_an_offset_are_those_of_every_dialect() -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith("- The hours of an offset"))
    allowed, refused = re.findall(r"`([0-9:]+)`", line)
    for dialect in tz.DIALECTS:
        assert tz.is_valid(f"AAA{allowed}", dialect), (allowed, dialect)
        assert not tz.is_valid(f"AAA{refused}", dialect), (refused, dialect)
