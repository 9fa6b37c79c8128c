"""In every dialect, every string in the vector files gets the right verdict, codes and spans."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.independent import tz_checker
from tests.support.paths import VECTORS
from vapix_proto import Code, ParseError, tz
from vapix_proto.tz.advice import review

FOLDER = VECTORS / "tz"


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Every row, with the name of its file."""
    files = sorted(FOLDER.glob("*.jsonl"))
    return [(file.stem, json.loads(line)) for file in files for line in file.read_text("ascii").splitlines()]


ROWS = rows()


def _text(row: dict[str, Any]) -> str | bytes:
    return bytes.fromhex(row["bytes"]) if "bytes" in row else str(row["text"])


def test_there_are_enough_strings_and_each_has_its_source() -> None:
    assert len({ascii(_text(row)) for _, row in ROWS}) >= 300
    assert all(row["source"] for _, row in ROWS)


def test_every_error_code_occurs() -> None:
    seen = {problem[0] for _, row in ROWS for dialect in tz.DIALECTS for problem in row[dialect]}
    # Some codes need a database, which validation does not read.
    assert seen == {str(code) for code in Code if code.startswith("tz-")} - WARNINGS - review.CODES - {
        "tz-iana-inexact"
    }


WARNINGS = {
    "tz-rules-implied",
    "tz-sign-suspicious",
    "tz-designation-offset",
    "tz-day-365",
    "tz-never-changes",
    "tz-dst-not-ahead",
    "tz-overlap",
    "tz-contested",
}


@pytest.mark.parametrize("dialect", tz.DIALECTS)
@pytest.mark.parametrize("topic", sorted({topic for topic, _ in ROWS}))
def test_verdict_codes_and_spans(topic: str, dialect: str) -> None:
    for _, row in (entry for entry in ROWS if entry[0] == topic):
        text = _text(row)
        problems = [problem for problem in tz.validate(text, dialect) if problem.severity == "error"]
        got = [[str(problem.code), problem.span.start, problem.span.end] for problem in problems]
        assert got == row[dialect], f"{text!r}: {row['source']}"
        assert tz.is_valid(text, dialect) is (not got), text
        if got:
            with pytest.raises(ParseError) as caught:
                tz.parse(text, dialect)
            assert caught.value.problem == problems[0]
        else:
            assert tz.parse(str(tz.parse(text, dialect)), dialect) == tz.parse(text, dialect)


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_the_vectors_agree_with_the_independent_checker(dialect: str) -> None:
    for _, row in ROWS:
        text = _text(row)
        if isinstance(text, str):
            assert tz_checker.accepts(text, dialect) is (row[dialect] == []), text
