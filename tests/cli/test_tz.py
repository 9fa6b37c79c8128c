"""The ``tz`` commands, as a user runs them."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.support.command import COMMAND, ENVIRONMENT, json_of, run, text_of
from tests.support.independent import zdump_c
from tests.tz.clock.test_libc import zdump as system_zdump
from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Sequence

LONDON = "GMT0BST,M3.5.0/1,M10.5.0"
GMT = {"utoff": 0, "isdst": False, "designation": "GMT"}
BST = {"utoff": 3600, "isdst": True, "designation": "BST"}


def in_terminal(
    columns: int,
    arguments: Sequence[str],
    *,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: int | None = None,
    **environment: str,
) -> str:
    """The command's output in a terminal of this width."""
    lead, follow = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=stdin,
        stdout=follow if stdout is None else stdout,
        stderr=follow,
        env=ENVIRONMENT | {"TERM": "xterm", "COLUMNS": str(columns)} | environment,
    )
    os.close(follow)
    out = b""
    while True:
        try:
            data = os.read(lead, 4096)
        except OSError:
            break
        if not data:
            break
        out += data
    process.wait()
    os.close(lead)
    return out.decode().replace("\r\n", "\n")


def plain(out: str) -> str:
    """What a terminal shows, without colours and bold type."""
    return re.sub("\x1b\\[[0-9;]*m", "", out)


# -- check


def test_check_says_yes_or_no_with_the_caret_and_the_hint() -> None:
    assert text_of("tz", "check", LONDON) == f"{LONDON}: valid (vapix)\n"
    assert text_of("tz", "check", "UTC", code=1) == (
        "UTC: invalid (vapix)\n"
        "error: the offset from UTC is missing [tz-offset-missing]\n"
        "  UTC\n"
        "     ^\n"
        "hint: write UTC0\n"
        "source: VAPIX System settings, Time zone: <offset> and <dst offset>\n"
    )
    assert "canonical: UTC0\n" in text_of("tz", "check", "UTC+00:00")
    assert text_of("tz", "check", LONDON, "UTC", code=1).endswith(
        "2 strings: 1 valid, 1 invalid\n  1 tz-offset-missing\n"
    )
    assert text_of("tz", "check", "--quiet", LONDON, "UTC0") == "2 strings: 2 valid, 0 invalid\n"


def test_the_hint_that_all_errors_share_is_shown_once() -> None:
    out = text_of("tz", "check", "'CET-1CEST, M3.5.0, M10.5.0/3'", code=1)
    assert out.count("error: ") == 4
    assert out.count("hint: ") == 1
    assert out.endswith("hint: write CET-1CEST,M3.5.0,M10.5.0/3\nsource: VAPIX System settings, Time zone: syntax\n")
    (answer,) = json_of("tz", "check", "'CET-1CEST, M3.5.0, M10.5.0/3'", code=1)
    assert {problem["fix"] for problem in answer["problems"]} == {"CET-1CEST,M3.5.0,M10.5.0/3"}
    assert text_of("tz", "check", "EST5:3:4", code=1).count("hint: ") == 2


FIELD = {
    "RusS-03:00:00nde": "tz-rules-implied",
    "CET-1CEST,M3.5.0/2:3,M10.5.0/3:2": "tz-minute-digits",
    "EST+0:00:00": "tz-designation-offset",
    "UTC": "tz-offset-missing",
    "Europe/Vienna": "tz-iana-name",
    "EST5EDT,M3.2.0/2u,M11.1.0/2u": "tz-trailing",
    "UTC+3": "tz-sign-suspicious",
    "gmt+3": "tz-sign-suspicious",
    "GMT0BST,M3.5.0/1,M10.5.0\n": "tz-whitespace",
    "<UTC-330>3:30": "tz-designation-long",
}


@pytest.mark.parametrize("text", FIELD)
def test_every_wrong_or_surprising_string_of_the_field_gets_its_hint(text: str) -> None:
    done = run("tz", "check", text)
    assert f"[{FIELD[text]}]".encode() in done.stdout
    assert b"hint: " in done.stdout
    assert done.returncode == (0 if tz.is_valid(text) else 1)


def test_check_in_json_is_stable() -> None:
    valid, wrong = json_of("tz", "check", "UTC+0", "UTC", code=1)
    database = tz.database()
    assert database is not None
    assert valid == {
        "input": "UTC+0",
        "dialect": "vapix",
        "valid": True,
        "canonical": "UTC0",
        "problems": [],
        "suggestions": [],
        "database": {"version": database.version, "origin": database.origin, "path": database.path},
    }
    assert list(wrong) == list(valid)
    assert list(wrong["problems"][0]) == [
        "code", "severity", "message", "start", "end", "hint", "fix", "source", "params"
    ]  # fmt: skip
    assert wrong["canonical"] is None
    warned = json_of("tz", "check", "--dialect", "posix-2024", "UTC+3")[0]
    assert (warned["valid"], warned["dialect"]) == (True, "posix-2024")
    assert [(p["code"], p["severity"], p["start"], p["end"]) for p in warned["problems"]] == [
        ("tz-sign-suspicious", "warning", 3, 5)
    ]


def test_check_reads_standard_input_line_by_line() -> None:
    lines = json_of("tz", "check", "-", stdin=b"UTC0\r\nUTC\nEST\xe95\n\nUTC0 ", code=1)
    assert [(line["input"], line["valid"]) for line in lines] == [
        ("UTC0", True),
        ("UTC", False),
        ("EST\xe95", False),
        ("UTC0 ", False),
    ]
    problem = lines[2]["problems"][0]
    assert (problem["start"], problem["end"]) == (3, 4)
    assert "byte 0xE9" in problem["message"]
    assert json_of("tz", "check", "-") == []


def test_check_of_many_lines_does_not_wait_for_the_last() -> None:
    process = subprocess.Popen(
        [*COMMAND, "tz", "check", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"UTC\n" * 5000)
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"-:1:4: error: ")
    process.stdin.close()
    assert process.stdout.read().endswith(b"5,000 strings: 0 valid, 5,000 invalid\n  5000 tz-offset-missing\n")
    process.stdout.close()
    assert process.wait() == 1


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.write_bytes(b"UTC\n" * 20_000)
    for arguments in (("check", "-"), ("transitions", "--from", "1", "--to", "9999", "--format", "zdump", LONDON)):
        with many.open("rb") as stdin:
            process = subprocess.Popen(
                [*COMMAND, "tz", *arguments],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
            )
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, error = process.communicate()
        assert error == b""


def test_transitions() -> None:
    out = text_of("tz", "transitions", LONDON, "--from", "2026", "--to", "2027")
    assert [line.split() for line in out.splitlines()[1:]] == [
        [
            "2026-03-29",
            "01:00:00",
            "2026-03-29",
            "01:00:00",
            "GMT",
            "2026-03-29",
            "02:00:00",
            "BST",
            "forward",
            "1",
            "hour",
        ],
        [
            "2026-10-25",
            "01:00:00",
            "2026-10-25",
            "02:00:00",
            "BST",
            "2026-10-25",
            "01:00:00",
            "GMT",
            "back",
            "1",
            "hour",
        ],
    ]
    assert json_of("tz", "transitions", LONDON, "--from", "2026", "--to", "2027")[0] == {
        "at": 1774746000,
        "utc": "2026-03-29T01:00:00Z",
        "before": {"utoff": 0, "isdst": False, "designation": "GMT"},
        "after": {"utoff": 3600, "isdst": True, "designation": "BST"},
    }
    assert text_of("tz", "transitions", "UTC0", "--from", "2026", "--to", "2030") == (
        "The clocks do not change from 2026 to 2029.\n"
    )
    assert len(json_of("tz", "transitions", LONDON)) == 10
    implied = ("tz", "transitions", "EST5EDT", "--from", "2026", "--to", "2027", "--implied-rules", ",M3.5.0,M10.5.0")
    assert json_of(*implied)[0]["utc"] == "2026-03-29T07:00:00Z"


@pytest.mark.skipif(zdump_c.COMMAND is None, reason="no zdump of glibc here")
@pytest.mark.parametrize(
    "text", [LONDON, "EST5EDT", "UTC0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "XXX0YYY,J1/0,J180/0"]
)
def test_the_zdump_format_is_that_of_zdump(text: str) -> None:
    arguments = ("tz", "transitions", text, "--from", "2019", "--to", "2031", "--format", "zdump")
    ours = text_of(*arguments, "--reading", "utc-year").splitlines()
    assert zdump_c.inside(ours, 2019, 2031) == system_zdump(text, 2019, 2031)


def test_at() -> None:
    out = text_of("tz", "at", LONDON, "1782864000", "2026-07-01T00:00Z", "2026-07-01T02:00+02:00", "-86400")
    assert out.splitlines() == [
        "2026-07-01T00:00:00Z  is  2026-07-01 01:00:00 BST  (UTC+01:00, daylight saving time)"
    ] * 3 + ["1969-12-31T00:00:00Z  is  1969-12-31 00:00:00 GMT  (UTC+00:00, standard time)"]
    gap, fold, plain = text_of("tz", "at", LONDON, "2026-03-29T01:30", "2026-10-25T01:30", "2026-07-01").splitlines()
    assert "does not exist" in gap
    assert fold == "2026-10-25 01:30:00  occurs twice: at 2026-10-25T00:30:00Z (BST) and at 2026-10-25T01:30:00Z (GMT)"
    assert plain == "2026-07-01 00:00:00  is  2026-06-30T23:00:00Z (BST)"
    assert json_of("tz", "at", LONDON, "2026-10-25T01:30", "1782864000") == [
        {
            "input": "2026-10-25T01:30",
            "local": "2026-10-25T01:30:00",
            "kind": "fold",
            "instants": [
                {
                    "instant": 1792888200,
                    "utc": "2026-10-25T00:30:00Z",
                    "utoff": 3600,
                    "isdst": True,
                    "designation": "BST",
                },
                {
                    "instant": 1792891800,
                    "utc": "2026-10-25T01:30:00Z",
                    "utoff": 0,
                    "isdst": False,
                    "designation": "GMT",
                },
            ],
        },
        {
            "input": "1782864000",
            "instant": 1782864000,
            "utc": "2026-07-01T00:00:00Z",
            "local": "2026-07-01T01:00:00",
            "utoff": 3600,
            "isdst": True,
            "designation": "BST",
        },
    ]
    assert "316889355-01-25T17:46:39Z" in text_of("tz", "at", "UTC0", "9999999999999999")
    assert "EDT" in text_of("tz", "at", "XXX3EDT4,0/0,J365/23", "2026-01-01T02:59:59Z")
    assert "XXX" in text_of("tz", "at", "XXX3EDT4,0/0,J365/23", "2026-01-01T02:59:59Z", "--reading", "utc-year")


def test_a_reading_by_the_name_of_an_implementation() -> None:
    january = "tz", "at", "PST8PDT", "2026-01-16T14:00Z"
    assert "07:00:00 PDT" in text_of(*january, "--reading", "musl")
    assert "06:00:00 PST" in text_of(*january, "--reading", "musl", "--implied-rules", ",M3.2.0,M11.1.0")
    assert "06:00:00 PST" in text_of("tz", "at", "PST8PDT", "2026-07-16T14:00Z", "--reading", "esphome")
    assert text_of("tz", "compare", "EST5EDT", "EST5EDT,M4.1.0,M10.5.0", "--reading", "apple").startswith("The same")
    assert text_of("tz", "compare", "EST5EDT", "EST5", "--implied-rules", "").startswith("The same")
    out = " ".join(text_of("tz", "at", "--help").split())
    assert "a reading (merge, iana, utc-year, utc-year-tie-dst, musl, uclibc, clamp)" in out
    assert "(apple, cctz, esphome, glibc, go, jiff, musl, newlib, picolibc," in out


NOW = ("--at", "2026-11-27T00:00:00Z")
LATER = "GMT0BST,M3.5.0/2,M10.5.0"


def test_compare_prints_the_next_difference_the_hours_of_a_year_and_the_first_difference() -> None:
    assert text_of("tz", "compare", *NOW, LONDON, LATER, code=1).splitlines() == [
        "Different. Next at 2027-03-28T01:00:00Z:",
        f"  2027-03-28 02:00:00 BST (UTC+01:00)  by {LONDON}",
        f"  2027-03-28 01:00:00 GMT (UTC+00:00)  by {LATER}",
        "They differ for 1 hour in 2026, as in every year.",
        "Since 1970, the clocks first disagreed at 1970-03-29T01:00:00Z:",
        f"  1970-03-29 02:00:00 BST (UTC+01:00)  by {LONDON}",
        f"  1970-03-29 01:00:00 GMT (UTC+00:00)  by {LATER}",
    ]
    assert text_of("tz", "compare", *NOW, LONDON, "WET0WEST,M3.5.0/1,M10.5.0").splitlines() == [
        "The same: both clocks show the same time at every instant from 2026-11-27T00:00:00Z on."
    ]
    # Without --at, the comparison starts now.
    assert text_of("tz", "compare", LONDON, LATER, code=1).startswith("Different. Next at 20")


def test_compare_says_whether_the_years_are_alike() -> None:
    fourth = LONDON.replace("M3.5.0", "M3.4.0")
    out = text_of("tz", "compare", *NOW, LONDON, fourth, code=1).splitlines()
    assert out[0] == "Different. Next at 2030-03-24T01:00:00Z:"
    assert out[3] == "They differ for 168 hours in 2026, and for 0 to 168 in later years."
    out = text_of("tz", "compare", *NOW, LONDON, "UTC0", code=1).splitlines()
    # Summer has 30 or 31 weeks.
    assert out[3] == "They differ for 5,040 hours in 2026, and for 5,040 to 5,208 in later years."
    out = text_of("tz", "compare", *NOW, "UTC0", "AAA0:30", code=1).splitlines()
    assert out[:1] + out[3:5] == [
        "Different now, at 2026-11-27T00:00:00Z:",
        "They differ all the time from 2026 on.",
        "Since 1970, the clocks first disagreed at 1970-01-01T00:00:00Z:",
    ]
    # If the first difference is also the next, it is printed only once.
    out = text_of("tz", "compare", "--at", "0", "UTC0", "AAA0:30", code=1).splitlines()
    assert (out[0], len(out)) == ("Different now, at 1970-01-01T00:00:00Z:", 4)


def test_compare_in_json_is_stable() -> None:
    lisbon = "WET0WEST,M3.5.0/1,M10.5.0"
    gmt, wet = ({"utoff": 0, "isdst": False, "designation": name} for name in ("GMT", "WET"))
    assert json_of("tz", "compare", *NOW, LONDON, lisbon, "--designation", code=1) == [
        {
            "a": LONDON,
            "b": lisbon,
            "same": False,
            "next_difference": {"at": 1795737600, "utc": "2026-11-27T00:00:00Z", "a": gmt, "b": wet},
            "hours": {"year": 2026, "hours": 8760.0, "least": 8760.0, "most": 8784.0},
            "first_difference": {"at": 0, "utc": "1970-01-01T00:00:00Z", "a": gmt, "b": wet},
            "zones": [],
        }
    ]
    (same,) = json_of("tz", "compare", *NOW, LONDON, lisbon)
    assert (same["same"], same["next_difference"], same["first_difference"]) == (True, None, None)
    assert same["hours"] == {"year": 2026, "hours": 0.0, "least": 0.0, "most": 0.0}


@pytest.mark.parametrize("options", [["--reading", "musl"], ["--implied-rules", ",M3.5.0,M10.5.0/3"], []])
def test_a_note_tells_that_a_zone_name_has_no_readings(options: list[str]) -> None:
    for command in (
        ("at", "Europe/Vienna", "2026-07-15T12:00Z"),
        ("transitions", "Europe/Vienna"),
        ("compare", "Europe/Vienna", "Europe/Vienna"),
        ("plot", "Europe/Vienna"),
    ):
        err = run("tz", *command, *options).stderr.decode()
        note = "has no effect on a named zone: its local time comes from the time zone database"
        assert [line for line in err.splitlines() if note in line] == [f"note: {each} {note}" for each in options[:1]]
    for command in (("at", LONDON, "now"), ("compare", "Europe/London", LONDON)):
        assert run("tz", *command, *options).stderr == b""


@pytest.mark.parametrize(
    ("text", "fault", "musl"),
    [
        ("EST5 ", "trailing-blank", "fault-ignored"),
        ("ET-5", "two-letter-designation", "fault-ignored"),
        ("AAA-25", "offset-25-hours", "fault-ignored"),
        ("<+03>-3<+04>,M3.5.0,M10.5.0/3ab", "trailing-text", "fault-ignored"),
        (":CET-1CEST,M3.5.0,M10.5.0/3", "leading-colon", "utc"),
    ],
)
def test_what_implementations_make_of_a_fault(text: str, fault: str, musl: str) -> None:
    (record,) = json_of("tz", "implementations", text, code=1)
    assert (record["valid"], record["fault"]) == (False, fault)
    assert record["problems"]
    assert len(record["implementations"]) == len(tz.IMPLEMENTATIONS)
    assert {each["effect"] for each in record["implementations"] if each["name"] == "musl"} == {musl}
    done = run("tz", "implementations", text)
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: ")
    headings = {"fault-ignored": "Ignores the fault", "utc": "Shows UTC, without an error"}
    out = done.stdout.decode()
    assert out.startswith(f"What implementations make of {tz.Feature(fault).words}\n\n")
    assert "  musl 1.2.3 to 1.2.6" in out.split(f"\n{headings[musl]}\n")[1].split("\n\n")[0]
    common = [row for row in tz.IMPLEMENTATIONS if row.common]
    assert all(f"\n  {row}" in out for row in common)
    assert len(text_of("tz", "implementations", "--all", text, code=1).splitlines()) > len(out.splitlines())


def test_a_note_tells_that_a_fault_is_not_in_the_table() -> None:
    for text in ("CET-1CEST, M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0", "AAA26"):
        (record,) = json_of("tz", "implementations", text, code=1)
        assert record["note"] == "the table of implementations has no row for this fault"
        assert "implementations" not in record
    for text in ("EET-2EEST,M3.4.4/26,M10.5.0", "ABCDEFG5"):
        (record,) = json_of("tz", "implementations", text, code=1)
        assert record["note"] == "to list what implementations make of it, add --dialect posix-2024"
        assert json_of("tz", "implementations", text, "--dialect", "posix-2024")
    assert "note" not in json_of("tz", "implementations", "Chile", code=1)[0]


def test_compare_by_a_reading() -> None:
    all_year = ("tz", "compare", *NOW, "XXX3EDT4,0/0,J365/23", "EDT4")
    assert "The same" in text_of(*all_year)
    out = text_of(*all_year, "--reading", "utc-year", code=1).splitlines()
    assert out[0] == "Different. Next at 2027-01-01T00:00:00Z:"
    assert out[3] == "They differ for 3 hours in 2026, as in every year."
    assert "The same" in text_of(
        "tz", "compare", "EST5EDT", "EST5EDT,M3.5.0,M10.5.0", "--implied-rules", ",M3.5.0,M10.5.0"
    )
    done = run("tz", "compare", LONDON, "UTC+")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"tz-offset-missing" in done.stderr


def test_explain() -> None:
    out = text_of("tz", "explain", "--no-database", LONDON, "--year", "2026")
    explanation = tz.explain(LONDON)
    lines = out.splitlines()
    assert lines[:4] == [LONDON, *explanation.sentences]
    pieces = [line.split(maxsplit=1) for line in lines[5:11]]
    assert [(text, meaning.rstrip()) for text, meaning in pieces] == [(p.text, p.meaning) for p in explanation.pieces]
    assert lines[12].startswith("Now it is ")
    assert lines[13] == "The next transitions:"
    java = "Java misreads rules of the form Mm.w.d: the offset in force when Java starts never changes."
    assert lines.index(java) > lines.index("The next transitions:")
    dates, ways, poles, cells, months, *rest = out[out.index("\n2026  ") + 1 :].splitlines()
    assert dates.split("  ")[-1] == "Sun 25 Oct 02:00 \u2192 01:00"
    assert ways.split() == ["forward", "60", "min", "back", "60", "min"]
    assert [place for place, sign in enumerate(poles) if sign == "\u2502"] == [23, 65]
    assert months.split() == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert cells.strip() == "\u2591" * 17 + "\u2588" * 42 + "\u2591" * 14
    legend = next(line for line in rest if "UTC+" in line)
    assert legend.split() == ["\u2591", "GMT", "UTC+00:00", "\u2588", "BST", "UTC+01:00"]
    all_year = "XXX3EDT4,0/0,J365/23"
    contested = text_of("tz", "explain", "--at", "2026-11-27T00:00:00Z", all_year)
    assert "\n".join(tz.explain(all_year, 1795737600).readers) in contested
    assert "each implementation chooses its own" in text_of("tz", "explain", "EST5EDT")
    assert "[tz-iana-name]" in text_of("tz", "explain", "Europe/Nowhere", code=1)


def test_explain_as_json() -> None:
    (record,) = json_of("tz", "explain", "--no-database", LONDON)
    assert (record["valid"], record["contested"], len(record["next_transitions"])) == (True, None, 2)
    assert record["portable"] == {"string": LONDON, "changed": [], "outside": []}
    assert record["iana_names"] is None
    assert record["readers"][: len(record["agreement"]["sentences"])] == record["agreement"]["sentences"]
    assert {each["name"] for each in record["agreement"]["implementations"]} >= {"glibc", "musl", "newlib"}
    assert record["sentences"] == list(tz.explain(LONDON).sentences)
    assert record["pieces"][1] == {
        "start": 3,
        "end": 4,
        "text": "0",
        "meaning": "UTC offset of standard time: the same as UTC",
    }
    (contested,) = json_of("tz", "explain", "XXX3EDT4,0/0,J365/23")
    assert (contested["portable"]["string"], contested["contested"]["utc"]) == ("EDT4", "1970-01-01T00:00:00Z")
    advice = "EDT4 shows the same clock, in the form that the most implementations agree on."
    assert contested["readers"][-1] == advice
    assert json_of("tz", "explain", "UTC+", code=1)[0]["valid"] is False


def test_output_without_unicode_is_ascii() -> None:
    out = run("tz", "explain", LONDON, "--year", "2026", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert out.returncode == 0, out.stderr
    assert out.stdout.isascii()
    assert b"#" * 42 in out.stdout


@pytest.mark.parametrize("columns", [32, 40, 80, 120])
def test_a_terminal_of_any_width_is_not_overrun(columns: int) -> None:
    database = tz.database()
    assert database is not None
    for arguments in (("explain", LONDON), ("check", "Europe/Vienna", "UTC"), ("transitions", LONDON)):
        out = in_terminal(columns, ["tz", *arguments], NO_COLOR="1")
        assert "\x1b[3" not in out
        # The path of the database may be a long word.
        lines = [line.replace(database.path, "") for line in plain(out).splitlines()]
        assert max(map(len, lines)) <= columns, (columns, arguments)


def test_colours_are_for_terminals_that_want_them() -> None:
    assert "\x1b[" in in_terminal(80, ["tz", "check", "UTC"])
    assert "\x1b[31m" not in in_terminal(80, ["tz", "check", "UTC"], NO_COLOR="1")
    assert "\x1b" not in text_of("tz", "check", "UTC", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("tz",),
        ("tz", "check"),
        ("tz", "check", "UTC0", "--dialect", "axis"),
        ("tz", "check", "UTC0", "--format", "xml"),
        ("tz", "at", "UTC0"),
        ("tz", "at", "UTC0", "yesterday"),
        ("tz", "at", "UTC0", "--nonsense"),
        ("tz", "transitions", "UTC0", "--from", "0"),
        ("tz", "transitions", "EST5EDT", "--implied-rules", "M3"),
        ("tz", "compare", "UTC0"),
        ("tz", "explain", "UTC0", "--reading", "axis"),
        ("tz", "explain", "EST5EDT", "--reading", "jiff"),
        ("tz", "at", "EST5EDT", "now", "--reading", "whenever"),
        ("tz", "compare", "EST5EDT", "EST5", "--reading", "cctz"),
        ("nonsense",),
    ],
)
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"Usage" in done.stderr or b"Usage" in done.stdout


def test_an_invalid_string_is_exit_code_1() -> None:
    for arguments in (("at", "UTC+", "0"), ("transitions", "UTC+"), ("explain", "UTC+")):
        done = run("tz", *arguments)
        assert done.returncode == 1
        assert b"tz-offset-missing" in done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_VAPIX_PROTO_COMPLETE" in text_of("completion", shell)
    done = run(COMP_WORDS="vapix-proto tz tra", COMP_CWORD="2", _VAPIX_PROTO_COMPLETE="bash_complete")
    assert b"plain,transitions" in done.stdout
    done = run(COMP_WORDS="vapix-proto vectors p", COMP_CWORD="2", _VAPIX_PROTO_COMPLETE="bash_complete")
    assert done.stdout.splitlines() == [b"plain,params", b"plain,pwdgrp"]


def test_help_and_version() -> None:
    assert "explain" in text_of("tz", "--help")
    assert text_of("--version").startswith("vapix-proto, version ")


@pytest.mark.parametrize(
    "command",
    [
        "tz from-iana --all --format csv",
        "tz from-iana --all",
        "tz check -",
        "vectors tz --n 2000",
        f"tz transitions {LONDON} --from 1 --to 9999",
        f"tz plot {LONDON}",
        f"tz explain {LONDON}",
        "--help",
        "--version",
        "tz --help",
    ],
)
def test_a_reader_that_has_gone_is_no_outcome(command: str, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.write_bytes(b"UTC\n" * 5000)
    reader, writer = os.pipe()
    os.close(reader)
    for environment in (ENVIRONMENT, ENVIRONMENT | {"FORCE_COLOR": "1"}):
        with many.open("rb") as stdin:
            done = subprocess.run(
                [*COMMAND, *command.split()],
                stdin=stdin, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False,
            )  # fmt: skip
        assert b"Traceback" not in done.stderr
        assert b"Broken pipe" not in done.stderr
        assert done.returncode == 141
    os.close(writer)


@pytest.mark.parametrize("command", ["--none", "tz --none", "tz check"])
def test_a_reader_of_errors_that_has_gone_is_no_outcome(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, *command.split()], stderr=writer, check=False)
    os.close(writer)
    assert done.returncode == 141


def test_an_interrupt_is_no_outcome() -> None:
    with subprocess.Popen(
        [*COMMAND, "tz", "check", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"UTC\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said) == (130, b"vapix-proto: interrupted\n")


def test_compare_shows_what_it_compares() -> None:
    out = text_of("tz", "compare", "IST-1GMT0,M10.5.0,M3.5.0/1", LONDON, "--isdst", "--at", "1795737600", code=1)
    assert "\n  2026-11-27 00:00:00 GMT (UTC+00:00, daylight saving time)  by IST-1GMT0,M10.5.0,M3.5.0/1\n" in out
    assert f"\n  2026-11-27 00:00:00 GMT (UTC+00:00, standard time)  by {LONDON}\n" in out


def test_instants_and_local_times_as_people_write_them() -> None:
    assert text_of("tz", "at", "CET-1", "0001-01-01T00:00").startswith("0001-01-01 00:00:00  is  0000-12-31T23:00:00Z")
    assert text_of("tz", "transitions", "CET-1", "--from", "2026", "--to", "2027") == (
        "The clocks do not change in 2026.\n"
    )
    assert text_of("tz", "at", "CET-1", "2026-07-01t12:00z") == text_of("tz", "at", "CET-1", "2026-07-01T12:00Z")
    for text, why in (
        ("99999999999999999999", "is out of range: the number of seconds may have at most 19 digits"),
        ("2026-07-01T24:00", "is not 'now', seconds since 1970, or a date and time such as 2026-07-01T12:00Z"),
        ("2026-02-30T00:00", "is out of range: February 2026 has 28 days"),
        ("2028-02-30", "is out of range: February 2028 has 29 days"),
        ("2026-04-31T12:00Z", "is out of range: April 2026 has 30 days"),
        ("2026-182", "is not 'now', seconds since 1970, or a date and time such as 2026-07-01T12:00Z"),
    ):
        assert run("tz", "at", "CET-1", text).stderr.endswith(f"Error: '{text}' {why}\n".encode())
        assert f"'{text}' {why}".encode() in run("tz", "compare", "UTC0", "UTC0", "--at", text).stderr
    local = run("tz", "compare", "UTC0", "UTC0", "--at", "2026-07-01T12:00").stderr
    assert local.endswith(b"'2026-07-01T12:00' needs Z or an offset such as +02:00\n")


def test_a_date_is_not_noted_as_milliseconds() -> None:
    done = run("tz", "at", "EST5", "9999-12-31T23:59:59Z")
    assert (done.returncode, done.stderr) == (0, b"")


def test_milliseconds_are_noted() -> None:
    done = run("tz", "at", "CET-1", "1783000000000")
    assert done.stdout.startswith(b"58471-01-08T01:46:40Z")
    assert done.stderr == (
        b"note: 1783000000000 is read as seconds; if it is a number of milliseconds, write 1783000000\n"
    )


def test_without_its_extra_the_command_says_what_to_install() -> None:
    code = "import sys; sys.modules['click'] = None; from vapix_proto.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"install the cli extra of vapix-proto" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
@pytest.mark.parametrize(("arguments", "code"), [("tz check UTC0", 2), ("tz check UTC", 2), ("vectors tz --n 9", 2)])
def test_output_that_can_not_be_written_is_one_line(arguments: str, code: int) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments.split()], stdout=full, stderr=subprocess.PIPE, check=False, text=True
        )
    assert (done.returncode, done.stderr) == (code, "vapix-proto: No space left on device\n")


@pytest.mark.parametrize("command", ["tz check -", "tz fleet -", "tz audit -", "tz scan -", "account check-request"])
def test_closed_input_is_one_line(command: str) -> None:
    line = f'exec "$@" {command} <&-'
    done = subprocess.run(["sh", "-c", line, "sh", *COMMAND], capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines() in (
        ["vapix-proto: Bad file descriptor"],
        ["vapix-proto: can't read -: Bad file descriptor"],
    )


def test_a_width_of_thousands_of_digits_is_passed_over() -> None:
    assert "UTC0" in text_of("tz", "check", "UTC0", COLUMNS="9" * 5000)
    assert "UTC0" in text_of("tz", "check", "UTC0", COLUMNS="9" * 5000, FORCE_COLOR="1")


def test_names_of_files_move_no_cursor(tmp_path: Path) -> None:
    name = str(tmp_path / os.fsdecode("a\x1b[2J\u202e".encode()))  # in whatever locale this runs
    commands = [["tz", "fleet", name], ["tz", "plot", "UTC0", "-o", f"{name}/b"], ["tz", "check", "--file", name]]
    shown = [plain(in_terminal(200, command, NO_COLOR="1", TERM="dumb")) for command in commands]
    Path(name).write_text("name,tz\nx,UTC\n/axis-cgi/pwdgrp.cgi?action=nil\n")
    commands = [["tz", "check", "--column", column, name] for column in ("tz", "none")]
    commands += [["tz", "check", name], ["account", "check-request", name], ["tz", "fleet", name, "-o", name]]
    shown += [plain(in_terminal(200, command, NO_COLOR="1", TERM="dumb")) for command in commands]
    for text in shown:
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "a\\x1b[2J\\u202e" in text


@pytest.mark.parametrize(("text", "code"), [("UTC0", 0), ("UTC", 1)])
def test_closed_output_leaves_the_exit_code(text: str, code: int) -> None:
    line = f'exec "$@" tz check {text} >&- 2>&-'
    assert subprocess.run(["sh", "-c", line, "sh", *COMMAND], check=False).returncode == code
