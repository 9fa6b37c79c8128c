"""The options that several commands share, and how their values are parsed."""

from __future__ import annotations

import re
import time
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from vapix_proto import tz as library
from vapix_proto import vapix
from vapix_proto.errors import quote
from vapix_proto.tz.analysis.description import MONTHS
from vapix_proto.tz.clock.calendar import year_of
from vapix_proto.tz.clock.implied_rules import rules_to_imply
from vapix_proto.tz.clock.reading_names import NAMES, READING_NAMES
from vapix_proto.tz.iana.installed import zone_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz import Clock, PosixTimeZone


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS_MAX = 19
#: Python accepts hour 24 only from 3.14 on, so this library refuses it in every version.
_HOUR_24 = re.compile("[Tt ]24")
#: A date of which only the day can be out of range.
_DATE = re.compile(r"((?!0000)[0-9]{4})-(0[1-9]|1[0-2])-([0-9]{2})(?![0-9])")

dialect_option = click.option(
    "--dialect", type=click.Choice(list(library.DIALECTS), case_sensitive=False), default="vapix", show_default=True,
    help="The dialect of the strings.",
)  # fmt: skip
#: The values that ``--reading`` accepts, all named in its help.
READINGS = click.Choice(READING_NAMES)
READINGS_HELP = f"a reading ({', '.join(library.Reading)}), or an implementation ({', '.join(sorted(NAMES))})"
reading_option = click.option(
    "--reading", type=READINGS, metavar="NAME", default="merge", show_default=True,
    help=f"How to read strings on which implementations differ: {READINGS_HELP}.",
)  # fmt: skip


class Seconds(click.FloatRange):
    """A time to wait: a number of seconds from ``least`` to one day."""

    def __init__(self, least: float) -> None:
        super().__init__(least, 86400)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """The number. Comparing NaN with the limits gives False, so click would accept NaN."""
        if str(value).strip("+-").lower() == "nan":
            self.fail(f"{value} is not a number of seconds", param, ctx)
        return super().convert(value, param, ctx)


def _checked(check: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """An option callback that parses the value with ``check``, and reports a ValueError as a usage error."""

    def callback(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Any:  # noqa: ANN401
        try:
            return None if value is None else check(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return callback


def _rules(text: str) -> str:
    rules_to_imply(text)
    return text


implied_option = click.option(
    "--implied-rules", metavar="RULES", callback=_checked(_rules),
    help="The rules to assume for a string that has daylight saving time but no rules; '' for standard time all year.  "
    "[default: depends on --reading]",
)  # fmt: skip


def parse_instant(text: str, now: int) -> int | datetime:
    """Parses an instant into seconds since 1970, or a local time into a naive datetime; otherwise raises ValueError.

    An instant is ``now``, a number of seconds, or a date and time with Z or an offset. A date and time without either
    is a local time.
    """
    if text == "now":
        return now
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        if len(digits) > _DIGITS_MAX:
            raise ValueError(
                f"{quote(text)} is out of range: the number of seconds may have at most {_DIGITS_MAX} digits"
            )
        return int(text)
    try:
        moment = datetime.fromisoformat("" if _HOUR_24.search(text) else text.upper()).replace(microsecond=0)
    except ValueError:
        message = f"{quote(text)} is not 'now', seconds since 1970, or a date and time such as 2026-07-01T12:00Z"
        if (date := _DATE.match(text)) is not None:
            year, month, day = map(int, date.groups())
            days = monthrange(year, month)[1]
            if not 1 <= day <= days:
                message = f"{quote(text)} is out of range: {MONTHS[month - 1]} {year} has {days} days"
        raise ValueError(message) from None
    return moment if moment.tzinfo is None else (moment - _EPOCH) // timedelta(seconds=1)


def _instant(text: str) -> int:
    found = parse_instant(text, int(time.time()))
    if isinstance(found, datetime):
        raise ValueError(f"{quote(text)} needs Z or an offset such as +02:00")  # noqa: TRY004 - the argument is text
    if not 1 <= year_of(found) <= 9999:
        raise ValueError(f"{quote(text)} is out of range: years run from 1 to 9999")
    return found


at_option = click.option(
    "--at", metavar="INSTANT", callback=_checked(_instant),
    help="The instant to which the results apply, in any form that 'tz at' accepts.  [default: now]",
)  # fmt: skip


def or_now(at: int | None) -> int:
    """The instant given with ``--at``, or else the present."""
    return int(time.time()) if at is None else at


def _database(folder: str) -> str:
    found = library.database(folder)
    if found is None or next(iter(zone_files(found)), None) is None:
        raise ValueError(f"there are no time zones in {folder}")
    return folder


database_option = click.option(
    "--database", "folder", type=click.Path(exists=True, file_okay=False), metavar="FOLDER",
    callback=_checked(_database), help="The time zone database to use.  [default: the newest installed]",
)  # fmt: skip


def _version(text: str) -> str:
    try:
        vapix.AxisOs.parse(text)
    except ValueError as error:
        raise ValueError(f"{error}, such as 11.11") from None
    return text


def axis_os_option(text: str = "The version of the device, such as 11.11.") -> Callable[[Any], Any]:
    """The option ``--axis-os`` with the given help text."""
    return click.option("--axis-os", metavar="VERSION", callback=_checked(_version), help=text)


def needed_database(folder: str | None) -> library.Database:
    """The time zone database to use. Raises a usage error if none is installed."""
    database = library.database(folder)
    if database is None:
        raise click.UsageError("no time zone database is installed: install the tzdata package")
    return database


def clock_of(zone: PosixTimeZone, reading: str, implied_rules: str | None = None) -> Clock:
    """The clock of a zone, according to ``reading``.

    Raises a usage error if ``reading`` names an implementation that refuses the zone's string.
    """
    try:
        return zone.clock(reading=reading, implied_rules=implied_rules)
    except ValueError as error:
        raise click.UsageError(str(error).replace("implied_rules", "--implied-rules")) from None
