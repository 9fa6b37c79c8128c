"""The CGIs without accounts and parameters as data: what each allows, and every problem of a request to one."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain

from vapix_proto._value import Value, discreet
from vapix_proto.errors import Code, ParseError, Problem, Span, limited, quote
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpRequest, may_hold_password, need_request, read_arguments, shown, unquoted

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.vapix.http import Pairs

__all__ = ["CGIS", "KEPT_BY_FACTORY_DEFAULT", "Cgi", "KeptSetting", "ReportMode", "validate_maintenance"]

SOURCE = "VAPIX System settings"
#: Where the CGIs are; the second is an older way, which devices accept (recorded for pwdgrp.cgi).
FOLDERS = ("/axis-cgi/", "/axis-cgi/admin/")
#: "Firmware: 5.00 and later" is above all of the CGIs.
FIRST_VERSION = AxisOs((5,))
_ALPHANUMERIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


class ReportMode(StrEnum):
    """How a server report is given; zip_with_image only by products with application support."""

    TAR_ALL = "tar_all"
    TEXT = "text"
    ZIP = "zip"
    ZIP_WITH_IMAGE = "zip_with_image"


class Cgi(Value):
    """A CGI as the specification describes it; all of these are for administrators.

    Attributes:
        name: The name of the file.
        section: The section of the specification.
        methods: The methods that it allows, the default first.
        restarts: Whether the device restarts as part of it.
        argument: The one argument that it has, which is optional, or None.
        values: All that it can be; None for any letters and digits.
        since: The first version of AXIS OS that knows the argument.
    """

    name: str
    section: str
    methods: tuple[str, ...] = ("GET",)
    restarts: bool = False
    argument: str | None = None
    values: tuple[str, ...] | None = None
    since: AxisOs = FIRST_VERSION

    @property
    def path(self) -> str:
        """Where it is."""
        return FOLDERS[0] + self.name

    @property
    def source(self) -> str:
        """The clause of the specification."""
        return f"{SOURCE}, {self.section}"


#: All of them by name, in the order of the specification.
CGIS = {
    cgi.name: cgi
    for cgi in (
        Cgi("factorydefault.cgi", "Factory default", restarts=True),
        Cgi("hardfactorydefault.cgi", "Hard factory default", restarts=True),
        Cgi("firmwareupgrade.cgi", "Firmware upgrade", ("POST",), True, "type", ("normal", "factorydefault")),
        Cgi("restart.cgi", "Restart server", restarts=True),
        Cgi("serverreport.cgi", "Server report", ("GET", "POST"), False, "mode", tuple(map(str, ReportMode))),
        Cgi("systemlog.cgi", "System log", argument="text", since=AxisOs((11, 11, 45))),
        Cgi("accesslog.cgi", "Access log"),
    )
}


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


def method_problem(cgi: Cgi, method: str) -> Problem | None:
    """What is wrong with a method; the span counts in it."""
    if method in cgi.methods:
        return None
    message, hint = f"the method {quote(method)} is not allowed", f"use {' or '.join(cgi.methods)}"
    return Problem(Code.METHOD_WRONG, message, Span(0, len(method)), hint, f"{cgi.source}: Method")


def value_problem(cgi: Cgi, value: str) -> Problem | None:
    """What is wrong with the value of the CGI's argument; the span counts in it."""
    span, hint = Span(0, len(value)), f"write {' or '.join(cgi.values or ())}"
    message = f"{quote(value)} is not a {cgi.argument}"
    if cgi.values is None:
        at = next((index for index, character in enumerate(value) if character not in _ALPHANUMERIC), None)
        if at is None:
            return None
        span, hint = Span(at, at + 1), "write A-Z, a-z and 0-9 only"
        message = f"{quote(value[at])} is neither a letter nor a digit"
    elif value in cgi.values:
        return None
    return Problem(Code.ARGUMENT_VALUE, message, span, hint, f"{cgi.source}: {cgi.argument}", subject=cgi.argument)


def version_problems(cgi: Cgi, axis_os: AxisOs | str, *, with_argument: bool) -> Iterator[Problem]:
    """What a version of AXIS OS doesn't have of the CGI."""
    version, name = AxisOs.parse(axis_os), cgi.argument
    if version < FIRST_VERSION:
        message = f"{cgi.name} is there since firmware 5.00, not in {version}"
        yield Problem(Code.PATH_WRONG, message, Span(0, 0), None, SOURCE)
    elif with_argument and version < cgi.since:
        message = f"{name} is known since AXIS OS {cgi.since}, not in {version}"
        yield Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), "leave it out", f"{cgi.source}: {name}", subject=name)


def read(request: HttpRequest, names: tuple[str, ...]) -> tuple[Cgi | None, str | None, Iterable[tuple[Problem, str]]]:
    """The CGI that a request is for, the value of its argument, and the problems, each with the text of its span.

    Query and form are read together, whatever the content type. A value that may be secret is in no text.
    """
    need_request(request)
    cgi = next((CGIS[name] for name in names if request.path in [folder + name for folder in FOLDERS]), None)
    if cgi is None:
        path = shown(request.path)
        message, hint = f"{quote(path)} is not the path of the CGI", f"use {CGIS[names[0]].path}"
        problem = Problem(Code.PATH_WRONG, message, Span(0, len(path)), hint, SOURCE)
        return None, None, [(problem if len(names) == 1 else problem.replace(hint=None), path)]
    pairs, broken = read_arguments(request.query)
    if request.method != "GET" and "GET" in cgi.methods and isinstance(request.body, bytes):
        more, more_broken = read_arguments(request.body)
        pairs, broken = pairs + more, chain(broken, more_broken)
    given = next((value for name, value in pairs if name == cgi.argument), None)
    return cgi, given, _problems(cgi, request.method, pairs, broken)


def _problems(cgi: Cgi, method: str, pairs: Pairs, broken: Iterator[Problem]) -> Iterator[tuple[Problem, str]]:
    wrong = method_problem(cgi, method)
    if wrong is not None:
        yield wrong, method
    for problem in broken:
        yield problem.replace(span=Span(0, 0)), ""
    repeated, quotable = False, not may_hold_password(pairs)
    for name, value in pairs:
        if name != cgi.argument:
            # Not quoted: it may be a password that went astray.
            message = "an argument does not exist"
            hint = f"there is only {cgi.argument}" if cgi.argument else "leave it out"
            yield Problem(Code.ARGUMENT_UNKNOWN, message, Span(0, 0), hint, cgi.source), ""
            continue
        if repeated:
            message = f"{name} occurs twice"
            problem = Problem(Code.ARGUMENT_REPEATED, message, Span(0, 0), "send it once", cgi.source, subject=name)
            yield problem, value if quotable else ""
        repeated = True
        wrong = value_problem(cgi, value)
        if wrong is not None:
            yield (wrong, value) if quotable else (unquoted(wrong), "")


@discreet
def validate_maintenance(request: HttpRequest, axis_os: AxisOs | str | None = None) -> tuple[Problem, ...]:
    """The problems of a request to one of ``CGIS``, by the rules of a version of AXIS OS or of the newest.

    There are 64 at the most, and how many more there are.

    The span of a method or path problem counts in that, any other in the value of its ``subject``. The body of a
    firmware upgrade is not read; ``MultipartReader`` does that.
    """
    cgi, given, found = read(request, tuple(CGIS))
    problems: Iterator[Problem] = (problem for problem, _ in found)
    if cgi is not None and axis_os is not None:
        problems = chain(problems, version_problems(cgi, axis_os, with_argument=given is not None))
    return limited(problems)


def checked(cgi: Cgi, value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{cgi.argument} must be a str, not {type(value).__name__}")
    problem = value_problem(cgi, value)
    if problem is not None:
        raise ParseError(problem, value)
    return value


def mode_of(mode: str) -> ReportMode:
    return ReportMode(checked(CGIS["serverreport.cgi"], mode))
