"""Account and parameter listings of realistic sizes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from vapix_proto.vapix.param.responses import ParameterListing
from vapix_proto.vapix.pwdgrp.listing import AccountListing

from .harness import Case, Contestant, Effort, Target, WrongAnswer, race
from .peers import installed

TITLE = "Listings of a device"

OURS, AXIS = "vapix_proto", "axis"
#: How many lines and users two listings of 8 KB have.
SIZES = ((290, 4), (230, 50))

_LINES = "every line is matched with the grammar's expression; axis checks nothing, and pays for each user instead"


def accounts(lines: int, users: int) -> bytes:
    """An account listing such as AXIS OS 5 to 10 send, with the access groups among other Unix groups."""
    names = ",".join(_users(users))
    access = [f'{group}="{names}"' for group in ("admin", "operator", "viewer", "ptz", "digusers")]
    others = [f'group{n}="daemon,led,ptzadm"' for n in range(lines - len(access))]
    return "\n".join([*others[: lines // 2], *access, *others[lines // 2 :]]).encode() + b"\n"


def _users(count: int) -> list[str]:
    return ["root", *(f"user{n}" for n in range(count - 1))]


def parameters(lines: int) -> tuple[bytes, dict[str, str]]:
    """A listing of parameters, and their values, all of which are words: axis would convert numbers and booleans."""
    values = {f"root.Group{n // 20}.I{n % 20}.Name": f"value {n}" for n in range(lines)}
    return "".join(f"{name}={value}\n" for name, value in values.items()).encode(), values


def _equal(found: Callable[[], object], right: object) -> Callable[[], None]:
    def check() -> None:
        if found() != right:
            raise WrongAnswer("a different listing")

    return check


def _ours(data: bytes) -> list[tuple[str, bool, bool, bool, bool]]:
    """The user of every account, with its membership in each access group."""
    listing = AccountListing.parse(data)
    groups = {name: frozenset(members) for name, members in listing.groups.items()}
    access = [groups[group] for group in ("admin", "operator", "viewer", "ptz")]
    found = []
    for account in listing.accounts:
        admin, operator, viewer, ptz = (account.user in group for group in access)
        found.append((str(account.user), admin, operator, viewer, ptz))
    return sorted(found)


def _accounts(lines: int, users: int, effort: Effort) -> Case:
    data = accounts(lines, users)
    right = [(name, True, True, True, True) for name in sorted(_users(users))]
    absent: dict[str, str] = {}
    contestants = [
        Contestant(OURS, lambda: AccountListing.parse(data).accounts, _equal(partial(_ours, data), right), 1, "ours")
    ]
    if module := installed("axis.models.pwdgrp_cgi", AXIS, absent):
        decode = module.GetUsersResponse.decode

        def theirs() -> list[tuple[Any, ...]]:
            found = decode(data).data.values()
            return sorted((user.name, user.admin, user.operator, user.viewer, user.ptz) for user in found)

        contestants.append(Contestant(AXIS, partial(decode, data), _equal(theirs, right), 1))
    size = f"The account listing has {lines} lines ({len(data)} bytes), with {users} users in each access group"
    note = f"{size}. The time covers parsing these bytes into accounts with roles."
    name = f"Accounts: {lines} lines, {users} users"
    targets = [Target(OURS, AXIS, 1.0, reason=_LINES)]
    return race(name, "a listing", contestants, effort, absent=absent, targets=targets, note=note)


def _flat(tree: dict[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{above}{key}"
        found.update(_flat(value, f"{name}.") if isinstance(value, dict) else {name: value})
    return found


def _parameters(lines: int, effort: Effort) -> Case:
    data, values = parameters(lines)
    absent: dict[str, str] = {}

    def ours() -> dict[str, str]:
        return {f"root.{name}": value for name, value in ParameterListing.parse(data).values.items()}

    contestants = [Contestant(OURS, partial(ParameterListing.parse, data), _equal(ours, values), 1, "ours")]
    if module := installed("axis.models.parameters.param_cgi", AXIS, absent):

        def theirs() -> dict[str, Any]:
            found: dict[str, Any] = module.params_to_dict(data.decode())
            return found

        contestants.append(Contestant(AXIS, theirs, _equal(lambda: _flat(theirs()), values), 1))
    note = (
        f"The parameter listing has {lines} lines ({len(data)} bytes). This library checks every line against the "
        "grammar; the axis library splits each line at its separators, builds a tree and converts strings to numbers."
    )
    name = f"Parameters: {lines} lines"
    targets = [Target(OURS, AXIS, 1.0, reason=_LINES)]
    return race(name, "a listing", contestants, effort, absent=absent, targets=targets, note=note)


def run(effort: Effort) -> list[Case]:
    """Measures the cases of this module."""
    return [
        *(_accounts(lines, users, effort) for lines, users in SIZES),
        *(_parameters(lines, effort) for lines in (200, 2000)),
    ]
