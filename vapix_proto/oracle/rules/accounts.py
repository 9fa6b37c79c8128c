"""The rules for ``pwdgrp.cgi``: the acceptable responses, and the accounts after each of them."""

from __future__ import annotations

from vapix_proto.oracle.logs import ADDRESS
from vapix_proto.oracle.responses.forms import Said, Status
from vapix_proto.oracle.responses.listings import Groups
from vapix_proto.oracle.rules.account_refusals import ACTION_TYPE, ACTIONS, ADMIN_FIRST, EXAMPLE, INITIAL, RULES
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, decide, unsettled
from vapix_proto.oracle.state import ACCESS_GROUPS, Account
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import State


def _group_choices(sgrp: str) -> list[tuple[str, ...]]:
    """The possible groups for an ``sgrp``: only the groups that it names, or also any lower groups that it omits."""
    given = tuple(group for group in ACCESS_GROUPS if group in sgrp.split(":"))
    levels = ACCESS_GROUPS[:3]
    highest = next((place for place, group in enumerate(levels) if group in given), len(levels))
    full = tuple(group for group in ACCESS_GROUPS if group in (*given, *levels[highest:]))
    return [given, full] if full != given else [given]


def _done(ask: Ask, text: str, accounts: tuple[Account, ...], source: str) -> Acceptable:
    state = ask.state.replace(accounts=accounts)
    for note in _notes(ask, state) if ask.account and state.axis_os >= _NAMED_SINCE else (text,):
        state = ask.noted(state, "Informational", note)
    return Acceptable(Said(text), source, state)


#: The first version whose system log records who changed which account (AXIS OS knowledge base).
_NAMED_SINCE = AxisOs((10, 9))
_ROLES = {"admin": "Administrator", "operator": "Operator", "viewer": "Viewer", "none": "none"}


def _notes(ask: Ask, after: State) -> Iterator[str]:
    """System log lines about an account that was created, changed or removed."""
    user = ask.args["user"]
    old, new = ask.state.account(user), after.account(user)
    who = f"VAPIX user {ask.account.user if ask.account else '-'} from IP-address {ADDRESS}"
    if old is None or new is None:
        done, one = ("created", new) if old is None else ("deleted", old)
        yield f"{who} {done} VAPIX user {user} with role {_ROLES[one.level if one else 'none']}"
        return
    if old.level != new.level:
        yield f"{who} changed VAPIX user {user} role from {_ROLES[old.level]} to {_ROLES[new.level]}"
    if old.password != new.password:
        yield f"{who} changed VAPIX user {user} password"


def _added(ask: Ask) -> Iterator[Acceptable]:
    args, user = ask.args, ask.args["user"]
    example = "2" if ask.state.has_admin else "1"
    strict = args.get("strict_pwd") == "1"
    source = f"specification, example {example}; recording{_NOT_STRICT if strict else ''}"
    for groups in _group_choices(args.get("sgrp", "")):
        account = Account(user, args.get("pwd", ""), args.get("grp", "users"), groups, args.get("comment", ""))
        accounts = (*ask.state.accounts, account)
        yield _done(ask, f"Created account {user}.", accounts, source)
        if strict:
            yield _done(ask, f"Modified the account {user}.", accounts, _STRICT)


def _updated(ask: Ask) -> Iterator[Acceptable]:
    args, user = ask.args, ask.args["user"]
    old = ask.state.account(user)
    if old is None:  # a rule refuses the request
        return
    choices = _group_choices(args["sgrp"]) if "sgrp" in args else [old.groups]
    for groups in choices:
        new = old.replace(
            password=args.get("pwd", old.password),
            grp=args.get("grp", old.grp),
            groups=groups,
            comment=args.get("comment", old.comment),
        )
        accounts = tuple(new if account is old else account for account in ask.state.accounts)
        yield _done(ask, f"Modified account {user}.", accounts, "specification, example 3")
        yield _done(ask, f"Modified the account {user}.", accounts, _OTHER_WORDING)


def _removed(ask: Ask) -> Iterator[Acceptable]:
    user = ask.args["user"]
    accounts = tuple(account for account in ask.state.accounts if account.user != user)
    yield _done(ask, f"Removed account {user}.", accounts, "specification, example 4; recording")


_STRICT, _OTHER_WORDING = "specification, example 6", "specification, example 6, in its wording"
_NOT_STRICT = ", without strict_pwd"
_TAKEN = {"add": _added, "update": _updated, "remove": _removed}


def _with_doubts(found: Iterable[Acceptable]) -> tuple[Acceptable, ...]:
    """The responses; of two texts for the same success, neither is settled if no recording shows one of them."""
    return tuple(
        unsettled((one,), "which text")[0]
        if one.source in (_STRICT, _OTHER_WORDING) or one.source.endswith(_NOT_STRICT)
        else one
        for one in found
    )


def responses(ask: Ask) -> tuple[Acceptable, ...]:
    """The acceptable responses to a request from an authorised account."""
    action = ask.args.get("action", "")
    if not ask.state.has_admin:
        if action == "add":
            return _with_doubts(decide(INITIAL, ask, _added))
        first = Acceptable(ADMIN_FIRST, EXAMPLE[12], ask.state)
        plain = Acceptable(Status((401,), "Unauthorized"), f"{NOT_SETTLED}: the text; {EXAMPLE[12]}", ask.state)
        unknown = (Acceptable(ACTION_TYPE, f"{NOT_SETTLED}: which is checked first; {EXAMPLE[8]}", ask.state),)
        return (first, plain, *(() if action in ACTIONS else unknown))
    if action == "get":
        return (Acceptable(Groups.of(ask.state.accounts), "specification, example 5; recording", ask.state),)
    if action in RULES:
        return _with_doubts(decide(RULES[action], ask, _TAKEN[action]))
    return (Acceptable(ACTION_TYPE, EXAMPLE[8], ask.state),)
