"""Converts instants and local times, such as ``datetime`` objects, to whole seconds since 1970."""

from __future__ import annotations

from functools import cache
from operator import index

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime


def utc_seconds(instant: object, *, up: bool = False) -> int:
    """An instant (``tz.Instant``) in whole seconds since 1970-01-01 00:00:00 UTC, rounded down, or up if ``up``.

    Raises:
        TypeError: The value is not an instant.
        ValueError: The datetime is naive, or the float is not finite.
    """
    try:
        return index(instant)  # type: ignore[arg-type]
    except TypeError:
        pass
    if isinstance(instant, float):
        from math import ceil, floor, isfinite  # noqa: PLC0415 - a shared library, which parsing does not need

        if not isfinite(instant):
            raise ValueError(f"an instant must be a finite number, not {instant}")
        return ceil(instant) if up else floor(instant)
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - datetime loads when first needed

    if not isinstance(instant, datetime):
        raise TypeError(f"an instant must be an int, a float or an aware datetime, not {type(instant).__name__}")
    if instant.utcoffset() is None:
        raise ValueError("a naive datetime is not an instant: use resolve() for local times")
    passed, second = instant - datetime(1970, 1, 1, tzinfo=UTC), timedelta(seconds=1)
    return -(-passed // second) if up else passed // second


def local_seconds(local: object) -> int:
    """A naive datetime in whole seconds since 1970-01-01 00:00:00 local time; its microseconds are dropped.

    Raises:
        TypeError: The value is not a datetime.
        ValueError: The datetime is aware.
    """
    if not isinstance(local, _datetime()):
        raise TypeError(f"a local time must be a naive datetime, not {type(local).__name__}")
    if local.tzinfo is not None:
        raise ValueError("an aware datetime is an instant, not a local time: use at() for instants")
    days = local.toordinal() - 719_163  # the ordinal of 1970-01-01
    return days * 86400 + local.hour * 3600 + local.minute * 60 + local.second


@cache  # an import takes as long as the rest of a query
def _datetime() -> type[datetime]:
    from datetime import datetime  # noqa: PLC0415 - datetime loads when first needed

    return datetime
