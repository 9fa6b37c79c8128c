"""Requests to param.cgi that list and update parameters."""

from __future__ import annotations

from vapix_proto._value import discreet, pairs_of
from vapix_proto.errors import PROBLEMS_MAX, Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.arguments import checked, misfits, names_of
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.failures import parsed, read_response
from vapix_proto.vapix.http import holds_password, masked, may_hold_password
from vapix_proto.vapix.param._lines import expression, name_message
from vapix_proto.vapix.param.registry import PARAMETERS, plain_name
from vapix_proto.vapix.param.responses import NotUpdated, ParameterListing, read_update
from vapix_proto.vapix.param.values import problems_of, unknown
from vapix_proto.vapix.protocol import Request
from vapix_proto.vapix.texts import SURROGATE

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Self

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs
    from vapix_proto.vapix.param.responses import Updated

_CGI = CGIS["param.cgi"]


class ListParameters(Request):
    """Asks for the values of individual parameters, parameter groups or all parameters.

    Attributes:
        groups: Names of groups or parameters, with or without ``root.``; ``*`` matches any characters. An empty
            tuple asks for all parameters.
        responseformat: ``"rfc"``, or None to leave it out.

    Raises:
        ParseError: A group is malformed, or the response format is not ``"rfc"``.
        TypeError: A field has the wrong type.
    """

    groups: tuple[str, ...]
    responseformat: str | None

    def __init__(self, groups: Iterable[str] = (), responseformat: str | None = None) -> None:
        groups = names_of("groups", groups)
        for problem, text in _group_problems(groups):
            raise ParseError(problem, text)
        if responseformat is not None:
            responseformat = checked(_CGI, "responseformat", responseformat)
        self._set(groups=groups, responseformat=responseformat)

    def _arguments(self) -> Pairs:
        groups = (("group", ",".join(self.groups)),) if self.groups else ()
        return groups if self.responseformat is None else (*groups, ("responseformat", self.responseformat))

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(_groups(given), given.values.get("responseformat"))

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        return _group_problems(_groups(given))

    def read(self, response: HttpResponse) -> ParameterListing | Failure:
        """The device's parameters."""
        return read_response(response, lambda response: parsed(response, ParameterListing.parse, "text/plain"))


def _groups(given: Given) -> tuple[str, ...]:
    text = given.values.get("group", "")
    return tuple(text.split(",")) if text else ()


def _group_problems(groups: tuple[str, ...]) -> Iterator[Found]:
    text = ",".join(groups)
    for group, span in misfits(groups, expression("group")):
        message = "there is no group between the commas"
        if group:
            message = f"{quote(group)} is not a group: only letters, digits, _, - and * are allowed between dots"
        yield _problem(Code.ARGUMENT_VALUE, message, span, "group"), text


class UpdateParameters(Request):
    """Sets parameters. The constructor checks only the syntax; ``validate`` also checks whether the values are allowed.

    The repr masks passwords; a pickle contains them in clear text.

    Attributes:
        values: Names, with or without ``root.``, and values, in order; passed as pairs or as a mapping.

    Raises:
        ParseError: ``values`` is empty, a name is repeated or malformed, or a value contains a surrogate, which
            UTF-8 can't encode.
        TypeError: A field has the wrong type.
    """

    values: Pairs

    @discreet
    def __init__(self, values: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        pairs = pairs_of(values, "values")
        for name, value in pairs:
            if not isinstance(name, str) or not isinstance(value, str):
                wrong = value if isinstance(name, str) else name
                raise TypeError(f"parameter names and values must be str, not {type(wrong).__name__}")
        pairs = tuple((str.__str__(name), str.__str__(value)) for name, value in pairs)
        for problem, text in _form_problems(pairs):
            raise ParseError(problem, text)
        self._set(values=pairs)

    def __repr__(self) -> str:
        return f"UpdateParameters(values={masked(self.values)!r})"

    def _arguments(self) -> Pairs:
        return self.values

    def _secrets(self) -> tuple[str, ...]:
        return tuple(plain_name(name) for name, value in self.values if holds_password(name, value))

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.rest)

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        for problem, text in _form_problems(given.rest):
            yield (problem if given.quotable else problem.replace(subject=None)), text
        strange = 0
        for name, value in given.rest:
            parameter = PARAMETERS.get(plain_name(name))
            if parameter is not None:
                for problem in problems_of(parameter, name, value, version):
                    yield problem, name if problem.subject is None else value
            elif expression("name").fullmatch(name) is not None:
                yield unknown(name, hinted=strange < PROBLEMS_MAX), name
                strange += 1

    @discreet
    def read(self, response: HttpResponse) -> Updated | NotUpdated | Failure:
        """Whether the parameters were set."""
        return read_response(response, _update)


def _update(response: HttpResponse) -> Updated | NotUpdated | None:
    found = read_update(response.body)
    return found if response.status == 200 or isinstance(found, NotUpdated) else None


def _form_problems(pairs: Pairs) -> Iterator[Found]:
    """The problems that make an update invalid, whichever parameters it sets."""
    seen: set[str] = set()
    if not pairs:
        yield _problem(Code.ARGUMENT_MISSING, "an update must set at least one parameter", Span(0, 0)), ""
    for name, value in pairs:
        if expression("name").fullmatch(name) is None:
            meant = next((known for known in PARAMETERS if known.lower().endswith(f".{name.lower()}")), None)
            problem = _problem(Code.PARAM_NAME, name_message(name), Span(0, len(name)))
            yield problem.replace(hint=meant and f"if you mean {meant}, write that"), name
        elif plain_name(name) in seen:
            yield _problem(Code.ARGUMENT_REPEATED, f"{quote(name)} is set twice", Span(0, len(name))), name
        seen.add(plain_name(name))
        half = SURROGATE.search(value)
        if half is not None:
            message = f"{quote(half[0])} is half of a surrogate pair, which UTF-8 can't encode"
            text = value
            if may_hold_password(((name, value),)):
                message, text = "the value has half of a surrogate pair, which UTF-8 can't encode", ""
            yield _problem(Code.ARGUMENT_ENCODING, message, Span(*half.span()), name), text


def _problem(code: Code, message: str, span: Span, subject: str | None = None) -> Problem:
    return Problem(code, message, span, None, _CGI.source, subject=subject)
