"""The JSON Schemas, whose patterns accept what the library accepts, in Python and in Node; and the formats."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import VECTORS
from tests.support.tz_damage import FIELD, FOOTERS, SLIPS
from vapix_proto import ParseError, strategies, tz, vapix
from vapix_proto.integrations.jsonschema import add_formats

ROWS = [json.loads(line) for file in sorted((VECTORS / "tz").glob("*.jsonl")) for line in file.read_text().splitlines()]
PLAIN = [row["text"] for row in ROWS if "text" in row] + [*FIELD, *FOOTERS]
SLIPPED = [slipped for text in FOOTERS[::8] for slip in SLIPS.values() for slipped in slip(text)]
TEXTS = sorted({text + end for text in [*PLAIN, *SLIPPED] for end in ("", "\n", "\r\n", "\n\n", " ", "\u2028")})

PATTERNS = {name: tz.json_schema(name)["pattern"] for name in tz.DIALECTS}


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_the_pattern_accepts_what_the_dialect_accepts(dialect: str) -> None:
    checks = validator(tz.json_schema(dialect))
    verdicts = [checks.is_valid(text) for text in TEXTS]
    assert verdicts == [tz.is_valid(text, dialect) for text in TEXTS]
    assert set(verdicts) == {True, False}


BROKEN = strategies.invalid_tz_strings(tz.POSIX_2024).map(lambda broken: broken.value)


@given(st.one_of(strategies.tz_strings(tz.POSIX_2024), BROKEN))
def test_the_patterns_accept_any_string_of_their_dialects(text: str) -> None:
    for name, dialect in tz.DIALECTS.items():
        assert (re.search(PATTERNS[name], text) is not None) is tz.is_valid(text, dialect)


def in_node(patterns: list[str], texts: list[str]) -> list[list[list[bool]]]:
    """The verdicts of ECMA-262 regular expressions for each pattern: without a flag, with ``u`` and with ``v``."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    program = (
        "const {patterns, texts} = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const verdicts = (expression) => texts.map(text => expression.test(text));"
        "const all = patterns.map(p => ['', 'u', 'v'].map(flag => verdicts(new RegExp(p, flag))));"
        "console.log(JSON.stringify(all))"
    )
    question = json.dumps({"patterns": patterns, "texts": texts})
    out = subprocess.run([node, "-e", program], input=question, capture_output=True, text=True, check=True).stdout
    found: list[list[list[bool]]] = json.loads(out)
    return found


def test_node_agrees() -> None:
    found = in_node([tz.json_schema(dialect)["pattern"] for dialect in tz.DIALECTS], TEXTS)
    for dialect, verdicts in zip(tz.DIALECTS, found, strict=True):
        assert verdicts == [[tz.is_valid(text, dialect) for text in TEXTS]] * 3, dialect


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_the_pattern_is_plain_enough_for_other_engines(dialect: str) -> None:
    pattern = tz.json_schema(dialect)["pattern"]
    assert not re.search(r"\(\?(?!:|!\\n\))|[+*?}]\+(?!\\)", pattern), "no named groups, no possessive repetition"
    assert pattern.count(r"(?!\n)") == 1
    # Where $ matches only at the end, as in Go and Rust, the lookahead is not needed.
    without = re.compile(pattern.replace(r"(?!\n)$", r"\Z"))
    assert [without.match(text) is not None for text in TEXTS] == [tz.is_valid(text, dialect) for text in TEXTS]


# --- System settings ------------------------------------------------------------------------------------------------

USERS = ["", "joe", "Joe1", "a" * 14, "a" * 15, "joe\n", "jo e", "jöe", "\u0663"]
PASSWORDS = ["", "x", "x y~", "x" * 64, "x" * 65, "x\n", "********", "**********", "Password('********')", "ä"]
ROLES = [
    "",
    "viewer",
    "ptz:viewer",
    "ptz",
    "operator",
    "viewer:operator:ptz:admin",
    "viewer:viewer",
    "viewer\n",
    "Viewer",
]
VERSIONS = ["", "11", "11.11", "11.", ".1", "9.80.2.2", "1" * 32, "1" * 33, "11.5\n", "eleven", "-1", "\u0661"]


def is_version(text: str) -> bool:
    try:
        vapix.AxisOs.parse(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "texts", "accepts"),
    [
        ("user", USERS, lambda text: not vapix.validate_user(text)),
        ("pwd", PASSWORDS, lambda text: not vapix.validate_password(text)),
        ("sgrp", ROLES, lambda text: not vapix.validate_role(text)),
        ("axis-os", VERSIONS, is_version),
    ],
)
def test_texts_of_system_settings(name: str, texts: list[str], accepts: Any) -> None:
    checks = validator(vapix.json_schema(name))
    assert [checks.is_valid(text) for text in texts] == [accepts(text) for text in texts]
    if "pattern" in vapix.json_schema(name) and name != "pwd":
        short = [text for text in texts if len(text) <= 32]
        expected = [accepts(text) for text in short]
        assert in_node([vapix.json_schema(name)["pattern"]], short) == [[expected] * 3]


VALUES = ["", "yes", "no", "Yes", "yes\n", "0", "3", "4", "03", "1000", "999", "100000", "100001", "01000", "on", "NTP"]
EXACT = [
    name
    for name, each in vapix.PARAMETERS.items()
    if isinstance(each.values, vapix.Words | vapix.Integers | vapix.TzText)
]


@pytest.mark.parametrize("name", EXACT)
def test_values_of_parameters(name: str) -> None:
    checks = validator(vapix.json_schema(f"root.{name}"))
    texts = [*VALUES, *PLAIN[::7]]
    faults = [
        [each for each in vapix.validate_parameter(name, text) if each.subject and each.severity == "error"]
        for text in texts
    ]
    assert [checks.is_valid(text) for text in texts] == [not each for each in faults]


@given(strategies.parameter_values(), st.text(max_size=8))
def test_the_schema_of_an_address_refuses_no_valid_one(pair: tuple[str, str], other: str) -> None:
    name, value = pair
    for each in (value, other):
        if not [problem for problem in vapix.validate_parameter(name, each) if problem.subject]:
            assert jsonschema.Draft202012Validator(vapix.json_schema(name)).is_valid(each)


#: Valid requests in JSON, each with changes that make its body invalid.
BODIES: list[tuple[vapix.Request, dict[str, Any]]] = [
    (vapix.GetDateTimeInfo(context="c"), {"context": 5}),
    (vapix.ResetTimeZone(), {"method": "reset"}),
    (vapix.GetSupportedVersions(), {"method": None}),
    (vapix.SetTimeZone("Europe/Stockholm"), {"params": {}}),
    (vapix.SetPosixTimeZone("CET-1CEST,M3.5.0,M10.5.0/3"), {"params": {"posixTimeZone": "CET", "enableDst": True}}),
    (vapix.SetPosixTimeZone("UTC0", False), {"params": {"posixTimeZone": "UTC0", "enableDst": "no"}}),
    (vapix.GetReadiness(20), {"params": {"timeout": -1}}),
    (vapix.GetApiList("a", context=""), {"params": {"id": None}}),
    (vapix.GetProperties(["Brand"]), {"params": {"propertyList": "Brand"}}),
    (vapix.GetAllUnrestrictedProperties(), {"apiVersion": 1.2}),
]


@pytest.mark.parametrize(("request_", "wrong"), BODIES, ids=repr)
def test_bodies_in_json(request_: vapix.Request, wrong: dict[str, Any]) -> None:
    checks = validator(vapix.json_schema(request_.cgi.name))
    message = request_.to_http()
    body = json.loads(message.read_body())
    assert checks.is_valid(body)
    spoilt = json.dumps(body | wrong).encode()
    assert not checks.is_valid(body | wrong)
    assert [one for one in vapix.validate_request(message.replace(body=spoilt)) if one.severity == "error"]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no schema for 'grp': use user, pwd, sgrp, axis-os, the name"):
        vapix.json_schema("grp")


# --- formats --------------------------------------------------------------------------------------------------------


def test_a_format_has_our_problem_as_its_cause() -> None:
    checker = add_formats()
    checks = jsonschema.Draft202012Validator({"type": "string", "format": "posix-tz"}, format_checker=checker)
    (error,) = checks.iter_errors("CET+25")
    assert isinstance(error.cause, ParseError)
    assert error.cause.code == "tz-offset-range"
    assert checks.is_valid("CET-1CEST,M3.5.0/-167,M10.5.0")
    assert checker.conforms(3, "posix-tz"), "no text"
    for name, good, bad in (("vapix-user", "joe", "jo e"), ("vapix-sgrp", "viewer", "root"), ("axis-os", "11.11", "x")):
        assert checker.conforms(good, name)
        assert not checker.conforms(bad, name)


def test_formats_go_into_a_given_checker() -> None:
    checker = jsonschema.FormatChecker(["date"])
    assert add_formats(checker) is checker
    assert not checker.conforms("2026", "date")
    assert not checker.conforms("Europe/Vienna", "posix-tz")
