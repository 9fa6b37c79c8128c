"""The rules that implementations assume if a string has daylight saving time but no rules."""

from __future__ import annotations

from functools import lru_cache

from vapix_proto.tz.rules import MonthWeekDay, Rule

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from vapix_proto.tz.aliases import ImpliedRules

    #: The start and end rules; an empty tuple means standard time all year.
    Implied: TypeAlias = tuple[Rule, Rule] | tuple[()]

#: What most implementations assume: the rules of the United States since 2007.
US_RULES = ",M3.2.0,M11.1.0"
#: The rules of the United States from 1987 to 2006, which some implementations still assume.
US_RULES_BEFORE_2007 = ",M4.1.0,M10.5.0"
#: What musl assumes; under the musl reading, these rules mean daylight saving time all year.
DST_ALL_YEAR = ",0/0,0/0"


@lru_cache(maxsize=1)
def us_rules() -> tuple[Rule, Rule]:
    """``US_RULES`` as a pair of rules; always the same object."""
    return Rule(MonthWeekDay(3, 2, 0)), Rule(MonthWeekDay(11, 1, 0))


def rules_to_imply(implied: ImpliedRules) -> Implied:
    """The pair of rules, which is read from a string if one is given; ``()`` if the argument is empty.

    The string may start with a comma.

    Raises:
        ValueError: The string is not a pair of rules in any dialect.
        TypeError: The argument is neither a string nor a pair of rules.
    """
    implied = plain_rules(implied)
    return _read(implied) if isinstance(implied, str) else implied


@lru_cache(maxsize=16)
def _read(text: str) -> Implied:
    if text == US_RULES:
        return us_rules()
    if not text:
        return ()
    from vapix_proto.tz.syntax.building import read_rules  # noqa: PLC0415 - only unusual rules need the grammar

    return read_rules(text)


def plain_rules(implied: ImpliedRules) -> ImpliedRules:
    """Converts the given rules to a plain string or tuple: values of a subclass could compare equal to other rules.

    Raises:
        TypeError: The argument is neither a string nor a pair of rules.
    """
    if isinstance(implied, str):
        return str.__str__(implied)
    if isinstance(implied, tuple):
        if not implied:
            return ()
        pair = tuple(implied)
        if len(pair) == 2 and all(type(rule) is Rule for rule in pair):
            return pair
    raise TypeError("implied_rules must be the text of two rules, or a tuple of two Rules")
