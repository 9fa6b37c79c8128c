"""The numbers in docs/explanation/how-this-is-tested.md match the repository."""

from __future__ import annotations

import ast
import re

import pytest

from tests.cli.test_field import ROWS, formats
from tests.support.conform_devices import FAULTS
from tests.support.json_faults import FAULTS as JSON_FAULTS
from tests.support.paths import DOCS, ROOT, VECTORS
from tests.vapix.test_docs import CLAUSES
from tools import mutate_device
from tools.compat.environments import ENVIRONMENTS
from tools.downstream.projects import PROJECTS
from vapix_proto import tz

PAGE = (DOCS / "explanation" / "how-this-is-tested.md").read_text("utf-8")
TABLE = (DOCS / "reference" / "clients.md").read_text("utf-8")
CLIENTS = re.findall(r"^\| (.+?) \| HTTP \|(.*)\|$", TABLE, re.MULTILINE)


def lines(pattern: str) -> int:
    """How many lines the vector files have in total."""
    return sum(len(path.read_text("ascii").splitlines()) for path in VECTORS.glob(pattern))


@pytest.mark.parametrize(
    "words",
    [
        f"{lines('tz/*.jsonl'):,} strings |",
        f"{len(ROWS):,} expectations, {sum(row['holds'] != formats(row) for row in ROWS)} of which are not fully met |",
        f"{lines('tz_uclibc.jsonl'):,} strings |",
        f"{len(tz.IMPLEMENTATIONS)} rows about {len({row.name for row in tz.IMPLEMENTATIONS})} implementations, "
        f"{len(tz.Feature)} features |",
        f"{len(CLAUSES)} clauses |",
        f"{len(FAULTS) + len(JSON_FAULTS)} faults |",
        f"{len(CLIENTS)} clients, {CLIENTS[0][1].count('|') + 1} versions |",
        f"{len(ENVIRONMENTS)} environments |",
        f"{len(PROJECTS)} projects |",
    ],
)
def test_a_number_of_the_page_is_right(words: str) -> None:
    assert f"| {words}" in PAGE


def test_the_changes_of_the_reference_device_are_about_as_many() -> None:
    trees = (ast.parse(path.read_text("utf-8")) for path in mutate_device.MODULES.values())
    made = sum(1 for tree in trees for _ in mutate_device.changes(tree))
    assert f"about {round(made, -3):,} changes" in PAGE


def test_what_the_commands_name_is_there() -> None:
    for command in re.findall(r"\| `(.+?)`", PAGE):
        for path in re.findall(r"(?:tests|tools)/[\w/.]+|\.ci/\w+", command):
            assert (ROOT / path).exists(), command
        for module in re.findall(r"python -m (tools\.\w+)", command):
            path = ROOT / module.replace(".", "/")
            assert path.is_dir() or path.with_suffix(".py").is_file(), command
