"""The IANA time zone databases that are installed: where they are, their versions, and the files of their zones.

The one module of ``tz`` that reads files and the clock, and only when a question rests on a database.
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

# Names of zones are made of these; nothing else ever becomes a path.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_NAME_MAX = 64
# The files of the database have some thousand bytes.
_SIZE_MAX = 2**20
#: In the top folder: copies of the whole database, with leap seconds and without; and links to one zone.
_NO_AREAS = ("posix", "right")
_NO_ZONES = ("localtime", "posixrules")
#: The files that have the version in their first line, as IANA and Debian, Apple, and others name them.
_VERSION_FILES = ("tzdata.zi", "+VERSION", "version", "VERSION")
_VERSION = re.compile(r"(?:# version )?([0-9]{4}[a-z]{1,2}[0-9A-Za-z.+-]{0,32})\s*")


class Database(Value):
    """An IANA time zone database: a folder of TZif files. Get those installed from ``tz.databases()``.

    Attributes:
        path: The folder.
        origin: Where its path comes from: ``"system"``, ``"PYTHONTZPATH"`` (or ``zoneinfo.reset_tzpath``),
            ``"tzdata"`` for the package of that name, or ``"path"`` where it was given.
        version: Such as ``"2026c"``; None where the folder has no file with it.

    Raises:
        TypeError: A field of another type.
    """

    path: str
    origin: str
    version: str | None

    def _check(self) -> None:
        if type(self.path) is not str or type(self.origin) is not str:
            raise TypeError("path and origin must be str")
        if self.version is not None and type(self.version) is not str:
            raise TypeError("version must be a str or None")

    def names(self) -> tuple[str, ...]:
        """The names of its zones and of links to them, sorted: those whose files can be read."""
        return tuple(sorted(zone_files(self)))

    def __str__(self) -> str:
        return f"{self.version or 'of unknown version'} in {escape(self.path)}"


def databases() -> tuple[Database, ...]:
    """The databases that are installed, the newest first; those of unknown version last.

    They are the folders that ``zoneinfo`` searches, which are the system's or those of ``PYTHONTZPATH``, and the
    package ``tzdata``. Of one version, the first in the order of ``zoneinfo`` comes first.
    """
    found: dict[str, Database] = {}
    for each in _found():
        if _is_filled(each.path):
            found.setdefault(os.path.realpath(each.path), each)
    return tuple(sorted(found.values(), key=lambda each: each.version or "", reverse=True))


def _is_filled(path: str) -> bool:
    """Whether it is a folder with something in it; images of containers keep the folder and delete the rest."""
    try:
        return bool(os.listdir(path))
    except OSError:
        return False


def _found() -> Iterator[Database]:
    from importlib import import_module  # noqa: PLC0415 - load when first needed
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
    """The newest database that is installed, or the one in a folder; None where none is installed.

    It is the one that every question rests on where no other is named, but for zones that it does not have: those are
    looked for in the other databases.
    """
    if path is None:
        return next(iter(databases()), None)
    folder = os.fsdecode(path)
    return Database(folder, "path", _version_in(folder))


def chosen(choice: Database | str | PathLike[str] | None) -> tuple[Database, ...]:
    """The databases to look a zone up in, in this order: the one that was named, or all installed.

    Raises:
        TypeError: Neither a database nor a path.
    """
    if choice is None:
        return databases()
    if type(choice) is Database:
        return (choice,)
    if not isinstance(choice, (str, os.PathLike)):
        raise TypeError(f"a database or the path of one is needed, not {type(choice).__name__}")
    found = database(choice)
    return () if found is None else (found,)


def instant_of(at: Instant | None) -> int:
    """The whole seconds of an instant; now for None.

    Raises:
        TypeError: No instant.
        ValueError: A naive datetime, a float that is not finite, or an instant outside the years 1 to 9999.
    """
    instant = utc_seconds(time.time() if at is None else at)
    if not FIRST <= instant < STOP:
        raise ValueError("a time zone database covers the years 1 to 9999")
    return instant


def is_name(name: str) -> bool:
    """Whether a zone may have that name."""
    return len(name) <= _NAME_MAX and _NAME.fullmatch(name) is not None


def zone_file(database: Database, name: str) -> ZoneFile | str | None:
    """The zone of that name; what is wrong with its file, as a clause; or None where there is no such file."""
    if not is_name(name):
        return None
    data = _read(os.path.join(database.path, *name.split("/")))
    return None if data is None or not _is_spelt_so(database.path, name) else read_zone_file(data)


def _is_spelt_so(folder: str, name: str) -> bool:
    """Whether the file that was found has this very name: macOS and Windows find ``europe/vienna``, too."""
    try:
        for part in name.split("/"):
            if part not in os.listdir(folder):
                return False
            folder = os.path.join(folder, part)
    except OSError:  # a folder whose files can be read, but not listed
        pass
    return True


class _ZoneFiles(Mapping[str, ZoneFile]):
    """The zones of a database by their names; a file is read when it is first needed, which takes a tenth of a ms."""

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
        """Names of files that others lack; not all of them can be read."""
        return [name for name in self._names if name not in others]


@lru_cache(maxsize=8)
def zone_files(database: Database) -> _ZoneFiles:
    """All zones by their names; each is read once."""
    return _ZoneFiles(database.path)


def table(database: Database, name: str) -> str:
    """The text of one of its tables, such as ``zone.tab``; empty where it has none."""
    return (_read(os.path.join(database.path, name)) or b"").decode("utf-8", "replace")


def _names(top: str) -> Iterator[str]:
    """The names of files that may be zones; ``zoneinfo.available_timezones`` would open all files, and so pipes."""
    for folder, folders, files in os.walk(top):
        if folder == top:
            folders[:] = [name for name in folders if name not in _NO_AREAS]
            files = [name for name in files if name not in _NO_ZONES]  # noqa: PLW2901 - a shorter list of the same
        area = "" if folder == top else os.path.relpath(folder, top).replace(os.sep, "/") + "/"
        for file in files:
            name = area + file
            if is_name(name):
                yield name


def _read(path: str) -> bytes | None:
    """The content of a file, None where it can't be read, is empty or larger.

    Only regular files are opened, because opening a pipe or a device may block forever; so may reading a file of
    ``/proc``, whose size is 0.
    """
    try:
        found = os.stat(path)
        if not S_ISREG(found.st_mode) or not 0 < found.st_size <= _SIZE_MAX:
            return None
        with open(path, "rb") as file:
            # Asking for _SIZE_MAX would allocate that much: 80 us for each file, more than all the rest.
            return file.read(found.st_size)
    except (OSError, ValueError):  # a path with a null character is a ValueError
        return None


def _version_in(folder: str) -> str | None:
    for file in _VERSION_FILES:
        data = _read(os.path.join(folder, file))
        found = None if data is None else _VERSION.fullmatch(data[:100].partition(b"\n")[0].decode("latin-1"))
        if found is not None:
            return found[1]
    return None
