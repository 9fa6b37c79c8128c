"""What ``pwdgrp.cgi`` refuses: a table of rules, each with the correct refusals and their sources."""

from __future__ import annotations

import re

from vapix_proto.oracle.parameters import POLICY
from vapix_proto.oracle.profiles import PROFILES
from vapix_proto.oracle.responses.forms import Said
from vapix_proto.oracle.responses.quotations import visible
from vapix_proto.oracle.responses.listings import is_system_account
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Rule
from vapix_proto.oracle.state import ACCESS_GROUPS, ROLES
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.oracle.rules.outcomes import Ask

ACTIONS = ("add", "update", "remove", "get")
_USER = re.compile(r"[A-Za-z0-9]+\Z")
_USER_MAX = 14
_PASSWORD = re.compile(r"[ -~]{1,64}\Z")
#: The minimum lengths that the passphrase policies of 12.9 and later require.
_LONG_MIN, _COMPLEX_MIN = 15, 12
_INITIAL_NAME = "root"
_FREE_SURELY = AxisOs((11, 6))
_ROLES = frozenset(frozenset(role.split(":")) for role in ROLES)
#: Names that a device may reserve for itself, in addition to system accounts.
_RESERVED = frozenset({"root", "nobody", "daemon", "bin", "sys", "adm", "mail"})

#: The Unix groups that appear in recordings. Devices also have other groups.
_UNIX_GROUPS = frozenset(name for profile in PROFILES for name, _ in profile.listing.rows) - {"digusers"}

CONSULT = Said("Error: consult the system log file.")
EXISTS = Said("Error: this user name already exists, consult the system log file.")
INVALID_PASSWORD = Said("Error: invalid password.")
USER_NAME = Said("Error: account user name.")
ACTION_TYPE = Said("Error: action operation type.")
NOT_INITIAL = Said("Error: not a valid initial admin user.", 401)
ADMIN_FIRST = Said("Error: initial admin user must be created first.", 401)
MALFORMED = {action: Said(f"Error: malformed action operation, {action}.") for action in ACTIONS}
EXAMPLE = {number: f"specification, example {number}" for number in range(1, 13)}
_RECORDED = "recording, AXIS OS 10.12, 11.11 and 12.9"


# -- the rules: each returns a verdict, or None if it finds no fault


def _name(ask: Ask) -> Verdict | None:
    return None if _USER.match(ask.args.get("user", "")) else Verdict.REFUSED


def _long_name(ask: Ask) -> Verdict | None:
    return Verdict.REFUSED if len(ask.args.get("user", "")) > _USER_MAX else None


def _known(ask: Ask) -> Verdict | None:
    return Verdict.REFUSED if ask.state.account(ask.args.get("user")) else None


def _unknown(ask: Ask) -> Verdict | None:
    # A malformed name is a separate fault.
    return None if _known(ask) or _name(ask) else Verdict.REFUSED


def _reserved(ask: Ask) -> Verdict | None:
    user = ask.args.get("user", "")
    is_reserved = user in _RESERVED or is_system_account(user)
    return Verdict.TAKEN_FIRST if is_reserved and ask.state.account(user) is None else None


def _no_password(ask: Ask) -> Verdict | None:
    return None if ask.args.get("pwd") else Verdict.REFUSED


def _emptied_password(ask: Ask) -> Verdict | None:
    return Verdict.REFUSED_FIRST if ask.args.get("pwd") == "" else None


def _password(ask: Ask) -> Verdict | None:
    password = ask.args.get("pwd")
    if not password or _PASSWORD.match(password):
        return None
    if ask.args.get("strict_pwd") == "1":
        return Verdict.REFUSED
    return Verdict.TAKEN_FIRST if ask.state.profile.any_password else Verdict.REFUSED_FIRST


def _policy(ask: Ask) -> Verdict | None:
    policy, password = ask.state.values.get(POLICY, "none"), ask.args.get("pwd", "")
    kinds = (str.isupper, str.islower, str.isdigit, lambda char: not char.isalnum())
    is_complex = len(password) >= _COMPLEX_MIN and all(any(map(kind, password)) for kind in kinds)
    right = {"none": True, "length": len(password) >= _LONG_MIN, "complex": is_complex}
    return None if right[policy] or not password else Verdict.REFUSED_FIRST


def _no_grp(ask: Ask) -> Verdict | None:
    # According to the specification, action=add requires both grp and sgrp.
    return None if "grp" in ask.args else Verdict.REFUSED


def _other_group(name: str) -> Verdict:
    """The verdict on a group: unsettled if a device may have the group, otherwise refused.

    The specification requires an "existing" group.
    """
    return Verdict.REFUSED_FIRST if name in _UNIX_GROUPS or not name else Verdict.REFUSED


def _grp(ask: Ask) -> Verdict | None:
    # Recordings show that devices accept the admin group; the root group is for the initial admin.
    later = {"users": None, "admin": None, "root": Verdict.TAKEN_FIRST}
    grp = ask.args.get("grp", "users")
    return later[grp] if grp in later else _other_group(grp)


def _sgrp(ask: Ask) -> Verdict | None:
    if "sgrp" not in ask.args:
        return None
    given = ask.args["sgrp"].split(":")
    verdicts = {_other_group(group) for group in given if group not in ACCESS_GROUPS}
    if verdicts:
        return Verdict.REFUSED if Verdict.REFUSED in verdicts else Verdict.REFUSED_FIRST
    # Recordings show that devices accept operator:admin, without viewer.
    return None if frozenset(given) in _ROLES and len(given) == len(set(given)) else Verdict.TAKEN_FIRST


def _no_comment(ask: Ask) -> Verdict | None:
    return Verdict.REFUSED_FIRST if ask.state.profile.comment_required and "comment" not in ask.args else None


def _comment(ask: Ask) -> Verdict | None:
    comment = ask.args.get("comment", "")
    if visible(comment) != comment:
        return Verdict.REFUSED_FIRST
    return Verdict.TAKEN_FIRST if ":" in comment or not comment.isascii() else None


def _strict(ask: Ask) -> Verdict | None:
    return None if ask.args.get("strict_pwd", "0") in ("0", "1") else Verdict.TAKEN_FIRST


def _nothing(ask: Ask) -> Verdict | None:
    return Verdict.TAKEN_FIRST if ask.args.keys().isdisjoint(("pwd", "grp", "sgrp", "comment")) else None


def _initial(ask: Ask, verdict: Verdict) -> Verdict | None:
    """The verdict on a breach of a rule for the initial admin.

    According to the specification, AXIS OS 11.5 dropped these rules; another page by Axis names 11.6.
    """
    if ask.state.profile.initial_name is not None:
        return verdict
    return Verdict.TAKEN_FIRST if ask.state.axis_os < _FREE_SURELY else None


def _removed_initial(ask: Ask) -> Verdict | None:
    return _initial(ask, Verdict.REFUSED) if ask.args.get("user") == _INITIAL_NAME else None


def _demoted_initial(ask: Ask) -> Verdict | None:
    changed = "sgrp" in ask.args and set(ask.args["sgrp"].split(":")) != set(ACCESS_GROUPS)
    return _initial(ask, Verdict.TAKEN_FIRST) if ask.args.get("user") == _INITIAL_NAME and changed else None


def _removed_last(ask: Ask) -> Verdict | None:
    admins = [account.user for account in ask.state.accounts if "admin" in account.groups]
    return Verdict.TAKEN_FIRST if admins == [ask.args.get("user")] else None


def _demoted_last(ask: Ask) -> Verdict | None:
    demoted = "sgrp" in ask.args and "admin" not in ask.args["sgrp"].split(":")
    return _removed_last(ask) if demoted else None


def _initial_name(ask: Ask) -> Verdict | None:
    return None if ask.args.get("user") == _INITIAL_NAME else _initial(ask, Verdict.REFUSED)


def _initial_role(ask: Ask) -> Verdict | None:
    given = ask.args.get("sgrp", "").split(":")
    if not {"admin", "ptz"} <= set(given) <= set(ACCESS_GROUPS):
        return Verdict.REFUSED
    if set(given) != set(ACCESS_GROUPS):
        return Verdict.REFUSED_FIRST  # the role is valid if the device adds the missing lower groups
    return Verdict.TAKEN_FIRST if len(given) > len(ACCESS_GROUPS) else None


def _initial_comment(ask: Ask) -> Verdict | None:
    return _initial(ask, Verdict.REFUSED) if ask.args.get("comment") else None


# -- the table: the reason, the rule, and the correct refusals

_PASSWORDS = (
    (INVALID_PASSWORD, f"{NOT_SETTLED}: which error; recorded for an empty password"),
    (CONSULT, f"{NOT_SETTLED}: which error; {EXAMPLE[7]}"),
)
_SILENT = ((CONSULT, f"{NOT_SETTLED}: the error of this case; {EXAMPLE[7]}"),)
_EXISTS = (
    (EXISTS, _RECORDED),
    (MALFORMED["add"], f"{NOT_SETTLED}: which error; {EXAMPLE[10]}"),
    (CONSULT, f"{NOT_SETTLED}: which error; {EXAMPLE[7]}"),
)
_IS_EMPTY = ((INVALID_PASSWORD, _RECORDED), *_PASSWORDS[1:])


def _inappropriate(action: str) -> tuple[tuple[Said, str], ...]:
    examples = ((MALFORMED[action], 10), (USER_NAME, 9), (CONSULT, 7))
    return tuple((said, f"{NOT_SETTLED}: which error; {EXAMPLE[number]}") for said, number in examples)


def _names(action: str) -> tuple[Rule, ...]:
    malformed, user_name, consult = _inappropriate(action)
    bad = ((USER_NAME, f"{EXAMPLE[9]}; recording"),)
    return (
        Rule("no user name, or characters other than A-Z, a-z and 0-9", _name, bad),
        Rule("a user name of more than 14 characters", _long_name, (user_name, malformed, consult)),
    )


def _silent(action: str) -> tuple[tuple[Said, str], ...]:
    return (*_SILENT, _inappropriate(action)[0])


_OF_SYSTEM = ((EXISTS, f"{NOT_SETTLED}: which error"), *_inappropriate("add"))
_VALUES = (
    Rule("the password is not valid", _password, _PASSWORDS),
    Rule("the password breaks the policy of the device", _policy, _PASSWORDS),
    Rule("the secondary groups do not form a role", _sgrp, _SILENT),
    Rule("the comment contains characters that are not allowed", _comment, _SILENT),
    Rule("strict_pwd is neither 0 nor 1", _strict, _SILENT),
)

RULES: dict[str, tuple[Rule, ...]] = {
    "add": (
        *_names("add"),
        Rule("the user name already exists", _known, _EXISTS),
        Rule("the user name belongs to the system", _reserved, _OF_SYSTEM),
        Rule("no password", _no_password, _IS_EMPTY),
        Rule("no primary group", _no_grp, _SILENT),
        Rule("the primary group is unusual", _grp, _SILENT),
        Rule("no secondary groups", lambda ask: None if "sgrp" in ask.args else Verdict.REFUSED, _SILENT),
        Rule("no comment, which versions before autumn 2019 need", _no_comment, _SILENT),
        *_VALUES,
    ),
    "update": (
        *_names("update"),
        Rule("the user name is unknown", _unknown, _inappropriate("update")),
        Rule("an empty password", _emptied_password, _PASSWORDS),
        Rule("the primary group is unusual", _grp, _SILENT),
        Rule("nothing to change", _nothing, _silent("update")),
        Rule("the initial admin keeps its role", _demoted_initial, _silent("update")),
        Rule("the last administrator", _demoted_last, _silent("update")),
        *_VALUES,
    ),
    "remove": (
        *_names("remove"),
        Rule("the user name is unknown", _unknown, _inappropriate("remove")),
        Rule("the initial admin can't be removed before AXIS OS 11.5", _removed_initial, _inappropriate("remove")),
        Rule("the last administrator", _removed_last, _silent("remove")),
    ),
}

_NO_INITIAL = ((NOT_INITIAL, EXAMPLE[11]),)


def _unless_root(name: str, judge: Callable[[Ask], Verdict | None]) -> Callable[[Ask], Verdict | None]:
    return lambda ask: None if ask.args.get(name) == "root" else judge(ask)


INITIAL = (
    Rule("a name other than the initial admin's", _initial_name, _NO_INITIAL),
    Rule("a role other than the initial admin's", _initial_role, _NO_INITIAL),
    Rule("the initial admin has no comment", _initial_comment, _NO_INITIAL),
    *(
        Rule(why, judge, (*refusals, *_NO_INITIAL))
        for why, judge, refusals in (
            ("no user name, or characters other than A-Z, a-z and 0-9", _name, ((USER_NAME, EXAMPLE[9]),)),
            ("a user name of more than 14 characters", _long_name, _inappropriate("add")[1:2]),
            ("the user name already exists", _known, ((EXISTS, _RECORDED),)),
            ("the user name belongs to the system", _unless_root("user", _reserved), _OF_SYSTEM),
            ("no password", _no_password, _IS_EMPTY),
            ("the password is not valid", _password, _PASSWORDS),
            ("the password breaks the policy of the device", _policy, _PASSWORDS),
            ("no primary group", _no_grp, _SILENT),
            ("the primary group is unusual", _unless_root("grp", _grp), _SILENT),
            ("the comment contains characters that are not allowed", _comment, _SILENT),
        )
    ),
    Rule("strict_pwd is neither 0 nor 1", _strict, _SILENT),
)
