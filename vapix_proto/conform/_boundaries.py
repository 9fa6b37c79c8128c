"""The sequences that start every run: they test all boundary values in the specification and each role's rights."""

from __future__ import annotations

from vapix_proto.conform._guard import ACCESS_LOG, PARAM, PWDGRP, SYSTEM_LOG, WRITABLE
from vapix_proto.conform._json_steps import readings, zone_looks, zone_pairs, zone_refusals, zone_steps
from vapix_proto.conform._sequences import (
    LONGEST_PASSWORDS,
    OTHER_PASSWORD,
    PASSWORD,
    ROLES,
    THIRD_PASSWORD,
    USERS,
    VALUES,
    WRONG_ADDS,
    WRONG_NAME,
    A,
    B,
    initial_admin_removal,
    list_accounts,
    list_parameters,
    wrong_add,
)
from vapix_proto.conform._steps import Formerly, Known, OwnName, Shortened, Step
from vapix_proto.conform._zone import ZONE_PARAMETERS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.conform._guard import Guard
    from vapix_proto.conform._steps import Argument, Caller
    from vapix_proto.conform.inventory import Survey

_AT_ONCE = 16
#: Parameters that operators may read. If others were requested with them, a device could refuse the whole request.
_READABLE = ("Time.POSIXTimeZone", "Time.DST.Enabled")
#: A content type that some clients send and the devices in our recordings ignore.
_TEXT = "text/plain"


def firsts(survey: Survey, guard: Guard) -> Iterator[tuple[tuple[Step, ...], bool]]:
    """Yields the sequences with which a run starts and, for each, whether its steps are independent of each other."""
    yield tuple(_reads(survey)), True
    newer = tuple(readings(survey.device.axis_os))
    if not guard.writes:
        yield newer, True
        return
    alone = [wrong_add(change) for change in WRONG_ADDS]
    alone += [_set(name, text) for name in survey.settable for text in VALUES[name][1]]
    alone += [_remove(A), _update(A, pwd=PASSWORD), _remove(WRONG_NAME)]
    for at in range(0, len(alone), _AT_ONCE):
        yield tuple(alone[at : at + _AT_ONCE]), True
    for name in survey.settable:
        yield tuple(step for text in VALUES[name][0] for step in (_set(name, text), list_parameters(name))), False
    yield from _accounts(survey)
    if survey.zone is not None:
        yield from _zones(survey)
    yield newer, True
    if removal := initial_admin_removal(survey, guard):
        yield removal, False


def untried(survey: Survey, guard: Guard) -> Iterator[str]:
    """Sentences about the tests that a run is allowed to perform, but can't perform on this device."""
    lacking = [name for name, _ in survey.faults if name in WRITABLE]
    if guard.writes and lacking:
        yield f"setting {', '.join(lacking)}: the device does not list a value that could be restored"
    if guard.writes and not survey.knows_zone:
        doors = "param.cgi, time.cgi" if set(ZONE_PARAMETERS) & set(survey.names) else "time.cgi"
        yield (
            f"setting the time zone with {doors} and time/v2: the device does not show its zone, "
            "or its default zone is not that of the reference device"
        )
    if guard.admin and not initial_admin_removal(survey, guard) and survey.device.profile.initial_name:
        yield f"removing the initial admin: only a run as {survey.device.profile.initial_name!r} can create it again"


def _reads(survey: Survey) -> Iterator[Step]:
    yield list_accounts().replace(content_type=_TEXT)
    yield list_parameters("Time.SyncSource").replace(content_type=_TEXT)
    for who in Known:
        yield list_accounts(who)
        yield list_accounts(who, "GET")
        yield list_parameters(",".join(survey.names), who)
        yield list_parameters("Vpx.Unknown", who, "GET")
        yield list_parameters("Time.Vpx,root.Time", who)
        for action in ("", "list"):
            yield Step("another action", PWDGRP, (("action", action),), who)
        for log in (SYSTEM_LOG, ACCESS_LOG):
            yield Step("read a log", log, (), who, "GET")


def _zones(survey: Survey) -> Iterator[tuple[tuple[Step, ...], bool]]:
    """Sequences that set the time zone with ``time.cgi`` or ``time/v2``.

    They read the zone with both of these and with ``param.cgi``.
    """
    version = survey.device.axis_os
    names = [name for name in ZONE_PARAMETERS if name in survey.names]
    looks = (*zone_looks(version), *([list_parameters(",".join(names))] if names else []))
    refused = zone_refusals(version)
    for at in range(0, len(refused), _AT_ONCE):
        yield refused[at : at + _AT_ONCE], True
    taken = zone_steps(version)
    for what in dict.fromkeys(step.what for step in taken):
        yield tuple(each for step in taken if step.what == what for each in (step, *looks)), False
    yield from ((steps, False) for steps in zone_pairs(version))
    for role in ("viewer", "operator:viewer"):
        may = [step for step in zone_steps(version, A) if step.what.endswith(("setTimeZone", "posix"))]
        yield (_add(A, role), *zone_looks(version, A), *may[:2], *zone_looks(version)), False
    yield zone_steps(version, Known.NOBODY)[:2], False


def _accounts(survey: Survey) -> Iterator[tuple[tuple[Step, ...], bool]]:
    setting = next((name for name in ("Time.DST.Enabled", *WRITABLE) if name in survey.settable), None)
    readable = ",".join(name for name in _READABLE if name in survey.names) or "Time"
    for role in ROLES:
        may = (
            list_accounts(A),
            list_parameters(readable, A),
            list_parameters("Time.SyncSource", A),
            Step("read a log", SYSTEM_LOG, (), A, "GET"),
            *((_set(setting, VALUES[setting][0][1], A),) if setting else ()),
        )
        yield (_add(A, role), *may), False
    yield (_add(A, "admin:operator:viewer"), _add(B, "viewer", A), list_accounts()), False
    new = ("admin:operator:viewer", "operator:viewer:ptz", "viewer")
    updates = [step for role in new for step in (_update(A, sgrp=role), list_accounts())]
    yield (_add(A, "viewer:ptz"), *updates, _update(A, comment="Changed"), list_accounts()), False
    # Only an administrator's password can be tested: other accounts get no listing, even with the right password.
    admin = "admin:operator:viewer"
    short = (list_accounts(Shortened(A, 0)), list_accounts(Shortened(A, 8)))
    password = (_update(A, pwd=OTHER_PASSWORD), list_accounts(A), list_accounts(Formerly(A)))
    existing = (_add(A, "viewer", pwd=THIRD_PASSWORD), list_accounts(A), list_accounts(Formerly(A)))
    other_case = OwnName(A.rest.upper())
    other = (_remove(other_case), _update(other_case, sgrp="viewer"))
    yield (_add(A, admin), list_accounts(A), *short, *password, *existing, *other, list_accounts()), False
    for kept in (_update(A, sgrp=f"{admin}:ptz"), _update(A, comment="Changed")):
        yield (_add(A, admin), kept, list_accounts(A)), False
    bare = (("action", "add"), ("user", A), ("pwd", PASSWORD), ("grp", "users"), ("sgrp", "viewer"))
    yield (Step("add an account without a comment", PWDGRP, bare), list_accounts()), False
    yield (Step("add an account", PWDGRP, (*bare, ("comment", "")), content_type=_TEXT), list_accounts()), False
    for pwd in LONGEST_PASSWORDS:
        longest = (_add(A, admin, pwd=pwd), list_accounts(A))
        yield (*longest, _update(A, pwd=PASSWORD), list_accounts(A)), False
    adds = [_add(user, "viewer") for user in USERS]
    removals = [_remove(user) for user in USERS]
    yield (*adds, list_accounts(), *removals, list_accounts(), list_accounts()), False
    again = (_add(A, "viewer"), list_accounts(), _remove(A), _remove(A), _update(A, pwd=PASSWORD))
    yield (_add(A, "viewer"), *again, _add(A, "viewer", strict_pwd="1")), False
    yield (_add(A, admin), list_accounts(A), _remove(A), list_accounts(A)), False
    nobody = (_add(B, "viewer", Known.NOBODY), _update(A, Known.NOBODY, pwd=OTHER_PASSWORD), _remove(A, Known.NOBODY))
    sets = (_set(setting, VALUES[setting][0][1], Known.NOBODY),) if setting else ()
    yield (_add(A, "viewer"), *nobody, *sets, list_accounts()), False


def _add(user: Argument, sgrp: str, login: Caller = Known.ADMIN, pwd: Argument = PASSWORD, **more: str) -> Step:
    args = (("action", "add"), ("user", user), ("pwd", pwd), ("grp", "users"), ("sgrp", sgrp), ("comment", ""))
    return Step("add an account", PWDGRP, (*args, *more.items()), login)


def _update(user: Argument, login: Caller = Known.ADMIN, **args: Argument) -> Step:
    return Step("update an account", PWDGRP, (("action", "update"), ("user", user), *args.items()), login)


def _remove(user: Argument, login: Caller = Known.ADMIN) -> Step:
    return Step("remove an account", PWDGRP, (("action", "remove"), ("user", user)), login)


def _set(name: str, text: str, login: Caller = Known.ADMIN) -> Step:
    return Step("set parameters", PARAM, (("action", "update"), (name, text)), login)
