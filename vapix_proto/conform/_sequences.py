"""Hypothesis strategies for a run's sequences; the simplest steps come first because shrinking moves towards them."""

from __future__ import annotations

from hypothesis import strategies as st

from vapix_proto.conform._guard import ACCESS_LOG, PARAM, PWDGRP, SYSTEM_LOG, WRITABLE
from vapix_proto.conform._json_steps import readings, zone_refusals, zone_steps
from vapix_proto.conform._steps import PREFIX_SIZE, Formerly, Known, OwnName, OwnPassword, Step
from vapix_proto.oracle.state import ROLES as SPECIFIED

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    from vapix_proto.conform._guard import Guard
    from vapix_proto.conform._steps import Argument, Caller
    from vapix_proto.conform.inventory import Survey

_LENGTH_MAX = 8
_USER_MAX = 14
#: The specified roles, and two of them with their groups in a different order. The devices in our recordings accept
#: these two as well.
ROLES = (*SPECIFIED, "ptz:viewer", "viewer:operator:admin")
_WRONG_ROLES = ("vip", "viewer:vip", "administrator", "Viewer")
A, B, C = OwnName("a"), OwnName("b"), OwnName("c")
WRONG_NAME = OwnName("a!")
_LONGEST = OwnName("n" * (_USER_MAX - PREFIX_SIZE))
_TOO_LONG = OwnName(_LONGEST.rest + "n")
#: Invalid user names. Their characters include the ASCII neighbours of the letter and digit ranges.
_WRONG_USERS: tuple[Argument, ...] = (
    _TOO_LONG,
    WRONG_NAME,
    *(OwnName(f"a{character}b") for character in "_ -@[`{/:\xfc"),
    "",
)
#: The only account names that sequences create. Some are prefixes of others, and two differ only in case.
USERS = (A, OwnName("ab"), _LONGEST, OwnName("A"))
PASSWORD, OTHER_PASSWORD, THIRD_PASSWORD = (OwnPassword(16, number=number) for number in (1, 2, 3))
#: Passwords of the maximum length. The second one ends with characters that must be encoded in a form.
LONGEST_PASSWORDS = (OwnPassword(64), OwnPassword(64, '%":& +~'))
_RIGHT: dict[str, Argument] = {"user": A, "pwd": PASSWORD, "grp": "users", "sgrp": "viewer", "comment": ""}
#: Changes that turn a valid request to add an account into an invalid one.
WRONG_ADDS: tuple[Mapping[str, Argument | None], ...] = (
    *(dict[str, "Argument | None"](user=user) for user in _WRONG_USERS),
    {"pwd": OwnPassword(65), "strict_pwd": "1"},
    {"pwd": OwnPassword(16, "\xfc"), "strict_pwd": "1"},
    {"pwd": OwnPassword(16, "\x7f"), "strict_pwd": "1"},
    {"pwd": OwnPassword(16, "\t"), "strict_pwd": "1"},
    {"pwd": OwnPassword(65)},
    {"pwd": ""},
    {"pwd": None},
    {"grp": OwnName("nogroup")},
    {"grp": None},
    *({"sgrp": role} for role in _WRONG_ROLES),
    {"sgrp": None},
    {"user": None},
)
_LOGINS: tuple[Caller, ...] = (*(Known.ADMIN,) * 4, Known.NOBODY, A, A, Formerly(A))

_ZONES = (
    "UTC0",
    "GMT0BST,M3.5.0/1,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00",
    "EST5EDT",
    "EST+5",
    "IST-5:30",
    "est05",
    "AAAAAA0BBBBBB",
    "AAA24:59:59",
    "AAA0BBB-24:59:59",
    "AAA0BBB,J1/0,J365/24:59:59",
    "<a+1>0<-09>1,0/0,365",
    "AAA0BBB,M1.1.0/0,M12.5.6/24",
)
_WRONG_ZONES = (
    "<UTC-330>3:30",
    "AAAAAAA0",
    "AA0",
    "Europe/Vienna",
    "UTC",
    "",
    "AAA25",
    "AAA0:60",
    "AAA0:00:60",
    ":UTC0",
    "A_A0",
    "AAA0BBB,M0.1.0,M10.5.0",
    "AAA0BBB,M13.1.0,M10.5.0",
    "AAA0BBB,M3.0.0,M10.5.0",
    "AAA0BBB,M3.6.0,M10.5.0",
    "AAA0BBB,M3.5.7,M10.5.0",
    "AAA0BBB,J0,J1",
    "AAA0BBB,J1,J366",
    "AAA0BBB,0,366",
    "AAA0BBB,M3.5.0/25,M10.5.0",
    "AAA0BBB,M3.5.0/-1,M10.5.0",
    "AAA0BBB,M3.5.0/+1,M10.5.0",
    "AAA0BBB,M3.5.0",
    "EST5EDT,M3.2.0/2u,M11.1.0/2u",
    "<AA>0",
    "<A_A>0",
    "AAA0BB",
    "AAA0BBB25",
    "AAA0BBB,M3.5.0/2:60,M10.5.0",
    "AAA0BBB,m3.5.0,M10.5.0",
    "AAA0BBB,M3.5.0,M10.5.0x",
    " UTC0",
    "UTC0\n",
)
_LEVELS = (("off", "on", "detailed"), ("Off", "yes", ""))
_YES_NO = (("yes", "no"), ("Yes", "on", "1", ""))
#: For each parameter, the values that a device must accept and those that it must refuse.
VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Time.POSIXTimeZone": (_ZONES, _WRONG_ZONES),
    "Time.DST.Enabled": _YES_NO,
    "Time.SyncSource": (("NTP", "PC", "None"), ("ntp", "", "GPS")),
    "Time.ObtainFromDHCP": _YES_NO,
    "Time.NTP.Server": (("0.0.0.0", "ntp.example.com", "::1"), ("", "a b")),  # noqa: S104
    **{
        name: (("1000", "40000", "100000"), ("999", "100001", "", "x")) if name.endswith("MaxSize") else _LEVELS
        for name in WRITABLE
        if name.startswith("Log.")
    },
}


def sequences(survey: Survey, guard: Guard) -> SearchStrategy[list[Step]]:
    """Sequences of steps that a run may carry out on a device."""
    version, writes = survey.device.axis_os, guard.writes
    kinds: list[SearchStrategy[Step]] = [_reading(survey)]
    if newer := tuple(readings(version)):
        kinds.append(st.sampled_from(newer))
    if writes:
        kinds += [_add(), _add(), _update(), _remove(), _bad_add()]
        if names := survey.settable:
            kinds += [_set(names), _set(names)]
    if writes and survey.zone is not None:
        zones = [step for who in _LOGINS[3:] for step in (*zone_steps(version, who), *zone_refusals(version, who))]
        kinds.append(st.sampled_from(zones))
    kinds += map(st.just, initial_admin_removal(survey, guard))
    steps = st.lists(st.one_of(kinds), min_size=1, max_size=_LENGTH_MAX)
    # Half of the sequences begin by adding an account, because many steps do nothing without one.
    return st.one_of(steps, st.builds(lambda first, rest: [first, *rest], _add(), steps)) if writes else steps


def initial_admin_removal(survey: Survey, guard: Guard) -> tuple[Step, ...]:
    """The request to remove the initial admin; empty unless the run may send it and the device must refuse it."""
    user = guard.admin
    if user is None or user != survey.device.profile.initial_name:
        return ()
    return (Step("remove the initial admin", PWDGRP, (("action", "remove"), ("user", user))),)


def _reading(survey: Survey) -> SearchStrategy[Step]:
    names = sorted(survey.names)
    groups = [*names, "Time", "root.Time", "Time.*", "Vpx.Unknown", "Time.Vpx"]
    asked = st.lists(st.sampled_from(groups), min_size=1, max_size=3, unique=True).map(",".join)
    method = st.sampled_from(("POST", "GET"))
    login = st.sampled_from(_LOGINS)
    actions = st.sampled_from(("get", "get", "list", ""))
    return st.one_of(
        st.builds(lambda act, who, how: Step(_WHAT[act], PWDGRP, (("action", act),), who, how), actions, login, method),
        st.builds(list_parameters, asked, login, method),
        st.builds(
            lambda log, who: Step("read a log", log, (), who, "GET"), st.sampled_from((SYSTEM_LOG, ACCESS_LOG)), login
        ),
    )


_WHAT = {"get": "list accounts", "list": "another action", "": "another action"}


def _args(*rows: tuple[str, SearchStrategy[Argument | None]]) -> SearchStrategy[tuple[tuple[str, Argument], ...]]:
    """Draws a value for each argument and leaves out the arguments whose value is None."""
    names = [name for name, _ in rows]
    return st.tuples(*(values for _, values in rows)).map(
        lambda texts: tuple((name, text) for name, text in zip(names, texts, strict=True) if text is not None)
    )


def _account(what: str, action: str, *rows: tuple[str, SearchStrategy[Argument | None]]) -> SearchStrategy[Step]:
    args = _args(("action", st.just(action)), *rows)
    return st.builds(lambda pairs, who: Step(what, PWDGRP, pairs, who), args, st.sampled_from(_LOGINS))


def _add() -> SearchStrategy[Step]:
    return _account(
        "add an account",
        "add",
        ("user", st.sampled_from(USERS)),
        ("pwd", st.sampled_from((PASSWORD, OTHER_PASSWORD, *LONGEST_PASSWORDS))),
        ("grp", st.just("users")),
        ("sgrp", st.sampled_from(ROLES)),
        ("comment", st.sampled_from(("", "Conformance test"))),
        ("strict_pwd", st.sampled_from((None, "1"))),
    )


def wrong_add(change: Mapping[str, Argument | None], login: Caller = Known.ADMIN) -> Step:
    """The usual request to add an account, but with changed arguments; those changed to None are left out."""
    pairs = tuple((name, text) for name, text in {**_RIGHT, **change}.items() if text is not None)
    what = f"add an account with a wrong {', '.join(change)}"
    return Step(what, PWDGRP, (("action", "add"), *pairs), login)


def list_accounts(login: Caller = Known.ADMIN, method: str = "POST") -> Step:
    """A request to list accounts."""
    return Step("list accounts", PWDGRP, (("action", "get"),), login, method)


def list_parameters(group: str, login: Caller = Known.ADMIN, method: str = "POST") -> Step:
    """A request to list parameter groups."""
    return Step("list parameters", PARAM, (("action", "list"), ("group", group)), login, method)


def _bad_add() -> SearchStrategy[Step]:
    return st.builds(wrong_add, st.sampled_from(WRONG_ADDS), st.sampled_from((Known.ADMIN, Known.ADMIN, Known.NOBODY)))


def _update() -> SearchStrategy[Step]:
    return _account(
        "update an account",
        "update",
        ("user", st.sampled_from((*USERS, C))),
        ("pwd", st.sampled_from((None, OTHER_PASSWORD, LONGEST_PASSWORDS[0], PASSWORD, LONGEST_PASSWORDS[1]))),
        ("sgrp", st.sampled_from((None, *ROLES, "vip"))),
        ("comment", st.sampled_from((None, "Changed"))),
    )


def _remove() -> SearchStrategy[Step]:
    return _account("remove an account", "remove", ("user", st.sampled_from((*USERS, C, WRONG_NAME))))


def _set(names: tuple[str, ...]) -> SearchStrategy[Step]:
    def pair(name: str) -> SearchStrategy[tuple[str, str]]:
        right, wrong = VALUES[name]
        return st.tuples(st.sampled_from((name, f"root.{name}")), st.sampled_from(right) | st.sampled_from(wrong))

    one = st.sampled_from(names).flatmap(pair)
    pairs = st.lists(one, min_size=1, max_size=2, unique_by=lambda row: row[0].removeprefix("root."))
    return st.builds(
        lambda rows, who, how: Step("set parameters", PARAM, (("action", "update"), *rows), who, how),
        pairs,
        st.sampled_from(_LOGINS),
        st.sampled_from(("POST", "GET")),
    )
