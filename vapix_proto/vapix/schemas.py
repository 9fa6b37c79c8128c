"""JSON Schemas for JSON bodies and for strings of the VAPIX System settings API.

The strings are user names, passwords, roles, versions and parameter values.
"""

from __future__ import annotations

from itertools import permutations

from vapix_proto.grammar.expressions import EXPRESSIONS, TEMPLATES
from vapix_proto.tz.schemas import END
from vapix_proto.tz.schemas import json_schema as tz_schema
from vapix_proto.tz.syntax.numbers import digits
from vapix_proto.vapix.cgi import Body, Kind
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.param.registry import PARAMETERS, Integers, TzText, Words, plain_name
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import MASKS, PASSWORD_MAX, USER_MAX

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.param.registry import Allowed


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of an argument, a version, a parameter or a CGI's JSON requests in the VAPIX System settings API.

    It uses only keywords that OpenAPI also supports.

    Args:
        name: ``"user"``, ``"pwd"`` or ``"sgrp"`` for the argument of that name of pwdgrp.cgi; ``"axis-os"`` for a
            version; the name of a parameter with or without ``root.``, such as ``"Time.NTP.Server"``; or the name of a
            CGI that receives JSON, such as ``"time.cgi"``. The schema of an address or a host name limits only its
            length and characters; ``vapix.validate_parameter`` checks it fully. The schema of a CGI describes the
            structure of its requests and the form of TZ strings; ``vapix.validate_request`` checks the other values.

    Raises:
        ValueError: There is no schema with this name.
    """
    if name in CGIS and CGIS[name].body is Body.METHOD:
        return {"oneOf": [_of_method(CGIS[name], action) for action in CGIS[name].actions]}
    if name in _SCHEMAS:
        return {"type": "string", **_SCHEMAS[name]()}
    parameter = PARAMETERS.get(plain_name(name))
    if parameter is None:
        known = f"{', '.join(_SCHEMAS)}, the name of a parameter, or the name of a CGI that receives JSON"
        raise ValueError(f"there is no schema for {name!r}: use {known}")
    return {"type": "string", "description": parameter.description, **_of_values(parameter.values)}


def _roles() -> dict[str, Any]:
    """A schema that accepts every role, with its groups in any order."""
    return {"format": "vapix-sgrp", "enum": [":".join(each) for role in Role for each in permutations(role.groups)]}


_USER = TEMPLATES["accounts", "user"][0].format(length=f"{{1,{USER_MAX}}}")
_PASSWORD = EXPRESSIONS["accounts", "password"].replace("++", f"{{1,{PASSWORD_MAX}}}")
_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "user": lambda: {"format": "vapix-user", "pattern": f"^{_USER}{END}"},
    "pwd": lambda: {
        "format": "password",
        "writeOnly": True,
        "pattern": f"^{_PASSWORD}{END}",
        "not": {"enum": sorted(MASKS)},
    },
    "sgrp": _roles,
    "axis-os": lambda: {"format": "axis-os", "maxLength": 32, "pattern": rf"^[0-9]+(?:\.[0-9]+)*{END}"},
}


def _of_values(allowed: Allowed) -> dict[str, Any]:
    if isinstance(allowed, Words):
        return {"enum": list(allowed.words)}
    if isinstance(allowed, Integers):
        return {"pattern": f"^(?!0[0-9])(?:{digits(allowed.low, allowed.high)}){END}"}
    if isinstance(allowed, TzText):
        return dict(tz_schema())
    return {"maxLength": 254, "pattern": f"^[!-~]{'*' if allowed.empty else '+'}{END}"}


def _of_method(cgi: Cgi, action: Action) -> dict[str, Any]:
    """The schema of a request body that calls a method of a CGI."""
    top: dict[str, Any] = {
        "apiVersion": {"type": "string"},
        "context": {"type": "string"},
        "method": {"enum": [action.name]},
    }
    required = [name for name in action.required if name not in top]
    params = {name: _of_kind(cgi, name) for name in (*action.required, *action.optional) if name not in top}
    if params:
        top["params"] = {"type": "object", "properties": params, "required": required}
    needed = ["method", *(name for name in action.required if name in top), *(["params"] if required else [])]
    return {"type": "object", "properties": top, "required": needed}


def _of_kind(cgi: Cgi, name: str) -> dict[str, Any]:
    argument = cgi.argument(name)
    kind = Kind.STRING if argument is None else argument.kind
    if name == "posixTimeZone":
        return dict(tz_schema())
    schemas: dict[Kind, dict[str, Any]] = {
        Kind.STRING: {"type": "string"},
        Kind.BOOLEAN: {"type": "boolean"},
        Kind.INTEGER: {"type": "integer", "minimum": 0},
        Kind.NAMES: {"type": "array", "items": {"type": "string"}},
    }
    return schemas[kind]
