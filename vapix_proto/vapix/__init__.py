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
    from vapix_proto.vapix.firmware import FirmwareUpgrade
    from vapix_proto.vapix.http import HttpAnswer, HttpRequest, UnknownAnswer
    from vapix_proto.vapix.listing import Account, AccountListing
    from vapix_proto.vapix.maintenance import (
        AccessLog,
        FactoryDefault,
        Restart,
        ServerReport,
        SystemLog,
        parse_maintenance_request,
    )
    from vapix_proto.vapix.maintenance_answers import HtmlAnswer, LogAnswer, ReportAnswer
    from vapix_proto.vapix.maintenance_rules import KEPT_BY_FACTORY_DEFAULT, ReportMode, validate_maintenance
    from vapix_proto.vapix.multipart import MultipartReader
    from vapix_proto.vapix.multipart_body import MultipartBody
    from vapix_proto.vapix.param_answers import NotUpdated, ParameterListing, Updated, parse_update_answer
    from vapix_proto.vapix.param_cgi import ListParameters, UpdateParameters
    from vapix_proto.vapix.pwdgrp import AddUser, GetUsers, RemoveUser, UpdateUser, parse_pwdgrp_request
    from vapix_proto.vapix.pwdgrp_answers import Created, Modified, Reason, Refused, Removed, parse_pwdgrp_answer
    from vapix_proto.vapix.pwdgrp_rules import INITIAL_ADMIN, validate_pwdgrp
    from vapix_proto.vapix.registry import PARAMETERS, Parameter
    from vapix_proto.vapix.roles import Role, validate_role
    from vapix_proto.vapix.users import Password, UserName, validate_comment, validate_password, validate_user
    from vapix_proto.vapix.values import check_parameter, validate_parameter

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
    "firmware": ("FirmwareUpgrade",),
    "http": (
        "HttpAnswer",
        "HttpRequest",
        "UnknownAnswer",
    ),
    "listing": (
        "Account",
        "AccountListing",
    ),
    "maintenance": ("AccessLog", "FactoryDefault", "Restart", "ServerReport", "SystemLog", "parse_maintenance_request"),
    "maintenance_rules": ("KEPT_BY_FACTORY_DEFAULT", "ReportMode", "validate_maintenance"),
    "maintenance_answers": (
        "HtmlAnswer",
        "LogAnswer",
        "ReportAnswer",
    ),
    "multipart": ("MultipartReader",),
    "multipart_body": ("MultipartBody",),
    "param_answers": (
        "NotUpdated",
        "ParameterListing",
        "Updated",
        "parse_update_answer",
    ),
    "param_cgi": (
        "ListParameters",
        "UpdateParameters",
    ),
    "pwdgrp": (
        "AddUser",
        "GetUsers",
        "RemoveUser",
        "UpdateUser",
        "parse_pwdgrp_request",
    ),
    "pwdgrp_answers": (
        "Created",
        "Modified",
        "Reason",
        "Refused",
        "Removed",
        "parse_pwdgrp_answer",
    ),
    "pwdgrp_rules": (
        "INITIAL_ADMIN",
        "validate_pwdgrp",
    ),
    "registry": (
        "PARAMETERS",
        "Parameter",
    ),
    "roles": ("Role", "validate_role"),
    "users": ("Password", "UserName", "validate_comment", "validate_password", "validate_user"),
    "values": (
        "check_parameter",
        "validate_parameter",
    ),
}

__getattr__, __dir__ = lazy(__name__, globals(), _HOME)
