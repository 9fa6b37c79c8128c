"""The base class of all JSON requests with apiVersion, context, method and params."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import checked, surrogate_problems
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.json_api.responses import ApiError, SupportedVersions, read_json, texts
from vapix_proto.vapix.protocol import Request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar, Self

    from vapix_proto.vapix.arguments import Given, Rule
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs

#: The documentation requires Major.Minor; devices also accept "1" (seen in recordings of systemready.cgi).
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")


def _version_problems(version: str, subject: str, source: str) -> Iterator[Problem]:
    found = _VERSION.fullmatch(version)
    if not version or (found is not None and found[1] is not None):
        return
    message, severity, fix = f"{quote(version)} is not a version of an API", Severity.ERROR, None
    hint = "write a major and a minor number, such as 1.0"
    if found is not None:
        message, severity, fix = f"the version {version} has no minor number", Severity.WARNING, f"{version}.0"
        hint = f"write {fix}"
    span, source = Span(0, len(version)), f"{source}: {subject}"
    yield Problem(Code.ARGUMENT_VALUE, message, span, hint, source, severity, subject=subject, fix=fix)


class MethodRequest(Request):
    """A request that names a method in JSON.

    Attributes:
        context: A string that the device repeats in its response; None leaves it out.
        api_version: The API version that the request is written for; by default the first one that has the method.

    Raises:
        ParseError: The version is malformed, or the context contains a surrogate, which UTF-8 can't encode.
        TypeError: A field has the wrong type.
    """

    context: str | None
    api_version: str
    _sent: ClassVar[Pairs] = (("api_version", "apiVersion"), ("context", "context"))
    _rules: ClassVar[tuple[tuple[str, Rule], ...]] = (("apiVersion", _version_problems),)

    def __init__(self, *, context: str | None = None, api_version: str | None = None) -> None:
        version = "" if api_version is None else checked(self.cgi, "apiVersion", api_version, _version_problems)
        if context is not None:
            context = checked(self.cgi, "context", context, surrogate_problems)
        self._set(context=context, api_version=version or self.action.api_version)

    def _arguments(self) -> Pairs:
        return tuple(pair for pair in super()._arguments() if pair != ("apiVersion", ""))


class GetSupportedVersions(MethodRequest):
    """Asks a CGI which versions of its API it supports. The request needs no ``apiVersion``.

    Attributes:
        name: The CGI's name.

    Raises:
        ValueError: The CGI has no method ``getSupportedVersions``.
    """

    __match_args__ = ("name", *MethodRequest.__match_args__)
    name: str

    def __init__(self, name: str = "time.cgi", *, context: str | None = None, api_version: str | None = None) -> None:
        names = [cgi.name for cgi in CGIS.values() if cgi.action("getSupportedVersions") is not None]
        if name not in names:
            raise ValueError(f"{name!r} has no method getSupportedVersions: only {', '.join(names)} have it")
        self._set(name=name)
        super().__init__(context=context, api_version=api_version)

    def _row(self) -> tuple[Cgi, Action]:
        cgi = CGIS[self.name]
        return cgi, next(action for action in cgi.actions if action.name == "getSupportedVersions")

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.cgi.name, **cls._fields(given))

    def read(self, response: HttpResponse) -> SupportedVersions | ApiError | Failure:
        """The versions that the CGI supports."""
        return read_json(response, self, lambda data: SupportedVersions(texts(data["apiVersions"])))
