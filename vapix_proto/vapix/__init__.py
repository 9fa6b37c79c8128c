"""VAPIX System settings: values, requests and responses of the CGIs of Axis devices, without I/O.

>>> from vapix_proto import vapix
>>> vapix.Role.parse("viewer:ptz:operator").name
'OPERATOR_PTZ'
"""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.vapix.axis_os import AxisOs as AxisOs
    from vapix_proto.vapix.cgis import CGIS as CGIS
    from vapix_proto.vapix.cgis import Action as Action
    from vapix_proto.vapix.cgis import Argument as Argument
    from vapix_proto.vapix.cgis import Cgi as Cgi
    from vapix_proto.vapix.cgis import ReportMode as ReportMode
    from vapix_proto.vapix.failures import Failed as Failed
    from vapix_proto.vapix.failures import Failure as Failure
    from vapix_proto.vapix.failures import NotAuthenticated as NotAuthenticated
    from vapix_proto.vapix.failures import UnknownResponse as UnknownResponse
    from vapix_proto.vapix.http import HttpRequest as HttpRequest
    from vapix_proto.vapix.http import HttpResponse as HttpResponse
    from vapix_proto.vapix.maintenance.firmware import FirmwareUpgrade as FirmwareUpgrade
    from vapix_proto.vapix.maintenance.log import LogEntry as LogEntry
    from vapix_proto.vapix.maintenance.requests import KEPT_BY_FACTORY_DEFAULT as KEPT_BY_FACTORY_DEFAULT
    from vapix_proto.vapix.maintenance.requests import AccessLog as AccessLog
    from vapix_proto.vapix.maintenance.requests import FactoryDefault as FactoryDefault
    from vapix_proto.vapix.maintenance.requests import KeptSetting as KeptSetting
    from vapix_proto.vapix.maintenance.requests import Restart as Restart
    from vapix_proto.vapix.maintenance.requests import ServerReport as ServerReport
    from vapix_proto.vapix.maintenance.requests import SystemLog as SystemLog
    from vapix_proto.vapix.maintenance.responses import HtmlResponse as HtmlResponse
    from vapix_proto.vapix.maintenance.responses import LogResponse as LogResponse
    from vapix_proto.vapix.maintenance.responses import ReportResponse as ReportResponse
    from vapix_proto.vapix.multipart.reader import BodyEnd as BodyEnd
    from vapix_proto.vapix.multipart.reader import MultipartEvent as MultipartEvent
    from vapix_proto.vapix.multipart.reader import MultipartReader as MultipartReader
    from vapix_proto.vapix.multipart.reader import PartData as PartData
    from vapix_proto.vapix.multipart.reader import PartEnd as PartEnd
    from vapix_proto.vapix.multipart.reader import PartStart as PartStart
    from vapix_proto.vapix.multipart.writer import MultipartBody as MultipartBody
    from vapix_proto.vapix.param.conflicts import parameter_conflicts as parameter_conflicts
    from vapix_proto.vapix.param.registry import PARAMETERS as PARAMETERS
    from vapix_proto.vapix.param.registry import Access as Access
    from vapix_proto.vapix.param.registry import EmailText as EmailText
    from vapix_proto.vapix.param.registry import HostText as HostText
    from vapix_proto.vapix.param.registry import Integers as Integers
    from vapix_proto.vapix.param.registry import Parameter as Parameter
    from vapix_proto.vapix.param.registry import TzText as TzText
    from vapix_proto.vapix.param.registry import Words as Words
    from vapix_proto.vapix.param.requests import ListParameters as ListParameters
    from vapix_proto.vapix.param.requests import UpdateParameters as UpdateParameters
    from vapix_proto.vapix.param.responses import NotUpdated as NotUpdated
    from vapix_proto.vapix.param.responses import ParameterListing as ParameterListing
    from vapix_proto.vapix.param.responses import Updated as Updated
    from vapix_proto.vapix.param.values import check_parameter as check_parameter
    from vapix_proto.vapix.param.values import validate_parameter as validate_parameter
    from vapix_proto.vapix.protocol import Request as Request
    from vapix_proto.vapix.protocol import parse_request as parse_request
    from vapix_proto.vapix.protocol import validate_request as validate_request
    from vapix_proto.vapix.pwdgrp.listing import Account as Account
    from vapix_proto.vapix.pwdgrp.listing import AccountListing as AccountListing
    from vapix_proto.vapix.pwdgrp.requests import AddUser as AddUser
    from vapix_proto.vapix.pwdgrp.requests import GetUsers as GetUsers
    from vapix_proto.vapix.pwdgrp.requests import RemoveUser as RemoveUser
    from vapix_proto.vapix.pwdgrp.requests import UpdateUser as UpdateUser
    from vapix_proto.vapix.pwdgrp.responses import Created as Created
    from vapix_proto.vapix.pwdgrp.responses import Modified as Modified
    from vapix_proto.vapix.pwdgrp.responses import Reason as Reason
    from vapix_proto.vapix.pwdgrp.responses import Refused as Refused
    from vapix_proto.vapix.pwdgrp.responses import Removed as Removed
    from vapix_proto.vapix.pwdgrp.roles import ACCESS_GROUPS as ACCESS_GROUPS
    from vapix_proto.vapix.pwdgrp.roles import Role as Role
    from vapix_proto.vapix.pwdgrp.roles import validate_role as validate_role
    from vapix_proto.vapix.pwdgrp.usergroup import OwnAccount as OwnAccount
    from vapix_proto.vapix.pwdgrp.usergroup import UserGroup as UserGroup
    from vapix_proto.vapix.pwdgrp.users import Password as Password
    from vapix_proto.vapix.pwdgrp.users import UserName as UserName
    from vapix_proto.vapix.pwdgrp.users import validate_comment as validate_comment
    from vapix_proto.vapix.pwdgrp.users import validate_password as validate_password
    from vapix_proto.vapix.pwdgrp.users import validate_user as validate_user
    from vapix_proto.vapix.pwdgrp.validation import INITIAL_ADMIN as INITIAL_ADMIN
    from vapix_proto.vapix.pwdgrp.validation import InitialAdmin as InitialAdmin
    from vapix_proto.vapix.schemas import json_schema as json_schema
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
