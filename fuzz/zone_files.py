"""TZif files: each gives a zone or an error and, between the listed transitions, the same offsets as zoneinfo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo._zoneinfo import ZoneInfo  # type: ignore[import-not-found]  # in C, some files end the interpreter

from fuzz._growth import assert_linear
from vapix_proto.tz.iana.zone_files import ZoneFile, read_zone_file

_YEARS = range(-62_135_596_800 + 86_400, 253_402_300_800 - 86_400)


def check(data: bytes) -> None:
    """The bytes are the file."""
    found = read_zone_file(data)
    if isinstance(found, str):
        assert found.isprintable(), found
    else:
        changes = found.changes(0, 2**32)
        assert changes == sorted(set(changes))
        _compare(found, data)
    assert_linear(data, read_zone_file)


def _compare(found: ZoneFile, data: bytes) -> None:
    """Compares the offsets at the listed transitions only: zoneinfo differs before them, and misreads some footers."""
    try:
        theirs = ZoneInfo.from_file(BytesIO(data))
    except Exception:  # zoneinfo expects sound files
        return
    for instant in found.times[:-1]:
        utoff = found.at(instant).utoff
        if instant in _YEARS and abs(utoff) < 86_400:
            shown = datetime.fromtimestamp(instant, UTC).astimezone(theirs)
            assert shown.utcoffset() == timedelta(seconds=utoff), instant
