"""The commands between TZ strings and the IANA database, and ``tz.iana_names``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.test_tz import LONDON
from tests.support.command import json_of, run, text_of
from tests.support.independent import random_tz
from tests.support.tzif_files import instant, tzif_file
from vapix_proto import tz

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.mark.parametrize("text", [LONDON, VIENNA, "<+0545>-5:45", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "XXX4YYY,J7,J8"])
def test_names_are_the_zones_with_its_offsets_from_now_on(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    found = tz.iana_names(zone, at=random_tz.year_start(2040))
    assert list(found) == sorted(set(found))
    # zoneinfo decides: each hour around the transitions of some future years, and the months in between.
    instants = {random_tz.year_start(year) + month * 30 * 86400 for year in (2040, 2041) for month in range(12)}
    for change in zone.transitions(2040, 2042):
        instants |= {change.at + hour * 3600 for hour in range(-3, 4)}
    # The database that the library uses, whichever database zoneinfo would use.
    database = tz.database()
    assert database is not None
    for name in database.names():
        info = ZoneInfo.from_file(BytesIO(Path(database.path, name).read_bytes()))
        same = all(
            info.utcoffset((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).astimezone(info))
            == timedelta(seconds=zone.at(at).utoff)
            for at in instants
        )
        # A zone may have the same clock at these instants and differ in other years; the reverse is impossible.
        if name in found:
            assert same, name
        elif same:
            assert not tz.same_clock(zone, tz.from_iana(name, "tzif-v3", exact=False)), name


def test_each_zone_is_found_by_its_rule() -> None:
    for name in ("Europe/Vienna", "America/Nuuk", "Asia/Kolkata", "Etc/GMT+3", "Pacific/Auckland"):
        assert name in tz.iana_names(tz.from_iana(name, "tzif-v3"))
    assert tz.iana_names(tz.parse("XXX4YYY,J7,J8")) == ()
    assert "Europe/London" in tz.iana_names(tz.parse(LONDON.replace("GMT", "XXX")))
    assert "America/New_York" in tz.iana_names(tz.parse("EST5EDT"))
    with pytest.raises(TypeError, match="PosixTimeZone"):
        tz.iana_names(5)  # type: ignore[arg-type]


def test_from_iana() -> None:
    database = tz.database()
    assert database is not None
    done = run("tz", "from-iana", "Europe/Vienna")
    assert (done.returncode, done.stdout.decode()) == (0, VIENNA + "\n")
    assert done.stderr.decode() == f"database: {database}\n"
    rule = tz.iana_rule("Europe/Vienna")
    assert json_of("tz", "from-iana", "Europe/Vienna") == [
        {
            "name": "Europe/Vienna",
            "string": VIENNA,
            "exact": True,
            "since": rule.since,
            "until": None,
            "departures": [],
            "database": {"version": database.version, "origin": database.origin, "path": database.path},
        }
    ]
    text = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
    assert text_of("tz", "from-iana", "America/Nuuk", "--dialect", "tzif-v3") == text + "\n"


@pytest.fixture
def morocco(tmp_path: Path) -> list[str]:
    """The arguments for a database in which the clock of Casablanca departs from its rules in Ramadan."""
    normal, ramadan = (3600, False, "+01"), (0, True, "+00")
    changes = {f"{at}T02:00": ramadan if at in {"2027-02-07", "2028-01-23"} else normal for at in RAMADAN}
    (tmp_path / "Casablanca").write_bytes(tzif_file("<+01>-1", changes))
    (tmp_path / "version").write_text("2025b\n")
    return ["Casablanca", "--database", str(tmp_path), "--at", "2026-11-27T00:00Z"]


RAMADAN = ("2026-03-22", "2027-02-07", "2027-03-14", "2028-01-23", "2028-03-05")


def test_from_iana_refuses_a_string_that_departs_and_reports_the_database(morocco: list[str]) -> None:
    done = run("tz", "from-iana", *morocco)
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode()
    assert "[tz-iana-inexact]" in said
    assert "according to the time zone database 2025b in " in said
    assert "hint: write <+01>-1, and from 2027-02-07T02:00:00Z on <+00>0" in said


def test_from_iana_inexact_prints_the_string_and_when_it_departs(morocco: list[str]) -> None:
    done = run("tz", "from-iana", "--inexact", *morocco)
    assert (done.returncode, done.stdout.decode()) == (0, "<+01>-1\n")
    lines = done.stderr.decode().splitlines()
    assert lines[0] == f"database: 2025b in {morocco[2]}"
    assert lines[1:] == [
        "holds until 2027-02-07T02:00:00Z; from then on: <+00>0",
        "differs: from 2027-02-07T02:00:00Z to 2027-03-14T02:00:00Z the clock of Casablanca shows UTC+00:00 (+00)",
        "differs: from 2028-01-23T02:00:00Z to 2028-03-05T02:00:00Z the clock of Casablanca shows UTC+00:00 (+00)",
    ]
    record = json_of("tz", "from-iana", "--inexact", *morocco)[0]
    assert (record["string"], record["exact"], record["until"]) == ("<+01>-1", False, instant("2027-02-07T02:00"))
    assert record["departures"][0] == {
        "since": instant("2027-02-07T02:00"),
        "until": instant("2027-03-14T02:00"),
        "utoff": 0,
        "isdst": True,
        "designation": "+00",
    }
    assert record["database"] == {"version": "2025b", "origin": "path", "path": morocco[2]}


def test_to_iana_leaves_out_what_departs_and_reports_the_database(morocco: list[str]) -> None:
    arguments = ["<+01>-1", *morocco[1:3]]
    done = run("tz", "to-iana", *arguments, "--at", "2026-11-27T00:00Z")
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"database: 2025b in {morocco[2]}" in done.stderr.decode()
    later = run("tz", "to-iana", *arguments, "--at", "2028-03-05T02:00:00Z")
    assert (later.returncode, later.stdout) == (0, b"Casablanca\n")


def test_to_iana_accepts_the_name_of_a_zone(morocco: list[str], tmp_path: Path) -> None:
    """Finds the zones with the same clock as another zone, including departures that no string can express."""
    for name, footer in (("El_Aaiun", "<+01>-1"), ("Lagos", "WAT-1"), ("Factory", "<-00>0")):
        (tmp_path / name).write_bytes(tzif_file(footer, {}))
    (tmp_path / "El_Aaiun").write_bytes((tmp_path / "Casablanca").read_bytes())
    done = run("tz", "to-iana", *morocco)
    assert (done.returncode, done.stdout) == (0, b"Casablanca\nEl_Aaiun\n")
    assert done.stderr.decode() == f"database: 2025b in {morocco[2]}\n"
    later = (*morocco[:4], "2028-03-05T02:00:00Z")
    assert text_of("tz", "to-iana", *later) == "Casablanca\nEl_Aaiun\nLagos\n"
    (record,) = json_of("tz", "to-iana", *morocco)
    assert (record["string"], record["names"]) == ("Casablanca", ["Casablanca", "El_Aaiun"])
    assert record["database"]["version"] == "2025b"
    done = run("tz", "to-iana", "Europe/Nowhere", *morocco[1:])
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"tz-iana-name" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("--at", "2026-01-01"), ("--at", "yesterday"), ("--at", "9" * 19), ("--database", "/nowhere")]
)
def test_a_wrong_option_is_wrong_use(arguments: tuple[str, ...]) -> None:
    for command in (("from-iana", "Europe/Vienna"), ("to-iana", "UTC0")):
        done = run("tz", *command, *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("America/Nuuk",), "hint: use <-02>2<-01>,M3.5.0/0,M10.5.0/0, the nearest string in the dialect vapix"),
        (("Europe/Nowhere",), "no zone 'Europe/Nowhere'"),
        (("../../etc/passwd",), "no zone"),
    ],
)
def test_from_iana_says_no(arguments: tuple[str, ...], said: str) -> None:
    done = run("tz", "from-iana", *arguments)
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()


def test_to_iana() -> None:
    assert "Europe/London" in text_of("tz", "to-iana", LONDON).splitlines()
    database = tz.database()
    assert database is not None
    used = {"version": database.version, "origin": database.origin, "path": database.path}
    names = list(tz.iana_names(tz.parse(LONDON), database=database))
    assert json_of("tz", "to-iana", LONDON) == [{"string": LONDON, "names": names, "database": used}]
    nothing = {"string": "XXX4YYY,J7,J8", "names": [], "database": used}
    assert json_of("tz", "to-iana", "XXX4YYY,J7,J8", code=1) == [nothing]
    done = run("tz", "to-iana", "XXX4YYY,J7,J8")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"No zone" in done.stderr
    done = run("tz", "to-iana", "GMT0BST,M13.5.0,M10.5.0")
    assert done.returncode == 1
    assert b"tz-month" in done.stderr
    assert run("tz", "to-iana", LONDON, "--dialect", "none").returncode == 2
