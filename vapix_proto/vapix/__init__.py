"""VAPIX System settings: values, requests and answers of the CGIs of Axis devices, without I/O.

>>> from vapix_proto import vapix
>>> vapix.Role.parse("viewer:ptz:operator").name
'OPERATOR_PTZ'
"""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.http import HttpAnswer, HttpRequest, UnknownAnswer
    from vapix_proto.vapix.maintenance.firmware import FirmwareUpgrade
    from vapix_proto.vapix.maintenance.requests import (
        AccessLog,
        FactoryDefault,
        Restart,
        ServerReport,
        SystemLog,
        parse_maintenance_request,
    )
    from vapix_proto.vapix.maintenance.responses import HtmlAnswer, LogAnswer, ReportAnswer
    from vapix_proto.vapix.maintenance.rules import KEPT_BY_FACTORY_DEFAULT, ReportMode, validate_maintenance
    from vapix_proto.vapix.multipart.reader import MultipartReader
    from vapix_proto.vapix.multipart.writer import MultipartBody
    from vapix_proto.vapix.param.registry import PARAMETERS, Parameter
    from vapix_proto.vapix.param.requests import ListParameters, UpdateParameters
    from vapix_proto.vapix.param.responses import NotUpdated, ParameterListing, Updated, parse_update_answer
    from vapix_proto.vapix.param.values import check_parameter, validate_parameter
    from vapix_proto.vapix.pwdgrp.listing import Account, AccountListing
    from vapix_proto.vapix.pwdgrp.requests import AddUser, GetUsers, RemoveUser, UpdateUser, parse_pwdgrp_request
    from vapix_proto.vapix.pwdgrp.responses import Created, Modified, Reason, Refused, Removed, parse_pwdgrp_answer
    from vapix_proto.vapix.pwdgrp.roles import Role, validate_role
    from vapix_proto.vapix.pwdgrp.rules import INITIAL_ADMIN, validate_pwdgrp
    from vapix_proto.vapix.pwdgrp.users import Password, UserName, validate_comment, validate_password, validate_user

__all__ = [
    "INITIAL_ADMIN",
    "KEPT_BY_FACTORY_DEFAULT",
    "PARAMETERS",
    "AccessLog",
    "Account",
    "AccountListing",
    "AddUser",
    "AxisOs",
    "Created",
    "FactoryDefault",
    "FirmwareUpgrade",
    "GetUsers",
    "HtmlAnswer",
    "HttpAnswer",
    "HttpRequest",
    "ListParameters",
    "LogAnswer",
    "Modified",
    "MultipartBody",
    "MultipartReader",
    "NotUpdated",
    "Parameter",
    "ParameterListing",
    "Password",
    "Reason",
    "Refused",
    "RemoveUser",
    "Removed",
    "ReportAnswer",
    "ReportMode",
    "Restart",
    "Role",
    "ServerReport",
    "SystemLog",
    "UnknownAnswer",
    "UpdateParameters",
    "UpdateUser",
    "Updated",
    "UserName",
    "check_parameter",
    "parse_maintenance_request",
    "parse_pwdgrp_answer",
    "parse_pwdgrp_request",
    "parse_update_answer",
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
        "HttpAnswer",
        "HttpRequest",
        "UnknownAnswer",
    ),
    "pwdgrp.listing": (
        "Account",
        "AccountListing",
    ),
    "maintenance.requests": (
        "AccessLog",
        "FactoryDefault",
        "Restart",
        "ServerReport",
        "SystemLog",
        "parse_maintenance_request",
    ),
    "maintenance.rules": ("KEPT_BY_FACTORY_DEFAULT", "ReportMode", "validate_maintenance"),
    "maintenance.responses": (
        "HtmlAnswer",
        "LogAnswer",
        "ReportAnswer",
    ),
    "multipart.reader": ("MultipartReader",),
    "multipart.writer": ("MultipartBody",),
    "param.responses": (
        "NotUpdated",
        "ParameterListing",
        "Updated",
        "parse_update_answer",
    ),
    "param.requests": (
        "ListParameters",
        "UpdateParameters",
    ),
    "pwdgrp.requests": (
        "AddUser",
        "GetUsers",
        "RemoveUser",
        "UpdateUser",
        "parse_pwdgrp_request",
    ),
    "pwdgrp.responses": (
        "Created",
        "Modified",
        "Reason",
        "Refused",
        "Removed",
        "parse_pwdgrp_answer",
    ),
    "pwdgrp.rules": (
        "INITIAL_ADMIN",
        "validate_pwdgrp",
    ),
    "param.registry": (
        "PARAMETERS",
        "Parameter",
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
