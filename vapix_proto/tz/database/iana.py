"""The rule strings of the installed IANA time zone database: the footers of its TZif files.

The one module of ``tz`` that reads files, and only when a question names a zone of the database.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.tz import limits
from vapix_proto.tz.analysis.comparison import same_clock
from vapix_proto.tz.analysis.zones import zone_of
from vapix_proto.tz.dialect import TZIF_V3, VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import Text

__all__ = ["footer", "from_iana", "iana_names"]

# Names of the database are made of these; nothing else ever becomes a path.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
# The files of the database have some thousand bytes.
_SIZE_MAX = 2**20


def footer(name: str) -> str | None:
    """The TZ string at the end of a zone's TZif file; None where the zone is not installed, or has none.

    The folders of the system come first, then the package ``tzdata``, as with ``zoneinfo``. A folder has no zone where
    its file is not a regular one, is empty or larger than a megabyte, or can't be read.
    """
    if len(name) > 64 or not _NAME.fullmatch(name):
        return None
    data = _read(name)
    if data is None or not data.startswith(b"TZif") or not data.endswith(b"\n"):
        return None
    text = data[data.rfind(b"\n", 0, -1) + 1 : -1].decode("ascii", "replace")
    return text or None


def _read(name: str) -> bytes | None:
    """The content of a zone's file.

    Only regular files are opened, because opening a pipe or a device may block forever; so may reading a file of
    ``/proc``, whose size is 0.
    """
    from importlib.resources import files  # noqa: PLC0415 - load when first needed
    from pathlib import Path  # noqa: PLC0415
    from stat import S_ISREG  # noqa: PLC0415
    from zoneinfo import TZPATH  # noqa: PLC0415

    for folder in TZPATH:
        path = Path(folder, *name.split("/"))
        try:
            found = path.stat()
            if S_ISREG(found.st_mode) and 0 < found.st_size <= _SIZE_MAX:
                return path.read_bytes()
        except OSError:
            continue
    try:
        return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (ModuleNotFoundError, OSError):
        return None


def _names() -> set[str]:
    """The names that may be those of zones: of all files in the folders of the system, and of the package ``tzdata``.

    ``zoneinfo.available_timezones`` would open every file, pipes among them.
    """
    from importlib.resources import files  # noqa: PLC0415 - load when first needed
    from os import sep, walk  # noqa: PLC0415
    from os.path import join, relpath  # noqa: PLC0415
    from zoneinfo import TZPATH  # noqa: PLC0415

    try:
        names = set(files("tzdata").joinpath("zones").read_text("ascii").split())
    except (ModuleNotFoundError, OSError):
        names = set()
    for top in TZPATH:
        for folder, folders, found in walk(top):
            if folder == top:
                # Copies of the whole database, with leap seconds and without.
                folders[:] = [name for name in folders if name not in ("posix", "right")]
            names.update(relpath(join(folder, name), top).replace(sep, "/") for name in found)
    return names - {"posixrules"}


def from_iana(name: str, dialect: Dialect | str = VAPIX) -> PosixTimeZone:
    """The rule that a zone of the installed IANA database follows now and from now on, if the dialect can write it.

    Raises:
        ParseError: There is no such zone (``tz-iana-name``), or the dialect can't write its rule; the hint then has
            the nearest string that it can.
        TypeError: The name is not a str.
    """
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")
    name = str.__str__(name)
    chosen = _dialect(dialect)
    text = footer(name)
    if text is None:
        message = f"the installed time zone database has no zone {quote(name)} with a rule for the future"
        raise ParseError(Problem(Code.TZ_IANA_NAME, message, Span(0, len(name)), None, "IANA time zone database"), name)
    zone = TZIF_V3._reader.read(text)
    if zone is None:
        message = f"the file of {name} in the time zone database ends in {quote(text)}, which is no TZ string"
        raise ParseError(Problem(Code.TZ_IANA_NAME, message, Span(0, len(name)), None, "RFC 9636, 3.3"), name)
    if chosen._reader.recognises(text):
        return zone
    from vapix_proto.tz.diagnosis.limit_errors import form, limit_problems  # noqa: PLC0415 - only what is refused needs them

    near = nearest(zone, chosen)
    hint = f"the nearest that {chosen.name} can write is {near}" if near is not None else None
    first, *others = (
        problem.replace(message=f"{chosen.name} can't write the rule of {name}: {problem.message}", hint=hint)
        for problem in limit_problems(form(text), text, chosen)
    )
    raise ParseError(first, text, *others)


def iana_names(zone: PosixTimeZone | Text, *, dialect: Dialect | str = VAPIX) -> tuple[str, ...]:
    """The zones of the installed IANA database whose rule for now and from now on shows the same clock, sorted.

    The same is what ``tz.same_clock`` says: the same offset at every instant; names and the flag of daylight saving
    time may be others. The database is read once, when first asked.

    Args:
        zone: A zone, or its TZ string; DST without rules counts with the rules of ``tz.US_RULES``.
        dialect: The dialect of a string.

    Raises:
        ParseError: The string is not one of the dialect.
        TypeError: Neither a zone nor a string.
    """
    return _names_of(zone_of(zone, dialect))


@lru_cache(maxsize=256)
def _names_of(zone: PosixTimeZone) -> tuple[str, ...]:
    return tuple(sorted(name for other, names in _installed() if same_clock(zone, other) for name in names))


@lru_cache(maxsize=1)
def _installed() -> tuple[tuple[PosixTimeZone, tuple[str, ...]], ...]:
    """The rules of the database, each with the names that end in it: under a hundred for six hundred names."""
    names: dict[str, list[str]] = {}
    for name in _names():
        text = footer(name)
        if text is not None:
            names.setdefault(text, []).append(name)
    zones = ((TZIF_V3._reader.read(text), found) for text, found in names.items())
    return tuple((zone, tuple(found)) for zone, found in zones if zone is not None)


def nearest(zone: PosixTimeZone, dialect: Dialect) -> PosixTimeZone | None:
    """The zone with the times of its rules moved into the dialect's range; None where that does not help."""
    low = -limits.TIME_MAX if dialect.time_signed else 0
    high = dialect.time_hours_max * limits.HOUR

    def moved(rule: Rule | None) -> Rule | None:
        return None if rule is None else rule.replace(time=min(max(rule.time, low), high))

    near = zone.replace(start=moved(zone.start), end=moved(zone.end))
    return near if dialect._reader.recognises(str(near)) else None
