"""What the arguments of public functions may be, as types.

Other modules import these for type checkers alone, because ``datetime`` takes longer to load than all of this package.
"""

from __future__ import annotations

from datetime import datetime

from vapix_proto.tz.rules import Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["ImpliedRules", "Instant", "Text"]

#: A TZ string; bytes are read as ASCII.
Text: TypeAlias = str | bytes | bytearray | memoryview
#: An instant: seconds since 1970-01-01 00:00:00 UTC, of any size, or an aware datetime. Clocks show whole seconds:
#: a fraction, as of ``time.time()``, and microseconds belong to the second that has begun.
Instant: TypeAlias = int | float | datetime
#: The rules that daylight saving time without rules is taken to have: their text, or start and end.
ImpliedRules: TypeAlias = str | tuple[Rule, Rule]
