"""How firmly a device accepts or refuses something."""

from __future__ import annotations

from enum import Enum

__all__ = ["Verdict"]


class Verdict(Enum):
    """The verdict of the sources on a value or request."""

    #: It has to be accepted.
    TAKEN = "taken"
    #: Not settled; the reference device accepts it.
    TAKEN_FIRST = "taken first"
    #: Not settled; the reference device refuses it.
    REFUSED_FIRST = "refused first"
    #: It has to be refused.
    REFUSED = "refused"

    @property
    def takes(self) -> bool:
        """Whether the reference device accepts it."""
        return self in (Verdict.TAKEN, Verdict.TAKEN_FIRST)

    @property
    def settled(self) -> bool:
        """Whether there is no choice."""
        return self in (Verdict.TAKEN, Verdict.REFUSED)
