"""``vapix-proto tz fleet``."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.test_tz import in_terminal, plain
from tests.support.command import json_of, run, text_of
from tests.support.paths import ROOT
from tests.support.svg import texts
from vapix_proto import tz
from vapix_proto.cli.fleet_files import devices_of

if TYPE_CHECKING:
    from pathlib import Path

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"
AT = ("--at", "2026-03-20T00:00:00Z")
FLEET = f"""\
# the cameras of the north
cam-1\t{VIENNA}
cam-2\tGMT0BST,M3.5.0/1,M10.5.0
cam-3\t{VIENNA}
cam-4\tEurope/Berlin

cam-5\tJST-9
cam-6\tCET-1CETS,M3.5.0,M10.5.0/3x
cam-7\tEST5EDT
cam-8\tEST5EDT,M3.2.0,M11.1.0
"""
PAIRS = [("cam 1", VIENNA), ("cam-2", "JST-9"), ("cam-3", "Europe/Vienna")]


@pytest.fixture
def fleet(tmp_path: Path) -> str:
    path = tmp_path / "fleet.txt"
    path.write_text(FLEET)
    return str(path)


def test_clocks_are_listed_the_soonest_transition_first(fleet: str) -> None:
    out = text_of("tz", "fleet", fleet, *AT, code=1)
    assert out.startswith(
        "2026-03-20T00:00:00Z: 8 devices, 5 clocks; 4 devices with a transition within 14 days; "
        "1 device with an invalid string\n"
        "\n"
        "in 9 days: forward 60 min\n"
        "  Sun 29 Mar 2026, 02:00 \u2192 03:00\n"
        "  CET-1CEST,M3.5.0,M10.5.0/3\n"
        "  Europe/Berlin\n"
        "  3 devices: cam-1, cam-3, cam-4\n"
        "\n"
        "in 9 days: forward 60 min\n"
        "  Sun 29 Mar 2026, 01:00 \u2192 02:00\n"
        "  GMT0BST,M3.5.0/1,M10.5.0\n"
        "  1 device: cam-2\n"
        "\n"
        "in 226 days: back 60 min\n"
        "  Sun 1 Nov 2026, 02:00 \u2192 01:00\n"
        "  EST5EDT\n"
        "  1 device: cam-7\n"
        "  implementations differ: "
    )
    assert out.endswith(
        "no transition\n"
        "  JST-9\n"
        "  1 device: cam-5\n"
        "\n"
        "invalid: CET-1CETS,M3.5.0,M10.5.0/3x\n"
        "  'x' is not expected after the rule\n"
        "  remove it, or add what is missing before it\n"
        "  1 device: cam-6\n"
    )


def test_the_example_of_the_docs_is_what_the_command_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to/fleet.md").read_text("utf-8")
    file, example = re.findall(r"```(?:text|console)\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "fleet.txt"
    path.write_text(file)
    command, output = example.split("\n", 1)
    arguments = command.removeprefix("$ vapix-proto ").replace(path.name, str(path)).split()
    assert text_of(*arguments, code=1) == output


def test_json_has_all_devices_transitions_and_problems(fleet: str) -> None:
    records = json_of("tz", "fleet", fleet, *AT, code=1)
    assert [(each["strings"], each["devices"]) for each in records] == [
        ([VIENNA, "Europe/Berlin"], ["cam-1", "cam-3", "cam-4"]),
        (["GMT0BST,M3.5.0/1,M10.5.0"], ["cam-2"]),
        (["EST5EDT"], ["cam-7"]),
        (["EST5EDT,M3.2.0,M11.1.0"], ["cam-8"]),
        (["JST-9"], ["cam-5"]),
        (["CET-1CETS,M3.5.0,M10.5.0/3x"], ["cam-6"]),
    ]
    first, *_, without_rules, _, fixed, wrong = records
    assert first["next_transition"]["utc"] == "2026-03-29T01:00:00Z"
    assert first["now"]["designation"] == "CET"
    assert (first["contested"], first["differ"]) == (False, [])
    assert without_rules["contested"] is True
    assert "Qt 6.12" in without_rules["differ"]
    assert fixed["next_transition"] is None
    assert [each["valid"] for each in records] == [True] * 5 + [False]
    assert wrong["problems"][0]["code"].startswith("tz-")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{name}\t{string}\n" for name, string in PAIRS),
        "".join(f"{name} {string}\r\n" for name, string in PAIRS),
        "".join(f"{name},{string}\n" for name, string in PAIRS),
        "".join(f'"{name}", "{string}"\n' for name, string in PAIRS),
        "".join(f"{name};  {string}\n" for name, string in PAIRS),
        "Device,TZ\n" + "".join(f"{name},{string}\n" for name, string in PAIRS),
        "site;Time zone;Camera\n" + "".join(f"7;{string};{name}\n" for name, string in PAIRS),
        "tz,host\n" + "".join(f'"{string}","{name}"\n' for name, string in PAIRS),
        json.dumps(dict(PAIRS)),
        json.dumps(PAIRS, indent=1),
        json.dumps([{"name": name, "Time.POSIXTimeZone": string} for name, string in PAIRS], indent=1),
        "".join(json.dumps({"tz": string, "site": 7, "serial": name}) + "\n" for name, string in PAIRS),
        "\ufeff" + "".join(json.dumps({"tz": string, "name": name}) + "\n" for name, string in PAIRS),
    ],
)
def test_files_of_devices(text: str) -> None:
    for data in (text.encode(), text.removeprefix("\ufeff").encode("utf-16")):
        records = json_of("tz", "fleet", "-", *AT, stdin=data)
        assert [(each["strings"], each["devices"]) for each in records] == [
            ([VIENNA, "Europe/Vienna"], ["cam 1", "cam-3"]),
            (["JST-9"], ["cam-2"]),
        ]


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text(f"id,where,clock\n1,hall,{VIENNA}\n2,yard,\n3,gate,UTC0\n")
    records = json_of("tz", "fleet", str(path), "--column", "clock", "--names", "where", *AT, code=1)
    assert [each["devices"] for each in records] == [["hall"], ["gate"], ["yard"]]
    records = json_of("tz", "fleet", str(path), "--column", "clock", *AT, code=1)
    assert [each["devices"] for each in records] == [["1"], ["3"], ["2"]]
    done = run("tz", "fleet", str(path), "--names", "where")
    assert (done.returncode, done.stdout) == (2, b"")
    done = run("tz", "fleet", str(path), "--column", "zone")
    assert done.returncode == 2
    assert b"there is no column 'zone': the columns are 'id', 'where', 'clock'" in done.stderr


def test_strings_without_names_are_named_by_their_lines() -> None:
    records = json_of("tz", "fleet", "-", *AT, stdin=b"\nUTC0  # Greenwich\n# none\nJST-9\n")
    assert [each["devices"] for each in records] == [["line 4"], ["line 2"]]
    (record,) = json_of("tz", "fleet", "-", *AT, stdin=b"camera #3 UTC0 # hall\n")
    assert record["devices"] == ["camera #3"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", b"there are no TZ strings in -"),
        (b"name,tz\n", b"there are no TZ strings in -"),
        (
            b'[{"name": "cam", "clock": "UTC0"}]',
            b"can't tell which column contains the strings: pass --column; the columns are 'name', 'clock'",
        ),
        (b'{"tz": "UTC0"}\nUTC0\n', b"line 2 is not a JSON object"),
        (b'["UTC0"]', b"entry 1 is neither a JSON object nor a pair"),
    ],
)
def test_what_is_no_file_of_devices(data: bytes, words: bytes) -> None:
    done = run("tz", "fleet", "-", stdin=data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr


def test_values_of_other_types_are_invalid_strings(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text('{"a": "UTC0", "b": 5, "c": {"x": 1}, "d": ["UTC"], "e": null, "f": false}')
    records = json_of("tz", "fleet", "--no-database", str(file), code=1)
    assert [(record["valid"], record["strings"], record["devices"]) for record in records] == [
        (True, ["UTC0"], ["a"]),
        (False, ["5"], ["b"]),
        (False, ['{"x": 1}'], ["c"]),
        (False, ['["UTC"]'], ["d"]),
        (False, [""], ["e"]),
        (False, ["false"], ["f"]),
    ]


def test_a_device_without_a_string_is_reported() -> None:
    texts = (
        "name,tz\na\nb,\nc,UTC0\n,,\n",
        "a,\nb\t\nc UTC0\t\n",
        '{"a": null, "b": "", "c": "UTC0"}',
        '[["a", null], ["b", " "], ["c", "UTC0"]]',
        '{"name": "a"}\n{"name": "b", "tz": ""}\n{"name": "c", "tz": "UTC0"}',
    )
    for text in texts:
        out = text_of("tz", "fleet", "--no-database", "--at", "0", "-", stdin=text.encode(), code=1)
        assert out.splitlines()[0].endswith(": 3 devices, 1 clock; 2 devices with an invalid string"), text
        assert "  1 device: c\n\ninvalid: ''\n  the string is empty\n" in out
        assert out.endswith("\n  2 devices: a, b\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name,tz,building\nfront door,GMT0BST,M3.5.0/1,M10.5.0,1\n",
            "line 2 has a string with commas, which needs quotes except in the last column",
        ),
        ("tz,name\nCET-1CEST,M3.5.0,M10.5.0/3,x\n", "line 2 has a string with commas, which needs quotes"),
        ("name,tz,floor\na,UTC0,1\nb, c,UTC0,1\n", "line 3 has 4 cells, but the table has 3 columns: a cell that"),
        ('name,tz\na,UTC0\n"b,CET-1\nc,UTC0\n', "line 3 has an unmatched quote"),
        ('name,tz\na,"UTC0\nb,CET-1\nc,UTC0\n', "line 2 has an unmatched quote"),
        ("name,tz,tz\na,UTC0,CET-1\n", "there are 2 columns named 'tz'"),
        ("n\udce4me,clock\na,UTC0\n", r"the columns are 'n\xe4me', 'clock'; the file is neither UTF-8 nor UTF-16"),
    ],
)
def test_no_device_is_lost_in_a_table_that_is_broken(text: str, message: str) -> None:
    column = ("--column", "none") if "clock" in text else ()
    done = run("tz", "fleet", "-", *column, *AT, stdin=text.encode("utf-8", "surrogateescape"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()


def test_a_cell_may_have_several_lines() -> None:
    text = '\n# fleet\nplace,tz\n"hall\n\n# 2",UTC0\n"",EST5\n'
    assert [*devices_of(text, None, None, tz.is_valid)] == [("hall\n\n# 2", "UTC0"), ("line 7", "EST5")]


def test_the_database_of_names_and_advice_is_reported(tmp_path: Path) -> None:
    for text, code, said in (("yard Europe/Vienna", 0, True), ("yard CET1CEST", 0, False), ("yard UTC", 1, True)):
        done = run("tz", "fleet", "-", stdin=text.encode())
        assert (done.returncode, done.stderr.startswith(b"database: ")) == (code, said)
        (record,) = json_of("tz", "fleet", "-", code=code, stdin=text.encode())
        assert record["database"].keys() == {"version", "origin", "path"}
        assert json_of("tz", "fleet", "-", "--no-database", code=1, stdin=b"a UTC")[0]["database"] is None


def test_each_object_has_keys_of_its_own() -> None:
    text = '[{"name": "a", "tz": "UTC0"}, {"host": "b", "timezone": "CET-1"}, {"name": "z"}, {"id": 7, "TZ": "EST5"}]'
    assert [*devices_of(text, None, None, tz.is_valid)] == [
        ("a", "UTC0"), ("b", "CET-1"), ("z", ""), ("7", "EST5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['{"a": "EST5", "b": "UTC0", "a": "UTC0"}', '[{"a": "x", "tz": "EST5", "a": "y"}]', '{"tz": "EST5", "tz": ""}\n{}'],
)
def test_no_device_is_lost_because_a_key_occurs_twice(text: str) -> None:
    done = run("tz", "fleet", "-", stdin=text.encode())
    assert done.returncode == 2
    assert re.search(rb"the key '(a|tz)' occurs twice in a JSON object", done.stderr)


def test_a_string_with_blanks_is_one_string() -> None:
    text = "b CET-1CEST, M3.5.0, M10.5.0/3\nHall 1, CET-1CEST, M3.5.0, M10.5.0/3\n"
    assert [*devices_of(text, None, None, tz.is_valid)] == [
        ("b", "CET-1CEST, M3.5.0, M10.5.0/3"),
        ("Hall 1", "CET-1CEST, M3.5.0, M10.5.0/3"),
    ]
    assert [*devices_of("device,zone\na,UTC0\n", None, None, tz.is_valid)] == [("a", "UTC0")]


@given(
    st.text(st.sampled_from('{}[]",;:\t |#\\\r\nab1tz\0\ud800'), max_size=60)
    | st.lists(st.sampled_from(["tz", "name", '"', ",", "\n", "{", "}", "[", "]", ":", '"tz": "UTC0"', " "])).map(
        "".join
    ),
    st.none() | st.just("a"),
    st.none() | st.just("b"),
)
def test_any_text_has_devices_or_a_fault(text: str, column: str | None, names: str | None) -> None:
    found = []
    with suppress(click.UsageError):
        found = list(devices_of(text, column, names, tz.is_valid))
    assert all(string.strip() == string for _, string in found)


@given(
    st.lists(
        st.tuples(st.text("ab ,;\t'\"|#-", min_size=1, max_size=9), st.sampled_from([VIENNA, "JST-9"])), min_size=1
    )
)
def test_csv_and_json_have_any_names(devices: list[tuple[str, str]]) -> None:
    devices = [(f"c{name}".strip(), string) for name, string in devices]
    text = io.StringIO()
    csv.writer(text).writerows([("name", "tz"), *devices])
    assert list(devices_of(text.getvalue(), None, None, tz.is_valid)) == devices
    records = [{"name": name, "tz": string} for name, string in devices]
    assert list(devices_of(json.dumps(records), None, None, tz.is_valid)) == devices
    lines = "\n".join(map(json.dumps, records))
    assert list(devices_of(lines, None, None, tz.is_valid)) == devices


@pytest.mark.parametrize(
    "text", ["a" + " " * 200_000 + "b c", '"' * 200_000, "x," * 100_000, "[" * 100_000, " # " * 70_000]
)
def test_long_lines_take_no_time(text: str) -> None:
    start = time.process_time()
    with suppress(click.UsageError):
        list(devices_of(text, None, None, tz.is_valid))
    assert time.process_time() - start < 2


def test_a_zone_whose_transitions_no_string_has_keeps_its_clock() -> None:
    data = b"cam-1 Africa/Casablanca\ncam-2 Africa/El_Aaiun\ncam-3 Africa/Cairo\n"
    record, _ = json_of("tz", "fleet", "-", *AT, stdin=data)
    assert record["strings"] == ["Africa/Casablanca", "Africa/El_Aaiun"]
    assert record["next_transition"]["utc"] == "2026-03-22T02:00:00Z"


def test_a_zone_is_followed_to_its_next_transition_however_far_ahead() -> None:
    (record,) = json_of("tz", "fleet", "-", "--at", "1968-06-01T00:00:00Z", stdin=b"cam-1 Africa/Casablanca\n")
    assert record["next_transition"]["utc"] == "1974-06-24T00:00:00Z"
    # Then, Morocco changed from UTC+00:00 to UTC+01:00; El Aaiun, which had UTC-01:00, followed in 1976.
    there = ("--at", "1974-06-01T00:00:00Z")
    assert len(json_of("tz", "fleet", "-", *there, stdin=b"cam-1 Africa/Casablanca\ncam-2 Africa/El_Aaiun\n")) == 2


def test_clocks_of_the_same_offsets_share_a_row_whatever_else_changes() -> None:
    one, other = "AAA5BBB5,M3.2.0,M11.1.0", "CCC5DDD5,M4.2.0,M10.1.0"
    (record,) = json_of("tz", "fleet", "-", *AT, stdin=f"cam-1 {one}\ncam-2 {other}\n".encode())
    assert record["strings"] == [one, other]


def test_a_hint_of_a_device_names_the_command() -> None:
    out = text_of("tz", "fleet", "-", "--no-database", stdin=b"cam-1\tQQQQ\n", code=1)
    assert "for an IANA zone name, run vapix-proto tz from-iana NAME\n" in out


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_may_be_in_utf_16(encoding: str) -> None:
    data = f"name,tz\r\nK\u00fcche,{VIENNA}\r\n".encode(encoding)
    assert "1 device: K\u00fcche" in text_of("tz", "fleet", "-", *AT, stdin=data)


def test_an_invalid_string_has_its_fix_or_a_suggestion() -> None:
    lines = text_of("tz", "fleet", "-", *AT, stdin=b"cam-1 UTC+00x\ncam-2 Europe/Viena\n", code=1).splitlines()
    assert lines[2] == "invalid: UTC+00x"
    assert f"  perhaps {VIENNA}: the clock of Europe/Vienna, if Europe/Viena stands for Europe/Vienna" in lines
    (record,) = json_of("tz", "fleet", "-", "--no-database", stdin=b"cam-2 TZ=UTC0\n", code=1)
    assert record["advice"] == "write UTC0"


def test_a_picture_is_written_in_place_of_the_text(fleet: str, tmp_path: Path) -> None:
    path = tmp_path / "fleet.svg"
    assert text_of("tz", "fleet", fleet, *AT, "-o", str(path), code=1) == ""
    words = texts(ElementTree.fromstring(path.read_text("utf-8")))
    assert "in 9 days, forward 60 min" in words
    assert "3 devices: cam-1, cam-3, cam-4" in words
    assert text_of("tz", "fleet", fleet, *AT, "-o", "-", code=1) == path.read_text("utf-8")
    done = run("tz", "fleet", fleet, "-o", "-", "--format", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    done = run("tz", "fleet", fleet, "-o", fleet)
    assert done.returncode == 2
    assert b"the picture would replace" in done.stderr


@pytest.mark.parametrize("columns", [40, 100])
def test_dates_are_not_cut_and_lists_are_shortened(columns: int, tmp_path: Path) -> None:
    path = tmp_path / "fleet.txt"
    path.write_text("".join(f"camera-{number}\t{VIENNA}\n" for number in range(1000)))
    lines = plain(in_terminal(columns, ("tz", "fleet", str(path), *AT))).splitlines()
    assert "  Sun 29 Mar 2026, 02:00 \u2192 03:00" in lines
    devices = next(line for line in lines if line.startswith("  1,000 devices: camera-0"))
    assert devices.endswith(" more")
    assert max(map(len, lines)) <= columns


def test_names_are_shown_as_the_terminal_can() -> None:
    data = "K\u00fcche\x1b[2J\tUTC0\n".encode()
    assert "1 device: K\u00fcche\\x1b[2J" in text_of("tz", "fleet", "-", stdin=data)
    out = run("tz", "fleet", "-", stdin=data, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C").stdout
    assert b"K\\xfcche\\x1b[2J" in out


def test_ten_thousand_devices_take_no_longer_than_their_clocks() -> None:
    zones = sorted({str(tz.from_iana(name, exact=False)) for name in ("Asia/Tokyo", "Europe/London", "Europe/Vienna")})
    data = "".join(f"camera-{number} {zones[number % 3]}\n" for number in range(10_000)).encode()
    run("tz", "fleet", "-", stdin=data[:100])
    start = time.process_time()
    assert "10,000 devices, 3 clocks" in text_of("tz", "fleet", "-", stdin=data)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("string", ["EST5EDT,M10.1.0,J365/22", "EST5EDT,M9.4.2,M9.5.2"])
def test_an_implementation_that_departs_later_differs(string: str) -> None:
    (row,) = json_of("tz", "fleet", "-", "--at", "2026-11-28T00:00:00Z", stdin=f"cam {string}".encode())
    assert row["contested"] is True
    later = {
        str(verdict.implementation)
        for verdict in tz.agreement(string, 1795824000).verdicts
        if verdict.outcome is tz.Outcome.SAME_UNTIL and verdict.implementation.common
    }
    assert {"glibc 2.31 to 2.43", "newlib 4.3 and later", "jiff 0.1 to 0.2"} <= later <= set(row["differ"])


def test_a_limit_of_years_is_no_difference_of_a_string() -> None:
    (row,) = json_of("tz", "fleet", "-", *AT, stdin=f"cam {VIENNA}".encode())
    assert (row["contested"], row["differ"]) == (False, [])


def test_a_name_without_a_slash_is_a_string_that_the_device_refuses() -> None:
    valid, invalid = json_of("tz", "fleet", "-", *AT, stdin=b"cam-1 Europe/Vienna\ncam-2 UTC\n", code=1)
    assert valid["devices"] == ["cam-1"]
    assert (invalid["strings"], invalid["advice"]) == (["UTC"], "write UTC0")
