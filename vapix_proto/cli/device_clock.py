"""The clock that the settings of a device mean, and whether it is another one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vapix_proto import ParseError, tz
from vapix_proto._value import Value
from vapix_proto.cli.instants import iso, utc_offset
from vapix_proto.cli.zones import FileClock, named, parting
from vapix_proto.errors import escape
from vapix_proto.tz.iana.zone_files import ZoneFile

if TYPE_CHECKING:
    from vapix_proto.conform.overview import ZoneSetting

__all__ = [
    "DeviceClock",
    "Shown",
    "clock_of_setting",
    "clock_of_text",
    "difference",
    "shown_by",
    "shown_difference",
    "without_dst",
]

_AHEAD = 400 * 86400


class DeviceClock(Value):
    """A clock, of a TZ string or of a zone in the database.

    Attributes:
        zone: The string; that in force for a zone.
        file: What the clock shows at every instant.
        rule: The zone, if it was given by its name.
    """

    zone: tz.PosixTimeZone
    file: ZoneFile
    rule: tz.IanaRule | None = None

    def next_transition(self, now: int) -> tz.Transition | None:
        """The next transition within 400 days."""
        for at in self.file.changes(now, now + _AHEAD):
            before, after = self.file.at(at - 1), self.file.at(at)
            if before != after:
                return tz.Transition(at, before, after)
        return None


class Shown(Value):
    """What a device says that its clock shows.

    Attributes:
        instant: The time, in seconds since 1970.
        utoff: The UTC offset of its local time, in seconds.
    """

    instant: int
    utoff: int


def clock_of_text(text: str, at: int, database: tz.Database | None) -> DeviceClock | None:
    """The clock of a TZ string, or of the name of a zone; None for what is neither, as far as one knows."""
    rule = None if database is None else named(text, "vapix", at, database)
    if rule is not None:
        return DeviceClock(rule.zone, FileClock(rule).file, rule)
    try:
        zone = tz.parse(text)
    except ParseError:
        return None
    return DeviceClock(zone, ZoneFile((), (), zone))


def clock_of_setting(setting: ZoneSetting, at: int, database: tz.Database | None) -> DeviceClock | None:
    """The clock that a setting means; None where it can't be known, as for a name that the database lacks."""
    text = setting.string if setting.name is None else setting.name
    found = None if text is None else clock_of_text(text, at, database)
    if found is None or not without_dst(setting):
        return found
    zone = found.zone.replace(dst=None, start=None, end=None)
    return DeviceClock(zone, ZoneFile((), (), zone))


def without_dst(setting: ZoneSetting) -> bool:
    """Whether the clock ignores the daylight saving time of its string; with an IANA name it never does."""
    return setting.name is None and setting.dst_enabled is False


def shown_by(setting: ZoneSetting) -> Shown | None:
    """What the clock of the device shows; None where the interface does not tell."""
    try:
        utc, local = (datetime.fromisoformat(text or "") for text in (setting.utc, setting.local))
    except ValueError:
        return None
    offset = local.utcoffset()
    # A time without an offset would be taken for that of this computer.
    return None if offset is None or utc.tzinfo is None else Shown(int(utc.timestamp()), round(offset.total_seconds()))


def shown_difference(asked: DeviceClock, setting: ZoneSetting) -> str:
    """How what the device shows now differs from a clock, as a clause; empty if it doesn't, or if it shows no time."""
    shown = shown_by(setting)
    expected = None if shown is None else asked.file.at(shown.instant).utoff
    if shown is None or shown.utoff == expected:
        return ""
    return f"at {iso(shown.instant)} the device shows {utc_offset(shown.utoff)}, not {utc_offset(expected or 0)}"


def difference(asked: DeviceClock, setting: ZoneSetting, at: int, database: tz.Database | None) -> str | None:
    """How what a setting means differs from a clock, from an instant on, as a clause.

    Empty if it doesn't, None if nobody can know: no database has a name, or devices read a string differently.
    """
    if asked.rule is not None and setting.name == asked.rule.name:
        return ""
    found = clock_of_setting(setting, at, database)
    if found is None or any(clock.rule is None and tz.contested(clock.zone) for clock in (asked, found)):
        return None
    apart = parting(asked.file, found.file, at)
    if apart is None:
        return ""
    here, there = (utc_offset(clock.file.at(apart).utoff) for clock in (found, asked))
    return f"at {iso(apart)} {escape(setting.name or setting.string or '')} is {here}, not {there}"
