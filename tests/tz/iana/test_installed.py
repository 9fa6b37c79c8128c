"""The installed databases: which is the newest, and which of their files are zones."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zoneinfo
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tests.support.tzif_files import tzif_file
from vapix_proto import ParseError, tz
from vapix_proto.tz.iana import installed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def made(path: Path, version: str | None = None, **footers: str) -> tz.Database:
    """A database of zones that never change. Without zones or a version, it holds only an unknown file."""
    path.mkdir()
    if version is None and not footers:
        (path / "README").touch()
    if version is not None:
        (path / "tzdata.zi").write_text(f"# version {version}\n# more\n")
    for name, footer in footers.items():
        (path / name).write_bytes(tzif_file(footer))
    return tz.Database(str(path), "PYTHONTZPATH", version)


def test_the_newest_comes_first_and_unknown_versions_last(folder: Path) -> None:
    paths = [folder / name for name in "abcd"]
    found = [made(path, version) for path, version in zip(paths, (None, "2025b", "2026f", "2026c"), strict=True)]
    zoneinfo.reset_tzpath([*map(str, paths), str(folder / "absent")])
    assert tz.databases() == (found[2], found[3], found[1], found[0])
    assert tz.database() == found[2]
    assert str(found[2]) == f"2026f in {paths[2]}"
    assert str(found[0]) == f"of unknown version in {paths[0]}"


def test_of_one_version_and_of_none_the_first_in_the_path_is_used(folder: Path) -> None:
    for version in ("2026a", None):
        paths = [folder / f"{name}{version}" for name in "ab"]
        found = tuple(made(path, version) for path in paths)
        zoneinfo.reset_tzpath(list(map(str, paths)))
        assert tz.databases() == found


def test_a_folder_counts_once(folder: Path) -> None:
    found = made(folder / "one")
    (folder / "link").symlink_to(found.path)
    zoneinfo.reset_tzpath([found.path, str(folder / "link")])
    assert tz.databases() == (found,)


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        ("tzdata.zi", "# version 2026f\n# redo posix_only\n", "2026f"),
        ("tzdata.zi", "# version 2026f-12-g0a1b2c3d-dirty\n", "2026f-12-g0a1b2c3d-dirty"),
        ("tzdata.zi", "# This zic input file is in the public domain.\n", None),
        ("tzdata.zi", "", None),
        ("+VERSION", "2024a\n", "2024a"),
        ("version", "2024a\n", "2024a"),
        ("version", "2024a and more\n", None),
        ("version", "\x1b[31m\n", None),
        ("version", "2024a" + "b" * 1000, None),
    ],
)
def test_the_version_is_in_the_first_line_of_a_file(folder: Path, file: str, text: str, version: str | None) -> None:
    (folder / file).write_text(text)
    assert tz.databases() == (tz.Database(str(folder), "PYTHONTZPATH", version),)


def test_the_origin_is_where_the_path_comes_from(tmp_path: Path) -> None:
    (tmp_path / "README").touch()
    code = "from vapix_proto import tz; print(*(f'{each.origin} {each.path}' for each in tz.databases()), sep='\\n')"
    by_path = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONTZPATH": str(tmp_path)}, capture_output=True, check=True
    )
    assert f"PYTHONTZPATH {tmp_path}" in by_path.stdout.decode().splitlines()
    for each in tz.databases():
        assert each.origin in {"system", "tzdata"}
    import tzdata  # type: ignore[import-untyped]

    packages = [each for each in tz.databases() if each.origin == "tzdata"]
    assert [each.version for each in packages] == [tzdata.IANA_VERSION]
    given = tz.database(packages[0].path)
    assert given is not None
    assert (given.origin, given.path) == ("path", packages[0].path)
    assert "Europe/Vienna" in given.names()


def test_a_zone_comes_from_the_newest_database_that_can_answer(folder: Path) -> None:
    newest = made(folder / "new", "2026a", Both="QQA1", Broken="no string")
    older = made(folder / "old", "2025a", Both="QQB2", Broken="QQC3", Gone="QQD4")
    zoneinfo.reset_tzpath([older.path, newest.path])
    for name, footer, database in (("Both", "QQA1", newest), ("Broken", "QQC3", older), ("Gone", "QQD4", older)):
        rule = tz.iana_rule(name)
        assert (str(rule.zone), rule.database) == (footer, database)
        assert str(tz.from_iana(name)) == footer
        assert tz.iana_names(footer) == (name,)
    assert tz.iana_names("QQB2") == ()


def test_the_choice_can_be_overridden(folder: Path) -> None:
    newest = made(folder / "new", "2026a", Both="QQA1")
    older = made(folder / "old", "2025a", Both="QQB2")
    zoneinfo.reset_tzpath([newest.path])
    for choice in (older, older.path, folder / "old"):
        assert str(tz.from_iana("Both", database=choice)) == "QQB2"
        assert tz.iana_rule("Both", database=choice).database.version == "2025a"
        assert tz.iana_names("QQB2", database=choice) == ("Both",)
        assert tz.iana_names("QQA1", database=choice) == ()
    with pytest.raises(ParseError, match=f"there is no zone 'New' in the time zone database 2025a in {older.path} "):
        tz.from_iana("New", database=older)
    (folder / "empty").mkdir()
    with pytest.raises(
        ParseError, match=f"there is no zone 'Both' in the time zone database of unknown version in {folder}/empty"
    ):
        tz.from_iana("Both", database=folder / "empty")
    with pytest.raises(TypeError, match="must each be a str"):
        tz.Database(folder, "path", None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="version must be"):
        tz.Database("/", "path", 2026)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int"):
        tz.from_iana("Both", database=5)  # type: ignore[arg-type]


def test_without_a_database_the_error_says_what_to_install(nothing_installed: None) -> None:
    assert tz.database() is None
    assert tz.databases() == ()
    assert tz.iana_names("UTC0") == ()
    with pytest.raises(ParseError, match="no zone 'Europe/Vienna': no time zone database is installed") as caught:
        tz.from_iana("Europe/Vienna")
    assert (caught.value.code, caught.value.hint) == ("tz-iana-name", "install the tzdata package")


def test_a_name_is_spelt_as_in_the_database_where_files_are_found_in_any_case(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Area").mkdir()
    (folder / "Area" / "Zone").write_bytes(tzif_file("QQA1"))
    read = installed._read

    def read_in_any_case(path: str) -> bytes | None:
        return read(next((str(file) for file in folder.rglob("*") if str(file).lower() == path.lower()), path))

    monkeypatch.setattr(installed, "_read", read_in_any_case)
    assert str(tz.from_iana("Area/Zone")) == "QQA1"
    for name in ("Area/zone", "area/Zone", "AREA/ZONE"):
        with pytest.raises(ParseError, match=f"there is no zone '{name}'"):
            tz.from_iana(name)


def test_an_empty_folder_is_no_database(folder: Path) -> None:
    assert tz.databases() == ()
    with pytest.raises(ParseError, match="no time zone database is installed"):
        tz.from_iana("Europe/Vienna")


def test_names_are_those_of_zones_and_links(folder: Path) -> None:
    database = made(folder / "one", "2026a", Zone="QQA1", posixrules="QQA1", localtime="QQA1", leapseconds="no string")
    (folder / "one" / "Area").mkdir()
    (folder / "one" / "posix").mkdir()
    (folder / "one" / "Area" / "Link").symlink_to(folder / "one" / "Zone")
    (folder / "one" / "posix" / "Zone").symlink_to(folder / "one" / "Zone")
    assert database.names() == ("Area/Link", "Zone")
    assert tz.iana_names("QQA1", database=database) == ("Area/Link", "Zone")
    assert str(tz.from_iana("posix/Zone", database=database)) == "QQA1"


def test_the_zone_factory_shows_no_clock(folder: Path) -> None:
    made(folder / "one", "2026a", Factory="<-00>0", Zone="UTC0")
    assert tz.iana_names("UTC0", database=folder / "one") == ("Zone",)


def test_what_is_no_file_of_a_zone_is_no_zone(folder: Path) -> None:
    (folder / "Area").mkdir()
    good = folder / "Area" / "Good"
    good.write_bytes(tzif_file("QQA17:17"))
    (folder / "Empty").touch()
    (folder / "Text").write_text("EST5\n")
    (folder / "Cut").write_bytes(tzif_file("QQB18:18")[:-1])
    (folder / "Huge").write_bytes(b"TZif2" + bytes(2**20) + b"\nQQC19:19\n")
    (folder / "Closed").touch()
    (folder / "Closed").chmod(0)
    (folder / "Link").symlink_to(good)
    (folder / "Loop").symlink_to("Loop")
    (folder / "Nowhere").symlink_to("Absent")
    (folder / "Device").symlink_to(os.devnull)
    assert tz.iana_names(tz.parse("QQA17:17")) == ("Area/Good", "Link")
    files = ["Area", "Empty", "Text", "Cut", "Huge", "Closed", "Loop", "Nowhere", "Device", "Absent"]
    paths = ["Area/Good/x", "../Link", "/Link", "Area/../Link", "Link/", "./Link", "Link\x00", "Área/Good"]
    for name in (*files, *paths, "A" * 300, "L" * 10**6):
        with pytest.raises(ParseError, match="no zone") as caught:
            tz.from_iana(name)
        assert caught.value.code == "tz-iana-name"
    for text in ("QQB18:18", "QQC19:19"):
        assert tz.iana_names(tz.parse(text)) == ()


def test_a_file_that_is_none_of_a_zone_hides_no_zone_of_the_next_folder(folder: Path) -> None:
    first, second = folder / "first", folder / "second"
    first.mkdir()
    second.mkdir()
    zoneinfo.reset_tzpath([str(first), str(second)])
    names = ["Empty", "Folder", "Huge", "Loop"]
    (first / "Empty").touch()
    (first / "Folder").mkdir()
    (first / "Huge").write_bytes(tzif_file("QQE21:21") + bytes(2**20))
    (first / "Loop").symlink_to("Loop")
    for name in names:
        (second / name).write_bytes(tzif_file("QQF22:22"))
        assert str(tz.from_iana(name)) == "QQF22:22"
    assert tz.iana_names(tz.parse("QQF22:22")) == tuple(names)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nobody_waits_for_a_pipe_among_the_files(folder: Path) -> None:
    pipe = folder / "Pipe"
    os.mkfifo(pipe)
    done = Event()
    opened = []

    def feed() -> None:
        # Gives a zone to whoever opens the pipe, so that a failure of this test does not wait forever.
        while not done.wait(0.001):
            try:
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                continue
            opened.append(os.write(writer, tzif_file("QQD20:20")))
            os.close(writer)

    feeder = Thread(target=feed)
    feeder.start()
    try:
        with pytest.raises(ParseError, match="no zone"):
            tz.from_iana("Pipe")
        assert tz.iana_names(tz.parse("QQD20:20")) == ()
    finally:
        done.set()
        feeder.join()
    assert opened == []


GOOD = tzif_file("QQA1", {"2000-01-01": (-3600, False, "QQA")})
SECOND = 44 + 7  # where the second header begins
DATA = SECOND + 44


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", None),
        (b"EST5\n", "its file is not a TZif file"),
        (GOOD[:20], "its file is cut short"),
        (GOOD[: SECOND + 10], "its file is cut short"),
        (GOOD[:DATA], "its file is cut short"),
        (GOOD[:-1], "its file is cut short"),
        (GOOD[:SECOND] + b"Gzif" + GOOD[SECOND + 4 :], "its file is cut short"),
        (tzif_file("QQA1", version=b"\0"), "its file has no footer, because it is a version 1 file"),
        (tzif_file(""), "its file has no footer, so nothing is known about the time after its last transition"),
        (tzif_file("GARBAGE"), "its footer 'GARBAGE' is not a TZ string"),
        (tzif_file("AAA99"), "its footer 'AAA99' is not a TZ string"),
        (tzif_file(b"QQ\xc3\xa41"), r"its footer 'QQ\xc3\xa41' is not a TZ string"),
        (tzif_file("QQA1\nQQB2"), r"its footer 'QQA1\nQQB2' is not a TZ string"),
        (tzif_file("QQA1", {"2000-01-01": (0, False, "UTC")}), "its footer QQA1 disagrees with its last transition"),
        (tzif_file("QQA1", {"2000-01-02": (-3600, False, "QQA"), "2000-01-01": (-3600, False, "QQA")}),
         "its file lists transitions out of order"),
        (GOOD[: DATA + 8] + b"\x07" + GOOD[DATA + 9 :],
         "its file lists a transition to a local time type that it does not have"),
        (tzif_file("QQA1", before=(0, False, "?")), "its file has a local time type that no TZ string can express"),
        # A flag of daylight saving time is 0 or 1 (RFC 9636, 3.2).
        (
            tzif_file("QQA1", before=(3600, True, "QQA")).replace(b"\x0e\x10\x01", b"\x0e\x10\x02"),
            "its file has a local time type that no TZ string can express",
        ),
        (tzif_file("QQA1", before=(90_000, True, "QQA")),
         "its file has a local time type that no TZ string can express"),
        (tzif_file("QQA1", {"9999-12-31": (-3600, False, "QQA")}).replace(
            struct.pack(">q", 253_402_214_400), struct.pack(">q", 2**60)),
         "its file lists a transition after the year 9999"),
        (GOOD[: SECOND + 28] + struct.pack(">L", 2**32 - 1) + GOOD[SECOND + 32 :], "its file is cut short"),
        (GOOD[: SECOND + 28] + struct.pack(">L", 1) + GOOD[SECOND + 32 : -6] + bytes(12) + GOOD[-6:],
         "its file counts leap seconds"),
    ],
)  # fmt: skip
def test_a_file_that_is_malformed_is_refused_and_the_error_says_why(
    folder: Path, data: bytes, fault: str | None
) -> None:
    (folder / "Zone").write_bytes(data)
    with pytest.raises(ParseError) as caught:
        tz.iana_rule("Zone")
    where = f"there is no zone 'Zone' in the time zone database of unknown version in {folder}"
    assert caught.value.problem.message == (where if fault is None else f"{where}: {fault}")
    assert (caught.value.code, caught.value.text) == ("tz-iana-name", "Zone")
    assert tz.iana_names("QQA1") == ()


@pytest.mark.parametrize("text", ["EST-24EST,M3.2.0,M11.1.0", "EST-24:59:59EST,M3.2.0,M11.1.0", "EST24EST-1,J1,J2"])
def test_a_file_that_to_tzif_makes_is_read(folder: Path, text: str) -> None:
    zone = tz.parse(text)
    (folder / "Zone").write_bytes(zone.to_tzif())
    assert tz.from_iana("Zone") == zone


def test_an_offset_that_only_daylight_saving_time_can_have_is_never_a_string_of_its_own(folder: Path) -> None:
    footer, std, dst = "QQA-24QQB,M3.2.0,M11.1.0", (86_400, False, "QQA"), (90_000, True, "QQB")
    (folder / "Zone").write_bytes(tzif_file(footer, {"2000-01-01": dst, "2015-01-01": std}, before=std))
    assert str(tz.iana_rule("Zone", 1_300_000_000).zone) == footer


def test_any_bytes_get_an_answer(folder: Path) -> None:
    changes = {"2000-01-01": (-3600, False, "QQA"), "2027-01-01": (0, True, "QQB"), "2028-01-01": (-3600, False, "QQA")}
    data = tzif_file("QQA1QQB,J1,J2", changes)
    variants = [data[:size] for size in range(len(data))]
    for at in range(4, len(data)):
        variants += [data[:at] + bytes([octet]) + data[at + 1 :] for octet in {0, 1, 127, 255, data[at] ^ 1}]
    answered = 0
    for variant in variants:
        (folder / "Zone").write_bytes(variant)
        try:
            rule = tz.iana_rule("Zone", 1_800_000_000)
        except ParseError:
            continue
        answered += 1
        assert rule.zone.at(1_800_000_000).utoff in {zone.utoff for zone in (rule.zone.std, rule.zone.dst) if zone}
    assert 0 < answered < len(variants)


def test_a_path_without_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    questions: list[Callable[..., object]] = [
        partial(tz.suggest, "Europe/Vienna"),
        partial(tz.review, "CET-1CEST,M3.4.0,M10.5.0/3"),
        partial(tz.explain, "CET-1", at=0),
        partial(tz.from_iana, "Europe/Vienna"),
        partial(tz.iana_rule, "Europe/Vienna"),
        partial(tz.iana_names, tz.parse("CET-1")),
    ]
    for path in (tmp_path / "nothing", str(tmp_path / "file")):
        with pytest.raises(NotADirectoryError, match=f"no time zone database: there is no folder {path}"):
            tz.database(path)
        for question in questions:
            with pytest.raises(NotADirectoryError):
                question(database=path)
