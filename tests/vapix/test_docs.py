"""The documents on the System settings: the table of coverage is true and complete, and every code has a row."""

from __future__ import annotations

import re
from typing import Any

import pytest

import vapix_proto
from tests.support.paths import ROOT
from tests.support.public_names import public_names
from tools import write_problem_examples
from vapix_proto import Code, vapix

DOCS = ROOT / "docs"
COVERAGE = (DOCS / "reference/vapix-coverage.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.split(" | ")]
    for line in COVERAGE.split("\n## By name\n")[1].splitlines()
    if line.startswith("| ") and "`vapix." in line
]
#: The headings in the specification.
SECTIONS = (
    "Add, modify and delete user accounts",
    "Factory default",
    "Hard factory default",
    "Firmware upgrade",
    "Restart server",
    "Server report",
    "Log.Access",
    "Log.System",
    "MailLogd",
    "System log",
    "Access log",
    "System date and time",
    "Time zone",
)
CLAUSES = re.findall(r"^\| (.+) \| (.+) \| `(tests/.+)` \|$", COVERAGE, re.MULTILINE)


def items(what: str) -> set[str]:
    """The items of one kind in the table, without backticks."""
    return {row[2].strip("`") for row in ROWS if row[1] == what}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2])
def test_every_name_of_the_table_is_there(row: list[str]) -> None:
    name = row[3].rstrip(" |").strip("`").removeprefix("vapix.")
    found = re.fullmatch(r"PARAMETERS\[\"(.*)\"\]", name)
    if found is not None:
        assert vapix.PARAMETERS[found[1]].name == found[1]
        return
    first, _, rest = name.partition(".")
    assert first in public_names(vapix)
    value = getattr(vapix, first)
    assert not rest or hasattr(value, rest) or rest in value.__match_args__


def test_every_clause_has_its_row() -> None:
    section = COVERAGE.split("\n## By clause\n")[1].split("\n## ")[0]
    assert len(CLAUSES) == len(re.findall(r"^\| ", section, re.MULTILINE)) - 2  # the head and the line below it
    assert [name for name in SECTIONS if re.search(rf"^\| \*\*.*{name}.*\*\*", section, re.MULTILINE) is None] == []
    for fact in ("`Properties.API.HTTP.Version=3`", "firmware 5.00 and later", "`id=user-management`"):
        assert fact in COVERAGE


@pytest.mark.parametrize(("clause", "names", "test"), CLAUSES, ids=[row[0] for row in CLAUSES])
def test_what_a_clause_names_is_there(clause: str, names: str, test: str) -> None:
    for name in re.findall(r"`(.+?)`", names):
        value: Any = vapix_proto
        for part in name.split("."):
            assert hasattr(value, part) or part in value.__match_args__, name
            value = getattr(value, part, None)
    path, function = test.split("::")
    assert f"\ndef {function}(" in (ROOT / path).read_text("utf-8")


def test_the_table_has_all() -> None:
    assert {row[0].removeprefix("| ") for row in ROWS} == set(vapix.CGIS)
    assert items("parameter") == set(vapix.PARAMETERS)
    assert items("value of sgrp") == {str(role) for role in vapix.Role}
    assert items("error response") == {f"Error: {reason.value}" for reason in vapix.Reason}
    # Old clients send usergroup, which is not in the specification.
    names = {name for cgi in vapix.CGIS.values() for name in cgi.argument_names} - {"usergroup"}
    assert {item.partition("`")[0] for item in items("argument")} == names
    actions = {action.name for cgi in vapix.CGIS.values() for action in cgi.actions} - {""}
    # One row stands for the GET requests to all parts of a tree.
    assert items("action") == {name for name in actions if not name.startswith("GET ")}


def test_the_document_of_responses_has_every_request_and_response() -> None:
    text = (DOCS / "reference/vapix-responses.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    requests = {action.class_name for cgi in vapix.CGIS.values() for action in cgi.actions}
    own = {
        word for name in requests for word in re.findall(r"\w+", getattr(vapix, name).read.__annotations__["return"])
    }
    assert named >= requests | own
    assert named >= {kind.__name__ for kind in vapix.Failure.__args__}


ERRORS = (DOCS / "reference/vapix-errors.md").read_text("utf-8")
#: The code and a call that produces it.
EXAMPLES = re.findall(r"^#### `([a-z-]+)`\n(?:(?!#).*\n)*?- Example: `(.*)`$", ERRORS, re.MULTILINE)


def test_every_code_has_its_section() -> None:
    codes = sorted(str(code) for code in Code if not code.startswith("tz-"))
    assert sorted(re.findall(r"^#### `([a-z-]+)`$", ERRORS, re.MULTILINE)) == codes


def test_the_examples_are_what_the_library_reports() -> None:
    assert write_problem_examples.vapix_page(ERRORS) == ERRORS, "run python -m tools.write_problem_examples"


@pytest.mark.parametrize("call", [call for _, call in EXAMPLES])
def test_a_fix_is_what_the_hint_says_to_write(call: str) -> None:
    for problem in write_problem_examples.problems_of(call):
        assert not problem.fix or f"write {problem.fix}" in (problem.hint or "")


@pytest.mark.parametrize("call", [call for _, call in EXAMPLES])
def test_a_hint_names_no_python_because_the_command_shows_it_too(call: str) -> None:
    for problem in write_problem_examples.problems_of(call):
        assert not re.search(r"\w\(|\bvapix\.", problem.hint or "")


def test_nearly_every_code_has_an_example() -> None:
    assert {str(code) for code in Code if not code.startswith("tz-")} - {row[0] for row in EXAMPLES} == {"axis-os"}


def test_every_public_name_has_a_docstring() -> None:
    for name in public_names(vapix):
        value = getattr(vapix, name)
        if callable(value):
            assert value.__doc__, name
