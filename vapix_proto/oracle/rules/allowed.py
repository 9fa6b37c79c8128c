"""Verdicts on values and requests, and the valid values of parameters."""

from __future__ import annotations

import re
from enum import Enum
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from vapix_proto.oracle.rules.tz_strings import DATE_WITH_ZEROS, LOOSE, TZ

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    #: A function that gives the verdict on a value without control characters.
    Allowed: TypeAlias = "Callable[[str], Verdict]"

_ALNUM = "A-Za-z0-9"
_LABEL = rf"[{_ALNUM}](?:[{_ALNUM}-]{{0,61}}[{_ALNUM}])?"
# RFC 1123, 2.1: the last label of a name is never a number, because such a name would look like an address.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}\Z")
_BLANK = re.compile(r"\s")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)\Z")
#: A number that may have leading zeros, a plus sign, or spaces around it.
LOOSE_NUMBER = re.compile(r" *\+?[0-9]{1,18} *\Z")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*\Z")


class Verdict(Enum):
    """Whether a device accepts a value or request, as far as the sources (documentation and recordings) settle it."""

    #: A device must accept the value or request.
    TAKEN = "taken"
    #: No source settles whether the value or request is valid; the reference device accepts it.
    TAKEN_FIRST = "taken first"
    #: No source settles whether the value or request is valid; the reference device refuses it.
    REFUSED_FIRST = "refused first"
    #: A device must refuse the value or request.
    REFUSED = "refused"

    @property
    def takes(self) -> bool:
        """Whether the reference device accepts the value or request."""
        return self in (Verdict.TAKEN, Verdict.TAKEN_FIRST)

    @property
    def settled(self) -> bool:
        """Whether the sources settle what a device must do."""
        return self in (Verdict.TAKEN, Verdict.REFUSED)


def judged(allowed: Allowed, text: str) -> Verdict:
    """The verdict on a new value; every parameter refuses control characters."""
    return allowed(text) if _TEXT.match(text) else Verdict.REFUSED


def _is_address(text: str, kind: type[IPv4Address] | type[IPv6Address]) -> bool:
    try:
        kind(text)
    except AddressValueError:
        return False
    return "%" not in text


def host(text: str) -> Verdict:
    """Allows an IP address or a host name."""
    if _HOST.match(text) or _is_address(text, IPv4Address) or _is_address(text, IPv6Address):
        return Verdict.TAKEN
    # Devices may be more lenient than the standards, for example about an underscore, a final dot or a zone index.
    return Verdict.REFUSED if not text or _BLANK.search(text) else Verdict.REFUSED_FIRST


def any_text(_text: str) -> Verdict:
    """Allows any string: the specification gives the type as ``<string>``."""
    return Verdict.TAKEN


def address(text: str) -> Verdict:
    """Allows an IPv4 address."""
    return Verdict.TAKEN if _is_address(text, IPv4Address) else Verdict.REFUSED


def words(*known: str) -> Allowed:
    """Allows one of the given words."""
    return lambda text: Verdict.TAKEN if text in known else Verdict.REFUSED


def product_words(word: str, *others: str) -> Allowed:
    """Allows ``word``, which all recordings show.

    No source settles which other words a product accepts; of these, the reference device accepts only ``others``.
    """
    verdicts = {word: Verdict.TAKEN, "": Verdict.REFUSED, **dict.fromkeys(others, Verdict.TAKEN_FIRST)}
    return lambda text: verdicts.get(text, Verdict.REFUSED_FIRST)


def number(low: int, high: int) -> Allowed:
    """Allows a decimal number from ``low`` to ``high``, inclusive."""

    def judge(text: str) -> Verdict:
        if not LOOSE_NUMBER.match(text) or not low <= int(text) <= high:
            return Verdict.REFUSED
        return Verdict.TAKEN if _NUMBER.match(text) else Verdict.REFUSED_FIRST

    return judge


def tz_string(text: str) -> Verdict:
    """Allows a POSIX TZ string that follows the VAPIX syntax."""
    # The syntax does not mention leading zeros in a date.
    if not TZ.match(text):
        return Verdict.REFUSED_FIRST if LOOSE.match(text) else Verdict.REFUSED
    return Verdict.TAKEN_FIRST if DATE_WITH_ZEROS.search(text) else Verdict.TAKEN


def of_other_specification(choice: Allowed) -> Allowed:
    """Makes every verdict unsettled, because ``choice`` follows a specification that is not one of our sources."""
    return lambda text: Verdict.TAKEN_FIRST if choice(text).takes else Verdict.REFUSED_FIRST


def read_only(_text: str) -> Verdict:
    """Allows no value: only the device itself sets the parameter."""
    return Verdict.REFUSED
