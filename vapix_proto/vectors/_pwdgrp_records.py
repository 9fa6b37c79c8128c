"""Test vectors for ``pwdgrp.cgi``: sequences of requests to a factory-new device, with every acceptable response.

Where no source settles what a device does, the device's choice determines which later responses are acceptable. The
records therefore number the states: a device starts in state 0, and each response leads from one state to another. To
check a device, keep track of the states that it may be in.
"""

from __future__ import annotations

from string import ascii_lowercase, digits

from vapix_proto.oracle.device import Device
from vapix_proto.oracle.expectation import expect
from vapix_proto.oracle.profiles import PROFILES
from vapix_proto.oracle.responses.forms import Said, Status
from vapix_proto.oracle.responses.listings import Groups
from vapix_proto.oracle.state import ROLES
from vapix_proto.vapix.http import FORM, HttpRequest, encode_arguments
from vapix_proto.vectors._device_records import role_text, user_text
from vapix_proto.vectors.randomness import Dice

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from vapix_proto.oracle.expectation import Choice

_PATH = "/axis-cgi/pwdgrp.cgi"
_STEPS = (3, 8)
#: A sequence ends early once a device could be in more states than this.
_STATES_MAX = 12
_FULL = "admin:operator:viewer:ptz"
_VERBS = {"Created": "created", "Modified": "modified", "Removed": "removed", "Error:": "refused"}


def pwdgrp_vectors(n: int, seed: int, axis_os: str | None) -> Iterator[dict[str, Any]]:
    """Records of kind ``pwdgrp``, for one version of AXIS OS or for the versions in ``PROFILES`` in turn."""
    dice = Dice(seed)
    for number in range(n):
        version = axis_os or PROFILES[number % len(PROFILES)].name
        device = Device(axis_os=version)
        yield {
            "format": 1,
            "kind": "pwdgrp",
            "seed": seed,
            "number": number,
            "axis_os": version,
            "steps": list(_sequence(dice, device)),
        }


def _sequence(dice: Dice, device: Device) -> Iterator[dict[str, Any]]:
    states = {device.essence: 0}
    now = {0: device}
    name = device.profile.initial_name or dice.pick(("root", "boss", "admin1"))
    known = [name]
    last = dice.number(*_STEPS) - 1
    for step in range(last + 1):
        ends = step == last or len(now) > _STATES_MAX
        if ends:  # the listing shows whether the device did what it reported
            args = {"action": "get"}
        elif step == 0 and dice.chance(0.2):
            args = _arguments(dice, known)
        elif step == 0 or not any(state.has_admin for state in now.values()):
            args = _first_account(dice, name)
        else:
            args = _arguments(dice, known)
        # Nobody can log in before the first account exists. After that, requests are sent with that account's login.
        as_user = name if all(state.account(name) for state in now.values()) else None
        request = _request(args)
        answers, after = [], {}
        for number, state in now.items():
            for choice in expect(state, request, as_user):
                to = states.setdefault(choice.device.essence, len(states))
                after[to] = choice.device
                answers.append(_answer(choice, number, to))
        yield {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "body": request.read_body().decode("ascii"),
            "arguments": args,
            "as_user": as_user,
            "password": None if as_user is None else _password(next(iter(now.values())), as_user),
            "answers": answers,
        }
        now = after
        known += [one.user for state in now.values() for one in state.accounts if one.user not in known]
        # If either of two passwords may be correct, no login is certain to succeed.
        if ends or (as_user is not None and len({_password(one, name) for one in now.values()}) > 1):
            return


def _password(device: Device, user: str) -> str | None:
    account = device.account(user)
    return None if account is None else account.password


def _first_account(dice: Dice, name: str) -> dict[str, str]:
    role = dice.pick((_FULL, _FULL, _FULL, _FULL, "viewer", "admin:ptz"))
    args = {"action": "add", "user": name, "pwd": _made_up(dice), "grp": "root", "sgrp": role}
    return args | ({"comment": ""} if dice.chance(0.5) else {})


def _arguments(dice: Dice, known: list[str]) -> dict[str, str]:
    action = dice.pick(("add", "add", "add", "update", "update", "remove", "remove", "get", "get", "list", ""))
    # Half of the requests are valid, so that the device stores accounts that later requests can change or remove.
    plain = dice.chance(0.5)
    if plain and action in {"update", "remove"} and len(known) == 1:
        action = "add"
    args = {"action": action} if action else {}
    if action in {"add", "update", "remove"}:
        fresh = action == "add" and dice.chance(0.8)
        others = known[1:] if plain else []
        new = dice.text(ascii_lowercase, 1, 14) if plain else user_text(dice)
        args["user"] = new if fresh else dice.pick(others or (*known, "nobody1"))
    if action == "add" or (action == "update" and dice.chance(0.6)):
        args["pwd"] = "" if not plain and dice.chance(0.16) else _made_up(dice)
    if action == "add":
        args["grp"] = "users" if plain else dice.pick(("users", "admin", "vip"))
        args["comment"] = dice.pick(("", "made for a test"))
    if action == "add" or (action == "update" and dice.chance(0.6)):
        args["sgrp"] = dice.pick(ROLES) if plain else role_text(dice)
    if action in {"add", "update"} and dice.chance(0.15):
        args["strict_pwd"] = dice.pick(("0", "1"))
    left_out = dice.pick(("grp", "sgrp", "pwd", "user", "comment"))
    return {name: value for name, value in args.items() if plain or name != left_out or not dice.chance(0.12)}


def _made_up(dice: Dice) -> str:
    return "pass" + dice.text(digits, 4, 8)


def _request(args: dict[str, str]) -> HttpRequest:
    encoded = encode_arguments(tuple(args.items()))
    if "pwd" in args:
        return HttpRequest("POST", _PATH, headers=(("Content-Type", FORM),), body=encoded.encode())
    return HttpRequest("GET", _PATH, encoded)


def _answer(choice: Choice, before: int, after: int) -> dict[str, Any]:
    form = choice.form
    record: dict[str, Any] = {"from": before, "to": after, "source": choice.source, "settled": choice.settled}
    if isinstance(form, Said):
        return record | {"status": [form.status], "meaning": _VERBS[form.text.split(" ")[0]], "text": form.text}
    if isinstance(form, Groups):
        groups = {group: sorted(members) for group, members in form.groups}
        return record | {"status": [200], "meaning": "listing", "groups": groups}
    if isinstance(form, Status):
        return record | {"status": list(form.codes), "meaning": "status"}
    return record | {"status": [choice.response.status], "meaning": "page"}
