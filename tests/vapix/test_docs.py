"""The documents of the System settings: the table of coverage is true and whole; every code has its row."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT
from tests.support.public_names import public_names
from vapix_proto import Code, vapix

DOCS = ROOT / "docs"
COVERAGE = (DOCS / "vapix-coverage.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.split(" | ")]
    for line in COVERAGE.splitlines()
    if line.startswith("| ") and "`vapix." in line
]
CGIS = [
    "pwdgrp.cgi",
    "factorydefault.cgi",
    "hardfactorydefault.cgi",
    "firmwareupgrade.cgi",
    "restart.cgi",
    "serverreport.cgi",
    "systemlog.cgi",
    "accesslog.cgi",
    "param.cgi",
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
    from vapix_proto.vapix.pwdgrp import validation as pwdgrp_rules

    assert {row[0].removeprefix("| ") for row in ROWS} == set(CGIS)
    assert items("parameter") == set(vapix.PARAMETERS)
    assert items("value of sgrp") == {str(role) for role in vapix.Role}
    assert items("error response") == {f"Error: {reason.value}" for reason in vapix.Reason}
    assert items("argument") >= set(pwdgrp_rules.ARGUMENTS)
    assert items("action") >= set(pwdgrp_rules.ACTIONS) | {"list"}


def test_every_code_has_its_row() -> None:
    text = (DOCS / "vapix-errors.md").read_text("utf-8")
    documented = [
        code
        for line in text.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`([a-z-]+)`", line.split(" | ")[0])
    ]
    assert sorted(documented) == sorted(str(code) for code in Code if not code.startswith("tz-"))


def test_every_public_name_has_a_docstring() -> None:
    for name in public_names(vapix):
        value = getattr(vapix, name)
        if callable(value):
            assert value.__doc__, name
