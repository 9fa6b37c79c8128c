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
    from vapix_proto.vapix.http import HttpRequest, HttpResponse, UnknownResponse
    from vapix_proto.vapix.maintenance.firmware import FirmwareUpgrade
    from vapix_proto.vapix.maintenance.requests import (
        AccessLog,
        FactoryDefault,
        MaintenanceRequest,
        Restart,
        ServerReport,
        SystemLog,
        parse_maintenance_request,
    )
    from vapix_proto.vapix.maintenance.responses import HtmlResponse, LogResponse, ReportResponse
    from vapix_proto.vapix.maintenance.validation import (
        KEPT_BY_FACTORY_DEFAULT,
        Cgi,
        KeptSetting,
        ReportMode,
        validate_maintenance,
    )
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
    from vapix_proto.vapix.param.responses import NotUpdated, ParameterListing, Updated, parse_update_response
    from vapix_proto.vapix.param.values import check_parameter, validate_parameter
    from vapix_proto.vapix.pwdgrp.listing import Account, AccountListing
    from vapix_proto.vapix.pwdgrp.requests import (
        AddUser,
        GetUsers,
        PwdgrpRequest,
        RemoveUser,
        UpdateUser,
        parse_pwdgrp_request,
    )
    from vapix_proto.vapix.pwdgrp.responses import (
        Created,
        Modified,
        PwdgrpResponse,
        Reason,
        Refused,
        Removed,
        parse_pwdgrp_response,
    )
    from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
    from vapix_proto.vapix.pwdgrp.users import Password, UserName, validate_comment, validate_password, validate_user
    from vapix_proto.vapix.pwdgrp.validation import INITIAL_ADMIN, InitialAdmin, validate_pwdgrp

__all__ = [
    "INITIAL_ADMIN",
    "KEPT_BY_FACTORY_DEFAULT",
    "PARAMETERS",
    "Access",
    "AccessLog",
    "Account",
    "AccountListing",
    "AddUser",
    "AxisOs",
    "BodyEnd",
    "Cgi",
    "Created",
    "EmailText",
    "FactoryDefault",
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
    "MaintenanceRequest",
    "Modified",
    "MultipartBody",
    "MultipartEvent",
    "MultipartReader",
    "NotUpdated",
    "Parameter",
    "ParameterListing",
    "PartData",
    "PartEnd",
    "PartStart",
    "Password",
    "PwdgrpRequest",
    "PwdgrpResponse",
    "Reason",
    "Refused",
    "RemoveUser",
    "Removed",
    "ReportMode",
    "ReportResponse",
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
    "parse_maintenance_request",
    "parse_pwdgrp_request",
    "parse_pwdgrp_response",
    "parse_update_response",
    "validate_comment",
    "validate_maintenance",
    "validate_parameter",
    "validate_password",
    "validate_pwdgrp",
    "validate_role",
    "validate_user",
]

# Where each public name lives: a module loads when a name of it is first used (PEP 562).
_HOME = {
    "axis_os": ("AxisOs",),
    "maintenance.firmware": ("FirmwareUpgrade",),
    "http": (
        "HttpResponse",
        "HttpRequest",
        "UnknownResponse",
    ),
    "pwdgrp.listing": (
        "Account",
        "AccountListing",
    ),
    "maintenance.requests": (
        "AccessLog",
        "FactoryDefault",
        "MaintenanceRequest",
        "Restart",
        "ServerReport",
        "SystemLog",
        "parse_maintenance_request",
    ),
    "maintenance.validation": ("KEPT_BY_FACTORY_DEFAULT", "Cgi", "KeptSetting", "ReportMode", "validate_maintenance"),
    "maintenance.responses": (
        "HtmlResponse",
        "LogResponse",
        "ReportResponse",
    ),
    "multipart.reader": ("BodyEnd", "MultipartEvent", "MultipartReader", "PartData", "PartEnd", "PartStart"),
    "multipart.writer": ("MultipartBody",),
    "param.responses": (
        "NotUpdated",
        "ParameterListing",
        "Updated",
        "parse_update_response",
    ),
    "param.requests": (
        "ListParameters",
        "UpdateParameters",
    ),
    "pwdgrp.requests": (
        "AddUser",
        "GetUsers",
        "PwdgrpRequest",
        "RemoveUser",
        "UpdateUser",
        "parse_pwdgrp_request",
    ),
    "pwdgrp.responses": (
        "Created",
        "Modified",
        "PwdgrpResponse",
        "Reason",
        "Refused",
        "Removed",
        "parse_pwdgrp_response",
    ),
    "pwdgrp.validation": (
        "INITIAL_ADMIN",
        "InitialAdmin",
        "validate_pwdgrp",
    ),
    "param.registry": (
        "PARAMETERS",
        "Access",
        "EmailText",
        "HostText",
        "Integers",
        "Parameter",
        "TzText",
        "Words",
    ),
    "pwdgrp.roles": ("Role", "validate_role"),
    "pwdgrp.users": ("Password", "UserName", "validate_comment", "validate_password", "validate_user"),
    "param.values": (
        "check_parameter",
        "validate_parameter",
    ),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
