"""The method and arguments of a request, held against the table of CGIs: every problem that needs no other rule."""

from __future__ import annotations

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.cgis import FIRST_VERSION, SOURCE
from vapix_proto.vapix.http import may_hold_password, shown, unquoted

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.cgis import Action, Argument, Cgi
    from vapix_proto.vapix.http import HttpRequest, Pairs

    #: A problem, and the text in which its span counts.
    Found: TypeAlias = tuple[Problem, str]

__all__ = ["Given", "check_method", "check_value", "method_problems"]


class Given:
    """The arguments of a request as somebody else gave them.

    Attributes:
        cgi: The CGI that they are for.
        values: The first value of each argument that the CGI knows.
        rest: Arguments that it does not know, in order.
        repeated: The names of arguments that it knows, each time that one comes again.
        action: What is requested; None where the CGI has no such action.
        quotable: Whether no password can have strayed into a name or another value.
        http: The message, if there is one.
    """

    __slots__ = ("action", "cgi", "http", "quotable", "repeated", "rest", "values")

    def __init__(self, cgi: Cgi, pairs: Pairs, http: HttpRequest | None = None) -> None:
        self.cgi: Cgi = cgi
        self.http: HttpRequest | None = http
        self.quotable: bool = not may_hold_password(pairs)
        known = frozenset(cgi.argument_names)
        self.values: dict[str, str] = {}
        self.rest: Pairs = tuple(pair for pair in pairs if pair[0] not in known)
        self.repeated: list[str] = []
        for name, value in pairs:
            if name in self.values:
                self.repeated.append(name)
            elif name in known:
                self.values[name] = value
        self.action: Action | None = cgi.action(self.values.get("action", ""))

    def problems(self, version: AxisOs | None, *, initial_admin: bool = False) -> Iterator[Found]:
        """All that is wrong with the arguments; no message has a character of a password."""
        for problem, text in self._problems(version, initial_admin=initial_admin):
            yield (problem, text) if self.quotable else (unquoted(problem), "*" * len(text))

    def _problems(self, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        cgi, action, source = self.cgi, self.action, self.cgi.source
        if version is not None and version < FIRST_VERSION:
            message = f"{cgi.name} exists from firmware 5.00 on, not in {version}"
            yield Problem(Code.PATH_WRONG, message, Span(0, 0), None, SOURCE), ""
            version = None
        for name in self.repeated:
            message = f"{name} occurs twice"
            yield Problem(Code.ARGUMENT_REPEATED, message, Span(0, 0), "send it once", source, subject=name), ""
        if self.rest and not any(each.parameters for each in (cgi.actions if action is None else (action,))):
            yield _unknown(len(self.rest), cgi), ""
        if action is None:
            word = self.values.get("action", "")
            message = f"{quote(word)} is not an action" if word else "there is no action"
            hint, span = f"write one of {', '.join(action.name for action in cgi.actions)}", Span(0, len(word))
            yield Problem(Code.ACTION_UNKNOWN, message, span, hint, f"{source}: action", subject="action"), word
            return
        for name in action.required:
            if name not in self.values:
                message = f"{name} is missing; the action {action.name} needs it"
                yield Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, f"{source}: {name}", subject=name), ""
        for name, value in self.values.items():
            argument = cgi.argument(name)
            if argument is not None:
                yield from ((problem, value) for problem in _of_argument(cgi, action, argument, value, version))
        yield from action.request._problems(self, version, initial_admin=initial_admin)


def _unknown(count: int, cgi: Cgi) -> Problem:
    # Not quoted: it may be a password that went astray.
    message, hint = "an argument does not exist", "leave it out"
    if count > 1:
        message, hint = f"{count} arguments do not exist", "leave them out"
    if cgi.argument_names:
        hint += f", or write %26 for & in a value; {cgi.name} has {', '.join(cgi.argument_names)}"
    return Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), hint, cgi.source, Severity.WARNING)


def _of_argument(cgi: Cgi, action: Action, argument: Argument, value: str, version: AxisOs | None) -> Iterator[Problem]:
    name, source = argument.name, f"{cgi.source}: {argument.name}"
    if name not in action.required + action.optional:
        message = f"{name} means nothing to the action {action.name}"
        yield Problem(
            Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", source, Severity.WARNING, subject=name
        )
    if version is not None and version < argument.since:
        message = f"{name} is known since AXIS OS {argument.since}, not in {version}"
        yield Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", source, subject=name)
    if argument.values is not None and value not in argument.values:
        message, hint = f"{quote(value)} is not a value of {name}", f"write {' or '.join(argument.values)}"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(0, len(value)), hint, source, subject=name)


def method_problems(cgi: Cgi, method: str) -> Iterator[Found]:
    """What is wrong with the method of a request to a CGI."""
    if method not in cgi.methods:
        text = shown(method)
        message, hint = f"the method {quote(text)} is not allowed", f"use {' or '.join(cgi.methods)}"
        yield Problem(Code.METHOD_WRONG, message, Span(0, len(text)), hint, f"{cgi.source}: Method"), text


def check_method(cgi: Cgi, method: str) -> None:
    """Refuses a method that the CGI does not allow.

    Raises:
        ParseError: It is another.
    """
    for problem, text in method_problems(cgi, method):
        raise ParseError(problem, text)


def check_value(cgi: Cgi, name: str, value: str) -> str:
    """The characters of a value, if it is one of those that the table has for the argument.

    Raises:
        ParseError: It is another.
        TypeError: Not a str.
    """
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    argument = cgi.argument(name)
    assert argument is not None  # noqa: S101 - the classes name arguments of their own CGI
    for problem in _of_argument(cgi, cgi.actions[0], argument, value, None):
        raise ParseError(problem, value)
    return str.__str__(value)
