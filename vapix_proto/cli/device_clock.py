"""Compares the local time on a device with the local time in a given time zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vapix_proto import tz
from vapix_proto._value import Value
from vapix_proto.cli.zones import ZoneClock, parting, rule_of
from vapix_proto.errors import escape
from vapix_proto.tz.clock.calendar import iso, utc_offset

if TYPE_CHECKING:
    from vapix_proto.conform.overview import ZoneSetting


class Shown(Value):
    """The time and UTC offset that a device reports.

    Attributes:
        instant: The time, in seconds since 1970.
        utoff: The UTC offset of the local time, in seconds.
    """

    instant: int
    utoff: int


def clock_of_text(text: str, at: int, database: tz.Database | None) -> ZoneClock | None:
    """The ``ZoneClock`` of a TZ string or of a named zone; None for any other text."""
    rule = None if database is None else rule_of(text, "vapix", at, database)
    if rule is not None:
        return ZoneClock.of_rule(rule)
    return ZoneClock.of_string(tz.parse(text)) if tz.is_valid(text) else None


def clock_of_setting(setting: ZoneSetting, at: int, database: tz.Database | None) -> ZoneClock | None:
    """The ``ZoneClock`` for a device's zone setting; None if the setting has no zone, or an invalid or unknown one."""
    text = setting.string if setting.name is None else setting.name
    found = None if text is None else clock_of_text(text, at, database)
    if found is None or not without_dst(setting):
        return found
    return ZoneClock.of_string(found.zone.replace(dst=None, start=None, end=None))


def without_dst(setting: ZoneSetting) -> bool:
    """Whether the device ignores the daylight saving time in its TZ string; always False for an IANA name."""
    return setting.name is None and setting.dst_enabled is False


def shown_by(setting: ZoneSetting) -> Shown | None:
    """The device's time and UTC offset; None if ``setting`` does not contain both in a readable form."""
    try:
        utc, local = (datetime.fromisoformat(text or "") for text in (setting.utc, setting.local))
    except ValueError:
        return None
    offset = local.utcoffset()
    # A time without an offset would be read as the local time of this computer.
    return None if offset is None or utc.tzinfo is None else Shown(int(utc.timestamp()), round(offset.total_seconds()))


def shown_difference(asked: ZoneClock, setting: ZoneSetting) -> str:
    """A clause that contrasts the device's current UTC offset with the UTC offset in the zone ``asked``.

    The clause is empty if the two offsets are equal, or if the device reports no times.
    """
    shown = shown_by(setting)
    expected = None if shown is None else asked.file.at(shown.instant).utoff
    if shown is None or shown.utoff == expected:
        return ""
    return f"at {iso(shown.instant)} the device shows {utc_offset(shown.utoff)}, not {utc_offset(expected or 0)}"


def difference(asked: ZoneClock, setting: ZoneSetting, at: int, database: tz.Database | None) -> str | None:
    """A clause stating when the device's UTC offset first differs from that of the zone ``asked``, and how.

    Only differences from the instant ``at`` onwards count. The clause is empty if there are none. The result is None
    if the zones can't be compared, because the database lacks a zone or devices read a string in different ways.
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
