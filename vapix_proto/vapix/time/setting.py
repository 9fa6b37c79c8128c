"""Picks the request that sets the time zone on a version of AXIS OS, and reports what the device owner should know."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import CGIS, RESET_TIME_ZONE_SINCE
from vapix_proto.vapix.param.registry import PARAMETERS
from vapix_proto.vapix.param.requests import UpdateParameters
from vapix_proto.vapix.time.requests import SetPosixTimeZone, SetTimeZone
from vapix_proto.vapix.time.settings import PatchIanaTimeZone, PatchPosixTimeZone
from vapix_proto.vapix.time.values import is_iana_name

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import Instant
    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.iana.rules import IanaRule
    from vapix_proto.tz.model import PosixTimeZone

_TIME_CGI, _TIME_V2 = CGIS["time.cgi"], CGIS["time/v2"]
_TIME_ZONE, _DST_ENABLED = "Time.POSIXTimeZone", "Time.DST.Enabled"
#: There are no recordings of devices with AXIS OS 13 or later.
_UNRECORDED = AxisOs((13,))


class TimeZoneChange(Value):
    """How to set a time zone.

    Attributes:
        request: The request.
        problems: Warnings about what is lost if a TZ string replaces a zone name, what else the request changes, and
            what is unknown, followed by all problems that ``request.validate`` finds, such as a warning that devices
            disagree on the string. If any problem is an error, the device has no documented way to set its time zone.
    """

    request: UpdateParameters | SetTimeZone | SetPosixTimeZone | PatchIanaTimeZone | PatchPosixTimeZone
    problems: tuple[Problem, ...]


def set_time_zone(
    zone: PosixTimeZone | str,
    axis_os: AxisOs | str,
    *,
    at: Instant | None = None,
    database: Database | str | PathLike[str] | None = None,
    listed: Collection[str] | None = None,
) -> TimeZoneChange:
    """The request that sets a device's time zone; its form depends on the device's version.

    Before AXIS OS 9.30, the request updates parameters. They can't contain an IANA name, so for a name the request
    contains the zone's current TZ string instead. It also enables daylight saving time if the string has any. From 9.30
    to 12.3, the request calls a method of ``time.cgi``. From 12.4 on, it sets a property of ``time/v2``, which is
    documented for these versions and was seen on 12.9.57 and 12.11.77. An operator may use ``time.cgi``; updating
    parameters and using ``time/v2`` require an admin.

    Args:
        zone: A ``PosixTimeZone``, a TZ string in the VAPIX dialect, or an IANA zone name. A string that is both, such
            as ``EST5EDT``, counts as a TZ string.
        axis_os: The device's version.
        at: If a string replaces a name, the instant from which the string should apply; by default now.
        database: Where to look up names: a database, or the path to its folder; by default the newest installed one
            that has the zone.
        listed: The zone names that the device lists in ``GetTimeZoneList`` or ``GetAllTimeInfo``, if known.

    Raises:
        ParseError: The zone is neither a TZ string nor an IANA name, or, before 9.30, the name is not in the database.
        TypeError: An argument has the wrong type.
        ValueError: The version is malformed, or the instant is not in the years 1 to 9999.
    """
    version = AxisOs.parse(axis_os)
    text = _string_of(zone)
    if version < _TIME_CGI.since:
        return _by_parameters(text, zone, version, at, database)
    by_rest = version >= _TIME_V2.since
    request: SetTimeZone | SetPosixTimeZone | PatchIanaTimeZone | PatchPosixTimeZone
    if text is None:
        assert isinstance(zone, str)  # noqa: S101 - every PosixTimeZone has a TZ string
        request = PatchIanaTimeZone(zone) if by_rest else SetTimeZone(zone)
        notes = [*_of_name(zone, at, database, listed)]
    else:
        request = PatchPosixTimeZone(text, dst_enabled=True) if by_rest else SetPosixTimeZone(text)
        notes = []
    notes += _of_interface(version) if by_rest else ()
    message = "after this request, DHCP no longer sets the time zone of the device"
    hint = "to go back to DHCP, PATCH timeZone/dhcp/enabled of time/v2 with true"
    if not by_rest:
        known = "" if version >= RESET_TIME_ZONE_SINCE else f", which is known from AXIS OS {RESET_TIME_ZONE_SINCE} on"
        hint = f"to go back to DHCP, send resetTimeZone to time.cgi{known}"
    notes.append(_note(Code.ZONE_DHCP, message, hint, request.cgi.source))
    return TimeZoneChange(request, (*notes, *request.validate(version)))


def _string_of(zone: PosixTimeZone | str) -> str | None:
    """The TZ string; None if the text can only be an IANA zone name.

    Raises:
        ParseError: ``zone`` is neither a TZ string nor an IANA zone name.
    """
    from vapix_proto.tz.model import PosixTimeZone  # noqa: PLC0415 - only this function needs it
    from vapix_proto.tz.parser import is_valid, parse  # noqa: PLC0415

    if isinstance(zone, PosixTimeZone):
        zone = str(zone)
    elif isinstance(zone, str) and not is_valid(zone):
        named = "/" in zone or not any(character.isdigit() for character in zone)
        if named and is_iana_name(zone):
            return None
        bare = zone.strip()
        if "/" in bare and bare != zone and is_iana_name(bare):
            message, span = "there is white space around the name of a time zone", Span(0, len(zone))
            raise ParseError(Problem(Code.TZ_WHITESPACE, message, span, f"write {bare}", fix=bare), zone)
    parse(zone)
    return zone


def _by_parameters(
    text: str | None,
    zone: PosixTimeZone | str,
    version: AxisOs,
    at: Instant | None,
    database: Database | str | PathLike[str] | None,
) -> TimeZoneChange:
    notes: list[Problem] = []
    if text is None:
        from vapix_proto.tz.iana.rules import iana_rule  # noqa: PLC0415 - only names need the database

        rule = iana_rule(str(zone), at, database=database)
        text, notes = str(rule.zone), [*_of_string(rule, version)]
    values = {_TIME_ZONE: text}
    from vapix_proto.tz.parser import parse  # noqa: PLC0415 - only this function needs it

    dst = parse(text).dst
    if dst is not None:
        values[_DST_ENABLED] = "yes"
        message = f"without {_DST_ENABLED}=yes the device ignores daylight saving time {dst.designation}"
        hint = "send both parameters, as the request does"
        notes.append(_note(Code.PARAM_DST_DISABLED, message, hint, PARAMETERS[_DST_ENABLED].source))
    request = UpdateParameters(values)
    return TimeZoneChange(request, (*notes, *request.validate(version)))


def _of_string(rule: IanaRule, version: AxisOs) -> Iterator[Problem]:
    """Warnings about what is lost when a TZ string replaces an IANA zone name."""
    source = PARAMETERS[_TIME_ZONE].source
    message = (
        f"AXIS OS {version} does not support names of IANA zones: the device gets {rule.zone}, "
        f"and later changes to the rules of {rule.name} will not reach it"
    )
    yield _note(Code.ZONE_NAME_LOST, message, f"set a new string when the rules of {rule.name} change", source)
    if rule.until is not None:
        from vapix_proto.tz.clock.calendar import iso  # noqa: PLC0415 - only this branch needs it

        message = (
            f"{rule.zone} shows the clock of {rule.name} only until {iso(rule.until)}, "
            f"according to the time zone database {rule.database}"
        )
        hint = f"set a new string at {iso(rule.until)}"
        yield _note(Code.TZ_IANA_INEXACT, message, hint, source)


def _of_name(
    name: str,
    at: Instant | None,
    database: Database | str | PathLike[str] | None,
    listed: Collection[str] | None,
) -> Iterator[Problem]:
    """Warnings about open questions that arise when an IANA zone name is sent to a device."""
    from vapix_proto.tz.iana.rules import iana_rule  # noqa: PLC0415 - only names need the database

    try:
        iana_rule(name, at, database=database)
    except ParseError as error:
        yield error.problem.replace(severity=Severity.WARNING)
    if listed is not None and name in listed:
        return
    message = f"the device has its own list of zones; whether it lists {name} is not known"
    hint = "ask the device for its zones; the list in AXIS OS 12.11.77 leaves out links such as Europe/Stockholm"
    if listed is not None:
        message = f"the device does not list {name}; whether it accepts the name anyway is not known"
        hint = "use a name that the device lists, or a TZ string"
    yield _note(Code.ZONE_UNSETTLED, message, hint, _TIME_V2.source)


def _of_interface(version: AxisOs) -> Iterator[Problem]:
    """Warnings about open questions concerning ``time/v2``."""
    message, hint = "no write to time/v2 has been recorded: the request follows the documentation", None
    if version < _UNRECORDED:
        hint = "if the device refuses the request, use time.cgi, which AXIS OS 12.11.77 still has"
    yield _note(Code.ZONE_UNSETTLED, message, hint, _TIME_V2.source)
    if version >= _UNRECORDED:
        message = f"AXIS OS {version} has not been recorded: we assume that it has only time/v2 for time zones"
        yield _note(Code.ZONE_UNSETTLED, message, None, _TIME_V2.source)


def _note(code: Code, message: str, hint: str | None, source: str) -> Problem:
    return Problem(code, message, Span(0, 0), hint, source, Severity.WARNING)
