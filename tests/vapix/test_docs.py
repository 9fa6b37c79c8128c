"""The documents of the System settings: the table of coverage is true and whole; every code has its row."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT
from tests.support.public_names import public_names
from vapix_proto import Code, ParseError, Problem, vapix

DOCS = ROOT / "docs"
COVERAGE = (DOCS / "vapix-coverage.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.split(" | ")]
    for line in COVERAGE.splitlines()
    if line.startswith("| ") and "`vapix." in line
]


def items(what: str) -> set[str]:
    """The items of a kind, without their quotes."""
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


def test_the_table_has_all() -> None:
    assert {row[0].removeprefix("| ") for row in ROWS} == set(vapix.CGIS)
    assert items("parameter") == set(vapix.PARAMETERS)
    assert items("value of sgrp") == {str(role) for role in vapix.Role}
    assert items("error response") == {f"Error: {reason.value}" for reason in vapix.Reason}
    # usergroup is sent by old clients, and is not in the specification.
    names = {name for cgi in vapix.CGIS.values() for name in cgi.argument_names} - {"usergroup"}
    assert {item.partition("`")[0] for item in items("argument")} == names
    assert items("action") == {action.name for cgi in vapix.CGIS.values() for action in cgi.actions} - {""}


def test_the_document_of_responses_has_every_request_and_response() -> None:
    text = (DOCS / "vapix-responses.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    requests = {action.class_name for cgi in vapix.CGIS.values() for action in cgi.actions}
    own = {
        word for name in requests for word in re.findall(r"\w+", getattr(vapix, name).read.__annotations__["return"])
    }
    assert named >= requests | own
    assert named >= {kind.__name__ for kind in vapix.Failure.__args__}


def test_every_code_has_its_row() -> None:
    text = (DOCS / "vapix-errors.md").read_text("utf-8")
    documented = [
        code
        for line in text.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`([a-z-]+)`", line.split(" | ")[0])
    ]
    assert sorted(documented) == sorted(str(code) for code in Code if not code.startswith("tz-"))


EXAMPLES = [
    [cell.strip().strip("`") for cell in line.strip("| ").split(" | ")]
    for line in (DOCS / "vapix-errors.md").read_text("utf-8").splitlines()
    if line.startswith("| `") and "(" in line.split(" | ")[2]
]


def problems_of(call: str) -> tuple[Problem, ...]:
    """The problems that a call of the document returns or raises."""
    try:
        found: tuple[Problem, ...] = eval(call, {name: getattr(vapix, name) for name in public_names(vapix)})
    except ParseError as error:
        found = error.problems
    return found


@pytest.mark.parametrize("row", EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_the_examples_of_codes(row: list[str]) -> None:
    code, _, call, *hint = row
    problem = next(problem for problem in problems_of(call) if problem.code == code)
    assert (problem.hint or "") == "".join(hint).rstrip(" |")
    if problem.fix:
        assert f"write {problem.fix}" in (problem.hint or "")


def test_nearly_every_code_has_an_example() -> None:
    assert {str(code) for code in Code if not code.startswith("tz-")} - {row[0] for row in EXAMPLES} == {"axis-os"}


def test_every_public_name_has_a_docstring() -> None:
    for name in public_names(vapix):
        value = getattr(vapix, name)
        if callable(value):
            assert value.__doc__, name
