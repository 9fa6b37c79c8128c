"""Converts JSON to a form, for CGIs that read only forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from vapix_proto import vapix
from vapix_proto.cli.request_arguments import MASK
from vapix_proto.vapix.http import encode_arguments, names_password

if TYPE_CHECKING:
    from collections.abc import Iterator


_DEPTH_MAX = 16
#: The first word of a method: ``remove`` in removeUser, RemoveUser, remove_user and REMOVE.
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]*")
#: Maps the first word of a method, such as ``getUsers`` or ``addUser``, to an action of pwdgrp.cgi.
_ACTIONS = {
    **dict.fromkeys(("add", "create", "new"), "add"),
    **dict.fromkeys(("update", "set", "modify", "change", "edit"), "update"),
    **dict.fromkeys(("remove", "delete"), "remove"),
    **dict.fromkeys(("get", "list"), "get"),
}
#: The names that other APIs use for arguments of pwdgrp.cgi; ``names_password`` recognises those for the password.
_USER, _ROLE = ("user", "username", "name", "login"), ("sgrp", "role", "roles", "privilege", "accessrights")


def form_of(text: str, cgi: str) -> str | None:
    """The form to send instead of JSON text, with any password masked; None if it can't be derived."""
    try:
        found = [*_texts(json.loads(text), "", 0)]
    except (ValueError, RecursionError):
        return None
    by_name = {name.rpartition(".")[2].lower(): value for name, value in reversed(found)}
    word = _WORD.match(by_name.get("action", by_name.get("method", "get")))
    action = _ACTIONS.get("" if word is None else word[0].lower())
    return _parameters(found, action) if cgi == "param.cgi" else _account(by_name, action)


def _texts(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """The strings and numbers in a JSON value, each with the keys that lead to it, separated by dots."""
    if depth > _DEPTH_MAX:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{name}.{key}" if name else key, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name, depth + 1)
    elif isinstance(value, (str, int, float)):
        yield name, str(value)


def _account(by_name: dict[str, str], action: str | None) -> str | None:
    if action in {None, "get"}:
        return action and "action=get"
    # The value may be a login, in which the password follows a colon.
    arguments = {"action": action, "user": (_first(by_name, _USER) or "NAME").partition(":")[0]}
    if action != "remove":
        if action == "add" or any(map(names_password, by_name)):
            arguments["pwd"] = MASK
        sgrp = _first(by_name, _ROLE)
        if action == "add":
            arguments["grp"] = "users"
        if action == "add" or sgrp is not None:
            arguments["sgrp"] = _role(sgrp or "") or "ROLE"
    return encode_arguments(arguments)


def _first(by_name: dict[str, str], names: tuple[str, ...]) -> str | None:
    """The value of the first name that is present; None if all are missing, or if the value may contain a password."""
    value = next((by_name[name] for name in names if name in by_name), None)
    secrets = [secret for name, secret in by_name.items() if names_password(name)]
    return None if value is None or names_password(value) or any(each in value for each in secrets) else value


def _role(text: str) -> str | None:
    problems = vapix.validate_role(text)
    return problems[0].fix if problems else text


def _parameters(found: list[tuple[str, str]], action: str | None) -> str | None:
    values = {}
    for name, value in found:
        plain = next((known for known in vapix.PARAMETERS if name == known or name.endswith(f".{known}")), None)
        if plain is not None:
            values[plain] = MASK if names_password(value) else value
    if values:
        return encode_arguments({"action": "update", **values})
    return "action=list" if action == "get" else None
