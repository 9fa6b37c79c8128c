"""Similar features are distinguished, and implied rules are not claimed before they apply."""

from __future__ import annotations

import pytest

from vapix_proto import tz
from vapix_proto.tz import Feature
from vapix_proto.tz.implementations.features import fault_of, features_of

ALIKE = {
    Feature.QUOTED_DESIGNATION,
    Feature.QUOTED_SIGN,
    Feature.LARGE_SHIFT,
    Feature.NEEDLESS_QUOTES,
    Feature.JULIAN_DAY_59,
    Feature.OFFSET_MINUTES,
    Feature.OFFSET_SECONDS,
    Feature.SECONDS_IN_ONE_OFFSET,
    Feature.OFFSET_ZERO_SECONDS,
    Feature.DST_WITHOUT_SHIFT,
    Feature.EARLY_END,
    Feature.TRANSITION_IN_OTHER_LOCAL_YEAR,
    Feature.TRANSITION_IN_OTHER_UTC_YEAR,
    Feature.TRANSITIONS_CLOSE,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EST5", set()),
        ("EST5:00", {Feature.OFFSET_MINUTES}),
        ("EST5EDT,M3.2.0/2:00,M11.1.0", set()),
        ("AAA-10BBB,M3.1.0,J365/24:30", {Feature.TRANSITION_IN_OTHER_LOCAL_YEAR}),
        ("AAA10BBB,M3.1.0,J365/23", {Feature.TRANSITION_IN_OTHER_UTC_YEAR}),
        ("<EST>5", {Feature.NEEDLESS_QUOTES}),
        ("<+05>-5", {Feature.QUOTED_DESIGNATION}),
        ("<-AAA>5", {Feature.QUOTED_SIGN}),
        ("<-AAA>5<+B1>,M3.2.0,M11.1.0", {Feature.QUOTED_DESIGNATION}),
        ("AAA3BBB-2,M4.1.0,M10.1.0/6", {Feature.LARGE_SHIFT}),
        ("AAA3BBB0,M4.1.0,M10.1.0/6", set()),
        ("<EST>5<-04>,M3.2.0,M11.1.0", {Feature.QUOTED_DESIGNATION}),
        ("LMT5:30:15", {Feature.OFFSET_MINUTES, Feature.OFFSET_SECONDS}),
        ("LMT5:30:15LDT4:30:15,M3.2.0,M11.1.0", {Feature.OFFSET_MINUTES, Feature.OFFSET_SECONDS}),
        ("AAA3BBB2:30:15,M3.2.0,M11.1.0", {Feature.OFFSET_MINUTES, Feature.SECONDS_IN_ONE_OFFSET}),
        ("AAA3:00:00", {Feature.OFFSET_MINUTES, Feature.OFFSET_ZERO_SECONDS}),
        ("AAA3BBB,M3.2.0/2:00:00,M11.1.0", set()),
        ("AAA3:30:15BBB2,M3.2.0,M11.1.0", {Feature.OFFSET_MINUTES, Feature.SECONDS_IN_ONE_OFFSET}),
        ("AAA3BBB3,M3.2.0,M11.1.0", {Feature.DST_WITHOUT_SHIFT}),
        ("EET-2EEST,M3.5.0/0,M10.5.0/0", {Feature.EARLY_END}),
        ("EET-2EEST,M3.5.0/0,M10.5.0/1", set()),
        ("AAA3BBB1,M3.5.0/0,M10.5.0/1", {Feature.EARLY_END}),
        ("IST-1GMT0,M10.5.0,M3.5.0/0", set()),
        ("AAA3BBB,J59,J300", {Feature.JULIAN_DAY_59}),
        ("AAA3BBB,59,J300", set()),
        ("AAA3BBB,J100/2,J100/20", {Feature.TRANSITIONS_CLOSE}),
        ("AAA3BBB,J100/2,J101/3:00:01", set()),
    ],
)
def test_features_that_are_alike_are_told_apart(text: str, expected: set[Feature]) -> None:
    assert features_of(tz.parse(text), text) & ALIKE == expected


@pytest.mark.parametrize(
    ("at", "expected"), [(1_152_000_000, tz.Outcome.UNKNOWN), (1_184_000_000, tz.Outcome.SAME)], ids=["2006", "2007"]
)
def test_implied_rules_are_not_claimed_before_they_count(at: int, expected: tz.Outcome) -> None:
    def outcome(text: str) -> tz.Outcome:
        verdicts = tz.agreement(text, at).verdicts
        return next(verdict.outcome for verdict in verdicts if verdict.implementation.name == "uClibc-ng")

    assert outcome("EST5EDT") is expected
    assert outcome("EST5EDT,M3.2.0,M11.1.0") is tz.Outcome.SAME


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("et+5", Feature.TWO_LETTER_DESIGNATION),
        ("<+03>25", Feature.OFFSET_25_HOURS),
        ("<+03>-3 ", Feature.TRAILING_BLANK),
        ("EST5EDT,M3.2.0,M11.1.0/3x", Feature.TRAILING_TEXT),
        (":EST5", Feature.LEADING_COLON),
        # No implementation was tested with these.
        *(
            (text, None)
            for text in ("E5", "<ET>5", "ET5EDT", "AAA26", "AAA25BBB", "EST5\t", "EST5  ", " EST5", ":EST", "")
        ),
        *((f"EST5EDT,M3.2.0,M11.1.0{rest}", None) for rest in (" ", "X", "xyzw", ",", "/", " x")),
    ],
)
def test_a_fault_is_recognised_as_it_was_tested(text: str, fault: Feature | None) -> None:
    assert fault_of(text, tz.VAPIX) is fault
    assert fault is None or fault_of(fault.example, tz.VAPIX) is fault
