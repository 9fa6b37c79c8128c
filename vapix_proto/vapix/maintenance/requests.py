"""Device maintenance requests: resets, restarts, server reports and logs."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.errors import Code, Problem, Severity, Span, quote
from vapix_proto.vapix.arguments import checked
from vapix_proto.vapix.cgi import SOURCE
from vapix_proto.vapix.cgis import CGIS, ReportMode
from vapix_proto.vapix.failures import read_response
from vapix_proto.vapix.maintenance.responses import HtmlResponse, LogResponse, ReportResponse, read_report, read_text_as
from vapix_proto.vapix.protocol import Request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from vapix_proto.vapix.arguments import Given
    from vapix_proto.vapix.cgi import Action, Cgi
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse

_HARD, _SOFT = CGIS["hardfactorydefault.cgi"], CGIS["factorydefault.cgi"]


class KeptSetting(Value):
    """A setting that a reset keeps. ``parameter`` is None if the specification names no parameter for it."""

    parameter: str | None
    meaning: str
    source: str = f"{SOURCE}, Factory default"


#: ``factorydefault.cgi`` keeps these settings so that the device keeps its address; ``hardfactorydefault.cgi`` keeps
#: nothing.
KEPT_BY_FACTORY_DEFAULT = (
    KeptSetting("Network.BootProto", "the boot protocol"),
    KeptSetting("Network.IPAddress", "the static IP address"),
    KeptSetting("Network.DefaultRouter", "the default router"),
    KeptSetting("Network.SubnetMask", "the subnet mask"),
    KeptSetting("Network.Broadcast", "the broadcast IP address"),
    KeptSetting(None, "the system time"),
    KeptSetting(None, "the IEEE 802.1X settings"),
)


class RestartingRequest(Request):
    """A request after which the device restarts."""

    def read(self, response: HttpResponse) -> HtmlResponse | Failure:
        """The page that the device sends before it restarts."""
        return read_response(response, lambda response: read_text_as(HtmlResponse, response))


class FactoryDefault(RestartingRequest):
    """Resets all settings except those in ``keeps`` to their defaults, and restarts the device.

    If ``hard`` is true, ``keeps`` is empty.
    """

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
        """The settings that the reset keeps."""
        return () if self.hard else KEPT_BY_FACTORY_DEFAULT


class Restart(RestartingRequest):
    """Restarts the device."""


class _LogRequest(Request):
    def read(self, response: HttpResponse) -> LogResponse | Failure:
        """The log."""
        return read_response(response, lambda response: read_text_as(LogResponse, response))


class AccessLog(_LogRequest):
    """Asks for the access log."""


class ServerReport(Request):
    """Asks for product information, parameters and logs. Without a mode, the report is text.

    Raises:
        ParseError: The mode does not exist.
    """

    _sent = (("mode", "mode"),)
    mode: ReportMode | None

    def __init__(self, mode: ReportMode | str | None = None) -> None:
        self._set(mode=None if mode is None else ReportMode(checked(CGIS["serverreport.cgi"], "mode", mode)))

    def read(self, response: HttpResponse) -> ReportResponse | Failure:
        """The report. A product that can't run applications may send text even if ``zip_with_image`` was requested."""
        return read_response(response, lambda response: read_report(response, self.mode or ReportMode.TEXT))


def _text_problems(text: str, subject: str, source: str) -> Iterator[Problem]:
    wrong = re.search("[^A-Za-z0-9]", text)
    if wrong is not None:
        message, hint = f"{quote(wrong[0])} is neither a letter nor a digit", "write A-Z, a-z and 0-9 only"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(*wrong.span()), hint, f"{source}: {subject}", subject=subject)


def _appname_problems(name: str, subject: str, source: str) -> Iterator[Problem]:
    message = "appname is not in the specification: it is known only from a recording made in 2020"
    span, recorded = Span(0, len(name)), "systemlog.cgi, as recorded"
    yield Problem(Code.ARGUMENT_UNKNOWN, message, span, None, recorded, Severity.WARNING, subject=subject)
    # No recording shows which characters an application's name may contain. Devices are unlikely to accept control
    # characters or lone surrogates.
    odd = re.search("[\x00-\x1f\x7f\ud800-\udfff]", name)
    if odd is not None:
        message, hint = f"{quote(odd[0])} is not allowed in the name of an application", "leave it out"
        yield Problem(Code.ARGUMENT_VALUE, message, Span(*odd.span()), hint, f"{source}: {subject}", subject=subject)


class SystemLog(_LogRequest):
    """Asks for the system log, or only for the entries that contain a given string of letters and digits.

    Attributes:
        text: The text that entries must contain.
        appname: The application whose entries are requested; undocumented, but seen in a recording from 2020.

    Raises:
        ParseError: The text has characters other than letters and digits, or ``appname`` contains a control character.
    """

    _sent = (("text", "text"), ("appname", "appname"))
    _rules = (("text", _text_problems), ("appname", _appname_problems))
    text: str | None = None
    appname: str | None = None

    def _check(self) -> None:
        for name, rule in self._rules:
            value = getattr(self, name)
            if value is not None:
                self._set(**{name: checked(CGIS["systemlog.cgi"], name, value, rule)})
