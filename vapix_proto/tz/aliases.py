"""The types of the arguments that public functions accept.

Other modules import them for type checkers only, because this module needs ``datetime``, which takes longer to load
than all other modules of this package.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from vapix_proto.tz.rules import Rule

#: A TZ string; bytes are read as ASCII.
Text: TypeAlias = str | bytes | bytearray | memoryview
#: An instant: a number of any size, in seconds since 1970-01-01 00:00:00 UTC, or an aware datetime. Clocks show whole
#: seconds, so the fraction of a second in a float or a datetime is rounded down.
Instant: TypeAlias = int | float | datetime
#: Rules, as text or as a pair (start, end), to assume if a string has daylight saving time but no rules. An empty
#: string or tuple means standard time all year.
ImpliedRules: TypeAlias = str | tuple[Rule, Rule] | tuple[()]
#: How to read a string: the value of a ``Reading`` or the name of an implementation. Editors complete these names. Type
#: checkers accept any ``str``, but an unknown name raises ``ValueError``.
ReadingName: TypeAlias = (
    Literal[
        "merge", "iana", "utc-year", "utc-year-tie-dst", "musl", "uclibc", "clamp",
        "apple", "cctz", "esphome", "glibc", "go", "jiff", "newlib", "picolibc", "postgresql", "ruby-tzinfo", "tz-rs",
        "tzcode", "whenever",
    ]
    | str
)  # fmt: skip
