"""How firmly a device takes or refuses something, and what is judged so: the values of parameters."""

from __future__ import annotations

import re
from enum import Enum
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from vapix_proto.oracle.rules.tz_strings import DATE_WITH_ZEROS, TZ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKS", "Verdict", "judge"]


class Verdict(Enum):
    """What the sources say of a value or request."""

    #: It has to be taken.
    TAKEN = "taken"
    #: Not settled; the reference device takes it.
    TAKEN_FIRST = "taken first"
    #: Not settled; the reference device refuses it.
    REFUSED_FIRST = "refused first"
    #: It has to be refused.
    REFUSED = "refused"

    @property
    def takes(self) -> bool:
        """Whether the reference device takes it."""
        return self in (Verdict.TAKEN, Verdict.TAKEN_FIRST)

    @property
    def settled(self) -> bool:
        """Whether there is no choice."""
        return self in (Verdict.TAKEN, Verdict.REFUSED)


_ALNUM = "A-Za-z0-9"
_LABEL = rf"[{_ALNUM}](?:[{_ALNUM}-]{{0,61}}[{_ALNUM}])?"
# RFC 1123, 2.1: the last label of a name is no number, or it would look like an address.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}\Z")
_ATOM = rf"[{_ALNUM}!#$%&'*+/=?^_`{{|}}~-]+"
_EMAIL = re.compile(rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(.*)\Z")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)\Z")
_NUMBER_MAYBE = re.compile(r" *\+?[0-9]{1,18} *\Z")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*\Z")


def _is_address(text: str, kind: type[IPv4Address] | type[IPv6Address]) -> bool:
    try:
        kind(text)
    except AddressValueError:
        return False
    return "%" not in text


def _host(text: str, _: str) -> Verdict:
    if _HOST.match(text) or _is_address(text, IPv4Address) or _is_address(text, IPv6Address):
        return Verdict.TAKEN
    # A name with _, a dot at its end, a zone index: devices may be kinder than the standards are.
    return Verdict.REFUSED if not text or _BLANK.search(text) else Verdict.REFUSED_FIRST


def _host_or_nothing(text: str, limits: str) -> Verdict:
    return _host(text, limits) if text else Verdict.TAKEN


def _email(text: str, _: str) -> Verdict:
    found = _EMAIL.match(text)
    if not text or (found is not None and _HOST.match(found[1])):
        return Verdict.TAKEN
    return Verdict.REFUSED if "@" not in text or _BLANK.search(text) else Verdict.REFUSED_FIRST


def _words(text: str, limits: str) -> Verdict:
    return Verdict.TAKEN if text in limits.split() else Verdict.REFUSED


def _number(text: str, limits: str) -> Verdict:
    if not _NUMBER_MAYBE.match(text):
        return Verdict.REFUSED
    low, high = map(int, limits.split())
    if not low <= int(text) <= high:
        return Verdict.REFUSED
    # Zeros, blanks or a plus before the number.
    return Verdict.TAKEN if _NUMBER.match(text) else Verdict.REFUSED_FIRST


def _tz(text: str, _: str) -> Verdict:
    if not TZ.match(text):
        return Verdict.REFUSED
    # The syntax says nothing of zeros before a month or a day.
    return Verdict.TAKEN_FIRST if DATE_WITH_ZEROS.search(text) else Verdict.TAKEN


def _address(text: str, _: str) -> Verdict:
    return Verdict.TAKEN_FIRST if _is_address(text, IPv4Address) else Verdict.REFUSED_FIRST


def _unread(text: str, limits: str) -> Verdict:
    return Verdict.TAKEN_FIRST if text in limits.split() else Verdict.REFUSED_FIRST


def _product(text: str, limits: str) -> Verdict:
    """The first word is recorded everywhere; which of the others a product has, and which more, is not said."""
    first, *others = limits.split()
    if text in (first, ""):
        return Verdict.TAKEN if text else Verdict.REFUSED
    return Verdict.TAKEN_FIRST if text in others else Verdict.REFUSED_FIRST


def _never(_: str, __: str) -> Verdict:
    return Verdict.REFUSED


#: The ways to judge a value, by the word that a parameter has for it.
CHECKS: dict[str, Callable[[str, str], Verdict]] = {
    "host": _host,
    "host or nothing": _host_or_nothing,
    "email": _email,
    "words": _words,
    "number": _number,
    "tz": _tz,
    "address of another specification": _address,
    "words of another specification": _unread,
    "words of the product": _product,
    "read only": _never,
}


def judge(check: str, limits: str, text: str) -> Verdict:
    """Whether a parameter of that check and those limits takes a value."""
    return CHECKS[check](text, limits) if _TEXT.match(text) else Verdict.REFUSED
