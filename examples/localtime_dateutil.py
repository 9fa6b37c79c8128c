"""The clock of dateutil, in the line protocol of docs/how-to/time-oracle.md.

vapix-proto conform-clock --command 'python examples/localtime_dateutil.py'
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from dateutil.tz import tzstr

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REFUSED = "?\t?\t?"


@lru_cache(maxsize=64)
def zone(text: str) -> tzstr | None:
    """The zone of a string; None where it is refused."""
    try:
        # Without posix_offset it takes GMT+3 for 3 hours east of Greenwich.
        return tzstr(text, posix_offset=True)
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
