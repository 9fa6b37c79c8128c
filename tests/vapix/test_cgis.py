"""The table of CGIs matches the specification."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from tests.support.public_names import public_names
from vapix_proto import vapix
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgi import Body, Cgi, Kind
from vapix_proto.vapix.cgis import CGIS

ACCOUNT = ("user", "pwd", "grp", "sgrp", "comment", "strict_pwd")
BOTH = ("GET", "POST")

# The specification's tables: methods, arguments with their permitted values, and whether the device restarts.
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
    # Recorded, but not specified.
    "usergroup.cgi": (("GET",), {}, False),
}
#: The arguments that each action requires and allows, besides ``action``.
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


#: The pages of the CGIs that accept JSON: document, first version, arguments with their types, and methods,
#: each with its class, the parameters that it must and may have besides the envelope, and who may call it.
STRING, BOOLEAN, INTEGER, NAMES = Kind
JSON_CGIS: dict[
    str,
    tuple[str, tuple[int, ...], dict[str, Kind], dict[str, tuple[str, tuple[str, ...], tuple[str, ...], str | None]]],
] = {
    "time.cgi": (
        "VAPIX Time API",
        (9, 30),
        {"dateTime": STRING, "timeZone": STRING, "posixTimeZone": STRING, "enableDst": BOOLEAN},
        {
            "getDateTimeInfo": ("GetDateTimeInfo", (), (), "viewer"),
            "getAll": ("GetAllTimeInfo", (), (), "viewer"),
            "setDateTime": ("SetDateTime", ("dateTime",), (), "operator"),
            "setTimeZone": ("SetTimeZone", ("timeZone",), (), "operator"),
            "setPosixTimeZone": ("SetPosixTimeZone", ("posixTimeZone", "enableDst"), (), "operator"),
            "resetTimeZone": ("ResetTimeZone", (), (), "operator"),
            "getSupportedVersions": ("GetSupportedVersions", (), (), "viewer"),
        },
    ),
    "systemready.cgi": (
        "VAPIX Systemready API",
        (9, 50),
        {"timeout": INTEGER},
        {
            "systemready": ("GetReadiness", (), ("timeout",), None),
            "getSupportedVersions": ("GetSupportedVersions", (), (), None),
        },
    ),
    "apidiscovery.cgi": (
        "VAPIX API Discovery service",
        (8, 50),
        {"id": STRING, "version": STRING},
        {
            "getApiList": ("GetApiList", (), ("id", "version"), None),
            "getSupportedVersions": ("GetSupportedVersions", (), (), None),
        },
    ),
    "basicdeviceinfo.cgi": (
        "VAPIX Basic device information",
        (8, 40),
        {"propertyList": NAMES},
        {
            "getProperties": ("GetProperties", ("propertyList",), (), "operator"),
            "getAllProperties": ("GetAllProperties", (), (), "operator"),
            "getAllUnrestrictedProperties": ("GetAllUnrestrictedProperties", (), (), None),
            "getSupportedVersions": ("GetSupportedVersions", (), (), None),
        },
    ),
}
#: The tree of time/v2: the parts that can be set, with their members, and the parts that can only be read.
SETTABLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "/time/dateTime": ("PatchDateTime", ("dateTime",)),
    "/timeZone/dhcp/enabled": ("PatchDhcpTimeZone", ("enabled",)),
    "/timeZone/iana/timeZone": ("PatchIanaTimeZone", ("timeZone",)),
    "/timeZone/posix": ("PatchPosixTimeZone", ("timeZone", "dstEnabled")),
    "/timeZone/posix/timeZone": ("PatchPosixTimeZone", ("timeZone",)),
    "/timeZone/posix/dstEnabled": ("PatchPosixTimeZone", ("dstEnabled",)),
}
READ_ONLY = {
    "/",
    *("/time", "/time/localDateTime", "/time/maxSupportedYear", "/timeZone", "/timeZone/activeTimeZone"),
    *("/timeZone/dhcp", "/timeZone/dhcp/timeZone", "/timeZone/iana", "/timeZone/iana/posixTimeZone"),
}


def test_the_cgis_are_those_of_the_documents() -> None:
    assert set(CGIS) == {*SPECIFIED, *JSON_CGIS, "time/v2"}
    assert [name for name in CGIS if name in SPECIFIED] == list(SPECIFIED)
    found = {(name, action.name): action for name in SPECIFIED for action in CGIS[name].actions}
    assert {row: (one.class_name, one.required, one.optional) for row, one in found.items()} == ACTIONS
    writing = {row for row, action in found.items() if action.writes}
    assert writing == set(ACTIONS) - {
        ("pwdgrp.cgi", "get"),
        ("param.cgi", "list"),
        *((f"{name}.cgi", "") for name in ("serverreport", "systemlog", "accesslog", "usergroup")),
    }
    assert [row for row, action in found.items() if action.parameters] == [("param.cgi", "update")]
    access = {row: action.access for row, action in found.items() if action.access != "admin"}
    assert access == {("param.cgi", "list"): "operator", ("usergroup.cgi", ""): "viewer"}


@pytest.mark.parametrize("cgi", [CGIS[name] for name in SPECIFIED], ids=SPECIFIED)
def test_a_row(cgi: Cgi) -> None:
    methods, arguments, restarts = SPECIFIED[cgi.name]
    assert cgi.paths == (f"/axis-cgi/{cgi.name}", f"/axis-cgi/admin/{cgi.name}")
    assert (cgi.path, cgi.methods, cgi.restarts) == (cgi.paths[0], methods, restarts)
    assert {argument.name: argument.values for argument in cgi.arguments} == arguments
    assert cgi.argument_names == (("action",) if cgi.name in ("pwdgrp.cgi", "param.cgi") else ()) + tuple(arguments)
    document = "not documented" if cgi.name == "usergroup.cgi" else "VAPIX System settings"
    assert cgi.source == f"{document}, {cgi.section}"
    assert cgi.body is (Body.FILE if cgi.name == "firmwareupgrade.cgi" else Body.FORM)
    assert (cgi.since, cgi.superseded) == (AxisOs((5,)), None)
    for argument in cgi.arguments:
        assert cgi.argument(argument.name) is argument
        assert (argument.secret, argument.kind) == (argument.name == "pwd", STRING)
        assert argument.since == AxisOs((11, 11, 45) if argument.name == "text" else (5,))


@pytest.mark.parametrize("cgi", CGIS.values(), ids=CGIS)
def test_the_parts_of_a_row(cgi: Cgi) -> None:
    for action in cgi.actions:
        assert cgi.action(action.name) is action
        assert action.request is getattr(vapix, action.class_name)
        assert issubclass(action.request, vapix.Request)
        assert {*action.required, *action.optional} <= set(cgi.argument_names)
    assert (cgi.argument("x"), cgi.action("x")) == (None, None)
    assert pickle.loads(pickle.dumps(cgi)) == copy.deepcopy(cgi) == cgi


@pytest.mark.parametrize("name", JSON_CGIS)
def test_a_row_in_json(name: str) -> None:
    cgi = CGIS[name]
    document, since, arguments, actions = JSON_CGIS[name]
    assert (cgi.paths, cgi.methods, cgi.body) == ((f"/axis-cgi/{name}",), ("POST",), Body.METHOD)
    assert (cgi.source, cgi.since) == (f"{document}, {name}", AxisOs(since))
    assert {argument.name: argument.kind for argument in cgi.arguments} == {
        "apiVersion": STRING,
        "context": STRING,
        **arguments,
    }
    found = {}
    for action in cgi.actions:
        # Every method except getSupportedVersions requires the version of the API.
        envelope = () if action.name == "getSupportedVersions" else ("apiVersion",)
        assert action.required[: len(envelope)] == envelope
        assert set(action.optional) >= {"context"} | ({"apiVersion"} - set(envelope))
        required = action.required[len(envelope) :]
        optional = tuple(one for one in action.optional if one not in ("apiVersion", "context"))
        found[action.name] = (action.class_name, required, optional, action.access)
        assert action.writes is action.name.startswith(("set", "reset"))
        assert bool(action.api_version) is bool(envelope)
    assert found == actions
    assert (cgi.superseded, cgi.successor) == ((AxisOs((12, 4)), "time/v2") if name == "time.cgi" else (None, ""))


def test_the_row_of_the_device_configuration_api() -> None:
    cgi = CGIS["time/v2"]
    assert (cgi.path, cgi.body, cgi.since) == ("/config/rest/time/v2", Body.DATA, AxisOs((12, 4)))
    assert dict(vapix.TIME_PLACES) == dict.fromkeys(READ_ONLY, False) | dict.fromkeys(SETTABLE, True)
    rows = {action.name: (action.class_name, action.required, action.access) for action in cgi.actions}
    assert rows == {
        **{f"GET {place}": ("GetTimeSettings", (), "viewer") for place in vapix.TIME_PLACES},
        **{f"PATCH {place}": (name, required, "admin") for place, (name, required) in SETTABLE.items()},
        "POST /timeZone/iana/getTimeZoneList": ("GetTimeZoneList", (), "operator"),
    }
    assert cgi.serves("/config/rest/time/v2")
    assert cgi.serves("/config/rest/time/v2/time")
    assert not cgi.serves("/config/rest/time/v22")


def test_the_errors_of_time_cgi_are_those_of_its_page() -> None:
    assert [code for code, _ in CGIS["time.cgi"].errors] == [1000, 2000, 2001, 3000, 4000, 4001, 4002, 4003, 4004]


def test_every_request_says_what_its_response_is() -> None:
    for cgi in CGIS.values():
        for action in cgi.actions:
            own, *rest = re.split(r" \| ", action.request.read.__annotations__["return"])
            assert own in public_names(vapix)
            assert rest[-1] == "Failure"
