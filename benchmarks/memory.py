"""Empties the parser's caches."""

from __future__ import annotations

from vapix_proto import tz
from vapix_proto.tz.syntax import building


def forget(*, pieces: bool) -> None:
    """Empties the caches of parsed strings and, if ``pieces`` is set, of the local time types and rules in them."""
    tz.VAPIX._reader.zones.clear()
    tz.VAPIX._reader.verdicts.clear()
    if pieces:
        building.std_types.clear()
        building.dst_types.clear()
        building.rules.clear()
