"""Reads a device's state with our parsers, and builds a reference device in the same state."""

from __future__ import annotations

from vapix_proto._places import quote
from vapix_proto._value import Value
from vapix_proto.conform._challenges import challenges_of, why_no_login
from vapix_proto.conform._guard import MARK, PWDGRP, TIME, USER_GROUP, WRITABLE
from vapix_proto.conform._zone import SINCE, ZONE_PARAMETERS, read_zone
from vapix_proto.conform.overview import version_of
from vapix_proto.errors import ParseError
from vapix_proto.oracle.device import Device
from vapix_proto.oracle.parameters import POLICIES, POLICY
from vapix_proto.oracle.responses.listings import Groups, is_system_account
from vapix_proto.oracle.state import ACCESS_GROUPS, Account
from vapix_proto.oracle.time_zone import POSIX
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.discovery.requests import GetReadiness
from vapix_proto.vapix.http import HttpRequest
from vapix_proto.vapix.param.responses import ParameterListing
from vapix_proto.vapix.pwdgrp.listing import AccountListing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import KW_ONLY

    from vapix_proto.conform._connection import Line
    from vapix_proto.conform._zone import Zone
    from vapix_proto.vapix.http import HttpResponse

VERSION = "Properties.Firmware.Version"
_HTTP = "Properties.API.HTTP.Version"


class Unusable(Exception):  # noqa: N818 - the name states the condition
    """No run is possible.

    For example, the login is not an administrator's, the version is unknown, or a listing is malformed.
    """


class Survey(Value):
    """The state that was read from a device.

    Attributes:
        device: A reference device in the same state, except for what can't be read, such as other people's passwords.
        detected: Whether the device itself reported its AXIS OS version; otherwise, the caller gave the version.
        names: The specified parameters that the device lists with permitted values.
        shown: The parameters in ``names`` with their values, except those whose value depends on the environment.
        faults: The wrong or missing parameters, and ``"accounts"`` if the account listing is wrong, each with a reason.
        zone: The device's time zone; None if it can't be read, or if no reference device can have it.
    """

    device: Device
    _: KW_ONLY
    detected: bool
    names: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str], ...]
    zone: Zone | None = None

    @property
    def knows_zone(self) -> bool:
        """Whether the run can restore the time zone; before ``time.cgi``, only ``param.cgi`` sets it."""
        return self.zone is not None or self.device.axis_os < SINCE[TIME]

    @property
    def settable(self) -> tuple[str, ...]:
        """The parameters that the run may set: those that it can restore."""
        shown = dict(self.shown)
        return tuple(name for name in WRITABLE if name in shown and (self.knows_zone or name not in ZONE_PARAMETERS))


def read_survey(line: Line, axis_os: AxisOs | str | None = None) -> Survey:
    """Reads a device's state.

    Raises:
        Unusable: No run is possible.
        Unreachable: No response came.
        ValueError: ``axis_os`` is not a version that the specification covers.
    """
    listing = line.read_users()
    _check_rights(listing, line)
    everything = sorted({name for version in _VERSIONS for name in Device(version).parameters} | {VERSION})
    response = line.read_parameters(everything)
    values = read_values(response, line)
    told = values.get(VERSION, "")
    version = version_of(told) if axis_os is None else AxisOs.parse(axis_os)
    if version is None:
        what = f"{VERSION} is {quote(told, 40)}, not a version" if told else f"the device does not report {VERSION}"
        raise Unusable(f"{what}: give the version of AXIS OS with --axis-os")
    blank = Device(version)
    faults: list[tuple[str, str]] = []
    settings: dict[str, str] = {}
    for name, row in blank.parameters.items():
        if name not in values:
            if name not in blank.doubtful and not row.product:
                faults.append((name, f"{name} is missing, although AXIS OS {blank.axis_os} has it"))
            continue
        try:
            blank.replace(settings={name: values[name]})
        except ValueError as error:
            faults.append((name, str(error)))
            continue
        settings[name] = row.default if row.free else values[name]
        if name == _HTTP and values[name] != row.default:
            faults.append((name, f"{name} is {quote(values[name], 16)}, but the specification is for {row.default}"))
    accounts = read_accounts(listing, line)
    wrong = Groups.of(accounts).mismatch(listing)
    if wrong is not None:
        faults.append(("accounts", wrong))
    admin = next((account for account in accounts if account.user == line.login.user), None)
    if admin is None or admin.level != "admin":
        raise Unusable(f"the device does not list {line.login.user!r} as an administrator")
    names = tuple(settings)
    shown = tuple((name, text) for name, text in settings.items() if not blank.parameters[name].free)
    settings |= _policy(line, blank)
    accounts = _with_own_groups(accounts, admin, listing, line, blank.axis_os)
    zone = read_zone(line, blank.axis_os, values.get(POSIX))
    device = blank.replace(accounts=accounts, settings=settings)
    applied = None if zone is None else zone.apply(device, settings)
    if applied is None:
        zone = None
    detected = axis_os is None
    return Survey(applied or device, detected=detected, names=names, shown=shown, faults=tuple(faults), zone=zone)


def _policy(line: Line, blank: Device) -> dict[str, str]:
    """The setting for the device's password policy, if the device reports one that the reference device supports."""
    if POLICY not in blank.values:
        return {}
    request = GetReadiness()
    found = request.read(line.send(request.to_http(), None, "read the state"))
    policy = getattr(found, "passphrase_policy", None)
    return {POLICY: policy} if policy in POLICIES else {}


def _with_own_groups(
    accounts: tuple[Account, ...], admin: Account, listing: HttpResponse, line: Line, version: AxisOs
) -> tuple[Account, ...]:
    """The accounts, after ``usergroup.cgi`` has shown groups of the administrator that the listing may not show."""
    if version < USER_GROUP_SINCE:
        return accounts
    response = line.send(HttpRequest("GET", USER_GROUP), line.login, "read the state")
    groups = response.body.decode("utf-8", "replace").partition("\n")[2].split()
    if "ptz" in groups:
        accounts = read_accounts(listing, line, [admin.replace(groups=(*admin.groups, "ptz"))])
    primary = [group for group in groups if group not in ACCESS_GROUPS]
    grp = primary[0] if len(primary) == 1 else admin.grp
    return tuple(one.replace(grp=grp) if one.user == admin.user else one for one in accounts)


USER_GROUP_SINCE = AxisOs((9, 80))  # from 9.80 on, a property announces usergroup.cgi
_VERSIONS = ("5.51", "9.80")  # together, these versions have all parameters


def _check_rights(listing: HttpResponse, line: Line) -> None:
    if b"initial admin" in listing.body:
        raise Unusable("the device has no administrator yet: create one first")
    if listing.status in (401, 403):
        refused = "the device does not accept the user name and the password, or the account is not an administrator"
        unsent = listing.status == 401 and line.login_sent is False
        raise Unusable((unsent and why_no_login(challenges_of(listing))) or refused)
    if listing.status != 200:
        hint = ", a redirect, which is not followed: try https" if 300 <= listing.status < 400 else ""
        raise Unusable(f"{PWDGRP}?action=get answers with the status code {listing.status}{hint}")


def read_accounts(response: HttpResponse, line: Line, known: Iterable[Account] = ()) -> tuple[Account, ...]:
    """The accounts in a listing; the password is known only for the account that the run logs in with.

    Some recorded listings lack ``ptz``: then the accounts in ``known`` keep their membership of that group.

    Raises:
        Unusable: The response is not a listing.
    """
    try:
        listing = AccountListing.parse(response.body)
    except ParseError:
        reason = _reason(AccountListing.parse, response, line)
        raise Unusable(f"the listing of accounts is malformed: {reason}") from None
    groups = {"ptz": [one.user for one in known if "ptz" in one.groups], **listing.groups}
    members = {group: dict.fromkeys(groups.get(group, ())) for group in ACCESS_GROUPS}
    people = []
    # Some recorded listings lack digusers: then every member of an access group counts as an account, except system
    # accounts. An unknown system account may slip through; treating it as an account does no harm.
    users = listing.groups.get("digusers")
    if users is None:
        users = tuple(name for names in members.values() for name in names if not is_system_account(name))
    for user in dict.fromkeys(users):
        rights = [group for group in ACCESS_GROUPS if user in members[group]]
        # An empty password stands for an unknown one: nobody can log in with it.
        people.append(Account(user, line.login.password if user == line.login.user else "", "users", rights))
    return tuple(people)


def read_values(response: HttpResponse, line: Line) -> dict[str, str]:
    """The parameters in a listing.

    Raises:
        Unusable: The response is not a listing.
    """
    if response.status != 200:
        raise Unusable(f"param.cgi answers with the status code {response.status}")
    try:
        return dict(ParameterListing.parse(response.body).values)
    except ParseError:
        reason = _reason(ParameterListing.parse, response, line)
        raise Unusable(f"the listing of parameters is malformed: {reason}") from None


def _reason(parse: Callable[[bytes], object], response: HttpResponse, line: Line) -> str:
    """Why a response is malformed.

    Passwords are redacted before parsing: the parser's message may quote only part of a password, and redaction would
    then miss it.
    """
    try:
        parse(line.redact(response.body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))
    except ParseError as error:
        return error.problem.message
    return "it contains a password"


def leftovers(survey: Survey) -> tuple[Account, ...]:
    """Accounts left over from earlier runs, recognised by their prefix."""
    return tuple(account for account in survey.device.accounts if account.user.startswith(MARK))
