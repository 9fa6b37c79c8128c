"""What the requests share that are given in JSON with apiVersion, context, method and params."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import surrogate_problems
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.json_api.responses import ApiError, SupportedVersions, read_json, read_versions
from vapix_proto.vapix.protocol import Request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs

__all__ = ["GetSupportedVersions", "MethodRequest", "envelope"]

#: Major.Minor by the documentation; devices accept "1", too (recorded for systemready.cgi).
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")


class MethodRequest(Request):
    """A request that names a method in JSON.

    Attributes:
        context: A text of the client, which the device repeats in its response; None without.
        api_version: The version of the API that the request is written for; by default the first that has the method.

    Raises:
        ParseError: A malformed version, or half a surrogate pair in the context.
        TypeError: A field of another type.
    """

    context: str | None
    api_version: str

    def __init__(self, *, context: str | None = None, api_version: str | None = None) -> None:
        self._set_envelope(context, api_version)

    def _set_envelope(self, context: str | None, api_version: str | None) -> None:
        for name, value in (("context", context), ("api_version", api_version)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a str, not {type(value).__name__}")
        version = str.__str__(api_version) if api_version else self.action.api_version
        if api_version:
            for problem in _version_problems(self.cgi, version):
                if problem.severity is Severity.ERROR:
                    raise ParseError(problem, version)
        for problem in surrogate_problems("context", context or "", self.cgi.source):
            raise ParseError(problem, context or "")
        self._set(context=None if context is None else str.__str__(context), api_version=version)

    def _arguments(self) -> Pairs:
        version = (("apiVersion", self.api_version),) if self.api_version else ()
        context = () if self.context is None else (("context", self.context),)
        return (*version, *context, *self._params())

    def _params(self) -> Pairs:
        return ()

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(**envelope(given))

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        api_version = given.values.get("apiVersion")
        if api_version:
            yield from ((problem, api_version) for problem in _version_problems(given.cgi, api_version))


def envelope(given: Given) -> dict[str, str]:
    """What a request has beside its parameters, by the names of its fields."""
    fields = {"apiVersion": "api_version", "context": "context"}
    return {field: given.values[name] for name, field in fields.items() if name in given.values}


def _version_problems(cgi: Cgi, version: str) -> Iterator[Problem]:
    found = _VERSION.fullmatch(version)
    if found is not None and found[1] is not None:
        return
    span, source = Span(0, len(version)), f"{cgi.source}: apiVersion"
    if found is None:
        message = f"{quote(version)} is not a version of an API"
        yield Problem(
            Code.ARGUMENT_VALUE,
            message,
            span,
            "write a major and a minor number, such as 1.0",
            source,
            subject="apiVersion",
        )
        return
    message, fix = f"the version {version} has no minor number", f"{version}.0"
    yield Problem(
        Code.ARGUMENT_VALUE, message, span, f"write {fix}", source, Severity.WARNING, subject="apiVersion", fix=fix
    )


class GetSupportedVersions(MethodRequest):
    """Asks a CGI for the versions of its API. It needs no ``apiVersion``.

    Attributes:
        name: The name of the CGI.

    Raises:
        ValueError: The CGI has no such method.
    """

    __match_args__ = ("name", *MethodRequest.__match_args__)
    name: str

    def __init__(self, name: str = "time.cgi", *, context: str | None = None, api_version: str | None = None) -> None:
        names = [cgi.name for cgi in CGIS.values() if cgi.action("getSupportedVersions") is not None]
        if name not in names:
            raise ValueError(f"{name!r} has no method getSupportedVersions: only {', '.join(names)} have it")
        self._set(name=name)
        self._set_envelope(context, api_version)

    def _row(self) -> tuple[Cgi, Action]:
        cgi = CGIS[self.name]
        return cgi, next(action for action in cgi.actions if action.name == "getSupportedVersions")

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.cgi.name, **envelope(given))

    def read(self, response: HttpResponse) -> SupportedVersions | ApiError | Failure:
        """The versions that the CGI supports."""
        return read_json(response, self.cgi, self.action.name, read_versions)
