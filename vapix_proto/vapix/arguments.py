"""Finds the problems with a request's method and arguments, using the CGI table and the rules of each request class."""

from __future__ import annotations

from itertools import chain

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote, refuse_errors
from vapix_proto.vapix.cgi import Body, Kind
from vapix_proto.vapix.http import may_hold_password, shown, unquoted
from vapix_proto.vapix.texts import SURROGATE, need_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import TypeAlias

    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.cgi import Action, Argument, Cgi
    from vapix_proto.vapix.http import HttpRequest, Pairs

    #: A problem, and the text to which its span refers.
    Found: TypeAlias = tuple[Problem, str | bytes]
    #: Finds the problems with an argument, given its text, its name and the clause that describes the CGI.
    Rule: TypeAlias = Callable[[str, str, str], Iterator[Problem]]

#: Numbers with this many digits or more are refused, because no real timeout is that long.
_DIGITS_MAX = 10


class Given:
    """The arguments of a request, split into those that the CGI table lists and the rest.

    Attributes:
        cgi: The CGI that the request addresses.
        values: The first value of each argument that the table lists for the CGI.
        rest: The arguments that the table does not list for the CGI, in their original order.
        repeated: The names of listed arguments that are repeated, once for each repetition.
        unread: The names of arguments whose values have the wrong type.
        action: The requested action; None if the CGI has no such action.
        quotable: Whether messages may quote the names and values: false if any of them may contain a password.
        http: The HTTP message that contains the arguments, if there is one.
    """

    __slots__ = ("action", "cgi", "http", "quotable", "repeated", "rest", "unread", "values")

    def __init__(
        self, cgi: Cgi, pairs: Pairs, http: HttpRequest | None = None, unread: Collection[str] = frozenset()
    ) -> None:
        self.cgi: Cgi = cgi
        self.http: HttpRequest | None = http
        self.quotable: bool = not may_hold_password(pairs)
        known = frozenset(cgi.argument_names)
        self.values: dict[str, str] = {}
        self.rest: Pairs = tuple(pair for pair in pairs if pair[0] not in known)
        self.repeated: list[str] = []
        self.unread: frozenset[str] = frozenset(unread)
        seen = set()
        for name, value in pairs:
            if name in seen:
                self.repeated.append(name)
            elif name in known:
                seen.add(name)
                if name not in self.unread:
                    self.values[name] = value
        self.action: Action | None = cgi.action(self.values.get(cgi.action_argument, ""))

    def problems(self, version: AxisOs | None, *, initial_admin: bool = False) -> Iterator[Found]:
        """Every problem with the arguments. No message quotes any part of a password."""
        mask = ""
        for problem, text in self._problems(version, initial_admin=initial_admin):
            if self.quotable:
                yield problem, text
                continue
            if len(mask) != len(text):  # a list may have one problem per character
                mask = "*" * len(text)
            yield unquoted(problem), mask

    def _problems(self, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        cgi, action, source = self.cgi, self.action, self.cgi.source
        if version is not None and version < cgi.since:
            message = f"{cgi.name} is documented for AXIS OS {cgi.since} and later, not for {version}"
            yield Problem(Code.PATH_WRONG, message, Span(0, 0), None, cgi.source), ""
            version = None
        elif version is not None and cgi.superseded is not None and version >= cgi.superseded:
            message = f"{cgi.name} is superseded from AXIS OS {cgi.superseded} on"
            hint = f"use {cgi.successor}"
            yield Problem(Code.PATH_WRONG, message, Span(0, 0), hint, cgi.source, Severity.WARNING), ""
        for name in self.repeated:
            message = f"{name} occurs twice"
            yield Problem(Code.ARGUMENT_REPEATED, message, Span(0, 0), "send it once", source, subject=name), ""
        if self.rest and not any(each.parameters for each in (cgi.actions if action is None else (action,))):
            yield _unknown(self.rest, cgi, quotable=self.quotable), ""
        if action is None:
            if cgi.action_argument not in self.unread:
                yield self._unknown_action()
            return
        if version is not None and action.since is not None and version < action.since:
            message = f"{action.name} exists from AXIS OS {action.since} on, not in {version}"
            yield Problem(Code.ACTION_UNKNOWN, message, Span(0, 0), None, source), ""
        for name in action.required:
            if name not in self.values and name not in self.unread:
                message = f"{name} is missing: the action {action.name} needs it"
                yield Problem(Code.ARGUMENT_MISSING, message, Span(0, 0), None, f"{source}: {name}", subject=name), ""
        for name, value in self.values.items():
            argument = cgi.argument(name)
            if argument is not None:
                yield from ((problem, value) for problem in _of_argument(cgi, action, argument, value, version))
        yield from action.request._problems(self, version, initial_admin=initial_admin)

    def _unknown_action(self) -> Found:
        name = self.cgi.action_argument
        word = value = self.values.get(name, "")
        message, hint = f"{quote(word)} is not one of the {name}s in {self.cgi.document}", "write {}"
        if not word:
            message = f"the {name} is missing"
            alike = next((pair for pair in self.rest if pair[0].strip().lower() == name), None)
            if alike is not None:
                hint, value = f"write {name} instead of {quote(alike[0])}, and {{}} as its value", alike[1]
        names = [action.name for action in self.cgi.actions]
        meant = [each for each in names if each.lower() == value.strip().lower()]
        hint, span = hint.format(*meant or [f"one of {', '.join(names)}"]), Span(0, len(word))
        return Problem(Code.ACTION_UNKNOWN, message, span, hint, f"{self.cgi.source}: {name}", subject=name), word


def spelling(names: Iterable[str], cgi: Cgi, *, similar: bool) -> str | None:
    """A hint that spells the names as the CGI does.

    None if one of the names is not an argument of the CGI, even if case and surrounding spaces are ignored. A
    single name may also have a typing error, but only if ``similar`` is set: otherwise the name may be part of a
    password, which a hint would reveal.
    """
    known = [name.strip().lower() for name in names]
    if similar and len(known) == 1:
        from difflib import get_close_matches  # noqa: PLC0415 - only wrong names need it

        known = get_close_matches(known[0], cgi.argument_names, 1, 0.8)
    return f"write {', '.join(known)}" if known and set(known) <= set(cgi.argument_names) else None


def _unknown(rest: Pairs, cgi: Cgi, *, quotable: bool) -> Problem:
    # The message does not quote the argument, because it may be a stray password.
    message, hint = "an argument is unknown", "leave it out"
    if len(rest) > 1:
        message, hint = f"{len(rest)} arguments are unknown", "leave them out"
    encoded = cgi.body in (Body.FORM, Body.FILE)
    meant = spelling((name for name, _ in rest), cgi, similar=quotable and encoded)
    if meant is not None:
        hint = meant
    elif cgi.argument_names:
        if encoded:
            hint += ", or write %26 for & in a value"
        names = cgi.argument_names[1:] if cgi.body is Body.DATA else cgi.argument_names
        hint += f"; {cgi.name} accepts {', '.join(names)}"
    return Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), hint, cgi.source, Severity.WARNING)


def _of_argument(cgi: Cgi, action: Action, argument: Argument, value: str, version: AxisOs | None) -> Iterator[Problem]:
    name, source = argument.name, f"{cgi.source}: {argument.name}"
    if name not in action.required + action.optional:
        message = f"the action {action.name} does not use {name}"
        yield Problem(
            Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", source, Severity.WARNING, subject=name
        )
    if version is not None and version < argument.since:
        message = f"{name} exists from AXIS OS {argument.since} on, not in {version}"
        yield Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", source, subject=name)
    yield from _of_value(cgi, argument, value)


def _of_value(cgi: Cgi, argument: Argument, value: str) -> tuple[Problem, ...]:
    name, hint = argument.name, None
    if argument.kind is Kind.INTEGER and not (value.isascii() and value.isdigit() and len(value) < _DIGITS_MAX):
        hint = "write a whole number, 0 or more"
    if argument.values is not None and value not in argument.values:
        *others, last = argument.values
        hint = f"write {', '.join(others)} or {last}" if others else f"write {last}"
    if hint is None:
        return ()
    message, source = f"{quote(value)} is not a valid value of {name}", f"{cgi.source}: {name}"
    return (Problem(Code.ARGUMENT_VALUE, message, Span(0, len(value)), hint, source, subject=name),)


def surrogate_problems(value: str, subject: str, source: str) -> Iterator[Problem]:
    """A problem if the string contains a surrogate, which UTF-8 can't encode."""
    half = SURROGATE.search(value)
    if half is not None:
        message = f"{quote(half[0])} is half of a surrogate pair, which UTF-8 can't encode"
        span, source = Span(*half.span()), f"{source}: {subject}"
        yield Problem(Code.ARGUMENT_ENCODING, message, span, None, source, subject=subject)


def method_problems(cgi: Cgi, method: str, allowed: tuple[str, ...] = (), hint: str | None = None) -> Iterator[Found]:
    """A problem if the method is not in ``allowed``, which defaults to the CGI's methods.

    The default hint lists the allowed methods.
    """
    methods = allowed or cgi.methods
    if method not in methods:
        text = shown(method)
        message, hint = f"the method {quote(text)} is not allowed", hint or f"use {' or '.join(methods)}"
        yield Problem(Code.METHOD_WRONG, message, Span(0, len(text)), hint, f"{cgi.source}: Method"), text


def check_method(cgi: Cgi, method: str, allowed: tuple[str, ...] = ()) -> None:
    """Raises a ParseError if the method is not in ``allowed``, which defaults to the CGI's methods."""
    for problem, text in method_problems(cgi, method, allowed):
        raise ParseError(problem, text)


def checked(cgi: Cgi, name: str, value: object, rule: Rule | None = None) -> str:
    """The value of an argument as a plain str, if it satisfies ``rule`` and the CGI's definition of the argument.

    Raises:
        ParseError: The value has errors; ``problems`` lists all of them.
        TypeError: The value is not a str.
    """
    text = need_text(name, value)
    argument = cgi.argument(name)
    assert argument is not None  # noqa: S101 - the classes name arguments of their own CGI
    refuse_errors(chain(_of_value(cgi, argument, text), rule(text, name, cgi.source) if rule else ()), text)
    return text


def names_of(field: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names passed for a field, as a tuple of plain str."""
    if isinstance(names, str):
        raise TypeError(f"{field} must be a tuple of str, not a str")
    return tuple(map(str.__str__, names))


def misfits(names: Iterable[str], form: re.Pattern[str]) -> Iterator[tuple[str, Span]]:
    """The names that do not match the pattern, each with its span in the comma-separated list of all names."""
    at = 0
    for name in names:
        if form.fullmatch(name) is None:
            yield name, Span(at, at + len(name))
        at += len(name) + 1


def value_of(argument: Argument | None, text: str) -> str | bool | int | list[str]:
    """An argument's text, converted to the argument's JSON type."""
    kind = Kind.STRING if argument is None else argument.kind
    if kind is Kind.STRING:
        return text
    if kind is Kind.BOOLEAN:
        return text == "true"
    return int(text) if kind is Kind.INTEGER else text.split(",") if text else []
