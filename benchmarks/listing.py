"""How long does a listing of groups take, against the client ``axis``, and how does that grow with the users?"""

from __future__ import annotations

import timeit
from collections.abc import Callable

from vapix_proto.vapix.listing import AccountListing


def listing(lines: int, users: int) -> bytes:
    """A listing as AXIS OS 5 to 10 send it: the access groups among other Unix groups."""
    names = ",".join(["root", *(f"user{n}" for n in range(users - 1))])
    access = [f'{group}="{names}"' for group in ("admin", "operator", "viewer", "ptz", "digusers")]
    others = [f'group{n}="daemon,led,ptzadm"' for n in range(lines - len(access))]
    return "\n".join([*others[: lines // 2], *access, *others[lines // 2 :]]).encode() + b"\n"


def best(function: Callable[[], object]) -> float:
    """The least seconds a call of several rounds."""
    timer = timeit.Timer(function)
    number, _ = timer.autorange()
    return min(timer.repeat(7, max(1, number // 5))) / max(1, number // 5)


def ours(data: bytes) -> list[tuple[str, bool, bool, bool, bool]]:
    """User and access groups of every account, by the library."""
    groups = {name: frozenset(members) for name, members in AccountListing.parse(data).groups.items()}
    access = [groups[group] for group in ("admin", "operator", "viewer", "ptz")]
    accounts = AccountListing.parse(data).accounts
    return [(account.user, *(account.user in group for group in access)) for account in accounts]  # type: ignore[misc]


def theirs(data: bytes) -> list[tuple[str, bool, bool, bool, bool]]:
    """The same by ``axis``."""
    from axis.models.pwdgrp_cgi import GetUsersResponse  # type: ignore[import-not-found,unused-ignore]

    users = GetUsersResponse.decode(data).data.values()
    return [(user.name, user.admin, user.operator, user.viewer, user.ptz) for user in users]


def main() -> None:
    """Prints the table."""
    try:
        from axis.models.pwdgrp_cgi import GetUsersResponse  # type: ignore[import-not-found,unused-ignore]
    except ModuleNotFoundError:
        GetUsersResponse = None  # noqa: N806 - a class that is not there
    print("lines  users   bytes   ours, ms  ours, ns/byte   axis, ms  axis/ours")
    for lines, users in ((5, 4), (170, 4), (170, 50), (170, 1000), (170, 4000), (5000, 4)):
        data = listing(lines, users)
        expected = [(name, True, True, True, True) for name in ["root", *(f"user{n}" for n in range(users - 1))]]
        assert ours(data) == expected
        mine = best(lambda data=data: AccountListing.parse(data).accounts)  # type: ignore[misc]
        line = f"{lines:5} {users:6} {len(data):7} {mine * 1e3:10.3f} {mine / len(data) * 1e9:14.1f}"
        if GetUsersResponse is not None:
            assert sorted(theirs(data)) == sorted(expected)
            peer = best(lambda data=data: GetUsersResponse.decode(data))  # type: ignore[misc]
            line += f" {peer * 1e3:10.3f} {peer / mine:10.2f}"
        print(line)


if __name__ == "__main__":
    main()
