"""Reference devices: some are new, others have an initial admin and perhaps more accounts or changed parameters."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vapix_proto.oracle.device import Device
from vapix_proto.oracle.profiles import PROFILES
from vapix_proto.oracle.state import Account
from vapix_proto.strategies._accounts import comments, passwords, roles, user_names
from vapix_proto.strategies._tz_strings import tz_strings
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.pwdgrp.roles import Role

if TYPE_CHECKING:
    from vapix_proto.vapix.pwdgrp.users import Password, UserName


def devices(axis_os: AxisOs | str | None = None) -> st.SearchStrategy[Device]:
    """Devices running the given version, or any version that has a profile.

    Each is either new or has an initial admin and perhaps other accounts. The passwords are in clear text, but
    the repr of a device never shows them.
    """
    versions = st.sampled_from([profile.name for profile in PROFILES]) if axis_os is None else st.just(axis_os)
    return versions.flatmap(_of_version)


def _of_version(version: AxisOs | str) -> st.SearchStrategy[Device]:
    others = st.lists(
        st.builds(_account, user_names(), passwords(), roles(), comments()), max_size=3, unique_by=attrgetter("user")
    )
    root = passwords().map(lambda password: Account("root", password.reveal(), "root", Role.ADMIN_PTZ.groups))
    accounts = st.just(()) | st.builds(_with_root, root, others)
    known = Device(version).values
    settings = {"Time.POSIXTimeZone": tz_strings(), "Time.DST.Enabled": st.sampled_from(["yes", "no"])}
    optional = {name: values for name, values in settings.items() if name in known}
    return st.builds(Device, st.just(version), accounts=accounts, settings=st.fixed_dictionaries({}, optional=optional))


def _account(user: UserName, password: Password, role: Role, comment: str) -> Account:
    return Account(str(user), password.reveal(), "users", role.groups, comment)


def _with_root(root: Account, others: list[Account]) -> tuple[Account, ...]:
    return (root, *(account for account in others if account.user != root.user))
