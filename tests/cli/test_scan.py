"""``vapix-proto tz scan``: reports with positions, fixes that change nothing else, and folders."""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.support.command import COMMAND, ENVIRONMENT, run
from tests.support.paths import ROOT
from vapix_proto.cli import text_files
from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FILES = {
    "home.yaml": 'time:\n  timezone: "CET-1CEST, M3.5.0,M10.5.0/3"  # Vienna\n  x: Wien\u2028ä\n',
    "etc/config/system": "config system\r\n\toption timezone 'UTC'\r\n\toption zonename 'UTC'\r\n",
    "src/clock.ino": 'void setup() { configTzTime("Europe/Vienna", "ntp"); setenv("TZ", "\\x3C+03-3", 1); }',
    "src/run.sh": "#!/bin/sh\nTZ=UTC+3 date\nTZ=\\<+03-3 date\n",
    "list.txt": "root.Time.POSIXTimeZone=EST5EDT\nroot.Time.DST.Enabled=yes\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files, which is also the current folder."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scan(*arguments: str, code: int, stdin: bytes | None = None) -> Result:
    """Runs the command in this process."""
    done = CliRunner().invoke(cli, ["tz", "scan", *arguments], input=stdin, prog_name="vapix-proto")
    assert done.exit_code == code, (done.output, done.exception)
    return done


def test_every_finding_has_its_place(folder: Path) -> None:
    lines = scan(".", code=1).stdout.splitlines()
    assert [
        (line.split(": ")[0], line.rsplit("[")[-1]) for line in lines if ": " in line and "strings" not in line
    ] == [
        ("home.yaml:2:24", "tz-whitespace]"),
        ("list.txt:1:29", "tz-rules-implied]"),
        ("etc/config/system:2:22", "tz-offset-missing]"),
        ("src/clock.ino:1:30", "tz-iana-name]"),
        ("src/clock.ino:1:68", "tz-designation-unclosed]"),
        ("src/run.sh:2:7", "tz-sign-suspicious]"),
        ("src/run.sh:3:4", "tz-designation-unclosed]"),
    ]
    assert lines[0].startswith(
        "home.yaml:2:24: error: white space inside the string is not allowed: found a space; write CET-1CEST,"
    )
    assert "; write CET-1CEST,M3.5.0,M10.5.0/3 [tz-iana-name]" in lines[3]
    assert lines[7:9] == ["7 strings in 5 files: 2 valid, 5 invalid", "  2 tz-designation-unclosed"]
    quiet = scan("--quiet", ".", code=1).stdout.splitlines()
    assert quiet == [line for line in lines if ": error: " in line]
    assert scan("list.txt", code=0).stdout.endswith("1 string in 1 file: 1 valid, 0 invalid\n  1 tz-rules-implied\n")


def test_findings_as_json(folder: Path) -> None:
    (first, *others) = map(json.loads, scan("src", "--format", "json", code=1).stdout.splitlines())
    assert list(first) == [
        *("file", "line", "column", "end_line", "end_column", "place", "string", "dialect"),
        *("code", "severity", "message", "start", "end", "hint", "fix", "source", "params"),
    ]
    assert {key: first[key] for key in ("file", "line", "column", "end_line", "end_column", "place", "string")} == {
        "file": "src/clock.ino", "line": 1, "column": 30, "end_line": 1, "end_column": 43,
        "place": "configTzTime and the like", "string": "Europe/Vienna",
    }  # fmt: skip
    assert (others[0]["string"], others[0]["fix"]) == ("<+03-3", "<+03>-3")
    # The escape is one character in the string, but four in the source.
    assert (others[0]["start"], others[0]["column"], others[0]["end"], others[0]["end_column"]) == (0, 68, 6, 77)


def test_findings_as_annotations(folder: Path) -> None:
    (folder / "a,b:c%.yaml").write_text("timezone: EST5EDT\n")
    line = scan("a,b:c%.yaml", "--format", "github", code=0).stdout
    assert line.startswith(
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=15,endColumn=18,title=tz-rules-implied::"
    )
    assert line.count("\n") == 1


#: Names that need escapes, and how GitHub, the text and a diff show them.
NAMES = {
    "a\nb.sh": ("a%0Ab.sh", r"a\nb.sh", r'"a\012b.sh"'),
    "a\rb.sh": ("a%0Db.sh", r"a\rb.sh", r'"a\015b.sh"'),
    "a\x1b[2J.sh": (r"a\x1b[2J.sh", r"a\x1b[2J.sh", r'"a\033[2J.sh"'),
    "b\udcff.sh": (r"b\xff.sh", r"b\xff.sh", r'"b\377.sh"'),
    'q"\\.sh': ('q"\\.sh', 'q"\\.sh', r'"q\042\134.sh"'),
    "s p.sh": ("s p.sh", "s p.sh", "s p.sh\t"),
    "\u00fc.sh": ("\u00fc.sh", "\u00fc.sh", "\u00fc.sh"),
}


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each name, each with a string that has a fix; also the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        (tmp_path / name).write_text("TZ='UTC +0'\n")
    return tmp_path


def test_names_of_files_are_exact_in_json_and_escaped_elsewhere(odd: Path) -> None:
    names = sorted(NAMES)
    records = [json.loads(line) for line in scan(".", "--format", "json", code=1).stdout.splitlines()]
    assert [record["file"] for record in records] == names
    lines = scan(".", "--format", "github", code=1).stdout.splitlines()
    assert [line.split("file=")[1].split(",line=")[0] for line in lines] == [NAMES[name][0] for name in names]
    lines = scan(".", code=1).stdout.splitlines()
    assert [line.split(":1:8:")[0] for line in lines if ":1:8:" in line] == [NAMES[name][1] for name in names]


@pytest.mark.parametrize("command", [("patch", "-p0"), ("git", "apply", "-p0")])
def test_the_diff_of_any_name_can_be_applied(odd: Path, command: tuple[str, ...]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} here")
    diff = scan("--diff", ".", code=1).stdout_bytes
    heads = [line[4:] for line in diff.decode().splitlines() if line.startswith("--- ")]
    assert heads == [NAMES[name][2] for name in sorted(NAMES)]
    subprocess.run([*command], input=diff, cwd=odd, check=True, capture_output=True)
    assert {(odd / name).read_text() for name in NAMES} == {"TZ='UTC+0'\n"}


FIXED = {
    "home.yaml": FILES["home.yaml"].replace(", M", ",M"),
    "etc/config/system": FILES["etc/config/system"].replace("timezone 'UTC'", "timezone 'UTC0'"),
    "src/clock.ino": FILES["src/clock.ino"].replace("\\x3C+03-3", "<+03>-3"),
    "src/run.sh": FILES["src/run.sh"].replace("\\<+03-3", "\\<+03\\>-3"),
    "list.txt": FILES["list.txt"],
}


def test_a_fix_changes_the_string_and_nothing_else(folder: Path) -> None:
    os.chmod(folder / "src/run.sh", 0o751)
    dry = scan("--diff", ".", code=1)
    assert all((folder / name).read_bytes() == text.encode() for name, text in FILES.items())
    done = scan("--fix", ".", code=1)
    assert done.stdout == dry.stdout
    assert {name: (folder / name).read_bytes().decode() for name in FIXED} == FIXED
    assert (folder / "src/run.sh").stat().st_mode & 0o777 == 0o751
    assert sorted(path.name for path in (folder / "src").iterdir()) == ["clock.ino", "run.sh"]
    # The remaining errors need a person.
    left = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert [line.split(": ")[0] for line in left] == ["src/clock.ino:1:30"]
    assert "7 strings in 5 files: 6 valid, 1 invalid" in done.stderr
    assert scan("--fix", ".", code=1).stdout == ""


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch here")
def test_the_diff_can_be_applied(folder: Path) -> None:
    diff = scan("--diff", ".", code=1).stdout_bytes
    subprocess.run(["patch", "-p0", "--binary"], input=diff, cwd=folder, check=True, capture_output=True)
    assert {name: (folder / name).read_bytes().decode() for name in FIXED} == FIXED


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        *((b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")),
        *((codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-16-le")),
    ],
)
def test_a_fix_keeps_encoding_mark_and_line_ends(mark: bytes, encoding: str, tmp_path: Path) -> None:
    path, text = tmp_path / "a.yaml", "timezone: UTC0 \r\n- timezone: 'UTC0 '\r\nä: b\r\ntimezone: TZ=UTC0\n\n\rx"
    path.write_bytes(mark + text.encode(encoding))
    scan("--fix", str(path), code=0)
    assert path.read_bytes() == mark + text.replace("'UTC0 '", "'UTC0'").encode(encoding)


def test_what_remains_after_a_fix_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text("RUN TZ='EST5EDT ' date\n")
    first, second = scan("--fix", str(path), code=0), scan(str(path), code=0)
    assert path.read_text() == "RUN TZ='EST5EDT' date\n"
    assert first.stderr == second.stdout
    assert "[tz-rules-implied]" in second.stdout


def test_a_fix_keeps_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: \xff\xe9\ntimezone: 'UTC0 '\n")
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert b"\n a: \xff\xe9\n" in scan("--fix", str(link), code=0).stdout_bytes
    assert path.read_bytes() == b"a: \xff\xe9\ntimezone: 'UTC0'\n"
    assert link.is_symlink()


def test_brackets_without_quotes_are_not_written_where_a_shell_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("TZ=+03-3\nTZ='+03-3'\nTZ=UTC0;\n")
    done = scan("--fix", str(path), code=1)
    assert path.read_text() == "TZ=+03-3\nTZ='<+03>-3'\nTZ=UTC0;\n"
    assert ":1:4: error: " in done.stderr


def test_a_file_that_changes_meanwhile_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = iter([text_files.TextFile("timezone: 'UTC0 '", b"", "utf-8"), text_files.TextFile("", b"", "utf-8")])
    monkeypatch.setattr(text_files, "read_text", lambda _: next(reads))
    with pytest.raises(Exception, match="it was changed in the meantime"):
        text_files.write_text("home.yaml", text_files.TextFile("", b"", "utf-8"), "new")
    assert (folder / "home.yaml").read_bytes() == FILES["home.yaml"].encode()


def test_what_is_left_out_of_folders(folder: Path) -> None:
    wrong = "TZ=EST5EDT,M3\n"
    for name in (".git", "node_modules", ".venv", "sub/__pycache__"):
        (folder / "left" / name).mkdir(parents=True)
        (folder / "left" / name / "a.sh").write_text(wrong)
    (folder / "left" / "binary.sh").write_bytes(wrong.encode() + b"\0")
    (folder / "left" / "link.sh").symlink_to(folder / "src" / "run.sh")
    (folder / "left" / "loop").symlink_to(folder)
    os.mkfifo(folder / "left" / "pipe.sh")
    assert scan("left", code=0).stdout == "0 strings in 1 file: 0 valid, 0 invalid\n"
    (folder / "left" / ".github").mkdir()
    (folder / "left" / ".github" / "a.sh").write_text(wrong)
    # A path that is named on the command line is read, whatever its name is.
    assert "2 strings in 3 files" in scan("left", "left/.git/a.sh", code=1).stdout


def test_standard_input_and_other_names(folder: Path) -> None:
    out = scan("--as", "shell", "-", code=1, stdin=b"TZ=EST5EDT,M3.2.0 date\n").stdout
    assert out.startswith("-:1:18: error: the second rule is missing")
    assert scan("-", code=0, stdin=b"TZ=EST5EDT,M3.2.0 date\n").stdout.startswith("0 strings")
    assert scan("--as", "yaml", "--diff", "-", code=1, stdin=b"TZ: 'UTC0 '\n").stdout.endswith("+TZ: 'UTC0'\n")
    scan("--as", "yaml", "--fix", "-", code=2, stdin=b"TZ: 'UTC0 '\n")


def test_the_dialect_is_that_of_the_place_unless_it_is_chosen(folder: Path) -> None:
    (folder / "a.env").write_text("TZ='<-02>2<-01>,M3.5.0/-1,M10.5.0/0'\n")
    assert scan("a.env", code=0).stdout == "1 string in 1 file: 1 valid, 0 invalid\n"
    assert "[tz-time-signed]" in scan("a.env", "--dialect", "vapix", code=1).stdout


@pytest.mark.parametrize("arguments", [(), ("/nowhere",), ("--as", "cobol", ".")])
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    scan(*arguments, code=2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_can_not_be_read_is_told(folder: Path) -> None:
    os.chmod(folder / "list.txt", 0)
    done = scan(".", code=2)
    assert "vapix-proto: can't read list.txt: Permission denied\n" in done.stderr
    assert "src/clock.ino:1:30" in done.stdout


def test_a_large_text_is_told_and_other_content_is_not(tmp_path: Path) -> None:
    large = b"a: b\n" * (text_files.SIZE_MAX // 5 + 1)
    path = tmp_path / "a.yaml"
    path.write_bytes(large)
    (tmp_path / "library.a").write_bytes(b"!<arch>\0" + large)
    for arguments, code in ((str(path), 2), (str(tmp_path), 0)):
        done = scan(arguments, code=code)
        assert done.stderr == f"vapix-proto: {path} is left out, because it is larger than 8 MiB\n"


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "zone.env").write_text("TZ=UTC0\n")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("closed"):  # root can read every folder
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = run("tz", "scan", str(tmp_path))
    assert done.returncode == 2
    assert b"1 string in" in done.stdout
    assert f"can't read {tmp_path / 'closed'}: ".encode() in done.stderr


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("TZ: EST5EDT,M3\n" * 1000)
    process = subprocess.Popen(
        [*COMMAND, "tz", "scan", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert process.communicate()[1] == b""


def test_the_hooks_run_the_command() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {"vapix-proto": "vapix_proto.cli:main"}
    assert re.findall("^  entry: (.*)", text, re.MULTILINE) == ["vapix-proto tz scan", "vapix-proto tz check"]
    assert text.count('  additional_dependencies: [".[cli]"]\n') == 2
