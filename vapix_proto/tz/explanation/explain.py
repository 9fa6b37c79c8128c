"""Explains a TZ string, as data and as English text."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.tz.analysis.comparison import contested, first_parting
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.analysis.portability import portable
from vapix_proto.tz.analysis.zones import text_of, zone_of
from vapix_proto.tz.clock.calendar import iso, wall
from vapix_proto.tz.clock.instants import utc_seconds
from vapix_proto.tz.clock.readings import Reading
from vapix_proto.tz.dialect import VAPIX, Dialect
from vapix_proto.tz.explanation.pieces import pieces_of
from vapix_proto.tz.explanation.readers import readers_of
from vapix_proto.tz.explanation.sentences import sentences_of
from vapix_proto.tz.implementations.agreement import agreement

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from vapix_proto.tz.aliases import ImpliedRules, Instant, Text
    from vapix_proto.tz.analysis.comparison import Contested
    from vapix_proto.tz.analysis.portability import Portable
    from vapix_proto.tz.clock.clock import Clock
    from vapix_proto.tz.clock.transitions import Transition
    from vapix_proto.tz.explanation.pieces import Piece
    from vapix_proto.tz.iana.installed import Database
    from vapix_proto.tz.implementations.agreement import Agreement
    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.rules import LocalTimeType

_OTHER_CLOCK = (
    "Implementations are compared with the clock of the default reading here, not with the one explained above:"
)
_TRANSITIONS = 2


class Explanation(Value):
    """An explanation of a TZ string, as returned by ``tz.explain``; ``str`` turns it into English paragraphs.

    Attributes:
        text: The string passed to ``explain``, or the canonical string of the zone passed.
        pieces: The pieces of the string, in order, each with its position and its meaning.
        sentences: What the clock shows and when its transitions occur, in English.
        clock: The clock that the string describes under the reading passed to ``explain``.
        at: The instant passed to ``explain``, in seconds since 1970-01-01 00:00:00 UTC, or None.
        now: What the clock shows at that instant, or None if no instant was passed.
        transitions: The next two transitions after that instant; empty if no instant was passed.
        contested: Where readings of the string disagree on its clock, or None if they agree.
        agreement: What implementations make of the string from that instant onwards, or None if no instant was passed.
        portable: The result of ``tz.portable``: what to write so that as many implementations as possible show the
            same time, or None for daylight saving time without rules, because nobody knows which rules were meant.
        iana_names: The zones in the database whose clocks agree with the string from that instant onwards, as
            ``tz.iana_names`` finds them, or None if no database was passed.
    """

    text: str
    pieces: tuple[Piece, ...]
    sentences: tuple[str, ...]
    clock: Clock
    at: int | None
    now: LocalTimeType | None
    transitions: tuple[Transition, ...]
    contested: Contested | None
    agreement: Agreement | None
    portable: Portable | None
    iana_names: tuple[str, ...] | None

    @property
    def zone(self) -> PosixTimeZone:
        """The zone that the string describes."""
        return self.clock.zone

    @property
    def readers(self) -> tuple[str, ...]:
        """Lines in English that report how implementations read the string.

        If ``at`` is None, the lines report how the readings in ``tz.Reading`` differ.
        """
        found = tuple(readers_of(self.text, self.clock, self.contested, self.agreement, self.portable))
        return (_OTHER_CLOCK, *found) if self._is_of_another_clock() else found

    def _is_of_another_clock(self) -> bool:
        """Whether ``clock`` differs from the default clock, to which ``agreement`` compares every implementation."""
        asked = self.zone.clock()
        if self.at is None or (self.contested is None and self.clock.implied_rules == asked.implied_rules):
            return False
        return first_parting(asked._calculator, self.clock._calculator, self.at, isdst=False) is not None

    def __str__(self) -> str:
        return "\n\n".join(self._paragraphs())

    def _paragraphs(self) -> Iterator[str]:
        yield " ".join(self.sentences)
        if self.at is not None and self.now is not None:
            now = f"At {iso(self.at)} it is {_local(self.at, self.now)}, {distance(self.now.utoff)}."
            which = ("The next transition", "The one after it")
            yield " ".join([now, *map(_transition, which, self.transitions)])
        yield "\n".join(self.readers)
        if self.iana_names is not None:
            yield f"Zones in the IANA database that keep this time: {', '.join(self.iana_names) or 'none'}."


def _transition(which: str, found: Transition) -> str:
    before, after = _local(found.at, found.before), _local(found.at, found.after)
    return f"{which} is at {iso(found.at)}, from {before} to {after}."


def _local(at: int, kind: LocalTimeType) -> str:
    return f"{wall(at + kind.utoff)} {kind.designation}"


def explain(
    zone: PosixTimeZone | Text,
    at: Instant | None = None,
    *,
    dialect: Dialect | str = VAPIX,
    reading: Reading | str = Reading.MERGE,
    implied_rules: ImpliedRules | None = None,
    database: Database | str | PathLike[str] | None = None,
) -> Explanation:
    """What a TZ string means, piece by piece and in English sentences.

    The explanation is the same on every machine, whatever the date: it depends only on the arguments.

    Args:
        zone: A zone, or its TZ string.
        at: The instant for which to report the time shown, the next transitions, and the zones whose clocks agree with
            the string from then on.
        dialect: The dialect of ``zone``, if it is a string, and of the explanation's ``portable`` string.
        reading: How to read a string on which implementations disagree: a reading, or the name of an implementation.
        implied_rules: The rules to assume for DST without rules; by default the reading's own.
        database: An IANA database, or the path of its folder, in which to look for zones whose clocks agree with
            the string.

    Raises:
        ParseError: The string is not valid in the dialect.
        TypeError: ``zone`` is neither a zone nor a string, or another argument has the wrong type.
        ValueError: The dialect or reading is unknown, the rules or the instant are invalid, or a database is given
            without an instant.
        NotADirectoryError: There is no folder at the path ``database``.
    """
    found = zone_of(zone, dialect)
    instant = None if at is None else utc_seconds(at)
    clock = found.clock(reading=reading, implied_rules=implied_rules)
    text = text_of(zone)
    ruleless = found.dst is not None and found.start is None
    return Explanation(
        text=text,
        pieces=pieces_of(text, found),
        sentences=tuple(sentences_of(clock)),
        clock=clock,
        at=instant,
        now=None if instant is None else clock.at(instant),
        transitions=() if instant is None else tuple(_transitions(clock, instant)),
        contested=contested(found, implied_rules=implied_rules),
        agreement=None if instant is None else agreement(zone, instant, dialect=dialect),
        portable=None if ruleless else portable(found, dialect, reading=reading),
        iana_names=None if database is None else _names(clock, instant, database),
    )


def _transitions(clock: Clock, at: int) -> Iterator[Transition]:
    for _ in range(_TRANSITIONS):
        found = clock.next_transition(at)
        if found is None:
            return
        yield found
        at = found.at


def _names(clock: Clock, at: int | None, database: Database | str | PathLike[str]) -> tuple[str, ...]:
    from vapix_proto.tz.iana.names import iana_names  # noqa: PLC0415 - only needed with a database

    if at is None:
        raise ValueError("if a database is given, 'at' must not be None")
    return iana_names(clock.zone._written_out(clock.implied_rules), at=at, database=database)
