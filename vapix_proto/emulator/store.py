"""The state of a device in a SQLite file, which is whole at every moment."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from pathlib import Path

from vapix_proto.oracle import Device

__all__ = ["Store"]

# The number of a file that is ours, "vapx", and of its form.
_APPLICATION_ID = 0x76617078
_FORM = 1
_BUSY_MILLISECONDS = 200
#: What SQLite says of a file that can't be used, whatever is in it.
_UNUSABLE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR})


class Store:
    """A file with one device. A ``save`` that has come back survives the end of the process, and of the machine.

    The file has passwords in clear: a new one can be read by its owner alone. One process at a time has it.

    Raises:
        ValueError: The file is none of ours, or broken, or another process has it. Its message has no content.
        OSError: It can't be created, read or written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        # Never a file that is there: to close it would drop the locks that another Store of this process has (POSIX).
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self._path.resolve(), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            # Whoever calls takes care that it is one thread at a time.
            self._base = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            try:
                self._open()
            except BaseException:
                self._base.close()
                raise
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF in _UNUSABLE:
                raise OSError(f"{self._path}: {error}") from None
            raise ValueError(f"{self._path}: no state of a device, or in use: {error}") from None

    def _open(self) -> None:
        ask = self._base.execute
        ask(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
        # Two emulators on one file would take no notice of each other.
        ask("PRAGMA locking_mode=EXCLUSIVE")
        number = ask("PRAGMA application_id").fetchone()[0]
        (tables,) = ask("SELECT count(*) FROM sqlite_master").fetchone()
        if number != _APPLICATION_ID and (number or tables):
            raise ValueError(f"{self._path}: a database of something else")
        ask("PRAGMA journal_mode=WAL")
        # The default of WAL may lose the last transactions when the machine stops.
        ask("PRAGMA synchronous=FULL")
        if number != _APPLICATION_ID:
            ask("BEGIN IMMEDIATE")
            ask(f"PRAGMA application_id={_APPLICATION_ID}")
            ask("CREATE TABLE device (form INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT")
            ask("COMMIT")

    def load(self) -> Device | None:
        """The device; None in a new file.

        Raises:
            ValueError: It is of another form, or no device.
        """
        # As bytes: SQLite's error for text that is no UTF-8 has the text in it.
        ask = "SELECT form, CAST(state AS BLOB) FROM device ORDER BY form DESC LIMIT 1"
        row = self._base.execute(ask).fetchone()
        if row is None:
            return None
        if row[0] != _FORM:
            problem = "of a newer form"
        else:
            try:
                return Device.from_dict(json.loads(row[1]))
            except (ValueError, RecursionError) as error:
                problem = str(error)
        # Without context and content: a traceback that shows variables must not show a password.
        del row
        raise ValueError(f"{self._path}: {problem}")

    def save(self, device: Device) -> None:
        """Writes the device, in one transaction that is on the disk when this comes back.

        Raises:
            sqlite3.Error: It could not be written; the file has the device before.
        """
        text = json.dumps(device.to_dict())
        self._base.execute("INSERT OR REPLACE INTO device (form, state) VALUES (?, ?)", (_FORM, text))

    def close(self) -> None:
        """Closes the file; a second time does nothing."""
        self._base.close()

    def __repr__(self) -> str:
        return f"<Store {str(self._path)!a}>"
