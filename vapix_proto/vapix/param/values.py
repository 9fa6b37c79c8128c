"""Checks whether a parameter may be set to a value, and finds every problem and where it is.

A problem with the name has no ``subject``, and its span refers to the name as written. A problem with the value has the
name without ``root.`` as its ``subject``, and its span refers to the value.
"""

from __future__ import annotations

from itertools import chain

from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote, refuse_errors
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.param.addresses import email_faults, server_faults
from vapix_proto.vapix.param.registry import PARAMETERS, HostText, Integers, TzText, Words, plain_name

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.vapix.param.addresses import Fault
    from vapix_proto.vapix.param.registry import Parameter

_DIGITS = frozenset("0123456789")
_HOST_SOURCE = "RFC 1123, 2.1; RFC 1035, 2.3.4; RFC 4291, 2.2"
#: The properties of the time/v2 API that replace parameters in newer versions of AXIS OS.
_SUCCESSORS = {
    "Time.POSIXTimeZone": "/timeZone/posix/timeZone or /timeZone/iana/timeZone",
    "Time.DST.Enabled": "/timeZone/posix/dstEnabled",
}
_EMAIL_SOURCE = "RFC 5321, 4.1.2 and 4.5.3.1"
_BY_LOWER = {known.lower(): known for known in PARAMETERS}


@discreet
def validate_parameter(name: str, value: str, axis_os: AxisOs | str | None = None) -> tuple[Problem, ...]:
    """The problems with setting a parameter: first the name's, then the value's, in order.

    After the first 64 problems, the rest are only counted.

    Args:
        name: The name, with or without ``root.``; case matters.
        value: The value to set.
        axis_os: The device's version; if None, no parameter counts as too old or too new.

    Raises:
        TypeError: Name or value is not a str.
        ValueError: ``axis_os`` is not a version of AXIS OS.
    """
    if not isinstance(name, str) or not isinstance(value, str):
        wrong = value if isinstance(name, str) else name
        raise TypeError(f"name and value must be str, not {type(wrong).__name__}")
    version = None if axis_os is None else AxisOs.parse(axis_os)
    parameter = PARAMETERS.get(plain_name(name))
    return (unknown(name),) if parameter is None else problems_of(parameter, name, value, version)


def problems_of(parameter: Parameter, name: str, value: str, version: AxisOs | None) -> tuple[Problem, ...]:
    """The problems with setting ``parameter`` to ``value``."""
    return limited(chain(_name_problems(parameter, len(name), version), _value_problems(parameter, value)))


@discreet
def check_parameter(name: str, value: str, axis_os: AxisOs | str | None = None) -> None:
    """Raises the first error that ``validate_parameter`` finds.

    Raises:
        ParseError: The name or the value has an error. The ParseError's ``text`` is whichever of the two is wrong.
        TypeError: Name or value is not a str.
        ValueError: ``axis_os`` is not a version of AXIS OS.
    """
    for problem in validate_parameter(name, value, axis_os):
        if problem.severity is Severity.ERROR:
            raise ParseError(problem, name if problem.subject is None else value)


def check_value(parameter: Parameter, value: str) -> str:
    """The value, if the parameter accepts it, regardless of versions and access rights.

    Raises:
        ParseError: The value has errors; ``problems`` lists all of them.
    """
    refuse_errors(_value_problems(parameter, value), value)
    return value


def unknown(name: str, *, hinted: bool = True) -> Problem:
    """The problem with a name outside the specification.

    It is an error if the name's case or form is wrong, and otherwise a warning, because devices have hundreds of other
    parameters. If ``hinted`` is false, no similar name is searched for, which makes the call ten times as fast.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only wrong names need it

    from vapix_proto.vapix.param._lines import expression, name_message  # noqa: PLC0415 - likewise

    span, source = Span(0, len(name)), "VAPIX System settings, parameters"
    plain = plain_name(name)
    short = plain[:64].strip().lower()
    near = [known for known in get_close_matches(short, _BY_LOWER, 3, 0.8) if _is_alike(short, known)] if hinted else []
    message = f"{quote(name)} is not in the specification, so its values are not judged"
    hint, severity = None, Severity.WARNING
    if short in _BY_LOWER and len(plain) <= 64:
        message = f"{quote(name)} is not a parameter of the specification"
        hint, severity = f"write {_BY_LOWER[short]}", Severity.ERROR
    elif near:
        hint = f"if you mean {_BY_LOWER[near[0]]}, write that"
    elif expression("name").fullmatch(name) is None:
        return Problem(Code.PARAM_NAME, name_message(name), span, None, source)
    return Problem(Code.PARAM_UNKNOWN, message, span, hint, source, severity)


def _is_alike(name: str, known: str) -> bool:
    """Whether the names are similar part by part; also true if they have different numbers of parts."""
    from difflib import get_close_matches  # noqa: PLC0415 - only wrong names need it

    parts, others = name.split("."), known.split(".")
    return len(parts) != len(others) or all(
        get_close_matches(part, [other], 1, 0.7) for part, other in zip(parts, others, strict=True)
    )


def _name_problems(parameter: Parameter, end: int, version: AxisOs | None) -> Iterator[Problem]:
    span = Span(0, end)
    if version is not None and parameter.until is not None and version >= parameter.until:
        message = f"AXIS OS {version} has no {parameter.name}, which exists only before version {parameter.until}"
        place = _SUCCESSORS.get(parameter.name)
        hint = None if place is None else f"set {place} of /config/rest/time/v2"
        yield Problem(Code.PARAM_VERSION, message, span, hint, parameter.source)
    elif version is not None and version < parameter.since:
        message = f"AXIS OS {version} has no {parameter.name}, which exists only from version {parameter.since} on"
        yield Problem(Code.PARAM_VERSION, message, span, None, parameter.source)
    if parameter.access.admin != "read, write":
        message = f"{parameter.name} is read-only"
        yield Problem(Code.PARAM_READ_ONLY, message, span, None, parameter.source)


def _value_problems(parameter: Parameter, value: str) -> Iterator[Problem]:
    allowed = parameter.values
    if isinstance(allowed, TzText):
        from vapix_proto.tz.parser import validate  # noqa: PLC0415 - only this parameter needs it

        yield from (problem.replace(subject=parameter.name) for problem in validate(value))
        return
    code, source, severity = Code.PARAM_VALUE, parameter.source, Severity.ERROR
    faults: Iterator[Fault] = iter(())
    if isinstance(allowed, Words):
        faults = _word_faults(parameter.name, allowed, value)
    elif isinstance(allowed, Integers):
        faults = _integer_faults(parameter.name, allowed, value)
    elif value or not allowed.empty:
        if isinstance(allowed, HostText):
            code, source = Code.PARAM_HOST, f"{source}; {_HOST_SOURCE}"
            faults = server_faults(parameter.name, value)
        else:
            # The specification allows any string, but the parameter is meant for an address.
            code, source, severity = Code.PARAM_EMAIL, f"{source}; {_EMAIL_SOURCE}", Severity.WARNING
            faults = email_faults(value)
    for message, start, end, meant in faults:
        hint = None if meant is None else f"write {meant}"
        if meant is not None and value.lower() == "dhcp":
            hint = f"write {meant}, and set Time.ObtainFromDHCP to yes"
        yield Problem(code, message, Span(start, end), hint, source, severity, parameter.name, meant)


#: Words that people write instead of those that parameters accept. All are in lower case.
_SYNONYMS = {
    **dict.fromkeys(("true", "on", "1", "enable", "enabled", "y"), "yes"),
    **dict.fromkeys(("false", "off", "0", "disable", "disabled", "n"), "no"),
    "manual": "none",
    "dhcp": "ntp",
}


def _word_faults(name: str, allowed: Words, value: str) -> Iterator[Fault]:
    if value not in allowed.words:
        by_lower = {word.lower(): word for word in allowed.words}
        short = value.strip().strip("\"'").lower() if len(value) <= 64 else ""
        meant = by_lower.get(short) or by_lower.get(_SYNONYMS.get(short, ""))
        yield f"{name} accepts {allowed}, not {quote(value) if value else 'an empty value'}", 0, len(value), meant


def _integer_faults(name: str, allowed: Integers, value: str) -> Iterator[Fault]:
    if not value:
        yield f"{name} accepts {allowed}, not an empty value", 0, 0, None
        return
    wrong = next((at for at, character in enumerate(value) if character not in _DIGITS), None)
    if wrong is not None:
        meant = value.strip().removeprefix("+") if len(value) <= 64 else ""
        within = meant.isascii() and meant.isdigit() and _within(allowed, meant)
        message = f"{name} accepts {allowed} in digits only, not {quote(value)}"
        yield message, wrong, wrong + 1, str(int(meant)) if within else None
    elif not _within(allowed, value):
        yield f"{name} accepts {allowed}, not {quote(value)}", 0, len(value), None
    elif value[0] == "0" and len(value) > 1:
        short = value.lstrip("0") or "0"
        yield f"{name} does not accept leading zeros", 0, len(value) - len(short), short


def _within(allowed: Integers, digits: str) -> bool:
    short = digits.lstrip("0") or "0"
    return len(short) <= len(str(allowed.high)) and allowed.low <= int(short) <= allowed.high
