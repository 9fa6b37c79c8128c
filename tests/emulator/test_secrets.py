"""Passwords may be passed as ``Password``, and no error shows a password."""

from __future__ import annotations

import socket
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import pytest

import vapix_proto
from tests.emulator.test_emulator import SECRET
from tests.support.frames import leaks
from tests.support.independent.digest_client import PWDGRP, Client
from vapix_proto.emulator import Emulator
from vapix_proto.emulator._state_file import Store
from vapix_proto.oracle import Account, Device, Event
from vapix_proto.vapix import Password, UserName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADMIN: dict[str, Any] = {"user": "root", "password": SECRET}


def test_leaks_are_found() -> None:
    def fail(given: object) -> None:
        held = [{"a": (given,)}]
        assert held
        raise ValueError("no")

    # Frames before the first frame of our code do not count.
    with pytest.raises(ValueError, match="no") as caught:
        fail(SECRET)
    assert leaks(caught.value, SECRET) == []
    hidden: list[object] = [SECRET, [SECRET], {"a": SECRET.encode()}, Account("joe", SECRET, "users", ["viewer"])]
    for value in (*hidden, Device(accounts=[Account("joe", SECRET, "users", ["viewer"])])):
        scope: dict[str, Any] = {}
        exec(
            compile("def fail(held):\n  raise ValueError('no')", f"{vapix_proto.__path__[0]}/elsewhere.py", "exec"),
            scope,
        )
        with pytest.raises(ValueError, match="no") as caught:
            scope["fail"](value)
        assert any("elsewhere.py:2 fail" in place for place in leaks(caught.value, SECRET))
        outer = KeyError("no")
        outer.__context__ = caught.value
        assert leaks(outer, SECRET)
    for error in (ValueError(SECRET), ValueError([SECRET]), UnicodeDecodeError("x", SECRET.encode(), 0, 1, "x")):
        assert leaks(error, SECRET)
    noted = ValueError("no")
    noted.add_note(SECRET)
    assert leaks(noted, SECRET)
    assert leaks(ExceptionGroup("x", [ValueError(SECRET)]), SECRET)
    assert leaks(ValueError(Password(SECRET)), SECRET) == []


# -- Password


def test_the_initial_admin_may_have_a_password_of_either_type() -> None:
    for password in (SECRET, Password(SECRET)):
        emulator = Emulator(user=UserName("root"), password=password)
        with emulator, Client(emulator.url, "root", SECRET) as root:
            assert root.ask("GET", f"{PWDGRP}?action=get").status == 200
        assert emulator.device.accounts[0].password == SECRET


def test_an_account_may_have_a_password_of_either_type() -> None:
    account = Account("joe", Password(SECRET), "users", ["viewer"])
    assert account == Account("joe", SECRET, "users", ["viewer"])
    assert account.replace(password=Password("other")).password == "other"
    assert Device(accounts=[account]).to_dict()["accounts"][0]["password"] == SECRET


def test_a_masked_password_is_refused() -> None:
    with pytest.raises(ValueError, match="masked"):
        Emulator(user="root", password=str(Password(SECRET)))


@pytest.mark.parametrize("wrong", [b"pass", 5, ["pass"], bytearray(b"pass")])
def test_a_password_of_another_type_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="a password must be a str"):
        Emulator(user="root", password=wrong)
    with pytest.raises(TypeError, match="a password must be a str"):
        Account("joe", wrong, "users", ["viewer"])
    with pytest.raises(TypeError, match=r"^user must be a str"):
        Emulator(user=wrong, password="pass")


# -- errors


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": None},
        {"user": b"root"},
        {"user": "no!name"},
        {"password": SECRET.encode()},
        {"password": [SECRET]},
        {"password": SECRET + "\udcff"},
        {"password": SECRET + "\n"},
        {"axis_os": "4.0"},
        {"axis_os": "x"},
        {"axis_os": 11},
        {"axis_os": "9.80", "user": "joe"},
        {"serial": 'A"B'},
        {"serial": ""},
        {"host": ""},
        {"host": "no host"},
        {"host": "192.0.2.1"},
        {"port": 65536},
        {"port": -1},
        {"port": "80"},
        {"allowed_hosts": "camera"},
        {"allowed_hosts": ["http://camera"]},
        {"allowed_origins": ["camera"]},
        {"state": ":memory:"},
        {"state": "/no/such/folder/state.db"},
        {"state": "/"},
        {"state": b"state.db"},
        {"state": "a\0b"},
    ],
    ids=repr,
)
def test_an_emulator_that_is_refused_shows_no_password(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, OSError)) as caught:
        Emulator(**(ADMIN | wrong)).__enter__()
    assert leaks(caught.value, SECRET) == []


def broken(path: Path, state: str) -> None:
    store = Store(path)
    store._base.execute("INSERT OR REPLACE INTO device VALUES (1, ?)", (state,))
    store.close()


def with_account(path: Path) -> None:
    store = Store(path)
    store.save(Device("12.11", [Account("joe", SECRET, "users", ["viewer"])]))
    store.close()


@pytest.mark.parametrize(
    "made",
    [
        lambda path: broken(path, f'{{"{SECRET}'),
        lambda path: broken(path, f'"{SECRET}"'),
        lambda path: broken(path, f'{{"format": 1, "accounts": [{{"password": "{SECRET}"}}]}}'),
        lambda path: broken(
            path, f'{{"format": 1, "axis_os": "11.11", "accounts": [], "settings": {{"{SECRET}": "1"}}}}'
        ),
        lambda path: path.write_text(SECRET * 100),
        with_account,
    ],
)
def test_a_state_file_that_is_refused_shows_no_password(made: Callable[[Path], None], tmp_path: Path) -> None:
    made(tmp_path / "state.db")
    with pytest.raises(ValueError, match=r"state|AXIS OS") as caught:
        Emulator("11.11", **ADMIN, state=tmp_path / "state.db").__enter__()
    assert leaks(caught.value, SECRET) == []


def test_an_address_in_use_a_full_disk_and_another_thread_show_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use") as caught:
        Emulator(**ADMIN, port=taken.getsockname()[1]).__enter__()
    assert leaks(caught.value, SECRET) == []

    with Emulator(**ADMIN, state=tmp_path / "state.db"):
        with pytest.raises(ValueError, match="in use") as refused:
            Emulator(**ADMIN, state=tmp_path / "state.db").__enter__()
        assert leaks(refused.value, SECRET) == []

    def full(_store: Store, _device: Device) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(Store, "save", full)
    with pytest.raises(OSError, match=r"other\.db': database or disk is full") as caught:
        Emulator(**ADMIN, state=tmp_path / "other.db").__enter__()
    assert leaks(caught.value, SECRET) == []

    errors: list[BaseException] = []

    def run() -> None:
        try:
            Emulator(**ADMIN).run()
        except ValueError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert [leaks(error, SECRET) for error in errors] == [[]]


def test_an_emulator_that_has_run_shows_no_password() -> None:
    emulator = Emulator(**ADMIN)

    def fail(_url: str) -> None:
        raise BrokenPipeError("no")

    errors: list[BaseException] = []

    def attempt(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)

    attempt(lambda: emulator.run(fail))
    attempt(lambda: emulator.url)
    thread = threading.Thread(target=attempt, args=(emulator.run,))
    thread.start()
    thread.join()
    with emulator:
        attempt(emulator.run)
    assert [type(error) for error in errors] == [BrokenPipeError, RuntimeError, ValueError, RuntimeError]
    assert [leaks(error, SECRET) for error in errors] == [[]] * 4


def refused_state(**wrong: Any) -> object:
    given = {"accounts": [Account("joe", SECRET, "users", ["viewer"])], "settings": {}, "log": ()}
    return Device(**(given | wrong))


JOE = {"user": "joe", "password": SECRET, "grp": "users", "groups": ["viewer"], "comment": ""}


@pytest.mark.parametrize(
    "refused",
    [
        lambda: Account(5, SECRET, "users", ["viewer"]),  # type: ignore[arg-type]
        lambda: Account("joe", SECRET.encode(), "users", ["viewer"]),  # type: ignore[arg-type]
        lambda: Account("joe", SECRET, "users", ["none"]),
        lambda: Account("joe", SECRET + "\ud800", "users", ["viewer"]),
        lambda: Account("joe", SECRET, "users", 5),  # type: ignore[arg-type]
        lambda: Account("joe", Password(SECRET), "users", [], 5),  # type: ignore[arg-type]
        lambda: Account("joe", SECRET, "users", ["viewer"]).replace(groups=["none"]),
        lambda: Account("joe", "old", "users", ["viewer"]).replace(password=SECRET, grp=5),
        lambda: Account("joe", SECRET, "users", ["viewer"]).replace(other=SECRET),
        lambda: refused_state(axis_os="4.0"),
        lambda: refused_state(axis_os=None),
        lambda: refused_state(accounts=[Account("joe", SECRET, "users", [])] * 2),
        lambda: refused_state(accounts=[SECRET]),
        lambda: refused_state(settings={"no": "such"}),
        lambda: refused_state(settings={"Time.POSIXTimeZone": "x"}),
        lambda: refused_state(log=["x"]),
        lambda: Device(accounts=[Account("joe", SECRET, "users", [])]).replace(settings={"no": "such"}),
        lambda: Device.from_dict({"format": 2, "accounts": [JOE]}),
        lambda: Device.from_dict({"format": 1, "axis_os": "x", "accounts": [JOE], "settings": {}, "log": []}),
        lambda: Device.from_dict({"format": 1, "axis_os": "9.80", "accounts": [JOE, JOE], "settings": {}, "log": []}),
        lambda: Device.from_dict({"format": 1, "axis_os": "9.80", "accounts": [JOE | {"x": 1}]}),
        lambda: Device.from_dict({"format": 1, "accounts": [JOE], "log": [SECRET]}),
    ],
)
def test_no_error_of_an_account_or_a_state_shows_a_password(refused: Callable[[], object]) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        refused()
    assert leaks(caught.value, SECRET) == []


def test_a_frame_is_dropped_and_not_the_error() -> None:
    with pytest.raises(ValueError, match=r"the value of Time\.POSIXTimeZone is not a TZ string"):
        Device(settings={"Time.POSIXTimeZone": "x"})
    with pytest.raises(TypeError, match="no field 'other'"):
        Event(0, "System", "Warning", "x").replace(other=1)
    with pytest.raises(TypeError, match="no field 'other'"):
        Device().replace(other=1)
