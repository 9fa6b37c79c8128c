"""Requests to the CGIs without accounts and parameters: resets, restart, server report and logs."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import check_value
from vapix_proto.vapix.cgis import CGIS, SOURCE, ReportMode
from vapix_proto.vapix.failures import read_response
from vapix_proto.vapix.maintenance.responses import HtmlResponse, LogResponse, ReportResponse, read_report, read_text_as
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

__all__ = [
    "KEPT_BY_FACTORY_DEFAULT",
    "AccessLog",
    "FactoryDefault",
    "KeptSetting",
    "Restart",
    "ServerReport",
    "SystemLog",
]

_ALPHANUMERIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
# What a name may have is not recorded: control characters and halves of surrogate pairs are in none.
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_HARD, _SOFT = CGIS["hardfactorydefault.cgi"], CGIS["factorydefault.cgi"]
_SYSTEM_LOG = CGIS["systemlog.cgi"]


class KeptSetting(Value):
    """A setting that a reset keeps: its parameter (None where the specification names none), and what it is."""

    parameter: str | None
    meaning: str
    source: str = f"{SOURCE}, Factory default"


#: What ``factorydefault.cgi`` keeps, so that the device stays at its address; ``hardfactorydefault.cgi`` keeps nothing.
KEPT_BY_FACTORY_DEFAULT = (
    KeptSetting("Network.BootProto", "the boot protocol"),
    KeptSetting("Network.IPAddress", "the static IP address"),
    KeptSetting("Network.DefaultRouter", "the default router"),
    KeptSetting("Network.SubnetMask", "the subnet mask"),
    KeptSetting("Network.Broadcast", "the broadcast IP address"),
    KeptSetting(None, "the system time"),
    KeptSetting(None, "the IEEE 802.1X settings"),
)


class FactoryDefault(Request):
    """Sets all settings to their defaults and restarts; ``hard`` resets those of ``keeps``, too."""

    hard: bool = False

    def _check(self) -> None:
        self._set(hard=bool(self.hard))

    def _row(self) -> tuple[Cgi, Action]:
        cgi = _HARD if self.hard else _SOFT
        return cgi, cgi.actions[0]

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.cgi is _HARD)

    @property
    def keeps(self) -> tuple[KeptSetting, ...]:
        """The settings that it keeps."""
        return () if self.hard else KEPT_BY_FACTORY_DEFAULT

    def read(self, response: HttpResponse) -> HtmlResponse | Failure:
        """The page that the device answers before it restarts."""
        return read_response(response, lambda response: read_text_as(HtmlResponse, response))


class Restart(Request):
    """Restarts the device."""

    def read(self, response: HttpResponse) -> HtmlResponse | Failure:
        """The page that the device answers before it restarts."""
        return read_response(response, lambda response: read_text_as(HtmlResponse, response))


class AccessLog(Request):
    """Asks for the log of clients."""

    def read(self, response: HttpResponse) -> LogResponse | Failure:
        """The log."""
        return read_response(response, lambda response: read_text_as(LogResponse, response))


class ServerReport(Request):
    """Asks for product information, parameters and logs; as text if no mode is given.

    Raises:
        ParseError: No such mode.
    """

    mode: ReportMode | None

    def __init__(self, mode: ReportMode | str | None = None) -> None:
        self._set(mode=None if mode is None else ReportMode(check_value(CGIS["serverreport.cgi"], "mode", mode)))

    def _arguments(self) -> Pairs:
        return () if self.mode is None else (("mode", self.mode.value),)

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.values.get("mode"))

    def read(self, response: HttpResponse) -> ReportResponse | Failure:
        """The report. To zip_with_image a product without application support may answer with text."""
        return read_response(response, lambda response: read_report(response, self.mode or ReportMode.TEXT))


class SystemLog(Request):
    """Asks for the system log, or its entries that contain a text of letters and digits.

    Attributes:
        text: What the entries must contain.
        appname: The application whose entries they must be; undocumented, but recorded in 2020.

    Raises:
        ParseError: A text of other characters, or a control character in the name of the application.
    """

    text: str | None = None
    appname: str | None = None

    def _check(self) -> None:
        for name, problems in _PROBLEMS_OF.items():
            value = getattr(self, name)
            if value is not None:
                value = check_value(_SYSTEM_LOG, name, value)
                for problem, _ in problems(value):
                    raise ParseError(problem, value)
                self._set(**{name: value})

    def _arguments(self) -> Pairs:
        pairs = (("text", self.text), ("appname", self.appname))
        return tuple((name, value) for name, value in pairs if value is not None)

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.values.get("text"), given.values.get("appname"))

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        yield from _text_problems(given.values.get("text", ""))
        if "appname" in given.values:
            name = given.values["appname"]
            message = "appname is not in the specification: it is known from a recording of 2020"
            span, source = Span(0, len(name)), "systemlog.cgi, as recorded"
            yield Problem(Code.ARGUMENT_UNKNOWN, message, span, None, source, Severity.WARNING, subject="appname"), name
            yield from _appname_problems(name)

    def read(self, response: HttpResponse) -> LogResponse | Failure:
        """The log."""
        return read_response(response, lambda response: read_text_as(LogResponse, response))


def _text_problems(text: str) -> Iterator[Found]:
    at = next((index for index, character in enumerate(text) if character not in _ALPHANUMERIC), None)
    if at is not None:
        message, hint = f"{quote(text[at])} is neither a letter nor a digit", "write A-Z, a-z and 0-9 only"
        source = f"{_SYSTEM_LOG.source}: text"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(at, at + 1), hint, source, subject="text"), text


def _appname_problems(name: str) -> Iterator[Found]:
    odd = _NOT_IN_NAMES.search(name)
    if odd is not None:
        message = f"{quote(odd[0])} is not allowed in the name of an application"
        source = f"{_SYSTEM_LOG.source}: appname"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(*odd.span()), "leave it out", source, subject="appname"), name


_PROBLEMS_OF = {"text": _text_problems, "appname": _appname_problems}
