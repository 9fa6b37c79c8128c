"""The public strategies for TZ strings, zones and instants, under the names that the tests use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vapix_proto import strategies, tz
from vapix_proto.strategies import dialects, instants, readings

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
# Making a strategy takes longer than drawing from it, and properties draw the dialect before the string.
if TYPE_CHECKING:
    from vapix_proto.strategies import broken_tz_strings as broken_texts
    from vapix_proto.strategies import tz_strings
else:
    broken_texts = cache(strategies.broken_tz_strings)
    tz_strings = cache(strategies.tz_strings)
instants_near_changes = strategies.instants_near_transitions


@cache
def zones(dialect: tz.Dialect = tz.TZIF_V3) -> st.SearchStrategy[tz.PosixTimeZone]:
    """Zones that a dialect can write; by default the dialect with the most kinds of rule times."""
    return strategies.zones(dialect)
