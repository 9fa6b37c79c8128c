"""Compares a program's answers with its row in the table, cell by cell, and with the claims of ``tz.agreement``."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tools.measure_implementations.cases import DESIGNATION_MAX
from vapix_proto import tz
from vapix_proto.tz import Effect, Feature, Outcome
from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.implementations.features import features_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tools.measure_implementations.cases import Case
    from vapix_proto.conform.clock import ClockAnswer

FEATURES = frozenset(map(str, Feature))
#: For one in this many instants of a string, ``tz.agreement`` is called to get its claims.
ASKED_OF_EVERY = 12
#: Effects that not every string with the feature shows, each with the other effects that such a string may show.
BESIDE = {
    Effect.SAME_OFFSETS: {Effect.SAME},
    Effect.OTHER_CLOCK: {Effect.SAME, Effect.SAME_OFFSETS},
    Effect.FAULT_READ_IN: {Effect.FAULT_IGNORED},
}


@dataclass(frozen=True)
class Seen:
    """How a program read a string, and the instant at which it first differed from the clock that POSIX describes."""

    effect: Effect
    text: str
    at: int | None = None
    expected: str = ""
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.effect} of {self.text!r}" + (
            "" if self.at is None else f": at {self.at} {self.answer}, not {self.expected}"
        )


@dataclass
class Measured:
    """What a program's answers showed. Each attribute is keyed by feature or by group of strings.

    Attributes:
        confirmed: The cells of the program's row that hold for all strings: the effect of each feature.
        contradicted: The other cells, each with the first string that contradicts it.
        claims: How many claims of ``tz.agreement`` were checked.
        wrong: How many of these claims were wrong.
        first_wrong: The first wrong claim.
        unseen: For how many strings ``tz.agreement`` claimed a different clock without describing it, although the
            answers showed the right UTC offsets.
        strings: How many strings the program was asked about.
        refused: How many of these strings it refused.
    """

    confirmed: dict[str, str] = field(default_factory=dict)
    contradicted: dict[str, str] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    first_wrong: dict[str, str] = field(default_factory=dict)
    unseen: Counter[str] = field(default_factory=Counter)
    strings: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        return not self.contradicted and not self.wrong


def measure(
    row: tz.Implementation, asked: Iterable[tuple[Case, Sequence[ClockAnswer]]], system_utoff: int | None = None
) -> Measured:
    """What a program's answers to all strings show about its row in the table.

    Args:
        row: The row.
        asked: The strings, with an answer for each instant.
        system_utoff: The UTC offset of the system's time zone, if the zone is known to differ from UTC.
    """
    measured = Measured()
    seen: dict[str, list[Seen]] = {}
    for case, answers in asked:
        group = case.group
        if _tells_of_its_cell(row, case):
            seen.setdefault(group, []).append(effect(row, case, answers, system_utoff))
        measured.strings[group] += 1
        measured.refused[group] += all(map(_is_refusal, answers))
        if case.repaired is not None:
            continue  # tz.agreement makes no claim about an invalid string
        for claim in _wrong_claims(row, case, answers, system_utoff):
            measured.claims[group] += 1
            if claim is not None:
                measured.wrong[group] += 1
                measured.first_wrong.setdefault(group, claim)
        if _is_unseen(row, case, answers):
            measured.unseen[group] += 1
    for group, all_seen in seen.items():
        claimed = _cell(row, group)
        if claimed is None:
            continue
        if claimed is Effect.SYSTEM_ZONE and system_utoff is None:
            claimed = Effect.UTC
        against = _against(claimed, all_seen)
        if against is None:
            measured.confirmed[group] = str(claimed)
        else:
            measured.contradicted[group] = f"{claimed} in the table, {against}"
    return measured


def _cell(row: tz.Implementation, group: str) -> Effect | None:
    if group == DESIGNATION_MAX:
        return Effect.SAME
    return row.effect(Feature(group)) if group in FEATURES else None


def _tells_of_its_cell(row: tz.Implementation, case: Case) -> bool:
    """Whether the effects of a string's other features leave the effect visible that the string was made to show."""
    others = features_of(case.zone, case.repaired or case.text) - {case.group}
    return {row.effect(feature) for feature in others} <= {Effect.SAME, _cell(row, case.group)}


def effect(row: tz.Implementation, case: Case, answers: Sequence[ClockAnswer], system_utoff: int | None = None) -> Seen:
    """How a program read a string, judged by its answers in the years for which its row says that it applies rules."""
    low = -math.inf if row.first_year is None else year_start(row.first_year)
    high = math.inf if row.last_year is None else year_start(row.last_year + 1)
    shown = [one for one in zip(case.instants, case.kinds, answers, strict=True) if low <= one[0] < high]
    if all(map(_is_refusal, answers)):
        return Seen(Effect.REFUSED, case.text)
    if case.repaired is not None and any(
        all(answer.utoff == kind.utoff + more and _is_begin(answer.designation, kind) for _, kind, answer in shown)
        for more in case.repaired_utoffs
    ):
        return Seen(Effect.FAULT_IGNORED, case.text)
    off = [one for one in shown if one[2].utoff != one[1].utoff]
    renamed = [one for one in shown if one[2].designation not in (None, one[1].designation)]
    if not off and not renamed:
        return Seen(Effect.SAME, case.text)
    if case.repaired is not None and not off:
        found = Effect.FAULT_READ_IN
    elif not off:
        found = Effect.SAME_OFFSETS
    elif all(answer.utoff == 0 for answer in answers):
        found = Effect.UTC
    elif all(answer.utoff == system_utoff for answer in answers):
        found = Effect.SYSTEM_ZONE
    else:
        found = Effect.OTHER_CLOCK if case.repaired is None else Effect.FAULT_READ_IN
    at, kind, answer = (off or renamed)[0]
    return Seen(found, case.text, at, _words(kind), str(answer))


def _against(claimed: Effect, all_seen: list[Seen]) -> Seen | None:
    """The first string that contradicts a cell, or None."""
    allowed = {claimed} | BESIDE.get(claimed, set())
    if not any(seen.effect is claimed for seen in all_seen):
        return all_seen[0]
    return next((seen for seen in all_seen if seen.effect not in allowed), None)


def _wrong_claims(
    row: tz.Implementation, case: Case, answers: Sequence[ClockAnswer], system_utoff: int | None
) -> Iterator[str | None]:
    """For each claim that ``tz.agreement`` makes about the string: None if it is correct, else what is wrong."""
    for start in range(0, len(case.instants), ASKED_OF_EVERY):
        verdict = _verdict(case.text, case.instants[start], row)
        if verdict.outcome is Outcome.UNKNOWN:
            continue
        yield _wrong_claim(verdict, case, answers, start, system_utoff)
        if verdict.outcome is not Outcome.OTHER_CLOCK and verdict.until is None:
            return  # the claim covers all later instants


def _wrong_claim(
    verdict: tz.Verdict, case: Case, answers: Sequence[ClockAnswer], start: int, system_utoff: int | None
) -> str | None:
    named = bool(verdict.shows) and verdict.shows[0].designation is not None
    shown = {shown.at: shown for shown in verdict.shows}
    for at, kind, answer in list(zip(case.instants, case.kinds, answers, strict=True))[start:]:
        match verdict.outcome:
            case Outcome.REFUSED:
                # A program may refuse an offset that it can't represent only while that offset is in force.
                right, expected = any(map(_is_refusal, answers)), "? ? ?"
            case Outcome.UTC:
                right, expected = answer.utoff == 0, "0"
            case Outcome.SYSTEM_ZONE:
                right, expected = answer.utoff == (system_utoff or 0), str(system_utoff or 0)
            case Outcome.SAME | Outcome.SAME_UNTIL:
                if verdict.until is not None and at >= verdict.until:
                    return None
                right = answer.utoff == kind.utoff and (not named or answer.designation in (None, kind.designation))
                expected = _words(kind)
            case _:
                if at not in shown:
                    continue
                one = shown[at]
                right = answer.utoff == one.utoff and (not named or answer.designation in (None, one.designation))
                expected = f"{one.utoff} {one.designation}"
        if not right:
            claim = f"{verdict.outcome} from {case.instants[start]} on claimed of {case.text!r}"
            return f"{claim}: at {at} {answer}, not {expected}"
    return None


def _is_unseen(row: tz.Implementation, case: Case, answers: Sequence[ClockAnswer]) -> bool:
    verdict = _verdict(case.text, case.instants[0], row)
    claimed = verdict.outcome is Outcome.OTHER_CLOCK and not verdict.shows
    return claimed and all(answer.utoff == kind.utoff for kind, answer in zip(case.kinds, answers, strict=True))


@cache
def _agreement(text: str, at: int) -> tz.Agreement:
    return tz.agreement(text, at, dialect=tz.POSIX_2024)


def _verdict(text: str, at: int, row: tz.Implementation) -> tz.Verdict:
    return next(verdict for verdict in _agreement(text, at).verdicts if verdict.implementation is row)


def _words(kind: tz.LocalTimeType) -> str:
    return f"{kind.utoff} {int(kind.isdst)} {kind.designation}"


def _is_begin(designation: str | None, kind: tz.LocalTimeType) -> bool:
    return designation is None or kind.designation.startswith(designation)


def _is_refusal(answer: ClockAnswer) -> bool:
    return answer.utoff is None
