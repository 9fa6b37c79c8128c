"""State files: names with a special meaning, files of other kinds, damaged files, and who may read a state file."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.test_emulator import SECRET
from tests.support.frames import leaks
from tests.support.independent.digest_client import PWDGRP, Client
from vapix_proto.emulator import Emulator
from vapix_proto.emulator._state_file import Store
from vapix_proto.oracle import Device

if TYPE_CHECKING:
    from pathlib import Path

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs modes of files")


@pytest.mark.parametrize(
    "name", ["", ":memory:", "file:state.db", "file::memory:?cache=shared", "file:state.db?mode=memory", "a\0b"]
)
def test_a_name_that_is_no_path_is_refused_and_makes_no_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"path|file") as caught:
        Emulator(state=name).__enter__()
    assert repr(name) in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_have_an_odd_name(tmp_path: Path) -> None:
    # The last name can't be written if file names are ASCII.
    strange = () if sys.getfilesystemencoding() == "ascii" else ("\u00e4\U0001f600",)
    for name in (":memory:", "file:x", "a b?c#d%20", *strange):
        path = f"{tmp_path}/{name}"
        store = Store(path)
        store.save(Device("12.11"))
        store.close()
        again = Store(path)
        assert again.load() == Device("12.11")
        again.close()
        assert os.path.getsize(path) > 0


@POSIX
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "link", "/dev/null", "/dev/zero"):
        with pytest.raises(OSError, match="not a regular file") as caught:
            Store(path)
        assert str(path) in str(caught.value)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="loop"):
        Store(tmp_path / "loop")


def test_a_name_of_bytes_is_refused() -> None:
    with pytest.raises(TypeError, match="a state file must be a str, not bytes"):
        Store(b"state.db")  # type: ignore[arg-type]


def test_a_file_that_can_t_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.db"
    Store(path).close()
    # Root may ignore a file's mode, so the check of access is replaced.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError, match=r"you need permission to read and write .*state\.db"):
        Store(path)


def test_a_full_disk_is_not_called_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
        base: sqlite3.Connection = connect(*arguments, **options)
        base.execute("PRAGMA max_page_count=1")
        return base

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(OSError, match=r"state\.db': database or disk is full"):
        Emulator(state=tmp_path / "state.db").__enter__()


def made(path: Path, *statements: str) -> None:
    """A state file with a device, changed by SQL statements."""
    store = Store(path)
    store.save(Device())
    store.close()
    with sqlite3.connect(path) as base:
        for statement in statements:
            base.execute(statement)
    base.close()


def loaded(path: Path) -> Device:
    """The device in a state file."""
    store = Store(path)
    device = store.load()
    store.close()
    assert device is not None
    return device


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE device",),
        (
            "DROP TABLE device",
            f"CREATE TABLE device (form, state, {SECRET.replace('-', '')})",
            "INSERT INTO device VALUES (1,NULL,0)",
        ),
        ("UPDATE device SET state = CAST(x'ff' AS TEXT)",),
        ("UPDATE device SET form = 0",),
        ("DROP TABLE device", "CREATE TABLE device (form, state)", "INSERT INTO device VALUES ('x', '')"),
        *(
            (f"UPDATE device SET state = '{state}'",)
            for state in (
                SECRET,
                "[]",
                f'{{"format": 1, "axis_os": "{SECRET}", "accounts": [], "settings": {{}}, "log": []}}',
                f'{{"format": 1, "axis_os": "9.80", "accounts": [], "settings": {{"{SECRET}": ""}}, "log": []}}',
                '{"format": 1, "axis_os": "9.80", "accounts": [[]], "settings": [1], "log": 2}',
            )
        ),
    ],
)
def test_damage_is_one_error_that_names_the_file_and_has_no_content(
    statements: tuple[str, ...], tmp_path: Path
) -> None:
    made(tmp_path / "state.db", *statements)
    with pytest.raises(ValueError, match=r"state\.db.* is damaged") as caught:
        Emulator(state=tmp_path / "state.db").__enter__()
    assert type(caught.value) is ValueError
    assert SECRET not in str(caught.value)
    assert SECRET.replace("-", "") not in str(caught.value)


@pytest.mark.parametrize("name", [b"hidden", b"\xffidden"])
def test_a_damaged_schema_is_not_shown(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    made(path)
    content = path.read_bytes()
    assert content.count(b"tabledevicedevice") == content.count(b"CREATE TABLE device") == 1
    damaged = content.replace(b"tabledevice", b"table" + name).replace(b"CREATE TABLE", b"CREATE-TABLE")
    path.write_bytes(damaged)
    # SQLite's message contains the name of the table, which is not always valid UTF-8.
    with pytest.raises(ValueError, match=r"state\.db.* is damaged") as caught:
        Emulator(state=path).__enter__()
    assert type(caught.value) is ValueError
    assert leaks(caught.value, "idden") == []


def test_a_file_that_sqlite_takes_for_empty_is_not_overwritten(tmp_path: Path) -> None:
    for content in (b"\0", b"notes", b"\0" * 511):
        path = tmp_path / "state.db"
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"state\.db.* is damaged"):
            Emulator(state=path).__enter__()
        assert path.read_bytes() == content
    path.write_bytes(b"")
    with Emulator(state=path):
        pass


@pytest.mark.parametrize("keep", [100, 3000, 5000])
def test_a_file_that_was_cut_or_overwritten_is_damaged(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    made(path)
    whole = path.read_bytes()
    for content in (whole[:keep], whole[:keep] + b"\xa5" * (len(whole) - keep)):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"state\.db"):
            Emulator(state=path).__enter__()


def test_a_database_of_another_application_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA application_id=5")
        base.execute("CREATE TABLE t (x)")
    base.close()
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"other\.db.*another application"):
        Store(path)
    assert path.read_bytes() == before


@POSIX
@pytest.mark.parametrize("way", ["removed", "moved", "replaced", "moved with its folder"])
def test_a_change_is_refused_while_the_file_is_gone(way: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder, other = tmp_path / "state", tmp_path / "other"
    for each in (folder, other):
        each.mkdir()
    path = folder / "state.db"
    emulator = Emulator(user="root", password=SECRET, state=path)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.add("joe").status == 200
        match way:
            case "removed":
                path.unlink()
            case "moved":
                path.rename(other / "state.db")
            case "replaced":
                made(other / "new.db")
                path.rename(other / "state.db")
                (other / "new.db").rename(path)
            case _:
                other.rmdir()
                folder.rename(other)
        assert [root.add("eve").status for _ in range(2)] == [503, 503]
        assert "can't be saved in the state file: " in caplog.text
        assert "state.db' has been removed or replaced" in caplog.text
        assert root.ask("GET", f"{PWDGRP}?action=get").status == 200
        assert [account.user for account in emulator.device.accounts] == ["root", "joe"]
        caplog.clear()
    assert "has been removed or replaced" in caplog.text
    left = {file for file in tmp_path.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()}
    # What was acknowledged is in the file, wherever that is, and in no file beside it.
    assert left == ({other / "state.db"} if way != "removed" else set())
    for file in left:
        assert [account.user for account in loaded(file).accounts] == ["root", "joe"]
    if way == "replaced":
        assert loaded(path) == Device()


@POSIX
def test_a_file_that_comes_back_is_used_again(tmp_path: Path) -> None:
    path, other = tmp_path / "state.db", tmp_path / "other.db"
    emulator = Emulator(user="root", password=SECRET, state=path)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        path.rename(other)
        assert root.add("joe").status == 503
        other.rename(path)
        assert root.add("eve").status == 200
    assert [account.user for account in loaded(path).accounts] == ["root", "eve"]


@POSIX
def test_a_file_that_others_may_open_is_used_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "state.db"
    for mode, warned in ((0o644, True), (0o640, True), (0o602, True), (0o600, False)):
        path.touch()
        path.chmod(mode)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            Store(path).close()
        assert (f"{path}' contains passwords in clear" in caplog.text) is warned
        assert (f"{mode:04o}" in caplog.text) is warned
