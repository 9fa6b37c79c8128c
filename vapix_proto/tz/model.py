"""A POSIX time zone as a value: what a TZ string means, and the questions that it answers."""

from __future__ import annotations

from operator import index

from vapix_proto._value import Value
from vapix_proto.tz import limits
from vapix_proto.tz.clock.calendar import SPAN_BITS
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.clock.readings import reading as _reading
from vapix_proto.tz.rules import LocalTimeType, MonthWeekDay, Rule, format_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import NoReturn

    from vapix_proto.tz.aliases import ImpliedRules, Instant
    from vapix_proto.tz.clock.transitions import Clock, Fold, Gap, Transition, Unambiguous
    from vapix_proto.tz.clock.tzinfo import PosixTzInfo

__all__ = ["US_RULES", "PosixTimeZone"]

#: What glibc and IANA tz imply for daylight saving time without rules: those of the United States since 2007.
US_RULES = ",M3.2.0,M11.1.0"
_MERGE = Reading.MERGE  # a member of an enum takes longer to find
_US_RULES = (Rule(MonthWeekDay(3, 2, 0)), Rule(MonthWeekDay(11, 1, 0)))


class PosixTimeZone(Value):
    """A time zone as POSIX describes one: standard time and, maybe, daylight saving time with the rules when to change.

    ``str(zone)`` is its canonical text, the shortest; ``tz.parse(str(zone), dialect=...) == zone``. Build one by
    parsing or from its parts; a copy with changes comes from ``zone.replace(...)``.

    Attributes:
        std: Standard time; ``std.utoff`` is in seconds east of UTC, the opposite of the text's sign.
        dst: Daylight saving time, or None. Often an hour ahead of standard time, but it may be behind (negative DST).
        start: The rule by which daylight saving time starts, in standard time; None without DST or without rules.
        end: The rule by which it ends, in daylight saving time; None where start is.

    Every question about the clock takes:
        reading: How to read a string on which implementations part; by default ``Reading.MERGE``, what the text says.
        implied_rules: The rules to imply for DST without rules; by default those of the United States, as glibc and
            IANA tz do.

    Raises:
        ParseError: One rule alone, rules without daylight saving time, or an offset that no text can say.
        TypeError: A part of another type.
        ValueError: ``std.isdst`` is true or ``dst.isdst`` false.
    """

    __slots__ = ("_clocks", "_usual", "dst", "end", "start", "std")
    __match_args__ = ("std", "dst", "start", "end")
    std: LocalTimeType
    dst: LocalTimeType | None
    start: Rule | None
    end: Rule | None
    # Not there before the first question: a parser makes many zones that nobody asks.
    _clocks: dict[tuple[object, object], Clock]
    _usual: Clock

    def __init__(
        self,
        std: LocalTimeType,
        dst: LocalTimeType | None = None,
        start: Rule | None = None,
        end: Rule | None = None,
    ) -> None:
        _check_types(std, dst, start, end)
        self._set(std=std, dst=dst, start=start, end=end)
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
            message = "the hours of an offset run from 0 to 24"
            raise limits.refusal("tz-offset-range", message, str(self), at, len(_head(std, dst)))

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("PosixTimeZone is final: a subclass could claim to equal other zones")

    def __str__(self) -> str:
        text = _head(self.std, self.dst)
        for rule in (self.start, self.end):
            if rule is not None:
                text += f",{rule}"
        return text

    def __repr__(self) -> str:
        return f"<PosixTimeZone {self}>"

    def clock(self, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES) -> Clock:
        """The calculator of this zone under a reading; the same object for the same question."""
        usual = reading is _MERGE and implied_rules is US_RULES
        if usual and hasattr(self, "_usual"):
            return self._usual
        implied = implied_rules if implied_rules is US_RULES else plain_rules(implied_rules)
        needed = self.dst is not None and self.start is None
        key = (_reading(reading), implied if needed else None)
        if not hasattr(self, "_clocks"):
            self._set(_clocks={})
        clock = self._clocks.get(key)
        if clock is None:
            start, end = self.start, self.end
            if needed:
                start, end = rules_to_imply(implied)
            from vapix_proto.tz.clock.transitions import Clock  # noqa: PLC0415 - a parser of strings never asks

            clock = Clock(self.std, self.dst, start, end, key[0])
            if len(self._clocks) < _CLOCKS_MAX:
                self._clocks[key] = clock
        if usual:
            self._set(_usual=clock)
        return clock

    def at(
        self, instant: Instant, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES
    ) -> LocalTimeType:
        """What the clock shows at an instant.

        Args:
            instant: Seconds since 1970-01-01 00:00:00 UTC, of any size, or an aware datetime.
            reading: See the class.
            implied_rules: See the class.

        Raises:
            TypeError: No instant.
            ValueError: A naive datetime, an unknown reading or implied rules that are none.
        """
        if reading is _MERGE and implied_rules is US_RULES and type(instant) is int:
            # The way for the question asked most: what the clock keeps of this span of time.
            try:
                span = self._usual.spans.get(instant >> SPAN_BITS)
            except AttributeError:
                span = None
            if span is not None:
                return span[1] if instant < span[0] else span[2]
        return self.clock(reading=reading, implied_rules=implied_rules).at(_seconds(instant))

    def transitions(
        self,
        first: int,
        stop: int | None = None,
        *,
        reading: Reading | str = Reading.MERGE,
        implied_rules: ImpliedRules = US_RULES,
    ) -> tuple[Transition, ...]:
        """The transitions that happen in UTC years, in order.

        Args:
            first: The first year.
            stop: The year after the last, as in ``range``; without it, the first year alone.
            reading: See the class.
            implied_rules: See the class.
        """
        clock = self.clock(reading=reading, implied_rules=implied_rules)
        first = index(first)
        years = range(first, first + 1 if stop is None else index(stop))
        return tuple(transition for year in years for transition in clock.in_year(year))

    def next_transition(
        self, instant: Instant, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES
    ) -> Transition | None:
        """The first transition after an instant (not at it), or None for ever; arguments as for ``at``."""
        return self.clock(reading=reading, implied_rules=implied_rules).after(_seconds(instant))

    def previous_transition(
        self, instant: Instant, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES
    ) -> Transition | None:
        """The last transition before an instant (not at it), or None if never; arguments as for ``at``."""
        return self.clock(reading=reading, implied_rules=implied_rules).before(_seconds(instant))

    def resolve(
        self, local: datetime, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES
    ) -> Unambiguous | Fold | Gap:
        """The instants at which the clock shows a local time (PEP 495); ``local.fold`` is ignored.

        Args:
            local: A naive datetime. Instants are whole seconds: its microseconds are cut off.
            reading: See the class.
            implied_rules: See the class.

        Raises:
            TypeError: No datetime.
            ValueError: An aware datetime.
        """
        return self.clock(reading=reading, implied_rules=implied_rules).resolve(_local_seconds(local))

    def tzinfo(self, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES) -> PosixTzInfo:
        """The zone as a ``datetime.tzinfo``; the same object for equal zones and the same question.

        Raises:
            ValueError: An offset, or the difference of both, of 24 hours or more: ``datetime`` can't hold it.
        """
        from vapix_proto.tz.clock.tzinfo import tzinfo_of  # noqa: PLC0415 - datetime loads when first needed

        needed = self.dst is not None and self.start is None
        return tzinfo_of(self, _reading(reading), rules_to_imply(implied_rules) if needed else None)

    def to_tzif(self, *, reading: Reading | str = Reading.MERGE, implied_rules: ImpliedRules = US_RULES) -> bytes:
        """The zone as the bytes of a TZif file (RFC 9636), such as a system keeps in ``/usr/share/zoneinfo``.

        Both blocks list the transitions from 1970 to 2037. After the last one the footer counts, which is the string
        with its rules, implied ones written out, and each reader follows its own reading. Where readers differ on such
        rules, an entry at the end of 2037 repeats what is in force, so that the list alone counts until then, and an
        entry in 1902 gives standard time. The file does not cover times before 1970. Its version is 2, or 3 where a
        rule's time is negative or past 24:59:59 (3.3.1).

        Args:
            reading: See the class.
            implied_rules: See the class.

        Raises:
            ValueError: The first designation is too long: its index is one octet (3.2). Or as for ``at``.
        """
        from vapix_proto.tz.clock.tzif import explicit_file  # noqa: PLC0415 - only such questions need it

        zone = self
        if self.dst is not None and self.start is None:
            start, end = rules_to_imply(implied_rules)
            zone = self.replace(start=start, end=end)
        rules = [rule for rule in (zone.start, zone.end) if rule is not None]
        return explicit_file(zone.clock(reading=reading), str(zone), rules)


#: Six readings, and some rules to imply; past that a clock is made anew for every question.
_CLOCKS_MAX = 16


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
        raise ValueError("std must have isdst=False, and dst isdst=True")


def rules_to_imply(implied: ImpliedRules) -> tuple[Rule, Rule]:
    """Start and end from the text of two rules, with or without its leading comma, or as they are.

    Raises:
        ValueError: The text is no pair of rules (of any dialect).
        TypeError: Neither text nor a pair of rules.
    """
    implied = plain_rules(implied)
    if implied == US_RULES:
        return _US_RULES
    if isinstance(implied, str):
        from vapix_proto.tz.syntax.building import read_rules  # noqa: PLC0415 - only texts need the grammar

        return read_rules(implied)
    return implied


def plain_rules(implied: ImpliedRules) -> ImpliedRules:
    """The same as a plain string or tuple: a subclass could claim to equal other rules, and so can't key a memory.

    Raises:
        TypeError: Neither text nor a pair of rules.
    """
    if isinstance(implied, str):
        return str.__str__(implied)
    if isinstance(implied, tuple):
        pair = tuple(implied)
        if len(pair) == 2 and all(type(rule) is Rule for rule in pair):
            return pair
    raise TypeError("implied_rules must be the text of two rules, or a tuple of two Rules")


def _seconds(instant: object) -> int:
    try:
        return index(instant)  # type: ignore[arg-type]
    except TypeError:
        pass
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - loads when first needed

    if not isinstance(instant, datetime):
        raise TypeError(f"an instant is an int or an aware datetime, not {type(instant).__name__}")
    if instant.utcoffset() is None:
        raise ValueError("a naive datetime is no instant; resolve() takes local times")
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def _local_seconds(local: object) -> int:
    from datetime import datetime  # noqa: PLC0415 - loads when first needed

    if not isinstance(local, datetime):
        raise TypeError(f"a local time is a naive datetime, not {type(local).__name__}")
    if local.tzinfo is not None:
        raise ValueError("an aware datetime is an instant, no local time; at() takes instants")
    days = local.toordinal() - 719_163  # the ordinal of 1970-01-01
    return days * 86400 + local.hour * 3600 + local.minute * 60 + local.second
