"""Test vectors for accounts and parameters: values with the verdicts that this library's validators give them."""

from __future__ import annotations

from string import ascii_letters, digits

from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.param.registry import PARAMETERS, EmailText, HostText, Integers, TzText, Words
from vapix_proto.vapix.param.values import validate_parameter
from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
from vapix_proto.vapix.pwdgrp.users import validate_password, validate_user
from vapix_proto.vectors._random_tz_strings import damaged, made
from vapix_proto.vectors.randomness import Dice
from vapix_proto.vectors.tz_records import verdict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from vapix_proto.vapix.param.registry import Allowed, Parameter

_ALPHANUMERIC = ascii_letters + digits
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_ALIEN = (" ", "_", "-", ".", ":", "&", "%", "\t", "\n", "\x00", "\x7f", "\u00e9", "\u0430", "\uff41", "\U0001f511")
_GROUPS = ("admin", "operator", "viewer", "ptz")
_VERSIONS = ("5.51", "5.60", "9.40", "9.80", "10.12", "11.11", "12.11", "13.0")
_HOSTS = (
    "0.0.0.0",  # noqa: S104 - a value for a parameter
    "192.0.2.1",
    "255.255.255.255",
    "256.1.1.1",
    "192.0.2",
    "192.0.2.01",
    "2001:db8::1",
    "::",
    "2001:db8::1::2",
    "fe80::1%eth0",
    "[2001:db8::1]",
    "ntp.example.com",
    "a" * 63 + ".example",
    "a" * 64 + ".example",
    "-a.example",
    "a-.example",
    "a..example",
    "example.",
    "a_b.example",
    "example.com:123",
    "",
    " ntp.example.com",
)
_MAILS = (
    "",
    "a@example.com",
    "a.b+c@example.com",
    "a..b@example.com",
    "@example.com",
    "a",
    "a@",
    "a@1.2",
    "a b@example",
)


def account_vectors(n: int, seed: int) -> Iterator[dict[str, Any]]:
    """Records of kind ``accounts``, which test a made-up user name, password or role by turns."""
    dice = Dice(seed)
    for number in range(n):
        what, made_up, validate = (
            ("user", user_text, validate_user),
            ("password", _password_text, validate_password),
            ("role", role_text, validate_role),
        )[number % 3]
        text = made_up(dice)
        problems = validate(text)
        record = {"format": 1, "kind": "accounts", "seed": seed, "number": number, "what": what, "text": text}
        canonical = str(Role.parse(text)) if what == "role" and not problems else None
        yield record | verdict(problems) | {"canonical": canonical}


def user_text(dice: Dice) -> str:
    """A valid or invalid user name."""
    text = dice.text(_ALPHANUMERIC, *dice.pick(((1, 14), (1, 3), (13, 15), (14, 14), (15, 30))))
    return _spoilt(dice, text)


def _password_text(dice: Dice) -> str:
    text = dice.text(_PRINTABLE, *dice.pick(((1, 20), (1, 1), (63, 65), (64, 64), (65, 80))))
    return _spoilt(dice, text)


def role_text(dice: Dice) -> str:
    """A value for ``sgrp``, which may be invalid."""
    role = [*dice.pick([*Role]).groups]
    for at in range(len(role) - 1, 0, -1):  # the groups may be in any order
        other = dice.number(0, at)
        role[at], role[other] = role[other], role[at]
    if dice.chance(0.5):
        how = dice.number(0, 4)
        at = dice.number(0, len(role) - 1)
        if how == 0:
            del role[at]
        elif how == 1:
            role.append(role[at])
        elif how == 2:
            role[at] = dice.pick(("Viewer", "root", "vip", "", "operators", "admin "))
        elif how == 3:
            role = [dice.pick(_GROUPS) for _ in range(dice.number(1, 5))]
        else:
            return _spoilt(dice, ":".join(role), share=1.0)
    return ":".join(role)


def _spoilt(dice: Dice, text: str, share: float = 0.35) -> str:
    if not dice.chance(share):
        return text
    if dice.chance(0.1):
        return ""
    at = dice.number(0, len(text))
    return text[:at] + dice.text(_ALIEN, 1, 2) + text[at:]


def parameter_vectors(n: int, seed: int, axis_os: str | None) -> Iterator[dict[str, Any]]:
    """Records of kind ``params``, for one version of AXIS OS or for several."""
    dice = Dice(seed)
    for number in range(n):
        version = axis_os or dice.pick((None, *_VERSIONS))
        # Mostly parameters that exist in this version.
        there = [name for name, row in PARAMETERS.items() if dice.chance(0.1) or _has(row, version)]
        name = dice.pick(there)
        value = _value(dice, PARAMETERS[name].values)
        written = f"root.{name}" if dice.chance(0.3) else name
        if dice.chance(0.08):
            written = dice.pick((written.lower(), written + "s", written[:-1], "Network.IPAddress"))
        record = {"format": 1, "kind": "params", "seed": seed, "number": number, "name": written, "value": value}
        problems = validate_parameter(written, value, version)
        yield record | {"axis_os": version} | verdict(problems)


def _has(row: Parameter, version: str | None) -> bool:
    since = version is None or AxisOs.parse(version) >= row.since
    return since and (version is None or row.until is None or AxisOs.parse(version) < row.until)


def _value(dice: Dice, allowed: Allowed) -> str:
    if isinstance(allowed, Words):
        word = dice.pick(allowed.words)
        return dice.pick((word, word, word.upper(), word + " ", "", dice.pick(("yes", "on", "2", "true", "NTP"))))
    if isinstance(allowed, Integers):
        edge = dice.pick((allowed.low, allowed.high)) + dice.pick((0, 0, 1, -1))
        middle = dice.number(allowed.low, allowed.high)
        return dice.pick((str(middle), str(middle), str(edge), f"0{middle}", f"+{middle}", f"{middle}.0", "", "\u0663"))
    if isinstance(allowed, HostText):
        return dice.pick(_HOSTS)
    if isinstance(allowed, EmailText):
        return dice.pick(_MAILS)
    assert isinstance(allowed, TzText)  # noqa: S101 - TzText is the only type left
    text = made(dice, long_times=dice.chance(0.1), rules_required=False, designation_max=6)
    return damaged(dice, text) if dice.chance(0.4) else text
