"""TZ strings, zones, and the instants at which a clock is most likely to go wrong."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import DIALECTS, VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as dialect_of
from vapix_proto.tz.limits import DESIGNATION_MIN, OFFSET_HOURS_MAX
from vapix_proto.tz.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz.aliases import ReadingName
    from vapix_proto.tz.model import PosixTimeZone

LETTERS = ascii_uppercase + ascii_lowercase
QUOTED = LETTERS + digits + "+-"
#: The maximum length of the generated designations if the dialect has no limit.
_DESIGNATION_MAX = 12
#: Hypothesis shrinks the year of a failing example towards 1970.
_YEARS = st.integers(1 - 1970, 9999 - 1970).map((1970).__add__)


@st.composite
def made(draw: st.DrawFn, function: Callable[..., str], *parts: st.SearchStrategy[Any]) -> str:
    """Like ``st.builds``, but a failing example shows the string that was built, not the calls that built it."""
    return function(*[draw(part) for part in parts])


def glued(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    """The concatenation of strings."""
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return made(lambda *texts: "".join(texts), *strategies)


def dialects() -> st.SearchStrategy[Dialect]:
    """The dialects of TZ strings."""
    return st.sampled_from(list(DIALECTS.values()))


def readings() -> st.SearchStrategy[Reading]:
    """The readings: the ways in which implementations may read a TZ string."""
    return st.sampled_from(list(Reading))


def designations(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[str]:
    """Designations that a dialect allows, with and without brackets."""
    most = dialect_of(dialect).designation_max or _DESIGNATION_MAX
    unquoted = st.text(LETTERS, min_size=DESIGNATION_MIN, max_size=most)
    return unquoted | glued("<", st.text(QUOTED, min_size=DESIGNATION_MIN, max_size=most), ">")


def clocks(hours_max: int, signs: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Times and offsets: ``[sign]hh[:mm[:ss]]``, with and without leading zeros."""
    hours = st.integers(0, hours_max).map(str) | st.integers(0, hours_max).map(
        lambda number: str(number).zfill(len(str(hours_max)))
    )
    sixtieth = st.integers(0, 59).map(":{:02}".format)
    return glued(st.sampled_from(signs), hours, st.just("") | sixtieth | glued(sixtieth, sixtieth))


def offsets() -> st.SearchStrategy[str]:
    """UTC offsets, whose notation is the same in every dialect."""
    return clocks(OFFSET_HOURS_MAX, ("", "+", "-"))


def dates() -> st.SearchStrategy[str]:
    """The dates of rules: ``n``, ``Jn`` and ``Mm.w.d``."""
    month_week_day = made("M{}.{}.{}".format, st.integers(1, 12), st.integers(1, 5), st.integers(0, 6))
    # The simplest form comes first, because older versions of hypothesis never shrink to a later branch.
    return st.integers(0, 365).map(str) | made("J{}".format, st.integers(1, 365)) | month_week_day


def rules(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[str]:
    """Rules that a dialect allows: each is a date with or without a time."""
    chosen = dialect_of(dialect)
    time = clocks(chosen.time_hours_max, ("", "+", "-") if chosen.time_signed else ("",))
    return glued(dates(), st.just("") | glued("/", time))


def tz_strings(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[str]:
    """Valid TZ strings of a dialect, with or without daylight saving time; some omit the rules if that is allowed."""
    chosen = dialect_of(dialect)
    fixed = glued(designations(chosen), offsets())
    both = glued(fixed, designations(chosen), st.just("") | offsets())
    whole = glued(both, ",", rules(chosen), ",", rules(chosen))
    return fixed | whole if chosen.rules_required else fixed | both | whole


def zones(dialect: Dialect | str = VAPIX) -> st.SearchStrategy[PosixTimeZone]:
    """Zones whose TZ strings a dialect allows."""
    chosen = dialect_of(dialect)
    return tz_strings(chosen).map(lambda text: parse(text, chosen))


def instants() -> st.SearchStrategy[int]:
    """Seconds since 1970-01-01 00:00:00 UTC: from the whole 64-bit range, or from the years 1970 to 2037."""
    return st.integers(year_start(1970), year_start(2038)) | st.integers(-(2**63), 2**63 - 1)


def instants_near_transitions(
    zone: PosixTimeZone, reading: Reading | ReadingName = Reading.MERGE
) -> st.SearchStrategy[int]:
    """Instants at and around the transitions of a zone, and at and around New Year, in the years 1 to 9999."""

    def in_year(year: int) -> st.SearchStrategy[int]:
        edges = [transition.at for transition in zone.clock(reading=reading).transitions(year)]
        return st.sampled_from([*edges, year_start(year)])

    return st.builds(int.__add__, _YEARS.flatmap(in_year), st.integers(-1, 1) | st.integers(-7200, 7200))
