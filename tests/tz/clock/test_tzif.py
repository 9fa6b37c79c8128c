"""``zone.to_tzif()``: other programs read from its files what the zone shows (RFC 9636)."""

from __future__ import annotations

import io
import random
import re
import struct
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzfile

from tests.support.independent import glibc_child, localtime_c, random_tz, zdump_c
from vapix_proto import tz
from vapix_proto.cli.tz import zdump_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PythonZoneInfo: type[ZoneInfo] = import_module("zoneinfo._zoneinfo").ZoneInfo
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
    "XXX3EDT4,0/0,J365/23",  # RFC 9636, 3.3.1: daylight saving time all year
    "EST5EDT,0/0,J365/25",
    "EST5EDT,M3.2.0/2,M3.2.0/3",  # never or always DST, depending on the reading
    "EST5EDT,M9.4.2,M9.5.2",
    "AAA-3BBB,0/0,0/0",
    "AAA0BBB,365/0,365/0",
    "AAA0BBB,J1/0,J100",
    "AAA0BBB,J100,J1/0",
    "AAA0BBB,0/3,100",
    "AAA0BBB,364,100",
    "AAA-13BBB,J129,1/7:54",
    "AAA0AAA0,J100,J200",  # only the flag changes
    *random_tz.random_strings(random.Random(21), 60),
    *random_tz.random_strings(random.Random(22), 60, dialect="tzif-v3"),
]


def changing(text: str) -> tuple[tz.PosixTimeZone, list[int]]:
    """The zone, and instants from 1970 to 2037: around its transitions, and up to the end."""
    zone = tz.parse(text, "tzif-v3")
    at = [change.at for change in zone.transitions(1970, 2038)]
    near = {t + step for t in at for step in (-1, 0, 1)} | {year * 31_556_952 for year in range(68)}
    near |= {end - step for end in (END, END - 43_200) for step in (1, 3600)}
    return zone, sorted(t for t in near if BEGIN <= t < END)


def shown(zone: tz.PosixTimeZone, instants: list[int]) -> list[tuple[int, bool, str]]:
    """What the zone shows at each instant."""
    return [(kind.utoff, kind.isdst, kind.designation) for kind in map(zone.at, instants)]


def has_tzinfo(zone: tz.PosixTimeZone) -> bool:
    return max(abs(zone.std.utoff), abs((zone.dst or zone.std).utoff)) < 86400


def blocks(data: bytes) -> list[dict[str, Any]]:
    """The two blocks of a file and its footer, taken apart as the tables in RFC 9636, 3.1 and 3.2, describe."""
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
    listed = [at for at in first["times"] if BEGIN <= at < END]
    assert listed == expected
    said = dict(zip(first["times"], (first["types"][kind] for kind in first["kinds"]), strict=True))
    for at, kind in said.items():
        if at >= BEGIN:
            assert [kind] == shown(zone, [at])
    # In 1970, the last transition before it decides; if there is none, the first type does.
    assert (
        max((at, kind) for at, kind in [(-(2**32), first["types"][0]), *said.items()] if at <= BEGIN)[1]
        == shown(zone, [BEGIN])[0]
    )
    # If readers may disagree after the last transition, the file has an entry at the end, and standard time at first.
    if tz.contested(zone) is not None:
        assert first["times"][-1] >= END
        assert first["kinds"][0] == 0


def reads_long_hours() -> bool:
    """Whether this Python's zoneinfo reads hours of three digits; the first versions of 3.11 refuse the file."""
    data = tz.parse("AAA0BBB,J60/-100,J300/100", "tzif-v3").to_tzif()
    try:
        ZoneInfo.from_file(io.BytesIO(data))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_zoneinfo_and_dateutil_read_it(text: str) -> None:
    zone, instants = changing(text)
    data = zone.to_tzif()
    if not has_tzinfo(zone):
        return
    kinds = (ZoneInfo, PythonZoneInfo) if reads_long_hours() or not re.search(r"/-?\d{3}", str(zone)) else ()
    readers = [kind.from_file(io.BytesIO(data)) for kind in kinds] + [tzfile(io.BytesIO(data))]
    for instant in instants:
        kind = zone.at(instant)
        for reader in readers:
            local = (EPOCH + timedelta(seconds=instant)).replace(tzinfo=UTC).astimezone(reader)
            assert (local.utcoffset(), local.tzname()) == (timedelta(seconds=kind.utoff), kind.designation), (
                reader, instant
            )  # fmt: skip


def files(folder: Path) -> Iterator[tuple[str, tz.PosixTimeZone, list[int]]]:
    """For each of the files, the value of TZ, the zone and the instants."""
    for number, text in enumerate(TEXTS):
        zone, instants = changing(text)
        (folder / str(number)).write_bytes(zone.to_tzif())
        yield f":{folder / str(number)}", zone, instants


def test_glibc_reads_it(tmp_path: Path) -> None:
    if not glibc_child.available():
        pytest.skip("Python's time module is not glibc's here")
    written = list(files(tmp_path))
    answers = glibc_child.ask((name, instants) for name, _, instants in written)
    for (_, zone, instants), answer in zip(written, answers, strict=True):
        assert answer == shown(zone, instants), str(zone)


def test_musl_reads_it(tmp_path: Path, musl: Path) -> None:
    written = list(files(tmp_path))
    answers = localtime_c.ask(musl, [(name, instants) for name, _, instants in written])
    for (_, zone, instants), answer in zip(written, answers, strict=True):
        assert answer == shown(zone, instants), str(zone)


def test_zdump_reads_it(tmp_path: Path) -> None:
    if zdump_c.COMMAND is None:
        pytest.skip("no zdump of glibc here")
    compared = 0
    for number, text in enumerate(TEXTS):
        zone = tz.parse(text, "tzif-v3")
        # zdump samples every twelve hours, so it misses transitions that are closer together.
        if any(b.at - a.at < 43_200 for a, b in pairwise(zone.transitions(1974, 2036))):
            continue
        file = tmp_path / str(number)
        file.write_bytes(zone.to_tzif())
        found = zdump_c.inside(zdump_c.lines(str(file), 1975, 2035), 1975, 2035)
        expected = zdump_c.inside(zdump_lines(str(file), zone.clock(), 1975, 2035), 1975, 2035)
        if zone.transitions(1975, 2035):
            compared += 1
            assert found == expected, text
    assert compared > 50


def test_dst_without_rules_says_the_implied_ones() -> None:
    bare = tz.parse("EST5EDT")
    assert bare.to_tzif() == tz.parse("EST5EDT,M3.2.0,M11.1.0").to_tzif()
    assert bare.clock(implied_rules=",M4.1.0,M10.5.0").to_tzif() == tz.parse("EST5EDT,M4.1.0,M10.5.0").to_tzif()


def test_readings_differ_in_the_file_where_the_clocks_do() -> None:
    zone = tz.parse("AAA3BBB,J300/2,J300/3")
    for how in tz.Reading:
        at = [change.at for change in zone.clock(reading=how).transitions(1970, 2038)]
        assert [t for t in blocks(zone.clock(reading=how).to_tzif())[1]["times"] if BEGIN <= t < END] == at
    assert len({zone.clock(reading=how).to_tzif() for how in tz.Reading}) > 1


def test_dst_forever_is_said_by_changes_from_standard_time_and_at_the_end() -> None:
    first, second, footer = blocks(tz.parse("AAA3BBB,0/0,J365/25", "tzif-v3").to_tzif())
    assert first == second
    # pytz and .NET need a type of standard time, and .NET needs a transition to it.
    assert first["types"] == [(-10800, 0, "AAA"), (-7200, 1, "BBB")]
    assert first["kinds"] == [0, 1, 1]
    assert -(2**31) < first["times"][0] < first["times"][1] < BEGIN
    assert first["times"][2] == END
    assert footer["footer"] == "AAA3BBB,0/0,J365/25"


def test_a_plain_zone_has_its_changes_alone() -> None:
    times = blocks(tz.parse(LONDON).to_tzif())[0]["times"]
    assert list(times) == [change.at for change in tz.parse(LONDON).transitions(1970, 2038)]


def test_entries_are_no_closer_than_the_offsets_where_nothing_changes() -> None:
    # The last transition is five hours before 2038, and the clock jumps seven hours, so the end comes later.
    zone = tz.parse("GdX-7<2OA>+00,365/01:59:59,M9.4.5/24:59:59", "tzif-v3")
    *_, last, closing = blocks(zone.to_tzif())[1]["times"]
    assert (last, closing) == (END - 18_001, END - 18_001 + 7 * 3600)


def test_what_a_file_can_not_hold() -> None:
    long = "A" * 300
    with pytest.raises(ValueError, match="the other designation"):
        tz.parse(f"{long}3BBB,J100,J200", "posix-2024").to_tzif()
    assert blocks(tz.parse(f"BBB3{long},J100,J200", "posix-2024").to_tzif())[0]["types"][1][2] == long
    with pytest.raises(ValueError, match="reading"):
        tz.parse(LONDON).clock(reading="libc").to_tzif()
