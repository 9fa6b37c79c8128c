"""Writes arguments as a JSON body, reads the arguments in a JSON body, and finds every problem in its structure.

Each nested member of a body becomes an argument with the member's own name and its value as text, so that a CGI's rules
need not deal with JSON.
"""

from __future__ import annotations

import re

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import surrogate_problems, value_of
from vapix_proto.vapix.cgi import Body, Kind
from vapix_proto.vapix.http import names_password

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    from vapix_proto.vapix.arguments import Found
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.http import HttpRequest, Pairs

    #: A parsed JSON value, with numbers as strings.
    Json: TypeAlias = "str | bool | list[Json] | _Object | None"

#: The content type of JSON.
JSON = "application/json"
_SOURCE = "RFC 8259"
#: The members of a JSON body other than the parameters, in the same order as in the documentation's samples.
_ENVELOPE = ("apiVersion", "context", "method")
_PARAMS, _DATA = "params", "data"
_INTEGER = re.compile(r"-?[0-9]+")
_BLANKS = " \t\n\r"
_HINTS = {
    Kind.STRING: "write it in double quotes",
    Kind.BOOLEAN: "write true or false, without quotes",
    Kind.INTEGER: "write digits, without quotes",
    Kind.NAMES: 'write ["Brand", "ProdNbr"] for two names',
}


class _Object(tuple[tuple[str, "Json"], ...]):
    """The members of a JSON object, including repeated ones."""

    __slots__ = ()


class _Number(str):
    """A number as written. Converting it would take time that grows faster than the number's length."""

    __slots__ = ()


def write_json(cgi: Cgi, action: Action, arguments: Pairs) -> bytes:
    """The JSON body that passes the arguments to a CGI."""
    from json import dumps  # noqa: PLC0415 - only requests with a JSON body need it

    given = dict(arguments)
    top: dict[str, Any] = {}
    if cgi.body is Body.METHOD:
        top = {name: given.pop(name) for name in _ENVELOPE if name in given}
    else:
        del given["action"]
    values = {
        argument.name: value_of(argument, given[argument.name]) for argument in cgi.arguments if argument.name in given
    }
    if cgi.body is Body.DATA:
        top[_DATA] = next(iter(values.values())) if _is_property(action) else values
    elif values:
        top[_PARAMS] = values
    return dumps(top, separators=(",", ":")).encode("ascii")


def _is_property(action: Action) -> bool:
    """Whether an action sets a single property. Its value is then the whole of ``data``, not a member of it."""
    return action.required == (action.place.rpartition("/")[2],)


def type_problems(cgi: Cgi, request: HttpRequest) -> Iterator[Found]:
    """The problem with the content type of a request with a JSON body, if there is one."""
    given = request.header("Content-Type")
    if given is None or given.partition(";")[0].strip().lower() != JSON:
        message = "the content type is missing" if given is None else "the content type is not application/json"
        yield Problem(Code.CONTENT_TYPE, message, Span(0, 0), f"send Content-Type: {JSON}", cgi.source), ""


class JsonArguments:
    """The arguments of a JSON body, read in time linear in its length, however deeply it is nested.

    Attributes:
        pairs: Names and values in order, including repeated ones; None if the body is not a JSON object.
        unread: The names of arguments whose values have the wrong type.
        problems: The problems with the body's structure.
    """

    def __init__(self, cgi: Cgi, action: Action | None, body: str | bytes) -> None:
        """Reads a body; bytes are decoded as UTF-8. ``action`` is the action that the request's path names, if any."""
        self._cgi: Cgi = cgi
        self.pairs: list[tuple[str, str]] | None = None
        self.unread: set[str] = set()
        self.problems: list[Found] = []
        try:
            found = _parsed(body)
        except ParseError as error:
            problem, text = error.problem, error.text
            text = text if isinstance(text, str) else text.decode("latin-1")
            if names_password(text):
                problem, text = problem.replace(message="the body is not JSON", hint=None), "*" * len(text)
            self.problems.append((problem, text))
            return
        if not isinstance(found, _Object):
            message = f"the body is {_kind_of(found)}, not a JSON object"
            self.problems.append((Problem(Code.JSON, message, Span(0, 0), None, cgi.source), ""))
            return
        self.pairs = []
        if cgi.body is Body.METHOD:
            self._read_envelope(found)
        elif action is not None:
            self._read_data(action, found)

    def _read_envelope(self, members: _Object) -> None:
        seen = False
        for name, value in members:
            if name != _PARAMS:
                self._add(name, value, top=True)
            elif seen:
                self._problem(Code.ARGUMENT_REPEATED, f"{_PARAMS} occurs twice", "send it once", _PARAMS)
            else:
                seen = True
                self._read_members(_PARAMS, value)

    def _read_data(self, action: Action, members: _Object) -> None:
        values = [value for name, value in members if name == _DATA]
        for name, value in members:
            if name != _DATA:
                self._add(name, value, top=True)
        if not values:
            self.unread.update(action.required)
            self._problem(Code.ARGUMENT_MISSING, f"{_DATA} is missing", 'write {"data": ...}', _DATA)
        elif len(values) > 1:
            self.unread.update(action.required)
            self._problem(Code.ARGUMENT_REPEATED, f"{_DATA} occurs twice", "send it once", _DATA)
        elif _is_property(action):
            self._add(action.required[0], values[0])
        elif values[0] is not None or action.required:
            self._read_members(_DATA, values[0])

    def _read_members(self, name: str, value: Json) -> None:
        if isinstance(value, _Object):
            for inner, each in value:
                self._add(inner, each)
        else:
            self.unread.update(one.name for one in self._cgi.arguments if one.name not in _ENVELOPE)
            self._problem(Code.ARGUMENT_VALUE, f"{name} must be an object, not {_kind_of(value)}", None, name)

    def _add(self, name: str, value: Json, *, top: bool = False) -> None:
        """Adds a member of the JSON body to ``pairs``; ``top`` marks members at the top level of the body.

        The member keeps its name if the CGI expects a member of that name at that level; otherwise it becomes
        ``params.NAME``. An argument that is wrongly at the top level is not added, but reported as a problem.
        """
        assert self.pairs is not None  # noqa: S101 - the body is an object
        enveloped = self._cgi.body is Body.METHOD and name in _ENVELOPE
        argument = self._cgi.argument(name)
        if top and argument is not None and not enveloped:
            where = _PARAMS if self._cgi.body is Body.METHOD else _DATA
            message = f"{name} is not inside {where}"
            self._problem(Code.ARGUMENT_UNKNOWN, message, f"write it inside {where}", name, Severity.WARNING)
            return
        if enveloped is not top or (argument is None and not enveloped):
            self.pairs.append((f"{_PARAMS}.{name}", value if isinstance(value, str) else ""))
            return
        kind = Kind.STRING if argument is None else argument.kind
        found = _text(value, kind)
        text = found or ""
        if found is None:
            self.unread.add(name)
            hint = None if value is None else _HINTS[kind]
            self._problem(Code.ARGUMENT_VALUE, _type_message(name, kind, value), hint, name)
        else:
            self.problems += [(problem, text) for problem in surrogate_problems(text, name, self._cgi.source)]
        self.pairs.append((name, text))

    def _problem(
        self, code: Code, message: str, hint: str | None, subject: str, severity: Severity = Severity.ERROR
    ) -> None:
        source = f"{self._cgi.source}: {subject}"
        self.problems.append((Problem(code, message, Span(0, 0), hint, source, severity, subject=subject), ""))


def _text(value: Json, kind: Kind) -> str | None:
    """A JSON value, converted to an argument's text; None if it has the wrong type."""
    if kind is Kind.BOOLEAN and isinstance(value, bool):
        return "true" if value else "false"
    if kind is Kind.NAMES and isinstance(value, list):
        names = [name for name in value if type(name) is str and name and "," not in name]
        return ",".join(names) if len(names) == len(value) else None
    if kind is Kind.INTEGER and isinstance(value, _Number) and _INTEGER.fullmatch(value):
        return str(value)
    return value if kind is Kind.STRING and type(value) is str else None


def _type_message(name: str, kind: Kind, value: Json) -> str:
    if kind is Kind.NAMES and isinstance(value, list):
        return f"{name} must be {kind}, none of which is empty or contains a comma"
    return f"{name} must be {kind}, not {_kind_of(value)}"


def _kind_of(value: Json) -> str:
    if isinstance(value, bool):
        return "a boolean"
    names: dict[type, str] = {_Object: "an object", list: "an array", _Number: "a number", str: "a string"}
    return names.get(type(value), "null")


def _parsed(body: str | bytes) -> Json:
    """The value that a JSON body contains.

    Raises:
        ParseError: The body is not UTF-8, is not JSON, or is nested too deeply.
    """
    from json import JSONDecodeError, JSONDecoder  # noqa: PLC0415 - only requests with a JSON body need it

    try:
        text = body if isinstance(body, str) else body.decode("utf-8")
    except UnicodeDecodeError as error:
        span = Span(error.start, error.start + 1)
        raise ParseError(Problem(Code.JSON, "the body is not UTF-8", span, None, f"{_SOURCE}, 8.1"), body) from None
    decoder = JSONDecoder(
        object_pairs_hook=_Object, parse_int=_Number, parse_float=_Number, parse_constant=_refuse_constant
    )
    hint = None
    try:
        found: Json = decoder.decode(text)
    except JSONDecodeError as error:
        at = _place(text, error.pos)
        message, span = "the body ends in the middle of the JSON text", Span(at, at)
        if not text.strip(_BLANKS):
            message, hint = "the body is empty", "write a JSON object"
        elif error.msg.startswith("Unterminated string"):
            message, span = "the string that starts here is not closed", Span(at, at + 1)
        elif at < len(text):
            message, span = f"{quote(text[at])} is not expected here in the JSON text", Span(at, at + 1)
    except _ConstantError as error:
        message, span = f"{error} is not a JSON value", Span(0, 0)
    except RecursionError:
        message, span = "the JSON text is nested too deeply", Span(0, 0)
    else:
        return found
    raise ParseError(Problem(Code.JSON, message, span, hint, _SOURCE), text)


class _ConstantError(Exception):
    """The text contains NaN or Infinity, which Python's JSON parser would accept."""


def _refuse_constant(word: str) -> None:
    raise _ConstantError(word)


def _place(text: str, at: int) -> int:
    """The index of a syntax error, the same in all Python versions. For a trailing comma, it is the comma's index."""
    before = text[:at].rstrip(_BLANKS)
    return len(before) - 1 if text[at : at + 1] in ("}", "]") and before.endswith(",") else at
