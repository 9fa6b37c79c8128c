"""POSIX TZ strings: parse, validate, explain, and calculate when the clocks change.

>>> from vapix_proto import tz
>>> zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
>>> zone.at(1784000000).designation
'BST'
"""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.tz.advice.review import review
    from vapix_proto.tz.advice.suggest import Suggestion, suggest
    from vapix_proto.tz.aliases import ImpliedRules, Instant, Text
    from vapix_proto.tz.analysis.comparison import Contested, Parting, contested, first_difference, same_clock
    from vapix_proto.tz.analysis.description import describe
    from vapix_proto.tz.analysis.portability import portable
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.clock.readings import Reading
    from vapix_proto.tz.clock.transitions import Fold, Gap, Transition, Unambiguous
    from vapix_proto.tz.clock.tzinfo import PosixTzInfo
    from vapix_proto.tz.dialect import DIALECTS, POSIX_2004, POSIX_2024, TZIF_V2, TZIF_V3, VAPIX, Dialect
    from vapix_proto.tz.iana.installed import Database, database, databases
    from vapix_proto.tz.iana.names import iana_names
    from vapix_proto.tz.iana.rules import Departure, IanaRule, from_iana, iana_rule
    from vapix_proto.tz.model import US_RULES, PosixTimeZone
    from vapix_proto.tz.parser import is_valid, parse, validate
    from vapix_proto.tz.rules import DayOfYear, JulianDay, LocalTimeType, MonthWeekDay, Rule, RuleDate

__all__ = [
    "DIALECTS",
    "POSIX_2004",
    "POSIX_2024",
    "TZIF_V2",
    "TZIF_V3",
    "US_RULES",
    "VAPIX",
    "Clock",
    "Contested",
    "Database",
    "DayOfYear",
    "Departure",
    "Dialect",
    "Fold",
    "Gap",
    "IanaRule",
    "ImpliedRules",
    "Instant",
    "JulianDay",
    "LocalTimeType",
    "MonthWeekDay",
    "Parting",
    "PosixTimeZone",
    "PosixTzInfo",
    "Reading",
    "Rule",
    "RuleDate",
    "Suggestion",
    "Text",
    "Transition",
    "Unambiguous",
    "contested",
    "database",
    "databases",
    "describe",
    "first_difference",
    "from_iana",
    "iana_names",
    "iana_rule",
    "is_valid",
    "parse",
    "portable",
    "review",
    "same_clock",
    "suggest",
    "validate",
]

# Where each public name lives: a module loads when a name of it is first used (PEP 562). No module has a public name:
# importing it would put the module in the place of the name.
_HOME = {
    "advice.review": ("review",),
    "advice.suggest": ("Suggestion", "suggest"),
    "aliases": ("ImpliedRules", "Instant", "Text"),
    "analysis.comparison": ("Contested", "Parting", "contested", "first_difference", "same_clock"),
    "analysis.description": ("describe",),
    "dialect": ("DIALECTS", "POSIX_2004", "POSIX_2024", "TZIF_V2", "TZIF_V3", "VAPIX", "Dialect"),
    "iana.installed": ("Database", "database", "databases"),
    "iana.names": ("iana_names",),
    "iana.rules": ("Departure", "IanaRule", "from_iana", "iana_rule"),
    "model": ("US_RULES", "PosixTimeZone"),
    "parser": ("is_valid", "parse", "validate"),
    "analysis.portability": ("portable",),
    "clock.clock": ("Clock",),
    "clock.readings": ("Reading",),
    "rules": ("DayOfYear", "JulianDay", "LocalTimeType", "MonthWeekDay", "Rule", "RuleDate"),
    "clock.transitions": ("Fold", "Gap", "Transition", "Unambiguous"),
    "clock.tzinfo": ("PosixTzInfo",),
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
