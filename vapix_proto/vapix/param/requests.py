"""param.cgi: requests that list and update parameters, there and back; its responses are named here, too."""

from __future__ import annotations

import re

from vapix_proto._value import Value, discreet, pairs_of
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.http import FORM, HttpRequest, discreetly, encode_arguments, need_request, read_arguments
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.param.responses import (
    NotUpdated,
    ParameterListing,
    Updated,
    expression,
    name_message,
    parse_update_response,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self, TypeAlias

    Pairs: TypeAlias = tuple[tuple[str, str], ...]

__all__ = [
    "ListParameters",
    "NotUpdated",
    "ParameterListing",
    "UpdateParameters",
    "Updated",
    "parse_update_response",
]

PATH = "/axis-cgi/param.cgi"
_PATHS = (PATH, "/axis-cgi/admin/param.cgi")  # the second is seen in the wild
_SOURCE = "VAPIX System settings, System date and time"
# What a request may say beside parameters.
_ARGUMENTS = ("action", "group", "responseformat", "usergroup")


class _Request(Value):
    """What both requests have in common."""

    def _arguments(self) -> Pairs:
        raise NotImplementedError

    def to_http(self, method: str = "GET") -> HttpRequest:
        """The request, its arguments in the query of a GET or in the form body of a POST.

        Raises:
            ParseError: Neither GET nor POST.
        """
        _check_method(method)
        text = encode_arguments(self._arguments())
        if method == "GET":
            return HttpRequest("GET", PATH, text)
        return HttpRequest("POST", PATH, "", (("Content-Type", FORM),), text.encode("ascii"))


class ListParameters(_Request):
    """A request for the parameters of groups.

    Attributes:
        groups: Names of groups and parameters, with or without ``root.``, ``*`` for any characters; none for all.
        responseformat: ``"rfc"``, or None without.

    Raises:
        ParseError: A malformed group, or another response format.
        TypeError: A field of another type.
    """

    groups: tuple[str, ...]
    responseformat: str | None

    def __init__(self, groups: Iterable[str] = (), responseformat: str | None = None) -> None:
        if isinstance(groups, str):
            raise TypeError("groups is a tuple of str, not a str")
        groups = tuple(groups)
        text, at = ",".join(groups), 0
        for group in groups:
            if expression("group").fullmatch(group) is None:
                message = "there is no group between the commas"
                if group:
                    message = f"{quote(group)} is not a group: letters, digits, _, - and * between dots"
                raise _argument_error(Code.ARGUMENT_VALUE, message, text, "group", Span(at, at + len(group)))
            at += len(group) + 1
        if responseformat not in (None, "rfc"):
            message = f"the response format is rfc or left out, not {quote(str(responseformat))}"
            raise _argument_error(Code.ARGUMENT_VALUE, message, str(responseformat), "responseformat")
        self._set(groups=groups, responseformat=responseformat)

    def _arguments(self) -> Pairs:
        pairs = [("action", "list")]
        if self.groups:
            pairs.append(("group", ",".join(self.groups)))
        if self.responseformat is not None:
            pairs.append(("responseformat", self.responseformat))
        return tuple(pairs)

    @classmethod
    @discreet
    def from_http(cls, request: HttpRequest) -> Self:
        """The value of a request; ``usergroup``, which old clients send, is passed over.

        Raises:
            ParseError: The first thing that is wrong with the request.
        """
        pairs = _arguments_of(request, "list")
        given = dict(pairs)
        group = given.get("group", "")
        return discreetly(pairs, lambda: cls(group.split(",") if group else (), given.get("responseformat")))


class UpdateParameters(_Request):
    """A request to set parameters. The names' form is checked; whether a value fits is ``validate_parameter``'s work.

    Attributes:
        values: Names, with or without ``root.``, and values, in order; given as pairs or as a mapping.

    Raises:
        ParseError: No parameter at all, one named twice, a name that none can have, half a surrogate pair in a value.
        TypeError: A field of another type.
    """

    values: Pairs

    @discreet
    def __init__(self, values: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        pairs = pairs_of(values)
        seen: set[str] = set()
        if not pairs:
            raise _name_error(Code.ARGUMENT_MISSING, "an update sets one parameter at the least", "")
        for name, value in pairs:
            if type(name) is not str or type(value) is not str:
                raise TypeError(f"a parameter and its value are str, not {type(name).__name__}, {type(value).__name__}")
            if expression("name").fullmatch(name) is None:
                raise _name_error(Code.PARAM_NAME, name_message(name), name)
            if plain_name(name) in seen:
                raise _name_error(Code.ARGUMENT_REPEATED, f"{quote(name)} is set twice", name)
            seen.add(plain_name(name))
            half = re.search("[\ud800-\udfff]", value)
            if half is not None:
                message = f"{quote(half[0])} is half a surrogate pair: no bytes can carry it"
                raise _argument_error(Code.ARGUMENT_ENCODING, message, value, name, Span(*half.span()))
        self._set(values=pairs)

    def _arguments(self) -> Pairs:
        return (("action", "update"), *self.values)

    @classmethod
    @discreet
    def from_http(cls, request: HttpRequest) -> Self:
        """The value of a request; the arguments that are no parameters are passed over.

        Raises:
            ParseError: The first thing that is wrong with the request.
        """
        pairs = _arguments_of(request, "update")
        return discreetly(pairs, lambda: cls(pair for pair in pairs if pair[0] not in _ARGUMENTS))


def _check_method(method: str) -> None:
    if method not in ("GET", "POST"):
        raise _name_error(Code.METHOD_WRONG, f"the method is GET or POST, not {quote(method)}", method)


def _arguments_of(request: HttpRequest, action: str) -> Pairs:
    """The arguments of a request, those of the query first; whatever the content type says, as on devices.

    A request that went astray may have a password, so no error quotes one.
    """
    need_request(request)
    _check_method(request.method)
    if request.path not in _PATHS:
        raise _name_error(Code.PATH_WRONG, f"the path is {PATH}", "")
    found: list[tuple[str, str]] = []
    for text in (request.query, request.read_body()):
        pairs, problems = read_arguments(text)
        for problem in problems:
            raise ParseError(problem.replace(span=Span(0, 0)), "")
        found += pairs
    names = [name for name, _ in found]
    for name in _ARGUMENTS:
        if names.count(name) > 1:
            raise _error(Code.ARGUMENT_REPEATED, f"the argument {name} is given twice", name)
    given = dict(found)
    if "action" not in given:
        raise _error(Code.ARGUMENT_MISSING, "the argument action is missing", "action")
    if given["action"] != action:
        raise _error(Code.ACTION_UNKNOWN, f"the action is not {action}", "action")
    if action == "list" and not set(names) <= set(_ARGUMENTS):
        raise _error(Code.ARGUMENT_UNKNOWN, "an argument does not exist for action=list", None)
    return tuple(found)


def _error(code: Code, message: str, subject: str | None) -> ParseError:
    return ParseError(Problem(code, message, Span(0, 0), None, _SOURCE, subject=subject), "")


def _argument_error(code: Code, message: str, value: str, subject: str, span: Span | None = None) -> ParseError:
    return ParseError(Problem(code, message, span or Span(0, len(value)), None, _SOURCE, subject=subject), value)


def _name_error(code: Code, message: str, name: str) -> ParseError:
    return ParseError(Problem(code, message, Span(0, len(name)), None, _SOURCE), name)
