"""VAPIX System settings: values, requests and responses of the CGIs of Axis devices, without I/O.

>>> from vapix_proto import vapix
>>> vapix.Role.parse("viewer:ptz:operator").name
'OPERATOR_PTZ'
"""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.cgis import CGIS, Action, Argument, Cgi, ReportMode
    from vapix_proto.vapix.failures import Failed, Failure, NotAuthenticated, UnknownResponse
    from vapix_proto.vapix.http import HttpRequest, HttpResponse
    from vapix_proto.vapix.maintenance.firmware import FirmwareUpgrade
    from vapix_proto.vapix.maintenance.requests import (
        KEPT_BY_FACTORY_DEFAULT,
        AccessLog,
        FactoryDefault,
        KeptSetting,
        Restart,
        ServerReport,
        SystemLog,
    )
    from vapix_proto.vapix.maintenance.responses import HtmlResponse, LogResponse, ReportResponse
    from vapix_proto.vapix.multipart.reader import (
        BodyEnd,
        MultipartEvent,
        MultipartReader,
        PartData,
        PartEnd,
        PartStart,
    )
    from vapix_proto.vapix.multipart.writer import MultipartBody
    from vapix_proto.vapix.param.registry import (
        PARAMETERS,
        Access,
        EmailText,
        HostText,
        Integers,
        Parameter,
        TzText,
        Words,
    )
    from vapix_proto.vapix.param.requests import ListParameters, UpdateParameters
    from vapix_proto.vapix.param.responses import NotUpdated, ParameterListing, Updated
    from vapix_proto.vapix.param.values import check_parameter, validate_parameter
    from vapix_proto.vapix.protocol import Request, parse_request, validate_request
    from vapix_proto.vapix.pwdgrp.listing import Account, AccountListing
    from vapix_proto.vapix.pwdgrp.requests import (
        AddUser,
        GetUsers,
        RemoveUser,
        UpdateUser,
    )
    from vapix_proto.vapix.pwdgrp.responses import (
        Created,
        Modified,
        Reason,
        Refused,
        Removed,
    )
    from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
    from vapix_proto.vapix.pwdgrp.users import Password, UserName, validate_comment, validate_password, validate_user
    from vapix_proto.vapix.pwdgrp.validation import INITIAL_ADMIN, InitialAdmin

__all__ = [
    "CGIS",
    "INITIAL_ADMIN",
    "KEPT_BY_FACTORY_DEFAULT",
    "PARAMETERS",
    "Access",
    "AccessLog",
    "Account",
    "AccountListing",
    "Action",
    "AddUser",
    "Argument",
    "AxisOs",
    "BodyEnd",
    "Cgi",
    "Created",
    "EmailText",
    "FactoryDefault",
    "Failed",
    "Failure",
    "FirmwareUpgrade",
    "GetUsers",
    "HostText",
    "HtmlResponse",
    "HttpRequest",
    "HttpResponse",
    "InitialAdmin",
    "Integers",
    "KeptSetting",
    "ListParameters",
    "LogResponse",
    "Modified",
    "MultipartBody",
    "MultipartEvent",
    "MultipartReader",
    "NotAuthenticated",
    "NotUpdated",
    "Parameter",
    "ParameterListing",
    "PartData",
    "PartEnd",
    "PartStart",
    "Password",
    "Reason",
    "Refused",
    "RemoveUser",
    "Removed",
    "ReportMode",
    "ReportResponse",
    "Request",
    "Restart",
    "Role",
    "ServerReport",
    "SystemLog",
    "TzText",
    "UnknownResponse",
    "UpdateParameters",
    "UpdateUser",
    "Updated",
    "UserName",
    "Words",
    "check_parameter",
    "parse_request",
    "validate_comment",
    "validate_parameter",
    "validate_password",
    "validate_request",
    "validate_role",
    "validate_user",
]

# Where each public name lives: a module loads when a name of it is first used (PEP 562).
_HOME = {
    "axis_os": ("AxisOs",),
    "cgis": ("CGIS", "Action", "Argument", "Cgi", "ReportMode"),
    "failures": ("Failed", "Failure", "NotAuthenticated", "UnknownResponse"),
    "http": ("HttpRequest", "HttpResponse"),
    "maintenance.firmware": ("FirmwareUpgrade",),
    "maintenance.requests": (
        "KEPT_BY_FACTORY_DEFAULT",
        "AccessLog",
        "FactoryDefault",
        "KeptSetting",
        "Restart",
        "ServerReport",
        "SystemLog",
    ),
    "maintenance.responses": ("HtmlResponse", "LogResponse", "ReportResponse"),
    "multipart.reader": ("BodyEnd", "MultipartEvent", "MultipartReader", "PartData", "PartEnd", "PartStart"),
    "multipart.writer": ("MultipartBody",),
    "param.registry": ("PARAMETERS", "Access", "EmailText", "HostText", "Integers", "Parameter", "TzText", "Words"),
    "param.requests": ("ListParameters", "UpdateParameters"),
    "param.responses": ("NotUpdated", "ParameterListing", "Updated"),
    "param.values": ("check_parameter", "validate_parameter"),
    "protocol": ("Request", "parse_request", "validate_request"),
    "pwdgrp.listing": ("Account", "AccountListing"),
    "pwdgrp.requests": ("AddUser", "GetUsers", "RemoveUser", "UpdateUser"),
    "pwdgrp.responses": ("Created", "Modified", "Reason", "Refused", "Removed"),
    "pwdgrp.roles": ("Role", "validate_role"),
    "pwdgrp.users": ("Password", "UserName", "validate_comment", "validate_password", "validate_user"),
    "pwdgrp.validation": ("INITIAL_ADMIN", "InitialAdmin"),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
