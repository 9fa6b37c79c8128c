"""Suggestions for a string: all of them are valid, and ``review`` reports the same errors as ``validate``."""

from __future__ import annotations

from fuzz._inputs import as_text, chosen, errors_of
from vapix_proto import tz

_DIALECTS = list(tz.DIALECTS.values())
#: 2026-01-01T00:00:00Z.
_AT = 1_767_225_600


def check(data: bytes) -> None:
    """The first byte chooses the dialect; the other bytes are the text."""
    dialect, rest = chosen(_DIALECTS, data)
    text = as_text(rest)
    suggestions = tz.suggest(text, dialect, at=_AT)
    for suggestion in suggestions:
        assert tz.is_valid(suggestion.text, dialect), suggestion
        assert suggestion.text != text
        assert suggestion.reason.isprintable(), suggestion
    assert len({suggestion.text for suggestion in suggestions}) == len(suggestions)
    reviewed = errors_of(tz.review(text, dialect, at=_AT), len(text))
    judged = errors_of(tz.validate(text, dialect), len(text))
    assert [(error.code, error.span) for error in reviewed] == [(error.code, error.span) for error in judged]
