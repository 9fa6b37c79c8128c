"""What the parser remembers, and how to make it forget."""

from __future__ import annotations

from vapix_proto import tz
from vapix_proto.tz.syntax import building


def forget(*, pieces: bool) -> None:
    """Empties the memory of parsed strings, and of their pieces."""
    tz.VAPIX._reader.zones.clear()
    tz.VAPIX._reader.verdicts.clear()
    if pieces:
        building.std_types.clear()
        building.dst_types.clear()
        building.rules.clear()
