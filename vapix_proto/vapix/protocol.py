"""The base class of all requests: converts them to HTTP and back, validates them, and reads their responses."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from vapix_proto._value import Value, discreet
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote
from vapix_proto.vapix.arguments import Given, check_method, value_of
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.http import FORM, HttpRequest, HttpResponse, discreetly, encode_arguments
from vapix_proto.vapix.json_api.bodies import JSON, write_json
from vapix_proto.vapix.messages import read_bare, read_message
from vapix_proto.vapix.pwdgrp.users import Password

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, ClassVar, Self, TypeAlias, TypeVar

    from vapix_proto.vapix.arguments import Found, Rule
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.http import Pairs

    R = TypeVar("R", bound="Request")
    #: A request, its encoded arguments, or the arguments as pairs in order or as a mapping.
    Arguments: TypeAlias = (
        "Request | HttpRequest | str | bytes | Iterable[tuple[str, str | Password]] | Mapping[str, str | Password]"
    )

#: Errors that don't make parsing fail, because devices accept more than the specification does.
_OVERLOOKED = frozenset(
    {
        Code.SECRET_IN_URL,
        Code.ROLE_INCOMPLETE,
        Code.ARGUMENT_UNKNOWN,
        Code.ARGUMENT_ENCODING,
        # The newer text of the specification allows any characters in a password.
        Code.PASSWORD_CHARACTER,
        Code.PASSWORD_LONG,
        Code.INITIAL_ADMIN,
        # MORE_PROBLEMS only reports how many problems are not listed.
        Code.MORE_PROBLEMS,
    }
)
#: Errors that are ignored in parameter updates, because products have parameters and values of their own.
_OF_PARAMETERS = frozenset(code for code in Code if code.startswith(("tz-", "param-")) and code is not Code.PARAM_NAME)


class Request(Value):
    """A request to one of ``CGIS``. The constructors refuse malformed requests."""

    #: Fields and their argument names. A field that is None is not sent.
    _sent: ClassVar[Pairs] = ()
    #: Pairs of an argument's name and a rule for its value that ``CGIS`` can't express.
    _rules: ClassVar[tuple[tuple[str, Rule], ...]] = ()

    @property
    def cgi(self) -> Cgi:
        """The CGI that the request addresses."""
        return self._row()[0]

    @property
    def action(self) -> Action:
        """The action that the request asks for."""
        return self._row()[1]

    def _row(self) -> tuple[Cgi, Action]:
        names = {kind.__name__ for kind in type(self).__mro__}
        for cgi in CGIS.values():
            for action in cgi.actions:
                # Comparing the name first avoids importing every class.
                if action.class_name in names and isinstance(self, action.request):
                    return cgi, action
        raise TypeError(f"no CGI in vapix.CGIS accepts requests of type {type(self).__name__}")

    @discreet
    def arguments(self) -> Pairs:
        """The arguments in the specification's order. They may contain a password in clear text: don't log them."""
        cgi, action = self._row()
        return ((cgi.action_argument, action.name), *self._arguments()) if action.name else self._arguments()

    def _arguments(self) -> Pairs:
        pairs = []
        for field, name in self._sent:
            value = getattr(self, field)
            if value is not None:
                pairs.append((name, value if type(value) is str else _text(value)))
        return tuple(pairs)

    @property
    def secret(self) -> bool:
        """Whether one of the arguments must not be sent in a URL."""
        return bool(self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        """The names of the arguments that must not be sent in a URL."""
        found = map(self.cgi.argument, dict(self.arguments()))
        return tuple(argument.name for argument in found if argument is not None and argument.secret)

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    @discreet
    def to_http(self, method: str | None = None) -> HttpRequest:
        """The HTTP request to send, with the arguments in the body (a form or JSON) or, for GET, in the query.

        Args:
            method: A method that the CGI allows. For an action that changes the device, the default is POST if the CGI
                allows POST; otherwise, it is the first method that the CGI allows. In the Device Configuration API,
                only the action's own method is allowed.

        Raises:
            ParseError: The CGI does not allow the method, or a GET would put a password in the URL (``secret-in-url``).
        """
        cgi, action = self._row()
        methods, path = cgi.methods, cgi.path
        if cgi.body is Body.DATA:
            methods, path = (action.verb,), cgi.path + action.place.removesuffix("/")
        if method is None:
            method = "POST" if action.writes and "POST" in methods else methods[0]
        check_method(cgi, method, methods)
        if cgi.body in (Body.METHOD, Body.DATA):
            body = b"" if method == "GET" else write_json(cgi, action, self.arguments())
            return HttpRequest(method, path, "", (("Content-Type", JSON),) if body else (), body)
        text = encode_arguments(self.arguments())
        if method == "POST":
            return HttpRequest("POST", path, "", (("Content-Type", FORM),), text.encode("ascii"))
        for name in self._secrets():
            message = "the password would be in the URL, which is written to logs"
            raise ParseError(Problem(Code.SECRET_IN_URL, message, Span(0, 0), "use POST", cgi.source, subject=name), "")
        return HttpRequest("GET", path, text)

    @classmethod
    @discreet
    def from_http(cls, request: HttpRequest) -> Self:
        """Like ``parse_request``, but only for requests of this class.

        Raises:
            ParseError: The message is not a request of this class.
        """
        return _parse(request, cls)

    @discreet
    def validate(self, axis_os: AxisOs | str | None = None, *, initial_admin: bool = False) -> tuple[Problem, ...]:
        """Like ``validate_request``, for this request."""
        return validate_request(self, axis_os, initial_admin=initial_admin)

    def read(self, response: HttpResponse) -> object:
        """The meaning of a response to this request."""
        raise NotImplementedError

    @classmethod
    def _of(cls, given: Given) -> Self:
        """Builds the request from arguments whose only errors, if any, are ones that devices accept."""
        return cls(**cls._fields(given))

    @classmethod
    def _fields(cls, given: Given) -> dict[str, Any]:
        """The keyword arguments for the constructor."""
        values, cgi = given.values, given.cgi
        return {field: value_of(cgi.argument(name), values[name]) for field, name in cls._sent if name in values}

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        """The problems with the arguments, except those that the ``CGIS`` table reveals."""
        for name, rule in cls._rules:
            value = given.values.get(name)
            if value is not None:
                yield from ((problem, value) for problem in rule(value, name, given.cgi.source))


def _text(value: object) -> str:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Password):
        return value.reveal()
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, tuple) else str(value)


@discreet
def parse_request(request: HttpRequest) -> Request:
    """The request in an HTTP message to any of ``CGIS``, read from its query and body.

    The content type matters only for JSON. Everything that devices accept beyond the specification is accepted:
    paths in ``/axis-cgi/admin/``, roles that omit lower access groups, ``grp=admin``, unknown arguments, a password in
    the URL, and parameters that the specification does not list. ``validate_request`` reports all of them. Firmware is
    read into memory; ``MultipartReader`` avoids that.

    Raises:
        ParseError: The message is not a valid request; ``problems`` lists all reasons. Neither the error nor its
            traceback contains any part of a password.
    """
    return _parse(request, Request)


def _parse(request: HttpRequest, kind: type[R]) -> R:
    given, found = read_message(request, _cgis_of(kind))
    wanted = kind
    if given is not None:
        found = chain(found, given.problems(None))
        if given.action is not None:
            wanted = _wanted(given.cgi, given.action, kind)
    any_parameter = given is not None and given.action is not None and given.action.parameters
    overlooked = _OVERLOOKED | _OF_PARAMETERS if any_parameter else _OVERLOOKED
    errors = [row for row in found if row[0].severity is Severity.ERROR and row[0].code not in overlooked]
    if errors:
        first, *others = limited(problem for problem, _ in errors)
        raise ParseError(first, errors[0][1], *others)
    assert given is not None  # noqa: S101 - unreadable arguments are reported as errors above
    return discreetly(given.quotable, lambda: wanted._of(given))


@lru_cache(maxsize=64)
def _cgis_of(kind: type[Request]) -> tuple[Cgi, ...]:
    """The CGIs that requests of a class can address."""
    return tuple(cgi for cgi in CGIS.values() if any(issubclass(action.request, kind) for action in cgi.actions))


def _wanted(cgi: Cgi, action: Action, kind: type[R]) -> type[R]:
    """The class of an action's requests.

    Raises:
        ParseError: The class is not a subclass of ``kind``.
    """
    wanted = action.request
    if issubclass(wanted, kind):
        return wanted
    names = " or ".join(action.name for action in cgi.actions if issubclass(action.request, kind))
    what = cgi.action_argument
    message, span = f"the {what} is {action.name}, not {names}", Span(0, len(action.name))
    problem = Problem(Code.ACTION_UNKNOWN, message, span, None, f"{cgi.source}: {what}", subject=what)
    raise ParseError(problem, action.name)


@discreet
def validate_request(
    request: Arguments,
    axis_os: AxisOs | str | None = None,
    *,
    cgi: str = "pwdgrp.cgi",
    initial_admin: bool = False,
) -> tuple[Problem, ...]:
    """Every problem with a request or with bare arguments. After the first 64, the rest are only counted.

    A problem's span refers to the value of its ``subject``, an argument or parameter. If the problem has no subject,
    the span refers to the method, the path, the parameter name that the message quotes, or (for the code
    ``argument-encoding``) the encoded query or body, or (for ``multipart``) the body or its Content-Type. No message
    quotes any part of a password. The body of a firmware upgrade is read in constant memory; it is not checked if it is
    a stream that may be readable only once.

    Args:
        request: An ``HttpRequest``, a ``Request``, encoded arguments (a form, or JSON if the CGI receives JSON), or the
            arguments as pairs or as a mapping.
        axis_os: The version whose rules apply; if None, nothing counts as too old or too new.
        cgi: The name of the CGI that the bare arguments are for.
        initial_admin: Whether the request should create the device's first account.

    Raises:
        ValueError: ``axis_os`` is not a version, or ``cgi`` is not one of ``CGIS``; or the size of a firmware file has
            changed.
        TypeError: ``request`` has the wrong type.
    """
    return limited(all_problems(request, axis_os, cgi=cgi, initial_admin=initial_admin))


def all_problems(
    request: Arguments, axis_os: AxisOs | str | None, *, cgi: str = "pwdgrp.cgi", initial_admin: bool
) -> Iterator[Problem]:
    """Like ``validate_request``, but lists all problems."""
    version = None if axis_os is None else AxisOs.parse(axis_os)
    if cgi not in CGIS:
        raise ValueError(f"{quote(cgi)} is not one of the CGIs: {', '.join(CGIS)}")
    given: Given | None
    found: Iterator[Found] = iter(())
    if isinstance(request, HttpRequest):
        given, found = read_message(request, CGIS.values())
    elif isinstance(request, Request):
        given = Given(request.cgi, request.arguments())
    else:
        given, found = read_bare(CGIS[cgi], request)
    if given is not None:
        found = chain(found, given.problems(version, initial_admin=initial_admin))
    return (problem for problem, _ in found)
