"""Refusals: in JSON if that is the output format, with advice from the command, and with a note about files."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.command import json_of, run, text_of

if TYPE_CHECKING:
    from pathlib import Path

THIS_YEAR = datetime.now(UTC).year
REFUSED = {
    "at": (["tz", "at", "TZ=UTC0", "0"], 1),
    "transitions": (["tz", "transitions", "TZ=UTC0"], 1),
    "implementations": (["tz", "implementations", "TZ=UTC0"], 1),
    "compare": (["tz", "compare", "UTC0", "TZ=UTC0"], 2),
    "to-iana": (["tz", "to-iana", "TZ=UTC0"], 1),
    "explain": (["tz", "explain", "TZ=UTC0"], 1),
    "check": (["tz", "check", "TZ=UTC0"], 1),
}


@pytest.mark.parametrize("command", REFUSED)
def test_an_invalid_string_is_a_json_object_with_its_problems(command: str) -> None:
    arguments, code = REFUSED[command]
    (record,) = json_of(*arguments, code=code)
    assert (record["input"], record["dialect"], record["valid"]) == ("TZ=UTC0", "vapix", False)
    assert [(each["code"], each["fix"]) for each in record["problems"]] == [("tz-wrapped", "UTC0")]
    assert run(*arguments, "--format", "json").stderr == b""


def test_other_refusals_are_json_objects_too() -> None:
    (record,) = json_of("tz", "from-iana", "Europe/Viena", code=1)
    assert (record["input"], record["valid"]) == ("Europe/Viena", False)
    assert record["problems"][0]["code"] == "tz-iana-name"
    assert "Europe/Vienna" in record["suggestions"][0]["zones"]
    for group in ("account", "param"):
        (record,) = json_of(group, "list", "-", code=1, stdin=b"<html>")
        assert not record["valid"]
        assert record["problems"]


#: Every command that accepts a zone name in place of a string, and its exit code if no such zone exists.
NAMED = {
    "tz at Europe/Viena now": 1,
    "tz transitions Europe/Viena": 1,
    "tz implementations Europe/Viena": 1,
    "tz plot Europe/Viena": 1,
    "tz to-iana Europe/Viena": 1,
    "tz from-iana Europe/Viena": 1,
    "tz explain Europe/Viena": 1,
    "tz compare Europe/Viena UTC0": 2,
    "tz compare UTC0 Europe/Viena": 2,
}


@pytest.mark.parametrize("command", NAMED)
def test_the_name_of_no_zone_is_told_from_a_string(command: str) -> None:
    done = run(*command.split())
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == NAMED[command]
    assert said.startswith("error: there is no zone 'Europe/Viena' in the time zone database")
    assert "\nsuggestion: CET-1CEST,M3.5.0,M10.5.0/3 (the clock of Europe/Vienna, " in said
    assert "hint: run" not in said
    if "plot" not in command:
        (record,) = json_of(*command.split(), code=NAMED[command])
        assert record["problems"][0]["message"].startswith("there is no zone 'Europe/Viena'")
        assert "Europe/Vienna" in record["suggestions"][0]["zones"]


@pytest.mark.parametrize("text", ["W. Europe Standard Time", "Chile", "CET-1CEST,M3.5.0", "UTC+5:30 (India)"])
def test_every_command_suggests_what_check_suggests(text: str) -> None:
    (checked,) = json_of("tz", "check", text, code=1)
    assert checked["suggestions"]
    for command in (name for name in REFUSED if name not in ("check", "explain")):
        more = {"at": ["0"], "compare": ["UTC0"]}.get(command, [])
        code = REFUSED[command][1]
        (record,) = json_of("tz", command, text, *more, code=code)
        assert record["suggestions"] == checked["suggestions"]
        assert f"suggestion: {checked['suggestions'][0]['text']} (" in run("tz", command, text, *more).stderr.decode()


def test_no_hint_names_a_command_that_fails() -> None:
    assert "from-iana" not in text_of("tz", "check", "Europe/Viena", code=1)
    assert "hint: run vapix-proto tz from-iana Europe/Vienna\n" in text_of("tz", "check", "Europe/Vienna", code=1)


def test_the_places_of_problems_are_in_the_string_of_the_zone() -> None:
    (record,) = json_of("tz", "from-iana", "America/Nuuk", code=1)
    assert record["input"] == "America/Nuuk"
    problem = record["problems"][0]
    assert record["string"][problem["start"] : problem["end"]] == "-"
    assert "string" not in json_of("tz", "from-iana", "Europe/Viena", code=1)[0]


def test_wrong_use_is_said_on_standard_error_in_any_format() -> None:
    done = run("tz", "at", "UTC0", "tomorrow", "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: 'tomorrow' is not 'now', seconds since 1970, or a date" in done.stderr


@pytest.mark.parametrize("command", [["tz", "check", "--no-database"], ["tz", "explain", "--no-database"]])
def test_a_hint_names_the_command(command: list[str]) -> None:
    assert "hint: run vapix-proto tz from-iana Europe/Vienna\n" in text_of(*command, "Europe/Vienna", code=1)
    (record,) = json_of(*command, ":Europe/Vienna", code=1)
    assert record["problems"][0]["hint"] == "run vapix-proto tz from-iana Europe/Vienna"


@pytest.mark.parametrize("command", ["explain", "at", "transitions", "implementations", "to-iana", "compare"])
def test_a_file_in_place_of_a_string_is_noticed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zones.csv").write_text("UTC0\n")
    more = {"at": ["0"], "compare": ["UTC0"]}.get(command, [])
    code = 2 if command == "compare" else 1
    done = run("tz", command, "zones.csv", *more)
    assert done.returncode == code
    note = "note: zones.csv is a file, not a string; to check the strings in it, run vapix-proto tz check zones.csv\n"
    assert note in (done.stdout + done.stderr).decode()
    (record,) = json_of("tz", command, "zones.csv", *more, code=code)
    assert record["note"] == note.removeprefix("note: ").rstrip()


@pytest.mark.parametrize("argument", ["UTC0", "EST5EDT,M3.2.0,M11.1.0"])
def test_a_string_is_never_taken_for_a_file(argument: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / argument).write_text("CET\n")
    for command in ("check", "explain", "to-iana"):
        assert "note:" not in text_of("tz", command, argument)
    assert json_of("tz", "check", argument)[0]["valid"]


@pytest.mark.parametrize(
    ("years", "message"),
    [
        (["--from", "2026", "--to", "2026"], "--to is exclusive: for the transitions of 2026, write --to 2027"),
        (["--from", "2026", "--to", "2020"], "--to 2020 is before --from 2026"),
        (["--to", "2000"], f"--to 2000 is before {THIS_YEAR}, this year; add --from"),
    ],
)
@pytest.mark.parametrize("output", ["text", "json", "zdump"])
def test_a_range_without_years_is_wrong_use(years: list[str], message: str, output: str) -> None:
    done = run("tz", "transitions", "UTC0", *years, "--format", output)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"Error: {message}\n" in done.stderr.decode()


def test_printable_characters_are_shown_as_they_are(tmp_path: Path) -> None:
    assert "'ö' is not allowed" in text_of("account", "check-user", "J\xf6rg", code=1)
    assert text_of("account", "check-user", "J\xf6rg\u202e\x1b", code=1).startswith(r"Jörg\u202e\x1b: invalid")
    listing = tmp_path / "listing"
    listing.write_text("root.Network.HostName=K\xfcche\n", "utf-8")
    assert text_of("param", "list", str(listing)) == "Network.HostName=K\xfcche\n"
    joerg = os.fsdecode("J\xf6rg".encode())  # as on the command line, in whatever locale this runs
    done = run("account", "check-user", joerg, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C.UTF-8")
    assert done.stdout.startswith(rb"J\xf6rg: invalid")
    lines = done.stdout.splitlines()
    assert lines[2:4] == [rb"  J\xf6rg", b"   ^^^^"]


@pytest.mark.parametrize(
    "command",
    [
        ["tz", "check", "UTC0"],
        ["tz", "at", "UTC0", "0"],
        ["tz", "explain", "UTC0", "--no-database"],
        ["account", "check-user", "joe"],
        ["param", "show", "Time.POSIXTimeZone"],
    ],
)
def test_a_pipe_does_not_load_rich(command: list[str]) -> None:
    done = run(*command, PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    assert b"vapix_proto.cli.output\n" in done.stderr
    assert b"rich.console" not in done.stderr


def test_json_has_them_escaped() -> None:
    done = run("account", "check-user", "J\xf6rg", "--format", "json")
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["input"] == "J\xf6rg"
