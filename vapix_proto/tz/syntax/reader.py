"""Finds out whether text is a TZ string of a dialect, and which zone it describes."""

from __future__ import annotations

import re

from vapix_proto.tz.syntax._patterns import expression
from vapix_proto.tz.syntax.building import build

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from vapix_proto.tz.model import PosixTimeZone
    from vapix_proto.tz.syntax._patterns import Limits

#: The size at which a reader empties a cache, and the length of the longest string that it caches.
KEPT = 512
KEPT_LENGTH = 100


class Reader:
    """Reads the TZ strings of one dialect, and caches the results, because programs read the same few over and over.

    The text must be a plain string: an instance of a subclass could compare equal to another string, and would keep
    alive whatever it refers to. Threads need no lock, because each step is a single dictionary operation.

    Attributes:
        verdicts: For each cached string, whether it is a TZ string in the dialect.
        zones: For each cached TZ string, its zone.
    """

    __slots__ = ("_accepts", "_limits", "_takes_apart", "verdicts", "zones")

    def __init__(self, limits: Limits) -> None:
        self.verdicts: dict[str, bool] = {}
        self.zones: dict[str, PosixTimeZone] = {}
        self._limits = limits
        # Compiled on first use, because compiling takes milliseconds.
        self._accepts: Callable[[str], Match[str] | None] | None = None
        self._takes_apart: Callable[[str], Match[str] | None] | None = None

    @property
    def expression(self) -> str:
        """The regular expression for a whole TZ string in the dialect."""
        return expression(self._limits)

    def recognises(self, text: str) -> bool:
        """Whether the text is a TZ string in the dialect."""
        verdict = self.verdicts.get(text)
        if verdict is None:
            if self._accepts is None:
                self._accepts = re.compile(self.expression).fullmatch
            verdict = self._accepts(text) is not None
            if len(text) <= KEPT_LENGTH:
                if len(self.verdicts) >= KEPT:
                    self.verdicts.clear()
                self.verdicts[text] = verdict
        return verdict

    def match(self, text: str) -> Match[str] | None:
        """Matches a TZ string in the dialect, with its parts as groups. Returns None for any other string."""
        if self._takes_apart is None:
            self._takes_apart = re.compile(expression(self._limits, "(")).fullmatch
        return self._takes_apart(text)

    def read(self, text: str) -> PosixTimeZone | None:
        """The zone of a TZ string in the dialect, or None for any other string."""
        zone = self.zones.get(text)
        if zone is None:
            match = self.match(text)
            if match is not None:
                zone = build(match)
                if len(text) <= KEPT_LENGTH:
                    if len(self.zones) >= KEPT:
                        self.zones.clear()
                    self.zones[text] = zone
        return zone
