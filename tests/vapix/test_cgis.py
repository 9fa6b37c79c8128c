"""The table of CGIs is that of the specification."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from tests.support.public_names import public_names
from vapix_proto import vapix
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import CGIS, Cgi

ACCOUNT = ("user", "pwd", "grp", "sgrp", "comment", "strict_pwd")
BOTH = ("GET", "POST")

# The tables of the specification: methods, arguments with what they may be, and whether the device restarts.
SPECIFIED: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...] | None], bool]] = {
    "pwdgrp.cgi": (BOTH, dict.fromkeys(ACCOUNT) | {"strict_pwd": ("0", "1")}, False),
    "factorydefault.cgi": (("GET",), {}, True),
    "hardfactorydefault.cgi": (("GET",), {}, True),
    "firmwareupgrade.cgi": (("POST",), {"type": ("normal", "factorydefault")}, True),
    "restart.cgi": (("GET",), {}, True),
    "serverreport.cgi": (BOTH, {"mode": ("tar_all", "text", "zip", "zip_with_image")}, False),
    "systemlog.cgi": (("GET",), {"text": None, "appname": None}, False),
    "accesslog.cgi": (("GET",), {}, False),
    "param.cgi": (BOTH, {"group": None, "responseformat": ("rfc",), "usergroup": None}, False),
    # Recorded, not specified.
    "usergroup.cgi": (("GET",), {}, False),
}
#: What each action needs and allows, beside ``action``.
ACTIONS: dict[tuple[str, str], tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    ("pwdgrp.cgi", "add"): ("AddUser", ACCOUNT[:4], ACCOUNT[4:]),
    ("pwdgrp.cgi", "update"): ("UpdateUser", ("user",), ACCOUNT[1:]),
    ("pwdgrp.cgi", "remove"): ("RemoveUser", ("user",), ()),
    ("pwdgrp.cgi", "get"): ("GetUsers", (), ()),
    ("factorydefault.cgi", ""): ("FactoryDefault", (), ()),
    ("hardfactorydefault.cgi", ""): ("FactoryDefault", (), ()),
    ("firmwareupgrade.cgi", ""): ("FirmwareUpgrade", (), ("type",)),
    ("restart.cgi", ""): ("Restart", (), ()),
    ("serverreport.cgi", ""): ("ServerReport", (), ("mode",)),
    ("systemlog.cgi", ""): ("SystemLog", (), ("text", "appname")),
    ("accesslog.cgi", ""): ("AccessLog", (), ()),
    ("param.cgi", "list"): ("ListParameters", (), ("group", "responseformat", "usergroup")),
    ("param.cgi", "update"): ("UpdateParameters", (), ()),
    ("usergroup.cgi", ""): ("UserGroup", (), ()),
}


def test_the_cgis_are_those_of_the_specification() -> None:
    assert list(CGIS) == list(SPECIFIED)
    found = {(cgi.name, action.name): action for cgi in CGIS.values() for action in cgi.actions}
    assert {row: (one.class_name, one.required, one.optional) for row, one in found.items()} == ACTIONS
    writing = {row for row, action in found.items() if action.writes}
    assert writing == set(ACTIONS) - {
        ("pwdgrp.cgi", "get"),
        ("param.cgi", "list"),
        *((f"{name}.cgi", "") for name in ("serverreport", "systemlog", "accesslog", "usergroup")),
    }
    assert [row for row, action in found.items() if action.parameters] == [("param.cgi", "update")]


@pytest.mark.parametrize("cgi", CGIS.values(), ids=CGIS)
def test_a_row(cgi: Cgi) -> None:
    methods, arguments, restarts = SPECIFIED[cgi.name]
    assert cgi.paths == (f"/axis-cgi/{cgi.name}", f"/axis-cgi/admin/{cgi.name}")
    assert (cgi.path, cgi.methods, cgi.restarts) == (cgi.paths[0], methods, restarts)
    assert {argument.name: argument.values for argument in cgi.arguments} == arguments
    assert cgi.argument_names == (("action",) if cgi.name in ("pwdgrp.cgi", "param.cgi") else ()) + tuple(arguments)
    assert cgi.source == f"VAPIX System settings, {cgi.section}"
    assert cgi.upload is (cgi.name == "firmwareupgrade.cgi")
    for argument in cgi.arguments:
        assert cgi.argument(argument.name) is argument
        assert argument.secret is (argument.name == "pwd")
        assert argument.since == AxisOs((11, 11, 45) if argument.name == "text" else (5,))
    for action in cgi.actions:
        assert cgi.action(action.name) is action
        assert action.request is getattr(vapix, action.class_name)
        assert issubclass(action.request, vapix.Request)
    assert (cgi.argument("x"), cgi.action("x")) == (None, None)
    assert pickle.loads(pickle.dumps(cgi)) == copy.deepcopy(cgi) == cgi


def test_every_request_says_what_its_response_is() -> None:
    for cgi in CGIS.values():
        for action in cgi.actions:
            own, *rest = re.split(r" \| ", action.request.read.__annotations__["return"])
            assert own in public_names(vapix)
            assert rest[-1] == "Failure"
