"""A POSIX time zone as a value: what a TZ string means, and what its clock shows."""

from __future__ import annotations

from functools import lru_cache

from vapix_proto._value import later
from vapix_proto.tz import limits
from vapix_proto.tz.clock.implied_rules import us_rules
from vapix_proto.tz.clock.questions import Questions
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.rules import LocalTimeType, Rule, format_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import NoReturn

    from pydantic_core import CoreSchema

    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.clock.implied_rules import Implied
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.clock.tzinfo import PosixTzInfo

_MERGE = Reading.MERGE  # a name, because looking up an enum member takes longer


class PosixTimeZone(Questions):
    """A time zone as POSIX describes one: standard time and, optionally, daylight saving time with its rules.

    ``str(zone)`` is its canonical, shortest text; ``tz.parse(str(zone), dialect=...) == zone``. Build a zone by parsing
    a string or from its parts; ``zone.replace(...)`` returns a modified copy.

    Attributes:
        std: Standard time; ``std.utoff`` is in seconds east of UTC, so its sign is the opposite of the one in the text.
        dst: Daylight saving time, or None. Often an hour ahead of standard time, but it may be behind (negative DST).
        start: The rule by which daylight saving time starts, in standard time; None if the zone has no DST or no rules.
        end: The rule by which it ends, in daylight saving time; None if ``start`` is None.

    A zone answers questions about its clock according to the literal meaning of the text (``Reading.MERGE``). If it
    has DST but no rules, it follows the rules of the United States, as in most C libraries. ``zone.clock(...)`` returns
    the clock under a different reading.

    Raises:
        ParseError: The zone has only one rule, rules but no ``dst``, or an offset that no string can express.
        TypeError: A part has the wrong type.
        ValueError: ``std.isdst`` is true or ``dst.isdst`` false.
    """

    std: LocalTimeType
    dst: LocalTimeType | None = None
    start: Rule | None = None
    end: Rule | None = None
    # Created on first use, because many zones are parsed and never queried.
    _calculator: Calculator | None = later()
    _calculators: dict[tuple[Reading, Implied | None], Calculator] | None = later()

    def _check(self) -> None:
        std, dst, start, end = self.std, self.dst, self.start, self.end
        _check_types(std, dst, start, end)
        if dst is None and (start is not None or end is not None):
            at = len(_head(std, None))
            raise limits.refusal("tz-dst-missing", "there are rules, but no daylight saving time", str(self), at, at)
        if (start is None) != (end is None):
            at = len(str(self))
            raise limits.refusal(
                "tz-rule-missing", "daylight saving time needs two rules, start and end", str(self), at, at
            )
        default_dst = std.utoff + limits.DEFAULT_DST_AHEAD
        if dst is not None and abs(dst.utoff) > limits.OFFSET_MAX and dst.utoff != default_dst:
            at = len(_head(std, None)) + len(dst.quoted)
            message = limits.offset_refused(dst.utoff)
            raise limits.refusal("tz-offset-range", message, str(self), at, len(_head(std, dst)))

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("PosixTimeZone can't be subclassed: an instance of a subclass could equal a different zone")

    @property
    def rules(self) -> tuple[Rule, Rule] | None:
        """The start and end rules as a pair that ``implied_rules`` accepts; None if the zone has no DST or no rules."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    def __str__(self) -> str:
        text = _head(self.std, self.dst)
        for rule in (self.start, self.end):
            if rule is not None:
                text += f",{rule}"
        return text

    def __repr__(self) -> str:
        return f"<PosixTimeZone {self}>"

    # For pydantic: the bare type selects the VAPIX dialect, and Annotated[tz.PosixTimeZone, tz.POSIX_2024] another one.
    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object, /) -> CoreSchema:
        from vapix_proto.tz.schemas import pydantic_schema  # noqa: PLC0415 - only pydantic needs it

        return pydantic_schema()

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object, /) -> dict[str, str]:
        from vapix_proto.tz.schemas import json_schema  # noqa: PLC0415

        return json_schema()

    def clock(
        self, *, reading: Reading | ReadingName = Reading.MERGE, implied_rules: ImpliedRules | None = None
    ) -> Clock:
        """The clock of this zone under a given reading; it answers the same questions as the zone.

        Args:
            reading: How to read a string on which implementations differ: a ``tz.Reading``, its value, or the name of
                an implementation such as ``"glibc"``; by default the literal meaning of the text.
            implied_rules: The rules to assume if the zone has DST but no rules, as text or as a pair (start, end);
                ``""`` means standard time all year. By default, the reading decides: musl assumes ``,0/0,0/0``, Apple
                ``,M4.1.0,M10.5.0``, ESPHome ``""``, and most implementations assume ``tz.US_RULES``.

        Raises:
            TypeError: ``reading`` is not a reading, or ``implied_rules`` has the wrong type.
            ValueError: The reading is unknown, ``implied_rules`` is not the text of two rules, or it is missing and the
                implementation refuses strings that have DST but no rules.
        """
        return _clock_class()(self, reading, implied_rules)

    def _ready(self) -> Calculator:
        return self._calculator or self.clock()._calculator

    def _calculator_of(self, reading: Reading, implied: Implied | None) -> Calculator:
        """A clock's calculator; equal clocks share one."""
        usual = reading is _MERGE and (implied is None or implied is us_rules())
        if usual and self._calculator is not None:
            return self._calculator
        kept = self._calculators
        if kept is None:
            kept = {}
            self._set(_calculators=kept)
        key = reading, implied
        found = kept.get(key)
        if found is None:
            from vapix_proto.tz.clock.transitions import Calculator  # noqa: PLC0415 - parsing never needs it

            start, end = implied or (self.start, self.end)
            found = Calculator(self.std, self.dst, start, end, reading)
            if len(kept) < _CALCULATORS_MAX:
                kept[key] = found
        if usual:
            self._set(_calculator=found)
        return found

    def _written_out(self, implied: Implied | None) -> PosixTimeZone:
        """The zone with ``implied`` as its rules, unless that is None; if it is empty, without daylight saving time."""
        if implied is None:
            return self
        if not implied:
            return self.replace(dst=None)
        start, end = implied
        return self.replace(start=start, end=end)

    def tzinfo(self) -> PosixTzInfo:
        """The zone as a ``datetime.tzinfo``; equal zones return the same object.

        Raises:
            ValueError: Either offset, or their difference, is 24 hours or more, which ``datetime`` can't represent.
        """
        return self.clock().tzinfo()

    def to_tzif(self) -> bytes:
        """The bytes of a TZif file (RFC 9636) for the zone, with transitions from 1970 to 2037; see ``Clock.to_tzif``.

        Raises:
            ValueError: The first designation is so long that the index of the second designation does not fit into one
                octet (RFC 9636, 3.2).
        """
        return self.clock().to_tzif()


#: How many calculators a zone caches: enough for seven readings and some implied rules. Any others are not cached.
_CALCULATORS_MAX = 16


@lru_cache(maxsize=1)  # an import takes longer than creating a clock
def _clock_class() -> type[Clock]:
    from vapix_proto.tz.clock.clock import Clock  # noqa: PLC0415 - parsing never needs it

    return Clock


def _head(std: LocalTimeType, dst: LocalTimeType | None) -> str:
    text = f"{std.quoted}{format_seconds(-std.utoff)}"
    if dst is not None:
        text += dst.quoted
        if dst.utoff != std.utoff + limits.DEFAULT_DST_AHEAD:
            text += format_seconds(-dst.utoff)
    return text


def _check_types(std: object, dst: object, start: object, end: object) -> None:
    for name, value, kind in (
        ("std", std, LocalTimeType),
        ("dst", dst, LocalTimeType),
        ("start", start, Rule),
        ("end", end, Rule),
    ):
        if not (type(value) is kind or (value is None and name != "std")):
            raise TypeError(f"{name} must be a {kind.__name__}, not {type(value).__name__}")
    assert isinstance(std, LocalTimeType)  # noqa: S101 - for the type checker
    if std.isdst or (isinstance(dst, LocalTimeType) and not dst.isdst):
        raise ValueError("std must have isdst=False, and dst must have isdst=True")
