"""What the documents say is true: the commands and code of the README, the codes and spans of the table of problems."""

from __future__ import annotations

import doctest
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_origin

import pytest
from click.testing import CliRunner

import vapix_proto.tz
from tests.support.paths import ROOT
from tests.support.public_names import public_names
from tests.support.tz_damage import FIELD, FOOTERS, SLIPS, VECTOR_TEXTS
from tests.support.tzif_files import tzdata_folder
from vapix_proto import Code, tz
from vapix_proto.cli.app import cli
from vapix_proto.tz.clock import clock
from vapix_proto.tz.diagnosis import wrappings
from vapix_proto.tz.scanning.places import LANGUAGES

if TYPE_CHECKING:
    pass

ERRORS = (ROOT / "docs" / "reference/tz-errors.md").read_text("utf-8")
ROWS = [line for line in ERRORS.split("## Fixes")[0].splitlines() if line.startswith("| `tz-")]


def test_every_code_has_its_row() -> None:
    documented = [code for row in ROWS for code in re.findall(r"`(tz-[a-z0-9-]+)`", row.split(" | ")[0])]
    short = [code for row in ROWS for code in re.findall(r"`(-[a-z0-9-]+)`", row.split(" | ")[0])]
    assert short == []
    assert sorted(documented) == sorted(str(code) for code in Code if code.startswith("tz-"))


@pytest.mark.parametrize("row", [row for row in ROWS if re.search(r"\(\d+, \d+\)", row)])
def test_every_example_has_the_code_and_the_span_of_its_row(row: str) -> None:
    codes = re.findall(r"`(tz-[a-z0-9-]+)`", row.split(" | ", maxsplit=1)[0])
    examples = re.findall(r"``? ?([^`]*)`?` \((\d+), (\d+)\)", row.rsplit(" | ", maxsplit=1)[-1])
    assert examples
    for text, start, end in examples:
        dialects = ["vapix", "tzif-v2"]
        given = text.replace(r"\n", "\n").replace("...,", "EST5EDT,")
        problems = [problem for dialect in dialects for problem in tz.validate(given, dialect)]
        problems += tz.review(given, at=datetime(2026, 11, 27, tzinfo=UTC), database=tzdata_folder())
        found = [(str(problem.code), problem.span.start, problem.span.end) for problem in problems]
        assert any((code, int(start), int(end)) in found for code in codes), (text, found)


FIXES = [line for line in ERRORS.split("## Fixes")[1].split("###")[0].splitlines() if line.startswith("| `tz-")]


@pytest.mark.parametrize("row", FIXES)
def test_every_fix_of_the_table_is_what_a_problem_of_its_code_has(row: str) -> None:
    found = re.fullmatch(r"\| `([a-z-]+)` \| `([^`]+)` \| `([^`]+)` \|", row)
    assert found is not None
    code, text, fix = found.groups()
    assert {(problem.code, problem.fix) for problem in tz.validate(text)} >= {(code, fix)}


def test_every_code_that_has_a_fix_is_in_the_table() -> None:
    slips = [slipped for text in FOOTERS[::8] for slip in SLIPS.values() for slipped in slip(text)]
    texts = [text for text in (*VECTOR_TEXTS, *FIELD, *slips) if not tz.is_valid(text)]
    fixed = {str(problem.code) for text in texts for problem in tz.validate(text) if problem.fix is not None}
    assert fixed == {row.split("`")[1] for row in FIXES}


def test_every_wrapping_is_in_the_document() -> None:
    section = ERRORS.split("### Wrappings")[1]
    for name in (*wrappings.OPENINGS, *wrappings.ENCODINGS):
        assert name in section, name


def test_the_docstring_examples_run() -> None:
    for module in (vapix_proto.tz, clock):
        assert doctest.testmod(module).attempted > 0
        assert doctest.testmod(module).failed == 0


def test_every_public_name_has_a_docstring() -> None:
    for name in public_names(tz):
        value = getattr(tz, name)
        if callable(value) and get_origin(value) is None:  # no alias of types
            assert value.__doc__, name


FILES = (ROOT / "docs" / "how-to/check-files.md").read_text("utf-8")


def test_the_table_of_places_is_that_of_the_library() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` (\|.*)$", FILES.split("## Repairs")[0], re.MULTILINE))
    assert list(rows) == list(LANGUAGES)
    for name, language in LANGUAGES.items():
        words = rows["arduino" if name == "c" else name]
        assert [place.title for place in language.places if place.title not in words] == []
        assert [each for each in language.files if f"`{each.removeprefix('*/')}`" not in rows[name]] == []


def test_the_header_of_the_docs_can_be_made() -> None:
    (command,) = re.findall(r"^vapix-proto (tz from-iana --all.*?) > ", FILES, re.MULTILINE)
    assert "static const struct iana_zone iana_zones[]" in CliRunner().invoke(cli, command.split()).stdout
