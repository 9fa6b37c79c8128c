"""All CGIs in one table: the CGIs of VAPIX System settings and their successors."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgi import Action, Argument, Body, Cgi, Kind

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class ReportMode(StrEnum):
    """The format of a server report. Only products that can run applications offer ``zip_with_image``."""

    TAR_ALL = "tar_all"
    TEXT = "text"
    ZIP = "zip"
    ZIP_WITH_IMAGE = "zip_with_image"


_BOTH = ("GET", "POST")
_RESET = Action("", "FactoryDefault", writes=True)

_BOOLEAN = ("true", "false")
_ENVELOPE = (Argument("apiVersion"), Argument("context"))


def _method(
    name: str,
    class_name: str,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    *,
    access: str | None,
    writes: bool = False,
    since: AxisOs | None = None,
    api_version: str = "1.0",
) -> Action:
    """A method of a CGI that receives JSON."""
    required, optional = ("apiVersion", *required), ("context", *optional)
    return Action(
        name, class_name, required, optional, writes=writes, access=access, since=since, api_version=api_version
    )


def _versions(access: str | None) -> Action:
    """The method that lists the supported versions of the API. Its requests need not name a version."""
    return Action("getSupportedVersions", "GetSupportedVersions", (), ("apiVersion", "context"), access=access)


#: All samples of resetTimeZone use version 1.1 of the API. AXIS OS 10.12 has API version 1.0 and 11.11 has 1.1
#: (recorded); which AXIS OS version introduced 1.1 is not documented.
RESET_TIME_ZONE_SINCE = AxisOs((11, 5))
_TIME = Cgi(
    "time.cgi",
    "time.cgi",
    (
        _method("getDateTimeInfo", "GetDateTimeInfo", access="viewer"),
        _method("getAll", "GetAllTimeInfo", access="viewer"),
        _method("setDateTime", "SetDateTime", ("dateTime",), access="operator", writes=True),
        _method("setTimeZone", "SetTimeZone", ("timeZone",), access="operator", writes=True),
        _method("setPosixTimeZone", "SetPosixTimeZone", ("posixTimeZone", "enableDst"), access="operator", writes=True),
        _method(
            "resetTimeZone",
            "ResetTimeZone",
            access="operator",
            writes=True,
            since=RESET_TIME_ZONE_SINCE,
            api_version="1.1",
        ),
        _versions("viewer"),
    ),
    (
        *_ENVELOPE,
        Argument("dateTime"),
        Argument("timeZone"),
        Argument("posixTimeZone"),
        Argument("enableDst", _BOOLEAN, kind=Kind.BOOLEAN),
    ),
    ("POST",),
    body=Body.METHOD,
    document="VAPIX Time API",
    since=AxisOs((9, 30)),
    superseded=AxisOs((12, 4)),
    successor="time/v2",
    errors=(
        (1000, "internal error"),
        (2000, "invalid request; only POST is supported"),
        (2001, "the body of the request is too large"),
        (3000, "invalid JSON"),
        (4000, "the method does not exist"),
        (4001, "the version is not supported"),
        (4002, "authorization failed"),
        (4003, "a parameter is missing"),
        (4004, "a parameter is invalid"),
    ),
)

#: Whether each entity or property of ``time/v2`` can be set, keyed by its path relative to that of ``time/v2``.
TIME_PLACES: Mapping[str, bool] = MappingProxyType(
    {
        "/": False,
        "/time": False,
        "/time/dateTime": True,
        "/time/localDateTime": False,
        "/time/maxSupportedYear": False,
        "/timeZone": False,
        "/timeZone/activeTimeZone": False,
        "/timeZone/dhcp": False,
        "/timeZone/dhcp/enabled": True,
        "/timeZone/dhcp/timeZone": False,
        "/timeZone/iana": False,
        "/timeZone/iana/timeZone": True,
        "/timeZone/iana/posixTimeZone": False,
        "/timeZone/posix": True,
        "/timeZone/posix/timeZone": True,
        "/timeZone/posix/dstEnabled": True,
    }
)


def _time_actions() -> Iterator[Action]:
    classes = {"dateTime": "PatchDateTime", "dhcp": "PatchDhcpTimeZone", "iana": "PatchIanaTimeZone"}
    for place, settable in TIME_PLACES.items():
        yield Action(f"GET {place}", "GetTimeSettings", access="viewer")
        if settable:
            last = place.rpartition("/")[2]
            arguments = ("timeZone", "dstEnabled") if last == "posix" else (last,)
            class_name = next((classes[part] for part in place.split("/") if part in classes), "PatchPosixTimeZone")
            yield Action(f"PATCH {place}", class_name, arguments, writes=True)
    yield Action("POST /timeZone/iana/getTimeZoneList", "GetTimeZoneList", access="operator")


_TIME_V2 = Cgi(
    "time/v2",
    "time v2",
    tuple(_time_actions()),
    (
        Argument("dateTime"),
        Argument("enabled", _BOOLEAN, kind=Kind.BOOLEAN),
        Argument("timeZone"),
        Argument("dstEnabled", _BOOLEAN, kind=Kind.BOOLEAN),
    ),
    ("GET", "PATCH", "POST"),
    body=Body.DATA,
    document="VAPIX Device Configuration API",
    # AXIS OS 11.11.192 lacks this API and 12.9.57 has it (recorded). It is documented as the successor of time.cgi
    # from 12.4 on.
    since=AxisOs((12, 4)),
    # These errors were recorded from APIs other than time/v2 in the Device Configuration API, on AXIS OS 11.11.192 and
    # 12.9.57.
    errors=((2, "the item does not exist"), (5, "validation error"), (6, "the item already exists")),
)

_SYSTEM_READY = Cgi(
    "systemready.cgi",
    "systemready.cgi",
    (_method("systemready", "GetReadiness", (), ("timeout",), access=None), _versions(None)),
    (*_ENVELOPE, Argument("timeout", kind=Kind.INTEGER)),
    ("POST",),
    body=Body.METHOD,
    document="VAPIX Systemready API",
    since=AxisOs((9, 50)),
    errors=((1000, "invalid JSON"), (9000, "internal error")),
)

_API_DISCOVERY = Cgi(
    "apidiscovery.cgi",
    "apidiscovery.cgi",
    # No login is needed, except on AXIS OS 9.80 and 10.12.
    (_method("getApiList", "GetApiList", (), ("id", "version"), access=None), _versions(None)),
    (*_ENVELOPE, Argument("id"), Argument("version")),
    ("POST",),
    body=Body.METHOD,
    document="VAPIX API Discovery service",
    since=AxisOs((8, 50)),
    errors=((2002, "the HTTP method is not supported"),),
)

_BASIC_DEVICE_INFO = Cgi(
    "basicdeviceinfo.cgi",
    "basicdeviceinfo.cgi",
    (
        _method("getProperties", "GetProperties", ("propertyList",), access="operator"),
        _method("getAllProperties", "GetAllProperties", access="operator"),
        _method(
            "getAllUnrestrictedProperties",
            "GetAllUnrestrictedProperties",
            access=None,
            # 9.80.2.2 has API version 1.1 and 10.12 has 1.3 (recorded); which version introduced 1.2 is undocumented.
            since=AxisOs((10,)),
            api_version="1.2",
        ),
        _versions(None),
    ),
    (*_ENVELOPE, Argument("propertyList", kind=Kind.NAMES)),
    ("POST",),
    body=Body.METHOD,
    document="VAPIX Basic device information",
    since=AxisOs((8, 40)),
    errors=((1000, "the property is not supported"), (2004, "JSON semantic error, such as an unknown method")),
)

# This CGI is undocumented. Which version introduced it is unknown; the device properties of 9.80 announce it.
_USER_GROUP = Cgi(
    "usergroup.cgi",
    "usergroup.cgi as recorded",
    (Action("", "UserGroup", access="viewer"),),
    document="not documented",
)

#: All CGIs, keyed by name: first the System settings CGIs, in the specification's order, then all others.
CGIS: Mapping[str, Cgi] = MappingProxyType(
    {
        cgi.name: cgi
        for cgi in (
            Cgi(
                "pwdgrp.cgi",
                "Add, modify and delete user accounts",
                (
                    Action("add", "AddUser", ("user", "pwd", "grp", "sgrp"), ("comment", "strict_pwd"), writes=True),
                    Action(
                        "update", "UpdateUser", ("user",), ("pwd", "grp", "sgrp", "comment", "strict_pwd"), writes=True
                    ),
                    Action("remove", "RemoveUser", ("user",), writes=True),
                    Action("get", "GetUsers"),
                ),
                (
                    Argument("user"),
                    Argument("pwd", secret=True),
                    Argument("grp"),
                    Argument("sgrp"),
                    Argument("comment"),
                    Argument("strict_pwd", ("0", "1")),
                ),
                _BOTH,
            ),
            Cgi("factorydefault.cgi", "Factory default", (_RESET,), restarts=True),
            Cgi("hardfactorydefault.cgi", "Hard factory default", (_RESET,), restarts=True),
            Cgi(
                "firmwareupgrade.cgi",
                "Firmware upgrade",
                (Action("", "FirmwareUpgrade", (), ("type",), writes=True),),
                (Argument("type", ("normal", "factorydefault")),),
                ("POST",),
                restarts=True,
                body=Body.FILE,
            ),
            Cgi("restart.cgi", "Restart server", (Action("", "Restart", writes=True),), restarts=True),
            Cgi(
                "serverreport.cgi",
                "Server report",
                (Action("", "ServerReport", (), ("mode",)),),
                (Argument("mode", tuple(map(str, ReportMode))),),
                _BOTH,
            ),
            Cgi(
                "systemlog.cgi",
                "System log",
                (Action("", "SystemLog", (), ("text", "appname")),),
                # appname was recorded in 2020, but the specification does not mention it.
                (Argument("text", since=AxisOs((11, 11, 45))), Argument("appname")),
            ),
            Cgi("accesslog.cgi", "Access log", (Action("", "AccessLog"),)),
            Cgi(
                "param.cgi",
                "System date and time",
                (
                    # Old clients send usergroup, which the specification does not mention.
                    Action("list", "ListParameters", (), ("group", "responseformat", "usergroup"), access="operator"),
                    Action("update", "UpdateParameters", writes=True, parameters=True),
                ),
                (Argument("group"), Argument("responseformat", ("rfc",)), Argument("usergroup")),
                _BOTH,
            ),
            _USER_GROUP,
            _TIME,
            _TIME_V2,
            _SYSTEM_READY,
            _API_DISCOVERY,
            _BASIC_DEVICE_INFO,
        )
    }
)
