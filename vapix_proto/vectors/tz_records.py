"""Test vectors for TZ strings: a verdict per dialect, and what clocks show under each interpretation (``Reading``)."""

from __future__ import annotations

from vapix_proto.errors import Severity
from vapix_proto.tz.analysis.comparison import contested
from vapix_proto.tz.clock.calendar import year_of, year_start
from vapix_proto.tz.clock.implied_rules import US_RULES
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import DIALECTS
from vapix_proto.tz.parser import is_valid, parse, validate
from vapix_proto.vectors._random_tz_strings import damaged, made
from vapix_proto.vectors.randomness import Dice

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from vapix_proto.errors import Problem
    from vapix_proto.tz.aliases import ImpliedRules
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

#: For years before 1970, glibc counts days from the start of 1970. A 32-bit time_t ends in 2038.
FIRST_YEAR, LAST_YEAR = 1971, 2037
#: Each vector covers at least one of these years: leap years, and the two years at the turn of the century.
_ALWAYS = (1972, 1999, 2000, 2028)
_INVALID = 0.3
#: Seconds from each transition and each New Year to the sampled instants.
_STEPS = (-86400, -3600, -1, 0, 1, 3600, 86400)


def tz_vectors(dialect: Dialect, n: int, seed: int) -> Iterator[dict[str, Any]]:
    """Records of kind ``tz``, described in docs/reference/vectors.md."""
    dice = Dice(seed)
    for number in range(n):
        text = string_of(dice, dialect)
        if dice.chance(_INVALID):
            text = damaged(dice, text)
        years = sample_years(dice)
        yield {
            "format": 1,
            "kind": "tz",
            "seed": seed,
            "number": number,
            "text": text,
            "dialect": dialect.name,
            "verdicts": {name: _verdict(text, one) for name, one in DIALECTS.items()},
            **(_clock(text, dialect, years) if is_valid(text, dialect) else _NO_CLOCK),
        }


_NO_CLOCK: dict[str, Any] = {
    "canonical": None,
    "implied_rules": None,
    "contested": None,
    "years": [],
    "transitions": [],
    "instants": [],
}


def string_of(dice: Dice, dialect: Dialect, *, rules_required: bool = False) -> str:
    """A random string that is valid in a dialect."""
    return made(
        dice,
        long_times=dialect.time_signed,
        rules_required=rules_required or dialect.rules_required,
        designation_max=dialect.designation_max,
    )


def sample_years(dice: Dice) -> list[int]:
    """Two or three years, including at least one in which implementations often fail."""
    return sorted({*dice.distinct(FIRST_YEAR, LAST_YEAR, 2), dice.pick(_ALWAYS)})


def dense_instants(zone: PosixTimeZone, years: Iterable[int], *, implied_rules: ImpliedRules = US_RULES) -> list[int]:
    """Instants around transitions and around New Year in UTC, standard time and daylight saving time, in order."""
    changes = zone.clock(implied_rules=implied_rules)._calculator.changes
    found: set[int] = set()
    for year in years:
        low, high = year_start(year), year_start(year + 1)
        centres = {low, low - zone.std.utoff, low + (high - low) // 2}
        if zone.dst is not None and changes is not None:
            centres.update((low - zone.dst.utoff, *changes.of(year)))
        found.update(centre + step for centre in centres for step in _STEPS)
    first = year_start(FIRST_YEAR)
    return sorted(at for at in found if at >= first)


def _verdict(text: str, dialect: Dialect) -> dict[str, Any]:
    if is_valid(text, dialect):
        return {"valid": True, "errors": []}  # validate() would also look for warnings, which is slow
    return verdict(validate(text, dialect))


def verdict(problems: Iterable[Problem]) -> dict[str, Any]:
    """Whether a text is valid, and its errors."""
    errors = [
        {"code": str(one.code), "start": one.span.start, "end": one.span.end}
        | ({} if one.subject is None else {"subject": one.subject})
        for one in problems
        if one.severity is Severity.ERROR
    ]
    return {"valid": not errors, "errors": errors}


def _clock(text: str, dialect: Dialect, years: list[int]) -> dict[str, Any]:
    zone = parse(text, dialect)
    found = contested(zone, implied_rules=US_RULES)
    clocks = {reading: zone.clock(reading=reading, implied_rules=US_RULES) for reading in Reading}
    return {
        "canonical": str(zone),
        "implied_rules": US_RULES if zone.dst is not None and zone.start is None else None,
        "contested": None if found is None else found.at,
        "years": years,
        "transitions": [
            {"at": change.at, "before": _type(change.before), "after": _type(change.after)}
            for year in years
            for change in zone.transitions(year)
        ],
        "instants": [_instant(clocks, at) for at in dense_instants(zone, years)],
    }


def _instant(clocks: dict[Reading, Clock], at: int) -> dict[str, Any]:
    by_reading = {reading: clock.at(at) for reading, clock in clocks.items()}
    merged = by_reading[Reading.MERGE]
    others = {str(reading): _type(shown) for reading, shown in by_reading.items() if shown != merged}
    return {"at": at, "year": year_of(at), **_type(merged), "agree": not others, "others": others}


def _type(kind: LocalTimeType) -> dict[str, Any]:
    return {"utoff": kind.utoff, "isdst": kind.isdst, "designation": kind.designation}
