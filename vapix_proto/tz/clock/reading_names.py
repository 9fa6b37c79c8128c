"""The implementations by name: which reading each follows, and which rules it assumes."""

from __future__ import annotations

from vapix_proto.tz.clock.implied_rules import DST_ALL_YEAR, US_RULES, US_RULES_BEFORE_2007
from vapix_proto.tz.clock.readings import Reading

#: For each implementation, how it reads strings, and which rules it assumes if a string has daylight saving time but no
#: rules. None means that the implementation refuses such strings. Each implementation was run on random strings:
#: docs/reference/tz-readings.md lists the versions that were run, and how they depart from the values here.
NAMES: dict[str, tuple[Reading, str | None]] = {
    "apple": (Reading.IANA, US_RULES_BEFORE_2007),
    "cctz": (Reading.IANA, None),
    "esphome": (Reading.UTC_YEAR_TIE_DST, ""),
    "glibc": (Reading.UTC_YEAR, US_RULES),
    "go": (Reading.UTC_YEAR, US_RULES),
    "jiff": (Reading.CLAMP, None),
    "musl": (Reading.MUSL, DST_ALL_YEAR),
    "newlib": (Reading.UTC_YEAR_TIE_DST, US_RULES),
    "picolibc": (Reading.UTC_YEAR_TIE_DST, US_RULES),
    "postgresql": (Reading.IANA, US_RULES),
    "ruby-tzinfo": (Reading.MERGE, None),
    "tz-rs": (Reading.MERGE, None),
    "tzcode": (Reading.IANA, US_RULES),
    "uclibc": (Reading.UCLIBC, US_RULES),
    "whenever": (Reading.MERGE, None),
}
#: The values of ``Reading``, then the names of the implementations, without duplicates.
READING_NAMES = tuple(dict.fromkeys((*map(str, Reading), *NAMES)))


def reading(choice: Reading | str) -> Reading:
    """Converts ``choice`` to a ``Reading``.

    ``choice`` may be a ``Reading``, the value of one, or the name of an implementation that follows one.

    Raises:
        ValueError: There is no reading of that name.
        TypeError: ``choice`` is neither a reading nor a name.
    """
    if type(choice) is Reading:
        return choice
    if not isinstance(choice, str):
        raise TypeError(f"reading must be a Reading or a str, not {type(choice).__name__}")
    try:
        return Reading(choice)
    except ValueError:
        pass
    if choice not in NAMES:
        raise ValueError(f"reading must be one of {', '.join(READING_NAMES)}, not {choice!r}")
    return NAMES[choice][0]


def implied_by(choice: Reading | str) -> str:
    """The rules that a reading or an implementation assumes if a string has daylight saving time but no rules.

    Raises:
        ValueError: The implementation refuses such strings.
    """
    # The readings ``musl`` and ``uclibc`` share their names with implementations, so NAMES has their rules. All other
    # readings assume US_RULES.
    implied = NAMES[choice][1] if choice in NAMES else US_RULES
    if implied is None:
        raise ValueError(
            f"{choice} refuses daylight saving time without rules: pass implied_rules, or choose another reading"
        )
    return implied
