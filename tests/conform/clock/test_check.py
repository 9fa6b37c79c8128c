"""The clock check: what it asks, what it finds in wrong clocks, and the command with good and bad programs."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import runpy
import shlex
import signal
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.command import COMMAND, ENVIRONMENT
from tests.support.paths import EXAMPLES
from vapix_proto import strategies, tz
from vapix_proto.cli import line_clock
from vapix_proto.cli.app import cli
from vapix_proto.conform.clock import ClockAnswer, ClockCheck
from vapix_proto.conform.clock._simplification import simpler_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vapix_proto.tz import PosixTimeZone


def right(zone: PosixTimeZone, at: int, reading: str = "merge") -> ClockAnswer:
    kind = zone.clock(reading=reading).at(at)
    return ClockAnswer(kind.utoff, kind.isdst, kind.designation)


def finished(answer: Callable[[PosixTimeZone, int], ClockAnswer], **more: Any) -> ClockCheck:
    """A finished check: one of our own clocks has answered all its questions."""
    check = ClockCheck(**({"n": 40} | more))
    dialect = more.get("dialect", "vapix")
    while check.questions:
        check.answer([answer(tz.parse(text, dialect), at) for text, at in check.questions])
    return check


# -- right clocks


@pytest.mark.parametrize("reading", tz.Reading)
def test_a_clock_of_any_reading_is_right_and_its_reading_is_known(reading: str, thorough: bool) -> None:
    number = 1000 if thorough else 60
    check = finished(lambda zone, at: right(zone, at, reading), n=number)
    assert (check.wrong, check.refused, check.findings) == (0, 0, ())
    assert check.strings == number
    assert check.instants > 5000
    assert reading in check.follows
    assert (check.elsewise > 0) is (reading != "merge")
    assert tz.Reading.CLAMP not in check.follows or reading == "clamp"
    same = finished(lambda zone, at: right(zone, at, reading), n=number, reading=reading)
    assert (same.wrong, same.instants) == (0, check.instants)


def test_another_reading_than_the_wanted_one_is_found() -> None:
    assert finished(lambda zone, at: right(zone, at, "glibc"), n=20, reading="glibc").wrong == 0
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


def test_rules_are_implied_when_asked_for(thorough: bool) -> None:
    def us(zone: PosixTimeZone, at: int) -> ClockAnswer:
        kind = zone.clock(reading="utc-year", implied_rules=tz.US_RULES).at(at)
        return ClockAnswer(kind.utoff, kind.isdst, kind.designation)

    number = 120 if thorough else 40
    assert finished(us, n=number, implied_rules=tz.US_RULES).wrong == 0
    other = finished(us, n=number, implied_rules=",M3.5.0,M10.5.0")
    assert other.wrong > 0
    assert any(tz.parse(finding.text).start is None for finding in other.findings)


# -- wrong clocks


def cut(zone: PosixTimeZone, at: int) -> ClockAnswer:
    answer = right(zone, at)
    return answer.replace(designation=(answer.designation or "")[:4])


@lru_cache(maxsize=64)
def with_leap_julian(zone: PosixTimeZone) -> PosixTimeZone:
    rules = []
    for rule in (zone.start, zone.end):
        date = rule and rule.date
        rules.append(rule and rule.replace(date=tz.DayOfYear(date.day - 1) if isinstance(date, tz.JulianDay) else date))
    return zone.replace(start=rules[0], end=rules[1])


def leap_julian(zone: PosixTimeZone, at: int) -> ClockAnswer:
    """Reads Jn as if February 29 counted."""
    return right(with_leap_julian(zone), at)


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
def test_a_wrong_clock_is_found_and_made_small(clock: Any, fields: tuple[str, ...], small: Any, thorough: bool) -> None:
    check = finished(clock, n=400 if thorough else 32)
    assert check.wrong > 0
    assert any(finding.fields == fields for finding in check.findings)
    for finding in check.findings:
        zone = tz.parse(finding.text)
        # No finding is false: the clock is indeed wrong there, and for the string that first showed it.
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


@given(strategies.tz_strings("posix-2024"))
@example("XYZ24BBB-24,M3.5.0,M10.5.0")
@example("XYZ24:59:59BBB-24:59:59,J1,J300")
@example("XYZ-24:59:59BBB24:59:59,0,365/167")
def test_whatever_is_simpler_is_valid(text: str) -> None:
    simpler = simpler_texts(text, tz.POSIX_2024)
    assert text not in simpler
    assert all(tz.is_valid(one, "posix-2024") for one in simpler)


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
        with pytest.raises(ValueError, match=r"string|no dialect|reading must be|rules"):
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


def called(*arguments: str) -> Any:
    """Runs ``conform-clock`` in this process; the programs that it asks run in their own."""
    return CliRunner().invoke(cli, ["conform-clock", *arguments])


def conform(command: str, *arguments: str, code: int) -> str:
    done = called("--command", command, "--n", "24", *arguments)
    assert done.exit_code == code, done.output
    return str(done.output)


#: The versions that docs/how-to/time-oracle.md describes.
KNOWN = {"zoneinfo": "3.11.7", "dateutil": "4.0.0", "glibc": "2.36", "musl": "1.2.3"}


def version_of(libc: str) -> str | None:
    """The version of an installed C library or of zoneinfo; None if it has none."""
    if libc == "zoneinfo":
        return platform.python_version()
    if libc == "dateutil":
        return str(pytest.importorskip(libc).__version__)
    if libc == "glibc":
        return platform.libc_ver()[1]
    for loader in (*Path("/lib").glob("ld-musl-*.so.1"), Path("/usr/lib/musl/lib/libc.so")):
        with contextlib.suppress(OSError):
            done = subprocess.run([loader], capture_output=True, text=True, check=False)
            return done.stderr.partition("Version ")[2].partition("\n")[0]
    return None


def test_the_c_libraries_conform(c_example: Callable[[str], Path], tmp_path: Path, thorough: bool) -> None:
    program = c_example("localtime_lines")
    libc = program.name.rpartition("-")[2]
    report = tmp_path / "report.json"
    if version_of(libc) == KNOWN[libc]:
        number = "1000" if thorough else "24"
        out = conform(str(program), "--n", number, "--report", str(report), code=0)
        assert f"{number} strings" in out
        assert ": 0 wrong answers" in out
        found = json.loads(report.read_text("utf-8"))
        assert {"glibc": "utc-year", "musl": "musl"}[libc] in found["follows"]
        assert found["findings"] == []
        assert found["instants"] > 1000
    # Every version can be distinguished from merge, and the findings show its actual answers.
    merged = conform(str(program), "--reading", "merge", "--report", str(report), "--seed", "7", code=1)
    found = json.loads(report.read_text("utf-8"))
    assert found["wrong"] > 0
    for finding in found["findings"]:
        assert f"  {finding['text']} at {finding['at']} (" in merged
        answer = told([str(program)], [("", finding["text"], str(finding["at"]))])[0]
        assert ClockAnswer(**finding["answered"]) == ClockAnswer.parse(answer.replace(" ", "\t"))
        assert ClockAnswer(**finding["answered"]) != ClockAnswer(**finding["expected"])


@pytest.mark.parametrize("name", ["zoneinfo", "dateutil"])
def test_python_libraries_are_asked_and_their_faults_are_found(name: str, tmp_path: Path, thorough: bool) -> None:
    pytest.importorskip(name)
    answer = runpy.run_path(str(EXAMPLES / f"localtime_{name}.py"))["answer"]
    number = {"zoneinfo": 200, "dateutil": 40}[name] if thorough else {"zoneinfo": 12, "dateutil": 2}[name]
    # Versions have different faults; the first questions show whether this version has any.
    first = ClockCheck(n=number)
    first.answer([ClockAnswer.parse(answer(text, at)) for text, at in first.questions])
    assert first.wrong or version_of(name) != KNOWN[name]
    report = tmp_path / "report.json"
    command = shlex.join([sys.executable, str(EXAMPLES / f"localtime_{name}.py")])
    done = called("--command", command, "--n", str(number), "--report", str(report))
    found = json.loads(report.read_text("utf-8"))
    assert done.exit_code == (1 if found["wrong"] else 0), done.output
    assert found["wrong"] >= first.wrong
    assert bool(found["findings"]) is bool(found["wrong"])
    for finding in found["findings"]:
        for text, at in ((finding["text"], finding["at"]), (finding["first_text"], finding["first_at"])):
            given = ClockAnswer.parse(answer(text, at))
            kinds = [tz.parse(text).clock(reading=reading).at(at) for reading in tz.Reading]
            assert all((given.utoff, given.designation) != (kind.utoff, kind.designation) for kind in kinds) or any(
                given.isdst not in (None, kind.isdst) for kind in kinds
            )
        assert ClockAnswer.parse(answer(finding["text"], finding["at"])) == ClockAnswer(**finding["answered"])


def program(tmp_path: Path, code: str) -> str:
    """A command that runs a Python program, with a fast start."""
    file = tmp_path / "program.py"
    file.write_text(f"import sys, time\n{code}\n")
    return shlex.join([sys.executable, "-I", "-S", str(file)])


#: Refuses every string; an empty line makes it flush its output.
REFUSING = "for line in sys.stdin: print('?\\t?\\t?') if line.strip() else sys.stdout.flush()"
SURPLUS = "a line that answers no question: '?"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit(3)", "the program ended (exit code 3) before it answered"),
        ("import os; os.kill(os.getpid(), 9)", "the program ended (signal 9)"),
        ("time.sleep(60)", "the program answered only 0 of"),
        ("import os; os.close(1); time.sleep(60)", "closed its output before"),
        ("print('hello', flush=True); time.sleep(60)", "'hello' is not an answer"),
        ("print('0\\t2\\tUTC', flush=True); time.sleep(60)", "'0\\t2\\tUTC' is not an answer"),
        ("sys.stdout.buffer.write(b'\\xff\\t0\\tUTC\\n'); sys.stdout.flush(); time.sleep(60)", " is not an answer"),
        ("print('x' * 10000, flush=True); time.sleep(60)", "4096 bytes"),
        ("while True: print('x' * 100000)", "4096 bytes"),
        ("sys.stdout.write('0'); sys.stdout.flush()", "does not end within"),
        ("sys.stdin.readline(); print('0\\t0\\tUTC', flush=True)", "before it answered"),
        # Extra lines at any time: with the answers, after them, in the middle of the next batch, or at the end.
        ("for line in sys.stdin: print('?\\t?\\t?\\n' * 2, end='', flush=not line.strip())", SURPLUS),
        ("for line in sys.stdin: print('?\\t?\\t?', flush=True)", SURPLUS),
        (
            "for line in sys.stdin: line.strip() or time.sleep(0.002); print('?\\t?\\t?', flush=not line.strip())",
            SURPLUS,
        ),
        (f"{REFUSING}\nprint('?\\t?\\t?')", SURPLUS),
        (f"{REFUSING}\nprint('bye')", "'bye' is not an answer"),
    ],
)
def test_a_program_that_fails_is_told_from_a_wrong_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    if said.startswith("closed"):
        monkeypatch.setattr(line_clock, "_PATIENCE", 0.1)
    # Long enough for an interpreter to start, in case the program must first print something.
    timeout = "0.2" if said.startswith("the program answered only") else "300"
    done = called("--command", program(tmp_path, code), "--timeout", timeout, "--n", "9")
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert said in done.output.replace("\\t", "\t").replace("\n", " ") or said in done.output


@pytest.mark.skipif(os.name != "posix", reason="sessions of POSIX")
@pytest.mark.parametrize(
    ("then", "number", "code"),
    [
        (REFUSING, None, 1),  # the check ends normally
        ("print('hello', flush=True)", None, 2),  # an error
        *(("sys.stdin.read()", number, 2) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)),
    ],
)
def test_what_a_program_has_started_ends_with_it(
    tmp_path: Path, then: str, number: signal.Signals | None, code: int
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # While it runs, this process keeps the pipe and the program's standard streams open.
    other = f"""
import contextlib, os, time
out = open({str(pipe)!r}, "wb", 0)
out.write(b"1")
with contextlib.suppress(OSError):
    os.write(2, b"1")
time.sleep(60)
out.write(b"alive")
"""
    lines = f"""
import subprocess
subprocess.Popen([sys.executable, "-I", "-S", "-c", {other!r}], stderr=subprocess.PIPE).stderr.read(1)
{then}
"""
    command = [*COMMAND, "conform-clock", "--command", program(tmp_path, lines), "--n", "1", "--timeout", "300"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        living = os.open(pipe, os.O_RDONLY)
        try:
            assert os.read(living, 1) == b"1"
            if number is not None:
                process.send_signal(number)
            out, err = process.communicate()
            assert os.read(living, 9) == b""
        finally:
            os.close(living)
    assert process.returncode == code
    if number is not None:
        assert (out, err) == (b"", b"vapix-proto: interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="sessions of POSIX")
def test_what_has_left_the_session_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_clock, "_THREADS_SECONDS", 1.0)
    mark = tmp_path / "pid"
    code = f"""if 1:
        import pathlib, subprocess
        other = subprocess.Popen(["sleep", "300"], start_new_session=True)
        pathlib.Path({str(mark)!r}).write_text(str(other.pid))
        print("hello", flush=True)
    """
    try:
        done = called("--command", program(tmp_path, code), "--timeout", "300")
        assert (done.exit_code, "'hello' is not an answer" in done.output) == (2, True), done.output
    finally:
        os.kill(int(mark.read_text("utf-8")), signal.SIGKILL)


@pytest.mark.parametrize("wait", [lambda clock: clock.ask([("UTC0", 0)]), line_clock.LineClock.close])
def test_a_wait_looks_for_an_interrupt_that_raised_nothing(
    monkeypatch: pytest.MonkeyPatch, wait: Callable[[line_clock.LineClock], object]
) -> None:
    monkeypatch.setattr(line_clock, "_LISTENING", 0.01)
    came = iter((False, False, True))

    def check() -> None:
        if next(came):
            raise KeyboardInterrupt

    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    with line_clock.LineClock(command, 300, check) as clock, pytest.raises(KeyboardInterrupt):
        wait(clock)


def test_nobody_who_reads_the_outcome_is_no_outcome(tmp_path: Path) -> None:
    command = [*COMMAND, "conform-clock", "--command", program(tmp_path, REFUSING), "--n", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


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
        done = called(*arguments)
        assert done.exit_code == 2, arguments
        assert isinstance(done.exception, SystemExit)
    nowhere = tmp_path / "no" / "report.json"
    refusing = program(tmp_path, REFUSING)
    assert called("--command", refusing, "--n", "1", "--report", str(nowhere)).exit_code == 2
    out = conform(refusing, "--n", "2", code=1)
    assert "refused" in out


def test_a_program_that_fails_leaves_no_older_report(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("{}")
    assert called("--command", "/nonexistent/program", "--report", str(report)).exit_code == 2
    assert not report.exists()


# -- the document

DOCUMENT = (EXAMPLES.parent / "docs" / "how-to/time-oracle.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.splitlines()
    if line.startswith(("| musl | `", "| zoneinfo | `", "| dateutil | `"))
]


def told(command: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The answers of a program, with spaces between the fields."""
    asked = "".join(f"{row[1].strip('`')}\t{row[2]}\n" for row in rows)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [line.replace("\t", " ") for line in done.stdout.splitlines()]


def test_the_document_says_what_is_right() -> None:
    assert len(ROWS) > 10
    for _, text, at, expected, got, _ in ROWS:
        zone = tz.parse(text.strip("`"), "tzif-v3")
        kinds = [zone.clock(reading=reading).at(int(at)) for reading in tz.Reading]
        assert expected in {f"{kind.utoff} {int(kind.isdst)} {kind.designation}" for kind in kinds}
        answer = ClockAnswer.parse(got.replace(" ", "\t"))
        fields = [(answer.utoff, kind.utoff) for kind in kinds] + [
            (answer.designation, kind.designation) for kind in kinds
        ]
        assert any(given != right_ for given, right_ in fields)


def test_the_document_says_what_musl_answers(c_example: Callable[[str], Path]) -> None:
    program_ = c_example("localtime_lines")
    skip_unknown(program_.name.rpartition("-")[2])
    rows = [row for row in ROWS if row[0] == "musl"]
    assert told([str(program_)], rows) == [row[3] if program_.name.endswith("glibc") else row[4] for row in rows]


def skip_unknown(name: str) -> None:
    """Skips the test unless the installed version is the one in the document; others may have other faults."""
    if version_of(name) != KNOWN[name]:
        pytest.skip(f"the document is about another version than {version_of(name)}")


@pytest.mark.parametrize("name", ["zoneinfo", "dateutil"])
def test_the_document_says_what_python_libraries_answer(name: str) -> None:
    skip_unknown(name)
    rows = [row for row in ROWS if row[0] == name]
    assert told([sys.executable, str(EXAMPLES / f"localtime_{name}.py")], rows) == [row[4] for row in rows]
