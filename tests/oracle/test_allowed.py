"""The values that a parameter may have: the verdict on the values at each boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vapix_proto.oracle.rules.allowed import (
    Verdict,
    address,
    any_text,
    host,
    judged,
    number,
    of_other_specification,
    product_words,
    read_only,
    tz_string,
    words,
)

if TYPE_CHECKING:
    from vapix_proto.oracle.rules.allowed import Allowed

LONGEST = ".".join(["a" * 63] * 3 + ["a" * 61])
SYNC = product_words("NTP", "PC", "None")
ADDRESS, BOOT = of_other_specification(address), of_other_specification(words("dhcp", "none"))
YES_NO, TO_3 = words("yes", "no"), number(0, 3)

#: What a parameter may hold, and examples of values for each verdict.
CASES: list[tuple[Allowed, Verdict, tuple[str, ...]]] = [
    (host, Verdict.TAKEN, ("0.0.0.0", "::1", "a", "ntp.example.com", "1a", LONGEST)),
    (host, Verdict.REFUSED_FIRST, ("a_b", "a.", "-a", "1", "1.2.3.256", "fe80::1%1", "a" * 64, "a" + LONGEST)),
    (host, Verdict.REFUSED_FIRST, ("~", "~a", "a~", "a~b", "\ud799")),
    (host, Verdict.REFUSED, ("", "a b", "a\n")),
    (any_text, Verdict.TAKEN, ("", "a", "a@b", "\xe9 b")),
    (address, Verdict.TAKEN, ("192.168.0.90",)),
    (address, Verdict.REFUSED, ("", "::1", "192.168.0.256", "a")),
    (YES_NO, Verdict.TAKEN, ("yes", "no")),
    (YES_NO, Verdict.REFUSED, ("", "Yes", "yes no", "yes ")),
    (SYNC, Verdict.TAKEN, ("NTP",)),
    (SYNC, Verdict.TAKEN_FIRST, ("PC", "None")),
    (SYNC, Verdict.REFUSED_FIRST, ("GPS", "ntp")),
    (SYNC, Verdict.REFUSED, ("",)),
    (TO_3, Verdict.TAKEN, ("0", "3")),
    (TO_3, Verdict.REFUSED_FIRST, ("00", "03", "+3", " 3 ", "0" * 18)),
    (TO_3, Verdict.REFUSED, ("", "4", "-1", "x", "3.0", "0" * 19, "\u0663")),
    (tz_string, Verdict.TAKEN, ("UTC0", "CET-1CEST,M3.5.0,M10.5.0/3")),
    (tz_string, Verdict.TAKEN_FIRST, ("CET-1CEST,M03.5.0,M10.5.0/3", "AAA0BBB,J001,J365")),
    (
        tz_string,
        Verdict.REFUSED_FIRST,
        tuple(
            f"AAA0BBB,{date},M10.5.0"
            for date in ("M3.05.0", "M3.5.00", "M003.5.0", "M012.01.06", "J0001", "J0365", "0005", "0365", f"{0:09999}")
        ),
    ),
    (
        tz_string,
        Verdict.REFUSED,
        tuple(
            f"AAA0BBB,{date},M10.5.0"
            for date in ("M0.5.0", "M00.5.0", "M013.5.0", "M3.00.0", "M3.06.0", "M3.5.07", "J0000", "J0366", "0366")
        ),
    ),
    (tz_string, Verdict.REFUSED, ("", "UTC", "Europe/Vienna")),
    (ADDRESS, Verdict.TAKEN_FIRST, ("192.168.0.90",)),
    (ADDRESS, Verdict.REFUSED_FIRST, ("", "::1")),
    (BOOT, Verdict.TAKEN_FIRST, ("dhcp",)),
    (BOOT, Verdict.REFUSED_FIRST, ("", "DHCP")),
    (read_only, Verdict.REFUSED, ("", "3")),
]


@pytest.mark.parametrize(("allowed", "verdict", "texts"), CASES)
def test_verdict(allowed: Allowed, verdict: Verdict, texts: tuple[str, ...]) -> None:
    assert {text: judged(allowed, text) for text in texts} == dict.fromkeys(texts, verdict)


@pytest.mark.parametrize("allowed", dict.fromkeys(case[0] for case in CASES))
def test_control_characters_and_surrogates_are_refused_by_all(allowed: Allowed) -> None:
    for text in ("\0", "a\n", "a\x10", "\x1f", "\x7f", "\ud800", "\udfff"):
        assert judged(allowed, text) is Verdict.REFUSED
