"""``vapix-proto tz from-iana --all``: the same table in four formats, with the results of ``tz.iana_rule``."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.cli.test_iana import RAMADAN
from tests.support.tzif_files import instant, tzif_file
from vapix_proto import tz
from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from pathlib import Path

NUUK = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
NEAREST = "<-02>2<-01>,M3.5.0/0,M10.5.0/0"


def table(output: str, *arguments: str, code: int = 0) -> str:
    """The command's output in a format; asserts the exit code."""
    command = ["tz", "from-iana", "--all", "--format", output, *arguments]
    done = CliRunner().invoke(cli, command, prog_name="vapix-proto")
    assert done.exit_code == code, (done.output, done.exception)
    return done.stdout


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """The arguments for a database of three zones: one has a string that the dialect can't write, another departs."""
    normal, ramadan = (3600, False, "+01"), (0, True, "+00")
    changes = {f"{at}T02:00": ramadan if at in {"2027-02-07", "2028-01-23"} else normal for at in RAMADAN}
    for name, data in {
        "Vienna": tzif_file("CET-1CEST,M3.5.0,M10.5.0/3", {}),
        "America/Nuuk": tzif_file(NUUK, {}),
        "Casablanca": tzif_file("<+01>-1", changes),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "version").write_text("2025b\n")
    return ["--database", str(tmp_path), "--at", "2026-11-27T00:00Z"]


def test_a_row_has_the_string_how_long_it_holds_and_what_the_dialect_can_not_write(small: list[str]) -> None:
    departs = instant("2027-03-28T01:00")
    rows = list(csv.reader(StringIO(table("csv", *small))))
    assert rows == [
        ["name", "string", "until", "in_force", "database"],
        ["America/Nuuk", NEAREST, "2027-03-28T01:00:00Z", NUUK, "2025b"],
        ["Casablanca", "<+01>-1", "2027-02-07T02:00:00Z", "", "2025b"],
        ["Vienna", "CET-1CEST,M3.5.0,M10.5.0/3", "", "", "2025b"],
    ]
    assert table("text", *small).splitlines() == [
        f"America/Nuuk  {NEAREST}  (until 2027-03-28T01:00:00Z, nearest to {NUUK})",
        f"Casablanca    {'<+01>-1':{len(NEAREST)}}  (until 2027-02-07T02:00:00Z)",
        "Vienna        CET-1CEST,M3.5.0,M10.5.0/3",
    ]
    records = [json.loads(line) for line in table("json", *small).splitlines()]
    assert [(r["name"], r["string"], r["exact"], r["until"], r["in_force"]) for r in records] == [
        ("America/Nuuk", NEAREST, False, departs, NUUK),
        ("Casablanca", "<+01>-1", False, instant("2027-02-07T02:00"), None),
        ("Vienna", "CET-1CEST,M3.5.0,M10.5.0/3", True, None, None),
    ]
    assert {record["database"]["version"] for record in records} == {"2025b"}
    assert f'{{"America/Nuuk", "{NEAREST}", {departs}}}, /* nearest to {NUUK} */' in table("c", *small)
    wide = list(csv.reader(StringIO(table("csv", *small, "--dialect", "posix-2024"))))
    assert wide[1] == ["America/Nuuk", NUUK, "", "", "2025b"]


PROGRAM = r"""
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zones.h"

static int by_name(const void *name, const void *zone) {
    return strcmp(name, ((const struct iana_zone *)zone)->name);
}

int main(void) {
    size_t count = sizeof iana_zones / sizeof *iana_zones;
    for (size_t i = 0; i < count; i++) {
        const struct iana_zone *found = bsearch(iana_zones[i].name, iana_zones, count, sizeof *iana_zones, by_name);
        printf("%s %s %" PRId64 "\n", found->name, found->tz, found->until);
    }
    puts(IANA_ZONES_VERSION);
    return 0;
}
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
@pytest.mark.parametrize("dialect", ["vapix", "posix-2024"])
def test_the_header_is_c99_and_every_zone_is_found_in_it(dialect: str, tmp_path: Path) -> None:
    database = tz.database()
    assert database is not None
    at = ("--at", "2026-11-27T00:00:00Z")
    (tmp_path / "zones.h").write_text(table("c", "--dialect", dialect, *at), "ascii")
    (tmp_path / "zones.c").write_text(PROGRAM)
    strict = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    subprocess.run(["cc", *strict, "-o", "zones", "zones.c"], cwd=tmp_path, check=True)
    out = subprocess.run([tmp_path / "zones"], check=True, capture_output=True, text=True).stdout
    rules = [tz.iana_rule(name, instant("2026-11-27"), dialect=dialect, database=database) for name in database.names()]
    assert out.splitlines() == [
        *(f"{rule.name} {rule.zone} {rule.until or 0}" for rule in rules),
        str(database.version),
    ]


def test_wrong_use() -> None:
    for arguments in (["--all", "Europe/Vienna"], [], ["Europe/Vienna", "--format", "csv"]):
        assert CliRunner().invoke(cli, ["tz", "from-iana", *arguments]).exit_code == 2
