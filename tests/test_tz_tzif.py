"""``zone.to_tzif()``: the files say to other readers what the zone says (RFC 9636)."""

from __future__ import annotations

import io
import os
import random
import shutil
import struct
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzfile

from vapix_proto import tz
from vapix_proto.cli.zdump import lines

from .independent import glibc_child, random_tz

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = datetime(1970, 1, 1)
BEGIN, END = random_tz.year_start(1970), random_tz.year_start(2038)
LONDON = "GMT0BST,M3.5.0/1,M10.5.0"
TEXTS = [
    LONDON,
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "IST-1GMT0,M10.5.0,M3.5.0/1",
    "AAA3BBB,J1/0,J365/23",
    "AAA-1BBB,59,J59",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "UTC0",
    *random_tz.random_strings(random.Random(21), 60),
    *random_tz.random_strings(random.Random(22), 60, dialect="tzif-v3"),
]


def changing(text: str) -> tuple[tz.PosixTimeZone, list[int]]:
    """The zone, and instants around its changes from 1970 to 2037."""
    zone = tz.parse(text, "tzif-v3")
    at = [change.at for change in zone.transitions(1970, 2038)]
    near = {t + step for t in at for step in (-1, 0, 1)} | {year * 31_556_952 for year in range(68)}
    # The last change is left out: after it the footer counts, which each reads in its own way.
    last = at[-1] if at else END
    return zone, sorted(t for t in near if BEGIN <= t < last)


def shown(zone: tz.PosixTimeZone, instants: list[int]) -> list[tuple[int, bool, str]]:
    """What the zone shows."""
    return [(kind.utoff, kind.isdst, kind.designation) for kind in map(zone.at, instants)]


def has_tzinfo(zone: tz.PosixTimeZone) -> bool:
    return max(abs(zone.std.utoff), abs((zone.dst or zone.std).utoff)) < 86400


def blocks(data: bytes) -> list[dict[str, Any]]:
    """The two blocks of a file, taken apart by the tables of RFC 9636, 3.1 and 3.2, and the footer."""
    found: list[dict[str, Any]] = []
    at = 0
    for width in (4, 8):
        magic, version, isut, isstd, leap, times, types, characters = struct.unpack_from(">4sc15x6l", data, at)
        assert (magic, isut, isstd, leap) == (b"TZif", 0, 0, 0)
        at += 44
        instants = struct.unpack_from(f">{times}{'l' if width == 4 else 'q'}", data, at)
        kinds = data[at + times * width : at + times * (width + 1)]
        at += times * (width + 1)
        records = [struct.unpack_from(">lbB", data, at + 6 * index) for index in range(types)]
        at += 6 * types
        names = data[at : at + characters]
        at += characters
        described = [
            (utoff, isdst, names[index : names.index(b"\0", index)].decode()) for utoff, isdst, index in records
        ]
        found.append({"version": version, "times": instants, "kinds": list(kinds), "types": described})
    assert (data[at : at + 1], data[-1:]) == (b"\n", b"\n")
    found.append({"footer": data[at + 1 : -1].decode()})
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_file_says(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    first, second, footer = blocks(zone.to_tzif())
    assert first == second
    assert footer["footer"] == str(zone)
    fits_v2 = tz.is_valid(str(zone), "tzif-v2")
    assert first["version"] == (b"2" if fits_v2 else b"3")
    assert all(earlier < later for earlier, later in pairwise(first["times"]))
    expected = [change.at for change in zone.transitions(1970, 2038)]
    listed = [at for at in first["times"] if at >= BEGIN]
    assert listed == expected
    for at, kind in zip(first["times"], first["kinds"], strict=True):
        after = zone.at(at)
        assert first["types"][kind] == (after.utoff, after.isdst, after.designation)
    # Before the first change, if 1970 has begun, the first type counts.
    if not first["times"] or first["times"][0] >= BEGIN:
        assert first["types"][0] == shown(zone, [BEGIN])[0]


@pytest.mark.parametrize("text", TEXTS)
def test_zoneinfo_and_dateutil_read_it(text: str) -> None:
    zone, instants = changing(text)
    data = zone.to_tzif()
    if not has_tzinfo(zone):
        return
    readers = [ZoneInfo.from_file(io.BytesIO(data)), tzfile(io.BytesIO(data))]
    if not zone.transitions(1970, 2038) and zone.dst is not None:
        readers.clear()  # the footer alone counts, which zoneinfo misreads and dateutil does not look at
    for instant in instants:
        kind = zone.at(instant)
        for reader in readers:
            local = (EPOCH + timedelta(seconds=instant)).replace(tzinfo=UTC).astimezone(reader)
            assert (local.utcoffset(), local.tzname()) == (timedelta(seconds=kind.utoff), kind.designation), (
                reader, instant
            )  # fmt: skip


def test_glibc_reads_it(tmp_path: Path) -> None:
    if not glibc_child.available():
        pytest.skip("Python's time module is not glibc's here")
    asked, zones = [], []
    for number, text in enumerate(TEXTS):
        zone, instants = changing(text)
        if not zone.transitions(1970, 2038) and zone.dst is not None:
            continue
        (tmp_path / str(number)).write_bytes(zone.to_tzif())
        asked.append((f":{tmp_path / str(number)}", instants))
        zones.append(zone)
    assert len(asked) > 100
    for zone, (_, instants), answers in zip(zones, asked, glibc_child.ask(asked), strict=True):
        assert answers == shown(zone, instants), str(zone)


def test_zdump_reads_it(tmp_path: Path) -> None:
    command = shutil.which("zdump")
    if command is None:
        pytest.skip("no zdump here")
    compared = 0
    for number, text in enumerate(TEXTS):
        zone = tz.parse(text, "tzif-v3")
        # It looks every twelve hours, and misses changes that are closer together.
        if any(b.at - a.at < 43_200 for a, b in pairwise(zone.transitions(1974, 2036))):
            continue
        file = tmp_path / str(number)
        file.write_bytes(zone.to_tzif())
        out = subprocess.run(
            [command, "-v", "-c", "1975,2035", str(file)],
            env=os.environ | {"LC_ALL": "C"}, capture_output=True, check=True, text=True,
        ).stdout.splitlines()  # fmt: skip
        found = [line for line in out if not line.endswith("= NULL")]
        expected = list(lines(str(file), zone, 1975, 2035))
        if zone.transitions(1975, 2035):
            compared += 1
            assert found == expected, text
    assert compared > 50


def test_dst_without_rules_says_the_implied_ones() -> None:
    bare = tz.parse("EST5EDT")
    assert bare.to_tzif() == tz.parse("EST5EDT,M3.2.0,M11.1.0").to_tzif()
    assert bare.to_tzif(implied_rules=",M4.1.0,M10.5.0") == tz.parse("EST5EDT,M4.1.0,M10.5.0").to_tzif()


def test_readings_differ_in_the_file_where_the_clocks_do() -> None:
    zone = tz.parse("AAA3BBB,J300/2,J300/3")
    for how in tz.Reading:
        at = [change.at for change in zone.transitions(1970, 2038, reading=how)]
        assert [t for t in blocks(zone.to_tzif(reading=how))[1]["times"] if t >= BEGIN] == at
    assert len({zone.to_tzif(reading=how) for how in tz.Reading}) > 1


def test_dst_for_ever_is_the_only_type() -> None:
    first, second, footer = blocks(tz.parse("AAA3BBB,0/0,J365/25", "tzif-v3").to_tzif())
    assert first == second == {"version": b"3", "times": (), "kinds": [], "types": [(-7200, 1, "BBB")]}
    assert footer["footer"] == "AAA3BBB,0/0,J365/25"


def test_what_a_file_can_not_hold() -> None:
    long = "A" * 300
    with pytest.raises(ValueError, match="designations"):
        tz.parse(f"{long}3BBB,J100,J200", "posix-2024").to_tzif()
    assert blocks(tz.parse(f"BBB3{long},J100,J200", "posix-2024").to_tzif())[0]["types"][1][2] == long
    with pytest.raises(ValueError, match="reading"):
        tz.parse(LONDON).to_tzif(reading="libc")
