"""The installed IANA time zone databases: their folders, versions and zone files.

This is the only module of ``tz`` that reads files and the system clock; it does so only for questions that depend on a
database.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from stat import S_ISREG

from vapix_proto._value import Value
from vapix_proto.errors import escape
from vapix_proto.tz.clock.instants import utc_seconds
from vapix_proto.tz.iana.zone_files import FIRST, STOP, ZoneFile, read_zone_file

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import Instant

# Only a name of this form ever becomes part of a path.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_NAME_MAX = 64
# A database's files are a few thousand bytes each.
_SIZE_MAX = 2**20
#: Skipped in the top folder: copies of the whole database, with and without leap seconds, and links to a single zone.
_NO_AREAS = ("posix", "right")
_NO_ZONES = ("localtime", "posixrules")
#: The names under which IANA, Debian, Apple and other vendors ship the file whose first line contains the version.
_VERSION_FILES = ("tzdata.zi", "+VERSION", "version", "VERSION")
_VERSION = re.compile(r"(?:# version )?([0-9]{4}[a-z]{1,2}[0-9A-Za-z.+-]{0,32})\s*")


class Database(Value):
    """An IANA time zone database: a folder of TZif files. ``tz.databases()`` returns the installed ones.

    Attributes:
        path: The folder.
        origin: Where its path comes from: ``"system"``, ``"PYTHONTZPATH"`` (or ``zoneinfo.reset_tzpath``),
            ``"tzdata"`` for the package of that name, or ``"path"`` if the caller named it.
        version: The version, such as ``"2026c"``, or None if no file in the folder states it.

    Raises:
        TypeError: A field has the wrong type.
    """

    path: str
    origin: str
    version: str | None

    def _check(self) -> None:
        if type(self.path) is not str or type(self.origin) is not str:
            raise TypeError("path and origin must each be a str")
        if self.version is not None and type(self.version) is not str:
            raise TypeError("version must be a str or None")

    def names(self) -> tuple[str, ...]:
        """The sorted names of the database's zones and links whose files can be read."""
        return tuple(sorted(zone_files(self)))

    def __str__(self) -> str:
        return f"{self.version or 'of unknown version'} in {escape(self.path)}"


def databases() -> tuple[Database, ...]:
    """The installed databases, newest first; databases of unknown version come last.

    They are in the folders that ``zoneinfo`` searches (the system's, or those in ``PYTHONTZPATH``) and in the package
    ``tzdata``. Databases of the same version are in the order in which ``zoneinfo`` searches them.
    """
    found: dict[str, Database] = {}
    for each in _found():
        if _is_filled(each.path):
            found.setdefault(os.path.realpath(each.path), each)
    return tuple(sorted(found.values(), key=lambda each: each.version or "", reverse=True))


def _is_filled(path: str) -> bool:
    """Whether the path is a non-empty folder. In container images, the folder of the zone files is often empty."""
    try:
        return bool(os.listdir(path))
    except OSError:
        return False


def _found() -> Iterator[Database]:
    from importlib import import_module  # noqa: PLC0415 - imported when first needed
    from sysconfig import get_config_var  # noqa: PLC0415
    from zoneinfo import TZPATH  # noqa: PLC0415

    system = (get_config_var("TZPATH") or "").split(os.pathsep)
    for path in TZPATH:
        yield Database(path, "system" if path in system else "PYTHONTZPATH", _version_in(path))
    try:
        package = import_module("tzdata")
    except ModuleNotFoundError:
        return
    for path in package.__path__:
        version = _VERSION.fullmatch(str(getattr(package, "IANA_VERSION", "")))
        yield Database(os.path.join(path, "zoneinfo"), "tzdata", version[1] if version else None)


def database(path: str | PathLike[str] | None = None) -> Database | None:
    """The database in the given folder or, by default, the newest one, or None if no database is installed.

    Unless you name a database, functions use the newest one; if it lacks a zone, they look that zone up in the other
    installed databases.

    Raises:
        NotADirectoryError: There is no folder at the given path.
    """
    if path is None:
        return next(iter(databases()), None)
    folder = os.fsdecode(path)
    if not os.path.isdir(folder):
        raise NotADirectoryError(f"there is no folder {escape(folder)}, so it has no time zone database")
    return Database(folder, "path", _version_in(folder))


def chosen(choice: Database | str | PathLike[str] | None) -> tuple[Database, ...]:
    """The databases in which to look up a zone, in order: the named one, or all installed ones.

    Raises:
        TypeError: The choice is neither a database nor a path.
        NotADirectoryError: There is no folder at the path.
    """
    if choice is None:
        return databases()
    if type(choice) is Database:
        return (choice,)
    if not isinstance(choice, (str, os.PathLike)):
        raise TypeError(f"expected a database or its path, not {type(choice).__name__}")
    found = database(choice)
    return () if found is None else (found,)


def instant_of(at: Instant | None) -> int:
    """An instant in whole seconds; None means now.

    Raises:
        TypeError: The argument is not an instant.
        ValueError: A datetime is naive, a float is not finite, or the instant is outside the years 1 to 9999.
    """
    instant = utc_seconds(time.time() if at is None else at)
    if not FIRST <= instant < STOP:
        raise ValueError("the instant is out of range: a time zone database covers the years 1 to 9999")
    return instant


def is_name(name: str) -> bool:
    """Whether a string has the form of a zone name."""
    return len(name) <= _NAME_MAX and _NAME.fullmatch(name) is not None


def zone_file(database: Database, name: str) -> ZoneFile | str | None:
    """The zone with the given name, or a description of the fault in its file, or None if there is no such file."""
    if not is_name(name):
        return None
    data = _read(os.path.join(database.path, *name.split("/")))
    return None if data is None or not _is_spelt_so(database.path, name) else read_zone_file(data)


def _is_spelt_so(folder: str, name: str) -> bool:
    """Whether the name is spelt exactly like the file's: macOS and Windows open a file even if the case differs."""
    try:
        for part in name.split("/"):
            if part not in os.listdir(folder):
                return False
            folder = os.path.join(folder, part)
    except OSError:  # a folder whose files can be read, but not listed
        pass
    return True


class _ZoneFiles(Mapping[str, ZoneFile]):
    """A database's zones, keyed by name; each file is read on first use, which takes a tenth of a millisecond."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names = dict.fromkeys(_names(path))
        self._files: dict[str, ZoneFile | None] = {}
        self._contents: dict[bytes, ZoneFile | None] = {}

    def _file(self, name: str) -> ZoneFile | None:
        if name in self._names and name not in self._files:
            data = _read(os.path.join(self._path, *name.split("/"))) or b""
            if data not in self._contents:
                zone = read_zone_file(data)
                self._contents[data] = None if isinstance(zone, str) else zone
            self._files[name] = self._contents[data]
        return self._files.get(name)

    def __getitem__(self, name: str) -> ZoneFile:
        file = self._file(name)
        if file is None:
            raise KeyError(name)
        return file

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if self._file(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def names_besides(self, others: Mapping[str, object]) -> list[str]:
        """The names that are not in ``others``, whether or not their files can be read."""
        return [name for name in self._names if name not in others]


@lru_cache(maxsize=8)
def zone_files(database: Database) -> _ZoneFiles:
    """All zones of a database, keyed by name; each file is read once."""
    return _ZoneFiles(database.path)


def table(database: Database, name: str) -> str:
    """The text of one of a database's tables, such as ``zone.tab``, or an empty string if it is missing."""
    return (_read(os.path.join(database.path, name)) or b"").decode("utf-8", "replace")


def _names(top: str) -> Iterator[str]:
    """The names of files that may be zones; none is opened (``zoneinfo.available_timezones`` opens even pipes)."""
    for folder, folders, files in os.walk(top):
        if folder == top:
            folders[:] = [name for name in folders if name not in _NO_AREAS]
            files = [name for name in files if name not in _NO_ZONES]  # noqa: PLW2901 - the same list, filtered
        area = "" if folder == top else os.path.relpath(folder, top).replace(os.sep, "/") + "/"
        for file in files:
            name = area + file
            if is_name(name):
                yield name


def _read(path: str) -> bytes | None:
    """A file's content, or None if it can't be read, is empty, or is larger than 1 MiB.

    Only regular files are opened, because opening a pipe or a device may block forever. Files of size 0 are skipped,
    because reading one in ``/proc`` may also block.
    """
    try:
        found = os.stat(path)
        if not S_ISREG(found.st_mode) or not 0 < found.st_size <= _SIZE_MAX:
            return None
        with open(path, "rb") as file:
            # Asking for _SIZE_MAX bytes would allocate that many: 80 us per file, more than all other work together.
            return file.read(found.st_size)
    except (OSError, ValueError):  # a null character in the path raises ValueError
        return None


def _version_in(folder: str) -> str | None:
    for file in _VERSION_FILES:
        data = _read(os.path.join(folder, file))
        found = None if data is None else _VERSION.fullmatch(data[:100].partition(b"\n")[0].decode("latin-1"))
        if found is not None:
            return found[1]
    return None
