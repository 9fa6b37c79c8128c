"""The front door of advice: the complete strings that may have been meant by a text."""

from __future__ import annotations

from vapix_proto.tz.advice import _unusual as unusual
from vapix_proto.tz.advice._clocks import clocks
from vapix_proto.tz.advice._suggestion import Question, Suggestion
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.dialect import dialect as _dialect
from vapix_proto.tz.iana.installed import instant_of
from vapix_proto.tz.parser import parse, validate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import Instant, Text
    from vapix_proto.tz.iana.installed import Database

__all__ = ["Suggestion", "suggest"]

#: Nobody means a zone by a longer text.
LONGEST = 256


def suggest(
    text: Text,
    dialect: Dialect | str = VAPIX,
    *,
    at: Instant | None = None,
    database: Database | str | PathLike[str] | None = None,
) -> tuple[Suggestion, ...]:
    """The complete strings that may have been meant by a text, best first; none where nothing is known.

    A text that is not valid is repaired where that is sure; else it is looked up as the name of a zone, a place, a
    country or a Windows zone, as an abbreviation, an offset with a sign, or another notation. A valid one gets
    suggestions where its rules are left out, or where it says two things at once.

    Args:
        text: The text, as str or bytes.
        dialect: The dialect of the answers: a ``Dialect`` or its name.
        at: The instant from which on they are meant to hold; now by default.
        database: A database, or the path of its folder; by default all that are installed, each name being looked up in
            the newest that has it.

    Raises:
        TypeError: No text, or another argument of another type.
        ValueError: An unknown dialect, or no instant of the years 1 to 9999.
    """
    chosen, instant, known = _dialect(dialect), instant_of(at), clocks(database)
    problems = validate(text, chosen)
    shown = text if isinstance(text, str) else bytes(text).decode("latin-1")
    question = Question(str.__str__(shown)[:LONGEST], chosen, instant, known)
    found: dict[str, Suggestion] = {}
    for suggestion in _suggestions(question):
        found.setdefault(suggestion.text, suggestion)
    fix = next((problem.fix for problem in problems if problem.fix is not None), None)
    if fix is not None:
        zone = parse(fix, chosen)
        repair = question.answer(zone, "the string without its errors", "repair")
        if repair is not None:
            return (repair,)
    return tuple(found.values())


def _suggestions(question: Question) -> Iterator[Suggestion]:
    name = question.text
    if name in question.clocks.files:
        rule = question.clocks.in_force(name, question.at, question.dialect)
        answer = question.answer(rule.zone, f"the string of {name}", "zone", [name])
        if answer is not None:
            yield answer
    yield from unusual.suggestions(question)
