"""Finds the TZ string for a device in an IANA zone, how long it stays correct, and when the zone departs from it."""

from __future__ import annotations

from itertools import pairwise

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.tz.clock.calendar import iso, year_of, year_start
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.iana.agreement import agrees_since, agrees_until, apart
from vapix_proto.tz.iana.installed import Database, chosen, instant_of, zone_file
from vapix_proto.tz.iana.strings import LAST_YEAR, in_force, nearest
from vapix_proto.tz.iana.zone_files import ZoneFile
from vapix_proto.tz.model import PosixTimeZone
from vapix_proto.tz.rules import LocalTimeType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import Instant

_SOURCE = "IANA time zone database"


class Departure(Value):
    """A span of time in which a zone's UTC offset is not the one that the zone's string gives.

    Attributes:
        since: The first instant of the span, in seconds since 1970-01-01 00:00:00 UTC.
        until: The first instant after the span.
        shown: The local time type that is in force instead.
    """

    since: int
    until: int
    shown: LocalTimeType


class IanaRule(Value):
    """An IANA zone's string at a given instant, and when the zone's clock departs from it.

    As in ``tz.same_clock``, only UTC offsets are compared: around a change of law, the designations of the string and
    of the database may differ for some months.

    Attributes:
        name: The zone name.
        zone: What to set on a device: the string in force, or the string nearest to it that the dialect allows.
        since: The instant from which the string gives the zone's time, or None if it also does so at all earlier
            times that the zone's file covers.
        until: The first instant after the given one at which the string gives a different time, or None if no such
            instant is known.
        departures: The spans from the given instant to the end of 2099 in which the string gives another UTC offset.
        database: The database that supplied the zone.
    """

    name: str
    zone: PosixTimeZone
    since: int | None
    until: int | None
    departures: tuple[Departure, ...]
    database: Database

    @property
    def exact(self) -> bool:
        """Whether the string will always give the zone's correct time, as far as is known."""
        return self.until is None


def iana_rule(
    name: str,
    at: Instant | None = None,
    *,
    dialect: Dialect | str = VAPIX,
    database: Database | str | PathLike[str] | None = None,
) -> IanaRule:
    """The string that is in force in an IANA zone at an instant, and how long it stays correct.

    Most zones have a string that stays correct forever, as far as is known: the footer of their file. If the file lists
    future transitions that its footer does not describe, such as those for Ramadan or before a change of law, the
    result contains the string that gives the zone's time for as long as possible from ``at`` onwards.

    Args:
        name: The name, spelt as in the database.
        at: The instant; now by default.
        dialect: The dialect of the string; if it does not allow the string, you get the nearest one that it allows.
        database: A database, or the path of its folder; by default the newest installed one that has the zone.

    Raises:
        ParseError: There is no such zone, or its file can't be read or has no footer (``tz-iana-name``).
        TypeError: An argument has the wrong type.
        ValueError: The dialect is unknown, or the instant is outside the years 1 to 9999.
        NotADirectoryError: ``database`` is a path without a folder.
    """
    return _look_up(name, at, _dialect(dialect), database)[0]


def _look_up(
    name: str, at: Instant | None, dialect: Dialect, choice: Database | str | PathLike[str] | None
) -> tuple[IanaRule, PosixTimeZone, ZoneFile]:
    """The result of ``iana_rule``; the string in force, even if the dialect does not allow it; and the zone's file."""
    instant = instant_of(at)
    name, source, file = _find(name, choice)
    true = in_force(file, instant)
    zone = nearest(true, dialect, year_of(instant))
    until = agrees_until(file, zone, instant)
    departures = () if until is None else tuple(_departures(file, zone, instant))
    return IanaRule(name, zone, agrees_since(file, zone, instant), until, departures, source), true, file


def _departures(file: ZoneFile, zone: PosixTimeZone, at: int) -> Iterator[Departure]:
    """The spans in which the zone's clock departs from the string, split where the clock's local time type changes."""
    for first, stop in apart(file, zone, at, max(at, year_start(LAST_YEAR + 1))):
        since = first
        for low, high in pairwise([first, *file.changes(first, stop), stop]):
            if high == stop or file.at(high) != file.at(low):
                yield Departure(since, high, file.at(low))
                since = high


def _find(name: str, choice: Database | str | PathLike[str] | None) -> tuple[str, Database, ZoneFile]:
    """The name as a plain str, the first database with a readable file for it, and the file."""
    if not isinstance(name, str):
        raise TypeError(f"a name must be a str, not {type(name).__name__}")
    name = str.__str__(name)
    places = chosen(choice)
    fault = None
    for place in places:
        file = zone_file(place, name)
        if isinstance(file, ZoneFile):
            return name, place, file
        fault = fault or file
    hint = None if places else "install the tzdata package"
    where = f" in the time zone database{'s' * (len(places) > 1)} {' and '.join(map(str, places))}" if places else ""
    why = fault or (None if places else "no time zone database is installed")
    message = f"there is no zone {quote(name)}{where}" + (f": {why}" if why else "")
    raise ParseError(Problem(Code.TZ_IANA_NAME, message, Span(0, len(name)), hint, _SOURCE), name)


def from_iana(
    name: str,
    dialect: Dialect | str = VAPIX,
    *,
    at: Instant | None = None,
    exact: bool = True,
    database: Database | str | PathLike[str] | None = None,
) -> PosixTimeZone:
    """An IANA zone's string, if the dialect allows one that is correct from a given instant onwards.

    Args:
        name: The name, spelt as in the database.
        dialect: The dialect in which the string must be valid.
        at: The instant; now by default.
        exact: Whether to refuse a string that does not give the zone's time at every instant from then on; if false,
            you get the best string available, which is ``iana_rule(...).zone``.
        database: A database, or the path of its folder; by default the newest installed one that has the zone.

    Raises:
        ParseError: There is no such zone, or its file can't be read or has no footer (``tz-iana-name``); the dialect
            does not allow the zone's string (the code names the limit, such as ``tz-time-signed``); or no string is
            correct from that instant onwards (``tz-iana-inexact``). In the last two cases, the hint contains the best
            string available.
        TypeError: An argument has the wrong type.
        ValueError: The dialect is unknown, or the instant is outside the years 1 to 9999.
        NotADirectoryError: ``database`` is a path without a folder.
    """
    chosen_dialect = _dialect(dialect)
    rule, true, file = _look_up(name, at, chosen_dialect, database)
    if not exact or (rule.exact and (rule.zone.std, rule.zone.dst) == (true.std, true.dst)):
        return rule.zone
    raise _inexact(rule, file, chosen_dialect) if rule.zone == true else _not_writable(rule, str(true), chosen_dialect)


def _inexact(rule: IanaRule, file: ZoneFile, dialect: Dialect) -> ParseError:
    assert rule.until is not None  # noqa: S101 - the caller checked
    until = iso(rule.until)
    message = (
        f"no TZ string shows the clock of {rule.name} for good: {rule.zone} does so until {until}, "
        f"according to the time zone database {rule.database}"
    )
    following = nearest(in_force(file, rule.until), dialect, year_of(rule.until))
    hint = f"write {rule.zone}, and from {until} on {following}"
    return ParseError(Problem(Code.TZ_IANA_INEXACT, message, Span(0, len(rule.name)), hint, _SOURCE), rule.name)


def _not_writable(rule: IanaRule, text: str, dialect: Dialect) -> ParseError:
    from vapix_proto.tz.diagnosis.limit_errors import form, limit_problems  # noqa: PLC0415 - only needed for errors

    first, *others = (
        problem.replace(
            message=f"the time zone database {rule.database} gives {rule.name} a string that the dialect "
            f"{dialect.name} does not allow: {problem.message}",
            hint=f"use {rule.zone}, the nearest string in the dialect {dialect.name}",
        )
        for problem in limit_problems(form(text), text, dialect)
    )
    return ParseError(first, text, *others)
