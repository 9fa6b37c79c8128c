"""Functions that calculate with a valid TZ string: each returns an answer, and the answers agree with each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fuzz._inputs import chosen
from vapix_proto import tz

_DIALECTS = list(tz.DIALECTS.values())
#: 2026-01-01T00:00:00Z.
_AT = 1_767_225_600


def check(data: bytes) -> None:
    """The first byte chooses the dialect; the other bytes are the string."""
    dialect, text = chosen(_DIALECTS, data)
    if len(text) > 200 or not tz.is_valid(text, dialect):
        return
    zone = tz.parse(text, dialect)
    assert tz.same_clock(zone, str(zone), dialect=dialect)
    assert str(tz.explain(zone, at=_AT))
    assert str(tz.agreement(zone, _AT))
    tz.contested(zone)
    changes = zone.transitions(2026, stop=2028)
    assert [change.at for change in changes] == sorted({change.at for change in changes})
    for change in changes:
        assert zone.at(change.at) == change.after
        assert zone.at(change.at - 1) == change.before
    portable = tz.portable(zone)
    if portable is not None and (zone.dst is None or zone.start is not None):
        instants = [change.at + shift for change in changes for shift in (-1, 0)]
        for reading in tz.Reading:
            there = portable.zone.clock(reading=reading)
            assert all(there.at(instant).utoff == zone.at(instant).utoff for instant in instants)
    _check_tzinfo(zone, [_AT, *(change.at for change in changes)])


def _check_tzinfo(zone: tz.PosixTimeZone, instants: list[int]) -> None:
    offsets = [kind.utoff for kind in (zone.std, zone.dst) if kind is not None]
    try:
        tzinfo = zone.tzinfo()
    except ValueError:
        assert max(*map(abs, offsets), max(offsets) - min(offsets)) >= 86_400, "datetime can hold such offsets"
        return
    for instant in instants:
        shown = datetime.fromtimestamp(instant, UTC).astimezone(tzinfo)
        assert shown.utcoffset() == timedelta(seconds=zone.at(instant).utoff)
