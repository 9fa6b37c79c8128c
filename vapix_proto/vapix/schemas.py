"""The texts of System settings as JSON Schema: user names, passwords, roles, versions, values of parameters; bodies."""

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
    """The JSON Schema of a text of the System settings, or of a body of JSON, with keywords that OpenAPI has, too.

    Args:
        name: ``"user"``, ``"pwd"`` or ``"sgrp"``, as pwdgrp.cgi calls its arguments; ``"axis-os"`` for a version; or a
            parameter with or without ``root.``, such as ``"Time.NTP.Server"``. The schema of an address or a host name
            bounds its length and characters alone: ``vapix.validate_parameter`` has the whole rule. Or a CGI that is
            given JSON, such as ``"time.cgi"``: the schema has the form of its requests and the rule of a TZ string;
            ``vapix.validate_request`` has the rules of the other values.

    Raises:
        ValueError: No such text.
    """
    if name in CGIS and CGIS[name].body is Body.METHOD:
        return {"oneOf": [_of_method(CGIS[name], action) for action in CGIS[name].actions]}
    if name in _SCHEMAS:
        return {"type": "string", **_SCHEMAS[name]()}
    parameter = PARAMETERS.get(plain_name(name))
    if parameter is None:
        raise ValueError(f"there is no schema of {name!r}; there are {', '.join(_SCHEMAS)} and the names of parameters")
    return {"type": "string", "description": parameter.description, **_of_values(parameter.values)}


def _roles() -> dict[str, Any]:
    """Every order of the groups of every role: all are accepted."""
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
    """The schema of the body that names a method of a CGI."""
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
