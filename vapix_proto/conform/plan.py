"""Which sequences are tried, as hypothesis strategies: plain steps come first, as shrinking goes to them."""

from __future__ import annotations

from hypothesis import strategies as st

from vapix_proto.conform.guard import ACCESS_LOG, PARAM, PWDGRP, SYSTEM_LOG, WRITABLE
from vapix_proto.conform.steps import PREFIX_SIZE, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from vapix_proto.conform.survey import Survey

__all__ = ["LENGTH_MAX", "sequences"]

LENGTH_MAX = 8
_USER_MAX = 14
_ROLES = (
    "viewer",
    "viewer:ptz",
    "operator:viewer",
    "operator:viewer:ptz",
    "admin:operator:viewer",
    "admin:operator:viewer:ptz",
    "ptz:viewer",
    "viewer:operator:admin",
)
_WRONG_ROLES = ("vip", "viewer:vip", "administrator", "Viewer")
_LONGEST = "@" + "n" * (_USER_MAX - PREFIX_SIZE)
_WRONG_USERS = (_LONGEST + "n", "@a!", "@a_b", "@a b", "")
#: An account of the name is removed by the same name; these are all that a sequence creates.
_USERS = ("@a", "@b", "@A", _LONGEST)
_LOGINS = ("admin", "admin", "admin", "admin", "nobody", "@a", "@a old", "@b")

_ZONES = (
    "UTC0",
    "GMT0BST,M3.5.0/1,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00",
    "EST5EDT",
    "AAAAAA24:59:59BBBBBB-24:59:59,J1/0,J365/24:59:59",
    "<a+1>0<-09>1,0/0,365",
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
    "AAA0BBB,M13.1.0,M10.5.0",
    "AAA0BBB,M3.6.0,M10.5.0",
    "AAA0BBB,M3.5.7,M10.5.0",
    "AAA0BBB,J0,J1",
    "AAA0BBB,J1,J366",
    "AAA0BBB,0,366",
    "AAA0BBB,M3.5.0/25,M10.5.0",
    "AAA0BBB,M3.5.0",
    "EST5EDT,M3.2.0/2u,M11.1.0/2u",
)
_LEVELS = (("off", "on", "detailed"), ("Off", "yes", ""))
_YES_NO = (("yes", "no"), ("Yes", "on", "1", ""))
#: Values that must be set, and values that must be refused.
_VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
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


def sequences(survey: Survey, *, writes: bool, disposable: bool) -> SearchStrategy[list[Step]]:
    """Sequences of steps for a device.

    Args:
        survey: What the device is like.
        writes: Whether they may write.
        disposable: Whether they may remove the initial admin, where that must be refused.
    """
    kinds: list[SearchStrategy[Step]] = [_reading(survey)]
    if writes:
        kinds += [_add(), _add(), _update(), _remove(), _bad_add()]
        names = [name for name in WRITABLE if name in survey.names]
        if names:
            kinds += [_set(names), _set(names)]
    if writes and disposable and survey.device.profile.initial_name == survey.device.accounts[0].user:
        args = (("action", "remove"), ("user", survey.device.accounts[0].user))
        kinds.append(st.just(Step("remove the initial admin", PWDGRP, args)))
    return st.lists(st.one_of(kinds), min_size=1, max_size=LENGTH_MAX)


def _reading(survey: Survey) -> SearchStrategy[Step]:
    names = sorted(survey.names)
    groups = [*names, "Time", "root.Time", "Time.*", "Vpx.Unknown", "Time.Vpx"]
    asked = st.lists(st.sampled_from(groups), min_size=1, max_size=3, unique=True).map(",".join)
    method = st.sampled_from(("POST", "GET"))
    login = st.sampled_from(_LOGINS)
    actions = st.sampled_from(("get", "get", "list", ""))
    return st.one_of(
        st.builds(lambda act, who, how: Step(_WHAT[act], PWDGRP, (("action", act),), who, how), actions, login, method),
        st.builds(
            lambda text, who, how: Step("list parameters", PARAM, (("action", "list"), ("group", text)), who, how),
            asked,
            login,
            method,
        ),
        st.builds(
            lambda log, who: Step("read a log", log, (), who, "GET"), st.sampled_from((SYSTEM_LOG, ACCESS_LOG)), login
        ),
    )


_WHAT = {"get": "list accounts", "list": "another action", "": "another action"}


def _args(*rows: tuple[str, SearchStrategy[str | None]]) -> SearchStrategy[tuple[tuple[str, str], ...]]:
    """Arguments, of which those that are None are left out."""
    names = [name for name, _ in rows]
    return st.tuples(*(values for _, values in rows)).map(
        lambda texts: tuple((name, text) for name, text in zip(names, texts, strict=True) if text is not None)
    )


def _account(what: str, action: str, *rows: tuple[str, SearchStrategy[str | None]]) -> SearchStrategy[Step]:
    args = _args(("action", st.just(action)), *rows)
    return st.builds(lambda pairs, who: Step(what, PWDGRP, pairs, who), args, st.sampled_from(_LOGINS))


def _add() -> SearchStrategy[Step]:
    return _account(
        "add an account",
        "add",
        ("user", st.sampled_from(_USERS)),
        ("pwd", st.sampled_from(("16", "16b", "64"))),
        ("grp", st.just("users")),
        ("sgrp", st.sampled_from(_ROLES)),
        ("comment", st.sampled_from(("", "Conformance test"))),
        ("strict_pwd", st.sampled_from((None, "1"))),
    )


def _bad_add() -> SearchStrategy[Step]:
    """One argument is wrong or missing."""
    right = {"user": "@a", "pwd": "16", "grp": "users", "sgrp": "viewer", "comment": ""}
    wrong: list[dict[str, str | None]] = [
        *({"user": user} for user in _WRONG_USERS),
        {"pwd": "65", "strict_pwd": "1"},
        {"pwd": "65"},
        {"pwd": ""},
        {"pwd": None},
        {"grp": "@nogroup"},
        {"grp": None},
        *({"sgrp": role} for role in _WRONG_ROLES),
        {"sgrp": None},
        {"user": None},
    ]

    def step(change: dict[str, str | None], who: str) -> Step:
        pairs = tuple((name, text) for name, text in {**right, **change}.items() if text is not None)
        what = f"add an account with a wrong {', '.join(change)}"
        return Step(what, PWDGRP, (("action", "add"), *pairs), who)

    return st.builds(step, st.sampled_from(wrong), st.sampled_from(("admin", "admin", "nobody")))


def _update() -> SearchStrategy[Step]:
    return _account(
        "update an account",
        "update",
        ("user", st.sampled_from((*_USERS, "@c"))),
        ("pwd", st.sampled_from((None, "16b", "64", "16"))),
        ("sgrp", st.sampled_from((None, *_ROLES, "vip"))),
        ("comment", st.sampled_from((None, "Changed"))),
    )


def _remove() -> SearchStrategy[Step]:
    return _account("remove an account", "remove", ("user", st.sampled_from((*_USERS, "@c", "@a!"))))


def _set(names: list[str]) -> SearchStrategy[Step]:
    def pair(name: str) -> SearchStrategy[tuple[str, str]]:
        right, wrong = _VALUES[name]
        return st.tuples(st.sampled_from((name, f"root.{name}")), st.sampled_from(right) | st.sampled_from(wrong))

    one = st.sampled_from(names).flatmap(pair)
    pairs = st.lists(one, min_size=1, max_size=2, unique_by=lambda row: row[0].removeprefix("root."))
    return st.builds(
        lambda rows, who, how: Step("set parameters", PARAM, (("action", "update"), *rows), who, how),
        pairs,
        st.sampled_from(_LOGINS),
        st.sampled_from(("POST", "GET")),
    )
