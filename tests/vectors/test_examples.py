"""The consumers of vectors in examples/, in Python and JavaScript, and the page from which they were written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from examples import check_vectors
from tests.support.paths import DOCS, EXAMPLES
from vapix_proto import oracle, vapix, vectors
from vapix_proto.vapix import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[[list[dict[str, Any]], list[Any]], "subprocess.CompletedProcess[str]"]

DOCUMENT = (DOCS / "reference/vectors.md").read_text("utf-8")
LISTING = 'admin="root"\noperator="root"\nviewer="root,joe"\nptz=""\ndigusers="root,joe"\n'


@pytest.fixture(params=["py", "js"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """A function that runs a consumer on vectors and answers."""
    program = sys.executable if request.param == "py" else shutil.which("node")
    if program is None:
        pytest.skip("THE CONSUMER IN JAVASCRIPT IS NOT TESTED: node is not installed")

    def run(records: list[dict[str, Any]], answers: list[Any]) -> subprocess.CompletedProcess[str]:
        paths = [tmp_path / "vectors.jsonl", tmp_path / "answers.jsonl"]
        for path, rows in zip(paths, (records, answers), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "ascii")
        command = [program, str(EXAMPLES / f"check_vectors.{request.param}"), *map(str, paths)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def reported(done: subprocess.CompletedProcess[str], of: int) -> list[int]:
    """The numbers of the vectors with wrong answers, as reported by a consumer."""
    assert done.stderr == ""
    *lines, summary = done.stdout.splitlines()
    assert summary == f"{of} vectors: {len(lines)} wrong"
    assert done.returncode == (1 if lines else 0)
    return [int(line.split(":")[0].removeprefix("vector ")) for line in lines]


def played(record: dict[str, Any]) -> list[tuple[int, str]]:
    """The reference device's responses to a sequence of requests."""
    device, found = oracle.Device(axis_os=record["axis_os"]), []
    for step in record["steps"]:
        request = HttpRequest(step["method"], step["path"], step["query"], body=step["body"].encode())
        device, response = device.handle(request, step["as_user"])
        found.append((response.status, response.body.decode()))
    return found


def one_step(**answer: Any) -> dict[str, Any]:
    """A vector with one step and one answer."""
    step = {"answers": [{"from": 0, "to": 0, "status": [200], **answer}]}
    return {"format": 1, "kind": "pwdgrp", "number": 0, "steps": [step]}


# -- accounts and params


def judged(record: dict[str, Any], user_max: int = 14) -> dict[str, Any]:
    """The answer of a program under test, written from the page's table; only the default maximum is right."""
    what, text = record["what"], record["text"]
    if what == "user":
        return {"valid": re.fullmatch(f"[A-Za-z0-9]{{1,{user_max}}}", text) is not None, "canonical": None}
    if what == "password":
        return {"valid": re.fullmatch("[ -~]{1,64}", text) is not None}
    order = ["admin", "operator", "viewer", "ptz"]
    groups = sorted(text.split(":"), key=lambda group: order.index(group) if group in order else 9)
    levels = [group for group in groups if group != "ptz"]
    valid = levels in (order[2:3], order[1:3], order[:3]) and groups.count("ptz") < 2
    return {"valid": valid, "canonical": ":".join(groups) if valid else None}


def test_answers_to_accounts(check: Check) -> None:
    records = list(vectors.generate("accounts", n=120, seed=31))
    assert reported(check(records, [judged(one) for one in records]), 120) == []
    long = [one["number"] for one in records if re.fullmatch("[A-Za-z0-9]{15}", one["text"]) and one["what"] == "user"]
    assert len(long) > 2
    assert reported(check(records, [judged(one, user_max=15) for one in records]), 120) == long
    # An answer with the canonical role in the order of the text.
    unsorted = [judged(one) | ({"canonical": one["text"]} if one["canonical"] else {}) for one in records]
    other = [one["number"] for one in records if one["canonical"] not in (None, one["text"])]
    assert len(other) > 2
    assert reported(check(records, unsorted), 120) == other


def test_answers_to_params(check: Check) -> None:
    records = list(vectors.generate("params", n=120, seed=32))
    right = [{"valid": one["valid"], "errors": one["errors"]} for one in records]
    assert reported(check(records, right), 120) == []
    invalid = [one["number"] for one in records if not one["valid"]]
    assert reported(check(records, [{"valid": True}] * 120), 120) == invalid
    assert reported(check(records, [one | {"errors": []} for one in right]), 120) == invalid
    turned = [one | {"valid": not one["valid"]} for one in records]
    assert reported(check(turned, right), 120) == list(range(120))


# -- pwdgrp


def test_answers_to_pwdgrp(check: Check) -> None:
    records = list(vectors.generate("pwdgrp", n=24, seed=33))
    right = [played(one) for one in records]
    assert reported(check(records, right), 24) == []
    # The answers of wrong implementations: another text, no HTML tags, no members, one too many, another status code.
    for change in (
        lambda status, body: (status, body.replace("Created", "Made")),
        lambda status, body: (status, re.sub("<[^>]*>", "", body)),
        lambda status, body: (status, re.sub('="[^"]*"', '=""', body)),
        lambda status, body: (status, re.sub('((?:admin|digusers)="[^"]*)"', r'\1,ghost"', body)),
        lambda status, body: (500, body),
    ):
        wrong = [[change(*response) for response in responses] for responses in right]
        found = reported(check(records, wrong), 24)
        assert len(found) > 3
        assert found == [
            one["number"] for one, given in zip(records, wrong, strict=True) if check_vectors.fault(one, given)
        ]
    # Wrong vectors: the first answers start from another state, or the text must be different.
    moved = json.loads(json.dumps(records).replace('"from": 0', '"from": 99'))
    assert reported(check(moved, right), 24) == list(range(24))
    named = json.loads(json.dumps(records).replace('"text": "', '"text": "x'))
    assert len(reported(check(named, right), 24)) > 20


def test_a_step_is_held_against_the_states_that_are_left(check: Check) -> None:
    done = {"from": 0, "to": 1, "status": [200], "text": "Removed account joe."}
    refused = {"from": 0, "to": 0, "status": [200], "text": "Error: consult the system log file."}
    gone = {"from": 1, "to": 1, "status": [200], "text": "Error: account user name."}
    record = one_step() | {"steps": [{"answers": [done, refused]}, {"answers": [gone, done, refused]}]}
    right = [[done, gone], [refused, done], [refused, refused]]
    answers = [[[200, answer["text"]] for answer in pair] for pair in [*right, [done, done], [done, refused]]]
    records = [record | {"number": number} for number in range(len(answers))]
    assert reported(check(records, answers), 5) == [3, 4]


GROUPS = {"admin": ["root"], "operator": ["root"], "viewer": ["root", "joe"], "ptz": [], "digusers": ["root", "joe"]}


#: Whether a listing is still right after a replacement: the old text, and the new.
LISTINGS = [
    (True, "", ""),
    (True, "\n", "\r\n"),
    (True, "joe", "joe,"),
    (True, '"', ""),
    (True, "root,joe", "joe,root"),
    (True, 'ptz=""\n', ""),
    (True, 'digusers="root,joe"\n', ""),
    (True, LISTING, f'{LISTING}\nbin="bin,daemon"\n'),
    (True, 'admin="', 'admin="wwwaovp,sdk,debugar,'),
    (True, LISTING, LISTING.replace('admin="', 'admin="ghost,') + 'bin="daemon"'),
    (False, LISTING, LISTING.replace('admin="', 'admin="joe,') + 'bin="daemon"'),
    (False, LISTING, LISTING.replace('digusers="', 'digusers="ghost,') + 'bin="daemon"'),
    (False, LISTING, 'admin="root,ghost"\noperator="root"\nviewer="root,joe"\nbin="daemon"\n'),
    (False, 'admin="', 'admin="ghost,'),
    (False, 'admin="', 'admin="www,'),
    (False, 'admin="', 'admin="joe,'),
    (False, 'digusers="', 'digusers="sdk,'),
    (False, 'operator="root"', 'operator=""'),
    (False, 'operator="root"\n', ""),
    (False, LISTING, f'{LISTING}admin="root"\n'),
]


def test_listings(check: Check) -> None:
    bodies = [LISTING.replace(old, new) if old else LISTING for _, old, new in LISTINGS]
    records = [one_step(groups=GROUPS) | {"number": number} for number in range(len(bodies))]
    wrong = reported(check(records, [[[200, body]] for body in bodies]), len(bodies))
    assert [bodies[number] for number in wrong] == [
        body for (right, *_), body in zip(LISTINGS, bodies, strict=True) if not right
    ]


def test_a_system_account_that_is_an_ordinary_one_is_not_excused(check: Check) -> None:
    groups = GROUPS | {"digusers": ["root", "sdk"], "viewer": ["root", "sdk"]}
    body = LISTING.replace("joe", "sdk")
    assert reported(check([one_step(groups=groups)], [[[200, body]]]), 1) == []
    body = body.replace('admin="root"', 'admin="root,sdk"')
    assert reported(check([one_step(groups=groups)], [[[200, body]]]), 1) == [0]


TEXTS = [
    (True, "Created account joe."),
    (True, "\r\nCreated account joe. \n"),
    (True, "<title>User accounts</title><BODY bgcolor=#ffffff>\nCreated account joe.\r\n</BODY>"),
    (False, "<title>User accounts</title>Created account joe."),
    (False, "User accounts Created account joe."),
    (False, "<body>Created account joe.<p>Removed account joe.</body>"),
]


def test_texts(check: Check) -> None:
    with_text, without = one_step(text="Created account joe."), one_step()
    rows: list[tuple[dict[str, Any], int, str, bool]] = []
    for right, body in TEXTS:
        rows += [(with_text, 200, body, right), (with_text, 401, body, False), (without, 200, body, True)]
    records = [row | {"number": number} for number, (row, *_) in enumerate(rows)]
    wrong = reported(check(records, [[[status, body]] for _, status, body, _ in rows]), len(rows))
    assert [rows[number][1:3] for number in wrong] == [(status, body) for _, status, body, right in rows if not right]


ACCOUNT = {"format": 1, "kind": "accounts", "number": 0, "valid": True, "canonical": None, "errors": []}


@pytest.mark.parametrize(
    ("records", "answers"),
    [
        ([], []),
        ([ACCOUNT], []),
        ([ACCOUNT], [{"valid": True}] * 2),
        ([ACCOUNT], [{"canonical": None}]),
        ([ACCOUNT], [{"valid": True, "more": 1}]),
        ([ACCOUNT | {"format": 2}], [{"valid": True}]),
        ([ACCOUNT | {"kind": "tz"}], [{"valid": True}]),
        ([one_step()], [[]]),
        ([one_step()], [[[200, ""], [200, ""]]]),
    ],
)
def test_files_that_are_not_as_described(check: Check, records: list[dict[str, Any]], answers: list[Any]) -> None:
    done = check(records, answers)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("check_vectors: ")


# -- the page


def test_the_program_of_the_page_answers_with_the_emulator(check: Check) -> None:
    pytest.importorskip("uvicorn")
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    records = list(vectors.generate("pwdgrp", n=len(oracle.PROFILES), seed=34))
    lines = "".join(json.dumps(one) + "\n" for one in records)
    done = subprocess.run([sys.executable, "-c", code], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers == [[[*response] for response in played(one)] for one in records]
    assert reported(check(records, answers), len(records)) == []


def test_the_page_names_every_key_parameter_and_dialect() -> None:
    for kind in vectors.KINDS:
        section = (
            DOCUMENT.split("## All kinds")[1].split("\n## ")[0] + DOCUMENT.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        )
        named = set(re.findall(r"\w+", section))
        keys = {key for record in vectors.generate(kind, n=40) for key in keys_of(record)}
        assert keys - named == set(), kind
    assert [name for name in vapix.PARAMETERS if f"`{name}`" not in DOCUMENT] == []
    verdicts = next(vectors.generate("tz"))["verdicts"]
    assert [name for name in verdicts if f"`{name}`" not in DOCUMENT] == []


def keys_of(value: Any) -> set[str]:
    """All keys in a vector, except names that are data."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict):
        return set()
    data = ("arguments", "verdicts", "groups", "others")
    return set(value) | {key for name, one in value.items() if name not in data for key in keys_of(one)}


def test_the_page_names_the_system_accounts() -> None:
    assert check_vectors.SYSTEM_ACCOUNT.pattern.split("|")[1:] == ["sdk", "vdo", "debugar", "ptzadm"]
    for name in ("sdk", "vdo", "debugar", "ptzadm"):
        assert f"`{name}`" in DOCUMENT
