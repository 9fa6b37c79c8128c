"""Describes in English what implementations make of a string, claiming no more than ``implementations.table`` shows."""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto.tz.analysis.description import distance
from vapix_proto.tz.clock.calendar import iso
from vapix_proto.tz.implementations.agreement import Agreement, Outcome, Verdict
from vapix_proto.tz.implementations.table import IMPLEMENTATIONS, Effect, Feature, Implementation, versions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    K = TypeVar("K")

#: The maximum number of implementations to name if several show the same time; the rest are only counted.
_NAMED = 4
_VERBS = {
    Effect.REFUSED: ("refuses", "refuse"),
    Effect.UTC: ("shows UTC for", "show UTC for"),
    Effect.SYSTEM_ZONE: ("shows the system's own time zone for", "show the system's own time zone for"),
    Effect.OTHER_CLOCK: ("misreads", "misread"),
    Effect.SAME_OFFSETS: ("shows other designations for", "show other designations for"),
}


def sentences(agreement: Agreement) -> Iterator[str]:
    """English sentences on what the implementations that are common today make of the string."""
    verdicts = [verdict for verdict in agreement.verdicts if verdict.implementation.common]
    same = [verdict for verdict in verdicts if verdict.outcome is Outcome.SAME]
    if len(same) == len(verdicts):
        names = {verdict.implementation.name for verdict in same}
        yield f"All {len(names)} implementations tested show the same clock."
    elif same:
        yield f"Same clock on {_first(same)}."
    for until, group in _grouped(verdicts, lambda verdict: verdict.until):
        if until is not None:
            show = "shows" if _one(group) else "show"
            yield f"{_all(_names(group))} {show} the same clock at least until {iso(until)}."
    for key, group in _grouped(verdicts, _defect):
        if key is not None:
            yield f"{_all(_names(group))} {_clause(key, one=_one(group))}."
    for shown, group in _grouped(verdicts, _other):
        if shown is not None:
            yield f"{_all(_names(group))} {'shows' if _one(group) else 'show'} a different clock: {shown}."
    unknown = [verdict for verdict in verdicts if verdict.outcome is Outcome.UNKNOWN]
    if unknown:
        yield f"What {_all(_names(unknown))} {'shows' if _one(unknown) else 'show'} is not known."


def reason(verdict: Verdict) -> str:
    """What ``Verdict.reason`` returns."""
    key = _defect(verdict)
    if key is not None:
        return _clause(key, one=True)
    if verdict.until is not None:
        return f"the same clock at least until {iso(verdict.until)}"
    if verdict.outcome is Outcome.OTHER_CLOCK:
        return "follows a different reading"
    return "not known" if verdict.outcome is Outcome.UNKNOWN else ""


def _defect(verdict: Verdict) -> tuple[Effect, Feature, str | None] | None:
    """The feature that explains what an implementation makes of a string, with its effect and its note.

    The result is None if there is no such feature.
    """
    row = verdict.implementation
    # For every outcome that is not in ``shown``, there is an effect with the same value.
    shown = (Outcome.SAME, Outcome.SAME_UNTIL, Outcome.UNKNOWN)
    wanted = Effect.SAME_OFFSETS if verdict.outcome in shown else Effect(verdict.outcome)
    found = next((feature for feature in verdict.defects if row.effect(feature) is wanted), None)
    return None if found is None else (wanted, found, row.note(found))


def _clause(defect: tuple[Effect, Feature, str | None], *, one: bool) -> str:
    effect, feature, note = defect
    clause = f"{_VERBS[effect][not one]} {feature.words}"
    return clause if note is None else f"{clause}: {note}"


def _other(verdict: Verdict) -> str | None:
    if verdict.outcome is not Outcome.OTHER_CLOCK or _defect(verdict) is not None:
        return None
    shown = verdict.shows[0]
    return f"{shown.designation or distance(shown.utoff)} at {iso(shown.at)}"


def _grouped(verdicts: Iterable[Verdict], key_of: Callable[[Verdict], K]) -> Iterable[tuple[K, list[Verdict]]]:
    groups: dict[K, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(key_of(verdict), []).append(verdict)
    return groups.items()


def _names(group: Sequence[Verdict]) -> list[str]:
    """The names of the implementations in a group.

    A name is followed by versions if the group lacks other versions of that implementation.
    """
    rows_of: dict[str, list[Implementation]] = {}
    for verdict in group:
        rows_of.setdefault(verdict.implementation.name, []).append(verdict.implementation)
    return [name for of, rows in rows_of.items() for name in _with_versions(of, rows)]


def _with_versions(name: str, rows: Sequence[Implementation]) -> Iterator[str]:
    whole = [row for row in IMPLEMENTATIONS if row.name == name]
    if len(rows) == len(whole):
        yield name
        return
    # Rows with the same name are sorted from the newest version to the oldest. Adjacent rows are merged into one range.
    runs: list[list[Implementation]] = []
    for row in rows:
        if runs and whole.index(row) == whole.index(runs[-1][-1]) + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    for run in runs:
        yield f"{name} {versions(run[-1].first_version, run[0].last_version)}"


def _one(group: Sequence[Verdict]) -> bool:
    """Whether the verb for a group is in the singular: there is one name, and it does not join two."""
    return len(_names(group)) == 1 and " and " not in group[0].implementation.name


def _first(group: Sequence[Verdict]) -> str:
    """The names of a group's implementations; if there are too many, the first few and the number of the others."""
    names = _names(group)
    if len(names) <= _NAMED + 1:
        return _all(names)
    named = names[:_NAMED]
    others = {row.name for row in (verdict.implementation for verdict in group) if not _among(row.name, named)}
    return f"{', '.join(named)} and {plural(len(others), 'other implementation')}"


def _among(name: str, named: Sequence[str]) -> bool:
    return any(words == name or words.startswith(f"{name} ") for words in named)


def _all(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    # A comma separates the last two names if one of them contains an "and", as in macOS and iOS.
    comma = "," * any(" and " in name for name in names[-2:])
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"
