"""Requests to the CGIs without accounts and parameters: resets, restart, server report and logs."""

from __future__ import annotations

from vapix_proto._value import Value, discreet
from vapix_proto.errors import ParseError, Problem
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import FORM, HttpRequest, encode_arguments
from vapix_proto.vapix.maintenance.validation import (
    CGIS,
    KEPT_BY_FACTORY_DEFAULT,
    Cgi,
    KeptSetting,
    ReportMode,
    checked,
    method_problem,
    mode_of,
    read,
    version_problems,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import ClassVar, Self

__all__ = [
    "AccessLog",
    "FactoryDefault",
    "MaintenanceRequest",
    "Restart",
    "ServerReport",
    "SystemLog",
    "parse_maintenance_request",
]


class _Request(Value):
    """What the requests share: they become HTTP, and come back from it."""

    names: ClassVar[tuple[str, ...]]

    @property
    def cgi(self) -> Cgi:
        """What the specification says of the CGI: path, methods, argument."""
        return CGIS[self.names[0]]

    @property
    def value(self) -> str | None:
        """The value of the CGI's argument, or None without."""
        return None

    def to_http(self, method: str | None = None) -> HttpRequest:
        """The request for an HTTP library: GET, or a POST with a form where the specification allows it.

        Raises:
            ParseError: Another method.
        """
        method = self.cgi.methods[0] if method is None else method
        problem = method_problem(self.cgi, method)
        if problem is not None:
            raise ParseError(problem, method)
        text = "" if self.value is None else encode_arguments([(str(self.cgi.argument), self.value)])
        if method == "GET":
            return HttpRequest("GET", self.cgi.path, text)
        return HttpRequest("POST", self.cgi.path, "", (("Content-Type", FORM),), text.encode("ascii"))

    @classmethod
    @discreet
    def from_http(cls, request: HttpRequest) -> Self:
        """The request of an HTTP message; its arguments are in the query or, for POST, in the body.

        Raises:
            ParseError: The first problem of the message.
        """
        cgi, value, problems = read(request, cls.names)
        for problem, text in problems:
            raise ParseError(problem, text)
        assert cgi is not None  # noqa: S101 - or there is a problem
        return cls._of(cgi, value)

    @classmethod
    def _of(cls, cgi: Cgi, value: str | None) -> Self:
        return cls()

    def validate(self, axis_os: AxisOs | str) -> tuple[Problem, ...]:
        """What that version of AXIS OS doesn't have."""
        return tuple(version_problems(self.cgi, axis_os, with_argument=self.value is not None))


class FactoryDefault(_Request):
    """Sets all settings to their defaults and restarts; ``hard`` resets those of ``keeps``, too."""

    names: ClassVar[tuple[str, ...]] = ("factorydefault.cgi", "hardfactorydefault.cgi")
    hard: bool = False

    def _check(self) -> None:
        self._set(hard=bool(self.hard))

    @property
    def cgi(self) -> Cgi:
        """What the specification says of the CGI."""
        return CGIS[self.names[self.hard]]

    @property
    def keeps(self) -> tuple[KeptSetting, ...]:
        """The settings that it keeps."""
        return () if self.hard else KEPT_BY_FACTORY_DEFAULT

    @classmethod
    def _of(cls, cgi: Cgi, value: str | None) -> Self:
        return cls(cgi.name == cls.names[1])


class Restart(_Request):
    """Restarts the device."""

    names: ClassVar[tuple[str, ...]] = ("restart.cgi",)


class AccessLog(_Request):
    """Asks for the log of clients."""

    names: ClassVar[tuple[str, ...]] = ("accesslog.cgi",)


class ServerReport(_Request):
    """Asks for product information, parameters and logs; without a mode as text.

    Raises:
        ParseError: No such mode.
    """

    names: ClassVar[tuple[str, ...]] = ("serverreport.cgi",)
    mode: ReportMode | None

    def __init__(self, mode: ReportMode | str | None = None) -> None:
        self._set(mode=None if mode is None else mode_of(mode))

    @property
    def value(self) -> str | None:
        """The mode, or None without."""
        return self.mode

    @classmethod
    def _of(cls, cgi: Cgi, value: str | None) -> Self:
        return cls(value)


class SystemLog(_Request):
    """Asks for the system log, or its entries that contain a text of letters and digits.

    Raises:
        ParseError: A text of other characters.
    """

    names: ClassVar[tuple[str, ...]] = ("systemlog.cgi",)
    text: str | None = None

    def _check(self) -> None:
        if self.text is not None:
            checked(CGIS["systemlog.cgi"], self.text)

    @property
    def value(self) -> str | None:
        """The text, or None without."""
        return self.text

    @classmethod
    def _of(cls, cgi: Cgi, value: str | None) -> Self:
        return cls(value)


MaintenanceRequest = FactoryDefault | Restart | ServerReport | SystemLog | AccessLog
_REQUESTS = (FactoryDefault, Restart, ServerReport, SystemLog, AccessLog)


@discreet
def parse_maintenance_request(request: HttpRequest) -> MaintenanceRequest:
    """The request of an HTTP message to any of the CGIs but ``firmwareupgrade.cgi``.

    Raises:
        ParseError: The first problem of the message.
    """
    names = tuple(name for kind in _REQUESTS for name in kind.names)
    cgi, _, problems = read(request, names)
    for problem, text in problems:
        raise ParseError(problem, text)
    assert cgi is not None  # noqa: S101 - or there is a problem
    return next(kind for kind in _REQUESTS if cgi.name in kind.names).from_http(request)
