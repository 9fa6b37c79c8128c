"""The commands between TZ strings and the IANA database, and ``tz.iana_names``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.cli.test_tz import LONDON, json_of, run, text_of
from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz.iana.rules import footer

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
