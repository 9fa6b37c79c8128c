"""The public strategies of TZ strings, zones and instants, by the names that the tests of this folder use."""

from __future__ import annotations

from hypothesis import strategies as st

from vapix_proto import strategies, tz
from vapix_proto.strategies import broken_tz_strings, dialects, instants, readings, tz_strings

__all__ = [
    "ALPHABET",
    "broken_texts",
    "dialects",
    "instants",
    "instants_near_changes",
    "readings",
    "tz_strings",
    "zones",
]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789<>:+,./-"
broken_texts = broken_tz_strings
instants_near_changes = strategies.instants_near_transitions


def zones(dialect: tz.Dialect = tz.TZIF_V3) -> st.SearchStrategy[tz.PosixTimeZone]:
    """Zones that a dialect can write; by default of the widest with rules, so with every kind of time."""
    return strategies.zones(dialect)
