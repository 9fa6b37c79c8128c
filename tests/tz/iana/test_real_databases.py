"""Every zone in the databases installed here, compared with zoneinfo from fixed instants to the end of 2099."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.tzif_files import instant, listed_changes
from vapix_proto import tz

#: The package's database, which the tests need, and the system's, if it has one.
DATABASES = {f"{each.origin} {each.path}": each for each in tz.databases()}
#: Before and after the changes of law in 2026, and in the middle of the transitions that are listed for Ramadan.
INSTANTS = ("2026-01-01", "2027-02-20", "2045-07-01")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
END = instant("2100-01-01")
#: Zones that, in some version, list future transitions that no footer describes, or have rules that VAPIX can't write.
SPECIAL = ["Africa/Casablanca", "America/Havana", "America/Edmonton", "America/Nuuk", "Asia/Gaza", "Asia/Jerusalem"]


def test_the_package_is_installed() -> None:
    assert "tzdata" in {each.origin for each in DATABASES.values()}


@cache
def files(origin: str) -> dict[bytes, str]:
    """The files of all zones, each with one of its names, because linked names have the same content."""
    database = DATABASES[origin]
    found = {Path(database.path, name).read_bytes(): name for name in database.names()}
    assert len(found) > 250
    return found


def compare(data: bytes, rule: tz.IanaRule, at: int) -> None:
    """Compares a rule with zoneinfo before and at every transition of either."""
    clock = ZoneInfo.from_file(BytesIO(data))
    marks = {at, END - 1, *listed_changes(data)}
    marks |= {edge for each in rule.departures for edge in (each.since, each.until)}
    marks |= {t.at for t in rule.zone.transitions((EPOCH + timedelta(seconds=at)).year, 2100)}
    departures = iter(rule.departures)
    departure = next(departures, None)
    for mark in sorted(marks | {mark - 1 for mark in marks}):
        if not at <= mark < END:
            continue
        while departure is not None and departure.until <= mark:
            departure = next(departures, None)
        there = (EPOCH + timedelta(seconds=mark)).astimezone(clock).utcoffset()
        assert there is not None
        offset, told = there.total_seconds(), rule.zone.at(mark).utoff
        if departure is not None and departure.since <= mark:
            assert departure.shown.utoff == offset != told, (rule.name, str(rule.zone), mark)
        else:
            assert told == offset, (rule.name, str(rule.zone), mark)


@pytest.mark.parametrize("at", INSTANTS)
@pytest.mark.parametrize("origin", DATABASES)
def test_no_zone_is_silently_wrong(origin: str, at: str) -> None:
    for data, name in files(origin).items():
        rule = tz.iana_rule(name, instant(at), dialect="tzif-v3", database=DATABASES[origin])
        compare(data, rule, instant(at))
        if rule.exact:
            assert rule.departures == ()
            assert tz.from_iana(name, "tzif-v3", at=instant(at), database=DATABASES[origin]) == rule.zone


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("origin", DATABASES)
def test_zones_with_transitions_ahead(origin: str, name: str) -> None:
    data = Path(DATABASES[origin].path, name).read_bytes()
    for year in range(2024, 2036):
        for day in ("02-20", "07-01", "12-01"):
            at = instant(f"{year}-{day}")
            for dialect in ("vapix", "tzif-v3"):
                compare(data, tz.iana_rule(name, at, dialect=dialect, database=DATABASES[origin]), at)


@pytest.mark.parametrize("origin", DATABASES)
def test_names_are_the_zones_that_from_iana_gives_the_clock_of(origin: str) -> None:
    database, at = DATABASES[origin], instant("2027-02-20")
    rules = {name: tz.iana_rule(name, at, dialect="tzif-v3", database=database) for name in database.names()}
    for text in ("CET-1CEST,M3.5.0,M10.5.0/3", "<+01>-1", "CST6", "EET-2EEST,M3.4.4/50,M10.4.4/50"):
        zone = tz.parse(text, "tzif-v3")
        expected = [name for name, rule in rules.items() if rule.exact and tz.same_clock(rule.zone, zone)]
        assert list(tz.iana_names(zone, at=at, database=database)) == expected
