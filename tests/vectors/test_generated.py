"""The generated test vectors have the right form, are determined by their seed, and are true."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import check_vectors
from tests.support.command import run, text_of
from tests.support.independent import readings, tz_checker
from vapix_proto import oracle, tz, vectors
from vapix_proto.oracle.rules.tz_strings import TZ
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpRequest, encode_arguments
from vapix_proto.vectors.randomness import Dice

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = vectors.KINDS
ROOT = oracle.Account("root", "foo", "root", ("admin", "operator", "viewer", "ptz"))


@cache
def schema(kind: str) -> Any:
    return json.loads(text_of("vectors", "schema", kind))


def sample(kind: str, n: int = 60, **more: Any) -> list[dict[str, Any]]:
    return list(vectors.generate(kind, n=n, **more))


# -- form and seed


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_has_the_form_of_its_schema(kind: str, thorough: bool) -> None:
    number_of = 300 if thorough else 40
    jsonschema.Draft202012Validator.check_schema(schema(kind))
    judge = jsonschema.Draft202012Validator(schema(kind))
    lines = text_of("vectors", kind, "--n", str(number_of), "--seed", "5").splitlines()
    assert len(lines) == number_of
    for number, line in enumerate(lines):
        assert line.isascii()
        record = json.loads(line)
        judge.validate(record)
        assert (record["kind"], record["seed"], record["number"]) == (kind, 5, number)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_refuses_records_of_another_form(kind: str) -> None:
    judge = jsonschema.Draft202012Validator(schema(kind))
    record = sample(kind, 3)[2]
    assert judge.is_valid(record)
    assert not judge.is_valid(record | {"more": 1})
    for key in record:
        assert not judge.is_valid({name: value for name, value in record.items() if name != key}), key
    for other in KINDS:
        assert judge.is_valid(sample(other, 1)[0]) is (other == kind)


#: Ways to damage a record: its kind, the key, and the wrong value.
DAMAGE: list[tuple[str, str, Any]] = [
    ("tz", "contested", -1),
    ("tz", "years", []),
    ("tz", "years", [1970]),
    ("tz", "canonical", ""),
    ("tz", "canonical", None),
    ("tz", "instants", []),
    ("accounts", "canonical", "x"),
    ("accounts", "canonical", ""),
]


@pytest.mark.parametrize(("kind", "key", "value"), DAMAGE)
def test_a_schema_refuses_impossible_values(kind: str, key: str, value: Any) -> None:
    judge = jsonschema.Draft202012Validator(schema(kind))
    records = [record for record in sample(kind, 30) if kind == "accounts" or record["canonical"] is not None]
    assert records
    assert not [record for record in records if judge.is_valid(record | {key: value})]


@pytest.mark.parametrize(("key", "value"), [("ptz", None), ("admin", [""]), ("text", ""), ("as_user", None)])
def test_the_schema_of_sequences_refuses_impossible_values(key: str, value: Any, thorough: bool) -> None:
    judge = jsonschema.Draft202012Validator(schema("pwdgrp"))
    damaged = 0
    for record in sample("pwdgrp", 20 if thorough else 8):
        steps: list[dict[str, Any]] = record["steps"]
        answers = [answer for step in steps for answer in step["answers"]]
        for place in (*steps, *answers, *(answer["groups"] for answer in answers if "groups" in answer)):
            if place.get(key) is not None:
                before, place[key] = place[key], value
                assert not judge.is_valid(record)
                place[key] = before
                damaged += 1
        assert judge.is_valid(record)
    assert damaged > 5


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_strings_of_every_dialect_have_the_form(dialect: str, thorough: bool) -> None:
    judge = jsonschema.Draft202012Validator(schema("tz"))
    found = sample("tz", 200 if thorough else 40, dialect=dialect)
    for record in found if thorough else found[::3]:  # jsonschema takes 8 ms for each record
        judge.validate(record)
    verdicts = [record["verdicts"][dialect]["valid"] for record in found]
    assert verdicts.count(True) > 20
    assert verdicts.count(False) > 5


#: SHA-256 of the first 40 records for seed 2026. A change to a digest changes everybody's vectors.
DIGESTS = {
    "tz": "b2dd57059a4feeff18d9f89c2dbdbd661b5b8b817a61a709340ccd888ec6e596",
    "accounts": "75c5b742df0b2a08784f861ea93c4720cf88231043d39bf463bfdc784911f765",
    "params": "6afb97578168ae4b6cc2f42c91d1c0b0b5881988dde33c55fe61b43474ca06b1",
    "pwdgrp": "c5416b146c969d9c57051b64344c8380398b9277fafd5df6612cf249412d3526",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_the_same_bytes_everywhere(kind: str) -> None:
    data = text_of("vectors", kind, "--n", "40", "--seed", "2026", PYTHONHASHSEED="7")
    assert hashlib.sha256(data.encode()).hexdigest() == DIGESTS[kind]
    code = f"""if 1:
        import json
        from vapix_proto import vectors
        for record in vectors.generate({kind!r}, n=40, seed=2026):
            print(json.dumps(record))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == data


@pytest.mark.parametrize("kind", KINDS)
def test_lines_end_with_lf_even_where_text_files_do_not(kind: str) -> None:
    from vapix_proto.cli.app import cli

    out = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", newline="\r\n"))
        cli(["vectors", kind, "--n", "3"], standalone_mode=False)
        assert out.getvalue().count(b"\n") == 3
        assert b"\r" not in out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_more_vectors_begin_with_the_same_ones_and_another_seed_gives_others(kind: str) -> None:
    assert sample(kind, 12, seed=3)[:5] == sample(kind, 5, seed=3)
    assert sample(kind, 5, seed=3) != [record | {"seed": 3} for record in sample(kind, 5, seed=4)]
    assert sample(kind, 5, seed=3) != [record | {"seed": 3} for record in sample(kind, 5, seed=-3)]
    assert sample(kind, 0) == []


@given(st.integers(), st.integers(-1000, 1000), st.integers(0, 1000))
def test_dice_stay_in_range(seed: int, low: int, size: int) -> None:
    dice, same = Dice(seed), Dice(seed)
    numbers = [dice.number(low, low + size) for _ in range(20)]
    assert all(low <= number <= low + size for number in numbers)
    assert numbers == [same.number(low, low + size) for _ in range(20)]
    assert len(dice.distinct(low, low + size, 5)) == min(5, size + 1)


def test_wrong_arguments_are_refused() -> None:
    refused: list[tuple[str, dict[str, Any], str]] = [
        ("zt", {}, "no vectors"),
        ("tz", {"n": -1}, "negative"),
        ("tz", {"dialect": "no"}, "no dialect"),
        ("tz", {"axis_os": "11.11"}, "do not depend on the version"),
        ("accounts", {"dialect": "vapix"}, "no dialect"),
        ("pwdgrp", {"axis_os": "4.9"}, "firmware 5.00"),
        ("params", {"axis_os": "x"}, "not a version"),
    ]
    for kind, more, why in refused:
        with pytest.raises(ValueError, match=why):
            vectors.generate(kind, **more)
    wrong: dict[str, Any]
    for wrong in ({"n": 1.5}, {"seed": "1"}, {"seed": None}):
        with pytest.raises(TypeError):
            vectors.generate("tz", **wrong)
    for arguments in (
        ("accounts", "--format", "tsv"),
        ("tz", "--axis-os", "11.11"),
        ("pwdgrp", "--axis-os", "1"),
        ("none",),
    ):
        done = run("vectors", *arguments)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
    assert run("vectors", "schema", "none").returncode == 2


def test_a_reader_that_stops_early_is_not_an_error() -> None:
    command = [sys.executable, "-m", "vapix_proto", "vectors", "accounts", "--n", "100000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


# -- they are true


def test_verdicts_are_those_of_an_independent_checker(thorough: bool) -> None:
    for record in sample("tz", 1000 if thorough else 100, seed=21):
        text = record["text"]
        for dialect, verdict in record["verdicts"].items():
            assert verdict["valid"] is tz_checker.accepts(text, dialect), (text, dialect)
            assert all(error["start"] <= error["end"] <= len(text) for error in verdict["errors"])
        # The reference device recognises TZ strings with its own regular expression.
        assert (TZ.match(text) is not None) is record["verdicts"]["vapix"]["valid"], text
        canonical = record["canonical"]
        assert (canonical is not None) is record["verdicts"]["vapix"]["valid"]
        if canonical is not None:
            assert tz_checker.value(canonical, "vapix") == tz_checker.value(text, "vapix")
            assert len(canonical) <= len(text)


@pytest.mark.parametrize("dialect", ["vapix", "tzif-v3"])
def test_clocks_are_those_of_independent_readings(dialect: str, thorough: bool) -> None:
    compared = differing = 0
    for record in sample("tz", 300 if thorough else 60, seed=22, dialect=dialect):
        text = record["canonical"]
        if text is None or record["implied_rules"] is not None:
            continue
        for one in record["instants"]:
            shown = (one["utoff"], one["isdst"], one["designation"])
            expected = {how: readings.clock(text, how, one["at"]) for how in readings.READINGS}
            others = {how: (k["utoff"], k["isdst"], k["designation"]) for how, k in one["others"].items()}
            assert {how: others.get(how, shown) for how in readings.READINGS} == expected, (text, one)
            assert one["agree"] is (len(set(expected.values())) == 1)
            compared += 1
            differing += not one["agree"]
            assert one["agree"] or record["contested"] is not None
        for change in record["transitions"]:
            for kind, at in ((change["before"], change["at"] - 1), (change["after"], change["at"])):
                assert readings.clock(text, "merge", at) == (kind["utoff"], kind["isdst"], kind["designation"])
    assert compared > 1000
    assert differing > 10


ROLES = {
    frozenset((*level, *ptz))
    for level in (("viewer",), ("operator", "viewer"), ("admin", "operator", "viewer"))
    for ptz in ((), ("ptz",))
}


def test_accounts_are_judged_as_specified() -> None:
    seen = set()
    for record in sample("accounts", 300, seed=23):
        text, what = record["text"], record["what"]
        if what == "user":
            right = re.fullmatch("[A-Za-z0-9]{1,14}", text) is not None
        elif what == "password":
            right = re.fullmatch("[ -~]{1,64}", text) is not None
        else:
            groups = text.split(":")
            right = frozenset(groups) in ROLES and len(groups) == len(set(groups))
            assert record["canonical"] is None or set(record["canonical"].split(":")) == set(groups)
        assert record["valid"] is right, record
        assert (record["canonical"] is not None) is (what == "role" and right)
        seen.add((what, right))
    assert len(seen) == 6


def test_a_device_of_the_version_may_accept_every_valid_value_of_a_parameter() -> None:
    refused = taken = 0
    for record in sample("params", 400, seed=24):
        if record["axis_os"] is None:
            continue
        device = oracle.Device(axis_os=record["axis_os"], accounts=[ROOT])
        name = record["name"].removeprefix("root.")
        query = encode_arguments((("action", "update"), (name, record["value"])))
        request = HttpRequest("GET", "/axis-cgi/param.cgi", query)
        may = any(choice.response.body.strip() == b"OK" for choice in oracle.expect(device, request, "root"))
        assert may or not record["valid"], record
        refused += not may
        taken += record["valid"]
    assert refused > 50
    assert taken > 50


#: The table in docs/reference/vectors.md: the first version that lacks a parameter, and the values that can be set.
SETTINGS = {
    **{
        f"Log.{log}.{name}": ("5.60", pattern)
        for log in ("Access", "System")
        for name, pattern in [
            ("MaxSize", "[1-9][0-9]{3,4}|100000"),
            *((level, "off|on|detailed") for level in ("Critical", "Warning", "Informational")),
        ]
    },
    "MailLogd.LogSendLevel": ("9.80", "[0-3]"),
    "MailLogd.ToEmail": ("9.80", "(?s:.*)"),
    "Time.ObtainFromDHCP": (None, "yes|no"),
    "Time.SyncSource": (None, "PC|NTP|None"),
    "Time.DST.Enabled": ("13.0", "yes|no"),
    "Time.NTP.VolatileServer": (None, "(?!)"),
}


def test_parameters_are_valid_as_the_page_of_vectors_states() -> None:
    lower = {name.lower() for name in (*SETTINGS, "Time.POSIXTimeZone", "Time.NTP.Server")}
    outside = 0
    for record in sample("params", 3000, seed=25):
        name = record["name"].removeprefix("root.")
        if name in SETTINGS:
            until, pattern = SETTINGS[name]
            version = record["axis_os"]
            there = version is None or until is None or AxisOs.parse(version) < AxisOs.parse(until)
            assert record["valid"] is (there and re.fullmatch(pattern, record["value"]) is not None), record
        elif name not in {"Time.POSIXTimeZone", "Time.NTP.Server"}:
            assert record["valid"] is (name.lower() not in lower), record
            outside += 1
    assert outside > 50


def walk(record: dict[str, Any], device: Any, change: Callable[[Any], Any] = lambda response: response) -> int:
    """Plays a sequence on a device and follows its states, as any program would; returns whether an answer is wrong."""
    given = []
    for step in record["steps"]:
        request = HttpRequest(step["method"], step["path"], step["query"], body=step["body"].encode())
        as_user = step["as_user"]
        if as_user is not None:
            account = next(one for one in device.accounts if one.user == as_user)
            assert account.password == step["password"]
        device, response = device.handle(request, as_user)
        response = change(response)
        given.append((response.status, response.body.decode()))
    return check_vectors.fault(record, given) is not None


@pytest.mark.parametrize("kind", ["params", "pwdgrp"])
def test_a_version_may_be_an_axis_os_object(kind: str) -> None:
    assert sample(kind, 3, axis_os=AxisOs.parse("11.11")) == sample(kind, 3, axis_os="11.11")


@pytest.mark.parametrize("version", [profile.name for profile in oracle.PROFILES])
def test_the_reference_device_passes_and_faulty_ones_do_not(version: str) -> None:
    found = sample("pwdgrp", 25, seed=25, axis_os=version)
    assert [walk(record, oracle.Device(axis_os=version)) for record in found] == [0] * len(found)
    # Devices with another text, with members of groups lost or added, and with another status code.
    for change in (
        lambda response: response.replace(body=response.body.replace(b"Created", b"Made")),
        lambda response: response.replace(body=re.sub(rb'="[^"]*"', b'=""', response.body)),
        lambda response: response.replace(body=re.sub(rb'(digusers="[^"]*)"', rb'\1,ghost"', response.body)),
        lambda response: response.replace(status=500),
    ):
        assert sum(walk(record, oracle.Device(axis_os=version), change) for record in found) > 3


@pytest.mark.parametrize("action", ["add", "update", "remove"])
def test_a_device_that_confirms_changes_without_making_them_is_found(action: str) -> None:
    class Forgetful:
        """A device that confirms a change without making it."""

        def __init__(self, device: oracle.Device) -> None:
            self.device = device

        @property
        def accounts(self) -> tuple[oracle.Account, ...]:
            return self.device.accounts

        def handle(self, request: HttpRequest, as_user: str | None) -> Any:
            device, response = self.device.handle(request, as_user)
            arguments = f"{request.query}&{request.read_body().decode()}&"
            forgets = (
                as_user is not None
                and f"action={action}&" in arguments
                and (action != "update" or "sgrp=" in arguments)
            )
            return Forgetful(self.device if forgets else device), response

    found = sum(walk(record, Forgetful(oracle.Device(axis_os=record["axis_os"]))) for record in sample("pwdgrp", 100))
    assert found >= 3


def test_a_sequence_ends_by_listing_the_accounts() -> None:
    for record in sample("pwdgrp", 50, seed=28):
        step = record["steps"][-1]
        args = step["arguments"]
        # Nobody can log in if it is unsettled whether the administrator exists, or which password it has.
        assert args == {"action": "get"} or args["user"] == step["as_user"]


def test_the_answers_of_a_sequence_are_those_of_expect() -> None:
    for record in sample("pwdgrp", 30, seed=26):
        device = oracle.Device(axis_os=record["axis_os"])
        step = record["steps"][0]
        request = HttpRequest(step["method"], step["path"], step["query"], body=step["body"].encode())
        choices = list(oracle.expect(device, request, step["as_user"]))
        assert [(one["source"], one["settled"]) for one in step["answers"]] == [(c.source, c.settled) for c in choices]
        for one, choice in zip(step["answers"], choices, strict=True):
            assert choice.response.status in one["status"]
            assert one.get("text", "").encode() in choice.response.body
        for earlier, later in itertools.pairwise(record["steps"]):
            starts = {one["from"] for one in later["answers"]}
            assert starts == {one["to"] for one in earlier["answers"]}


# -- the consumer in C


@pytest.mark.parametrize("dialect", ["vapix", "tzif-v3"])
def test_the_c_library_agrees_except_where_readings_differ(
    c_example: Callable[[str], Path], dialect: str, thorough: bool
) -> None:
    program = c_example("tz_vectors")
    number = "400" if thorough else "60"
    lines = text_of("vectors", "tz", "--n", number, "--seed", "27", "--dialect", dialect, "--format", "tsv")
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    head, body = lines.split("\n", 1)
    rows = [line.split("\t") for line in body.splitlines()]
    strings = sum(1 for _ in itertools.groupby(rows, lambda row: row[0]))
    assert done.stdout.startswith(f"{strings} strings, {len(rows)} instants: 0 disagreements in 0 strings\n")
    # The consumer finds a clock that is a second off, and a clock without daylight saving time.
    for spoilt in (
        [[*row[:2], str(int(row[2]) + 1), *row[3:]] for row in rows],
        [[*row[:3], str(1 - int(row[3])), *row[4:]] for row in rows],
    ):
        text = "\n".join([head, *map("\t".join, spoilt), ""])
        done = subprocess.run([program], input=text, capture_output=True, text=True, check=False)
        settled = sum(row[5] == "no" for row in rows)
        assert done.returncode == 1
        assert f"{len(rows)} instants: {settled} disagreements" in done.stdout


HEAD = "tz\tat\tutoff\tisdst\tdesignation\tcontested\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        "UTC0\t0\t0\t0\tUTC\tno\n",
        HEAD + "UTC0\t0\t0\t0\tUTC\tno",
        HEAD + "UTC0\t0\t0\t0\tUTC\n",
        HEAD + "UTC0\t0\t0\t0\tUTC\tno\tmore\n",
        HEAD + "UTC0\tx\t0\t0\tUTC\tno\n",
        HEAD + "UTC0\t9223372036854775808\t0\t0\tUTC\tno\n",
        HEAD + "UTC0\t0\t0\t2\tUTC\tno\n",
        HEAD + "UTC0\t0\t0\t0\tUTC\tmaybe\n",
        HEAD + "UTC0\t0\t0\t0\t\tno\n",
        HEAD + "A" * 2000 + "0\t0\t0\t0\tUTC\tno\n",
    ],
)
def test_the_consumer_in_c_refuses_what_is_not_a_vector(c_example: Callable[[str], Path], text: str) -> None:
    done = subprocess.run([c_example("tz_vectors")], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "line " in done.stderr
