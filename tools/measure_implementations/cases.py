"""The strings to test, generated from a seed, each with instants at which an implementation may go wrong."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz import Feature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: The group of strings whose designation is as long as an implementation can read.
DESIGNATION_MAX = "designation-max"
DAY = 86400
YEARS = range(2023, 2029)
# Includes leap years in which the last Sunday of a month with 31 days is the 25th.
LONG_YEARS = (*YEARS, 2012, 2040)
FAR_YEARS = (1901, 1950, 1969, 1971, 2037, 2038, 2039, 2100, 2500)
SECONDS_FROM_TRANSITIONS = (-DAY, -3600, -1, 0, 1, 3600, DAY)


@dataclass(frozen=True)
class Case:
    """A string to test.

    Attributes:
        group: The feature that the string was made to have, or the kind of random string.
        text: The string.
        years: The years of the instants.
        repaired: The string without its fault, if it has one; its designations may be longer than the string's.
        repaired_utoffs: For a string with a fault, the seconds by which the UTC offset may differ from the offset of
            ``repaired`` if the fault is ignored.
    """

    group: str
    text: str
    years: tuple[int, ...] = tuple(YEARS)
    repaired: str | None = None
    repaired_utoffs: tuple[int, ...] = (0,)

    @cached_property
    def zone(self) -> tz.PosixTimeZone:
        """The zone of the string, without its fault."""
        return tz.parse(self.text if self.repaired is None else self.repaired, tz.POSIX_2024)

    @cached_property
    def kinds(self) -> tuple[tz.LocalTimeType, ...]:
        """What the zone's clock shows at each of the instants, according to POSIX."""
        clock = self.zone.clock()
        return tuple(map(clock.at, self.instants))

    @cached_property
    def instants(self) -> tuple[int, ...]:
        """Instants around transitions and the starts of years, and some in between, in order."""
        found: set[int] = set()
        for year in self.years:
            low, high = random_tz.year_start(year), random_tz.year_start(year + 1)
            centres = {low, low - self.zone.std.utoff, *(transition.at for transition in self.zone.transitions(year))}
            found.update(centre + step for centre in centres for step in SECONDS_FROM_TRANSITIONS)
            found.update(low + (high - low) * part // 8 for part in range(1, 8))
        return tuple(sorted(found))


def cases(seed: int, n: int, features: Iterable[Feature], *, designation_max: int | None = None) -> list[Case]:
    """The strings to test: about ``n`` of each random kind, and a twentieth of that for each feature, but at least 5.

    ``designation_max`` is the length of the longest designation that the program can read, if it has a limit.
    """
    rng = random.Random(seed)
    found = [Case("vapix", text, _some_years(rng)) for text in random_tz.random_strings(rng, n)]
    found += [Case("year-ends", _near_new_year(rng), _some_years(rng)) for _ in range(n)]
    found += [
        Case("without-rules", _name(rng) + _hours(rng) + _name(rng), _some_years(rng)) for _ in range(max(5, n // 5))
    ]
    found += [Case("far-years", _with_rules(rng), FAR_YEARS) for _ in range(max(5, n // 20))]
    for feature in features:
        found += [MAKERS[feature](random.Random(f"{seed} {feature} {i}")) for i in range(max(5, n // 20))]
    if designation_max is not None:
        for group, length in (
            (DESIGNATION_MAX, designation_max),
            (str(Feature.LONGER_DESIGNATION), designation_max + 1),
        ):
            found += [Case(group, _name(rng, length, length) + _hours(rng)) for _ in range(5)]
    return found


def _some_years(rng: random.Random) -> tuple[int, ...]:
    return (*rng.sample(range(1972, 2038), 3), 2000, 2028)


# --- parts of strings ----------------------------------------------------------------------------------------------


def _name(rng: random.Random, low: int = 3, high: int = 6, letters: str = string.ascii_uppercase) -> str:
    return "".join(rng.choices(letters, k=rng.randint(low, high)))


def _hours(rng: random.Random) -> str:
    # Neither standard time nor an hour ahead of it is UTC, so that programs that show UTC are noticed.
    return str(rng.choice([hours for hours in range(-11, 12) if hours not in (0, 1)]))


def _date(rng: random.Random, months: range) -> str:
    return f"M{rng.choice(months)}.{rng.randint(1, 4)}.{rng.randint(0, 6)}"


def _rules(rng: random.Random) -> str:
    """The plainest rules: daylight saving time in the northern summer."""
    return f",{_date(rng, range(3, 6))}{_time(rng)},{_date(rng, range(9, 12))}{_time(rng)}"


def _time(rng: random.Random) -> str:
    return rng.choice(("", "", f"/{rng.randint(1, 5)}"))


def _with_rules(rng: random.Random, rules: str | None = None, dst_offset: str = "", hours: str | None = None) -> str:
    std = hours or _hours(rng)
    return f"{_name(rng)}{std}{_name(rng)}{dst_offset}{_rules(rng) if rules is None else rules}"


def _with_start(rng: random.Random, start: str) -> str:
    return _with_rules(rng, f",{start},{_date(rng, range(9, 12))}")


def _near_new_year(rng: random.Random) -> str:
    dates = ("0", "1", "364", "365", "J1", "J2", "J364", "J365", "M1.1.0", "M12.5.6")
    start, end = rng.choice(dates), rng.choice((*dates, _date(rng, range(3, 11))))
    if rng.random() < 0.5:
        start, end = end, start
    times = [f"/{rng.randint(0, 24)}" + rng.choice(("", "", ":30", ":59:59")) for _ in range(2)]
    dst_offset = rng.choice(("", "", "", _hours(rng)))
    return _with_rules(rng, f",{start}{times[0]},{end}{times[1]}", dst_offset)


# --- a string for each feature -------------------------------------------------------------------------------------


def _quoted(rng: random.Random) -> str:
    hours = int(_hours(rng))
    name, ahead = f"<{-hours:+03}>", f"<{1 - hours:+03}>"
    return rng.choice((f"{name}{hours}", f"{name}{hours}{ahead}{_rules(rng)}"))


def _explicit(rng: random.Random) -> str:
    """Daylight saving time that is two hours, one and a half hours or half an hour ahead."""
    std = rng.randint(3, 9) * rng.choice((1, -1))
    rules = f",{_date(rng, range(3, 6))},{_date(rng, range(9, 12))}/3"
    return _with_rules(rng, rules, rng.choice((f"{std - 2}", f"{std - 1}:30")), str(std))


def _behind(rng: random.Random) -> str:
    std = rng.randint(3, 9) * rng.choice((1, -1))
    return _with_rules(rng, f",{_date(rng, range(9, 12))},{_date(rng, range(3, 6))}/3", str(std + 1), str(std))


def _large_shift(rng: random.Random) -> str:
    hours, shift = rng.randint(-3, 3), rng.randint(4, 16) * rng.choice((1, -1))
    return _with_rules(rng, dst_offset=str(hours - shift), hours=str(hours))


def _without_shift(rng: random.Random) -> str:
    hours = _hours(rng)
    return _with_rules(rng, dst_offset=hours, hours=hours)


def _southern(rng: random.Random) -> str:
    return _with_rules(rng, f",{_date(rng, range(9, 12))}{_time(rng)},{_date(rng, range(2, 5))}{_time(rng)}")


def _close(rng: random.Random) -> str:
    """Two transitions on one day, two to four hours apart; their times differ by one more hour, due to the shift."""
    day, hour = _date(rng, range(3, 11)), rng.randint(2, 10)
    return _with_rules(rng, f",{day}/{hour},{day}/{hour + rng.randint(3, 5)}")


def _all_year(rng: random.Random) -> str:
    """All-year daylight saving time that is an hour ahead or, as in an example in RFC 9636, an hour behind."""
    start = rng.choice((",0/0", ",J1/0"))
    hours = rng.randint(2, 11) * rng.choice((1, -1))
    return rng.choice(
        (
            _with_rules(rng, f"{start},J365/25", hours=str(hours)),
            _with_rules(rng, f"{start},J365/23", f"{hours + 1}", hours=str(hours)),
        )
    )


def _in_other_year(rng: random.Random) -> str:
    end = f",{_date(rng, range(3, 6))},J365/{rng.randint(20, 23)}"
    return _with_rules(rng, end, hours=str(rng.randint(6, 12)))


def _early(rng: random.Random, *prone_to_faults: int) -> int:
    return rng.choice((*prone_to_faults, rng.randint(61, 150)))


def _two_letters(rng: random.Random) -> Case:
    name, hours = _name(rng, 2, 2), _hours(rng)
    return Case(Feature.TWO_LETTER_DESIGNATION, name + hours, repaired=f"{name}X{hours}")


def _25_hours(rng: random.Random) -> Case:
    name, sign = _name(rng), rng.choice((1, -1))
    # Some programs accept the 25th hour; other programs cut it off.
    return Case(
        Feature.OFFSET_25_HOURS, f"{name}{25 * sign}", repaired=f"{name}{24 * sign}", repaired_utoffs=(0, -3600 * sign)
    )


def _with_fault(feature: Feature, before: str, plain: str, after: str) -> Case:
    return Case(feature, before + plain + after, repaired=plain)


def _case(
    feature: Feature, make: Callable[[random.Random], str], years: Iterable[int] = YEARS
) -> Callable[[random.Random], Case]:
    return lambda rng: Case(feature, make(rng), tuple(years))


MAKERS: dict[Feature, Callable[[random.Random], Case]] = {
    feature: _case(feature, make)
    for feature, make in {
        Feature.FIXED_OFFSET: lambda rng: _name(rng) + _hours(rng),
        Feature.LOWER_CASE_DESIGNATION: lambda rng: _name(rng, letters=string.ascii_lowercase) + _hours(rng),
        Feature.QUOTED_DESIGNATION: _quoted,
        Feature.QUOTED_SIGN: lambda rng: f"<{rng.choice('+-')}{_name(rng, 3, 4)}>{_hours(rng)}",
        Feature.NEEDLESS_QUOTES: lambda rng: f"<{_name(rng)}>{_hours(rng)}",
        Feature.UTC_WITH_OFFSET: lambda rng: (
            rng.choice(("UTC", "GMT")) + rng.choice(("", "+")) + str(rng.randint(1, 12))
        ),
        Feature.GMT_WITH_SIGN: lambda rng: f"GMT{rng.choice('+-')}{rng.randint(1, 12)}",
        Feature.OFFSET_MINUTES: lambda rng: f"{_name(rng)}{_hours(rng)}:{rng.choice(('00', '15', '30', '45'))}",
        Feature.OFFSET_UNDER_AN_HOUR_EAST: lambda rng: f"{_name(rng)}-0:{rng.randint(10, 59)}",
        Feature.OFFSET_SECONDS: lambda rng: f"{_name(rng)}{_hours(rng)}:30:{rng.randint(10, 59)}",
        Feature.SECONDS_IN_ONE_OFFSET: lambda rng: _with_rules(
            rng, dst_offset=f"-1:30:{rng.randint(10, 59)}", hours="-1"
        ),
        Feature.OFFSET_ZERO_SECONDS: lambda rng: f"{_name(rng)}{_hours(rng)}:00:00",
        Feature.OFFSET_24_HOURS: lambda rng: f"{_name(rng)}{rng.choice((24, -24))}",
        Feature.EXPLICIT_DST_OFFSET: _explicit,
        Feature.LARGE_SHIFT: _large_shift,
        Feature.DST_BEHIND: _behind,
        Feature.DST_WITHOUT_SHIFT: _without_shift,
        Feature.SOUTHERN_DST: _southern,
        Feature.DST_WITHOUT_RULES: lambda rng: _with_rules(rng, ""),
        Feature.MONTH_WEEK_DAY: _with_rules,
        Feature.JULIAN_DAY: lambda rng: _with_rules(rng, f",J{_early(rng, 60)},J{rng.randint(240, 330)}"),
        Feature.JULIAN_DAY_59: lambda rng: _with_rules(rng, f",J59,J{rng.randint(240, 330)}"),
        Feature.DAY_OF_YEAR: lambda rng: _with_rules(
            rng, f",{_early(rng, 0, 59)},{rng.randint(240, 330)}", hours=str(rng.randint(2, 12))
        ),
        Feature.DAY_365: lambda rng: _with_start(rng, "365/12"),
        Feature.TIME_24: lambda rng: _with_start(rng, _date(rng, range(3, 6)) + "/24"),
        Feature.TIME_26: lambda rng: _with_start(rng, f"{_date(rng, range(3, 6))}/{rng.randint(25, 99)}"),
        Feature.TIME_167: lambda rng: _with_start(rng, f"{_date(rng, range(3, 6))}/{rng.randint(100, 167)}"),
        Feature.TIME_SIGNED: lambda rng: _with_start(rng, f"{_date(rng, range(3, 6))}/-{rng.randint(1, 23)}"),
        Feature.EARLY_END: lambda rng: _with_rules(rng, f",{_date(rng, range(3, 6))},{_date(rng, range(9, 12))}/0"),
        Feature.TRANSITION_IN_OTHER_UTC_YEAR: _in_other_year,
        Feature.TRANSITION_IN_OTHER_LOCAL_YEAR: lambda rng: _with_rules(
            rng, f",{_date(rng, range(3, 6))},J365/24:{rng.randint(30, 59)}", hours=str(rng.randint(-11, -3))
        ),
        Feature.TRANSITIONS_CLOSE: _close,
        Feature.ALL_YEAR_DST: _all_year,
    }.items()
} | {
    Feature.LAST_WEEKDAY_OF_31_DAYS: _case(
        Feature.LAST_WEEKDAY_OF_31_DAYS, lambda rng: _with_rules(rng, ",M3.5.0,M10.5.0/3"), LONG_YEARS
    ),
    Feature.TWO_LETTER_DESIGNATION: _two_letters,
    Feature.OFFSET_25_HOURS: _25_hours,
    Feature.TRAILING_BLANK: lambda rng: _with_fault(Feature.TRAILING_BLANK, "", _name(rng) + _hours(rng), " "),
    Feature.TRAILING_TEXT: lambda rng: _with_fault(
        Feature.TRAILING_TEXT, "", _with_rules(rng), _name(rng, 1, 3, string.ascii_lowercase)
    ),
    Feature.LEADING_COLON: lambda rng: _with_fault(
        Feature.LEADING_COLON, ":", rng.choice((_name(rng) + _hours(rng), _with_rules(rng))), ""
    ),
}
