"""Restores what a run has changed: removes its accounts, resets parameters, and leaves everything else alone."""

from __future__ import annotations

import traceback
from contextlib import suppress
from itertools import islice

from vapix_proto.conform._connection import OK, UNAUTHORIZED, arguments_request
from vapix_proto.conform._guard import MARK, PARAM, PWDGRP, USER_GROUP, WRITABLE, ZONE
from vapix_proto.conform._steps import PREFIX_SIZE
from vapix_proto.conform._zone import ZONE_PARAMETERS, read_zone, setting
from vapix_proto.conform.inventory import USER_GROUP_SINCE, Unusable, read_accounts, read_values
from vapix_proto.conform.transports import Forbidden, Unreachable
from vapix_proto.oracle.time_zone import DHCP, POSIX
from vapix_proto.vapix.http import HttpRequest

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.conform._connection import Line
    from vapix_proto.conform._zone import Zone
    from vapix_proto.conform.inventory import Survey
    from vapix_proto.conform.transports import Login
    from vapix_proto.oracle.device import Device
    from vapix_proto.oracle.state import Account

_TEXT_MAX = 200
#: The maximum number of problems of one kind to report: a device may list hundreds of thousands of accounts.
_SENTENCES_MAX = 100
_FULL = "admin:operator:viewer:ptz"
#: How each attempt sets a parameter: name prefix and HTTP method. A faulty device may accept one way but not another.
_WAYS = (("", "POST"), ("root.", "POST"), ("", "GET"))


def restore(line: Line, before: Survey) -> tuple[Device | None, tuple[str, ...]]:
    """Restores what the run has changed.

    Returns:
        A reference device in the state that the tested device reports after the restoration (None if that state
        can't be read), and sentences about what could not be restored.
    """
    problems: list[str] = []
    limit, line.limit = line.limit, None
    try:
        for way in _WAYS:
            problems = []
            try:
                device = _restore(line, before, problems, *way)
            except Exception as error:  # not even our own bugs may prevent the next attempt
                problems.append(f"the state of the device can't be read: {described(error, line)}")
                if isinstance(error, Unreachable):
                    line.wait()
                _rescue(line, before)
                continue
            if not problems or way == _WAYS[-1]:
                return device, tuple(problems)
    finally:
        line.limit = limit
    return None, (*problems, *may_be_left(line, before))


def settle_zone(line: Line, before: Survey) -> bool:
    """Sets the zone once more after a run that set it, if the device does not show who set it.

    The zone may look the same, but may now be the default although a person had set it.

    Returns:
        Whether the device reported that it has set the zone.
    """
    zone = _unsure_zone(line, before)
    if zone is None:
        return False
    line.limit = None
    with suppress(Unreachable):  # the next restoration waits until the device answers
        request = setting(zone, before.device.axis_os, by_tree=False)
        response = line.send(request, line.login, "restore the device")
        return response.status == OK and b'"error"' not in response.body
    return False


def zone_may_differ(line: Line, before: Survey, *, settled: bool) -> tuple[str, ...]:
    """A sentence if the run set the time zone and the device does not show who had set it.

    ``settled`` is what ``settle_zone`` returned.
    """
    zone = _unsure_zone(line, before)
    if zone is None:
        return ()
    again = "if it was set by hand before, set it again"
    reset = "if it was not set by hand, send resetTimeZone to time.cgi, so that a zone from DHCP is used"
    now, advice = (
        ("it may now count as set by hand, as from DHCP or as the default", f"{again}; {reset}")
        if not settled
        else ("it is now from DHCP or the default", again)
        if zone.kind == DHCP
        else ("it now counts as set by hand", reset)
    )
    what = f"the time zone {zone.active!r} may not have been restored, because the device does not show who set it"
    return (f"{what}: {now}; {advice}",)


def _unsure_zone(line: Line, before: Survey) -> Zone | None:
    """The zone before the run, if the run set the zone and the device does not show who had set it."""
    return before.zone if line.set_zone and before.zone is not None and before.zone.unsure else None


def may_be_left(line: Line, before: Survey) -> tuple[str, ...]:
    """Sentences about what may have changed since the last restoration that is known to have succeeded."""
    users = sorted({user for user in line.users if user.startswith(MARK)} | {*line.created, *line.stuck})
    names = [_with_value(name, before) for name in sorted(line.parameters)]
    return (
        *([f"accounts that may still be there: {', '.join(users)}"] if users else []),
        *([f"the account {line.guard.admin!r} may be gone"] if line.guard.admin in line.users else []),
        *([f"parameters that may still be changed: {', '.join(names)}"] if names else []),
    )


def may_still_happen(line: Line, before: Survey) -> tuple[str, ...]:
    """A sentence on what unanswered requests may still change, unless the device already shows these changes."""
    names = ", ".join(_with_value(name, before) for name in sorted(line.unanswered))
    if not names:
        return ()
    return (f"no response came to a request about {names}, which may still be carried out: check again later",)


def may_exist(line: Line) -> tuple[str, ...]:
    """A sentence for each account that the device does not list, and whose removal is not certain."""
    return some(map(_may_exist, line.uncertain))


def _may_exist(user: str) -> str:
    return f"the account {user!r} is not listed, but may still exist"


def _with_value(name: str, before: Survey) -> str:
    """``name`` (a parameter's name, or ``ZONE``), followed by the old value if ``before`` contains it."""
    if name == ZONE and before.zone is not None:
        return f"{name} (was {before.zone})"
    value = dict(before.shown).get(name)
    return name if value is None else f"{name} (was {value!r})"


def some(sentences: Iterable[str], most: int = _SENTENCES_MAX) -> tuple[str, ...]:
    """The sentences; if there are more than ``most``, a final sentence states how many were left out."""
    rows = tuple(sentences)
    return rows if len(rows) <= most else (*rows[:most], f"and {len(rows) - most} more of this kind")


def described(error: Exception, line: Line) -> str:
    """An error in words, without passwords; for an internal error, with its type and location."""
    text = line.redact(str(error))
    if isinstance(error, (Unreachable, Unusable)):
        return text
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" (in {frame.name}, line {frame.lineno})" for frame in place)
    return f"internal error: {type(error).__name__}: {text[:_TEXT_MAX]}{where}"


def _restore(line: Line, before: Survey, problems: list[str], root: str, method: str) -> Device:
    """Makes one attempt to restore the device, then rereads what the attempt has changed."""
    accounts = read_accounts(line.read_users(), line, before.device.accounts)
    known = {account.user for account in before.device.accounts}
    left = known | line.stuck
    ours = [account.user for account in accounts if account.user not in left and _is_ours(line, account.user)]
    # A device may list a name in a different case but recognise only the spelling that the run sent.
    lower = {name.lower() for name in ours}
    sent = [user for user in sorted(line.users) if _is_ours(line, user) and user.lower() in lower]
    # The run created no more accounts than it requested, whatever the device lists.
    line.unanswered -= {*sent, *ours, *(known - {account.user for account in accounts})}
    for user in islice(dict.fromkeys([*sent, *ours]), len(line.users)):
        _write(line, PWDGRP, (("action", "remove"), ("user", user)), method)
    if ours:
        accounts = read_accounts(line.read_users(), line, before.device.accounts)
    listed = {account.user for account in accounts}
    unlisted = _remove_unlisted(line, before, listed, method)
    new = sorted(listed - left, key=lambda user: (user not in line.users, user))
    if (root, method) == _WAYS[-1]:
        # The run tries again at its end.
        line.uncertain |= {user: line.created.pop(user) for user in unlisted}
        line.stuck.update(user for user in new if user in line.users and _is_ours(line, user))
    else:
        problems += map(_may_exist, unlisted)
    problems += some(
        (f"the account {user!r} can't be removed" for user in new if _is_ours(line, user)),
        len(line.users) + _SENTENCES_MAX,
    )
    problems += some(
        f"the account {user!r} is new, but this run did not choose its name: it was left alone"
        for user in new
        if not _is_ours(line, user)
    )
    problems += some(f"the account {user!r} is gone" for user in sorted(known - listed))
    problems += some(_regrouped(before, accounts))
    wanted = dict(before.shown)
    values = _values(line, before)
    zone, values = _with_zone(line, before, values, (root, method))
    changed = [name for name, text in before.shown if values.get(name) != text]
    line.unanswered.difference_update(changed)
    for name in changed:
        if name in WRITABLE and line.guard.writes:
            _write(line, PARAM, (("action", "update"), (f"{root}{name}", wanted[name])), method)
    if changed:
        # Restoring a parameter may have set the time zone, for example to a POSIX string in place of an IANA name.
        zone, values = _with_zone(line, before, _values(line, before), (root, method))
    if before.zone is not None and (zone is None or zone.chosen != before.zone.chosen):
        now = "can't be read" if zone is None else f"is {zone}"
        problems.append(f"the time zone {now}, but was {before.zone} before")
    for name, text in before.shown:
        if values.get(name) != text:
            now = f"is {values[name]!r}" if name in values else "is missing"
            problems.append(f"{name} {now}, but was {text!r} before")
    settings = {name: text for name, text in values.items() if name in wanted}
    try:
        device = before.device.replace(accounts=_merged(before, accounts), settings=settings)
    except ValueError as error:
        raise Unusable(str(error)) from None
    return (zone.apply(device, settings) if zone is not None else None) or device


def _regrouped(before: Survey, accounts: tuple[Account, ...]) -> Iterator[str]:
    """A sentence for each account that is in other access groups than before the run."""
    known = {account.user: account.groups for account in before.device.accounts}
    for account in accounts:
        old = known.get(account.user, account.groups)
        if set(account.groups) != set(old):
            now, was = (", ".join(groups) or "none" for groups in (account.groups, old))
            yield f"the access groups of the account {account.user!r} are {now}, but were {was} before"


def _remove_unlisted(line: Line, before: Survey, listed: set[str], method: str) -> list[str]:
    """Removes the accounts that may exist, although they are not listed; returns those that may still exist."""
    lower = {name.lower() for name in listed}
    unlisted = {user: login for user, login in line.created.items() if user.lower() not in lower}
    for user, login in unlisted.items():
        _write(line, PWDGRP, (("action", "remove"), ("user", user)), method)
        logs_in = _logs_in(line, before, login)
        if logs_in:
            line.created[user] = login
        elif logs_in is False or user in line.unanswered:
            line.created.pop(user, None)
    return [user for user in unlisted if user in line.created]


def _logs_in(line: Line, before: Survey, login: Login) -> bool | None:
    """Whether the device accepts a login; None if no response shows it."""
    if before.device.axis_os < USER_GROUP_SINCE:
        return None
    response = line.send(HttpRequest("GET", USER_GROUP), login, "restore the device")
    if response.status == OK:
        return response.body.partition(b"\n")[0].strip() == login.user.encode()
    return False if response.status == UNAUTHORIZED and line.login_sent is not False else None


def _with_zone(
    line: Line, before: Survey, values: dict[str, str], way: tuple[str, str]
) -> tuple[Zone | None, dict[str, str]]:
    """Restores the time zone if it has changed; returns the zone and the parameters as they are afterwards."""
    version = before.device.axis_os
    if before.zone is None or line.parameters.isdisjoint((ZONE, *ZONE_PARAMETERS)):
        return before.zone, values
    zone = read_zone(line, version, values.get(POSIX))
    if zone is not None and zone.chosen == before.zone.chosen:
        return zone, values
    by_tree, by_hand = way != _WAYS[1], way == _WAYS[2]
    line.unanswered.discard(ZONE)
    line.send(setting(before.zone, version, by_tree=by_tree, by_hand=by_hand), line.login, "restore the device")
    values = _values(line, before)
    return read_zone(line, version, values.get(POSIX)), values


def _merged(before: Survey, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """The listed accounts; one that existed before the run keeps its earlier record, but with the listed groups."""
    known = {account.user: account for account in before.device.accounts}
    return tuple(known.get(account.user, account).replace(groups=account.groups) for account in accounts)


def _values(line: Line, before: Survey) -> dict[str, str]:
    names = tuple(name for name, _ in before.shown)
    return read_values(line.read_parameters(names), line) if names else {}


def _is_ours(line: Line, user: str) -> bool:
    return user[:PREFIX_SIZE] in line.prefixes


def _write(line: Line, path: str, pairs: tuple[tuple[str, str], ...], method: str) -> None:
    """Sends a request and ignores the response: reading the state again shows whether the change worked."""
    line.send(arguments_request(path, pairs, method), line.login, "restore the device")


def _rescue(line: Line, before: Survey) -> None:
    """Recreates the initial admin if the run was allowed to remove it, in case the device has done so."""
    user = line.guard.admin
    if user is None or user != line.login.user or before.device.account(user) is None:
        return
    pairs = (("action", "add"), ("user", user), ("pwd", line.login.password), ("grp", "root"), ("sgrp", _FULL))
    for login in (None, *line.own_admins):
        try:
            line.send(arguments_request(PWDGRP, pairs), login, "create the initial admin again")
        except (Unreachable, Forbidden):
            return
