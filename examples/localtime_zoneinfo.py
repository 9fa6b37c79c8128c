"""The clock of Python's zoneinfo, in the line protocol of docs/how-to/time-oracle.md.

vapix-proto conform-clock --command 'python examples/localtime_zoneinfo.py'
"""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REFUSED = "?\t?\t?"


@lru_cache(maxsize=64)
def zone(text: str) -> ZoneInfo | None:
    """A zone that has nothing but the string, as the footer of a TZif file (RFC 9636); None where it is refused."""
    block = b"TZif3" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbB", 0, 0, 0) + b"UTC\0"
    try:
        return ZoneInfo.from_file(BytesIO(block + block + b"\n" + text.encode() + b"\n"))
    except ValueError:
        return None


def answer(text: str, at: int) -> str:
    """A line of the protocol."""
    clock = zone(text)
    if clock is None:
        return REFUSED
    try:
        shown = (EPOCH + timedelta(seconds=at)).astimezone(clock)
        offset, ahead = shown.utcoffset(), shown.dst()
    except (OverflowError, ValueError):
        return REFUSED  # an offset of 24 hours or more, which datetime can't hold, or a year past 9999
    if offset is None:
        return REFUSED
    # It knows by how much daylight saving time is ahead, not whether it is in force: nothing may be either.
    return f"{offset // timedelta(seconds=1)}\t{1 if ahead else '?'}\t{shown.tzname()}"


def main() -> None:
    """Answers every line; an empty one asks for what was not yet written."""
    for line in sys.stdin:
        if line == "\n":
            sys.stdout.flush()
            continue
        text, at = line.rstrip("\n").split("\t")
        sys.stdout.write(answer(text, int(at)) + "\n")


if __name__ == "__main__":
    main()
