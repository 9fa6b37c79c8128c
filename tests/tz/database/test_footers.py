"""All footers of the installed time zone database: parsed as TZif version 3, and compared with zoneinfo."""

from __future__ import annotations

import os
import struct
import zoneinfo
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from vapix_proto import ParseError, tz
from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.database import iana
from vapix_proto.tz.database.iana import footer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOOTERS = {name: text for name in sorted(zoneinfo.available_timezones()) if (text := footer(name)) is not None}
DISTINCT = sorted(set(FOOTERS.values()))
UTC_YEARS = range(1970, 2038)


def test_there_are_footers() -> None:
    assert len(DISTINCT) >= 90


@pytest.mark.parametrize("text", DISTINCT)
def test_a_footer_is_canonical_in_version_3(text: str) -> None:
    assert str(tz.parse(text, tz.TZIF_V3)) == text
    assert tz.is_valid(text, tz.POSIX_2024)
    # No footer in use is read in two ways; those of all-year DST would be.
    assert tz.contested(tz.parse(text, tz.TZIF_V3)) is None


def test_vapix_refuses_exactly_those_with_a_negative_time_or_more_than_24_hours() -> None:
    refused = {}
    for text in DISTINCT:
        errors = [problem for problem in tz.validate(text) if problem.severity == "error"]
        if errors:
            refused[text] = [(str(problem.code), text[problem.span.start : problem.span.end]) for problem in errors]
    expected = {}
    for text in DISTINCT:
        times = [part.partition("/")[2] for part in text.split(",")[1:]]
        far = [time for time in times if time.startswith("-") or int(time.partition(":")[0] or 0) > 24]
        if far:
            expected[text] = [("tz-time-signed", "-") if time[0] == "-" else ("tz-time-range", time) for time in far]
    assert refused == expected
    assert 3 <= len(refused) <= 5


@pytest.mark.parametrize("name", FOOTERS)
def test_a_footer_shows_what_zoneinfo_shows_where_the_footer_rules(name: str) -> None:
    zone, theirs = tz.parse(FOOTERS[name], tz.TZIF_V3), zoneinfo.ZoneInfo(name)
    ruled_from = _ruled_from(name, zone)
    compared = 0
    for transition in zone.transitions(UTC_YEARS[0], UTC_YEARS[-1] + 1):
        for at in (transition.at - 1, transition.at, transition.at + 1):
            if at > ruled_from:
                moment = datetime.fromtimestamp(at, UTC).astimezone(theirs)
                kind = zone.at(at)
                offset = moment.utcoffset()
                assert offset is not None
                assert (kind.utoff, kind.designation) == (offset.total_seconds(), moment.tzname()), at
                # A fold belongs to the transition before it, which the footer may not rule yet.
                if at > ruled_from + 86_400:
                    assert datetime.fromtimestamp(at, zone.tzinfo()).fold == moment.fold
                compared += 1
    if zone.dst is not None and ruled_from < year_start(2037):
        assert compared > 0


def _ruled_from(name: str, zone: tz.PosixTimeZone) -> int:
    """The first transition of the file from which on the footer explains all that it shows."""
    explicit = _explicit_transitions(name)
    if not explicit:
        return -(2**63)
    ours = {t.at: t.after for t in zone.transitions(1900, 2040)}
    odd = [at for at, shown in explicit.items() if at not in ours or (ours[at].utoff, ours[at].designation) != shown]
    # Where the footer changes the clock and the file does not, the footer did not rule yet.
    odd += [at for at in ours if min(explicit) <= at <= max(explicit) and at not in explicit]
    last = max(odd, default=min(explicit))
    # What the file shows after the odd one may not be the footer's either, until the next.
    return min((at for at in explicit if at > last), default=last)


def _explicit_transitions(name: str) -> dict[int, tuple[int, str]]:
    """The transitions of the second block of a TZif file, each with utoff and designation after it (RFC 9636, 3.2)."""
    data = iana._read(name)
    assert data is not None

    def counts(at: int) -> tuple[int, ...]:
        return struct.unpack_from(">6I", data, at + 20)

    isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt = counts(0)
    second = 44 + timecnt * 5 + typecnt * 6 + charcnt + leapcnt * 8 + isstdcnt + isutcnt
    _, _, _, timecnt, typecnt, _ = counts(second)
    times = struct.unpack_from(f">{timecnt}q", data, second + 44)
    kinds = second + 44 + 9 * timecnt
    names = kinds + 6 * typecnt
    found = {}
    for at, kind in zip(times, data[kinds - timecnt : kinds], strict=True):
        utoff, _, index = struct.unpack_from(">iBB", data, kinds + 6 * kind)
        found[at] = (utoff, data[names + index :].partition(b"\0")[0].decode())
    return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """An empty folder as the system's database."""
    zoneinfo.reset_tzpath([str(tmp_path)])
    for memory in (iana._installed, iana._names_of):
        memory.cache_clear()
    yield tmp_path
    zoneinfo.reset_tzpath()
    for memory in (iana._installed, iana._names_of):
        memory.cache_clear()


def tzif(text: bytes) -> bytes:
    return b"TZif2" + bytes(39) + b"TZif2" + bytes(39) + b"\n" + text + b"\n"


def test_a_file_that_ends_in_nonsense_is_refused(database: Path) -> None:
    for name, text in (("Garbage", b"GARBAGE"), ("Far", b"AAA99"), ("None", b"")):
        (database / name).write_bytes(tzif(text))
    for name in ("Garbage", "Far", "None"):
        with pytest.raises(ParseError, match="tz-iana-name"):
            tz.from_iana(name)
        assert tz.validate(name)


def test_what_is_no_file_of_a_zone_is_no_zone(database: Path) -> None:
    (database / "Area").mkdir()
    good = database / "Area" / "Good"
    good.write_bytes(tzif(b"QQA17:17"))
    (database / "Empty").touch()
    (database / "Text").write_text("EST5\n")
    (database / "Cut").write_bytes(tzif(b"QQB18:18")[:-1])
    (database / "Huge").write_bytes(b"TZif2" + bytes(2**20) + b"\nQQC19:19\n")
    (database / "Closed").touch()
    (database / "Closed").chmod(0)
    (database / "posix").mkdir()
    (database / "posix" / "Copy").symlink_to(good)
    (database / "Link").symlink_to(good)
    (database / "Loop").symlink_to("Loop")
    (database / "Nowhere").symlink_to("Absent")
    (database / "Device").symlink_to(os.devnull)
    assert tz.iana_names(tz.parse("QQA17:17")) == ("Area/Good", "Link")
    files = ["Area", "Empty", "Text", "Cut", "Huge", "Closed", "Loop", "Nowhere", "Device", "Absent"]
    paths = ["Area/Good/x", "../Link", "/Link", "Area/../Link", "Link/", "./Link", "Link\x00", "Área/Good"]
    for name in (*files, *paths, "A" * 300, "L" * 10**6):
        with pytest.raises(ParseError, match="no zone") as caught:
            tz.from_iana(name)
        assert caught.value.code == "tz-iana-name"
    for text in ("QQB18:18", "QQC19:19"):
        assert tz.iana_names(tz.parse(text)) == ()


def test_a_file_that_is_none_of_a_zone_hides_no_zone_of_the_next_folder(database: Path) -> None:
    first, second = database / "first", database / "second"
    first.mkdir()
    second.mkdir()
    zoneinfo.reset_tzpath([str(first), str(second)])
    names = ["Empty", "Folder", "Huge", "Loop"]
    (first / "Empty").touch()
    (first / "Folder").mkdir()
    (first / "Huge").write_bytes(tzif(b"QQE21:21") + bytes(2**20))
    (first / "Loop").symlink_to("Loop")
    for name in names:
        (second / name).write_bytes(tzif(b"QQF22:22"))
        assert str(tz.from_iana(name)) == "QQF22:22"
    assert tz.iana_names(tz.parse("QQF22:22")) == tuple(names)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nobody_waits_for_a_pipe_among_the_files(database: Path) -> None:
    pipe = database / "Pipe"
    os.mkfifo(pipe)
    done = Event()
    opened = []

    def feed() -> None:
        # Whoever opens the pipe gets a zone, so that no failure of this test waits forever.
        while not done.wait(0.001):
            try:
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                continue
            opened.append(os.write(writer, tzif(b"QQD20:20")))
            os.close(writer)

    feeder = Thread(target=feed)
    feeder.start()
    try:
        with pytest.raises(ParseError, match="no zone"):
            tz.from_iana("Pipe")
        assert tz.validate("Pipe")
        assert tz.iana_names(tz.parse("QQD20:20")) == ()
    finally:
        done.set()
        feeder.join()
    assert opened == []


def test_from_iana_gives_the_rule_or_the_nearest() -> None:
    assert str(tz.from_iana("Europe/Vienna")) == "CET-1CEST,M3.5.0,M10.5.0/3"
    with pytest.raises(ParseError) as caught:
        tz.from_iana("America/Nuuk")
    assert caught.value.code == "tz-time-signed"
    assert caught.value.hint == "the nearest that vapix can write is <-02>2<-01>,M3.5.0/0,M10.5.0/0"
    assert str(tz.from_iana("America/Nuuk", "tzif-v3")) == footer("America/Nuuk")
    for nothing in ("Europe/Nowhere", "../../etc/passwd", "Europe", "", "/etc/passwd", "A" * 10_000):
        with pytest.raises(ParseError, match="tz-iana-name"):
            tz.from_iana(nothing)
    with pytest.raises(TypeError):
        tz.from_iana(5)  # type: ignore[arg-type]
