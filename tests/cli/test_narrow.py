"""In a terminal of any width, dates and TZ strings are never cut or broken between two lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_tz import in_terminal, plain
from tests.support.command import text_of
from vapix_proto import tz

if TYPE_CHECKING:
    from pathlib import Path

LONG = "<+0330>-3:30<+0430>,J79/24,J263/24:59:59"
DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
COMMANDS = {
    "explain": ["tz", "explain", LONG, "--at", "1795737600"],
    "transitions": ["tz", "transitions", LONG, "--from", "2026", "--to", "2028"],
    "at": ["tz", "at", LONG, "0", "2026-03-20T23:59:59", "2026-03-21T00:30:00", "2026-09-21T00:30:00"],
    "implementations": ["tz", "implementations", LONG, "--all", "--at", "1795737600"],
    "compare": ["tz", "compare", LONG, "CET-1CEST,M3.5.0,M10.5.0/3", "--at", "1795737600"],
    "from-iana --inexact": [
        "tz",
        "from-iana",
        "America/Nuuk",
        "--dialect",
        "posix-2004",
        "--inexact",
        "--at",
        "1795737600",
    ],
    "check": ["tz", "check", "CET-1CEST, M3.5.0, M10.5.0/3", "--no-database"],
    "param show": ["param", "show", "Time.POSIXTimeZone"],
    "param check": ["param", "check", "Time.POSIXTimeZone=UTC", "--no-database"],
}


def test_scan_wraps_its_lines_on_a_terminal_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("TZ: EST5EDT, M3.2.0, M11.1.0\n")
    (whole, _, *_) = text_of("tz", "scan", str(tmp_path), code=1).splitlines()
    shown = plain(in_terminal(40, ["tz", "scan", str(tmp_path)])).splitlines()
    assert " write EST5EDT,M3.2.0,M11.1.0 [tz-whitespace]" in whole
    assert any("EST5EDT,M3.2.0,M11.1.0" in line and len(line) <= 40 for line in shown)


def units(text: str) -> set[str]:
    """The parts of a text that must stay whole: dates with their times, and TZ strings."""
    words = (word.strip("\"'().,;:") for word in text.split())
    return {*DATE.findall(text), *(word for word in words if tz.is_valid(word))}


@pytest.mark.parametrize("command", COMMANDS)
def test_dates_and_strings_stay_whole(command: str, thorough: bool) -> None:
    arguments = COMMANDS[command]
    code = 1 if command in {"compare", "check", "param check"} else 0
    expected = units(text_of(*arguments, code=code))
    assert expected
    for columns in (32, 40, 79) if thorough else (32, 79):
        shown = plain(in_terminal(columns, arguments))
        assert units(shown) >= expected
        # The terminal breaks longer lines itself, so only a line with a single such part may be wider.
        for line in shown.splitlines():
            words = line.replace("\u2588", "").replace("\u2591", "")
            assert len(line) <= columns or not re.search(r"\S\s+\S", words), line


def test_a_table_of_all_zones_has_room_anywhere(tmp_path: Path) -> None:
    for name, text in (("Area/A_long_name_of_a_place", LONG), ("Area/B", "UTC0")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(tz.parse(text).to_tzif())
    shown = plain(in_terminal(40, ["tz", "from-iana", "--all", "--database", str(tmp_path), "--dialect", "tzif-v3"]))
    assert shown.splitlines()[:4] == ["Area/A_long_name_of_a_place", f"    {LONG}", "Area/B", "    UTC0"]
