"""What a parameter may hold, and the verdict on a value that is to be set."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from vapix_proto._value import Value
from vapix_proto.oracle.rules.tz_strings import DATE_WITH_ZEROS, TZ
from vapix_proto.oracle.rules.verdict import Verdict

__all__ = [
    "Address",
    "Allowed",
    "AnyText",
    "Host",
    "Number",
    "OfOtherSpecification",
    "ProductWords",
    "ReadOnly",
    "TzString",
    "Words",
]

_ALNUM = "A-Za-z0-9"
_LABEL = rf"[{_ALNUM}](?:[{_ALNUM}-]{{0,61}}[{_ALNUM}])?"
# RFC 1123, 2.1: the last label of a name is no number, or it would look like an address.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}\Z")
_BLANK = re.compile(r"\s")
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)\Z")
_NUMBER_MAYBE = re.compile(r" *\+?[0-9]{1,18} *\Z")
_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*\Z")


def _is_address(text: str, kind: type[IPv4Address] | type[IPv6Address]) -> bool:
    try:
        kind(text)
    except AddressValueError:
        return False
    return "%" not in text


class Allowed(Value):
    """The base: what no parameter may hold is refused before a subclass gives its verdict."""

    def judge(self, text: str) -> Verdict:
        """How firmly a parameter accepts or refuses a value."""
        return self._verdict(text) if _TEXT.match(text) else Verdict.REFUSED

    def _verdict(self, text: str) -> Verdict:
        raise NotImplementedError


class Host(Allowed):
    """An IP address or a host name."""

    def _verdict(self, text: str) -> Verdict:
        if _HOST.match(text) or _is_address(text, IPv4Address) or _is_address(text, IPv6Address):
            return Verdict.TAKEN
        # A name with _, a dot at its end, a zone index: devices may be kinder than the standards are.
        return Verdict.REFUSED if not text or _BLANK.search(text) else Verdict.REFUSED_FIRST


class AnyText(Allowed):
    """Any text: the specification has ``<string>``."""

    def _verdict(self, text: str) -> Verdict:
        return Verdict.TAKEN


class Address(Allowed):
    """An IPv4 address."""

    def _verdict(self, text: str) -> Verdict:
        return Verdict.TAKEN if _is_address(text, IPv4Address) else Verdict.REFUSED


class Words(Allowed):
    """One of some words."""

    words: tuple[str, ...]

    def _verdict(self, text: str) -> Verdict:
        return Verdict.TAKEN if text in self.words else Verdict.REFUSED


class ProductWords(Allowed):
    """A word that is recorded everywhere; which of the others a product has, and which more, is not said."""

    word: str
    others: tuple[str, ...]

    def _verdict(self, text: str) -> Verdict:
        if text in (self.word, ""):
            return Verdict.TAKEN if text else Verdict.REFUSED
        return Verdict.TAKEN_FIRST if text in self.others else Verdict.REFUSED_FIRST


class Number(Allowed):
    """A decimal number from low to high, both included."""

    low: int
    high: int

    def _verdict(self, text: str) -> Verdict:
        if not _NUMBER_MAYBE.match(text) or not self.low <= int(text) <= self.high:
            return Verdict.REFUSED
        # Zeros, blanks or a plus before the number.
        return Verdict.TAKEN if _NUMBER.match(text) else Verdict.REFUSED_FIRST


class TzString(Allowed):
    """A POSIX TZ string in the form of VAPIX."""

    def _verdict(self, text: str) -> Verdict:
        if not TZ.match(text):
            return Verdict.REFUSED
        # The syntax does not mention zeros before a month or a day.
        return Verdict.TAKEN_FIRST if DATE_WITH_ZEROS.search(text) else Verdict.TAKEN


class OfOtherSpecification(Allowed):
    """What another specification allows, which is no source here: nothing is settled."""

    choice: Allowed

    def _verdict(self, text: str) -> Verdict:
        return Verdict.TAKEN_FIRST if self.choice.judge(text).takes else Verdict.REFUSED_FIRST


class ReadOnly(Allowed):
    """Nothing: only the device itself sets it."""

    def _verdict(self, text: str) -> Verdict:
        return Verdict.REFUSED
