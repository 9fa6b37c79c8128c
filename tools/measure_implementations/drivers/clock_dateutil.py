"""The clock of dateutil."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dateutil.tz import tzstr

from tools.measure_implementations.drivers.lines import REFUSED, serve

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shown(text: str, instants: list[int]) -> list[str]:
    try:
        clock = tzstr(text)
    except ValueError:
        return [REFUSED] * len(instants)
    return [answer(clock, at) for at in instants]


def answer(clock: tzstr, at: int) -> str:
    try:
        local = (EPOCH + timedelta(seconds=at)).astimezone(clock)
        offset, ahead = local.utcoffset(), local.dst()
    except (OverflowError, ValueError):
        return REFUSED  # an offset of 24 hours or more, which datetime can't hold
    if offset is None:
        return REFUSED
    # dateutil shows how far ahead the clock is, not whether daylight saving time is in force; with zero, it may be.
    return f"{offset // timedelta(seconds=1)}\t{1 if ahead else '?'}\t{local.tzname()}"


if __name__ == "__main__":
    serve(shown)
