"""The table of implementations that read TZ strings; versions that behave in the same way share a row."""

from __future__ import annotations

from enum import StrEnum

from vapix_proto._value import Value
from vapix_proto.tz.clock.readings import Reading

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


class Feature(StrEnum):
    """A feature of TZ strings that at least one implementation does not read as POSIX describes."""

    FIXED_OFFSET = "fixed-offset"
    LOWER_CASE_DESIGNATION = "lower-case-designation"
    QUOTED_DESIGNATION = "quoted-designation"
    QUOTED_SIGN = "quoted-sign"
    NEEDLESS_QUOTES = "needless-quotes"
    LONGER_DESIGNATION = "longer-designation"
    TWO_LETTER_DESIGNATION = "two-letter-designation"
    UTC_WITH_OFFSET = "utc-with-offset"
    GMT_WITH_SIGN = "gmt-with-sign"
    OFFSET_MINUTES = "offset-minutes"
    OFFSET_UNDER_AN_HOUR_EAST = "offset-under-an-hour-east"
    OFFSET_SECONDS = "offset-seconds"
    SECONDS_IN_ONE_OFFSET = "seconds-in-one-offset"
    OFFSET_ZERO_SECONDS = "offset-zero-seconds"
    OFFSET_24_HOURS = "offset-24-hours"
    OFFSET_25_HOURS = "offset-25-hours"
    EXPLICIT_DST_OFFSET = "explicit-dst-offset"
    LARGE_SHIFT = "large-shift"
    DST_BEHIND = "dst-behind"
    DST_WITHOUT_SHIFT = "dst-without-shift"
    SOUTHERN_DST = "southern-dst"
    DST_WITHOUT_RULES = "dst-without-rules"
    MONTH_WEEK_DAY = "month-week-day"
    LAST_WEEKDAY_OF_31_DAYS = "last-weekday-of-31-days"
    JULIAN_DAY = "julian-day"
    JULIAN_DAY_59 = "julian-day-59"
    DAY_OF_YEAR = "day-of-year"
    DAY_365 = "day-365"
    TIME_24 = "time-24"
    TIME_26 = "time-26"
    TIME_167 = "time-167"
    TIME_SIGNED = "time-signed"
    EARLY_END = "early-end"
    TRANSITION_IN_OTHER_UTC_YEAR = "transition-in-other-utc-year"
    TRANSITION_IN_OTHER_LOCAL_YEAR = "transition-in-other-local-year"
    TRANSITIONS_CLOSE = "transitions-close"
    ALL_YEAR_DST = "all-year-dst"
    TRAILING_BLANK = "trailing-blank"
    TRAILING_TEXT = "trailing-text"
    LEADING_COLON = "leading-colon"

    @property
    def words(self) -> str:
        """The feature in English, as a noun: ``designations in brackets``."""
        return _WORDS[self][0]

    @property
    def example(self) -> str:
        """A TZ string that has the feature."""
        return _WORDS[self][1]


class Effect(StrEnum):
    """What an implementation makes of a feature.

    SAME: the clock that POSIX describes. SAME_OFFSETS: the right UTC offsets with other designations. OTHER_CLOCK: a
    different clock. REFUSED: an error. UTC: the clock silently shows UTC. SYSTEM_ZONE: the clock silently shows the
    system's time zone. FAULT_IGNORED: the fault in the string has no effect. FAULT_READ_IN: the faulty text is read
    as if it were a valid part of the string.
    """

    SAME = "same"
    SAME_OFFSETS = "same-offsets"
    OTHER_CLOCK = "other-clock"
    REFUSED = "refused"
    UTC = "utc"
    SYSTEM_ZONE = "system-zone"
    FAULT_IGNORED = "fault-ignored"
    FAULT_READ_IN = "fault-read-in"


class Implementation(Value):
    """A program or library that reads TZ strings, such as a C library.

    Each row of the table covers the versions that behave in the same way.

    Attributes:
        name: Its usual name.
        first_version: The first version to which the row applies; None for all versions up to ``last_version``.
        last_version: The last version to which the row applies; None for all versions from ``first_version`` onwards.
        used_by: Where people encounter it.
        evidence: How its behaviour was determined: ``run``, ``source`` or ``reported``.
        run: The versions that were run to observe their behaviour.
        common: Whether people encounter it today; the rows for which this is true come first.
        reading: The reading that it follows when readings differ; None if it follows none of them.
        reading_exact: Whether it followed the reading for every string tested, even where readings differ.
        implied_rules: The rules that it assumes if a string has daylight saving time but no rules; "" if it assumes
            none, so that the clock shows standard time all year; None if what it assumes can't be written as rules.
        implied_rules_first_year: The first year in which the implied rules apply, if other rules apply before that.
        implied_rules_last_year: The last year in which the implied rules apply if the system has a ``posixrules`` file.
        posixrules_instants: Whether it uses the instants in a ``posixrules`` file, which has New York's rules, and
            shifts them by the string's offsets, so that its clock differs from the one that the implied rules give.
        zone_names_first: Whether it has zones of its own and reads a string that is also a zone name as that zone:
            ``EST5EDT`` is both.
        first_year: The first year in which it applies rules; None if it applied them even in the earliest years tested.
        last_year: The last year in which it applies rules; None if it applied them even in the latest years tested.
        designations: Whether it shows designations.
        designation_max: The length of the longest designation that it reads.
        designation_max_at_least: Whether it may also read longer designations.
        longer_designation: What it makes of longer designations, or None if this is unknown.
        features: What it makes of each feature; None if the feature was not tested.
        notes: Other observations for human readers, keyed by feature.
    """

    name: str
    first_version: str | None
    last_version: str | None
    used_by: str
    evidence: str
    run: str
    common: bool
    reading: Reading | None
    reading_exact: bool
    implied_rules: str | None
    first_year: int | None
    last_year: int | None
    implied_rules_first_year: int | None
    implied_rules_last_year: int | None
    zone_names_first: bool
    designations: bool
    designation_max: int | None
    designation_max_at_least: bool
    longer_designation: Effect | None
    features: tuple[tuple[Feature, Effect | None], ...]
    notes: tuple[tuple[Feature, str], ...]
    posixrules_instants: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.versions}"

    def __repr__(self) -> str:
        return f"<Implementation {self}>"

    @property
    def versions(self) -> str:
        """The versions as English text: ``up to 4.2``, ``1.2.3 to 1.2.6``, ``4.3 and later``."""
        return versions(self.first_version, self.last_version)

    def effect(self, feature: Feature) -> Effect | None:
        """What the implementation makes of a feature, or None if the feature was not tested."""
        if feature is Feature.LONGER_DESIGNATION:
            return self.longer_designation
        return dict(self.features)[feature]

    def note(self, feature: Feature) -> str | None:
        """The note on a feature, for human readers; None if there is none."""
        return dict(self.notes).get(feature)


def versions(first: str | None, last: str | None) -> str:
    """A range of versions as English text; an end that is None is left open."""
    if first is None or last is None:
        return f"up to {last}" if first is None else f"{first} and later"
    return first if first == last else f"{first} to {last}"


def _load() -> dict[str, Any]:
    from json import loads  # noqa: PLC0415 - imported when first needed
    from pkgutil import get_data  # noqa: PLC0415 - importlib.resources takes 10 ms longer

    table: dict[str, Any] = loads(get_data("vapix_proto.tz.implementations", "implementations.json") or b"")
    return table


def _row(fields: dict[str, Any]) -> Implementation:
    features = tuple((Feature(name), effect and Effect(effect)) for name, effect in fields.pop("features").items())
    notes = tuple((Feature(name), text) for name, text in fields.pop("notes").items())
    reading, longer = fields.pop("reading"), fields.pop("longer_designation")
    return Implementation(
        **fields,
        reading=reading and Reading(reading),
        longer_designation=longer and Effect(longer),
        features=features,
        notes=notes,
    )


_TABLE = _load()
_WORDS: dict[Feature, tuple[str, str]] = {
    Feature(name): (entry["words"], entry["example"]) for name, entry in _TABLE["features"].items()
}
#: The rows of the table; implementations that people encounter today come first.
IMPLEMENTATIONS = tuple(_row(fields) for fields in _TABLE["implementations"])
