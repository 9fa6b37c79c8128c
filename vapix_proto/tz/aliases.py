"""The types of the arguments of public functions.

Other modules import these for type checkers only, because ``datetime`` takes longer to load than all of this package.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from vapix_proto.tz.rules import Rule

#: A TZ string; bytes are read as ASCII.
Text: TypeAlias = str | bytes | bytearray | memoryview
#: An instant: seconds since 1970-01-01 00:00:00 UTC, of any size, or an aware datetime. Clocks show whole seconds:
#: a fraction, as of ``time.time()``, and microseconds belong to the second that has begun.
Instant: TypeAlias = int | float | datetime
#: The rules to imply for daylight saving time without rules: their text, or start and end; an empty text or tuple for
#: standard time all year.
ImpliedRules: TypeAlias = str | tuple[Rule, Rule] | tuple[()]
#: How to read a string: the word of a ``Reading``, or the name of an implementation. Editors complete them; any ``str``
#: will do for type checkers, and an unknown one is a ``ValueError``.
ReadingName: TypeAlias = (
    Literal[
        "merge", "iana", "utc-year", "utc-year-tie-dst", "musl", "uclibc", "clamp",
        "apple", "cctz", "esphome", "glibc", "go", "jiff", "newlib", "picolibc", "postgresql", "ruby-tzinfo", "tz-rs",
        "tzcode", "whenever",
    ]
    | str
)  # fmt: skip
