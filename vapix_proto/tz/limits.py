"""The limits that all dialects share, and the problem of a number that breaks one.

Both doors into the model use them: the parser, with a place in the text as given, and the constructors of the values,
with a place in the text that the value would be written as.
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
#: The most hours in the time of a rule before POSIX.1-2024, and in version 2 of TZif.
PLAIN_TIME_HOURS_MAX = 24
#: The widest offset in seconds that a text can say, and the widest time of a rule in any dialect.
OFFSET_MAX = OFFSET_HOURS_MAX * HOUR + 3599
TIME_HOURS_MAX = 167
TIME_MAX = TIME_HOURS_MAX * HOUR + 3599
#: Where no offset follows the daylight designation, and where no time follows a date.
DEFAULT_DST_AHEAD = HOUR
DEFAULT_RULE_TIME = 2 * HOUR


class NumberLimit(Value):
    """The range of one number of a date.

    Attributes:
        code: The code of the problem of a number outside, as a word.
        low: The least number.
        high: The greatest number; also bounds the digits.
        meaning: The range in words.
    """

    code: str
    low: int
    high: int
    meaning: str

    def allows(self, digits: str) -> bool:
        """Whether the digits of a text say a number in the range, with no more digits than the greatest has."""
        return len(digits) <= len(str(self.high)) and self.low <= int(digits) <= self.high


MONTH = NumberLimit("tz-month-range", 1, 12, "months run from 1 to 12")
WEEK = NumberLimit("tz-week-range", 1, 5, "weeks run from 1 to 5, where 5 is the last of the month")
WEEKDAY = NumberLimit("tz-weekday-range", 0, 6, "weekdays run from 0, Sunday, to 6, Saturday")
JULIAN_DAY = NumberLimit("tz-julian-range", 1, 365, "Jn runs from J1 to J365; February 29 is not counted")
DAY_OF_YEAR = NumberLimit("tz-day-range", 0, 365, "days run from 0 to 365; February 29 is counted")


def refusal(code: str, message: str, text: str, start: int, end: int) -> ParseError:
    """The error of a value that breaks a limit, with a place in the text that it would be written as."""
    # What can be wrong loads when something is: the first parse of a valid string is a tenth faster without.
    from vapix_proto.errors import Code, ParseError, Problem, Span  # noqa: PLC0415

    return ParseError(Problem(Code(code), message, Span(start, end), None, "POSIX.1, Base Definitions 8.3, TZ"), text)
