"""Suggestions, the input and settings that they are based on, and findings about an unusual string."""

from __future__ import annotations

from vapix_proto._value import Params, Value
from vapix_proto.errors import Code
from vapix_proto.tz.analysis.portability import turned

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from vapix_proto.tz.advice._clocks import Clocks
    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.tz.model import PosixTimeZone

#: The kinds of suggestions, the most certain first.
KINDS = ("repair", "zone", "abbreviation", "rules", "sign", "notation")


class Suggestion(Value):
    """A complete TZ string that may have been meant.

    Attributes:
        text: The string, in canonical form and valid in the requested dialect.
        reason: Why it may have been meant, as a clause.
        kind: ``"repair"`` for the fix from a diagnosis; ``"zone"`` for a zone given by name; ``"abbreviation"`` for a
            zone that uses the designation in the input; ``"rules"`` for a string whose rules for daylight saving time
            were missing; ``"sign"`` for an offset whose sign was reversed; ``"notation"`` for a string written in a
            different notation.
        zones: The zones in the database whose clocks agree exactly with the string from the requested instant onwards:
            first those that may have been meant, then those whose footer is the string, then the others.
    """

    text: str
    reason: str
    kind: str
    zones: tuple[str, ...] = ()

    def _check(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of suggestion: the kinds are {', '.join(KINDS)}")

    def to_json(self) -> dict[str, Any]:
        """The suggestion as a JSON object."""
        return {"text": self.text, "reason": self.reason, "kind": self.kind, "zones": list(self.zones)}


class Question(Value):
    """The input and settings that suggestions are based on.

    Attributes:
        text: The input, at most ``suggest.LONGEST`` characters long.
        dialect: The dialect of the suggestions.
        at: The instant from which the suggestions apply.
        clocks: The zones of the time zone databases, with their clocks.
    """

    text: str
    dialect: Dialect
    at: int
    clocks: Clocks

    def answers(self, zone: PosixTimeZone, reason: str, kind: str, meant: Sequence[str] = ()) -> Iterator[Suggestion]:
        """Suggests the string of ``zone``, if the dialect allows it, with the IANA zones whose clocks agree with it."""
        ahead = turned(zone)
        if ahead is not None:
            yield from self.answers(ahead, f"{reason}, written so that more implementations get it right", kind, meant)
        text = str(zone)
        if self.dialect._reader.recognises(text):
            same = self.clocks.same(zone, self.at)
            alike = [name for name in same if self.clocks.files[name].footer == zone]
            first = [name for name in meant if name in same]
            yield Suggestion(text, reason, kind, tuple(dict.fromkeys([*first, *alike, *same])))


class Finding(Value):
    """One unusual thing about a string.

    Attributes:
        code: The code of the finding.
        piece: The name of the ``Places`` attribute for the unusual part of the string.
        message: What is unusual.
        params: The values in the message.
        hint: What to write instead, if known.
        meant: The zones whose strings may be meant, each as arguments for ``Question.answers``.
    """

    code: Code
    piece: str
    message: str
    params: Params
    hint: str | None
    meant: tuple[tuple[PosixTimeZone, str, str, Sequence[str]], ...]


def listed(names: Sequence[str], most: int = 3) -> str:
    """A phrase with at most ``most`` names, such as ``A, B, C and 2 more``."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
