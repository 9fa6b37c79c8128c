"""The commands between TZ strings and the IANA database, the picture of a year, and ``tz.iana_names``."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.cli.test_tz import LONDON, json_of, run, text_of
from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz.database.footers import footer

if TYPE_CHECKING:
    from pathlib import Path

VIENNA = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.mark.parametrize("text", [LONDON, VIENNA, "<+0545>-5:45", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "XXX4YYY,J7,J8"])
def test_names_are_the_zones_with_its_offsets_from_now_on(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    found = tz.iana_names(zone)
    assert list(found) == sorted(set(found))
    # zoneinfo as the judge: each hour of the changes of some years to come, and the months between.
    instants = {random_tz.year_start(year) + month * 30 * 86400 for year in (2040, 2041) for month in range(12)}
    for change in zone.transitions(2040, 2042):
        instants |= {change.at + hour * 3600 for hour in range(-3, 4)}
    for name in available_timezones():
        info = ZoneInfo(name)
        same = all(
            info.utcoffset((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)).astimezone(info))
            == timedelta(seconds=zone.at(at).utoff)
            for at in instants
        )
        # A zone whose clock differs in other years only can be the same at these; the other way it can't.
        if name in found:
            assert same, name
        elif same and footer(name) is not None:
            assert not tz.same_clock(zone, tz.from_iana(name, "tzif-v3")), name


def test_each_zone_is_found_by_its_rule() -> None:
    for name in ("Europe/Vienna", "America/Nuuk", "Asia/Kolkata", "Etc/GMT+3", "Pacific/Auckland"):
        assert name in tz.iana_names(tz.from_iana(name, "tzif-v3"))
    assert tz.iana_names(tz.parse("XXX4YYY,J7,J8")) == ()
    assert "Europe/London" in tz.iana_names(tz.parse(LONDON.replace("GMT", "XXX")))
    assert "America/New_York" in tz.iana_names(tz.parse("EST5EDT"))
    with pytest.raises(TypeError, match="PosixTimeZone"):
        tz.iana_names(5)  # type: ignore[arg-type]


def test_from_iana() -> None:
    assert text_of("tz", "from-iana", "Europe/Vienna") == VIENNA + "\n"
    assert json_of("tz", "from-iana", "Europe/Vienna") == [{"name": "Europe/Vienna", "string": VIENNA}]
    text = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
    assert text_of("tz", "from-iana", "America/Nuuk", "--dialect", "tzif-v3") == text + "\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("America/Nuuk",), "hint: the nearest that vapix can write is <-02>2<-01>,M3.5.0/0,M10.5.0/0"),
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
    assert json_of("tz", "to-iana", LONDON) == [{"string": LONDON, "names": list(tz.iana_names(tz.parse(LONDON)))}]
    assert json_of("tz", "to-iana", "XXX4YYY,J7,J8", code=1) == [{"string": "XXX4YYY,J7,J8", "names": []}]
    done = run("tz", "to-iana", "XXX4YYY,J7,J8")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"No zone" in done.stderr
    done = run("tz", "to-iana", "GMT0BST,M13.5.0,M10.5.0")
    assert done.returncode == 1
    assert b"tz-month" in done.stderr
    assert run("tz", "to-iana", LONDON, "--dialect", "none").returncode == 2


def test_a_picture_names_every_change(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = tmp_path / "london.svg"
    assert text_of("tz", "plot", LONDON, "--year", "2026", "-o", str(file)) == ""
    drawn = file.read_text("utf-8")
    texts = re.findall(r"<text [^>]*>([^<]*)</text>", drawn) + re.findall(r"<tspan [^>]*>([^<]*)</tspan>", drawn)
    for text in (
        "2026-03-29 01:00:00", "→ 2026-03-29 02:00:00", "2026-10-25 02:00:00", "→ 2026-10-25 01:00:00",
        "GMT (UTC+00:00)", "BST (UTC+01:00)", f"{LONDON}  in 2026", "Jan", "Dec",
    ):  # fmt: skip
        assert text in texts
    again = tmp_path / "again.svg"
    text_of("tz", "plot", LONDON, "--year", "2026", "-o", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_a_picture_of_a_clock_that_stays_and_of_the_last_year(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = tmp_path / "picture.PNG"
    text_of("tz", "plot", "<+0545>-5:45", "-o", str(file))
    assert file.read_bytes().startswith(b"\x89PNG")
    text_of("tz", "plot", LONDON, "--year", "9999", "-o", str(file))
    text_of("tz", "plot", "NZST-12NZDT,M9.5.0,M4.1.0/3", "--year", "1", "-o", str(file))


def test_a_picture_refused(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = str(tmp_path / "x.svg")
    assert run("tz", "plot", "GMT0BST,M13.5.0,M10.5.0", "-o", file).returncode == 1
    for arguments in (
        (LONDON,),
        (LONDON, "-o", str(tmp_path / "x.gif")),
        (LONDON, "-o", str(tmp_path / "none" / "x.svg")),
        (LONDON, "-o", file, "--year", "0"),
    ):
        done = run("tz", "plot", *arguments)
        assert done.returncode == 2, arguments
        assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_loads_matplotlib_only_to_draw() -> None:
    import subprocess

    code = "import sys, vapix_proto.cli.app; sys.exit(any(name.startswith('matplotlib') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
