"""Valid and invalid requests to the CGIs of VAPIX System settings, and responses from ``param.cgi``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vapix_proto.errors import Code
from vapix_proto.strategies._accounts import (
    Labelled,
    comments,
    invalid_passwords,
    invalid_roles,
    invalid_user_names,
    passwords,
    role_texts,
    roles,
    user_names,
)
from vapix_proto.strategies._tz_strings import tz_strings
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import CGIS, ReportMode
from vapix_proto.vapix.http import FORM, HttpRequest, encode_arguments
from vapix_proto.vapix.maintenance.requests import AccessLog, FactoryDefault, Restart, ServerReport, SystemLog
from vapix_proto.vapix.param.registry import PARAMETERS, EmailText, HostText, Integers, Parameter, Words
from vapix_proto.vapix.param.requests import ListParameters, UpdateParameters
from vapix_proto.vapix.pwdgrp.requests import AddUser, GetUsers, RemoveUser, UpdateUser

if TYPE_CHECKING:
    from collections.abc import Sequence

_PWDGRP = CGIS["pwdgrp.cgi"].path
_NEWEST = "12.11"
#: Labels in host names and e-mail addresses.
_LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


def hosts() -> st.SearchStrategy[str]:
    """IP addresses and host names."""
    names = st.builds("{}.{}".format, _LABELS, st.from_regex(r"[a-z]{2,6}", fullmatch=True))
    return st.ip_addresses().map(str) | names


def parameters(axis_os: AxisOs | str = _NEWEST, *, writable: bool = False) -> st.SearchStrategy[Parameter]:
    """Parameters that a version of AXIS OS has; with ``writable``, only those that can be set."""
    version = AxisOs.parse(axis_os)
    found = [
        parameter
        for parameter in PARAMETERS.values()
        if parameter.since <= version
        and (parameter.until is None or version < parameter.until)
        and (not writable or parameter.access.admin == "read, write")
    ]
    return st.sampled_from(found)


def values_of(parameter: Parameter) -> st.SearchStrategy[str]:
    """Values that a parameter accepts."""
    allowed = parameter.values
    if isinstance(allowed, Words):
        return st.sampled_from(allowed.words)
    if isinstance(allowed, Integers):
        return st.integers(allowed.low, allowed.high).map(str)
    if isinstance(allowed, HostText):
        return st.just("") | hosts() if allowed.empty else hosts()
    if isinstance(allowed, EmailText):
        address = st.builds("{}@{}.org".format, _LABELS, _LABELS)
        return st.just("") | address if allowed.empty else address
    return tz_strings()


def parameter_values(axis_os: AxisOs | str = _NEWEST, *, writable: bool = False) -> st.SearchStrategy[tuple[str, str]]:
    """Parameter names, with and without ``root.``, each with a value that the parameter accepts."""

    def named(parameter: Parameter) -> st.SearchStrategy[tuple[str, str]]:
        return st.tuples(st.sampled_from([parameter.name, f"root.{parameter.name}"]), values_of(parameter))

    return parameters(axis_os, writable=writable).flatmap(named)


def parameter_responses(axis_os: AxisOs | str = _NEWEST) -> st.SearchStrategy[tuple[bytes, dict[str, str]]]:
    """Responses to ``action=list``, each with a dict that maps parameter names, without ``root.``, to values."""

    def response(values: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        return "".join(f"root.{name}={value}\n" for name, value in values.items()).encode("ascii"), values

    def values(chosen: Sequence[Parameter]) -> st.SearchStrategy[dict[str, str]]:
        return st.fixed_dictionaries({parameter.name: values_of(parameter) for parameter in chosen})

    some = st.lists(parameters(axis_os), min_size=1, max_size=6, unique_by=lambda parameter: parameter.name)
    return some.flatmap(values).map(response)


def requests(axis_os: AxisOs | str = _NEWEST) -> st.SearchStrategy[HttpRequest]:
    """Valid requests to every CGI that accepts a form; requests with a password use POST."""
    version = AxisOs.parse(axis_os)
    words = st.from_regex(r"[A-Za-z0-9]{1,12}", fullmatch=True)
    group = parameters(version).flatmap(
        lambda parameter: st.sampled_from([parameter.name, parameter.name.partition(".")[0], f"root.{parameter.name}"])
    )
    updates = st.lists(
        parameter_values(axis_os, writable=True),
        min_size=1,
        max_size=4,
        unique_by=lambda pair: pair[0].removeprefix("root."),
    )
    update_user = st.builds(
        UpdateUser, user_names(), pwd=passwords(), role=st.none() | roles(), comment=st.none() | comments()
    )
    add = st.builds(AddUser, user_names(), passwords(), roles(), comment=comments(), strict_pwd=st.booleans())
    accounts = st.one_of(add, update_user, st.builds(RemoveUser, user_names()), st.just(GetUsers()))
    method = st.sampled_from(["GET", "POST"])
    return st.one_of(
        accounts.map(lambda request: request.to_http()),
        st.builds(
            lambda request, how: request.to_http(how), st.builds(ListParameters, st.lists(group, max_size=3)), method
        ),
        st.builds(lambda request, how: request.to_http(how), st.builds(UpdateParameters, updates), method),
        st.one_of(
            st.just(Restart()),
            st.just(AccessLog()),
            st.builds(FactoryDefault, st.booleans()),
            st.builds(ServerReport, st.none() | st.sampled_from(list(ReportMode))),
            st.builds(SystemLog, st.none() | words).filter(lambda request: not request.validate(version)),
        ).map(lambda request: request.to_http()),
    )


def _post(pairs: Sequence[tuple[str, str]]) -> HttpRequest:
    body = encode_arguments(pairs).encode("ascii")
    return HttpRequest("POST", _PWDGRP, "", (("Content-Type", FORM),), body)


def _add(user: str, pwd: str, sgrp: str, grp: str = "users") -> list[tuple[str, str]]:
    return [("action", "add"), ("user", user), ("pwd", pwd), ("grp", grp), ("sgrp", sgrp), ("comment", "")]


def invalid_requests() -> st.SearchStrategy[Labelled[HttpRequest]]:
    """Requests to ``pwdgrp.cgi`` with one fault each, and the code of that fault.

    The codes are those for AXIS OS 12 or earlier. From AXIS OS 13 on, a password may be longer than 64 characters and
    contain characters other than ASCII 32 to 126.
    """
    user, secret, sgrp = user_names().map(str), passwords().map(lambda password: password.reveal()), role_texts()
    full = st.builds(_add, user, secret, sgrp)

    def without(pairs: list[tuple[str, str]], name: str) -> Labelled[HttpRequest]:
        return Labelled(_post([pair for pair in pairs if pair[0] != name]), Code.ARGUMENT_MISSING)

    def twice(pairs: list[tuple[str, str]], at: int) -> Labelled[HttpRequest]:
        return Labelled(_post([*pairs, pairs[at]]), Code.ARGUMENT_REPEATED)

    return st.one_of(
        st.builds(without, full, st.sampled_from(["user", "pwd", "grp", "sgrp"])),
        st.builds(twice, full, st.integers(0, 4)),
        st.builds(
            lambda wrong, pwd, group: Labelled(_post(_add(wrong.value, pwd, group)), wrong.code),
            invalid_user_names(), secret, sgrp,
        ),
        st.builds(
            lambda name, wrong, group: Labelled(_post(_add(name, wrong.value, group)), wrong.code),
            user, invalid_passwords(), sgrp,
        ),
        st.builds(
            lambda name, pwd, wrong: Labelled(_post(_add(name, pwd, wrong.value)), wrong.code),
            user, secret, invalid_roles(),
        ),
        st.builds(
            lambda name, pwd, group, grp: Labelled(_post(_add(name, pwd, group, grp)), Code.GROUP_UNKNOWN),
            user, secret, sgrp, st.sampled_from(["", "user", "Users", "viewer"]),
        ),
        st.sampled_from(["", "delete", "ADD", "list"]).map(
            lambda word: Labelled(_post([("action", word)]), Code.ACTION_UNKNOWN)
        ),
        full.map(lambda pairs: Labelled(HttpRequest("GET", _PWDGRP, encode_arguments(pairs)), Code.SECRET_IN_URL)),
    )  # fmt: skip
