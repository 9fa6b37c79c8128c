"""A zone's clock under one reading of its string."""

from __future__ import annotations

from vapix_proto._value import later, setters
from vapix_proto.tz.clock.implied_rules import plain_rules, rules_to_imply
from vapix_proto.tz.clock.questions import Questions
from vapix_proto.tz.clock.reading_names import implied_by
from vapix_proto.tz.clock.reading_names import reading as _reading
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.model import PosixTimeZone

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.aliases import ImpliedRules, ReadingName
    from vapix_proto.tz.clock.transitions import Calculator
    from vapix_proto.tz.clock.tzinfo import PosixTzInfo
    from vapix_proto.tz.rules import Rule


class Clock(Questions):
    """A zone's clock under one reading of its string. Get one from ``zone.clock()``.

    A zone has the same query methods as a clock, with the default reading. For any other reading, use a clock:

    >>> from vapix_proto import tz
    >>> zone = tz.parse("EST5EDT,M3.2.0,M11.1.0")
    >>> zone.clock(reading="musl").at(1784000000).designation
    'EDT'
    >>> zone.clock(reading="newlib").reading
    <Reading.UTC_YEAR_TIE_DST: 'utc-year-tie-dst'>

    Clocks are equal if their zones, readings and implied rules are equal. The zone caches the calculations, so it costs
    nothing to create an equal clock again.

    Attributes:
        zone: The zone whose time the clock shows.
        reading: How to read a string on which implementations differ.
        implied_rules: Start and end of daylight saving time in a zone that lacks rules for it; an empty tuple for
            standard time all year; None if the zone has rules, or no daylight saving time.

    Raises:
        TypeError: ``zone`` is not a zone, ``reading`` is not a reading, or ``implied_rules`` has the wrong type.
        ValueError: The reading is unknown, or ``implied_rules`` is not the text of two rules. Or ``implied_rules`` is
            missing, the zone's string has daylight saving time but no rules, and ``reading`` is the name of an
            implementation that refuses such strings.
    """

    zone: PosixTimeZone
    reading: Reading
    implied_rules: tuple[Rule, Rule] | tuple[()] | None
    # Private to this package.
    _calculator: Calculator = later()

    def __init__(
        self,
        zone: PosixTimeZone,
        reading: Reading | ReadingName = Reading.MERGE,
        implied_rules: ImpliedRules | None = None,
    ) -> None:
        if type(zone) is not PosixTimeZone:
            raise TypeError(f"zone must be a PosixTimeZone, not {type(zone).__name__}")
        how, implied = _reading(reading), None
        if zone.dst is not None and zone.start is None:
            implied = rules_to_imply(implied_by(reading) if implied_rules is None else implied_rules)
        elif implied_rules is not None:
            # The rules are not used, but an argument of the wrong type is still refused.
            plain_rules(implied_rules)
        # These setters are faster than ``_set``, which matters because many queries of a zone create a clock.
        _set_zone(self, zone)
        _set_reading(self, how)
        _set_implied_rules(self, implied)
        _set_calculator(self, zone._calculator_of(how, implied))

    def _ready(self) -> Calculator:
        return self._calculator

    def tzinfo(self) -> PosixTzInfo:
        """The clock as a ``datetime.tzinfo``; the same object for equal clocks.

        Raises:
            ValueError: Either offset, or their difference, is 24 hours or more, which ``datetime`` can't represent.
        """
        from vapix_proto.tz.clock.tzinfo import tzinfo_of  # noqa: PLC0415 - datetime loads when first needed

        return tzinfo_of(self.zone, self.reading, self.implied_rules)

    def to_tzif(self) -> bytes:
        """The clock as the bytes of a TZif file (RFC 9636), the format of the files in ``/usr/share/zoneinfo``.

        Both data blocks list the transitions from 1970 to 2037. After the last transition in the list, the footer
        applies: the string with its rules, including implied ones. If programs read these rules in different ways, the
        list also has a transition to standard time in 1902, from which .NET learns the offset of standard time, and one
        without effect at the end of 2037, so that the footer applies only from then on. The file does not describe the
        clock before 1970. Its version is 2, or 3 if a rule's time is negative or past 24:59:59 (RFC 9636, 3.3.1).

        Raises:
            ValueError: The first designation is so long that the index of the second designation does not fit into one
                octet (RFC 9636, 3.2).
        """
        from vapix_proto.tz.clock.tzif import explicit_file  # noqa: PLC0415 - only this method needs tzif

        return explicit_file(self._calculator, self.zone._written_out(self.implied_rules))


_set_zone, _set_reading, _set_implied_rules, _set_calculator = setters(
    Clock, "zone", "reading", "implied_rules", "_calculator"
)
