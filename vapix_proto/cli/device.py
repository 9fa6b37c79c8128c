"""``vapix-proto device``: shows the model, version and time zone of a device, and sets the time zone."""

from __future__ import annotations

import time
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import Code, ParseError, tz, vapix
from vapix_proto.cli import device_text as texts
from vapix_proto.cli.advice import Advisor
from vapix_proto.cli.connection import connected, fail
from vapix_proto.cli.device_clock import clock_of_text, difference, shown_difference
from vapix_proto.cli.groups import Group
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.options import at_option, axis_os_option, database_option, or_now
from vapix_proto.cli.output import NO, fields, format_option, print_json, say, standard_output
from vapix_proto.conform.overview import NoAccess, read_overview, refusal
from vapix_proto.conform.transports import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.conform import HttpTransport, Login
    from vapix_proto.conform.overview import Overview
    from vapix_proto.vapix import TimeZoneChange


_SET = (vapix.Updated, vapix.TimeZoneSet, vapix.PosixTimeZoneSet, vapix.Patched)
#: 12.3 is the newest version for which the request that sets the time zone goes to time.cgi.
_BY_TIME_CGI = "add --axis-os 12.3 to send the request to time.cgi, which this device has and an operator may use"


class _Device:
    """A device and an account on it; the repr shows neither."""

    def __init__(self, transport: HttpTransport, login: Login) -> None:
        self._transport, self._login = transport, login

    def read(self) -> Overview:
        """Everything that the account can read about the device."""
        return read_overview(self._transport, self._login)

    def send(self, request: vapix.Request) -> object:
        """Sends a request, and returns the parsed response."""
        return request.read(self._transport.send(request.to_http(), self._login))


def _connected(command: Callable[..., None]) -> Callable[..., None]:
    """Lets a command connect to the device at a URL; the command receives the device as ``device``."""

    @connected(user="The account to log in with.", asks=True)
    @wraps(command)
    def connecting(*, transport: HttpTransport, login: Login, **options: Any) -> None:  # noqa: ANN401
        try:
            command(device=_Device(transport, login), **options)
        except NoAccess as error:
            fail(f"{transport.url}: {error}")

    return connecting


@click.group(cls=Group)
def device() -> None:
    """Axis devices on the network (AXIS OS 5 to 13)."""


@device.command()
@_connected
@at_option
@database_option
@format_option("text", "json")
def show(device: _Device, at: int | None, folder: str | None, output: str) -> None:
    """Show the model, version and time zone of a device.

    URL is http://HOST[:PORT] or https://HOST[:PORT]. Nothing on the device is changed. If the account may
    not read something, the output names the right that it lacks; an operator may read everything that is shown.

    Exit code 0 if all is well, 1 if the time zone can't be read or is invalid, 2 for a usage error, or if there is
    no access to the device.
    """
    found = texts.Report(device.read(), Advisor(tz.database(folder), at), int(time.time()))
    if output == "json":
        print_json(found.as_json())
    else:
        found.print(standard_output())
    raise SystemExit(0 if found.well else NO)


@device.command("set-time-zone")
@_connected
@click.argument("zone", metavar="STRING|ZONE")
@click.option("--yes", is_flag=True, help="Send the request. Without this option, nothing is changed.")
@axis_os_option("The version of AXIS OS to write the request for.  [default: the version of the device]")
@at_option
@database_option
@format_option("text", "json")
def set_time_zone(
    device: _Device, zone: str, yes: bool, axis_os: str | None, at: int | None, folder: str | None, output: str
) -> None:
    """Set the time zone of a device.

    Without --yes nothing is changed: the command shows the request that it would send, and warns about anything that
    would be lost or is uncertain. The time zone is a POSIX TZ string, or a zone name such as Europe/Vienna. The version
    of AXIS OS decides where the request goes: to param.cgi before 9.30, to time.cgi from 9.30 to 12.3, to time/v2 from
    12.4 on. With --yes, the command reads the device again after the request, and compares the device's clock with the
    zone's.

    The exit code is 0 if all is well. It is 1 if the change is refused, or if the clock differs or is unknown. It is 2
    for a usage error, or if the command has no access to the device.
    """
    advisor = Advisor(tz.database(folder), at)
    # This refuses an invalid string before anything is read from the device.
    change = _change(zone, "9.30" if axis_os is None else axis_os, advisor)
    before = device.read()
    version = before.axis_os if axis_os is None else vapix.AxisOs.parse(axis_os)
    if version is None:
        raise click.UsageError("the device does not report a valid version of AXIS OS: give the version with --axis-os")
    change = _change(zone, version, advisor)
    if isinstance(change.request, (vapix.SetTimeZone, vapix.PatchIanaTimeZone)):
        change = _change(zone, version, advisor, _listed(device, change.request))
    if {each.dhcp for each in before.zones} - {None} == {False}:  # then DHCP does not set the zone now, either
        change = change.replace(problems=tuple(each for each in change.problems if each.code is not Code.ZONE_DHCP))
    unknown = [problem for problem in change.problems if problem.code is Code.TZ_IANA_NAME]
    suggestions = advisor.suggestions(zone, "vapix", unknown)
    record = texts.change_json(before, version, change) | {"suggestions": [each.to_json() for each in suggestions]}
    out = standard_output()
    if output == "text":
        texts.print_change(out, before, change, record)
        advisor.print(out, unknown, suggestions)
        say(out)
    refused = not is_valid(change.problems)
    code = NO if refused else 0
    record |= dict.fromkeys(("accepted", "answer", "hint", "after", "same", "difference")) | {"sent": False}
    if yes and not refused:
        code = _send(device, zone, change, advisor, record)
        by_rest = change.request.cgi.name == "time/v2"
        if not record["accepted"] and by_rest and any(each.interface == "time.cgi" for each in before.zones):
            record["hint"] = _BY_TIME_CGI
    elif output == "text":
        say(out, "Nothing was sent." if refused else "Nothing was sent: add --yes to send it.", style="bold")
    if output == "json":
        print_json(record)
    elif record["sent"]:
        texts.print_result(out, record)
    raise SystemExit(code)


def _send(device: _Device, zone: str, change: TimeZoneChange, advisor: Advisor, record: dict[str, Any]) -> int:
    """Sends the request, adds the outcome to the record, and returns the exit code."""
    unknown = "it is unknown whether the device has carried out the request"
    try:
        answer = device.send(change.request)
    except Unreachable as error:
        raise Unreachable(f"{error}; {unknown}") from None
    except KeyboardInterrupt:
        raise KeyboardInterrupt(unknown) from None
    accepted = isinstance(answer, _SET)
    said = None if accepted else refusal(change.request, answer)
    record |= {"sent": True, "accepted": accepted, "answer": said}
    if not accepted:
        return NO
    try:
        after = device.read()
    except (Unreachable, NoAccess) as error:
        raise Unreachable(f"the device has accepted the request, but can't be read now: {error}") from None
    except KeyboardInterrupt:
        raise KeyboardInterrupt("the device has accepted the request") from None
    now = or_now(advisor.at)
    asked = clock_of_text(zone, now, advisor.database)
    setting = after.zone
    known = None
    if asked is not None and setting is not None:
        known = shown_difference(asked, setting) or difference(asked, setting, now, advisor.database)
    record |= {
        "after": None if setting is None else fields(setting),
        "same": None if known is None else not known,
        "difference": known or None,
    }
    return 0 if known == "" else NO


def _listed(device: _Device, request: vapix.Request) -> tuple[str, ...] | None:
    """The zone names that the device lists; None if it returns no list."""
    if isinstance(request, vapix.PatchIanaTimeZone):
        found = device.send(vapix.GetTimeZoneList())
        return found.names if isinstance(found, vapix.TimeZoneList) else None
    info = device.send(vapix.GetAllTimeInfo())
    return info.time_zones if isinstance(info, vapix.DateTimeInfo) else None


def _change(
    zone: str, version: vapix.AxisOs | str, advisor: Advisor, listed: tuple[str, ...] | None = None
) -> TimeZoneChange:
    try:
        return vapix.set_time_zone(zone, version, at=advisor.at, database=advisor.database, listed=listed)
    except ParseError:
        advisor.refuse(zone, "vapix", advisor.problems(zone, "vapix"))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
