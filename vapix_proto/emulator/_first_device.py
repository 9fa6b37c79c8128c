"""The device that an emulator starts with: the one in its state file, or a new one with an initial admin."""

from __future__ import annotations

import time
from urllib.parse import urlencode

from vapix_proto._value import discreet
from vapix_proto.oracle import Device
from vapix_proto.vapix.http import HttpRequest
from vapix_proto.vapix.protocol import validate_request
from vapix_proto.vapix.pwdgrp.users import validate_user

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.emulator._state_file import Store
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.pwdgrp.users import Password


@discreet
def first_device(
    store: Store | None, axis_os: AxisOs | str | None, user: str | None, password: Password | None
) -> Device:
    """The device in the state file, or a new one.

    If the device has no account, an administrator is added, unless ``user`` or ``password`` is None.

    Raises:
        ValueError: The version of the device in the state file is not ``axis_os``, or the device refuses ``user`` or
            ``password``.
    """
    device = None if store is None else store.load()
    if device is None:
        device = Device("11.11" if axis_os is None else axis_os)
    elif axis_os is not None and Device(axis_os).axis_os != device.axis_os:
        raise ValueError(f"the device in the state file has AXIS OS {device.axis_os}, not {axis_os}")
    if device.accounts or user is None or password is None:
        return device
    return _with_admin(device, user, password)


def _with_admin(device: Device, user: str, password: Password) -> Device:
    pairs = {
        "action": "add",
        "user": user,
        "pwd": password.reveal(),
        "grp": "root",
        "sgrp": "admin:operator:viewer:ptz",
    }
    body = urlencode(pairs, errors="surrogateescape").encode()
    after, _ = device.handle(HttpRequest("POST", "/axis-cgi/pwdgrp.cgi", body=body), now=int(time.time()))
    if not after.has_admin:
        problems = (*validate_user(user), *validate_request(pairs, device.axis_os, initial_admin=True))
        why = "; ".join(text for problem in problems[:1] for text in (problem.message, problem.hint) if text)
        raise ValueError(
            f"AXIS OS {device.axis_os} refuses the initial admin: {why or 'the user name or password is wrong'}"
        )
    return after
