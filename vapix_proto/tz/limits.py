"""The limits that all dialects share, and the error for a number outside them.

The parser's errors give positions in the parsed text. A constructor has no such text, so its errors give positions in
the value as it would be written in a TZ string.
"""

from __future__ import annotations

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.errors import ParseError

DESIGNATION_MIN = 3
OFFSET_HOURS_MAX = 24
HOUR = 3600
DAY = 86400
#: The maximum hours in a rule's time before POSIX.1-2024, and in version 2 of TZif.
PLAIN_TIME_HOURS_MAX = 24
#: The largest offset that a string can express, and the largest rule time in any dialect, in seconds.
OFFSET_MAX = OFFSET_HOURS_MAX * HOUR + 3599
TIME_HOURS_MAX = 167
TIME_MAX = TIME_HOURS_MAX * HOUR + 3599
#: Defaults for what a string leaves out: how far daylight saving time is ahead of standard time, and a rule's time.
DEFAULT_DST_AHEAD = HOUR
DEFAULT_RULE_TIME = 2 * HOUR


class NumberLimit(Value):
    """The range of one number in a date.

    Attributes:
        code: The problem code for a number outside the range.
        name: The text before the number in messages: ``"month "``, ``"J"``.
        low: The smallest number.
        high: The greatest number, which also limits the number of digits.
        meaning: The range, described in English.
    """

    code: str
    name: str
    low: int
    high: int
    meaning: str

    def allows(self, digits: str) -> bool:
        """Whether the digits form a number in the range, written with no more digits than ``high`` has."""
        return len(digits) <= len(str(self.high)) and self.low <= int(digits) <= self.high

    def refused(self, number: str, why: str = "is out of range") -> str:
        """The message for a number outside the range."""
        return f"{self.name}{number} {why}: {self.meaning}"


MONTH = NumberLimit("tz-month-range", "month ", 1, 12, "months run from 1 to 12")
WEEK = NumberLimit("tz-week-range", "week ", 1, 5, "weeks run from 1 to 5, where 5 is the last of the month")
WEEKDAY = NumberLimit("tz-weekday-range", "weekday ", 0, 6, "weekdays run from 0 (Sunday) to 6 (Saturday)")
JULIAN_DAY = NumberLimit("tz-julian-range", "J", 1, 365, "Jn runs from J1 to J365; February 29 is not counted")
DAY_OF_YEAR = NumberLimit("tz-day-range", "day ", 0, 365, "days run from 0 to 365; February 29 is counted")


def offset_refused(utoff: int) -> str:
    """The message for an offset that no string can express."""
    return f"hour {shown(abs(utoff) // HOUR)} is out of range: offsets run from 0 to {OFFSET_HOURS_MAX}"


def shown(value: int) -> str:
    """A number as shown in an error message, with 18 nines and three dots in place of more than 18 digits.

    Python itself refuses to format integers with thousands of digits.
    """
    return str(value) if abs(value) < 10**18 else f"{'-' if value < 0 else ''}{'9' * 18}..."


def refusal(code: str, message: str, text: str, start: int, end: int) -> ParseError:
    """The error for a value outside a limit.

    ``text`` is the value as it would be written in a TZ string; ``text[start:end]`` is the part in error.
    """
    # Imported only when something is refused, which makes the first parse of a valid string a tenth faster.
    from vapix_proto.errors import Code, ParseError, Problem, Span  # noqa: PLC0415

    return ParseError(Problem(Code(code), message, Span(start, end), None, "POSIX.1, Base Definitions 8.3, TZ"), text)
