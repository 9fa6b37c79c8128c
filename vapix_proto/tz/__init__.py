"""POSIX TZ strings: parse, validate, explain, and calculate transitions.

>>> from vapix_proto import tz
>>> zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
>>> zone.at(1784000000).designation
'BST'
"""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.advice.review import review as review
    from vapix_proto.tz.advice.suggest import Suggestion as Suggestion
    from vapix_proto.tz.advice.suggest import suggest as suggest
    from vapix_proto.tz.aliases import ImpliedRules as ImpliedRules
    from vapix_proto.tz.aliases import Instant as Instant
    from vapix_proto.tz.aliases import ReadingName as ReadingName
    from vapix_proto.tz.aliases import Text as Text
    from vapix_proto.tz.analysis.comparison import Contested as Contested
    from vapix_proto.tz.analysis.comparison import Parting as Parting
    from vapix_proto.tz.analysis.comparison import contested as contested
    from vapix_proto.tz.analysis.comparison import first_difference as first_difference
    from vapix_proto.tz.analysis.comparison import same_clock as same_clock
    from vapix_proto.tz.analysis.portability import Portable as Portable
    from vapix_proto.tz.analysis.portability import portable as portable
    from vapix_proto.tz.clock.clock import Clock as Clock
    from vapix_proto.tz.clock.implied_rules import US_RULES as US_RULES
    from vapix_proto.tz.clock.readings import Reading as Reading
    from vapix_proto.tz.clock.transitions import Fold as Fold
    from vapix_proto.tz.clock.transitions import Gap as Gap
    from vapix_proto.tz.clock.transitions import Transition as Transition
    from vapix_proto.tz.clock.transitions import Unambiguous as Unambiguous
    from vapix_proto.tz.clock.tzinfo import PosixTzInfo as PosixTzInfo
    from vapix_proto.tz.dialect import DIALECTS as DIALECTS
    from vapix_proto.tz.dialect import POSIX_2004 as POSIX_2004
    from vapix_proto.tz.dialect import POSIX_2024 as POSIX_2024
    from vapix_proto.tz.dialect import TZIF_V2 as TZIF_V2
    from vapix_proto.tz.dialect import TZIF_V3 as TZIF_V3
    from vapix_proto.tz.dialect import VAPIX as VAPIX
    from vapix_proto.tz.dialect import Dialect as Dialect
    from vapix_proto.tz.explanation.explain import Explanation as Explanation
    from vapix_proto.tz.explanation.explain import explain as explain
    from vapix_proto.tz.explanation.pieces import Piece as Piece
    from vapix_proto.tz.iana.installed import Database as Database
    from vapix_proto.tz.iana.installed import database as database
    from vapix_proto.tz.iana.installed import databases as databases
    from vapix_proto.tz.iana.names import iana_names as iana_names
    from vapix_proto.tz.iana.rules import Departure as Departure
    from vapix_proto.tz.iana.rules import IanaRule as IanaRule
    from vapix_proto.tz.iana.rules import from_iana as from_iana
    from vapix_proto.tz.iana.rules import iana_rule as iana_rule
    from vapix_proto.tz.implementations.agreement import Agreement as Agreement
    from vapix_proto.tz.implementations.agreement import Outcome as Outcome
    from vapix_proto.tz.implementations.agreement import Shown as Shown
    from vapix_proto.tz.implementations.agreement import Verdict as Verdict
    from vapix_proto.tz.implementations.agreement import agreement as agreement
    from vapix_proto.tz.implementations.table import IMPLEMENTATIONS as IMPLEMENTATIONS
    from vapix_proto.tz.implementations.table import Effect as Effect
    from vapix_proto.tz.implementations.table import Feature as Feature
    from vapix_proto.tz.implementations.table import Implementation as Implementation
    from vapix_proto.tz.model import PosixTimeZone as PosixTimeZone
    from vapix_proto.tz.parser import is_valid as is_valid
    from vapix_proto.tz.parser import parse as parse
    from vapix_proto.tz.parser import validate as validate
    from vapix_proto.tz.rules import DayOfYear as DayOfYear
    from vapix_proto.tz.rules import JulianDay as JulianDay
    from vapix_proto.tz.rules import LocalTimeType as LocalTimeType
    from vapix_proto.tz.rules import MonthWeekDay as MonthWeekDay
    from vapix_proto.tz.rules import Rule as Rule
    from vapix_proto.tz.rules import RuleDate as RuleDate
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
