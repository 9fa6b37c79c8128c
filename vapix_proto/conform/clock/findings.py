"""Classes for the answers that a clock gives and for its disagreements with the right answers."""

from __future__ import annotations

from vapix_proto._places import quote
from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.rules import LocalTimeType

#: The fields of ``ClockAnswer``, in the order of the line protocol.
FIELDS = ("utoff", "isdst", "designation")


class ClockAnswer(Value):
    """What a clock reports. A field that it can't report is None; all three are None if it refuses the string.

    Attributes:
        utoff: Seconds east of UTC.
        isdst: Whether daylight saving time is in force.
        designation: The designation in force, such as ``"CET"``.
    """

    utoff: int | None
    isdst: bool | None
    designation: str | None

    @classmethod
    def parse(cls, line: str) -> ClockAnswer:
        """Parses a line ``utoff<TAB>isdst<TAB>designation`` without its line ending; ``?`` becomes None.

        Raises:
            ValueError: The line is malformed.
        """
        parts = line.split("\t")
        if len(parts) == 3:
            utoff, isdst, designation = parts
            digits = utoff.removeprefix("-")
            if (utoff == "?" or (digits.isascii() and digits.isdigit() and len(digits) < 10)) and isdst in _ISDST:
                number = None if utoff == "?" else int(utoff)
                return cls(number, _ISDST[isdst], None if designation == "?" else designation)
        raise ValueError(
            f"{quote(line, 80)} is not an answer: an answer consists of utoff, isdst (0 or 1) and designation, "
            "separated by tabs"
        )

    def __str__(self) -> str:
        shown = (self.utoff, None if self.isdst is None else int(self.isdst), self.designation)
        return " ".join("?" if part is None else str(part) for part in shown)


_ISDST = {"0": False, "1": True, "?": None}


class ClockFinding(Value):
    """A TZ string that a clock misreads, and an instant at which the clock's answer is wrong.

    The string is simplified before it is reported, as far as the clock stays wrong in the same fields.

    Attributes:
        fields: Which of utoff, isdst and designation are wrong; empty if the clock refuses the string.
        dates: Which of the forms ``M``, ``J`` and ``n`` occur in the string's dates.
        text: The TZ string.
        at: The instant, in seconds since 1970-01-01 00:00:00 UTC.
        expected: The right answer.
        answered: The clock's answer.
        first_text: The string before it was simplified.
        first_at: The instant at which the clock's answer for ``first_text`` was wrong.
        seen: How many answers were wrong in this way before the search for a simpler string.
    """

    fields: tuple[str, ...]
    dates: tuple[str, ...]
    text: str
    at: int
    expected: LocalTimeType
    answered: ClockAnswer
    first_text: str
    first_at: int
    seen: int

    def to_json(self) -> dict[str, Any]:
        """The finding as a JSON object; for a refused string, ``fields`` is empty and ``answered`` has only nulls."""
        return {
            "fields": list(self.fields),
            "dates": list(self.dates),
            "text": self.text,
            "at": self.at,
            "expected": {name: getattr(self.expected, name) for name in FIELDS},
            "answered": {name: getattr(self.answered, name) for name in FIELDS},
            "first_text": self.first_text,
            "first_at": self.first_at,
            "seen": self.seen,
        }
