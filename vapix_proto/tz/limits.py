"""The limits that all dialects share, and the problem of a number that breaks one.

Both doors into the model use them: the parser, with a place in the text as given, and the constructors of the values,
with a place in the text that the value would be written as.
"""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import Code

DESIGNATION_MIN = 3
OFFSET_HOURS_MAX = 24
HOUR = 3600
DAY = 86400
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
        code: The code of the problem of a number outside.
        low: The least number.
        high: The greatest number; also bounds the digits.
        meaning: The range in words.
    """

    __slots__ = __match_args__ = ("code", "low", "high", "meaning")
    code: Code
    low: int
    high: int
    meaning: str

    def __init__(self, code: Code, low: int, high: int, meaning: str) -> None:
        self._set(code=code, low=low, high=high, meaning=meaning)

    def allows(self, digits: str) -> bool:
        """Whether the digits of a text say a number in the range, with no more digits than the greatest has."""
        return len(digits) <= len(str(self.high)) and self.low <= int(digits) <= self.high


MONTH = NumberLimit(Code.TZ_MONTH_RANGE, 1, 12, "months run from 1 to 12")
WEEK = NumberLimit(Code.TZ_WEEK_RANGE, 1, 5, "weeks run from 1 to 5, where 5 is the last of the month")
WEEKDAY = NumberLimit(Code.TZ_WEEKDAY_RANGE, 0, 6, "weekdays run from 0, Sunday, to 6, Saturday")
JULIAN_DAY = NumberLimit(Code.TZ_JULIAN_RANGE, 1, 365, "Jn runs from J1 to J365; February 29 is not counted")
DAY_OF_YEAR = NumberLimit(Code.TZ_DAY_RANGE, 0, 365, "days run from 0 to 365; February 29 is counted")
