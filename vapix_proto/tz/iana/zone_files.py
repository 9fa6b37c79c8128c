"""Reads TZif files (RFC 9636), which describe a zone's clock by transitions and, after the last one, by a footer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from operator import ge
from struct import unpack_from

from vapix_proto._value import Value
from vapix_proto.errors import ParseError, quote
from vapix_proto.tz.clock.calendar import year_of, year_start
from vapix_proto.tz.dialect import TZIF_V3
from vapix_proto.tz.limits import OFFSET_MAX
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: Functions that use a database cover the years 1 to 9999.
FIRST, STOP = year_start(1), year_start(10_000)
_HEADER = 44
_INEXPRESSIBLE = "its file has a local time type that no TZ string can express"


class ZoneFile(Value):
    """The content of a zone's file.

    Attributes:
        times: The instants of the listed transitions, in ascending order.
        shown: What the clock shows before each of these transitions.
        footer: What the clock shows from the last transition onwards, or always if none are listed (RFC 9636, 3.3).
    """

    times: tuple[int, ...]
    shown: tuple[LocalTimeType, ...]
    footer: PosixTimeZone

    @property
    def last(self) -> int | None:
        """The instant from which the footer applies, or None if it always applies."""
        return self.times[-1] if self.times else None

    @property
    def unspecified(self) -> bool:
        """Whether the file leaves local time unspecified, as the file of the zone Factory does (RFC 9636, 3.2)."""
        return self.footer.std.designation == "-00"

    def at(self, instant: int) -> LocalTimeType:
        """What the clock shows at an instant."""
        index = bisect_right(self.times, instant)
        return self.shown[index] if index < len(self.times) else self.footer.at(instant)

    def changes(self, low: int, high: int) -> list[int]:
        """The instants after ``low`` and before ``high`` at which the local time type may change, in order."""
        listed = self.times[bisect_right(self.times, low) : bisect_left(self.times, high)]
        since = low if self.last is None else max(low, self.last)
        return [*listed, *(changes_of(self.footer, since, high) if since < high else ())]


def changes_of(zone: PosixTimeZone, low: int, high: int) -> list[int]:
    """The transitions of a zone after ``low`` and before ``high``, in order."""
    if zone.dst is None:
        return []
    return [t.at for t in zone.transitions(year_of(low), year_of(high) + 1) if low < t.at < high]


def read_zone_file(data: bytes) -> ZoneFile | str:
    """The zone that a TZif file describes or, if the file is faulty, a description of the fault."""
    if data[:4] != b"TZif":
        return "its file is not a TZif file"
    if data[4:5] < b"2":
        return "its file has no footer, because it is a version 1 file"
    second = _block_end(data, 0, 4)
    if second is None or data[second : second + 4] != b"TZif":
        return "its file is cut short"
    end = _block_end(data, second, 8)
    if end is None or data[end : end + 1] != b"\n" or data[-1:] != b"\n" or len(data) < end + 2:
        return "its file is cut short"
    listed = _listed(data, second)
    if isinstance(listed, str):
        return listed
    times, types, kinds = listed
    text = data[end + 1 : -1]
    if not text:
        return "its file has no footer, so nothing is known about the time after its last transition"
    footer = TZIF_V3._reader.read(text.decode("latin-1"))
    if footer is None:
        return f"its footer {quote(text)} is not a TZ string"
    # Only as daylight saving time with rules can such an offset be part of a string.
    if any(abs(kind.utoff) > OFFSET_MAX for kind in types) and not {footer.std, footer.dst}.issuperset(types):
        return _INEXPRESSIBLE
    if times and times[-1] >= STOP:
        return "its file lists a transition after the year 9999"
    # The last transition and the footer may disagree on which of the footer's two offsets is in force, as for
    # America/Ojinaga up to 2023c. They disagree only until the footer's next transition, and readers follow the footer.
    if times and types[kinds[-1]].utoff not in {kind.utoff for kind in (footer.std, footer.dst) if kind is not None}:
        return f"its footer {footer} disagrees with its last transition"
    # Some files begin at the Big Bang, which no calendar covers.
    early = bisect_left(times, FIRST)
    shown = tuple(map(types.__getitem__, (0, *kinds)[early : len(times)]))
    return ZoneFile(times[early:], shown, footer)


def _counts(data: bytes, at: int) -> tuple[int, ...]:
    """The six counts of a header: isut, isstd, leap, time, type, char."""
    return unpack_from(">6L", data, at + 20)


def _block_end(data: bytes, at: int, width: int) -> int | None:
    """The end of a header and its data, in which each time has ``width`` octets; None if the file ends before it."""
    if len(data) < at + _HEADER:
        return None
    isut, isstd, leap, time, kind, char = _counts(data, at)
    end = at + _HEADER + time * (width + 1) + kind * 6 + char + leap * (width + 4) + isstd + isut
    return end if end <= len(data) else None


def _listed(data: bytes, at: int) -> tuple[tuple[int, ...], Sequence[LocalTimeType], bytes] | str:
    """What a file's second block lists (transitions, local time types, each transition's type), or why it is faulty."""
    _, _, leaps, count, types, characters = _counts(data, at)
    if leaps:
        return "its file counts leap seconds"
    at += _HEADER
    times = unpack_from(f">{count}q", data, at)
    if any(map(ge, times, times[1:])):
        return "its file lists transitions out of order"
    at += 8 * count
    kinds = data[at : at + count]
    at += count
    if count and max(kinds) >= types:
        return "its file lists a transition to a local time type that it does not have"
    names = data[at + 6 * types :][:characters]
    found = []
    for number in range(types):
        utoff, isdst, index = unpack_from(">lBB", data, at + 6 * number)
        name, end, _ = names[index:].partition(b"\0")
        kind = _local_time_type(utoff, isdst, name) if end and isdst <= 1 else None
        if kind is None:
            return _INEXPRESSIBLE
        found.append(kind)
    return times, found, kinds


@lru_cache(maxsize=1024)
def _local_time_type(utoff: int, isdst: int, name: bytes) -> LocalTimeType | None:
    try:
        return LocalTimeType(utoff, isdst == 1, name.decode("latin-1"))
    except ParseError:
        return None
