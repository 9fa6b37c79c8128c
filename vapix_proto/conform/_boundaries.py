"""The sequences that every run tries first: each boundary of the specification once, then what one may of each role."""

from __future__ import annotations

from vapix_proto.conform._guard import ACCESS_LOG, PARAM, PWDGRP, SYSTEM_LOG, WRITABLE
from vapix_proto.conform._sequences import ROLES, USERS, VALUES, WRONG_ADDS, list_accounts, list_parameters, wrong_add
from vapix_proto.conform._steps import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.conform.inventory import Survey

__all__ = ["firsts"]

_AT_ONCE = 8
#: What operators may read. It is asked for alone: to more than one may read a refusal is right, too.
_READABLE = ("Time.POSIXTimeZone", "Time.DST.Enabled")
#: Sent by clients; recorded devices do not look at it.
_TEXT = "POST text/plain"


def firsts(survey: Survey, *, writes: bool, disposable: bool) -> Iterator[tuple[tuple[Step, ...], bool]]:
    """Sequences, each with whether its steps have nothing to do with each other.

    Args:
        survey: What the device is like.
        writes: Whether they may write.
        disposable: Whether the removal of the initial admin may be asked for.
    """
    yield tuple(_reads(survey)), True
    if not writes:
        return
    alone = [wrong_add(change) for change in WRONG_ADDS]
    alone += [_set(name, text) for name in WRITABLE if name in survey.names for text in VALUES[name][1]]
    alone += [_remove("@a"), _update("@a", pwd="16"), _remove("@a!")]
    for at in range(0, len(alone), _AT_ONCE):
        yield tuple(alone[at : at + _AT_ONCE]), True
    for name in WRITABLE:
        if name in survey.names:
            steps = [step for text in VALUES[name][0] for step in (_set(name, text), list_parameters(name))]
            yield tuple(steps), False
    yield from _accounts(survey)
    admin = survey.device.profile.initial_name
    if disposable and admin is not None and survey.device.account(admin) is not None:
        args = (("action", "remove"), ("user", admin))
        yield (Step("remove the initial admin", PWDGRP, args),), False


def _reads(survey: Survey) -> Iterator[Step]:
    yield list_accounts("admin", _TEXT)
    yield list_parameters("Time.SyncSource", "admin", _TEXT)
    for who in ("admin", "nobody"):
        yield list_accounts(who)
        yield list_accounts(who, "GET")
        yield list_parameters(",".join(survey.names), who)
        yield list_parameters("Vpx.Unknown", who, "GET")
        yield list_parameters("Time.Vpx,root.Time", who)
        for action in ("", "list"):
            yield Step("another action", PWDGRP, (("action", action),), who)
        for log in (SYSTEM_LOG, ACCESS_LOG):
            yield Step("read a log", log, (), who, "GET")


def _accounts(survey: Survey) -> Iterator[tuple[tuple[Step, ...], bool]]:
    setting = "Time.DST.Enabled" if "Time.DST.Enabled" in survey.names else "Time.SyncSource"
    readable = ",".join(name for name in _READABLE if name in survey.names) or "Time"
    for role in ROLES:
        may = (
            list_accounts("@a"),
            list_parameters(readable, "@a"),
            list_parameters("Time.SyncSource", "@a"),
            Step("read a log", SYSTEM_LOG, (), "@a", "GET"),
            _set(setting, VALUES[setting][0][1], "@a"),
        )
        yield (_add("@a", role), *may), False
    yield (_add("@a", "admin:operator:viewer"), _add("@b", "viewer", "@a"), list_accounts()), False
    new = ("admin:operator:viewer", "operator:viewer:ptz", "viewer")
    updates = [step for role in new for step in (_update("@a", sgrp=role), list_accounts())]
    yield (_add("@a", "viewer:ptz"), *updates, _update("@a", comment="Changed"), list_accounts()), False
    # Administrators, as others are refused the listing whether their password is right or not.
    admin = "admin:operator:viewer"
    password = (_update("@a", pwd="16b"), list_accounts("@a"), list_accounts("@a old"))
    yield (_add("@a", admin), list_accounts("@a"), *password, list_accounts()), False
    for kept in (_update("@a", sgrp=f"{admin}:ptz"), _update("@a", comment="Changed")):
        yield (_add("@a", admin), kept, list_accounts("@a")), False
    bare = (("action", "add"), ("user", "@a"), ("pwd", "16"), ("grp", "users"), ("sgrp", "viewer"))
    yield (Step("add an account without a comment", PWDGRP, bare), list_accounts()), False
    yield (Step("add an account", PWDGRP, (*bare, ("comment", "")), method=_TEXT), list_accounts()), False
    for pwd in ("64", "64s"):
        longest = (_add("@a", admin, pwd=pwd), list_accounts("@a"))
        yield (*longest, _update("@a", pwd="16"), list_accounts("@a")), False
    adds = [_add(user, "viewer") for user in USERS]
    removals = [_remove(user) for user in USERS]
    yield (*adds, list_accounts(), *removals, list_accounts(), list_accounts()), False
    again = (_add("@a", "viewer"), list_accounts(), _remove("@a"), _remove("@a"), _update("@a", pwd="16"))
    yield (_add("@a", "viewer"), *again, _add("@a", "viewer", strict_pwd="1")), False
    yield (_add("@a", admin), list_accounts("@a"), _remove("@a"), list_accounts("@a")), False
    nobody = (_add("@b", "viewer", "nobody"), _update("@a", "nobody", pwd="16b"), _remove("@a", "nobody"))
    yield (_add("@a", "viewer"), *nobody, _set(setting, VALUES[setting][0][1], "nobody"), list_accounts()), False


def _add(user: str, sgrp: str, login: str = "admin", pwd: str = "16", **more: str) -> Step:
    args = (("action", "add"), ("user", user), ("pwd", pwd), ("grp", "users"), ("sgrp", sgrp), ("comment", ""))
    return Step("add an account", PWDGRP, (*args, *more.items()), login)


def _update(user: str, login: str = "admin", **args: str) -> Step:
    return Step("update an account", PWDGRP, (("action", "update"), ("user", user), *args.items()), login)


def _remove(user: str, login: str = "admin") -> Step:
    return Step("remove an account", PWDGRP, (("action", "remove"), ("user", user)), login)


def _set(name: str, text: str, login: str = "admin") -> Step:
    return Step("set parameters", PARAM, (("action", "update"), (name, text)), login)
