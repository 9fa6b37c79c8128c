"""What a parameter may hold: the verdict on values at each boundary."""

from __future__ import annotations

import pytest

from vapix_proto.oracle.rules.allowed import (
    Address,
    Allowed,
    AnyText,
    Host,
    Number,
    OfOtherSpecification,
    ProductWords,
    ReadOnly,
    TzString,
    Words,
)
from vapix_proto.oracle.rules.verdict import Verdict

LONGEST = ".".join(["a" * 63] * 3 + ["a" * 61])
SYNC = ProductWords("NTP", ("PC", "None"))
ADDRESS, BOOT = OfOtherSpecification(Address()), OfOtherSpecification(Words(("dhcp", "none")))

#: What may be held, and values by their verdict.
CASES: list[tuple[Allowed, Verdict, tuple[str, ...]]] = [
    (Host(), Verdict.TAKEN, ("0.0.0.0", "::1", "a", "ntp.example.com", "1a", LONGEST)),
    (Host(), Verdict.REFUSED_FIRST, ("a_b", "a.", "-a", "1", "1.2.3.256", "fe80::1%1", "a" * 64, "a" + LONGEST)),
    (Host(), Verdict.REFUSED_FIRST, ("~", "~a", "a~", "a~b", "\ud799")),
    (Host(), Verdict.REFUSED, ("", "a b", "a\n")),
    (AnyText(), Verdict.TAKEN, ("", "a", "a@b", "\xe9 b")),
    (Address(), Verdict.TAKEN, ("192.168.0.90",)),
    (Address(), Verdict.REFUSED, ("", "::1", "192.168.0.256", "a")),
    (Words(("yes", "no")), Verdict.TAKEN, ("yes", "no")),
    (Words(("yes", "no")), Verdict.REFUSED, ("", "Yes", "yes no", "yes ")),
    (SYNC, Verdict.TAKEN, ("NTP",)),
    (SYNC, Verdict.TAKEN_FIRST, ("PC", "None")),
    (SYNC, Verdict.REFUSED_FIRST, ("GPS", "ntp")),
    (SYNC, Verdict.REFUSED, ("",)),
    (Number(0, 3), Verdict.TAKEN, ("0", "3")),
    (Number(0, 3), Verdict.REFUSED_FIRST, ("00", "03", "+3", " 3 ", "0" * 18)),
    (Number(0, 3), Verdict.REFUSED, ("", "4", "-1", "x", "3.0", "0" * 19, "\u0663")),
    (TzString(), Verdict.TAKEN, ("UTC0", "CET-1CEST,M3.5.0,M10.5.0/3")),
    (TzString(), Verdict.TAKEN_FIRST, ("CET-1CEST,M03.5.0,M10.5.0/3",)),
    (TzString(), Verdict.REFUSED, ("", "UTC", "Europe/Vienna")),
    (ADDRESS, Verdict.TAKEN_FIRST, ("192.168.0.90",)),
    (ADDRESS, Verdict.REFUSED_FIRST, ("", "::1")),
    (BOOT, Verdict.TAKEN_FIRST, ("dhcp",)),
    (BOOT, Verdict.REFUSED_FIRST, ("", "DHCP")),
    (ReadOnly(), Verdict.REFUSED, ("", "3")),
]


@pytest.mark.parametrize(("allowed", "verdict", "texts"), CASES)
def test_verdict(allowed: Allowed, verdict: Verdict, texts: tuple[str, ...]) -> None:
    assert {text: allowed.judge(text) for text in texts} == dict.fromkeys(texts, verdict)


@pytest.mark.parametrize("allowed", dict.fromkeys(case[0] for case in CASES), ids=str)
def test_control_characters_and_surrogates_are_refused_by_all(allowed: Allowed) -> None:
    for text in ("\0", "a\n", "a\x10", "\x1f", "\x7f", "\ud800", "\udfff"):
        assert allowed.judge(text) is Verdict.REFUSED
