"""Signals that interrupt a command, but only where it may be interrupted."""

from __future__ import annotations

import signal
from math import inf
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from types import FrameType
    from typing import Self


#: The signals that interrupt a command. SIGHUP, sent when a terminal closes, does not exist on every system.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts:
    """Makes signals raise ``KeyboardInterrupt`` in a ``heard`` context; earlier signals wait until it begins.

    Ignored signals stay ignored, because nohup and shells rely on that. A closing terminal may send SIGHUP more than
    once, so a SIGHUP counts only if it is the first signal.

    In a process that ends after the command, signals are ignored from the end of the context on, because they could
    only replace the exit code of a command that has done everything.

    Attributes:
        ends_process: Whether the process ends after the command.
        came: How many signals have been counted.
        needed: How many signals it takes to raise ``KeyboardInterrupt``.
    """

    ends_process: ClassVar[bool] = False

    def __init__(self) -> None:
        self.came = 0
        self.needed: float = inf

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        hangs_up_again = self.came and number == getattr(signal, "SIGHUP", None)
        if self.came < self.needed and not hangs_up_again:
            self.came += 1
            self.check()

    def check(self) -> None:
        """Raises ``KeyboardInterrupt`` if enough signals have been counted.

        Call this regularly, because the interpreter may lose an exception that a signal handler raises.
        """
        if self.came >= self.needed:
            raise KeyboardInterrupt

    def heard(self, needed: int = 1) -> _Heard:
        """A context in which ``KeyboardInterrupt`` is raised once ``needed`` signals have been counted."""
        return _Heard(self, needed)

    def __enter__(self) -> Self:
        heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._handle) for number in heard}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self.ends_process else handler)


class _Heard:
    """The context manager that ``heard`` returns: a class, because an interrupt would leave a generator unfinished."""

    def __init__(self, interrupts: Interrupts, needed: int) -> None:
        self._interrupts, self._needed = interrupts, needed

    def __enter__(self) -> None:
        self._interrupts.needed = self._needed
        self._interrupts.check()

    def __exit__(self, *_: object) -> None:
        self._interrupts.needed = inf
