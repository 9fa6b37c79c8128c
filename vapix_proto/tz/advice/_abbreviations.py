"""Abbreviations alone, such as CST: the zones whose clocks show them."""

from __future__ import annotations

import re
from functools import lru_cache

from vapix_proto.tz.advice._by_name import clocks_of, unwrapped
from vapix_proto.tz.advice._data import abbreviations
from vapix_proto.tz.advice._suggestion import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vapix_proto.tz.advice._clocks import Clocks
    from vapix_proto.tz.advice._suggestion import Question, Suggestion

__all__ = ["abbreviated"]

_ABBREVIATION = re.compile(r"[A-Za-z]{3,6}")


def abbreviated(question: Question) -> Iterator[Suggestion]:
    """The strings of all zones with a designation; where none has it now, of those that had it since 1970."""
    text = unwrapped(question.text)
    if not _ABBREVIATION.fullmatch(text) or text.istitle():
        return
    asked = text.upper()
    now: list[str] = []
    once: list[str] = []
    for name in _shown(question.clocks).get(asked, ()):
        # A zone may wait for a change of law before it shows what its footer has.
        zones = question.clocks.in_force(name, question.at, question.dialect).zone, question.clocks.files[name].footer
        kinds = [kind for zone in zones for kind in (zone.std, zone.dst) if kind is not None]
        (now if asked in [kind.designation.upper() for kind in kinds] else once).append(name)
    also = [name for name in abbreviations().get(asked, ()) if name in question.clocks.files and name not in now]
    yield from clocks_of(question, now, "abbreviation", lambda meant: f"{asked} in {listed(meant)}")
    yield from clocks_of(question, also, "abbreviation", lambda meant: f"{asked} for the clock of {listed(meant)}")
    if not now and not also:
        yield from clocks_of(
            question, once, "abbreviation", lambda meant: f"the clock of {listed(meant)}, which showed {asked} before"
        )


@lru_cache(maxsize=8)
def _shown(clocks: Clocks) -> Mapping[str, list[str]]:
    """The zones that show a designation since 1970, by the designation in capital letters."""
    found: dict[str, list[str]] = {}
    for name in clocks.order:
        file = clocks.files[name]
        kinds = {kind for at, kind in zip(file.times, file.shown, strict=True) if at > 0}
        kinds |= {kind for kind in (file.footer.std, file.footer.dst) if kind is not None}
        for designation in {kind.designation.upper() for kind in kinds}:
            found.setdefault(designation, []).append(name)
    return found
