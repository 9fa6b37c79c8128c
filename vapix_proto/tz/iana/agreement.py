"""Finds when a zone's file and a TZ string give the same UTC offset; the results are exact for all years."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from vapix_proto.tz.clock.calendar import CYCLE_DAYS, DAY
from vapix_proto.tz.iana.zone_files import ZoneFile, changes_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.model import PosixTimeZone

#: The length of the span that is compared in one step: about 16 years.
_STRIDE = 16 * 365 * DAY
#: After a cycle of the calendar, everything repeats.
_CYCLE = (CYCLE_DAYS + 2 * 366) * DAY


def apart(file: ZoneFile, zone: PosixTimeZone, low: int, high: int) -> list[tuple[int, int]]:
    """The spans, in order, in which a file and a zone differ in UTC offset, from ``low`` to ``high`` (exclusive)."""
    marks = sorted({low, high, *file.changes(low, high), *changes_of(zone, low, high)})
    spans: list[tuple[int, int]] = []
    for first, stop in pairwise(marks):
        if file.at(first).utoff == zone.at(first).utoff:
            continue
        if spans and spans[-1][1] == first:
            spans[-1] = spans[-1][0], stop
        else:
            spans.append((first, stop))
    return spans


def agrees_until(file: ZoneFile, zone: PosixTimeZone, at: int) -> int | None:
    """The first instant from ``at`` onwards when a file and a zone differ in UTC offset, or None if they never do."""
    last = at if file.last is None else max(at, file.last)
    beyond = last if zone == file.footer else last + _CYCLE
    while at < beyond:
        stop = min(at + _STRIDE, beyond)
        spans = apart(file, zone, at, stop)
        if spans:
            return spans[0][0]
        at = stop
    return None


def agrees_since(file: ZoneFile, zone: PosixTimeZone, at: int) -> int | None:
    """The instant from which a file and a zone agree until ``at``, or None if they always agreed before ``at``."""
    if zone == file.footer:
        if file.last is None:
            return None
        at = min(at, file.last)
    before = min([at, *file.times[:1]]) - _CYCLE
    while at > before:
        low = max(at - _STRIDE, before)
        spans = apart(file, zone, low, at)
        if spans:
            return spans[-1][1]
        at = low
    return None


def footer_holds(file: ZoneFile, at: int) -> bool:
    """Whether a file's footer describes its clock from a given instant onwards."""
    # Many files list future transitions that their footer also describes. Most of these lists also occur in other
    # files, so results are cached.
    following = bisect_right(file.times, at)
    if following == len(file.times):
        return True
    since = _footer_since(ZoneFile(file.times[following:], file.shown[following:], file.footer))
    return since is None or at >= since


@lru_cache(maxsize=1024)
def _footer_since(file: ZoneFile) -> int | None:
    return agrees_since(file, file.footer, file.times[-1])
