"""TZif files (RFC 9636): made for a test, and read without using the library."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

#: What a clock shows: the UTC offset in seconds, whether daylight saving time is in force, and the designation.
Shown = tuple[int, bool, str]


def instant(text: str) -> int:
    """The instant of an ISO 8601 date and time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def tzif_file(
    footer: bytes | str,
    changes: dict[str, Shown] | None = None,
    before: Shown = (0, False, "LMT"),
    version: bytes = b"2",
) -> bytes:
    """A TZif file with an empty first block.

    Args:
        footer: The text of the footer.
        changes: For each date and time in UTC, what the clock shows from then on.
        before: What the clock shows before the first of these dates.
        version: The version of the file.
    """
    listed = changes or {}
    types = list(dict.fromkeys([before, *listed.values()]))
    names = list(dict.fromkeys(name for _, _, name in types))
    places = {name: sum(len(other) + 1 for other in names[:number]) for number, name in enumerate(names)}
    data = struct.pack(f">{len(listed)}q", *map(instant, listed))
    data += bytes(types.index(shown) for shown in listed.values())
    data += b"".join(struct.pack(">lBB", utoff, isdst, places[name]) for utoff, isdst, name in types)
    text = b"".join(name.encode() + b"\0" for name in names)
    second = header(version, 0, 0, 0, len(listed), len(types), len(text)) + data + text
    footer = footer if isinstance(footer, bytes) else footer.encode()
    return header(version, 0, 0, 0, 0, 1, 1) + bytes(7) + second + b"\n" + footer + b"\n"


def header(version: bytes, *counts: int) -> bytes:
    """A TZif header with the counts of isut, isstd, leap, time, type and char."""
    return struct.pack(">4s1s15x6L", b"TZif", version, *counts)


def listed_changes(data: bytes) -> dict[int, Shown]:
    """The transitions in the second block of a file, each with what the clock shows after it (RFC 9636, 3.2)."""

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
        utoff, isdst, index = struct.unpack_from(">iBB", data, kinds + 6 * kind)
        found[at] = (utoff, isdst == 1, data[names + index :].partition(b"\0")[0].decode())
    return found


def footer_of(data: bytes) -> str:
    """The TZ string in a file's footer."""
    return data[data.rfind(b"\n", 0, -1) + 1 : -1].decode()


def tzdata_folder() -> Path:
    """The folder of the time zone database in the tzdata package, whichever database the system uses."""
    return Path(str(resources.files("tzdata") / "zoneinfo"))
