"""Signals that end a command, but only where it can be ended."""

from __future__ import annotations

import signal
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType
    from typing import Self


#: What ends a command; the last is sent when a terminal is closed, and not every system has it.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """Each of the signals raises ``KeyboardInterrupt`` where it is heard; elsewhere it counts as soon as one is.

    A signal that is ignored stays so: nohup and shells ask for that. A terminal that closes may send SIGHUP more than
    once, so the later ones do not count.

    Attributes:
        came: How many have come.
        needed: How many it takes to end what is going on.
    """

    def __init__(self) -> None:
        self.came = 0
        self.needed: float = inf

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        hangs_up_again = self.came and number == getattr(signal, "SIGHUP", None)
        if self.came < self.needed and not hangs_up_again:
            self.came += 1
            self.check()

    def check(self) -> None:
        """Ends what is going on if that was asked for: the interpreter may lose an interrupt."""
        if self.came >= self.needed:
            raise KeyboardInterrupt

    def heard(self, needed: int = 1) -> _Heard:
        """Inside, so many interrupts end what is going on."""
        return _Heard(self, needed)

    def __enter__(self) -> Self:
        heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._handle) for number in heard}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


class _Heard:
    """A context manager, but not a generator: an interrupt between its instructions would leave it unfinished."""

    def __init__(self, interrupts: Interrupts, needed: int) -> None:
        self._interrupts, self._needed = interrupts, needed

    def __enter__(self) -> None:
        self._interrupts.needed = self._needed
        self._interrupts.check()

    def __exit__(self, *_: object) -> None:
        self._interrupts.needed = inf
