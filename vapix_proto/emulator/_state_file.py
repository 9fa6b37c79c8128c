"""A device's state in a SQLite file that is consistent at all times."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
import stat

from vapix_proto._value import discreet
from vapix_proto.oracle import Device

# "vapx", which marks our files, and the version of their format.
_APPLICATION_ID = 0x76617078
_FORM = 1
_BUSY_MILLISECONDS = 200
#: SQLite's errors for a file that can't be read or written, whatever it contains. Other errors may quote the file.
_UNUSABLE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOG = logging.getLogger("vapix_proto.emulator")


class Store:
    """Keeps the state of one device in a file. Once ``save`` returns, the state survives a process or machine crash.

    The file contains passwords in clear text. Only the owner can read a new file. If the group or others can open an
    existing file, ``vapix_proto.emulator`` logs a warning. A file can be open in only one ``Store`` at a time.

    Raises:
        ValueError: ``path`` is empty, ``:memory:`` or a URI, or the file is damaged, is in use, or does not contain
            the state of a device. The message names the file and shows none of its content.
        OSError: The file is not a regular file, or can't be created, read or written.
        TypeError: ``path`` is bytes.
    """

    @discreet
    def __init__(self, path: str | os.PathLike[str]) -> None:
        name = os.fspath(path)
        if not isinstance(name, str):
            raise TypeError("the name of a state file must be a str, not bytes")
        self._name = repr(name)
        self._saved: str | None = None
        problem = _wrong_name(name)
        if problem:
            raise ValueError(f"{self._name} {problem}")
        # SQLite gives no special meaning to an absolute path.
        self._place = place = os.path.realpath(name)
        try:
            # Never open an existing file here: closing it would drop another Store's locks in this process (POSIX).
            os.close(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            if not stat.S_ISREG(os.stat(place).st_mode):
                raise OSError(f"{self._name} is not a regular file") from None
            if not os.access(place, os.R_OK | os.W_OK):
                raise PermissionError(f"you need permission to read and write {self._name}") from None
        try:
            # The caller ensures that only one thread at a time uses the connection.
            self._base = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
            try:
                self._open(place)
            except BaseException:
                self._base.close()
                raise
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self.refusal(error) from None
        found = os.stat(place)
        self._identity = found.st_dev, found.st_ino
        mode = stat.S_IMODE(found.st_mode)
        if os.name == "posix" and mode & _OTHERS:
            _LOG.warning(
                "%s contains passwords in clear text, and other users may open it (mode %04o): run chmod 600",
                self._name,
                mode,
            )

    def refusal(self, error: sqlite3.Error | UnicodeDecodeError) -> OSError | ValueError:
        """The error to raise; it includes SQLite's message only if that message can't quote the file's content."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _UNUSABLE:
            return OSError(f"{self._name}: {error}")
        if code in _IN_USE:
            return ValueError(f"{self._name} is in use by another program or emulator")
        return ValueError(f"{self._name} is damaged, or does not contain the state of a device")

    def _open(self, place: str) -> None:
        ask = self._base.execute
        ask(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
        # Two emulators that share a file would overwrite each other's changes.
        ask("PRAGMA locking_mode=EXCLUSIVE")
        number = ask("PRAGMA application_id").fetchone()[0]
        (tables,) = ask("SELECT count(*) FROM sqlite_master").fetchone()
        if number != _APPLICATION_ID and (number or tables):
            raise ValueError(f"{self._name} is a database that belongs to another application")
        # SQLite treats a file shorter than a page as empty, whatever it contains.
        if ask("PRAGMA page_count").fetchone() == (0,) and os.path.getsize(place):
            raise ValueError(f"{self._name} is damaged, or does not contain the state of a device")
        ask("PRAGMA journal_mode=WAL")
        # With its default setting, WAL may lose the last transactions when the machine crashes.
        ask("PRAGMA synchronous=FULL")
        if number != _APPLICATION_ID:
            ask("BEGIN IMMEDIATE")
            ask(f"PRAGMA application_id={_APPLICATION_ID}")
            ask("CREATE TABLE device (form INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT")
            ask("COMMIT")

    @discreet
    def load(self) -> Device | None:
        """The device in the file; None if the file is new.

        Raises:
            ValueError: The state is damaged or was written by another version of this library, or one of the reasons
                listed under ``Store`` applies.
            OSError: The file can't be read.
        """
        # Read as bytes, because SQLite's error for text that is not UTF-8 quotes that text.
        ask = "SELECT form, CAST(state AS BLOB) FROM device ORDER BY form DESC LIMIT 1"
        try:
            row = self._base.execute(ask).fetchone()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self.refusal(error) from None
        if row is None:
            return None
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            if row[0] == _FORM:
                return Device.from_dict(json.loads(row[1]))
        raise ValueError(f"the state in {self._name} is damaged, or was written by another version of vapix-proto")

    def save(self, device: Device) -> None:
        """Saves the state of the device in one transaction. When the method returns, the transaction is on disk.

        Raises:
            sqlite3.Error: The write failed; the file still contains the previous state.
            OSError: The file has been removed or replaced, so no emulator would find the state in it.
        """
        if self._is_gone():
            raise OSError(f"{self._name} has been removed or replaced")
        text = json.dumps(device.to_dict())
        try:
            self._write(text)
        except sqlite3.Error:
            # A write that was not synced stays in the write-ahead log, and would take effect if the process died.
            if self._saved is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._write(self._saved)
            raise
        self._saved = text

    def _write(self, text: str) -> None:
        self._base.execute("INSERT OR REPLACE INTO device (form, state) VALUES (?, ?)", (_FORM, text))

    def _is_gone(self) -> bool:
        """Whether the name no longer belongs to the file that was opened."""
        try:
            found = os.stat(self._place)
        except OSError:
            return True
        return (found.st_dev, found.st_ino) != self._identity

    def close(self) -> None:
        """Closes the file. Closing it again does nothing."""
        with contextlib.suppress(sqlite3.Error):
            if self._is_gone():
                # SQLite then leaves its write-ahead log, which contains passwords, and which it would apply to the next
                # file with this name. This writes the log to the opened file, wherever that is now, and empties it.
                self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._base.close()


def _wrong_name(name: str) -> str | None:
    """What is wrong with a state file's name, if anything: SQLite gives some names a special meaning."""
    if name == ":memory:":
        return "is not the name of a file: leave out the state file to keep the state in memory"
    if name.startswith("file:"):
        return "is a URI: write the path of the state file"
    return "is not the name of a file" if not name or "\0" in name else None
