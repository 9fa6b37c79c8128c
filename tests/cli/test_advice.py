"""The commands' output with a time zone database (the tzdata package's, or one made for a test), at a fixed instant."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from tests.support.tzif_files import tzdata_folder, tzif_file
from vapix_proto import tz
from vapix_proto.cli.app import cli

TZDATA = str(tzdata_folder())
AT = ("--at", "2026-11-27T00:00:00Z")
HERE = (*AT, "--database", TZDATA)
VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
STALE = "EST5EDT,M4.1.0,M10.5.0"


def run(*arguments: str, code: int = 0, stdin: str = "") -> Result:
    """Runs the command; asserts that it ends with the exit code."""
    done = CliRunner().invoke(cli, arguments, input=stdin, prog_name="vapix-proto")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output + done.stderr
    return done


def text_of(*arguments: str, code: int = 0, stdin: str = "") -> str:
    return run(*arguments, code=code, stdin=stdin).stdout


def json_of(*arguments: str, code: int = 0, stdin: str = "") -> list[dict[str, Any]]:
    done = run(*arguments, "--format", "json", code=code, stdin=stdin)
    return [json.loads(line) for line in done.stdout.splitlines()]


# -- check


def test_check_reports_what_the_database_knows_and_which_it_is() -> None:
    out = text_of("tz", "check", *HERE, STALE)
    assert f"{STALE}: valid (vapix)\n" in out
    assert "warning: no zone follows these rules any more: America/New_York did until 2006 [tz-rule-stale]\n" in out
    assert "hint: write EST5EDT,M3.2.0,M11.1.0 for America/New_York\n" in out
    assert out.splitlines()[-1].startswith("database: 20")
    assert out.splitlines()[-1].endswith(f" in {TZDATA}")
    # A string that a hint shows is not suggested again.
    assert "suggestion:" not in out
    (record,) = json_of("tz", "check", *HERE, STALE)
    assert record["database"]["path"] == TZDATA
    assert [problem["code"] for problem in record["problems"]] == ["tz-rule-stale"]
    assert [suggestion["text"] for suggestion in record["suggestions"]] == ["EST5EDT,M3.2.0,M11.1.0"]
    assert list(record["suggestions"][0]) == ["text", "reason", "kind", "zones"]


def test_check_of_a_string_that_is_right_is_one_line() -> None:
    assert text_of("tz", "check", *HERE, VIENNA) == f"{VIENNA}: valid (vapix)\n"


def test_check_suggests_what_may_be_meant() -> None:
    out = text_of("tz", "check", *HERE, "Europe/Viena", code=1)
    assert f"\nsuggestion: {VIENNA} (" in out
    assert "Europe/Vienna" in out
    assert "\ndatabase: " in out


def test_without_a_database_the_answer_is_that_of_the_string_alone() -> None:
    for text in (STALE, "Europe/Viena", "CET-1CEST"):
        code = 1 if "/Vi" in text else 0
        pure = text_of("tz", "check", "--no-database", text, code=code)
        assert "database" not in pure
        assert "suggestion" not in pure
        assert "tz-rule-stale" not in pure
        (record,) = json_of("tz", "check", "--no-database", text, code=code)
        assert (record["suggestions"], record["database"]) == ([], None)
    assert "together" in run("tz", "check", "UTC0", "--no-database", *HERE, code=2).stderr


def test_lines_are_checked_with_the_database_that_is_named_and_else_with_none() -> None:
    assert "tz-rule-stale" not in text_of("tz", "check", "-", stdin=f"{STALE}\n")
    assert json_of("tz", "check", "-", stdin=f"{STALE}\n")[0]["database"] is None
    assert "tz-rule-stale" in text_of("tz", "check", *HERE, "-", stdin=f"{STALE}\n")


def test_a_fix_is_printed_where_no_hint_has_it() -> None:
    out = text_of("tz", "check", *HERE, f" TZ='{VIENNA}'", code=1)
    assert out.count(VIENNA) - out.count(f"'{VIENNA}'") == 1


# -- explain and param check


def test_explain_shows_what_the_database_knows() -> None:
    out = text_of("tz", "explain", *HERE, STALE)
    assert "[tz-rule-stale]" in out
    assert out.splitlines()[-1].startswith("database: ")
    assert "tz-rule-stale" not in text_of("tz", "explain", "--no-database", STALE)
    (record,) = json_of("tz", "explain", *HERE, STALE)
    assert record["now"]["utc"] == "2026-11-27T00:00:00Z"
    assert [problem["code"] for problem in record["problems"]] == ["tz-rule-stale"]
    assert "suggestion:" in text_of("tz", "explain", *HERE, "Europe/Viena", code=1)


def test_explain_names_the_zones_with_the_same_clock() -> None:
    out = text_of("tz", "explain", *HERE, VIENNA)
    names = tz.iana_names(VIENNA, at=1_795_737_600, database=HERE[-1])
    line = out.splitlines()[-1]
    assert line.startswith("In the time zone database ")
    # The best-known zones come first. In alphabetical order, little-known zones would.
    shown = re.search(f"this is the clock of (.*) and {len(names) - 3} more.$", line)
    assert shown is not None
    assert {"Europe/Paris", "Europe/Berlin"} < set(shown[1].split(", ")) <= set(names)
    assert "this is the clock of no zone." in text_of("tz", "explain", *HERE, "<+0017>-0:17")
    (record,) = json_of("tz", "explain", *HERE, VIENNA)
    assert record["iana_names"] == list(names)


def test_explain_accepts_the_name_of_a_zone(tmp_path: Path) -> None:
    out = text_of("tz", "explain", *HERE, "Asia/Kolkata")
    assert out.startswith("Asia/Kolkata is IST-5:30, according to the time zone database ")
    assert "5 hours 30 minutes ahead of UTC" in out
    (tmp_path / "Ending").write_bytes(tzif_file("UTC0", {"2030-01-01T00:00": (0, False, "UTC")}, (3600, False, "CET")))
    there = (*AT, "--database", str(tmp_path))
    assert "Ending is CET-1 until 2030-01-01T00:00:00Z" in text_of("tz", "explain", *there, "Ending")
    (record,) = json_of("tz", "explain", *there, "Ending")
    assert (record["name"], record["input"], record["exact"]) == ("Ending", "CET-1", False)


def test_param_check_judges_a_time_zone_as_check_does() -> None:
    out = text_of("param", "check", *HERE, f"root.Time.POSIXTimeZone={STALE}")
    assert "[tz-rule-stale]" in out
    assert "\ndatabase: " in out
    assert "suggestion: " in text_of("param", "check", *HERE, "Time.POSIXTimeZone=Europe/Viena", code=1)
    (record,) = json_of("param", "check", *HERE, f"Time.POSIXTimeZone={STALE}")
    assert [(problem["code"], problem["subject"]) for problem in record["problems"]] == [
        ("tz-rule-stale", "Time.POSIXTimeZone")
    ]
    assert "database" not in text_of("param", "check", "--no-database", f"Time.POSIXTimeZone={STALE}")
    assert json_of("param", "check", "Time.NTP.Server=host")[0]["suggestions"] == []


# -- names of zones where strings are accepted


@pytest.mark.parametrize("name", ["Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_at_and_transitions_show_the_clock_of_a_zone_as_zoneinfo_does(name: str) -> None:
    place = ZoneInfo.from_file(BytesIO(Path(TZDATA, name).read_bytes()))
    there = ("--database", TZDATA)
    for transition in json_of("tz", "transitions", *there, name, "--from", "1990", "--to", "2030"):
        for at, side in ((transition["at"] - 1, "before"), (transition["at"], "after")):
            shown = datetime.fromtimestamp(at, place)
            assert (shown.utcoffset().total_seconds(), shown.tzname()) == (  # type: ignore[union-attr]
                transition[side]["utoff"], transition[side]["designation"],
            )  # fmt: skip
    (record,) = json_of("tz", "at", *there, name, "1500000000")
    assert record["local"] == datetime.fromtimestamp(1500000000, place).replace(tzinfo=None).isoformat()


@pytest.mark.parametrize("command", ["at {} 0", "transitions {} --from 2026 --to 2027", "implementations {}"])
def test_an_answer_about_a_named_zone_has_the_database(command: str) -> None:
    named, *_ = json_of("tz", *command.format("Europe/Vienna").split(), *HERE[2:])
    assert (named["database"]["origin"], named["database"]["path"]) == ("path", TZDATA)
    alone, *_ = json_of("tz", *command.format(VIENNA).split())
    assert "database" not in alone


def test_local_times_of_a_zone_are_resolved() -> None:
    arguments = ("tz", "at", "--database", TZDATA, "Europe/London")
    gap, fold, plain = json_of(*arguments, "2026-03-29T01:30", "2026-10-25T01:30", "2026-07-01T12:00")
    assert (gap["kind"], fold["kind"], plain["kind"]) == ("gap", "fold", "unambiguous")
    place = ZoneInfo("Europe/London")
    for record, local in ((fold, datetime(2026, 10, 25, 1, 30)), (plain, datetime(2026, 7, 1, 12))):
        expected = {int(local.replace(tzinfo=place, fold=fold_).timestamp()) for fold_ in (0, 1)}
        assert {each["instant"] for each in record["instants"]} == expected
    out = run(*arguments, "2026-03-29T01:30")
    assert "shows 2026-03-29 00:30:00 GMT or 2026-03-29 02:30:00 BST instead" in out.stdout
    assert out.stderr.startswith("database: ")


def test_compare_accepts_names_and_looks_ahead() -> None:
    out = text_of("tz", "compare", *HERE, "ACST-9:30ACDT,M10.5.0,M4.1.0/3", "Australia/Adelaide", code=1)
    assert out.startswith("Different. Next at 2027-10-02T16:30:00Z:\n")
    assert "\nAustralia/Adelaide is ACST-9:30ACDT,M10.1.0,M4.1.0/3, according to the time zone database " in out
    assert "The same" in text_of("tz", "compare", *HERE, "Asia/Tokyo", "Asia/Tokyo")
    assert "The same" in text_of("tz", "compare", *HERE, "JST-9", "Asia/Tokyo")
    assert text_of("tz", "compare", *AT, VIENNA, "CET-1CEST,M3.5.0,M10.5.0", code=1).startswith(
        "Different. Next at 2027"
    )
    (record,) = json_of("tz", "compare", *HERE, VIENNA, "Europe/Vienna")
    assert (record["same"], record["zones"][0]["string"]) == (True, VIENNA)
    assert run("tz", "compare", *HERE, VIENNA, "Europe/Nowhere", code=2).stdout == ""
    # The zone has not always had the string's clock; --isdst and --designation accept names, too.
    assert record["hours"] == {"year": 2026, "hours": 0, "least": 0, "most": 0}
    assert record["first_difference"]["utc"] == "1970-03-29T01:00:00Z"
    assert "The same" in text_of("tz", "compare", *HERE, "--isdst", "--designation", VIENNA, "Europe/Vienna")
    out = text_of("tz", "compare", *HERE, "--isdst", "GMT0IST,M3.5.0/1,M10.5.0", "Europe/Dublin", code=1)
    assert "They differ all the time from 2026 on." in out


def test_compare_follows_zones_whose_string_ends(tmp_path: Path) -> None:
    cet, utc = (3600, False, "CET"), (0, False, "UTC")
    (tmp_path / "A").write_bytes(tzif_file("UTC0", {"2030-01-01T00:00": utc}, cet))
    (tmp_path / "B").write_bytes(tzif_file("UTC0", {"2030-01-01T00:00": cet, "2030-01-02T00:00": utc}, cet))
    there = (*AT, "--database", str(tmp_path))
    assert "Next at 2030-01-01T00:00:00Z" in text_of("tz", "compare", *there, "A", "B", code=1)
    assert "Next at 2030-01-01T00:00:00Z" in text_of("tz", "compare", *there, "A", "CET-1", code=1)
    assert "The same" in text_of("tz", "compare", "--at", "2030-01-02T00:00Z", *there[2:], "A", "B")
    at = ("--at", "2030-01-01T06:00Z", *there[2:])
    assert text_of("tz", "compare", *at, "A", "B", code=1).splitlines()[3:5] == [
        "They differ for 24 hours in 2030, and for 0 in every later year.",
        "Since 1970, the clocks first disagreed at 2030-01-01T00:00:00Z:",
    ]


# -- from-iana and audit


def test_from_iana_suggests_the_zones_that_may_be_meant() -> None:
    done = run("tz", "from-iana", *HERE, "europe/viena", code=1)
    assert done.stdout == ""
    assert f"suggestion: {VIENNA} (" in done.stderr


TABLE = f"""# made by a program, long ago
"Europe/Vienna","{VIENNA}"
America/Sao_Paulo,"<-03>3<-02>,M10.3.0/0,M2.3.0/0"

America/New_York,EST5EDT,M4.1.0,M10.5.0
Asia/Tokyo,JST
"""


def test_audit_names_the_lines_that_are_out_of_date() -> None:
    out = text_of("tz", "audit", *HERE, "-", stdin=TABLE, code=1)
    assert "line 1" not in out
    assert "line 2" not in out
    assert "now differs from the clock of America/Sao_Paulo\nhint: write <-03>3\n" in out
    differs = "line 5: EST5EDT,M4.1.0,M10.5.0 differs from the clock of America/New_York"
    assert f"{differs}; the next difference is at 2027-03-14T07:00:00Z" in out
    assert "line 6: 'JST', given for Asia/Tokyo, is invalid: " in out
    assert "4 lines: 1 right, 3 wrong\ndatabase: " in out
    records = json_of("tz", "audit", *HERE, "-", stdin=TABLE, code=1)
    assert [(record["line"], record["write"]) for record in records] == [
        (3, "<-03>3"), (5, "EST5EDT,M3.2.0,M11.1.0"), (6, "JST-9"),
    ]  # fmt: skip
    assert all(record["database"]["path"] == TZDATA for record in records)


def test_audit_reads_the_table_of_all_zones() -> None:
    table = text_of("tz", "from-iana", "--all", "--format", "csv", "--dialect", "tzif-v3", *HERE)
    out = text_of("tz", "audit", "--dialect", "tzif-v3", *HERE, "-", stdin=table)
    rows = list(csv.DictReader(table.splitlines()))
    # A string that holds only until a known instant is the best there is, and gets a warning.
    assert sum(row["until"] != "" for row in rows) == out.count(": warning: ") > 0
    assert f"{len(rows)} lines: {len(rows)} right, 0 wrong\n" in out


def test_audit_warns_of_the_end_of_the_best_string(tmp_path: Path) -> None:
    until = 1825563600
    after = "CST5CDT,M3.2.0/0,M11.1.0/1"
    (tmp_path / "America").mkdir()
    changes = {"2026-03-08T05:00": (-14400, False, "CDT"), "2027-11-07T05:00": (-18000, False, "CST")}
    (tmp_path / "America/Havana").write_bytes(tzif_file(after, changes))
    given = ("tz", "audit", *AT, "--database", str(tmp_path), "-")
    assert text_of(*given, stdin="America/Havana,CDT4\n").splitlines()[:3] == [
        "line 1: warning: CDT4 shows the clock of America/Havana, but only until 2027-11-07T05:00:00Z",
        f"hint: from then on, write {after}",
        "1 line: 1 right, 0 wrong",
    ]
    (record,) = json_of(*given, stdin="America/Havana,CDT4\n")
    assert (record["severity"], record["differs"], record["write"], record["then"]) == (
        "warning", until, None, after,
    )  # fmt: skip
    (record,) = json_of(*given, stdin="America/Havana,CST5\n", code=1)
    assert (record["severity"], record["write"], record["until"]) == ("error", "CDT4", until)


def test_rules_that_implementations_choose_are_warned_of() -> None:
    out = text_of("tz", "audit", *HERE, "-", stdin="America/New_York,EST5EDT\n").splitlines()
    assert out[0].startswith("line 1: warning: EST5EDT, given for America/New_York: EDT has no rules, so ")
    assert out[1] == "hint: write EST5EDT,M3.2.0,M11.1.0"
    for command in (("to-iana", *HERE, "EST5EDT"), ("compare", *HERE, "EST5EDT", "America/New_York")):
        assert "[tz-rules-implied]" in run("tz", *command).stderr
    given = ("compare", *HERE, "EST5EDT", "America/New_York", "--implied-rules", ",M3.2.0,M11.1.0")
    assert run("tz", *given).stderr == ""


def test_a_folder_without_zones_is_no_database(tmp_path: Path) -> None:
    for command in ("tz check UTC0", "tz at Europe/Vienna 0", "param check Time.POSIXTimeZone=UTC0", "tz audit -"):
        done = run(*command.split(), "--database", str(tmp_path), code=2)
        assert done.stderr.endswith(f"Error: Invalid value for '--database': there are no time zones in {tmp_path}\n")


def test_audit_warns_of_what_the_best_string_never_shows() -> None:
    best = "<-02>2<-01>,M3.5.0/0,M10.5.0/0"
    (warning, *_) = text_of("tz", "audit", *HERE, "-", stdin=f"America/Nuuk,{best}\n").splitlines()
    assert warning.startswith(
        f"line 1: warning: {best} is the best string for America/Nuuk, but differs from 2027-03-28T01:00:00Z to "
        "2027-03-28T02:00:00Z, and "
    )
    assert warning.endswith(" more times until the end of 2099")


def test_audit_of_a_table_that_is_right(tmp_path: Path) -> None:
    table = tmp_path / "zones.csv"
    table.write_text(f"Europe/Vienna,{VIENNA}\nAsia/Tokyo,JST-9\n")
    assert "2 lines: 2 right, 0 wrong" in text_of("tz", "audit", *HERE, str(table))
    assert json_of("tz", "audit", *HERE, str(table)) == []
    assert run("tz", "audit", *HERE, str(tmp_path / "none"), code=2).stdout == ""


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("zone,string\n{good}\n{stale}\n", [3]),
        ("\ufeffZone,TZ string\r\n\r\n# a comment, too\r\n{good}\r\n{stale}", [5]),
        ("\ufeff{stale}\r{good}", [1]),
        # Only the first line can be a header, and only if it can't be a zone and its string.
        ("{good}\nzone,string\n", [2]),
        ("Europe/Viena,JST\n", [1]),
        ("UTC,JST\n", [1]),
        ("Mars,UTC0\n{good}\n", [1]),
        ("Europe/Vienna\n{good}\n", [1]),
        ("zone,string\n\n", []),
        ("{good}\n" + "x" * 200_000 + ",UTC0\n", [2]),
    ],
)
def test_audit_reads_tables_as_programs_write_them(table: str, lines: list[int]) -> None:
    given = table.format(good="Asia/Tokyo, JST-9 ", stale='"America/Sao_Paulo" , "<-03>3<-02>,M10.3.0/0,M2.3.0/0"')
    assert [record["line"] for record in json_of("tz", "audit", *HERE, "-", stdin=given, code=bool(lines))] == lines


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "the file is empty"),
        ("\n# zones\n", "the file is empty"),
        ('Europe/Vienna,"CET-1CEST,M3.5.0,M10.5.0/3\n', "line 1 has an unmatched quote"),
        ('Asia/Tokyo,JST-9\nEurope/Vienna,"CET-1CEST,M3.5.0,M10.5.0/3",x\n', "line 2 has 3 cells, but the table has 2"),
        (
            "zone,string,note\nEurope/Vienna,CET-1CEST,M3.5.0,M10.5.0/3\n",
            "line 2 has a string with commas, which needs",
        ),
    ],
)
def test_audit_refuses_a_broken_table(table: str, message: str) -> None:
    done = run("tz", "audit", *HERE, "-", stdin=table, code=2)
    assert f"Error: -: {message}" in done.stderr


def test_audit_without_a_database_is_wrong_use() -> None:
    done = run("tz", "audit", "--database", "/nowhere", "-", stdin="Asia/Tokyo,JST-9\n", code=2)
    assert done.stdout == ""


def test_explain_without_a_database_knows_no_names() -> None:
    assert "Europe/Vienna is CET-1CEST" in text_of("tz", "explain", *HERE, "Europe/Vienna")
    assert "tz-iana-name" in text_of("tz", "explain", "--no-database", "Europe/Vienna", code=1)


def test_an_instant_is_one_of_the_years_of_databases() -> None:
    for at in ("2026-01-01", "yesterday", "9" * 19):
        assert run("tz", "check", "--at", at, "UTC0", code=2).stdout == ""
    assert datetime(2026, 11, 27, tzinfo=UTC).timestamp() == 1795737600
