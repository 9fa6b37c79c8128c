"""``vapix-proto tz check`` of files: every finding has its line and column."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.support.command import COMMAND, ENVIRONMENT, json_of, run, text_of
from vapix_proto import tz
from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# zones\nUTC0\n\nUTC  # Greenwich\n\tEST5EDT,M3.2.0,M11.1.0\nCET-1CEST,M3.5.0/2:3,M10.5.0\nEST5EDT\n"
PLACES = [(4, 4, "tz-offset-missing"), (5, 1, "tz-whitespace"), (6, 20, "tz-minute-digits"), (7, 5, "tz-rules-implied")]
ENCODED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with BOM": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16 LE": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16 BE": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "UTF-16 LE without BOM": TEXT.encode("utf-16-le"),
    "UTF-16 BE without BOM": TEXT.encode("utf-16-be"),
}


def check(*arguments: str, stdin: bytes) -> str:
    """The command's output for strings of which some are invalid, from a run in this process."""
    done = CliRunner().invoke(cli, ["tz", "check", *arguments], input=stdin, prog_name="vapix-proto")
    assert done.exit_code == 1, done.output
    return done.stdout


def test_what_is_no_file_of_strings_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").write_bytes(b"UTC0\0")
    for argument, note in (
        ("zone.txt", "there is no file zone.txt; to check a file of strings, run vapix-proto tz check FILE"),
        ("./zones", "there is no file ./zones; to check a file of strings, run vapix-proto tz check FILE"),
        (".", ". is a folder; to check the strings in its files, run vapix-proto tz scan ."),
        ("data", "data is a binary file; a file of strings has one string per line"),
    ):
        assert check(argument, stdin=b"").endswith(f"\nnote: {note}\n")
    for argument in ("Europe/Vienna", "EST5EDT,M3.2.0,M11.1", "U.S."):
        assert "note:" not in check(argument, stdin=b"")


@pytest.mark.parametrize("encoded", ENCODED.values(), ids=ENCODED)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_finding_has_its_place_in_any_encoding(encoded: bytes, end: str, tmp_path: Path) -> None:
    codec = "utf-8" if b"\0" not in encoded else "utf-16-le" if encoded[1] in b"\0\xfe" else "utf-16-be"
    data = encoded.replace("\n".encode(codec), end.encode(codec))
    path = tmp_path / "zones"
    path.write_bytes(data)
    for arguments, stdin, name in (([str(path)], b"", str(path)), (["-"], data, "-")):
        out = check(*arguments, stdin=stdin)
        heads = [line for line in out.splitlines() if line.startswith(f"{name}:")]
        assert [head.split(": ")[0] for head in heads] == [f"{name}:{line}:{column}" for line, column, _ in PLACES]
        assert [head.rsplit("[")[1].rstrip("]") for head in heads] == [code for _, _, code in PLACES]
        assert out.endswith(
            "5 strings: 2 valid, 3 invalid\n"
            "  1 tz-minute-digits\n  1 tz-offset-missing\n  1 tz-rules-implied\n  1 tz-whitespace\n"
        )
        records = [json.loads(line) for line in check(*arguments, "--format", "json", stdin=stdin).splitlines()]
        assert [(r["file"], r["line"], r["column"], r["valid"]) for r in records] == [
            (name, line, 1, line in (2, 7)) for line in (2, 4, 5, 6, 7)
        ]
        found = [(p["line"], p["column"], p["code"]) for record in records for p in record["problems"]]
        assert found == PLACES


def test_a_path_is_told_from_a_string(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "UTC0").write_text("EST\n")
    (tmp_path / "zones").write_text("CET\n")
    (tmp_path / "Dubai").write_bytes(tz.parse("<+04>-4").to_tzif())

    # A valid string counts as a string, and so does a name that is not a file, or that is a zone's file.
    assert text_of("tz", "check", "UTC0") == "UTC0: valid (vapix)\n"
    assert check("nowhere", stdin=b"").startswith("nowhere: invalid (vapix)\n")
    assert check("zones", stdin=b"").startswith("zones:1:4: error: the offset from UTC is missing")
    assert check("./UTC0", stdin=b"").startswith("./UTC0:1:4: error:")
    assert check("--file", "UTC0", stdin=b"").startswith("UTC0:1:4: error:")
    assert check("UTC0", "zones", stdin=b"").endswith("2 strings: 1 valid, 1 invalid\n  1 tz-offset-missing\n")
    assert check("Dubai", stdin=b"").startswith("Dubai: invalid (vapix)\n")
    assert check(".", stdin=b"").startswith(".: invalid (vapix)\n")


def test_a_pipe_is_a_file() -> None:
    lead, follow = os.pipe()
    os.write(follow, b"UTC0\nUTC\n")
    os.close(follow)
    done = subprocess.run(
        [*COMMAND, "tz", "check", f"/dev/fd/{lead}"],
        pass_fds=[lead],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    os.close(lead)
    assert done.stdout.startswith(f"/dev/fd/{lead}:2:4: error: ")
    assert done.returncode == 1


def test_a_column_of_csv_or_json_lines(tmp_path: Path) -> None:
    table = tmp_path / "fleet.csv"
    table.write_bytes(codecs.BOM_UTF8 + b'name,tz,room\r\nfront,"UTC0 ",1\r\nback,UTC,2\r\n')
    out = text_of("tz", "check", "--column", "tz", str(table), code=1)
    assert [line.split(": ")[0] for line in out.splitlines() if "error" in line] == [f"{table}:2:12", f"{table}:3:9"]
    lines = b'{"tz": "UTC0"}\n{"name": "a", "tz": "\\u003c+03-3"}\n{}\n'
    (valid, wrong) = json_of("tz", "check", "--column", "tz", "-", code=1, stdin=lines)
    assert (valid["line"], valid["column"], valid["valid"]) == (1, 9, True)
    assert (wrong["line"], wrong["column"], wrong["input"]) == (2, 22, "<+03-3")
    assert (wrong["problems"][0]["column"], wrong["problems"][0]["fix"]) == (22, "<+03>-3")


@pytest.mark.parametrize("byte", [b"", b"\xff"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_place_after_a_line_break_in_a_cell(end: bytes, byte: bytes) -> None:
    table = b'tz,name\n"\xc3\xbc' + byte + b'"" line",y\n'.replace(b" ", end)
    (record,) = json_of("tz", "check", "--column", "tz", "-", stdin=table, code=1)
    assert (record["line"], record["column"]) == (2, 2)
    places = {(each["line"], each["column"]) for each in record["problems"]}
    assert places == {(2, 2), (2, 5 + len(byte)), (3, 5)}  # the first letter, the line break, and the end


@pytest.mark.parametrize("output", ["text", "json"])
def test_rows_without_a_string_are_counted(output: str) -> None:
    given = ("tz", "check", "--column", "tz", "--format", output, "-")
    for text in ("tz,name\n,a\nUTC0,b\n,\n\n", '{"name": "a"}\n{"tz": "UTC0"}'):
        done = run(*given, stdin=text.encode())
        assert done.returncode == 0
        number = 1 if "{" in text else 2
        assert done.stderr.decode() == f"note: -: 1 row has no string; the first is on line {number}\n"
    done = run(*given, stdin=b"name,tz\na,UTC0\nb\nc,\n")
    assert done.stderr == b"note: -: 2 rows have no string; the first is on line 3\n"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# none\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_column(data: bytes) -> None:
    done = run("tz", "check", "--column", "tz", "-", stdin=data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.endswith(b"Error: -: there is no column 'tz': the file is empty\n")


@pytest.mark.parametrize("output", ["text", "json"])
def test_a_key_that_no_object_has_is_wrong_use(output: str) -> None:
    lines = b'# devices\n{"zone": "UTC", "room": {"tz": "UTC"}}\n{}\n'
    done = run("tz", "check", "--column", "tz", "--format", output, "-", stdin=lines)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.endswith(b"Error: -: no object has the key 'tz'\n")
    assert run("tz", "check", "--column", "tz", "-", stdin=lines + b'{"tz": null}\n').returncode == 0


@pytest.mark.parametrize("value", ["5", "true", '["UTC"]', "{}"])
def test_a_value_that_is_no_text_is_not_passed_over(value: str) -> None:
    lines = f'{{"tz": "UTC0"}}\n{{"tz": null}}\n{{"tz": ""}}\n{{"tz": {value}}}\n'.encode()
    done = run("tz", "check", "--column", "tz", "-", stdin=lines)
    assert done.returncode == 2
    assert done.stderr.endswith(b"Error: -: line 4 has a value under 'tz' that is not a string\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--file", "/nowhere"), "can't read /nowhere: No such file or directory"),
        (("--column", "tz", "/nowhere"), "can't read /nowhere: No such file or directory"),
        (("--column", "tz", "-"), "-: there is no column 'tz': the columns are 'zone'"),
        ((), "nothing to check: give a string, a file or '-'"),
    ],
)
def test_what_can_not_be_read_is_wrong_use(arguments: tuple[str, ...], said: str) -> None:
    done = run("tz", "check", *arguments, stdin=b"zone\nUTC0\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()


def test_quiet_prints_only_what_is_not_valid() -> None:
    out = text_of("tz", "check", "--quiet", "-", code=1, stdin=b"EST5EDT\nUTC\n")
    assert out.startswith("-:2:4: error: ")
    assert out.endswith("2 strings: 1 valid, 1 invalid\n  1 tz-offset-missing\n  1 tz-rules-implied\n")
    assert text_of("tz", "check", "-", stdin=b"UTC0\n") == "1 string: 1 valid, 0 invalid\n"


def test_plain_output_is_that_of_a_console(tmp_path: Path) -> None:
    strings = tmp_path / "strings"
    strings.write_text("UTC\nCST-6CDT,M1.1.0/0,M1.1.1\nEST5EDT\ncaf\u00e9\n" + "x" * 300 + "\n", "utf-8")
    for arguments in ((str(strings),), ("UTC0", "Europe/Berlin", "UTC+30"), ("-q", "--format", "json", str(strings))):
        plain = run("tz", "check", "--no-database", *arguments)
        # for Rich, a terminal of any width, without colors
        console = run("tz", "check", "--no-database", *arguments, TTY_COMPATIBLE="0")
        assert (plain.returncode, plain.stdout) == (console.returncode, console.stdout)
        assert plain.stdout
