"""What the page shows, computed by the library; the page's worker runs this under Pyodide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vapix_proto import tz, vapix
from vapix_proto.errors import Problem, Severity
from vapix_proto.pictures.year import year_svg
from vapix_proto.tz.advice.ranking import best_known_first
from vapix_proto.tz.analysis.description import duration
from vapix_proto.tz.clock.calendar import year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRANSITIONS = 4
#: The kinds of requests that set a device's time zone, each with a version of AXIS OS that has it.
_AXIS = {
    "AXIS OS before 9.30, param.cgi": vapix.AxisOs.parse("9.20"),
    "AXIS OS 9.30 to 12, Time API": vapix.AxisOs.parse("12.3"),
    "AXIS OS 12.4 and later, Time API v2": vapix.AxisOs.parse("13.0"),
}

_NOT_WRONG = (tz.Outcome.SAME_UNTIL, tz.Outcome.UNKNOWN)


def answer(text: str, dialect: str, now: int, width: int) -> str:
    """Everything about one string, as JSON.

    Args:
        text: What was typed.
        dialect: The name of the dialect.
        now: Seconds since 1970-01-01 00:00:00 UTC.
        width: The width of the picture, in pixels.
    """
    problems = tz.review(text, dialect, at=now)
    options = _options(text, dialect, now)
    found: dict[str, Any] = {
        "valid": not any(problem.severity is Severity.ERROR for problem in problems),
        "problems": [_problem(problem, [option["text"] for option in options]) for problem in problems],
        "options": options,
        "accepted": [name for name in tz.DIALECTS if tz.is_valid(text, name)],
    }
    if found["valid"]:
        found |= _explained(text, dialect, now, width)
    return json.dumps(found)


def place(name: str, dialect: str, now: int) -> str:
    """The strings for a place, as JSON; a place is a city, a country or a zone name."""
    return json.dumps(_options(name, dialect, now))


def _problem(problem: Problem, offered: list[str]) -> dict[str, Any]:
    hint = _hint(problem.hint or "", offered)
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "start": problem.span.start,
        "end": problem.span.end,
        "hint": hint,
    }


def _hint(hint: str, offered: list[str]) -> str:
    """A hint without the clause that names tz.from_iana; empty if a button already offers its string."""
    if any(word.strip(",:") in offered for word in hint.split()):
        return ""
    return "; ".join(clause for clause in hint.split("; ") if "tz.from_iana" not in clause)


def _options(text: str, dialect: str, now: int) -> list[dict[str, str]]:
    """The strings that may have been meant, best first."""
    return [{"text": each.text, "reason": each.reason} for each in tz.suggest(text, dialect, at=now)]


def _explained(text: str, dialect: str, now: int, width: int) -> dict[str, Any]:
    explanation = tz.explain(text, now, dialect=dialect)
    zone, clock = explanation.zone, explanation.clock
    agreement = tz.agreement(text, now, dialect=dialect)
    others = [verdict for verdict in agreement.verdicts if verdict.outcome is not tz.Outcome.SAME]
    database = tz.database()
    shown = clock.at(now)
    # Without rules, a string with daylight saving time does not define a clock.
    without_rules = zone.dst is not None and zone.start is None
    return {
        "sentences": explanation.sentences,
        "pieces": [{"text": piece.text, "meaning": piece.meaning} for piece in explanation.pieces],
        "now": _kind(shown),
        "band": year_svg(clock, year_of(now + shown.utoff), width=width, now=now),
        "transitions": list(_transitions(clock, now)),
        "readers": explanation.readers[0],
        "others": [{"name": str(verdict.implementation), "words": _words(verdict)} for verdict in others],
        "others_summary": _summary(others),
        "portable": _portable(explanation),
        "names": None
        if without_rules
        else best_known_first(tz.iana_names(zone, at=now, database=database), zone, database),
        "database": None if database is None else database.version,
        "copies": [{"label": label, "text": copy} for label, copy in _copies(text, dialect, zone)],
    }


def _kind(kind: tz.LocalTimeType) -> dict[str, Any]:
    return {"utoff": kind.utoff, "isdst": kind.isdst, "designation": kind.designation}


def _transitions(clock: tz.Clock, at: int) -> Iterator[dict[str, Any]]:
    for _ in range(_TRANSITIONS):
        found = clock.next_transition(at)
        if found is None:
            return
        at = found.at
        amount = found.after.utoff - found.before.utoff
        words = "same UTC offset" if amount == 0 else f"{'forward' if amount > 0 else 'back'} {duration(amount)}"
        yield {"at": at, "before": _kind(found.before), "after": _kind(found.after), "words": words}


def _words(verdict: tz.Verdict) -> str:
    """What an implementation makes of a string, as the end of a sentence that begins with its name."""
    if verdict.outcome is tz.Outcome.UNKNOWN:
        return "was not tried with strings like this."
    if verdict.outcome is tz.Outcome.SAME_UNTIL:
        return f"shows {verdict.reason}."
    return f"{verdict.reason}." if verdict.defects else "follows a different reading, and shows a different clock."


def _summary(others: list[tz.Verdict]) -> str:
    """How many implementations read the string differently, or show its time only for some years."""
    counts = {
        "read it differently or refuse it": sum(verdict.outcome not in _NOT_WRONG for verdict in others),
        "show this clock up to some year": sum(verdict.outcome is tz.Outcome.SAME_UNTIL for verdict in others),
        "were not tried with strings like this": sum(verdict.outcome is tz.Outcome.UNKNOWN for verdict in others),
    }
    parts = [f"{count} {words}" for words, count in counts.items() if count]
    return f"Of {len(tz.IMPLEMENTATIONS)} versions of implementations, {', '.join(parts)}"


def _portable(explanation: tz.Explanation) -> dict[str, Any] | None:
    """The string that makes more implementations show this time; None if it is the given string."""
    found = explanation.portable
    if found is None or str(found.zone) in (explanation.text, str(explanation.zone)):
        return None
    reason = "the same clock, in the form that the most implementations agree on"
    return {"text": str(found.zone), "reason": reason}


def _copies(text: str, dialect: str, zone: tz.PosixTimeZone) -> Iterator[tuple[str, str]]:
    """The string as other languages and tools write it. Valid strings contain no quotes or backslashes to escape."""
    chosen = "" if dialect == "vapix" else f', dialect="{dialect}"'
    yield "The string", text
    yield "Shell", f"export TZ='{text}'"
    yield "C", f'setenv("TZ", "{text}", 1);\ntzset();'
    yield "ESP32, Arduino", f'configTzTime("{text}", "pool.ntp.org");'
    yield "OpenWrt, UCI", f"uci set system.@system[0].timezone='{text}'\nuci commit system\n/etc/init.d/system reload"
    if tz.is_valid(text):
        for label, version in _AXIS.items():
            yield label, _curl(vapix.set_time_zone(zone, version).request.to_http())
    yield "Python", f'from vapix_proto import tz\n\nzone = tz.parse("{text}"{chosen})'


def _curl(request: vapix.HttpRequest) -> str:
    """A curl command that sends a request; curl asks for the password."""
    body = bytes(request.body).decode() if isinstance(request.body, bytes) else ""
    (_, content_type), *_ = request.headers
    form = content_type == "application/x-www-form-urlencoded"
    header = "" if form else f" -H 'Content-Type: {content_type}'"
    method = "" if request.method == "POST" else f" -X {request.method}"
    return f"curl --anyauth -u USER{method}{header} \\\n  -d '{body}' \\\n  'https://DEVICE{request.path}'"
