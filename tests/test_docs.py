"""The documents are true: the commands and code in the README, and the codes and spans in the table of problems."""

from __future__ import annotations

import doctest
import re
from typing import get_origin

from click.testing import CliRunner

import vapix_proto.tz
from tests.support.paths import ROOT
from tests.support.public_names import public_names
from tests.support.tz_damage import FIELD, FOOTERS, SLIPS, VECTOR_TEXTS
from tools import write_problem_examples
from vapix_proto import Code, tz
from vapix_proto.cli.app import cli
from vapix_proto.tz.clock import clock
from vapix_proto.tz.diagnosis import wrappings
from vapix_proto.tz.scanning.places import LANGUAGES

ERRORS = (ROOT / "docs" / "reference/tz-errors.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `(tz-[a-z0-9-]+)`\n(.*?)(?=^##|\Z)", ERRORS, re.MULTILINE | re.DOTALL))
#: The code of each example, and the advice that the page shows for it.
EXAMPLES = [
    (code, advice)
    for code, section in SECTIONS.items()
    for advice in re.findall(r"^\| .+ \| \(\d+, \d+\) \| (.*?) ?\|$", section, re.MULTILINE)
]


def test_every_code_has_its_section_and_an_example() -> None:
    codes = sorted(str(code) for code in Code if code.startswith("tz-"))
    assert sorted(SECTIONS) == codes
    assert {row[0] for row in EXAMPLES} == {*codes} - {"tz-iana-inexact"}  # no string alone has this problem


def test_the_examples_are_what_the_library_reports() -> None:
    assert write_problem_examples.tz_page(ERRORS) == ERRORS, "run python -m tools.write_problem_examples"


def test_every_code_that_has_a_fix_shows_one() -> None:
    slips = [slipped for text in FOOTERS[::8] for slip in SLIPS.values() for slipped in slip(text)]
    texts = [text for text in (*VECTOR_TEXTS, *FIELD, *slips) if not tz.is_valid(text)]
    fixed = {str(problem.code) for text in texts for problem in tz.validate(text) if problem.fix is not None}
    assert fixed == {code for code, advice in EXAMPLES if advice.startswith("write `")}


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
        if callable(value) and get_origin(value) is None:  # not a type alias
            assert value.__doc__, name


FILES = (ROOT / "docs" / "how-to/check-files.md").read_text("utf-8")


def test_the_table_of_places_lists_those_of_the_library() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` (\|.*)$", FILES.split("## Repairs")[0], re.MULTILINE))
    assert list(rows) == list(LANGUAGES)
    for name, language in LANGUAGES.items():
        words = rows["arduino" if name == "c" else name]
        assert [place.title for place in language.places if place.title not in words] == []
        assert [each for each in language.files if f"`{each.removeprefix('*/')}`" not in rows[name]] == []


def test_the_command_that_writes_a_c_header_works() -> None:
    (command,) = re.findall(r"^vapix-proto (tz from-iana --all.*?) > ", FILES, re.MULTILINE)
    assert "static const struct iana_zone iana_zones[]" in CliRunner().invoke(cli, command.split()).stdout
