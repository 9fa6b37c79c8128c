"""The time oracle: what it asks, what it finds in wrong clocks, and the command with programs, good and bad."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto import oracle, tz
from vapix_proto.oracle import ClockAnswer, ClockCheck

from .test_cli import COMMAND, ENVIRONMENT, run, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.tz import PosixTimeZone

EXAMPLES = Path(__file__).parent.parent / "examples"


def right(zone: PosixTimeZone, at: int, reading: str = "merge") -> ClockAnswer:
    kind = zone.at(at, reading=reading)
    return ClockAnswer(kind.utoff, kind.isdst, kind.designation)


def finished(answer: Callable[[PosixTimeZone, int], ClockAnswer], **more: Any) -> ClockCheck:
    """A check that was told all it asked, by one of our own clocks."""
    check = ClockCheck(**({"n": 40} | more))
    dialect = more.get("dialect", "vapix")
    while check.questions:
        check.answer([answer(tz.parse(text, dialect), at) for text, at in check.questions])
    return check


# -- right clocks


@pytest.mark.parametrize("reading", tz.Reading)
def test_a_clock_of_any_reading_is_right_and_its_reading_is_known(reading: str) -> None:
    check = finished(lambda zone, at: right(zone, at, reading), n=120)
    assert (check.wrong, check.refused, check.findings) == (0, 0, ())
    assert check.strings == 120
    assert check.instants > 5000
    assert reading in check.follows
    assert (check.elsewise > 0) is (reading != "merge")
    assert tz.Reading.CLAMP not in check.follows or reading == "clamp"
    same = finished(lambda zone, at: right(zone, at, reading), n=120, reading=reading)
    assert (same.wrong, same.instants) == (0, check.instants)


def test_another_reading_than_the_wanted_one_is_found() -> None:
    check = finished(lambda zone, at: right(zone, at, "musl"), n=60, reading="merge")
    assert check.wrong > 0
    for finding in check.findings:
        zone = tz.parse(finding.text)
        assert right(zone, finding.at, "musl") == finding.answered
        assert zone.at(finding.at) == finding.expected
        assert tz.contested(zone) is not None


@pytest.mark.parametrize("dialect", tz.DIALECTS)
def test_every_dialect_is_asked_about_in_its_limits(dialect: str) -> None:
    check = finished(right, dialect=dialect)
    assert check.wrong == 0
    assert check.instants > 1000


def test_what_a_clock_cannot_tell_is_not_compared() -> None:
    assert finished(lambda zone, at: ClockAnswer(None, None, right(zone, at).designation)).wrong == 0
    assert finished(lambda zone, at: ClockAnswer(right(zone, at).utoff, None, None)).wrong == 0


def test_rules_are_implied_when_asked_for() -> None:
    def us(zone: PosixTimeZone, at: int) -> ClockAnswer:
        kind = zone.at(at, reading="utc-year", implied_rules=tz.US_RULES)
        return ClockAnswer(kind.utoff, kind.isdst, kind.designation)

    assert finished(us, n=120, implied_rules=tz.US_RULES).wrong == 0
    other = finished(us, n=120, implied_rules=",0/0,0/0")
    assert other.wrong > 0
    assert any(tz.parse(finding.text).start is None for finding in other.findings)


# -- wrong clocks


def cut(zone: PosixTimeZone, at: int) -> ClockAnswer:
    answer = right(zone, at)
    return answer.replace(designation=(answer.designation or "")[:4])


def leap_julian(zone: PosixTimeZone, at: int) -> ClockAnswer:
    """Takes Jn for a day that counts February 29."""
    rules = []
    for rule in (zone.start, zone.end):
        date = rule and rule.date
        rules.append(rule and rule.replace(date=tz.DayOfYear(date.day - 1) if isinstance(date, tz.JulianDay) else date))
    return right(zone.replace(start=rules[0], end=rules[1]), at)


def west(zone: PosixTimeZone, at: int) -> ClockAnswer:
    answer = right(zone, at)
    return answer.replace(utoff=-(answer.utoff or 0))


def refuses(zone: PosixTimeZone, at: int) -> ClockAnswer:
    return ClockAnswer(None, None, None) if "<" in str(zone) else right(zone, at)


@pytest.mark.parametrize(
    ("clock", "fields", "small"),
    [
        (cut, ("designation",), lambda zone: len(zone.std.designation) == 5 or len(zone.dst.designation) == 5),
        (leap_julian, ("utoff", "isdst", "designation"), lambda zone: "J" in str(zone) and len(str(zone)) <= 17),
        (west, ("utoff",), lambda zone: len(str(zone)) <= 16),
        (refuses, (), lambda zone: len(zone.std.quoted) == 5 or len(zone.dst.quoted) == 5),
    ],
)
def test_a_wrong_clock_is_found_and_made_small(clock: Any, fields: tuple[str, ...], small: Any) -> None:
    check = finished(clock, n=80)
    assert check.wrong > 0
    assert any(finding.fields == fields for finding in check.findings)
    for finding in check.findings:
        zone = tz.parse(finding.text)
        # Every finding is one: the clock is wrong there, and in the string in which that was first seen.
        assert clock(zone, finding.at) == finding.answered
        assert right(zone, finding.at) != finding.answered
        first = tz.parse(finding.first_text)
        assert clock(first, finding.first_at) != right(first, finding.first_at)
        assert len(finding.text) <= len(finding.first_text)
        assert finding.seen > 0
        if finding.fields == fields:
            assert small(zone), finding
    kinds = [(finding.fields, finding.dates) for finding in check.findings]
    assert len(kinds) == len(set(kinds))
    assert sum(finding.seen for finding in check.findings) == check.wrong


def test_a_clock_that_answers_as_it_likes_ends_the_check() -> None:
    flip = iter(range(10**9))

    def whim(zone: PosixTimeZone, at: int) -> ClockAnswer:
        answer = right(zone, at)
        return answer.replace(isdst=not answer.isdst) if next(flip) % 3 == 0 else answer

    check = finished(whim, n=10)
    assert check.wrong > 0
    assert check.questions == ()


# -- questions and answers


def test_the_same_seed_asks_the_same() -> None:
    assert ClockCheck(seed=5).questions == ClockCheck(seed=5).questions
    assert ClockCheck(seed=5).questions != ClockCheck(seed=6).questions
    assert finished(right, seed=5, n=9).strings == 9


def test_wrong_use() -> None:
    wrong: list[dict[str, Any]] = [{"n": 0}, {"dialect": "x"}, {"reading": "x"}, {"implied_rules": "x"}]
    for arguments in wrong:
        with pytest.raises(ValueError, match=r"string|no dialect|no reading|rules"):
            ClockCheck(**arguments)
    check = ClockCheck(n=1)
    with pytest.raises(ValueError, match="answers"):
        check.answer([])


lines = st.one_of(
    st.text(max_size=40),
    st.builds("\t".join, st.lists(st.sampled_from(["0", "-3600", "1", "?", "", "CET", "x", "\u0663"]), max_size=4)),
)


@given(lines)
def test_a_line_is_an_answer_or_refused(line: str) -> None:
    answer = None
    with contextlib.suppress(ValueError):
        answer = ClockAnswer.parse(line)
    assert (answer is not None) is (re.fullmatch(r"(-?[0-9]{1,9}|\?)\t[01?]\t[^\t]*", line, re.DOTALL) is not None)
    if answer is None:
        return
    utoff, isdst, designation = line.split("\t")
    assert answer.utoff == (None if utoff == "?" else int(utoff))
    assert answer.isdst is {"0": False, "1": True, "?": None}[isdst]
    assert answer.designation == (None if designation == "?" else designation)


@given(st.none() | st.integers(-93599, 93599), st.none() | st.booleans(), st.none() | st.text("ABCx+-09", min_size=3))
def test_every_answer_can_be_said(utoff: int | None, isdst: bool | None, designation: str | None) -> None:
    answer = ClockAnswer(utoff, isdst, designation)
    assert ClockAnswer.parse(str(answer).replace(" ", "\t")) == answer


# -- the command


def conform(command: str, *arguments: str, code: int) -> str:
    return text_of("conform-clock", "--command", command, "--n", "24", *arguments, code=code)


def test_the_c_libraries_conform(c_example: Callable[[str], Path], tmp_path: Path) -> None:
    program = c_example("localtime_lines")
    libc = program.name.rpartition("-")[2]
    report = tmp_path / "report.json"
    out = conform(str(program), "--report", str(report), code=0)
    assert "24 strings" in out
    assert ": 0 wrong answers" in out
    found = json.loads(report.read_text())
    assert {"glibc": "utc-year", "musl": "musl"}[libc] in found["follows"]
    assert found["findings"] == []
    assert found["instants"] > 1000
    merged = conform(str(program), "--reading", "merge", "--report", str(report), "--seed", "7", code=1)
    found = json.loads(report.read_text())
    assert found["wrong"] > 0
    for finding in found["findings"]:
        assert f"  {finding['text']} at {finding['at']} (" in merged
        zone = tz.parse(finding["text"])
        reading = {"glibc": "utc-year", "musl": "musl"}[libc]
        kind = zone.at(finding["at"], reading=reading)
        assert finding["answered"] == {"utoff": kind.utoff, "isdst": kind.isdst, "designation": kind.designation}


@pytest.mark.parametrize("name", ["zoneinfo", "dateutil"])
def test_python_libraries_are_asked_and_their_faults_are_found(name: str) -> None:
    pytest.importorskip(name)
    # dateutil refuses much, and is slow to say so.
    number = {"zoneinfo": "200", "dateutil": "40"}[name]
    out = conform(f"{sys.executable} {EXAMPLES / f'localtime_{name}.py'}", "--n", number, code=1)
    assert "dates n" in out if name == "zoneinfo" else "refused" in out


def program(tmp_path: Path, code: str) -> str:
    file = tmp_path / "program.py"
    file.write_text(f"import sys, time\n{code}\n")
    return f"{sys.executable} {file}"


def bounded(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """As run(); a command that never ends is a failure and no hanging test."""
    command = [*COMMAND, *arguments]
    return subprocess.run(command, capture_output=True, env=ENVIRONMENT, check=False, timeout=60)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit(3)", "the program ended (exit code 3) before it answered"),
        ("import os; os.kill(os.getpid(), 9)", "the program ended (signal 9)"),
        ("time.sleep(60)", "no answer for 0.5 seconds: 0 of"),
        ("sys.stdout.close(); import os; os.close(1); time.sleep(60)", "closed its output before"),
        ("print('hello', flush=True); time.sleep(60)", "no answer: 'hello'"),
        ("print('0\\t2\\tUTC', flush=True); time.sleep(60)", "no answer: '0\\t2\\tUTC'"),
        ("sys.stdout.buffer.write(b'\\xff\\t0\\tUTC\\n'); sys.stdout.flush(); time.sleep(60)", "no answer: "),
        ("print('x' * 10000, flush=True); time.sleep(60)", "4096 bytes"),
        ("while True: print('x' * 100000)", "4096 bytes"),
        ("sys.stdout.write('0'); sys.stdout.flush()", "without its end"),
        ("print('0\\t0\\tUTC', flush=True)", "before it answered"),
        ("for line in sys.stdin: print('?\\t?\\t?\\n' * 2, end='')", "a line that nothing asked for: b'?"),
        ("for line in sys.stdin: print('?\\t?\\t?', flush=True)", "a line that nothing asked for: b'?"),
    ],
)
def test_a_program_that_fails_is_told_from_a_wrong_clock(tmp_path: Path, code: str, said: str) -> None:
    # Long enough for an interpreter to start, where the program is to say something first.
    timeout = "0.5" if said.startswith("no answer for") else "20"
    command = program(tmp_path, code)
    done = bounded("conform-clock", "--command", command, "--timeout", timeout)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert said.encode() in done.stderr.replace(b"\\t", b"\t").replace(b"\n", b" ") or said in done.stderr.decode()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_what_a_program_started_is_not_waited_for(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    code = f"""if 1:
        import pathlib, subprocess
        other = subprocess.Popen(["sleep", "300"], stderr=subprocess.DEVNULL)
        pathlib.Path({str(mark)!r}).write_text(str(other.pid))
        time.sleep(300)
    """
    try:
        done = bounded("conform-clock", "--command", program(tmp_path, code), "--timeout", "5")
        assert done.returncode == 2
        assert b"no answer for 5 seconds" in done.stderr
    finally:
        os.kill(int(mark.read_text()), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_check_and_the_program(tmp_path: Path, number: signal.Signals) -> None:
    mark = tmp_path / "pid"
    code = f"import os, pathlib; pathlib.Path({str(mark)!r}).write_text(str(os.getpid()) + '.'); time.sleep(300)"
    command = [*COMMAND, "conform-clock", "--command", program(tmp_path, code), "--timeout", "200"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        while not (mark.exists() and mark.read_text().endswith(".")):
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (2, b"", b"vapix-proto: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text().strip(".")), 0)


def test_wrong_use_of_the_command(tmp_path: Path) -> None:
    for arguments in (
        (),
        ("--command", ""),
        ("--command", "'"),
        ("--command", "/nonexistent/program"),
        ("--command", "true", "--n", "0"),
        ("--command", "true", "--reading", "none"),
        ("--command", "true", "--implied-rules", "none"),
    ):
        done = run("conform-clock", *arguments)
        assert done.returncode == 2, arguments
        assert b"Traceback" not in done.stderr
    echo = program(tmp_path, "[print('?\\t?\\t?') if line.strip() else sys.stdout.flush() for line in sys.stdin]")
    nowhere = tmp_path / "no" / "report.json"
    assert run("conform-clock", "--command", echo, "--n", "1", "--report", str(nowhere)).returncode == 2
    out = conform(echo, code=1)
    assert "refused" in out
    assert oracle.ClockCheck(n=1).questions


# -- the document

DOCUMENT = (EXAMPLES.parent / "docs" / "time-oracle.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.splitlines()
    if line.startswith(("| musl | `", "| zoneinfo | `", "| dateutil | `"))
]
#: The examples are of these versions; another one may have other faults.
PYTHON, DATEUTIL = "3.11.7", "4.0.0"


def told(command: list[str], rows: list[list[str]]) -> list[str]:
    """The answers of a program, with blanks between the fields."""
    asked = "".join(f"{row[1].strip('`')}\t{row[2]}\n" for row in rows)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [line.replace("\t", " ") for line in done.stdout.splitlines()]


def test_the_document_says_what_is_right() -> None:
    assert len(ROWS) > 10
    for _, text, at, expected, got, _ in ROWS:
        zone = tz.parse(text.strip("`"), "tzif-v3")
        kinds = [zone.at(int(at), reading=reading) for reading in tz.Reading]
        assert expected in {f"{kind.utoff} {int(kind.isdst)} {kind.designation}" for kind in kinds}
        answer = ClockAnswer.parse(got.replace(" ", "\t"))
        fields = [(answer.utoff, kind.utoff) for kind in kinds] + [
            (answer.designation, kind.designation) for kind in kinds
        ]
        assert any(given != right_ for given, right_ in fields)


def test_the_document_says_what_musl_answers(c_example: Callable[[str], Path]) -> None:
    program_ = c_example("localtime_lines")
    rows = [row for row in ROWS if row[0] == "musl"]
    assert told([str(program_)], rows) == [row[3] if program_.name.endswith("glibc") else row[4] for row in rows]


@pytest.mark.parametrize("name", ["zoneinfo", "dateutil"])
def test_the_document_says_what_python_libraries_answer(name: str) -> None:
    library = pytest.importorskip(name)
    version = platform.python_version() if name == "zoneinfo" else library.__version__
    if version != {"zoneinfo": PYTHON, "dateutil": DATEUTIL}[name]:
        pytest.skip(f"the document is about another version than {version}")
    rows = [row for row in ROWS if row[0] == name]
    assert told([sys.executable, str(EXAMPLES / f"localtime_{name}.py")], rows) == [row[4] for row in rows]
