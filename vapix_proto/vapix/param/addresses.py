"""Finds the faults in a string that should be an IP address, a host name or an e-mail address."""

from __future__ import annotations

import re

from vapix_proto.errors import quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    #: The message, the start and end of the fault, and the value to write instead, or None if that is uncertain.
    Fault: TypeAlias = tuple[str, int, int, str | None]

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_HOST = _LETTERS | _DIGITS | {"-"}
# RFC 5321, 4.1.2: the characters allowed in an atom.
_ATOM = _LETTERS | _DIGITS | frozenset("!#$%&'*+-/=?^_`{|}~")
_LABEL_MAX = 63
_HOST_MAX = 253
_LOCAL_MAX = 64
_EMAIL_MAX = 254
#: A URL with only a host and optionally a port.
_URL = re.compile(r"[A-Za-z]{1,8}://([^\s/:@?#]{1,253})(?::([0-9]{0,5}))?/?")


def server_faults(name: str, value: str) -> Iterator[Fault]:
    """The faults in a string that should be one IP address or one host name."""
    servers = re.split(r"[\s,;]+", value.strip()) if len(value) <= 4 * _HOST_MAX else []
    if len(servers) > 1 and all(map(_is_host, servers)):
        start = value.index(servers[0]) + len(servers[0])
        # In "server pool.ntp.org iburst", a line of ntp.conf, the first word is not a server.
        meant = servers[0] if re.search(r"[,;.:]", value[: start + 1]) else None
        yield f"{name} accepts one server, not {len(servers)}", start, len(value), meant
    else:
        yield from _host_faults(value)


def _is_host(text: str) -> bool:
    return next(_host_faults(text), None) is None


def _host_faults(value: str) -> Iterator[Fault]:
    """The faults in a string that should be an IP address or a host name."""
    meant = value.strip() if len(value) <= 2 * _HOST_MAX else value
    host, colon, port = value.partition(":")
    if not value:
        yield "the value is empty: an IP address or a host name is needed", 0, 0, None
    elif meant != value and meant and _is_host(meant):
        start = 0 if value[0] != meant[0] else len(meant)
        end = value.index(meant) if start == 0 else len(value)
        yield "a host must not have white space around it", start, end, meant
    elif colon and port.isascii() and port.isdigit() and _is_host(host):
        # Only port 123, the standard NTP port, can be dropped safely.
        yield f"a host is written without a port, not with {quote(port)}", len(host), len(value), _without(host, port)
    elif "://" in value:
        url = _URL.fullmatch(value)
        fix = _without(url[1], url[2] or "") if url is not None and _is_host(url[1]) else None
        yield f"{quote(value)} is a URL, but only a host is accepted", 0, len(value), fix
    elif colon:
        yield from _ipv6_faults(value)
    elif not _DIGITS.issuperset(value.rpartition(".")[2]) or value[-1] == ".":
        yield from _name_faults(value, 0, "a host name")
    else:
        yield from _ipv4_faults(value)


def _without(host: str, port: str) -> str | None:
    return host if port in {"", "123"} else None


def _ipv4_faults(value: str) -> Iterator[Fault]:
    from ipaddress import IPv4Address  # noqa: PLC0415 - only addresses need it

    try:
        IPv4Address(value)
    except ValueError:
        message = f"{quote(value)} is not a valid IPv4 address: write four numbers from 0 to 255"
        yield message, 0, len(value), None


def _ipv6_faults(value: str) -> Iterator[Fault]:
    from ipaddress import IPv6Address  # noqa: PLC0415 - only addresses need it

    def is_address(text: str) -> bool:
        try:
            IPv6Address(text)
        except ValueError:
            return False
        return "%" not in text

    if not is_address(value):
        bracketed = re.fullmatch(r"\s*\[([0-9A-Fa-f:.]{2,45})\](?::(\d{0,5}))?\s*", value[:80])
        meant = None if bracketed is None else _without(bracketed[1], bracketed[2] or "")
        if meant is None and len(value) <= 80:
            meant = value.strip().partition("%")[0]
        fix = meant if meant is not None and is_address(meant) else None
        message = f"{quote(value)} is not an IPv6 address, which has no brackets, zone or port"
        yield message, 0, len(value), fix


def _name_faults(value: str, start: int, what: str) -> Iterator[Fault]:
    """The faults in the host name that starts at ``start``: either its excessive length, or at most one per label."""
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
            fix = value[:-1] if last and start == 0 and _is_host(value[:-1]) else None
            yield f"a label of {what} is empty: there is nothing {'after' if last else 'before'} the dot", at, at, fix
        elif wrong is not None:
            character = quote(value[wrong])
            yield f"{what} may contain only letters, digits, - and dots, not {character}", wrong, wrong + 1, None
        elif len(label) > _LABEL_MAX:
            yield f"a label has at most {_LABEL_MAX} characters, not {len(label)}", at, end, None
        elif label[0] == "-":
            yield "a label starts with a letter or a digit, not with -", at, at + 1, None
        elif label[-1] == "-":
            yield "a label ends with a letter or a digit, not with -", end - 1, end, None
        at = end + 1


def email_faults(value: str) -> Iterator[Fault]:
    """The faults in a string that should be an e-mail address, that is, dot-separated atoms, ``@`` and a host name."""
    if len(value) > _EMAIL_MAX:
        yield f"an e-mail address has at most {_EMAIL_MAX} characters, not {len(value)}", 0, len(value), None
        return
    middle = value.find("@")
    if middle < 0:
        yield "an e-mail address needs an @", len(value), len(value), None
        return
    if middle == 0:
        yield "there is nothing before the @", 0, 0, None
    elif middle > _LOCAL_MAX:
        yield f"at most {_LOCAL_MAX} characters are allowed before the @, not {middle}", 0, middle, None
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
