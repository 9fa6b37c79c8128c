"""Whether a parameter may be set to a value: every problem, each with its place.

A problem of the name has no subject, and its span counts in the name as given; a problem of the value has the name
without ``root.`` as its subject, and its span counts in the value.
"""

from __future__ import annotations

from itertools import chain

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.param.registry import PARAMETERS, HostText, Integers, TzText, Words, plain_name

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from vapix_proto.vapix.param.registry import Parameter

    #: What is wrong, from where to where, and what to write instead.
    Fault: TypeAlias = tuple[str, int, int, str | None]

__all__ = ["check_parameter", "validate_parameter"]

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_HOST = _LETTERS | _DIGITS | {"-"}
# RFC 5321, 4.1.2: the characters of an atom.
_ATOM = _LETTERS | _DIGITS | frozenset("!#$%&'*+-/=?^_`{|}~")
_LABEL_MAX = 63
_HOST_MAX = 253
_LOCAL_MAX = 64
_EMAIL_MAX = 254
_HOST_SOURCE = "RFC 1123, 2.1; RFC 1035, 2.3.4; RFC 4291, 2.2"
#: What took the place of parameters that are gone.
_SUCCESSORS = {
    "Time.POSIXTimeZone": "/timeZone/posix/timeZone or /timeZone/iana/timeZone",
    "Time.DST.Enabled": "/timeZone/posix/dstEnabled",
}
_EMAIL_SOURCE = "RFC 5321, 4.1.2 and 4.5.3.1"


def validate_parameter(name: str, value: str, axis_os: AxisOs | str | None = None) -> tuple[Problem, ...]:
    """The problems of setting a parameter: first those of its name, then those of its value in their order.

    There are 64 at the most, and how many more there are.

    Args:
        name: The name, with or without ``root.``; case matters.
        value: What to set it to.
        axis_os: The version of the device; without one, no parameter is too old or too new.

    Raises:
        TypeError: Name or value is not a str.
        ValueError: Not a version of AXIS OS.
    """
    if not isinstance(name, str) or not isinstance(value, str):
        raise TypeError(f"name and value are str, not {type(name).__name__} and {type(value).__name__}")
    version = None if axis_os is None else AxisOs.parse(axis_os)
    plain = plain_name(name)
    parameter = PARAMETERS.get(plain)
    if parameter is None:
        return (_unknown(name, plain),)
    return limited(chain(_name_problems(parameter, len(name), version), _value_problems(parameter, value)))


def check_parameter(name: str, value: str, axis_os: AxisOs | str | None = None) -> None:
    """Refuses what ``validate_parameter`` finds an error in.

    Raises:
        ParseError: The first error; its text is the value, or the name where the error is in that.
        TypeError: Name or value is not a str.
        ValueError: Not a version of AXIS OS.
    """
    for problem in validate_parameter(name, value, axis_os):
        if problem.severity is Severity.ERROR:
            raise ParseError(problem, name if problem.subject is None else value)


def check_value(parameter: Parameter, value: str) -> str:
    """The value, if a parameter may hold it, whatever its version and whoever sets it.

    Raises:
        ParseError: All of its errors.
    """
    errors = [problem for problem in _value_problems(parameter, value) if problem.severity is Severity.ERROR]
    if errors:
        raise ParseError(errors[0], value, *limited(errors[1:]))
    return value


def _unknown(name: str, plain: str) -> Problem:
    from difflib import get_close_matches  # noqa: PLC0415 - only for names that are wrong

    by_lower = {known.lower(): known for known in PARAMETERS}
    near = get_close_matches(plain.strip().lower()[:64], by_lower, 1, 0.7)
    hint = f"write {by_lower[near[0]]}" if near else None
    message = f"{quote(name)} is not a parameter of the specification"
    return Problem(Code.PARAM_UNKNOWN, message, Span(0, len(name)), hint, "VAPIX System settings, parameters")


def _name_problems(parameter: Parameter, end: int, version: AxisOs | None) -> Iterator[Problem]:
    span = Span(0, end)
    if version is not None and parameter.until is not None and version >= parameter.until:
        message = f"AXIS OS {version} has no {parameter.name}: it is gone from {parameter.until} on"
        place = _SUCCESSORS.get(parameter.name)
        hint = None if place is None else f"set {place} of /config/rest/time/v2"
        yield Problem(Code.PARAM_VERSION, message, span, hint, parameter.source)
    elif version is not None and version < parameter.since:
        message = f"AXIS OS {version} has no {parameter.name}: it is there from {parameter.since} on"
        yield Problem(Code.PARAM_VERSION, message, span, None, parameter.source)
    if parameter.access.admin != "read, write":
        message = f"{parameter.name} can be read, not set"
        yield Problem(Code.PARAM_READ_ONLY, message, span, None, parameter.source)


def _value_problems(parameter: Parameter, value: str) -> Iterator[Problem]:
    allowed = parameter.values
    if isinstance(allowed, TzText):
        from vapix_proto.tz.parser import validate  # noqa: PLC0415 - only this parameter needs it

        yield from (problem.replace(subject=parameter.name) for problem in validate(value))
        return
    code, source = Code.PARAM_VALUE, parameter.source
    faults: Iterator[Fault] = iter(())
    if isinstance(allowed, Words):
        faults = _word_faults(allowed, value)
    elif isinstance(allowed, Integers):
        faults = _integer_faults(allowed, value)
    elif value or not allowed.empty:
        if isinstance(allowed, HostText):
            code, source, faults = Code.PARAM_HOST, f"{source}; {_HOST_SOURCE}", _host_faults(value)
        else:
            code, source, faults = Code.PARAM_EMAIL, f"{source}; {_EMAIL_SOURCE}", _email_faults(value)
    for message, start, end, hint in faults:
        yield Problem(code, message, Span(start, end), hint, source, subject=parameter.name)


def _word_faults(allowed: Words, value: str) -> Iterator[Fault]:
    if value not in allowed.words:
        short = value[:64].strip().lower()
        meant = next((word for word in allowed.words if word.lower() == short and len(value) <= 64), None)
        shown = quote(value) if value else "nothing"
        yield f"the value is {allowed}, not {shown}", 0, len(value), None if meant is None else f"write {meant}"


def _integer_faults(allowed: Integers, value: str) -> Iterator[Fault]:
    if not value:
        yield f"the value is {allowed}, not nothing", 0, 0, None
        return
    wrong = next((at for at, character in enumerate(value) if character not in _DIGITS), None)
    if wrong is not None:
        meant = value.strip().removeprefix("+") if len(value) <= 64 else ""
        within = meant.isascii() and meant.isdigit() and _within(allowed, meant)
        hint = f"write {int(meant)}" if within else None
        yield f"the value is {allowed}, in digits alone, not {quote(value)}", wrong, wrong + 1, hint
    elif not _within(allowed, value):
        yield f"the value is {allowed}, not {quote(value)}", 0, len(value), None
    elif value[0] == "0" and len(value) > 1:
        short = value.lstrip("0") or "0"
        yield "a number has no zeros before it", 0, len(value) - len(short), f"write {short}"


def _within(allowed: Integers, digits: str) -> bool:
    short = digits.lstrip("0") or "0"
    return len(short) <= len(str(allowed.high)) and allowed.low <= int(short) <= allowed.high


def _host_faults(value: str) -> Iterator[Fault]:
    """What keeps a text from being an IP address or a host name."""
    meant = value.strip() if len(value) <= 2 * _HOST_MAX else value
    if not value:
        yield "there is no IP address and no host name", 0, 0, None
    elif meant != value and meant and next(_host_faults(meant), None) is None:
        start = 0 if value[0] != meant[0] else len(meant)
        end = value.index(meant) if start == 0 else len(value)
        yield "blanks are no part of a host", start, end, f"write {meant}"
    elif ":" in value:
        yield from _ipv6_faults(value)
    elif not _DIGITS.issuperset(value.rpartition(".")[2]) or value[-1] == ".":
        yield from _name_faults(value, 0, "a host name")
    else:
        yield from _ipv4_faults(value)


def _ipv4_faults(value: str) -> Iterator[Fault]:
    from ipaddress import IPv4Address  # noqa: PLC0415 - only for addresses

    try:
        IPv4Address(value)
    except ValueError:
        message = f"{quote(value)} is not a valid IPv4 address: write four numbers from 0 to 255"
        yield message, 0, len(value), None


def _ipv6_faults(value: str) -> Iterator[Fault]:
    from ipaddress import IPv6Address  # noqa: PLC0415 - only for addresses

    def is_address(text: str) -> bool:
        try:
            IPv6Address(text)
        except ValueError:
            return False
        return "%" not in text

    if not is_address(value):
        meant = value[:80].strip().partition("%")[0]
        if meant.startswith("["):
            meant = meant[1:].partition("]")[0]
        hint = f"write {meant}" if is_address(meant) else None
        yield f"{quote(value)} is not an IPv6 address; a host is written without a port", 0, len(value), hint


def _name_faults(value: str, start: int, what: str) -> Iterator[Fault]:
    """What keeps the text from ``start`` on from being a host name: its length, or one fault for each of its labels."""
    if len(value) - start > _HOST_MAX:
        yield f"{what} has at most {_HOST_MAX} characters, not {len(value) - start}", start, len(value), None
        return
    at = start
    labels = value[start:].split(".")
    for number, label in enumerate(labels):
        end = at + len(label)
        wrong = next((index for index, character in enumerate(label, at) if character not in _HOST), None)
        if not label:
            last = number == len(labels) - 1
            yield f"there is no label {'after' if last else 'before'} the dot", at, at, None
        elif wrong is not None:
            character = quote(value[wrong])
            yield f"{what} has letters, digits, - and dots, not {character}", wrong, wrong + 1, None
        elif len(label) > _LABEL_MAX:
            yield f"a label has at most {_LABEL_MAX} characters, not {len(label)}", at, end, None
        elif label[0] == "-":
            yield "a label starts with a letter or a digit, not with -", at, at + 1, None
        elif label[-1] == "-":
            yield "a label ends with a letter or a digit, not with -", end - 1, end, None
        at = end + 1


def _email_faults(value: str) -> Iterator[Fault]:
    """What keeps a text from being an address: atoms with dots between them, ``@``, a host name."""
    if len(value) > _EMAIL_MAX:
        yield f"an e-mail address has at most {_EMAIL_MAX} characters, not {len(value)}", 0, len(value), None
        return
    middle = value.find("@")
    if middle < 0:
        yield "an e-mail address has an @", len(value), len(value), None
        return
    if middle == 0:
        yield "there is nothing before the @", 0, 0, None
    elif middle > _LOCAL_MAX:
        yield f"there are at most {_LOCAL_MAX} characters before the @, not {middle}", 0, middle, None
    at = 0
    for atom in value[:middle].split(".") if middle else ():
        wrong = next((index for index, character in enumerate(atom, at) if character not in _ATOM), None)
        if not atom:
            yield "a dot needs a character on either side", at, at, None
        elif wrong is not None:
            yield f"{quote(value[wrong])} is not allowed before the @", wrong, wrong + 1, None
        at += len(atom) + 1
    domain = value[middle + 1 :]
    if not domain:
        yield "there is no host name after the @", len(value), len(value), None
    elif _DIGITS.issuperset(domain.rpartition(".")[2]) and domain[-1] != ".":
        yield "a host name must follow the @, not a number", middle + 1, len(value), None
    else:
        yield from _name_faults(value, middle + 1, "the host name of an e-mail address")
