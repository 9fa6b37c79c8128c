"""Computes which of ``tz.IMPLEMENTATIONS`` read a TZ string as POSIX describes, and what the others make of it."""

from __future__ import annotations

from enum import StrEnum

from vapix_proto._value import Value
from vapix_proto.tz.analysis.comparison import agreed, first_parting
from vapix_proto.tz.analysis.zones import text_of, zone_of
from vapix_proto.tz.clock.calendar import CYCLE_YEARS, days_before_month, is_leap, year_of, year_start
from vapix_proto.tz.clock.instants import utc_seconds
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import TZIF_V3, VAPIX
from vapix_proto.tz.implementations.features import OF_RULES, features_of, folds_over_new_year
from vapix_proto.tz.implementations.table import IMPLEMENTATIONS, Effect, Feature, Implementation
from vapix_proto.tz.limits import HOUR
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import MonthWeekDay

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz.aliases import Instant, Text
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.dialect import Dialect


class Outcome(StrEnum):
    """What an implementation makes of a TZ string.

    SAME: the clock that POSIX describes, from ``Agreement.at`` onwards. SAME_UNTIL: that clock, up to a later
    instant. OTHER_CLOCK: a different clock. REFUSED: an error. UTC: UTC, without an error, whatever the string says.
    SYSTEM_ZONE: the system's time zone, without an error. UNKNOWN: not tested.
    """

    SAME = "same"
    SAME_UNTIL = "same-until"
    OTHER_CLOCK = "other-clock"
    REFUSED = "refused"
    UTC = "utc"
    SYSTEM_ZONE = "system-zone"
    UNKNOWN = "unknown"


class Shown(Value):
    """What an implementation shows from a given instant onwards.

    Attributes:
        at: Seconds since 1970-01-01 00:00:00 UTC.
        utoff: Seconds east of UTC.
        designation: The designation, or None if the implementation shows none or if the designation is unknown.
    """

    at: int
    utoff: int
    designation: str | None


class Verdict(Value):
    """What one implementation makes of a TZ string.

    Attributes:
        implementation: The implementation's row in ``tz.IMPLEMENTATIONS``.
        outcome: Whether its clock is the one that POSIX describes, or what it does instead; UNKNOWN if not tested.
        until: For SAME_UNTIL, the instant up to which its clock is known to be the one that POSIX describes.
        shows: The UTC offset and designation that it shows at ``Agreement.at`` and after each of the next two
            transitions; empty if this is unknown.
        defects: The features of the string that it does not read as POSIX describes.
    """

    implementation: Implementation
    outcome: Outcome
    until: int | None
    shows: tuple[Shown, ...]
    defects: tuple[Feature, ...]

    @property
    def accepts(self) -> bool | None:
        """Whether the implementation reads the string as a TZ string at all, or None if this is unknown."""
        if self.outcome is Outcome.UNKNOWN:
            return None
        return self.outcome in (Outcome.SAME, Outcome.SAME_UNTIL, Outcome.OTHER_CLOCK)

    @property
    def reason(self) -> str:
        """Why the implementation departs from what POSIX describes, or the time until which it is known to conform.

        Empty if the implementation always conforms.
        """
        from vapix_proto.tz.implementations.wording import reason  # noqa: PLC0415 - few programs need it

        return reason(self)


class Agreement(Value):
    """What each implementation in ``tz.IMPLEMENTATIONS`` makes of a TZ string; ``str()`` describes it in English.

    Attributes:
        zone: The zone that the string describes.
        text: The string that the implementations read.
        at: The instant from which clocks are compared, in seconds since 1970-01-01 00:00:00 UTC.
        verdicts: One for each row of ``tz.IMPLEMENTATIONS``, in the same order.
    """

    zone: PosixTimeZone
    text: str
    at: int
    verdicts: tuple[Verdict, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """English sentences on what the implementations that are common today make of the string."""
        from vapix_proto.tz.implementations.wording import sentences  # noqa: PLC0415 - few programs need it

        return tuple(sentences(self))

    def __str__(self) -> str:
        return " ".join(self.sentences)


def agreement(zone: PosixTimeZone | Text, at: Instant, *, dialect: Dialect | str = VAPIX) -> Agreement:
    """What each implementation in ``tz.IMPLEMENTATIONS`` makes of a TZ string, as far as tests have shown.

    The clock of each implementation is compared with the clock that the string describes. If the string has daylight
    saving time but no rules, POSIX leaves the rules to the implementation; in that case, the clock to compare with
    follows the rules of the United States.

    Args:
        zone: A zone, whose canonical text is used, or a TZ string, whose spelling can matter.
        at: The instant from which to compare clocks: seconds since 1970-01-01 00:00:00 UTC, or an aware datetime. After
            the year 9999, every outcome is UNKNOWN.
        dialect: The dialect of ``zone``, if it is a string.

    Raises:
        ParseError: The string is not valid in the dialect.
        TypeError, ValueError: ``at`` is not a valid instant.
    """
    found = zone_of(zone, dialect)
    question = _Question(found, text_of(zone), utc_seconds(at))
    return Agreement(found, question.text, question.at, tuple(map(question.verdict, IMPLEMENTATIONS)))


#: Effects from worst to best: the worst effect of a string's features decides how the string is read.
_WORST_FIRST = (Effect.REFUSED, Effect.SYSTEM_ZONE, Effect.UTC, Effect.OTHER_CLOCK, None, Effect.SAME_OFFSETS)
#: Zone names that are also TZ strings, and the first year in which these zones follow today's United States rules.
_ZONE_NAMES = frozenset({"CST6CDT", "EST5EDT", "MST7MDT", "PST8PDT"})
_ZONE_NAMES_FIRST_YEAR = 2007
#: After the year 9999, nothing was tested, and some implementations have no later years.
_STOP = year_start(10_000)
#: Features whose effect follows exactly from an implementation's reading and implied rules.
_TOLD_BY_READING = frozenset(
    {Feature.DAY_365, Feature.TRANSITION_IN_OTHER_UTC_YEAR, Feature.ALL_YEAR_DST, Feature.DST_WITHOUT_RULES}
)


class _Question:
    """Finds what each implementation makes of a zone from an instant onwards; computes shared results once."""

    def __init__(self, zone: PosixTimeZone, text: str, at: int) -> None:
        self.zone, self.text, self.at = zone, text, at
        self.features = features_of(zone, text)
        self.without_rules = Feature.DST_WITHOUT_RULES in self.features
        self.reference = zone.clock()
        self.agreed = agreed(zone)
        self.always_utc = zone.dst is None and zone.std.utoff == 0
        self.fold_at_new_year = folds_over_new_year(zone)
        self.longest = max(len(kind.designation) for kind in (zone.std, zone.dst) if kind is not None)
        self._parts: dict[Clock, int | None] = {}
        self._years_with_the_25th = tuple(self._next_years_with_the_25th())

    def verdict(self, row: Implementation) -> Verdict:
        if self.at >= _STOP:
            return Verdict(row, Outcome.UNKNOWN, None, (), ())
        if row.zone_names_first and self.text in _ZONE_NAMES:
            return self._verdict_by_name(row)
        clock, limit = self._clock(row), self._limit(row)
        effects = self._effects(row, clock, limit)
        worst = next((effect for effect in _WORST_FIRST if effect in effects.values()), Effect.SAME)
        defects = tuple(feature for feature in Feature if effects.get(feature) not in (None, Effect.SAME))
        if worst is Effect.UTC:
            return Verdict(row, Outcome.UTC, None, (Shown(self.at, 0, None),), defects)
        if worst not in (Effect.SAME, Effect.SAME_OFFSETS):
            # The effects REFUSED, SYSTEM_ZONE and OTHER_CLOCK have the same values as the outcomes of those names.
            return Verdict(row, Outcome.UNKNOWN if worst is None else Outcome(worst), None, (), defects)
        if clock is None or limit == self.at:
            return Verdict(row, Outcome.UNKNOWN, None, (), defects)
        named = row.designations and worst is Effect.SAME
        shows = tuple(self._shows(clock, limit, named=named))
        parts = self._parts_at(clock)
        until = min((at for at in (parts, limit) if at is not None), default=None)
        if until == self.at:
            return Verdict(row, Outcome.OTHER_CLOCK, None, shows, defects)
        return Verdict(row, Outcome.SAME if until is None else Outcome.SAME_UNTIL, until, shows, defects)

    def _effects(self, row: Implementation, clock: Clock | None, limit: int | None) -> dict[Feature, Effect | None]:
        """What an implementation makes of each feature of the string.

        An effect on the clock is given as SAME if it is already clear from ``clock`` (the implementation's clock) or
        from ``limit`` (the instant from which that clock is unknown).
        """
        effects = {feature: effect for feature, effect in row.features if feature in self.features}
        if clock is not None:
            for feature in _TOLD_BY_READING & self.features:
                if effects[feature] in (Effect.OTHER_CLOCK, None):
                    effects[feature] = Effect.SAME
        if effects.get(Feature.ALL_YEAR_DST) is Effect.SAME:
            # DST all year was tested with only a few forms of rules. Other forms may also work, so nothing is claimed.
            effects |= {of: None for of in OF_RULES & self.features if effects[of] is Effect.OTHER_CLOCK}
        if effects.get(Feature.LAST_WEEKDAY_OF_31_DAYS) is Effect.OTHER_CLOCK and limit != self.at:
            effects[Feature.LAST_WEEKDAY_OF_31_DAYS] = Effect.SAME
        if row.designation_max is not None and self.longest > row.designation_max:
            effects[Feature.LONGER_DESIGNATION] = row.longer_designation
        # zoneinfo, which misreads transitions that fall in another UTC year, may misread folds over New Year, too.
        other = Feature.TRANSITION_IN_OTHER_UTC_YEAR
        if self.fold_at_new_year and row.reading is None and row.effect(other) is Effect.OTHER_CLOCK:
            effects[other] = effects[other] if effects.get(other) is Effect.OTHER_CLOCK else None
        if self.always_utc:
            # Different clocks were seen only with other offsets.
            effects = {of: None if effect is Effect.OTHER_CLOCK else effect for of, effect in effects.items()}
        return effects

    def _verdict_by_name(self, row: Implementation) -> Verdict:
        if self.at < year_start(_ZONE_NAMES_FIRST_YEAR):
            return Verdict(row, Outcome.UNKNOWN, None, (), ())
        return Verdict(row, Outcome.SAME, None, tuple(self._shows(self.reference, None, named=row.designations)), ())

    def _clock(self, row: Implementation) -> Clock | None:
        """The clock of an implementation that reads the string, or None if the clock is unknown."""
        if self.without_rules and row.implied_rules is None:
            return None
        implied = row.implied_rules if self.without_rules else None
        if not (row.reading_exact or (self.agreed if implied is None else agreed(self.zone, implied))):
            return None
        return self.zone.clock(reading=row.reading or Reading.MERGE, implied_rules=implied)

    def _parts_at(self, clock: Clock) -> int | None:
        """When a clock first differs from the zone's own clock, at ``self.at`` or later, or None if it never does."""
        if clock.implied_rules == self.reference.implied_rules and self.agreed:
            return None
        if clock not in self._parts:
            self._parts[clock] = first_parting(self.reference._calculator, clock._calculator, self.at, isdst=False)
        return self._parts[clock]

    def _limit(self, row: Implementation) -> int | None:
        """The instant from which an implementation's clock is unknown, or None if it is always known."""
        if self.zone.dst is None:
            return None
        first_years = [row.first_year, row.implied_rules_first_year if self.without_rules else None]
        if any(year is not None and self.at < year_start(year) for year in first_years):
            return self.at
        last_years = [row.last_year] if row.last_year is not None else []
        if self.without_rules and row.implied_rules_last_year is not None:
            last_years.append(row.implied_rules_last_year)
        if self._years_with_the_25th and row.effect(Feature.LAST_WEEKDAY_OF_31_DAYS) is Effect.OTHER_CLOCK:
            last_years += [year - 1 for year in self._years_with_the_25th]
        ends = [year_start(year + 1) for year in last_years]
        if self.without_rules and row.posixrules_instants and self.text not in _ZONE_NAMES:
            ends += self._posixrules_differs(self.zone.std.utoff, self.zone.dst.utoff)
        return min((max(self.at, end) for end in ends), default=None)

    def _posixrules_differs(self, std: int, dst: int) -> list[int]:
        """When glibc's clock with a ``posixrules`` file first differs from ``self.reference``, at ``self.at`` or later.

        The result is a list with this instant, or an empty list if there is none.
        """
        new_york = TZIF_V3._reader.read("EST5EDT,M3.2.0,M11.1.0")
        assert new_york is not None  # noqa: S101 - the string is valid
        years = year_of(self.at) - 1, year_of(self.at) + 2
        # Measured: glibc shifts the starts of DST in New York by the difference between the string's standard time and
        # New York's, and shifts the ends by the string's DST offset.
        of_file = {
            (t.at + (std + 5 * HOUR if t.after.isdst else dst), t.after.isdst) for t in new_york.transitions(*years)
        }
        own = {(t.at, t.after.isdst) for t in self.reference.transitions(*years)}
        now = [max(each for each in changes if each[0] <= self.at)[1] for changes in (of_file, own)]
        return [self.at] if now[0] is not now[1] else sorted(at for at, _ in of_file ^ own if at > self.at)[:1]

    def _next_years_with_the_25th(self) -> Iterator[int]:
        """For each rule such as "last Sunday of a 31-day month", the next leap year in which its date is the 25th."""
        if Feature.LAST_WEEKDAY_OF_31_DAYS not in self.features:
            return
        this_year = year_of(self.at)
        for rule in self.zone.rules or ():
            date = rule.date
            if type(date) is MonthWeekDay and date.week == 5:
                for year in range(this_year, this_year + CYCLE_YEARS):
                    if is_leap(year) and date.yday(year) - days_before_month(date.month, True) == 24:
                        yield year
                        break

    def _shows(self, clock: Clock, limit: int | None, *, named: bool) -> Iterator[Shown]:
        kind = clock.at(self.at)
        yield Shown(self.at, kind.utoff, kind.designation if named else None)
        at = self.at
        for _ in range(2):
            transition = clock.next_transition(at)
            if transition is None or (limit is not None and transition.at >= limit):
                return
            at = transition.at
            yield Shown(at, transition.after.utoff, transition.after.designation if named else None)
