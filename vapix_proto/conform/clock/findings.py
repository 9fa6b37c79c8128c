"""What a clock answered, and where it was wrong, as values."""

from __future__ import annotations

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from vapix_proto.tz.rules import LocalTimeType

#: What an answer says, in the order of the line protocol.
FIELDS = ("utoff", "isdst", "designation")


class ClockAnswer(Value):
    """What a clock shows; None for what it can't tell, for all three where it refuses the string.

    Attributes:
        utoff: Seconds east of UTC.
        isdst: Whether daylight saving time is in force.
        designation: The abbreviation.
    """

    utoff: int | None
    isdst: bool | None
    designation: str | None

    @classmethod
    def parse(cls, line: str) -> ClockAnswer:
        """The answer of a line ``utoff<TAB>isdst<TAB>designation``, without its end; ``?`` is None.

        Raises:
            ValueError: The line is not an answer.
        """
        parts = line.split("\t")
        if len(parts) == 3:
            utoff, isdst, designation = parts
            digits = utoff.removeprefix("-")
            if (utoff == "?" or (digits.isascii() and digits.isdigit() and len(digits) < 10)) and isdst in _ISDST:
                number = None if utoff == "?" else int(utoff)
                return cls(number, _ISDST[isdst], None if designation == "?" else designation)
        raise ValueError(
            f"{line[:80]!r} is not an answer: an answer is utoff, isdst (0 or 1) and designation with tabs between"
        )

    def __str__(self) -> str:
        shown = (self.utoff, None if self.isdst is None else int(self.isdst), self.designation)
        return " ".join("?" if part is None else str(part) for part in shown)


_ISDST = {"0": False, "1": True, "?": None}


class ClockFinding(Value):
    """An instant at which a clock is wrong, for the simplest string that shows it.

    Attributes:
        fields: What differs, of utoff, isdst and designation; none where the clock refuses the string.
        dates: The forms of the dates of the string, of ``M``, ``J`` and ``n``.
        text: The TZ string.
        at: The instant, in seconds since 1970-01-01 00:00:00 UTC.
        expected: What is right.
        answered: What the clock answered.
        first_text: The string in which it was first seen.
        first_at: The instant at which it was first seen.
        seen: How many instants differed so before it was made small.
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
        """The finding as a JSON object; a refused string has no fields and an answer of nulls."""
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
